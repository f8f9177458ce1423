"""Promise R11 on books that commands made: as well built after a run as when they were new."""

from __future__ import annotations

from pathlib import Path

import pytest
from book_lint import lint
from openxml_audit import OpenXmlValidator
from xlsx_lint import lint as repair_lint

from tests.recalc import run_books
from tests.recalc.engines import libreoffice

# One of each way a book comes about; the others differ from these in figures only.
BOOKS = (
    "rep-zh", "rep-en", "yuan-zh", "lean", "messy", "big-customer", "empty-checked", "all-steps", "edited-rerun",
    "imported", "imported-rerun",
)  # fmt: skip
# Each way of writing once more: in either language, with sheets hidden, after every step, over what was there.
VALIDATED = ("rep-zh", "rep-en", "lean", "all-steps", "edited-rerun", "imported-rerun")
# Tables filled beside empty ones; a book without any result of a formula.
MORE = ("only-health", "only-targets", "typed-over-rerun", "saved-elsewhere-rerun")


@pytest.mark.parametrize("name", run_books.one_fast(BOOKS))
def test_a_book_keeps_the_promises_of_a_well_built_one(name: str) -> None:
    assert lint(run_books.book(name)) == []


@pytest.mark.parametrize("name", run_books.one_fast((*BOOKS, *MORE)))
def test_excel_has_nothing_to_repair(name: str) -> None:
    assert repair_lint(run_books.book(name)) == []


@pytest.mark.slow
def test_nor_in_a_book_that_libreoffice_saved_once_it_is_run_again() -> None:
    office = libreoffice()
    if office is None:
        return
    saved = office.saved(run_books.book("rep-zh"))
    assert repair_lint(saved) == []
    assert repair_lint(run_books.run(run_books.reopened(saved)).to_bytes()) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", VALIDATED)
def test_a_book_is_valid_office_open_xml(name: str, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(run_books.book(name))
    assert OpenXmlValidator().validate(path).errors == []
