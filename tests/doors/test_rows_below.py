"""Rows typed right below a table in a program that does not take them in are told, never left out silently."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from salesplan_xl.book.xlsx import XlsxFile
from tests.doors.driver import Book, salesplan


def _type_below(book: Book, cells: tuple[object, ...], gap: int = 0) -> int:
    """Type a row below the table of orders; its row on the sheet."""
    file = XlsxFile.open(book.path)
    orders = file.tables["tblOrders"]
    row = orders.last_row + 1 + gap
    file.set_cells(orders.sheet, {(row, orders.first_col + at): cell for at, cell in enumerate(cells)})  # type: ignore[misc]
    file.save(book.path, backup=False)
    return row


ORDER = (dt.datetime(2026, 11, 3), "X-1", "甲公司", "轴承", 12.5)


@pytest.mark.parametrize("verb", ["run", "check"])
def test_an_order_below_the_table_is_told(copy: Callable[..., Book], verb: str) -> None:
    book = copy("typed")
    row = _type_below(book, ORDER)
    said = salesplan(verb, book.path, "--json")
    told = [finding for finding in said.document["findings"] if finding["code"] == "F-023"]
    assert [(finding["values"]["count"], finding["values"]["row"]) for finding in told] == [(1, row)]


@pytest.mark.parametrize(
    ("cells", "gap"), [((None, None, "合计", None, 900.0), 0), (ORDER, 1)], ids=["a total", "behind a gap"]
)
def test_a_total_of_the_users_own_and_rows_behind_a_gap_are_none(
    copy: Callable[..., Book], tmp_path: Path, cells: tuple[object, ...], gap: int
) -> None:
    book = copy("typed")
    _type_below(book, cells, gap)
    document = salesplan("run", book.path, "--json").document
    assert "F-023" not in [finding["code"] for finding in document["findings"]]
