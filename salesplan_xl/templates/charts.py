"""The dashboard's native charts, drawn from its fixed blocks so that their ranges never change."""

from __future__ import annotations

from typing import Any

from xlsxwriter.chart import Chart

from salesplan_xl.schema.layout import spots
from salesplan_xl.schema.tracking import BOARD_PARETO, BOARD_QUARTERS, BOARD_TIERS
from salesplan_xl.schema.types import Grid, GridRow
from salesplan_xl.templates import looks
from salesplan_xl.templates.desk import Page
from salesplan_xl.text import word

# Columns between the blocks and the charts, and the size of the chart area in pixels.
GAP_WIDTH = 2.5
CHART_COLUMN_WIDTH, CHART_COLUMNS = 9.0, 14
AREA_WIDTH, GUTTER = 940, 14
_LINE_COLOUR = {"color": "#E3E7EC", "width": 0.75}


def place_charts(page: Page) -> tuple[int, int]:
    """Draw the charts right of the blocks; returns the last row and column they cover (0-based)."""
    left = len(page.widths.columns) + 1
    page.paper.set_column(left - 1, left - 1, GAP_WIDTH)
    page.paper.set_column(left, left + CHART_COLUMNS - 1, CHART_COLUMN_WIDTH)
    found = spots(page.sheet)
    quarters, pareto = found[BOARD_QUARTERS.key], found[BOARD_PARETO.key]
    top, middle = quarters.heading_row - 1, pareto.heading_row - 1
    bottom = pareto.header_row + pareto.rows
    half = (AREA_WIDTH - GUTTER) // 2
    upper, lower = page.height(top, middle) - GUTTER, page.height(middle, bottom)
    _insert(page, (top, left), _sized(_quarters(page), half, upper), "quarters")
    _insert(page, (top, left), _sized(_tiers(page), half, upper), "tiers", half + GUTTER)
    _insert(page, (middle, left), _sized(_pareto(page), AREA_WIDTH, lower), "pareto")
    return bottom - 1, left + CHART_COLUMNS - 1


def _insert(page: Page, at: tuple[int, int], chart: Chart, title: str, offset: int = 0) -> None:
    text = word(f"template.chart.{title}", page.desk.lang)
    page.paper.insert_chart(*at, chart, {"x_offset": offset, "description": text})


def _sized(chart: Chart, width: int, height: int) -> Chart:
    chart.set_size({"width": width, "height": height})
    return chart


def _range(page: Page, grid: Grid, column: str) -> list[object]:
    """A grid column as a chart range; an empty key is the label column."""
    top = page.spot(grid.key).header_row
    at = [item.key for item in grid.columns].index(column) + 1 if column else 0
    return [page.name, top, at, top + len(grid.rows) - 1, at]


def _series(page: Page, grid: Grid, column: str, category: str = "", **options: Any) -> dict[str, Any]:
    at = [item.key for item in grid.columns].index(column) + 1
    return {
        "name": [page.name, page.spot(grid.key).header_row - 1, at],
        "categories": _range(page, grid, category),
        "values": _range(page, grid, column),
        "values_data": [_point(page, grid, row, column) for row in grid.rows],
        **options,
    }


def _point(page: Page, grid: Grid, row: GridRow, column: str) -> object:
    """What the chart remembers of a cell: nothing of an empty one, where XlsxWriter would note a zero."""
    value = page.desk.values.grid_cell(grid.key, row.key, column)
    return 0 if value == "" else value


def _fill(colour: str) -> dict[str, Any]:
    return {"fill": {"color": colour}, "border": {"none": True}}


def _font(page: Page, colour: str) -> dict[str, Any]:
    lang = page.desk.lang
    return {"name": looks.FONTS[lang], "size": looks.FONT_SIZES[lang] - 1, "color": colour}


def _dress(page: Page, chart: Chart, title: str) -> None:
    """The same quiet frame for every chart."""
    font = _font(page, looks.TEXT)
    bold = {**font, "size": font["size"] + 2, "bold": True}
    chart.set_title({"name": word(title, page.desk.lang), "name_font": bold, "overlay": False})
    chart.set_legend({"position": "bottom", "font": font})
    chart.set_chartarea({"border": {"color": looks.LINE}, "fill": {"color": looks.WHITE}})
    chart.set_x_axis({"num_font": font, "line": {"color": "#AEB6BF"}, "major_tick_mark": "none"})
    chart.show_blanks_as("gap")


def _value_axis(page: Page, number_format: str, **options: Any) -> dict[str, Any]:
    return {
        "num_font": _font(page, looks.GREY_TEXT),
        "num_format": number_format,
        "line": {"none": True},
        "major_tick_mark": "none",
        "major_gridlines": {"visible": True, "line": _LINE_COLOUR},
        "min": 0,
        **options,
    }


def _quarters(page: Page) -> Chart:
    """Stacked: what backs each quarter; a line: its target."""
    columns = page.desk.workbook.add_chart({"type": "column", "subtype": "stacked"})
    for key, colour in (("repeat", looks.BLUE), ("weighted", looks.SKY), ("unsupported", looks.ORANGE)):
        columns.add_series(_series(page, BOARD_QUARTERS, key, **_fill(colour), gap=70))
    line = page.desk.workbook.add_chart({"type": "line"})
    marker = {"type": "diamond", "size": 7, "fill": {"color": looks.DARK}, "border": {"color": looks.DARK}}
    line.add_series(
        _series(page, BOARD_QUARTERS, "target", line={"color": looks.DARK, "width": 1.75}, marker=marker)
    )
    columns.combine(line)
    _dress(page, columns, "template.chart.quarters")
    columns.set_y_axis(_value_axis(page, "#,##0"))
    return columns


def _tiers(page: Page) -> Chart:
    """Side by side: what a tier brings and what it costs in time."""
    chart = page.desk.workbook.add_chart({"type": "column"})
    labels = {"value": True, "num_format": "0%", "font": _font(page, looks.TEXT)}
    for key, colour in (("revenue", looks.BLUE), ("time", looks.ORANGE)):
        chart.add_series(
            _series(page, BOARD_TIERS, key, **_fill(colour), gap=80, overlap=-5, data_labels=labels)
        )
    _dress(page, chart, "template.chart.tiers")
    chart.set_y_axis(_value_axis(page, "0%", max=1, major_unit=0.2))
    return chart


def _pareto(page: Page) -> Chart:
    """Columns: revenue of the largest customers; a line: their cumulative share."""
    columns = page.desk.workbook.add_chart({"type": "column"})
    columns.add_series(_series(page, BOARD_PARETO, "revenue", "customer", **_fill(looks.BLUE), gap=45))
    line = page.desk.workbook.add_chart({"type": "line"})
    marker = {
        "type": "circle",
        "size": 6,
        "fill": {"color": looks.VERMILLION},
        "border": {"color": looks.WHITE},
    }
    line.add_series(
        _series(
            page, BOARD_PARETO, "cumulative", "customer", y2_axis=True, marker=marker,
            line={"color": looks.VERMILLION, "width": 2},
        )
    )  # fmt: skip
    columns.combine(line)
    _dress(page, columns, "template.chart.pareto")
    columns.set_y_axis(_value_axis(page, "#,##0"))
    line.set_y2_axis(_value_axis(page, "0%", max=1, major_unit=0.2) | {"major_gridlines": {"visible": False}})
    return columns
