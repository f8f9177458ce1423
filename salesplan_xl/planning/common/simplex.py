"""The lowest point of a smooth function of a few parameters, without derivatives (Nelder & Mead 1965)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
# The first corners stand so far from the start; the search ends when all are as near, or after so many steps.
_REACH = 0.4
_MOST_STEPS = 400


def lowest(
    function: Callable[[Floats], float], start: Floats, tolerance: float = 1e-3
) -> tuple[Floats, float]:
    """The lowest point near a start, and the value there.

    Args:
        function: of a vector like the start; its parameters are of about the same scale.
        start: (d,) first guess.
        tolerance: corners of the simplex, and their values, no further apart are the same.
    """
    points = np.vstack([start, start + _REACH * np.eye(len(start))])
    values = np.array([function(point) for point in points])
    for _ in range(_MOST_STEPS):
        order = np.argsort(values, kind="stable")
        points, values = points[order], values[order]
        if np.abs(points[1:] - points[0]).max() < tolerance and values[-1] - values[0] < tolerance:
            break
        _step(function, points, values)
    best = int(np.argmin(values))
    return points[best], float(values[best])


def _step(function: Callable[[Floats], float], points: Floats, values: Floats) -> None:
    """Replace the worst corner by a better point on the line through the others' middle, or draw all in."""
    middle = points[:-1].mean(axis=0)
    away = middle - points[-1]
    for reach, accept in ((1.0, values[-2]), (0.5, values[-1]), (-0.5, values[-1])):
        point = middle + reach * away
        value = function(point)
        if value < values[0] and reach == 1.0:
            further = middle + 2 * away
            if (better := function(further)) < value:
                point, value = further, better
        if value < accept:
            points[-1], values[-1] = point, value
            return
    points[1:] = points[0] + 0.5 * (points[1:] - points[0])
    values[1:] = [function(corner) for corner in points[1:]]
