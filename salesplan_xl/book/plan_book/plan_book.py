"""A plan book behind any port: tables as frames, settings as rules, results staged and written at once.

Results are *staged* (``put``, ``put_grid``, ``put_setting``); ``changes`` then works out every cell that differs,
formula cells with their freshly evaluated values included, and the caller hands them to the port in one go.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import pandas as pd

from salesplan_xl.book.plan_book.beside import Beside, earlier_notes
from salesplan_xl.book.plan_book.cell_diff import formula_column_writes, grid_cell_writes, severed_writes
from salesplan_xl.book.plan_book.customer_names import (
    CODES,
    aliases,
    changed_names,
    with_names,
    with_new_names,
)
from salesplan_xl.book.plan_book.edits import Baselines, Plain, find_edits
from salesplan_xl.book.plan_book.formula_overrides import override_findings, overrides_of
from salesplan_xl.book.plan_book.own_formulas import only_ours
from salesplan_xl.book.plan_book.reader import BookReader, without_blank_rows
from salesplan_xl.book.plan_book.reapplied_edits import baseline_of, frame_identities, with_edits
from salesplan_xl.book.plan_book.remembered import remember
from salesplan_xl.book.plan_book.row_alignment import RowAlignment, Staged, align_rows, rows_that_go
from salesplan_xl.book.plan_book.row_keys import check_sum, key_block, new_block, remembered
from salesplan_xl.book.plan_book.setting_cells import setting_writes
from salesplan_xl.book.plan_book.severed import readers_of
from salesplan_xl.book.plan_book.sheet_lines import LINES, line_writes
from salesplan_xl.book.port import CellWrite, Port, TableWrite, Writes
from salesplan_xl.catalogue import render
from salesplan_xl.findings import Finding, Place, Sentence, Severity
from salesplan_xl.schema.evaluate import Evaluation, GridKey
from salesplan_xl.schema.layout import column_letters
from salesplan_xl.schema.types import Filled, SettingValue
from salesplan_xl.schema.workbook import grids, sheet, sheet_of, tables


class PlanBook(BookReader):
    """One open plan book: what it holds and what is to become of it; arguments and errors of ``BookReader``."""

    def __init__(self, port: Port, *, older: bool = False, asked: Collection[str] = ()) -> None:
        super().__init__(port, older=older, asked=asked)
        self._staged: dict[str, Staged] = {}
        self._alignments: dict[str, RowAlignment] = {}
        self._computed: dict[str, dict[str, list[Plain]]] = {}
        self._grid_values: dict[GridKey, object] = {}
        self._setting_writes: dict[str, SettingValue] = {}
        self._lines: dict[str, Sentence | None] = {}
        self._show: list[str] = []
        self._overrides: dict[str, dict[str, dict[int, float]]] = {}
        self._evaluation: Evaluation | None = None
        self._filled_frames: dict[str, pd.DataFrame] = {}

    # ── what the book says ────────────────────────────────────────────────────────────────────────────

    def frame(self, table: str) -> pd.DataFrame:
        """A table as it stands (or as staged): schema keys, wholly blank rows dropped, index = body row."""
        if table in self._staged:
            return self._staged[table].frame
        if table not in self._filled_frames:
            self._filled_frames[table] = without_blank_rows(self.full_frame(table))
        return self._filled_frames[table]

    def located(self, finding: Finding) -> Finding:
        """The finding with sheet and cell filled in from its table, row and column."""
        place = finding.place
        if place.cell or not place.table:
            return finding
        if place.table not in tables() or self.is_gone(place.table):
            return finding
        spot, body_row = self.place(place.table), self._sheet_row(finding)
        row = spot.header_row if body_row is None else spot.first_row + body_row
        row += self.shift_of(place.table)
        column = self.column_position(place.table, place.column) if place.column else 0
        cell = f"{column_letters(spot.first_col + column)}{row}"
        return Finding(
            finding.code, finding.severity, finding.values,
            Place(place.table, place.row, place.column, spot.sheet, cell),
        )  # fmt: skip

    # ── the user's edits ──────────────────────────────────────────────────────────────────────────────

    def edits(self, table: str) -> dict[str, dict[str, object]]:
        """The user's changes in a computed table: row identity → column key → raw cell value."""
        declared = tables()[table]
        columns = {key: self.raw_column(table, key) for key in declared.keys(Filled.EDIT)}
        return find_edits(self.raw_identities(table), columns, self.baselines.blocks.get(table, {}))

    def grid_edits(self, grid: str, column: str) -> dict[str, float]:
        """The user's changes in an edit column of a grid: row key → number."""
        base = self.baselines.blocks.get(grid, {})
        rows = [
            row.key
            for row in grids()[grid].rows
            if (cell := grids()[grid].cell(row.key, column)) and cell.edit
        ]
        values = [self.grid_raw(grid).get((row, column)) for row in rows]
        edits = find_edits(rows, {column: values}, base)
        values_by_row = {row: cell[column] for row, cell in edits.items()}
        return {row: float(value) for row, value in values_by_row.items() if isinstance(value, (int, float))}

    def reapply_edits(
        self, table: str, computed: pd.DataFrame, *, reset: bool = False, orphans: bool = True,
        only: Collection[str] = (),
    ) -> pd.DataFrame:  # fmt: skip
        """The computed frame with the user's edits put back, matched by row identity.

        Notes in ``edited`` what was changed. The computed values become the new baseline when the frame is
        staged. Rows the user edited that are no longer computed stay, with a finding, unless ``orphans`` is
        false (a list of the month). ``only`` names the columns whose edits count, if not all of them.
        """
        declared, fresh = tables()[table], computed.reset_index(drop=True)
        edits = {} if reset else self.edits(table)
        if only:
            edits = {
                row: kept
                for row, cells in edits.items()
                if (kept := {key: value for key, value in cells.items() if key in only})
            }
        self._computed[table] = baseline_of(declared, fresh, self.lang)
        if not orphans:
            edits = {row: cells for row, cells in edits.items() if row in self._computed[table]}
        return with_edits(self, declared, fresh.copy(), edits) if edits else fresh

    @cached_property
    def baselines(self) -> Baselines:
        """The values computed last, customers under their names of today."""
        return with_new_names(self._stored_baselines, self.customer_aliases)

    @cached_property
    def customer_aliases(self) -> dict[str, str]:
        """Former names of customers, each with the name of today."""
        return aliases(self._stored_baselines.blocks.get(CODES, {}), self)

    @cached_property
    def _stored_baselines(self) -> Baselines:
        body = self.raw_rows("baseline")
        return Baselines.read(
            zip(
                *(body[self.column_position("baseline", key)] for key in ("table", "row", "values")),
                strict=True,
            )
        )

    def remember_names(self) -> None:
        """Say which customers changed their name since the last computation, and remember the names of today."""
        remembered = self.baselines.blocks.get(CODES, {})
        for old, new in changed_names(remembered, self):
            place = Place("customers", self._customer_row(new), "name")
            self.findings.append(Finding("F-009", Severity.NOTE, {"old": old, "new": new}, place))
        self.baselines.blocks[CODES] = with_names(remembered, self)

    # ── staging and writing ───────────────────────────────────────────────────────────────────────────

    def put(
        self, table: str, frame: pd.DataFrame, *, ordered: bool = False, only: Sequence[str] = (),
        keys: Sequence[str] = (),
    ) -> None:  # fmt: skip
        """Stage a table's new content.

        Args:
            table: table key.
            frame: its rows; existing rows keep their place by identity unless ``ordered``.
            ordered: rows stand in the frame's order, whatever stood there; where they have an identity, what
                the user keeps beside them moves along.
            only: write these columns and leave the others of existing rows as they are.
            keys: what each row is about, where its identity changes with every figure.
        """
        if self.is_gone(table):
            return
        self._alignments.pop(table, None)
        self._evaluation = None
        fresh, sums = frame.reset_index(drop=True), tuple(map(check_sum, keys))
        self._staged[table] = self._recognising(table, Staged(fresh, ordered, tuple(only), sums))
        if table in self._computed:
            # Only what is written may change its baseline, or untouched cells would look like edits.
            self.baselines.renew(table, tables()[table].keys(Filled.EDIT), self._computed[table], only)

    def _recognising(self, table: str, staged: Staged) -> Staged:
        """With the keys by what rows show, see ``row_keys``; the baseline remembers them from now on."""
        blocks, name = self.baselines.blocks, key_block(table)
        block = blocks.get(name, {})
        if not (staged.keys or block):
            return staged
        fresh = frame_identities(tables()[table], staged.frame, self.lang) if staged.keys else []
        staged = replace(staged, shown=remembered(block, fresh, staged.keys))
        # What nobody remembered has no key to keep.
        blocks[name] = new_block(staged.shown, fresh, self._noted(table, staged) if block else ())
        return staged

    def _noted(self, table: str, staged: Staged) -> list[str]:
        """Identities of the rows whose notes stand below the table or are about to."""
        identities, gone = self.raw_identities(table), rows_that_go(self, table, staged)
        earlier = earlier_notes(self, table)
        noted = Beside(self, table).notes(gone) if gone else []
        return [*(identities[row] for row in noted), *(earlier.identities if earlier else ())]

    def put_grid(
        self, grid: str, values: Mapping[tuple[str, str], object], computed: Mapping[str, float] | None = None
    ) -> None:
        """Stage result cells of a grid: (row, column) → value or sentence.

        ``computed`` gives the values of its edit column before the user's edits, row by row.
        """
        if computed is not None:
            self.baselines.blocks[grid] = {row: [float(value)] for row, value in computed.items()}
        self._evaluation = None
        self._grid_values.update({(grid, row, column): value for (row, column), value in values.items()})

    def is_staged(self, table: str) -> bool:
        """Whether a table's new content is staged already."""
        return table in self._staged

    def put_setting(self, key: str, value: SettingValue) -> None:
        """Stage a setting."""
        self._evaluation = None
        self._setting_writes[key] = value
        self.settings[key] = value

    def remember_itself(self) -> None:
        """Keep settings and headers among what is remembered; they are written with the next changes."""
        remember(self.baselines, self.settings, self._places)

    def put_lines(self, lines: Mapping[str, Sentence | None]) -> None:
        """Stage the line above the first block of some sheets: sheet key → sentence, ``None`` for no line."""
        self._lines.update(lines)

    def show(self, sheet_of_block: str) -> None:
        """Make the sheet of a table or grid visible when a lean book hides it."""
        sheet = self.sheet_name(sheet_of_block)
        if sheet and sheet in self.port.hidden_sheets() and sheet not in self._show:
            self._show.append(sheet)

    def show_sheet(self, key: str) -> None:
        """Make a sheet visible by its key; one without tables and blocks stays as it is."""
        declared = sheet(key)
        blocks = [table.key for table in declared.tables] + [grid.key for grid in declared.grids]
        if blocks:
            self.show(blocks[0])

    def leave_hidden(self) -> None:
        """Sheets that steps wanted to be seen stay hidden after all."""
        self._show.clear()

    def changes(self) -> Writes:
        """Every cell that differs from what the book holds, formula results included."""
        texts = {key: render(line, self.lang) if line else None for key, line in self._lines.items()}
        lines = line_writes(self, texts, self.baselines.blocks.setdefault(LINES, {}))
        evaluation = None if self.port.recalculates else self.evaluation()
        self._stage_baselines()  # no formula reads them
        alignments = {key: self._aligned(key) for key in self._staged}
        writes: list[TableWrite] = []
        for key in self._tables_to_write(alignments):
            write = formula_column_writes(
                self, evaluation, key, alignments.get(key), self.formula_overrides(key)
            )
            if write is not None:
                writes.append(write)
        severed = readers_of(self, self.absence.gone)
        cells = (
            *self._settings_changed(),
            *lines,
            *grid_cell_writes(self, evaluation, self._grid_values, severed),
            *(severed_writes(self, evaluation or self.evaluation(), severed) if severed else ()),
        )
        made = Writes(tuple(writes), cells, tuple(self._show))
        return replace(made, settled=evaluation is not None and only_ours(self)) if made else made

    def table_changes(self, table: str) -> TableWrite | None:
        """The changes in one staged table without formula columns (the log, the inputs)."""
        if self.is_gone(table):
            return None
        return formula_column_writes(self, None, table, self._aligned(table), self.formula_overrides(table))

    def evaluation(self) -> Evaluation:
        """The book's formulas over its staged and present values, rows in sheet order; anew once more is staged."""
        if self._evaluation is None:
            frames = _Frames(self, {key: self._aligned(key).frame for key in self._staged})
            overrides = {
                (table, column): moved
                for table in tables()
                for column, rows in self.formula_overrides(table).items()
                if (moved := self._moved(table, rows))
            }
            results = self._standing_results | self._grid_values
            self._evaluation = Evaluation(frames, self.settings, results, overrides)
        return self._evaluation

    def formula_overrides(self, table: str) -> dict[str, dict[int, float]]:
        """The formula overrides of a table: column → body row as read → number."""
        if table not in self._overrides:
            has = tables()[table].keys(Filled.FORMULA) and not self.is_gone(table)
            self._overrides[table] = overrides_of(self, table) if has else {}
        return self._overrides[table]

    def override_findings(self, *, everywhere: bool) -> list[Finding]:
        """A warning for every formula the user typed a number over, in all tables or in the staged ones."""
        keys = [key for key in tables() if everywhere or key in self._staged]
        return [
            finding for key in keys for finding in override_findings(self, key, self.formula_overrides(key))
        ]

    def staged_grid_values(self) -> Mapping[GridKey, object]:
        """Result cells staged so far."""
        return self._grid_values

    def shift_of(self, table: str) -> int:
        """Rows by which a table moves once staged, because tables above it on its sheet grow or shrink."""
        place, moved = self.place(table), 0
        for item in sheet_of(table).tables:
            if not self.is_staged(item.key) or self.is_gone(item.key):
                continue
            other = self.place(item.key)
            if other.sheet == place.sheet and other.first_row < place.first_row:
                aligned = self._aligned(item.key)
                moved += len(aligned.frame) + aligned.leaving - aligned.joining - other.rows
        return moved

    # ── inside ────────────────────────────────────────────────────────────────────────────────────────

    def _aligned(self, table: str) -> RowAlignment:
        if table not in self._alignments:
            self._alignments[table] = align_rows(self, table, self._staged[table])
        return self._alignments[table]

    def _moved(self, table: str, rows: Mapping[int, float]) -> dict[int, float]:
        """Formula overrides by the rows where they will stand; those of rows that go are gone with them."""
        if table not in self._staged:
            return dict(rows)
        place = {old: new for new, old in enumerate(self._aligned(table).origins())}
        return {place[row]: number for row, number in rows.items() if row in place}

    def _sheet_row(self, finding: Finding) -> int | None:
        """The sheet row a finding speaks of, as it stands or will stand once staged; ``None`` where nobody knows it.

        Rows of input tables and fixed tables stand as read. Rows of computed tables follow the user's own
        order: that of the staged table, else that of the customer's row as it stands.
        """
        table, row = finding.place.table, finding.place.row
        declared = tables()[table]
        if row is None or declared.fixed_rows or not declared.keys(Filled.COMPUTED):
            return row
        if table in self._staged:
            order = self._aligned(table).order
            return order.index(row) if row in order else row
        standing, customer = self.raw_identities(table), str(finding.values.get("customer"))
        return standing.index(customer) if customer in standing else None

    def _customer_row(self, name: str) -> int | None:
        names = [str(cell or "").strip() for cell in self.raw_column("customers", "name")]
        return names.index(name) if name in names else None

    def _settings_changed(self) -> list[CellWrite]:
        return setting_writes(self.port, self._named, self._setting_writes, self.lang)

    @cached_property
    def _standing_results(self) -> dict[GridKey, object]:
        return {
            (grid, row, column): value if isinstance(value, (int, float, str)) else None
            for grid in grids()
            for (row, column), value in self.grid_raw(grid).items()
        }

    def _stage_baselines(self) -> None:
        blocks, identities, values = self.baselines.rows()
        self.put(
            "baseline",
            pd.DataFrame({"table": blocks, "row": identities, "values": values}, dtype=object),
            ordered=True,
        )

    def _tables_to_write(self, alignments: Mapping[str, object]) -> list[str]:
        if self.port.recalculates:
            return [key for key in tables() if key in alignments]
        with_formulas = {
            key for key, table in tables().items() if table.keys(Filled.FORMULA) and not self.is_gone(key)
        }
        return [key for key in tables() if key in alignments or key in with_formulas]


class _Frames(Mapping[str, pd.DataFrame]):
    """Frames for evaluation, read only when a formula asks; every body row counts, blank ones too."""

    def __init__(self, book: PlanBook, aligned: Mapping[str, pd.DataFrame]) -> None:
        self._book, self._aligned = book, aligned

    def __getitem__(self, table: str) -> pd.DataFrame:
        return self._aligned[table] if table in self._aligned else self._book.full_frame(table)

    def __iter__(self) -> Iterator[str]:
        return iter(tables())

    def __len__(self) -> int:
        return len(tables())
