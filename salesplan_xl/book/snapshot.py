"""What a command is about to overwrite, as text that the book itself keeps (the undo record).

A snapshot holds the old contents of every cell that changes, the whole contents of rows that go, and which
rows came. Cells are named by table and header or by the nearest defined name, never by address alone, so that
a row inserted elsewhere in the meantime does no harm. Looks of removed rows are kept apart, see ``port.py``.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field

from salesplan_xl.book.book_reader import BookReader
from salesplan_xl.book.port import CellValue, CellWrite, ColumnWrite, Port, TablePlace, TableWrite, Writes
from salesplan_xl.schema.types import Filled
from salesplan_xl.schema.workbook import tables

VERSION = 1
# Excel takes texts up to 32,767 characters in a cell, but only 8,203 each when many cells are set at once.
CHUNK = 8_000
Stored = None | bool | int | float | str | list[str]


@dataclass
class TableChange:
    """What became of one table: old rows kept, rows added, old contents.

    ``old`` holds header → {"rows": new body rows, "cells": what stood there}; ``gone`` the contents of each
    removed row from the sheet's first column on; ``digest`` tells whether anybody changed the result since.
    """

    table: str
    rows: int
    keep: list[list[int]]
    added: int
    old: dict[str, dict[str, list[Stored]]] = field(default_factory=dict)
    gone: list[list[Stored]] = field(default_factory=list)
    stash_row: int = 0
    written: list[str] = field(default_factory=list)
    digest: int = 0

    def kept(self) -> list[int]:
        """Old body rows that stayed."""
        return [row for first, last in self.keep for row in range(first, last + 1)]

    def removed(self) -> list[int]:
        """Old body rows that went."""
        kept = set(self.kept())
        return [row for row in range(self.rows) if row not in kept]


@dataclass
class Snapshot:
    """One step that can be taken back."""

    undo_id: str
    when: str
    command: str
    tables: list[TableChange] = field(default_factory=list)
    cells: list[list[Stored]] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    version: int = VERSION

    def packed(self) -> list[str]:
        """The snapshot as texts that fit into cells."""
        plain = json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))
        text = base64.b64encode(zlib.compress(plain.encode("utf-8"), 9)).decode("ascii")
        return [text[at : at + CHUNK] for at in range(0, len(text), CHUNK)]

    @classmethod
    def unpacked(cls, parts: Iterable[str]) -> Snapshot:
        """The snapshot from its texts.

        Raises:
            ValueError: a damaged or unknown record.
        """
        try:
            data = json.loads(zlib.decompress(base64.b64decode("".join(parts), validate=True)))
            tables = [TableChange(**item) for item in data.pop("tables")]
            found = cls(tables=tables, **data)
        except (ValueError, TypeError, KeyError, AttributeError, zlib.error) as error:
            raise ValueError("damaged undo record") from error
        if found.version != VERSION:
            raise ValueError(f"undo record of version {found.version}")
        return found


def take(book: BookReader, writes: Writes, undo_id: str, command: str, when: str) -> Snapshot:
    """What undoing these writes needs.

    Args:
        book: the book before the writes.
        writes: what is about to be applied; every column of a ``TableWrite`` holds a value for each row.
        undo_id, command, when: as the log shows them.
    """
    return Snapshot(
        undo_id,
        when,
        command,
        [_table(book, write) for write in writes.tables],
        list(_cells(book.port, writes.cells)),
        list(writes.show),
    )


def edit_headers(book: BookReader, table: str) -> frozenset[str]:
    """Headers of the columns in which the user may change what was computed; by ListObject name."""
    declared = next(item for item in tables().values() if item.name == table)
    return frozenset(book.names.header(declared.key, key) for key in declared.keys(Filled.EDIT))


def stored(value: object, formula: str | None = None) -> Stored:
    """A content in JSON: dates and formulas as marked pairs."""
    if formula is not None:
        return ["f", formula]
    if isinstance(value, dt.datetime):
        return ["d", value.isoformat()]
    if isinstance(value, dt.date):
        return ["d", dt.datetime(value.year, value.month, value.day).isoformat()]
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return str(value)


def content(item: Stored) -> tuple[CellValue, str | None]:
    """A stored content as value and formula."""
    if isinstance(item, list):
        kind, text = item
        return (None, text) if kind == "f" else (dt.datetime.fromisoformat(text), None)
    return item, None


def digest(columns: Iterable[Sequence[object]], rows: int) -> int:
    """A check sum of columns' first rows; equal for the same cells read from a file or from Excel."""
    total = 0
    for column in columns:
        text = "\x1f".join(_norm(value) for value in column[:rows])
        total = zlib.crc32(text.encode("utf-8", "surrogatepass"), total)
    return total


def _norm(value: object) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, (int, float)):
        return format(float(value), ".12g")
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat()[:10]
    return str(value)


def ranges(rows: Sequence[int]) -> list[list[int]]:
    """Ascending rows as [first, last] stretches."""
    found: list[list[int]] = []
    for row in rows:
        if found and found[-1][1] == row - 1:
            found[-1][1] = row
        else:
            found.append([row, row])
    return found


def _table(book: BookReader, write: TableWrite) -> TableChange:
    port, place = book.port, book.port.tables()[write.table]
    change = TableChange(write.table, place.rows, ranges(list(write.keep)), write.added)
    plain = [column for column in write.columns if column.formula is None]
    overwritten = {column.index: _kept_changes(column, write) for column in plain}
    if any(overwritten.values()):
        body, formulas = port.body(write.table), _formulas(port, place)
        for index, rows in overwritten.items():
            spots = [(write.keep[row], index) for row in rows]
            old = [stored(body[row][col], formulas.get((row, col))) for row, col in spots]
            change.old[place.columns[index]] = {"rows": list(rows), "cells": old}
    edits = edit_headers(book, write.table)
    lasting = [column for column in plain if place.columns[column.index] not in edits]
    change.written = [place.columns[column.index] for column in lasting]
    change.digest = digest([column.values for column in lasting], len(write.keep) + write.added)
    change.gone = _gone(port, place, change.removed())
    return change


def _kept_changes(column: ColumnWrite, write: TableWrite) -> list[int]:
    """Rows that stay and whose cell of this column changes."""
    found: list[int] = column.changed[: len(write.keep)].nonzero()[0].tolist()
    return found


def _formulas(port: Port, place: TablePlace) -> dict[tuple[int, int], str]:
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
        [stored(value, formulas.get((row - top, col))) for col, value in enumerate(values[row - top])]
        for row in removed
    ]


def _cells(port: Port, cells: Iterable[CellWrite]) -> Iterator[list[Stored]]:
    """Single cells: nearest name, offset from it, content."""
    names = port.names()
    by_sheet: dict[str, list[CellWrite]] = {}
    for cell in cells:
        if not cell.cached:
            by_sheet.setdefault(cell.sheet, []).append(cell)
    for sheet, here in by_sheet.items():
        anchors = [(spot.row, spot.col, name) for name, spot in names.items() if spot.sheet == sheet]
        yield from _sheet_cells(port, sheet, here, anchors)


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
        # The closest name above and to the left: the setting itself, or its block's anchor.
        row, col, name = max(item for item in anchors if item[0] <= cell.row and item[1] <= cell.col)
        old = stored(values[down][right], formulas.get((down, right)))
        yield [name, cell.row - row, cell.col - col, old]
