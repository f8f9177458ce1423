"""Formulas that look across rows: conditional sums and counts, picks from a block, links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from salesplan_xl.schema.formulas import At, Cells, Formula, Here, Names, Scope, Sum, Whole


class Condition(Protocol):
    """One condition of SUMIFS/COUNTIFS: how it is written, and which rows it takes."""

    def text(self, names: Names, here: str) -> str: ...
    def matches(self, scope: Scope) -> npt.NDArray[np.bool_]: ...


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


_COMPARE = {"<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal, "": np.equal}


def _range(names: Names, table: str, column: str, whole: bool) -> str:
    """A table column, or the sheet column it stands in: shorter, where many conditions must fit one formula."""
    return names.sheet_column(table, column) if whole else Whole(table, column).text(names, "")


@dataclass(frozen=True)
class Against:
    """Numbers or dates of a column compared with one cell or setting; blank cells never match.

    All conditions of a sum and its column are spelt the same way (``whole``), or their ranges differ in size.
    """

    table: str
    column: str
    operator: str
    cell: Formula
    whole: bool = False

    def text(self, names: Names, here: str) -> str:
        column, cell = _range(names, self.table, self.column, self.whole), self.cell.text(names, here)
        return f'{column},"{self.operator}"&{cell}' if self.operator else f"{column},{cell}"

    def matches(self, scope: Scope) -> npt.NDArray[np.bool_]:
        have, limit = scope.column(self.table, self.column), self.cell.value(scope)
        matched = _COMPARE[self.operator](have.number, limit.number)
        missing = scope.column_missing(self.table, self.column)
        return np.asarray(matched & ~missing & ~have.unusable, dtype=bool)


@dataclass(frozen=True)
class Blank:
    """Rows whose cell in a column is blank."""

    table: str
    column: str
    whole: bool = False

    def text(self, names: Names, here: str) -> str:
        return f'{_range(names, self.table, self.column, self.whole)},""'

    def matches(self, scope: Scope) -> npt.NDArray[np.bool_]:
        return scope.column_missing(self.table, self.column)


@dataclass(frozen=True)
class SumIfs(Formula):
    """``SUMIFS`` over a table column; without ``table``/``column`` a ``COUNTIFS``."""

    criteria: tuple[Condition, ...]
    table: str = ""
    column: str = ""
    whole: bool = False

    def text(self, names: Names, here: str) -> str:
        conditions = ",".join(item.text(names, here) for item in self.criteria)
        if not self.table:
            return f"COUNTIFS({conditions})"
        return f"SUMIFS({_range(names, self.table, self.column, self.whole)},{conditions})"

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


@dataclass(frozen=True)
class SumOfName(Formula):
    """``SUMPRODUCT`` of a column over the rows that carry a cell's name and a list value.

    A name may hold ``*`` or ``?``, which SUMIFS would take for a pattern; ``=`` compares it as it stands, though
    not its capitals.
    """

    table: str
    name_column: str
    cell: At
    choice_column: str
    choice: str
    column: str

    def text(self, names: Names, here: str) -> str:
        name, kind, money = (
            Whole(self.table, key).text(names, here)
            for key in (self.name_column, self.choice_column, self.column)
        )
        label = names.choice(self.table, self.choice_column, self.choice)
        return f'SUMPRODUCT(({name}={self.cell.text(names, here)})*({kind}="{label}"),{money})'

    def value(self, scope: Scope) -> Cells:
        wanted = (scope.grid_word(self.cell.grid, self.cell.row, self.cell.column) or "").casefold()
        truth = np.asarray(scope.column_keys(self.table, self.choice_column) == self.choice)
        names = scope.column_keys(self.table, self.name_column)[truth]
        truth[truth] = [str(name or "").casefold() == wanted for name in names]
        cells = scope.column(self.table, self.column)
        return Cells.of(np.where(truth & ~cells.unusable, cells.number, 0.0).sum())


@dataclass(frozen=True)
class Shown(Formula):
    """``IF(cell="","",cell)``: a block's cell as it is shown; blank stays blank, where a plain reference gives 0."""

    cell: At
    inner: Formula | None = None

    def text(self, names: Names, here: str) -> str:
        cell = self.cell.text(names, here)
        return f'IF({cell}="","",{(self.inner or self.cell).text(names, here)})'

    def value(self, scope: Scope) -> Cells:
        held = self.cell.value(scope)
        inner = (self.inner or self.cell).value(scope)
        at = (self.cell.grid, self.cell.row, self.cell.column)
        missing = np.asarray(held.blank | (scope.grid_word(*at) is None and not scope.is_formula(*at)))
        return Cells(np.where(missing, 0.0, inner.number), inner.blank | missing, inner.error & ~missing)


@dataclass(frozen=True)
class NamedLink(Formula):
    """``HYPERLINK`` that shows one cell's text and jumps to the place another cell names; blank without a name."""

    name: At
    place: At

    def text(self, names: Names, here: str) -> str:
        name, place = self.name.text(names, here), self.place.text(names, here)
        return f'IF({name}="","",HYPERLINK("#"&{place},{name}))'

    def value(self, scope: Scope) -> Cells:
        return Cells.text(scope.grid_word(self.name.grid, self.name.row, self.name.column) or "")
