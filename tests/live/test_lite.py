"""The buttons of a Lite book: the embedded main.py runs here as in xlwings Lite and gives what the file gives.

Lite hands a script the book as it stood and carries out its writes afterwards; it shows no formulas and no
formats, has no status bar and no files. The engine is held to that: a read after a write or any member that Lite
does not have makes the test fail. Values arrive as from a browser: whole numbers as integers.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import xlwings as xw

from salesplan_xl.book.excel.lite import LitePort
from salesplan_xl.book.file import FilePort
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.book.port import CellWrite, ColumnWrite, TableWrite, Writes
from salesplan_xl.book.xlsx import XlsxFile
from salesplan_xl.catalogue import word
from salesplan_xl.commands.books.import_sheet import import_on
from salesplan_xl.commands.books.new import fill, lite_buttons, new_book
from salesplan_xl.commands.engine import runner
from salesplan_xl.commands.engine.result import command_name
from salesplan_xl.commands.engine.undo import undo
from salesplan_xl.demo import demo_tables
from salesplan_xl.doors import lite as lite_door
from salesplan_xl.errors import PlanInputError
from salesplan_xl.schema.layout import BookNames, column_letters
from salesplan_xl.schema.types import Filled
from salesplan_xl.schema.workbook import sheet, sheet_of, tables
from salesplan_xl.templates.lite import main_py
from tests.doors.driver import ON_A_PLAN
from tests.live.books import Frozen, first_customers, small_book
from tests.live.engine import Excel, ranges, running
from tests.shared import shared

NOW = dt.datetime(2027, 4, 1)
SCRIPTS = tuple(button.command for button in lite_buttons())
LANGS = ("zh", "en")
# What Lite's engine has and answers at once; the rest is what xlwings' own objects ask around it.
READS = {
    "Range.raw_value", "Sheet.used_range", "Tables.next", "Table.range", "Table.header_row_range",
    "Names.count", "Names.item", "Name.refers_to", "Table.show_totals", "Sheets.next",
}  # fmt: skip
LOCAL = {
    "App.alert", "App.hwnd", "App.activate", "Book.app", "Book.name", "Book.names", "Book.sheets", "Book.activate",
    "Sheet.book", "Sheet.tables", "Sheet.name", "Sheet.range", "Sheet.visible", "Sheets.item", "Sheet.index", "Table.name", "Tables.item",
    "Table.show_autofilter", "Name.name", "Range.api", "Range.coords", "Range.address", "Range.item", "Range.count",
}  # fmt: skip
WRITES = {
    "Range.raw_value=", "Range.formula=", "Range.insert", "Range.delete", "Table.resize", "Sheet.visible=",
    "Sheet.activate", "Table.show_autofilter=",
}  # fmt: skip
SYSTEM = {"system", "undo_rows", "log"}


@dataclass
class Lite:
    """xlwings Lite with one open book: runs scripts of main.py and notes what Lite could not have done."""

    excel: Excel
    code: dict[str, Any]
    book: xw.Book = None
    impossible: list[str] = field(default_factory=list)
    failing: str = ""
    _scripting: bool = False
    _written: bool = False

    def open(self, data: bytes) -> xw.Book:
        self.book = self.excel.open(data)
        return self.book

    def run(self, command: str, *arguments: str) -> None:
        self._scripting, self._written = True, False
        try:
            self.code[f"sp_{command.replace('-', '_')}"](self.book, *arguments)
        finally:
            self._scripting = False
        assert self.impossible == []

    def type_in(self, place: str, cell: str, value: object) -> None:
        """The user types into a cell."""
        self.book.sheets[place].range(cell).raw_value = value

    def watch(self, call: Callable[..., None]) -> Callable[..., None]:
        def watched(member: str, trips: int = 1) -> None:
            if not self._scripting:
                call(member, trips)
                return
            if member == self.failing:
                raise ValueError("the browser has no such thing")
            if member not in READS | LOCAL | WRITES:
                self.impossible.append(member)
            if self._written and member in READS:
                self.impossible.append(f"{member} after a write")
            self._written |= member in WRITES
            call(member, trips)

        return watched

    def bytes(self) -> bytes:
        return self.excel.dump(self.book)

    def state(self) -> Any:
        return self.excel.state(self.book)


def from_browser(out: Callable[..., object]) -> Callable[..., object]:
    """Values as a browser gives them: a whole number is an integer."""

    def changed(self: ranges.Range, cell: Any) -> object:
        value = out(self, cell)
        whole = isinstance(value, float) and value.is_integer() and abs(value) < 2**53
        return int(value) if whole else value  # type: ignore[arg-type]

    return changed


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Lite]]:
    """Starts Lite with the code of a book in one language; ``script`` is what Lite's would be: a mark."""

    def script(name: str) -> Callable[[Any], Any]:
        return lambda function: function

    monkeypatch.setattr(xw, "script", script, raising=False)
    monkeypatch.setattr(ranges.Range, "_out", from_browser(ranges.Range._out))
    with running() as excel:

        def begin(lang: str = "zh") -> Lite:
            code: dict[str, Any] = {}
            exec(compile(main_py(lang, lite_buttons()), "main.py", "exec"), code)
            lite = Lite(excel, code)
            excel.lite = True
            excel.session.call = lite.watch(excel.session.call)
            return lite

        yield begin


