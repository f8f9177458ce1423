"""The business years of a book, and how far into them its data reach (guide/calendar.md).

A month that is over can be judged, a month that runs is known in part, later ones not at all. Everything that
compares months or years asks here. Months are counted on one line: year × 12 + month − 1, so that a business year
may begin in any month.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.planning.common.workdays import month_workdays, workdays_between
from salesplan_xl.rules import CalendarRules

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

# The month of a blank date: before every other.
NO_MONTH = -1
_DAY = dt.timedelta(days=1)


def months_of(dates: pd.Series) -> Ints:
    """(n,) the month of each date on the line of months; ``NO_MONTH`` where blank."""
    days = dates if dates.dtype.kind == "M" else pd.to_datetime(dates)
    months = days.to_numpy().astype("datetime64[M]")
    line = months.astype(np.int64) + 1970 * 12
    return np.where(np.isnat(months), NO_MONTH, line).astype(np.int64)


def month_text(month: int) -> str:
    """A month of the line as settings write it: ``2027-03``."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


@cache
def calendar_of(rules: CalendarRules) -> YearCalendar:
    """The calendar of a book's settings; made once."""
    return YearCalendar(rules)


@dataclass(frozen=True)
class YearCalendar:
    """Business years, months on one line, and what is gone of them at the end of the as-of day.

    Args:
        rules: plan year, as-of day, first month of a business year, country of the workdays.
    """

    rules: CalendarRules

    # ── business years ────────────────────────────────────────────────────────────────────────────────

    def first_month(self, year: int) -> int:
        """The first month of a business year on the line."""
        return year * 12 + self.rules.fiscal_start - 1

    def start(self, year: int) -> dt.date:
        """First day of a business year."""
        return _first_day(self.first_month(year))

    def end(self, year: int) -> dt.date:
        """Last day of a business year."""
        return self.start(year + 1) - _DAY

    def years_of(self, dates: pd.Series) -> Ints:
        """(n,) the business year of each date; 0 or less where blank."""
        return np.asarray((months_of(dates) - self.rules.fiscal_start + 1) // 12, dtype=np.int64)

    def positions(self, dates: pd.Series, year: int) -> Ints:
        """(n,) the month of each date in a business year, 0–11; −1 outside it."""
        at = months_of(dates) - self.first_month(year)
        return np.where((at >= 0) & (at < 12), at, -1).astype(np.int64)

    def quarters(self, dates: pd.Series, year: int) -> Ints:
        """(n,) the quarter of each date in a business year, 0–3; −1 outside it."""
        at = self.positions(dates, year)
        return np.where(at < 0, -1, at // 3).astype(np.int64)

    def title(self, year: int) -> str:
        """The name of a business year: 2027, or 2027/28 where it does not begin in January."""
        return str(year) if self.rules.fiscal_start == 1 else f"{year}/{(year + 1) % 100:02d}"

    # ── what is gone ──────────────────────────────────────────────────────────────────────────────────

    @property
    def cut(self) -> int:
        """The last finished month: the last whose last day is not after the as-of day."""
        after = self.rules.as_of + _DAY
        return after.year * 12 + after.month - 2

    @property
    def running(self) -> int | None:
        """The month that runs: the one after the cut if the as-of day lies in it."""
        as_of = self.rules.as_of
        month = as_of.year * 12 + as_of.month - 1
        return month if month > self.cut else None

    @property
    def share(self) -> float:
        """Share of the running month's workdays gone, the as-of day included; 0 where none runs.

        Golden: 15 November 2026 → 10 of 21 workdays; 16 August 2027 → 11 of 22.
        """
        return self.workdays_gone / self.workdays_month if self.running and self.workdays_month else 0.0

    @property
    def last_finished_month(self) -> str:
        """The cut in words: ``2026-10``."""
        return month_text(self.cut)

    @property
    def running_month(self) -> str | None:
        """The running month in words: ``2026-11``."""
        return month_text(self.running) if self.running is not None else None

    def finished(self, year: int) -> int:
        """Finished months of a business year, 0–12."""
        return min(max(self.cut - self.first_month(year) + 1, 0), 12)

    def running_in(self, year: int) -> int | None:
        """The month of a business year that runs, 0–11; ``None`` where it is another year's or none."""
        at = -1 if self.running is None else self.running - self.first_month(year)
        return at if 0 <= at < 12 else None

    def gone(self, year: int) -> Floats:
        """(12,) the share gone of each month of a business year: 1 finished, f the running one, 0 to come."""
        gone = (np.arange(12) < self.finished(year)).astype(np.float64)
        running = self.running_in(year)
        if running is not None:
            gone[running] = self.share
        return gone

    def is_over(self, year: int) -> bool:
        """Whether a business year is over at the end of the as-of day."""
        return self.finished(year) == 12

    # ── workdays ──────────────────────────────────────────────────────────────────────────────────────

    def workdays(self, month: int) -> int:
        """Workdays of a month of the line."""
        return month_workdays(month // 12, month % 12 + 1, self.rules.workday_country)

    @property
    def workdays_month(self) -> int:
        """Workdays of the month of the as-of day."""
        return self.workdays(self.rules.as_of.year * 12 + self.rules.as_of.month - 1)

    @property
    def workdays_gone(self) -> int:
        """Workdays of the month of the as-of day that are gone, this day included."""
        as_of = self.rules.as_of
        return workdays_between(as_of.replace(day=1), as_of + _DAY, self.rules.workday_country)

    def workdays_year(self, year: int) -> int:
        """Workdays of a business year."""
        first = self.first_month(year)
        return sum(self.workdays(month) for month in range(first, first + 12))


def _first_day(month: int) -> dt.date:
    return dt.date(month // 12, month % 12 + 1, 1)
