"""Everything of ours removed in turn: it comes back with a finding and the same figures, or one sentence stops it.

Never other figures without a word. Names, rows, columns, headers and sheets are removed over the whole schema, several
that have nothing to do with one another at a time, from one small computed book.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from typing import Any

import pytest

from salesplan_xl.book.file import FilePort
from salesplan_xl.book.plan_book.absence import absence_of
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.book.port import Removal, TablePlace
from salesplan_xl.commands.engine import runner
from salesplan_xl.commands.engine.opening import opened
from salesplan_xl.commands.engine.result_sheet import asked_sheets
from salesplan_xl.commands.engine.undo import undo
from salesplan_xl.errors import WorkbookError
from salesplan_xl.findings import Finding
from salesplan_xl.schema.evaluate import formula_cells
from salesplan_xl.schema.layout import BookNames, quote_sheet
from salesplan_xl.schema.settings import SETTINGS
from salesplan_xl.schema.settings_page import SECTIONS
from salesplan_xl.schema.types import Filled, Sheet, Table
from salesplan_xl.schema.workbook import (
    ABOUT,
    SHEETS,
    blocks_of,
    grids,
    holds_typing,
    named_cells,
    sheet,
    spare_sheets,
    tables,
)
from tests.live.books import NOW, file_port, plan_bytes
from tests.shared import shared

LANG = "zh"
NAMES = BookNames(LANG, "wan")
DAY = dt.date(2026, 11, 22)
# What every run writes anew, and what counts the findings.
RECORDS = frozenset({"log", "baseline", "undo", "findings", "seen", "imports", "steps"})
CAME_BACK = "F-01"
TYPED = (Filled.USER, Filled.IMPORT)
BATCHES = 2
APART = 6


@cache
def computed() -> bytes:
    """A small book after a run; another run changes nothing."""
    return shared("absence.xlsx", _computed)


def _computed() -> bytes:
    port = file_port(plan_bytes(LANG, "few"))
    for _ in range(2):
        _run(port)
        port = port.refreshed()
    return port.to_bytes()


def fresh() -> FilePort:
    """The same book once more."""
    return file_port(computed())


@cache
def whole() -> FilePort:
    """The same book for those who only look at it: nobody writes into it."""
    return fresh()


def _run(port: FilePort) -> tuple[FilePort, Sequence[Finding]]:
    found = opened(port, NOW, asked_sheets("run"))
    result = runner.execute("run", found.book, now=NOW, as_of=DAY)
    assert not result.blocked
    return found.port, result.findings


def shown(port: FilePort) -> dict[str, Any]:
    """What tables, blocks and settings of a book show; what is gone is not there."""
    book = PlanBook(port)
    standing = [key for key in (*tables(), *grids()) if key not in RECORDS and not book.is_gone(key)]
    found: dict[str, Any] = {"settings": book.settings}
    for key in standing:
        if key in grids():
            found[key] = {cell: _plain(value) for cell, value in book.grid_raw(key).items()}
        else:
            columns = tables()[key].keys()
            found[key] = [[_plain(value) for value in book.raw_column(key, column)] for column in columns]
    return found


def _plain(value: object) -> object:
    return float(f"{value:.9g}") if isinstance(value, float) else None if value == "" else value


@cache
def expected() -> dict[str, Any]:
    """What the whole book shows."""
    return shown(whole())


def run_again(port: FilePort) -> list[Finding]:
    """Run a book of which something was removed: the same figures; what came back is named."""
    port, findings = _run(port)
    after = shown(port.refreshed())
    assert after == {key: expected()[key] for key in after}
    return [finding for finding in findings if finding.code.startswith(CAME_BACK)]


def codes(findings: Sequence[Finding]) -> list[str]:
    """Their codes."""
    return sorted(finding.code for finding in findings)


# ── settings and names ────────────────────────────────────────────────────────────────────────────────


def _rows_of(port: FilePort, names: Sequence[str]) -> Removal:
    spots = [port.names()[name] for name in names]
    return Removal(rows=tuple((spot.sheet, spot.row, spot.row) for spot in spots))


@pytest.mark.slow
def test_a_setting_comes_back_as_it_was_at_the_last_run() -> None:
    port = fresh()
    book = PlanBook(port)
    book.put_setting("growth_a", 0.9)
    port.apply(book.changes())
    port, _ = _run(port.refreshed())
    target = shown(port.refreshed())["tier_targets"]["total", "expected"]
    assert target != expected()["tier_targets"]["total", "expected"]
    lost = port.refreshed()
    found, findings = _run(lost.shrink(_rows_of(lost, ["sp_growth_a"])))
    assert codes([one for one in findings if one.code.startswith(CAME_BACK)]) == ["F-010"]
    after = shown(found.refreshed())
    assert (after["settings"]["growth_a"], after["tier_targets"]["total", "expected"]) == (0.9, target)


@pytest.mark.slow
def test_a_setting_no_run_has_noted_comes_back_with_its_default() -> None:
    port = file_port(plan_bytes(LANG))
    found = opened(port.shrink(_rows_of(port, ["sp_growth_a"])), NOW)
    assert codes(found.book.findings) == ["F-011"]
    assert found.book.settings["growth_a"] == PlanBook(port).settings["growth_a"]
    found.book.put_setting("growth_a", 0.2)
    found.port.apply(found.book.changes())
    assert PlanBook(found.port.refreshed()).settings["growth_a"] == 0.2


def test_where_nothing_can_be_put_back_a_sentence_says_where_it_can() -> None:
    """xlwings Lite reads neither formulas nor looks: nothing is computed with a default instead."""
    port = fresh().shrink(Removal(names=("sp_growth_a",)))
    port.grows = False
    with pytest.raises(WorkbookError) as caught:
        opened(port, NOW)
    assert caught.value.code == "SP-328"
    assert "sp_growth_a" in caught.value.sentence(LANG)


@pytest.mark.slow
def test_undo_takes_a_putting_back_back() -> None:
    port = fresh()
    lost = port.shrink(_rows_of(port, ["sp_growth_a"]))
    found = opened(lost, NOW)
    _, port = undo(found.port, now=NOW)
    assert "sp_growth_a" not in port.names()
    assert [finding.code for finding in opened(port, NOW).book.findings] == ["F-010"]


@pytest.mark.slow
@pytest.mark.parametrize("batch", range(BATCHES))
@pytest.mark.parametrize("whole_row", [True, False], ids=["row", "name"])
def test_settings_come_back(batch: int, whole_row: bool) -> None:
    lost = [setting.name for setting in SETTINGS[batch::BATCHES]]
    port = fresh()
    findings = run_again(port.shrink(_rows_of(port, lost) if whole_row else Removal(names=tuple(lost))))
    assert codes(findings) == ["F-010" if whole_row else "F-012"] * len(lost)
    places = {finding.place.column or str(finding.values["name"]) for finding in findings}
    assert {place.removeprefix("sp_") for place in places} == {name.removeprefix("sp_") for name in lost}


@pytest.mark.parametrize("batch", range(BATCHES))
@pytest.mark.slow
def test_whole_groups_of_settings_come_back(batch: int) -> None:
    """With the heading above them and without it."""
    groups = [[setting.name for setting in section.settings] for section in SECTIONS[batch::BATCHES]]
    removals = [_rows_of(whole(), members).rows for members in groups]
    headings = [((name, first - 1, first - 1), *rows) for rows in removals for name, first, _ in rows[:1]]
    for gone in (removals, headings):
        findings = run_again(fresh().shrink(Removal(rows=tuple(chain.from_iterable(gone)))))
        assert codes(findings) == ["F-010"] * sum(map(len, groups))


@pytest.mark.parametrize("name", ABOUT)
@pytest.mark.parametrize("whole_row", [True, False], ids=["row", "name"])
@pytest.mark.slow
def test_what_the_book_says_of_itself_is_read_off_its_tables(name: str, whole_row: bool) -> None:
    port = fresh()
    findings = run_again(port.shrink(_rows_of(port, [name]) if whole_row else Removal(names=(name,))))
    assert codes(findings) == ["F-012"]


@pytest.mark.slow
@pytest.mark.parametrize("batch", range(3))
def test_corners_of_blocks_are_found_by_their_headers(batch: int) -> None:
    lost = [grid.name for grid in grids().values()][batch::3]
    assert codes(run_again(fresh().shrink(Removal(names=tuple(lost))))) == ["F-012"] * len(lost)


@pytest.mark.parametrize("key", grids())
def test_a_block_without_its_header_row_stops_with_a_sentence(key: str) -> None:
    port = whole()
    spot = port.names()[grids()[key].name]
    lost = _Without(port, names={grids()[key].name}, blank=(spot.sheet, spot.row))
    with pytest.raises(WorkbookError) as caught:
        absence_of(lost)  # type: ignore[arg-type]
    assert caught.value.code == "SP-327"
    assert grids()[key].label.zh in caught.value.sentence(LANG)


def test_a_row_deleted_within_a_block_stops_with_a_sentence() -> None:
    port = fresh()
    spot = port.names()["sp_grid_tier_targets"]
    with pytest.raises(WorkbookError) as caught:
        _run(port.shrink(Removal(rows=((spot.sheet, spot.row + 2, spot.row + 2),))))
    assert caught.value.code == "SP-327"


# ── columns and headers ───────────────────────────────────────────────────────────────────────────────


class _Without:
    """A book without some names or columns, for looking only."""

    def __init__(
        self,
        port: FilePort,
        names: Collection[str] = (),
        tables: Collection[str] = (),
        columns: Mapping[str, str] | None = None,
        blank: tuple[str, int] = ("", 0),
    ) -> None:
        gone = columns or {}
        self.port, self.blank = port, blank
        self._names = {name: spot for name, spot in port.names().items() if name not in names}
        self._tables = {
            name: _narrower(place, gone[name]) if name in gone else place
            for name, place in port.tables().items()
            if name not in tables
        }

    def __getattr__(self, name: str) -> Any:
        return getattr(self.port, name)

    def names(self) -> Mapping[str, Any]:
        return self._names

    def tables(self) -> Mapping[str, TablePlace]:
        return self._tables

    def block(self, name: str, row: int, col: int, rows: int, cols: int) -> list[list[object]]:
        lines = [list(line) for line in self.port.block(name, row, col, rows, cols)]
        if name == self.blank[0] and row <= self.blank[1] < row + rows:
            lines[self.blank[1] - row] = [None] * cols
        return lines


def _narrower(place: TablePlace, gone: str) -> TablePlace:
    return replace(place, columns=tuple(header for header in place.columns if header != gone))


def _comes_back(table: Table, column: str) -> bool:
    typed = table.column(column).filled in TYPED
    return not typed and column not in table.identity and not _home(table).hidden


def _home(table: Table) -> Sheet:
    return next(item for item in SHEETS if table in item.tables)


def _columns(wanted: bool) -> Iterator[tuple[Table, str]]:
    for table in tables().values():
        yield from ((table, key) for key in table.keys() if _comes_back(table, key) is wanted)


@pytest.mark.parametrize(("table", "column"), [(table.key, key) for table, key in _columns(wanted=False)])
def test_a_column_that_holds_what_was_typed_stops_with_a_sentence(table: str, column: str) -> None:
    header = NAMES.header(table, column)
    with pytest.raises(WorkbookError) as caught:
        absence_of(_Without(whole(), columns={tables()[table].name: header}))  # type: ignore[arg-type]
    assert caught.value.code == "SP-311"
    assert header in caught.value.sentence(LANG)


def _batches(pick: Callable[[Table], list[str]]) -> list[list[tuple[str, str]]]:
    """One column of each table at a time, of a wide table two or three that are far from one another."""
    picked = {table.key: pick(table) for table in tables().values()}
    return [
        [(key, column) for key, columns in picked.items() for column in columns[at::APART]]
        for at in range(APART)
    ]


DELETED = _batches(lambda table: [key for key in table.keys() if _comes_back(table, key)])
RENAMED = _batches(lambda table: list(table.keys()) if not _home(table).hidden else [])
BACK = {Filled.EDIT: "F-018", Filled.FORMULA: "F-019", Filled.COMPUTED: "F-019"}


@pytest.mark.slow
@pytest.mark.parametrize("batch", range(len(DELETED)))
def test_columns_that_commands_fill_come_back(batch: int) -> None:
    lost = DELETED[batch]
    gone = tuple((tables()[key].name, (NAMES.header(key, column),), False) for key, column in lost)
    findings = run_again(fresh().shrink(Removal(columns=gone)))
    assert codes(findings) == sorted(BACK[tables()[key].column(column).filled] for key, column in lost)
    assert {(finding.place.table, finding.place.column) for finding in findings} == set(lost)


@pytest.mark.slow
@pytest.mark.parametrize("batch", range(len(RENAMED)))
def test_a_changed_header_is_told_by_its_place(batch: int) -> None:
    lost = RENAMED[batch]
    headers = tuple((tables()[key].name, NAMES.header(key, column), "我的叫法") for key, column in lost)
    findings = run_again(fresh().shrink(Removal(headers=headers)))
    assert codes(findings) == ["F-016"] * len(lost)
    assert {finding.values["header"] for finding in findings} == {"我的叫法"}


def test_a_changed_header_undone_is_the_users_again() -> None:
    old = NAMES.header("targets", "growth")
    port = fresh().shrink(Removal(headers=(("tblTargets", old, "我的叫法"),)))
    found = opened(port, NOW)
    assert old in found.port.tables()["tblTargets"].columns
    _, port = undo(found.port, now=NOW)
    assert "我的叫法" in port.tables()["tblTargets"].columns


def test_a_column_of_the_users_own_is_never_taken_for_ours() -> None:
    """It was there at the last run: the column of ours beside it was deleted, not renamed."""
    port = fresh().shrink(Removal(headers=(("tblTargets", NAMES.header("targets", "tier"), "等级"),)))
    book = PlanBook(opened(port, NOW).port)
    place = book.place("targets")
    header = NAMES.header("targets", "growth")
    own = replace(place, columns=tuple("自己的" if one == header else one for one in place.columns))
    memory = dict(book.baselines.blocks["headers"])
    assert "自己的" not in memory["targets"]
    missing = _Renamed(whole(), {"tblTargets": own})
    assert absence_of(missing).renamed == {("targets", "growth"): "自己的"}  # type: ignore[arg-type]
    missing.known = True
    lost = absence_of(missing)  # type: ignore[arg-type]
    assert (lost.renamed, lost.lost.columns) == ({}, {("targets", "growth")})


@dataclass
class _Renamed:
    """A book in which a table has other headers, which the last run may have noted."""

    port: FilePort
    places: Mapping[str, TablePlace]
    known: bool = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self.port, name)

    def tables(self) -> Mapping[str, TablePlace]:
        return {**self.port.tables(), **self.places}

    def body(self, table: str) -> list[list[object]]:
        lines = self.port.body(table)
        if table == "tblBaseline" and self.known:
            lines.append(["headers", "targets", '["自己的"]'])
        return lines


def test_two_headers_changed_side_by_side_are_nobodys_guess() -> None:
    place = whole().tables()["tblTargets"]
    at = place.columns.index(NAMES.header("targets", "growth"))
    columns = (*place.columns[:at], "甲", "乙", *place.columns[at + 2 :])
    with pytest.raises(WorkbookError) as caught:
        absence_of(_Renamed(whole(), {"tblTargets": replace(place, columns=columns)}))  # type: ignore[arg-type]
    assert caught.value.code == "SP-329"
    assert "甲" in caught.value.sentence(LANG)


# ── tables and sheets ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("key", [key for key, table in tables().items() if blocks_of(_home(table)) != (key,)])
def test_a_table_that_is_no_table_any_more_stops_with_a_sentence(key: str) -> None:
    with pytest.raises(WorkbookError) as caught:
        absence_of(_Without(whole(), tables={tables()[key].name}))  # type: ignore[arg-type]
    assert caught.value.code == "SP-316"
    assert tables()[key].name in caught.value.sentence(LANG)


def without_sheet(key: str) -> FilePort:
    """The book after the user has deleted a sheet."""
    port, name = fresh(), sheet(key).label.of(LANG)
    return port.shrink(Removal(sheets=(name,), names=named_cells(sheet(key))))


@pytest.mark.parametrize("key", [item.key for item in SHEETS if holds_typing(item) and not item.settings])
def test_a_sheet_that_holds_what_was_typed_stops_with_a_sentence_and_comes_back_empty_when_asked(
    key: str,
) -> None:
    port = without_sheet(key)
    with pytest.raises(WorkbookError) as caught:
        opened(port, NOW)
    assert caught.value.code == "SP-316"
    assert sheet(key).label.zh in caught.value.sentence(LANG)
    assert key in absence_of(port, {key}).lost.sheets


@pytest.mark.slow
@pytest.mark.parametrize("key", [item.key for item in SHEETS if not holds_typing(item) or item.settings])
def test_a_sheet_that_commands_fill_is_gone_until_asked_for_or_comes_back(key: str) -> None:
    port, findings = _run(without_sheet(key))
    port = port.refreshed()
    book = PlanBook(port)
    if key in spare_sheets():
        assert book.absence.gone == {key}
        assert [finding.code for finding in findings].count("F-020") == 1
        assert not any(finding.code.startswith(CAME_BACK) for finding in findings)
    else:
        assert {finding.code for finding in findings} & {"F-013", "F-014", "F-015"}
    after = shown(port)
    if (
        key == "system"
    ):  # every figure counts as the user's now and is marked so: totals stay, splits may follow them
        after = {name: after[name] for name in ("settings", "tier_targets", "commitments", "kpi_board")}
    assert after == {name: expected()[name] for name in after}
    if key in spare_sheets():
        _asked_for(port, key)


def _asked_for(port: FilePort, key: str) -> None:
    """A sheet that was done without comes back whole when asked for."""
    found = opened(port, NOW, {key})
    assert codes(found.book.findings) == ["F-013"]
    port, _ = _run(found.port)
    again = port.refreshed()
    assert shown(again).keys() == expected().keys()
    assert PlanBook(again).absence.gone == frozenset()
    book = PlanBook(port)
    for grid, row, column in formula_cells():
        spot = book.grid_cell_spot(grid, row, column)
        assert port.formulas(*spot, 1, 1), (grid, row, column)


def test_nothing_of_the_plan_is_computed_from_a_sheet_that_can_be_done_without() -> None:
    """What users type there is a request of their own; formulas that read it belong to other such sheets."""
    for key in spare_sheets():
        item = sheet(key)
        assert not holds_typing(item)
        label = f"{quote_sheet(item.label.of(LANG))}!"
        for (grid, *_), formula in formula_cells().items():
            if grid not in blocks_of(item) and label in formula.text(NAMES, grid):
                assert any(grid in blocks_of(sheet(other)) for other in spare_sheets()), (key, grid)


def test_a_workbook_with_few_of_our_tables_is_somebody_elses() -> None:
    lost = set(whole().tables()) - {"tblCustomers", "tblOrders"}
    with pytest.raises(WorkbookError) as caught:
        absence_of(_Without(whole(), names={ABOUT[0]}, tables=lost))  # type: ignore[arg-type]
    assert caught.value.code == "SP-310"
