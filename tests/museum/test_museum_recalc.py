"""What an old book shows after it was brought up and run is what independent engines compute."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.doors.driver import Book, salesplan
from tests.museum.conftest import FOLDER, OldBook
from tests.recalc import agree, charts, engines, run_books
from tests.workbook.xlsx_lint import lint


@pytest.fixture
def office() -> Iterator[engines.LibreOffice]:
    found = engines.libreoffice()
    if found is None:
        pytest.skip("soffice is not installed")
    yield found
    shutil.rmtree(found.profile, ignore_errors=True)
    engines.libreoffice.cache_clear()


@pytest.mark.slow
def test_engines_agree_with_a_book_brought_up_and_run(some: OldBook) -> None:
    assert salesplan("run", some.path, "--as-of", "2027-03-31").code == 0
    book = some.path.read_bytes()
    problems = agree.error_cells(book) + charts.wrong_points(book)
    for engine in engines.in_process():
        problems += agree.disagreements(book, engine)
    assert problems == []
    assert len(agree.formula_cells(book)) > 300


@pytest.mark.slow
def test_libreoffice_agrees_with_a_book_brought_up_and_run(
    tmp_path: Path, office: engines.LibreOffice
) -> None:
    path = Path(shutil.copy(FOLDER / "zh-full.xlsx", tmp_path / "plan.xlsx"))
    assert salesplan("run", path, "--as-of", "2027-03-31").code == 0
    assert agree.disagreements(path.read_bytes(), office) == []


@pytest.mark.slow
def test_an_old_book_that_another_program_saved_is_brought_up_too(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(run_books.saved_elsewhere((FOLDER / "zh-yuan.xlsx").read_bytes()))
    assert salesplan("run", path, "--as-of", "2026-12-31").code == 0
    assert lint(path.read_bytes()) == []
    assert len(Book(path, "zh", "yuan").rows("health")) == 8
    assert salesplan("undo", path).code == 0
    assert salesplan("undo", path).code == 0
    assert len(Book(path, "zh", "yuan").rows("customers")) == 8
