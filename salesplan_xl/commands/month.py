"""The month list: targets, visits, projects and receivables of the tracked month."""

from __future__ import annotations

from salesplan_xl.commands.plan import Plan


def stage(plan: Plan) -> None:
    """Stage the month list."""
    plan.book.put("month_list", plan.month_list, ordered=True)
    plan.book.show("month_list")
