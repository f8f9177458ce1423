"""Splitting one total so that the parts add up exactly (largest remainder); plain arrays, no tables."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from salesplan_xl.errors import PlanInputError

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

# The finest step there is: a hundredth of the unit.
FINEST_STEP = 0.01
_TIE_DIGITS = 9


def split_amount(total: float, weights: npt.ArrayLike, step: float = 1.0, where: object = "") -> Floats:
    """The (n,) parts of ``split_by_weights``; same rules, same errors."""
    clean = checked_weights(weights, where)
    size = usable_step(total, step)
    units = math.floor(abs(total) / size + 1e-9)
    parts = largest_remainder(units * (clean / clean.sum()), units) * size
    rest = abs(total) - units * size
    parts[int(np.argmax(clean))] += rest if abs(rest) > 1e-12 * max(1.0, abs(total)) else 0.0
    return np.asarray(math.copysign(1.0, total) * parts + 0.0, dtype=np.float64)


def checked_weights(weights: npt.ArrayLike, where: object = "") -> Floats:
    """The weights as numbers, blanks as 0.

    Raises:
        PlanInputError: SP-201 no positive weight; SP-202 negative weight.
    """
    clean = np.nan_to_num(np.asarray(weights, dtype=np.float64), nan=0.0, posinf=0.0, neginf=-1.0)
    if (clean < 0).any():
        raise PlanInputError("SP-202", where=where)
    if not (clean > 0).any():
        raise PlanInputError("SP-201", where=where)
    return clean


def usable_step(total: float, step: float) -> float:
    """The step to count in: 0 becomes a hundredth of the unit.

    Raises:
        PlanInputError: SP-207 when no split with this total and step can tie.
    """
    if not (math.isfinite(total) and math.isfinite(step)) or step < 0:
        raise PlanInputError("SP-207", total=total, step=step)
    return float(step) or FINEST_STEP


def largest_remainder(quotas: Floats, units: int) -> Whole:
    """Whole numbers next to the quotas that add up to ``units``; equal remainders by position."""
    whole = np.floor(quotas + 1e-9)
    order = np.argsort(-np.round(quotas - whole, _TIE_DIGITS), kind="stable")
    missing = int(units - whole.sum())
    if missing >= 0:
        np.add.at(whole, np.resize(order, missing), 1)
    else:
        np.subtract.at(whole, np.resize(order[::-1], -missing), 1)
    return whole.astype(np.int64)
