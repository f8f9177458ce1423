"""A customer's money over its product lines, to the cent; and what of each line: product, quantity, unit."""

from __future__ import annotations

import numpy as np
import pandas as pd

from salesplan_xl.money import Unit
from salesplan_xl.planning.common.customer_book import filled
from salesplan_xl.planning.customers.reorder.order_days import Floats, Ints, sums_by

# A product, its latest price and unit.
Product = tuple[str | None, float, str | None]
_UNPRICED = (np.nan, None)


def split_over_lines(totals: Floats, owner: Ints, weights: Floats, money: Unit) -> Floats:
    """(l,) the total of each customer over its lines, in proportion to weights, adding up exactly in cents.

    Args:
        totals: (s,) money of each customer.
        owner: (l,) which customer a line belongs to, ascending.
        weights: (l,) ≥ 0; where all of a customer's are 0 its lines share alike.
        money: unit of the totals.

    Golden: 100.00 over three equal lines → 33.34, 33.33, 33.33.
    """
    size = len(totals)
    sums = sums_by(owner, weights, size)
    shares = np.where(sums[owner] > 0, weights, 1.0)
    shares = shares / sums_by(owner, shares, size)[owner]
    cents = np.array([money.cents(total) for total in totals.tolist()], dtype=np.float64)
    quotas = np.round(cents[owner] * shares, 6)
    whole = np.floor(quotas)
    missing = cents - sums_by(owner, whole, size)
    order = np.lexsort((np.arange(len(owner)), -(quotas - whole), owner))
    rank = np.empty(len(owner), dtype=np.int64)
    rank[order] = np.arange(len(owner)) - np.searchsorted(owner[order], owner[order])
    whole += rank < missing[owner]
    return np.asarray(whole / money.cents(1.0), dtype=np.float64)


def best_products(lines: pd.DataFrame, after: int) -> dict[tuple[str, ...], Product]:
    """The product of each customer's line: the one with most money after a day, else ever; its latest price and unit.

    Args:
        lines: order lines with ``product``, ``quantity`` and ``unit``, see ``usable_lines``.
        after: days from 1970.

    Returns:
        By customer and line: product, price (NaN where no quantity is known), unit.
    """
    keys = ["customer", "line", "product"]
    named = lines.loc[
        filled(lines["product"]) & filled(lines["line"]), [*keys, "quantity", "unit", "day", "net"]
    ]
    recent = named["net"].where(named["day"] > after, 0.0)
    sums = named.assign(recent=recent).groupby(keys, sort=False)[["recent", "net"]].sum().reset_index()
    best = sums.sort_values(["recent", "net"], ascending=False, kind="stable").drop_duplicates(keys[:2])
    counted = named[(named["quantity"] > 0) & (named["net"] > 0)].sort_values("day", kind="stable")
    priced = zip(counted["net"] / counted["quantity"], counted["unit"], strict=True)
    latest = dict(zip(zip(*(counted[key] for key in keys), strict=True), priced, strict=True))
    return {
        (customer, line): (product, *latest.get((customer, line, product), _UNPRICED))
        for customer, line, product in zip(*(best[key] for key in keys), strict=True)
    }
