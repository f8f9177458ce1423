"""How often each button reaches over to Excel: ``python -m tests.live.trips`` prints the table.

What a trip costs depends on the machine; how many there are must not depend on the number of customers. On Windows
the add-in's macro carries out many steps in one trip; without it (a Mac) every step is a trip or two.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from salesplan_xl.doors import ribbon
from tests.doors.driver import ON_A_PLAN
from tests.live.books import COMMANDS, plan_bytes
from tests.live.engine import running

# At most so many trips, whatever the size of the book and whatever has changed: the first click on a new demo
# book, the whole plan again with nothing changed, each step with new data, and taking a step back.
FIRST_RUN, RUN_AGAIN, STEP, UNDO = 120, 60, 40, 60
# The same where each step is a trip of its own; every table read or written is some of them. The first run also
# fills the sprint's and the reorders' sheets, which an undo empties again; a month's end is the KPIs, the funnel and
# the review in one click.
ALONE = {"run": 605, "run again": 200, "step": 235, "month-end": 300, "undo": 560}
CLICKS = (*COMMANDS, "undo")


def too_many(trips: Iterable[tuple[str, int]], *, addin: bool = True) -> list[tuple[str, int]]:
    """The buttons among these that took more trips than they may."""
    return [(command, count) for command, count in trips if count > _at_most(command, addin=addin)]


def _at_most(command: str, *, addin: bool) -> int:
    if not addin:
        return ALONE.get(command, ALONE["step"])
    return {"run": FIRST_RUN, "undo": UNDO}.get(command, STEP)


def counted(
    demo: str, lang: str = "zh", clicks: Sequence[str] = CLICKS, *, addin: bool = True
) -> list[tuple[str, int]]:
    """Trips of each button, clicked one after the other on a demo book of that size."""
    trips = []
    with running() as excel:
        excel.addin = addin
        excel.open(plan_bytes(lang, demo))
        for command in clicks:
            excel.reset_calls()
            ribbon.press(command, "", lang)
            trips.append((command, excel.calls.total()))
            assert not any(alert.mode == "critical" for alert in excel.alerts), excel.alerts
    return trips


# Locking comes after a plan.
ON_A_FRESH_BOOK = tuple(command for command in COMMANDS if command not in ON_A_PLAN)


def first_clicks(
    demo: str, commands: Sequence[str] = ON_A_FRESH_BOOK, *, addin: bool = True
) -> list[tuple[str, int]]:
    """Trips of each button as the very first click on a fresh book of that size."""
    return [counted(demo, clicks=(command,), addin=addin)[0] for command in commands]


RUNS = ("run", "run", "undo")


def main() -> None:
    """Print the trips of every button at 60 and at 800 customers, with the add-in's macro and without."""
    shown = [
        counted(demo, clicks=(*RUNS, *CLICKS), addin=addin)
        for demo in ("rep", "team")
        for addin in (True, False)
    ]
    print(f"{'button':<12}{'60':>8}{'60 alone':>10}{'800':>8}{'800 alone':>11}")  # noqa: T201 - its output
    for (command, small), *others in zip(*shown, strict=True):
        alone, large, large_alone = (trips for _, trips in others)
        print(f"{command:<12}{small:>8}{alone:>10}{large:>8}{large_alone:>11}")  # noqa: T201 - its output


if __name__ == "__main__":
    main()
