"""Native formulas declared once: the same expression gives the Excel text and the value it must show.

A saved formula cell has to carry its correct cached value (a phone preview never recalculates), so every
formula of the book is an expression of these few nodes. ``text`` writes it with structured references in the
book's language; ``value`` computes what Excel would show, on whole columns at once. The recalculation tests
hold both against independent engines.

Only functions shared by Excel 2016, LibreOffice and WPS appear here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Cells:
    """Values of one expression: numbers, and which of them are ``""`` text or an error.

    A scalar is 0-dimensional; a row formula has one element per table row. ``words`` holds text results.
    """

    number: Numbers
    blank: Mask
    error: Mask
    words: npt.NDArray[np.object_] | None = None

    @classmethod
    def of(cls, number: npt.ArrayLike) -> Cells:
        """Plain numbers; NaN (an empty cell) counts as 0, as in Excel arithmetic."""
        numbers = np.asarray(number, dtype=np.float64)
        values = np.where(np.isnan(numbers), 0.0, numbers)
        no = np.zeros(values.shape, dtype=bool)
        return cls(values, no, no)

    @classmethod
    def text(cls, words: npt.ArrayLike) -> Cells:
        """Text results."""
        array = np.asarray(words, dtype=object)
        no = np.zeros(array.shape, dtype=bool)
        return cls(np.zeros(array.shape), no, no, array)

    @property
    def unusable(self) -> Mask:
        """The cells with which arithmetic is an error: an error already, or text."""
        return self.error | self.blank

    def shown(self) -> object:
        """The Python value of a single cell: float, ``""`` or an error text."""
        if self.words is not None:
            return str(self.words.item())
        return "#DIV/0!" if self.error.item() else "" if self.blank.item() else self.number.item()

    def to_list(self, rows: int) -> list[object]:
        """Python values for ``rows`` cells: float, ``""`` or an error text."""
        if self.words is not None:
            return [str(word) for word in np.broadcast_to(self.words, (rows,))]
        number: list[object] = np.broadcast_to(self.number, (rows,)).tolist()
        if not (self.blank.any() or self.error.any()):
            return number
        blank, error = (np.broadcast_to(mask, (rows,)).tolist() for mask in (self.blank, self.error))
        return [
            "#DIV/0!" if bad else "" if empty else value
            for value, empty, bad in zip(number, blank, error, strict=True)
        ]


class Names(Protocol):
    """The names in one book: its language and money unit decide the headers."""

    def header(self, table: str, column: str) -> str: ...
    def table(self, table: str) -> str: ...
    def choice(self, table: str, column: str, key: str) -> str: ...
    def sheet_column(self, table: str, column: str) -> str: ...
    def address(self, grid: str, row: str, column: str, here: str) -> str: ...


class Scope(Protocol):
    """The source of an expression's values."""

    def row(self, column: str) -> Cells: ...
    def row_keys(self, column: str) -> npt.NDArray[np.object_]: ...
    def row_missing(self, column: str) -> Mask: ...
    def column(self, table: str, column: str) -> Cells: ...
    def column_keys(self, table: str, column: str) -> npt.NDArray[np.object_]: ...
    def setting(self, key: str) -> Cells: ...
    def column_missing(self, table: str, column: str) -> Mask: ...
    def grid(self, grid: str, row: str, column: str) -> Cells: ...
    def grid_word(self, grid: str, row: str, column: str) -> str | None: ...
    def is_formula(self, grid: str, row: str, column: str) -> bool: ...


class Formula:
    """An expression; operators build bigger ones."""

    def text(self, names: Names, here: str) -> str:
        """Excel text without the leading ``=``; ``here`` is the table or grid it stands in."""
        raise NotImplementedError

    def value(self, scope: Scope) -> Cells:
        """The values that the cells show."""
        raise NotImplementedError

    def __add__(self, other: Formula) -> Formula:
        return Arithmetic("+", self, other)

    def __sub__(self, other: Formula) -> Formula:
        return Arithmetic("-", self, other)

    def __mul__(self, other: Formula) -> Formula:
        return Arithmetic("*", self, other)

    def __truediv__(self, other: Formula) -> Formula:
        return Arithmetic("/", self, other)


@dataclass(frozen=True)
class Number(Formula):
    """A constant; the house rule allows 0, 1, 12 and 100 only, everything else is a setting."""

    number: int

    def __post_init__(self) -> None:
        if self.number not in (0, 1, 12, 100):
            raise ValueError(f"{self.number} in a formula belongs on the settings sheet")

    def text(self, names: Names, here: str) -> str:
        return str(self.number)

    def value(self, scope: Scope) -> Cells:
        return Cells.of(float(self.number))


