"""Writes the blocks that stand where a page wants them: the dashboard's cards and heat table, the report's blocks.

Unlike the stacked blocks of ``grids`` they share a printed page side by side, on columns given here.
"""

from __future__ import annotations

from typing import Any

from xlsxwriter.format import Format

from salesplan_xl.schema import board
from salesplan_xl.schema.layout import LEFT
from salesplan_xl.schema.types import Grid, GridCell, GridColumn, GridRow, Kind, Sheet
from salesplan_xl.templates import accounts, checks, theme, year_report
from salesplan_xl.templates.widths import Widths
from salesplan_xl.templates.writer import Page

_BOARD = (board.LABEL_WIDTH, *(board.CARD_WIDTH,) * 8)
_REPORT = (13, *(12.5,) * 5, 2, 12, 29, 12.5, 70, 14, 24)
# Number, customer, group, value, day, script, result; a gap; the same of the other list.
_DECEMBER = (5, 30, 14, 12, 11, 18, 9, 2, 5, 30, 14, 13, 11, 9)
_NO_HEADING = frozenset({"report_head", "account_head", "december_head", "year_head"})
# Sentences that flow over the empty cells at their right instead of wrapping.
_FLOWING = frozenset(
    {
        "headline",
        "report_head",
        "account_head",
        "account_heat",
        "report_accounts",
        "december_head",
        "year_head",
        "year_results",
        "year_quality",
        "year_process",
    }
)
# Blocks whose columns are narrower than some names.
_NARROW = frozenset({"account_heat", "account_space"})
_NAMES = frozenset({"customer"})
# Numbers that say in words what they compare; the fourth part stands for a blank.
_NONE = {"zh": '"暂无"', "en": '"no data"'}
_WORDS: dict[str, dict[str, str]] = {
    "points": {
        "zh": '"▲ 比上月高"0.0"点";"▼ 比上月低"0.0"点";"● 与上月持平"',
        "en": '"▲ up "0.0" points";"▼ down "0.0" points";"● unchanged"',
    },
    "short_points": {
        "zh": '"▲ 高"0.0"点";"▼ 低"0.0"点";"● 持平"',
        "en": '"▲ +"0.0" pts";"▼ −"0.0" pts";"● same"',
    },
    "change": {
        "zh": '"较今年 +"0.0%;"较今年 −"0.0%;"与今年持平"',
        "en": '"+"0.0%" on this year";"−"0.0%" on this year";"as this year"',
    },
    "sureness": {"zh": '"把握 "0%', "en": '0%" sure"'},
    "top_n": {"zh": '"前几家大客户占 "0%', "en": '"the largest bring "0%'},
    "missing": {"zh": '"占目标 "0%', "en": '0%" of the target"'},
}
_CARD_NOTES = {
    "this_year": "top_n", "derived": "change", "guaranteed": "sureness", "stretch": "sureness",
    "unsupported": "missing", **dict.fromkeys(board.KPIS, "points"),
}  # fmt: skip


def column_widths(sheet: Sheet) -> Widths | None:
    """The columns of a page drawn freely, ``None`` for every other sheet."""
    columns = {
        "board": _BOARD, "report": _REPORT, "accounts": accounts.COLUMNS, "december": _DECEMBER,
        "year_report": year_report.COLUMNS, "customer_map": year_report.MAP_COLUMNS,
    }.get(sheet.key)  # fmt: skip
    if columns is None:
        return None
    roomy = year_report.ROOMY if sheet.key == "year_report" else frozenset()
    return Widths(tuple(map(float, columns)), tuple(at in roomy for at in range(len(columns))))


def is_drawn(grid: Grid) -> bool:
    """Whether a block is written in the manner of its page: those with a place, and the last one printed there."""
    return bool(grid.place) or grid.key == "report_accounts"


def write_page_block(page: Page, grid: Grid) -> None:
    """Write one block at its place and name its first header cell; the page sets the row heights."""
    header, left = page.spot(grid.key).header_row - 1, (grid.place[1] if grid.place else LEFT) - 1
    page.define(grid.name, header, left)
    lang, styles, group = page.writer.lang, page.writer.styles, page.sheet.group
    if grid.key not in _NO_HEADING:
        page.put(header - 1, left, grid.label.of(lang), styles.heading(group))
        page.put(header, left, grid.row_header.of(lang), styles.header(group, left=True))
        for index, column in enumerate(grid.columns):
            text = page.writer.names.column_header(column)
            plain = column.kind in (Kind.TEXT, Kind.LONG_TEXT)
            page.put(header, left + 1 + index, text, styles.header(group, left=plain))
    for down, row in enumerate(grid.rows):
        page.put(header + 1 + down, left, row.label.of(lang), styles.label(total=row.total))
        for index, column in enumerate(grid.columns):
            _write_cell(page, grid, row, column, (header + 1 + down, left + 1 + index))


