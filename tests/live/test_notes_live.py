"""Beside a list in a running Excel: texts, comments and colours go with their rows, and come back with undo."""

from __future__ import annotations

import pytest

from salesplan_xl.catalogue import word
from salesplan_xl.schema.workbook import tables
from tests.live.books import Desk
from tests.live.engine import Excel, running
from tests.live.engine.model import Sheet

NAME, WHAT = 2, 3


def _month_list(excel: Excel, desk: Desk) -> tuple[Sheet, int, int, int]:
    """The sheet, first and last body row, last column of the month list."""
    name = tables()["month_list"].name
    sheet = excel.sheet(desk.sheet("month_list").name)
    table = next(table for table in sheet.tables if table.name == name)
    return sheet, table.body.row1, table.body.row2, table.area.col2


def _about(sheet: Sheet, row: int) -> str:
    return "|".join(str(sheet.cell(row, col).value) for col in (1, NAME, WHAT))


def _notes(sheet: Sheet, first: int, right: int) -> dict[str, tuple[int, str, str | None, int]]:
    """Text beside → row, what the row is about, comment on it, format of its name."""
    found = {}
    for row in range(first, sheet.used().row2 + 1):
        note = sheet.cell(row, right + 2).value
        if isinstance(note, str):
            comment = sheet.notes.get(row, {}).get(NAME)
            found[note] = (row, _about(sheet, row), comment, sheet.cell(row, NAME).style)
    return found


def _annotate(excel: Excel, desk: Desk, *, texts: bool) -> None:
    sheet, first, last, right = _month_list(excel, desk)
    for row in range(first, last + 1):
        about = _about(sheet, row)
        if texts:
            desk.sheet("month_list").range((row, right + 2)).value = about
        sheet.notes.setdefault(row, {})[NAME] = about
    sheet.xml = None


def _turn_round(desk: Desk) -> None:
    """The smallest customers become the largest."""
    cells = desk.column("targets", "base")
    cells.value = [[value] for value in reversed(cells.options(ndim=1).value)]


@pytest.fixture
def desk() -> Desk:
    with running() as excel:
        desk = Desk.open(excel, "zh", "few")
        desk.press("run")
        yield desk


@pytest.mark.slow
def test_texts_and_comments_go_with_their_rows_and_come_back(desk: Desk) -> None:
    _annotate(desk.excel, desk, texts=True)
    sheet, first, _, right = _month_list(desk.excel, desk)
    before = _notes(sheet, first, right)
    _turn_round(desk)
    desk.press("run")
    after = _notes(sheet, first, right)
    assert set(after) == set(before)
    assert [note for note, (_, about, comment, _) in after.items() if not note == about == comment] == []
    assert any(after[note][0] != row for note, (row, *_) in before.items())
    last = _month_list(desk.excel, desk)[2]
    gone = [row for row, *_ in after.values() if row > last]
    assert not gone or sheet.cell(last + 2, 1).value == word("B-EARLIER-NOTES", "zh")
    desk.press("run")
    assert _notes(sheet, first, right) == after
    desk.press("undo")
    desk.press("undo")
    assert _notes(sheet, first, right) == before


@pytest.mark.slow
def test_comments_alone_go_with_their_rows(desk: Desk) -> None:
    _annotate(desk.excel, desk, texts=False)
    _turn_round(desk)
    desk.press("run")
    sheet = _month_list(desk.excel, desk)[0]
    comments = {row: line[NAME] for row, line in sheet.notes.items() if line.get(NAME)}
    assert len(comments) > 3
    assert [(row, text) for row, text in comments.items() if text != _about(sheet, row)] == []
