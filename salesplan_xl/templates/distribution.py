"""The chart of next year's distribution: how likely each band is, and how sure at least its lower end is."""

from __future__ import annotations

from xlsxwriter.chart import Chart

from salesplan_xl.schema.distribution import DISTRIBUTION, DISTRIBUTION_BINS, DISTRIBUTION_SOURCES
from salesplan_xl.templates import theme
from salesplan_xl.templates.charts import GAP_WIDTH, dress, fill, insert, points, series, sized, value_axis
from salesplan_xl.templates.writer import Page

COLUMNS, COLUMN_WIDTH, WIDTH = 9, 9.0, 600
# Thousands are set apart; smaller figures may need their decimals.
_FIGURES = "[>=1000]#,##0;General"


def place_distribution(page: Page) -> tuple[int, int]:
    """Draw the chart right of the blocks it explains.

    Returns:
        The last row and column to print (0-based): the chart's own data below it stay on the screen.
    """
    left = len(page.widths.columns) + 1
    page.paper.set_column(left - 1, left - 1, GAP_WIDTH)
    page.paper.set_column(left, left + COLUMNS - 1, COLUMN_WIDTH)
    top, sources = page.spot(DISTRIBUTION.key).heading_row - 1, page.spot(DISTRIBUTION_SOURCES.key)
    bottom = sources.header_row + sources.rows
    chart = sized(_distribution(page), WIDTH, page.height(top, sources.heading_row))
    insert(page, (top, left), chart, "distribution")
    return bottom - 1, left + COLUMNS - 1


def _distribution(page: Page) -> Chart:
    """Columns: the chance of each band; a line: the chance to reach at least its lower end."""
    bands = {"categories_data": points(page, DISTRIBUTION_BINS, "low")}
    columns = page.writer.workbook.add_chart({"type": "column"})
    columns.add_series(
        series(page, DISTRIBUTION_BINS, "probability", "low", **fill(theme.BLUE), **bands, gap=12)
    )
    line = page.writer.workbook.add_chart({"type": "line"})
    line.add_series(
        series(
            page, DISTRIBUTION_BINS, "at_least", "low", y2_axis=True, line={"color": theme.VERMILLION, "width": 2.25},
            **bands,
        )
    )  # fmt: skip
    columns.combine(line)
    font = {
        "name": theme.FONTS[page.writer.lang],
        "size": theme.FONT_SIZES[page.writer.lang] - 2,
        "rotation": -45,
    }
    dress(
        page,
        columns,
        "template.chart.distribution",
        num_format=_FIGURES,
        num_font=font | {"color": theme.TEXT},
    )
    columns.set_y_axis(value_axis(page, "0%"))
    line.set_y2_axis(value_axis(page, "0%", max=1, major_unit=0.2) | {"major_gridlines": {"visible": False}})
    return columns
