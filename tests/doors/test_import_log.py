"""导入记录: what was imported when, one line for each file and table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from salesplan_xl.catalogue import word
from salesplan_xl.doors.console import progress
from salesplan_xl.schema.types import LANGUAGES
from tests.doors.driver import Book, day, refused, salesplan

ORDERS = "订单日期,单号,客户名称,金额(万元)\n2026-02-10,001,甲厂,60\n2026-08-09,002,甲厂,70.5\n2026-08-09,002,乙厂,1\n"
MORE = "订单日期,单号,客户名称,金额(万元)\n2026-08-09,002,甲厂,70.5\n2026-09-01,003,丙厂,9\n"


def _file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_import_leaves_a_line(copy: Callable[..., Book], tmp_path: Path, lang: str) -> None:
    book = copy("lean", lang)
    shown = openpyxl.load_workbook(book.path)["导入记录" if lang == "zh" else "Import log"]
    assert shown.sheet_state == "hidden"
    assert (
        salesplan("import", book.path, "--orders", _file(tmp_path, "订单.csv", ORDERS), "--unit", "wan").code
        == 0
    )
    assert salesplan("import", book.path, "--orders", _file(tmp_path, "more.csv", MORE)).code == 0
    first, second = book.rows("imports")
    assert {key: first[key] for key in ("batch", "file", "rows", "added", "updated", "amount")} == {
        "batch": "0001", "file": "订单.csv", "rows": 3, "added": 3, "updated": 0, "amount": 131.5,
    }  # fmt: skip
    assert first["table"] == book.names.choice("imports", "table", "orders")
    assert (first["first_day"], first["last_day"]) == (day("2026-02-10"), day("2026-08-09"))
    assert (first["options"], second["options"]) == (word("import.unit", lang, unit="wan"),) * 2
    assert (second["batch"], second["rows"], second["added"], second["updated"]) == ("0002", 2, 1, 0)
    shown = openpyxl.load_workbook(book.path)["导入记录" if lang == "zh" else "Import log"]
    assert shown.sheet_state == "visible", "shown once something was imported"


def test_a_file_that_brings_nothing_new_leaves_no_line(copy: Callable[..., Book], tmp_path: Path) -> None:
    book, orders = copy("empty"), _file(tmp_path, "订单.csv", ORDERS)
    salesplan("import", book.path, "--orders", orders)
    before = book.path.read_bytes()
    said = salesplan("import", book.path, "--orders", orders)
    assert "is up to date" in said.out or "已是最新" in said.out
    assert book.path.read_bytes() == before


def test_undo_takes_the_line_back_with_the_import(copy: Callable[..., Book], tmp_path: Path) -> None:
    book = copy("lean")
    salesplan("import", book.path, "--orders", _file(tmp_path, "订单.csv", ORDERS))
    assert salesplan("undo", book.path).code == 0
    assert book.rows("imports") == []
    assert openpyxl.load_workbook(book.path)["导入记录"].sheet_state == "hidden"


def test_a_batch_is_taken_out_by_its_number(copy: Callable[..., Book], tmp_path: Path) -> None:
    """The rows go with their line; what another batch brought stays, and a number nobody gave is no batch."""
    book = copy("lean")
    salesplan("import", book.path, "--orders", _file(tmp_path, "订单.csv", ORDERS))
    salesplan("import", book.path, "--orders", _file(tmp_path, "more.csv", MORE))
    assert len(book.rows("orders")) == 4
    said = refused(book.path, "SP-216", "imports", book.path, "--take-out", "9", exit_code=1)
    assert "0001" in said.err
    assert salesplan("imports", book.path, "--take-out", "1").code == 0
    assert [row["order_no"] for row in book.rows("orders")] == ["003"]
    assert [row["batch"] for row in book.rows("imports")] == ["0002"]


def test_a_long_import_says_which_file_it_reads(
    copy: Callable[..., Book], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    book, folder = copy("empty", "en"), tmp_path / "exports"
    folder.mkdir()
    for number in (1, 2):
        text = f"Order date,Order no,Customer,Amount (10k CNY)\n2026-02-10,{number},Harbour Machine Ltd,60\n"
        (folder / f"orders {number}.csv").write_text(text, encoding="utf-8")
    said = salesplan("import", book.path, folder)
    assert said.code == 0
    assert "File 2 of 2: orders 2.csv" in said.err
