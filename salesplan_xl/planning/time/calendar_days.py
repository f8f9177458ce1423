"""The workdays a book counts with beside those of the calendar (guide/capacity.md)."""

from __future__ import annotations

from salesplan_xl.findings import Finding, Place, Sentence, Severity
from salesplan_xl.planning.common.workdays import has_make_up_days, is_known
from salesplan_xl.planning.common.year_calendar import calendar_of
from salesplan_xl.rules import Rules


def workday_words(rules: Rules) -> tuple[Sentence, ...]:
    """The days a month that are counted with, and what the calendar of the plan year says."""
    calendar, capacity = calendar_of(rules.calendar), rules.capacity
    country, year = rules.calendar.workday_country, rules.calendar.plan_year
    days = calendar.workdays_year(year)
    values: dict[str, object] = {
        "country": country,
        "year": calendar.title(year),
        "days": days,
        "month": days / 12,
    }
    code = "capacity.calendar" if is_known(country) else "capacity.calendar_unknown"
    words = [
        Sentence("capacity.workdays", {"days": capacity.workdays_month * capacity.people}),
        Sentence(code, values),
    ]
    missing = country == "CN" and not has_make_up_days(calendar.start(year).year, country)
    return (*words, Sentence("capacity.no_make_up", values)) if missing else tuple(words)


def workday_findings(rules: Rules) -> list[Finding]:
    """Workdays typed for the month or the year that are far from those of the calendar."""
    calendar, limit = calendar_of(rules.calendar), rules.capacity.workday_gap
    year = calendar.workdays_year(rules.calendar.plan_year)
    pairs = (
        ("workdays_month", rules.capacity.workdays_month, year / 12),
        ("workdays_year", float(rules.targets.workdays_year), float(year)),
    )
    return [
        Finding("F-403", Severity.NOTE, {"typed": typed, "days": days}, Place("settings", None, key))
        for key, typed, days in pairs
        if days and abs(typed / days - 1.0) > limit
    ]
