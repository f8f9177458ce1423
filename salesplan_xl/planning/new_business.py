"""New business worked back to a day's work, and the average order it rests on (methods §3, S2)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from salesplan_xl.planning.customers import net_amounts
from salesplan_xl.planning.rules import CalendarRules


@dataclass(frozen=True, slots=True)
class NewBusiness:
    """New business worked back to a day's work: unrounded figures (``counts`` rounds up)."""

    orders: float
    inquiries: float
    per_day: float
    per_month: float

    def counts(self) -> tuple[int | None, int | None, int | None, int | None]:
        """Orders, inquiries, per day, per month as whole numbers, rounded up; None where unknown."""
        orders, inquiries, day, month = (
            math.ceil(round(value, 9)) if math.isfinite(value) else None
            for value in (self.orders, self.inquiries, self.per_day, self.per_month)
        )
        return orders, inquiries, day, month


def average_order(orders: pd.DataFrame, calendar: CalendarRules) -> float | None:
    """Mean net money of this year's orders, lines of one order number taken together; None without orders.

    Credit notes are netted into the order number they carry; an order at or below 0 does not count.
    """
    this_year = (orders["date"].dt.year == calendar.this_year).to_numpy(dtype=bool)
    rows = orders.loc[this_year, ["customer", "order_no"]]
    number = rows["order_no"].where(
        rows["order_no"].notna(), pd.Series(rows.index, rows.index).map("#{}".format)
    )
    net = net_amounts(orders)[this_year].fillna(0.0)
    sums = net.groupby([rows["customer"], number], dropna=False).sum()
    positive = sums[sums > 0]
    return float(positive.mean()) if len(positive) else None


def new_business_steps(
    target: float | None, average_order: float | None, conversion: float | None, workdays: float | None
) -> NewBusiness:
    """New business worked back: orders = target ÷ average order, inquiries = orders ÷ conversion, a day.

    Args:
        target: money from customers not yet won.
        average_order: money per order.
        conversion: share of inquiries that become an order, 0–1.
        workdays: workdays in the year.

    Returns:
        Unrounded figures; NaN from the first step whose divisor is missing or 0.

    Source: methods §3; S2 (500,000 ÷ 10,000 → 50 orders → 500 inquiries → 2 a day).
    """
    orders = over(target, average_order)
    inquiries = over(orders, conversion)
    return NewBusiness(orders, inquiries, over(inquiries, workdays), inquiries / 12)


def over(numerator: float | None, divisor: float | None) -> float:
    """A ratio; NaN where a part is missing or the divisor is 0."""
    return numerator / divisor if numerator is not None and divisor else math.nan
