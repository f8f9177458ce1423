"""The whole chain: tiers → health → targets → how sure → quarters → map → reserve → time → KPIs → list → findings."""

from __future__ import annotations

from salesplan_xl.commands import (
    board,
    check,
    confidence,
    execution_map,
    funnel,
    health,
    kpi,
    month,
    projects,
    quarters,
    report,
    time_use,
)
from salesplan_xl.commands.plan import Plan

STEPS = (health, confidence, execution_map, projects, time_use, kpi, month, funnel, board, report)


def stage(plan: Plan) -> None:
    """Stage every step."""
    check.stage_inputs(plan)
    for step in STEPS:
        step.stage(plan)
    # A lean book stays lean; a step alone shows its sheet.
    plan.book.leave_hidden()
    quarters.stage_blocks(plan)
