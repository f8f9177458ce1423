"""Every button on an open book: the same tables, blocks, findings and log as the command line makes of the file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlwings as xw

from salesplan_xl import __version__
from salesplan_xl.book.excel.live import LivePort
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.catalogue import word
from salesplan_xl.commands.books.book_sources import book_from
from salesplan_xl.commands.books.import_data import stage_import
from salesplan_xl.commands.books.wishes import Wishes
from salesplan_xl.commands.engine import runner
from salesplan_xl.doors import ribbon
from salesplan_xl.errors import PlanInputError
from salesplan_xl.schema.workbook import sheet
from salesplan_xl.templates.starter.build import Typed, build_starter
from tests.fast import fast_only
from tests.live.books import (
    COMMANDS,
    FEW,
    NOW,
    Desk,
    differences,
    file_port,
    freeze,
    hexed,
    plan_bytes,
    small_book,
)
from tests.live.engine import Excel
from tests.live.engine.package import read_only
from tests.live.engine.state import state
from tests.live.trips import too_many

LANGS = ("zh", "en")
NAMES = {"zh": "上海新客户有限公司", "en": "Newcomer Ltd"}
ORDERS = {
    "zh": "日期,订单号,客户名称,产品线,金额(万元)\n2026-02-10,N1,上海新客户有限公司,轴承,60\n2026-08-09,N2,上海新客户有限公司,轴承,7.5\n",
    "en": "Date,Order no,Customer,Product line,Amount (10k CNY)\n2026-02-10,N1,Newcomer Ltd,Bearings,60\n2026-08-09,N2,Newcomer Ltd,Bearings,7.5\n",
}
# Beyond the line in the status bar: the whole plan, what was locked or opened, the month's list, the year end's sums.
TELLING = ("run", "lock", "unlock", "month-start", "month-end", "month", "sprint", "reorder", "yearend")


@pytest.fixture(autouse=True)
def _frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    freeze(monkeypatch)


@pytest.fixture(params=LANGS)
def desk(request: pytest.FixtureRequest, excel: Excel) -> Desk:
    """A dozen customers."""
    return Desk.open(excel, request.param, "few")


@pytest.mark.slow
def test_all_buttons_one_after_the_other_as_at_the_command_line(excel: Excel) -> None:
    """Each is clicked twice; the second click changes nothing. At the end every step is taken back, one by one.

    No click reaches over to Excel more often than it may.

    In Chinese; in English ``test_story`` compares the two, and ``doors/test_every_door`` clicks every button.
    """
    desk, counted = Desk.open(excel, "zh", "few"), []
    untouched = excel.state(desk.book)
    for command in COMMANDS:
        said = desk.press(command)
        counted.append((command, desk.trips))
        assert [alert.mode for alert in said] == (["info"] if command in TELLING else []), command
        if command in ("sprint", "reorder", "yearend"):
            assert "—" not in said[0].prompt.splitlines()[0]
        desk.command(command)
        assert desk.differences() == [], command
        before = excel.state(desk.book)
        desk.press(command)
        counted.append((command, desk.trips))
        assert before.differences(excel.state(desk.book)) == [], f"{command} again"
        assert str(excel.status_bar).endswith("0个单元格有变化"), command
    steps = len([text for text in desk.column("log", "undo_id").options(ndim=1).value if text])
    for _ in range(steps):
        desk.quietly("undo")
        counted.append(("undo", desk.trips))
        desk.command("undo")
    assert too_many(counted) == []
    assert desk.differences() == []
    left = [line for line in untouched.differences(excel.state(desk.book)) if not _is_record(line, "zh")]
    assert left == [], "as before the first click, but for the log"
    said = desk.press("undo")
    assert [alert.prompt[:6] for alert in said] == ["SP-208"]


def _is_record(line: str, lang: str) -> bool:
    """The log keeps its lines, and cleared rows of the sheet for looks keep their heights."""
    log, aside = sheet("log").label.of(lang), sheet("undo_rows").label.of(lang)
    place = line.partition(":")[0]
    return place == "tables tblLog" or place.startswith(
        (f"heights {aside} ", f"heights {log}", f"cells {log} ")
    )


@pytest.mark.parametrize(
    ("lang", "commands"),
    [
        ("zh", ("run",)),
        pytest.param("zh", (*COMMANDS, "undo"), marks=pytest.mark.slow, id="every button"),
        pytest.param("en", ("run",), marks=pytest.mark.slow),
    ],
)
def test_an_empty_book_gives_one_message_and_stays_as_it_is(
    excel: Excel, lang: str, commands: tuple[str, ...]
) -> None:
    desk = Desk.open(excel, lang)
    before = excel.state(desk.book)
    for command in commands:
        if command != "check":
            said = desk.press(command)
            assert [alert.prompt[:6] for alert in said] == ["SP-208" if command == "undo" else "SP-203"], (
                command
            )
            assert said[0].mode == "critical"
            assert before.differences(excel.state(desk.book)) == [], command
            assert excel.status_bar is False


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGS)
def test_the_check_of_an_empty_book_finds_nothing_and_says_so_in_its_table(excel: Excel, lang: str) -> None:
    desk = Desk.open(excel, lang)
    for _ in range(2):
        assert desk.press("check") == []
    desk.command("check")
    assert desk.differences() == []


@pytest.mark.slow
@pytest.mark.parametrize("desk", ["zh"], indirect=True)
def test_files_are_imported_whatever_they_are_called(desk: Desk, tmp_path: Path) -> None:
    """A CSV from an ERP and a workbook; the headers tell what they hold. The same files again change nothing."""
    lang = desk.lang
    orders, customers = tmp_path / "导出 1.csv", tmp_path / "crm.xlsx"
    orders.write_text(ORDERS[lang], encoding="utf-8-sig")
    _customers_file(customers, lang)
    before = desk.excel.state(desk.book)
    desk.quietly("import", f"{orders}|{customers}")
    book = PlanBook(desk.file)
    files = ({"customers": customers}, {"orders": orders})
    findings = [finding for given in files for finding in stage_import(book, given, now=NOW)]
    runner.finish("import", book, findings, now=NOW)
    desk.file = desk.file.refreshed()
    assert desk.differences() == []
    names = desk.live().frame("customers")["name"].tolist()
    assert names[FEW:] == [f"{NAMES[lang]} 2", NAMES[lang]]
    desk.quietly("import", f"{orders}|{customers}")
    assert desk.differences() == []
    for command in ("run", "undo", "undo"):
        desk.press(command)
    left = [line for line in before.differences(desk.excel.state(desk.book)) if not _is_record(line, lang)]
    assert left == []


def _customers_file(path: Path, lang: str) -> None:
    headers = {
        "zh": ["客户名称", "今年业绩（万元）", "区域"],
        "en": ["Customer", "Revenue this year (10k CNY)", "Region"],
    }
    book = openpyxl.Workbook()
    book.active.append(headers[lang])
    book.active.append([f"{NAMES[lang]} 2", 12.5, "=1+1 A"])
    book.active["C2"].data_type = "s"
    book.save(path)


@pytest.mark.slow
def test_a_month_is_tracked_and_kept(excel: Excel) -> None:
    """The month typed in the box, in any spelling; blank means the book's own. A month of the year leads with its sums."""
    desk = Desk.open(excel, "zh", "few")
    desk.press("run")
    desk.command("run")
    for command, typed in (("kpi", "2027-04"), ("month", "2027年5月"), ("kpi", ""), ("month", "2027/3")):
        assert [alert.mode for alert in desk.press(command, typed)] == ["info"], command
        desk.command(command, typed or None)
        assert desk.differences() == [], (command, typed)
    assert desk.live().settings["current_month"] == "2027-03"


