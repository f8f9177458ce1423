"""Columns worked out from others: amounts from quantity and price, payments from what is still owed."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from salesplan_xl.book.importing.discounts import discounted
from salesplan_xl.book.importing.money_columns import Money
from salesplan_xl.book.importing.raw import Raw
from salesplan_xl.book.importing.reading import Reading, some
from salesplan_xl.catalogue import imports as words
from salesplan_xl.findings import Severity

# A column of our own beside those of the file: whether a document is marked as paid.
SETTLED = "#settled"
# Amounts from which returns have been taken already.
_NET = re.compile(words.NET_OF_RETURNS)


def work_out(raw: Raw, columns: dict[str, pd.Series], money: Money, reading: Reading) -> None:
    """Amounts from quantity and price, and what is paid from what is still owed."""
    if {"quantity", "price"} <= columns.keys():
        factors = 1.0 if money.factors is None else money.factors
        product = columns["quantity"] * columns["price"] * factors
        if "amount" not in columns:
            product = discounted(product, raw, columns, reading)
        product = product.round(9)
        amount = columns.get("amount", pd.Series(np.nan, index=product.index))
        blank = amount.isna() & product.notna()
        if blank.any():
            columns["amount"] = amount.where(~blank, product)
            reading.note(
                "F-513",
                "amount",
                count=int(blank.sum()),
                quantity=raw.headers["quantity"].text,
                price=raw.headers["price"].text,
            )
        _doubt_prices(raw, columns["amount"], product, reading)
    if reading.table.key == "orders":
        _deduct(raw, columns, reading)
    if reading.table.key == "orders" and money.currencies is not None:
        _keep_original(columns, money, reading)
    if "outstanding" in columns and _is_running(columns):
        reading.note("F-533", header=raw.headers["outstanding"].text)
    elif "outstanding" in columns:
        _owed(columns)
        return
    if reading.table.key == "receivables":
        _settle(raw, columns, reading)


def _deduct(raw: Raw, columns: dict[str, pd.Series], reading: Reading) -> None:
    """Returns: lines of negative quantity deduct, and money refunded is taken off the amount."""
    amount = columns.get("amount")
    if amount is None:
        return
    back = columns.get("quantity", pd.Series(0.0, index=amount.index)).lt(0) & amount.gt(0)
    kinds = columns.get("kind", pd.Series(None, index=amount.index, dtype=object))
    if (back & (kinds != "credit")).any():
        reading.note("F-523", "kind", count=int((back & (kinds != "credit")).sum()))
        columns["kind"] = kinds.where(~back, "credit")
    refunded = columns.pop("refunded", None)
    if refunded is None or _NET.search(raw.headers["amount"].text.casefold()):
        return
    hit = refunded.fillna(0.0).ne(0.0) & columns.get("kind", kinds).ne("credit")
    if hit.any():
        columns["amount"] = (amount - refunded.abs().where(hit, 0.0)).round(9)
        reading.say(
            "F-534", Severity.WARNING, "amount", count=int(hit.sum()), header=raw.headers["refunded"].text,
            amount=float(refunded[hit].abs().sum()), meaning=raw.headers["amount"].text,
        )  # fmt: skip


def _doubt_prices(raw: Raw, amount: pd.Series, product: pd.Series, reading: Reading) -> None:
    """Amounts that quantity and price contradict; a tax on one of them alone is no contradiction."""
    taxes = {raw.headers[key].tax for key in ("amount", "price") if key in raw.headers}
    share = reading.facts.rules.price_difference
    off = (product - amount).abs() > share * amount.abs() + 0.01
    rows = [raw.rows[at] for at in np.flatnonzero(off.to_numpy()).tolist()]
    if rows and len(taxes) == 1:
        reading.say("F-526", Severity.WARNING, "amount", count=len(rows), share=share, rows=some(rows))


def _keep_original(columns: dict[str, pd.Series], money: Money, reading: Reading) -> None:
    """The currency of converted rows, and their amount in it as one piece where the file has no price."""
    codes = pd.Series(money.currencies, dtype=object)
    foreign = codes != reading.facts.currency
    columns["currency"] = codes.where(foreign, None)
    blank = pd.Series(np.nan, index=codes.index)
    quantity, price = columns.get("quantity", blank), columns.get("price", blank)
    alone = foreign & quantity.isna() & price.isna()
    columns["quantity"] = quantity.where(~alone, 1.0)
    columns["price"] = price.where(~alone, pd.Series(money.original))


def _is_running(columns: dict[str, pd.Series]) -> bool:
    """Whether what looks like the rest of each document is a balance carried from row to row."""
    if "amount" not in columns or len(columns["amount"]) < 2:
        return False
    amount, owed = columns["amount"].fillna(0.0).to_numpy(), columns["outstanding"].fillna(0.0).to_numpy()
    return bool(np.allclose(owed, np.cumsum(amount), atol=0.01) and not np.allclose(owed, amount, atol=0.01))


def _settle(raw: Raw, columns: dict[str, pd.Series], reading: Reading) -> None:
    """Documents marked as paid are paid in full where the file has no figure for it."""
    amount = columns["amount"]
    paid = columns.get("paid_amount", pd.Series(np.nan, index=amount.index))
    settled = raw.cells.get(SETTLED, [False] * len(amount))
    marked = pd.Series(list(settled), index=amount.index, dtype=bool) & paid.isna() & amount.notna()
    if marked.any():
        columns["paid_amount"] = paid.where(~marked, amount)
        reading.note("F-532", count=int(marked.sum()))


def _owed(columns: dict[str, pd.Series]) -> None:
    """Money still owed decides: without an amount it is the amount, beside one the rest is paid."""
    owed = columns["outstanding"]
    amount = columns.get("amount", pd.Series(np.nan, index=owed.index))
    columns["amount"] = amount.where(amount.notna(), owed)
    paid = columns.get("paid_amount", pd.Series(np.nan, index=owed.index))
    rest = (columns["amount"] - owed).round(9)
    columns["paid_amount"] = paid.where(owed.isna(), rest.where(rest != 0))
