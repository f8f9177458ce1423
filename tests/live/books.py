"""Books for the tests: a small one for Excel's ways, and plan books in Excel beside the same in a file."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from types import SimpleNamespace

import openpyxl
import pandas as pd
import pytest
import xlwings as xw
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, PatternFill, Protection
from openpyxl.utils import column_index_from_string as _number
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_from_string
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table, TableFormula
from openpyxl.worksheet.worksheet import Worksheet

from salesplan_xl.book.excel.live import LivePort
from salesplan_xl.book.file import FilePort
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.book.xlsx import XlsxFile
from salesplan_xl.commands import registry
from salesplan_xl.commands.books.new import fill, new_book
from salesplan_xl.commands.engine import runner
from salesplan_xl.commands.engine.undo import undo
from salesplan_xl.demo import DemoBook, demo_tables
from salesplan_xl.doors import ribbon
from salesplan_xl.doors.console import books
from salesplan_xl.schema.layout import BookNames
from salesplan_xl.schema.workbook import sheet, sheet_of
from tests.live.engine import Excel
from tests.live.engine.package import read_only
from tests.live.engine.session import Alert
from tests.live.engine.state import State, state
from tests.shared import shared

HEADERS = ("客户", "金额", "税额", "签约日")


def small_book() -> bytes:
    """Sheet 客户: tblA in A4:D7, a total below it in B10. Sheet 汇总: formulas that point there."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "客户"
    page["A1"] = "标题"
    for col, text in enumerate(HEADERS, 1):
        page.cell(4, col, text)
    for row, (name, amount) in enumerate([("甲", 10), ("乙", 20), ("丙", 30)], 5):
        page.cell(row, 1, name).number_format = "@"
        page.cell(row, 2, amount).fill = PatternFill("solid", "FFFF00")
        page.cell(row, 3, "=tblA[[#This Row],[金额]]*0.13")
        page.cell(row, 4, dt.datetime(2027, 3, row)).number_format = "yyyy-mm-dd"
    page.row_dimensions[6].height = 30
    page["B10"] = "=SUM(B5:B7)"
    page["C10"].protection = Protection(locked=False)
    page["A10"].alignment = Alignment(wrap_text=True)
    _table(page)
    _rules(page)
    page.merge_cells("A12:B12")
    page["A12"] = "备注"
    _summary(book)
    return _saved(book)


def filtered_book() -> bytes:
    """The small book with a filter on tblA that shows 乙 and 丙 only."""
    book = openpyxl.load_workbook(BytesIO(small_book()))
    page = book["客户"]
    page.tables["tblA"].autoFilter = AutoFilter(ref="A4:D7")
    page.tables["tblA"].autoFilter.add_filter_column(0, ["乙", "丙"])
    page.row_dimensions[5].hidden = True
    return _saved(book)


def _table(page: Worksheet) -> None:
    table = Table(displayName="tblA", ref="A4:D7")
    table._initialise_columns()
    for column, header in zip(table.tableColumns, HEADERS, strict=True):
        column.name = header
    table.tableColumns[2].calculatedColumnFormula = TableFormula(attr_text="tblA[[#This Row],[金额]]*0.13")
    page.add_table(table)


def _rules(page: Worksheet) -> None:
    fill = PatternFill(bgColor="FF0000")
    page.conditional_formatting.add("A5:D7", FormulaRule(formula=["$B5>15"], fill=fill))
    choice = DataValidation(type="list", formula1="=$F$1:$F$3")
    choice.add("A5:A7")
    page.add_data_validation(choice)


def _summary(book: openpyxl.Workbook) -> None:
    page = book.create_sheet("汇总")
    page["A1"] = "=SUM(tblA[金额])"
    page["A2"] = "=客户!B6"
    page["A3"] = "=ROW(INDEX(tblA[#All],1,1))"
    page["A4"] = "=ROWS(tblA[#All])*100+COLUMNS(tblA[#All])"
    page["A5"] = "=ROW(合计)"
    page["A6"] = "=NA()"
    book.create_sheet("备份").sheet_state = "hidden"
    book.create_sheet("_系统").sheet_state = "veryHidden"
    book.defined_names["合计"] = DefinedName("合计", attr_text="'客户'!$B$10")