# ── the same results as the file ──────────────────────────────────────────────────────────────────────────


@cache
def demo(lang: str) -> bytes:
    """A dozen customers of the demo company, nothing computed yet."""
    return shared(f"lite-{lang}.xlsx", lambda: _demo(lang))


def _demo(lang: str) -> bytes:
    port, data = new_book(lang, lite=True), demo_tables("rep", lang)
    fill(PlanBook(port), first_customers(data), data.settings)
    return port.to_bytes()


def by_file(data: bytes, *steps: Callable[[FilePort], object]) -> bytes:
    """The book after some steps of the command line."""
    for step in steps:
        port = FilePort(XlsxFile.from_bytes(data), "SalesPlan.xlsx")
        step(port)
        data = port.to_bytes()
    return data


@cache
def computed(lang: str) -> bytes:
    """The same book after the whole chain at the command line."""
    return shared(f"lite-computed-{lang}.xlsx", lambda: by_file(demo(lang), command("run")))


def command(name: str, month: str | None = None) -> Callable[[FilePort], object]:
    return lambda port: runner.execute(name, PlanBook(port), now=NOW, month=month)


def cells(data: bytes, lang: str) -> dict[tuple[str, int, int], object]:
    """Every filled cell of the sheets a user sees, and what was computed last."""
    file = XlsxFile.from_bytes(data)
    silent = {sheet(key).label.of(lang) for key in SYSTEM}
    found: dict[tuple[str, int, int], object] = {
        (page.name, r, c): value
        for page in file.sheets if page.name not in silent
        for r, line in enumerate(file.rows(page.name), 1)
        for c, value in enumerate(line, 1) if value not in ("", None)
    }  # fmt: skip
    base = PlanBook(FilePort(file, "")).baselines.blocks
    return found | {(block, 0, 0): sorted(rows.items()) for block, rows in base.items()}


def formulas(data: bytes) -> dict[tuple[str, int, int], str]:
    """The formulas of all tables, by table, row and column."""
    port = FilePort(XlsxFile.from_bytes(data), "")
    return {
        (table, *spot): text.replace("[[#This Row],", "[@").replace("]]", "]")
        for table, place in port.tables().items()
        for spot, text in port.formulas(
            place.sheet, place.first_row, place.first_col, place.rows, len(place.columns)
        ).items()
    }


def differences(one: dict[Any, object], other: dict[Any, object]) -> list[str]:
    return [
        f"{spot}: {one.get(spot)!r} ≠ {other.get(spot)!r}"
        for spot in one.keys() | other.keys()
        if not same(one.get(spot), other.get(spot))
    ]


def same(one: object, other: object) -> bool:
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return one == other


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "lang"),
    [*((name, "zh") for name in SCRIPTS if name != "import"), ("run", "en"), ("month", "en")],
)
def test_a_button_gives_what_the_command_line_gives(
    name: str, lang: str, start: Callable[[str], Lite], capsys: pytest.CaptureFixture[str]
) -> None:
    """On a new book; a plan is locked and unlocked where one stands. Importing takes pasted cells, see below."""
    data = computed(lang) if name in ON_A_PLAN else demo(lang)
    lite = start(lang)
    lite.open(data)
    lite.run(name)
    made, expected = lite.bytes(), by_file(data, command(name))
    assert differences(cells(made, lang), cells(expected, lang)) == []
    assert formulas(made) == formulas(expected)
    assert capsys.readouterr().out.startswith(
        word("C-DONE", lang, command=command_name(name), count=0).split("0")[0]
    )
    assert lite.excel.alerts == []


