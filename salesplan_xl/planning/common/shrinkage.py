"""Shares of a year learnt from a thin past: own years held to a parent, the less past there is the more."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from salesplan_xl.rules import QuarterRules

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def shrunk_shares(money: Floats, parent: Floats, rules: QuarterRules) -> tuple[Floats, npt.NDArray[np.int64]]:
    """Shares of units shrunk toward a parent.

    One year counts ``one_year_weight``. Two or more: between-unit variance ÷ (between + within ÷ years),
    both pooled over the units with two or more years (positive-part empirical Bayes).

    Args:
        money: (n, years, k) net money.
        parent: (k,) shares.

    Returns:
        (n, k) shares adding up to 1, and (n,) the number of years used.
    """
    kept = np.maximum(money, 0.0) * (money.sum(axis=2, keepdims=True) > 0)
    totals = kept.sum(axis=2)
    used = totals > 0
    years = used.sum(axis=1)
    shares = kept / np.where(used, totals, 1.0)[:, :, None]
    mean = shares.sum(axis=1) / np.maximum(years, 1)[:, None]
    spread = (((shares - mean[:, None, :]) ** 2).sum(axis=2) * used).sum(axis=1)
    weight = np.select(
        [years == 0, years == 1], [0.0, rules.one_year_weight], _bayes_weight(mean, spread, years, parent)
    )
    return weight[:, None] * mean + (1.0 - weight[:, None]) * parent, years


def _bayes_weight(mean: Floats, spread: Floats, years: npt.NDArray[np.int64], parent: Floats) -> Floats:
    """(n,) how far each unit's own mean is to be believed, 0–1."""
    several = years >= 2
    if not several.any():
        return np.zeros(len(years))
    within = spread[several].sum() / (years[several] - 1).sum()
    distance = ((mean[several] - parent) ** 2).sum(axis=1)
    between = max(0.0, float((distance - within / years[several]).mean()))
    noise = within / np.maximum(years, 1)
    total = between + noise
    return np.where(total > 0, between / np.where(total > 0, total, 1.0), 1.0)


def lone_year_weight(amounts: Floats, months: Ints, shares: Floats, rules: QuarterRules) -> float:
    """The weight, 0–1, by which the only year of a book's only customer is believed.

    Its parent, the book, is itself: there is nobody to learn from, so the year is held to an even one once, half by
    how far it differs from even beyond chance and half by the weight of any single year. Chance is that of orders
    coming now and then (none where as many come every month) and what every month moves from year to year.

    Args:
        amounts: (n,) money of the year's orders, > 0.
        months: (n,) month of each, 0–11.
        shares: (k,) the year's shares of quarters or months.
        rules: ``yearly_noise``.
    """
    total = float(amounts.sum())
    if total <= 0.0:
        return 0.0
    counts = np.bincount(months, minlength=12)
    part = np.bincount(months, amounts, minlength=12) / total
    irregular = min(1.0, float(counts.var() / counts.mean()))
    chance = irregular * float((amounts**2).sum()) / total**2 * (1.0 - float((part**2).sum()))
    noise = chance + rules.yearly_noise**2 * float((part**2).sum())
    distance = float(((shares - 1.0 / len(shares)) ** 2).sum())
    evidence = max(0.0, 1.0 - noise / distance) if distance > 0.0 else 0.0
    return (rules.one_year_weight + evidence) / 2
