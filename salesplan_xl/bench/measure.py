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
from salesplan_xl.book.file import FilePort
from salesplan_xl.book.plan_book import PlanBook
from salesplan_xl.commands import runner
from salesplan_xl.commands.demo import DEMO_TIME
from salesplan_xl.commands.new import new_book
from salesplan_xl.schema.workbook import tables


def whole_run(book: Path, target: Path) -> None:
    """What ``salesplan run BOOK -o OUT`` does once Python is up."""
    port = FilePort.open(book)
    runner.execute("run", PlanBook(port), now=DEMO_TIME, despite_errors=True)
    port.save(target, backup=False)


def measure(size: str, repeat: int) -> dict[str, object]:
    """Seconds and ratios of one size; all in this process, imports done, medians of ``repeat`` runs.

    Returns:
        rows of the book, seconds of the run, the rerun on its own result, the limit and the plain script, the
        ratios, seconds per thousand customers, peak memory and process start (measured in children).
    """
    with tempfile.TemporaryDirectory() as folder:
        book, done, other = (Path(folder) / name for name in ("book.xlsx", "done.xlsx", "other.xlsx"))
        new_book("zh", demo=size).save(book, backup=False)
        run = _median(lambda: whole_run(book, done), repeat)
        least = _median(lambda: limit.read_and_copy(book, other), repeat)
        script = _median(lambda: plain.run(book, other), 1 if size == "company" else repeat)
        again = _median(lambda: whole_run(done, other), repeat)
        least_again = _median(lambda: limit.read_and_copy(done, other), repeat)
        port = FilePort.open(book)
        rows = {
            key: port.tables()[tables()[key].name].rows
            for key in ("customers", "orders", "receivables", "visits")
        }
        customers = rows["customers"]
        return {
            "size": size,
            "rows": rows,
            "seconds": {
                "run": run,
                "limit": least,
                "plain": script,
                "rerun": again,
                "limit_of_result": least_again,
            },
            "run_vs_limit": run / least,
            "rerun_vs_limit": again / least_again,
            "plain_vs_run": script / run,
            "seconds_per_1000_customers": run / customers * 1000,
            "peak_memory_mb": _peak_memory(book, other),
            "process_start_seconds": _process_start(repeat),
        }


def _median(work: Callable[[], object], repeat: int) -> float:
    seconds = []
    for _ in range(repeat):
        gc.collect()
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


_CHILD = """
import sys, resource
from pathlib import Path
from salesplan_xl.bench.measure import whole_run
whole_run(Path(sys.argv[1]), Path(sys.argv[2]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def _peak_memory(book: Path, target: Path) -> float | None:
    """Peak resident memory of one run in a process of its own; ``None`` where the system does not tell."""
    if sys.platform == "win32":
        return None
    done = subprocess.run(  # noqa: S603 - our own code in our own interpreter
        [sys.executable, "-c", _CHILD, str(book), str(target)], capture_output=True, text=True, check=True
    )
    scale = 1024**2 if sys.platform == "darwin" else 1024
    return int(done.stdout.split()[-1]) / scale


def _process_start(repeat: int) -> float:
    command = [sys.executable, "-m", "salesplan_xl", "--help"]
    return _median(lambda: subprocess.run(command, capture_output=True, check=True), repeat)  # noqa: S603
