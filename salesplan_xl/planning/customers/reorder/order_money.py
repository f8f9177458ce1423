"""The money of coming orders: the worth of one, and what comes in so many days (guide/reorder.md)."""

from __future__ import annotations

import numpy as np

from salesplan_xl.planning.customers.reorder.combination import Series
from salesplan_xl.planning.customers.reorder.order_days import Floats, Ints, OrderDays, sums_by
from salesplan_xl.rules.year_end import ReorderRules


def order_values(days: OrderDays, rules: ReorderRules) -> Floats:
    """(s,) what an order of each customer is worth: its mean, mixed with two of the book's; odd orders are cut.

    Golden: two orders of 100 in a book whose mean is 100 → 100.
    """
    if not len(days.day):
        return np.zeros(0)
    weight, counts = rules.order_weight, days.counts
    mean = float(days.money.mean())
    median = _medians(days)
    typical = np.exp((weight * np.log(np.median(days.money)) + counts * np.log(median)) / (weight + counts))
    cut = np.minimum(days.money, rules.odd_order * typical[days.series])
    worth = (weight * mean + sums_by(days.series, cut, len(days.keys))) / (weight + counts)
    return np.asarray(worth, dtype=np.float64)


def _medians(days: OrderDays) -> Floats:
    """(s,) the median order of each series."""
    order = np.lexsort((days.money, days.series))
    money, starts, counts = days.money[order], days.starts, days.counts
    middle = (money[starts + (counts - 1) // 2] + money[starts + counts // 2]) / 2
    return np.asarray(middle, dtype=np.float64)


def money_since(days: OrderDays, after: int, until: int) -> Floats:
    """(s,) money of the order days after a day up to another."""
    inside = (days.day > after) & (days.day <= until)
    return sums_by(days.series[inside], days.money[inside], len(days.keys))


def money_expected(
    series: Series, counts: Floats, values: Floats, as_of: int, horizon: float, rules: ReorderRules
) -> Floats:
    """(s,) money of the next so many days: orders times their worth, tempered by the last twelve months.

    Args:
        counts: (s,) orders expected in that time.
        values: (s,) what an order is worth.
    """
    recent = money_since(series.days, as_of - rules.recent_days, as_of)
    pace = recent * max(horizon, 0.0) / recent_length(series.rhythm.age, rules)
    return rules.model_share * counts * values + (1.0 - rules.model_share) * series.standing.alive * pace


def recent_length(age: Ints, rules: ReorderRules) -> Floats:
    """(s,) days that the money of the last twelve months stands for."""
    return np.clip(age, rules.recent_least, rules.recent_days).astype(np.float64)
