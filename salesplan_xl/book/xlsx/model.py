"""The model of a workbook: contents of a cell, a sheet, a table.

Rows and columns are counted from 1 everywhere, as Excel shows them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

CellValue: TypeAlias = None | bool | int | float | str | dt.date | dt.datetime
# A stretch of a file that is written as one.
Piece: TypeAlias = bytes | memoryview

MAX_ROW = 1_048_576
MAX_COL = 16_384
VISIBLE, HIDDEN, VERY_HIDDEN = "visible", "hidden", "veryHidden"


@dataclass(frozen=True)
class Formula:
    """A formula (no leading ``=``) together with the value it shows until Excel recalculates.

    With ``array`` it computes over whole ranges, in this one cell (Excel shows it in braces).
    """

    text: str
    value: CellValue = None
    array: bool = False


@dataclass(frozen=True)
class Cached:
    """A fresh value for a formula that itself stays as the user wrote it."""

    value: CellValue = None


@dataclass(frozen=True)
class FormulaColumn:
    """One formula text for every row of a block column, with the value each row shows."""

    text: str
    values: Sequence[CellValue]


BlockColumn: TypeAlias = Sequence[CellValue | Formula] | FormulaColumn
CellContent: TypeAlias = CellValue | Formula | Cached


@dataclass(frozen=True)
class SheetInfo:
    """A sheet as the workbook lists it; ``state`` is visible, hidden or veryHidden."""

    name: str
    state: str = VISIBLE
    has_cells: bool = True

    def with_state(self, state: str | None) -> SheetInfo:
        """The sheet in another state, if one is given."""
        return self if state is None else replace(self, state=state)


@dataclass(frozen=True)
class CellAddress:
    """One cell of one sheet."""

    sheet: str
    row: int
    col: int


@dataclass(frozen=True)
class TableInfo:
    """An Excel table; ``first_row`` to ``last_row`` is its body, without header and totals."""

    name: str
    sheet: str
    header_row: int
    first_row: int
    last_row: int
    first_col: int
    columns: tuple[str, ...]
    has_totals: bool = False

    @property
    def last_col(self) -> int:
        """Last column the table covers."""
        return self.first_col + len(self.columns) - 1

    def holds(self, row: int, col: int) -> bool:
        """Whether a cell lies inside the table, header and totals included."""
        return self.header_row <= row <= self.last_row + self.has_totals and (
            self.first_col <= col <= self.last_col
        )
