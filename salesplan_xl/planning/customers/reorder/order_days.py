"""The days on which customers ordered, credit notes taken off the order they belong to (guide/reorder.md)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.money import WAN, Unit
from salesplan_xl.planning.common.customer_book import filled, net_amounts

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


def usable_lines(orders: pd.DataFrame) -> pd.DataFrame:
    """Order lines with customer, date and amount: customer, line, order_no, product, quantity, unit, day, net, home.

    ``day`` counts from 1970, ``net`` is money, ``home`` the day a credit note counts against, see ``order_days``.
    """
    usable = filled(orders["customer"]) & orders["date"].notna() & orders["amount"].notna()
    texts = ["customer", "line", "order_no", "product", "quantity", "unit"]
    rows = orders.reindex(columns=texts)[usable].reset_index(drop=True)
    days = orders.loc[usable, "date"].to_numpy().astype("datetime64[D]")
    net = net_amounts(orders)[usable].to_numpy(dtype=np.float64)
    return _with_homes(rows.assign(day=(days - EPOCH).astype(np.int64), net=net))


def order_days(lines: pd.DataFrame, by: Sequence[str] = ("customer",), money: Unit = WAN) -> OrderDays:
    """Days with positive net money of each series.

    Lines of a day are one order. A credit note counts against the order number it carries, else against the last
    order day of its series on or before it; a day that is worth nothing any more is no order day.

    Args:
        lines: see ``usable_lines``.
        by: what makes a series; lines with a blank part are in none.
        money: unit of the amounts.

    Golden: order of 50 in March, credit note of 50 in April carrying its number: no order day.
    """
    whole = np.logical_and.reduce([filled(lines[key]).to_numpy() for key in by])
    rows = lines[whole]
    names = list(zip(*(rows[key] for key in by), strict=True))
    codes, keys = pd.factorize(pd.Series(names, dtype=object))
    days, net = rows["home"].to_numpy(), rows["net"].to_numpy()
    days = np.where(net < 0, _last_order_before(codes, rows["day"].to_numpy(), days, net), days)
    sums = (
        pd.DataFrame({"series": codes, "day": days, "money": net}).groupby(["series", "day"])["money"].sum()
    )
    kept = sums[sums > money.tolerance]
    series = kept.index.get_level_values(0).to_numpy()
    made = OrderDays(
        tuple(keys), series.astype(np.int64), kept.index.get_level_values(1).to_numpy(dtype=np.int64),
        np.round(kept.to_numpy(), 9),
    )  # fmt: skip
    return made.where(np.ones(len(series), dtype=bool))


def _with_homes(lines: pd.DataFrame) -> pd.DataFrame:
    """The lines with ``home``: the day of the order that a credit note names, its own day otherwise, −1 unnamed.

    A credit note without a product line takes that of the order it names.
    """
    named = filled(lines["order_no"])
    orders = lines[named & (lines["net"] > 0)].drop_duplicates(["customer", "order_no"])
    orders = orders[["customer", "order_no", "day", "line"]].rename(
        columns={"day": "order_day", "line": "order_line"}
    )
    joined = lines.merge(orders, on=["customer", "order_no"], how="left", sort=False)
    credit = (lines["net"] < 0).to_numpy()
    belongs = credit & named.to_numpy() & joined["order_day"].notna().to_numpy()
    own = np.where(credit, -1, lines["day"].to_numpy())
    home = np.where(belongs, joined["order_day"].fillna(-1).to_numpy(), own).astype(np.int64)
    line = lines["line"].where(filled(lines["line"]) | ~belongs, joined["order_line"])
    return lines.assign(home=home, line=line)


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
