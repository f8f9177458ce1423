"""The port over an ``.xlsx`` file: reads and writes a plan book without Excel."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, repeat
from pathlib import Path
from types import MappingProxyType

import numpy as np

from salesplan_xl.book.collector import collector_paused
from salesplan_xl.book.port import (
    CellWrite,
    ColumnWrite,
    Growth,
    NamedCell,
    Removal,
    RowFormats,
    TablePlace,
    TableWrite,
    Writes,
)
from salesplan_xl.book.xlsx import (
    HIDDEN,
    VISIBLE,
    Cached,
    CellContent,
    CellValue,
    Formula,
    FormulaColumn,
    Origin,
    Reorder,
    RowFormat,
    TableInfo,
    XlsxFile,
    refuse_ending,
    stored_formula,
    writing,
)
from salesplan_xl.book.xlsx.growth.grow import grown, shrunk

__all__ = ["FilePort", "refuse_ending", "writing"]

# Above this share of changed cells a column is cheaper to write as a block than cell by cell.
DENSE_SHARE = 0.2


class FilePort:
    """A plan book in a file; nothing on disk changes before ``save``."""

    keeps_undo = True
    grows = True
    extends_tables = False

    def __init__(self, file: XlsxFile, title: str) -> None:
        self._file, self._title = file, title
        # Positions as read; the file itself moves on while tables are resized.
        self._tables = dict(file.tables)
        self._places = {name: _place(info) for name, info in self._tables.items()}
        self._names = {name: NamedCell(a.sheet, a.row, a.col) for name, a in file.names.items()}

    @classmethod
    def open(cls, path: Path) -> FilePort:
        """Open a workbook file; raises as ``XlsxFile.open``."""
        return cls(XlsxFile.open(path), path.name)

    @classmethod
    def reopened(cls, port: FilePort) -> FilePort:
        """The book with all its changes made, as if saved and opened again."""
        return cls(XlsxFile.from_bytes(port.to_bytes(), port.title, port.origins), port.title)

    @property
    def title(self) -> str:
        """The file's name."""
        return self._title

    @property
    def origins(self) -> tuple[Origin, ...]:
        """The file it was read from; none for a book made in memory."""
        return self._file.origins

    @property
    def has_macros(self) -> bool:
        """True for a book with macros."""
        return self._file.has_macros

    @property
    def recalculates(self) -> bool:
        """A file shows what was written last; nothing computes it."""
        return False

    def refreshed(self) -> FilePort:
        """The book as it stands after what was applied, as if saved and opened again."""
        return FilePort.reopened(self)

    def tables(self) -> Mapping[str, TablePlace]:
        """All tables by ListObject name, where they stood when the file was opened."""
        return MappingProxyType(self._places)

    def prefetch(self, tables: Sequence[str]) -> None:
        """Begin to read the sheets of these tables in the background."""
        self._file.prefetch(dict.fromkeys(self._tables[table].sheet for table in tables))

    def release(self, tables: Sequence[str]) -> None:
        """Let go of the cells on the sheets of these tables."""
        self._file.release({self._tables[table].sheet for table in tables})

    def body(self, table: str) -> list[list[object]]:
        """A table's body values, every column."""
        info = self._tables[table]
        return self.block(
            info.sheet, info.first_row, info.first_col, info.last_row - info.first_row + 1, len(info.columns)
        )

    def comments(self, table: str) -> frozenset[int]:
        """Body rows of a table with a comment on any cell of the sheet's row."""
        first = self._tables[table].first_row
        return frozenset(row - first for row in self._file.row_marks(table).comments)

    def row_formats(self, table: str) -> RowFormats:
        """Formats of a table's body rows."""
        first, marks = self._tables[table].first_row, self._file.row_marks(table)
        return RowFormats(frozenset(row - first for row in marks.odd), marks.bound)

    def formula_cells(self, table: str) -> set[tuple[int, int]]:
        """The body cells of a table that hold formulas: (0-based row, 0-based column)."""
        t = self._tables[table]
        cells = ((row - t.first_row, col - t.first_col) for row, col in self._file.formula_cells(t.sheet))
        height, width = self._rows(table), len(t.columns)
        return {(row, col) for row, col in cells if 0 <= row < height and 0 <= col < width}

    def formulas(self, sheet: str, row: int, col: int, rows: int, cols: int) -> dict[tuple[int, int], str]:
        """Formulas of a rectangle as saved: text with ``=`` by 0-based (row, column) offset."""
        if rows < 1 or cols < 1:
            return {}
        texts = self._file.formulas(sheet, row, row + rows - 1, col, col + cols - 1)
        return {
            (at_row - row, at_col - col): text if text.startswith("{=") else f"={text}"
            for (at_row, at_col), text in texts.items()
            if text
        }

    def names(self) -> Mapping[str, NamedCell]:
        """Single-cell defined names."""
        return MappingProxyType(self._names)

    def block(self, sheet: str, row: int, col: int, rows: int, cols: int) -> list[list[object]]:
        """The values of a rectangle as saved; blank cells and cells outside the used range are ``None``."""
        used = self._file.rows(sheet)[row - 1 : row - 1 + rows]
        width = len(used[0]) if used else 0
        if len(used) == rows and col == 1 and width == cols:
            return used
        if len(used) == rows and width >= col - 1 + cols:
            return [line[col - 1 : col - 1 + cols] for line in used]
        padded = [
            [*line[col - 1 : col - 1 + cols], *[None] * (cols - max(width - col + 1, 0))][:cols]
            for line in used
        ]
        return padded + [[None] * cols for _ in range(rows - len(padded))]

    def width(self, sheet: str) -> int:
        """The last used column of a sheet."""
        rows = self._file.rows(sheet)
        return len(rows[0]) if rows else 0

    def height(self, sheet: str) -> int:
        """The last used row of a sheet."""
        return len(self._file.rows(sheet))

    def hidden_sheets(self) -> frozenset[str]:
        """Names of the sheets a lean book hides."""
        return frozenset(sheet.name for sheet in self._file.sheets if sheet.state == HIDDEN)

    def apply(self, writes: Writes) -> None:
        """Collect all changes; row formats are taken and rows moved first because that decides where all else goes."""
        restored = {
            r.table: dict(zip(r.rows, self._file.row_formats(writes.stash_sheet, r.stash_rows), strict=True))
            for r in writes.restore
        }
        self._stash(writes)
        for table in _complete(writes, self._tables.values()):
            new = restored.get(table.table, {})
            reorder = Reorder(table.order, table.joining, table.leaving)
            if table.added or new or reorder or len(table.keep) != self._rows(table.table):
                self._file.resize_table(table.table, list(table.keep), table.added, new, reorder)
        for table in writes.tables:
            self._write_table(table, restored.get(table.table, {}))
        heights = self._restored_rows(restored)
        for sheet, cells in self._by_sheet(writes.cells).items():
            self._write_cells(sheet, cells, heights.get(sheet, set()))
        if writes:
            self._file.settled = writes.settled
        for sheet, state in [*((s, VISIBLE) for s in writes.show), *((s, HIDDEN) for s in writes.hide)]:
            self._file.set_sheet_state(sheet, state)

    def sheet_names(self) -> tuple[str, ...]:
        """All sheets in their order."""
        return tuple(sheet.name for sheet in self._file.sheets)

    def formula_texts(self) -> Mapping[str, Counter[str]]:
        """The number of times that each formula stands on each sheet."""
        pages = (sheet.name for sheet in self._file.sheets if sheet.has_cells)
        return {name: self._file.formula_texts(name) for name in pages}

    def has_sheet(self, name: str) -> bool:
        """Whether there is a sheet of that name."""
        return name in self.sheet_names()

    def grow(self, growth: Growth, template: bytes) -> FilePort:
        """The book with what a freshly built one has more."""
        return self._remade(grown(self.to_bytes(), self._title, growth, template))

    def shrink(self, removal: Removal) -> FilePort:
        """The book without parts that it once got."""
        return self._remade(shrunk(self.to_bytes(), self._title, removal))

    def _remade(self, data: bytes) -> FilePort:
        return FilePort(XlsxFile.from_bytes(data, self._title, self.origins), self._title)

    def save(self, path: Path, *, backup: bool = True) -> None:
        """Write the file atomically; raises as ``XlsxFile.save`` and ``refuse_name``."""
        self.refuse_name(path)
        with collector_paused():
            self._file.save(path, backup)

    def refuse_name(self, path: Path) -> None:
        """Refuse to be saved under a name of another kind of file; whoever is to save asks before the work.

        Raises:
            WorkbookError: SP-352.
        """
        if Path(os.path.realpath(path)) not in [origin.path for origin in self.origins]:
            refuse_ending(path, ".xlsm" if self.has_macros else ".xlsx")

    def to_bytes(self) -> bytes:
        """The whole file with all changes."""
        return self._file.to_bytes()

    def _rows(self, table: str) -> int:
        return self._tables[table].last_row - self._tables[table].first_row + 1

    def _by_sheet(self, cells: tuple[CellWrite, ...]) -> dict[str, dict[tuple[int, int], CellContent]]:
        sheets: dict[str, dict[tuple[int, int], CellContent]] = {}
        for cell in cells:
            sheets.setdefault(cell.sheet, {})[cell.row, cell.col] = self._content(cell)
        return sheets

    def _content(self, cell: CellWrite) -> CellContent:
        if cell.formula is None:
            return Cached(cell.value) if cell.cached else cell.value
        array = cell.formula.startswith("{=")
        text = cell.formula[2:].removesuffix("}") if array else cell.formula.removeprefix("=")
        around = (
            t.name
            for t in self._file.tables.values()
            if t.sheet == cell.sheet and t.holds(cell.row, cell.col)
        )
        return Formula(stored_formula(text, next(around, None)), cell.value, array)

    def _restored_rows(self, restored: Mapping[str, Collection[int]]) -> dict[str, set[int]]:
        """Sheet rows that came back, by sheet."""
        rows_by_sheet: dict[str, set[int]] = {}
        for table, rows in restored.items():
            info = self._file.tables[table]
            rows_by_sheet.setdefault(info.sheet, set()).update(info.first_row + row for row in rows)
        return rows_by_sheet

    def _stash(self, writes: Writes) -> None:
        """Stash the formats of rows that go; what is stashed now outlives what is to be cleared."""
        stashed: dict[int, RowFormat | None] = {
            row: None for first, last in writes.clear_stash for row in range(first, last + 1)
        }
        for table in writes.tables:
            if table.stash_row is not None:
                info, kept = self._tables[table.table], set(table.keep)
                height = self._rows(table.table) + table.joining
                gone = [info.first_row + row for row in range(height) if row not in kept]
                stashed |= dict(enumerate(self._file.row_formats(info.sheet, gone), table.stash_row))
        if stashed:
            self._file.set_row_formats(writes.stash_sheet, stashed)

    def _own_formulas(self, write: TableWrite, origins: Sequence[int]) -> frozenset[int]:
        """Value columns in which the user put a formula that stays: they are written cell by cell around it."""
        kept, info = len(origins), self._tables[write.table]
        mixed = [
            column
            for column in write.columns
            if kept and column.formula is None and _is_dense(column, kept) and not column.changed[:kept].all()
        ]
        if not mixed:
            return frozenset()
        left, right = min(column.index for column in mixed), max(column.index for column in mixed)
        first, last = info.first_row, info.last_row
        formulas = self._file.formulas(info.sheet, first, last, info.first_col + left, info.first_col + right)
        stays = {
            column.index: {origins[row] for row in np.flatnonzero(~column.changed[:kept]).tolist()}
            for column in mixed
        }
        cells = ((row - first, col - info.first_col) for row, col in formulas)
        return frozenset(index for row, index in cells if row in stays.get(index, ()))

    def _write_table(self, write: TableWrite, restored: Collection[int]) -> None:
        place = self._file.tables[write.table]
        origins = _origins(write, restored) if restored else write.keep
        kept, total = len(origins), len(write.keep) + write.added + len(restored) - write.leaving
        if write.order:
            origins = write.origins()[:total]
            kept = total
        sparse: dict[tuple[int, int], CellContent] = {}
        blocks: dict[int, list[ColumnWrite]] = {}
        own = self._own_formulas(write, origins)
        for column in write.columns:
            dense = not kept or (not write.order and _is_dense(column, kept) and column.index not in own)
            start = 0 if dense else kept
            sparse |= _sparse(column, place.first_row, place.first_col + column.index, start)
            blocks.setdefault(start, []).append(column)
        for start, columns in blocks.items():
            for run in _neighbours(columns) if start < total else ():
                left = place.first_col + run[0].index
                self._file.set_block(
                    place.sheet, place.first_row + start, left, [_dense(c, start) for c in run]
                )
        sparse |= {(place.first_row + cell.row, cell.col): cell.value for cell in write.cells}
        if sparse:
            self._file.set_cells(place.sheet, sparse)
        fitted = [place.first_row + row for row in _changed_rows(write, kept, total) if row not in restored]
        self._file.fit_rows(write.table, fitted)

    def _write_cells(self, sheet: str, cells: Mapping[tuple[int, int], CellContent], fixed: set[int]) -> None:
        """Single cells; table rows get the height of their new texts, but for those whose height came back."""
        self._file.set_cells(sheet, cells)
        rows = sorted({row for (row, _), content in cells.items() if not isinstance(content, Cached)} - fixed)
        for name, info in self._file.tables.items() if rows else ():
            if info.sheet == sheet:
                self._file.fit_rows(name, [row for row in rows if info.first_row <= row <= info.last_row])


