"""The likelihood of a customer's orders: gaps of k stages, and after each order a chance to be gone (MBG/CNBD-k).

Time is in weeks. Of a customer count: x orders after the first, the time tx from the first to the last, its age T,
and the sum of the logs of its gaps. Only ratios of gamma functions at whole steps are needed, so sums of logs do.

Source: guide/reorder.md; Reutterer, Platzer & Schröder (2021), Fader, Hardie & Lee (2005) for k = 1's neighbour.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from salesplan_xl.planning.customers.reorder.order_days import Floats, Ints, OrderDays
from salesplan_xl.planning.customers.reorder.rhythm import Rhythm

DAYS_A_WEEK = 7.0
# Orders on the very day: no time has passed, but logs want some.
_NO_TIME = 1e-12


@dataclass(frozen=True)
class Histories:
    """The orders of customers in brief: (s,) repeat orders, weeks to the last, age in weeks, sum of log gaps."""

    repeats: Ints
    last: Floats
    age: Floats
    log_gaps: Floats

    def of(self, rows: Ints) -> Histories:
        """Some of them."""
        return Histories(self.repeats[rows], self.last[rows], self.age[rows], self.log_gaps[rows])


@dataclass(frozen=True)
class StageModel:
    """A fitted model.

    Args:
        stages: waiting times a gap is made of (k): 1 is chance alone, more are more even.
        r, alpha: customers' rates are gamma distributed: shape, and rate in weeks.
        a, b: the chance to be gone after an order is beta distributed.
    """

    stages: int
    r: float
    alpha: float
    a: float
    b: float


def histories_of(rhythm: Rhythm) -> Histories:
    """Histories from the rhythm of each series, which counts in days."""
    repeats = rhythm.orders - 1
    return Histories(
        repeats, (rhythm.last - rhythm.first) / DAYS_A_WEEK, rhythm.age / DAYS_A_WEEK,
        rhythm.log_gaps - repeats * math.log(DAYS_A_WEEK),
    )  # fmt: skip


def log_rising(start: float, steps: int) -> Floats:
    """(steps + 1,) ln Γ(start + i) − ln Γ(start) for i = 0 … steps."""
    return np.concatenate([[0.0], np.cumsum(np.log(start + np.arange(steps)))])


def log_terms(model: StageModel, customers: Histories) -> tuple[Floats, Floats]:
    """The chance of the history, on logs: (s,) gone right after the last order, (k, s) alive with j stages finished."""
    k, x = model.stages, customers.repeats
    most = int(x.max(initial=0))
    gamma = log_rising(model.r, k * most + k)
    stays, both = log_rising(model.b, most + 1), log_rising(model.a + model.b, most + 1)
    start = model.r * math.log(model.alpha)
    shape = model.r + k * x
    gone = math.log(model.a) + stays[x] - both[x + 1] + gamma[k * x] + start
    gone -= shape * np.log(model.alpha + customers.last)
    silent = np.log(np.maximum(customers.age - customers.last, _NO_TIME))
    whole = np.log(model.alpha + customers.age)
    alive = np.stack(
        [j * silent - math.lgamma(j + 1) + gamma[k * x + j] + start - (shape + j) * whole for j in range(k)]
    )
    return gone, alive + stays[x + 1] - both[x + 1]


def log_likelihood(model: StageModel, customers: Histories) -> float:
    """The log of the chance of all histories."""
    gone, alive = log_terms(model, customers)
    total = np.logaddexp(gone, np.logaddexp.reduce(alive, axis=0)).sum()
    k = model.stages
    return float(total + (k - 1) * customers.log_gaps.sum() - customers.repeats.sum() * math.lgamma(k))


def counted(days: OrderDays, day: int, reach: int) -> Ints:
    """(s,) order days of each series after a day, up to so many days later."""
    inside = (days.day > day) & (days.day <= day + reach)
    return np.bincount(days.series[inside], minlength=len(days.keys)).astype(np.int64)
