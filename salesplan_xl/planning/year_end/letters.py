"""The facts of a letter: how long a customer has bought, its year, what we achieved since (guide/letters.md)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from salesplan_xl.planning.common.year_calendar import calendar_of
from salesplan_xl.planning.customers.reorder.order_days import OrderDays, date_of, day_number
from salesplan_xl.rules import Rules

# Lines of progress that a letter has room for.
MOST_LINES = 5


@dataclass(frozen=True)
class LetterFacts:
    """A customer's record: first order, order days and money of this year, product lines."""

    first: dt.date
    orders: int
    money: float
    lines: tuple[str, ...]


def letter_facts(days: OrderDays, lines: pd.DataFrame, rules: Rules) -> dict[str, LetterFacts]:
    """The record of every customer with an order day.

    Args:
        days: the customers' order days.
        lines: rows of the reorder plan with a product line.
    """
    calendar = calendar_of(rules.calendar)
    start, end = (day_number(day(rules.calendar.this_year)) for day in (calendar.start, calendar.end))
    inside = (days.day >= start) & (days.day <= end)
    size = len(days.keys)
    counts = np.bincount(days.series[inside], minlength=size)
    money = np.bincount(days.series[inside], days.money[inside], size)
    bought = lines.sort_values("last12", ascending=False, kind="stable").groupby("customer", sort=False)[
        "line"
    ]
    names = {str(name): tuple(map(str, group)) for name, group in bought}
    return {
        key[0]: LetterFacts(date_of(int(days.day[first])), int(count), float(amount), names.get(key[0], ()))
        for key, first, count, amount in zip(days.keys, days.starts, counts, money, strict=True)
    }


def progress_lines(progress: pd.DataFrame, first: dt.date | None) -> list[tuple[str, str | None]]:
    """Our progress since a customer's first order, in the order of the table: text and figure.

    Without a date it counts as new; a customer knows what was there when it began.
    """
    rows = progress[progress["what"].notna()]
    if first is not None:
        rows = rows[rows["since"].isna() | (rows["since"] > pd.Timestamp(first))]
    texts = [
        (str(what), None if pd.isna(figure) else str(figure))
        for what, figure in zip(rows["what"], rows["figure"], strict=True)
    ]
    return texts[:MOST_LINES]
