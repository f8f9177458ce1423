"""The rows below the headers of a table, with what is needed to judge them."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import numpy.typing as npt

from salesplan_xl.book.importing.coded import Coded, below
from salesplan_xl.book.importing.dates import Day, taken_apart
from salesplan_xl.book.importing.fields import customer_field, day_field
from salesplan_xl.book.importing.figures import read_figures
from salesplan_xl.book.importing.grids import filled_cells, is_blank
from salesplan_xl.book.importing.locate import Located
from salesplan_xl.book.importing.totals import is_footer


class Body:
    """The rows below the headers, with what is needed to judge them."""

    def __init__(self, located: Located, table: str, mark: str) -> None:
        self.located, self.table, self.mark = located, table, mark
        self.grid, self.positions = located.grid, located.mapped.positions
        self.rows = range(located.body, located.grid.height)

    @cached_property
    def filled(self) -> npt.NDArray[np.int64]:
        """Number of filled cells of each row."""
        counts = np.zeros(len(self.rows), dtype=np.int64)
        for column in self.grid.columns:
            counts += filled_cells(below(column, self.rows.start))
        return counts

    @cached_property
    def amounts(self) -> npt.NDArray[np.float64]:
        """The figure of each row that totals would sum up; NaN where there is none."""
        keys = ("amount", "outstanding", "this_year", "last_year")
        at = next((self.positions[key] for key in keys if key in self.positions), None)
        if at is None and self.located.months:
            at = next(iter(self.located.months))
        if at is None:
            return np.full(len(self.rows), np.nan)
        return read_figures(below(self.grid.columns[at], self.rows.start), self.mark).numbers

    @cached_property
    def days(self) -> npt.NDArray[np.bool_]:
        """Whether each row has its day; where a table has none, or a column a month, all have."""
        at = self.positions.get(day_field(self.table))
        if at is None or self.located.months:
            return np.full(len(self.rows), not day_field(self.table) or bool(self.located.months))
        column = below(self.grid.columns[at], self.rows.start)
        if isinstance(column, Coded):
            return column.where(lambda text: taken_apart(text, self.grid.date1904) not in (None, Day()))
        lookup = {
            cell: taken_apart(cell[1], self.grid.date1904)
            for cell in set(zip(map(type, column), column, strict=True))
        }
        fine = {cell for cell, day in lookup.items() if day is not None and day != Day()}
        return np.fromiter(
            (cell in fine for cell in zip(map(type, column), column, strict=True)), np.bool_, len(column)
        )

    @cached_property
    def names(self) -> npt.NDArray[np.bool_]:
        """Whether each row names its customer."""
        at = self.positions.get(customer_field(self.table))
        if at is None:
            return np.zeros(len(self.rows), dtype=np.bool_)
        return filled_cells(below(self.grid.columns[at], self.rows.start))

    def cell(self, key: str, row: int) -> object:
        """A cell of one of our columns, blank where the file lacks it."""
        at = self.positions.get(key)
        return self.grid.columns[at][row] if at is not None else ""

    def has_day(self, row: int) -> bool:
        """Whether the cell of the day holds one."""
        return bool(self.days[row - self.rows.start])


def lone_text(body: Body, row: int) -> int:
    """The position of the only filled cell of a row where it is a text that is no day; else -1."""
    if body.filled[row - body.rows.start] != 1:
        return -1
    for at, column in enumerate(body.grid.columns):
        cell = column[row]
        if not is_blank(cell):
            is_text = isinstance(cell, str) and taken_apart(cell) is None and not is_footer(cell)
            return at if is_text else -1
    return -1
