"""The month and day a command speaks of: the month asked for, and how far the data are taken to reach."""

from __future__ import annotations

import datetime as dt
import re

import pandas as pd

from salesplan_xl.book.cells.celltext import month_in
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.catalogue.imports import MONTH_MARK
from salesplan_xl.commands.plan.rules import book_rules
from salesplan_xl.commands.registry import Verb
from salesplan_xl.errors import PlanInputError
from salesplan_xl.planning.common.year_calendar import calendar_of, month_text
from salesplan_xl.planning.tracking.months import parse_month

# A month without its year.
_BARE = re.compile(rf"\s*(\d{{1,2}})\s*{MONTH_MARK}?\s*")


def set_period(book: PlanBook, verb: Verb, month: str | None, as_of: dt.date | None, today: dt.date) -> None:
    """Stage the month tracked and the as-of date.

    A month that is looked back on moves the as-of date forward into it, never back: to today while the month runs,
    else to its last day. A list of a month to come moves nothing. A date asked for always holds.

    Raises:
        PlanInputError: SP-205 month not understood.
    """
    if month is not None:
        tracked = month_in(month) or _of_the_plan_year(month, book)
        if not tracked:
            raise PlanInputError("SP-205", month=month)
        book.put_setting("current_month", tracked)
        as_of = as_of or (None if verb.opens_month else _moved(book, tracked, today))
    if as_of is not None:
        book.put_setting("as_of", as_of)


def _of_the_plan_year(text: str, book: PlanBook) -> str:
    """The month of the plan year that a number alone names, such as ``3``; empty for anything else."""
    bare = _BARE.fullmatch(text)
    if bare is None or not 1 <= int(bare[1]) <= 12:
        return ""
    calendar = calendar_of(book_rules(book).calendar)
    first = calendar.first_month(calendar.rules.plan_year)
    return month_text(first + (int(bare[1]) - 1 - first) % 12)


def _moved(book: PlanBook, month: str, today: dt.date) -> dt.date | None:
    """The as-of date that a month asks for; ``None`` where the book is as far already."""
    year, number = parse_month(month)
    first = dt.date(year, number, 1)
    last = (pd.Timestamp(first) + pd.offsets.MonthEnd(0)).date()
    wanted = today if first <= today <= last else last
    return wanted if wanted > book_rules(book).calendar.as_of else None
