"""Reading a plan book through any port: what stands in its settings, tables and blocks.

Cells are cast by the schema; what cannot be read becomes a finding. ``PlanBook`` adds what is to be written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np
import pandas as pd

from salesplan_xl.book.cells.casting import cast_column
from salesplan_xl.book.plan_book.edits import identity_of
from salesplan_xl.book.plan_book.setting_cells import read_settings
from salesplan_xl.book.port import NamedCell, Port, TablePlace
from salesplan_xl.catalogue import word
from salesplan_xl.errors import WorkbookError
from salesplan_xl.findings import Finding, Place, Sentence, Severity
from salesplan_xl.money import HOME, unit_key
from salesplan_xl.rules import Rules
from salesplan_xl.schema import settings as setting_list
from salesplan_xl.schema.layout import BookNames, column_letters
from salesplan_xl.schema.types import Column, Filled, Table
from salesplan_xl.schema.workbook import SCHEMA_VERSION, Lacking, grids, sheet_of, tables

MAX_CELL_FINDINGS = 20
SCHEMA_CELL = "sp_schema_version"


class BookReader:
    """One open plan book, read only.

    Args:
        port: what holds it.
        older: take a book of an older schema as it is; what that schema lacks must not be asked for.

    Raises:
        WorkbookError: SP-310 not a plan book; SP-314 newer schema; SP-317 older schema; SP-316 table missing;
            SP-311 header missing.
    """

    def __init__(self, port: Port, *, older: bool = False) -> None:
        self.port = port
        self._named = port.names()
        self._tables = port.tables()
        self.schema = schema_number(port)
        if self.schema < SCHEMA_VERSION and not older:
            raise WorkbookError("SP-317", file=port.title, found=self.schema, known=SCHEMA_VERSION)
        self.settings, self.findings = read_settings(port, self._named)
        self.lang = "en" if self._named_value("sp_book_lang") == "en" else "zh"
        self.unit = unit_key(
            str(self.settings.get("money_unit") or "wan"), str(self.settings.get("currency") or HOME)
        )
        self.names = BookNames(self.lang, self.unit, tuple(self._anchors()))
        self._check_tables()
        self._bodies: dict[str, list[tuple[object, ...]]] = {}
        self._frames: dict[str, pd.DataFrame] = {}
        self._blocks: dict[str, dict[tuple[str, str], object]] = {}

    @property
    def rules(self) -> Rules:
        """All thresholds as the settings sheet holds them."""
        return setting_list.rules(self.settings)

    def prefetch(self, keys: Sequence[str]) -> None:
        """These tables will be read soon."""
        self.port.prefetch([tables()[key].name for key in keys])

    def word(self, code: str, /, **values: object) -> str:
        """A catalogue sentence in the book's language."""
        return word(code, self.lang, **values)

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

    def raw_column(self, table: str, column: str) -> tuple[object, ...]:
        """One column of a table as it stands."""
        return self.raw_rows(table)[self.column_position(table, column)]

    def column_position(self, table: str, column: str) -> int:
        """0-based position of a schema column in the table as it stands."""
        return self.place(table).columns.index(self.names.header(table, column))

    def raw_identities(self, table: str) -> list[str]:
        """Row identities as they stand."""
        columns = [self.raw_column(table, key) for key in tables()[table].identity]
        return [identity_of(row) for row in zip(*columns, strict=True)]

    def full_frame(self, table: str) -> pd.DataFrame:
        """A table with every body row, blank ones too: schema keys, all columns that are not formulas."""
        if table not in self._frames:
            declared = tables()[table]
            data = {
                column.key: self._cast(declared, column)
                for column in declared.columns
                if column.filled is not Filled.FORMULA
            }
            self._frames[table] = pd.DataFrame(data)
        return self._frames[table]

    def grid_spot(self, grid: str) -> NamedCell:
        """The anchor cell of a grid."""
        return self._named[grids()[grid].name]

    def grid_raw(self, grid: str) -> dict[tuple[str, str], object]:
        """The values a grid's cells show now: (row, column) → value; read once, like the table bodies."""
        if grid not in self._blocks:
            self._blocks[grid] = self._read_grid(grid)
        return self._blocks[grid]

    def _read_grid(self, grid: str) -> dict[tuple[str, str], object]:
        declared, spot = grids()[grid], self.grid_spot(grid)
        block = self.port.block(
            spot.sheet, spot.row + 1, spot.col + 1, len(declared.rows), len(declared.columns)
        )
        return {
            (row.key, column.key): block[r][c]
            for r, row in enumerate(declared.rows)
            for c, column in enumerate(declared.columns)
        }

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
        """Name of the sheet a table or grid stands on."""
        sheet = sheet_of(block)
        if sheet.tables:
            return self.place(sheet.tables[0].key).sheet
        return self.grid_spot(sheet.grids[0].key).sheet

    def _anchors(self) -> Iterator[tuple[str, str, int, int]]:
        """The places of the blocks: the user may have inserted rows above them."""
        for grid in grids().values():
            if grid.name in self._named:
                spot = self._named[grid.name]
                yield grid.key, spot.sheet, spot.row, spot.col

    def _named_value(self, name: str) -> object:
        return _named_value(self.port, name)

    def _check_tables(self) -> None:
        lacking = Lacking.of(self.schema)
        for table in tables().values():
            place = self._tables.get(table.name)
            if place is None and table.key in lacking.tables:
                continue
            if place is None:
                sheet = sheet_of(table.key).label.of(self.lang)
                raise WorkbookError("SP-316", file=self.port.title, table=table.name, sheet=sheet)
            wanted = [key for key in table.keys() if (table.key, key) not in lacking.columns]
            headers = [self.names.header(table.key, key) for key in wanted]
            missing = [header for header in headers if header not in place.columns]
            if missing:
                raise WorkbookError("SP-311", sheet=place.sheet, table=table.name, columns=missing)
        for grid in grids().values():
            if grid.name not in self._named and grid.key not in lacking.grids:
                raise WorkbookError("SP-310", file=self.port.title, missing=grid.name)


def schema_number(port: Port) -> int:
    """The schema number a book says.

    Raises:
        WorkbookError: SP-310 it says none; SP-314 one that only a newer program knows.
    """
    version = _named_value(port, SCHEMA_CELL)
    if not isinstance(version, (int, float)):
        raise WorkbookError("SP-310", file=port.title, missing=SCHEMA_CELL)
    if version > SCHEMA_VERSION:
        raise WorkbookError("SP-314", file=port.title, found=int(version), known=SCHEMA_VERSION)
    return int(version)


def _named_value(port: Port, name: str) -> object:
    spot = port.names().get(name)
    return port.block(spot.sheet, spot.row, spot.col, 1, 1)[0][0] if spot else None


def without_blank_rows(full: pd.DataFrame) -> pd.DataFrame:
    """Rows with anything in them; columns are looked at only until every row has shown something."""
    open_rows = np.arange(len(full))
    for key in full.columns:
        values = full[key].to_numpy()[open_rows]
        open_rows = open_rows[pd.isna(values) | (values == "")]
        if not len(open_rows):
            return full
    return full.drop(index=full.index[open_rows])
