"""An Excel for every test that asks for one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import xlwings as xw

from tests.live.books import small_book
from tests.live.engine import Excel, running


@pytest.fixture
def excel() -> Iterator[Excel]:
    """A running Excel without books; xlwings finds it until the test ends."""
    with running() as found:
        yield found


@pytest.fixture
def book(excel: Excel) -> xw.Book:
    """The small book, opened."""
    return excel.open(small_book())


@pytest.fixture
def page(book: xw.Book) -> xw.Sheet:
    """Its sheet with the table."""
    return book.sheets["客户"]


@pytest.fixture
def total(book: xw.Book) -> xw.Sheet:
    """Its sheet with formulas that point to the table."""
    return book.sheets["汇总"]
