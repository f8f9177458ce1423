"""The whole chain: tiers → health → targets → how sure → quarters → map → pipeline → time → KPIs → list → findings."""

from __future__ import annotations

from salesplan_xl.commands.plan.inputs import AHEAD
from salesplan_xl.commands.plan.plan import Plan
from salesplan_xl.commands.steps import (
    account_page,
    accounts,
    board,
    capacity,
    check,
    confidence,
    funnel,
    health,
    kpi,
    month,
    projects,
    quarters,
    reorder,
    report,
    sprint,
)
from salesplan_xl.commands.steps import (
    map as execution_map,
)

# The large tables of the last run, in the order in which the steps read them.
_LAST_RUN = ("health", "targets", "map", "trace", "month_list", "reorders", "sprint")
STEPS = (health, confidence, execution_map, projects, capacity, kpi, month, funnel, board, report)


def stage(plan: Plan) -> None:
    """Stage every step."""
    plan.book.prefetch((*AHEAD, *_LAST_RUN))
    check.stage_inputs(plan)
    for step in STEPS:
        step.stage(plan)
    if len(plan.inputs["orders"]):
        sprint.stage(plan)
        reorder.stage(plan)
    # A lean book stays lean; a step alone shows its sheet.
    plan.book.leave_hidden()
    if plan.accounts.has_positions:
        accounts.stage_accounts(plan)
    else:
        account_page.clear_page(plan)
    quarters.stage_blocks(plan)
