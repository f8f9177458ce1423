"""The dashboard: row heights, the heat table's colours and five native charts between cards and heat table."""

from __future__ import annotations

from typing import Any

from xlsxwriter.chart import Chart

from salesplan_xl.money import scale_of
from salesplan_xl.schema import board, tracking
from salesplan_xl.schema.layout import spots
from salesplan_xl.schema.types import Grid
from salesplan_xl.schema.workbook import sheet
from salesplan_xl.templates import theme
from salesplan_xl.templates.charts import dress, fill, font_of, insert, series, sized, value_axis
from salesplan_xl.templates.writer import Page
from salesplan_xl.tiers import TIERS

GUTTER = 8
# Row heights in points (0-based rows): with them the page is 842 pixels high and 1,221 wide.
_HEIGHTS = {0: 27.0, 1: 15.0, 2: 4.0, 3: 19.0, 4: 19.0, 5: 31.0, 6: 17.0, 7: 19.0, 8: 5.0}
_CHART_POINTS, _GAP_POINTS, _HEAT_POINTS = 15.75, 6.0, 17.0
# Which columns each chart covers (0-based, the last one not): whole ones, so that their edges meet the cards'.
_UPPER = (("pareto", 0, 4), ("quarters", 4, 7), ("tiers", 7, 9))
_LOWER = (("months", 0, 5), ("ageing", 5, 9))
# A tier keeps its colour, apart in grey print as well: dark, middle, light; the last one is in reserve.
TIER_COLOURS = dict(zip(TIERS, (theme.BLUE, theme.ORANGE, "#B8C4CE", theme.SKY), strict=False))
_AGE_COLOURS = (theme.SKY, "#F0C75E", theme.ORANGE, theme.VERMILLION, "#8C3B00")
# Without data an axis runs from 0 to 1: its labels would say nothing.
_FIGURES = '[>1]#,##0;""'


def finish_board(page: Page) -> tuple[int, int]:
    """Heights, heat and charts; returns the last row and column to print (0-based)."""
    for row, points in _heights().items():
        page.set_height(row, points)
    _heat(page)
    for row, band in ((board.FIRST_CHARTS_ROW, _UPPER), (board.SECOND_CHARTS_ROW, _LOWER)):
        _band(page, row - 1, band)
    return board.LAST_ROW - 1, board.LAST_COLUMN - 1


def _heights() -> dict[int, float]:
    rows = dict(_HEIGHTS)
    for first in (board.FIRST_CHARTS_ROW, board.SECOND_CHARTS_ROW):
        rows |= dict.fromkeys(range(first - 1, first - 1 + board.CHART_ROWS), _CHART_POINTS)
        rows[first - 1 + board.CHART_ROWS] = _GAP_POINTS
    return rows | dict.fromkeys(range(board.HEAT_ROW - 2, board.LAST_ROW), _HEAT_POINTS)


def _heat(page: Page) -> None:
    """Paler and darker by count: orange wants action, blue is a chance; the shade tells in grey print too."""
    for index, column in enumerate(board.BOARD_HEAT.columns):
        colour = "#F2A33A" if column.key in board.PROBLEMS else "#6FB3E0"
        rule = {
            "type": "2_color_scale",
            "min_type": "num",
            "min_value": 0,
            "max_type": "max",
            "min_color": theme.WHITE,
        }
        first, at = board.HEAT_ROW, index + 1
        page.paper.conditional_format(first, at, first + 2, at, rule | {"max_color": colour})


def _band(page: Page, row: int, charts: tuple[tuple[str, int, int], ...]) -> None:
    height = page.height(row, row + board.CHART_ROWS)
    for name, first, end in charts:
        width = sum(int(page.widths.width(column) * 7 + 5) for column in range(first, end))
        last = end == board.LAST_COLUMN
        insert(page, (row, first), sized(_DRAW[name](page), width - (0 if last else GUTTER), height), name)


def _frame(page: Page, chart: Chart, name: str, **category_axis: Any) -> None:
    """The common frame; the title stands in a cell, so that an empty chart can say what it waits for."""
    dress(page, chart, f"template.chart.{name}", **category_axis)
    titles = board.BOARD_TITLES
    at = page.spot(titles.key).header_row - 1 + titles.offset(name, "title")[0]
    font = font_of(page, theme.TEXT)
    bold = {**font, "size": font["size"] + 1, "bold": True}
    chart.set_title({"name": [page.name, at, 1], "name_font": bold, "overlay": False})
    chart.set_legend({"position": "bottom", "font": {**font, "size": font["size"] - 1}})


def _stack(
    page: Page, grid: Grid, parts: tuple[tuple[str, str], ...], category: str = "", gap: int = 45
) -> Chart:
    columns = page.writer.workbook.add_chart({"type": "column", "subtype": "stacked"})
    for key, colour in parts:
        columns.add_series(_series(page, grid, key, category, **fill(colour), gap=gap))
    return columns


def _series(page: Page, grid: Grid, key: str, category: str = "", **options: Any) -> dict[str, Any]:
    """A series named without its unit, which stands in the chart's title."""
    label = next(column.label for column in grid.columns if column.key == key)
    return series(page, grid, key, category, **options) | {"name": label.of(page.writer.lang)}


