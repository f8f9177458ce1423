"""The fit of the order model on a book, held to what order books look like in general (guide/reorder.md)."""

from __future__ import annotations

import numpy as np

from salesplan_xl.planning.common.descent import lowest
from salesplan_xl.planning.customers.reorder.order_days import Floats
from salesplan_xl.planning.customers.reorder.stage_model import Histories, StageModel, log_likelihood
from salesplan_xl.rules.year_end import ReorderRules

# Parameters further out than e to this power are no parameters.
_FURTHEST = 12.0


def fit_model(customers: Histories, rules: ReorderRules) -> StageModel:
    """The most probable model of a book: parameters, and of how many stages a gap is made.

    A book of more customers than ``most_fitted`` is fitted on that many, drawn with a fixed seed.
    """
    size = len(customers.repeats)
    if size > rules.most_fitted:
        drawn = np.random.default_rng(rules.seed).choice(size, rules.most_fitted, replace=False)
        customers = customers.of(np.sort(drawn))
    middle, spread = np.log(rules.prior_middle), np.asarray(rules.prior_spread)
    fits = [_fit(customers, stages, middle, spread) for stages in range(1, rules.most_stages + 1)]
    return min(fits, key=lambda fit: fit[1])[0]


def _fit(customers: Histories, stages: int, middle: Floats, spread: Floats) -> tuple[StageModel, float]:
    """The most probable parameters for a number of stages, and how improbable the book is with them."""

    def improbable(logs: Floats) -> tuple[float, Floats]:
        if np.abs(logs).max() > _FURTHEST:
            return np.inf, logs
        off = (logs - middle) / spread
        probable, slope = log_likelihood(model_of(stages, logs), customers)
        return 0.5 * float(off @ off) - probable, off / spread - slope

    logs, value = lowest(improbable, middle)
    return model_of(stages, logs), value


def model_of(stages: int, logs: Floats) -> StageModel:
    """The model of some parameters, given on logs."""
    return StageModel(stages, *np.exp(logs).tolist())
