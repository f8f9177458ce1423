"""A book of schema 2, with two settings that nobody asks for any more: it opens, runs, is undone, and they stay."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from salesplan_xl.schema.workbook import SCHEMA_VERSION
from tests.doors.driver import Book, salesplan
from tests.workbook.book_state import differences, state
from tests.workbook.xlsx_lint import lint

BOOK = Path(__file__).parent / "v2" / "zh-demo.xlsx"
GONE = ("projection_cap", "projection_prior_months")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A copy of the book with a value of the user's in one of the old settings."""
    path = Path(shutil.copy(BOOK, tmp_path / "plan.xlsx"))
    Book(path).type_setting(**{GONE[0]: 2.5})
    return path


def _values(path: Path) -> list[object]:
    return [Book(path).setting(key) for key in GONE]


@pytest.mark.slow
def test_settings_nobody_asks_for_any_more_stay_as_the_user_left_them(book: Path) -> None:
    before = _values(book)
    assert before[0] == 2.5
    said = salesplan("run", book, "--as-of", "2027-03-31", "--json")
    assert said.code == 0, said.screen
    (news,) = [item for item in said.document["findings"] if item["code"] == "F-021"]
    assert f"{SCHEMA_VERSION}" in news["sentence"]
    assert _values(book) == before
    assert lint(book.read_bytes()) == []


@pytest.mark.slow
def test_an_upgrade_from_schema_2_is_taken_back_exactly(book: Path) -> None:
    before = state(book.read_bytes())
    assert salesplan("upgrade", book).code == 0
    assert _values(book)[0] == 2.5
    assert salesplan("undo", book).code == 0
    left = {
        place: values
        for place, values in differences(before, state(book.read_bytes())).items()
        if not place.startswith(("操作记录.", "_系统.")) and not place.endswith(".print.freeze")
    }
    assert left == {}
    older = salesplan("undo", book)
    assert older.code == 0, "the last run of its own time"
