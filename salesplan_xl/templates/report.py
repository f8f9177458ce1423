"""The one-page report: row heights of the printed page; its blocks are written by ``placed``."""

from __future__ import annotations

from salesplan_xl.schema import report
from salesplan_xl.schema.key_accounts import REPORT_ACCOUNTS
from salesplan_xl.templates.accounts import mark_nobody
from salesplan_xl.templates.writer import Page

_TOP = {0: 27.0, 1: 16.0, 2: 19.0, 3: 19.0, 4: 4.0}
_ROW_POINTS, _ACCOUNT_POINTS = 21.5, 17.0


def finish_report(page: Page) -> tuple[int, int]:
    """Heights of the page; returns the last row and column to print (0-based)."""
    for row, points in _TOP.items():
        page.set_height(row, points)
    block = page.spot(REPORT_ACCOUNTS.key)
    last = block.header_row + block.rows
    for row in range(report.FIRST_ROW - 2, last):
        page.set_height(row, _ROW_POINTS if row < block.heading_row - 1 else _ACCOUNT_POINTS)
    mark_nobody(page, (block.header_row, 4, last - 1, 6))
    return last - 1, report.LAST_COLUMN - 1
