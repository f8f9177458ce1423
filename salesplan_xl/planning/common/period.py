"""Business years cut at the same day (guide/sprint.md, guide/yearend.md)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.planning.common.year_calendar import calendar_of
from salesplan_xl.rules import CalendarRules

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Period:
    """A business year up to a day.

    Args:
        year: the business year.
        first: its first day.
        last: the last day that counts.
    """

    year: int
    first: pd.Timestamp
    last: pd.Timestamp

    def holds(self, dates: pd.Series) -> Bools:
        """(n,) whether each date lies in it; a blank one does not."""
        days = pd.to_datetime(dates)
        inside = (days >= self.first) & (days < self.last + pd.Timedelta(days=1))
        return np.asarray(inside, dtype=np.bool_)

    def has(self, day: pd.Timestamp) -> bool:
        """Whether a day lies in it."""
        return bool(self.first <= day < self.last + pd.Timedelta(days=1))


def reported(rules: CalendarRules) -> Period:
    """The reported year up to the as-of day or its end, whichever is earlier."""
    first = calendar_of(rules).start(rules.this_year)
    return Period(rules.this_year, pd.Timestamp(first), pd.Timestamp(min(rules.as_of, rules.this_year_end)))


def year_earlier(period: Period) -> Period:
    """The year before, up to the same day; golden: 2026 to 20 November → 2025 to 20 November."""
    back = pd.DateOffset(years=1)
    return Period(period.year - 1, period.first - back, _end_kept(period.last, period.last - back))


def _end_kept(day: pd.Timestamp, before: pd.Timestamp) -> pd.Timestamp:
    """The last of a month stays the last: a year before 28 February is 29 February in a leap year."""
    return before + pd.offsets.MonthEnd(0) if day.is_month_end else before