def _place(info: TableInfo) -> TablePlace:
    return TablePlace(
        info.name, info.sheet, info.header_row, info.first_row, info.last_row, info.first_col, info.columns
    )


def _is_dense(column: ColumnWrite, kept: int) -> bool:
    return not column.only_changed and bool(column.changed[:kept].mean() > DENSE_SHARE)


def _complete(writes: Writes, tables: Iterable[TableInfo]) -> Iterator[TableWrite]:
    """The table writes, and one that keeps every row for each table that only gets rows back."""
    yield from writes.tables
    alone = {restore.table for restore in writes.restore} - {table.table for table in writes.tables}
    for info in tables:
        if info.name in alone:
            yield TableWrite(info.name, range(info.last_row - info.first_row + 1), 0, ())


def _origins(write: TableWrite, restored: Collection[int]) -> list[int]:
    """The old body row that stands in each row of the new body; -1 for rows added or restored."""
    total = len(write.keep) + write.added + len(restored)
    others = chain(write.keep, repeat(-1, write.added))
    return [-1 if row in restored else next(others) for row in range(total)]


def _changed_rows(write: TableWrite, kept: int, total: int) -> list[int]:
    """Body rows with a new value; added rows copy the first one's format, so all of them count."""
    changed = np.zeros(total, dtype=bool)
    changed[kept:] = True
    if write.order:
        changed |= np.array(write.origins()[:total]) < 0
    for column in write.columns:
        changed |= column.changed
    rows: list[int] = np.flatnonzero(changed).tolist()
    return rows


def _neighbours(columns: list[ColumnWrite]) -> list[list[ColumnWrite]]:
    """Columns in runs that stand side by side, so that each run is one block."""
    runs: list[list[ColumnWrite]] = []
    for column in columns:
        if runs and runs[-1][-1].index == column.index - 1:
            runs[-1].append(column)
        else:
            runs.append([column])
    return runs


def _dense(column: ColumnWrite, start: int) -> list[CellValue] | FormulaColumn:
    values = list(column.values[start:])
    return values if column.formula is None else FormulaColumn(column.formula, values)


def _sparse(column: ColumnWrite, first_row: int, col: int, until: int) -> dict[tuple[int, int], CellContent]:
    rows = np.flatnonzero(column.changed[:until]).tolist()
    if column.formula is None:
        return {(first_row + row, col): column.values[row] for row in rows}
    return {(first_row + row, col): Formula(column.formula, column.values[row]) for row in rows}
