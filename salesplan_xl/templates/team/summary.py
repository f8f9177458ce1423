"""The team workbook's summary and KPIs: a row a person linked to their page, totals as native formulas."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from salesplan_xl.schema.layout import quote_sheet
from salesplan_xl.schema.team_workbook import (
    FIGURES,
    FIRST,
    HEADER,
    KPI_KINDS,
    KPIS,
    QUARTERS,
    RIGHT,
    SUMMARY_COLUMNS,
    SUMMARY_LINKED,
    TIERS_TOTAL,
    RepPage,
    figure_row,
    kpi_cell,
)
from salesplan_xl.schema.types import Kind
from salesplan_xl.templates import theme
from salesplan_xl.templates.team.blocks import kpi_headers, write_rates
from salesplan_xl.templates.team.spread import write_charts, write_findings, write_spread
from salesplan_xl.templates.team.writer import PageWriter, TeamWriter, absolute, cell, ratio, share

_KINDS = dict(FIGURES)
_AT = {key: at for at, key in enumerate(SUMMARY_COLUMNS, 1)}


def write_summary(writer: TeamWriter) -> None:
    """All sheets of the team."""
    page, charts = writer.page("summary"), writer.page("charts")
    kpi, spread = writer.page("kpi", group="tracking"), writer.page("spread", group="analysis")
    _summary(writer, page)
    write_charts(writer, charts, page, (HEADER, {key: _AT[key] for key in ("this_year", "target")}))
    _kpis(writer, kpi)
    write_spread(writer, spread)
    write_findings(writer, writer.page("findings", group="control"))
    page.sheet.activate()


def _summary(writer: TeamWriter, page: PageWriter) -> None:
    team = writer.team
    page.top(team.title, team.subtitle)
    page.sheet.set_column(0, 0, 18)
    for key, at in _AT.items():
        page.sheet.set_column(at, at, _width(writer, key))
    page.header(HEADER, 0, [writer.word("person"), *(_column_name(writer, key) for key in SUMMARY_COLUMNS)])
    page.sheet.freeze_panes(FIRST, 1)
    page.sheet.repeat_rows(HEADER, HEADER)
    for at, (rep, name) in enumerate(zip(team.reps, writer.names, strict=True)):
        _summary_row(writer, page, FIRST + at, rep, name)
    last = FIRST + len(team.reps)
    if team.doubles:
        _row(page, last, writer.word("doubles"), {key: -value for key, value in team.doubles.items()})
        last += 1
    totals = _totals(team.reps, team.doubles)
    _total_row(writer, page, last, totals)
    _checks(writer, page, last, totals)


def _width(writer: TeamWriter, key: str) -> float:
    if _kind(key) is not Kind.COUNT:
        return writer.money_width - 1
    return 10 if key == "customers" else 7


def _kind(key: str) -> Kind:
    return Kind.SHARE if key in ("growth", "open_share") else _KINDS.get(key, Kind.MONEY)


def _column_name(writer: TeamWriter, key: str) -> str:
    code = f"figure_{key}"
    return writer.money_word(code) if _kind(key) is Kind.MONEY else writer.word(code)


def _summary_row(writer: TeamWriter, page: PageWriter, row: int, rep: RepPage, name: str) -> None:
    """A person: the name leads to the page, the figures come from it."""
    linked = quote_sheet(name)
    page.sheet.write_url(row, 0, f"internal:{linked}!A1", writer.styles.link(), rep.name)
    for key in SUMMARY_LINKED:
        source = f"{linked}!{absolute(figure_row(key), 1)}"
        value = rep.figures[key]
        # A blank page cell must stay blank here, not become a zero.
        page.formula(row, _AT[key], f'IF({source}="","",{source})', value, _kind(key))
    _derived(page, row, rep.figures)


def _row(page: PageWriter, row: int, label: str, values: Mapping[str, float]) -> None:
    page.sheet.write_string(row, 0, label, page.styles.label())
    for key in SUMMARY_COLUMNS:
        page.value(row, _AT[key], values.get(key), _kind(key))


def _derived(page: PageWriter, row: int, values: Mapping[str, float | None], total: bool = False) -> None:
    """Growth, difference to the company's figure, share without pipeline coverage: formulas on the row."""
    at = {key: cell(row, column) for key, column in _AT.items()}
    target, before, company = values["target"], values["this_year"], values["company"]
    growth = None if not before or before <= 0 else (target or 0.0) / before - 1
    text = f'IF(N({at["this_year"]})>0,{at["target"]}/{at["this_year"]}-1,"")'
    page.formula(row, _AT["growth"], text, growth, Kind.SHARE, total)
    missing = company is None or not math.isfinite(company)
    text = f'IF({at["company"]}="","",{at["target"]}-{at["company"]})'
    gap = None if missing else (target or 0.0) - (company or 0.0)
    page.formula(row, _AT["to_company"], text, gap, Kind.MONEY, total)
    text, open_share = ratio(at["unsupported"], at["target"]), share(values["unsupported"], target)
    page.formula(row, _AT["open_share"], text, open_share, Kind.SHARE, total)


