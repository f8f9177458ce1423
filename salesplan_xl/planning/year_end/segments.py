"""Recency, frequency and money of each customer, and the segment they make; the same for books of every size."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from salesplan_xl.planning.customers.reorder.order_days import (
    Floats,
    Ints,
    OrderDays,
    date_of,
    day_number,
    sums_by,
)
from salesplan_xl.planning.customers.reorder.rhythm import Rhythm
from salesplan_xl.rules.year_end import SeasonRules

SEGMENTS = (
    "champion", "steady", "big_rare", "new_small", "key_due", "small_due", "key_lost", "small_lost",
)  # fmt: skip
# The highest score; each line that is crossed costs one.
BEST_SCORE = 5


class Scores(NamedTuple):
    """(s,) recency, frequency and money, 5 is best, and the segment they make."""

    r: Ints
    f: Ints
    m: Ints
    segment: npt.NDArray[np.object_]


def segment_scores(days: OrderDays, rhythm: Rhythm, as_of: int, rules: SeasonRules) -> Scores:
    """Scores and segment of each series of customers.

    Args:
        days, rhythm: the customers' order days, and their rhythm at the end of the as-of day.
        as_of: from 1970.
    """
    recent = days.day > months_back(as_of, rules.rfm_months)
    size = len(days.keys)
    orders = np.bincount(days.series[recent], minlength=size).astype(np.int64)
    money = sums_by(days.series[recent], days.money[recent], size)
    names = np.array([key[0] for key in days.keys], dtype=object)
    r, f, m = recency(rhythm.ratio, rules), frequency(orders, rules), money_scores(money, names, rules)
    return Scores(r, f, m, segments_of(r, f, m))


def months_back(day: int, months: int) -> int:
    """The day so many months earlier, from 1970; of the 31st the last day of a shorter month."""
    date = date_of(day)
    line = date.year * 12 + date.month - 1 - months
    year, month = line // 12, line % 12 + 1
    return day_number(dt.date(year, month, min(date.day, monthrange(year, month)[1])))


def recency(ratio: Floats, rules: SeasonRules) -> Ints:
    """(s,) 5 within one own gap, 4 within one and a half, then 3, 2 and 1."""
    crossed = sum((np.round(ratio, 9) > line).astype(np.int64) for line in rules.rfm_ratios)
    return np.asarray(BEST_SCORE - crossed, dtype=np.int64)


def frequency(orders: Ints, rules: SeasonRules) -> Ints:
    """(s,) 5 from eight order days on, then 4, 3, 2 and 1."""
    short = sum((orders < line).astype(np.int64) for line in rules.rfm_orders)
    return np.asarray(BEST_SCORE - short, dtype=np.int64)


def money_scores(money: Floats, names: npt.NDArray[np.object_], rules: SeasonRules) -> Ints:
    """(s,) by the share of money that larger customers bring: 5 before half of it, 4, 3, 2; 1 without money."""
    clear = np.maximum(money, 0.0)
    order = np.lexsort((names.astype(str), -clear))
    whole = float(clear.sum())
    before = np.zeros(len(money))
    before[order] = np.concatenate([[0.0], np.cumsum(clear[order])[:-1]])
    share = np.round(before / whole, 9) if whole > 0 else before
    score = BEST_SCORE - sum((share >= line).astype(np.int64) for line in rules.rfm_shares)
    return np.asarray(np.where(money > 0, score, 1), dtype=np.int64)


def segments_of(r: Ints, f: Ints, m: Ints) -> npt.NDArray[np.object_]:
    """(s,) the segment of the scores; the first that fits, and one always does."""
    often, big = f >= 4, m >= 4
    cases = [
        (r >= 4) & often & big, (r >= 4) & (f >= 3), (r >= 4) & big, r >= 4, (r >= 2) & ((f >= 3) | big), r >= 2,
        often | big,
    ]  # fmt: skip
    return np.asarray(np.select(cases, list(SEGMENTS[:-1]), SEGMENTS[-1]), dtype=object)
