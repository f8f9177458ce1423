"""Quarters: weights by tier, quarters of the three targets, what backs each quarter, months.

The customers' quarters stand in the execution map; this command fills them there as well.
"""

from __future__ import annotations

from salesplan_xl.commands.plan import QUARTERS, Plan

MAP_COLUMNS = ("customer", "tier", *QUARTERS, "derived", "edited", "reason")


def stage(plan: Plan) -> None:
    """Stage weights, quarter lines, support, months, and the quarters in the map."""
    stage_blocks(plan)
    plan.book.put("map", plan.map, only=MAP_COLUMNS)


def stage_blocks(plan: Plan) -> None:
    """Stage what stands on the quarter sheet."""
    book = plan.book
    book.put("quarters", plan.tier_weights)
    book.put_grid("quarter_lines", plan.quarters.lines)
    book.put_grid("quarter_support", plan.quarters.support)
    book.put_grid("month_split", {(f"m{m}", "share"): plan.month_shares[m - 1] for m in range(1, 13)})
    book.findings.extend([*plan.season.findings, *plan.quarters.findings])
