"""The thresholds of a book, with the as-of day that counts: typed, or taken from the order list."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pandas as pd

from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.planning.common.as_of import with_as_of
from salesplan_xl.rules import Rules


def as_of_typed(book: PlanBook) -> dt.date | None:
    """The as-of day that somebody set; ``None`` where the data are to say it."""
    day = book.settings["as_of"]
    return day if isinstance(day, dt.date) else None


def under_new_names(book: PlanBook, table: str) -> pd.DataFrame:
    """An input table with customers under their names of today, whatever name the rows were typed with."""
    frame = book.frame(table)
    if not book.customer_aliases or "customer" not in frame:
        return frame
    return frame.assign(customer=frame["customer"].replace(book.customer_aliases))


def book_rules(book: PlanBook) -> Rules:
    """All thresholds of a book; a blank as-of day is the one its orders give. It is never stored."""
    rules, typed = book.rules, as_of_typed(book)
    if typed is not None:
        return rules
    return dataclasses.replace(rules, calendar=with_as_of(rules.calendar, None, book.frame("orders")))
