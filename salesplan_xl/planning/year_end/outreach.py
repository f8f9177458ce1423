"""Contact results: typed once on the list, kept for good; orders after them are read (guide/sprint.md)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from salesplan_xl.planning.common.customer_book import filled
from salesplan_xl.planning.customers.reorder.order_days import OrderDays
from salesplan_xl.planning.year_end.season import season_year
from salesplan_xl.rules import Rules

NONE, ANSWERED, REFUSED, ORDERED = "none", "answered", "refused", "ordered"
COLUMNS = (
    "season", "date", "customer", "list", "script", "result", "cause", "note", "order_date", "order_amount",
)  # fmt: skip
IDENTITY = ["date", "customer", "script"]


@dataclass(frozen=True)
class ScriptCounts:
    """The use of a script and what came of it; ``rate`` is mixed with the book's."""

    contacted: int
    answered: int
    ordered: int
    rate: float


def with_typed(outreach: pd.DataFrame, typed: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """The records with what was typed on the list since the last run.

    Args:
        outreach: table ``outreach`` as it stands.
        typed: one row a list row with something typed: customer, list, script, result, cause, note, date (blank:
            today).
        as_of: today.

    Returns:
        The records; a row of the same day, customer and script is brought up to date, others come below.
    """
    if typed.empty:
        return outreach
    fresh = typed.assign(date=pd.to_datetime(typed["date"]).fillna(pd.Timestamp(as_of)))
    rows = pd.concat([outreach, fresh], ignore_index=True)
    keys = rows[IDENTITY].astype(object).where(rows[IDENTITY].notna(), "")
    # A blank in what was typed later leaves what was known before.
    group = keys.groupby(IDENTITY, sort=False).ngroup()
    return rows.groupby(group, sort=False).last().reset_index(drop=True)


def with_outcomes(outreach: pd.DataFrame, days: OrderDays | None, rules: Rules) -> pd.DataFrame:
    """The records with season and outcome: the first order day within ``outcome_days`` after the contact."""
    rows = outreach.reindex(columns=list(COLUMNS)).reset_index(drop=True)
    used = filled(rows["customer"]) & rows["date"].notna()
    rows = rows[used].reset_index(drop=True)
    seasons = [season_year(day.date(), rules) for day in pd.to_datetime(rows["date"])]
    rows["season"] = pd.Series(seasons, rows.index, dtype=object)
    orders = _first_orders(rows, days, rules.season.outcome_days)
    rows["order_date"] = pd.to_datetime(pd.Series([day for day, _ in orders], rows.index, dtype=object))
    rows["order_amount"] = pd.Series([amount for _, amount in orders], rows.index, dtype=np.float64)
    result = rows["result"].astype(object).where(filled(rows["result"]) & (rows["result"] != ORDERED), NONE)
    rows["result"] = result.where(rows["order_date"].isna(), ORDERED)
    return rows


def _first_orders(
    rows: pd.DataFrame, days: OrderDays | None, reach: int
) -> list[tuple[pd.Timestamp | None, float]]:
    """Of each record the first order after it and its money."""
    if days is None:
        return [(None, np.nan)] * len(rows)
    starts, counts = days.starts, days.counts
    series = {key[0]: at for at, key in enumerate(days.keys)}
    orders: list[tuple[pd.Timestamp | None, float]] = []
    for customer, date in zip(rows["customer"], pd.to_datetime(rows["date"]), strict=True):
        at = series.get(customer)
        contact = (date - pd.Timestamp(0)).days
        first, end = (starts[at], starts[at] + counts[at]) if at is not None else (0, 0)
        row = first + int(np.searchsorted(days.day[first:end], contact, side="right"))
        fits = row < end and days.day[row] <= contact + reach
        order = (
            (pd.Timestamp(0) + pd.Timedelta(days=int(days.day[row])), float(days.money[row]))
            if fits
            else None
        )
        orders.append(order or (None, np.nan))
    return orders


def season_results(outreach: pd.DataFrame, year: int) -> pd.DataFrame:
    """The last result of each list and customer in a season: list, customer, script, result, cause, date, note, order.

    An order counts whichever contact came before it.
    """
    rows = outreach[outreach["season"] == year].sort_values("date", kind="stable")
    if rows.empty:
        return rows[["list", "customer", *rows.columns.difference(["list", "customer"], sort=False)]]
    rows = rows.assign(list=rows["list"].where(filled(rows["list"]), "sprint"))
    last = rows.groupby(["list", "customer"], sort=False).last()
    ordered = rows[rows["result"] == ORDERED].groupby(["list", "customer"], sort=False).first()
    for key in ("order_date", "order_amount"):
        last[key] = ordered[key].reindex(last.index)
    last["result"] = last["result"].where(last["order_date"].isna(), ORDERED)
    return last.reset_index()


def script_counts(outreach: pd.DataFrame, rules: Rules) -> dict[str, ScriptCounts]:
    """Counts of every script that was used, by its title as typed.

    Golden: 4 contacts, 2 orders, book rate 1/3 → (2 + 2 ÷ 3) ÷ 6 = 44 %.
    """
    ordered = outreach["result"] == ORDERED
    book = float(ordered.mean()) if len(outreach) else 0.0
    weight = rules.season.script_prior
    counts = {}
    for script, rows in outreach[filled(outreach["script"])].groupby("script", sort=False):
        orders = int((rows["result"] == ORDERED).sum())
        rate = (orders + weight * book) / (len(rows) + weight)
        counts[str(script)] = ScriptCounts(len(rows), int((rows["result"] != NONE).sum()), orders, rate)
    return counts
