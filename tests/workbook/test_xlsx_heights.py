"""Rows with wrapped text are as high as their text needs, in every program that shows the book."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
import xlsxwriter

from salesplan_xl.book.xlsx import XlsxFile
from salesplan_xl.book.xlsx.heights import LINE_POINTS, MAX_LINES, MAX_ROWS, row_points
from salesplan_xl.schema.types import Kind
from salesplan_xl.schema.workbook import tables
from tests.recalc import run_books

LONG = "业绩同比增长百分之七,回款正常,认识三个人,还缺决策层,在谈项目两百万"


def small_book(*, fixed: float | None = None) -> XlsxFile:
    """One table of two columns, the second wraps in 30 characters."""
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("S")
        sheet.set_column("B:B", 30)
        sheet.add_table("A1:B3", {"name": "tblA", "columns": [{"header": "a"}, {"header": "b"}]})
        for row in (1, 2):
            sheet.write(row, 0, "x")
            sheet.write(row, 1, "short", book.add_format({"text_wrap": True}))
        if fixed:
            sheet.set_row(1, fixed)
    return XlsxFile.from_bytes(out.getvalue())


def heights(file: XlsxFile, sheet: str = "S") -> dict[int, float | None]:
    opened = openpyxl.load_workbook(BytesIO(file.to_bytes()))[sheet]
    return {row: opened.row_dimensions[row].height for row in range(1, opened.max_row + 1)}


@pytest.mark.parametrize(
    ("text", "width", "points"),
    [
        ("short", 30.0, None),
        ("", 30.0, None),
        (None, 30.0, None),
        (12.5, 30.0, None),
        ("一二三四五六七八九十一二三四五六七八九十", 30.0, 2 * LINE_POINTS),
        ("one two three four five six seven eight", 30.0, 2 * LINE_POINTS),
        ("a\nb\nc", 30.0, 3 * LINE_POINTS),
        ("很" * 5_000, 30.0, MAX_LINES * LINE_POINTS),
    ],
)
def test_the_height_of_a_text(text: object, width: float, points: float | None) -> None:
    assert row_points({2: text}, {2: width}) == points  # type: ignore[dict-item]


def test_the_longest_text_of_a_row_counts() -> None:
    assert row_points({1: "x", 2: LONG * 2, 3: "y"}, {1: 5.0, 2: 76.0, 3: 5.0}) == 2 * LINE_POINTS


def test_a_changed_row_gets_its_height_and_gives_it_back() -> None:
    file = small_book()
    file.set_cells("S", {(2, 2): LONG})
    file.fit_rows("tblA", [2])
    tall = heights(file)
    assert tall[2] and tall[2] > 2 * LINE_POINTS
    assert tall[3] is None
    again = XlsxFile.from_bytes(file.to_bytes())
    again.set_cells("S", {(2, 2): "short"})
    again.fit_rows("tblA", [2])
    assert heights(again)[2] is None


def test_added_rows_have_their_own_height_not_the_first_rows() -> None:
    file = small_book()
    file.set_cells("S", {(2, 2): LONG})
    file.fit_rows("tblA", [2])
    grown = XlsxFile.from_bytes(file.to_bytes())
    grown.resize_table("tblA", [0, 1], 3)
    grown.set_block("S", 4, 1, [["p", "q", "r"], ["short", LONG, "short"]])
    assert heights(grown)[4] is None
    grown.fit_rows("tblA", [4, 5, 6])
    found = heights(grown)
    assert (found[4], found[6]) == (None, None)
    assert found[5] == found[2]


def test_a_height_the_user_fixed_stays() -> None:
    file = small_book(fixed=99)
    file.set_cells("S", {(2, 2): LONG})
    file.fit_rows("tblA", [2])
    assert heights(file)[2] == 99


def test_a_row_that_is_only_fitted_is_written_too() -> None:
    file = small_book()
    file.set_cells("S", {(2, 2): LONG})
    written = XlsxFile.from_bytes(file.to_bytes())
    written.fit_rows("tblA", [2, 3])
    assert heights(written)[2]
    assert openpyxl.load_workbook(BytesIO(written.to_bytes()))["S"]["B2"].value == LONG


def test_a_big_table_is_left_to_excel() -> None:
    file = small_book()
    file.resize_table("tblA", [0, 1], MAX_ROWS)
    file.set_cells("S", {(2, 2): LONG})
    file.fit_rows("tblA", [2])
    assert heights(file)[2] is None


@pytest.mark.slow
@pytest.mark.parametrize("name", ["rep-zh", "rep-en"])
def test_no_wrapped_text_of_a_run_book_is_cut_short_of_four_lines(name: str) -> None:
    """Every row with a wrapped sentence longer than its column is higher than one line."""
    file = XlsxFile.from_bytes(run_books.book(name))
    opened = run_books.load(run_books.book(name))
    low = []
    for table in tables().values():
        info = file.tables[table.name]
        sheet = opened[info.sheet]
        for at, column in enumerate(table.columns):
            for row in range(info.first_row, info.last_row + 1):
                cell = sheet.cell(row, info.first_col + at)
                if column.kind is Kind.LONG_TEXT and cell.alignment.wrap_text and cell.value:
                    wide = sheet.column_dimensions[cell.column_letter].width
                    if len(str(cell.value)) > 1.2 * wide and not sheet.row_dimensions[row].height:
                        low.append(f"{info.sheet}!{cell.coordinate}")
    assert low == []
