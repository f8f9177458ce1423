"""The customers' debts: invoices of the orders and when they were paid."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.demo.customers import HABITUAL, Draws, Floats, Ints, Market

THREE_PARTS_FROM = 20.0
# Days past due by payment behaviour: prompt, sometimes late, habitually late; retention money waits longer.
MEAN_LATE, SPREAD_LATE = np.array([-6.0, -3.0, 75.0]), np.array([4.0, 15.0, 45.0])
RETENTION_WAIT = np.array([-5.0, 10.0, 40.0])
ADVANCE, PROGRESS, RETENTION = range(3)
KINDS = np.array(["advance", "progress", "retention"], dtype=object)


def receivables(draws: Draws, market: Market, orders: pd.DataFrame) -> pd.DataFrame:
    """30/60/10 for orders from 20 万元, one progress invoice for others; paid until 31 March of the plan year."""
    sold = orders[orders["amount"] > 0]
    where = pd.Series(np.arange(len(market.names)), index=market.names)
    customer = where[sold["customer"]].to_numpy()
    amount, date = sold["amount"].to_numpy(), sold["date"].to_numpy().astype("datetime64[D]")
    term = np.array([0, 30, 60, 90])[draws.choice(4, len(market.names), p=[0.15, 0.35, 0.35, 0.15])]
    payer = market.payer[customer]
    habit = draws.normal(MEAN_LATE[market.payer], SPREAD_LATE[market.payer])
    late = np.round(habit[customer] * 0.3 + draws.normal(MEAN_LATE[payer], SPREAD_LATE[payer]) * 0.7)
    parts = parts_of(amount)
    days = np.stack([np.zeros(len(sold), dtype=int), 30 + term[customer], np.full(len(sold), 395)])
    retained = np.maximum(0, late * 1.5 + RETENTION_WAIT[payer])
    delay = np.stack([np.maximum(0, late * 0.1), np.maximum(-10, late), retained])
    row, kind = np.nonzero(parts.T > 0)
    due = date[row] + days[kind, row]
    paid = due + np.round(delay[kind, row]).astype(int)
    frame = _frame(draws, market, customer[row], kind, parts[kind, row], due, paid)
    return _keep_known(frame, market)


def parts_of(amount: Floats) -> Floats:
    """(3, n) advance, progress, retention in whole yuan."""
    large = amount >= THREE_PARTS_FROM
    advance, retention = (
        np.where(large, amount * 0.3, 0.0).round(4),
        np.where(large, amount * 0.1, 0.0).round(4),
    )
    return np.stack([advance, (amount - advance - retention).round(4), retention])


def _frame(
    draws: Draws,
    market: Market,
    customer: Ints,
    kind: Ints,
    amount: Floats,
    due: npt.NDArray[np.datetime64],
    paid: npt.NDArray[np.datetime64],
) -> pd.DataFrame:
    """All invoices with their payments; the habitual payer keeps old retention money back."""
    last_day = np.datetime64(f"{market.plan_year}-03-31")
    old = due < np.datetime64(f"{market.plan_year - 1}-12-31") - np.timedelta64(370, "D")
    held = (customer == market.planted["habitual_payer"]) & (kind == RETENTION) & old
    open_ = (
        (paid > last_day) | held | ((market.payer[customer] == HABITUAL) & (draws.random(len(kind)) < 0.03))
    )
    part = np.where(draws.random(len(kind)) < 0.012, draws.uniform(0.5, 0.9, len(kind)), 1.0)
    order = np.lexsort((kind, customer, due))
    return pd.DataFrame(
        {
            "customer": market.names[customer],
            "kind": KINDS[kind],
            "due": due.astype("datetime64[ns]"),
            "amount": amount,
            "paid_date": np.where(open_, np.datetime64("NaT", "D"), paid).astype("datetime64[ns]"),
            "paid_amount": np.where(open_, np.nan, (amount * part).round(4)),
        }
    ).iloc[order]


def _keep_known(frame: pd.DataFrame, market: Market) -> pd.DataFrame:
    """Leaves out what is due long after the as-of date or was settled more than two years ago; numbers the rest."""
    horizon = pd.Timestamp(market.plan_year - 1, 12, 31) + pd.Timedelta(days=400)
    settled = frame["paid_amount"] == frame["amount"]
    early = settled & (frame["due"] < pd.Timestamp(market.plan_year - 2, 1, 1))
    invoices = frame[(frame["due"] <= horizon) & ~early].reset_index(drop=True)
    invoices.insert(
        0, "invoice", np.array([f"{number + 1:08d}" for number in range(len(invoices))], dtype=object)
    )
    return invoices
