"""Last year's revenue up to the same day, beside what this year has brought so far (guide/sprint.md)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from salesplan_xl.planning.common.customer_book import MONEY_DECIMALS, net_amounts, usable_orders
from salesplan_xl.planning.common.period import reported, year_earlier
from salesplan_xl.rules import CalendarRules


@dataclass(frozen=True)
class YearBalance:
    """Revenue of this year to date, that of the same days of last year, and what the year will come to; money."""

    to_date: float
    same_days: float | None
    estimate: float


def same_days_last_year(orders: pd.DataFrame, rules: CalendarRules) -> float | None:
    """Net revenue of last year from its first day to the day of the year that the as-of day is.

    Args:
        orders: schema table ``orders``.
        rules: years and as-of day.

    Returns:
        money; ``None`` where no order is that old: nothing to compare with.

    Golden, as of 2026-08-31: 100 on 2025-01-10 and 100 on 2025-09-10 → 100.
    """
    usable = usable_orders(orders)
    dates, net = orders.loc[usable, "date"], net_amounts(orders)[usable]
    inside = year_earlier(reported(rules)).holds(dates)
    return float(np.round(net[inside].sum(), MONEY_DECIMALS)) if inside.any() else None
