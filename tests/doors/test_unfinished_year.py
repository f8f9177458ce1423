"""Planning before the year is over, as somebody at the desk sees it: the label, the label's own cell, renamed customers."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.doors.driver import Book, salesplan, shown

SHEETS = (
    "Customer health",
    "Targets",
    "Target summary",
    "How sure",
    "Quarters",
    "Execution map",
    "Dashboard",
)
LABEL = (
    "As of 2026-10-31, this year is not finished: 500 actual, about 600 for the year, ±0% on the same months"
)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """Five steady customers with ten a month each since November 2024."""
    path = tmp_path / "plan.xlsx"
    assert salesplan("new", path, "--year", "2027", "--lang", "en").code == 0
    months = [dt.date(2024 + (10 + at) // 12, (10 + at) % 12 + 1, 10) for at in range(24)]
    lines = [f"{day},S{name}{day},{name},10" for name in "PQRST" for day in months]
    orders = tmp_path / "orders.csv"
    orders.write_text("\n".join(["Date,Order no,Customer,Amount", *lines]), encoding="utf-8")
    assert salesplan("import", path, "--orders", orders, "--unit", "wan").code == 0
    return Book(path, "en")


def line_of(book: Book, sheet: str) -> object:
    return shown(book.path)[sheet]["A3"].value


def test_every_sheet_built_on_the_year_says_that_it_is_not_finished(book: Book) -> None:
    said = salesplan("run", book.path, "--as-of", "2026-10-31", "--lang", "en")
    assert {line_of(book, sheet) for sheet in SHEETS} == {LABEL}
    assert LABEL in said.out
    assert LABEL in str(book.grid("report_head")["say"]["text"])
    assert salesplan("run", book.path, "--as-of", "2026-12-31").code == 0
    assert {line_of(book, sheet) for sheet in SHEETS} == {None}


def test_what_somebody_wrote_in_the_line_stays(book: Book) -> None:
    book.type_cell("Execution map", 3, 1, "my own note")
    assert salesplan("run", book.path, "--as-of", "2026-10-31").code == 0
    assert line_of(book, "Execution map") == "my own note"
    assert line_of(book, "Targets") == LABEL


@pytest.mark.slow
def test_undo_takes_the_line_back(book: Book) -> None:
    assert salesplan("run", book.path, "--as-of", "2026-10-31").code == 0
    assert salesplan("undo", book.path).code == 0
    assert {line_of(book, sheet) for sheet in SHEETS} == {None}


def test_a_day_taken_from_the_data_is_shown_and_never_typed(book: Book) -> None:
    """The last order is 10 October; the list never paused for so long before 31 December."""
    said = salesplan("run", book.path, "--json")
    assert said.document["figures"]["as_of"] == "2026-10-10"
    assert "F-122" in [one["code"] for one in said.document["findings"]]
    assert book.setting("as_of") is None
    assert book.setting("as_of_used").date() == dt.date(2026, 10, 10)


def test_a_typed_day_stays_when_orders_come(book: Book) -> None:
    assert salesplan("run", book.path, "--as-of", "2026-08-31").code == 0
    said = salesplan("run", book.path, "--json")
    assert said.document["figures"]["as_of"] == "2026-08-31"
    assert said.document["figures"]["this_year_to_date"] == 400
    assert "F-121" in [one["code"] for one in said.document["findings"]]


@pytest.mark.slow
def test_a_renamed_customer_keeps_its_rows_edits_and_orders(book: Book) -> None:
    for at, name in enumerate("PQRST"):
        book.type("customers", name, code=f"C{at}")
    assert salesplan("run", book.path, "--as-of", "2026-10-31").code == 0
    book.type("targets", "P", growth=0.5)
    assert salesplan("run", book.path, "--as-of", "2026-10-31").code == 0
    book.type("customers", "P", name="P New")
    said = salesplan("run", book.path, "--as-of", "2026-10-31", "--json", "--lang", "en")
    notes = [one["sentence"] for one in said.document["findings"] if one["code"] == "F-009"]
    assert len(notes) == 1
    assert "'P' → 'P New'" in notes[0]
    rows = book.by("targets")
    assert "P" not in rows
    assert (rows["P New"]["growth"], rows["P New"]["base"]) == (0.5, 120)
    assert set(book.by("map")) >= {"P New", "Q"}
    assert "P" not in book.by("map")
    more = book.path.with_name("more.csv")
    more.write_text("Date,Order no,Customer,Amount\n2026-10-20,S9,P,5\n", encoding="utf-8")
    assert salesplan("import", book.path, "--orders", more, "--unit", "wan").code == 0
    again = salesplan("run", book.path, "--as-of", "2026-10-31", "--json")
    assert "F-009" not in [one["code"] for one in again.document["findings"]]
    assert "P" not in book.by("customers", "name")
    assert again.document["figures"]["this_year_to_date"] == 505