def _line(
    page: Page, grid: Grid, key: str, category: str = "", colour: str = theme.DARK, **options: Any
) -> Chart:
    line = page.writer.workbook.add_chart({"type": "line"})
    style = {"color": colour, "width": 2.25}
    line.add_series(_series(page, grid, key, category, line=style, marker={"type": "none"}, **options))
    return line


def _pareto(page: Page) -> Chart:
    """Columns: revenue of the largest customers in their tier's colour; a line: their cumulative share."""
    grid = board.BOARD_PARETO
    columns = _stack(page, grid, tuple(TIER_COLOURS.items()), "short")
    line = _line(page, grid, "cumulative", "short", y2_axis=True)
    columns.combine(line)
    font = font_of(page, theme.TEXT)
    # Chinese names break into level lines; English words would break in their middle.
    turned = 0 if page.writer.lang == "zh" else -45
    _frame(page, columns, "pareto", num_font={**font, "size": font["size"] - 2, "rotation": turned})
    columns.set_y_axis(value_axis(page, _FIGURES))
    line.set_y2_axis(value_axis(page, "0%", max=1, major_unit=0.2) | {"major_gridlines": {"visible": False}})
    return columns


def _quarters(page: Page) -> Chart:
    """Each quarter twice: its pipeline coverage, beside it the revenue that came; a line: its target."""
    grid = board.BOARD_QUARTERS
    parts = (
        ("repeat", theme.BLUE),
        ("weighted", theme.SKY),
        ("unsupported", theme.ORANGE),
        ("actual", "#5B6770"),
    )
    columns = _stack(page, grid, parts, gap=30)
    columns.combine(_line(page, grid, "target"))
    _frame(page, columns, "quarters")
    columns.set_y_axis(value_axis(page, _FIGURES))
    return columns


def _tiers(page: Page) -> Chart:
    """Side by side: what a tier brings and what it costs in time."""
    chart = page.writer.workbook.add_chart({"type": "column"})
    font = font_of(page, theme.TEXT)
    labels = {"value": True, "num_format": '0%;;""', "font": {**font, "size": font["size"] - 1}}
    for key, colour in (("revenue", theme.BLUE), ("time", theme.ORANGE)):
        style = fill(colour) | {"gap": 70, "overlap": -5, "data_labels": labels}
        chart.add_series(_series(page, board.BOARD_TIERS, key, **style))
    _frame(page, chart, "tiers")
    chart.set_y_axis(value_axis(page, "0%", max=1, major_unit=0.25))
    return chart


def _months(page: Page) -> Chart:
    """Columns: what came, and at this pace what is to come (hatched); lines: the plan, and the year as it was said."""
    grid = board.BOARD_MONTHS
    columns = _stack(page, grid, (("actual", theme.BLUE),), gap=50)
    hatched = {"pattern": "wide_upward_diagonal", "fg_color": theme.BLUE, "bg_color": theme.WHITE}
    edge = {"color": theme.BLUE, "width": 0.75}
    columns.add_series(_series(page, grid, "projected", pattern=hatched, border=edge, gap=50))
    # The lines come first: only the first of two charts may have an axis of its own for one of its series.
    lines = _line(page, grid, "target", colour=theme.VERMILLION)
    lines.add_series(_said(page))
    lines.combine(columns)
    _frame(page, lines, "months")
    lines.set_y_axis(value_axis(page, _FIGURES))
    lines.set_y2_axis(value_axis(page, _FIGURES) | {"major_gridlines": {"visible": False}})
    return lines


def _said(page: Page) -> dict[str, Any]:
    """The forecasts of the year in the months in which they were said, on an axis of their own; gaps where none was."""
    months, lang = tracking.MONTHS, page.writer.lang
    home, keys = sheet("months"), months.keys()
    top, at = spots(home)[months.key].header_row, keys.index("projection")
    rows = [home.label.of(lang), top, at, top + len(months.fixed_rows) - 1, at]
    return {
        "name": months.column("projection").label.of(lang),
        "categories": [home.label.of(lang), top, 0, rows[3], 0],
        "values": rows,
        "values_data": [None] * len(months.fixed_rows),
        "y2_axis": True,
        "line": {"color": theme.DARK, "width": 1.75, "dash_type": "dash"},
        "marker": {"type": "circle", "size": 4},
    }


def _ageing(page: Page) -> Chart:
    """Open money by how long it is overdue; the older, the darker."""
    chart = page.writer.workbook.add_chart({"type": "column"})
    colours = [{"fill": {"color": colour}} for colour in _AGE_COLOURS]
    labels = {"value": True, "num_format": '#,##0.0;;""', "font": font_of(page, theme.TEXT)}
    if scale_of(page.writer.names.unit) == "yuan":
        labels["num_format"] = '#,##0;;""'
    style = fill(theme.SKY) | {"points": colours, "gap": 60, "data_labels": labels}
    chart.add_series(_series(page, board.BOARD_AGEING, "open", **style))
    _frame(page, chart, "ageing")
    chart.set_legend({"none": True})
    chart.set_y_axis(value_axis(page, _FIGURES))
    return chart


_DRAW = {"pareto": _pareto, "quarters": _quarters, "tiers": _tiers, "months": _months, "ageing": _ageing}