def _saved(book: openpyxl.Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


# ── plan books ────────────────────────────────────────────────────────────────────────────────────────────

NOW = dt.datetime(2026, 11, 22, 10, 0)
# An import needs a file and has tests of its own.
_BUTTONS = [verb.key for verb in registry.lite_buttons() if verb.key != "import"]
# The steps one after the other, the whole plan last.
COMMANDS = (*_BUTTONS[1:], _BUTTONS[0])
FEW = 12


@cache
def plan_bytes(lang: str, demo: str | None = None, *, lean: bool = False) -> bytes:
    """A plan book as a file: empty, with the demo company (``rep``, ``team``) or with its first customers (``few``)."""
    name = f"plan-{lang}-{demo}{'-lean' if lean else ''}.xlsx"
    return shared(name, lambda: _plan_bytes(lang, demo, lean=lean))


def _plan_bytes(lang: str, demo: str | None, *, lean: bool) -> bytes:
    if demo != "few":
        return new_book(lang, demo=demo, lean=lean).to_bytes()
    port, data = new_book(lang, lean=lean), demo_tables("rep", lang)
    fill(PlanBook(port), first_customers(data), data.settings)
    return port.to_bytes()


def first_customers(data: DemoBook) -> dict[str, pd.DataFrame]:
    """A dozen customers of the demo company with all that is theirs."""
    names = data.tables["customers"]["name"].head(FEW)
    owners = {key: "customer" for key, frame in data.tables.items() if "customer" in frame.columns}
    owners["customers"] = "name"
    return {
        key: frame[frame[owners[key]].isin(names)] if key in owners else frame
        for key, frame in data.tables.items()
    }


def file_port(data: bytes, title: str = "SalesPlan.xlsx") -> FilePort:
    """The same book for the command line's port."""
    return FilePort(XlsxFile.from_bytes(data, title), title)


class Frozen(dt.datetime):
    """A clock that stands still at ``NOW``."""

    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:
        return NOW


def freeze(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ribbon and command line note the same time in the log."""
    for module in (ribbon, books):
        if hasattr(module, "dt"):
            monkeypatch.setattr(module, "dt", SimpleNamespace(datetime=Frozen, date=dt.date))


@dataclass
class Desk:
    """A plan book in Excel in front of a user who clicks, and the same book in a file beside it."""

    excel: Excel
    book: xw.Book
    lang: str
    file: FilePort
    trips: int = 0  # of the last click

    @classmethod
    def open(cls, excel: Excel, lang: str, demo: str | None = None) -> Desk:
        """Open a book of ``plan_bytes`` in Excel and as a file."""
        data = plan_bytes(lang, demo)
        return cls(excel, excel.open(data), lang, file_port(data))

    def press(self, action: str, argument: str = "", lang: str = "") -> list[Alert]:
        """Click a button; the messages it shows. What Excel was set to comes back whatever happens."""
        before, shown = dict(self.excel.switches), len(self.excel.alerts)
        called = self.excel.calls.total()
        ribbon.press(action, hexed(argument), lang or self.lang)
        self.trips = self.excel.calls.total() - called
        after = dict(self.excel.switches)
        assert {**before, "status_bar": None} == {**after, "status_bar": None}
        return self.excel.alerts[shown:]

    def quietly(self, action: str, argument: str = "") -> None:
        """Click a button that has nothing to tell beyond its line in the status bar."""
        assert self.press(action, argument) == []

    def command(self, action: str, month: str | None = None) -> None:
        """The same on the file, as the command line does it."""
        if action == "undo":
            _, port = undo(self.file, now=NOW)
        else:
            runner.execute(action, PlanBook(self.file), now=NOW, month=month)
            port = self.file
        assert isinstance(port, FilePort)
        self.file = port.refreshed()

    def differences(self) -> list[str]:
        """Where the book in Excel and the book in the file are not the same."""
        return differences(state(read_only(self.file.to_bytes())), self.excel.state(self.book), self.lang)

    def live(self) -> PlanBook:
        """The book in Excel, read anew."""
        return PlanBook(LivePort(self.book))

    def sheet(self, block: str) -> xw.Sheet:
        """The sheet of a table or grid."""
        return self.book.sheets[sheet_of(block).label.of(self.lang)]

    def column(self, table: str, key: str) -> xw.Range:
        """The body cells of one column of a table."""
        port = LivePort(self.book)
        book = PlanBook(port)
        place, at = book.place(table), book.column_position(table, key)
        first = (place.first_row, place.first_col + at)
        return self.sheet(table).range(first, (place.last_row, first[1]))


def hexed(text: str) -> str:
    """An argument as the macros hand it over."""
    return text.encode("utf-16-be").hex()


def differences(file: State, excel: State, lang: str) -> list[str]:
    """Cells with formats, tables, names, rules and visibility that differ between a file and a book in Excel.

    Left out: row heights (Excel fits them itself), the sheet with looks of removed rows (a file keeps styles there,
    Excel whole rows), and the packed undo data, which spells formulas as its host does.
    """
    aside, data = sheet("undo_rows").label.of(lang), _undo_data(excel, lang)
    return [
        line
        for line in _plain(file, data).differences(_plain(excel, data))
        if not line.startswith("heights ") and f" {aside}" not in line.split(":")[0]
    ]


def _undo_data(found: State, lang: str) -> tuple[str, frozenset[str]]:
    """Sheet and cells of the packed undo records."""
    home, place = found.tables["tblUndo"].split("!")
    first, last = place.split(":")
    left, top = coordinate_from_string(first)
    right, bottom = coordinate_from_string(last)
    letters = [get_column_letter(col) for col in range(_number(left), _number(right) + 1)]
    header = BookNames(lang, "wan").header("undo", "data")
    col = next(letter for letter in letters if found.cells[home][f"{letter}{top}"][0] == header)
    return home, frozenset(f"{col}{row}" for row in range(top + 1, bottom + 1))


def _plain(found: State, leave: tuple[str, frozenset[str]]) -> State:
    """Blank texts are blank; the packed undo data is not looked at."""
    cells = {
        name: {
            spot: (None if value == "" else value, *rest)
            for spot, (value, *rest) in here.items()
            if not (name == leave[0] and spot in leave[1])
        }
        for name, here in found.cells.items()
    }
    return replace(found, cells=cells)  # type: ignore[arg-type]
