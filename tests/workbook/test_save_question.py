"""Excel asks "save changes?" at the close of a book that it had to compute: only books it must compute ask for that."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from salesplan_xl.book.file import FilePort
from salesplan_xl.book.xlsx import Formula, XlsxFile
from salesplan_xl.commands.books.new import new_book
from salesplan_xl.schema.layout import CALCULATION_ENGINE
from salesplan_xl.schema.workbook import sheet
from tests.recalc import run_books

SHIPPED = sorted((Path(__file__).parents[2] / "workbook_templates").glob("*.xlsx"))
SETTLED = f'<calcPr calcId="{CALCULATION_ENGINE}"/>'


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return archive.read(name).decode()


def computes(data: bytes) -> bool:
    return 'fullCalcOnLoad="1"' in part(data, "xl/workbook.xml")


def with_formula(data: bytes, block: str, cell: tuple[int, int], text: str) -> bytes:
    file = XlsxFile.from_bytes(data)
    file.set_cells(sheet(block).label.of("zh"), {cell: Formula(text, 0.0)})
    return file.to_bytes()


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_books_ask_for_nothing_and_every_formula_has_its_value(path: Path) -> None:
    data = path.read_bytes()
    assert SETTLED in part(data, "xl/workbook.xml")
    with zipfile.ZipFile(BytesIO(data)) as archive:
        pages = [
            archive.read(name).decode()
            for name in archive.namelist()
            if "worksheets/sheet" in name and name.endswith(".xml")
        ]
    blank = [
        cell
        for page in pages
        for cell in re.findall(r"<c [^>]*>\s*<f[^>]*>[^<]*</f>(?!<v>)[^<]*<[^>]*>", page)
    ]
    assert blank == []


@pytest.mark.parametrize(
    "name",
    [
        "rep-zh",
        *(
            pytest.param(name, marks=pytest.mark.slow)
            for name in ("rep-en", "edited-rerun", "typed-over-rerun", "yuan-zh")
        ),
    ],
)
def test_a_computed_book_asks_for_nothing(name: str) -> None:
    assert SETTLED in part(run_books.book(name), "xl/workbook.xml")


def test_a_book_with_a_formula_of_the_users_is_computed_by_excel() -> None:
    data = with_formula(run_books.book("rep-zh"), "customers", (3, 40), "SUM(A1:A2)")
    assert computes(data)
    assert computes(run_books.run(run_books.reopened(data)).to_bytes())


def test_and_so_is_one_in_which_a_formula_of_ours_stands_once_more() -> None:
    """Nobody knows what it shows."""
    page = sheet("customers").label.of("zh")
    port = run_books.reopened(run_books.book("rep-zh"))
    table, texts = next((page, texts) for page, texts in port.formula_texts().items() if texts)
    text = next(iter(texts))
    file = XlsxFile.from_bytes(run_books.book("rep-zh"))
    file.set_cells(
        table, {(3, 60): Formula(text, 0.0)} if "This Row" not in text else {(3, 60): Formula("1+1", 2.0)}
    )
    assert computes(run_books.run(run_books.reopened(file.to_bytes())).to_bytes())
    assert page


@pytest.mark.slow
def test_a_book_that_another_program_saved_without_values_is_settled_by_the_next_run() -> None:
    assert SETTLED.removesuffix("/>") in part(run_books.book("saved-elsewhere-rerun"), "xl/workbook.xml")
    assert not computes(run_books.book("saved-elsewhere-rerun"))


def test_a_newer_engine_keeps_its_number() -> None:
    data = new_book("zh", demo="rep").to_bytes()
    file = XlsxFile.from_bytes(data)
    newer = data
    with zipfile.ZipFile(BytesIO(data)) as archive:
        out = BytesIO()
        with zipfile.ZipFile(out, "w") as made:
            for name in archive.namelist():
                text = archive.read(name)
                made.writestr(
                    name,
                    re.sub(rb"<calcPr[^>]*>", b'<calcPr calcId="999999"/>', text)
                    if name == "xl/workbook.xml"
                    else text,
                )
        newer = out.getvalue()
    assert file.sheets
    port = run_books.run(FilePort(XlsxFile.from_bytes(newer), "x.xlsx"))
    assert 'calcId="999999"' in part(port.to_bytes(), "xl/workbook.xml")
    assert not computes(port.to_bytes())
