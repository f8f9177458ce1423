"""A salesperson's first day with the buttons, told once in Excel and once at the command line: the same book.

In English; in Chinese ``test_buttons`` compares every button, one after the other.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest
import xlwings as xw

from salesplan_xl.book.cells.convert import to_cells
from salesplan_xl.book.xlsx import XlsxFile
from salesplan_xl.demo import demo_tables
from salesplan_xl.doors import ribbon
from salesplan_xl.schema.types import Filled
from salesplan_xl.schema.workbook import tables
from tests.doors.driver import Book, salesplan
from tests.live.books import Desk, file_port, first_customers, freeze, hexed, small_book
from tests.live.engine import Excel

PASTED = ("customers", "orders", "receivables", "contacts", "opportunities", "visits")
MARCH = "2027-03"


@pytest.mark.slow
def test_a_new_book_a_dozen_customers_a_plan_two_edits_and_back(
    excel: Excel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lang = "en"
    freeze(monkeypatch)
    excel.open(small_book(), "anything.xlsx")
    clicked, typed = tmp_path / "clicked.xlsx", Book(tmp_path / "typed.xlsx", lang)
    ribbon.press("new", hexed(str(clicked)), lang)
    assert salesplan("new", typed.path, "--lang", lang).code == 0
    desk = Desk(excel, xw.books.active, lang, file_port(typed.path.read_bytes()))

    data = first_customers(demo_tables("rep", lang))
    for key in PASTED:
        paste(desk, key, data[key])
    still_last_year(desk)
    same_in_the_file(desk, typed)

    step(desk, typed, "run")
    first, second = list(shown(desk, "targets", "growth"))[:2]
    edit(desk, typed, first, growth=0.4)
    edit(desk, typed, second, base=123.0)
    step(desk, typed, "quarters")
    assert shown(desk, "targets", "growth")[first] == 0.4
    assert shown(desk, "targets", "base")[second] == 123.0
    wanted, planned = shown(desk, "targets", "expected"), shown(desk, "map", "target")
    assert [planned[name] for name in (first, second)] == pytest.approx(
        [wanted[first], wanted[second]], abs=0.5
    )

    for _ in range(2):
        step(desk, typed, "undo")
    assert desk.live().frame("map").empty
    for command in ("run", "kpi"):
        step(desk, typed, command, MARCH)
    assert desk.live().settings["current_month"] == MARCH
    months = desk.live().grid_raw("month_split")
    assert any(isinstance(value, float) for value in months.values())


def paste(desk: Desk, key: str, frame: pd.DataFrame) -> None:
    """As a user pastes a list under the headers: the table grows over it."""
    book = desk.live()
    place, declared = book.place(key), tables()[key]
    page, rows = desk.sheet(key), len(frame)
    right = place.first_col + len(place.columns) - 1
    page.tables[place.name].resize(
        page.range((place.header_row, place.first_col), (place.header_row + rows, right))
    )
    for column in declared.columns:
        if column.filled is not Filled.FORMULA:
            col = place.first_col + book.column_position(key, column.key)
            cells = [[value] for value in to_cells(frame[column.key], column, desk.lang)]
            page.range((place.first_row, col)).value = cells


def still_last_year(desk: Desk) -> None:
    """The lists reach into March; the plan is made at New Year's Eve: that of a year that runs stays as it was."""
    book = desk.live()
    book.put_setting("as_of", dt.date(2026, 12, 31))
    book.port.apply(book.changes())


def same_in_the_file(desk: Desk, typed: Book) -> None:
    """The pasted book, saved by Excel, is what the command line goes on with."""
    typed.path.write_bytes(desk.excel.dump(desk.book))
    desk.file = file_port(typed.path.read_bytes())


def step(desk: Desk, typed: Book, command: str, month: str = "") -> None:
    """One click and one command; the books stay the same."""
    asked = month if command == "kpi" else ""
    said = desk.press(command, asked)
    assert not any(alert.mode == "critical" for alert in said), said
    shown = salesplan(command, typed.path, *(("--month", asked) if asked else ()))
    assert shown.code == 0, shown.screen
    desk.file = file_port(typed.path.read_bytes())
    assert desk.differences() == [], command


def edit(desk: Desk, typed: Book, customer: str, **cells: float) -> None:
    """Type over blue cells, in Excel and in the file."""
    names = desk.column("targets", "customer").options(ndim=1).value
    for key, value in cells.items():
        cell = desk.column("targets", key)[names.index(customer)]
        cell.value = value
        file = XlsxFile.open(typed.path)
        file.set_cells(desk.sheet("targets").name, {(cell.row, cell.column): value})
        file.save(typed.path, False)


def shown(desk: Desk, table: str, key: str) -> dict[str, object]:
    """What a column shows in Excel, by customer."""
    names = desk.column(table, "customer").options(ndim=1).value
    return dict(zip(names, desk.column(table, key).options(ndim=1).value, strict=True))
