"""The order of the settings sheet: what a person decides stands on top, every threshold below by subject.

A subject is folded under its heading; one click on the plus beside it opens it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from salesplan_xl.schema.settings import SETTINGS
from salesplan_xl.schema.types import Label, Setting

# Year, unit and currency, name, the company's figure, new business, tier method, buffer, guaranteed and stretch,
# quarters, cadence, workdays, grace: nobody can leave these to a default for good.
DECISIONS = (
    "plan_year", "money_unit", "currency", "salesperson", "company_target", "new_business_target", "tier_method",
    "buffer", "guaranteed_target", "stretch_target", "quarter_method", "cadence", "workdays_month", "grace_days",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Section:
    """Settings under one heading; ``folded`` ones are shown by a click."""

    heading: Label
    settings: tuple[Setting, ...]
    folded: bool


def _sections() -> tuple[Section, ...]:
    by_key = {setting.key: setting for setting in SETTINGS}
    top = Section(Label("您来定", "Yours to decide"), tuple(by_key[key] for key in DECISIONS), folded=False)
    rest = [setting for setting in SETTINGS if setting.key not in DECISIONS]
    subjects = groupby(rest, key=lambda setting: setting.group)
    return (top, *(Section(heading, tuple(members), folded=True) for heading, members in subjects))


SECTIONS = _sections()
