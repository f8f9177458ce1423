"""Customers that stopped ordering, told by their own rhythm (guide/kpi.md)."""

from __future__ import annotations

import datetime as dt

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.rules import EstimateRules


def stopped_customers(
    orders: pd.DataFrame, customers: pd.Series, as_of: dt.date, rules: EstimateRules
) -> npt.NDArray[np.bool_]:
    """(n,) whether each customer stopped: silent for long, and longer than its own rhythm explains.

    At least ``stopped_order_days`` order days ever, the last more than ``stopped_days`` and more than
    ``stopped_gaps`` of its own mean gaps before the as-of day. Credit notes are no orders.

    Args:
        orders: customer, date, amount, kind.
        customers: names.
        as_of: how far the data reach.
        rules: when silence is a stop.
    """
    sold = orders[(orders["kind"] != "credit") & orders["date"].notna() & (orders["amount"] > 0)]
    days = pd.DataFrame({"customer": sold["customer"], "day": sold["date"].dt.normalize()}).drop_duplicates()
    rhythm = (
        days.groupby("customer")["day"].agg(["min", "max", "size"]).reindex(customers.to_numpy(dtype=object))
    )
    count = rhythm["size"].fillna(0).to_numpy(dtype=np.float64)
    span = (rhythm["max"] - rhythm["min"]).dt.days.to_numpy(dtype=np.float64)
    silent = (pd.Timestamp(as_of) - rhythm["max"]).dt.days.to_numpy(dtype=np.float64)
    gap = span / np.maximum(count - 1.0, 1.0)
    known = count >= rules.stopped_order_days
    return known & (silent > rules.stopped_days) & (silent > rules.stopped_gaps * gap)
