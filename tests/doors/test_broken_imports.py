"""Broken and foreign text files at the door: read rightly, or one sentence with the line, and the book as it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.doors.driver import Book, fingerprint, refused, salesplan

LINES = ["日期,订单号,客户名称,产品线,金额(万元)"] + [
    f"2027-02-{at % 28 + 1:02},Q{at:03},无锡宏泰工程机械有限公司,伺服,10" for at in range(50)
]
LINES[11] = '2027-02-11,Q010,"恒力 电气有限公司,伺服,10'
NAMES = ("上海恆力電氣有限公司", "臺灣積體電路")
TAIWAN = (
    f"date,order_no,customer,amount (10k CNY)\n2027-02-01,Q1,{NAMES[0]},10\n2027-02-02,Q2,{NAMES[1]},20\n"
)


def export(folder: Path, content: bytes) -> Path:
    path = folder / "orders.csv"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("codec", ["utf-8", "gbk", "utf-16"])
@pytest.mark.parametrize("more", [(), ("--despite-errors",), ("-o", "out.xlsx")])
def test_a_quote_that_is_never_closed(
    copy: Callable[..., Book], tmp_path: Path, codec: str, more: tuple[str, ...]
) -> None:
    """It swallowed 39 of 50 orders once."""
    book = copy("empty", "en")
    file = export(tmp_path, "\n".join([*LINES, ""]).encode(codec))
    said = refused(book.path, "SP-213", "import", book.path, "--orders", file, *more, exit_code=1)
    assert "line 12" in said.err


def test_it_is_said_in_the_books_language(copy: Callable[..., Book], tmp_path: Path) -> None:
    book = copy("empty", "zh")
    file = export(tmp_path, "\n".join([*LINES, ""]).encode("gbk"))
    assert "第12行" in refused(book.path, "SP-213", "import", book.path, "--orders", file, exit_code=1).err


def test_an_export_from_taiwan(copy: Callable[..., Book], tmp_path: Path) -> None:
    book = copy("empty", "en")
    said = salesplan("import", book.path, "--orders", export(tmp_path, TAIWAN.encode("big5")), "--json")
    assert said.code == 0, said.screen
    assert [row["customer"] for row in book.rows("orders")] == list(NAMES)
    (finding,) = [finding for finding in said.document["findings"] if finding["code"] == "F-510"]
    assert "big5" in finding["sentence"] and "--encoding" in finding["remedy"]


def test_what_cannot_be_told_is_asked_for(copy: Callable[..., Book], tmp_path: Path) -> None:
    """Text of which too little looks like any language: the option that reads it is named, and reads it."""
    book = copy("empty", "en")
    file = export(tmp_path, TAIWAN.replace(NAMES[0], "Завод Уралмаш").encode("cp1251", errors="replace"))
    before = fingerprint(book.path)
    said = refused(book.path, "SP-213", "import", book.path, "--orders", file, exit_code=1)
    assert "--encoding" in said.err
    assert fingerprint(book.path) == before
    assert salesplan("import", book.path, "--orders", file, "--encoding", "cp1252").code == 0
    assert len(book.rows("orders")) == 2


def test_the_option_knows_its_words(copy: Callable[..., Book], tmp_path: Path) -> None:
    said = salesplan("import", copy("empty").path, "--orders", "x.csv", "--encoding", "klingon")
    assert said.code == 2
    assert "big5" in said.err
