"""The bonus block of the action funnel: what each month of the year earns (cells)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from salesplan_xl.money import Unit
from salesplan_xl.planning.targets.targets import GridResult
from salesplan_xl.planning.tracking.funnel_steps import MONTHS
from salesplan_xl.planning.tracking.funnel_year import FunnelYear
from salesplan_xl.planning.tracking.incentives import month_bonus
from salesplan_xl.rules import IncentiveRules

RESULTS = ("revenue", "target", "action", "rate", "commission", "over", "total", "sentence")


def counted_proposals(before: Mapping[str, float], year: FunnelYear) -> dict[str, float]:
    """Proposals by month row (``m1`` … ``m12``) as counted while their month was tracked.

    Args:
        before: what was counted so far; a month gone by keeps its figure.
        year: the funnel; the tracked month is counted now.
    """
    if not year.months:
        return dict(before)
    return {**before, f"m{year.months}": float(year.month_counts["proposal"].sum())}


def bonus_cells(
    proposals: Mapping[str, float],
    revenues: Sequence[float],
    targets: Sequence[float],
    rules: IncentiveRules,
    money: Unit,
) -> GridResult:
    """Grid ``bonus``: every month up to the tracked one; months to come show their proposals only.

    Args:
        proposals: by month row; proposals that the user typed win.
        revenues, targets: twelve figures each, money; revenue NaN where the month has not come.
        rules: the bonus scheme.
        money: unit of revenues and targets.
    """
    cells: GridResult = {(row, "proposals"): count for row, count in proposals.items()}
    rows = [f"m{month}" for month in range(1, MONTHS + 1)]
    for row, revenue, target in zip(rows, revenues, targets, strict=True):
        figures: dict[str, object] = dict.fromkeys(RESULTS)
        if not math.isnan(revenue):
            figures = _month(proposals.get(row, math.nan), revenue, target, rules, money)
        cells |= {(row, key): value for key, value in figures.items()}
    return cells


def _month(
    done: float, revenue: float, target: float, rules: IncentiveRules, money: Unit
) -> dict[str, object]:
    bonus = month_bonus(done, revenue, target, rules, money.yuan)
    return {
        "rate": bonus.rate, "commission": bonus.commission, "over": bonus.over, "total": bonus.total,
        "sentence": bonus.why, "revenue": revenue, "target": target,
        "action": None if math.isnan(done) else bonus.action,
    }  # fmt: skip
