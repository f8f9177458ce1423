"""Time: days the cadence needs, days there are, and what 6-3-1 gives."""

from __future__ import annotations

from salesplan_xl.commands.plan import Plan


def stage(plan: Plan) -> None:
    """Stage capacity, the 6-3-1 comparison and the areas for bundled visits."""
    plan.book.put_grid("capacity", plan.capacity.grid)
    plan.book.put("areas", plan.capacity.areas, ordered=True)
    plan.book.findings.extend(plan.capacity.findings)
    plan.book.show("areas")
