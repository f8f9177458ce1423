"""The chance of a figure: the distribution of next year's revenue of the whole book (guide/confidence.md).

A weighted total says what comes on average; nobody is paid on average. "80 % sure" is the figure reached in
at least four of five possible years: customers vary around their base (and may lose part of it), share good
and bad years, and projects come whole or not at all. Projects are added up exactly, customers as one curve in
closed form, and the two are combined exactly.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.planning.targets.histogram_bins import round_edges
from salesplan_xl.planning.targets.revenue_sums import Sums, add_up, varying_of
from salesplan_xl.planning.targets.separate_projects import plan_deals
from salesplan_xl.planning.targets.targets import factor
from salesplan_xl.planning.targets.varying_customers import Varying
from salesplan_xl.rules import DistributionRules
from salesplan_xl.tiers import LAST, NEW

__all__ = ["RevenueDistribution", "distribute_revenue", "distribution_of", "tier_spreads"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class RevenueDistribution(Sums):
    """The distribution of next year's revenue.

    ``mean`` and ``sd`` (money) are exact. ``contributions``: who makes the year
    uncertain, see ``distribution_of``.
    """

    mean: float
    sd: float
    contributions: pd.DataFrame

    def histogram(self, bins: int = 20) -> pd.DataFrame:
        """The distribution for a chart: always ``bins`` rows between round figures.

        Returns:
            low, high (money; bin includes low, not high), probability (adds up to 1) and at_least (the
            chance of reaching low). The rare outcomes beyond the edges count in the first and last bin.
        """
        edges = round_edges(self.quantile(0.005), self.quantile(0.995), bins)
        at_least = np.array([self.probability_of(edge) for edge in edges[:-1]])
        reached = np.array([1.0, *at_least[1:], 0.0])
        return pd.DataFrame(
            {"low": edges[:-1], "high": edges[1:], "probability": -np.diff(reached), "at_least": at_least}
        )


def distribute_revenue(
    frame: pd.DataFrame, rules: DistributionRules | None = None, projects: pd.DataFrame | None = None
) -> RevenueDistribution:
    """The distribution of next year's revenue of a book of targets.

    Args:
        frame: table ``targets`` after the user's edits (customer, tier, base, growth, loss, loss_probability,
            project, win_probability). A loss is an event: with its probability the share is gone. The row
            of tier N is new business with its own sd.
        rules: spreads and correlation.
        projects: the projects behind the project column (``plan_projects``), each with its own chance;
            without them every row's projects come together or not at all.

    Returns:
        The distribution. Its mean is the sum of the targets. Same rows in any order give the same
        figures; in 元 and in 万元 they differ by the factor only.

    Source: guide/confidence.md; S0 (the guaranteed target is one that is 80 % sure).
    """
    return distribution_of(frame, plan_deals(frame, projects), rules or DistributionRules())


def distribution_of(
    frame: pd.DataFrame, deals: pd.DataFrame, rules: DistributionRules, spreads: Floats | None = None
) -> RevenueDistribution:
    """The distribution for customers (``targets`` columns) and separate deals (``plan_deals`` columns).

    ``spreads``: (n,) sd of each row, a fraction of its base; by default that of its tier for a whole year.

    The outcome's ``contributions`` has one row per source of uncertainty, most first: kind (``market`` the
    shared good or bad year, ``customer``, ``new``, ``project``), customer, project, spread (sd, money) and
    share of the total variance (adds up to 1 unless nothing is uncertain).
    """
    correlation = min(max(rules.correlation, 0.0), 1.0)
    customers = _customers(frame, tier_spreads(frame["tier"], rules) if spreads is None else spreads)
    amounts, chances = deals["amount"].to_numpy(dtype=np.float64), _chances(deals)
    sums = add_up(customers, amounts, chances, rules)
    parts = _contributions(frame, customers, deals, correlation)
    return RevenueDistribution(
        curve=sums.curve,
        lumps=sums.lumps,
        mean=math.fsum([*customers.mean(), *(amounts * chances)]),
        sd=math.sqrt(math.fsum(parts["spread"].to_numpy() ** 2)),
        contributions=parts,
    )


def _customers(frame: pd.DataFrame, spreads: Floats) -> Varying:
    """Every row's revenue from its base."""
    base, growth, loss, chance = (
        factor(frame, key) for key in ("base", "growth", "loss", "loss_probability")
    )
    return varying_of(base, growth, loss, chance, spreads)


def tier_spreads(tiers: pd.Series, rules: DistributionRules) -> Floats:
    """(n,) sd by tier key; an unknown tier varies like the last."""
    spreads = rules.sd_by_tier
    return np.array([spreads.get(tier, spreads[LAST]) for tier in tiers.tolist()], dtype=np.float64)


def _chances(deals: pd.DataFrame) -> Floats:
    chances = np.clip(deals["probability"].to_numpy(dtype=np.float64), 0.0, 1.0)
    return np.asarray(chances, dtype=np.float64)


def _contributions(
    frame: pd.DataFrame, customers: Varying, deals: pd.DataFrame, correlation: float
) -> pd.DataFrame:
    """Variance by source; exact because sources are independent once the shared shock stands apart."""
    own = np.maximum(customers.own_variance(correlation), 0.0)
    won = deals["amount"].to_numpy(dtype=np.float64) ** 2 * _chances(deals) * (1.0 - _chances(deals))
    market = max(customers.shared_variance(correlation), 0.0)
    variance = np.concatenate([[market], own, won])
    spread, share = np.sqrt(variance), variance / (math.fsum(variance) or 1.0)
    tiers = ["new" if tier == NEW else "customer" for tier in frame["tier"].tolist()]
    kinds = ["market", *tiers, *["project"] * len(deals)]
    names = [None, *frame["customer"].tolist(), *deals["customer"].tolist()]
    projects = [*[None] * (1 + len(frame)), *deals["project"].tolist()]
    order = np.flatnonzero(spread > 0.0).tolist()
    order.sort(key=lambda at: (-share[at], _blank_last(names[at]), _blank_last(projects[at])))
    texts = {"kind": kinds, "customer": names, "project": projects}
    return pd.DataFrame(
        {key: pd.Series([column[at] for at in order], dtype=object) for key, column in texts.items()}
        | {"spread": spread[order], "share": share[order]}
    )


def _blank_last(text: object) -> tuple[bool, str]:
    """The place of a text in an order: nameless ones behind all others."""
    return (False, text) if isinstance(text, str) else (True, "")
