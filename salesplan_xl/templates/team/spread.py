"""The team workbook's charts, concentration and findings."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from xlsxwriter.chart import Chart

from salesplan_xl.schema.team_workbook import CHARTED, COVERAGE, FIRST, HEADER, LIST_TOP, TIERS_TOP
from salesplan_xl.schema.types import Kind
from salesplan_xl.templates import theme
from salesplan_xl.templates.charts import figures_axis, fill, frame, sized
from salesplan_xl.templates.team.blocks import write_coverage
from salesplan_xl.templates.team.writer import Cell, PageWriter, TeamWriter, absolute, cell, ratio, share


def write_charts(
    writer: TeamWriter, page: PageWriter, summary: PageWriter, place: tuple[int, Mapping[str, int]]
) -> None:
    """Write and draw what covers the quarters, and the people with the largest targets.

    ``place``: header row and columns of this year's revenue and the target on the summary.
    """
    twice = f" · {writer.word('charts_doubles')}" if writer.team.doubles else ""
    page.top(writer.word("charts"), writer.team.subtitle + twice)
    page.sheet.set_column(0, 0, 22)
    page.sheet.set_column(1, 12, writer.money_width)
    page.sheet.fit_to_pages(1, 1)
    write_coverage(writer, page, 3, 0, writer.team.coverage)
    width = 1080
    page.sheet.insert_chart(9, 0, _coverage_chart(writer, page, width), _described(writer, "chart_quarters"))
    page.sheet.insert_chart(
        25, 0, _people_chart(writer, summary, place, width), _described(writer, "chart_people")
    )
    page.sheet.print_area(0, 0, 41, 12)


def _described(writer: TeamWriter, code: str) -> dict[str, Any]:
    return {"description": writer.word(code)}


def _coverage_chart(writer: TeamWriter, page: PageWriter, width: int) -> Chart:
    """Stacked: the pipeline coverage of each quarter; a line: its target."""
    columns = writer.workbook.add_chart({"type": "column", "subtype": "stacked"})
    for key, colour in (("repeat", theme.BLUE), ("weighted", theme.SKY), ("unsupported", theme.ORANGE)):
        columns.add_series(_quarter_series(writer, page, key) | fill(colour) | {"gap": 70})
    line = writer.workbook.add_chart({"type": "line"})
    marker = {"type": "diamond", "size": 7, "fill": {"color": theme.DARK}, "border": {"color": theme.DARK}}
    line.add_series(
        _quarter_series(writer, page, "target")
        | {"line": {"color": theme.DARK, "width": 1.75}, "marker": marker}
    )
    columns.combine(line)
    return _dressed(writer, columns, "chart_quarters", (width, 300))


def _quarter_series(writer: TeamWriter, page: PageWriter, key: str) -> dict[str, Any]:
    row, name = 4 + COVERAGE.index(key), page.sheet.get_name()
    return {
        "name": [name, row, 0],
        "categories": [name, 3, 1, 3, 4],
        "values": [name, row, 1, row, 4],
        "values_data": list(writer.team.coverage[key]),
        "categories_data": ["Q1", "Q2", "Q3", "Q4"],
    }


def _people_chart(
    writer: TeamWriter, summary: PageWriter, place: tuple[int, Mapping[str, int]], width: int
) -> Chart:
    """Side by side: this year and the target of the people with the largest targets."""
    chart, name = writer.workbook.add_chart({"type": "column"}), summary.sheet.get_name()
    reps = writer.team.reps[:CHARTED]
    header, columns = place
    first, last = header + 1, header + max(len(reps), 1)
    for key, colour in (("this_year", theme.SKY), ("target", theme.BLUE)):
        chart.add_series(
            {
                "name": [name, header, columns[key]],
                "categories": [name, first, 0, last, 0],
                "values": [name, first, columns[key], last, columns[key]],
                "values_data": [rep.figures[key] or 0.0 for rep in reps],
                "categories_data": [rep.name for rep in reps],
                "gap": 60,
                "overlap": -5,
                **fill(colour),
            }
        )
    return _dressed(writer, chart, "chart_people", (width, 300))


def _dressed(writer: TeamWriter, chart: Chart, title: str, size: tuple[int, int]) -> Chart:
    frame(writer.team.lang, chart, writer.word(title))
    chart.set_y_axis(figures_axis(writer.team.lang, "#,##0"))
    return sized(chart, *size)


def write_spread(writer: TeamWriter, page: PageWriter) -> None:
    """Write how much rests on how few customers, over the whole team."""
    team = writer.team
    page.top(writer.word("spread"), writer.word("spread_intro"))
    page.sheet.set_column(0, 0, 30)
    page.sheet.set_column(1, 5, writer.money_width + 1.5)
    page.header(3, 0, (writer.word("measure"), writer.word("value"), writer.word("meaning")))
    for at, (key, value) in enumerate(team.spread.items(), 4):
        name = writer.word(f"spread_{key}", n=team.top_n)
        page.sheet.write_string(at, 0, name, writer.styles.label())
        page.value(at, 1, value, Kind.NUMBER if key == "effective" else Kind.SHARE)
        page.sheet.write_string(
            at,
            2,
            writer.word(f"spread_{key}_why"),
            writer.styles.make(font_color=theme.GREY_TEXT, indent=1, valign="vcenter"),
        )
    _tier_block(writer, page)
    _largest(writer, page)


def _tier_block(writer: TeamWriter, page: PageWriter) -> None:
    """Customers and revenue by tier within the team, once each."""
    top, tiers = TIERS_TOP, writer.team.tiers
    header = [
        writer.word("team_tier"),
        writer.word("figure_customers"),
        writer.money_word("figure_this_year"),
        writer.word("part"),
    ]
    page.heading(top, 0, writer.word("tiers"))
    page.header(top + 1, 0, header)
    total = math.fsum(revenue for _, revenue in tiers.values())
    for at, (tier, (count, revenue)) in enumerate(tiers.items(), top + 2):
        page.sheet.write_string(at, 0, tier, writer.styles.label())
        page.value(at, 1, count, Kind.COUNT)
        page.value(at, 2, revenue, Kind.MONEY)
        page.formula(at, 3, ratio(cell(at, 2), absolute(top + 5, 2)), share(revenue, total), Kind.SHARE)
    last = top + 5
    page.sheet.write_string(last, 0, writer.word("total"), writer.styles.label(total=True))
    sums: tuple[tuple[float, Kind], ...] = (
        (sum(count for count, _ in tiers.values()), Kind.COUNT),
        (total, Kind.MONEY),
    )
    for column, (value, kind) in enumerate(sums, 1):
        text = f"SUM({cell(top + 2, column)}:{cell(top + 4, column)})"
        page.formula(last, column, text, value, kind, total=True)
    page.formula(
        last, 3, f"SUM({cell(top + 2, 3)}:{cell(top + 4, 3)})", 1.0 if total else 0.0, Kind.SHARE, True
    )


def _largest(writer: TeamWriter, page: PageWriter) -> None:
    rows = writer.team.largest
    header = [
        writer.word("customer"), writer.word("person"), writer.word("team_tier"), writer.money_word("figure_this_year"),
        writer.word("cumulative"), writer.money_word("figure_target"),
    ]  # fmt: skip
    page.heading(LIST_TOP, 0, writer.word("largest"))
    page.header(LIST_TOP + 1, 0, header)
    kinds = (Kind.TEXT, Kind.TEXT, Kind.CHOICE, Kind.MONEY, Kind.SHARE, Kind.MONEY)
    for at, values in enumerate(rows, LIST_TOP + 2):
        cells: tuple[Cell, ...] = values
        for column, (value, kind) in enumerate(zip(cells, kinds, strict=True)):
            page.value(at, column, value, kind)
    if rows:
        page.sheet.set_column(6, 6, 2)
        page.sheet.set_column(7, 14, 9)
        page.sheet.insert_chart(3, 7, _pareto(writer, page), _described(writer, "chart_pareto"))


def _pareto(writer: TeamWriter, page: PageWriter) -> Chart:
    """Columns: revenue of the largest customers; a line: their cumulative share."""
    rows, name = writer.team.largest[:CHARTED], page.sheet.get_name()
    first, last = LIST_TOP + 2, LIST_TOP + 1 + len(rows)

    def series(column: int, pick: Callable[[Sequence[Any]], Any]) -> dict[str, Any]:
        return {
            "name": [name, LIST_TOP + 1, column],
            "categories": [name, first, 0, last, 0],
            "values": [name, first, column, last, column],
            "values_data": [pick(row) for row in rows],
            "categories_data": [row[0] for row in rows],
        }

    columns = writer.workbook.add_chart({"type": "column"})
    columns.add_series(series(3, lambda row: row[3]) | fill(theme.BLUE) | {"gap": 45})
    line = writer.workbook.add_chart({"type": "line"})
    red = {"color": theme.VERMILLION}
    line.add_series(
        series(4, lambda row: row[4])
        | {"y2_axis": True, "line": red | {"width": 2}, "marker": {"type": "circle", "size": 6, "fill": red}}
    )
    columns.combine(line)
    chart = _dressed(writer, columns, "chart_pareto", (620, 620))
    line.set_y2_axis(
        {
            "num_format": "0%",
            "min": 0,
            "max": 1,
            "line": {"none": True},
            "major_gridlines": {"visible": False},
        }
    )
    return chart


def write_findings(writer: TeamWriter, page: PageWriter) -> None:
    """Write the findings: what does not fit together."""
    page.top(
        writer.word("findings"), writer.word("findings_intro" if writer.team.findings else "findings_none")
    )
    for column, width in enumerate((9, 9, 70, 60)):
        page.sheet.set_column(column, column, width)
    page.header(HEADER, 0, [writer.word(f"finding_{key}") for key in ("code", "level", "what", "remedy")])
    page.sheet.freeze_panes(FIRST, 0)
    page.sheet.repeat_rows(HEADER, HEADER)
    for row, values in enumerate(writer.team.findings, FIRST):
        for column, value in enumerate(values):
            kind = Kind.LONG_TEXT if column > 1 else Kind.CHOICE
            style = writer.styles.body(kind, "", entry=False, wrap=column > 1)
            page.sheet.write_string(row, column, value, style)
        # Wrapped texts: a Chinese character is about twice as wide as a Latin one.
        lines = max(
            math.ceil(sum(2 if ord(char) > 255 else 1 for char in values[at]) / width)
            for at, width in ((2, 66), (3, 56))
        )
        page.sheet.set_row(row, 16.0 * max(lines, 1))
