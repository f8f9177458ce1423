"""The average order that new business is worked back from (guide/targets.md; S2)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from salesplan_xl.planning.common.customer_book import net_amounts
from salesplan_xl.planning.common.year_calendar import calendar_of
from salesplan_xl.rules import CalendarRules


def average_order(orders: pd.DataFrame, calendar: CalendarRules) -> float | None:
    """Mean net money of this year's orders, lines of one order number taken together; None without orders.

    Credit notes are netted into the order number they carry; an order at or below 0 does not count.
    """
    this_year = calendar_of(calendar).years_of(orders["date"]) == calendar.this_year
    rows = orders.loc[this_year, ["customer", "order_no"]]
    numbers = zip(rows.index.tolist(), rows["order_no"].tolist(), strict=True)
    order = [number if isinstance(number, str) else f"#{row}" for row, number in numbers]
    net = net_amounts(orders)[this_year].fillna(0.0)
    sums = net.groupby([rows["customer"], np.array(order, dtype=object)], dropna=False).sum()
    positive = sums[sums > 0]
    return float(positive.mean()) if len(positive) else None
