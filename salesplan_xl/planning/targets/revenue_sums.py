"""All that may come in: customers that vary and deals that come or do not, added up (guide/confidence.md).

Plain numbers only; ``revenue_distribution`` says which customers and deals there are.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from salesplan_xl.planning.targets.project_sums import EXACT_SUMS, GRID_STEPS, Lumps, convolve_deals
from salesplan_xl.planning.targets.varying_customers import NOTHING, Curve, Varying, log_sigma, sum_curve
from salesplan_xl.rules import DistributionRules

# Deals beyond the largest of these many are so small that only their mean and variance matter.
DEALS_ALONE = 200
# Up to so many open deals every single sum is kept, whatever the amounts (guide/confidence.md).
EXACT_DEALS = 20
# Equal for all purposes: probabilities, and figures relative to the largest.
_SAME_CHANCE = 1e-12
_SAME_FIGURE = 1e-9

Floats = npt.NDArray[np.float64]
# Mean, variance and third central moment.
Moments = tuple[float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """The distribution of a sum.

    ``curve`` is the sum of all that varies smoothly; ``lumps`` are the possible sums of projects and certain money.
    """

    curve: Curve
    lumps: Lumps

    def probability_of(self, figure: float) -> float:
        """The chance of reaching at least this figure (money), 0–1."""
        return self._at_least(figure - _SAME_FIGURE * self._scale())

    def quantile(self, p: float) -> float:
        """The largest figure (money) reached with a chance of at least 1 − p; p = 0.2 is "80 % sure"."""
        wanted = 1.0 - p - _SAME_CHANCE
        if len(self.curve.figures) == 1:
            return self._last(self.lumps.values + self.curve.figures[0], self.lumps.tails(), wanted)
        return self._search(wanted)

    def sure(self, chance: float) -> float:
        """The largest figure (money) that is reached with at least this chance, such as 0.8."""
        return self.quantile(1.0 - chance)

    def _at_least(self, figure: float) -> float:
        """The chance that curve and lumps together reach a figure."""
        chance = float(self.lumps.chances @ self.curve.at_least(figure - self.lumps.values))
        return min(max(chance, 0.0), 1.0)

    def _last(self, figures: Floats, tails: Floats, wanted: float) -> float:
        """The last of ascending figures whose chance of being reached is enough."""
        enough = int(np.searchsorted(-tails, -wanted, side="right"))
        return float(figures[max(enough - 1, 0)])

    def _search(self, wanted: float) -> float:
        """The largest figure that is reached often enough, by halving the range."""
        low = float(self.curve.figures[0] + self.lumps.values[0])
        high = float(self.curve.figures[-1] + self.lumps.values[-1])
        if self._at_least(high) >= wanted:
            return high
        closest = 0.01 * _SAME_FIGURE * self._scale()
        while high - low > closest:
            middle = (low + high) / 2.0
            low, high = (middle, high) if self._at_least(middle) >= wanted else (low, middle)
        return low

    def _scale(self) -> float:
        """The largest sum that can happen, in size: what "equal" is measured by."""
        lowest, highest = (float(self.lumps.values[end] + self.curve.figures[end]) for end in (0, -1))
        return max(abs(lowest), abs(highest), 1e-300)


def varying_of(base: Floats, growth: Floats, loss: Floats, chance: Floats, spreads: Floats) -> Varying:
    """(n,) customers from their base (money), growth, share that may be lost, its chance, and sd.

    A loss that is certain is no longer a chance.
    """
    drop, chance = base * loss, np.clip(chance, 0.0, 1.0)
    level = base * (1.0 + growth) - np.where(chance == 1.0, drop, 0.0)
    open_loss = (chance > 0.0) & (chance < 1.0) & (drop != 0.0)
    sigma = np.where(base == 0.0, 0.0, log_sigma(spreads))
    return Varying(level, np.where(open_loss, drop, 0.0), np.where(open_loss, chance, 0.0), sigma)


def add_up(customers: Varying, amounts: Floats, chances: Floats, rules: DistributionRules) -> Sums:
    """The distribution of customers and (n,) deals together.

    Args:
        customers: how each varies.
        amounts, chances: money of each deal and the chance (0–1) that it comes.
        rules: correlation of the customers.
    """
    correlation = min(max(rules.correlation, 0.0), 1.0)
    varying = customers.rows(np.flatnonzero(customers.sigma > 0.0))
    fixed = customers.rows(np.flatnonzero(customers.sigma <= 0.0))
    amounts, chances = np.concatenate([amounts, -fixed.drop]), np.concatenate([chances, fixed.chance])
    lumps, rest = _deals(amounts, chances, exact=not len(varying.level))
    smooth = len(varying.level) > 0 or rest[1] > 0.0
    curve = sum_curve(varying, rest, correlation) if smooth else NOTHING
    return Sums(curve, lumps.moved(math.fsum(fixed.level)))


def _deals(amounts: Floats, chances: Floats, *, exact: bool) -> tuple[Lumps, Moments]:
    """The large deals as exact sums, the many small ones behind them as mean, variance and third moment.

    Where customers vary as well, or deals are many, sums finer than the grid would say nothing more.
    """
    variance = amounts**2 * chances * (1.0 - chances)
    scale = float(variance.max(initial=0.0)) or 1.0
    order = np.lexsort((amounts, chances, -np.round(variance / scale, 12)))
    large, small = order[:DEALS_ALONE], order[DEALS_ALONE:]
    settled = small[variance[small] == 0.0]
    small = small[variance[small] > 0.0]
    exact = exact and int(np.count_nonzero(variance)) <= EXACT_DEALS
    lumps = convolve_deals(amounts[large], chances[large], EXACT_SUMS if exact else GRID_STEPS)
    third = amounts * variance * (1.0 - 2.0 * chances)
    rest = (math.fsum(amounts[small] * chances[small]), math.fsum(variance[small]), math.fsum(third[small]))
    return lumps.moved(math.fsum(amounts[settled] * chances[settled])), rest


def sum_of_lines(lines: Sequence[tuple[float, float, str | None]], rules: DistributionRules) -> Sums:
    """The distribution of a plain list of money.

    Args:
        lines: amount, chance (0–1) and tier; a line with a tier varies as customers of its tier do, one without is
            a deal.
        rules: spreads and correlation.
    """
    money, chance = (np.array([line[at] for line in lines], dtype=np.float64) for at in (0, 1))
    spreads = np.array([rules.sd_by_tier[tier] for _, _, tier in lines if tier], dtype=np.float64)
    deal = np.array([not tier for _, _, tier in lines], dtype=np.bool_)
    none = np.zeros(len(spreads))
    # A customer that does not come is the loss of all it brings.
    customers = varying_of(money[~deal], none, none + 1.0, 1.0 - chance[~deal], spreads)
    return add_up(customers, money[deal], chance[deal], rules)
