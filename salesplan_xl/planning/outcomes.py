"""How sure is a figure: the distribution of next year's revenue of the whole book (methods §3).

A weighted total says what comes on average; nobody is paid on average. "80 % sure" is the figure reached in
at least four of five possible years: customers vary around their base (and may lose part of it), share good
and bad years, and projects come whole or not at all. Projects are added up exactly, customers are drawn with
a fixed seed, and the two are combined without further chance.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.planning.outcome_bins import round_edges
from salesplan_xl.planning.outcome_deals import plan_deals
from salesplan_xl.planning.outcome_draws import Rest, Varying, draw_sum, log_sigma
from salesplan_xl.planning.outcome_exact import EXACT_SUMS, GRID_STEPS, Lumps, convolve_deals
from salesplan_xl.planning.rules import OutcomeRules

__all__ = ["Outcome", "outcome_distribution", "outcome_of"]

# Deals beyond the largest of these many are so small that only their mean and variance matter.
DEALS_ALONE = 200
# Up to so many open deals every single sum is kept, whatever the amounts (methods §3).
EXACT_DEALS = 20
# Equal for all purposes: probabilities, and figures relative to the largest.
_SAME_CHANCE = 1e-12
_SAME_FIGURE = 1e-9

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """The distribution of next year's revenue.

    ``mean`` and ``sd`` (money) are exact, not taken from draws. ``draws`` are equally likely sums of all that
    varies smoothly, ascending; ``lumps`` are the possible sums of projects and certain money.
    ``contributions``: who makes the year uncertain, see ``outcome_of``.
    """

    mean: float
    sd: float
    draws: Floats
    lumps: Lumps
    contributions: pd.DataFrame

    def probability_of(self, figure: float) -> float:
        """The chance of reaching at least this figure (money), 0–1."""
        return self._at_least(figure - _SAME_FIGURE * self._scale())

    def quantile(self, p: float) -> float:
        """The largest figure (money) reached with a chance of at least 1 − p; p = 0.2 is "80 % sure"."""
        wanted = 1.0 - p - _SAME_CHANCE
        if len(self.draws) == 1:
            return self._last(self.lumps.values + self.draws[0], self.lumps.tails(), wanted)
        if len(self.lumps.values) == 1:
            tails = np.arange(len(self.draws), 0, -1) / len(self.draws)
            return self._last(self.draws + self.lumps.values[0], tails, wanted)
        return self._search(wanted)

    def sure(self, chance: float) -> float:
        """The largest figure (money) that is reached with at least this chance, such as 0.8."""
        return self.quantile(1.0 - chance)

    def histogram(self, bins: int = 20) -> pd.DataFrame:
        """The distribution for a chart: always ``bins`` rows between round figures.

        Returns:
            low, high (money; bin includes low, not high), probability (adds up to 1) and at_least (the
            chance of reaching low). The rare outcomes beyond the edges count in the first and last bin.
        """
        edges = round_edges(self.quantile(0.005), self.quantile(0.995), bins)
        reached = np.array([1.0, *(self.probability_of(edge) for edge in edges[1:-1]), 0.0])
        at_least = np.array([self.probability_of(edge) for edge in edges[:-1]])
        return pd.DataFrame(
            {"low": edges[:-1], "high": edges[1:], "probability": -np.diff(reached), "at_least": at_least}
        )

    def _at_least(self, figure: float) -> float:
        """The chance that draws and lumps together reach a figure."""
        missed = np.searchsorted(self.draws, figure - self.lumps.values, side="left")
        chance = float(self.lumps.chances @ (1.0 - missed / len(self.draws)))
        return min(max(chance, 0.0), 1.0)

    def _last(self, figures: Floats, tails: Floats, wanted: float) -> float:
        """The last of ascending figures whose chance of being reached is enough."""
        enough = int(np.searchsorted(-tails, -wanted, side="right"))
        return float(figures[max(enough - 1, 0)])

    def _search(self, wanted: float) -> float:
        """The largest figure that is reached often enough, by halving the range."""
        low = float(self.draws[0] + self.lumps.values[0])
        high = float(self.draws[-1] + self.lumps.values[-1])
        if self._at_least(high) >= wanted:
            return high
        while high - low > 0.01 * _SAME_FIGURE * self._scale():
            middle = (low + high) / 2.0
            low, high = (middle, high) if self._at_least(middle) >= wanted else (low, middle)
        return low

    def _scale(self) -> float:
        """The largest sum that can happen, in size: what "equal" is measured by."""
        ends = self.lumps.values[[0, -1]] + self.draws[[0, -1]]
        return max(float(np.abs(ends).max()), 1e-300)


def outcome_distribution(
    frame: pd.DataFrame, rules: OutcomeRules | None = None, projects: pd.DataFrame | None = None
) -> Outcome:
    """The distribution of next year's revenue of a book of targets.

    Args:
        frame: table ``targets`` after the user's edits (customer, tier, base, growth, loss, loss_probability,
            project, win_probability). A loss is an event: with its probability the share is gone. The row
            of tier N is new business with its own sd.
        rules: spreads, correlation, draws and seed.
        projects: the projects behind the project column (``plan_projects``), each with its own chance;
            without them every row's projects come together or not at all.

    Returns:
        The distribution. Its mean is the sum of the targets. Same rows in any order and the same seed give
        the same figures; in 元 and in 万元 they differ by the factor only.

    Source: methods §3; S0 (the guaranteed target is one that is 80 % sure).
    """
    return outcome_of(frame, plan_deals(frame, projects), rules or OutcomeRules())


def outcome_of(frame: pd.DataFrame, deals: pd.DataFrame, rules: OutcomeRules) -> Outcome:
    """The distribution for customers (``targets`` columns) and separate deals (``plan_deals`` columns).

    The outcome's ``contributions`` has one row per source of uncertainty, most first: kind (``market`` the
    shared good or bad year, ``customer``, ``new``, ``project``), customer, project, spread (sd, money) and
    share of the total variance (adds up to 1 unless nothing is uncertain).
    """
    correlation = min(max(rules.correlation, 0.0), 1.0)
    customers = _customers(frame, rules)
    varying = customers.rows(np.flatnonzero(customers.sigma > 0.0))
    fixed = customers.rows(np.flatnonzero(customers.sigma <= 0.0))
    amounts = np.concatenate([deals["amount"].to_numpy(dtype=np.float64), -fixed.drop])
    chances = np.concatenate([_chances(deals), fixed.chance])
    lumps, rest = _deals(amounts, chances, exact=not len(varying.level))
    smooth = len(varying.level) > 0 or rest.variance > 0.0
    draws = draw_sum(varying, rest, correlation, rules.draws, rules.seed) if smooth else np.zeros(1)
    parts = _contributions(frame, customers, deals, correlation)
    return Outcome(
        mean=math.fsum([*customers.mean(), *(deals["amount"].to_numpy(dtype=np.float64) * _chances(deals))]),
        sd=math.sqrt(math.fsum(parts["spread"] ** 2)),
        draws=draws,
        lumps=lumps.moved(math.fsum(fixed.level)),
        contributions=parts,
    )


def _customers(frame: pd.DataFrame, rules: OutcomeRules) -> Varying:
    """Every row's revenue from its base; a loss that is certain is no longer a chance."""
    base, growth, loss, chance = (
        frame[key].fillna(0.0).to_numpy(dtype=np.float64)
        for key in ("base", "growth", "loss", "loss_probability")
    )
    drop, chance = base * loss, np.clip(chance, 0.0, 1.0)
    level = base * (1.0 + growth) - np.where(chance == 1.0, drop, 0.0)
    open_loss = (chance > 0.0) & (chance < 1.0) & (drop != 0.0)
    sigma = np.where(base == 0.0, 0.0, log_sigma(_spreads(frame["tier"], rules)))
    return Varying(level, np.where(open_loss, drop, 0.0), np.where(open_loss, chance, 0.0), sigma)


