"""The book's own curve of gaps, by how often a customer has ordered: how many are still silent after so many own gaps.

Kaplan–Meier over every order ever placed: its waiting time in gaps as they were then, ended by the next order or
cut off today (guide/reorder.md).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from salesplan_xl.planning.customers.reorder.order_days import Floats, Ints, OrderDays
from salesplan_xl.planning.customers.reorder.rhythm import BookRhythm
from salesplan_xl.rules.year_end import ReorderRules

# Customers of 1, 2, 3, 4–5, 6–9 and 10 or more orders: first number of each band.
_BANDS = np.array([1, 2, 3, 4, 6, 10])


@dataclass(frozen=True)
class GapCurve:
    """A curve of survival: silent longer than each of ``ratios`` own gaps, the share in ``silent``."""

    ratios: Floats
    silent: Floats

    def at(self, ratio: Floats) -> Floats:
        """The share still silent after so many own gaps."""
        where = np.searchsorted(self.ratios, ratio, side="right")
        return np.concatenate([[1.0], self.silent])[where]


@dataclass(frozen=True)
class GapCurves:
    """Curves by band of order days; ``band`` tells which curve a band uses. No curve without a single gap."""

    curves: tuple[GapCurve, ...]
    band: Ints

    def order_chance(self, orders: Ints, elapsed: Ints, gap: Floats, days: float) -> Floats:
        """(s,) the chance of an order within so many days after the silence so far; NaN where nothing is known."""
        chance = np.full(len(orders), np.nan)
        curve_of = self.band[np.searchsorted(_BANDS, orders, side="right") - 1]
        for at, curve in enumerate(self.curves):
            rows = curve_of == at
            silent = curve.at(elapsed[rows] / gap[rows])
            later = curve.at((elapsed[rows] + days) / gap[rows])
            chance[rows] = np.where(silent > 0, 1.0 - later / np.where(silent > 0, silent, 1.0), 0.0)
        return chance


def gap_curves(days: OrderDays, book: BookRhythm, as_of: int, rules: ReorderRules) -> GapCurves:
    """The curves of a book at the end of a day; bands with too few gaps are joined with their neighbours."""
    waits, ended, orders = _waits(days, book, as_of, rules)
    bands = np.searchsorted(_BANDS, orders, side="right") - 1
    events = np.bincount(bands[ended], minlength=len(_BANDS))
    group, groups = np.zeros(len(_BANDS), dtype=np.int64), 0
    gathered = 0
    for band, count in enumerate(events.tolist()):
        group[band] = groups
        gathered += count
        if gathered >= rules.least_events and events[band + 1 :].sum() >= rules.least_events:
            groups, gathered = groups + 1, 0
    of = group[bands]
    if not ended.any():
        return GapCurves((), group)
    return GapCurves(tuple(_curve(waits[of == at], ended[of == at]) for at in range(groups + 1)), group)


def _waits(days: OrderDays, book: BookRhythm, as_of: int, rules: ReorderRules) -> tuple[Floats, Ints, Ints]:
    """Of every order: waiting time in gaps as they were then, whether an order ended it, order days until then."""
    starts = days.starts[days.series]
    orders = np.arange(len(days.day)) - starts + 1
    same = np.append(days.series[1:] == days.series[:-1], False)
    following = np.append(days.day[1:], as_of)
    wait = np.where(same, following, as_of) - days.day
    logs = np.where(same, np.log(np.maximum(wait, 1)), 0.0)
    before = np.concatenate([[0.0], np.cumsum(logs)[:-1]])
    own = before - before[starts]  # logs of the gaps of this customer before this order
    weight = rules.gap_weight + orders - 1
    gap = np.exp((rules.gap_weight * math.log(book.gap) + own) / weight)
    return wait / gap, same, orders


def _curve(waits: Floats, ended: Ints) -> GapCurve:
    """Kaplan–Meier: at each waiting time that ended, those still waiting lose their share."""
    order = np.argsort(waits, kind="stable")
    times, first = np.unique(waits[order], return_index=True)
    ends = np.add.reduceat(ended[order].astype(np.float64), first)
    waiting = len(waits) - first
    return GapCurve(times, np.cumprod(1.0 - ends / waiting).astype(np.float64))
