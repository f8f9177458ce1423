"""Planted data faults of the messy book: each is one that real lists have, and that the checks must find."""

from __future__ import annotations

import numpy as np
import pandas as pd

from salesplan_xl.catalogue import demo as words


def add_faults(tables: dict[str, pd.DataFrame], lang: str) -> dict[str, pd.DataFrame]:
    """A copy of the tables with faults; rows are added at the end, dates and amounts changed in place."""
    messy = {key: frame.copy() for key, frame in tables.items()}
    messy["customers"] = _customers(messy["customers"], lang)
    messy["orders"] = _orders(messy["orders"], lang)
    receivables = messy["receivables"]
    receivables.loc[[1, 4], "due"] = pd.NaT
    receivables.loc[[6], "amount"] *= -1
    return messy


def _customers(customers: pd.DataFrame, lang: str) -> pd.DataFrame:
    """One customer twice, one again without its legal form, one typed figure that the orders contradict."""
    row = customers[customers["name"] == words.PLANTED["duplicate"].of(lang)].iloc[[0]]
    typed = customers.index[customers["this_year"].notna()][0]
    customers.loc[typed, "this_year"] = customers.loc[typed, "this_year"] * 1.2
    alike = row.assign(name=words.PLANTED["alike_short"].of(lang), code=f"{len(customers) + 2:05d}")
    return pd.concat([customers, row, alike], ignore_index=True)


def _orders(orders: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Negative orders that are no credit notes, missing dates, a customer nobody knows, an order entered twice."""
    sales = orders.index[orders["kind"] == "order"]
    negative, undated = sales[[3, 17, 40]], sales[[8, 29]]
    orders.loc[negative, "amount"] = -orders.loc[negative, "amount"].abs()
    orders.loc[undated, "date"] = pd.NaT
    stranger = orders.loc[[sales[11]]].assign(customer=words.PLANTED["prospect_1"].of(lang))
    stranger["order_no"] = "SO-X1"
    twice = orders.loc[[sales[21]]]
    alike = orders.loc[[sales[33]]].assign(customer=words.PLANTED["alike_short"].of(lang), order_no="SO-X2")
    joined = pd.concat([orders, stranger, twice, alike], ignore_index=True)
    return joined.assign(amount=joined["amount"].astype(np.float64))
