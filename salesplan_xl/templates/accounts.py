"""The printed page of key accounts: its columns, row heights, and the shades of heat map and lines."""

from __future__ import annotations

from salesplan_xl.catalogue import word
from salesplan_xl.schema import choices, key_accounts
from salesplan_xl.schema.types import Choice
from salesplan_xl.templates import theme
from salesplan_xl.templates.writer import Page

# What waits and the bottlenecks at the left, ten narrow columns for people and lines at the right.
COLUMNS = (36, 52, 26, 11, 20, *(12.0,) * 8, 11, 14, 12, 26, 22, 12, 11, 11, 26, 22, 11, 27, 27, 27)
_TOP, _HEAD_POINTS, _BAND_POINTS = {0: 27.0, 1: 17.0}, 18.0, 22.0
# From dark to pale: in grey print, too, the darker cell is the more urgent.
_OPPOSED: theme.Properties = {"bg_color": "#9C1C12", "font_color": theme.WHITE, "bold": True}
_MISSING: theme.Properties = {"bg_color": "#E07B54", "font_color": theme.TEXT, "bold": True}
_UNKNOWN: theme.Properties = {"bg_color": "#F7D9A8", "font_color": theme.TEXT}
_NEUTRAL: theme.Properties = {"bg_color": "#F4F1E6", "font_color": theme.TEXT}
_WON: theme.Properties = {"bg_color": theme.WHITE, "font_color": "#1E6B2B"}
_STATES = {
    "opposed": _OPPOSED, "missing": _MISSING, "cold": _MISSING, "unknown": _UNKNOWN, "neutral": _NEUTRAL, "won": _WON,
}  # fmt: skip
_LINES = {
    "bought": {"bg_color": "#5B6770", "font_color": theme.WHITE},
    "open": {"bg_color": "#B8C4CE", "font_color": theme.TEXT},
    "lost": _MISSING, "needed": _UNKNOWN, "lapsed": _NEUTRAL,
}  # fmt: skip


def finish_accounts(page: Page) -> None:
    """Heights and shades of the page above the table, and red where nobody answers."""
    answers = page.spot("key_accounts").header_row
    mark_nobody(page, (answers, 2, answers, 2))
    for row, points in _TOP.items():
        page.set_height(row, points)
    for row in range(2, page.spot("account_week").heading_row - 1):
        page.set_height(row, _HEAD_POINTS)
    for row in range(page.spot("account_week").heading_row - 1, key_accounts.LAST_ROW):
        page.set_height(row, _BAND_POINTS)
    heat, lines = key_accounts.ACCOUNT_HEAT, key_accounts.ACCOUNT_SPACE
    top = page.spot(heat.key).header_row
    _shade(page, (top, 5, top + len(heat.rows) - 1, 8), choices.LAYER_STATES, _STATES, "RIGHT")
    top = page.spot(lines.key).header_row + 1
    _shade(page, (top, 5, top + len(lines.rows) - 2, 12), choices.LINE_STATES, _LINES, "LEFT")


def mark_nobody(page: Page, area: tuple[int, int, int, int]) -> None:
    """Red where nobody answers for an account, as the first column says; the words may flow over the next ones."""
    nobody, cell = word("accounts.answer_nobody", page.writer.lang), "$" + page.cell_name(area[0], area[1])
    test, style = f'=ISNUMBER(SEARCH("{nobody}",{cell}))', page.writer.styles.tone(theme.BAD)
    page.paper.conditional_format(*area, {"type": "formula", "criteria": test, "format": style})


def _shade(
    page: Page,
    area: tuple[int, int, int, int],
    options: tuple[Choice, ...],
    tones: dict[str, theme.Properties],
    side: str,
) -> None:
    """A shade for each state that a cell names at one of its ends."""
    cell = page.cell_name(area[0], area[1])
    for item in options:
        label = item.label.of(page.writer.lang)
        test = f'={side}({cell},{len(label)})="{label}"'
        style = page.writer.styles.tone(tones[item.key])
        page.paper.conditional_format(*area, {"type": "formula", "criteria": test, "format": style})
