"""The plan year of the demo company, month by month, as the files its ERP and CRM would export.

Month 0 is what is known on the eve of the year; months 1 to 12 bring the orders, payments and visits of the
month, and the lists of projects and actions as they stand at its end.
"""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from salesplan_xl.demo import demo_world
from salesplan_xl.demo.agenda import actions_on
from salesplan_xl.demo.customers import Market
from salesplan_xl.demo.leads import Leads, leads_on, make_leads
from salesplan_xl.demo.money import parts_of
from salesplan_xl.schema import inputs
from salesplan_xl.schema.types import Kind, Label, Table
from tests.demo_data.deals import Deals, deals_on, make_deals, month_end
from tests.demo_data.year_sales import orders_to_come, payments_to_come, receivables_to_come, visits_to_come

UNIT = Label("{}(万元)", "{} (10k CNY)")
FILES = ("orders", "receivables", "visits", "opportunities", "actions")
EVE_FILES = ("customers", "orders", "receivables", "contacts", "opportunities", "visits", "actions")
# An export of the CRM does not know how often a date has moved: the book counts that.
LEFT_OUT = frozenset({"slips"})


def year_files(size: str, lang: str, month: int, plan_year: int = 2027) -> dict[str, pd.DataFrame]:
    """The files that arrive in a month: table key → frame with the headers and words of an export.

    Args:
        size: ``rep``, ``team`` or ``company``.
        lang: language of headers and words; the figures are the same in both.
        month: 1–12; 0 for all that is known on the eve of the plan year.
        plan_year: the year that is played.

    Raises:
        KeyError: unknown size.
        ValueError: no such month.
    """
    if not 0 <= month <= 12:
        raise ValueError(month)
    market, deals, leads, tables = _world(size, lang, plan_year)
    start, end = (pd.Timestamp(month_end(plan_year, at)) for at in (month - 1, month))
    if month == 0:
        start = pd.Timestamp.min
    day = month_end(plan_year, month)
    lists = [deals_on(deals, market, month), leads_on(leads, day, lang)]
    files = {
        **{key: _dated(tables[key], start, end) for key in ("orders", "visits")},
        "receivables": _moved(tables["receivables"], start, end),
        "opportunities": pd.concat([part for part in lists if len(part)], ignore_index=True),
        "actions": actions_on(market, day),
        **{key: tables[key] for key in ("customers", "contacts")},
    }
    return {key: exported(files[key], _TABLES[key], lang) for key in (FILES if month else EVE_FILES)}


_TABLES = {table.key: table for table in inputs.INPUTS}


@lru_cache(maxsize=4)
def _world(size: str, lang: str, plan_year: int) -> tuple[Market, Deals, Leads, dict[str, pd.DataFrame]]:
    """Everything that happens until the end of the year, drawn once."""
    market, made = demo_world(size, lang, plan_year)
    deals, leads = make_deals(market, made["opportunities"]), make_leads(market)
    orders = orders_to_come(market, deals, leads, made["orders"])
    owed = receivables_to_come(market, orders, int(made["receivables"]["invoice"].astype(int).max()))
    owed = owed.assign(paid_amount=owed["amount"].where(owed["paid_date"].notna()))
    old = payments_to_come(market, made["receivables"])
    old["entered"] = _entered(old, made["orders"], plan_year)
    return (
        market,
        deals,
        leads,
        {
            **made,
            "orders": pd.concat([made["orders"], orders], ignore_index=True),
            "receivables": pd.concat([old, owed], ignore_index=True),
            "visits": pd.concat(
                [made["visits"], visits_to_come(market, made["contacts"])], ignore_index=True
            ),
        },
    )


def _entered(receivables: pd.DataFrame, orders: pd.DataFrame, plan_year: int) -> pd.Series:
    """The day an invoice of the demo book was written: that of its order if it is of the plan year, else before."""
    recent = orders[(orders["date"].dt.year == plan_year) & (orders["amount"] > 0)]
    parts = parts_of(recent["amount"].to_numpy())
    written = pd.concat(
        [
            pd.DataFrame(
                {"customer": recent["customer"], "kind": kind, "amount": part, "entered": recent["date"]}
            )
            for kind, part in zip(("advance", "progress", "retention"), parts, strict=True)
        ]
    ).drop_duplicates(["customer", "kind", "amount"])
    entered = receivables[["customer", "kind", "amount"]].merge(written, how="left")["entered"]
    early = pd.Timestamp(plan_year - 1, 12, 1)
    # An advance falls due with its order, other parts later: what fell due before was written before.
    return entered.where(entered.notna() & (receivables["due"] >= entered), early)


def _dated(table: pd.DataFrame, start: pd.Timestamp, end: pd.Timestamp) -> pd.DataFrame:
    return table[(table["date"] > start) & (table["date"] <= end)]


def _moved(table: pd.DataFrame, start: pd.Timestamp, end: pd.Timestamp) -> pd.DataFrame:
    """Invoices written or paid in the month; what is paid later is still blank."""
    written = (table["entered"] > start) & (table["entered"] <= end)
    paid = (table["paid_date"] > start) & (table["paid_date"] <= end) & (table["entered"] <= end)
    settled = table["paid_date"] <= end
    shown = table.assign(
        paid_date=table["paid_date"].where(settled), paid_amount=table["paid_amount"].where(settled)
    )
    return shown[written | paid]


def exported(frame: pd.DataFrame, table: Table, lang: str) -> pd.DataFrame:
    """The frame as a program would export it: headers, words and money unit of the language, no empty columns."""
    columns = {}
    for column in table.columns:
        if column.key in LEFT_OUT or column.key not in frame or frame[column.key].isna().all():
            continue
        header, values = column.label.of(lang), frame[column.key]
        if column.kind is Kind.MONEY:
            header = UNIT.of(lang).format(header)
        if column.choices:
            values = values.map({choice.key: choice.label.of(lang) for choice in column.choices})
        columns[header] = values.dt.date if column.kind is Kind.DATE else values
    return pd.DataFrame(columns).reset_index(drop=True)
