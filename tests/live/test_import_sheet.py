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
