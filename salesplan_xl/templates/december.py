"""The printed pages of the year end: row heights of the December page, and of the pages to write on."""

from __future__ import annotations

from salesplan_xl.schema import year_end_pages
from salesplan_xl.templates.writer import Page

_TOP = {0: 26.0, 1: 16.0, 2: 18.0, 3: 18.0, 4: 18.0, 5: 20.0}
_HEADER_POINTS, _ROW_POINTS = 30.0, 19.0
# Rows that somebody writes into by hand.
_HAND_POINTS = 46.0


def finish_december(page: Page) -> tuple[int, int]:
    """Heights of the page; returns the last row and column to print (0-based)."""
    for row, points in _TOP.items():
        page.set_height(row, points)
    for row in range(year_end_pages.FIRST_ROW - 1, year_end_pages.LAST_ROW):
        page.set_height(row, _ROW_POINTS)
    page.set_height(year_end_pages.FIRST_ROW - 1, _HEADER_POINTS)
    return year_end_pages.LAST_ROW - 1, year_end_pages.LAST_COLUMN - 1


def heighten_rows(page: Page) -> None:
    """Rows high enough to write into by hand: the survey and the company's checklist."""
    for grid in page.sheet.grids:
        header = page.spot(grid.key).header_row
        for row in range(header, header + len(grid.rows)):
            page.set_height(row, _HAND_POINTS)
