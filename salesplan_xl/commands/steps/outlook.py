"""The year as it stands: forecast, chances now, the gap and what closes it."""

from __future__ import annotations

from salesplan_xl.commands.plan.plan import Plan
from salesplan_xl.planning.tracking.outlook_block import outlook_block


def stage(plan: Plan) -> None:
    """Stage the block that every sheet and door reads."""
    plan.book.put_grid("outlook", outlook_block(plan.year.figures, plan.year.new_order))
