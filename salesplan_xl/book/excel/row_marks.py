"""Comments and formats of table rows in a running Excel, as far as public xlwings shows them in few calls."""

from __future__ import annotations

from typing import Any

from salesplan_xl.book.excel.writing import Box
from salesplan_xl.book.port import RowFormats, TablePlace


def commented_rows(sheet: Any, place: TablePlace) -> frozenset[int]:
    """Body rows with a comment; where nothing floats on the sheet, not even the box of a comment, none is asked."""
    if not len(sheet.shapes):
        return frozenset()
    return frozenset(row for row in range(place.rows) if _commented(sheet, place, row))


def _commented(sheet: Any, place: TablePlace, row: int) -> bool:
    at, right = place.first_row + row, place.first_col + len(place.columns)
    return any(sheet.range((at, col)).note is not None for col in range(1, right + 1))


def row_formats(sheet: Any, place: TablePlace) -> RowFormats:
    """Formats of body rows.

    Excel answers for whole columns only. Where one is not of one colour every row counts as odd: moving one for
    nothing costs time, not moving it costs a note.
    """
    if sheet.range(f"{place.first_row}:{place.last_row}").merge_cells is not False:
        return RowFormats(bound=True)
    return RowFormats() if _plain(sheet, place) else RowFormats(frozenset(range(place.rows)))


def _plain(sheet: Any, place: TablePlace) -> bool:
    """Whether no cell of the body has a fill, or each column is of one colour, that of its first cell."""
    right = place.first_col + len(place.columns) - 1
    if _colour(sheet, Box(place.first_row, place.first_col, place.last_row, right)) is None:
        return True
    columns = range(place.first_col, right + 1)
    return all(_even(sheet, Box(place.first_row, col, place.last_row, col)) for col in columns)


def _even(sheet: Any, column: Box) -> bool:
    colour = _colour(sheet, column)
    return colour is None or colour == _colour(sheet, Box(column.top, column.left, column.top, column.right))


def _colour(sheet: Any, box: Box) -> object:
    try:
        return sheet.range(box.address).color
    except TypeError:  # colours that differ are none at all
        return box
