"""The rhythm of each series of order days: its own gap, mixed with one of the book's, and how even it is."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from salesplan_xl.planning.customers.reorder.order_days import Floats, Ints, OrderDays, sums_by
from salesplan_xl.rules.year_end import ReorderRules


@dataclass(frozen=True)
class BookRhythm:
    """The gap of the book (geometric mean of all gaps of all customers, days) and the usual spread of log gaps."""

    gap: float
    spread: float


@dataclass(frozen=True)
class Rhythm:
    """The rhythm of each series on a day.

    Args:
        orders: (s,) order days.
        first, last: (s,) first and last order day, from 1970.
        elapsed: (s,) days since the last order.
        gap: (s,) own gap in days.
        spread: (s,) of the log of its gaps, the uncertainty of the gap included.
        log_gaps: (s,) sum of the logs of its gaps in days.
        variation: (s,) standard deviation of its gaps ÷ their mean; NaN below two gaps.
    """

    orders: Ints
    first: Ints
    last: Ints
    elapsed: Ints
    gap: Floats
    spread: Floats
    log_gaps: Floats
    variation: Floats

    @property
    def ratio(self) -> Floats:
        """(s,) time since the last order in own gaps."""
        return self.elapsed / self.gap

    @property
    def age(self) -> Ints:
        """(s,) days since the first order."""
        return self.last + self.elapsed - self.first


def gaps_of(days: OrderDays) -> tuple[Ints, Floats]:
    """The gaps between order days: (m,) series, (m,) days."""
    same = days.series[1:] == days.series[:-1]
    return days.series[1:][same], np.diff(days.day)[same].astype(np.float64)


def book_rhythm(days: OrderDays, rules: ReorderRules) -> BookRhythm:
    """The rhythm of the whole book, from the series of its customers.

    Golden: no customer ordered twice → 90 days.
    """
    series, gaps = gaps_of(days)
    if not len(gaps):
        return BookRhythm(rules.default_gap, rules.spread_prior)
    logs = np.log(gaps)
    gap = math.exp(float(logs.mean()))
    counts = np.bincount(series, minlength=len(days.keys))
    sums = np.bincount(series, logs, len(counts))
    own = np.exp((rules.gap_weight * math.log(gap) + sums) / (rules.gap_weight + counts))
    squares = np.bincount(series, (logs - np.log(own)[series]) ** 2, len(counts))
    several = counts >= 2
    spread = (
        math.sqrt(float(np.median(squares[several] / counts[several])))
        if several.any()
        else rules.spread_prior
    )
    return BookRhythm(gap, spread)


def rhythm_of(days: OrderDays, book: BookRhythm, as_of: int, rules: ReorderRules) -> Rhythm:
    """The rhythm of each series as it stands at the end of a day.

    Golden: order days 60 apart, six of them, book gap 72.06 → 61.9.
    """
    size, orders, starts = len(days.keys), days.counts, days.starts
    series, gaps = gaps_of(days)
    logs = np.log(gaps)
    sums = sums_by(series, logs, size)
    weight = rules.gap_weight + orders - 1
    gap = np.exp((rules.gap_weight * math.log(book.gap) + sums) / weight)
    squares = np.bincount(series, (logs - np.log(gap)[series]) ** 2, size)
    spread = np.sqrt((rules.spread_weight * book.spread**2 + squares) / (rules.spread_weight + orders - 1))
    spread = np.clip(spread, rules.spread_low, rules.spread_high) * np.sqrt(1 + 1 / orders)
    first = days.day[starts] if size else np.zeros(0, dtype=np.int64)
    last = days.day[starts + orders - 1] if size else first
    return Rhythm(orders, first, last, as_of - last, gap, spread, sums, _variation(series, gaps, orders - 1))


def _variation(series: Ints, gaps: Floats, counts: Ints) -> Floats:
    """(s,) coefficient of variation of the gaps of each series."""
    size = len(counts)
    some = np.maximum(counts, 1)
    mean = np.bincount(series, gaps, size) / some
    variance = np.bincount(series, (gaps - mean[series]) ** 2, size) / some
    shown = np.sqrt(variance) / np.where(mean > 0, mean, 1.0)
    return np.where(counts >= 2, shown, np.nan).astype(np.float64)
