"""The month list: targets, visits, actions, projects and receivables of the tracked month."""

from __future__ import annotations

from salesplan_xl.commands.plan.plan import Plan
from salesplan_xl.commands.steps import projects
from salesplan_xl.planning.tracking.month_list_words import list_words


def stage(plan: Plan) -> None:
    """Stage the month list, and remember the projects it speaks of."""
    projects.remember(plan)
    plan.book.put("month_list", plan.month_list, ordered=True)
    plan.book.show("month_list")
    plan.lead.extend(list_words(plan.month_list, plan.rules))
