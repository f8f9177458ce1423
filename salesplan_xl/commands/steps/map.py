"""The execution map: targets by quarter, visit cadence, key action, next step of every customer."""

from __future__ import annotations

from salesplan_xl.commands.plan.plan import Plan
from salesplan_xl.planning.time.execution_map import in_order


def stage(plan: Plan) -> None:
    """Stage the whole map."""
    findings = plan.map_findings  # they name what the user typed: asked before the map is written anew
    plan.book.put("map", in_order(plan.map))
    plan.book.findings.extend(findings)
