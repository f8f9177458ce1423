"""The values that every native formula of a book shows, given the book's values.

Excel's recalculation, for the book's own formulas only: each formula column and grid cell is evaluated once,
on whole columns, in whatever order its references ask for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from numbers import Real

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.schema.formulas import Cells, Formula
from salesplan_xl.schema.types import NUMERIC, Kind
from salesplan_xl.schema.workbook import grids, tables

GridKey = tuple[str, str, str]
_DAY_ZERO = np.datetime64("1899-12-30", "D")


@dataclass
class Evaluation:
    """The values of one book, computed on demand.

    Args:
        frames: table key → frame in column keys, with all non-formula columns.
        settings: setting key → value as the cell shows it (default already put in), ``None`` for blank.
        results: (grid, row, column) → value of grid cells that are not formulas.
        overrides: (table, column) → row → number the user put in place of the formula there.
    """

    frames: Mapping[str, pd.DataFrame]
    settings: Mapping[str, object]
    results: Mapping[GridKey, object] = field(default_factory=dict)
    overrides: Mapping[tuple[str, str], Mapping[int, float]] = field(default_factory=dict)
    _columns: dict[tuple[str, str], Cells] = field(default_factory=dict, init=False)
    _cells: dict[GridKey, Cells] = field(default_factory=dict, init=False)
    _keys: dict[tuple[str, str], npt.NDArray[np.object_]] = field(default_factory=dict, init=False)

    def table_column(self, table: str, column: str) -> list[object]:
        """The values that the cells of a formula column show: float, ``""`` or an error text."""
        return self.column_cells(table, column).to_list(len(self.frames[table]))

    def grid_cell(self, grid: str, row: str, column: str) -> object:
        """The value a grid cell shows; ``None`` for a blank cell without formula."""
        key = (grid, row, column)
        return self.grid_cells(*key).shown() if key in formula_cells() else self.results.get(key)

    def column_cells(self, table: str, column: str) -> Cells:
        """The values of a table column, computed where it is a formula."""
        key = (table, column)
        if key not in self._columns:
            formula = tables()[table].column(column).formula
            self._columns[key] = (
                self._with_overrides(self._broadcast(formula.value(_RowScope(self, table)), table), key)
                if formula
                else self._plain(table, column)
            )
        return self._columns[key]

    def grid_cells(self, grid: str, row: str, column: str) -> Cells:
        """The value of a grid cell as an expression value."""
        key = (grid, row, column)
        if key not in self._cells:
            formula = formula_cells().get(key)
            self._cells[key] = (
                formula.value(_RowScope(self, grid)) if formula else _scalar(self.results.get(key))
            )
        return self._cells[key]

    def word(self, grid: str, row: str, column: str) -> str | None:
        """The content of a cell that is no formula, as text; ``None`` where it is blank."""
        value = self.results.get((grid, row, column))
        blank = value is None or value == "" or (isinstance(value, float) and np.isnan(value))
        return None if blank else str(value)

    def setting(self, key: str) -> Cells:
        """A setting as a number, a date as its day number; blank counts as 0."""
        return _scalar(self.settings.get(key))

    def keys(self, table: str, column: str) -> npt.NDArray[np.object_]:
        """A column's values as objects, for criteria."""
        key = (table, column)
        if key not in self._keys:
            numeric = tables()[table].column(column).kind in NUMERIC
            self._keys[key] = (
                self.column_cells(table, column).number.astype(object)
                if numeric
                else self.frames[table][column].to_numpy(dtype=object)
            )
        return self._keys[key]

    def _plain(self, table: str, column: str) -> Cells:
        values = self.frames[table][column]
        if tables()[table].column(column).kind in NUMERIC:
            return Cells.of(values.to_numpy(dtype=np.float64))
        if tables()[table].column(column).kind is Kind.DATE:
            days = (values.to_numpy(dtype="datetime64[D]") - _DAY_ZERO).astype(np.float64)
            return Cells.of(np.where(values.isna(), 0.0, days))
        return Cells.text(values.fillna("").to_numpy(dtype=object))

    def _with_overrides(self, cells: Cells, key: tuple[str, str]) -> Cells:
        """The cells with the user's formula overrides in them: Excel counts with these."""
        overrides = self.overrides.get(key)
        if not overrides:
            return cells
        rows, number = list(overrides), cells.number.copy()
        blank, error = cells.blank.copy(), cells.error.copy()
        number[rows], blank[rows], error[rows] = list(overrides.values()), False, False
        return Cells(number, blank, error, cells.words)

    def _broadcast(self, cells: Cells, table: str) -> Cells:
        shape = (len(self.frames[table]),)
        words = None if cells.words is None else np.broadcast_to(cells.words, shape)
        blank, error = np.broadcast_to(cells.blank, shape), np.broadcast_to(cells.error, shape)
        return Cells(np.broadcast_to(cells.number, shape), blank, error, words)


