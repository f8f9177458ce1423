"""Last year's book may be of version 1: the next one is made from it as from any other, and it stays as it is."""

from __future__ import annotations

import pytest

from tests.doors.driver import Book, salesplan
from tests.museum.conftest import OldBook
from tests.workbook.xlsx_lint import lint


@pytest.mark.slow
def test_a_book_of_version_1_is_carried_on(full: OldBook) -> None:
    """Its users' own columns and rows go over, their sheet does not; it plans the next year at once."""
    made = full.path.with_name("next.xlsx")
    said = salesplan("new", made, "--from", full.path)
    assert said.code == 0, said.screen
    assert "自己加的工作表(我的分析)" in said.out
    assert full.path.read_bytes() == full.original
    old, new = Book(full.path), Book(made)
    assert new.setting("plan_year") == old.setting("plan_year") + 1
    assert {row["name"] for row in new.rows("contacts")} == {row["name"] for row in old.rows("contacts")}
    assert [row["name"] for row in new.rows("scenarios")] == [row["name"] for row in old.rows("scenarios")]
    assert new.setting("growth_b") == old.setting("growth_b") != 0.1
    assert lint(made.read_bytes()) == []
    again = salesplan("run", made, "--as-of", "2027-12-31", "--despite-errors", "--json").document
    assert again["figures"]["plan_year"] == old.setting("plan_year") + 1
