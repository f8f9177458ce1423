"""The settings of last year's book that the next one gets: what a person decided, no figure of a single year."""

from __future__ import annotations

import datetime as dt

from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.schema.settings import SETTINGS, default
from salesplan_xl.schema.types import SettingValue

# How a book is made, how far its year has come, and what its plan year was to bring.
_MADE = frozenset({"money_unit", "currency", "plan_year"})
_STATE = frozenset(
    {"as_of", "as_of_used", "current_month", "plan_state", "submitted_on", "plan_fixed_on", "figures_mark"}
)
YEAR_GOALS = (
    "company_target", "guaranteed_target", "stretch_target", "new_business_target", "new_customers",
    "monthly_signed", "this_year_target",
)  # fmt: skip
# States of the lock that the buttons leave behind; the others are somebody's choice.
_LOCK_STATES = frozenset({"locked", "once"})


def decided(book: PlanBook, shift: int) -> dict[str, SettingValue]:
    """The settings that differ from their defaults, days of a year moved to the same day of the next.

    Args:
        book: last year's book.
        shift: plan years to the next book.
    """
    values: dict[str, SettingValue] = {}
    for setting in SETTINGS:
        value = book.settings[setting.key]
        passing = setting.key in _MADE | _STATE or setting.key in YEAR_GOALS
        locked = setting.key == "plan_lock" and value in _LOCK_STATES
        if not (passing or locked or value == default(setting, book.unit)):
            values[setting.key] = years_later(value, shift) if isinstance(value, dt.date) else value
    return values


def goals(book: PlanBook) -> list[str]:
    """The keys of the goals that somebody set for the old plan year."""
    stated = (setting for setting in SETTINGS if setting.key in YEAR_GOALS)
    return [item.key for item in stated if book.settings[item.key] != default(item, book.unit)]


def years_later(day: dt.date, years: int) -> dt.date:
    """The same day some years later; the last of February where there is no 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=day.day - 1)
