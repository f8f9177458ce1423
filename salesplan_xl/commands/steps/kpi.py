"""The three KPIs by month, quarter, year to date, tier and customer."""

from __future__ import annotations

from salesplan_xl.commands.engine import lead, summary
from salesplan_xl.commands.plan.plan import Plan
from salesplan_xl.commands.steps import lock, outlook


def stage(plan: Plan) -> None:
    """Stage the twelve months, the customers' progress and the KPI block."""
    book = plan.book
    book.put("months", plan.months.months)
    # Furthest behind first, every month anew; beside columns of the user's own each customer keeps its row.
    book.put("tracking", plan.months.tracking, ordered=not book.has_own_columns("tracking"))
    book.put_grid("kpi_board", plan.months.kpi_grid)
    book.findings.extend(plan.months.findings)
    outlook.stage(plan)
    if plan.year_begun:
        plan.lead.extend(lead.lines(plan, summary.figures(plan)))
    lock.fix_when_due(plan)
