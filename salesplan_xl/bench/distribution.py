"""The distribution in closed form against a simulation: the same figures, whatever the book."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.planning.targets.revenue_distribution import distribute_revenue, tier_spreads
from salesplan_xl.rules import DistributionRules
from salesplan_xl.tiers import TIERS

Floats = npt.NDArray[np.float64]

BOOKS, DRAWS = 20, 400_000
CHANCES = (0.2, 0.8)
# Share of the book, mean money, sd of the log of it: many small customers, few large ones.
_SHARES, _SIZES, _SPREAD = (0.2, 0.3, 0.5), (150.0, 60.0, 15.0), 1.0


@dataclass(frozen=True, slots=True)
class DistributionCheck:
    """The distribution of one book in closed form against its simulation.

    ``seconds`` it took; ``largest`` is the largest distance of its 20th and 80th percentile from those of the
    simulation, as a share of the simulated figure.
    """

    customers: int
    projects: int
    seconds: float
    largest: float


def distribution_checks(books: int = BOOKS, draws: int = DRAWS) -> list[DistributionCheck]:
    """Random books of 1 to 60 customers with losses and projects, each drawn and worked out."""
    return [_checked(random_book(number), draws, number) for number in range(books)]


def random_book(number: int) -> pd.DataFrame:
    """A book of targets: customers of all tiers, some of which may leave, and up to seven open projects."""
    chance = np.random.default_rng(number)
    count = int(chance.integers(1, 8 if number % 3 == 0 else 61))
    tier = chance.choice(len(TIERS), count, p=_SHARES)
    has_loss, has_project = chance.random(count) < 0.4, chance.permutation(count) < chance.integers(0, 8)
    return pd.DataFrame(
        {
            "customer": [f"#{at}" for at in range(count)],
            "tier": np.array(TIERS, dtype=object)[tier],
            "base": np.array(_SIZES)[tier] * chance.lognormal(0.0, _SPREAD, count),
            "growth": chance.choice([-0.1, 0.0, 0.05, 0.2], count),
            "loss": np.where(has_loss, chance.choice([0.1, 0.2, 0.5, 1.0], count), np.nan),
            "loss_probability": np.where(has_loss, chance.choice([0.2, 0.3, 0.5], count), np.nan),
            "project": np.where(has_project, chance.lognormal(3.0, 1.0, count), np.nan),
            "win_probability": np.where(has_project, chance.uniform(0.05, 0.9, count), np.nan),
        }
    )


def drawn(book: pd.DataFrame, rules: DistributionRules, draws: int, seed: int) -> Floats:
    """(draws,) possible years: every customer, loss and project drawn on its own, plainly."""
    chance = np.random.default_rng(seed)
    sigmas = np.sqrt(np.log1p(tier_spreads(book["tier"], rules) ** 2))
    market, total = chance.standard_normal(draws), np.zeros(draws)
    shared, own = math.sqrt(rules.correlation), math.sqrt(1.0 - rules.correlation)
    rows = book.fillna(0.0).to_dict("records")
    for row, sigma in zip(rows, sigmas.tolist(), strict=True):
        factor = np.exp(sigma * (shared * market + own * chance.standard_normal(draws)) - sigma**2 / 2)
        lost = row["base"] * row["loss"] * (chance.random(draws) < row["loss_probability"])
        total += (row["base"] * (1 + row["growth"]) - lost) * factor
        total += row["project"] * (chance.random(draws) < row["win_probability"])
    return total


def _checked(book: pd.DataFrame, draws: int, seed: int) -> DistributionCheck:
    rules = DistributionRules()
    years = np.quantile(drawn(book, rules, draws, seed), CHANCES)
    start = time.perf_counter()
    distribution = distribute_revenue(book, rules)
    figures = np.array([distribution.quantile(chance) for chance in CHANCES])
    seconds = time.perf_counter() - start
    away = float(np.abs(figures / years - 1.0).max())
    return DistributionCheck(len(book), int(book["project"].notna().sum()), seconds, away)


def line(item: DistributionCheck) -> str:
    """The measurement in a line for a reader."""
    return (
        f"{item.customers} customers, {item.projects} projects: {item.seconds:.3f} s; P20 and P80 within "
        f"{item.largest:.3%} of {DRAWS:,} draws"
    )
