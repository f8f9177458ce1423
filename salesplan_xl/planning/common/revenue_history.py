"""The order list by customer and month: repeat business and projects apart, and each customer's order days."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.planning.common.customer_book import net_amounts, positions, usable_orders
from salesplan_xl.planning.common.shrinkage import lone_year_weight, shrunk_shares
from salesplan_xl.planning.common.year_calendar import YearCalendar, months_of
from salesplan_xl.rules import QuarterRules

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_EVEN = np.full(12, 1 / 12)


@dataclass(frozen=True)
class RevenueHistory:
    """Net money by customer and month, up to the as-of day.

    Args:
        calendar: business years, finished and running month.
        first: month of the first column on the line of months.
        list_first: first month of the order list; ``None`` without orders.
        repeat, project: (n, months) net money.
        first_month: (n,) month of each customer's first order, −1 without one.
        order_days, first_day, last_day: (n,) days with a positive order ever; days since 1970, −1 without one.
        recent_days: (n,) such days of repeat business in the twelve months to the cut.
        lone_amounts, lone_months: repeat orders of those months, by month of the business year, where one customer
            alone made them.
    """

    calendar: YearCalendar
    first: int
    list_first: int | None
    repeat: Floats
    project: Floats
    first_month: Ints
    order_days: Ints
    first_day: Ints
    last_day: Ints
    recent_days: Ints
    lone_amounts: Floats
    lone_months: Ints

    @property
    def total(self) -> Floats:
        """(n, months) all net money."""
        return self.repeat + self.project

    def between(self, money: Floats, first: int, end: int) -> Floats:
        """(n,) money of the months from one on, up to before another; months without a column hold none."""
        return np.asarray(money[:, max(first - self.first, 0) : max(end - self.first, 0)].sum(axis=1))

    def reaches(self, month: int) -> bool:
        """Whether the order list begins in a month or earlier."""
        return self.list_first is not None and self.list_first <= month


def revenue_history(
    names: pd.Series, orders: pd.DataFrame, projects: pd.Series, calendar: YearCalendar, years: int
) -> RevenueHistory:
    """The history of some customers.

    Args:
        names: (n,) distinct customers.
        orders: order lines; those after the running month count nowhere.
        projects: bool on the orders' index, the lines of projects.
        calendar: finished months.
        years: how many twelve months before the cut are kept at least.
    """
    usable = usable_orders(orders)
    lines = orders[usable]
    at, month = positions(names, lines["customer"]), months_of(lines["date"])
    first = min(calendar.cut - 12 * years + 1, calendar.first_month(calendar.rules.this_year - 1))
    last = max(calendar.cut, calendar.running or 0)
    count, width = len(names), last - first + 1
    money, project = net_amounts(lines).to_numpy(), projects[usable].to_numpy(dtype=bool)
    listed = (at >= 0) & (month <= last)
    inside = listed & (month >= first)
    cells = np.where(inside, at * width + month - first, 0)

    def by_month(chosen: npt.NDArray[np.bool_]) -> Floats:
        sums = np.bincount(cells[chosen], money[chosen], minlength=count * width)
        return sums.astype(np.float64).reshape(count, width)

    days = lines["date"].to_numpy().astype("datetime64[D]").astype(np.int64)
    ever = _order_days(at[listed], days[listed], money[listed])
    recent = listed & ~project & (month > calendar.cut - 12) & (month <= calendar.cut)
    now = _order_days(at[recent], days[recent], money[recent])
    return RevenueHistory(
        calendar, first, int(month.min()) if len(month) else None,
        by_month(inside & ~project), by_month(inside & project),
        _extreme(np.minimum, at[listed], month[listed], count), np.bincount(ever[0], minlength=count),
        _extreme(np.minimum, *ever, count), _extreme(np.maximum, *ever, count), np.bincount(now[0], minlength=count),
        *_lone_orders(at[recent], month[recent] - calendar.rules.fiscal_start + 1, money[recent]),
    )  # fmt: skip


def _order_days(at: Ints, days: Ints, money: Floats) -> tuple[Ints, Ints]:
    """Customer and day of every distinct day on which a customer's orders net to more than nothing."""
    if not len(at):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    start, span = int(days.min()), int(days.max() - days.min()) + 1
    keys, where = np.unique(at * span + days - start, return_inverse=True)
    sold = keys[np.bincount(where, money) > 0.0]
    return sold // span, sold % span + start


def _lone_orders(at: Ints, months: Ints, money: Floats) -> tuple[Floats, Ints]:
    """Money and month of the orders, where they are one customer's."""
    sold = (money > 0) & (len(np.unique(at)) == 1)
    return money[sold], months[sold] % 12


def _lone_season(history: RevenueHistory, money: Floats, rules: QuarterRules) -> Floats:
    """(n, 12) the season of a single year of a single customer, held to an even one once."""
    shares = money / money.sum()
    weight = lone_year_weight(history.lone_amounts, history.lone_months, shares, rules)
    return np.tile(weight * shares + (1.0 - weight) / 12, (len(history.repeat), 1))


def _extreme(smaller: np.ufunc, at: Ints, values: Ints, count: int) -> Ints:
    """(n,) the least or greatest value of each customer; −1 without one."""
    best = np.full(count, np.iinfo(np.int64).max if smaller is np.minimum else -1, dtype=np.int64)
    smaller.at(best, at, values)
    return np.where(np.bincount(at, minlength=count) > 0, best, -1)


def month_seasons(history: RevenueHistory, rules: QuarterRules) -> Floats:
    """(n, 12) the share of each month of a business year, each row adding up to 1.

    From repeat business of whole windows of twelve finished months, customer → book → even. A window counts for a
    customer that bought before it ended its first month.

    Source: guide/quarters.md (season), guide/estimate.md.
    """
    calendar, count = history.calendar, len(history.repeat)
    windows = [
        end
        for end in range(calendar.cut, calendar.cut - 12 * rules.season_years, -12)
        if history.reaches(end - 11)
    ]
    if not windows:
        return np.tile(_EVEN, (count, 1))
    turn = (np.arange(12) + calendar.cut + 1 - calendar.rules.fiscal_start + 1) % 12
    money = np.zeros((count, len(windows), 12))
    for back, end in enumerate(windows):
        money[:, back, turn] = history.repeat[:, end - 11 - history.first : end + 1 - history.first]
    book, _ = shrunk_shares(money.sum(axis=0, keepdims=True), _EVEN, rules)
    begins = np.array([end - 11 for end in windows])
    if len(windows) == 1 and len(history.lone_amounts):
        return _lone_season(history, np.maximum(money.sum(axis=(0, 1)), 0.0), rules)
    own = money * (history.first_month[:, None] <= begins[None, :])[:, :, None]
    shares, _ = shrunk_shares(own, book[0], rules)
    return shares
