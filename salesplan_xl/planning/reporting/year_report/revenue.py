"""The revenue of each customer in the reported year and the years before it, like for like (guide/yearend.md)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.planning.common.customer_book import (
    MONEY_DECIMALS,
    net_amounts,
    positions,
    usable_orders,
)
from salesplan_xl.planning.common.period import Period, reported, year_earlier
from salesplan_xl.planning.common.rates import year_on_year
from salesplan_xl.planning.common.year_calendar import calendar_of
from salesplan_xl.rules import CalendarRules

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Revenue:
    """Net revenue by customer.

    Args:
        names: (n,) the customers.
        this, last, before: (n,) money of the reported year, of the year before and of the one before that; ``last``
            and ``before`` NaN throughout where nothing is known of that year.
        typed_last: whether some of last year's figures were typed, and so stand for the whole year.
        lines: the usable order lines with ``net`` money.
        period, period_last, period_before: the years, cut at the same day.
    """

    names: pd.Series
    this: Floats
    last: Floats
    before: Floats
    typed_last: bool
    lines: pd.DataFrame
    period: Period
    period_last: Period
    period_before: Period

    @property
    def total(self) -> float:
        """Revenue of the reported year."""
        return round(float(self.this.sum()), MONEY_DECIMALS)

    @property
    def total_last(self) -> float | None:
        """Revenue of the year before, ``None`` where unknown."""
        return known_sum(self.last)

    @property
    def growth(self) -> float | None:
        """The growth on last year; ``None`` without revenue last year."""
        return year_on_year(self.total, self.total_last)

    def in_period(self, period: Period) -> pd.DataFrame:
        """The order lines of a year up to its day."""
        rows: pd.DataFrame = self.lines[period.holds(self.lines["date"])]
        return rows


def known_sum(money: Floats) -> float | None:
    """The sum of what is known; ``None`` where nothing is."""
    stated = money[~np.isnan(money)]
    return round(float(stated.sum()), MONEY_DECIMALS) if len(stated) else None


def revenue_of(book: pd.DataFrame, orders: pd.DataFrame, rules: CalendarRules) -> Revenue:
    """The revenue of the customers of a book.

    Figures from orders end at the same day of their year; typed ones stand whole.

    Args:
        book: ``CustomerBook.frame``.
        orders: order lines up to the as-of day.
        rules: years and as-of day.

    Golden, as of 2026-11-20: 100 on 2025-03-01, 300 on 2025-12-10, 120 on 2026-03-01 → 120 against 100.
    """
    period = reported(rules)
    last, before = year_earlier(period), year_earlier(year_earlier(period))
    usable = orders[usable_orders(orders)]
    lines = usable.assign(net=net_amounts(usable))
    counted = book["last_from_orders"].to_numpy(dtype=bool)
    typed = book["last_year"].to_numpy(dtype=np.float64)
    ordered = _by_customer(book["name"], lines, last)
    has_lines = bool(before.holds(lines["date"]).any())
    older = _by_customer(book["name"], lines, before) if has_lines else np.zeros(len(book))
    typed_before = book["year_before"].to_numpy(dtype=np.float64)
    return Revenue(
        book["name"], book["this_year"].to_numpy(dtype=np.float64), np.where(counted, ordered, typed),
        np.where(counted & has_lines, older, typed_before), bool(np.any(~counted & (np.nan_to_num(typed) != 0))), lines,
        period, last, before,
    )  # fmt: skip


def _by_customer(names: pd.Series, lines: pd.DataFrame, period: Period) -> Floats:
    rows = lines[period.holds(lines["date"])]
    at, net = positions(names, rows["customer"]), rows["net"].to_numpy(dtype=np.float64)
    listed = at >= 0
    sums = np.bincount(at[listed], net[listed], minlength=len(names)).astype(np.float64)
    return np.asarray(np.round(sums, MONEY_DECIMALS), dtype=np.float64)


def month_sums(revenue: Revenue, rules: CalendarRules) -> tuple[Floats, Floats]:
    """(12,) net money of the orders of each month of the reported year, and of the year before to its end."""
    calendar, lines = calendar_of(rules), revenue.lines
    this, last = (
        _by_month(calendar.positions(lines["date"], year), lines["net"].to_numpy(dtype=np.float64))
        for year in (revenue.period.year, revenue.period_last.year)
    )
    return this, last


def _by_month(months: npt.NDArray[np.int64], net: Floats) -> Floats:
    inside = months >= 0
    return np.bincount(months[inside], net[inside], minlength=12).astype(np.float64)
