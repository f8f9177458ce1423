"""Workdays by the calendar of a country: its holidays and, where published, make-up days (guide/capacity.md)."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase

# Saturday, as Python counts the days of a week.
_SATURDAY = 5
_DAY = dt.timedelta(days=1)


@cache
def month_workdays(year: int, month: int, country: str) -> int:
    """Workdays of a calendar month.

    Golden: China 2027 has 20 16 23 21 19 21 22 22 21 18 22 23, in all 248.

    Raises:
        ValueError: no such month.
    """
    first = dt.date(year, month, 1)
    return workdays_between(first, (first + 31 * _DAY).replace(day=1), country)


def workdays_between(first: dt.date, end: dt.date, country: str) -> int:
    """Workdays from a day on, up to before another."""
    return sum(_is_workday(first + at * _DAY, country) for at in range((end - first).days))


def workday_from(day: dt.date, country: str) -> dt.date:
    """The first workday from a day on."""
    while not _is_workday(day, country):
        day += _DAY
    return day


def workday_until(day: dt.date, country: str) -> dt.date:
    """The last workday up to a day."""
    while not _is_workday(day, country):
        day -= _DAY
    return day


def is_known(country: str) -> bool:
    """Whether the holidays of a country are known; else every Monday to Friday is a workday."""
    return _calendar(country) is not None


def has_make_up_days(year: int, country: str) -> bool:
    """Whether make-up days of a calendar year are published: weekends that are worked."""
    days = _calendar(country)
    if days is None:
        return False
    dt.date(year, 1, 1) in days  # noqa: B015 - the package fills a year when it is asked for
    return any(day.year == year for day in days.weekend_workdays)


@cache
def _calendar(country: str) -> HolidayBase | None:
    import holidays  # slow to import, and not every command asks

    # The package's own list of countries would import all of them.
    countries = holidays.registry.EntityLoader.get_country_codes(include_aliases=True)
    return holidays.country_holidays(country) if country in countries else None


def _is_workday(day: dt.date, country: str) -> bool:
    days = _calendar(country)
    return day.weekday() < _SATURDAY if days is None else bool(days.is_working_day(day))
