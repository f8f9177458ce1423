"""The native charts of the book, drawn from fixed blocks, so that their ranges never change, and all alike."""

from __future__ import annotations

from typing import Any

from xlsxwriter.chart import Chart

from salesplan_xl.catalogue import word
from salesplan_xl.schema import palette
from salesplan_xl.schema.layout import LEFT
from salesplan_xl.schema.types import Grid
from salesplan_xl.templates import theme
from salesplan_xl.templates.writer import Page

# The column between blocks and a chart beside them.
GAP_WIDTH = 2.5
_LINE_COLOUR = {"color": palette.GRID_LINE, "width": 0.75}


def insert(page: Page, at: tuple[int, int], chart: Chart, title: str, offset: int = 0) -> None:
    """Place a chart at a cell, described in words for those who cannot see it."""
    text = word(f"template.chart.{title}", page.writer.lang)
    page.paper.insert_chart(*at, chart, {"x_offset": offset, "description": text})


def sized(chart: Chart, width: int, height: int) -> Chart:
    """The chart in this size (pixels)."""
    chart.set_size({"width": width, "height": height})
    return chart


def _range(page: Page, grid: Grid, column: str) -> list[object]:
    """A grid column as a chart range; an empty key is the label column."""
    top = page.spot(grid.key).header_row
    at = _column(grid, column) if column else _left(grid)
    return [page.name, top, at, top + len(grid.rows) - 1, at]


def _left(grid: Grid) -> int:
    """The 0-based label column."""
    return (grid.place[1] if grid.place else LEFT) - 1


def _column(grid: Grid, column: str) -> int:
    return _left(grid) + 1 + [item.key for item in grid.columns].index(column)


def series(page: Page, grid: Grid, column: str, category: str = "", **options: Any) -> dict[str, Any]:
    """A grid column as a chart series, named by its header; the categories are another column or the labels."""
    at = _column(grid, column)
    return {
        "name": [page.name, page.spot(grid.key).header_row - 1, at],
        "categories": _range(page, grid, category),
        "values": _range(page, grid, column),
        "values_data": points(page, grid, column),
        **options,
    }


def points(page: Page, grid: Grid, column: str) -> list[object]:
    """The values the chart remembers of a column: nothing of an empty cell, where XlsxWriter would note a zero."""
    values = [page.writer.values.grid_cell(grid.key, row.key, column) for row in grid.rows]
    return [0 if value == "" else value for value in values]


def fill(colour: str) -> dict[str, Any]:
    """Plain columns of one colour."""
    return {"fill": {"color": colour}, "border": {"none": True}}


def font(lang: str, colour: str) -> dict[str, Any]:
    """The font of axes and labels."""
    return {"name": theme.FONTS[lang], "size": theme.FONT_SIZES[lang] - 1, "color": colour}


def font_of(page: Page, colour: str) -> dict[str, Any]:
    """The font of axes and labels on a page."""
    return font(page.writer.lang, colour)


def frame(lang: str, chart: Chart, title: str, **category_axis: Any) -> None:
    """The same quiet frame for every chart; further options of the category axis."""
    plain = font(lang, theme.TEXT)
    bold = {**plain, "size": plain["size"] + 2, "bold": True}
    chart.set_title({"name": title, "name_font": bold, "overlay": False})
    chart.set_legend({"position": "bottom", "font": plain})
    chart.set_chartarea({"border": {"color": theme.LINE}, "fill": {"color": theme.WHITE}})
    chart.set_x_axis(
        {"num_font": plain, "line": {"color": "#AEB6BF"}, "major_tick_mark": "none"} | category_axis
    )
    chart.show_blanks_as("gap")


def dress(page: Page, chart: Chart, title: str, **category_axis: Any) -> None:
    """The frame of a chart on a page; ``title`` is the code of its text."""
    frame(page.writer.lang, chart, word(title, page.writer.lang), **category_axis)


def figures_axis(lang: str, number_format: str, **options: Any) -> dict[str, Any]:
    """An axis of values with faint lines."""
    return {
        "num_font": font(lang, theme.GREY_TEXT),
        "num_format": number_format,
        "line": {"none": True},
        "major_tick_mark": "none",
        "major_gridlines": {"visible": True, "line": _LINE_COLOUR},
        **options,
    }


def value_axis(page: Page, number_format: str, **options: Any) -> dict[str, Any]:
    """An axis of values from 0 on."""
    return figures_axis(page.writer.lang, number_format, min=0, **options)
