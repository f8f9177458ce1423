"""A believable demo book, the same on every machine: an industrial-equipment seller with its customers.

Only generated data live here; nothing is read from files or the clock. ``PLANTED`` names the customers whose
stories the tests and the guide tell.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from salesplan_xl.catalogue import demo as words
from salesplan_xl.catalogue.demo import PLANTED
from salesplan_xl.demo import activity, agenda, faults, key_accounts, money, pipeline, season, year_report
from salesplan_xl.demo import customers as people
from salesplan_xl.demo import orders as sales
from salesplan_xl.schema.tracking import IMPORTABLE
from salesplan_xl.schema.types import NUMERIC, Column, Kind, Table

__all__ = ["PLANTED", "DemoBook", "demo_tables"]

SEED = 20_270_101


@dataclass(frozen=True, slots=True)
class DemoBook:
    """Input tables by key (all schema columns, contract dtypes, money in 万元) and settings by key."""

    tables: dict[str, pd.DataFrame]
    settings: dict[str, object] = field(default_factory=dict)


def demo_tables(size: str = "rep", lang: str = "zh", plan_year: int = 2027, messy: bool = False) -> DemoBook:
    """Make the demo book.

    Args:
        size: ``rep`` 60 customers / 350 orders, ``team`` 800 / 5,000, ``company`` 20,000 / 130,000; ``season`` is
            the first in mid-November, with customers planted for the year end.
        lang: language of names and texts; the figures are the same in both.
        plan_year: the year planned; data run from three years before to 31 March of it.
        messy: whether to plant data faults.

    Raises:
        KeyError: unknown size.
    """
    base = "rep" if size == season.SEASON else size
    market, made = demo_world(base, lang, plan_year)
    made["opportunities"] = pipeline.first_quarter(market, made["opportunities"])
    made["actions"] = agenda.actions_on(market, np.datetime64(f"{plan_year}-03-31"))
    made |= _key_accounts(market, made, dt.date(plan_year - 1, 12, 31))
    if size == season.SEASON:
        made |= _in_season(made, lang, plan_year)
    tables = {table.key: shaped(made[table.key], table) for table in IMPORTABLE if table.key in made}
    chosen = _settings(base, lang, plan_year, market)
    if size == season.SEASON:
        target = round(float(market.revenue[:, people.THIS].sum()) * season.TARGET, -1)
        chosen |= {
            "this_year_target": target,
            "as_of": season.mid_november(plan_year),
            "current_month": f"{plan_year}-01",
        }
    return DemoBook(faults.add_faults(tables, lang) if messy else tables, chosen)


def _key_accounts(
    market: people.Market, made: dict[str, pd.DataFrame], as_of: dt.date
) -> dict[str, pd.DataFrame]:
    return {
        "key_accounts": key_accounts.accounts(market, as_of),
        "judgements": key_accounts.judgements(market, as_of),
        "contacts": key_accounts.with_stands(made["contacts"], market),
        "actions": key_accounts.with_busy_action(made["actions"], market, as_of),
    }


def _in_season(made: dict[str, pd.DataFrame], lang: str, plan_year: int) -> dict[str, pd.DataFrame]:
    """The tables with the customers planted for the year end; what comes after mid-November is not known yet."""
    end = pd.Timestamp(season.mid_november(plan_year)) + pd.Timedelta(days=1)
    planted = {
        "customers": season.season_customers(lang), "orders": season.season_orders(lang, plan_year),
        "opportunities": pd.concat(
            [season.season_projects(lang, plan_year), year_report.decided_projects(lang, plan_year - 1)]
        ),
        "visits": year_report.visits(lang, plan_year - 1),
    }  # fmt: skip
    past = {key: made[key][made[key]["date"] < end] for key in ("orders", "visits")}
    joined = {key: pd.concat([(made | past)[key], rows], ignore_index=True) for key, rows in planted.items()}
    return joined | year_report.written(lang, plan_year)


def demo_world(size: str, lang: str, plan_year: int) -> tuple[people.Market, dict[str, pd.DataFrame]]:
    """The customers as the generator knows them, and their tables; the projects as on the eve of the plan year."""
    chosen = people.SIZES[size]
    draws = np.random.default_rng([SEED, chosen.customers])
    market = people.make_market(draws, chosen, lang, plan_year)
    orders = sales.orders(draws, market)
    contacts = activity.contacts(draws, market)
    return market, {
        "customers": people.customers(draws, market, orders),
        "orders": orders,
        "receivables": money.receivables(draws, market, orders),
        "contacts": contacts,
        "opportunities": pipeline.planned(market, activity.opportunities(draws, market)),
        "visits": activity.visits(draws, market, contacts),
        "resources": activity.resources(market),
    }


def _settings(size: str, lang: str, plan_year: int, market: people.Market) -> dict[str, object]:
    total = float(market.revenue[:, people.THIS].sum())
    return {
        "money_unit": "wan",
        "plan_year": plan_year,
        "as_of": dt.date(plan_year - 1, 12, 31),
        "current_month": f"{plan_year}-03",
        "salesperson": words.SALESPERSON[size].of(lang),
        "company_target": round(total * 1.15, -1),
        "new_business_target": 50.0 if size == "rep" else round(total * 0.025, -1),
        "people": {"rep": 1, "team": 12, "company": 150}[size],
    }


def shaped(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The frame with all columns of the table in order, in the dtypes a port delivers."""
    count = len(frame)
    return pd.DataFrame(
        {
            column.key: _typed(
                frame[column.key] if column.key in frame else pd.Series([None] * count, dtype=object), column
            )
            for column in table.columns
        }
    )


def _typed(values: pd.Series, column: Column) -> pd.Series:
    if column.kind in NUMERIC:
        return values.astype(np.float64)
    if column.kind is Kind.DATE:
        return pd.to_datetime(values).astype("datetime64[ns]")
    texts = values.astype(object)
    return texts.where(texts.notna(), None)
