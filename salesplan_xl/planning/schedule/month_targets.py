"""Quarters split into months that add up as shown: rounded cumulative shares (guide/quarters.md)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.planning.schedule.rounded_rows import row_steps
from salesplan_xl.planning.targets.projects import QUARTER_KEYS
from salesplan_xl.rules import QuarterRules
from salesplan_xl.tiers import PLAN_TIERS

Floats = npt.NDArray[np.float64]
_DIGITS = 9


def month_parts(quarters: Floats, shares: npt.ArrayLike, steps: npt.ArrayLike) -> Floats:
    """(n, 12) months of each row: what the rounded cumulative share gains from month to month.

    The last month of a quarter takes what is left, so that the three add up to it: 119 → 40/39/40.

    Args:
        quarters: (n, 4) money.
        shares: (12,) share of each month in its quarter.
        steps: (n,) step of rounding of each row, money.
    """
    cumulative = np.asarray(shares, dtype=np.float64).reshape(4, 3).cumsum(axis=1)
    reached = quarters[:, :, None] * cumulative
    step = np.asarray(steps, dtype=np.float64)[:, None, None]
    first_two = np.round(reached[:, :, :2] / step, _DIGITS)
    reached[:, :, :2] = np.sign(first_two) * np.floor(np.abs(first_two) + 0.5) * step
    months: Floats = np.diff(reached, axis=2, prepend=0.0).reshape(-1, 12)
    return months


def customer_targets(plan: pd.DataFrame, shares: npt.ArrayLike, rules: QuarterRules) -> Floats:
    """(n, 12) month targets of each map row, in the step of the row."""
    quarters = np.nan_to_num(plan[list(QUARTER_KEYS)].to_numpy(dtype=float))
    return month_parts(quarters, shares, row_steps(quarters.sum(axis=1), rules))


def tier_steps(plan: pd.DataFrame, rules: QuarterRules) -> dict[str, float]:
    """The step in which the months of each tier are rounded."""
    return dict(zip(PLAN_TIERS, row_steps(_tier_quarters(plan).sum(axis=1), rules).tolist(), strict=True))


def month_totals(plan: pd.DataFrame, shares: npt.ArrayLike, rules: QuarterRules) -> Floats:
    """(12,) money of each month, as block ``month_split`` shows it: the sum of its tiers."""
    quarters = _tier_quarters(plan)
    return np.asarray(month_parts(quarters, shares, row_steps(quarters.sum(axis=1), rules)).sum(axis=0))


def _tier_quarters(plan: pd.DataFrame) -> Floats:
    """(tiers, 4) money the map asks of each quarter."""
    sums = plan.groupby(plan["tier"].to_numpy(dtype=object))[list(QUARTER_KEYS)].sum()
    return np.asarray(np.nan_to_num(sums.reindex(PLAN_TIERS).to_numpy(dtype=np.float64)))