@pytest.mark.slow
def test_pasted_cells_come_in_as_at_the_command_line(
    start: Callable[[str], Lite], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A browser has no files: two orders pasted below the table of the sheet 导入."""
    monkeypatch.setattr(lite_door, "dt", SimpleNamespace(datetime=Frozen))
    lite = start("zh")
    lite.open(demo("zh"))
    place = FilePort(XlsxFile.from_bytes(demo("zh")), "").tables()["tblImportForm"]
    lite.book.sheets[place.sheet].range((place.last_row + 3, 1)).value = [
        ["订单日期", "单号", "客户名称", "金额(万元)"],
        [dt.datetime(2026, 3, 5), "P1", "甲公司", 12.5],
        [dt.datetime(2026, 3, 6), "P2", "乙公司", 3.0],
    ]
    pasted = lite.bytes()
    lite.run("import")
    expected = by_file(pasted, lambda port: import_on(PlanBook(port), (), Frozen.now()))
    assert differences(cells(lite.bytes(), "zh"), cells(expected, "zh")) == []
    orders = PlanBook(FilePort(XlsxFile.from_bytes(lite.bytes()), "")).frame("orders")
    assert orders["order_no"].tolist()[-2:] == ["P1", "P2"]


@pytest.mark.slow
def test_what_the_command_line_computed_is_up_to_date_in_lite(start: Callable[[str], Lite]) -> None:
    lite = start("zh")
    lite.open(computed("zh"))
    before = lite.state()
    lite.run("run")
    assert before.differences(lite.state()) == []


@pytest.mark.slow
def test_a_second_click_changes_nothing(start: Callable[[str], Lite]) -> None:
    lite = start("en")
    lite.open(demo("en"))
    lite.run("targets")
    before = lite.state()
    lite.run("targets")
    assert before.differences(lite.state()) == []


@pytest.mark.slow
def test_the_month_can_be_given(start: Callable[[str], Lite]) -> None:
    lite = start("zh")
    lite.open(computed("zh"))
    lite.run("kpi", "2027-02")
    lite.run("month", " 2027-01 ")
    expected = by_file(computed("zh"), command("kpi", "2027-02"), command("month", "2027-01"))
    assert differences(cells(lite.bytes(), "zh"), cells(expected, "zh")) == []


@pytest.mark.slow
def test_edits_are_kept(start: Callable[[str], Lite]) -> None:
    """Two targets changed by hand; the quarters follow, the edits stay."""
    lite = start("zh")
    lite.open(computed("zh"))
    place = FilePort(XlsxFile.from_bytes(computed("zh")), "").tables()["tblTargets"]
    key = tables()["targets"].keys(Filled.EDIT)[0]
    column = place.first_col + place.columns.index(BookNames("zh", "wan").header("targets", key))
    edits = [(place.first_row + row, column, 0.35) for row in (1, 4)]
    for row, col, value in edits:
        lite.type_in(place.sheet, f"{column_letters(col)}{row}", value)
    typed = Writes(cells=tuple(CellWrite(place.sheet, row, col, value) for row, col, value in edits))
    lite.run("quarters")
    expected = by_file(computed("zh"), lambda port: port.apply(typed), command("quarters"))
    assert differences(cells(lite.bytes(), "zh"), cells(expected, "zh")) == []
    shown = XlsxFile.from_bytes(lite.bytes()).rows(place.sheet)
    assert [shown[row - 1][col - 1] for row, col, _ in edits] == [0.35, 0.35]


@pytest.mark.slow
def test_a_lean_book_shows_the_sheets_it_needs(start: Callable[[str], Lite]) -> None:
    data = new_book("zh", demo="rep", lean=True, lite=True).to_bytes()
    lite = start("zh")
    lite.open(data)
    lite.run("targets")
    shown = {page.name: page.state for page in XlsxFile.from_bytes(lite.bytes()).sheets}
    before = {page.name: page.state for page in XlsxFile.from_bytes(data).sheets}
    opened = {name for name, state in shown.items() if state != before[name]}
    assert opened == {sheet_of("targets").label.of("zh")}


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGS)
def test_the_result_comes_to_the_front(lang: str, start: Callable[[str], Lite]) -> None:
    lite = start(lang)
    lite.open(demo(lang))
    lite.run("check")
    assert lite.book.sheets.active.name == sheet_of("findings").label.of(lang)


# ── what Lite cannot do ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_the_year_report_says_where_its_word_file_is_made(
    start: Callable[[str], Lite], capsys: pytest.CaptureFixture[str]
) -> None:
    lite = start("zh")
    lite.open(demo("zh"))
    lite.run("yearend")
    assert "Word文件要在装了Python的电脑上写" in capsys.readouterr().out


def test_a_step_is_logged_but_cannot_be_taken_back(start: Callable[[str], Lite]) -> None:
    lite = start("en")
    lite.open(demo("en"))
    lite.run("tiers")
    port = FilePort(XlsxFile.from_bytes(lite.bytes()), "SalesPlan.xlsx")
    log = PlanBook(port).frame("log")
    assert log["command"].tolist() == ["ABC tiers"]
    assert log["undo_id"].fillna("").tolist() == [""]
    with pytest.raises(PlanInputError, match="SP-208"):
        undo(port, now=NOW)


def test_a_number_typed_over_a_formula_stays(start: Callable[[str], Lite]) -> None:
    """Lite cannot tell it from a formula, so nothing is written there."""
    lite = start("zh")
    lite.open(computed("zh"))
    port = LitePort(lite.book)
    place = port.tables()["tblMap"]
    column = min(col for _, col in port.formula_cells("tblMap"))
    cell = f"{column_letters(place.first_col + column)}{place.first_row}"
    lite.type_in(place.sheet, cell, 77.0)
    lite.run("map")
    assert lite.book.sheets[place.sheet].range(cell).raw_value == 77


def test_text_that_looks_like_a_formula_stays_text(start: Callable[[str], Lite]) -> None:
    book = PlanBook(FilePort(XlsxFile.from_bytes(demo("zh")), ""))
    customers = book.frame("customers")
    customers.loc[customers.index[:3], "owner"] = ["=1+1", "007", "TRUE"]
    book.put("customers", customers)
    book.port.apply(book.changes())
    data = book.port.to_bytes()  # type: ignore[attr-defined]
    lite = start("zh")
    lite.open(data)
    lite.run("map")
    expected = by_file(data, command("map"))
    assert differences(cells(lite.bytes(), "zh"), cells(expected, "zh")) == []
    assert {"=1+1", "007", "TRUE"} <= {row[-1] for row in owners(lite.bytes())}
    assert formulas(lite.bytes()) == formulas(expected)


def test_new_rows_get_their_formulas_and_old_ones_are_left_alone(start: Callable[[str], Lite]) -> None:
    lite = start("zh")
    lite.open(small_book())
    last = np.array([False, False, False, True])
    double = "tblA[[#This Row],[金额]]*2"
    columns = (
        ColumnWrite(0, ["甲", "乙", "丙", "=丁"], last),
        ColumnWrite(1, [10.0, 20.0, 30.0, 40.0], last),
        ColumnWrite(3, [None] * 4, last, double),
    )
    LitePort(lite.book).apply(Writes((TableWrite("tblA", (0, 1, 2), 1, columns),)))
    lite.excel.lite = False
    page = lite.book.sheets["客户"]
    assert page.range("A8:B8").raw_value == (("=丁", 40),)
    assert page.range("D7").raw_value == dt.datetime(2027, 3, 7, tzinfo=dt.UTC)
    assert page.range("D8").formula == "=[@金额]*2" and page.range("A8").formula == "=丁"
    assert page.tables["tblA"].range.address == "$A$4:$D$8"


def test_values_are_read_as_a_file_gives_them(start: Callable[[str], Lite]) -> None:
    """Whole numbers arrive from the browser as integers; days without a time zone; blanks as nothing."""
    lite = start("zh")
    lite.open(small_book())
    first = LitePort(lite.book).body("tblA")[0]
    assert first == ["甲", 10.0, pytest.approx(1.3), dt.datetime(2027, 3, 5)]
    assert type(first[1]) is float
    assert LitePort(lite.book).block("客户", 1, 1, 1, 2) == [["标题", None]]


def owners(data: bytes) -> list[list[object]]:
    """The map's rows down to the owner."""
    port = FilePort(XlsxFile.from_bytes(data), "")
    last = port.tables()["tblMap"].columns.index(BookNames("zh", "wan").header("map", "owner"))
    return [row[: last + 1] for row in port.body("tblMap")]


# ── one sentence ──────────────────────────────────────────────────────────────────────────────────────────


def told(lite: Lite, capsys: pytest.CaptureFixture[str]) -> str:
    """The one sentence: printed, and shown in a box, the book as before."""
    said = capsys.readouterr()
    assert said.err == ""
    assert [alert.prompt for alert in lite.excel.alerts] == [said.out.strip()]
    assert "\n" not in said.out.strip()
    return said.out.strip()


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", "不是SalesPlan规划簿"), ("en", "is not a SalesPlan book")]
)
@pytest.mark.parametrize("name", SCRIPTS)
def test_another_book_is_told_so(
    name: str, lang: str, words: str, start: Callable[[str], Lite], capsys: pytest.CaptureFixture[str]
) -> None:
    lite = start(lang)
    lite.open(small_book())
    before = lite.state()
    lite.run(name)
    sentence = told(lite, capsys)
    assert sentence.startswith("SP-310 ") and words in sentence
    assert before.differences(lite.state()) == []


