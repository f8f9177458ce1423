"""Targets: next year's figure, customer by customer, with guaranteed, stretch and company figures."""

from __future__ import annotations

from salesplan_xl.commands.plan.plan import Plan
from salesplan_xl.commands.steps import outlook
from salesplan_xl.findings import Finding, Place, Severity
from salesplan_xl.planning.targets import targets


def stage(plan: Plan) -> None:
    """Stage the target table and the commitments, with how sure they are."""
    if plan.fixed:
        plan.book.findings.append(Finding("F-330", Severity.NOTE, {}, Place("settings", None, "plan_lock")))
    else:
        plan.book.put("targets", plan.targets)
    plan.book.put_grid(
        "commitments",
        targets.commitments(plan.targets, plan.rules, health=plan.health.frame, average=plan.average_order),
    )
    plan.book.put_grid("new_business", {("average_found", "exact"): plan.average_order})
    plan.book.findings.extend(plan.target_findings)
    plan.confidence.stage()
    outlook.stage(plan)
