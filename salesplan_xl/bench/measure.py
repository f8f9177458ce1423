"""Measures the whole run on a demo book of one size and states it as ratios."""

from __future__ import annotations

import gc
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from salesplan_xl.bench import limit, plain
from salesplan_xl.book.collector import collector_paused
from salesplan_xl.book.file import FilePort
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.commands.books.demo import DEMO_TIME
from salesplan_xl.commands.books.new import new_book
from salesplan_xl.commands.engine import runner
from salesplan_xl.schema.workbook import tables


def whole_run(book: Path, target: Path) -> None:
    """Do what ``salesplan run BOOK -o OUT`` does once Python is up."""
    port = FilePort.open(book)
    runner.execute("run", PlanBook(port), now=DEMO_TIME, despite_errors=True)
    port.save(target, backup=False)


def measure(size: str, repeat: int) -> dict[str, object]:
    """Seconds and ratios of one size; all in this process, imports done, medians of ``repeat`` runs.

    The limit is timed twice: as a plain program, and with Python's cyclic collector paused as the run does.

    Returns:
        rows of the book; seconds of the run, of a rerun on its own result, of the limit and the plain script;
        the ratios; seconds per thousand customers; peak memory and process start (measured in children).
    """
    with tempfile.TemporaryDirectory() as folder:
        book, done, other = (Path(folder) / name for name in ("book.xlsx", "done.xlsx", "other.xlsx"))
        new_book("zh", demo=size).save(book, backup=False)
        seconds = {
            "run": _median(lambda: whole_run(book, done), repeat),
            "limit": _median(lambda: limit.read_and_copy(book, other), repeat),
            "limit_collector_paused": _median(lambda: _paused(book, other), repeat),
            "rerun": _median(lambda: whole_run(done, other), repeat),
            "limit_of_result": _median(lambda: limit.read_and_copy(done, other), repeat),
            "plain": _median(lambda: plain.run(book, other), 1 if size == "company" else repeat),
        }
        rows = _rows(book)
        return {
            "size": size,
            "rows": rows,
            "seconds": seconds,
            "run_vs_limit": seconds["run"] / seconds["limit"],
            "run_vs_limit_collector_paused": seconds["run"] / seconds["limit_collector_paused"],
            "rerun_vs_limit": seconds["rerun"] / seconds["limit_of_result"],
            "plain_vs_run": seconds["plain"] / seconds["run"],
            "seconds_per_1000_customers": seconds["run"] / rows["customers"] * 1000,
            "peak_memory_mb": _peak_memory(book, other),
            "process_start_seconds": _process_start(repeat),
        }


def _paused(book: Path, target: Path) -> None:
    with collector_paused():
        limit.read_and_copy(book, target)


def _rows(book: Path) -> dict[str, int]:
    places = FilePort.open(book).tables()
    return {key: places[tables()[key].name].rows for key in ("customers", "orders", "receivables", "visits")}


def _median(work: Callable[[], object], repeat: int) -> float:
    seconds = []
    for _ in range(repeat):
        gc.collect()
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


_CHILD = """
import sys
from pathlib import Path
from salesplan_xl.bench.measure import own_peak_mb, whole_run
whole_run(Path(sys.argv[1]), Path(sys.argv[2]))
print(own_peak_mb())
"""


def own_peak_mb() -> float | None:
    """Peak resident memory of this process in MB, ``None`` where the system does not tell.

    On Linux the kernel's high-water mark; ``ru_maxrss`` there starts from what the parent held.
    """
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text(encoding="ascii").split("VmHWM:")[1].split()[0]) / 1024
    if sys.platform != "darwin":
        return None
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


def _peak_memory(book: Path, target: Path) -> float | None:
    """Peak memory of one run in a process of its own."""
    done = subprocess.run(  # noqa: S603 - our own code in our own interpreter
        [sys.executable, "-c", _CHILD, str(book), str(target)], capture_output=True, text=True, check=True
    )
    peak = done.stdout.split()[-1]
    return None if peak == "None" else float(peak)


def _process_start(repeat: int) -> float:
    command = [sys.executable, "-m", "salesplan_xl", "--help"]
    return _median(lambda: subprocess.run(command, capture_output=True, check=True), repeat)  # noqa: S603
