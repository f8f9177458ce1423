"""The year-end report: dashboard, battles, causes, what was learnt, next year's goals, requests, customer map."""

from __future__ import annotations

from collections.abc import Mapping

from salesplan_xl.commands.plan.plan import Plan
from salesplan_xl.commands.plan.year_report_tables import BLOCKS, ReportTables
from salesplan_xl.commands.steps.account_page import SHORT
from salesplan_xl.findings import Sentence
from salesplan_xl.planning.reporting.year_report.closed_projects import LOST
from salesplan_xl.planning.reporting.year_report.customer_map import map_cells
from salesplan_xl.planning.reporting.year_report.goal_checks import goal_findings
from salesplan_xl.schema.workbook import grids


def stage(plan: Plan) -> None:
    """Stage the page, its tables and the customer map, and show them; the lists go to JSON."""
    report, book = plan.year_report, plan.book
    made = ReportTables(report)
    frames, figures = made.frames, made.figures
    report.remember()
    for key, frame in frames.items():
        book.put(key, frame, ordered=True)
    for name, block in BLOCKS.items():
        _stage_block(plan, block, made.lists[name])
    _stage_charts(plan, made)
    _stage_head(plan, made)
    book.put_grid("customer_map", dict(map_cells(report.placed, plan.rules.year_report, SHORT[book.lang])))
    goals = [str(goal.goal) for goal in made.goal_table.goals]
    book.findings.extend([*report.findings, *goal_findings(goals, made.goal_table.checks)])
    plan.figures.update(figures)
    plan.lists.update(made.lists)
    for shown in ("year_head", "customer_map"):
        book.show(shown)


def _stage_block(plan: Plan, block: str, rows: list[dict[str, object]]) -> None:
    """One line a row: its cells by column."""
    grid = grids()[block]
    cells = {
        (str(row["key"]), column.key): _shown(row.get(column.key))
        for row in rows
        for column in grid.columns
        if grid.cell(str(row["key"]), column.key)
    }
    plan.book.put_grid(block, cells)


def _shown(cell: object) -> object:
    """A cell; what is true or false in words."""
    return Sentence("year.flag_yes" if cell else "year.flag_no") if isinstance(cell, bool) else cell


def _stage_charts(plan: Plan, made: ReportTables) -> None:
    """The figures that charts draw."""
    report = plan.year_report
    line = report.results.line("revenue")
    bars = {"target": line.target, "this": line.value, "last": line.last}
    plan.book.put_grid("year_bars", {(row, "amount"): money for row, money in bars.items()})
    months = {
        (f"m{month}", column): money
        for column, sums in zip(("this", "last"), made.months, strict=True)
        for month, money in enumerate(sums, 1)
    }
    plan.book.put_grid("year_months", months)
    lost = {count.factor: count.amount for count in report.counts if count.result == LOST}
    plan.book.put_grid(
        "year_losses", {(row.key, "amount"): lost.get(row.key) for row in grids()["year_losses"].rows}
    )


def _stage_head(plan: Plan, made: ReportTables) -> None:
    """The sentences on top, and the figures that stand in no other cell."""
    plan.book.put_grid("year_head", {(row, "text"): text for row, text in made.head.items()})
    more: Mapping[str, object] = {row.key: made.figures[row.key] for row in grids()["year_more"].rows}
    plan.book.put_grid("year_more", {(key, "value"): value for key, value in more.items()})