@pytest.mark.slow
@pytest.mark.parametrize("desk", ["zh"], indirect=True)
def test_a_month_nobody_understands(desk: Desk) -> None:
    before = desk.excel.state(desk.book)
    said = desk.press("kpi", "下下个月")
    assert [alert.prompt[:6] for alert in said] == ["SP-205"]
    assert "下下个月" in said[0].prompt
    assert before.differences(desk.excel.state(desk.book)) == []


@pytest.mark.slow
@pytest.mark.parametrize("desk", ["zh"], indirect=True)
def test_data_that_must_be_put_right_first(desk: Desk) -> None:
    """An unreadable amount stops the plan: what is wrong and where, in one message; nothing is written."""
    cell = desk.column("orders", "amount")[3]
    cell.value = "一百二"
    before = desk.excel.state(desk.book)
    (said,) = desk.press("run")
    assert said.mode == "critical"
    assert f"{desk.sheet('orders').name}!{cell.address.replace('$', '')}" in said.prompt
    assert "一百二" in said.prompt
    assert before.differences(desk.excel.state(desk.book)) == []
    assert desk.press("check") == []
    assert "F-001" in desk.column("findings", "code").options(ndim=1).value


def test_a_new_book_is_made_and_opened(excel: Excel, tmp_path: Path) -> None:
    """Beside another workbook without a question."""
    excel.open(small_book(), "other.xlsx")
    for lang in LANGS:
        path = tmp_path / f"规划 {lang}.xlsx"
        ribbon.press("new", hexed(str(path)), lang)
        assert excel.alerts == []
        opened = xw.books.active
        assert opened.name == path.name
        book = PlanBook(LivePort(opened))
        assert (book.lang, book.settings["plan_year"]) == (lang, NOW.year + 1)
        opened.close()


