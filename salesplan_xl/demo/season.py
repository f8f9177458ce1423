"""The demo book in mid-November: customers planted for the year end, beside the demo company's own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pandas as pd

from salesplan_xl.catalogue.demo import SEASON_CUSTOMERS, SEASON_LINES, SEASON_PROJECT

SEASON = "season"
# Of each planted customer: days from the first order to mid-November, gap, orders, money of each (万元), then later.
_STORIES = {
    "lost": (900, 60, 8, 9.0, 1.0),
    "overdue": (330, 62, 4, 12.0, 1.0),
    "ordered": (306, 60, 6, 1.2, 1.0),
    "vip": (690, 98, 7, 95.0, 1.0),
    "less": (700, 40, 17, 6.0, 0.4),
    "once": (40, 60, 1, 5.0, 1.0),
}
# What the year was to reach, of what the demo company sells in it.
TARGET = 1.3
# An order of the last twelve months is worth the later money.
_YEAR = 365


def mid_november(plan_year: int) -> dt.date:
    """The day on which the review begins."""
    return dt.date(plan_year - 1, 11, 15)


def season_orders(lang: str, plan_year: int) -> pd.DataFrame:
    """Orders of the planted customers."""
    return pd.DataFrame(list(_orders(lang, mid_november(plan_year))))


def _orders(lang: str, today: dt.date) -> Iterator[dict[str, object]]:
    for key, (back, gap, times, amount, later) in _STORIES.items():
        for at in range(times):
            ago = back - gap * at
            money = amount * (later if ago < _YEAR else 1.0)
            line = SEASON_LINES[at % len(SEASON_LINES)].of(lang)
            yield {
                "date": pd.Timestamp(today) - pd.Timedelta(days=ago), "order_no": f"S-{key}-{at + 1}",
                "customer": SEASON_CUSTOMERS[key].of(lang), "line": line, "product": f"{line} 6204",
                "quantity": round(money * 10), "unit": SEASON_PROJECT["unit"].of(lang), "amount": money,
                "kind": "order",
            }  # fmt: skip


def season_projects(lang: str, plan_year: int) -> pd.DataFrame:
    """One project to sign before the year ends, one key project of the plan year."""
    facts = (
        ("close", "negotiation", 60.0, 0.7, dt.date(plan_year - 1, 12, 18)),
        ("key", "proposal", 180.0, 0.4, dt.date(plan_year, 4, 15)),
    )
    rows = [
        {
            "customer": SEASON_CUSTOMERS[f"{key}_project"].of(lang), "project": SEASON_PROJECT[key].of(lang),
            "stage": stage, "amount": amount, "probability": chance, "sign_date": pd.Timestamp(day),
        }
        for key, stage, amount, chance, day in facts
    ]  # fmt: skip
    return pd.DataFrame(rows)


def season_customers(lang: str) -> pd.DataFrame:
    """The planted customers of the customer list."""
    return pd.DataFrame({"name": [label.of(lang) for label in SEASON_CUSTOMERS.values()]})