def _totals(reps: Sequence[RepPage], doubles: Mapping[str, float]) -> dict[str, float | None]:
    """The values of the total row."""
    sums: dict[str, float | None] = {}
    for key in SUMMARY_LINKED:
        values = [value for rep in reps if (value := rep.figures[key]) is not None and math.isfinite(value)]
        sums[key] = math.fsum([*values, -doubles.get(key, 0.0)])
        if key == "company" and not values:
            sums[key] = 0.0
    return sums


def _total_row(writer: TeamWriter, page: PageWriter, row: int, totals: Mapping[str, float | None]) -> None:
    page.sheet.write_string(row, 0, writer.word("total"), writer.styles.label(total=True))
    for key in SUMMARY_LINKED:
        text = f"SUM({cell(FIRST, _AT[key])}:{cell(row - 1, _AT[key])})"
        page.formula(row, _AT[key], text, totals[key], _kind(key), total=True)
    _derived(page, row, totals, total=True)


def _checks(writer: TeamWriter, page: PageWriter, total: int, totals: Mapping[str, float | None]) -> None:
    """Two differences that must be nothing: quarters against the year, people against customers."""
    row = total + 2
    page.heading(row, 0, writer.word("checks"))
    quarters = f"{cell(total, _AT['q1'])}:{cell(total, _AT['q4'])}"
    left = math.fsum(totals[quarter] or 0.0 for quarter in QUARTERS) - (totals["target"] or 0.0)
    _check(
        writer,
        page,
        row + 1,
        "check_quarters",
        f"ROUND(SUM({quarters})-{cell(total, _AT['target'])},2)",
        left,
    )
    spread = quote_sheet(writer.word("sheet_spread"))
    counted = math.fsum(revenue for _, revenue in writer.team.tiers.values())
    text = f"ROUND({cell(total, _AT['this_year'])}-{spread}!{absolute(*TIERS_TOTAL)},2)"
    _check(writer, page, row + 2, "check_customers", text, (totals["this_year"] or 0.0) - counted)


def _check(writer: TeamWriter, page: PageWriter, row: int, code: str, text: str, value: float) -> None:
    page.sheet.write_string(row, 0, writer.word(code), writer.styles.label())
    for column in range(1, 6):
        page.sheet.write_blank(row, column, None, writer.styles.label())
    page.formula(row, 6, text, round(value, 2) + 0.0, Kind.MONEY)
    bad = writer.styles.tone(theme.BAD)
    place = cell(row, 6)
    page.sheet.conditional_format(
        row, 6, row, 6, {"type": "formula", "criteria": f"={place}<>0", "format": bad}
    )


# ── KPIs ──────────────────────────────────────────────────────────────────────────────────────────────