def test_a_missing_table_is_named(start: Callable[[str], Lite], capsys: pytest.CaptureFixture[str]) -> None:
    lite = start("zh")
    lite.open(demo("zh"))
    page = lite.excel.sheet(sheet_of("orders").label.of("zh"))
    page.tables[:] = [table for table in page.tables if table.name != "tblOrders"]
    lite.run("run")
    sentence = told(lite, capsys)
    assert sentence.startswith("SP-316 ") and "tblOrders" in sentence


def test_a_book_without_customers(start: Callable[[str], Lite], capsys: pytest.CaptureFixture[str]) -> None:
    lite = start("en")
    lite.open(new_book("en", year=2027, lite=True).to_bytes())
    lite.run("run")
    assert told(lite, capsys).startswith("SP-203 ")


def test_a_month_nobody_understands(start: Callable[[str], Lite], capsys: pytest.CaptureFixture[str]) -> None:
    lite = start("zh")
    lite.open(demo("zh"))
    lite.run("kpi", "三月份左右")
    assert told(lite, capsys).startswith("SP-205 ")


def test_errors_in_the_data_stop_the_work(
    start: Callable[[str], Lite], capsys: pytest.CaptureFixture[str]
) -> None:
    lite = start("zh")
    data = demo("zh")
    place = FilePort(XlsxFile.from_bytes(data), "").tables()["tblOrders"]
    lite.open(data)
    money = next(index for index, header in enumerate(place.columns) if "金额" in header)
    cell = f"{column_letters(place.first_col + money)}{place.first_row}"
    lite.type_in(place.sheet, cell, "很多")
    before = lite.state()
    lite.run("run")
    said = capsys.readouterr().out.splitlines()
    assert said[0] == word("C-BLOCKED", "zh", count=1)
    assert any(f"{place.sheet}!{cell}" in line for line in said)
    assert before.differences(lite.state()) == []


