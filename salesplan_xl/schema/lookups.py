"""Formulas that look across rows: conditional sums and counts, picks from a block, links."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from salesplan_xl.schema.formulas import Cells, Formula, Here, Names, Scope, Sum, Whole


@dataclass(frozen=True)
class Criterion:
    """One condition of SUMIFS/COUNTIFS on a column.

    Exactly one of: ``choice`` (a list key), ``here`` (this row's value, compared with ``operator``).
    """

    table: str
    column: str
    choice: str | None = None
    here: str | None = None
    operator: str = ""

    def text(self, names: Names, here: str) -> str:
        column = Whole(self.table, self.column).text(names, here)
        if self.choice is not None:
            return f'{column},"{names.choice(self.table, self.column, self.choice)}"'
        cell = Here(self.here or "").text(names, here)
        return f'{column},"{self.operator}"&{cell}' if self.operator else f"{column},{cell}"

    def matches(self, scope: Scope) -> npt.NDArray[np.bool_]:
        """(rows here, rows there) or (rows there,) truth table."""
        if self.choice is not None:
            return np.asarray(scope.column_keys(self.table, self.column) == self.choice, dtype=bool)
        if not self.operator:
            wanted, have = scope.row_keys(self.here or ""), scope.column_keys(self.table, self.column)
            return np.asarray(have[None, :] == wanted[:, None], dtype=bool)
        limit, number = scope.row(self.here or ""), scope.column(self.table, self.column)
        return np.asarray(number.number[None, :] <= limit.number[:, None], dtype=bool)


@dataclass(frozen=True)
class SumIfs(Formula):
    """``SUMIFS`` over a table column; without ``table``/``column`` a ``COUNTIFS``."""

    criteria: tuple[Criterion, ...]
    table: str = ""
    column: str = ""

    def text(self, names: Names, here: str) -> str:
        conditions = ",".join(item.text(names, here) for item in self.criteria)
        if not self.table:
            return f"COUNTIFS({conditions})"
        return f"SUMIFS({Whole(self.table, self.column).text(names, here)},{conditions})"

    def value(self, scope: Scope) -> Cells:
        truth = self.criteria[0].matches(scope)
        for item in self.criteria[1:]:
            truth = truth & item.matches(scope)
        if not self.table:
            return Cells.of(truth.sum(axis=-1))
        cells = scope.column(self.table, self.column)
        number = np.where(cells.unusable, 0.0, cells.number)
        error = np.asarray((truth & cells.error).any(axis=-1))
        return Cells(np.asarray((truth * number).sum(axis=-1)), np.zeros(error.shape, dtype=bool), error)


@dataclass(frozen=True)
class Pick(Formula):
    """``INDEX(grid column, this row's number)``: the n-th row of a grid column."""

    grid: str
    rows: tuple[str, ...]
    column: str
    here: str

    def text(self, names: Names, here: str) -> str:
        first = names.address(self.grid, self.rows[0], self.column, here)
        last = names.address(self.grid, self.rows[-1], self.column, "" if "!" not in first else self.grid)
        return f"INDEX({first}:{last},{Here(self.here).text(names, here)})"

    def value(self, scope: Scope) -> Cells:
        cells = [scope.grid(self.grid, row, self.column) for row in self.rows]
        index = scope.row(self.here).number.astype(int) - 1
        inside = (index >= 0) & (index < len(cells))
        at = np.where(inside, index, 0)
        number, blank, error = (
            np.asarray([getattr(cell, part) for cell in cells])[at] for part in ("number", "blank", "error")
        )
        return Cells(number, blank & inside, error | ~inside)


@dataclass(frozen=True)
class Link(Formula):
    """``HYPERLINK`` to the cell that this row names; shows the cell's address."""

    sheet: str
    cell: str

    def text(self, names: Names, here: str) -> str:
        sheet, cell = Here(self.sheet).text(names, here), Here(self.cell).text(names, here)
        return f"""HYPERLINK("#'"&{sheet}&"'!"&{cell},{cell}&"")"""

    def value(self, scope: Scope) -> Cells:
        return Cells.text([str(word or "") for word in scope.row_keys(self.cell)])


@dataclass(frozen=True)
class WhenFilled(Formula):
    """``IF(cell="","",inner)``: a month without data shows nothing, not 0 %."""

    column: str
    inner: Formula

    def text(self, names: Names, here: str) -> str:
        return f'IF({Here(self.column).text(names, here)}="","",{self.inner.text(names, here)})'

    def value(self, scope: Scope) -> Cells:
        inner, missing = self.inner.value(scope), scope.row_missing(self.column)
        return Cells(
            np.where(missing, 0.0, inner.number), inner.blank | missing, np.asarray(inner.error & ~missing)
        )


def total(table: str, column: str) -> Formula:
    """``SUM`` of a whole table column."""
    return Sum((Whole(table, column),))
