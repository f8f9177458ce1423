"""A rep who is new to it: a fresh book, three exports of different systems, at most three questions, and a plan."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from salesplan_xl.schema.workbook import tables
from tests.doors.driver import Book, salesplan
from tests.importing.three_systems import SYSTEMS, Exports

QUESTIONS = 3
NEW = {"zh": ("wan", ()), "en": ("yuan USD", ("--currency", "USD", "--unit", "yuan"))}


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_three_exports_become_a_plan(lang: str, tmp_path: Path) -> None:
    """new, import, the answer, run: four lines typed; the files are given as a folder, nobody says what they are."""
    exports = tmp_path / "exports"
    exports.mkdir()
    given = SYSTEMS[lang](exports)
    unit, options = NEW[lang]
    book = Book(tmp_path / "plan.xlsx", lang, unit)
    made = salesplan("new", book.path, "--lang", lang, *options)
    assert made.code == 0, made.screen
    asked = salesplan("import", book.path, exports, "--lang", lang)
    assert asked.code == 1
    assert 1 <= len(re.findall(r"^  \d+\. ", asked.screen, re.MULTILINE)) <= QUESTIONS, asked.screen
    assert given.options[0] in asked.screen, "the question names the option that answers it"
    came = salesplan("import", book.path, exports, *given.options, "--lang", lang)
    assert came.code == 0, came.screen
    done = salesplan("run", book.path, "--lang", lang)
    assert done.code == 0, done.screen
    _assert_sums(book, given, 10_000 if unit == "wan" else 1)
    assert book.rows("targets"), "there is a plan"


def _label(book: Book, table: str, column: str, key: str) -> str:
    """A choice as the book shows it."""
    choices = {item.key: item.label.of(book.lang) for item in tables()[table].column(column).choices}
    return choices[key]


def _assert_sums(book: Book, given: Exports, factor: int) -> None:
    """All money of the files is in the book, in its unit, and every customer is on the list."""
    credit, won, signed = (
        _label(book, *key)
        for key in (
            ("orders", "kind", "credit"),
            ("opportunities", "result", "won"),
            ("opportunities", "stage", "signed"),
        )
    )
    orders = sum(
        -abs(row["amount"]) if row["kind"] == credit else row["amount"] for row in book.rows("orders")
    )
    owed = sum(row["amount"] - (row["paid_amount"] or 0) for row in book.rows("receivables"))
    open_ = sum(
        row["amount"] for row in book.rows("opportunities") if row["result"] != won and row["stage"] != signed
    )
    found = [round(money * factor, 2) for money in (orders, owed, open_)]
    assert found == [given.orders, given.owed, given.open_projects]
    assert {row["name"] for row in book.rows("customers")} >= given.customers
