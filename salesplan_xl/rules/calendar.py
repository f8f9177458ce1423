"""Years and the as-of date: the only clock the planning ever sees."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CalendarRules:
    """The years and the day the plan speaks of; the only clock the core ever sees.

    Args:
        plan_year: the business year being planned.
        as_of: the end of this day is as far as the data reach.
        days_in_year: days by which receivables are turned into days of revenue.
        fiscal_start: calendar month in which a business year begins; 1 is the calendar year.
        workday_country: country whose holidays are no workdays (ISO code); unknown: Monday to Friday.
        typed_revenue: typed figures of an unfinished year count for the ``whole`` year or ``to_date``.
        silent_order_days, silent_window_days, silent_days: an order list fell silent when so many order days in the
            window before its last day were never as far apart as that day is from the end of the year, which is so
            many days at least.
        fragment_share: orders replace typed revenue of a year from this share of the typed total on.
    """

    plan_year: int = 2027
    as_of: dt.date = dt.date(2026, 12, 31)
    days_in_year: int = 365
    fiscal_start: int = 1
    workday_country: str = "CN"
    typed_revenue: str = "whole"
    silent_order_days: int = 12
    silent_window_days: int = 730
    silent_days: int = 21
    fragment_share: float = 0.5

    @property
    def this_year(self) -> int:
        """The year that is ending: the one the plan is built on."""
        return self.plan_year - 1

    @property
    def this_year_end(self) -> dt.date:
        """Last day of this year."""
        return dt.date(self.plan_year, self.fiscal_start, 1) - dt.timedelta(days=1)

    @property
    def begun(self) -> bool:
        """Whether the as-of day lies in the plan year or after it."""
        return self.as_of > self.this_year_end

    @property
    def quarter(self) -> int:
        """The quarter of the plan year (1–4) in which the as-of date lies; 1 before the year, 5 after it."""
        months = (self.as_of.year - self.plan_year) * 12 + self.as_of.month - self.fiscal_start
        return min(max(months // 3 + 1, 1), 5)
