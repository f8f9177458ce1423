"""A sheet of cells as a file holds it, by columns; nothing in it is understood yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import cast

import numpy as np
import numpy.typing as npt

from salesplan_xl.book.importing.coded import Cells, Coded

_LONG = 1_000


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged area, 0-based, ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet.

    Args:
        name: of the sheet, empty for a text file.
        columns: its cells, all columns as long as each other; blanks are ``""`` or ``None``.
        lines: the row of the file of each row.
        hidden: rows that a filter or the user hides, 0-based.
        merged: merged areas.
        uncomputed: cells with a formula whose value was never stored, 0-based.
        date1904: whether serial numbers of days count from 1904.
        visible: whether the sheet can be seen.
        delimiter: of a text file.
    """

    name: str
    columns: list[Cells]
    lines: Sequence[int]
    hidden: frozenset[int] = frozenset()
    merged: tuple[Merged, ...] = ()
    uncomputed: frozenset[tuple[int, int]] = frozenset()
    date1904: bool = False
    visible: bool = True
    delimiter: str = ""
    facts: dict[str, str] = field(default_factory=dict)

    @property
    def height(self) -> int:
        """Number of rows."""
        return len(self.lines)

    def row(self, at: int) -> list[object]:
        """The cells of one row."""
        return [column[at] for column in self.columns]

    def texts(self, at: int) -> list[str]:
        """The filled cells of one row as texts."""
        return [str(cell) for cell in self.row(at) if not is_blank(cell)]


def is_blank(cell: object) -> bool:
    """Whether a cell holds nothing that can be seen."""
    return cell is None or (isinstance(cell, str) and (not cell or cell.isspace()))


def filled_cells(column: Sequence[object]) -> npt.NDArray[np.bool_]:
    """Whether each cell of a column holds something; quick for the columns that texts fill."""
    if isinstance(column, Coded):
        return column.filled
    if set(map(type, column)) == {str}:
        texts = cast("Sequence[str]", column)
        if "" not in texts and not any(map(str.isspace, texts)):
            return np.ones(len(column), dtype=np.bool_)
    return np.fromiter((not is_blank(cell) for cell in column), np.bool_, len(column))


def _column(cells: Sequence[object]) -> Cells:
    """A column; a long one of texts alone is read by its different texts."""
    if len(cells) < _LONG or set(map(type, cells)) != {str}:
        return list(cells)
    array = np.empty(len(cells), dtype=object)
    array[:] = cells
    return Coded(array)


def by_columns(rows: Sequence[Sequence[object]]) -> list[Cells]:
    """Columns of rows of any length, blank columns at the right left out."""
    columns: list[Cells] = [_column(cells) for cells in zip_longest(*rows, fillvalue="")]
    while columns and all(map(is_blank, columns[-1])):
        columns.pop()
    return columns
