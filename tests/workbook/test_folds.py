"""What a fresh book shows first: the settings a person decides, the working columns; the rest is one click away."""

from __future__ import annotations

from functools import cache
from io import BytesIO

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from salesplan_xl.book.sanitize.groups import with_groups_open
from salesplan_xl.schema.layout import BookNames, column_letters
from salesplan_xl.schema.settings import SETTINGS
from salesplan_xl.schema.settings_page import DECISIONS, SECTIONS
from salesplan_xl.schema.types import Sheet
from salesplan_xl.schema.workbook import SHEETS, sheet
from salesplan_xl.templates.build import build_book

LANGUAGES = ("zh", "en")


@cache
def book(lang: str, folded: bool) -> bytes:
    return build_book(lang, folded=folded)


def page(key: str, lang: str = "zh", *, folded: bool = True) -> Worksheet:
    opened = openpyxl.load_workbook(BytesIO(book(lang, folded)))
    return opened[sheet(key).label.of(lang)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_settings_a_person_decides_stand_on_top_and_open(lang: str) -> None:
    settings = page("settings", lang)
    shown = [
        row[0].value
        for row in settings.iter_rows(min_row=5)
        if not settings.row_dimensions[row[0].row].hidden
    ]
    labels = {setting.key: setting.label.of(lang) for setting in SETTINGS}
    headings = [section.heading.of(lang) for section in SECTIONS]
    assert shown == [headings[0], *(labels[key] for key in DECISIONS), *headings[1:]]


def test_every_other_setting_is_folded_below_its_subject() -> None:
    settings = page("settings")
    rows = settings.row_dimensions
    hidden = [row[0].value for row in settings.iter_rows(min_row=5) if rows[row[0].row].hidden]
    assert sorted(hidden) == sorted(item.label.zh for item in SETTINGS if item.key not in DECISIONS)
    assert all(rows[row].outlineLevel == 1 for row in rows if rows[row].hidden)
    assert not settings.sheet_properties.outlinePr.summaryBelow, "the plus stands beside the heading"


@pytest.mark.parametrize(
    "item", [item for item in SHEETS if any(table.folded for table in item.tables)], ids=lambda item: item.key
)
def test_the_further_columns_of_a_wide_table_are_folded_and_nothing_else_is(item: Sheet) -> None:
    opened = page(item.key)
    (table,) = [table for table in item.tables if table.folded]
    wanted = {column_letters(1 + table.keys().index(key)) for key in table.folded}
    dimensions = opened.column_dimensions
    hidden = {
        column_letters(at)
        for dimension in dimensions.values()
        if dimension.hidden
        for at in range(dimension.min, dimension.max + 1)
    }
    assert hidden == wanted
    assert all(dimension.outlineLevel == 1 for dimension in dimensions.values() if dimension.hidden)


def test_no_block_and_no_other_table_stands_in_a_folded_column() -> None:
    for item in SHEETS:
        folded = [table.keys().index(key) for table in item.tables for key in table.folded]
        others = [len(grid.columns) + 1 for grid in item.grids] + [
            len(table.columns) for table in item.tables if not table.folded
        ]
        assert min(folded, default=99) >= max(others, default=0), item.key


def test_parts_that_go_into_an_older_book_come_unfolded() -> None:
    for key in ("settings", "health"):
        opened = page(key, folded=False)
        assert not any(row.hidden or row.outlineLevel for row in opened.row_dimensions.values())
        assert not any(column.hidden or column.outlineLevel for column in opened.column_dimensions.values())


def test_a_copy_is_opened_where_we_folded_and_nowhere_else() -> None:
    opened = openpyxl.load_workbook(BytesIO(book("zh", True)))
    health = opened[sheet("health").label.zh]
    health.column_dimensions["C"].hidden = True  # the user's
    health.row_dimensions.group(30, 31, hidden=True)
    saved = BytesIO()
    opened.save(saved)
    shown = openpyxl.load_workbook(
        BytesIO(with_groups_open(saved.getvalue(), "book.xlsx", BookNames("zh", "wan")))
    )
    for name in (sheet("health").label.zh, sheet("settings").label.zh):
        lines = [*shown[name].column_dimensions.items(), *shown[name].row_dimensions.items()]
        hidden = [key for key, line in lines if line.hidden]
        assert hidden == (["C", 30, 31] if name == health.title else [])
