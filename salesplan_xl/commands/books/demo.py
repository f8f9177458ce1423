"""The demo plan: the demo company's book in the middle of its year, computed; the same bytes every time.

It is played as a salesperson would: planned on the eve of the year, then three month ends with the projects as they
stood, so that forecasts said, reviews and project changes are there to look at.
"""

from __future__ import annotations

import datetime as dt

import pandas as pd

from salesplan_xl.book.file import FilePort
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.commands.books.new import new_book
from salesplan_xl.commands.engine import runner
from salesplan_xl.commands.engine.result import CommandResult
from salesplan_xl.commands.plan.inputs import Report
from salesplan_xl.schema.workbook import tables

YEAR = 2027
MONTHS = (1, 2, 3)
# The demo speaks of the end of March in its plan year; its log must not change from run to run.
DEMO_TIME = dt.datetime(YEAR, 4, 1, 9, 0)
_EVE = dt.date(YEAR - 1, 12, 31)
# That of the year end is made in mid-November.
SEASON_TIME = dt.datetime(YEAR - 1, 11, 16, 9, 0)


def demo_book(
    lang: str, size: str = "rep", report: Report = lambda _: None
) -> tuple[FilePort, CommandResult]:
    """A demo book planned in December and run up to the end of March, not yet saved, and what the last run said."""
    from salesplan_xl.demo import demo_world, pipeline

    port = FilePort.reopened(new_book(lang, lean=True, demo=size))
    if size == "season":
        return _season(port, report)
    market, made = demo_world(size, lang, YEAR)
    projects = made["opportunities"]
    port = _step(port, "run", projects, dt.datetime.combine(_EVE, dt.time(9)), report, as_of=_EVE)[0]
    for month in MONTHS:
        now = dt.datetime(YEAR, month + 1, 1, 9)
        standing = pipeline.played(market, projects, month)
        port = _step(port, "month-end", standing, now, report, month=f"{YEAR}-{month:02d}")[0]
    result = runner.execute("run", PlanBook(port), now=DEMO_TIME, despite_errors=True, report=report)
    return port, result


def _season(port: FilePort, report: Report) -> tuple[FilePort, CommandResult]:
    """The demo of the year end: the plan as it stands in mid-November, both lists, the reorder plan, the texts."""
    result = runner.execute("run", PlanBook(port), now=SEASON_TIME, despite_errors=True, report=report)
    for verb in ("sprint", "reorder", "scripts"):
        port = port.refreshed()
        runner.execute(verb, PlanBook(port), now=SEASON_TIME, despite_errors=True, report=report)
    return port, result


def _step(
    port: FilePort,
    verb: str,
    projects: pd.DataFrame,
    now: dt.datetime,
    report: Report,
    *,
    month: str | None = None,
    as_of: dt.date | None = None,
) -> tuple[FilePort, CommandResult]:
    """Put the projects as they stood into the book, and run a verb on it."""
    from salesplan_xl.demo import shaped

    book = PlanBook(port)
    book.put("opportunities", shaped(projects, tables()["opportunities"]), ordered=True)
    port.apply(book.changes())
    port = port.refreshed()
    result = runner.execute(
        verb, PlanBook(port), now=now, month=month, as_of=as_of, despite_errors=True, report=report
    )
    return port.refreshed(), result
