"""A plan is handed on at the console: copy, PDF, mail draft, books for a team and back, and submitted."""

from __future__ import annotations

from collections.abc import Callable
from email import message_from_bytes
from email.header import decode_header, make_header
from pathlib import Path

import openpyxl
import pytest

from tests.doors.driver import Book, fingerprint, refused, salesplan

Copy = Callable[..., Book]
ZHANG, LI = "苏州恒锐机械有限公司", "无锡宏泰重工有限公司"


@pytest.fixture
def team(copy: Copy) -> Book:
    """A computed book whose two largest customers belong to two salespeople."""
    book = copy("typed")
    for name, owner in ((ZHANG, "张伟"), (LI, "李娜")):
        book.type("customers", name, owner=owner)
    assert salesplan("run", book.path).code == 0
    return book


@pytest.mark.slow
def test_a_copy_for_the_boss_says_what_is_not_in_it_and_replaces_nothing(team: Book) -> None:
    before = fingerprint(team.path)
    said = salesplan("copy", team.path, "-o", "老板.xlsx")
    assert said.code == 0
    assert "没有选的工作表" in said.out
    assert "客户清单" not in openpyxl.load_workbook("老板.xlsx").sheetnames
    assert fingerprint(team.path) == before
    refused(team.path, "SP-315", "copy", team.path, "-o", "老板.xlsx")
    assert salesplan("copy", team.path, "-o", "老板.xlsx", "--overwrite", "--json").document["sheets"]


@pytest.mark.slow
def test_sheets_and_owner_are_chosen_by_name(team: Book) -> None:
    said = salesplan("copy", team.path, "-o", "李娜.xlsx", "--sheets", "作战地图、看板", "--owner", "李娜")
    assert said.code == 0, said.screen
    book = openpyxl.load_workbook("李娜.xlsx")
    assert book.sheetnames == ["作战地图", "看板"]
    names = {cell.value for cell in book["作战地图"]["A"]}
    assert LI in names
    assert ZHANG not in names


@pytest.mark.slow
@pytest.mark.parametrize("preset", ["老板", "boss"])
def test_the_draft_lies_beside_the_book_and_nothing_is_sent(team: Book, preset: str) -> None:
    said = salesplan("send", team.path, "--to", "王总 <wang@gongsi.cn>", "--no-pdf", "--preset", preset)
    assert said.code == 0, said.screen
    assert "什么都没有发出" in said.out
    (eml,) = Path("plan-待发").glob("*.eml")
    mail = message_from_bytes(eml.read_bytes())
    attached = [
        str(make_header(decode_header(part.get_filename() or "")))
        for part in mail.walk()
        if part.get_filename()
    ]
    assert mail["X-Unsent"] == "1"
    assert attached == ["plan-汇报.xlsx"]


@pytest.mark.slow
def test_the_report_page_becomes_a_pdf(team: Book) -> None:
    said = salesplan("pdf", team.path, "-o", "汇报.pdf", "--json")
    assert said.code == 0, said.screen
    assert Path("汇报.pdf").read_bytes().startswith(b"%PDF")
    assert said.document["sheets"] == ["看板", "汇报页"]
    refused(team.path, "SP-330", "pdf", team.path, "--sheet", "没有这张表")


@pytest.mark.slow
def test_handed_out_worked_in_and_brought_back_with_the_one_conflict_shown(team: Book) -> None:
    assert salesplan("split", team.path, "--by", "owner", "-o", "人手一本").code == 0
    zhang, li = (Book(Path("人手一本") / f"plan-{name}.xlsx") for name in ("张伟", "李娜"))
    assert [row["customer"] for row in li.rows("map") if row["tier"] != "新客户"] == [LI]
    zhang.type("map", ZHANG, key_action="老板亲自上门")
    li.type("map", LI, q1=99.0)
    team.type("map", LI, q1=88.0)
    merged = salesplan("merge", team.path, zhang.path, li.path, "-o", "合并.xlsx")
    assert merged.code == 0, merged.screen
    assert "99" in merged.out
    assert "88" in merged.out
    rows = {row["customer"]: row for row in Book(Path("合并.xlsx")).rows("map")}
    assert (rows[ZHANG]["key_action"], rows[LI]["q1"]) == ("老板亲自上门", 88.0)


@pytest.mark.slow
def test_many_books_are_summed_up(team: Book) -> None:
    assert salesplan("split", team.path, "-o", "人手一本").code == 0
    books = sorted(Path("人手一本").glob("*.xlsx"))
    said = salesplan("rollup", *books, "-o", "团队.xlsx", "--json")
    assert said.code == 0, said.screen
    assert said.document["figures"]["this_year"] == pytest.approx(1125.0)
    refused(books[0], "SP-315", "rollup", *books, "-o", "团队.xlsx")


@pytest.mark.slow
def test_a_figure_changed_after_submission_shows(team: Book) -> None:
    assert salesplan("submit", team.path).code == 0
    assert "F-73" not in salesplan("check", team.path).out
    team.type("map", ZHANG, q2=500.0)
    assert any(
        item["code"].startswith("F-73")
        for item in salesplan("check", team.path, "--json").document["findings"]
    )
    assert salesplan("submit", team.path, "--state", "draft").code == 0
    assert not any(
        item["code"].startswith("F-73")
        for item in salesplan("check", team.path, "--json").document["findings"]
    )