def _write_cell(page: Page, grid: Grid, row: GridRow, column: GridColumn, at: tuple[int, int]) -> None:
    cell = grid.cell(row.key, column.key)
    style = _style(page, grid, row, column, cell)
    value = page.writer.values.grid_cell(grid.key, row.key, column.key)
    if cell and cell.formula:
        page.paper.write_formula(*at, "=" + cell.formula.text(page.writer.names, grid.key), style, value)
        return
    page.put(*at, value, style)
    rule = checks.validation(checks.Rule(column.kind), page.writer.lang) if cell and cell.edit else None
    if rule:
        page.paper.data_validation(*at, *at, rule)


def _style(page: Page, grid: Grid, row: GridRow, column: GridColumn, cell: GridCell | None) -> Format:
    kind = (cell.kind if cell else None) or column.kind
    size = theme.FONT_SIZES[page.writer.lang]
    given: dict[str, Any] = {
        "num_format": _number_format(page, grid, row, column, kind),
        "valign": "vcenter",
        **_alignment(grid, kind),
        **theme.surface(entry=bool(cell and cell.edit), total=row.total),
    }
    return page.writer.styles.make(**given, **_accent(grid, row, column, kind, size))


def _accent(grid: Grid, row: GridRow, column: GridColumn, kind: Kind, size: int) -> dict[str, Any]:
    """The format of a cell that stands out or steps back."""
    if grid.key == "headline" and row.key == "value":
        return {"bold": True, "font_size": size + 8, "font_color": theme.ink("guide")}
    if grid.key == "headline" and row.key in ("note", "say"):
        return {"font_size": size - 1, "font_color": theme.GREY_TEXT}
    if grid.key == "report_figure" and column.key == "amount":
        return {"bold": True, "font_size": size + 2, "font_color": theme.ink("guide")}
    if column.key in ("key", "place"):
        return {"font_size": size - 2, "font_color": theme.GREY_TEXT}
    if grid.key in ("december_sprint", "december_deploy") and kind is Kind.TEXT:
        return {"shrink": True}
    if column.key == "link" or (column.key == "name" and row.key[0] in "rp"):
        return {"font_color": theme.LINK, "underline": 1, "shrink": True}
    if kind is Kind.LONG_TEXT and grid.key not in _FLOWING:
        return {"font_size": size - 2, "text_wrap": True}
    if grid.key in _NARROW and kind is Kind.TEXT:
        fits = {"shrink": True} if column.key in _NAMES else {"text_wrap": True}
        return {"font_size": size - 2, **fits}
    return {}


def _alignment(grid: Grid, kind: Kind) -> dict[str, Any]:
    if kind in (Kind.TEXT, Kind.LONG_TEXT):
        return {"align": "left", "indent": 1}
    return {"align": "center"} if grid.key in ("headline", "board_heat") else {"align": "right"}


def _number_format(page: Page, grid: Grid, row: GridRow, column: GridColumn, kind: Kind) -> str:
    lang, unit = page.writer.lang, page.writer.names.unit
    if grid.key == "headline" and row.key == "note":
        return _worded(_CARD_NOTES[column.key], lang, "")
    if grid.key == "headline" and column.key in board.KPIS and row.key == "value":
        return f"0.0%;-0.0%;0.0%;{_NONE[lang]}"
    if grid.key == "report_kpis" and column.key == "change":
        return _worded("short_points", lang, "")
    if grid.key == "report_kpis":
        return f"0.0%;-0.0%;0.0%;{_NONE[lang]}"
    if grid.key == "board_heat":
        return '0;-0;"·"'
    return theme.number_format(kind, column.key, unit, computed=True)


def _worded(name: str, lang: str, blank: str) -> str:
    """A format of three parts at least, and what an empty text shows."""
    shown = _WORDS[name][lang]
    parts = shown.split(";")
    parts += [parts[0]] * (3 - len(parts))
    return ";".join([*parts, blank or '""'])
