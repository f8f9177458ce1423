"""Visits and days as single figures: how often a tier is visited, and what days there are (guide/capacity.md)."""

from __future__ import annotations

import math
from collections.abc import Sequence

from salesplan_xl.rules import CapacityRules
from salesplan_xl.tiers import BEST, SECOND


def month_capacity(workdays: float, slack: float) -> float:
    """Days a month for customers: workdays × (1 − slack). Golden 21.75 and 20 % → 17.4 (S0)."""
    return workdays * (1.0 - slack)


def rule_split(capacity: float, shares: Sequence[float]) -> tuple[float, ...]:
    """Days by tier that the rule gives. Golden 17.4 at 60/30/10 % → 10.44/5.22/1.74 (S0)."""
    return tuple(capacity * share for share in shares)


def days_needed(visits: Sequence[float], rules: CapacityRules) -> tuple[float, ...]:
    """Days a month by tier: half a day a visit, customers of the last tier bundled at three a day.

    Args:
        visits: visits a month by tier, in the order of ``TIERS``.
    """
    *single, bundled = visits
    return (*(count * rules.days_per_visit for count in single), bundled / rules.bundled_per_day)


def visits_a_month(tier: object, high_potential: bool, rules: CapacityRules) -> float:
    """Visits a month to one customer; NaN for what is no tier (new business).

    A high-potential customer of the second tier is visited as often as one of the best where that is more (setting).

    Source: guide/map.md; articles S0, S1.
    """
    visits = rules.visits_by_tier
    if tier == SECOND and high_potential and rules.potential_b_as_a:
        return max(visits[BEST], visits[SECOND])
    return visits.get(str(tier), math.nan)
