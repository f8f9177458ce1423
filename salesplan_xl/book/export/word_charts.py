"""Native charts of a Word report: XlsxWriter's chart with its figures in a small book, editable in Word."""

from __future__ import annotations

import io
import math
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from docx.opc.oxml import serialize_part_xml
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from xlsxwriter import Workbook
from xlsxwriter.chart import Chart as Drawing

from salesplan_xl.book.export.word_blocks import Chart
from salesplan_xl.book.export.word_file import CREATED, LANGUAGES
from salesplan_xl.book.export.word_xml import plain
from salesplan_xl.book.xlsx.explicit_charts import say_all
from salesplan_xl.schema import palette

# The one relation of a chart part.
_LINK = "rId1"
_SERIES = (palette.BLUE, palette.SKY, palette.ORANGE, palette.VERMILLION, palette.DARK)
_TITLE_POINTS, _LABEL_POINTS = 11, 8
# Centimetres: columns are as high as that, bars grow with their number.
_HEIGHT, _BARS_TOP, _BAR, _HIGHEST = 6.5, 1.9, 0.55, 17.0
# Points: a figure of a label, and how much wider than its columns a group of them is.
_FIGURE_WIDTH, _GROUP_GAP, _AXIS_WIDTH = 4.7, 0.6, 45
_GAPS = {1: 300, 2: 160, 3: 110}
_SHEET = "Sheet1"
_NO_TICKS = {"major_tick_mark": "none", "minor_tick_mark": "none"}
_TEXT = {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}


@dataclass(frozen=True, slots=True)
class ChartFiles:
    """A chart as it is put into a document: its part, the book of its figures, its height in centimetres."""

    xml: bytes
    book: bytes
    height: float


def drawn(chart: Chart, lang: str, points: float) -> ChartFiles | None:
    """The chart, as wide as the text (in points); ``None`` where there is nothing to draw."""
    chart = _plain(chart)
    if not chart.series or not chart.categories:
        return None
    with_chart = _book(chart, points)
    xml = zipfile.ZipFile(io.BytesIO(with_chart)).read("xl/charts/chart1.xml")
    bars = len(chart.categories) * (len(chart.series) + 0.5)
    height = min(_BARS_TOP + _BAR * bars, _HIGHEST) if chart.bars else _HEIGHT
    return ChartFiles(_linked(xml, lang), _book(chart, None), height)


def _plain(chart: Chart) -> Chart:
    """The chart in letters that XML knows, without series that say nothing; a figure that is none is a gap."""
    series = (
        (
            plain(name),
            tuple(value if value is not None and math.isfinite(value) else None for value in values),
        )
        for name, values in chart.series
    )
    return replace(
        chart,
        title=plain(chart.title),
        categories=tuple(map(plain, chart.categories)),
        series=tuple(item for item in series if any(value is not None for value in item[1])),
    )


def _values(chart: Chart) -> list[float]:
    return [value for _, values in chart.series for value in values if value is not None]


def _number_format(chart: Chart) -> str:
    """Money with thousands, a decimal where one is needed; shares with one decimal."""
    if not chart.money:
        return "0.0%"
    whole = all(round(value, 1) == round(value) for value in _values(chart))
    return "#,##0" if whole else "#,##0.0"


def _book(chart: Chart, points: float | None) -> bytes:
    """A book of the figures, with the chart where its width is given."""
    stream = io.BytesIO()
    workbook = Workbook(stream, {"in_memory": True, **_TEXT})
    workbook.set_properties({"created": CREATED})
    paper = workbook.add_worksheet(_SHEET)
    shown = workbook.add_format({"num_format": _number_format(chart)})
    paper.write_column(1, 0, chart.categories)
    for at, (name, values) in enumerate(chart.series, 1):
        paper.write_string(0, at, name)
        for row, value in enumerate(values, 1):
            if value is not None:
                paper.write_number(row, at, value, shown)
    if points is not None:
        paper.insert_chart(0, len(chart.series) + 2, _drawing(workbook, chart, points))
    workbook.close()
    return stream.getvalue()


