"""Order lines as order days: lines of a day are one order, credit notes count against the order they belong to."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from salesplan_xl.money import WAN, Unit
from salesplan_xl.planning.common.customer_book import filled, net_amounts, usable_orders
from salesplan_xl.planning.customers.reorder.order_days import EPOCH, OrderDays, days_with_money


def usable_lines(orders: pd.DataFrame) -> pd.DataFrame:
    """Order lines with customer, date and amount: customer, line, order_no, product, quantity, unit, day, net, home.

    ``day`` counts from 1970, ``net`` is money, ``home`` the day a credit note counts against, see ``order_days``.
    """
    usable = usable_orders(orders)
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
    days, net = rows["day"].to_numpy(), rows["net"].to_numpy()
    return days_with_money(tuple(keys), codes, days, rows["home"].to_numpy(), net, money.tolerance)


def _with_homes(lines: pd.DataFrame) -> pd.DataFrame:
    """The lines with ``home``: the day of the order that a credit note names, its own day otherwise, −1 unnamed.

    A credit note without a product line takes that of the order it names.
    """
    net, named = lines["net"].to_numpy(), filled(lines["order_no"]).to_numpy()
    home = np.where(net < 0, -1, lines["day"].to_numpy())
    notes = np.flatnonzero((net < 0) & named)
    numbers = lines["order_no"]
    orders = lines[named & (net > 0) & numbers.isin(numbers.iloc[notes]).to_numpy()]
    columns = (orders[key].tolist() for key in ("customer", "order_no", "day", "line"))
    first: dict[tuple[str, str], tuple[int, object]] = {}
    for customer, number, day, line in zip(*columns, strict=True):
        first.setdefault((customer, number), (day, line))
    line_of = lines["line"].to_numpy(dtype=object, copy=True)
    lined = filled(lines["line"]).to_numpy()
    pairs = zip(lines["customer"].iloc[notes], numbers.iloc[notes], strict=True)
    for at, pair in zip(notes.tolist(), pairs, strict=True):
        if pair in first:
            home[at], line = first[pair]
            line_of[at] = line_of[at] if lined[at] else line
    return lines.assign(home=home, line=pd.Series(line_of, lines.index, dtype=object))
