"""The set-up of a sheet for the screen and for paper: tab, title, columns, panes, print set-up."""

from __future__ import annotations

from salesplan_xl.catalogue import word
from salesplan_xl.schema.types import Sheet, Table
from salesplan_xl.schema.workbook import GROUP_COLOURS
from salesplan_xl.templates import theme
from salesplan_xl.templates.settings_sheet import HEADER_ROW as SETTINGS_HEADER
from salesplan_xl.templates.writer import Page

A4 = 9
_LAST_ROW = 1_048_575
# A header further down would freeze most of a laptop's screen.
_DEEPEST_FROZEN_HEADER = 6
_CUSTOMER_KEYS = ("customer", "name", "project")


def open_page(page: Page) -> None:
    """Tab colour, column widths, title and introduction."""
    sheet, paper, styles, lang = page.sheet, page.paper, page.writer.styles, page.writer.lang
    paper.set_tab_color(f"#{GROUP_COLOURS[sheet.group]}")
    for index, width in enumerate(page.widths.columns):
        paper.set_column(index, index, width)
    if sheet.key == "guide":
        _banner(page)
        return
    page.set_height(0, 32)
    page.set_height(1, 20)
    page.put(0, 0, sheet.title.of(lang), styles.title(sheet.group))
    page.put(1, 0, sheet.intro.of(lang), styles.intro())


def _banner(page: Page) -> None:
    styles, lang, group = page.writer.styles, page.writer.lang, page.sheet.group
    for row, (label, big) in enumerate(((page.sheet.title, True), (page.sheet.intro, False))):
        page.set_height(row, 46 if big else 26)
        for column in range(len(page.widths.columns)):
            page.put(row, column, label.of(lang) if column == 0 else None, styles.banner(group, big=big))


def close_page(page: Page, *, last_row: int, last_column: int) -> None:
    """Panes and print set-up; the last row and column are 0-based."""
    _freeze(page)
    paper = page.paper
    if page.sheet.group not in theme.GRIDLINES:
        paper.hide_gridlines(2)
    if page.sheet.key in theme.PORTRAIT:
        paper.set_portrait()
    else:
        paper.set_landscape()
    paper.set_paper(A4)
    paper.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    paper.center_horizontally()
    paper.fit_to_pages(1, 1 if page.sheet.key in theme.ONE_PAGE else 0)
    paper.set_footer(f"&L&8&A&R&8{word('template.page', page.writer.lang)}")
    growing = growing_table(page.sheet)
    if growing:
        header = page.spot(growing.key).header_row - 1
        paper.repeat_rows(header, header)
        _limit_print(page, growing)
    else:
        paper.print_area(0, 0, last_row, last_column)
    if page.sheet.settings:
        paper.repeat_rows(SETTINGS_HEADER - 1, SETTINGS_HEADER - 1)


def growing_table(sheet: Sheet) -> Table | None:
    """The table that may grow: the last one, unless its rows are fixed."""
    if not sheet.tables or sheet.tables[-1].fixed_rows:
        return None
    return sheet.tables[-1]


def _limit_print(page: Page, table: Table) -> None:
    """Whole columns, so that rows the user adds are printed too; by default Excel prints what is used."""
    until = theme.PRINT_UNTIL.get(table.key)
    if until:
        page.paper.print_area(0, 0, _LAST_ROW, table.keys().index(until))


def _freeze(page: Page) -> None:
    if page.sheet.settings:
        page.paper.freeze_panes(SETTINGS_HEADER, 1)
        return
    growing = growing_table(page.sheet)
    if growing is None:
        return
    header = page.spot(growing.key).header_row
    columns = max(
        (index + 1 for index, key in enumerate(growing.keys()[:3]) if key in _CUSTOMER_KEYS), default=0
    )
    rows = header if header <= _DEEPEST_FROZEN_HEADER else 0
    if rows or columns:
        page.paper.freeze_panes(rows, columns)
