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
from salesplan_xl.schema.types import Filled
from salesplan_xl.schema.workbook import tables

_COMPUTED = tuple(key for key, table in tables().items() if table.keys(Filled.COMPUTED))
STEPS = (health, confidence, execution_map, projects, capacity, kpi, month, funnel, board, report)


def stage(plan: Plan) -> None:
    """Stage every step."""
    plan.book.prefetch((*AHEAD, *_COMPUTED))
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
