"""Debtors with money that is due, one row a customer, those worth a call first on top (guide/month.md).

Chances and reasons are those of ``late_payment``; a customer's open credit notes are taken off what it owes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from salesplan_xl.findings import Sentence
from salesplan_xl.money import WAN, Unit
from salesplan_xl.planning.common.customer_book import MONEY_DECIMALS
from salesplan_xl.planning.common.plain_rows import plain_rows
from salesplan_xl.planning.customers.late_payment import rank_receivables, reasons
from salesplan_xl.rules import LateRules

DEFAULTS = LateRules()
# Invoices named in a reason.
NAMED = 4
Invoice = Mapping[str, Any]


def rank_debtors(
    receivables: pd.DataFrame,
    as_of: np.datetime64,
    until: np.datetime64,
    rules: LateRules = DEFAULTS,
    explained: int | None = None,
    money: Unit = WAN,
    grace: int = 0,
) -> pd.DataFrame:
    """The customers with money due until a day, by open money × chance to come late.

    Args:
        receivables: schema table ``receivables``.
        as_of: the day on which we stand.
        until: last due date that counts (as a rule the end of the month).
        explained: how many customers are told why, from the top; None tells all.
        money: unit of the amounts.
        grace: days after the due date within which a payment is still on time.

    Returns:
        customer, open (money, credit notes off), due (earliest date), at_risk (open × chance summed), count
        (invoices), why (tuple of Sentences: the invoices, and what is known of the weightiest; None beyond
        ``explained``).

    Source: guide/month.md; S0 collection list at the start of the month.
    """
    rows = rank_receivables(receivables, as_of, until, rules, money, grace)
    theirs = rows.groupby("customer", sort=True)
    sums = pd.DataFrame(
        {
            "open": theirs["open"].sum(), "due": theirs["due"].min(), "at_risk": theirs["at_risk"].sum(),
            "count": theirs.size(),
        }
    )  # fmt: skip
    unused = _open_credits(receivables, until).reindex(sums.index).fillna(0.0)
    sums["open"] = (sums["open"] + unused).round(MONEY_DECIMALS)
    owing = sums[sums["open"] > money.tolerance].reset_index()
    ranked = owing.sort_values(["at_risk", "open", "customer"], ascending=[False, False, True], kind="stable")
    ranked = ranked.reset_index(drop=True)
    words: list[object] = [None] * len(ranked)
    words[:explained] = _explained(rows, ranked["customer"].head(explained or len(ranked)), rules, money)
    return ranked.assign(why=pd.Series(words, dtype=object))


def _open_credits(receivables: pd.DataFrame, until: np.datetime64) -> pd.Series:
    """Credit notes not yet used, by customer (money ≤ 0)."""
    notes = receivables[(receivables["amount"] < 0) & (receivables["due"] <= until)]
    whole = notes["amount"].where(notes["paid_date"].notna(), 0.0)
    left = (notes["amount"] - notes["paid_amount"].fillna(whole)).clip(upper=0.0)
    return pd.Series(left.groupby(notes["customer"]).sum())


def _explained(
    rows: pd.DataFrame, customers: pd.Series, rules: LateRules, money: Unit
) -> list[tuple[Sentence, ...]]:
    """The reasons why each of these customers is worth a call; ``rows`` are all invoices, most at risk first."""
    theirs = rows[rows["customer"].isin(customers)]
    by_risk = _by_customer(theirs)
    by_date = _by_customer(theirs.sort_values(["due", "invoice"], kind="stable"))
    return [_why(by_date[name], by_risk[name][0], rules, money) for name in customers]


def _by_customer(invoices: pd.DataFrame) -> dict[object, list[Invoice]]:
    """The invoices of each customer, in the order given."""
    by_name: dict[object, list[Invoice]] = {}
    for row in plain_rows(invoices, invoices.columns.tolist()):
        by_name.setdefault(row["customer"], []).append(row)
    return by_name


def _why(
    invoices: Sequence[Invoice], weightiest: Invoice, rules: LateRules, money: Unit
) -> tuple[Sentence, ...]:
    """The invoices of one customer, the earliest first, and the reason of the one with most at risk."""
    words = [
        Sentence(
            "late.invoice" if isinstance(row["invoice"], str) else "late.unnumbered",
            {"invoice": row["invoice"], "amount": row["open"], "date": row["due"]},
        )
        for row in invoices[:NAMED]
    ]
    if len(invoices) > NAMED:
        words.append(Sentence("late.more", {"count": len(invoices) - NAMED}))
    return (*words, *reasons(weightiest, rules, money))
