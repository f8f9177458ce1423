"""The page of the year-end report: its columns, row heights, three native charts, and where its second page begins."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from xlsxwriter.chart import Chart

from salesplan_xl.schema import year_report_page
from salesplan_xl.schema.types import Grid
from salesplan_xl.templates import theme
from salesplan_xl.templates.charts import dress, fill, font_of, insert, series, sized, value_axis
from salesplan_xl.templates.writer import Page

# Names, two columns of words, five narrow ones; then what is not printed.
COLUMNS = (24, 31, 31, 14, 11, 11, 11, 14, 44, 34, 10, 10, 10, 10, 10, 3, 3, 26, 12, 12)
# Three places of the map side by side, then the rest of each customer's row.
MAP_COLUMNS = (26, 24, 24, 24, 13, 8, 11, 44, 14, 14, 8)
_PLACE_POINTS = 66.0
# Columns in which sentences wrap.
ROOMY = frozenset({1, 2, 3, 7, 8})
_TOP, _LINE_POINTS, _ROW_POINTS, _HEADER_POINTS = {0: 27.0, 1: 16.0}, 18.0, 19.0, 30.0
# Each chart: first column, and pixels from its left edge and wide.
_CHARTS = (("year_revenue", 0, 0, 250), ("year_months", 1, 80, 460), ("year_losses", 3, 100, 350))
_FIGURES = '[>1]#,##0;""'


def finish_year_report(page: Page) -> None:
    """Heights, charts and the page break below them."""
    for row, points in _TOP.items():
        page.set_height(row, points)
    first = page.spot("year_head").header_row
    for row in range(first, page.spot("year_results").heading_row - 2):
        page.set_height(row, _LINE_POINTS)
    last = year_report_page.CHART_ROW + year_report_page.CHART_ROWS
    for row in range(page.spot("year_results").heading_row - 1, last):
        page.set_height(row, _ROW_POINTS)
    for block in ("year_results", "year_quality", "year_process"):
        page.set_height(page.spot(block).header_row - 1, _HEADER_POINTS)
    height = page.height(year_report_page.CHART_ROW, last - 1)
    for name, column, offset, width in _CHARTS:
        insert(
            page, (year_report_page.CHART_ROW, column), sized(_DRAW[name](page), width, height), name, offset
        )
    page.paper.set_h_pagebreaks([page.spot("battles").heading_row - 1])


def finish_customer_map(page: Page) -> None:
    """Rows of the map high enough for three names."""
    header = page.spot("customer_map").header_row
    for row in range(header, header + 3):
        page.set_height(row, _PLACE_POINTS)


def _columns(page: Page, name: str, grid: Grid, keys: dict[str, str]) -> Chart:
    chart = page.writer.workbook.add_chart({"type": "column"})
    font = font_of(page, theme.TEXT)
    labels = {"value": True, "num_format": _FIGURES, "font": {**font, "size": font["size"] - 2}}
    for key, colour in keys.items():
        more: dict[str, Any] = {"data_labels": labels} if len(keys) == 1 else {}
        chart.add_series(series(page, grid, key, **fill(colour), gap=60, **more))
    dress(page, chart, f"template.chart.{name}")
    chart.set_y_axis(value_axis(page, _FIGURES))
    if len(keys) == 1:
        chart.set_legend({"none": True})
    return chart


def _revenue(page: Page) -> Chart:
    return _columns(page, "year_revenue", year_report_page.YEAR_BARS, {"amount": theme.BLUE})


def _months(page: Page) -> Chart:
    colours = {"this": theme.BLUE, "last": "#B8C4CE"}
    return _columns(page, "year_months", year_report_page.YEAR_MONTHS, colours)


def _losses(page: Page) -> Chart:
    return _columns(page, "year_losses", year_report_page.YEAR_LOSSES, {"amount": theme.ORANGE})


_DRAW: dict[str, Callable[[Page], Chart]] = {
    "year_revenue": _revenue, "year_months": _months, "year_losses": _losses,
}  # fmt: skip
