"""Whatever the user keeps beside a row stays with it: text, own columns, comments, colours, heights."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.table import TableColumn

from salesplan_xl.catalogue import word
from salesplan_xl.schema.types import Filled, Table
from salesplan_xl.schema.workbook import sheet_of, tables
from tests.doors.driver import STEPS, Book, salesplan
from tests.fast import fast_only

Copy = Callable[..., Book]
OWN, BESIDE = "我的", 3
# Everything a salesperson can write beside and that a verb writes; the user's own lists are no verb's to reorder.
WRITTEN = [
    key
    for key, table in tables().items()
    if not sheet_of(key).hidden and table.keys(Filled.COMPUTED) and not table.keys(Filled.USER, Filled.IMPORT)
]


@dataclass(frozen=True)
class Line:
    """A sheet row as far as it concerns a note."""

    shown: str
    row: int
    inside: bool
    own: object
    comment: str | None
    colour: str
    height: float | None


def _table(file: openpyxl.Workbook, table: Table) -> tuple[Any, tuple[int, int, int, int], Any]:
    page = next(page for page in file.worksheets if table.name in page.tables)
    left, top, right, bottom = range_boundaries(page.tables[table.name].ref)
    return page, (left, top + 1, right, bottom), page.tables[table.name]


def _shown(table: Table, page: Any, left: int, row: int) -> str:
    """What a row is about, without its figures."""
    own = {get_column_letter(left + at): key for at, key in enumerate(table.keys())}
    texts = [
        str(page[f"{letter}{row}"].value)
        for letter, key in own.items()
        if key in table.identity and not (table.key == "findings" and key == "cell")
    ]
    names = [
        re.findall("“(.*?)”", text) if table.key == "findings" and len(text) > 20 else text for text in texts
    ]
    return (
        re.sub(r"\d+次|[\d,.]+%?", "", "|".join(map(str, names)))
        if table.key in ("findings", "month_list")
        else "|".join(texts)
    )


def decorate(book: Book) -> None:
    """Write beside every row of every table what it is about, in every way there is."""
    file = openpyxl.load_workbook(book.path)
    for key in WRITTEN:
        page, (left, top, right, bottom), table = _table(file, tables()[key])
        page.cell(top - 1, right + 1, OWN)
        table.ref = f"{get_column_letter(left)}{top - 1}:{get_column_letter(right + 1)}{bottom}"
        if table.autoFilter:
            table.autoFilter.ref = table.ref
        table.tableColumns.append(TableColumn(id=len(table.tableColumns) + 1, name=OWN))
        for row in range(top, bottom + 1):
            shown = _shown(tables()[key], page, left, row)
            if not shown.strip("|None"):
                continue
            note = f"{shown}#{row}"
            page.cell(row, right + 1, note)
            page.cell(row, right + BESIDE, note)
            page.cell(row, left).comment = Comment(note, "王敏")
            page.cell(row, left).fill = PatternFill("solid", f"{row + 0x100000:06X}")
            page.row_dimensions[row].height = 20 + row / 4
    file.save(book.path)


def notes(book: Book) -> dict[tuple[str, str], list[Line]]:
    """The rows with a note, by table and note."""
    return dict(_notes(book.path.read_bytes()))


@lru_cache(maxsize=2)
def _notes(content: bytes) -> dict[tuple[str, str], list[Line]]:
    """The book that all verbs begin with is read once."""
    file = openpyxl.load_workbook(io.BytesIO(content))
    found: dict[tuple[str, str], list[Line]] = {}
    for key in WRITTEN:
        page, (left, top, right, bottom), _ = _table(file, tables()[key])
        for row in range(top, _end(file, page, bottom)):
            note = page.cell(row, right - 1 + BESIDE).value
            if note:
                comment, fill = page.cell(row, left).comment, page.cell(row, left).fill.start_color.rgb
                line = Line(
                    _shown(tables()[key], page, left, row), row, row <= bottom, page.cell(row, right).value,
                    comment and comment.text, fill, page.row_dimensions[row].height,
                )  # fmt: skip
                found.setdefault((key, note), []).append(line)
    return found


def _end(file: openpyxl.Workbook, page: Any, bottom: int) -> int:
    below = [range_boundaries(table.ref)[1] for table in page.tables.values()]
    return min((top for top in below if top > bottom), default=page.max_row + 1)


def change(book: Book) -> None:
    """A large new customer, one customer less, figures that turn the order round."""
    book.type_rows(
        "customers", [{"name": "上海新客户", "region": "上海", "this_year": 500.0, "last_year": 100.0}]
    )
    book.delete_row("customers", "南通远海船舶")
    book.type("customers", "嘉兴小微五金", this_year=350.0)
    book.type("customers", "苏州恒锐机械有限公司", this_year=40.0)


@pytest.fixture(scope="module")
def annotated(shelf: Callable[[str, str], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan with a note in every way beside every row, and customers that have changed since."""
    path = tmp_path_factory.mktemp("notes") / "plan.xlsx"
    book = Book(Path(shutil.copy(shelf("planned", "zh"), path)))
    for verb in ("confidence", "review", "funnel", "projects"):
        assert salesplan(verb, path).code == 0
    decorate(book)
    change(book)
    return path


