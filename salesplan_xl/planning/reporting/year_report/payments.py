"""Money that fell due in a year and came in: the rate collected, and the rate on time (guide/yearend.md)."""

from __future__ import annotations

import dataclasses

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.planning.common.customer_book import MONEY_DECIMALS, filled
from salesplan_xl.planning.common.period import Period
from salesplan_xl.planning.tracking.month_dues import receivable_dues
from salesplan_xl.rules import Rules

Floats = npt.NDArray[np.float64]


def collected(receivables: pd.DataFrame, period: Period) -> tuple[float, float]:
    """The money received by the last day of a year of what fell due in it up to then, and that money.

    A payment above its invoice counts to its amount, one without a date counts, a date without an amount means paid in
    full. Credit notes lower what their customer owed.

    Golden: due 300, 100, 100; paid in full, late in full, not at all → 400 of 500.
    """
    rows = receivables[
        filled(receivables["customer"]) & receivables["amount"].notna() & period.holds(receivables["due"])
    ]
    amount = rows["amount"].to_numpy(dtype=np.float64)
    came = np.clip(_received(rows, amount, period), 0.0, np.maximum(amount, 0.0))
    debtor, names = pd.factorize(rows["customer"])
    due = np.maximum(np.bincount(debtor, amount, minlength=len(names)), 0.0)
    paid = np.minimum(np.bincount(debtor, came, minlength=len(names)), due)
    return round(float(paid.sum()), MONEY_DECIMALS), round(float(due.sum()), MONEY_DECIMALS)


def _received(rows: pd.DataFrame, amount: Floats, period: Period) -> Floats:
    stated = rows["paid_amount"].to_numpy(dtype=np.float64)
    paid_on = rows["paid_date"]
    dated = np.asarray(paid_on < period.last + pd.Timedelta(days=1), dtype=bool)
    undated = paid_on.isna().to_numpy() & ~np.isnan(stated)
    return np.where(dated, np.where(np.isnan(stated), amount, stated), np.where(undated, stated, 0.0))


def on_time(receivables: pd.DataFrame, period: Period, rules: Rules) -> tuple[float, float]:
    """The money paid within the days of grace, and the money due, of a year up to its day (guide/kpi.md)."""
    rows = receivables[filled(receivables["customer"]) & period.holds(receivables["due"])]
    calendar = dataclasses.replace(rules.calendar, plan_year=period.year, as_of=period.last.date())
    months = dataclasses.replace(rules.months, on_time_base="due")
    rules = dataclasses.replace(rules, calendar=calendar, months=months)
    dues = receivable_dues(rows, np.full(len(rows), -1, dtype=np.intp), rules)
    paid, due = dues.window(0, 12)
    return float(paid.sum()), float(due.sum())


def received_in(receivables: pd.DataFrame, period: Period) -> float | None:
    """Money received in a year up to its day, whenever it fell due; ``None`` where no payment has a date."""
    stated = receivables["paid_amount"].fillna(receivables["amount"]).to_numpy(dtype=np.float64)
    if not receivables["paid_date"].notna().any():
        return None
    return round(float(np.nansum(stated[period.holds(receivables["paid_date"])])), MONEY_DECIMALS)
