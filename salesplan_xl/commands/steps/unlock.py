"""Unlock: the next run derives targets and quarters anew from today's data."""

from __future__ import annotations

from salesplan_xl.commands.plan.plan import Plan
from salesplan_xl.findings import Sentence


def stage(plan: Plan) -> None:
    """Stage the plan as open for one run."""
    plan.book.put_setting("plan_fixed_on", None)
    plan.book.put_setting("plan_lock", "once")
    plan.lead.append(Sentence("lead.unlocked"))
