"""Rows typed or pasted right below one of our tables, outside of it: other programs than Excel do not take them in."""

from __future__ import annotations

from salesplan_xl.book.importing.grids import is_blank
from salesplan_xl.book.importing.totals import total_words
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.findings import Finding, Place, Severity
from salesplan_xl.schema.types import Filled
from salesplan_xl.schema.workbook import sheet_of, tables

_ENTERED = (Filled.USER, Filled.IMPORT, Filled.FORMULA)


def rows_below(book: PlanBook, table: str) -> list[Finding]:
    """A warning where rows stand right below a table of entries; a total of the user's own is none of them."""
    if book.port.extends_tables or book.is_gone(table) or not _fills_its_sheet(table):
        return []
    place = book.place(table)
    first, height = place.last_row + 1, book.port.height(place.sheet) - place.last_row
    if height <= 0:
        return []
    rows = book.port.block(place.sheet, first, place.first_col, height, len(place.columns))
    count = next((at for at, row in enumerate(rows) if all(map(is_blank, row))), len(rows))
    texts = [cell for row in rows[:count] for cell in row if isinstance(cell, str)]
    if not count or total_words(texts):
        return []
    values = {"table": tables()[table].label.of(book.lang), "count": count, "row": first}
    return [Finding("F-023", Severity.WARNING, values, Place(table))]


def _fills_its_sheet(table: str) -> bool:
    """Whether a table of entries alone reaches down its sheet."""
    item, columns = sheet_of(table), tables()[table].columns
    return len(item.tables) == 1 and not item.grids and all(column.filled in _ENTERED for column in columns)
