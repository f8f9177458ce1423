"""Split, merge and rollup of a team of a given size: seconds and peak memory, repeatable.

``python -m salesplan_xl.bench.team 500`` makes a book of that many salespeople, splits it, edits every book,
merges all of them in one run and rolls them up in another.
"""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from salesplan_xl.book.file import FilePort
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.commands.books.demo import DEMO_TIME
from salesplan_xl.commands.books.new import new_book
from salesplan_xl.commands.engine import runner
from salesplan_xl.commands.team.merge import merge
from salesplan_xl.commands.team.rollup import rollup
from salesplan_xl.commands.team.split import split

SIZES = ((60, "rep"), (800, "team"), (20_000, "company"))


def measure_team(people: int, folder: Path) -> dict[str, object]:
    """Seconds of every step for so many salespeople, and the most memory this process ever held.

    Args:
        people: how many; each has at least one customer of the demo company that is large enough.
        folder: an empty folder to work in.
    """
    team = folder / "team.xlsx"
    customers = _team_book(people, team)
    seconds: dict[str, float] = {}
    seconds["split"] = _timed(lambda: split(FilePort.open(team), folder / "out", now=DEMO_TIME))
    books = sorted((folder / "out").glob("*.xlsx"))
    seconds["edit"] = _timed(lambda: list(map(_note, books)))
    figures: dict[str, object] = {}
    seconds["merge"] = _timed(lambda: figures.update(_merged(team, books)))
    seconds["rollup"] = _timed(lambda: rollup(books, folder / "rollup.xlsx", lang="zh"))
    return {
        "people": people,
        "customers": customers,
        "books": len(books),
        "seconds": seconds,
        "seconds_a_book": {key: value / len(books) for key, value in seconds.items()},
        "taken": figures["taken"],
        "conflicts": figures["conflicts"],
        "peak_mb": _peak_mb(),
    }


def _merged(team: Path, books: list[Path]) -> dict[str, object]:
    distribution, _ = merge(
        FilePort.open(team), books, now=DEMO_TIME + dt.timedelta(days=1), despite_errors=True
    )
    return distribution.figures


def _team_book(people: int, path: Path) -> int:
    """The demo company with its customers dealt out to so many people, computed; returns the customers."""
    size = next(name for customers, name in SIZES if customers >= 10 * people or name == "company")
    port = FilePort.reopened(new_book("zh", demo=size))
    book = PlanBook(port)
    frame = book.frame("customers")
    owners = pd.Series(
        [f"销售{at % people + 1:03d}" for at in range(len(frame))], index=frame.index, dtype=object
    )
    book.put("customers", frame.assign(owner=owners), ordered=True)
    deals = book.frame("opportunities")
    whose = deals["customer"].map(dict(zip(frame["name"], owners, strict=True))).astype(object)
    book.put("opportunities", deals.assign(owner=whose.fillna("销售001")), ordered=True)
    port.apply(book.changes())
    port = FilePort.reopened(port)
    runner.execute("run", PlanBook(port), now=DEMO_TIME, despite_errors=True)
    port.save(path, backup=False)
    return len(frame)


def _note(path: Path) -> None:
    """An edit as a salesperson makes it: a note beside the first customer."""
    port = FilePort.open(path)
    book = PlanBook(port)
    frame = book.frame("customers")
    frame.loc[frame.index[0], "note"] = "已改"
    book.put("customers", frame, ordered=True)
    port.apply(book.changes())
    port.save(path, backup=False)


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _peak_mb() -> float:
    """Most memory held so far; not known on Windows."""
    if sys.platform == "win32":
        return float("nan")
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        for name, value in measure_team(int(sys.argv[1]), Path(scratch)).items():
            print(f"{name:16} {value}")  # noqa: T201 - this is what it is for
