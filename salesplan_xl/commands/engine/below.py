"""Rows typed or pasted right below one of our tables, outside of it: other programs than Excel do not take them in."""

from __future__ import annotations

from collections.abc import Iterator

from salesplan_xl.book.importing.grids import is_blank
from salesplan_xl.book.importing.totals import total_words
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.commands.engine.same_names import FORM
from salesplan_xl.findings import Finding, Place, Severity
from salesplan_xl.schema.types import Filled
from salesplan_xl.schema.workbook import SHEETS


def rows_below(book: PlanBook) -> list[Finding]:
    """A warning for each table of entries with rows right below it; a total of the user's own is none of them."""
    if book.port.extends_tables:
        return []
    return [
        Finding("F-023", Severity.WARNING, {"table": label, "count": count, "row": row}, Place(key))
        for key, label, count, row in _below(book)
    ]


def _below(book: PlanBook) -> Iterator[tuple[str, str, int, int]]:
    """Table, label, number of rows below it and the first of them, for tables that alone fill their sheet downwards."""
    for item in SHEETS:
        entered = [
            table for table in item.tables if all(_is_entered(column.filled) for column in table.columns)
        ]
        alone = len(item.tables) == 1 and not item.grids
        if not entered or not alone or item.key == FORM or book.is_gone(entered[0].key):
            continue
        place = book.place(entered[0].key)
        first = place.last_row + 1
        height = book.port.height(place.sheet) - place.last_row
        rows = (
            book.port.block(place.sheet, first, place.first_col, height, len(place.columns))
            if height > 0
            else []
        )
        count = next((at for at, row in enumerate(rows) if all(map(is_blank, row))), len(rows))
        texts = [cell for row in rows[:count] for cell in row if isinstance(cell, str)]
        if count and not total_words(texts):
            yield entered[0].key, entered[0].label.of(book.lang), count, first


def _is_entered(filled: Filled) -> bool:
    return filled in (Filled.USER, Filled.IMPORT, Filled.FORMULA)