def _drawing(workbook: Workbook, chart: Chart, points: float) -> Drawing:
    drawing = workbook.add_chart({"type": "bar" if chart.bars else "column"})
    labels = _labels(chart) if chart.bars or _has_room(chart, points) else {}
    for at, (name, values) in enumerate(chart.series):
        drawing.add_series(_series(chart, at, name, values) | labels)
    title = {"size": _TITLE_POINTS, "bold": True, "color": palette.TEXT}
    drawing.set_title({"name": chart.title, "name_font": title, "overlay": False})
    drawing.set_legend({"position": "bottom", "font": _font()} if len(chart.series) > 1 else {"none": True})
    drawing.set_chartarea({"border": {"none": True}, "fill": {"none": True}})
    line = {"color": palette.HEADER_LINE}
    categories = {"num_font": _font(), "line": line, "label_position": "low", **_NO_TICKS}
    if chart.bars:
        drawing.set_y_axis({**categories, "reverse": True})
        drawing.set_x_axis({**_figures_axis(chart), "visible": False, "major_gridlines": {"visible": False}})
    else:
        drawing.set_x_axis(categories)
        drawing.set_y_axis(_figures_axis(chart))
    return drawing


def _series(chart: Chart, at: int, name: str, values: Sequence[float | None]) -> dict[str, Any]:
    last = len(chart.categories)
    colour = _SERIES[at % len(_SERIES)]
    return {
        "name": [_SHEET, 0, at + 1],
        "name_data": [name],
        "categories": [_SHEET, 1, 0, last, 0],
        "categories_data": list(chart.categories),
        "values": [_SHEET, 1, at + 1, last, at + 1],
        "values_data": list(values),
        "fill": {"color": colour},
        "border": {"none": True},
        "gap": _GAPS.get(last, 60),
    }


def _labels(chart: Chart) -> dict[str, Any]:
    label = {"value": True, "num_format": _number_format(chart), "font": _font()}
    return {"data_labels": label}


def _font(colour: str = palette.TEXT) -> dict[str, Any]:
    """Letters of the reader's own font."""
    return {"size": _LABEL_POINTS, "color": colour}


def _has_room(chart: Chart, points: float) -> bool:
    """Whether a figure above each column would touch none of its neighbours."""
    decimals = 0 if _number_format(chart) == "#,##0" else 1
    scale = 1 if chart.money else 100
    longest = max(len(f"{value * scale:,.{decimals}f}") for value in _values(chart)) + (not chart.money)
    column = (points - _AXIS_WIDTH) / len(chart.categories) / (len(chart.series) + _GROUP_GAP)
    return longest * _FIGURE_WIDTH <= column + (len(chart.series) == 1) * column * _GROUP_GAP / 2


def _figures_axis(chart: Chart) -> dict[str, Any]:
    """Faint lines from 0 on, or from where the losses end."""
    large = max(map(abs, _values(chart))) >= 10
    shown = "#,##0" if chart.money and large else "0%" if not chart.money else _number_format(chart)
    start = {} if min(_values(chart)) < 0 else {"min": 0}
    return start | {
        "num_font": _font(palette.GREY_TEXT),
        "num_format": shown,
        "line": {"none": True},
        **_NO_TICKS,
        "major_gridlines": {"visible": True, "line": {"color": palette.GRID_LINE, "width": 0.75}},
    }


def _linked(xml: bytes, lang: str) -> bytes:
    """The chart part tied to the book of its figures, saying all that readers would otherwise guess."""
    root = parse_xml(xml)
    say_all(root)
    _text_categories(root)
    _speak(root, lang)
    for settings in root.findall(_c("printSettings")):
        root.remove(settings)
    link = root.makeelement(_c("externalData"), {qn("r:id"): _LINK})
    link.append(link.makeelement(_c("autoUpdate"), {"val": "0"}))
    root.append(link)
    return bytes(serialize_part_xml(root))


def _c(name: str) -> str:
    return str(qn(f"c:{name}"))


def _text_categories(root: Any) -> None:
    """Categories are words, also where they are years."""
    for categories in root.iter(_c("cat")):
        for element in list(categories.iter()):
            if element.tag in (_c("numRef"), _c("numCache")):
                element.tag = element.tag.replace("}num", "}str")
            elif element.tag == _c("formatCode"):
                element.getparent().remove(element)


def _speak(root: Any, lang: str) -> None:
    """The language of the chart's words, by which a reader picks a font."""
    language = LANGUAGES[lang]
    for element in root.iter():
        if element.tag == _c("lang"):
            element.set("val", language)
        elif element.get("lang"):
            element.set("lang", language)
