"""The small surface between the plan book and whatever holds it: a file, or Excel itself.

A port knows cells, tables and names; it does not know the schema. Everything that needs the schema (casting,
edits, formulas) is written once in ``plan_book.py`` on top of these few verbs.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, Self

import numpy as np
import numpy.typing as npt

CellValue = None | bool | int | float | str | dt.date | dt.datetime


@dataclass(frozen=True, slots=True)
class TablePlace:
    """The place of a table; rows and columns 1-based, ``last_row`` is the last body row."""

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
    that are not marked (some of them the user has overridden).
    """

    index: int
    values: Sequence[CellValue]
    changed: npt.NDArray[np.bool_]
    formula: str | None = None
    only_changed: bool = False


@dataclass(frozen=True, slots=True)
class RowFormats:
    """Body rows of a table (0-based) that look unlike the others, as far as that can be told.

    Rows that are ``bound`` together (merged cells, a totals row, another table beside) cannot change their order.
    """

    odd: frozenset[int] = frozenset()
    bound: bool = False


@dataclass(frozen=True, slots=True)
class RowCell:
    """A plain content of a cell by the row of a table (0-based) and the column of the sheet (1-based)."""

    row: int
    col: int
    value: CellValue


@dataclass(frozen=True, slots=True)
class TableWrite:
    """The changes to a table: the old body rows that stay (0-based, ascending), rows added, columns written.

    With ``stash_row`` the formats of the rows that go (cell styles and row height, in their order) are put on the
    stash sheet (``Writes.stash_sheet``) from that 1-based row on, one row each, before the rows go.

    ``joining`` rows that stand right below become body rows first; they count as old ones. ``order`` are the
    rows that stay and are added, by their number, as they stand afterwards: each takes along what stands beside
    it, comments, row format and height. The last ``leaving`` of them then stand below the table; ``cells`` are written
    to those. Columns hold values for the rows of the table only.
    """

    table: str
    keep: Sequence[int]
    added: int
    columns: tuple[ColumnWrite, ...]
    stash_row: int | None = None
    order: Sequence[int] = ()
    joining: int = 0
    leaving: int = 0
    cells: tuple[RowCell, ...] = ()

    def origins(self) -> list[int]:
        """The old body row that stands in each row afterwards, those below the table too; -1 for added ones."""
        rows = [*self.keep, *[-1] * self.added]
        return [rows[at] for at in self.order] if self.order else rows


@dataclass(frozen=True, slots=True)
class RowRestore:
    """Blank body rows put back where rows once went, each with a row format that was stashed.

    ``rows`` are the 0-based body positions at which they stand afterwards, ascending; ``stash_rows`` the 1-based
    rows of the stash sheet that hold their formats, one for each, as it stood before these writes. Where nothing of
    the body was left, a blank row stands for it: it goes when the table's ``TableWrite`` keeps nothing. Columns
    written by that ``TableWrite`` count all rows of the final body.
    """

    table: str
    rows: tuple[int, ...]
    stash_rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CellWrite:
    """A new content of a single cell, row and column 1-based, after all table changes.

    ``cached`` renews a formula cell's shown value only. With ``formula`` (as ``Port.formulas`` gives it) the
    cell becomes that formula and ``value`` is what it shows until Excel computes it; table references may be
    spelt as Excel shows them (``[@amount]``) or as files store them.
    """

    sheet: str
    row: int
    col: int
    value: CellValue
    cached: bool = False
    formula: str | None = None


