"""Deals that come whole or not at all, added up exactly (guide/confidence.md, guaranteed and stretch).

The distribution of a handful of big projects is a list of possible sums with their chances. It is worked out
deal by deal; a normal curve through the weighted sum would promise figures that cannot happen.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

# Twenty deals of odd sizes have 2^20 different sums at most; up to there nothing is rounded.
EXACT_SUMS = 1 << 20
# Finer than anybody plans: with more sums than asked for they are kept on a grid of this many steps.
GRID_STEPS = 4096
# Sums closer than this, relative to the largest, are the same sum with binary noise.
SAME = 1e-11


@dataclass(frozen=True, slots=True, eq=False)
class Lumps:
    """Possible sums of money, ascending, and the chance of each; the chances add up to 1."""

    values: Floats
    chances: Floats

    def tails(self) -> Floats:
        """(n,) the chance of reaching at least each value."""
        return np.cumsum(self.chances[::-1])[::-1]

    def moved(self, amount: float) -> Lumps:
        """The same sums on top of a certain amount."""
        return Lumps(self.values + amount, self.chances)


NOTHING = Lumps(np.zeros(1), np.ones(1))


def convolve_deals(amounts: Floats, chances: Floats, most: int = EXACT_SUMS) -> Lumps:
    """The distribution of the sum of independent deals.

    Args:
        amounts: (n,) money; a negative amount is something that may be lost.
        chances: (n,) 0–1; outside values are taken as the limit.
        most: different sums kept exactly. Beyond it the sums go onto a grid of ``GRID_STEPS`` steps, each
            shared between its two neighbours so that the mean stays exact.

    Returns:
        Every possible sum with its chance; the order of the deals does not matter.

    Golden: 120 at 40 %, 300 at 60 %, 80 at 80 % reach 80 with more than 80 % chance, 120 with less.
    """
    chance = np.clip(chances, 0.0, 1.0)
    losing = amounts < 0
    certain = math.fsum(amounts[losing]) + math.fsum(amounts[(chance == 1.0) & ~losing])
    certain -= math.fsum(amounts[losing & (chance == 0.0)])
    open_deals = (chance > 0.0) & (chance < 1.0) & (amounts != 0.0)
    size = np.abs(amounts[open_deals])
    # What may be lost is lost for certain and may be kept: a deal like any other.
    won = np.where(losing, 1.0 - chance, chance)[open_deals]
    order = np.lexsort((won, -size))
    return _folded(size[order], won[order], most).moved(certain)


def _folded(sizes: Floats, chances: Floats, most: int) -> Lumps:
    """Deals added one by one, largest first, exactly as long as the sums are few enough."""
    sums = NOTHING
    for at, (size, chance) in enumerate(zip(sizes.tolist(), chances.tolist(), strict=True)):
        if 2 * len(sums.values) > most:
            return _on_grid(sums, sizes[at:], chances[at:], float(sizes.sum()))
        sums = _with_deal(sums, size, chance)
    return sums


def _with_deal(sums: Lumps, size: float, chance: float) -> Lumps:
    """Every sum without the deal and with it; equal sums become one, so equal deals stay few."""
    both = Lumps(
        np.concatenate([sums.values, sums.values + size]),
        np.concatenate([sums.chances * (1.0 - chance), sums.chances * chance]),
    )
    return _merged(both)


def _merged(sums: Lumps) -> Lumps:
    """Sums in order, equal ones once; the first of nearly equal values stands for them."""
    order = np.argsort(sums.values, kind="stable")
    values = sums.values[order]
    tolerance = SAME * max(abs(float(values[0])), abs(float(values[-1])), 1e-300)
    starts = np.flatnonzero(np.concatenate([[True], values[1:] - values[:-1] > tolerance]))
    return Lumps(values[starts], np.add.reduceat(sums.chances[order], starts))


def _on_grid(sums: Lumps, sizes: Floats, chances: Floats, largest: float) -> Lumps:
    """The sums so far put onto a grid of money, and the remaining deals added there."""
    step = largest / GRID_STEPS
    whole, part = _steps(sums.values / step)
    # Each deal may reach one grid line beyond its size.
    length = GRID_STEPS + len(sizes) + 3
    cells = np.zeros(length)
    np.add.at(cells, whole, sums.chances * (1.0 - part))
    np.add.at(cells, whole + 1, sums.chances * part)
    wholes, parts = _steps(sizes / step)
    for jump, rest, chance in zip(wholes.tolist(), parts.tolist(), chances.tolist(), strict=True):
        won = cells * chance
        cells -= won
        cells[jump:] += won[: length - jump] * (1.0 - rest)
        cells[jump + 1 :] += won[: length - jump - 1] * rest
    filled = np.flatnonzero(cells > 0.0)
    return Lumps(np.asarray(filled * step, dtype=np.float64), cells[filled])


def _steps(position: Floats) -> tuple[npt.NDArray[np.int64], Floats]:
    """Whole grid steps and the fraction beyond them."""
    whole = np.floor(position)
    return whole.astype(np.int64), position - whole
