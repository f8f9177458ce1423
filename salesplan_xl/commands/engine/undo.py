"""Undo: takes back the last step exactly, in a file or in Excel."""

from __future__ import annotations

import dataclasses
import datetime as dt

from salesplan_xl.book.plan_book.absence import absence_of
from salesplan_xl.book.plan_book.growth_record import typed_since
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.book.plan_book.undo import WayBack, check, lost_edits, shown_anew, still_there, undo_writes
from salesplan_xl.book.plan_book.undo_record import LostEdit, UndoRecord
from salesplan_xl.book.port import CellWrite, Writes
from salesplan_xl.catalogue import render
from salesplan_xl.commands.engine import log, opening, undo_stack, written
from salesplan_xl.commands.engine.changes import MAX_LISTED
from salesplan_xl.commands.engine.opening import AnyPort
from salesplan_xl.commands.engine.result import Change, CommandResult, Row, command_name
from salesplan_xl.commands.engine.upgrade_news import cells_that_go
from salesplan_xl.commands.plan.inputs import Report
from salesplan_xl.findings import Finding, Place, Sentence, Severity
from salesplan_xl.schema.layout import column_letters

MAX_NAMED = 20


def undo(
    port: AnyPort,
    *,
    now: dt.datetime,
    dry_run: bool = False,
    rows: bool = False,
    report: Report = lambda _: None,
) -> tuple[CommandResult, AnyPort]:
    """Take back the last step of a book.

    A book of an older schema stays one: its step is taken back, nothing else. Where the last step brought the book
    up, what came new goes.

    Args:
        port: the open book.
        now: time for the log.
        dry_run: only tell what would change.
        rows: also give the rows of the tables as they stand afterwards; a dry run has none.
        report: told the code of each step that starts.

    Returns:
        what was or would be changed, and the port to save or go on with.

    Raises:
        PlanInputError: SP-208 nothing to undo.
        WorkbookError: SP-318 the result was changed since; SP-319 the record is damaged.
    """
    report("C-STEP-READ")
    book = PlanBook(port, older=True)
    step = still_there(book, undo_stack.last(book))
    if step.growth:
        return _upgrade_taken_back(port, book, step, now, dry_run, report)
    check(book, step)
    way = undo_writes(book, step, undo_stack.stash_sheet(book))
    result = CommandResult(
        "undo", _findings(book, step), way.writes, _changes(book, way), sentence=_undone(step),
        tables=None, grids=None,
    )  # fmt: skip
    if dry_run:
        return result, port
    report("C-STEP-WRITE")
    port.apply(_closed(book, way.writes, step, now))
    names = {change.table for change in step.tables} if rows else None
    port, standing = _shown_anew(port.refreshed(), book.schema, names)
    if standing is not None:
        result = dataclasses.replace(result, tables=standing, grids={})
    return result, port


def _shown_anew(
    port: AnyPort, schema: int, names: set[str] | None
) -> tuple[AnyPort, dict[str, list[Row]] | None]:
    """The book with what its formulas show, and the rows of the named tables.

    A book that lacks something gets it for that, and is taken back again.
    """
    if port.recalculates and names is None:
        return port, None
    upgrade = None
    if absence_of(port):
        port, upgrade = opening.brought_up(port, None)
    book = PlanBook(port)
    standing = None if names is None else written.standing_rows(book, names)
    if not port.recalculates:
        port.apply(shown_anew(book))
    return (opening.taken_back(port.refreshed(), upgrade.growth, schema) if upgrade else port), standing


def _upgrade_taken_back(
    port: AnyPort, book: PlanBook, step: UndoRecord, now: dt.datetime, dry_run: bool, report: Report
) -> tuple[CommandResult, AnyPort]:
    """The book as it was before a command brought it up."""
    gone = cells_that_go(port, step.growth)
    writes = Writes(cells=tuple(CellWrite(cell.sheet, 1, 1, None) for cell in gone))
    lost = _named(list(typed_since(port, step.growth)), step)
    result = CommandResult("undo", lost, writes, gone, sentence=_undone(step))
    if dry_run:
        return result, port
    report("C-STEP-WRITE")
    port.apply(_closed(book, Writes(), step, now))
    return result, opening.taken_back(port.refreshed(), step.growth, step.schema)


def _closed(book: PlanBook, writes: Writes, step: UndoRecord, now: dt.datetime) -> Writes:
    """The writes, the record dropped, and a line in the log."""
    records, freed = undo_stack.without(book, step.undo_id)
    book.put("undo", records)
    log.stage_line(book, "undo", render(_undone(step), book.lang), step.undo_id, now)
    own = [write for key in ("undo", "log") if (write := book.table_changes(key))]
    return dataclasses.replace(writes, tables=(*writes.tables, *own), clear_stash=freed)


def _undone(step: UndoRecord) -> Sentence:
    return Sentence("C-UNDONE", {"command": command_name(step.command), "when": step.when})


def _changes(book: PlanBook, way: WayBack) -> tuple[Change, ...]:
    """The first cells that change, each with what stands there today."""
    return tuple(
        Change(
            cell.sheet,
            f"{column_letters(cell.col)}{cell.row}",
            None if row is None else book.port.block(cell.sheet, row, cell.col, 1, 1)[0][0],
            cell.value,
        )
        for cell, row in zip(way.writes.cells[:MAX_LISTED], way.now[:MAX_LISTED], strict=True)
    )


def _findings(book: PlanBook, step: UndoRecord) -> tuple[Finding, ...]:
    """Edits the user made since and loses: twenty by name, the others counted."""
    return _named(lost_edits(book, step), step)


def _named(lost: list[LostEdit], step: UndoRecord) -> tuple[Finding, ...]:
    """Edits that are lost as findings."""
    findings = [_finding(edit, step) for edit in lost[:MAX_NAMED]]
    if len(lost) > MAX_NAMED:
        more = {"count": len(lost) - MAX_NAMED, "code": "F-008"}
        findings.append(Finding("F-006", Severity.WARNING, more))
    return tuple(findings)


def _finding(edit: LostEdit, step: UndoRecord) -> Finding:
    values: dict[str, object] = {"command": command_name(step.command), "value": edit.value}
    place = Place(edit.table, edit.row, edit.column, edit.sheet, edit.cell)
    return Finding("F-008", Severity.WARNING, values, place)
