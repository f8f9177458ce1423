"""The last twenty steps a book can take back, kept in the book itself."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable

import pandas as pd

from salesplan_xl.book.plan_book import undo_record
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.book.plan_book.undo_record import TableChange, UndoRecord
from salesplan_xl.book.port import Writes
from salesplan_xl.catalogue.render import sentences
from salesplan_xl.commands.engine.result import command_name
from salesplan_xl.commands.registry import name_code
from salesplan_xl.errors import PlanInputError, WorkbookError
from salesplan_xl.findings import Sentence
from salesplan_xl.schema.workbook import sheet

UNDO_STACK = 20
# All records together; a book is mailed, and nobody needs the twentieth step of a very large company.
MAX_CHARACTERS = 4_000_000
# Title and introduction of the stash sheet stand above.
FIRST_STASH_ROW = 10


def stash_sheet(book: PlanBook) -> str:
    """Name of the sheet that keeps the formats of removed rows."""
    return sheet("undo_rows").label.of(book.lang)


def with_undo(book: PlanBook, command: str, writes: Writes, now: dt.datetime) -> tuple[Writes, str]:
    """The writes together with their own undo record, and its number."""
    undo_id, when = next_id(book), now.strftime("%Y-%m-%d %H:%M")
    taken = undo_record.take(book, writes, undo_id, command, when)
    return with_record(book, taken, writes), undo_id


def with_record(book: PlanBook, taken: UndoRecord, writes: Writes) -> Writes:
    """The writes together with an undo record; the oldest ones go where there is no room for all."""
    records = book.frame("undo")
    # Rows that become free now are cleared by the same writes: others are taken, however these are ordered.
    taken_rows = _stash_of(records)
    stash = _give_places(taken.tables, taken_rows)
    parts = taken.packed()
    records, dropped = _within_limits(records, sum(map(len, parts)))
    places = {change.table: change.stash_row for change in taken.tables if change.gone}
    tables = [dataclasses.replace(item, stash_row=places.get(item.table)) for item in writes.tables]
    book.put("undo", pd.concat([records, _frame(taken, stash, parts)], ignore_index=True))
    added = book.table_changes("undo")
    return dataclasses.replace(
        writes,
        tables=(*tables, *((added,) if added else ())),
        stash_sheet=stash_sheet(book),
        clear_stash=dropped,
    )


def next_id(book: PlanBook) -> str:
    """The number after the highest that the log or a record has; the user may have cleared the log."""
    texts = [*book.frame("log")["undo_id"].dropna(), *book.frame("undo")["undo_id"].dropna()]
    numbers = [int(text) for text in texts if str(text).isdigit()]
    return f"{max(numbers, default=0) + 1:04d}"


def last(book: PlanBook) -> UndoRecord:
    """The step to take back next.

    Raises:
        PlanInputError: SP-208 there is none.
        WorkbookError: SP-319 its record is damaged.
    """
    records = book.frame("undo")
    if records.empty:
        raise PlanInputError("SP-208")
    newest = records[records["undo_id"] == _newest_first(records["undo_id"])[0]].sort_values("part")
    try:
        return UndoRecord.unpacked(newest["data"].fillna("").tolist())
    except ValueError as error:
        raise WorkbookError("SP-319", command=_name(newest["command"])) from error


def _name(commands: Iterable[object]) -> Sentence:
    """The command a damaged record speaks of; where it does not even say that, undo itself."""
    named = (str(text) for text in commands if name_code(str(text)) in sentences())
    return command_name(next(named, "undo"))


def without(book: PlanBook, undo_id: str) -> tuple[pd.DataFrame, tuple[tuple[int, int], ...]]:
    """The records without one of them, and the stash rows that become free."""
    records = book.frame("undo")
    gone = records["undo_id"] == undo_id
    return records[~gone], _stash_of(records[gone])


def _within_limits(records: pd.DataFrame, size: int) -> tuple[pd.DataFrame, tuple[tuple[int, int], ...]]:
    """The records that stay beside a new one of that size, and the stash rows of those that go."""
    sizes = records.assign(size=records["data"].str.len().fillna(0)).groupby("undo_id")["size"].sum()
    room = MAX_CHARACTERS - size
    newest_first = sizes.loc[_newest_first(sizes.index)]
    fits = newest_first.index[(newest_first.cumsum() <= room).to_numpy()][: UNDO_STACK - 1]
    stays = records["undo_id"].isin(fits)
    return records[stays], _stash_of(records[~stays])


def _newest_first(ids: Iterable[object]) -> list[str]:
    """Undo numbers by their number: as texts 9999 would come after 10000."""
    texts = {str(text) for text in ids}
    return sorted(texts, key=lambda text: int(text) if text.isdigit() else 0, reverse=True)


def _stash_of(records: pd.DataFrame) -> tuple[tuple[int, int], ...]:
    texts = dict.fromkeys(records["stash"].dropna())
    return tuple(rows for text in texts if (rows := _rows(text)))


def _rows(text: str) -> tuple[int, int] | None:
    first, _, end = str(text).partition(":")
    return (int(first), int(end)) if first.isdigit() and end.isdigit() else None


def _give_places(changes: Iterable[TableChange], taken: Iterable[tuple[int, int]]) -> str | None:
    """Give the removed rows of each table their place on the stash sheet; the whole stretch as ``10:14``."""
    leaving = [change for change in changes if change.gone]
    count = sum(len(change.gone) for change in leaving)
    if not count:
        return None
    first = row = _free_stretch(taken, count)
    for change in leaving:
        change.stash_row = row
        row += len(change.gone)
    return f"{first}:{row - 1}"


def _free_stretch(taken: Iterable[tuple[int, int]], count: int) -> int:
    """The first row from which so many are free."""
    row = FIRST_STASH_ROW
    for first, end in sorted(taken):
        if first - row >= count:
            break
        row = max(row, end + 1)
    return row


def _frame(taken: UndoRecord, stash: str | None, parts: list[str]) -> pd.DataFrame:
    count = len(parts)
    columns: dict[str, object] = {
        "undo_id": [taken.undo_id] * count,
        "when": [taken.when] * count,
        "command": [taken.command] * count,
        "stash": [stash] * count,
        "part": [float(part) for part in range(1, count + 1)],
        "data": parts,
    }
    frame = pd.DataFrame(columns)
    return frame.astype(dict.fromkeys(("undo_id", "when", "command", "stash", "data"), object))
