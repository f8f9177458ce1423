"""The demo plan: the demo company's book, computed; the same bytes every time."""

from __future__ import annotations

import datetime as dt

from salesplan_xl.book.file import FilePort
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.commands.books.new import new_book
from salesplan_xl.commands.engine import runner
from salesplan_xl.commands.engine.result import CommandResult
from salesplan_xl.commands.plan.inputs import Report

# The demo speaks of the end of March in its plan year; its log must not change from run to run.
DEMO_TIME = dt.datetime(2027, 4, 1, 9, 0)
# That of the year end is made in mid-November.
SEASON_TIME = dt.datetime(2026, 11, 16, 9, 0)


def demo_book(
    lang: str, size: str = "rep", report: Report = lambda _: None
) -> tuple[FilePort, CommandResult]:
    """A demo book with the whole chain computed, not yet saved, and what the run said."""
    port = FilePort.reopened(new_book(lang, demo=size))
    now = SEASON_TIME if size == "season" else DEMO_TIME
    result = runner.execute("run", PlanBook(port), now=now, despite_errors=True, report=report)
    for verb in ("sprint", "reorder", "scripts") if size == "season" else ():
        port = port.refreshed()
        runner.execute(verb, PlanBook(port), now=now, despite_errors=True, report=report)
    return port, result
