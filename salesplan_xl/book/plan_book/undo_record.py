"""The contents a command is about to overwrite, as text that the book itself keeps (the undo record).

A snapshot holds the old contents of every cell that changes, the whole contents of rows that go, and which
rows came. Cells are named by table and header or by the nearest defined name, never by address alone, so that
a row inserted elsewhere in the meantime does no harm. Formats of removed rows are kept apart, see ``port.py``.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from salesplan_xl.book.plan_book.checksums import Digest, digest
from salesplan_xl.book.plan_book.reader import BookReader
from salesplan_xl.book.port import CellValue, CellWrite, ColumnWrite, Port, TablePlace, TableWrite, Writes
from salesplan_xl.schema.types import Filled, Table
from salesplan_xl.schema.workbook import tables_by_name

VERSION = 1
# Excel takes texts up to 32,767 characters in a cell, but only 8,203 each when many cells are set at once.
CHUNK = 8_000
# Settings and blocks have names that start so; the user's own names may go at any time.
OWN_NAMES = "sp_"
Stored = None | bool | int | float | str | list[object]
Formulas = Mapping[tuple[int, int], str]


@dataclass(frozen=True, slots=True)
class LostEdit:
    """Something the user typed in a row that goes with the step; ``column`` is empty outside our columns."""

    table: str
    row: int | None
    column: str
    sheet: str
    cell: str
    value: object


@dataclass
class TableChange:
    """The changes of one table: old rows kept, rows added, old contents; columns by their headers.

    ``old`` holds what stood in changed cells of rows that stay: ``rows`` of the new body, ``cells``, and for
    columns the user may edit what was written there (``new``), so that a later edit is known. ``formulas`` holds
    what stood in formula columns instead of the column's own formula; ``came`` what was written into the edit
    columns of added rows; ``gone`` each removed row of the sheet from its first column on. ``columns`` are the
    table's headers from sheet column ``left`` on when rows went; ``witness`` the check sums of columns that only
    the step itself fills. ``order``, ``joining`` and ``leaving`` are those of the ``TableWrite``; ``below`` holds
    row, sheet column, old content and new content of each cell written to rows that left the table.
    """

    table: str
    rows: int
    keep: list[list[int]]
    added: int
    old: dict[str, dict[str, list[Stored]]] = field(default_factory=dict)
    formulas: dict[str, dict[str, list[Stored]]] = field(default_factory=dict)
    came: dict[str, list[Stored]] = field(default_factory=dict)
    gone: list[list[Stored]] = field(default_factory=list)
    left: int = 1
    columns: list[str] = field(default_factory=list)
    stash_row: int = 0
    witness: dict[str, Digest] = field(default_factory=dict)
    order: list[int] = field(default_factory=list)
    joining: int = 0
    leaving: int = 0
    below: list[list[Stored]] = field(default_factory=list)

    def origins(self) -> list[int]:
        """The old body row that stands in each row the step left, those below the table too; -1 for added ones."""
        return TableWrite(self.table, self.kept(), self.added, (), order=self.order).origins()

    def kept(self) -> list[int]:
        """Old body rows that stayed."""
        return [row for first, last in self.keep for row in range(first, last + 1)]

    def removed(self) -> list[int]:
        """Old body rows that went."""
        kept = set(self.kept())
        return [row for row in range(self.rows) if row not in kept]

    def __bool__(self) -> bool:
        return bool(self.old or self.formulas or self.added or self.gone or self.order or self.joining)


@dataclass
class UndoRecord:
    """One step that can be taken back.

    ``cells`` are single cells: nearest name, rows and columns from there, what stood there, what was written.
    ``growth`` is what an upgrade brought in (``growth_record.Addition``), ``schema`` the schema number before it.
    """

    undo_id: str
    when: str
    command: str
    tables: list[TableChange] = field(default_factory=list)
    cells: list[list[Stored]] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    version: int = VERSION
    growth: list[dict[str, Any]] = field(default_factory=list)
    schema: int = 0

    def packed(self) -> list[str]:
        """The snapshot as texts that fit into cells."""
        # dataclasses.asdict would copy every list of every cell first.
        parts = vars(self) | {"tables": [vars(change) for change in self.tables]}
        plain = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
        text = base64.b64encode(zlib.compress(plain.encode("utf-8"))).decode("ascii")
        return [text[at : at + CHUNK] for at in range(0, len(text), CHUNK)]

    @classmethod
    def unpacked(cls, parts: Iterable[str]) -> UndoRecord:
        """The snapshot from its texts.

        Raises:
            ValueError: a damaged or unknown record.
        """
        try:
            data = json.loads(zlib.decompress(base64.b64decode("".join(parts), validate=True)))
            changes = [TableChange(**item) for item in data.pop("tables")]
            record = cls(tables=changes, **data)
        except (ValueError, TypeError, KeyError, AttributeError, zlib.error) as error:
            raise ValueError("damaged undo record") from error
        all_declared = all(change.table in tables_by_name() for change in record.tables)
        if record.version != VERSION or not all_declared:
            raise ValueError(f"undo record of version {record.version}")
        return record


def take(book: BookReader, writes: Writes, undo_id: str, command: str, when: str) -> UndoRecord:
    """The record that undoing these writes needs.

    Args:
        book: the book before the writes.
        writes: what is about to be applied; every column of a ``TableWrite`` holds a value for each row.
        undo_id, command, when: as the log shows them.
    """
    return UndoRecord(
        undo_id,
        when,
        command,
        [change for write in writes.tables if (change := _table(book, write))],
        list(cell_records(book.port, writes.cells)),
        list(writes.show),
    )


def declared(name: str) -> Table:
    """The schema's table of a ListObject."""
    return tables_by_name()[name]


