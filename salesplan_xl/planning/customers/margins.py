"""The earnings with a customer: the gross margin of this year's orders, else the one typed in the customer list."""

from __future__ import annotations

import numpy as np
import pandas as pd

from salesplan_xl.planning.common.customer_book import filled, net_amounts, positions
from salesplan_xl.planning.common.year_calendar import calendar_of
from salesplan_xl.rules import CalendarRules


def gross_margins(book: pd.DataFrame, orders: pd.DataFrame, calendar: CalendarRules) -> np.ndarray:
    """The gross margin of each customer.

    Order lines of this year that state a margin are averaged by their net amount, credit notes negative. Where
    none does, or they net to nothing, the typed figure stands.

    Args:
        book: customers, with ``name`` and the typed ``margin`` (a share, NaN where unknown).
        orders: order lines, ``margin`` a share.
        calendar: gives this year.

    Returns:
        (n,) share, NaN where neither orders nor list know it.
    """
    typed = book["margin"].to_numpy(dtype=float)
    stated = filled(orders["customer"]) & (
        calendar_of(calendar).years_of(orders["date"]) == calendar.this_year
    )
    lines = orders[stated & orders["margin"].notna() & orders["amount"].notna()]
    at, net = positions(book["name"], lines["customer"]), net_amounts(lines).to_numpy(dtype=float)
    listed = at >= 0
    share = lines["margin"].to_numpy(dtype=float)[listed]
    sales = np.bincount(at[listed], weights=net[listed], minlength=len(book))
    earned = np.bincount(at[listed], weights=net[listed] * share, minlength=len(book))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(sales > 0, earned / sales, typed)
