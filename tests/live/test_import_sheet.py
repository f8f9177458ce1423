"""Import inside Excel: a question is put on the sheet 导入, answered there, and pasted cells come in as a file does."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.live.books import Desk
from tests.live.engine import Excel

OPEN_DAYS = "日期,订单号,客户名称,金额(万元)\n05/03/2026,N1,上海新客户有限公司,60\n06/04/2026,N2,上海新客户有限公司,7.5\n"


def _form(desk: Desk) -> list[dict[str, object]]:
    return desk.live().frame("import_form").to_dict("records")


def test_a_question_is_answered_on_the_sheet(excel: Excel, tmp_path: Path) -> None:
    """Day first or month first? Nothing comes in before that is said; then the same click imports."""
    desk = Desk.open(excel, "zh")
    file = tmp_path / "订单.csv"
    file.write_text(OPEN_DAYS, encoding="utf-8")
    (said,) = desk.press("import", str(file))
    assert "--dates" in said.prompt
    assert desk.live().frame("orders").empty
    rows = _form(desk)
    assert [row["goes_to"] for row in rows[1:]] == ["日期", "订单号", "客户名称", "金额"]
    place = desk.live().place("import_form")
    answer = desk.live().column_position("import_form", "answer")
    desk.book.sheets[place.sheet].range((place.first_row, place.first_col + answer)).value = "dmy"
    assert desk.press("import", str(file)) == []
    assert desk.live().frame("orders")["date"].dt.strftime("%m-%d").tolist() == ["03-05", "04-06"]
    assert _form(desk) == []


def test_cells_pasted_below_the_table_come_in(excel: Excel) -> None:
    desk = Desk.open(excel, "zh")
    place = desk.live().place("import_form")
    rows = [
        ["订单日期", "单号", "客户名称", "金额(万元)"],
        ["2026-03-05", "P1", "甲公司", 12.5],
        ["2026-03-06", "P2", "乙公司", 3],
    ]
    desk.book.sheets[place.sheet].range((place.last_row + 3, 1)).value = rows
    assert desk.press("import", "") == []
    assert desk.live().frame("orders")["amount"].tolist() == [12.5, 3.0]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_without_files_and_pasted_cells_there_is_nothing_to_import(excel: Excel, lang: str) -> None:
    (said,) = Desk.open(excel, lang).press("import", "")
    assert said.prompt.startswith("SP-212")


def _type(desk: Desk, row: int, key: str, value: object) -> None:
    """Type into a cell of the sheet, or pick from its drop-down."""
    place = desk.live().place("import_form")
    column = desk.live().column_position("import_form", key)
    desk.book.sheets[place.sheet].range((place.first_row + row, place.first_col + column)).value = value


@pytest.mark.slow
def test_a_column_that_is_asked_for_is_picked_beside_the_header(excel: Excel, tmp_path: Path) -> None:
    """«Goes to» is enough of an answer; nothing needs to be typed beside the question."""
    desk = Desk.open(excel, "zh")
    file = tmp_path / "订单.csv"
    file.write_text("日期,订单号,客户名称,栏目甲\n2026-03-05,N1,上海新客户有限公司,60\n", encoding="utf-8")
    (said,) = desk.press("import", str(file))
    assert "--map" in said.prompt
    at = [row["header"] for row in _form(desk)].index("栏目甲")
    _type(desk, at, "goes_to", "金额(万元)")
    desk.press("import", str(file))
    rest = [row for row in _form(desk) if row["question"]]
    assert [row["question"].startswith("[unit") for row in rest] == [True]
    _type(desk, 0, "answer", "万元")
    assert desk.press("import", str(file)) == []
    assert desk.live().frame("orders")["amount"].tolist() == [60.0]


@pytest.mark.slow
def test_each_word_is_answered_by_a_choice(excel: Excel, tmp_path: Path) -> None:
    desk = Desk.open(excel, "zh")
    file = tmp_path / "订单.csv"
    file.write_text(
        "日期,订单号,客户名称,金额(万元),状态\n2026-03-05,N1,甲公司,60,特批甲\n2026-03-06,N2,乙公司,5,特批乙\n",
        encoding="utf-8",
    )
    desk.press("import", str(file))
    asked = [str(row["question"]) for row in _form(desk)]
    assert [text[:11] for text in asked[:2]] == ["[words:特批甲]", "[words:特批乙]"]
    _type(desk, 0, "answer", "算")
    _type(desk, 1, "answer", "不算")
    assert desk.press("import", str(file)) == []
    assert desk.live().frame("orders")["amount"].tolist() == [60.0]


@pytest.mark.slow
@pytest.mark.parametrize("cell", ["table", "answer"])
def test_which_table_a_file_is_gets_answered_on_the_sheet(excel: Excel, tmp_path: Path, cell: str) -> None:
    """Names, dates and amounts with a due date and no more: orders or receivables?"""
    desk = Desk.open(excel, "zh")
    file = tmp_path / "清单.csv"
    file.write_text("客户,月份,金额(万元)\n甲公司,2026-03,60\n乙公司,2026-04,5\n", encoding="utf-8")
    (said,) = desk.press("import", str(file))
    assert "--orders" in said.prompt
    _type(desk, 0, cell, "订单明细")
    assert desk.press("import", str(file)) == []
    assert desk.live().frame("orders")["amount"].tolist() == [60.0, 5.0]
    assert _form(desk) == []


@pytest.mark.slow
def test_two_names_are_merged_by_a_yes_on_the_sheet(excel: Excel, tmp_path: Path) -> None:
    desk = Desk.open(excel, "zh")
    file = tmp_path / "订单.csv"
    file.write_text(
        "日期,订单号,客户名称,金额(万元)\n2026-03-05,N1,无锡宏泰重工有限公司,60\n2026-03-06,N2,无锡宏泰重工机械有限公司,5\n",
        encoding="utf-8",
    )
    desk.press("import", str(file))
    (asked,) = _form(desk)
    _type(desk, 0, "answer", "是")
    desk.press("run")
    assert set(desk.live().frame("orders")["customer"]) == {asked["samples"]}
    assert _form(desk) == []
