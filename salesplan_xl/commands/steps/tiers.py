"""ABC tiers: fills the tier columns of the health table and the customer structure block."""

from __future__ import annotations

from salesplan_xl.commands.plan.plan import Plan

COLUMNS = (
    "customer", "tier", "this_year", "last_year", "tier_cumulative", "tier_threshold", "cumulative_share",
    "migration", "tier_reason",
)  # fmt: skip


def stage(plan: Plan) -> None:
    """Stage tiers, concentration and the share of time and revenue by tier."""
    plan.book.put("health", plan.health_table, only=COLUMNS)
    stage_overview(plan)


def stage_overview(plan: Plan) -> None:
    """Stage the two blocks above the health table."""
    plan.book.put_grid("tier_overview", plan.overview.grid)
    plan.book.put_grid("concentration", plan.overview.concentration_grid)
    plan.book.findings.extend(plan.overview.findings)