def test_beside_a_plan_book_the_user_is_asked_and_may_want_an_empty_one(excel: Excel, tmp_path: Path) -> None:
    desk, path = Desk.open(excel, "zh", "few"), tmp_path / "空的.xlsx"
    excel.answer("no")
    (asked,) = desk.press("new", str(path))
    assert asked.buttons == "yes_no"
    assert "接着做吗" in asked.prompt
    assert PlanBook(file_port(path.read_bytes())).frame("customers").empty


@pytest.mark.slow
def test_the_next_book_carries_on_from_the_open_one(excel: Excel, tmp_path: Path) -> None:
    """As ``salesplan new --from`` makes it of the same file; the open book is not touched, and few calls are made."""
    data = plan_bytes("zh", "few")
    file, path, typed = (tmp_path / name for name in ("去年.xlsx", "今年.xlsx", "命令行.xlsx"))
    file.write_bytes(data)
    book = excel.open(data, file.name, fullname=str(file))
    desk, before = Desk(excel, book, "zh", file_port(data)), excel.state(book)
    excel.answer("yes")
    asked, said = desk.press("new", str(path))
    assert "《去年.xlsx》" in asked.prompt
    assert said.prompt.startswith("《去年.xlsx》(规划年度2027)接着做2028年")
    assert xw.books.active.name == path.name
    assert before.differences(excel.state(book)) == []
    assert file.read_bytes() == data
    port, _ = book_from(file_port(data, file.name), Wishes(), typed, NOW)
    assert differences(state(read_only(path.read_bytes())), state(read_only(port.to_bytes())), "zh") == []


def test_what_is_not_saved_is_not_carried_on(excel: Excel, tmp_path: Path) -> None:
    """What the file holds is carried on, so it must hold what the user sees; a book never saved has none."""
    desk, path = Desk.open(excel, "zh", "few"), tmp_path / "今年.xlsx"
    excel.answer("yes")
    assert [alert.prompt[:6] for alert in desk.press("new", str(path))][1:] == ["SP-433"]
    file = tmp_path / "去年.xlsx"
    file.write_bytes(plan_bytes("zh", "few"))
    book = excel.open(file.read_bytes(), file.name, fullname=str(file))
    book.names["sp_company_target"].refers_to_range.value = 1234
    excel.answer("yes")
    assert [alert.prompt[:6] for alert in desk.press("new", str(path))][1:] == ["SP-434"]
    assert not path.exists()


def test_a_new_book_takes_over_the_starter_one_looks_at(excel: Excel, tmp_path: Path) -> None:
    """What was typed into it stands in the new book; the starter stays as it is."""
    typed = Typed([{"name": "华东机械", "this_year": 500, "purchasing": 2}], {"plan_year": 2029})
    excel.open(build_starter("zh", typed, rows=5), "起步簿.xlsx")
    path = tmp_path / "规划.xlsx"
    ribbon.press("new", hexed(str(path)), "zh")
    assert [(alert.mode, "带过来1家客户" in alert.prompt) for alert in excel.alerts] == [("info", True)]
    book = PlanBook(LivePort(xw.books.active))
    assert (book.settings["plan_year"], book.frame("customers")["name"].tolist()) == (2029, ["华东机械"])
    assert len(book.frame("contacts")) == 2