def edit_headers(book: BookReader, table: str) -> frozenset[str]:
    """Headers of the columns in which the user may change what was computed; by ListObject name."""
    schema_table = declared(table)
    return frozenset(book.names.header(schema_table.key, key) for key in schema_table.keys(Filled.EDIT))


def stored(value: object, formula: str | None = None) -> Stored:
    """A content in JSON: dates and formulas as marked lists, a formula with what it shows."""
    if formula is not None:
        return ["f", formula, stored(value)]
    if type(value) is str:
        return value or None
    if isinstance(value, dt.datetime):
        return ["d", value.isoformat()]
    if isinstance(value, dt.date):
        return ["d", dt.datetime(value.year, value.month, value.day).isoformat()]
    if value is None or value == "":
        return None
    return value if isinstance(value, (bool, int, float, str)) else str(value)


def content(item: Stored) -> tuple[CellValue, str | None]:
    """A stored content as value and formula."""
    if not isinstance(item, list):
        return item, None
    if item[0] == "f":
        return content(item[2])[0], str(item[1])  # type: ignore[arg-type]
    return dt.datetime.fromisoformat(str(item[1])), None


def odd_formulas(formulas: Formulas, column: int, rows: int) -> set[int]:
    """Rows of a formula column that hold anything but the formula most of its cells share."""
    usual = usual_formula(formulas, column, rows)
    return {row for row in range(rows) if usual is None or formulas.get((row, column)) != usual}


def usual_formula(formulas: Formulas, column: int, rows: int) -> str | None:
    """The formula that most cells of a column hold; ``None`` without any."""
    counted = Counter(text for row in range(rows) if (text := formulas.get((row, column)))).most_common(1)
    return counted[0][0] if counted else None


def ranges(rows: Sequence[int]) -> list[list[int]]:
    """Ascending rows as [first, last] stretches."""
    stretches: list[list[int]] = []
    for row in rows:
        if stretches and stretches[-1][1] == row - 1:
            stretches[-1][1] = row
        else:
            stretches.append([row, row])
    return stretches


def _table(book: BookReader, write: TableWrite) -> TableChange:
    port, place = book.port, book.port.tables()[write.table]
    change = TableChange(write.table, place.rows + write.joining, ranges(list(write.keep)), write.added)
    change.order, change.joining, change.leaving = list(write.order), write.joining, write.leaving
    place = replace(place, last_row=place.last_row + write.joining)
    edits, origins = edit_headers(book, write.table), write.origins()
    overwritten = _overwritten(port, place, write, origins)
    if overwritten:
        body = port.body(write.table) if not write.joining else _body(port, place)
        formulas = body_formulas(port, place)
        for column, rows in overwritten:
            spots = [(origins[row], column.index) for row in rows]
            cells = [stored(body[row][col], formulas.get((row, col))) for row, col in spots]
            part = change.old if column.formula is None else change.formulas
            header = place.columns[column.index]
            part[header] = {"rows": list(rows), "cells": cells}
            if header in edits:
                part[header]["new"] = [stored(column.values[row]) for row in rows]
    change.came = {
        header: [stored(value) for value, row in zip(column.values, origins, strict=False) if row < 0]
        for column in write.columns
        if write.added and (header := place.columns[column.index]) in edits
    }
    change.below = list(_below(port, place, write, origins))
    change.gone = _gone(port, place, change.removed())
    change.left, change.columns = (place.first_col, list(place.columns)) if change.gone else (1, [])
    change.witness = _witness(book, write, place) if change else {}
    return change


def _below(
    port: Port, place: TablePlace, write: TableWrite, origins: Sequence[int]
) -> Iterator[list[Stored]]:
    """The cells written to rows that leave the table, with what stood there."""
    for cell in write.cells:
        row, old = origins[cell.row], None
        if row >= 0:
            spot = (place.sheet, place.first_row + row, cell.col, 1, 1)
            old = stored(port.block(*spot)[0][0], port.formulas(*spot).get((0, 0)))
        yield [cell.row, cell.col, old, stored(cell.value)]


def _body(port: Port, place: TablePlace) -> list[list[object]]:
    return port.block(place.sheet, place.first_row, place.first_col, place.rows, len(place.columns))


