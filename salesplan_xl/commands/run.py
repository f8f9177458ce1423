"""The whole chain: tiers → health → targets → quarters → map → capacity → KPIs → month list → findings."""

from __future__ import annotations

from salesplan_xl.commands import (
    board,
    check,
    execution_map,
    health,
    kpi,
    month,
    quarters,
    targets,
    time_use,
)
from salesplan_xl.commands.plan import Plan

STEPS = (health, targets, execution_map, time_use, kpi, month, board)


def stage(plan: Plan) -> None:
    """Stage every step."""
    check.stage_inputs(plan)
    for step in STEPS:
        step.stage(plan)
    quarters.stage_blocks(plan)
