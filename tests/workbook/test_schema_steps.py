"""Schema steps of every kind: what is taken out of a fresh book comes back as it was, in a file and in Excel.

An older book is made by taking something out of a freshly built one; the step that lists it must give the fresh
book again: every cell, look, rule, name, table and width. The way back must give the older book again.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache

import pytest
from book_state import State, differences, state
from xlsx_lint import lint

from salesplan_xl.book.excel.errors import quiet
from salesplan_xl.book.excel.live import LivePort
from salesplan_xl.book.file import FilePort
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.book.port import CellWrite, Port, Removal, Writes
from salesplan_xl.book.xlsx import Formula, XlsxFile
from salesplan_xl.commands.engine.opening import brought_up, fresh_book, opened, taken_back
from salesplan_xl.errors import WorkbookError
from salesplan_xl.schema import migrations
from salesplan_xl.schema.layout import BookNames, spots
from salesplan_xl.schema.migrations.step import Step
from salesplan_xl.schema.settings import SETTINGS
from salesplan_xl.schema.workbook import SCHEMA_VERSION, SHEETS, Lacking, grids, sheet, sheet_of, tables
from tests.fast import fast_only
from tests.live.engine import running

NOW = dt.datetime(2027, 4, 1, 9)
BONUS = tuple(setting.key for setting in SETTINGS if setting.record == "incentives")
# What has nothing to do with one another is taken out of one book.
STEPS = {
    "a first setting, one amid its group, two side by side, the very last": Step(
        2, settings=("tier_method", "slack", "loss_danger", "loss_danger_probability", "customers_a_week"),
    ),
    "a whole group of settings": Step(2, settings=BONUS),
    "columns at the end, formula columns, an edit column with its list": Step(
        2,
        columns=(
            ("map", "edited"), ("map", "reason"), ("quarters", "year"), ("quarters", "reason"), ("actions", "cause"),
        ),
    ),
    "a column above or below which another table is wider": Step(2, columns=(("tracking", "sentence"),)),
    "a sheet with an input table": Step(2, sheets=("actions",)),
    "a hidden sheet": Step(2, sheets=("undo_rows",)),
    "everything together": Step(2, settings=("buffer", "slack"), columns=(("map", "reason"),), sheets=("actions",)),
}  # fmt: skip
IN_FILES_ONLY = {
    "a row of a block": Step(2, grid_rows=(("concentration", "effective"),)),
    "a block above a table, the table below a block": Step(2, grids=("review_summary",), tables=("trace",)),
    "sheets with blocks, formulas, a table and a chart": Step(2, sheets=("funnel", "confidence")),
    "a block with a row more on a sheet that gets a column": Step(
        2, columns=(("health", "compared_this"), ("health", "compared_last")), grid_rows=(("concentration", "effective"),)
    ),
}  # fmt: skip


@pytest.fixture(autouse=True)
def _steps_of_our_own(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    yield
    monkeypatch.undo()
    Lacking.of.cache_clear()


def _only(step: Step, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrations, "STEPS", (step,))
    Lacking.of.cache_clear()


def _older(step: Step, lang: str = "zh") -> bytes:
    """A fresh book without what a step brings, saying schema 1."""
    port = FilePort(XlsxFile.from_bytes(fresh_book(lang, "wan")), "book.xlsx")
    port = port.shrink(_out(step, port, lang))
    spot = port.names()["sp_schema_version"]
    port.apply(Writes(cells=(CellWrite(spot.sheet, spot.row, spot.col, 1),)))
    return port.to_bytes()


def _out(step: Step, port: Port, lang: str) -> Removal:
    names, said = BookNames(lang, "wan"), port.names()
    rows = [(said[f"sp_{key}"].sheet, said[f"sp_{key}"].row, said[f"sp_{key}"].row) for key in step.settings]
    if set(BONUS) <= set(step.settings):
        rows.append((rows[0][0], rows[0][1] - 1, rows[0][1] - 1))  # the group's heading
    gone = [f"sp_{key}" for key in step.settings]
    for grid, row in step.grid_rows:
        spot = said[grids()[grid].name]
        down = [one.key for one in grids()[grid].rows].index(row) + 1
        rows.append((spot.sheet, spot.row + down, spot.row + down))
    for key in (*step.grids, *step.tables):
        home = sheet_of(key)
        spot, first = spots(home)[key], key in {block.key for block in home.grids[:1]}
        top, end = (
            (spot.heading_row, spot.header_row + spot.rows + 1)
            if first
            else (spot.heading_row - 1, spot.header_row + spot.rows)
        )
        rows.append((home.label.of(lang), top, end))
        gone += [grids()[key].name] if key in grids() else []
    for key in step.sheets:
        gone += [grid.name for grid in sheet(key).grids]
    columns = [
        (tables()[key].name, (names.header(key, column),), not _crossed(key))
        for key, column in reversed(step.columns)
    ]
    return Removal(
        tuple(columns), tuple(rows), tuple(sheet(key).label.of(lang) for key in step.sheets), tuple(gone)
    )


def _crossed(table: str) -> bool:
    return table == "tracking"


@cache
def _fresh(lang: str) -> State:
    return state(fresh_book(lang, "wan"))


def _compared(before: State, after: State) -> dict[str, tuple[object, object]]:
    return {
        place: values for place, values in differences(before, after).items() if ".print.freeze" not in place
    }


@pytest.mark.parametrize("name", fast_only(STEPS | IN_FILES_ONLY, "everything together"))
def test_a_step_gives_the_fresh_book_and_its_way_back_the_older_one(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = (STEPS | IN_FILES_ONLY)[name]
    old = _older(step)
    assert _compared(_fresh("zh"), state(old)) != {}
    _only(step, monkeypatch)
    port, upgrade = brought_up(FilePort(XlsxFile.from_bytes(old), "book.xlsx"), None)
    assert _compared(_fresh("zh"), state(port.to_bytes())) == {}
    assert lint(port.to_bytes()) == []
    back = taken_back(port, upgrade.growth, upgrade.before)
    assert _compared(state(old), state(back.to_bytes())) == {}
    assert lint(back.to_bytes()) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", STEPS)
def test_the_same_in_excel(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    step = STEPS[name]
    if name == "a hidden sheet":
        step = Step(2, sheets=("resources",))
    old = _older(step, "en")
    _only(step, monkeypatch)
    with running() as excel:
        book = excel.open(old)
        before = excel.state(calculated=False)
        with quiet(book.app):
            port, upgrade = brought_up(LivePort(book), None)
        found = _compared(_fresh("en"), state(excel.dump()))
        assert {place: values for place, values in found.items() if not _digits(place, values)} == {}
        assert lint(excel.dump()) == []
        with quiet(book.app):
            taken_back(port, upgrade.growth, upgrade.before)
        left = [
            line
            for line in before.differences(excel.state(calculated=False))
            if not re.search(r": None → |: 0.0 → |→ ''$|→ 0.0$", line)
        ]
        assert left == []


def _digits(place: str, values: tuple[object, object]) -> bool:
    """What differs in spelling only: widths to four decimals, blanks that Excel computes anew."""
    if ".widths." in place:
        return all(isinstance(value, tuple) for value in values) and abs(values[0][0] - values[1][0]) < 1e-3  # type: ignore[index]
    old, new = values
    if ".tables." in place and isinstance(old, tuple) and isinstance(new, tuple):
        # Whether Excel makes a column calculated whose cells all got one formula is its own affair.
        return (old[:2], [name for name, _ in old[2]]) == (new[:2], [name for name, _ in new[2]])
    if ".cells." in place and isinstance(old, tuple) and isinstance(new, tuple):
        return (old[0], old[2]) == (new[0], new[2])
    return False


# ── what the user has in the way ──────────────────────────────────────────────────────────────────────


def _typed(data: bytes, cells: dict[str, dict[tuple[int, int], object]]) -> bytes:
    file = XlsxFile.from_bytes(data)
    for name, content in cells.items():
        file.set_cells(name, content)  # type: ignore[arg-type]
    return file.to_bytes()


def test_what_stands_right_of_the_table_goes_aside_with_its_references(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    step = Step(2, columns=(("map", "reason"),))
    place = FilePort(XlsxFile.from_bytes(_older(step)), "b").tables()["tblMap"]
    right = place.first_col + len(place.columns)
    notes = {(1, right + 2): "my notes", (place.first_row, right): "note", (place.first_row, right + 2): 5.0}
    letters = {col: _letters(col) for col in (right, right + 2)}
    sums = {
        (1, 1): Formula(f"SUM('{place.sheet}'!{letters[right + 2]}:{letters[right + 2]})", 5.0),
        (2, 1): Formula(f"'{place.sheet}'!${letters[right]}${place.first_row}", "note"),
        (3, 1): Formula(
            f"SUM('{place.sheet}'!A{place.first_row}:{letters[right + 2]}{place.first_row})", 5.0
        ),
    }
    old = _typed(
        _older(step),
        {place.sheet: notes, "资源储备": {(row + 30, col): value for (row, col), value in sums.items()}},
    )
    _only(step, monkeypatch)
    port, _ = brought_up(FilePort(XlsxFile.from_bytes(old), "book.xlsx"), None)
    file = XlsxFile.from_bytes(port.to_bytes())
    lines = file.rows(place.sheet)
    assert (
        lines[0][right + 2],
        lines[place.first_row - 1][right],
        lines[place.first_row - 1][right + 2],
    ) == ("my notes", "note", 5.0)
    moved = {col: _letters(col + 1) for col in (right, right + 2)}
    assert file.formulas("资源储备", 31, 33, 1, 1) == {
        (31, 1): f"SUM('{place.sheet}'!{moved[right + 2]}:{moved[right + 2]})",
        (32, 1): f"'{place.sheet}'!${moved[right]}${place.first_row}",
        (33, 1): f"SUM('{place.sheet}'!A{place.first_row}:{moved[right + 2]}{place.first_row})",
    }


def test_a_column_that_would_cut_another_table_moves_its_own_rows_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    step = STEPS["a column above or below which another table is wider"]
    old = _older(step)
    before = FilePort(XlsxFile.from_bytes(old), "b").tables()
    tracking = before["tblTracking"]
    right = tracking.first_col + len(tracking.columns)
    old = _typed(
        old,
        {tracking.sheet: {(tracking.first_row, right): "beside", (tracking.last_row + 1, right): "below"}},
    )
    _only(step, monkeypatch)
    port, _ = brought_up(FilePort(XlsxFile.from_bytes(old), "book.xlsx"), None)
    after = port.tables()
    assert after["tblMonths"] == before["tblMonths"]
    lines = XlsxFile.from_bytes(port.to_bytes()).rows(tracking.sheet)
    assert lines[tracking.first_row - 1][right] == "beside"
    assert lines[tracking.last_row][right - 1] == "below"
    assert len(after["tblTracking"].columns) == len(tracking.columns) + 1


def test_a_sheet_of_the_users_own_with_that_name_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    step = STEPS["a sheet with an input table"]
    old = _older(step)
    old = old if "行动计划" not in FilePort(XlsxFile.from_bytes(old), "b").sheet_names() else b""
    taken = _renamed_sheet(old, "资源储备", "行动计划")
    _only(step, monkeypatch)
    port, _ = brought_up(FilePort(XlsxFile.from_bytes(taken), "book.xlsx"), None)
    assert port.tables()["tblActions"].sheet == "行动计划 2"
    assert port.tables()["tblResources"].sheet == "行动计划"
    assert PlanBook(port).sheet_name("actions") == "行动计划 2"


def _renamed_sheet(data: bytes, old: str, new: str) -> bytes:
    from salesplan_xl.book.xlsx.growth.package import Package

    package = Package(data, "book.xlsx")
    package.put(package.workbook, package.text(package.workbook).replace(old, new))
    return package.to_bytes()


def test_the_users_own_column_of_that_name_is_never_taken_for_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    step = Step(2, columns=(("map", "reason"),))
    header = BookNames("zh", "wan").header("map", "reason")
    full = FilePort(XlsxFile.from_bytes(fresh_book("zh", "wan")), "book.xlsx")
    spot = full.names()["sp_schema_version"]
    full.apply(Writes(cells=(CellWrite(spot.sheet, spot.row, spot.col, 1),)))
    _only(step, monkeypatch)
    with pytest.raises(WorkbookError) as caught:
        opened(FilePort.reopened(full), NOW)
    assert (caught.value.code, caught.value.values["name"]) == ("SP-326", header)


@pytest.mark.slow
def test_an_upgrade_of_a_book_saved_by_another_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """Styles in another order, a namespace prefix, no number formats of its own: formats come along all the same."""
    step = Step(2, settings=("buffer",), sheets=("actions",))
    old = _prefixed(_older(step))
    _only(step, monkeypatch)
    port, _ = brought_up(FilePort(XlsxFile.from_bytes(old), "book.xlsx"), None)
    found = _compared(_fresh("zh"), state(port.to_bytes()))
    assert {place for place in found if ".cells." in place} == set()
    assert lint(port.to_bytes()) == []


def _prefixed(data: bytes) -> bytes:
    """The styles part as some programs spell it: every element with a prefix."""
    from salesplan_xl.book.xlsx.growth.package import Package

    package = Package(data, "book.xlsx")
    text = package.text("xl/styles.xml")
    spelt = re.sub(r"<(/?)(?=[A-Za-z])", r"<\1x:", text).replace(" xmlns=", " xmlns:x=")
    package.put("xl/styles.xml", spelt)
    return package.to_bytes()


def _letters(col: int) -> str:
    from salesplan_xl.schema.layout import column_letters

    return column_letters(col)


# ── the declarations ──────────────────────────────────────────────────────────────────────────────────


def test_the_steps_count_on_and_the_last_is_the_schema() -> None:
    versions = [step.version for step in migrations.STEPS]
    assert versions[0] == 2
    assert versions == sorted(set(versions))
    assert versions[-1] == SCHEMA_VERSION


def test_a_step_lists_what_there_is_and_stacked_blocks_only() -> None:
    for step in migrations.STEPS:
        assert set(step.settings) <= {setting.key for setting in SETTINGS}
        assert set(step.sheets) <= {one.key for one in SHEETS}
        assert all(column in tables()[table].keys() for table, column in step.columns)
        assert set(step.grids) <= grids().keys() and set(step.tables) <= tables().keys()
        placed = [key for key in (*step.grids, *(grid for grid, _ in step.grid_rows)) if grids()[key].place]
        assert placed == [], "rows put into a page drawn freely would tear its other blocks"
