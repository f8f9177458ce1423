"""How the Excel of these tests behaves: as the desktop Excel does, surprises included, and nothing beyond."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
import xlwings as xw

from tests.live.books import small_book
from tests.live.engine import Excel, com_error, running

REFUSED = -2146827284
TEMPLATES = Path(__file__).parents[2] / "workbook_templates"


# ── finding the book ──────────────────────────────────────────────────────────────────────────────────────


def test_xlwings_finds_the_active_book(book: xw.Book) -> None:
    assert xw.books.active == book
    assert xw.apps.active.books[0].name == "SalesPlan.xlsx"
    assert book.sheets.active.name == "客户"
    assert [sheet.name for sheet in book.sheets] == ["客户", "汇总", "备份", "_系统"]


def test_without_a_book_windows_finds_no_excel(excel: Excel) -> None:
    assert xw.apps.active is None
    with pytest.raises(xw.XlwingsError):
        _ = xw.books.active


def test_in_protected_view_there_is_no_active_workbook(excel: Excel, book: xw.Book) -> None:
    excel.protected_view()
    with pytest.raises(AttributeError):
        _ = xw.books.active.name


def test_a_book_is_opened_from_disk_and_closed(excel: Excel, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(small_book())
    excel.open(small_book(), "b.xlsx")
    opened = xw.apps.active.books.open(tmp_path / "a.xlsx")
    assert opened.sheets["客户"].range("A5").value == "甲"
    opened.close()
    assert xw.books.active.name == "b.xlsx"


def test_afterwards_xlwings_is_as_before() -> None:
    before = len(xw.engines), xw.engines.active
    with running() as excel:
        excel.open(small_book())
        assert xw.engines.active is not before[1]
    assert (len(xw.engines), xw.engines.active) == before


# ── reading ───────────────────────────────────────────────────────────────────────────────────────────────


def test_numbers_are_floats_dates_naive_blanks_none(page: xw.Sheet) -> None:
    rows = page.range("A5:D5").options(ndim=2).value
    assert rows == [["甲", 10.0, pytest.approx(1.3), dt.datetime(2027, 3, 5)]]
    assert type(rows[0][1]) is float
    assert page.range("F1").value is None


def test_a_single_cell_is_a_scalar_a_block_tuples(page: xw.Sheet) -> None:
    assert page.range("B5").raw_value == 10.0
    assert page.range("A5:B6").raw_value == (("甲", 10.0), ("乙", 20.0))
    assert page.range("B5").formula == "10"
    assert page.range("A5:B5").formula == (("甲", "10"),)


def test_errors_are_numbers_that_become_none_or_text(total: xw.Sheet) -> None:
    assert total.range("A6").raw_value == -2146826246
    assert total.range("A6").value is None
    assert total.range("A6").options(err_to_str=True).value == "#N/A"


def test_currency_arrives_as_decimal(page: xw.Sheet) -> None:
    page.range("B5").number_format = "¥#,##0.00"
    assert page.range("B5").value == Decimal("10.0000")
    assert isinstance(page.range("B5").value, Decimal)


def test_formulas_read_as_excel_shows_them(page: xw.Sheet, total: xw.Sheet, excel: Excel) -> None:
    assert page.range("C5").formula == "=[@金额]*0.13"
    assert total.range("A1").formula == "=SUM(tblA[金额])"
    assert page.range("D5").formula == "46451"
    assert page.range("F1").formula == ""
    excel.long_references = True
    assert page.range("C5").formula == "=tblA[[#This Row],[金额]]*0.13"


def test_formats_that_differ_read_as_none(page: xw.Sheet) -> None:
    assert page.range("A5:A7").number_format == "@"
    assert page.range("A5:B5").number_format is None
    assert page.range("5:7").row_height is None
    assert page.range("6:6").row_height == 30


# ── writing ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("00123", 123.0),
        ("1e5", 100000.0),
        ("12%", 0.12),
        ("1,234.5", 1234.5),
        ("6222021234567890123", 6.22202123456789e18),
        ("2027-03", dt.datetime(2027, 3, 1)),
        ("2027-3-1", dt.datetime(2027, 3, 1)),
        ("2027年3月1日", dt.datetime(2027, 3, 1)),
        ("3/4", dt.datetime(dt.date.today().year, 3, 4)),
        ("1-2", dt.datetime(dt.date.today().year, 1, 2)),
        ("true", True),
        ("'00123", "00123"),
        ("'=1+1", "=1+1"),
        ("=1+1", 2.0),
        ("+1+1", 2.0),
        ("-(2)", -2.0),
        ("苏州-1", "苏州-1"),
        ("10-20-30-40", "10-20-30-40"),
        ("2027.13.1", "2027.13.1"),
        ("-", "-"),
        ("", None),
    ],
)
def test_text_in_a_general_cell_is_interpreted(page: xw.Sheet, text: str, value: object) -> None:
    page.range("H1").value = text
    assert page.range("H1").value == value


@pytest.mark.parametrize("text", ["00123", "=1+1", "2027-3-1", "TRUE", "+86 138 0000 0000"])
def test_text_in_a_text_cell_stays_text(page: xw.Sheet, text: str) -> None:
    page.range("H1").number_format = "@"
    page.range("H1").value = text
    assert page.range("H1").value == text
    page.range("H1").value = f"'{text}"
    assert page.range("H1").value == text


def test_a_number_in_a_text_cell_becomes_text(page: xw.Sheet) -> None:
    page.range("H1").number_format = "@"
    page.range("H1").value = 1.5
    assert page.range("H1").value == "1.5"


@pytest.mark.parametrize(
    "text", ["=SUM(", "=1+", "+86 138 0000 0000", "-甲 乙 1", "=tblB[金额]", "=tblA[没有]", "=无此表!A1"]
)
def test_a_wrong_formula_is_refused_and_nothing_is_written(page: xw.Sheet, text: str) -> None:
    with pytest.raises(com_error) as found:
        page.range("H1:I1").value = ["先", text]
    assert found.value.hresult == -2147352567
    assert found.value.excepinfo[-1] == REFUSED
    assert type(found.value).__module__ == "pywintypes"
    assert page.range("H1:I1").value == [None, None]


def test_an_unknown_name_is_no_error(page: xw.Sheet) -> None:
    page.range("H1").formula = "=没有这个名称+1"
    assert page.range("H1").options(err_to_str=True).value == "#NAME?"


def test_newer_functions_are_marked_in_the_file_only(excel: Excel, page: xw.Sheet) -> None:
    page.range("H1").value = '=IFNA(TEXTJOIN("、",TRUE,tblA[客户]),"")'
    assert page.range("H1").formula == '=IFNA(TEXTJOIN("、",TRUE,tblA[客户]),"")'
    assert excel.sheet("客户").rows[1][8].formula == '_xlfn.IFNA(_xlfn.TEXTJOIN("、",TRUE,tblA[客户]),"")'
    assert page.range("H1").value == "甲、乙、丙"


def test_dates_bring_a_format_only_to_general_cells(page: xw.Sheet) -> None:
    page.range("H1").value = dt.date(2027, 3, 1)
    assert page.range("H1").number_format == "yyyy/m/d"
    page.range("D5").value = dt.datetime(2028, 1, 1)
    assert page.range("D5").number_format == "yyyy-mm-dd"
    assert page.range("H1").value == dt.datetime(2027, 3, 1)


def test_a_scalar_fills_and_formulas_follow(page: xw.Sheet) -> None:
    page.range("H1:H3").formula = "=B5*2"
    assert [row[0] for row in page.range("H1:H3").formula] == ["=B5*2", "=B6*2", "=B7*2"]
    page.range("I1:I3").value = 7
    assert page.range("I1:I3").value == [7.0, 7.0, 7.0]


def test_what_is_written_under_a_merged_cell_vanishes(page: xw.Sheet) -> None:
    page.range("A12:B12").value = ["新", "看不见"]
    assert page.range("A12:B12").value == ["新", None]


def test_a_cell_has_room_for_32767_characters(page: xw.Sheet) -> None:
    page.range("H1").value = "长" * 32_767
    with pytest.raises(com_error):
        page.range("H1").value = "长" * 32_768


def test_pandas_values_arrive_clean(page: xw.Sheet) -> None:
    page.range("H1").value = [[float("nan"), pd.NaT, pd.Timestamp(2027, 1, 2), None]]
    assert page.range("H1:K1").value == [None, None, dt.datetime(2027, 1, 2), None]


def test_raw_writes_take_what_pywin32_takes(page: xw.Sheet) -> None:
    with pytest.raises(TypeError, match="COM VARIANT"):
        page.range("H1").raw_value = dt.date(2027, 1, 1)
    with pytest.raises(TypeError):
        page.range("H1:I1").raw_value = [[1.0, object()]]


def test_cleared_cells_keep_their_format(page: xw.Sheet) -> None:
    page.range("B5").clear_contents()
    assert page.range("B5").value is None
    page.range("A6").value = None
    assert page.range("A6").number_format == "@"
