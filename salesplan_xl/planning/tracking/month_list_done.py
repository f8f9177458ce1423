"""The items of the month list that were done, told by the tables: nobody need tick what the book can see."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from salesplan_xl.money import WAN, Unit
from salesplan_xl.planning.tracking.month_ledger import Bools, as_money

Row = Mapping[Hashable, Any]


def with_done(
    month_list: pd.DataFrame,
    actions: pd.DataFrame,
    receivables: pd.DataFrame,
    visits: pd.DataFrame,
    until: pd.Timestamp,
    money: Unit = WAN,
) -> pd.DataFrame:
    """The month list with ``done`` = yes where it was ticked or where the tables say so.

    An action is done when the action plan has its date, a customer with actions of its own day when all of them have,
    money when the customer owes nothing any more that is due by
    the end of the month, the visit without selling when one was made in the month of its due date.

    Args:
        month_list: kind, customer, what, due, done as they stand on the sheet.
        actions, receivables, visits: input tables.
        until: the end of the month.
        money: unit of the amounts.
    """
    acted = set(_pairs(actions[actions["done_on"].notna()], "customer", "action"))
    due = actions[(actions["due"] <= until).to_numpy(dtype=bool)]
    acting = set(due["customer"]) - set(due.loc[due["done_on"].isna(), "customer"])
    owed = ~_settled(receivables, money) & (receivables["due"] <= until).to_numpy(dtype=bool)
    owing = set(receivables.loc[owed, "customer"])
    cared = visits[visits["purpose"] == "non_sales"]
    months = set(zip(cared["customer"], cared["date"].dt.to_period("M"), strict=True))

    def is_done(row: Row) -> bool:
        if row["kind"] == "action":
            return (row["customer"], row["what"]) in acted
        if row["kind"] == "customer":
            return bool(row["customer"] in acting and row["due"] < until)
        if row["kind"] == "receivable":
            return row["customer"] is not None and row["customer"] not in owing
        if row["kind"] == "care":
            return not pd.isna(row["due"]) and (row["customer"], row["due"].to_period("M")) in months
        return False

    done = ["yes" if row["done"] == "yes" or is_done(row) else None for row in month_list.to_dict("records")]
    return month_list.assign(done=pd.Series(done, month_list.index, dtype=object))


def _settled(receivables: pd.DataFrame, money: Unit) -> Bools:
    """(n,) whether nothing is open any more: a payment date without an amount means that the whole was paid."""
    whole = (receivables["paid_amount"].isna() & receivables["paid_date"].notna()).to_numpy()
    settled: Bools = whole | (
        as_money(receivables["amount"]) - as_money(receivables["paid_amount"]) <= money.tolerance
    )
    return settled


def _pairs(frame: pd.DataFrame, first: str, second: str) -> zip[tuple[object, object]]:
    return zip(frame[first], frame[second], strict=True)
