"""Days as people type them at the console: year first, day first, in Chinese, by the month's name, or today."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import click

from salesplan_xl.catalogue import imports as marks
from salesplan_xl.catalogue import word
from salesplan_xl.catalogue.cli import TODAY
from salesplan_xl.doors.console.options import LANG

# Month and day, and the year behind them.
_YEAR_LAST = re.compile(
    rf"(\d{{1,2}}\s*{marks.MONTH_MARK}\s*\d{{1,2}}\s*[{marks.DAY_MARKS}])[\s,，]*(\d{{4}})\s*{marks.YEAR_MARK}?"
)
_DIGITS = 8


class Day(click.ParamType):  # type: ignore[type-arg]  # older releases of click know no argument here
    """A day; figures that may be two days are asked about, never guessed."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """The day of a text."""
        return value if isinstance(value, dt.date) else day_in(str(value), dt.date.today(), param, ctx)


def day_in(
    text: str, today: dt.date, param: click.Parameter | None = None, ctx: click.Context | None = None
) -> dt.date:
    """The day a text means.

    Raises:
        click.BadParameter: it is no day, leaves out the year, or may be one of two days.
    """
    typed = text.strip()
    if typed.casefold() in TODAY:
        return today
    days, fault = _days(_YEAR_LAST.sub(rf"\2{marks.YEAR_MARK}\1", typed), today)
    if len(days) == 1:
        return days[0]
    code = fault or ("H-DAY-OPEN" if days else "H-DAY")
    names = {"first": days[0], "second": days[-1]} if days else {}
    raise click.BadParameter(word(code, LANG, text=typed, **names), ctx, param)


def _days(text: str, today: dt.date) -> tuple[list[dt.date], str]:
    """The days a text may mean, as imports read it, and what it leaves out."""
    from salesplan_xl.book.importing import dates

    read = dates.taken_apart(text)
    if read is None or (text.isdigit() and len(text) != _DIGITS):
        return [], ""
    if read.parts:
        orders = dates.possible_orders([read], today.year)
        days = {dates.in_order(read.parts, order) for order in orders} - {None}
        return sorted(day for day in days if day), ""
    if read.no_year:
        return [], "H-DAY-YEAR"
    return [read.day] if read.day and not read.month else [], ""
