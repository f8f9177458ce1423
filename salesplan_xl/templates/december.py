"""The December page: row heights of one sheet of paper; its blocks are written by ``page_blocks``."""

from __future__ import annotations

from salesplan_xl.schema import year_end_pages
from salesplan_xl.templates.writer import Page

_TOP = {0: 26.0, 1: 16.0, 2: 18.0, 3: 18.0, 4: 18.0, 5: 20.0}
_ROW_POINTS = 19.0


def finish_december(page: Page) -> tuple[int, int]:
    """Heights of the page; returns the last row and column to print (0-based)."""
    for row, points in _TOP.items():
        page.set_height(row, points)
    for row in range(year_end_pages.FIRST_ROW - 1, year_end_pages.LAST_ROW):
        page.set_height(row, _ROW_POINTS)
    return year_end_pages.LAST_ROW - 1, year_end_pages.LAST_COLUMN - 1
