"""A column of its own for the unit of money: 万元 in one row, 元 in another."""

from __future__ import annotations

import dataclasses

import numpy as np

from salesplan_xl.book.cells.celltext import folded
from salesplan_xl.book.importing.figures import FigureColumn
from salesplan_xl.book.importing.grids import is_blank
from salesplan_xl.book.importing.raw import Raw
from salesplan_xl.catalogue import imports as words


def with_unit_column(column: FigureColumn, raw: Raw) -> FigureColumn:
    """Figures with the unit that their row names; a unit written beside a figure goes before it."""
    cells = raw.cells.get("money_unit")
    if cells is None:
        return column
    factors = {
        cell: 0.0 if is_blank(cell) else words.UNIT_WORDS.get(folded(str(cell)), 0.0) for cell in set(cells)
    }
    named = np.array([factors[cell] for cell in cells])
    own = np.zeros(len(cells)) if column.units is None else column.units
    return dataclasses.replace(column, units=np.where(own > 0, own, named))
