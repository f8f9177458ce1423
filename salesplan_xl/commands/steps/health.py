"""Health: the four diagnoses of every customer, with scores, reasons and credit advice."""

from __future__ import annotations

from salesplan_xl.commands.plan.plan import Plan
from salesplan_xl.commands.steps import tiers


def stage(plan: Plan) -> None:
    """Stage the whole health table and the blocks above it."""
    plan.book.put("health", plan.health_table)
    plan.book.findings.extend(plan.health.findings)
    tiers.stage_overview(plan)
