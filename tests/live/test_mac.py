"""On a Mac: every button and undo, with what xlwings takes there and no more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import xlwings as xw

from salesplan_xl.doors import ribbon
from salesplan_xl.schema.workbook import sheet
from tests.fast import fast_only
from tests.live.books import COMMANDS, Desk, freeze, small_book
from tests.live.engine import Excel, mac
from tests.live.engine.package import read_only
from tests.live.engine.state import state
from tests.live.test_buttons import NAMES, ORDERS, _is_record
from tests.live.trips import too_many


@pytest.fixture(autouse=True)
def _frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    freeze(monkeypatch)


@pytest.fixture
def desk(excel: Excel) -> Desk:
    excel.mac = True
    return Desk.open(excel, "zh", "few")


def test_the_words_are_those_of_the_installed_xlwings() -> None:
    assert "formats" in mac.words("Range", "paste", "pastes")
    assert "all_merging_conditional_formats" not in mac.words("Range", "paste", "pastes")
    assert mac.words("Range", "insert", "shifts") == {"down", "right", None}
    assert mac.table("calculation_s2k") == {"automatic", "manual", "semiautomatic"}
    assert {"info", "critical"} <= mac.words("App", "alert", "modes")


@pytest.mark.parametrize(
    "act",
    [
        lambda page: (page.range("5:5").copy(), page.range("6:6").paste("all_merging_conditional_formats")),
        lambda page: page.range("5:5").insert("sideways"),
        lambda page: setattr(page.book.app, "calculation", "sometimes"),
    ],
)
def test_another_word_is_refused_before_excel_is_asked(
    excel: Excel, act: Callable[[xw.Sheet], object]
) -> None:
    page = excel.open(small_book()).sheets["客户"]
    excel.mac = True
    with pytest.raises(KeyError):
        act(page)


@pytest.mark.slow
def test_every_button_and_every_step_taken_back(desk: Desk) -> None:
    """As at the command line, cell by cell, in as few calls as it may take; the line about it stands in the status bar.

    That the command line takes its own steps back to the same is told in ``test_buttons``.
    """
    untouched, counted = desk.excel.state(desk.book), []
    for command in COMMANDS:
        said = desk.press(command)
        counted.append((command, desk.trips))
        assert all(alert.mode == "info" for alert in said), (command, said)
        desk.command(command)
        assert desk.differences() == [], command
        assert "个单元格有变化" in str(desk.excel.status_bar)
    steps = len([text for text in desk.column("log", "undo_id").options(ndim=1).value if text])
    for _ in range(steps):
        desk.quietly("undo")
        counted.append(("undo", desk.trips))
    assert too_many(counted, addin=False) == []
    left = [line for line in untouched.differences(desk.excel.state(desk.book)) if not _is_record(line, "zh")]
    assert left == []


@pytest.mark.parametrize("command", fast_only(("tiers", "map"), "map"))
def test_a_step_and_back(desk: Desk, command: str) -> None:
    before = desk.excel.state(desk.book)
    desk.quietly(command)
    desk.quietly("undo")
    changed = before.differences(desk.excel.state(desk.book))
    assert [line for line in changed if not _is_record(line, "zh")] == []


def test_a_step_of_the_command_line_is_taken_back_with_the_formats_of_its_rows(excel: Excel) -> None:
    """They come back with their own looks, not with conditional ones, which a Mac cannot merge; nothing stops half-way."""
    desk = Desk.open(excel, "zh", "few")
    before = state(read_only(desk.file.to_bytes()))
    desk.command("tiers")
    excel.close_all()
    excel.mac = True
    book = excel.open(desk.file.to_bytes(), "computed.xlsx")
    ribbon.press("undo", "", "zh")
    assert excel.alerts == []
    assert excel.calls["Range.paste"] > 0
    after = excel.state(book)
    page = sheet("health").label.of("zh")
    styles = {spot: cell[-1] for spot, cell in before.cells.get(page, {}).items()}
    now = {spot: cell[-1] for spot, cell in after.cells.get(page, {}).items()}
    assert {spot: (style, now.get(spot)) for spot, style in styles.items() if now.get(spot) != style} == {}


@pytest.mark.parametrize(
    ("chosen", "path"),
    [
        ("Macintosh HD:Users:anna:订单 1.csv", "/Volumes/Macintosh HD/Users/anna/订单 1.csv"),
        ("Stick:a/b.csv", "/Volumes/Stick/a:b.csv"),
        ("/Users/anna/a:b.csv", "/Users/anna/a:b.csv"),
        ("plain.csv", "plain.csv"),
    ],
)
def test_paths_of_its_dialogs(monkeypatch: pytest.MonkeyPatch, chosen: str, path: str) -> None:
    monkeypatch.setattr(ribbon.sys, "platform", "darwin")
    assert ribbon.posix_path(chosen) == path


def test_a_drive_of_windows_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ribbon.sys, "platform", "win32")
    assert ribbon.posix_path("C:\\a\\b.csv") == "C:\\a\\b.csv"


def test_an_import_on_a_mac(desk: Desk, tmp_path: Path) -> None:
    orders = tmp_path / "导出 1.csv"
    orders.write_text(ORDERS["zh"], encoding="utf-8-sig")
    desk.quietly("import", str(orders))
    assert NAMES["zh"] in desk.live().frame("customers")["name"].tolist()
