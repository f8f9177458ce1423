"""Undo: takes back the last step exactly, in a file or in Excel."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence

from salesplan_xl.book.plan_book import PlanBook
from salesplan_xl.book.port import Port, Writes
from salesplan_xl.book.snapshot import Snapshot
from salesplan_xl.book.undo import LostEdit, check, lost_edits, undo_writes
from salesplan_xl.commands import changes, log, undo_ring
from salesplan_xl.commands.outcome import Outcome, command_name
from salesplan_xl.commands.plan import Report
from salesplan_xl.findings import Finding, Place, Sentence, Severity
from salesplan_xl.text import render

MAX_NAMED = 20


def undo(
    port: Port, *, now: dt.datetime, dry_run: bool = False, report: Report = lambda _: None
) -> tuple[Outcome, Port]:
    """Take back the last step of a book.

    Args:
        port: the open book.
        now: time for the log.
        dry_run: only tell what would change.
        report: told the code of each step that starts.

    Returns:
        what was or would be changed, and the port to save or go on with.

    Raises:
        PlanInputError: SP-208 nothing to undo.
        WorkbookError: SP-318 the result was changed since; SP-319 the record is damaged.
    """
    report("C-STEP-READ")
    book = PlanBook(port)
    step = undo_ring.last(book)
    check(book, step)
    findings = [_finding(book, edit, step) for edit in lost_edits(book, step)[:MAX_NAMED]]
    if dry_run:
        return _outcome(book, _way_back(book, step), findings, step), port
    report("C-STEP-WRITE")
    outcome = _outcome(book, _way_back(book, step), findings, step)
    port.apply(_closed(book, outcome.writes, step, now))
    port = port.refreshed()
    if not port.recalculates:
        port.apply(PlanBook(port).changes())
    return outcome, port


def _way_back(book: PlanBook, step: Snapshot) -> Writes:
    return undo_writes(book, step, undo_ring.stash_sheet(book))


def _closed(book: PlanBook, writes: Writes, step: Snapshot, now: dt.datetime) -> Writes:
    """The writes, the record dropped, and a line in the log."""
    records, freed = undo_ring.without(book, step.undo_id)
    book.put("undo", records)
    log.stage_line(book, "undo", render(_told(step), book.lang), step.undo_id, now)
    own = [write for key in ("undo", "log") if (write := book.table_changes(key))]
    return dataclasses.replace(writes, tables=(*writes.tables, *own), clear_stash=freed)


def _outcome(book: PlanBook, writes: Writes, findings: Sequence[Finding], step: Snapshot) -> Outcome:
    return Outcome("undo", tuple(findings), writes, changes.listed(book, writes), sentence=_told(step))


def _told(step: Snapshot) -> Sentence:
    return Sentence("C-UNDONE", {"command": command_name(step.command), "when": step.when})


def _finding(book: PlanBook, edit: LostEdit, step: Snapshot) -> Finding:
    values: dict[str, object] = {"command": command_name(step.command), "value": edit.value}
    found = Finding("F-008", Severity.WARNING, values, Place(edit.table, edit.row, edit.column))
    sheet, cell = book.cell_address(edit.table, edit.row, edit.column)
    return dataclasses.replace(found, place=Place(edit.table, edit.row, edit.column, sheet, cell))