_TO_DATE = 10


def _kpis(writer: TeamWriter, page: PageWriter) -> None:
    """One row a person: the month's figures from their page, rates here; totals from sums."""
    team = writer.team
    page.top(writer.word("kpi_title", month=team.month + 1), team.subtitle)
    page.sheet.set_column(0, 0, 18)
    page.sheet.set_column(1, 12, writer.money_width)
    page.header(HEADER, 0, [writer.word("person"), *kpi_headers(writer), *_to_date_headers(writer)])
    page.sheet.freeze_panes(FIRST, 1)
    page.sheet.repeat_rows(HEADER, HEADER)
    for at, (rep, name) in enumerate(zip(team.reps, writer.names, strict=True)):
        _kpi_row(writer, page, FIRST + at, rep, name)
    _kpi_total(writer, page, FIRST + len(team.reps))


def _to_date_headers(writer: TeamWriter) -> list[str]:
    return [
        writer.money_word("kpi_target_to_date"),
        writer.money_word("kpi_actual_to_date"),
        writer.word("kpi_to_date"),
    ]


def _columns() -> dict[str, int]:
    """Columns of the six figures."""
    return {key: kpi_cell(0, key)[1] - RIGHT for key in KPIS}


def _kpi_row(writer: TeamWriter, page: PageWriter, row: int, rep: RepPage, name: str) -> None:
    month, linked = writer.team.month, quote_sheet(name)
    page.sheet.write_url(row, 0, f"internal:{linked}!A1", writer.styles.link(), rep.name)
    values = dict(zip(KPIS, rep.months[month], strict=True))
    for key, column in _columns().items():
        source = f"{linked}!{absolute(*kpi_cell(month, key))}"
        page.formula(row, column, f'IF({source}="","",{source})', values[key], KPI_KINDS[key])
    write_rates(page, row, 1, values)
    for nth, key in enumerate(("target", "actual")):
        first, last = (absolute(*kpi_cell(at, key)) for at in (0, month))
        page.formula(
            row, _TO_DATE + nth, f"SUM({linked}!{first}:{last})", _to_date(rep, month, key), Kind.MONEY
        )
    _rate_to_date(page, row, _to_date(rep, month, "target"), _to_date(rep, month, "actual"))


def _to_date(rep: RepPage, month: int, key: str) -> float:
    at = KPIS.index(key)
    return math.fsum(value for line in rep.months[: month + 1] if (value := line[at]) is not None)


def _rate_to_date(page: PageWriter, row: int, target: float, actual: float, total: bool = False) -> None:
    text = ratio(cell(row, _TO_DATE + 1), cell(row, _TO_DATE))
    page.formula(row, _TO_DATE + 2, text, share(actual, target), Kind.SHARE, total)


def _kpi_total(writer: TeamWriter, page: PageWriter, row: int) -> None:
    """Rates of the team come from its sums, never from the mean of rates."""
    team = writer.team
    page.sheet.write_string(row, 0, writer.word("total"), writer.styles.label(total=True))

    def add(column: int, value: float, kind: Kind) -> None:
        text = f"SUM({cell(FIRST, column)}:{cell(row - 1, column)})"
        page.formula(row, column, text, value, kind, total=True)

    sums: dict[str, float | None] = {}
    for nth, key in enumerate(KPIS):
        sums[key] = math.fsum(
            value for rep in team.reps if (value := rep.months[team.month][nth]) is not None
        )
        add(_columns()[key], sums[key] or 0.0, KPI_KINDS[key])
    write_rates(page, row, 1, sums, total=True)
    to_date = [math.fsum(_to_date(rep, team.month, key) for rep in team.reps) for key in ("target", "actual")]
    for nth, value in enumerate(to_date):
        add(_TO_DATE + nth, value, Kind.MONEY)
    _rate_to_date(page, row, to_date[0], to_date[1], total=True)
