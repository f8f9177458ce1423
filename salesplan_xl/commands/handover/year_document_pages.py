"""The inner pages of the year-end report as a Word file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from salesplan_xl.book.export.word_report import Block, Chart, Paragraph, Rows
from salesplan_xl.catalogue import word
from salesplan_xl.commands.handover.report_voice import Text, Voice
from salesplan_xl.commands.plan.plan import Plan
from salesplan_xl.commands.plan.year_report_tables import BLOCKS, ReportTables
from salesplan_xl.commands.steps.account_page import SHORT
from salesplan_xl.planning.reporting.year_report import customer_map as zone_map
from salesplan_xl.planning.reporting.year_report.attributions import UNKNOWN
from salesplan_xl.planning.reporting.year_report.closed_projects import LOST, WON
from salesplan_xl.planning.reporting.year_report.goals import CAPABILITY
from salesplan_xl.planning.reporting.year_report.insights import KEYS
from salesplan_xl.schema import choices
from salesplan_xl.schema.layout import column_letters
from salesplan_xl.schema.types import Kind
from salesplan_xl.schema.workbook import grids

# Lost projects named that nobody knows the reason of.
_NAMED = 3
# Share of the text's width that labels take.
_LABEL = 0.15
# Figures whose row in their block has another name, and the column they stand in.
_CELLS = {
    "revenue_last": ("year_results", "revenue", "last"), "growth": ("year_results", "revenue", "change"),
    "target": ("year_results", "revenue", "target"), "completion": ("year_results", "revenue", "completion"),
    "collection_rate_last": ("year_results", "collection_rate", "last"),
    "on_time_rate_last": ("year_results", "on_time_rate", "last"),
    "margin_change": ("year_quality", "margin", "change"),
    "average_order_last": ("year_process", "average_order", "last"),
}  # fmt: skip


# ── dashboard ─────────────────────────────────────────────────────────────────────────────────────────


def dashboard(plan: Plan, tables: ReportTables, voice: Voice) -> Iterator[Block]:
    """Results, signs that growth was bought, the work behind it, and three charts."""
    yield voice.heading("dashboard")
    columns = {
        "results": ("value", "target", "completion", "last", "change"),
        "quality": ("value", "last", "change"),
        "process": ("value", "last"),
    }
    for name, keys in columns.items():
        yield voice.heading(name, 2)
        yield _block_rows(tables, voice, name, keys)
    yield from _charts(plan, tables, voice)


def _block_rows(tables: ReportTables, voice: Voice, name: str, keys: tuple[str, ...]) -> Rows:
    """A block of the page: its labels, figures and sentences."""
    grid = grids()[BLOCKS[name]]
    labels = {column.key: column.label.of(voice.lang) for column in grid.columns}
    lines: list[list[Text]] = []
    for row, line in zip(grid.rows, tables.lists[name], strict=True):
        shown = [_shown(line.get(key), _kind(grid.key, row.key, key), voice) for key in keys]
        lines.append([row.label.of(voice.lang), *shown, line["say"]])  # type: ignore[list-item]
    head = (grid.row_header.of(voice.lang), *(labels[key] for key in keys), labels["say"])
    wide = 0.4 if len(keys) < 5 else 0.23
    each = (1 - _LABEL - wide) / len(keys)
    return voice.table(head, lines, (_LABEL, *(each,) * len(keys), wide), range(1, len(keys) + 1))


def _kind(grid: str, row: str, column: str) -> Kind:
    declared = grids()[grid]
    cell = declared.cell(row, column)
    kinds = {item.key: item.kind for item in declared.columns}
    return (cell.kind if cell else None) or kinds[column]


def _shown(value: object, kind: Kind, voice: Voice) -> str:
    if value is None:
        return ""
    return voice.share(value) if kind is Kind.SHARE else voice.money(value)


def _charts(plan: Plan, tables: ReportTables, voice: Voice) -> Iterator[Block]:
    """Target, this year and last year; the months; lost money by what decided."""
    report, lang = plan.year_report, voice.lang
    line = report.results.line("revenue")
    bars = grids()["year_bars"]
    names = tuple(row.label.of(lang) for row in bars.rows)
    title = {key: word(f"template.chart.year_{key}", lang) for key in ("revenue", "months", "losses")}
    yield Chart(
        title["revenue"], names, ((bars.columns[0].label.of(lang), (line.target, line.value, line.last)),)
    )
    months = tuple(row.label.of(lang) for row in grids()["year_months"].rows)
    series = tuple(
        (column.label.of(lang), tuple(sums))
        for column, sums in zip(grids()["year_months"].columns, tables.months, strict=True)
    )
    yield Chart(title["months"], months, series)
    lost = [item for item in report.counts if item.result == LOST]
    factors = tuple(voice.label(choices.FACTORS, item.factor) for item in lost)
    if lost:
        yield Chart(
            title["losses"], factors, ((title["losses"], tuple(item.amount for item in lost)),), bars=True
        )


# ── battles, causes, methods ──────────────────────────────────────────────────────────────────────────


def battles(plan: Plan, tables: ReportTables, voice: Voice) -> Iterator[Block]:
    """Each battle with how it was fought, what decided, and the methods to use again."""
    yield voice.heading("battles")
    for row in tables.lists["battles"]:
        if row["result"]:
            yield voice.named(row["customer"], voice.said(row["say"]))  # type: ignore[arg-type]
            how = voice.written(str(row["how"] or ""), "how")
            if how:
                yield Paragraph(how)
    yield voice.heading("causes")
    yield from _causes(plan, tables, voice)
    yield from _methods(plan, voice)


def _causes(plan: Plan, tables: ReportTables, voice: Voice) -> Iterator[Block]:
    counts = [
        (
            f"{voice.label(choices.RESULTS, row['result'])} · {voice.label(choices.FACTORS, row['factor'])}",
            row["say"], row["lessons"],
        )
        for row in tables.lists["attribution_counts"]
    ]  # fmt: skip
    if counts:
        yield voice.rows("attribution_counts", ("factor", "say", "lessons"), counts, (0.3, 0.3, 0.4))  # type: ignore[arg-type]
    lost = [
        item.project
        for item in plan.year_report.attributions
        if item.project.result == LOST and item.factor == UNKNOWN
    ]
    if lost and not voice.final:
        names = tuple(f"{item.customer} {item.project}" for item in lost[:_NAMED])
        said = voice.said(voice.word("unknown_losses", count=len(lost), names=names) + "  ")
        yield Paragraph((*said, *voice.asked("cause")))


def _methods(plan: Plan, voice: Voice) -> Iterator[Block]:
    """Wins with their method, and where it may serve again."""
    won = [item for item in plan.year_report.attributions if item.project.result == WON]
    sentences = [(item, voice.written(item.method, "method")) for item in won]
    if any(words for _, words in sentences):
        yield voice.heading("methods", 2)
    for item, words in sentences:
        reuse = voice.said("  " + voice.word("reuse", names=item.reuse)) if item.reuse else ()
        if words:
            yield voice.named(f"{item.project.customer} {item.project.project}", (*words, *reuse), "bullet")


# ── what was learnt, next year ────────────────────────────────────────────────────────────────────────


def next_year(plan: Plan, tables: ReportTables, voice: Voice) -> Iterator[Block]:
    """The three sides with their evidence, and the goals with their derivation."""
    report = plan.year_report
    sentences = [(key, voice.written(report.answers.get(key, ""), key)) for key in KEYS]
    if any(words for _, words in sentences):
        yield voice.heading("insights")
    for key, words in sentences:
        if words:
            yield voice.named(voice.label(choices.INSIGHT_SIDES, key), words)
            yield Paragraph(
                (*voice.said(voice.word("evidence") + ": "), *voice.said(report.evidence[key])), "bullet"
            )
    yield voice.heading("goals")
    cells = [
        (
            voice.label(choices.GOAL_LEVELS, goal.level), goal.goal, voice.money(goal.measure),
            "" if pd.isna(goal.due) else goal.due.date().isoformat(), voice.money(goal.baseline),
            goal.derivation or goal.first_step,
        )
        for goal in tables.goal_table.goals
    ]  # fmt: skip
    keys = ("level", "goal", "measure", "due", "baseline", "derivation")
    yield voice.rows("goals", keys, cells, (0.13, 0.25, 0.11, 0.13, 0.11, 0.27), (2, 4))


# ── customer map, learning plan ───────────────────────────────────────────────────────────────────────


def customer_map(plan: Plan, tables: ReportTables, voice: Voice) -> Iterator[Block]:
    """The nine places, how each zone is worked, what is to be learnt."""
    grid, lang = grids()["customer_map"], voice.lang
    yield voice.heading("map")
    places = zone_map.map_cells(plan.year_report.placed, plan.rules.year_report, SHORT[lang])
    head = (grid.row_header.of(lang), *(column.label.of(lang) for column in grid.columns))
    lines = [
        [row.label.of(lang), *(places[row.key, column.key] for column in grid.columns)] for row in grid.rows
    ]
    yield voice.table(head, lines, (0.16, 0.28, 0.28, 0.28))
    yield voice.heading("zones", 2)
    keys = ("zone", "count", "revenue", "content", "resources")
    cells = [
        (
            voice.label(choices.MAP_ZONES, row["zone"]), voice.money(row["count"]), voice.money(row["revenue"]),
            row["content"], row["resources"],
        )
        for row in tables.lists["zones"]
    ]  # fmt: skip
    yield voice.rows("zones", keys, cells, (0.14, 0.13, 0.13, 0.3, 0.3), (1, 2))  # type: ignore[arg-type]
    yield from _learning(tables, voice)


def _learning(tables: ReportTables, voice: Voice) -> Iterator[Block]:
    goals = [goal for goal in tables.goal_table.goals if goal.level == CAPABILITY]
    sentences = [(goal, voice.written(goal.subject, "subject")) for goal in goals]
    if any(words for _, words in sentences):
        yield voice.heading("learning", 2)
    for goal, words in sentences:
        if words:
            yield voice.named(str(goal.goal), words, "bullet")


# ── where each figure stands ──────────────────────────────────────────────────────────────────────────


def cells(plan: Plan, tables: ReportTables, voice: Voice) -> Iterator[Block]:
    """Each figure of the report with the cell of the book that holds it."""
    yield voice.heading("cells")
    head = tuple(voice.word(key) for key in ("figure", "value", "cell"))
    lines = [
        line
        for name, (grid, row, column) in figure_cells().items()
        if (line := _cell_line(plan, tables.figures.get(name), (grid, row, column), voice))
    ]
    yield voice.table(head, lines, (0.45, 0.25, 0.3), (1,))


def figure_cells() -> Mapping[str, tuple[str, str, str]]:
    """The block, row and column of every figure that stands in a cell."""
    own: dict[str, Any] = {
        row.key: (grid, row.key, "value")
        for grid in ("year_results", "year_process", "year_more")
        for row in grids()[grid].rows
    }
    return own | _CELLS


def _cell_line(
    plan: Plan, value: object, at: tuple[str, str, str], voice: Voice
) -> tuple[str, str, str] | None:
    if value is None:
        return None
    grid = grids()[at[0]]
    row = next(item.label.of(voice.lang) for item in grid.rows if item.key == at[1])
    column = next(item.label.of(voice.lang) for item in grid.columns if item.key == at[2])
    sheet, down, right = plan.book.grid_cell_spot(*at)
    kind = _kind(*at)
    shown = str(value) if kind is Kind.COUNT and at[1] == "year" else _shown(value, kind, voice)
    return f"{row} · {column}", shown, f"{sheet}!{column_letters(right)}{down}"
