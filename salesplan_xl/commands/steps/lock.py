"""Lock: targets and quarters stay as they are from now on; and the first run of the year that does so by itself."""

from __future__ import annotations

from salesplan_xl.commands.plan.plan import Plan
from salesplan_xl.findings import Finding, Place, Sentence, Severity
from salesplan_xl.planning.schedule.plan_lock import has_plan


def stage(plan: Plan) -> None:
    """Stage the day on which the targets were fixed; without targets there is nothing to fix."""
    if not is_planned(plan):
        plan.book.findings.append(Finding("F-333", Severity.ERROR, {}, Place("targets")))
        return
    if plan.rules.quarters.plan_lock in ("never", "once"):
        plan.book.put_setting("plan_lock", "year")
    fix(plan)


def is_planned(plan: Plan) -> bool:
    """Whether a plan stands in the book.

    Raises:
        PlanInputError: SP-203 there is not even a customer.
    """
    return bool(len(plan.customers.frame)) and has_plan(plan.standing_map, plan.book.frame("targets"))


def fix(plan: Plan) -> None:
    """Stage the lock and say so first."""
    day = plan.rules.calendar.as_of
    plan.book.put_setting("plan_fixed_on", day)
    target = plan.book.evaluation().grid_cell("commitments", "derived", "amount")
    plan.lead.insert(0, Sentence("lead.fixed", {"target": target, "date": day}))


def fix_when_due(plan: Plan) -> None:
    """Fix a plan whose year has begun, once; an opened one was derived by this run and closes with the next."""
    lock = plan.rules.quarters.plan_lock
    if lock == "once":
        plan.book.put_setting("plan_lock", "year")
    elif plan.fixed_on is None and (lock == "now" or (lock == "year" and plan.year_begun)):
        fix(plan)
