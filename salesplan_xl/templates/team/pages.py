"""A person's page of the team workbook: figures, quarters, months and the largest customers."""

from __future__ import annotations

import math

from salesplan_xl.schema.layout import quote_sheet
from salesplan_xl.schema.team_workbook import (
    FIGURES,
    FIRST_LINE,
    KPI_KINDS,
    KPIS,
    MONTHS_TOP,
    QUARTERS,
    RIGHT,
    RepPage,
    figure_row,
    kpi_cell,
)
from salesplan_xl.schema.types import Kind
from salesplan_xl.templates.team.blocks import kpi_headers, write_coverage, write_rates
from salesplan_xl.templates.team.writer import PageWriter, TeamWriter, cell


def write_page(writer: TeamWriter, rep: RepPage, name: str) -> None:
    """One person's sheet."""
    page = writer.page("page", name, "tracking")
    page.top(rep.name, rep.subtitle)
    page.sheet.set_column(0, 0, 20)
    page.sheet.set_column(1, 1, writer.money_width + 2.5)
    page.sheet.set_column(2, 2, 2)
    page.sheet.set_column(RIGHT, RIGHT, 24)
    page.sheet.set_column(RIGHT + 1, RIGHT + 9, writer.money_width)
    page.sheet.fit_to_pages(1, 1)
    home = writer.word("sheet_summary")
    page.sheet.write_url(2, 0, f"internal:{quote_sheet(home)}!A1", writer.styles.link(), writer.word("back"))
    _page_figures(writer, page, rep)
    _page_quarters(writer, page, rep)
    _page_months(writer, page, rep)
    _page_customers(writer, page, rep)


def _page_figures(writer: TeamWriter, page: PageWriter, rep: RepPage) -> None:
    for top, code in ((FIRST_LINE - 2, "key_figures"), (MONTHS_TOP, "targets")):
        page.heading(top, 0, writer.word(code))
        page.header(top + 1, 0, (writer.word("figure"), writer.word("value")))
    for key, kind in FIGURES:
        row = figure_row(key)
        text = writer.money_word(f"figure_{key}") if kind is Kind.MONEY else writer.word(f"figure_{key}")
        page.sheet.write_string(row, 0, text, writer.styles.label())
        if key == "target":
            quarters = [rep.figures[quarter] or 0.0 for quarter in QUARTERS]
            first, last = cell(figure_row("q1"), 1), cell(figure_row("q4"), 1)
            page.formula(row, 1, f"SUM({first}:{last})", math.fsum(quarters), kind)
        else:
            page.value(row, 1, rep.figures[key], kind)


def _page_quarters(writer: TeamWriter, page: PageWriter, rep: RepPage) -> None:
    page.sheet.write_string(3, RIGHT, writer.word("quarters"), writer.styles.heading(page.group))
    write_coverage(writer, page, 4, RIGHT, rep.coverage)


def _page_months(writer: TeamWriter, page: PageWriter, rep: RepPage) -> None:
    page.heading(MONTHS_TOP, RIGHT, writer.word("months"))
    page.header(MONTHS_TOP + 1, RIGHT, (writer.word("month"), *kpi_headers(writer)))
    for month, values in enumerate(rep.months):
        row = MONTHS_TOP + 2 + month
        page.sheet.write_string(row, RIGHT, writer.word("month_no", month=month + 1), writer.styles.label())
        named = dict(zip(KPIS, values, strict=True))
        for key, value in named.items():
            page.value(*kpi_cell(month, key), value, KPI_KINDS[key])
        write_rates(page, row, RIGHT + 1, named)


def _page_customers(writer: TeamWriter, page: PageWriter, rep: RepPage) -> None:
    top = MONTHS_TOP + 15
    page.heading(top, RIGHT, writer.word("largest"))
    texts = ["customer", "tier"]
    money = ["figure_this_year", "figure_target"]
    page.header(top + 1, RIGHT, [*map(writer.word, texts), *map(writer.money_word, money)])
    for at, (name, tier, revenue, target) in enumerate(rep.largest):
        row = top + 2 + at
        page.value(row, RIGHT, name, Kind.TEXT)
        page.value(row, RIGHT + 1, tier, Kind.CHOICE)
        page.value(row, RIGHT + 2, revenue, Kind.MONEY)
        page.value(row, RIGHT + 3, target, Kind.MONEY)