def problems(before: dict[tuple[str, str], list[Line]], book: Book) -> Iterator[str]:
    """Notes that are lost, doubled or stand beside another row."""
    after = notes(book)
    for (table, note), (line,) in before.items():
        lines = after.pop((table, note), [])
        if len(lines) != 1:
            yield f"{table}: {len(lines)} × {note}"
            continue
        now = lines[0]
        if now.shown != line.shown:
            yield f"{table}: {note} beside {now.shown}"
        if (now.own, now.comment, now.colour, now.height) != (
            line.own,
            line.comment,
            line.colour,
            line.height,
        ):
            yield f"{table}: {line} became {now}"
    yield from (f"came from nowhere: {note}" for note in after)


def headings(book: Book) -> int:
    file = openpyxl.load_workbook(book.path)
    text = word("B-EARLIER-NOTES", "zh")
    return sum(cell.value == text for page in file.worksheets for line in page.iter_rows() for cell in line)


@pytest.mark.parametrize("verb", fast_only(STEPS, "run"))
def test_every_note_stays_beside_its_row(annotated: Path, tmp_path: Path, verb: str) -> None:
    book = Book(Path(shutil.copy(annotated, tmp_path / "plan.xlsx")))
    before = notes(book)
    assert {table for table, _ in before} >= {
        "month_list",
        "findings",
        "areas",
        "health",
        "targets",
        "map",
        "log",
    }
    assert salesplan(verb, book.path).code == 0
    assert list(problems(before, book)) == []


@pytest.mark.slow
def test_a_second_run_moves_nothing_and_undo_brings_all_back(annotated: Path, tmp_path: Path) -> None:
    book = Book(Path(shutil.copy(annotated, tmp_path / "plan.xlsx")))
    before, places = notes(book), rows_of(book)
    assert salesplan("run", book.path).code == 0
    ran = notes(book)
    assert headings(book) > 0
    assert any(not line.inside for lines in ran.values() for line in lines)
    assert salesplan("run", book.path).code == 0
    assert without_log(notes(book)) == without_log(ran)
    said = salesplan("undo", book.path)
    assert said.code == 0, said.screen
    assert without_log(notes(book)) == without_log(before)
    assert rows_of(book) == places
    assert headings(book) == 0


def without_log(found: dict[tuple[str, str], list[Line]]) -> dict[tuple[str, str], list[Line]]:
    return {key: lines for key, lines in found.items() if key[0] != "log"}


def rows_of(book: Book) -> dict[str, list[list[Any]]]:
    """What was typed and computed in the tables, and the formulas."""
    file = openpyxl.load_workbook(book.path)
    found = {}
    for key in WRITTEN:
        page, (left, top, right, bottom), _ = _table(file, tables()[key])
        found[key] = [[cell.value for cell in line] for line in page.iter_rows(top, bottom, left, right)]
    found.pop("log")
    return found


@pytest.mark.slow
def test_a_note_of_a_customer_who_comes_back_stands_beside_them_again(
    annotated: Path, tmp_path: Path
) -> None:
    book = Book(Path(shutil.copy(annotated, tmp_path / "plan.xlsx")))
    before = notes(book)
    assert salesplan("run", book.path).code == 0
    below = {key for key, (line,) in notes(book).items() if not line.inside}
    assert ("targets", next(note for table, note in below if table == "targets")) in below
    book.type_rows(
        "customers",
        [{"name": "南通远海船舶", "region": "南通", "this_year": 60.0, "last_year": 60.0, "owner": "王敏"}],
    )
    assert salesplan("run", book.path).code == 0
    assert list(problems(before, book)) == []
    still = {key for key, (line,) in notes(book).items() if not line.inside}
    assert {table for table, note in still if "南通远海船舶" in note} <= {"month_list", "findings"}
    assert headings(book) > 0


@pytest.mark.slow
def test_books_of_salespeople_hold_no_notes_of_rows_that_are_gone(annotated: Path, tmp_path: Path) -> None:
    book = Book(Path(shutil.copy(annotated, tmp_path / "plan.xlsx")))
    assert salesplan("run", book.path).code == 0
    assert headings(book) > 0
    assert salesplan("split", book.path, "-o", "reps").code == 0
    made = sorted(tmp_path.glob("reps/*.xlsx"))
    assert made
    for path in made:
        texts = [
            str(cell.value)
            for page in openpyxl.load_workbook(path).worksheets
            for line in page.iter_rows()
            for cell in line
            if cell.value is not None
        ]
        assert [text for text in texts if "南通远海船舶" in text] == []


@pytest.mark.slow
def test_rows_bound_by_merged_cells_keep_their_order_and_the_texts_of_those_that_go(
    annotated: Path, tmp_path: Path
) -> None:
    book = Book(Path(shutil.copy(annotated, tmp_path / "plan.xlsx")))
    file = openpyxl.load_workbook(book.path)
    page, (_, top, right, _), _ = _table(file, tables()["targets"])
    page.merge_cells(start_row=top, end_row=top + 1, start_column=right + 6, end_column=right + 6)
    file.save(book.path)
    before = {key: line for key, line in notes(book).items() if key[0] == "targets"}
    assert salesplan("run", book.path).code == 0
    after = notes(book)
    assert {key: [(line.shown, line.own) for line in after[key]] for key in before} == {
        key: [(line.shown, line.own) for line in lines] for key, lines in before.items()
    }
    assert any(not line.inside for key in before for line in after[key])
    assert salesplan("undo", book.path).code == 0
    back = notes(book)
    assert {key: [(line.row, line.shown, line.own) for line in back[key]] for key in before} == {
        key: [(line.row, line.shown, line.own) for line in lines] for key, lines in before.items()
    }
