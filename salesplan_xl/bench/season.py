"""The quality of the season: the share of a year's money put into the wrong months, on books nobody has seen.

Each book is drawn from a seed: customers with a season of their own around a common one, that order a few times or
many times a year. The season is learnt from some years and held against the next.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.planning.common.year_calendar import calendar_of
from salesplan_xl.planning.schedule.seasons import month_weights, quarter_weights
from salesplan_xl.rules import Rules

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

SEED, BOOKS, PLAN_YEAR = 20_270_101, 60, 2027
# Customers in the book, finished years behind it.
SHAPES = ((1, 1), (1, 2), (1, 3), (10, 1), (10, 2), (10, 3), (60, 1), (60, 3))


@dataclass(frozen=True, slots=True)
class SeasonCheck:
    """Misallocated shares of one kind of book, 0–1: of the learnt season and of an even year.

    Args:
        customers, years: of each book.
        learnt, even: money in the wrong month ÷ money of the year, mean over customers and books.
    """

    customers: int
    years: int
    learnt: float
    even: float


def season_checks() -> list[SeasonCheck]:
    """Every kind of book, each measured on the same seeded books."""
    return [_check(customers, years) for customers, years in SHAPES]


def line(check: SeasonCheck) -> str:
    """The measurement in a line for a reader."""
    return (
        f"{check.customers:3d} customers, {check.years} years: {check.learnt:.3f} of the money in the wrong month "
        f"(even year {check.even:.3f})"
    )


def _check(customers: int, years: int) -> SeasonCheck:
    wrong = [
        _misallocated(np.random.default_rng([SEED, customers, years, at]), customers, years)
        for at in range(BOOKS)
    ]
    learnt, even = np.mean(np.vstack(wrong), axis=0)
    return SeasonCheck(customers, years, float(learnt), float(even))


def _misallocated(draws: np.random.Generator, customers: int, years: int) -> Floats:
    """Misallocated share of one book: learnt and even, mean of the customers that bought in the year after."""
    orders, after = _drawn(draws, customers, years)
    names = pd.DataFrame({"customer": [f"c{at}" for at in range(customers)], "tier": "A"})
    quarters = quarter_weights(orders, names, _rules()).by_customer.to_numpy()
    learnt = np.repeat(quarters, 3, axis=1) * month_weights(orders, _rules())
    bought = after.sum(axis=1) > 0
    truth = after[bought] / after[bought].sum(axis=1, keepdims=True)
    pairs = (learnt[bought], np.full_like(truth, 1 / 12))
    return np.array([np.abs(guess - truth).sum(axis=1).mean() / 2 for guess in pairs])


def _drawn(draws: np.random.Generator, customers: int, years: int) -> tuple[pd.DataFrame, Floats]:
    """Orders of some years, and (customers, 12) money of the year after.

    A common season, each customer's own around it, orders that come by chance; every other book knows only one sum a
    month, as exports of sums do.
    """
    common = np.maximum(draws.dirichlet(np.full(12, draws.choice([3.0, 10.0, 40.0]))), 1e-3)
    season = [draws.dirichlet(common * draws.choice([20.0, 60.0, 200.0])) for _ in range(customers)]
    rate = np.array(season)[:, None, :] * draws.choice([12.0, 24.0, 120.0], customers)[:, None, None]
    counts = draws.poisson(rate, (customers, years + 1, 12))
    place = np.repeat(np.arange(counts.size), counts.ravel())
    amounts: Floats = draws.gamma(4.0, 0.25, len(place))
    sums = np.bincount(place, amounts, minlength=counts.size).astype(np.float64)
    after = sums.reshape(counts.shape)[:, -1]
    if draws.random() < 0.5:
        place = np.flatnonzero(sums)
        amounts = sums[place]
    customer, year, month = np.unravel_index(place, counts.shape)
    past = year < years
    return _orders(customer[past], PLAN_YEAR - years + year[past], month[past], amounts[past]), after


def _orders(customer: Ints, year: Ints, month: Ints, amounts: Floats) -> pd.DataFrame:
    days = [dt.date(y, m + 1, 10) for y, m in zip(year.tolist(), month.tolist(), strict=True)]
    names = [f"c{at}" for at in customer.tolist()]
    return pd.DataFrame({"customer": names, "date": pd.to_datetime(days), "amount": amounts, "kind": "order"})


def _rules() -> Rules:
    rules = Rules()
    year_end = calendar_of(rules.calendar).end(PLAN_YEAR - 1)
    return replace(rules, calendar=replace(rules.calendar, plan_year=PLAN_YEAR, as_of=year_end))
