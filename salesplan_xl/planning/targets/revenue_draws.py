"""Customers whose revenue varies: the sum of many, drawn with a fixed seed (guide/confidence.md).

A customer's revenue is what it would bring, less what it may lose, times a positive random factor of mean 1.
The factors share one shock (a good or a bad year for everybody); given the shock, customers are independent.
That is used three times:

* the shock is not drawn but walked through in equal steps of chance, so it adds no noise;
* the customers that matter most are drawn one by one, each over its own full range (a Latin hypercube),
  the first few of them evenly against each other as well;
* the many small ones are one sum: given the shock its mean and variance are known exactly, and a sum of
  many small independent parts has no other shape left to know.

Only the raw numbers of the PCG64 generator are used, which are fixed for all versions of numpy and all
machines; what is left to the machine is the last binary digit of ``exp``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Order = npt.NDArray[np.int32]

# The largest customers are drawn one by one. Behind this many each of the rest holds under 2 % of the
# variance that is not shared, so their sum is as good as its mean and variance.
DRAWN_ALONE = 60
# So many of the drawn parts are spread evenly over their common range instead of at random: steps by powers
# of the root of x⁷ = x + 1 (the golden ratio of six dimensions; Roberts 2018). It halves the noise and more
# in a book of few customers, where the draws matter most.
EVEN_PARTS = 6
_GOLDEN_6 = 1.1127756842787055
# Up to so many draws the orders are kept between two distributions: 20 MB at the default draws.
KEPT_DRAWS = 100_000


@dataclass(frozen=True, slots=True, eq=False)
class Varying:
    """Customers whose revenue varies: (n,) each, money in the book's unit.

    ``level`` if nothing is lost; ``drop`` is lost with ``chance``; ``sigma`` is the factor's log-scale sd.
    """

    level: Floats
    drop: Floats
    chance: Floats
    sigma: Floats

    def mean(self) -> Floats:
        """(n,) expected revenue."""
        return self.level - self.drop * self.chance

    def square(self) -> Floats:
        """(n,) expected square of the revenue before its random factor."""
        return self.mean() ** 2 + self.drop**2 * self.chance * (1.0 - self.chance)

    def own_variance(self, correlation: float) -> Floats:
        """(n,) the variance that each customer adds beyond the shared shock."""
        square = self.sigma**2
        return self.square() * np.exp(square) - self.mean() ** 2 * np.exp(square * correlation)

    def shared_variance(self, correlation: float) -> float:
        """The variance of the sum that comes from the shock all share."""
        sigmas, at = np.unique(self.sigma, return_inverse=True)
        sums = np.bincount(at, self.mean(), len(sigmas))
        return float(sums @ np.expm1(np.outer(sigmas, sigmas) * correlation) @ sums)

    def rows(self, chosen: npt.NDArray[np.int64]) -> Varying:
        """Some of the customers."""
        return Varying(self.level[chosen], self.drop[chosen], self.chance[chosen], self.sigma[chosen])


def log_sigma(sd: Floats) -> Floats:
    """The log-scale sd of a lognormal factor with mean 1 and the given sd (a fraction)."""
    return np.asarray(np.sqrt(np.log1p(np.maximum(sd, 0.0) ** 2)), dtype=np.float64)


@lru_cache(maxsize=4)
def normal_scores(draws: int) -> Floats:
    """(draws,) the normal curve in equal steps of chance, ascending, scaled to variance 1."""
    curve = NormalDist()
    scores = np.array([curve.inv_cdf((at + 0.5) / draws) for at in range(draws)])
    scores /= math.sqrt(float((scores**2).mean()))
    scores.setflags(write=False)
    return scores


class _Shuffler:
    """Orders of the draws, one for each part that varies: the first ones even, the others random."""

    def __init__(self, seed: int, draws: int) -> None:
        self._seed, self._draws = seed, draws
        self._given = 0

    def order(self) -> Order:
        """(draws,) a permutation of 0…draws−1: the step of chance that each draw takes."""
        self._given += 1
        find = _kept_order if self._draws <= KEPT_DRAWS else _order
        return find(self._seed, self._draws, self._given)


def _order(seed: int, draws: int, number: int) -> Order:
    """The order of the ``number``-th part (from 1); nothing but these three decides it."""
    bits = np.random.PCG64(seed)
    bits.advance(min(number - 1, EVEN_PARTS) + max(number - 1 - EVEN_PARTS, 0) * draws)
    if number > EVEN_PARTS:
        return _sorted_places(np.asarray(bits.random_raw(draws)))
    start = int(bits.random_raw()) / 2**64
    stride = 1.0
    # Divided step by step: the power function may differ in its last digit between machines.
    for _ in range(number):
        stride /= _GOLDEN_6
    places = (np.arange(draws) * stride + start) % 1.0
    order = np.empty(draws, dtype=np.int32)
    order[np.argsort(places)] = np.arange(draws)
    return order


# The plan and its scenarios draw with the same seed: the orders are found once.
_kept_order = lru_cache(maxsize=2 * DRAWN_ALONE + 1)(_order)


def _sorted_places(raw: npt.NDArray[np.uint64]) -> Order:
    """The order that sorts raw numbers by their upper 32 bits: two sorts of 16 bits are the fastest there is."""
    upper, lower = ((raw >> np.uint64(shift)).astype(np.uint16) for shift in (48, 32))
    order = np.argsort(lower, kind="stable")
    return np.asarray(order[np.argsort(upper[order], kind="stable")], dtype=np.int32)


@dataclass(frozen=True, slots=True, eq=False)
class Rest:
    """The sum of everything too small to be drawn alone and untouched by the shock."""

    mean: float = 0.0
    variance: float = 0.0


def draw_sum(customers: Varying, rest: Rest, correlation: float, draws: int, seed: int) -> Floats:
    """Draws of the summed revenue, ascending.

    Args:
        customers: those whose revenue varies; their order does not matter.
        rest: mean and variance of many small independent amounts, added to the small customers.
        correlation: of the log factors of two customers, 0–1.
        draws: number of draws.
        seed: same seed, same draws.

    Returns:
        (draws,) money, ascending; all equally likely.
    """
    order = _by_spread(customers, correlation)
    ordered = customers.rows(order)
    shuffler = _Shuffler(seed, draws)
    factors = _Factors(correlation, normal_scores(draws))
    total = _small(ordered.rows(np.arange(min(DRAWN_ALONE, len(order)), len(order))), rest, factors, shuffler)
    alone = ordered.rows(np.arange(min(DRAWN_ALONE, len(order))))
    columns = (alone.level, alone.drop, alone.chance, alone.sigma)
    for level, drop, chance, sigma in zip(*(column.tolist() for column in columns), strict=True):
        money = level - drop * _lost(chance, shuffler, draws) if drop else level
        total += factors.shared(sigma) * factors.own(sigma)[shuffler.order()] * money
    total.sort()
    return total


def _lost(chance: float, shuffler: _Shuffler, draws: int) -> npt.NDArray[np.bool_]:
    """(draws,) whether the loss happens: in its share of the draws, at random places."""
    return np.asarray(shuffler.order() + 0.5 < chance * draws, dtype=bool)


def _by_spread(customers: Varying, correlation: float) -> npt.NDArray[np.int64]:
    """Customers by what they add to the spread, most first, whatever order and money unit they came in."""
    spread = np.sqrt(np.maximum(customers.own_variance(correlation), 0.0))
    scale = float(np.abs(customers.level).max(initial=0.0)) or 1.0
    keys = (
        customers.sigma,
        customers.chance,
        customers.drop / scale,
        customers.level / scale,
        -spread / scale,
    )
    return np.lexsort([np.round(key, 12) for key in keys])


class _Factors:
    """The random factors by log-scale sd: the part all share and the customer's own, each of mean 1."""

    def __init__(self, correlation: float, scores: Floats) -> None:
        self.correlation = correlation
        self.draws = len(scores)
        self._scores = scores
        self._by_sigma: dict[float, Floats] = {}

    def _factor(self, sigma: float) -> Floats:
        if sigma not in self._by_sigma:
            factor = np.exp(sigma * self._scores)
            self._by_sigma[sigma] = factor / factor.mean()
        return self._by_sigma[sigma]

    def shared(self, sigma: float) -> Floats:
        """(draws,) the factor of the common shock, from the worst year to the best."""
        return self._factor(sigma * math.sqrt(self.correlation))

    def own(self, sigma: float) -> Floats:
        """(draws,) the customer's own factor, ascending: to be shuffled."""
        return self._factor(sigma * math.sqrt(1.0 - self.correlation))

    def shuffled_normal(self, shuffler: _Shuffler) -> Floats:
        """(draws,) standard normal draws."""
        return np.asarray(self._scores[shuffler.order()], dtype=np.float64)


def _small(customers: Varying, rest: Rest, factors: _Factors, shuffler: _Shuffler) -> Floats:
    """(draws,) the sum of the small customers and the rest: mean and variance given the shock, one shape."""
    if not len(customers.level) and rest.variance == 0.0:
        return np.full(factors.draws, rest.mean)
    normal = factors.shuffled_normal(shuffler)
    mean = np.full(factors.draws, rest.mean)
    variance = np.full(factors.draws, rest.variance)
    for sigma in np.unique(customers.sigma).tolist():
        same = customers.rows(np.flatnonzero(customers.sigma == sigma))
        shared = factors.shared(sigma)
        own = math.exp(sigma**2 * (1.0 - factors.correlation))
        mean += math.fsum(same.mean()) * shared
        variance += (math.fsum(same.square()) * own - math.fsum(same.mean() ** 2)) * shared**2
    variance = np.maximum(variance, 0.0)
    if (mean <= 0.0).any():
        return np.asarray(mean + np.sqrt(variance) * normal, dtype=np.float64)
    sigma_all = np.sqrt(np.log1p(variance / mean**2))
    return np.asarray(mean * np.exp(sigma_all * normal - sigma_all**2 / 2.0), dtype=np.float64)
