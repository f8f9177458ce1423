"""What each month earns: the bonus block of the action funnel."""

from __future__ import annotations

import math

from salesplan_xl.book.cells.casting import UNIT_YUAN
from salesplan_xl.commands.plan.plan import Plan
from salesplan_xl.planning.tracking.funnel_steps import MONTHS
from salesplan_xl.planning.tracking.incentives import MonthBonus, month_bonus

Cells = dict[tuple[str, str], object]
RESULTS = ("revenue", "target", "action", "rate", "commission", "over", "total", "sentence")


def stage_bonus(plan: Plan) -> None:
    """Stage every month up to the tracked one; proposals that the user typed win, in months to come too."""
    counted = _counted(plan)
    typed = {} if "bonus" in plan.reset else plan.book.grid_edits("bonus", "proposals")
    proposals = counted | typed
    cells: Cells = {(row, "proposals"): proposals[row] for row in proposals}
    revenues, rows = plan.months.months["actual"].tolist(), [f"m{month}" for month in range(1, MONTHS + 1)]
    for row, revenue, target in zip(rows, revenues, plan.funnel.month_targets.tolist(), strict=True):
        if math.isnan(revenue):
            cells |= {(row, key): None for key in RESULTS}
            continue
        done = proposals.get(row, math.nan)
        found = month_bonus(done, revenue, target, plan.rules.incentives, UNIT_YUAN[plan.book.unit])
        action = None if math.isnan(done) else found.action
        cells |= _row(row, found) | {
            (row, "revenue"): revenue, (row, "target"): target, (row, "action"): action,
        }  # fmt: skip
    plan.book.put_grid("bonus", cells, counted)


def _counted(plan: Plan) -> dict[str, float]:
    """Proposals as counted while their month was tracked; a month gone by keeps its figure."""
    before = plan.book.baselines.blocks.get("bonus", {})
    counted = {row: float(values[0]) for row, values in before.items() if isinstance(values[0], float)}
    if plan.funnel.months:
        counted[f"m{plan.funnel.months}"] = float(plan.funnel.month_counts["proposal"].sum())
    return counted


def _row(row: str, found: MonthBonus) -> Cells:
    return {
        (row, "rate"): found.rate, (row, "commission"): found.commission, (row, "over"): found.over,
        (row, "total"): found.total, (row, "sentence"): found.why,
    }  # fmt: skip
