"""Round bin edges for the chart of the distribution."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

_ROUND = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)

# Nobody plans in less; figures below it are binary noise.
_FINEST = 1e-6


def round_edges(low: float, high: float, bins: int) -> npt.NDArray[np.float64]:
    """(bins + 1,) edges at whole multiples of a round width that cover low … high.

    The width is the smallest of 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8 × a power of ten that covers the range, so an
    edge reads like a figure somebody would say. A range of nothing gets bins of a hundredth of the figure.
    """
    size = max(abs(low), abs(high))
    spread = max(high - low, size * 0.01 * bins if high - low <= 1e-9 * size else 0.0) or float(bins)
    least = max(spread / bins, _FINEST)
    power = math.floor(math.log10(least))
    for exponent in (power, power + 1):
        for factor in _ROUND:
            width = factor * 10.0**exponent
            first = math.floor(low / width + 1e-9)
            if width >= least * (1 - 1e-9) and (first + bins) * width > high:
                return _multiples(first, factor, exponent, bins)
    return _multiples(math.floor(low / 10.0 ** (power + 2)), 1.0, power + 2, bins)


def _multiples(first: int, factor: float, exponent: int, bins: int) -> npt.NDArray[np.float64]:
    """Whole multiples of a width, without binary noise: 0.3, not 0.30000000000000004."""
    steps = np.arange(first, first + bins + 1) * factor
    edges = steps * 10.0**exponent if exponent >= 0 else steps / 10.0**-exponent
    return np.asarray(edges, dtype=np.float64)
