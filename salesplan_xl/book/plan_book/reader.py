"""Reading a plan book through any port: what stands in its settings, tables and blocks.

Cells are cast by the schema; what cannot be read becomes a finding. ``PlanBook`` adds what is to be written.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property

import numpy as np
import pandas as pd

from salesplan_xl.book.cells.casting import cast_column
from salesplan_xl.book.plan_book.about import UNIT_CELL, language, money_unit, schema_number
from salesplan_xl.book.plan_book.absence import absence_of, incomplete
from salesplan_xl.book.plan_book.edits import identity_of
from salesplan_xl.book.plan_book.setting_cells import read_settings
from salesplan_xl.book.port import NamedCell, Port, TablePlace
from salesplan_xl.catalogue import word
from salesplan_xl.errors import WorkbookError
from salesplan_xl.findings import Finding, Place, Sentence, Severity
from salesplan_xl.money import HOME, unit_key
from salesplan_xl.rules import Rules
from salesplan_xl.schema import settings as setting_list
from salesplan_xl.schema.board import FIXED_CELLS
from salesplan_xl.schema.evaluate import blank_cells, empty_frame
from salesplan_xl.schema.layout import BookNames, column_letters
from salesplan_xl.schema.types import Column, Filled, Grid, Table
from salesplan_xl.schema.workbook import SCHEMA_VERSION, grids, sheet_of, tables

MAX_CELL_FINDINGS = 20


class BookReader:
    """One open plan book, read only.

    Args:
        port: what holds it.
        older: take a book as it is, of an older schema or with parts lost; what it lacks must not be asked for.
        asked: see ``absence_of``.

    Raises:
        WorkbookError: as ``absence_of``; SP-317 older schema; SP-328 something must be put back first.
    """

    def __init__(self, port: Port, *, older: bool = False, asked: Collection[str] = ()) -> None:
        self.port = port
        self._named = port.names()
        self._tables = port.tables()
        self.schema = schema_number(port)
        if self.schema < SCHEMA_VERSION and not older:
            raise WorkbookError("SP-317", file=port.title, found=self.schema, known=SCHEMA_VERSION)
        self.absence = absence_of(port, asked)
        self._gone = self.absence.blocks
        self.lang = language(port)
        if self.absence and not older:
            raise incomplete(self.absence, port.title, self.lang)
        self.settings, self.findings = read_settings(port, self._named)
        if UNIT_CELL not in self._named:
            self.settings["money_unit"] = money_unit(port)
        scale, currency = self.settings.get("money_unit"), self.settings.get("currency")
        self.unit = unit_key(str(scale or "wan"), str(currency or HOME))
        self.names = BookNames(self.lang, self.unit, self._anchors())
        self._bodies: dict[str, list[tuple[object, ...]]] = {}
        self._frames: dict[str, pd.DataFrame] = {}
        self._blocks: dict[str, dict[tuple[str, str], object]] = {}

    @property
    def rules(self) -> Rules:
        """All thresholds as the settings sheet holds them."""
        return setting_list.rules(self.settings)

    def prefetch(self, keys: Sequence[str]) -> None:
        """These tables will be read soon."""
        self.port.prefetch([tables()[key].name for key in keys if not self.is_gone(key)])

    def release(self, keys: Sequence[str]) -> None:
        """The port need not hold the cells of these tables any longer: their columns are kept here.

        Rows that nothing is looked up in by their identity are kept as their frame alone.
        """
        self.port.release([tables()[key].name for key in keys if not self.is_gone(key)])
        for key in keys:
            if not tables()[key].identity:
                self._bodies.pop(key, None)

    def word(self, code: str, /, **values: object) -> str:
        """A catalogue sentence in the book's language."""
        return word(code, self.lang, **values)

    def has_own_columns(self, table: str) -> bool:
        """Whether the user has put columns of their own into a table."""
        ours = {self.names.header(table, key) for key in tables()[table].keys()}
        return not set(self.place(table).columns) <= ours

    def place(self, table: str) -> TablePlace:
        """The place of a table."""
        return self._places[table]

    def raw_rows(self, table: str) -> list[tuple[object, ...]]:
        """A table's body columns as they stand: one tuple of cell values per column."""
        if table not in self._bodies:
            body = self.port.body(tables()[table].name)
            self._bodies[table] = (
                list(zip(*body, strict=True)) if body else [()] * len(self.place(table).columns)
            )
        return self._bodies[table]

    def is_gone(self, block: str) -> bool:
        """Whether the book does without a table or grid, its sheet having been deleted."""
        return block in self._gone

    def raw_column(self, table: str, column: str) -> tuple[object, ...]:
        """One column of a table as it stands."""
        if self.is_gone(table):
            return ()
        return self.raw_rows(table)[self.column_position(table, column)]

    def column_position(self, table: str, column: str) -> int:
        """0-based position of a schema column in the table as it stands."""
        return self.place(table).columns.index(self.names.header(table, column))

    @property
    def customer_aliases(self) -> Mapping[str, str]:
        """Former names of customers, each with the name of today."""
        return {}

    def raw_identities(self, table: str) -> list[str]:
        """Row identities as they stand, customers under their names of today."""
        names, identity = self.customer_aliases, tables()[table].identity
        columns = [self.raw_column(table, key) for key in identity]
        if names and "customer" in identity:
            at = identity.index("customer")
            columns[at] = tuple(names.get(str(cell or "").strip(), cell) for cell in columns[at])
        return [identity_of(row) for row in zip(*columns, strict=True)]

    def full_frame(self, table: str) -> pd.DataFrame:
        """A table with every body row, blank ones too: schema keys, all columns that are not formulas."""
        if table not in self._frames:
            if self.is_gone(table):
                return empty_frame(table)
            declared = tables()[table]
            data = {
                column.key: self._cast(declared, column)
                for column in declared.columns
                if column.filled is not Filled.FORMULA
            }
            rows = next(iter(data.values())).index  # given, or pandas compares those of all columns
            self._frames[table] = self._under_new_names(declared, pd.DataFrame(data, index=rows))
        return self._frames[table]

    def _under_new_names(self, table: Table, frame: pd.DataFrame) -> pd.DataFrame:
        """Rows of the core's own tables with customers under their names of today; the user's stay as typed."""
        computed = any(
            column.key == "customer" and column.filled is Filled.COMPUTED for column in table.columns
        )
        if not computed or not self.customer_aliases:
            return frame
        return frame.assign(customer=frame["customer"].replace(dict(self.customer_aliases)))

    def grid_spot(self, grid: str) -> NamedCell:
        """The anchor cell of a grid."""
        return self._named[grids()[grid].name]

    def grid_cell_spot(self, grid: str, row: str, column: str) -> tuple[str, int, int]:
        """Sheet, row and column of a cell of a grid."""
        spot, (down, right) = self.grid_spot(grid), grids()[grid].offset(row, column)
        return spot.sheet, spot.row + down, spot.col + right

    def grid_raw(self, grid: str) -> dict[tuple[str, str], object]:
        """The values a grid's cells show now: (row, column) → value; read once, like the table bodies."""
        if grid not in self._blocks:
            self._blocks[grid] = self._read_grid(grid)
        return self._blocks[grid]

    def _read_grid(self, grid: str) -> dict[tuple[str, str], object]:
        declared = grids()[grid]
        if self.is_gone(grid):
            cells = ((row.key, column.key) for row in declared.rows for column in declared.columns)
            return {cell: FIXED_CELLS.get((grid, *cell)) for cell in cells}
        spot = self.grid_spot(grid)
        lines = self.port.block(
            spot.sheet, spot.row + 1, spot.col, len(declared.rows), len(declared.columns) + 1
        )
        self._refuse_shifted(declared, [line[0] for line in lines])
        return {
            (row.key, column.key): line[1 + at]
            for row, line in zip(declared.rows, lines, strict=True)
            for at, column in enumerate(declared.columns)
        }

    def _refuse_shifted(self, grid: Grid, standing: Sequence[object]) -> None:
        """Rows were deleted or moved within a block where a row bears the label of another."""
        labels = [row.label.of(self.lang) for row in grid.rows]
        for own, text in zip(labels, standing, strict=True):
            if text != own and text in labels and labels.count(own) == 1:
                spot, what = self.grid_spot(grid.key), grid.label.of(self.lang)
                raise WorkbookError(
                    "SP-327", file=self.port.title, sheet=spot.sheet, what=f"{what}: {own}", name=grid.name
                )

    def cell_address(self, table: str, row: int, column: str) -> tuple[str, str]:
        """Sheet and address of a body cell as it stands."""
        spot = self.place(table)
        letters = column_letters(spot.first_col + self.column_position(table, column))
        return spot.sheet, f"{letters}{spot.first_row + row}"

    def report_unreadable(self, table: Table, column: Column, bad: Sequence[tuple[int, object]]) -> None:
        """An error finding for each cell (body row, raw value) that cannot be read as its column's kind."""
        self._report(table, column, bad, "F-001", Severity.ERROR)

    def _cast(self, table: Table, column: Column) -> pd.Series:
        cast = cast_column(self.raw_column(table.key, column.key), column, self.unit)
        if column.filled is not Filled.COMPUTED:
            self.report_unreadable(table, column, cast.bad)
            raw = self.raw_column(table.key, column.key)
            self._report(table, column, [(row, raw[row]) for row in cast.notes], "F-002", Severity.NOTE)
        return cast.series

    def _report(
        self, table: Table, column: Column, bad: Sequence[tuple[int, object]], code: str, severity: Severity
    ) -> None:
        header = self.names.column_header(column)
        kind = Sentence(f"B-KIND-{column.kind.value}")
        for row, value in bad[:MAX_CELL_FINDINGS]:
            values: dict[str, object] = {"column": header, "value": str(value)[:60], "kind": kind}
            sheet, cell = self.cell_address(table.key, row, column.key)
            place = Place(table.key, row, column.key, sheet, cell)
            self.findings.append(Finding(code, severity, values, place))
        if len(bad) > MAX_CELL_FINDINGS:
            more = {"count": len(bad) - MAX_CELL_FINDINGS, "code": code}
            self.findings.append(Finding("F-006", severity, more, Place(table.key, None, column.key)))

    @cached_property
    def _places(self) -> dict[str, TablePlace]:
        return {
            key: self._tables[table.name] for key, table in tables().items() if table.name in self._tables
        }

    def sheet_name(self, block: str) -> str:
        """Name of the sheet a table or grid stands on; empty where it is gone."""
        sheet = sheet_of(block)
        if self.is_gone(block):
            return ""
        if sheet.tables:
            return self.place(sheet.tables[0].key).sheet
        return self.grid_spot(sheet.grids[0].key).sheet

    def _anchors(self) -> dict[str, tuple[str, int, int]]:
        """The places of the blocks: the user may have inserted rows above them."""
        there = {key: self._named[grid.name] for key, grid in grids().items() if grid.name in self._named}
        return {key: (spot.sheet, spot.row, spot.col) for key, spot in there.items()}


def without_blank_rows(full: pd.DataFrame) -> pd.DataFrame:
    """Rows with anything in them; columns are looked at only until every row has shown something."""
    open_rows = np.arange(len(full))
    for key in full.columns:
        open_rows = open_rows[blank_cells(full[key].to_numpy()[open_rows])]
        if not len(open_rows):
            return full
    return full.drop(index=full.index[open_rows])
