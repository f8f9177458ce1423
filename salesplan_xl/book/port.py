"""The small surface between the plan book and whatever holds it: a file, or Excel itself.

A port knows cells, tables and names; it does not know the schema. Everything that needs the schema (casting,
edits, formulas) is written once in ``plan_book.py`` on top of these few verbs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import numpy.typing as npt

CellValue = None | bool | int | float | str | dt.date | dt.datetime


@dataclass(frozen=True, slots=True)
class TablePlace:
    """Where a table stands; rows and columns 1-based, ``last_row`` is the last body row."""

    name: str
    sheet: str
    header_row: int
    first_row: int
    last_row: int
    first_col: int
    columns: tuple[str, ...]

    @property
    def rows(self) -> int:
        """Body rows."""
        return self.last_row - self.first_row + 1


@dataclass(frozen=True, slots=True)
class NamedCell:
    """A cell with a defined name."""

    sheet: str
    row: int
    col: int


@dataclass(frozen=True, slots=True)
class ColumnWrite:
    """New values of one table column, one per body row after resizing.

    ``changed`` tells which rows differ from what stands there; rows not marked need not be written. With
    ``formula`` the values are the cached results of that one formula. ``only_changed`` forbids touching old rows
    that are not marked (the user typed over some of them).
    """

    index: int
    values: Sequence[CellValue]
    changed: npt.NDArray[np.bool_]
    formula: str | None = None
    only_changed: bool = False


@dataclass(frozen=True, slots=True)
class TableWrite:
    """What becomes of a table: the old body rows that stay (0-based), rows added, columns written."""

    table: str
    keep: Sequence[int]
    added: int
    columns: tuple[ColumnWrite, ...]


@dataclass(frozen=True, slots=True)
class CellWrite:
    """A new value of a single cell; ``cached`` refreshes a formula cell's shown value only."""

    sheet: str
    row: int
    col: int
    value: CellValue
    cached: bool = False


@dataclass(frozen=True, slots=True)
class Writes:
    """Everything one command changes, complete before the first cell is touched."""

    tables: tuple[TableWrite, ...] = ()
    cells: tuple[CellWrite, ...] = ()
    show: tuple[str, ...] = field(default=())

    def __bool__(self) -> bool:
        return bool(self.tables or self.cells or self.show)


class Port(Protocol):
    """A book that can be read and written."""

    @property
    def title(self) -> str:
        """What to call the book in a sentence."""

    def tables(self) -> Mapping[str, TablePlace]:
        """All tables by ListObject name."""

    def prefetch(self, tables: Sequence[str]) -> None:
        """These tables will be read soon; a port that can read ahead does."""

    def body(self, table: str) -> list[list[object]]:
        """A table's body values, every column, in one read."""

    def formula_cells(self, table: str) -> set[tuple[int, int]]:
        """Which body cells of a table hold formulas: (0-based row, 0-based column)."""

    def names(self) -> Mapping[str, NamedCell]:
        """Single-cell defined names."""

    def block(self, sheet: str, row: int, col: int, rows: int, cols: int) -> list[list[object]]:
        """The values of a rectangle, in one read."""

    def hidden_sheets(self) -> frozenset[str]:
        """Names of sheets that are hidden (not those that are very hidden)."""

    def apply(self, writes: Writes) -> None:
        """Make all changes; the book is saved by ``save`` only."""