@dataclass(frozen=True)
class Empty(Formula):
    """The empty text ``""``: shown as nothing."""

    def text(self, names: Names, here: str) -> str:
        return '""'

    def value(self, scope: Scope) -> Cells:
        return Cells(np.zeros(()), np.ones((), dtype=bool), np.zeros((), dtype=bool))


@dataclass(frozen=True)
class Setting(Formula):
    """A named cell of the settings sheet."""

    key: str

    def text(self, names: Names, here: str) -> str:
        return f"sp_{self.key}"

    def value(self, scope: Scope) -> Cells:
        return scope.setting(self.key)


@dataclass(frozen=True)
class Here(Formula):
    """The cell of this row in another column of the same table."""

    column: str

    def text(self, names: Names, here: str) -> str:
        return f"{names.table(here)}[[#This Row],[{names.header(here, self.column)}]]"

    def value(self, scope: Scope) -> Cells:
        return scope.row(self.column)


@dataclass(frozen=True)
class Whole(Formula):
    """A whole table column."""

    table: str
    column: str

    def text(self, names: Names, here: str) -> str:
        return f"{names.table(self.table)}[{names.header(self.table, self.column)}]"

    def value(self, scope: Scope) -> Cells:
        return scope.column(self.table, self.column)


@dataclass(frozen=True)
class At(Formula):
    """One cell of a grid."""

    grid: str
    row: str
    column: str

    def text(self, names: Names, here: str) -> str:
        return names.address(self.grid, self.row, self.column, here)

    def value(self, scope: Scope) -> Cells:
        return scope.grid(self.grid, self.row, self.column)


@dataclass(frozen=True)
class Arithmetic(Formula):
    """``+ - * /`` of two expressions."""

    operator: str
    left: Formula
    right: Formula

    def text(self, names: Names, here: str) -> str:
        left, right = (part.text(names, here) for part in (self.left, self.right))
        if isinstance(self.left, Arithmetic) and self.operator in "*/" and self.left.operator in "+-":
            left = f"({left})"
        if isinstance(self.right, Arithmetic) and (
            self.operator in "*/" or (self.operator == "-" and self.right.operator in "+-")
        ):
            right = f"({right})"
        return f"{left}{self.operator}{right}"

    def value(self, scope: Scope) -> Cells:
        a, b = self.left.value(scope), self.right.value(scope)
        error = a.unusable | b.unusable
        if self.operator == "/":
            zero = b.number == 0
            number = np.divide(a.number, np.where(zero, 1.0, b.number))
            error = error | zero
        else:
            apply = {"+": np.add, "-": np.subtract, "*": np.multiply}[self.operator]
            number = apply(a.number, b.number)
            if self.operator != "*":
                number = _without_rounding(number, a.number, b.number)
        return Cells(np.asarray(number), np.zeros(error.shape, dtype=bool), np.asarray(error))


def _without_rounding(number: Numbers, left: Numbers, right: Numbers) -> Numbers:
    """A sum or difference as Excel shows it: 0 where only the rounding of its two parts is left of them."""
    return np.where(np.abs(number) <= 4 * np.spacing(np.maximum(np.abs(left), np.abs(right))), 0.0, number)


@dataclass(frozen=True)
class Compare(Formula):
    """A comparison, 1 where true; only used as a condition."""

    operator: str
    left: Formula
    right: Formula

    def text(self, names: Names, here: str) -> str:
        return f"{self.left.text(names, here)}{self.operator}{self.right.text(names, here)}"

    def value(self, scope: Scope) -> Cells:
        a, b = self.left.value(scope), self.right.value(scope)
        apply = {">": np.greater, "<": np.less, ">=": np.greater_equal, "<=": np.less_equal, "=": np.equal}
        # Text sorts above every number in Excel.
        left = np.where(a.blank, np.inf, a.number)
        right = np.where(b.blank, np.inf, b.number)
        truth = apply[self.operator](left, right).astype(np.float64)
        error = np.asarray(a.error | b.error)
        return Cells(truth, np.zeros(error.shape, dtype=bool), error)


@dataclass(frozen=True)
class If(Formula):
    """``IF(condition, then, otherwise)``."""

    condition: Formula
    then: Formula
    otherwise: Formula

    def text(self, names: Names, here: str) -> str:
        parts = ",".join(part.text(names, here) for part in (self.condition, self.then, self.otherwise))
        return f"IF({parts})"

    def value(self, scope: Scope) -> Cells:
        test, yes, no = (part.value(scope) for part in (self.condition, self.then, self.otherwise))
        truth = test.number != 0
        error = test.error | np.where(truth, yes.error, no.error)
        return Cells(
            np.where(truth, yes.number, no.number), np.where(truth, yes.blank, no.blank) & ~error, error
        )


