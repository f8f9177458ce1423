"""Buying more or less: a stretch of days against as many before, never a stretch the order list does not cover."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from salesplan_xl.planning.common.year_calendar import YearCalendar
from salesplan_xl.planning.customers.reorder.order_days import (
    Floats,
    Ints,
    OrderDays,
    date_of,
    day_number,
)
from salesplan_xl.planning.customers.reorder.order_money import money_since
from salesplan_xl.rules.year_end import ReorderRules

NEW, STOPPED, LESS, MORE, SAME = "new", "stopped", "less", "more", "same"


@dataclass(frozen=True)
class Windows:
    """The two stretches of days that are compared: each after its first and up to its second day, from 1970."""

    now: tuple[int, int]
    before: tuple[int, int]


@dataclass(frozen=True)
class Trend:
    """(s,) change of money, a share, NaN where nothing is compared; and the word for it, ``None`` where none."""

    change: Floats
    label: npt.NDArray[np.object_]


def trend_windows(first: int, as_of: int, calendar: YearCalendar, rules: ReorderRules) -> Windows | None:
    """The stretches to compare: twelve months with the twelve before, else this year with the same days of last year.

    Args:
        first: the book's first order day.
        as_of: today.

    Returns:
        ``None`` where the list covers neither, or this year is too young.
    """
    year = rules.trend_window
    if first <= as_of - 2 * year:
        return Windows((as_of - year, as_of), (as_of - 2 * year, as_of - year))
    today = date_of(as_of)
    start = _year_start(today, calendar)
    earlier, same_day = _year_back(start), _year_back(today)
    covered = date_of(first) < _next_month(earlier)
    if not covered or (today - start).days + 1 < rules.trend_least:
        return None
    return Windows((day_number(start) - 1, as_of), (day_number(earlier) - 1, day_number(same_day)))


def trend_of(days: OrderDays, windows: Windows | None, rules: ReorderRules) -> Trend:
    """The trend of each series.

    Golden: 100 every month from January to August of both years → ``same``; half of it, six orders before → ``less``.
    """
    size = len(days.keys)
    if windows is None:
        return Trend(np.full(size, np.nan), np.full(size, None, dtype=object))
    now, before = money_since(days, *windows.now), money_since(days, *windows.before)
    change = np.where(before > 0, now / np.where(before > 0, before, 1.0) - 1.0, np.nan)
    counts = _orders_in(days, windows.before)
    # A share of exactly 30 % less must not hang on binary dust.
    clean = np.round(change, 9)
    label = np.select(
        [
            (before <= 0) & (now > 0), before <= 0, now <= 0,
            (clean <= rules.trend_drop) & (counts >= rules.trend_orders), clean >= rules.trend_rise,
        ],
        [NEW, "", STOPPED, LESS, MORE],
        SAME,
    )  # fmt: skip
    words = label.astype(object)
    words[label == ""] = None
    return Trend(change, words)


def _orders_in(days: OrderDays, window: tuple[int, int]) -> Ints:
    inside = (days.day > window[0]) & (days.day <= window[1])
    return np.bincount(days.series[inside], minlength=len(days.keys)).astype(np.int64)


def _year_start(today: dt.date, calendar: YearCalendar) -> dt.date:
    """First day of the business year that a day lies in."""
    year = next(
        year for year in (today.year + 1, today.year, today.year - 1) if calendar.start(year) <= today
    )
    return calendar.start(year)


def _year_back(day: dt.date) -> dt.date:
    """The same day a year before; of 29 February the 28th."""
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap else day.day)


def _next_month(day: dt.date) -> dt.date:
    return (day.replace(day=1) + dt.timedelta(days=31)).replace(day=1)