def test_a_new_book_where_no_book_is_open(
    excel: Excel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Windows xlwings sees an Excel without books no more; the system opens the new one in it."""
    opened: list[str] = []
    monkeypatch.setattr(ribbon, "open_by_system", opened.append)
    path = tmp_path / "规划.xlsx"
    ribbon.press("new", hexed(str(path)), "zh")
    assert opened == [str(path)]
    assert path.exists()


def test_help_shows_the_guide_and_without_a_plan_book_how_to_begin(
    excel: Excel, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.sheet("orders").activate()
    desk.quietly("help")
    assert desk.book.sheets.active.name == sheet("guide").label.of(desk.lang)
    excel.open(small_book(), "other.xlsx")
    assert [alert.prompt for alert in desk.press("help")] == [word("C-HELP", desk.lang)]
    excel.close_all()
    said: list[str] = []
    monkeypatch.setattr(ribbon, "system_message", lambda text, _: said.append(text))
    ribbon.press("help", "", desk.lang)
    assert said == [word("C-HELP", desk.lang)]


def test_about(desk: Desk) -> None:
    (said,) = desk.press("about")
    assert __version__ in said.prompt
    assert said.mode == "info"
    assert said.title == {"zh": "销售规划", "en": "SalesPlan"}[desk.lang]


@pytest.mark.slow
@pytest.mark.parametrize("desk", ["zh"], indirect=True)
def test_the_status_bar_tells_each_step(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []
    real = ribbon._progress

    def noting(app: xw.App, lang: str) -> Callable[[str], None]:
        tell = real(app, lang)

        def report(code: str) -> None:
            tell(code)
            steps.append(str(desk.excel.status_bar))

        return report

    monkeypatch.setattr(ribbon, "_progress", noting)
    monkeypatch.setattr(ribbon, "STATUS_SECONDS", 0.0)  # every step takes long enough to be told
    desk.press("run")
    assert steps[-1] == word("C-STEP-WRITE", desk.lang)
    assert len(set(steps)) >= 6


def test_the_user_is_told_in_the_language_of_the_ribbon_about_a_book_in_another(desk: Desk) -> None:
    other = {"zh": "en", "en": "zh"}[desk.lang]
    (said,) = desk.press("undo", lang=other)
    assert said.prompt == PlanInputError("SP-208").sentence(other)


@pytest.mark.slow
def test_a_lean_book_stays_lean_until_a_step_fills_a_hidden_sheet_and_undo_hides_it_again(
    excel: Excel,
) -> None:
    data = plan_bytes("zh", "few", lean=True)
    desk = Desk(excel, excel.open(data), "zh", file_port(data))
    before = excel.state(desk.book).visibility
    after: list[dict[str, str]] = []
    for command in ("run", "capacity", "undo"):
        desk.press(command)
        desk.command(command)
        assert desk.differences() == []
        after.append(dict(excel.state(desk.book).visibility))
    assert after[0] == {**before, "检查结果": "visible"}, "something was found"
    assert after[1] == {**after[0], "时间配置": "visible"} and after[2] == after[0]


@pytest.mark.parametrize("calculation", fast_only(["automatic", "manual", "semiautomatic"], "manual"))
def test_excel_is_left_as_it_was_found(excel: Excel, calculation: str) -> None:
    """``Desk.press`` compares the switches; here they do not stand where they usually do."""
    desk = Desk.open(excel, "zh", "few")
    app = desk.book.app
    app.calculation = calculation
    app.enable_events = app.screen_updating = False
    desk.press("tiers")
    assert (app.calculation, app.enable_events, app.screen_updating) == (calculation, False, False)
    desk.press("import", "nowhere.csv")
    assert (app.calculation, app.enable_events, app.screen_updating) == (calculation, False, False)
