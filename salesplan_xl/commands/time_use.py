"""Time: days the cadence needs, days there are, what 6-3-1 gives; people and machines wanted twice in a week."""

from __future__ import annotations

import pandas as pd

from salesplan_xl.commands.plan import Plan
from salesplan_xl.findings import Finding
from salesplan_xl.planning import resource_conflicts


def stage(plan: Plan) -> None:
    """Stage capacity, the 6-3-1 comparison, the areas for bundled visits, and clashes over resources."""
    plan.book.put_grid("capacity", plan.capacity.grid)
    plan.book.put("areas", plan.capacity.areas, ordered=True)
    plan.book.findings.extend([*plan.capacity.findings, *resource_findings(plan)])
    plan.book.show("areas")


def resource_findings(plan: Plan) -> list[Finding]:
    """Resources wanted by too many customers in a week, that end too soon, or are meant for nobody known."""
    tables, rules = plan.inputs, plan.rules.resources
    resources, projects = tables["resources"], tables["opportunities"]
    as_of = pd.Timestamp(plan.rules.calendar.as_of)
    booked = resource_conflicts.bookings(resources, tables["actions"])
    needed = resource_conflicts.needs(resources, tables["visits"], projects, as_of, rules, booked)
    known = pd.concat([plan.customers.frame["name"], projects["customer"], tables["actions"]["customer"]])
    return [
        *resource_conflicts.conflict_findings(needed, rules),
        *resource_conflicts.expiry_findings(resources, projects),
        *resource_conflicts.unlinked_findings(resources, known),
    ]
