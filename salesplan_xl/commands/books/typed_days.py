"""Days as people type them: year first, day first, in Chinese, by the month's name, or today."""

from __future__ import annotations

import datetime as dt
import re

from salesplan_xl.book.importing import dates
from salesplan_xl.catalogue import imports as marks
from salesplan_xl.catalogue.cli import TODAY

# Month and day, and the year behind them.
_YEAR_LAST = re.compile(
    rf"(\d{{1,2}}\s*{marks.MONTH_MARK}\s*\d{{1,2}}\s*[{marks.DAY_MARKS}])[\s,，]*(\d{{4}})\s*{marks.YEAR_MARK}?"
)


def typed_days(text: str, today: dt.date) -> list[dt.date] | None:
    """The days a text may mean, as imports read it, earliest first.

    Returns:
        none where it is no day, two where the order of month and day is open; ``None`` where only the year is missing.
    """
    if text.casefold() in TODAY:
        return [today]
    read = dates.taken_apart(_YEAR_LAST.sub(rf"\2{marks.YEAR_MARK}\1", text))
    # Eight figures are a day; fewer would be the serial number of a cell, which nobody types.
    if read is None or (text.isdigit() and len(text) != len("20270331")):
        return []
    if read.no_year:
        return None
    if read.parts:
        days = (dates.in_order(read.parts, order) for order in dates.possible_orders([read], today.year))
        return sorted({day for day in days if day})
    return [read.day] if read.day and not read.month else []
