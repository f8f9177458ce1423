"""A plan book behind any port: tables as frames, settings as rules, results staged and written at once.

Reading casts cells by the schema and turns what cannot be read into findings. Results are *staged* (``put``,
``put_grid``, ``put_setting``); ``changes`` then works out every cell that differs, formula cells with their
freshly evaluated values included, and ``commit`` hands them to the port in one go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np
import pandas as pd

from salesplan_xl.book.arrange import Arranged, Staged, arrange
from salesplan_xl.book.casting import cast_column
from salesplan_xl.book.edits import Baselines, Plain, find_edits, identity_of
from salesplan_xl.book.keep import baseline_of, merged_with_edits
from salesplan_xl.book.port import CellWrite, NamedCell, Port, TablePlace, TableWrite, Writes
from salesplan_xl.book.refresh import formula_cell_writes, formula_column_writes
from salesplan_xl.book.setting_cells import read_settings, setting_writes
from salesplan_xl.book.typed_over import typed_findings, typed_numbers
from salesplan_xl.errors import WorkbookError
from salesplan_xl.findings import Finding, Place, Sentence, Severity
from salesplan_xl.planning.rules import Rules
from salesplan_xl.schema import settings as setting_list
from salesplan_xl.schema.evaluate import Evaluation, GridKey
from salesplan_xl.schema.layout import BookNames, column_letters
from salesplan_xl.schema.types import Column, Filled, SettingValue, Table
from salesplan_xl.schema.workbook import SCHEMA_VERSION, grids, sheet_of, tables
from salesplan_xl.text import word

MAX_CELL_FINDINGS = 20


class PlanBook:
    """One open plan book.

    Raises:
        WorkbookError: SP-310 not a plan book; SP-314 newer schema; SP-316 table missing; SP-311 header missing.
    """

    def __init__(self, port: Port) -> None:
        self.port = port
        self._names = port.names()
        self._places = port.tables()
        self._check_version()
        self.settings, self.findings = read_settings(port, self._names)
        self.lang = "en" if self._named_value("sp_book_lang") == "en" else "zh"
        self.unit = str(self.settings.get("money_unit") or "wan")
        self.names = BookNames(self.lang, self.unit)
        self._check_tables()
        self._bodies: dict[str, list[tuple[object, ...]]] = {}
        self._frames: dict[str, pd.DataFrame] = {}
        self._staged: dict[str, Staged] = {}
        self._arrangements: dict[str, Arranged] = {}
        self._computed: dict[str, dict[str, list[Plain]]] = {}
        self._grid_values: dict[GridKey, object] = {}
        self._setting_writes: dict[str, SettingValue] = {}
        self._show: list[str] = []

    # ── what the book says ──────────────────────────────────────────────────────────────────────────

    @property
    def rules(self) -> Rules:
        """All thresholds as the settings sheet holds them."""
        return setting_list.rules(self.settings)

    def prefetch(self, keys: Sequence[str]) -> None:
        """These tables will be read soon."""
        self.port.prefetch([tables()[key].name for key in keys])

    def frame(self, table: str) -> pd.DataFrame:
        """A table as it stands (or as staged): schema keys, wholly blank rows dropped, index = body row."""
        if table in self._staged:
            return self._staged[table].frame
        return _without_blank_rows(self._full(table))

    def word(self, code: str, /, **values: object) -> str:
        """A catalogue sentence in the book's language."""
        return word(code, self.lang, **values)

    def located(self, finding: Finding) -> Finding:
        """The finding with sheet and cell filled in from its table, row and column."""
        place = finding.place
        if place.cell or not place.table:
            return finding
        if place.table not in self._places_by_key:
            return finding
        spot = self._places_by_key[place.table]
        row = spot.header_row if place.row is None else spot.first_row + self._sheet_row(place.table, place.row)
        column = self._column_index(place.table, place.column) if place.column else 0
        cell = f"{column_letters(spot.first_col + column)}{row}"
        return Finding(
            finding.code, finding.severity, finding.values,
            Place(place.table, place.row, place.column, spot.sheet, cell),
        )  # fmt: skip

    # ── the user's edits ────────────────────────────────────────────────────────────────────────────

    def edits(self, table: str) -> dict[str, dict[str, object]]:
        """What the user changed in a computed table: row identity → column key → raw cell value."""
        declared = tables()[table]
        columns = {key: self._raw_column(table, key) for key in declared.keys(Filled.EDIT)}
        return find_edits(self._identities(table), columns, self.baselines.blocks.get(table, {}))

    def grid_edits(self, grid: str, column: str) -> dict[str, float]:
        """What the user changed in an edit column of a grid: row key → number."""
        base = self.baselines.blocks.get(grid, {})
        rows = [row.key for row in grids()[grid].rows if (cell := grids()[grid].cell(row.key, column)) and cell.edit]
        values = [self._grid_raw(grid).get((row, column)) for row in rows]
        found = find_edits(rows, {column: values}, base)
        return {row: float(cell[column]) for row, cell in found.items() if isinstance(cell[column], (int, float))}  # type: ignore[arg-type]

    def keep_edits(
        self, table: str, computed: pd.DataFrame, *, reset: bool = False, orphans: bool = True
    ) -> pd.DataFrame:
        """The computed frame with the user's edits put back, matched by row identity.

        Notes in ``edited`` what was changed. The computed values become the new baseline when the frame is
        staged. Rows the user edited that are no longer computed stay, with a finding, unless ``orphans`` is
        false (a list of the month).
        """
        declared, fresh = tables()[table], computed.reset_index(drop=True)
        edits = {} if reset else self.edits(table)
        self._computed[table] = baseline_of(declared, fresh, self.lang)
        if not orphans:
            edits = {row: cells for row, cells in edits.items() if row in self._computed[table]}
        return merged_with_edits(self, declared, fresh.copy(), edits) if edits else fresh

    # ── staging and writing ─────────────────────────────────────────────────────────────────────────

    def put(self, table: str, frame: pd.DataFrame, *, ordered: bool = False, only: Sequence[str] = ()) -> None:
        """Stage a table's new content.

        Args:
            table: table key.
            frame: its rows; existing rows keep their place by identity unless ``ordered``.
            ordered: rows stand in the frame's order, whatever stood there.
            only: write these columns and leave the others of existing rows as they are.
        """
        self._arrangements.pop(table, None)
        self._staged[table] = Staged(frame.reset_index(drop=True), ordered, tuple(only))
        if table in self._computed:
            # Only what is written may change its baseline, or untouched cells would look like edits.
            self.baselines.renew(table, tables()[table].keys(Filled.EDIT), self._computed[table], only)

    def put_grid(
        self, grid: str, values: Mapping[tuple[str, str], object], computed: Mapping[str, float] | None = None
    ) -> None:
        """Stage result cells of a grid: (row, column) → value or sentence.

        ``computed`` gives the values of its edit column before the user's edits, row by row.
        """
        if computed is not None:
            self.baselines.blocks[grid] = {row: [float(value)] for row, value in computed.items()}
        self._grid_values.update({(grid, row, column): value for (row, column), value in values.items()})

    def put_setting(self, key: str, value: SettingValue) -> None:
        """Stage a setting."""
        self._setting_writes[key] = value
        self.settings[key] = value

    def show(self, sheet_of_block: str) -> None:
        """Make the sheet of a table or grid visible when a lean book hides it."""
        sheet = self._sheet_name(sheet_of_block)
        if sheet in self.port.hidden_sheets() and sheet not in self._show:
            self._show.append(sheet)

    def changes(self) -> Writes:
        """Every cell that differs from what the book holds, formula results included."""
        self._stage_baselines()
        arranged = {key: self._arranged(key) for key in self._staged}
        evaluation = self.evaluation()
        writes: list[TableWrite] = []
        for key in self._tables_to_write(arranged):
            write = formula_column_writes(self, evaluation, key, arranged.get(key))
            if write is not None:
                writes.append(write)
        return Writes(tuple(writes), (*self._settings_changed(), *formula_cell_writes(self, evaluation)), tuple(self._show))

    def table_changes(self, table: str) -> TableWrite | None:
        """What changes in one staged table without formula columns (the log, the inputs)."""
        arranged = self._arranged(table)
        return formula_column_writes(self, self.evaluation(), table, arranged)

    def evaluation(self) -> Evaluation:
        """The book's formulas over its staged and present values, rows in sheet order."""
        frames = _Frames(self, {key: self._arranged(key).frame for key in self._staged})
        typed = {
            (table, column): moved
            for table, columns in self.typed.items()
            for column, rows in columns.items()
            if (moved := self._moved(table, rows))
        }
        return Evaluation(frames, self.settings, self._results(), typed)

    def typed_findings(self) -> list[Finding]:
        """A warning for every formula the user typed a number over."""
        return [finding for table, typed in self.typed.items() for finding in typed_findings(self, table, typed)]

    # ── raw access for the helpers of this room ─────────────────────────────────────────────────────

    def place(self, table: str) -> TablePlace:
        """Where a table stands."""
        return self._places_by_key[table]

    def raw_rows(self, table: str) -> list[tuple[object, ...]]:
        """A table's body columns as they stand: one tuple of cell values per column."""
        if table not in self._bodies:
            body = self.port.body(tables()[table].name)
            self._bodies[table] = list(zip(*body, strict=True)) if body else [()] * len(self.place(table).columns)
        return self._bodies[table]

    def column_position(self, table: str, column: str) -> int:
        """0-based position of a schema column in the table as it stands."""
        return self._column_index(table, column)

    def grid_spot(self, grid: str) -> NamedCell:
        """The anchor cell of a grid."""
        return self._names[grids()[grid].name]

    def grid_raw(self, grid: str) -> dict[tuple[str, str], object]:
        """What a grid's cells show now."""
        return self._grid_raw(grid)

    def staged_grid_values(self) -> Mapping[GridKey, object]:
        """Result cells staged so far."""
        return self._grid_values

    def full_frame(self, table: str) -> pd.DataFrame:
        """A table with every body row, blank ones too."""
        return self._full(table)

    def raw_identities(self, table: str) -> list[str]:
        """Row identities as they stand."""
        return self._identities(table)

    def report_unreadable(self, table: Table, column: Column, bad: Sequence[tuple[int, object]]) -> None:
        """An error finding for each cell (body row, raw value) that cannot be read as its column's kind."""
        self._report(table, column, bad, "F-001", Severity.ERROR)

    def cell_address(self, table: str, row: int, column: str) -> tuple[str, str]:
        """Sheet and address of a body cell as it stands."""
        spot = self.place(table)
        letters = column_letters(spot.first_col + self._column_index(table, column))
        return spot.sheet, f"{letters}{spot.first_row + row}"

    @cached_property
    def typed(self) -> dict[str, dict[str, dict[int, float]]]:
        """Numbers typed over formulas: table → column → body row as read → number."""
        found = {key: typed_numbers(self, key) for key, table in tables().items() if table.keys(Filled.FORMULA)}
        return {key: columns for key, columns in found.items() if columns}

    # ── inside ──────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def baselines(self) -> Baselines:
        """What was computed last."""
        body = self.raw_rows("baseline")
        return Baselines.read(zip(*(body[self._column_index("baseline", key)] for key in ("table", "row", "values")), strict=True))

    @cached_property
    def _places_by_key(self) -> dict[str, TablePlace]:
        return {key: self._places[table.name] for key, table in tables().items()}

    def _arranged(self, table: str) -> Arranged:
        if table not in self._arrangements:
            self._arrangements[table] = arrange(self, table, self._staged[table])
        return self._arrangements[table]

    def _moved(self, table: str, rows: Mapping[int, float]) -> dict[int, float]:
        """Typed numbers by the rows where they will stand; those of rows that go are gone with them."""
        if table not in self._staged:
            return dict(rows)
        place = {old: new for new, old in enumerate(self._arranged(table).keep)}
        return {place[row]: number for row, number in rows.items() if row in place}

    def _sheet_row(self, table: str, row: int) -> int:
        """Where a row of a staged frame will stand; the user's own order of rows is kept."""
        if table not in self._staged or not tables()[table].identity or tables()[table].fixed_rows:
            return row
        order = self._arranged(table).order
        return order.index(row) if row in order else row

    def _sheet_name(self, block: str) -> str:
        sheet = sheet_of(block)
        if sheet.tables:
            return self.place(sheet.tables[0].key).sheet
        return self.grid_spot(sheet.grids[0].key).sheet

    def _check_version(self) -> None:
        version = self._named_value("sp_schema_version")
        if not isinstance(version, (int, float)):
            raise WorkbookError("SP-310", file=self.port.title, missing="sp_schema_version")
        if version > SCHEMA_VERSION:
            raise WorkbookError("SP-314", file=self.port.title, found=int(version), known=SCHEMA_VERSION)

    def _check_tables(self) -> None:
        for table in tables().values():
            place = self._places.get(table.name)
            if place is None:
                sheet = sheet_of(table.key).label.of(self.lang)
                raise WorkbookError("SP-316", file=self.port.title, table=table.name, sheet=sheet)
            missing = [header for key in table.keys() if (header := self.names.header(table.key, key)) not in place.columns]
            if missing:
                raise WorkbookError("SP-311", sheet=place.sheet, table=table.name, columns=missing)
        for grid in grids().values():
            if grid.name not in self._names:
                raise WorkbookError("SP-310", file=self.port.title, missing=grid.name)

    def _named_value(self, name: str) -> object:
        spot = self._names.get(name)
        return self.port.block(spot.sheet, spot.row, spot.col, 1, 1)[0][0] if spot else None

    def _settings_changed(self) -> list[CellWrite]:
        return setting_writes(self.port, self._names, self._setting_writes, self.lang)

    def _column_index(self, table: str, column: str) -> int:
        return self.place(table).columns.index(self.names.header(table, column))

    def _raw_column(self, table: str, column: str) -> tuple[object, ...]:
        return self.raw_rows(table)[self._column_index(table, column)]

    def _identities(self, table: str) -> list[str]:
        columns = [self._raw_column(table, key) for key in tables()[table].identity]
        return [identity_of(row) for row in zip(*columns, strict=True)]

    def _full(self, table: str) -> pd.DataFrame:
        if table not in self._frames:
            declared = tables()[table]
            data = {
                column.key: self._cast(declared, column)
                for column in declared.columns
                if column.filled is not Filled.FORMULA
            }
            self._frames[table] = pd.DataFrame(data)
        return self._frames[table]

    def _cast(self, table: Table, column: Column) -> pd.Series:
        cast = cast_column(self._raw_column(table.key, column.key), column, self.unit)
        if column.filled is not Filled.COMPUTED:
            self.report_unreadable(table, column, cast.bad)
            raw = self._raw_column(table.key, column.key)
            self._report(table, column, [(row, raw[row]) for row in cast.notes], "F-002", Severity.NOTE)
        return cast.series

    def _report(
        self, table: Table, column: Column, bad: Sequence[tuple[int, object]], code: str, severity: Severity
    ) -> None:
        header = self.names.column_header(column)
        kind = Sentence(f"B-KIND-{column.kind.value}")
        for row, value in bad[:MAX_CELL_FINDINGS]:
            values: dict[str, object] = {"column": header, "value": str(value)[:60], "kind": kind}
            self.findings.append(self.located(Finding(code, severity, values, Place(table.key, row, column.key))))
        if len(bad) > MAX_CELL_FINDINGS:
            more = {"count": len(bad) - MAX_CELL_FINDINGS, "code": code}
            self.findings.append(Finding("F-006", severity, more, Place(table.key, None, column.key)))

    def _grid_raw(self, grid: str) -> dict[tuple[str, str], object]:
        declared, spot = grids()[grid], self._names[grids()[grid].name]
        block = self.port.block(spot.sheet, spot.row + 1, spot.col + 1, len(declared.rows), len(declared.columns))
        return {
            (row.key, column.key): block[r][c]
            for r, row in enumerate(declared.rows)
            for c, column in enumerate(declared.columns)
        }

    def _results(self) -> dict[GridKey, object]:
        found: dict[GridKey, object] = {}
        for grid in grids().values():
            found |= {
                (grid.key, row, column): value if isinstance(value, (int, float)) else None
                for (row, column), value in self._grid_raw(grid.key).items()
            }
        return found | self._grid_values

    def _stage_baselines(self) -> None:
        blocks, identities, values = self.baselines.rows()
        self.put("baseline", pd.DataFrame({"table": blocks, "row": identities, "values": values}, dtype=object), ordered=True)

    def _tables_to_write(self, arranged: Mapping[str, object]) -> list[str]:
        with_formulas = {key for key, table in tables().items() if table.keys(Filled.FORMULA)}
        return [key for key in tables() if key in arranged or key in with_formulas]


def _without_blank_rows(full: pd.DataFrame) -> pd.DataFrame:
    """Rows with anything in them; columns are looked at only until every row has shown something."""
    open_rows = np.arange(len(full))
    for key in full.columns:
        values = full[key].to_numpy()[open_rows]
        open_rows = open_rows[pd.isna(values) | (values == "")]
        if not len(open_rows):
            return full
    return full.drop(index=full.index[open_rows])


class _Frames(Mapping[str, pd.DataFrame]):
    """Frames for evaluation, read only when a formula asks; every body row counts, blank ones too."""

    def __init__(self, book: PlanBook, arranged: Mapping[str, pd.DataFrame]) -> None:
        self._book, self._arranged = book, arranged

    def __getitem__(self, table: str) -> pd.DataFrame:
        return self._arranged[table] if table in self._arranged else self._book.full_frame(table)

    def __iter__(self) -> Iterator[str]:
        return iter(tables())

    def __len__(self) -> int:
        return len(tables())