@dataclass(frozen=True, slots=True)
class Writes:
    """Everything one command changes, complete before the first cell is touched.

    Applied in this order: row formats to restore read, ``clear_stash`` dropped, row formats stashed, tables
    resized, rows restored, columns and cells written, sheets shown and hidden. ``clear_stash`` are first and last
    rows of the stash sheet whose contents and formats go; its other rows stay where they are. ``stash_sheet`` must
    exist where anything is stashed, restored or cleared, and holds nothing but row formats; values in its rows mean
    nothing. With ``settled`` every formula of the book shows its right value afterwards.
    """

    tables: tuple[TableWrite, ...] = ()
    cells: tuple[CellWrite, ...] = ()
    show: tuple[str, ...] = field(default=())
    hide: tuple[str, ...] = ()
    restore: tuple[RowRestore, ...] = ()
    stash_sheet: str = ""
    clear_stash: tuple[tuple[int, int], ...] = ()
    settled: bool = False

    def __bool__(self) -> bool:
        return bool(self.tables or self.cells or self.show or self.hide or self.restore or self.clear_stash)


@dataclass(frozen=True, slots=True)
class NewColumns:
    """Columns that come into a table: those of the template's table that bear these headers.

    ``source`` is the template's sheet, ``at`` the 0-based place in the table as it stands. With ``whole`` whole
    columns of the sheet come, with everything right of them; otherwise only cells of the table's own rows move
    aside. ``formulas`` are the column formulas, ``None`` for plain columns. ``bare`` columns stand in a book that its
    user has worked in: of theirs only header, cell formats and width come, no rules.
    """

    table: str
    source: str
    at: int
    headers: tuple[str, ...]
    formulas: tuple[str | None, ...]
    whole: bool
    bare: bool = False


@dataclass(frozen=True, slots=True)
class NewRows:
    """Rows that come below row ``after`` of a sheet: rows ``first`` to ``last`` of the template's sheet ``source``.

    The named cells ``names`` and the tables ``tables`` that stand in them come along.
    """

    sheet: str
    after: int
    source: str
    first: int
    last: int
    names: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewCells:
    """Columns that come to the right of a block: cells of its rows only.

    They come into rows ``row`` (the header) on of a sheet, ``rows`` in all, at column ``col``, and are ``headers``
    on the template's sheet ``source`` from ``source_row`` and ``source_col`` on. ``block`` is the block's name.
    ``aside`` are the first row and the number of rows in which what stands right of them moves aside; no rows
    where the place is free.
    """

    sheet: str
    row: int
    col: int
    rows: int
    headers: tuple[str, ...]
    source: str
    source_row: int
    source_col: int
    block: str
    aside: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class NewSheet:
    """A sheet of the template that comes with its tables and the named cells ``names``.

    It is called ``name``, stands before the sheet ``before`` (at the end where that is empty), and is hidden or
    not.
    """

    source: str
    name: str
    before: str
    hidden: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Growth:
    """The additions a book gets from a freshly built one (the template); places are those before anything has come.

    ``named`` are cells that stand already and only get their names, ``headers`` columns that only get another header
    (table, old and new one).
    """

    columns: tuple[NewColumns, ...] = ()
    rows: tuple[NewRows, ...] = ()
    sheets: tuple[NewSheet, ...] = ()
    named: tuple[tuple[str, NamedCell], ...] = ()
    headers: tuple[tuple[str, str, str], ...] = ()
    cells: tuple[NewCells, ...] = ()

    @property
    def rows_in_order(self) -> tuple[NewRows, ...]:
        """The groups of rows from top to bottom, as listed where they come to the same place."""
        return tuple(sorted(self.rows, key=lambda group: (group.sheet, group.after)))

    def begins(self) -> dict[NewRows, int]:
        """The row in which each group begins once all have come."""
        first_rows: dict[NewRows, int] = {}
        for group in self.rows_in_order:
            first_rows[group] = group.after + 1 + self.came_above(group.sheet, group.after, first_rows)
        return first_rows

    def came_above(self, sheet: str, row: int, groups: Iterable[NewRows] | None = None) -> int:
        """Rows that came above or right below a row as it stood; of all groups, or of some."""
        chosen = self.rows if groups is None else groups
        here = (group for group in chosen if group.sheet == sheet and group.after <= row)
        return sum(group.last - group.first + 1 for group in here)

    def __bool__(self) -> bool:
        return any((self.columns, self.rows, self.sheets, self.named, self.headers, self.cells))


