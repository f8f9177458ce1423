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
# (1 + k, s) of each way a history may stand: finished stages, weeks watched, and orders after which one stayed.
Ends = tuple[Ints, Floats, Ints]


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


def _per_rising(start: float, steps: int) -> Floats:
    """(steps + 1,) the slope of ``log_rising`` in its start."""
    return np.concatenate([[0.0], np.cumsum(1.0 / (start + np.arange(steps)))])


def log_terms(model: StageModel, customers: Histories) -> Floats:
    """(1 + k, s) the chance of the history, on logs: gone right after the last order, or alive with 0 … k − 1 stages.

    A customer that is gone was watched to its last order, a living one until today; one order more it stayed.
    """
    return _terms(model, customers, _ends(model, customers))


def _terms(model: StageModel, customers: Histories, ends: Ends) -> Floats:
    x, (steps, waited, stayed) = customers.repeats, ends
    most = int(x.max(initial=0)) + 1
    gamma = log_rising(model.r, model.stages * most)
    stays, both = log_rising(model.b, most), log_rising(model.a + model.b, most)
    terms = gamma[steps] + model.r * math.log(model.alpha) - (model.r + steps) * np.log(model.alpha + waited)
    terms += stays[stayed] - both[x + 1]
    terms[0] += math.log(model.a)
    silent = np.log(np.maximum(customers.age - customers.last, _NO_TIME))
    for j in range(1, model.stages):
        terms[1 + j] += j * silent - math.lgamma(j + 1)
    return terms


def _ends(model: StageModel, customers: Histories) -> Ends:
    """The ways that the histories may stand: gone, or alive with 0 … k − 1 stages finished."""
    x, k = customers.repeats, model.stages
    steps = k * x + np.concatenate([[0], np.arange(k)])[:, None]
    waited, stayed = np.tile(customers.age, (1 + k, 1)), np.tile(x + 1, (1 + k, 1))
    waited[0], stayed[0] = customers.last, x
    return steps, waited, stayed


def log_likelihood(model: StageModel, customers: Histories) -> tuple[float, Floats]:
    """The log of the chance of all histories, and its (4,) slope in the logs of r, alpha, a and b."""
    k, ends = model.stages, _ends(model, customers)
    terms = _terms(model, customers, ends)
    each = np.logaddexp.reduce(terms, axis=0)
    fixed = (k - 1) * customers.log_gaps.sum() - customers.repeats.sum() * math.lgamma(k)
    return float(each.sum() + fixed), _slope(model, customers, ends, np.exp(terms - each))


def _slope(model: StageModel, customers: Histories, ends: Ends, share: Floats) -> Floats:
    """The slope: that of each way a history may stand, by the share it has in the chance of the history."""
    x, (steps, waited, stayed) = customers.repeats, ends
    most = int(x.max(initial=0)) + 1
    whole = model.alpha + waited
    gamma = _per_rising(model.r, model.stages * most)[steps]
    both = _per_rising(model.a + model.b, most)[x + 1].sum()
    slope = [
        (share * (gamma + math.log(model.alpha) - np.log(whole))).sum(),
        (share * (model.r / model.alpha - (model.r + steps) / whole)).sum(),
        share[0].sum() / model.a - both,
        (share * _per_rising(model.b, most)[stayed]).sum() - both,
    ]
    return np.array(slope) * [model.r, model.alpha, model.a, model.b]


def counted(days: OrderDays, day: int, reach: int) -> Ints:
    """(s,) order days of each series after a day, up to so many days later."""
    inside = (days.day > day) & (days.day <= day + reach)
    return np.bincount(days.series[inside], minlength=len(days.keys)).astype(np.int64)
