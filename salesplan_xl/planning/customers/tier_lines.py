"""ABC tiers and concentration as plain arrays of revenue: the one place where the lines are drawn.

Shares are fractions, money is in the book's unit; every comparison with a line allows for binary dust.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from salesplan_xl.money import WAN, Unit
from salesplan_xl.planning.common.rates import DUST
from salesplan_xl.rules import TierRules
from salesplan_xl.tiers import BEST, LAST, raised

Floats = npt.NDArray[np.float64]
Keys = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Concentration:
    """Concentration of the positive revenue on few customers; NaN when there is none.

    Args:
        cr1, cr5: share of the largest customer and of the five largest.
        top_n, top_share: how many are looked at (never more than there are), and their share.
        hhi: sum of squared shares, 0..1; ``effective`` = 1 ÷ hhi customers.
    """

    cr1: float
    cr5: float
    top_n: int
    top_share: float
    hhi: float
    effective: float


def tiers_by_share(
    revenue: npt.ArrayLike, place: npt.ArrayLike, rules: TierRules, money: Unit = WAN
) -> tuple[Keys, Floats]:
    """Tier and cumulative share (NaN when excluded) of each revenue; the rules of ``cumulative_tiers``.

    Args:
        revenue: (n,) money, net, without gaps.
        place: (n,) where each customer comes among equal revenues; moves shares, never tiers.
        money: unit of the revenue; says which revenues are equal.
    """
    amount = np.asarray(revenue, dtype=np.float64)
    order = np.lexsort((np.asarray(place), -amount))
    order = order[: int((amount > 0).sum())]
    tier = np.full(len(amount), LAST, dtype=object)
    share = np.full(len(amount), np.nan)
    if len(order):
        ranked = amount[order]
        after = np.cumsum(ranked) / ranked.sum()
        share[order] = np.minimum(after, 1.0)
        tier[order] = _tiers_of_ranked(ranked, after, rules, money)
    return tier, share


def _tiers_of_ranked(ranked: np.ndarray, after: np.ndarray, rules: TierRules, money: Unit) -> np.ndarray:
    """Tiers of positive revenues in descending order; equal revenues are one block with one tier."""
    starts = np.r_[True, ranked[:-1] - ranked[1:] > money.tolerance]
    block = np.cumsum(starts) - 1
    first, last = np.flatnonzero(starts), np.r_[np.flatnonzero(starts)[1:], len(ranked)] - 1
    begins, ends = np.r_[0.0, after[last[:-1]]], after[last]
    reach = np.where(
        last > first, (begins + ends) / 2, ends if rules.crossing_customer == "worse" else begins
    )
    inside = [_inside(reach, first == last, line, rules) for line in rules.lines.values()]
    inside[0][0] |= rules.crossing_customer == "worse" and last[0] == 0
    tiers = np.select(inside, list(rules.lines), LAST).astype(object)
    return np.asarray(tiers[block], dtype=object)


def _inside(reach: np.ndarray, single: np.ndarray, line: float, rules: TierRules) -> np.ndarray:
    """Blocks within a line: half of a block's money at most lies beyond it, a single customer starts before it.

    With ``crossing_customer='worse'`` a single customer must end at the line.
    """
    if rules.crossing_customer == "worse":
        return reach <= line + DUST
    return np.where(single, reach < line - DUST, reach <= line + DUST)


def tier_by_size(amount: float, late: bool, expansion: bool, rules: TierRules, money: Unit = WAN) -> str:
    """Tier of one customer by size of revenue; the rules of ``threshold_tiers``."""
    if not amount > 0:
        return LAST
    blocked = BEST if late and rules.late_payer_blocks_a else None
    reached = (tier for tier, least in rules.thresholds.items() if amount >= least - money.tolerance)
    tier = next((tier for tier in reached if tier != blocked), LAST)
    return raised(tier) if expansion and rules.expansion_raises_tier else tier


def concentration_of(revenue: npt.ArrayLike, top: int) -> Concentration:
    """Top shares, HHI and effective number of customers over positive revenue; NaN when there is none.

    Source: guide/tiers.md; Herfindahl-Hirschman index on the scale 0..1.
    """
    amount = np.asarray(revenue, dtype=np.float64)
    ranked = np.sort(amount[amount > 0])[::-1]
    top_n = min(top, len(ranked))
    if not len(ranked):
        return Concentration(np.nan, np.nan, 0, np.nan, np.nan, np.nan)
    shares = ranked / ranked.sum()
    hhi = float((shares**2).sum())
    first, five, most = (min(float(shares[:n].sum()), 1.0) for n in (1, 5, top_n))
    return Concentration(first, five, top_n, most, hhi, 1 / hhi)