def _overwritten(
    port: Port, place: TablePlace, write: TableWrite, origins: Sequence[int]
) -> list[tuple[ColumnWrite, list[int]]]:
    """The columns with cells to remember, and the rows of these in the new body."""
    overwritten = []
    formulas: Formulas | None = None
    for column in write.columns:
        rows = [row for row in column.changed.nonzero()[0].tolist() if origins[row] >= 0]
        if column.formula is not None:
            if not port.recalculates and not column.only_changed:
                # A file writes a formula column as one block unless it must not.
                rows = [row for row in range(len(column.changed)) if origins[row] >= 0]
            if rows:
                formulas = body_formulas(port, place) if formulas is None else formulas
                odd = odd_formulas(formulas, column.index, place.rows)
                rows = [row for row in rows if origins[row] in odd]
        if rows:
            overwritten.append((column, rows))
    return overwritten


def _witness(book: BookReader, write: TableWrite, place: TablePlace) -> dict[str, Digest]:
    """Check sums of what identifies the rows and of what only commands fill, as it stands after the step."""
    table, edits = declared(write.table), edit_headers(book, write.table)
    written = {place.columns[column.index]: column for column in write.columns if column.formula is None}
    filled = table.identity or tuple(key for key in table.keys() if table.column(key).formula is None)
    headers = dict.fromkeys([*(book.names.header(table.key, key) for key in filled), *written])
    digests: dict[str, Digest] = {}
    for header in headers:
        if header in written and header not in edits:
            digests[header] = digest(written[header].values)
        elif header not in edits:
            column = book.raw_rows(table.key)[place.columns.index(header)]
            rows = write.origins()[: len(write.keep) + write.added - write.leaving]
            digests[header] = digest([column[row] if 0 <= row < len(column) else None for row in rows])
    return digests


def body_formulas(port: Port, place: TablePlace) -> dict[tuple[int, int], str]:
    """The formulas of a table's body by 0-based row and column."""
    return port.formulas(place.sheet, place.first_row, place.first_col, place.rows, len(place.columns))


def _gone(port: Port, place: TablePlace, removed: Sequence[int]) -> list[list[Stored]]:
    """The whole sheet rows that go, what stands beside the table too."""
    if not removed:
        return []
    width = max(port.width(place.sheet), place.first_col + len(place.columns) - 1)
    top, count = removed[0], removed[-1] - removed[0] + 1
    values = port.block(place.sheet, place.first_row + top, 1, count, width)
    formulas = port.formulas(place.sheet, place.first_row + top, 1, count, width)
    return [
        _without_blanks(
            [stored(value, formulas.get((row - top, col))) for col, value in enumerate(values[row - top])]
        )
        for row in removed
    ]


def _without_blanks(row: list[Stored]) -> list[Stored]:
    """A row up to its last filled cell: how far a sheet reaches is not the same in every program."""
    filled = [at for at, item in enumerate(row, 1) if item is not None]
    return row[: filled[-1] if filled else 0]


def cell_records(port: Port, cells: Iterable[CellWrite]) -> Iterator[list[Stored]]:
    """Single cells as ``UndoRecord.cells`` keeps them."""
    by_sheet: dict[str, list[CellWrite]] = {}
    for cell in cells:
        if not cell.cached:
            by_sheet.setdefault(cell.sheet, []).append(cell)
    for sheet, here in by_sheet.items():
        yield from _sheet_cells(port, sheet, here, _anchors(port, sheet))


def _anchors(port: Port, sheet: str) -> list[tuple[int, int, str]]:
    """Row, column and name of our named cells on a sheet; of our tables where it has none."""
    own = {name: spot for name, spot in port.names().items() if name.startswith(OWN_NAMES)}
    named = [(spot.row, spot.col, name) for name, spot in own.items() if spot.sheet == sheet]
    places = {name: place for name, place in port.tables().items() if name in tables_by_name()}
    return named or [
        (place.header_row, place.first_col, name) for name, place in places.items() if place.sheet == sheet
    ]


def _anchor(cell: CellWrite, anchors: Sequence[tuple[int, int, str]]) -> tuple[int, int, str]:
    """The closest anchor above and to the left: the setting itself, or its block; for a line on top the first below."""
    before = [item for item in anchors if item[0] <= cell.row and item[1] <= cell.col]
    return max(before) if before else min(anchors)


def _sheet_cells(
    port: Port, sheet: str, cells: Sequence[CellWrite], anchors: Sequence[tuple[int, int, str]]
) -> Iterator[list[Stored]]:
    top, left = min(cell.row for cell in cells), min(cell.col for cell in cells)
    rows = max(cell.row for cell in cells) - top + 1
    cols = max(cell.col for cell in cells) - left + 1
    values = port.block(sheet, top, left, rows, cols)
    formulas = port.formulas(sheet, top, left, rows, cols)
    for cell in cells:
        down, right = cell.row - top, cell.col - left
        row, col, name = _anchor(cell, anchors)
        old = stored(values[down][right], formulas.get((down, right)))
        yield [name, cell.row - row, cell.col - col, old, stored(cell.value)]
