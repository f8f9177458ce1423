"""The port over an ``.xlsx`` file: reads and writes a plan book without Excel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from salesplan_xl.book.collector import collector_paused
from salesplan_xl.book.port import CellWrite, ColumnWrite, NamedCell, TablePlace, TableWrite, Writes
from salesplan_xl.book.xlsx import HIDDEN, VISIBLE, Cached, CellValue, Formula, FormulaColumn, XlsxFile

# Above this share of changed cells a column is cheaper to write as a block than cell by cell.
DENSE_SHARE = 0.2


class FilePort:
    """A plan book in a file; nothing on disk changes before ``save``."""

    def __init__(self, file: XlsxFile, title: str) -> None:
        self._file, self._title = file, title
        # Positions as read; the file itself moves on while tables are resized.
        self._tables = dict(file.tables)
        self._names = dict(file.names)

    @classmethod
    def open(cls, path: Path) -> FilePort:
        """Open a workbook file.

        Raises:
            WorkbookError: SP-301 … SP-309, see ``XlsxFile.open``.
        """
        return cls(XlsxFile.open(path), path.name)

    @classmethod
    def reopened(cls, port: FilePort) -> FilePort:
        """The book with all its changes made, as if saved and opened again."""
        return cls(XlsxFile.from_bytes(port.to_bytes(), port.title), port.title)

    @property
    def title(self) -> str:
        """The file's name."""
        return self._title

    def tables(self) -> Mapping[str, TablePlace]:
        """All tables by ListObject name."""
        return {
            name: TablePlace(name, t.sheet, t.header_row, t.first_row, t.last_row, t.first_col, t.columns)
            for name, t in self._tables.items()
        }

    def prefetch(self, tables: Sequence[str]) -> None:
        """Begin to read the sheets of these tables in the background."""
        self._file.prefetch(dict.fromkeys(self._tables[table].sheet for table in tables))

    def body(self, table: str) -> list[list[object]]:
        """A table's body values, every column."""
        info = self._tables[table]
        return self.block(
            info.sheet, info.first_row, info.first_col, info.last_row - info.first_row + 1, len(info.columns)
        )

    def formula_cells(self, table: str) -> set[tuple[int, int]]:
        """Which body cells of a table hold formulas: (0-based row, 0-based column)."""
        t = self._tables[table]
        found = self._file.formulas(
            t.sheet, t.first_row, t.last_row, t.first_col, t.first_col + len(t.columns) - 1
        )
        return {(row - t.first_row, col - t.first_col) for row, col in found}

    def names(self) -> Mapping[str, NamedCell]:
        """Single-cell defined names."""
        return {name: NamedCell(spot.sheet, spot.row, spot.col) for name, spot in self._names.items()}

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

    def hidden_sheets(self) -> frozenset[str]:
        """Names of the sheets a lean book hides."""
        return frozenset(sheet.name for sheet in self._file.sheets if sheet.state == HIDDEN)

    def apply(self, writes: Writes) -> None:
        """Collect all changes; resizes come first because they move what stands below."""
        for table in writes.tables:
            if table.added or len(table.keep) != self._rows(table.table):
                self._file.resize_table(table.table, list(table.keep), table.added)
        for table in writes.tables:
            self._write_table(table)
        for sheet, cells in _by_sheet(writes.cells).items():
            self._file.set_cells(sheet, cells)
        for sheet in writes.show:
            self._file.set_sheet_state(sheet, VISIBLE)

    def save(self, path: Path, *, backup: bool = True) -> None:
        """Write the file atomically; see ``XlsxFile.save``."""
        with collector_paused():
            self._file.save(path, backup)

    def to_bytes(self) -> bytes:
        """The whole file with all changes."""
        return self._file.to_bytes()

    def _rows(self, table: str) -> int:
        return self._tables[table].last_row - self._tables[table].first_row + 1

    def _own_formulas(self, write: TableWrite) -> frozenset[int]:
        """Value columns in which the user put a formula that stays: they are written cell by cell around it."""
        kept, info = len(write.keep), self._tables[write.table]
        mixed = [
            column
            for column in write.columns
            if kept and column.formula is None and _is_dense(column, kept) and not column.changed[:kept].all()
        ]
        if not mixed:
            return frozenset()
        left, right = min(column.index for column in mixed), max(column.index for column in mixed)
        first, last = info.first_row, info.last_row
        found = self._file.formulas(info.sheet, first, last, info.first_col + left, info.first_col + right)
        stays = {
            column.index: {write.keep[row] for row in np.flatnonzero(~column.changed[:kept]).tolist()}
            for column in mixed
        }
        cells = ((row - first, col - info.first_col) for row, col in found)
        return frozenset(index for row, index in cells if row in stays.get(index, ()))

    def _write_table(self, write: TableWrite) -> None:
        place = self._file.tables[write.table]
        kept = len(write.keep)
        sparse: dict[tuple[int, int], CellValue | Formula | Cached] = {}
        blocks: dict[int, list[ColumnWrite]] = {}
        own = self._own_formulas(write)
        for column in write.columns:
            dense = not kept or (_is_dense(column, kept) and column.index not in own)
            start = 0 if dense else kept
            sparse |= _sparse(column, place.first_row, place.first_col + column.index, start)
            blocks.setdefault(start, []).append(column)
        for start, columns in blocks.items():
            for run in _neighbours(columns) if start < kept + write.added else ():
                left = place.first_col + run[0].index
                self._file.set_block(
                    place.sheet, place.first_row + start, left, [_dense(c, start) for c in run]
                )
        if sparse:
            self._file.set_cells(place.sheet, sparse)
        self._file.fit_rows(write.table, [place.first_row + row for row in _changed_rows(write)])


def _is_dense(column: ColumnWrite, kept: int) -> bool:
    return not column.only_changed and bool(column.changed[:kept].mean() > DENSE_SHARE)


def _changed_rows(write: TableWrite) -> list[int]:
    """Body rows with a new value; added rows copy the first one's look, so all of them count."""
    changed = np.zeros(len(write.keep) + write.added, dtype=bool)
    changed[len(write.keep) :] = True
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


def _sparse(
    column: ColumnWrite, first_row: int, col: int, until: int
) -> dict[tuple[int, int], CellValue | Formula | Cached]:
    rows = np.flatnonzero(column.changed[:until]).tolist()
    if column.formula is None:
        return {(first_row + row, col): column.values[row] for row in rows}
    return {(first_row + row, col): Formula(column.formula, column.values[row]) for row in rows}


def _by_sheet(cells: tuple[CellWrite, ...]) -> dict[str, dict[tuple[int, int], CellValue | Cached]]:
    sheets: dict[str, dict[tuple[int, int], CellValue | Cached]] = {}
    for cell in cells:
        content = Cached(cell.value) if cell.cached else cell.value
        sheets.setdefault(cell.sheet, {})[cell.row, cell.col] = content
    return sheets
