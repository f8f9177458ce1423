"""New business worked back to a day's work: plain figures (guide/targets.md; S2)."""

from __future__ import annotations

import math
from dataclasses import dataclass


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

    Source: guide/targets.md; article S2 (500,000 ÷ 10,000 → 50 orders → 500 inquiries → 2 a day).
    """
    orders = over(target, average_order)
    inquiries = over(orders, conversion)
    return NewBusiness(orders, inquiries, over(inquiries, workdays), inquiries / 12)


def over(numerator: float | None, divisor: float | None) -> float:
    """A ratio; NaN where a part is missing or the divisor is 0."""
    return numerator / divisor if numerator is not None and divisor else math.nan
