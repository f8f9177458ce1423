"""One row's target as plain arithmetic; numbers and columns alike (guide/targets.md)."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import numpy.typing as npt

Money = TypeVar("Money", float, npt.NDArray[np.float64])


def repeat_money(base: Money, growth: Money, loss: Money, loss_probability: Money) -> Money:
    """Base × (1 + growth) − base × loss × its probability. Golden: 250, −20 % for certain → 200 (S0)."""
    return base * (1.0 + growth) - base * loss * loss_probability


def project_money(amount: Money, win_probability: Money) -> Money:
    """Project money × its chance."""
    return amount * win_probability
