"""The lowest point of a smooth function of a few parameters, downhill by its slope.

Source: the quasi-Newton method of Broyden, Fletcher, Goldfarb and Shanno (1970).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Sloped = Callable[[Floats], tuple[float, Floats]]
# The first step is no longer than this; a step is halved so often before the search ends, and so many are made.
_REACH = 0.5
_MOST_HALVINGS = 30
_MOST_STEPS = 200
# A step must gain this part of what the slope at its start promises.
_LEAST_GAIN = 1e-4


def lowest(function: Sloped, start: Floats, tolerance: float = 1e-4) -> tuple[Floats, float]:
    """The lowest point downhill of a start, and the value there.

    Args:
        function: value and (d,) slope at a vector like the start; its parameters are of about the same scale, and
            where it is infinite nobody asks for the slope.
        start: (d,) first guess, where the function is finite.
        tolerance: a slope no steeper than this is level.
    """
    at, (value, slope) = start, function(start)
    steepest = max(float(np.abs(slope).max()), _REACH)
    reach = _REACH / steepest * np.eye(len(start))  # the inverse of the curvature, as far as it is known
    for _ in range(_MOST_STEPS):
        if np.abs(slope).max() <= tolerance:
            break
        step = _step(function, at, value, slope, -reach @ slope)
        if step is None:
            break
        point, value, steeper = step
        reach = _updated(reach, point - at, steeper - slope)
        at, slope = point, steeper
    return at, value


def _step(
    function: Sloped, at: Floats, value: float, slope: Floats, way: Floats
) -> tuple[Floats, float, Floats] | None:
    """The first point of the halved ways that is low enough; ``None`` when there is no way down any more."""
    promised = float(slope @ way)
    for halvings in range(_MOST_HALVINGS):
        part = 0.5**halvings
        lower, steeper = function(at + part * way)
        if lower <= value + _LEAST_GAIN * part * promised:
            return at + part * way, lower, steeper
    return None


def _updated(reach: Floats, moved: Floats, bent: Floats) -> Floats:
    """The inverse curvature after a step that changed the slope; a slope that did not rise along it teaches nothing."""
    rise = float(moved @ bent)
    if rise <= 0.0:
        return reach
    keep = np.eye(len(moved)) - np.outer(moved, bent) / rise
    return np.asarray(keep @ reach @ keep.T + np.outer(moved, moved) / rise)
