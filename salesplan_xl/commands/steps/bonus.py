"""The earnings of each month: the bonus block of the action funnel."""

from __future__ import annotations

from salesplan_xl.commands.plan.plan import Plan
from salesplan_xl.planning.tracking.bonus_year import bonus_cells, counted_proposals


def stage_bonus(plan: Plan) -> None:
    """Stage every month up to the tracked one; proposals that the user typed win, in months to come too."""
    before = plan.book.baselines.blocks.get("bonus", {})
    counted = counted_proposals(
        {row: values[0] for row, values in before.items() if isinstance(values[0], float)}, plan.funnel
    )
    typed = {} if "bonus" in plan.reset else plan.book.grid_edits("bonus", "proposals")
    cells = bonus_cells(
        counted | typed, plan.months.months["actual"].tolist(), plan.month_targets.tolist(),
        plan.rules.incentives, plan.rules.money.unit,
    )  # fmt: skip
    plan.book.put_grid("bonus", cells, counted)
