"""Business years, finished and running months, workdays: the figures of guide/calendar.md."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from salesplan_xl.planning.common.workdays import has_make_up_days, is_known, month_workdays
from salesplan_xl.planning.common.year_calendar import YearCalendar, calendar_of, month_text
from salesplan_xl.rules import CalendarRules


def calendar(as_of: str, **rules: object) -> YearCalendar:
    return calendar_of(CalendarRules(as_of=dt.date.fromisoformat(as_of), **rules))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("as_of", "finished", "running", "share"),
    [
        ("2026-11-15", "2026-10", "2026-11", 10 / 21),
        ("2026-10-31", "2026-10", None, 0.0),
        ("2026-10-30", "2026-09", "2026-10", 1.0),
        ("2027-08-16", "2027-07", "2027-08", 0.5),
        ("2027-08-01", "2027-07", "2027-08", 0.0),
        ("2027-07-31", "2027-07", None, 0.0),
        ("2026-12-31", "2026-12", None, 0.0),
        ("2027-01-01", "2026-12", "2027-01", 0.0),
    ],
)
def test_finished_and_running_month(as_of: str, finished: str, running: str | None, share: float) -> None:
    """1 and 15 August 2027 are a Sunday: a month begins with its first workday. Half of August is gone on the 16th."""
    at = calendar(as_of)
    assert (at.last_finished_month, at.running_month) == (finished, running)
    assert at.share == pytest.approx(share)


def test_what_is_gone_of_a_year() -> None:
    at = calendar("2027-08-16")
    assert at.gone(2027).tolist() == [1.0] * 7 + [0.5] + [0.0] * 4
    assert at.gone(2026).tolist() == [1.0] * 12
    assert at.gone(2028).tolist() == [0.0] * 12
    assert (at.finished(2027), at.running_in(2027), at.running_in(2026)) == (7, 7, None)
    assert at.is_over(2026)
    assert not at.is_over(2027)


def test_a_business_year_from_april() -> None:
    """Year 2027 is April 2027 to March 2028, written 2027/28; January 2028 is its tenth month, in its last quarter."""
    at = calendar("2027-03-31", fiscal_start=4)
    assert at.title(2027) == "2027/28"
    assert (at.start(2027), at.end(2027)) == (dt.date(2027, 4, 1), dt.date(2028, 3, 31))
    dates = pd.Series(pd.to_datetime(["2027-03-31", "2027-04-01", "2028-01-15", None]))
    assert at.positions(dates, 2027).tolist() == [-1, 0, 9, -1]
    assert at.quarters(dates, 2027).tolist() == [-1, 0, 3, -1]
    assert at.years_of(dates)[:3].tolist() == [2026, 2027, 2027]
    assert at.is_over(2026)
    assert at.rules.this_year_end == dt.date(2027, 3, 31)
    assert not at.rules.begun
    assert [calendar(day, fiscal_start=4).rules.quarter for day in ("2027-03-31", "2027-04-01", "2028-03-31", "2028-04-01")] == [1, 1, 4, 5]  # fmt: skip


def test_a_calendar_year_is_the_default() -> None:
    at = calendar("2026-12-31")
    assert at.title(2027) == "2027"
    assert month_text(at.first_month(2027)) == "2027-01"
    assert [calendar(day).rules.quarter for day in ("2026-12-31", "2027-03-31", "2027-04-01", "2028-01-01")] == [1, 1, 2, 5]  # fmt: skip


CHINA_2027 = (20, 16, 23, 21, 19, 21, 22, 22, 21, 18, 22, 23)


def test_workdays_of_china_in_2027() -> None:
    assert tuple(month_workdays(2027, month, "CN") for month in range(1, 13)) == CHINA_2027
    assert calendar("2027-08-16").workdays_year(2027) == 248
    assert (calendar("2027-08-16").workdays_month, calendar("2027-08-16").workdays_gone) == (22, 11)


@pytest.mark.parametrize(
    ("year", "month", "days"),
    [
        (2026, 2, 16),  # Spring Festival 15–23 February, made up on 14 and 28
        (2026, 10, 18),  # National Day 1–7 October, made up on the 10th
        (2025, 5, 19),  # Labour Day: 1, 2 and 5 May off, the make-up day falls in April
    ],
)
def test_published_workdays_of_china(year: int, month: int, days: int) -> None:
    assert month_workdays(year, month, "CN") == days
    assert has_make_up_days(year, "CN")


def test_other_countries_and_an_unknown_one() -> None:
    """Germany has no holiday in August; nobody knows the land of XX, so its weeks are Monday to Friday."""
    assert month_workdays(2027, 8, "DE") == 22
    assert month_workdays(2027, 12, "DE") == 23  # 25 and 26 December are a weekend
    assert month_workdays(2027, 1, "XX") == 21
    assert is_known("DE")
    assert not is_known("XX")
    assert not has_make_up_days(2027, "CN")
    assert not has_make_up_days(2026, "XX")


def test_no_thirteenth_month() -> None:
    with pytest.raises(ValueError, match="month"):
        month_workdays(2026, 13, "CN")


def test_blank_dates_lie_in_no_month() -> None:
    at = calendar("2026-12-31")
    assert np.all(at.positions(pd.Series([pd.NaT, None], dtype="datetime64[ns]"), 2026) == -1)
