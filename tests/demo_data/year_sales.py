"""Orders, visits and payments of the plan year after its first quarter.

Repeat business runs a little below the plan, month by month with the season; what projects and new customers
sign comes on top when they sign.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from salesplan_xl.catalogue import demo as words
from salesplan_xl.demo.customers import HABITUAL, PROMPT, THIS, Draws, Ints, Market, blank_out, texts
from salesplan_xl.demo.leads import Leads
from salesplan_xl.demo.money import KINDS, MEAN_LATE, RETENTION, SPREAD_LATE, parts_of
from salesplan_xl.demo.orders import SEASON, Days, days_in, working_day
from tests.demo_data.deals import Deals, month_end

SEED = 20_270_405
REPEAT = 0.72  # of this year's revenue in the nine months to come, a little less than the season's part
ORDERS = 0.27  # of the orders of all years
BUYING_AGAIN = 0.8  # share of the smaller customers that order at all
# Visits a month to a customer, by tier: better than in the first quarter, when C customers took the time.
VISITS = np.array([2.2, 1.3, 0.25])
SHORT_MONTHS = np.array([0.75, 1.0, 1.05, 0.8, 0.95, 1.05, 1.1, 1.05, 1.1])  # April to December


def orders_to_come(market: Market, deals: Deals, leads: Leads, orders: pd.DataFrame) -> pd.DataFrame:
    """The orders of April to December by date: repeat business, projects won, first orders of new customers."""
    draws = np.random.default_rng([SEED, market.size.customers])
    every = pd.concat([_repeat(draws, market), _won(deals, market), _signed(leads, market)])
    every = every.sort_values("date", kind="stable").reset_index(drop=True)
    first = len(orders) + 1
    return every.assign(
        order_no=[f"SO{market.plan_year}{number:06d}" for number in range(first, first + len(every))],
        margin=np.nan,
        kind="order",
    )


def _repeat(draws: Draws, market: Market) -> pd.DataFrame:
    this = market.revenue[:, THIS]
    steady = this >= np.sort(this)[::-1][max(6, len(this) // 10) - 1]
    buys = (this > 0) & ((market.tier < 2) | (draws.random(len(this)) < BUYING_AGAIN))
    share = np.where(buys, this, 0.0) ** 0.55
    count = max(round(market.size.orders * ORDERS), int(buys.sum()))
    numbers = buys + draws.multinomial(count - int(buys.sum()), share / share.sum())
    customer = np.repeat(np.arange(len(this)), numbers)
    season = SEASON[3:] * SHORT_MONTHS
    month = draws.choice(9, len(customer), p=season / season.sum())
    weight = draws.lognormal(0, 0.4, len(customer)) * season[month]
    year = this * REPEAT * np.exp(draws.normal(0, np.where(steady, 0.06, 0.25)))
    total = np.bincount(customer, weight, len(this))
    amount = np.maximum(np.round(weight / total[customer] * year[customer], 4), 0.01)
    date = days_in(market.plan_year, month + 4, draws.integers(2, 27, len(customer)))
    return pd.DataFrame(
        {
            "date": date.astype("datetime64[ns]"),
            "customer": market.names[customer],
            "line": texts(words.LINES, market.lang)[_line(draws, market, customer)],
            "amount": amount,
            "source": "existing",
        }
    )


def _line(draws: Draws, market: Market, customer: Ints) -> Ints:
    chosen: Ints = np.argmax(market.lines[customer] * draws.random((len(customer), 5)), axis=1)
    return chosen


def _won(deals: Deals, market: Market) -> pd.DataFrame:
    """A won project is ordered on the day it is signed; what signs in the first quarter is ordered in April."""
    won = deals.won & (deals.decided <= 12)
    rows, month = deals.projects[won], deals.decided[won]
    signed = deals.signs[np.flatnonzero(won), month]
    return _ordered(rows, signed, market)


def _signed(leads: Leads, market: Market) -> pd.DataFrame:
    signed = leads.steps[:, 3]
    inside = signed <= month_end(market.plan_year, 12)
    return _ordered(leads.frame[inside], signed[inside], market)


def _ordered(rows: pd.DataFrame, signed: Days, market: Market) -> pd.DataFrame:
    day = np.maximum(signed, month_end(market.plan_year, 3) + np.timedelta64(6, "D"))
    source = rows["source"].where(rows["source"].notna(), "existing")
    return rows[["customer", "line", "amount"]].assign(
        date=working_day(day).astype("datetime64[ns]"), source=source
    )


def receivables_to_come(market: Market, orders: pd.DataFrame, invoices: int) -> pd.DataFrame:
    """Invoices of orders with the day on which each is entered and will be paid; numbered after those known."""
    draws = np.random.default_rng([SEED, market.size.customers, 1])
    sold = orders[orders["amount"] > 0].reset_index(drop=True)
    at = pd.Index(market.names).get_indexer(pd.Index(sold["customer"]))
    payer = np.where(at >= 0, market.payer[at], PROMPT)
    date = sold["date"].to_numpy().astype("datetime64[D]")
    parts = parts_of(sold["amount"].to_numpy())
    days = np.stack([np.zeros(len(sold), dtype=int), np.full(len(sold), 60), np.full(len(sold), 395)])
    row, kind = np.nonzero(parts.T > 0)
    due = date[row] + days[kind, row]
    frame = pd.DataFrame(
        {
            "invoice": [f"{number:08d}" for number in range(invoices + 1, invoices + 1 + len(row))],
            "customer": sold["customer"].to_numpy()[row],
            "kind": KINDS[kind],
            "due": due.astype("datetime64[ns]"),
            "amount": parts[kind, row],
            "entered": date[row].astype("datetime64[ns]"),
        }
    )
    return frame.assign(paid_date=_paid(draws, due, payer[row], kind))


def payments_to_come(market: Market, receivables: pd.DataFrame) -> pd.DataFrame:
    """The receivables of the demo book; what is open at the end of March will be paid later, old money never."""
    draws = np.random.default_rng([SEED, market.size.customers, 2])
    due = receivables["due"].to_numpy().astype("datetime64[D]")
    payer = market.payer[pd.Index(market.names).get_indexer(pd.Index(receivables["customer"]))]
    kind = np.searchsorted(KINDS, receivables["kind"])
    later = np.maximum(
        _paid(draws, due, payer, kind), month_end(market.plan_year, 3) + np.timedelta64(9, "D")
    )
    hopeless = due < month_end(market.plan_year, 0) - np.timedelta64(300, "D")
    waiting = receivables["paid_date"].isna().to_numpy() & ~hopeless
    return receivables.assign(
        paid_date=np.where(waiting, later, receivables["paid_date"].to_numpy()).astype("datetime64[ns]"),
        paid_amount=receivables["paid_amount"].where(~waiting, receivables["amount"]),
    )


def _paid(draws: Draws, due: Days, payer: Ints, kind: Ints) -> Days:
    late = draws.normal(MEAN_LATE[payer], SPREAD_LATE[payer]) + np.where(kind == RETENTION, 20, 0)
    lowest = np.where(kind == RETENTION, 0, -10)
    days = np.maximum(np.where(kind == 0, late * 0.1, late), lowest)
    never = (payer == HABITUAL) & (draws.random(len(due)) < 0.05)
    paid = due + np.round(days).astype(int)
    return np.where(never, np.datetime64("NaT", "D"), paid).astype("datetime64[ns]")


def visits_to_come(market: Market, contacts: pd.DataFrame) -> pd.DataFrame:
    """The visits of April to December: nearly all that were planned to A, most to B, the rest of the days to C."""
    draws = np.random.default_rng([SEED, market.size.customers, 3])
    times = draws.poisson(VISITS[market.tier][:, None], (len(market.names), 9))
    customer, month = (np.repeat(grid.ravel(), times.ravel()) for grid in np.indices(times.shape))
    count = len(customer)
    date = days_in(market.plan_year, month + 4, draws.integers(2, 27, count))
    order = np.lexsort((customer, date))
    customer, date = customer[order], date[order]
    purpose = draws.choice(3, count, p=[0.65, 0.2, 0.15])
    outcome = np.array([[0, 1, 3], [4, 5, 1], [6, 7, 2]])[purpose, draws.integers(0, 3, count)]
    first = contacts.drop_duplicates("customer").set_index("customer")["name"].reindex(market.names)
    return pd.DataFrame(
        {
            "date": date.astype("datetime64[ns]"),
            "customer": market.names[customer],
            "purpose": np.array(["sales", "technical", "non_sales"], dtype=object)[purpose],
            "contacts": first.to_numpy()[customer],
            "days": 0.5,
            "referral": np.array(["no", "yes"], dtype=object)[(draws.random(count) < 0.2).astype(int)],
            "outcome": blank_out(draws, texts(words.VISIT_OUTCOMES, market.lang)[outcome], 0.1),
        }
    )
