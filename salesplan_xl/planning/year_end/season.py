"""The phases of the year end, and the days that are left of it (guide/sprint.md)."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, replace

from salesplan_xl.findings import Finding, Place, Severity
from salesplan_xl.planning.common.workdays import workday_from, workdays_between
from salesplan_xl.planning.common.year_calendar import calendar_of
from salesplan_xl.rules import Rules, SeasonRules

BEFORE, REVIEW, SPRINT, PLAN, AFTER = "before", "review", "sprint", "plan", "after"
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Season:
    """The end of one year on a day.

    Args:
        year: the year that ends.
        phase: ``before``, ``review``, ``sprint``, ``plan`` or ``after``.
        as_of: today.
        sprint_end: the last day that counts for this year.
        workdays_left: workdays from tomorrow until then.
        contacts: customers who can still be contacted.
    """

    year: int
    phase: str
    as_of: dt.date
    sprint_end: dt.date
    workdays_left: int
    contacts: int

    @property
    def over(self) -> bool:
        """Whether this year can bring no more."""
        return self.as_of >= self.sprint_end


def season_of(rules: Rules) -> Season:
    """The season on the as-of day.

    Golden: Sunday 15 November 2026 in China → review, 34 workdays, 108 contacts at 4 a day and 20 % slack.
    """
    calendar, season = rules.calendar, rules.season
    end = season.sprint_end or calendar.this_year_end
    left = max(workdays_between(calendar.as_of + DAY, end + DAY, calendar.workday_country), 0)
    contacts = math.floor(round(left * (1 - rules.capacity.slack) * season.contacts_per_day, 9))
    return Season(calendar.this_year, phase_of(rules), calendar.as_of, end, left, contacts)


def phase_of(rules: Rules) -> str:
    """The phase in which the as-of day lies."""
    as_of, season, end = rules.calendar.as_of, rules.season, rules.calendar.this_year_end
    starts = [last_before(text, end) for text in (season.review_from, season.sprint_from, season.plan_from)]
    until = last_before(season.plan_until, end).replace(year=last_before(season.plan_until, end).year + 1)
    if as_of > until:
        return AFTER
    return (BEFORE, REVIEW, SPRINT, PLAN)[sum(as_of >= start for start in starts)]


def last_before(month_day: str, end: dt.date) -> dt.date:
    """The last ``11-15`` up to a day.

    Raises:
        ValueError: no month and day.
    """
    month, day = (int(part) for part in month_day.split("-"))
    date = dt.date(end.year, month, day)
    return date if date <= end else date.replace(year=end.year - 1)


def readable_phases(rules: SeasonRules, end: dt.date) -> tuple[SeasonRules, list[Finding]]:
    """The rules with phases that can be read, those that cannot as they are by default; and a finding for each."""
    usual, findings = SeasonRules(), []
    phases: dict[str, str] = {}
    for key in ("review_from", "sprint_from", "plan_from", "plan_until"):
        typed, default = str(getattr(rules, key)), str(getattr(usual, key))
        try:
            last_before(typed, end)
        except ValueError:
            values: dict[str, object] = {"value": typed, "default": default}
            findings.append(Finding("F-783", Severity.WARNING, values, Place("settings", None, key)))
            phases[key] = default
    return _with_phases(rules, phases), findings


def _with_phases(rules: SeasonRules, phases: dict[str, str]) -> SeasonRules:
    return replace(
        rules,
        review_from=phases.get("review_from", rules.review_from),
        sprint_from=phases.get("sprint_from", rules.sprint_from),
        plan_from=phases.get("plan_from", rules.plan_from),
        plan_until=phases.get("plan_until", rules.plan_until),
    )


def due_days(season: Season, rules: Rules) -> list[dt.date]:
    """The workday on which each of the contacts that are possible is due: so many a day from the next workday on."""
    days: list[dt.date] = []
    day, country = season.as_of, rules.calendar.workday_country
    for _ in range(season.workdays_left):
        day = workday_from(day + DAY, country)
        days.append(day)
    each = rules.season.contacts_per_day
    return [days[math.ceil((number + 1) / each) - 1] for number in range(season.contacts)]


def season_year(day: dt.date, rules: Rules) -> int:
    """The year whose end a day belongs to: the first weeks of a year still belong to the year before."""
    end = rules.calendar.this_year_end
    until = last_before(rules.season.plan_until, end)
    reach = (until - calendar_of(rules.calendar).start(rules.calendar.this_year)).days + 1
    back = day - dt.timedelta(days=reach)
    return (back.year * 12 + back.month - rules.calendar.fiscal_start) // 12


def season_findings(season: Season, *, reviewed: bool, sprinted: bool, deployed: bool) -> list[Finding]:
    """Sprint without a review before it, and sprint without deployment: both waste December.

    Args:
        season: the season today.
        reviewed: whether the lists were made before the sprint began.
        sprinted, deployed: whether anybody on the sprint list, on the deployment list was contacted.
    """
    place = Place("sprint", None, "list")
    if season.phase != SPRINT:
        return []
    rows = [] if reviewed else [Finding("F-780", Severity.NOTE, {"end": season.sprint_end}, place)]
    if sprinted and not deployed:
        rows.append(Finding("F-781", Severity.NOTE, {}, place))
    return rows
