"""The action funnel sheet: the goal worked back, sources, what follows, the action table, the bonus."""

from __future__ import annotations

from salesplan_xl.commands.plan.plan import Plan
from salesplan_xl.commands.steps.bonus import stage_bonus
from salesplan_xl.planning.tracking import funnel_words


def stage(plan: Plan) -> None:
    """Stage the action table and the four blocks above it."""
    book, year = plan.book, plan.funnel
    book.put("funnel", plan.reapplied("funnel", funnel_words.funnel_table(year)))
    book.put_grid("funnel_goal", funnel_words.goal_cells(plan.rules.funnel))
    book.put_grid("funnel_sources", funnel_words.source_cells(year))
    book.put_grid("funnel_advice", funnel_words.advice_cells(year))
    stage_bonus(plan)
    book.findings.extend(year.findings)
    book.show("funnel")