@dataclass(frozen=True, slots=True)
class Removal:
    """The additions that go from a book again: the way back from a ``Growth``.

    ``columns`` are tables, headers and whether whole sheet columns go; ``rows`` sheets with their first and last
    row; tables in them go too. ``headers`` (table, old and new one) stay columns under another header. ``cells``
    are the sheet, first row and column, rows and columns of cells that go, and whether what stands right of them
    moves back.
    """

    columns: tuple[tuple[str, tuple[str, ...], bool], ...] = ()
    rows: tuple[tuple[str, int, int], ...] = ()
    sheets: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    headers: tuple[tuple[str, str, str], ...] = ()
    cells: tuple[tuple[str, int, int, int, int, bool], ...] = ()


class Port(Protocol):
    """A book that can be read and written."""

    @property
    def title(self) -> str:
        """The book's name in a sentence."""

    @property
    def recalculates(self) -> bool:
        """Whether formulas compute themselves; where not, who writes must give what they show."""

    @property
    def keeps_undo(self) -> bool:
        """Whether formulas and row formats can be read, so that a step can be recorded and taken back."""

    @property
    def extends_tables(self) -> bool:
        """Whether a table takes in by itself what is typed below it, as it does in Excel."""
        ...

    @property
    def grows(self) -> bool:
        """Whether the book can get new columns, rows and sheets where it is open."""

    def tables(self) -> Mapping[str, TablePlace]:
        """All tables by ListObject name, where they stood when the port was opened."""

    def prefetch(self, tables: Sequence[str]) -> None:
        """These tables will be read soon; a port that can read ahead does."""

    def release(self, tables: Sequence[str]) -> None:
        """These tables have been read; a port that holds their cells lets go of them."""

    def body(self, table: str) -> list[list[object]]:
        """A table's body values, every column, in one read."""

    def comments(self, table: str) -> frozenset[int]:
        """Body rows of a table (0-based) with a comment on any cell of the sheet's row."""

    def row_formats(self, table: str) -> RowFormats:
        """Formats of a table's body rows."""

    def formula_cells(self, table: str) -> set[tuple[int, int]]:
        """The body cells of a table that hold formulas: (0-based row, 0-based column)."""

    def formulas(self, sheet: str, row: int, col: int, rows: int, cols: int) -> dict[tuple[int, int], str]:
        """Formulas of a rectangle (1-based first cell): text with ``=`` by 0-based (row, column) offset.

        Each cell has its own text, also where the file shares one among many. An array formula is ``{=text}`` in
        its first cell; its other cells are values, and so are those of a data table. Written back (``CellWrite``)
        such a text is an array formula of that one cell.
        """

    def formula_texts(self) -> Mapping[str, Counter[str]]:
        """The number of times that each formula stands on each sheet, as files store it; shared ones as blank text."""

    def names(self) -> Mapping[str, NamedCell]:
        """Single-cell defined names."""

    def block(self, sheet: str, row: int, col: int, rows: int, cols: int) -> list[list[object]]:
        """The values of a rectangle, in one read."""

    def width(self, sheet: str) -> int:
        """The last used column of a sheet."""

    def height(self, sheet: str) -> int:
        """The last used row of a sheet."""

    def hidden_sheets(self) -> Container[str]:
        """Names of sheets that are hidden (not those that are very hidden)."""

    def apply(self, writes: Writes) -> None:
        """Make all changes; the book is saved by ``save`` only."""

    def refreshed(self) -> Self:
        """The book as it stands after what was applied, to be read anew."""

    def sheet_names(self) -> tuple[str, ...]:
        """All sheets in their order."""

    def has_sheet(self, name: str) -> bool:
        """Whether there is a sheet of that name."""

    def grow(self, growth: Growth, template: bytes) -> Self:
        """The book with what a freshly built one has more; nothing else of it changes. See ``grows``."""

    def shrink(self, removal: Removal) -> Self:
        """The book without parts that it once got."""
