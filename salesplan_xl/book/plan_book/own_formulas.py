"""Whether a book holds no formulas but the declared ones, whose values are known whenever it is written.

Only where somebody else's formulas stand does Excel have to compute a book when it opens it; it asks "save changes?"
at every close of a book that it computed.
"""

from __future__ import annotations

from collections import Counter, defaultdict

from salesplan_xl.book.plan_book.reader import BookReader
from salesplan_xl.schema.evaluate import formula_cells
from salesplan_xl.schema.types import Filled
from salesplan_xl.schema.workbook import tables


def only_ours(book: BookReader) -> bool:
    """Whether each formula of the book is a declared one in its sheet, as it was declared, no more often than there."""
    if book.absence or book.absence.gone:
        return False
    declared = _declared(book)
    return all(texts <= declared[sheet] for sheet, texts in book.port.formula_texts().items())


def _declared(book: BookReader) -> dict[str, Counter[str]]:
    """The number of times that each formula may stand on each sheet."""
    texts: dict[str, Counter[str]] = defaultdict(Counter)
    for key, table in tables().items():
        place = book.place(table.key)
        for column in table.keys(Filled.FORMULA):
            formula = tables()[key].column(column).formula
            if formula is not None:
                texts[place.sheet][formula.text(book.names, key)] += place.rows
    for (grid, *_), formula in formula_cells().items():
        texts[book.grid_spot(grid).sheet][formula.text(book.names, grid)] += 1
    return texts