@dataclass(frozen=True)
class IfError(Formula):
    """``IFERROR(expression, otherwise)``; nothing due shows as nothing, not as an error."""

    inner: Formula
    otherwise: Formula = Empty()

    def text(self, names: Names, here: str) -> str:
        return f"IFERROR({self.inner.text(names, here)},{self.otherwise.text(names, here)})"

    def value(self, scope: Scope) -> Cells:
        inner, other = self.inner.value(scope), self.otherwise.value(scope)
        return Cells(
            np.where(inner.error, other.number, inner.number),
            np.where(inner.error, other.blank, inner.blank),
            inner.error & other.error,
        )


@dataclass(frozen=True)
class Sum(Formula):
    """``SUM`` of whole columns or cells; text is ignored, an error stays one."""

    parts: tuple[Formula, ...]

    def text(self, names: Names, here: str) -> str:
        return f"SUM({','.join(part.text(names, here) for part in self.parts)})"

    def value(self, scope: Scope) -> Cells:
        cells = [part.value(scope) for part in self.parts]
        total = sum(float(np.where(cell.unusable, 0.0, cell.number).sum()) for cell in cells)
        error = any(bool(cell.error.any()) for cell in cells)
        return Cells(np.asarray(total), np.zeros((), dtype=bool), np.asarray(error))


@dataclass(frozen=True)
class RowSum(Formula):
    """``SUM`` over neighbouring columns of this row."""

    first: str
    last: str
    between: tuple[str, ...]

    def text(self, names: Names, here: str) -> str:
        first, last = names.header(here, self.first), names.header(here, self.last)
        return f"SUM({names.table(here)}[[#This Row],[{first}]:[{last}]])"

    def value(self, scope: Scope) -> Cells:
        cells = [scope.row(key) for key in (self.first, *self.between, self.last)]
        number = np.sum([np.where(cell.unusable, 0.0, cell.number) for cell in cells], axis=0)
        error = np.any([cell.error for cell in cells], axis=0)
        return Cells(number, np.zeros(error.shape, dtype=bool), error)


@dataclass(frozen=True)
class Extreme(Formula):
    """``MAX`` or ``MIN`` of two expressions, element by element."""

    name: str
    left: Formula
    right: Formula

    def text(self, names: Names, here: str) -> str:
        return f"{self.name}({self.left.text(names, here)},{self.right.text(names, here)})"

    def value(self, scope: Scope) -> Cells:
        a, b = self.left.value(scope), self.right.value(scope)
        number = (np.maximum if self.name == "MAX" else np.minimum)(a.number, b.number)
        error = np.asarray(a.unusable | b.unusable)
        return Cells(number, np.zeros(error.shape, dtype=bool), error)


@dataclass(frozen=True)
class RoundUp(Formula):
    """``ROUNDUP(x, 0)``: counts of orders and inquiries round up.

    A sum of floats may sit a hair above a whole number; Excel rounds such noise away, so does this.
    """

    inner: Formula

    def text(self, names: Names, here: str) -> str:
        return f"ROUNDUP({self.inner.text(names, here)},0)"

    def value(self, scope: Scope) -> Cells:
        inner = self.inner.value(scope)
        return Cells(np.ceil(np.round(inner.number, 9)), inner.blank, inner.error)


@dataclass(frozen=True)
class Round(Formula):
    """``ROUND(x, 0)``: halves away from zero; noise of floats is rounded away first, as Excel does."""

    inner: Formula

    def text(self, names: Names, here: str) -> str:
        return f"ROUND({self.inner.text(names, here)},0)"

    def value(self, scope: Scope) -> Cells:
        inner = self.inner.value(scope)
        near = np.round(inner.number, 9)
        return Cells(np.sign(near) * np.floor(np.abs(near) + 0.5), inner.blank, inner.error)


def ratio(numerator: Formula, denominator: Formula) -> Formula:
    """``numerator / denominator``, shown as nothing where it cannot be computed."""
    return IfError(numerator / denominator)


def growth_on(new: Formula, old: Formula) -> Formula:
    """Growth of one figure on another, shown as nothing where there is nothing, or less, to grow from."""
    return IfError(If(Compare(">", old, Number(0)), new / old - Number(1), Empty()))
