"""The report page: who and when, the plan in a sentence, five risks, five chances, what is asked for.

The figures on the page are formulas; here only names, reasons and amounts of what is named are written. The
user's own requests are never touched.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from salesplan_xl.commands.engine import lead, summary
from salesplan_xl.commands.plan.plan import Plan
from salesplan_xl.commands.steps import account_page, projects, submit
from salesplan_xl.findings import Finding, Place, Severity
from salesplan_xl.planning.reporting import report
from salesplan_xl.planning.reporting.report import Named
from salesplan_xl.schema.layout import column_letters, quote_sheet
from salesplan_xl.schema.report import PROPOSALS, RANKS
from salesplan_xl.schema.workbook import grids


def stage(plan: Plan) -> None:
    """Stage the page's words and names, and show it; it speaks of moved projects, so they are remembered."""
    book, pipeline = plan.book, plan.pipeline
    projects.remember(plan)
    counted, projects_now = pipeline.coverage.projects, pipeline.opportunities
    risks = report.five_risks(
        plan.health.frame, plan.targets, plan.inputs["receivables"], projects_now, counted, pipeline.moved.trace,
        plan.rules,
    )  # fmt: skip
    chances = report.five_chances(plan.health.frame, plan.targets, projects_now, counted)
    quarters = pipeline.coverage.quarters
    asks = report.requests(
        quarters["target"].tolist(), quarters["unsupported"].tolist(), plan.resource_findings, projects_now,
        plan.rules.calendar, plan.rules.quarters, plan.rules.money.unit,
    )  # fmt: skip
    _stage_named(plan, "report_risks", RANKS, risks)
    _stage_named(plan, "report_chances", RANKS, chances)
    _stage_named(plan, "report_asks", PROPOSALS, asks)
    account_page.stage_report(plan)
    words = {
        ("state", "text"): submit.state_words(book),
        ("say", "text"): lead.lines(plan, summary.figures(plan)),
    }
    book.put_grid("report_head", words)
    book.findings.extend(submit.findings(book))
    book.show("report_head")


def _stage_named(plan: Plan, grid: str, rows: Sequence[str], entries: Sequence[Named]) -> None:
    """One entry a row; rows without one are cleared."""
    values: dict[tuple[str, str], object] = {}
    for row, entry in zip(rows, [*entries, *[None] * len(rows)], strict=False):
        money = entry is not None and not np.isnan(entry.amount)
        values |= {
            (row, "key"): entry.name if entry else None,
            (row, "place"): _where(plan, entry) if entry else None,
            (row, "amount"): entry.amount if entry and money else None,
            (row, "why"): entry.why if entry else None,
        }
    plan.book.put_grid(grid, values)


def _where(plan: Plan, entry: Named) -> str:
    """The cell an entry was read from, as a link writes it."""
    book = plan.book
    if entry.table in grids():
        corner = book.grid_spot(entry.table)
        down, right = grids()[entry.table].offset(entry.column, f"q{entry.row + 1}")
        return f"{quote_sheet(corner.sheet)}!{column_letters(corner.col + right)}{corner.row + down}"
    row = entry.row if entry.row >= 0 else None
    place = Place(entry.table, row, entry.column)
    spot = book.located(Finding("F-730", Severity.NOTE, {"customer": entry.name}, place)).place
    return f"{quote_sheet(spot.sheet)}!{spot.cell}"
