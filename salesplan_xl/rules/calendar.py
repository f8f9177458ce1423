"""Years and the as-of date: the only clock the planning ever sees."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CalendarRules:
    """The years and the day the plan speaks of; the only clock the core ever sees."""

    plan_year: int = 2027
    as_of: dt.date = dt.date(2026, 12, 31)
    days_in_year: int = 365

    @property
    def this_year(self) -> int:
        """The year that is ending: the one the plan is built on."""
        return self.plan_year - 1

    @property
    def quarter(self) -> int:
        """The quarter of the plan year (1–4) in which the as-of date lies; 1 before the year, 5 after it."""
        year = self.as_of.year - self.plan_year
        return min(max(year * 4 + (self.as_of.month + 2) // 3, 1), 5)
