"""The start of a month: its list with visits and dues, and what two customers want in one week."""

from __future__ import annotations

from salesplan_xl.commands.plan.plan import Plan
from salesplan_xl.commands.steps import month


def stage(plan: Plan) -> None:
    """Stage the list and the conflicts of resources."""
    month.stage(plan)
    plan.book.findings.extend(plan.resource_findings)
