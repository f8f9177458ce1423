"""Comments and looks of table rows in a running Excel, as far as public xlwings shows them in few calls."""

from __future__ import annotations

from typing import Any

from salesplan_xl.book.excel.writing import Box
from salesplan_xl.book.port import Marks, TablePlace


def row_marks(sheet: Any, place: TablePlace) -> Marks:
    """Marks of a table's body rows.

    Excel answers for whole columns only. Where a column is not of one colour, or anything floats on the sheet (a
    comment does), every row counts as marked: moving one for nothing costs time, not moving it costs a note.
    """
    rows = range(place.rows)
    if sheet.range(f"{place.first_row}:{place.last_row}").merge_cells is not False:
        return Marks(bound=True)
    floating = len(sheet.shapes) > 0
    comments = frozenset(row for row in rows if floating and _commented(sheet, place, row))
    looks = rows if floating or not _plain(sheet, place) else ()
    return Marks(comments, frozenset(looks))


def _commented(sheet: Any, place: TablePlace, row: int) -> bool:
    at, right = place.first_row + row, place.first_col + len(place.columns)
    return any(sheet.range((at, col)).note is not None for col in range(1, right + 1))


def _plain(sheet: Any, place: TablePlace) -> bool:
    """Whether each column of the body is of one colour, that of its first cell."""
    columns = range(place.first_col, place.first_col + len(place.columns))
    return all(
        _colour(sheet.range(Box(place.first_row, col, place.last_row, col).address))
        == _colour(sheet.range((place.first_row, col)))
        for col in columns
    )


def _colour(cells: Any) -> object:
    try:
        return cells.color
    except TypeError:  # colours that differ are none at all
        return cells
