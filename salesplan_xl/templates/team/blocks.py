"""Blocks that stand on several sheets of the team workbook: coverage of the quarters, KPIs and their rates."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from salesplan_xl.schema.team_workbook import COVERAGE, KPI_RATES
from salesplan_xl.schema.types import Kind
from salesplan_xl.templates.team.writer import PageWriter, TeamWriter, cell, ratio, share


def write_coverage(
    writer: TeamWriter, page: PageWriter, top: int, left: int, coverage: Mapping[str, Sequence[float]]
) -> None:
    """Write what each quarter rests on, and the year as its sum."""
    texts = [writer.money_word("quarter_of"), "Q1", "Q2", "Q3", "Q4", writer.word("year")]
    page.header(top, left, texts)
    for at, key in enumerate(COVERAGE, 1):
        row, total = top + at, key == "target"
        page.sheet.write_string(row, left, writer.word(f"backing_{key}"), writer.styles.label(total=total))
        for nth, value in enumerate(coverage[key], 1):
            page.value(row, left + nth, value, Kind.MONEY, total)
        text = f"SUM({cell(row, left + 1)}:{cell(row, left + 4)})"
        year = math.fsum(value for value in coverage[key] if math.isfinite(value))
        page.formula(row, left + 5, text, year, Kind.MONEY, total)


def kpi_headers(writer: TeamWriter) -> list[str]:
    """The nine KPI columns: two figures and their rate, three times."""
    return [
        writer.money_word("kpi_target"), writer.money_word("kpi_actual"), writer.word("kpi_completion"),
        writer.word("kpi_planned"), writer.word("kpi_visited"), writer.word("kpi_coverage"),
        writer.money_word("kpi_due"), writer.money_word("kpi_on_time"), writer.word("kpi_on_time_rate"),
    ]  # fmt: skip


def write_rates(
    page: PageWriter, row: int, left: int, values: Mapping[str, float | None], total: bool = False
) -> None:
    """The three rates of a KPI row whose figures stand from column ``left`` on."""
    for nth, (top, bottom) in enumerate(KPI_RATES.values()):
        first = left + 3 * nth
        # Completion is actual over target: there the denominator stands first.
        places = (first + 1, first)
        text = ratio(cell(row, places[0]), cell(row, places[1]))
        is_filled = values[top] is not None
        shown = share(values[top], values[bottom]) if is_filled else None
        blank = f'IF({cell(row, places[0])}="","",{text})'
        page.formula(row, first + 2, blank, shown, Kind.SHARE, total)
