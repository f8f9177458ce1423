"""A sample of what a user may delete in Excel: one click puts it back or does without it, and undo takes it back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import pytest

from salesplan_xl.book.excel.errors import quiet
from salesplan_xl.book.excel.live import LivePort
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.commands.engine import runner
from salesplan_xl.commands.engine.opening import opened
from salesplan_xl.commands.engine.result import CommandResult
from salesplan_xl.commands.engine.undo import undo
from salesplan_xl.errors import WorkbookError
from salesplan_xl.findings import Finding
from salesplan_xl.schema.layout import BookNames, column_letters
from salesplan_xl.schema.workbook import sheet, tables
from tests.live.books import NOW, file_port, plan_bytes
from tests.live.engine import Excel

LANG = "zh"
DAY = dt.date(2026, 11, 22)
Deletion = Callable[[Any], None]


@cache
def computed() -> tuple[bytes, dict[str, object]]:
    """A small book after a run, and its figures."""
    port = file_port(plan_bytes(LANG, "few"))
    result = runner.execute("run", PlanBook(port), now=NOW, as_of=DAY)
    return port.to_bytes(), result.figures


def setting_row(key: str) -> Deletion:
    """The row of a setting is deleted; its name leads nowhere then."""

    def delete(book: Any) -> None:
        cell = book.names[f"sp_{key}"].refers_to_range
        cell.sheet.range(f"{cell.row}:{cell.row}").delete("up")

    return delete


def name(text: str) -> Deletion:
    """A name is deleted in the name manager."""
    return lambda book: book.names[text].delete()


def page(key: str) -> Deletion:
    """A sheet is deleted."""
    return lambda book: book.sheets[sheet(key).label.of(LANG)].delete()


def column(table: str, key: str) -> Deletion:
    """A whole column of the sheet is deleted."""

    def delete(book: Any) -> None:
        place = LivePort(book).tables()[tables()[table].name]
        header = BookNames(LANG, "wan").header(table, key)
        letters = column_letters(place.first_col + place.columns.index(header))
        book.sheets[place.sheet].range(f"{letters}:{letters}").delete("left")

    return delete


def header(table: str, key: str) -> Deletion:
    """A header is typed over."""

    def rename(book: Any) -> None:
        place = LivePort(book).tables()[tables()[table].name]
        at = place.columns.index(BookNames(LANG, "wan").header(table, key))
        book.sheets[place.sheet].range((place.header_row, place.first_col + at)).value = "我的叫法"

    return rename


# What has nothing to do with one another is deleted together.
DELETIONS: dict[str, dict[Deletion, str]] = {
    "the row of a setting, a header, the corner of a block": {
        setting_row("growth_a"): "F-010",
        name("sp_grid_commitments"): "F-012",
        header("targets", "growth"): "F-016",
    },
    "what the book says of itself, a formula column": {
        name("sp_schema_version"): "F-012",
        column("targets", "expected"): "F-019",
    },
    "the months, which other sheets read, and a column with the user's changes": {
        page("months"): "F-013",
        column("targets", "growth"): "F-018",
    },
    "the dashboard": {page("board"): "F-020"},
}


def _pressed(book: Any) -> CommandResult:
    with quiet(book.app):
        return runner.execute("run", opened(LivePort(book), NOW).book, now=NOW, as_of=DAY)


@pytest.mark.slow
@pytest.mark.parametrize("what", DELETIONS)
def test_one_click_puts_it_back_with_the_same_figures_and_undo_takes_it_back(what: str, excel: Excel) -> None:
    data, figures = computed()
    codes = list(DELETIONS[what].values())
    book = excel.open(data)
    for delete in DELETIONS[what]:
        delete(book)
    result = _pressed(book)
    assert _told(result.findings) == codes
    assert result.figures == pytest.approx(figures)
    came_back = codes != ["F-020"]
    with quiet(book.app):
        undo(LivePort(book), now=NOW)
        if came_back:
            undo(LivePort(book), now=NOW)
            assert _told(opened(LivePort(book), NOW).book.findings) == codes
    if not came_back:  # what is done without is told by the run
        assert _told(_pressed(book).findings) == codes


def _told(findings: Sequence[Finding]) -> list[str]:
    """What was put back or is done without."""
    codes = (finding.code for finding in findings)
    return sorted(code for code in codes if code.startswith("F-01") or code == "F-020")


def test_a_sheet_with_the_users_own_figures_is_never_made_up(excel: Excel) -> None:
    book = excel.open(computed()[0])
    page("orders")(book)
    with pytest.raises(WorkbookError) as caught:
        _pressed(book)
    assert caught.value.code == "SP-316"
