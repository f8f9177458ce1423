"""Time: days the cadence needs, days there are, what 6-3-1 gives; people and machines wanted twice in a week."""

from __future__ import annotations

from salesplan_xl.commands.plan.plan import Plan


def stage(plan: Plan) -> None:
    """Stage capacity, the 6-3-1 comparison, the areas for bundled visits, and clashes over resources."""
    plan.book.put_grid("capacity", plan.capacity.grid)
    plan.book.put("areas", plan.capacity.areas, ordered=True)
    plan.book.findings.extend([*plan.capacity.findings, *plan.resource_findings])
    plan.book.show("areas")
