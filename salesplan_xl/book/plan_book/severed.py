"""Formulas that read a sheet which is not there: they show figures while it is gone, and are formulas again with it."""

from __future__ import annotations

from collections.abc import Collection

from salesplan_xl.book.plan_book.reader import BookReader
from salesplan_xl.schema.evaluate import GridKey, formula_cells
from salesplan_xl.schema.layout import quote_sheet
from salesplan_xl.schema.workbook import sheet, sheet_of


def readers_of(book: BookReader, sheets: Collection[str]) -> frozenset[GridKey]:
    """The standing formula cells of blocks that read one of these sheets from another."""
    if not sheets:
        return frozenset()
    labels = [f"{quote_sheet(sheet(key).label.of(book.lang))}!" for key in sheets]
    return frozenset(
        key
        for key, formula in formula_cells().items()
        if sheet_of(key[0]).key not in sheets
        and not book.is_gone(key[0])
        and any(label in formula.text(book.names, key[0]) for label in labels)
    )
