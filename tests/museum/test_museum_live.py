"""Books of version 1 in Excel: one click brings them up as in a file, runs them, and undo takes all of it back."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from salesplan_xl.book.excel.errors import quiet
from salesplan_xl.book.excel.live import LivePort
from salesplan_xl.catalogue import word
from salesplan_xl.commands.engine import runner
from salesplan_xl.commands.engine.opening import opened
from salesplan_xl.doors import ribbon
from tests.doors.driver import Book, salesplan
from tests.live.engine import Excel, running
from tests.museum.conftest import OldBook
from tests.museum.museum_digests import CHANGED, flat, near
from tests.museum.museum_places import STEP, label
from tests.workbook.book_state import differences, state
from tests.workbook.xlsx_lint import lint

NOW = dt.datetime(2027, 4, 1, 9)
# What every step writes; panes go only where a file is saved; formula results to the last digit.
RECORDS = re.compile(r"^(操作记录|Log|_系统|_system|_撤销|_undo)\.|\.print\.freeze$")


@pytest.fixture
def excel() -> Iterator[Excel]:
    with running() as found:
        yield found


def _pressed(excel: Excel, action: str, lang: str) -> None:
    ribbon.press(action, "", lang)


def _alike(before: object, after: object) -> bool:
    """Contents alike: numbers to twelve digits."""
    if isinstance(before, tuple) and isinstance(after, tuple):
        return len(before) == len(after) and all(map(_alike, before, after))
    if isinstance(before, float) and isinstance(after, float):
        return (
            abs(before - after) <= 1e-5 * max(1.0, abs(before)) if before > 8 else abs(before - after) < 1e-4
        )
    return before == after


@pytest.mark.slow
def test_excel_and_file_are_brought_up_alike(some: OldBook, excel: Excel) -> None:
    book = excel.open(some.original)
    with quiet(book.app):
        opened(LivePort(book), NOW)
    some.upgrade()
    live, file = state(excel.dump()), state(some.path.read_bytes())
    found = differences(file, live)
    # Excel hides what the file hides for good, gives blank cells that moved aside their neighbours' look, and copies
    # a rule cell by cell.
    looks = rf"\.sheets\._|{label('months', some.lang)}\.cells\.Q[5-8]$|{label('target_summary', some.lang)}\.formats\.\('H2"
    strange = {
        place: values
        for place, values in found.items()
        if not RECORDS.search(place) and not re.match(looks, place) and not _alike(*values)
    }
    assert strange == {}
    assert [rule for rule, _ in lint(excel.dump()) if "pane" not in rule] == []


@pytest.mark.slow
def test_one_click_brings_a_book_up_and_the_user_stays_where_he_was(some: OldBook, excel: Excel) -> None:
    book = excel.open(some.original)
    front, count = book.sheets.active.name, len(book.sheets)
    _pressed(excel, "check", some.lang)
    assert [alert.mode for alert in excel.alerts] in ([], ["critical"])
    assert [one.name for one in excel.session.books] == ["SalesPlan.xlsx"], "the fresh book is closed again"
    names = [page.name for page in book.sheets]
    assert len(names) == count + len(STEP.sheets)
    log = names.index(label("log", some.lang))
    assert names[log + 1] == label("imports", some.lang)
    assert front in names
    assert excel.sheet(label("imports", some.lang)).state == ("hidden" if "lean" in some.name else "visible")
    assert excel.switches["screen_updating"] is True


@pytest.mark.slow
def test_a_run_in_excel_gives_the_figures_it_gave_then(full: OldBook, excel: Excel, tmp_path: Path) -> None:
    book = excel.open(full.original)
    with quiet(book.app):
        result = runner.execute("run", opened(LivePort(book), NOW).book, now=NOW, as_of=dt.date(2027, 3, 31))
    assert [one.code for one in result.findings].count("F-021") == 1
    path = tmp_path / "live.xlsx"
    path.write_bytes(excel.dump())
    assert salesplan("run", full.path, "--as-of", "2027-03-31").code == 0
    live, file, then = full.shows(path), full.shows(), full.said["run --as-of 2027-03-31"]
    for shown in (live["figures"], then["figures"]):
        for key in CHANGED["figures"]:
            shown.pop(key)
    assert flat(live["figures"]) == near(then["figures"])
    assert live["settings"] == then["settings"]
    for key in ("targets", "map", "quarters", "months", "month_list", "reviews", "health"):
        assert live["tables"][key] == file["tables"][key], key


@pytest.mark.slow
def test_undo_in_excel_takes_the_run_and_then_the_upgrade_back(full: OldBook, excel: Excel) -> None:
    excel.open(full.original)
    before = excel.state(calculated=False)
    _pressed(excel, "health", full.lang)
    _pressed(excel, "undo", full.lang)
    assert word("C-NAME-HEALTH", full.lang) in str(excel.status_bar)
    _pressed(excel, "undo", full.lang)
    assert word("C-NAME-UPGRADE", full.lang) in str(excel.status_bar)
    records = re.compile(r"(操作记录|Log|_系统|_system|tblLog|tblUndo|names)")
    left = [
        line
        for line in before.differences(excel.state())
        if not records.search(line.split(":")[0]) and "1e-" not in line
    ]
    assert [line for line in left if not _only_digits(line)] == []
    assert "sp_grace_days" not in excel.state().names


def _only_digits(line: str) -> bool:
    """Whether a line tells of a result whose last digits differ: Excel computes anew, the file kept what it showed."""
    found = re.search(r": (-?[\d.e-]+) → (-?[\d.e-]+)$", line)
    return bool(found) and abs(float(found[1]) - float(found[2])) <= 1e-9 * max(1.0, abs(float(found[1])))


@pytest.mark.slow
def test_what_a_file_brought_up_excel_takes_back_and_the_other_way_round(full: OldBook, excel: Excel) -> None:
    full.upgrade()
    excel.open(full.path.read_bytes())
    _pressed(excel, "undo", full.lang)
    assert excel.alerts == []
    here = differences(state(full.original), state(excel.dump()))
    assert {
        place: values for place, values in here.items() if not RECORDS.search(place) and not _alike(*values)
    } == {}
    excel.close_all()
    book = excel.open(full.original)
    with quiet(book.app):
        opened(LivePort(book), NOW)
    full.path.write_bytes(excel.dump())
    assert salesplan("undo", full.path).code == 0
    there = differences(state(full.original), state(full.path.read_bytes()))
    assert {
        place: values for place, values in there.items() if not RECORDS.search(place) and not _alike(*values)
    } == {}


@pytest.mark.slow
def test_an_old_step_can_be_undone_in_excel(full: OldBook, excel: Excel, tmp_path: Path) -> None:
    excel.open(full.original)
    _pressed(excel, "undo", full.lang)
    assert excel.alerts == []
    path = tmp_path / "live.xlsx"
    path.write_bytes(excel.dump())
    shows, before = full.shows(path), full.said["undo"]
    assert shows["figures"] == before["figures"]
    assert shows["sums"] == before["sums"]
    assert "sp_grace_days" not in excel.state().names


@pytest.mark.slow
def test_the_users_column_stays_right_of_ours(excel: Excel, tmp_path: Path) -> None:
    original = (Path(__file__).parent / "v1" / "zh-full.xlsx").read_bytes()
    excel.open(original)
    _pressed(excel, "tiers", "zh")
    path = tmp_path / "live.xlsx"
    path.write_bytes(excel.dump())
    rows = Book(path, "zh").rows("health")
    assert list(rows[0])[-5:] == ["gross_margin", "estimate", "compared_this", "compared_last", "我的判断"]
    assert {row["我的判断"] for row in rows if row["我的判断"]} == {"稳", "要盯紧", "可培养"}
    assert excel.sheet(label("health", "zh")).name and excel.sheet(label("settings", "zh")).name
