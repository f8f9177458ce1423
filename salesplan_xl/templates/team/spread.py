"""The team workbook's charts, concentration and findings."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from xlsxwriter.chart import Chart

from salesplan_xl.schema.types import Kind
from salesplan_xl.templates import theme
from salesplan_xl.templates.team.workbook import (
    BACKING,
    Cell,
    Paper,
    TeamDesk,
    absolute,
    cell,
    ratio,
    share,
    write_backing,
)

_HEADER, _FIRST = 3, 4
_CHARTED = 15
_GRID = {"color": "#E3E7EC", "width": 0.75}
_TIERS_TOP, _LIST_TOP = 11, 19
# Where the revenue of all customers, each once, is added up.
TIERS_TOTAL = (_TIERS_TOP + 5, 2)


def write_charts(desk: TeamDesk, paper: Paper, summary: Paper, place: tuple[int, Mapping[str, int]]) -> None:
    """What backs the quarters, and the people with the largest targets.

    ``place``: header row and columns of this year's revenue and the target on the summary.
    """
    twice = f" · {desk.word('charts_doubles')}" if desk.team.doubles else ""
    paper.top(desk.word("charts"), desk.team.subtitle + twice)
    paper.sheet.set_column(0, 0, 22)
    paper.sheet.set_column(1, 12, desk.money_width)
    paper.sheet.fit_to_pages(1, 1)
    write_backing(desk, paper, 3, 0, desk.team.backing)
    width = 1080
    paper.sheet.insert_chart(9, 0, _backing_chart(desk, paper, width), _described(desk, "chart_quarters"))
    paper.sheet.insert_chart(
        25, 0, _people_chart(desk, summary, place, width), _described(desk, "chart_people")
    )
    paper.sheet.print_area(0, 0, 41, 12)


def _described(desk: TeamDesk, code: str) -> dict[str, Any]:
    return {"description": desk.word(code)}


def _backing_chart(desk: TeamDesk, paper: Paper, width: int) -> Chart:
    """Stacked: what backs each quarter; a line: its target."""
    columns = desk.workbook.add_chart({"type": "column", "subtype": "stacked"})
    for key, colour in (("repeat", theme.BLUE), ("weighted", theme.SKY), ("unsupported", theme.ORANGE)):
        columns.add_series(_quarter_series(desk, paper, key) | _fill(colour) | {"gap": 70})
    line = desk.workbook.add_chart({"type": "line"})
    marker = {"type": "diamond", "size": 7, "fill": {"color": theme.DARK}, "border": {"color": theme.DARK}}
    line.add_series(
        _quarter_series(desk, paper, "target")
        | {"line": {"color": theme.DARK, "width": 1.75}, "marker": marker}
    )
    columns.combine(line)
    return _dressed(desk, columns, "chart_quarters", (width, 300))


def _quarter_series(desk: TeamDesk, paper: Paper, key: str) -> dict[str, Any]:
    row, name = 4 + BACKING.index(key), paper.sheet.get_name()
    return {
        "name": [name, row, 0],
        "categories": [name, 3, 1, 3, 4],
        "values": [name, row, 1, row, 4],
        "values_data": list(desk.team.backing[key]),
        "categories_data": ["Q1", "Q2", "Q3", "Q4"],
    }


def _people_chart(desk: TeamDesk, summary: Paper, place: tuple[int, Mapping[str, int]], width: int) -> Chart:
    """Side by side: this year and the target of the people with the largest targets."""
    chart, name = desk.workbook.add_chart({"type": "column"}), summary.sheet.get_name()
    reps = desk.team.reps[:_CHARTED]
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
                **_fill(colour),
            }
        )
    return _dressed(desk, chart, "chart_people", (width, 300))


def _fill(colour: str) -> dict[str, Any]:
    return {"fill": {"color": colour}, "border": {"none": True}}


def _dressed(desk: TeamDesk, chart: Chart, title: str, size: tuple[int, int]) -> Chart:
    """The quiet frame that all charts of the product share."""
    lang = desk.team.lang
    font = {"name": theme.FONTS[lang], "size": theme.FONT_SIZES[lang] - 1, "color": theme.TEXT}
    chart.set_title(
        {"name": desk.word(title), "name_font": {**font, "size": theme.FONT_SIZES[lang] + 1, "bold": True}}
    )
    chart.set_legend({"position": "bottom", "font": font})
    chart.set_chartarea({"border": {"color": theme.LINE}, "fill": {"color": theme.WHITE}})
    chart.set_x_axis({"num_font": font, "line": {"color": "#AEB6BF"}, "major_tick_mark": "none"})
    chart.set_y_axis(
        {
            "num_font": {**font, "color": theme.GREY_TEXT}, "num_format": "#,##0", "line": {"none": True},
            "major_tick_mark": "none", "major_gridlines": {"visible": True, "line": _GRID},
        }
    )  # fmt: skip
    chart.set_size({"width": size[0], "height": size[1]})
    chart.show_blanks_as("gap")
    return chart


def write_spread(desk: TeamDesk, paper: Paper) -> None:
    """How much rests on how few customers, over the whole team."""
    team = desk.team
    paper.top(desk.word("spread"), desk.word("spread_intro"))
    paper.sheet.set_column(0, 0, 30)
    paper.sheet.set_column(1, 5, desk.money_width + 1.5)
    paper.header(3, 0, (desk.word("measure"), desk.word("value"), desk.word("meaning")))
    for at, (key, value) in enumerate(team.spread.items(), 4):
        name = desk.word(f"spread_{key}", n=team.top_n)
        paper.sheet.write_string(at, 0, name, desk.styles.label())
        paper.value(at, 1, value, Kind.NUMBER if key == "effective" else Kind.SHARE)
        paper.sheet.write_string(
            at,
            2,
            desk.word(f"spread_{key}_why"),
            desk.styles.make(font_color=theme.GREY_TEXT, indent=1, valign="vcenter"),
        )
    _tier_block(desk, paper)
    _largest(desk, paper)


def _tier_block(desk: TeamDesk, paper: Paper) -> None:
    """Customers and revenue by tier within the team, once each."""
    top, tiers = _TIERS_TOP, desk.team.tiers
    header = [
        desk.word("team_tier"),
        desk.word("figure_customers"),
        desk.money_word("figure_this_year"),
        desk.word("part"),
    ]
    paper.heading(top, 0, desk.word("tiers"))
    paper.header(top + 1, 0, header)
    total = math.fsum(revenue for _, revenue in tiers.values())
    for at, (tier, (count, revenue)) in enumerate(tiers.items(), top + 2):
        paper.sheet.write_string(at, 0, tier, desk.styles.label())
        paper.value(at, 1, count, Kind.COUNT)
        paper.value(at, 2, revenue, Kind.MONEY)
        paper.formula(at, 3, ratio(cell(at, 2), absolute(top + 5, 2)), share(revenue, total), Kind.SHARE)
    last = top + 5
    paper.sheet.write_string(last, 0, desk.word("total"), desk.styles.label(total=True))
    sums: tuple[tuple[float, Kind], ...] = (
        (sum(count for count, _ in tiers.values()), Kind.COUNT),
        (total, Kind.MONEY),
    )
    for column, (value, kind) in enumerate(sums, 1):
        text = f"SUM({cell(top + 2, column)}:{cell(top + 4, column)})"
        paper.formula(last, column, text, value, kind, total=True)
    paper.formula(
        last, 3, f"SUM({cell(top + 2, 3)}:{cell(top + 4, 3)})", 1.0 if total else 0.0, Kind.SHARE, True
    )


def _largest(desk: TeamDesk, paper: Paper) -> None:
    rows = desk.team.largest
    header = [
        desk.word("customer"), desk.word("person"), desk.word("team_tier"), desk.money_word("figure_this_year"),
        desk.word("cumulative"), desk.money_word("figure_target"),
    ]  # fmt: skip
    paper.heading(_LIST_TOP, 0, desk.word("largest"))
    paper.header(_LIST_TOP + 1, 0, header)
    kinds = (Kind.TEXT, Kind.TEXT, Kind.CHOICE, Kind.MONEY, Kind.SHARE, Kind.MONEY)
    for at, values in enumerate(rows, _LIST_TOP + 2):
        cells: tuple[Cell, ...] = values
        for column, (value, kind) in enumerate(zip(cells, kinds, strict=True)):
            paper.value(at, column, value, kind)
    if rows:
        paper.sheet.set_column(6, 6, 2)
        paper.sheet.set_column(7, 14, 9)
        paper.sheet.insert_chart(3, 7, _pareto(desk, paper), _described(desk, "chart_pareto"))


def _pareto(desk: TeamDesk, paper: Paper) -> Chart:
    """Columns: revenue of the largest customers; a line: their cumulative share."""
    rows, name = desk.team.largest[:_CHARTED], paper.sheet.get_name()
    first, last = _LIST_TOP + 2, _LIST_TOP + 1 + len(rows)

    def series(column: int, pick: Callable[[Sequence[Any]], Any]) -> dict[str, Any]:
        return {
            "name": [name, _LIST_TOP + 1, column],
            "categories": [name, first, 0, last, 0],
            "values": [name, first, column, last, column],
            "values_data": [pick(row) for row in rows],
            "categories_data": [row[0] for row in rows],
        }

    columns = desk.workbook.add_chart({"type": "column"})
    columns.add_series(series(3, lambda row: row[3]) | _fill(theme.BLUE) | {"gap": 45})
    line = desk.workbook.add_chart({"type": "line"})
    red = {"color": theme.VERMILLION}
    line.add_series(
        series(4, lambda row: row[4])
        | {"y2_axis": True, "line": red | {"width": 2}, "marker": {"type": "circle", "size": 6, "fill": red}}
    )
    columns.combine(line)
    chart = _dressed(desk, columns, "chart_pareto", (620, 620))
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


def write_findings(desk: TeamDesk, paper: Paper) -> None:
    """What does not fit together."""
    paper.top(desk.word("findings"), desk.word("findings_intro" if desk.team.findings else "findings_none"))
    for column, width in enumerate((9, 9, 70, 60)):
        paper.sheet.set_column(column, column, width)
    paper.header(_HEADER, 0, [desk.word(f"finding_{key}") for key in ("code", "level", "what", "remedy")])
    paper.sheet.freeze_panes(_FIRST, 0)
    paper.sheet.repeat_rows(_HEADER, _HEADER)
    for row, values in enumerate(desk.team.findings, _FIRST):
        for column, value in enumerate(values):
            kind = Kind.LONG_TEXT if column > 1 else Kind.CHOICE
            style = desk.styles.body(kind, "", entry=False, wrap=column > 1)
            paper.sheet.write_string(row, column, value, style)
        # Wrapped texts: a Chinese character is about twice as wide as a Latin one.
        lines = max(
            math.ceil(sum(2 if ord(char) > 255 else 1 for char in values[at]) / width)
            for at, width in ((2, 66), (3, 56))
        )
        paper.sheet.set_row(row, 16.0 * max(lines, 1))