@dataclass(frozen=True)
class _RowScope:
    """The book seen from the rows of one table (or from a grid, which has none)."""

    book: Evaluation
    here: str

    def row(self, column: str) -> Cells:
        return self.book.column_cells(self.here, column)

    def row_keys(self, column: str) -> npt.NDArray[np.object_]:
        return self.book.keys(self.here, column)

    def row_missing(self, column: str) -> npt.NDArray[np.bool_]:
        return self.book.frames[self.here][column].isna().to_numpy()

    def column(self, table: str, column: str) -> Cells:
        return self.book.column_cells(table, column)

    def column_keys(self, table: str, column: str) -> npt.NDArray[np.object_]:
        return self.book.keys(table, column)

    def column_missing(self, table: str, column: str) -> npt.NDArray[np.bool_]:
        return blank_cells(self.book.frames[table][column].to_numpy())

    def setting(self, key: str) -> Cells:
        return self.book.setting(key)

    def grid(self, grid: str, row: str, column: str) -> Cells:
        return self.book.grid_cells(grid, row, column)

    def grid_word(self, grid: str, row: str, column: str) -> str | None:
        return self.book.word(grid, row, column)

    def is_formula(self, grid: str, row: str, column: str) -> bool:
        return (grid, row, column) in formula_cells()


def _scalar(value: object) -> Cells:
    if isinstance(value, dt.date):
        return Cells.of(float((np.datetime64(value, "D") - _DAY_ZERO).astype(np.float64)))
    return Cells.of(float(value) if isinstance(value, Real) else 0.0)


@cache
def formula_cells() -> Mapping[GridKey, Formula]:
    """All formula cells of the grids."""
    return {
        (grid.key, row.key, column.key): cell.formula
        for grid in grids().values()
        for row in grid.rows
        for column, cell in zip(grid.columns, row.cells, strict=True)
        if cell is not None and cell.formula is not None
    }


def blank_cells(cells: npt.NDArray[np.generic]) -> npt.NDArray[np.bool_]:
    """Per cell of a column whether it is blank; only text may be there and empty."""
    missing = pd.isna(cells)
    return missing if cells.dtype.kind in "fM" else np.asarray(missing | (cells == ""), dtype=bool)


def empty_frame(table: str, rows: int = 0) -> pd.DataFrame:
    """A frame of a table's non-formula columns with blank cells, dtypes as the port delivers them."""
    data: dict[str, object] = {}
    for column in tables()[table].columns:
        if column.formula is None:
            data[column.key] = blank_series(column.kind.value, rows)
    return pd.DataFrame(data, index=pd.RangeIndex(rows))


def blank_series(kind: str, rows: int) -> pd.Series:
    """A blank column of the dtype its kind has."""
    if kind in {item.value for item in NUMERIC}:
        return pd.Series(np.full(rows, np.nan))
    if kind == "date":
        return pd.Series(np.full(rows, np.datetime64("NaT", "ns")))
    return pd.Series([None] * rows, dtype=object)
