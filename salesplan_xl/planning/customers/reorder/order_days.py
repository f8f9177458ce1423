"""The days on which customers ordered, and money as it counts on them; plain arrays, no tables (guide/reorder.md)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

EPOCH = np.datetime64("1970-01-01")
_ZERO = dt.date(1970, 1, 1).toordinal()


@dataclass(frozen=True)
class OrderDays:
    """Order days, one row each, by series and day.

    A series is a customer, or a customer's product line. Days are counted from 1970.

    Args:
        keys: (s,) the series in order of appearance of their names: customer, or customer and line.
        series: (n,) which series a day belongs to, ascending.
        day: (n,) ascending inside a series.
        money: (n,) net money of the day, > 0.
    """

    keys: tuple[tuple[str, ...], ...]
    series: Ints
    day: Ints
    money: Floats

    @property
    def starts(self) -> Ints:
        """(s,) the first row of each series."""
        return np.searchsorted(self.series, np.arange(len(self.keys)))

    @property
    def counts(self) -> Ints:
        """(s,) order days of each series."""
        return np.bincount(self.series, minlength=len(self.keys)).astype(np.int64)

    def until(self, day: int) -> OrderDays:
        """The order days up to a day; series that had none drop out."""
        return self.where(self.day <= day)

    def where(self, chosen: npt.NDArray[np.bool_]) -> OrderDays:
        """The chosen order days; series without any drop out."""
        left, series = np.unique(self.series[chosen], return_inverse=True)
        keys = tuple(self.keys[at] for at in left)
        return OrderDays(keys, series.astype(np.int64), self.day[chosen], self.money[chosen])


def day_number(day: dt.date) -> int:
    """Days from 1970 to a date."""
    return day.toordinal() - _ZERO


def date_of(number: int) -> dt.date:
    """The date so many days from 1970."""
    return dt.date.fromordinal(number + _ZERO)


def sums_by(series: Ints, values: Floats, size: int) -> Floats:
    """(size,) the sum of the values of each series."""
    return np.bincount(series, values, size).astype(np.float64)


def days_with_money(
    keys: tuple[tuple[str, ...], ...], series: Ints, day: Ints, home: Ints, net: Floats, least: float
) -> OrderDays:
    """The days on which net money is more than ``least``, by series.

    Args:
        keys: the series.
        series, day: (n,) of each line.
        home: (n,) the day a line counts on; −1 for a credit note that counts on the last order day until then.
        net: (n,) money; negative for a credit note.
    """
    where = np.where(net < 0, _last_order_before(series, day, home, net), home)
    span = np.int64(1) << 32
    stamps, place = np.unique(series.astype(np.int64) * span + where, return_inverse=True)
    sums = np.round(sums_by(place.astype(np.int64), net, len(stamps)), 9)
    kept = sums > least
    made = OrderDays(keys, (stamps // span)[kept], (stamps % span)[kept], sums[kept])
    return made.where(np.ones(int(kept.sum()), dtype=bool))


def _last_order_before(codes: Ints, day: Ints, home: Ints, net: Floats) -> Ints:
    """(n,) where money counts: given homes, and for credit notes without one the last order day on or before."""
    orders = net > 0
    span = np.int64(1) << 32
    stamps = np.unique(codes[orders].astype(np.int64) * span + home[orders])
    wanted = codes.astype(np.int64) * span + day
    at = np.searchsorted(stamps, wanted, side="right") - 1
    before = stamps[np.maximum(at, 0)] if len(stamps) else wanted
    fits = (at >= 0) & (before // span == codes)
    last = np.where(fits, before % span, day)
    return np.where(home >= 0, home, last).astype(np.int64)
