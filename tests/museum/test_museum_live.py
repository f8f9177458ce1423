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
from tests.museum.museum_digests import without_sentences
from tests.museum.museum_places import health_sheet, import_log, settings_sheet
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
    assert salesplan("upgrade", some.path).code == 0
    live, file = state(excel.dump()), state(some.path.read_bytes())
    found = differences(file, live)
    strange = {
        place: values for place, values in found.items() if not RECORDS.search(place) and not _alike(*values)
    }
    assert strange == {}
    assert [rule for rule, _ in lint(excel.dump()) if "pane" not in rule] == []


def test_one_click_brings_a_book_up_and_the_user_stays_where_he_was(some: OldBook, excel: Excel) -> None:
    book = excel.open(some.original)
    front, count = book.sheets.active.name, len(book.sheets)
    _pressed(excel, "check", some.lang)
    assert [alert.mode for alert in excel.alerts] in ([], ["critical"])
    assert [one.name for one in excel.session.books] == ["SalesPlan.xlsx"], "the fresh book is closed again"
    names = [page.name for page in book.sheets]
    assert len(names) == count + 1
    log = names.index("操作记录" if some.lang == "zh" else "Log")
    assert names[log + 1] == import_log(some.lang)
    assert front in names
    assert excel.sheet(import_log(some.lang)).state == ("hidden" if "lean" in some.name else "visible")
    assert excel.switches["screen_updating"] is True


@pytest.mark.slow
def test_a_run_in_excel_gives_the_figures_it_gave_then(some: OldBook, excel: Excel, tmp_path: Path) -> None:
    book = excel.open(some.original)
    with quiet(book.app):
        result = runner.execute("run", opened(LivePort(book), NOW).book, now=NOW, as_of=dt.date(2027, 3, 31))
    assert [one.code for one in result.findings].count("F-009") == 1
    path = tmp_path / "live.xlsx"
    path.write_bytes(excel.dump())
    now, then = without_sentences(some.shows(path)), without_sentences(some.said["run --as-of 2027-03-31"])
    assert now["figures"] == then["figures"]
    assert now["sums"] == then["sums"]
    assert now["settings"] == then["settings"]
    for key in ("targets", "map", "quarters", "months", "month_list", "reviews", "health"):
        assert now["tables"][key] == then["tables"][key], key


@pytest.mark.slow
def test_undo_in_excel_takes_the_run_and_then_the_upgrade_back(some: OldBook, excel: Excel) -> None:
    excel.open(some.original)
    before = excel.state(calculated=False)
    _pressed(excel, "health", some.lang)
    _pressed(excel, "undo", some.lang)
    assert word("C-NAME-HEALTH", some.lang) in str(excel.status_bar)
    _pressed(excel, "undo", some.lang)
    assert word("C-NAME-UPGRADE", some.lang) in str(excel.status_bar)
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
def test_what_a_file_brought_up_excel_takes_back_and_the_other_way_round(some: OldBook, excel: Excel) -> None:
    assert salesplan("upgrade", some.path).code == 0
    excel.open(some.path.read_bytes())
    _pressed(excel, "undo", some.lang)
    assert excel.alerts == []
    here = differences(state(some.original), state(excel.dump()))
    assert {
        place: values for place, values in here.items() if not RECORDS.search(place) and not _alike(*values)
    } == {}
    excel.close_all()
    book = excel.open(some.original)
    with quiet(book.app):
        opened(LivePort(book), NOW)
    some.path.write_bytes(excel.dump())
    assert salesplan("undo", some.path).code == 0
    there = differences(state(some.original), state(some.path.read_bytes()))
    assert {
        place: values for place, values in there.items() if not RECORDS.search(place) and not _alike(*values)
    } == {}


@pytest.mark.slow
def test_an_old_step_can_be_undone_in_excel(some: OldBook, excel: Excel, tmp_path: Path) -> None:
    excel.open(some.original)
    _pressed(excel, "undo", some.lang)
    assert excel.alerts == []
    path = tmp_path / "live.xlsx"
    path.write_bytes(excel.dump())
    shows, before = some.shows(path), some.said["undo"]
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
    assert list(rows[0])[-2:] == ["gross_margin", "我的判断"]
    assert {row["我的判断"] for row in rows if row["我的判断"]} == {"稳", "要盯紧", "可培养"}
    assert excel.sheet(health_sheet("zh")).name and excel.sheet(settings_sheet("zh")).name
