"""The month list: targets, visits, actions, projects and receivables of the tracked month."""

from __future__ import annotations

from salesplan_xl.book.plan_book.edits import identity_of
from salesplan_xl.commands.plan.plan import Plan
from salesplan_xl.commands.steps import projects
from salesplan_xl.findings import Sentence


def stage(plan: Plan) -> None:
    """Stage the month list, and remember the projects it speaks of."""
    projects.remember(plan)
    rows = plan.month_list
    plan.book.put(
        "month_list", rows, ordered=True, keys=list(map(_key, rows["kind"], rows["customer"], rows["what"]))
    )
    plan.book.show("month_list")


def _key(kind: object, customer: object, what: object) -> str:
    """The subject of a row: two visits planned instead of one are the same task, another month's are not."""
    if not isinstance(what, Sentence):
        return identity_of((kind, customer, what))
    texts = [
        value for name, value in sorted(what.values.items()) if name == "month" or isinstance(value, str)
    ]
    return identity_of((kind, customer, what.code.removesuffix("_once"), *texts))