def test_a_failure_while_handing_over_ends_the_script(start: Callable[[str], Lite]) -> None:
    """Only then does Lite drop what the script had written so far."""
    lite = start("zh")
    lite.open(demo("zh"))
    lite.failing = "Range.raw_value="
    with pytest.raises(RuntimeError) as failure:
        lite.run("run")
    sentence = str(failure.value)
    assert sentence.startswith("SP-40") and "\n" not in sentence
    assert failure.value.__cause__ is None and failure.value.__suppress_context__


def test_what_nobody_foresaw_is_one_sentence_too(
    start: Callable[[str], Lite], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a fault\nof ours")

    lite = start("en")
    lite.open(demo("en"))
    monkeypatch.setattr(runner, "execute", broken)
    lite.run("run")
    sentence = told(lite, capsys)
    assert sentence.startswith("SP-901 ") and "ZeroDivisionError" in sentence


def test_without_message_boxes_the_sentence_is_still_printed(
    start: Callable[[str], Lite], capsys: pytest.CaptureFixture[str]
) -> None:
    lite = start("en")
    lite.open(small_book())
    lite.failing = "App.alert"
    lite.run("tiers")
    assert capsys.readouterr().out.startswith("SP-310 ")


# ── the watcher itself ────────────────────────────────────────────────────────────────────────────────────


def test_a_read_after_a_write_would_be_noticed(start: Callable[[str], Lite]) -> None:
    lite = start("zh")

    def mistake(book: xw.Book) -> None:
        cell = book.sheets["客户"].range("A1")
        cell.raw_value = "x"
        assert cell.raw_value == "x"

    lite.code["sp_mistake"] = mistake
    lite.open(small_book())
    with pytest.raises(AssertionError, match=r"Range\.raw_value after a write"):
        lite.run("mistake")


def test_a_member_lite_lacks_would_be_noticed(start: Callable[[str], Lite]) -> None:
    lite = start("zh")
    lite.code["sp_mistake"] = lambda book: book.app.screen_updating
    lite.open(small_book())
    with pytest.raises(AssertionError, match=r"App\.screen_updating"):
        lite.run("mistake")
