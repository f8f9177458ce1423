"""Quarters: weights by tier, quarters of the three targets, what backs each quarter, months.

The customers' quarters stand in the execution map; this command fills them there as well.
"""

from __future__ import annotations

from salesplan_xl.commands.plan.plan import Plan
from salesplan_xl.planning.schedule import month_targets
from salesplan_xl.planning.targets.projects import QUARTER_KEYS
from salesplan_xl.planning.time.execution_map import in_order

MAP_COLUMNS = ("customer", "tier", *QUARTER_KEYS, "derived", "edited", "reason")


def stage(plan: Plan) -> None:
    """Stage weights, quarter lines, support, months, and the quarters in the map."""
    stage_blocks(plan)
    plan.book.put("map", in_order(plan.map), only=MAP_COLUMNS)


def stage_blocks(plan: Plan) -> None:
    """Stage what stands on the quarter sheet."""
    book = plan.book
    book.put("quarters", plan.tier_weights)
    if not plan.fixed:
        book.put_grid("quarter_lines", plan.quarters.lines)
    book.put_grid("quarter_support", plan.quarters.coverage)
    computed = plan.computed_month_shares
    shares = {(row, "share"): share for row, share in zip(computed, plan.month_shares, strict=True)}
    book.put_grid("month_split", shares, computed)
    steps = month_targets.tier_steps(plan.map, plan.rules.quarters)
    book.put_grid("month_split", {("step", tier): step for tier, step in steps.items()})
    book.findings.extend(
        [*plan.season.findings, *plan.quarters.findings, *plan.pipeline.gap_findings, *plan.map_findings]
    )