def _spreads(tiers: pd.Series, rules: OutcomeRules) -> Floats:
    """(n,) sd by tier key; an unknown tier varies like C."""
    spreads = tiers.map(rules.sd_by_tier).astype("float64").fillna(rules.sd_c)
    return np.asarray(spreads, dtype=np.float64)


def _chances(deals: pd.DataFrame) -> Floats:
    chances = np.clip(deals["probability"].to_numpy(dtype=np.float64), 0.0, 1.0)
    return np.asarray(chances, dtype=np.float64)


def _deals(amounts: Floats, chances: Floats, *, exact: bool) -> tuple[Lumps, Rest]:
    """The large deals as exact sums, the many small ones behind them as mean and variance.

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
    rest = Rest(math.fsum(amounts[small] * chances[small]), math.fsum(variance[small]))
    return lumps.moved(math.fsum(amounts[settled] * chances[settled])), rest


def _contributions(
    frame: pd.DataFrame, customers: Varying, deals: pd.DataFrame, correlation: float
) -> pd.DataFrame:
    """Variance by source; exact because sources are independent once the shared shock stands apart."""
    own = np.maximum(customers.own_variance(correlation), 0.0)
    won = deals["amount"].to_numpy(dtype=np.float64) ** 2 * _chances(deals) * (1.0 - _chances(deals))
    market = max(customers.shared_variance(correlation), 0.0)
    variance = np.concatenate([[market], own, won])
    kinds = np.where(frame["tier"] == "N", "new", "customer")
    table = pd.DataFrame(
        {
            "kind": np.concatenate([["market"], kinds, ["project"] * len(deals)]).astype(object),
            "customer": pd.Series([None, *frame["customer"], *deals["customer"]], dtype=object),
            "project": pd.Series([*[None] * (1 + len(frame)), *deals["project"]], dtype=object),
            "spread": np.sqrt(variance),
            "share": variance / (math.fsum(variance) or 1.0),
        }
    )
    uncertain = table[table["spread"] > 0.0]
    return uncertain.sort_values(
        ["share", "customer", "project"], ascending=[False, True, True], ignore_index=True
    )
