"""Two names of one customer: proposed at import, answered in a cell, followed by the next run and by later imports."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from salesplan_xl.book.xlsx import XlsxFile
from tests.doors.driver import Book, salesplan

LIST = "客户名称,行业,去年业绩(万元)\n无锡宏泰重工有限公司,重工,80\n常州明照新能源,新能源,10\n"
ORDERS = "订单日期,单号,客户名称,金额(万元)\n2026-03-03,A1,无锡宏泰重工,3\n2026-03-04,A2,常州明照新能源,2\n"
LATER = "订单日期,单号,客户名称,金额(万元)\n2026-04-03,A3,无锡宏泰重工,5\n"


def _import(book: Book, folder: Path, table: str, text: str) -> list[str]:
    path = folder / f"{table}.csv"
    path.write_text(text, encoding="utf-8")
    said = salesplan("import", book.path, f"--{table}", path, "--json")
    assert said.code == 0, said.screen
    return [finding["code"] for finding in said.document["findings"]]


def _answer(book: Book, answer: str) -> None:
    """Pick an answer in the drop-down beside the only question that stands on the sheet."""
    (asked,) = book.rows("import_form")
    assert (asked["header"], asked["samples"]) == ("无锡宏泰重工", "无锡宏泰重工有限公司")
    form = XlsxFile.open(book.path).tables["tblImportForm"]
    column = form.first_col + form.columns.index(book.names.header("import_form", "answer"))
    book.type_cell(form.sheet, form.first_row, column, answer)


@pytest.fixture
def doubted(copy: Callable[..., Book], tmp_path: Path) -> Book:
    """A book with the customer list and orders under a shorter name of one of them."""
    book = copy("empty")
    _import(book, tmp_path, "customers", LIST)
    assert "F-592" in _import(book, tmp_path, "orders", ORDERS)
    return book


def test_yes_merges_at_the_next_import_and_is_remembered(doubted: Book, tmp_path: Path) -> None:
    _answer(doubted, "是")
    codes = _import(doubted, tmp_path, "orders", LATER)
    assert "F-597" in codes
    assert "F-592" not in codes
    assert {row["customer"] for row in doubted.rows("orders")} == {"无锡宏泰重工有限公司", "常州明照新能源"}
    assert [row["name"] for row in doubted.rows("customers")] == ["无锡宏泰重工有限公司", "常州明照新能源"]
    assert doubted.by("merged_names", "alias")["无锡宏泰重工"]["customer"] == "无锡宏泰重工有限公司"
    assert doubted.rows("import_form") == []
    assert salesplan("undo", doubted.path).code == 0
    assert "无锡宏泰重工" in {row["customer"] for row in doubted.rows("orders")}


def test_yes_is_followed_by_the_next_run(doubted: Book) -> None:
    _answer(doubted, "yes")
    said = salesplan("run", doubted.path, "--json")
    assert said.code == 0, said.screen
    assert "F-597" in [finding["code"] for finding in said.document["findings"]]
    assert {row["customer"] for row in doubted.rows("orders")} == {"无锡宏泰重工有限公司", "常州明照新能源"}


def test_no_keeps_both_and_is_never_proposed_again(doubted: Book, tmp_path: Path) -> None:
    _answer(doubted, "否")
    codes = _import(doubted, tmp_path, "orders", LATER)
    assert not {"F-592", "F-597"} & set(codes)
    assert "无锡宏泰重工" in [row["name"] for row in doubted.rows("customers")]
    assert doubted.rows("import_form") == []


def test_without_an_answer_nothing_is_merged(doubted: Book, tmp_path: Path) -> None:
    _import(doubted, tmp_path, "orders", LATER)
    assert len(doubted.rows("customers")) == 3
    assert len(doubted.rows("import_form")) == 1


def test_what_was_sold_to_both_adds_up(doubted: Book) -> None:
    doubted.type("customers", "无锡宏泰重工", last_year=4)
    before = {name: row["last_year"] for name, row in doubted.by("customers", "name").items()}
    _answer(doubted, "是")
    assert salesplan("run", doubted.path).code == 0
    assert doubted.by("customers", "name")["无锡宏泰重工有限公司"]["last_year"] == sum(
        before[name] or 0 for name in ("无锡宏泰重工有限公司", "无锡宏泰重工")
    )


def test_a_customer_list_with_differing_rows_of_one_customer(
    copy: Callable[..., Book], tmp_path: Path
) -> None:
    """Two lines of one customer that say different things: the first is taken, and it is said which customer it is."""
    book = copy("empty")
    text = "客户名称,行业,去年业绩(万元)\n苏州恒锐,机床,100\n苏州恒锐,机床,50\n常州明照,新能源,10\n常州明照,新能源,10\n"
    assert "F-596" in _import(book, tmp_path, "customers", text)
    rows = book.by("customers", "name")
    assert {name: row["last_year"] for name, row in rows.items()} == {"苏州恒锐": 100, "常州明照": 10}
    path = tmp_path / "again.csv"
    path.write_text(text.replace(",50\n", ",100\n"), encoding="utf-8")
    said = salesplan("import", book.path, "--customers", path, "--json")
    assert "F-596" not in [finding["code"] for finding in said.document["findings"]], "rows that say the same"


def test_a_project_that_stands_twice_is_said(copy: Callable[..., Book], tmp_path: Path) -> None:
    """A history of stages has a project several times: both rows come in, but never without a word."""
    book = copy("empty")
    head = "项目名称,客户名称,阶段,预计金额(万元)\n"
    assert "F-598" in _import(
        book, tmp_path, "opportunities", f"{head}A,云桥,方案,10\nA,云桥,报价,12\nB,青禾,报价,5\n"
    )
    assert len(book.rows("opportunities")) == 3
