"""The line between introduction and first block of a sheet: one sentence that a computation keeps up to date.

It is found from the sheet's first block, so rows inserted above do no harm. What the user wrote there stays: only a
blank cell, or one that still holds the line written last, is written.
"""

from __future__ import annotations

from collections.abc import Mapping

from salesplan_xl.book.plan_book.edits import Plain
from salesplan_xl.book.plan_book.reader import BookReader
from salesplan_xl.book.port import CellWrite
from salesplan_xl.schema.types import Grid, Table
from salesplan_xl.schema.workbook import sheet

# The block of baselines under which the lines written last are remembered.
LINES = "sheet_lines"
# Rows from the heading of a block up to the line.
_ABOVE = 1


def line_spot(book: BookReader, key: str) -> tuple[str, int, int] | None:
    """Sheet, row and column of a sheet's line; ``None`` where the user left no room for it or deleted the sheet."""
    declared = sheet(key)
    blocks: tuple[Grid | Table, ...] = (*declared.grids, *declared.tables)
    first = blocks[0]
    if book.is_gone(first.key):
        return None
    if isinstance(first, Table):
        place = book.place(first.key)
        heading, left = place.header_row - (len(blocks) > 1), place.first_col
        name = place.sheet
    else:
        spot = book.grid_spot(first.key)
        heading, left, name = spot.row - 1, spot.col, spot.sheet
    return (name, heading - _ABOVE, left) if heading > _ABOVE + 1 else None


def line_writes(
    book: BookReader, lines: Mapping[str, str | None], written: dict[str, list[Plain]]
) -> list[CellWrite]:
    """The lines that change; ``written`` holds those of the last time and is brought up to date."""
    writes = []
    for key, text in lines.items():
        spot = line_spot(book, key)
        if spot is None:
            continue
        standing = book.port.block(*spot, 1, 1)[0][0]
        before = written.get(key, [None])[0]
        if standing not in (None, "") and standing != before:
            continue
        written[key] = [text]
        if (standing or None) != text:
            writes.append(CellWrite(*spot, text))
    return writes
