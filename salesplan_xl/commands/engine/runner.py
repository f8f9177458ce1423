"""Runs a command on an open book: stage, check, write, report. Shared by every door."""

from __future__ import annotations

import dataclasses
import datetime as dt
import importlib
from collections.abc import Sequence

import pandas as pd

from salesplan_xl.book.collector import collector_paused
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.book.port import Writes
from salesplan_xl.catalogue import finding_remedy, finding_sentence, render
from salesplan_xl.commands.engine import changes, guide_state, log, summary, undo_stack
from salesplan_xl.commands.engine.period import set_period
from salesplan_xl.commands.engine.result import CommandResult
from salesplan_xl.commands.plan.inputs import Report
from salesplan_xl.commands.plan.plan import Plan
from salesplan_xl.findings import Finding, by_weight, has_errors

COMMANDS = {
    "run": "run",
    "tiers": "tiers",
    "health": "health",
    "targets": "targets",
    "quarters": "quarters",
    "projects": "projects",
    "confidence": "confidence",
    "map": "map",
    "capacity": "capacity",
    "kpi": "kpi",
    "month": "month",
    "review": "review",
    "funnel": "funnel",
    "report": "report",
    "check": "check",
}
# These rewrite the findings table; a single step only reports its own.
FULL = frozenset({"run", "check"})

# Whose edits ``reset`` forgets: only those of the blocks a command writes.
RESETS = {
    "run": frozenset(
        {"health", "targets", "quarters", "month_split", "map", "month_list", "funnel", "bonus"}
    ),
    "health": frozenset({"health"}),
    "targets": frozenset({"targets"}),
    "quarters": frozenset({"quarters", "month_split", "map"}),
    "map": frozenset({"map"}),
    "month": frozenset({"month_list"}),
    "review": frozenset({"reviews"}),
    "funnel": frozenset({"funnel", "bonus"}),
}


def execute(
    command: str,
    book: PlanBook,
    *,
    now: dt.datetime,
    month: str | None = None,
    as_of: dt.date | None = None,
    reset: bool = False,
    despite_errors: bool = False,
    dry_run: bool = False,
    report: Report = lambda _: None,
) -> CommandResult:
    """Run one command and, unless it is a dry run or blocked by errors, apply its changes to the port.

    Args:
        command: a key of ``COMMANDS``.
        book: the open book.
        now: time for the log; the core never looks at a clock.
        month: month to track, such as ``2027-03``; kept in the book.
        as_of: the day on which the data stand; kept in the book. See ``period.set_period``.
        reset: forget the user's edits in the tables written.
        despite_errors: write although the data has errors.
        dry_run: work out the changes only.
        report: told the code of each step that starts.

    Returns:
        what was or would be changed; ``blocked`` when errors stopped it.

    Raises:
        PlanInputError: nothing to compute from; WorkbookError: the book cannot take the result.
    """
    set_period(book, command, month, as_of, now.date())
    step = importlib.import_module(f"salesplan_xl.commands.steps.{COMMANDS[command]}")
    with collector_paused():
        step.stage(Plan(book, RESETS.get(command, frozenset()) if reset else frozenset(), report))
        return finish(
            command, book, (), now=now, despite_errors=despite_errors, dry_run=dry_run, report=report
        )


def finish(
    command: str,
    book: PlanBook,
    findings: Sequence[Finding],
    *,
    now: dt.datetime,
    despite_errors: bool = False,
    dry_run: bool = False,
    report: Report = lambda _: None,
) -> CommandResult:
    """Check what a command staged, write it, and say what happened; see ``execute``."""
    book.findings.extend([*findings, *book.override_findings(everywhere=command in FULL)])
    found = _findings(book)
    blocked = has_errors(found) and not despite_errors and command != "check"
    report("C-STEP-WRITE")
    if command in FULL:
        stage_findings(book, found)
        book.put_grid("steps", guide_state.steps(book, found))
    figures = summary.figures(book) if command == "run" else {}
    writes = book.changes()
    listed = changes.listed(book, writes)
    if not dry_run and not blocked:
        writes = recorded(book, command, writes, now)
        book.port.apply(writes)
    return CommandResult(command, tuple(found), writes, listed, figures, blocked)


def _findings(book: PlanBook) -> list[Finding]:
    """All findings once, located, heaviest first."""
    unique = {
        repr((f.code, f.place.table, f.place.row, f.place.column, sorted(f.values.items(), key=str))): f
        for f in book.findings
    }
    return by_weight([book.located(finding) for finding in unique.values()])


def stage_findings(book: PlanBook, findings: Sequence[Finding]) -> None:
    """Fill the findings table."""
    rows = [
        (
            f.code,
            f.severity.value,
            f.place.sheet,
            f.place.cell,
            finding_sentence(f, book.lang),
            finding_remedy(f, book.lang),
        )
        for f in findings
    ]
    columns = ["code", "severity", "sheet", "cell", "sentence", "remedy"]
    book.put("findings", pd.DataFrame(rows, columns=columns, dtype=object), ordered=True)


def recorded(book: PlanBook, command: str, writes: Writes, now: dt.datetime) -> Writes:
    """The writes with a line in the log and, where the port can keep one, their undo record; nothing for nothing."""
    if not writes:
        return writes
    counted = changes.by_sheet(book, writes)
    what = render(tuple(f"{sheet} {count}" for sheet, count in counted.items()), book.lang)
    undo_id = ""
    if book.port.keeps_undo:
        writes, undo_id = undo_stack.with_undo(book, command, writes, now)
    log.stage_line(book, command, what, undo_id, now)
    added = book.table_changes("log")
    return dataclasses.replace(writes, tables=(*writes.tables, added)) if added else writes
