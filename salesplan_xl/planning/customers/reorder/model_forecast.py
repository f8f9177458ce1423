"""The forecast of the order model: alive or gone, the chance of an order, expected orders; exact, no simulation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from salesplan_xl.planning.customers.reorder.order_days import Floats, Ints
from salesplan_xl.planning.customers.reorder.stage_model import (
    DAYS_A_WEEK,
    Histories,
    StageModel,
    log_terms,
)


@dataclass(frozen=True)
class Standing:
    """The customers as the model sees them today.

    Args:
        model, customers: what they were judged by.
        alive: (s,) chance that a customer still orders.
        finished: (k, s) the chance of each number of finished stages of the running gap, if alive.
    """

    model: StageModel
    customers: Histories
    alive: Floats
    finished: Floats


def standing_of(model: StageModel, customers: Histories) -> Standing:
    """The chance of each customer to be alive, and how far its next order has come."""
    gone, *finished = log_terms(model, customers)
    stages = np.stack(finished)
    alive = np.logaddexp.reduce(stages, axis=0)
    return Standing(
        model, customers, np.exp(alive - np.logaddexp(gone, alive)), np.exp(stages - alive[None, :])
    )


def order_chance(standing: Standing, days: float) -> Floats:
    """(s,) the chance of at least one order within so many days."""
    arrived = _Arrivals(standing, np.arange(len(standing.alive)), days).next()
    return np.clip(standing.alive * arrived, 0.0, 1.0)


def expected_orders(standing: Standing, days: float, end: float) -> Floats:
    """(s,) orders to be expected within so many days; added up until one more adds less than ``end``.

    The m-th order comes if a customer stays after the m − 1 before it, and if its waiting times are over by then.
    """
    rows = np.arange(len(standing.alive))
    total = np.zeros(len(rows))
    if days <= 0 or not len(rows):
        return total
    model, x = standing.model, standing.customers.repeats
    arrivals, stays = _Arrivals(standing, rows, days), standing.alive.copy()
    m = 1
    while len(rows):
        term = stays * arrivals.next()
        total[rows] += term
        going = term >= end
        rows, stays = rows[going], stays[going]
        arrivals.keep(going)
        stays = stays * (model.b + x[rows] + m) / (model.a + model.b + x[rows] + m)
        m += 1
    return total


class _Arrivals:
    """The chance that the 1st, 2nd … next order of living customers falls inside a time; asked one after another.

    It is the regularised incomplete beta function at whole first arguments: one less the first terms of a negative
    binomial distribution, kept on logs so that long histories do not vanish.
    """

    def __init__(self, standing: Standing, rows: Ints, days: float) -> None:
        model, customers = standing.model, standing.customers
        weeks = max(days, 0.0) / DAYS_A_WEEK
        whole = model.alpha + customers.age[rows]
        self.stages, self.weights = model.stages, standing.finished[:, rows]
        j = np.arange(model.stages)[:, None]
        self.shape = model.r + model.stages * customers.repeats[rows][None, :] + j
        self.step = np.broadcast_to(weeks / (whole + weeks), self.shape.shape)
        self.log_term = self.shape * np.log(whole / (whole + weeks))
        self.below = np.zeros(self.shape.shape)
        self.past = np.arange(model.stages)[:, None] * -1

    def next(self) -> Floats:
        """(rows,) the chance of the next order after those asked before."""
        for _ in range(self.stages):
            # A stage that is finished already is one waiting time less before the first order.
            due, term = self.past >= 0, np.maximum(self.past, 0)
            self.below += np.where(due, np.exp(self.log_term), 0.0)
            self.log_term += np.where(due, np.log((self.shape + term) * self.step / (term + 1)), 0.0)
            self.past = self.past + 1
        return np.asarray((self.weights * np.clip(1.0 - self.below, 0.0, 1.0)).sum(axis=0))

    def keep(self, going: npt.NDArray[np.bool_]) -> None:
        """Go on with some of the customers only."""
        self.shape, self.weights, self.below = (
            self.shape[:, going],
            self.weights[:, going],
            self.below[:, going],
        )
        self.log_term, self.step = self.log_term[:, going], self.step[:, going]
