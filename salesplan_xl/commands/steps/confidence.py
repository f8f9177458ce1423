"""The chances: the distribution of next year's revenue, the plan's levels judged by it, and scenarios side by side.

The targets are staged with it: a chance beside the figure of an earlier day would be wrong.
"""

from __future__ import annotations

from salesplan_xl.commands.plan.plan import Plan
from salesplan_xl.commands.steps import targets
from salesplan_xl.commands.steps.scenarios import stage_scenarios


def stage(plan: Plan) -> None:
    """Stage the targets, their distribution and the scenarios, and show the two sheets."""
    targets.stage(plan)
    stage_scenarios(plan)
    plan.book.show("outcome")
    plan.book.show("scenarios")
