"""Unlock: the next run derives targets and quarters anew from today's data."""

from __future__ import annotations

from salesplan_xl.commands.plan.plan import Plan
from salesplan_xl.commands.steps import lock
from salesplan_xl.findings import Finding, Place, Sentence, Severity


def stage(plan: Plan) -> None:
    """Stage the plan as open for one run; without targets there is nothing to open."""
    if not lock.is_planned(plan):
        plan.book.findings.append(Finding("F-333", Severity.ERROR, {}, Place("targets")))
        return
    plan.book.put_setting("plan_fixed_on", None)
    plan.book.put_setting("plan_lock", "once")
    plan.lead.append(Sentence("lead.unlocked"))
