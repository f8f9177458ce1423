"""The end of a month: data checked, KPIs, funnel, review and the year's forecast, in one go."""

from __future__ import annotations

from salesplan_xl.commands.plan.plan import Plan
from salesplan_xl.commands.steps import board, check, funnel, kpi, report, review


def stage(plan: Plan) -> None:
    """Stage all that looks back on the month, and the pages that tell it."""
    check.stage_inputs(plan)
    kpi.stage(plan)
    for step in (funnel, review, board, report):
        step.stage(plan)
    plan.book.leave_hidden()
    plan.book.show("reviews")
