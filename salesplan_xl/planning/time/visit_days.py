"""Visits and days as single figures: how often a tier is visited, and what days there are (methods §5)."""

from __future__ import annotations

import math

from salesplan_xl.rules import CapacityRules

WEEKS_A_YEAR = 52


def month_capacity(workdays: float, slack: float) -> float:
    """Days a month for customers: workdays × (1 − slack). Golden 21.75 and 20 % → 17.4 (S0)."""
    return workdays * (1.0 - slack)


def rule_split(capacity: float, shares: tuple[float, float, float]) -> tuple[float, float, float]:
    """Days by tier that the rule gives. Golden 17.4 at 60/30/10 % → 10.44/5.22/1.74 (S0)."""
    a, b, c = shares
    return capacity * a, capacity * b, capacity * c


def days_needed(visits: tuple[float, float, float], rules: CapacityRules) -> tuple[float, float, float]:
    """Days a month by tier: half a day a visit, C customers bundled at three a day."""
    a, b, c = visits
    return a * rules.days_per_visit, b * rules.days_per_visit, c / rules.bundled_per_day


def visits_a_month(tier: object, high_potential: bool, rules: CapacityRules) -> float:
    """Visits a month to one customer; NaN for what is no tier (new business).

    Presets: ``s0`` A 2, B 1, C one a quarter; ``s1`` A monthly and a quarterly review (1⅓), B every two
    weeks (26 a year), C one a quarter; ``own`` the typed figures. A high-potential B is visited as often as
    an A where that is more (setting).

    Source: methods §5; S0, S1.
    """
    visits_a, visits_b, visits_c = _cadence(rules)
    if tier == "B" and high_potential and rules.potential_b_as_a:
        return max(visits_a, visits_b)
    return {"A": visits_a, "B": visits_b, "C": visits_c}.get(str(tier), math.nan)


def _cadence(rules: CapacityRules) -> tuple[float, float, float]:
    """Visits a month to A, B and C."""
    presets = {"s0": (2.0, 1.0, 1 / 3), "s1": (1 + 1 / 3, WEEKS_A_YEAR / 2 / 12, 1 / 3)}
    return presets.get(rules.cadence, (rules.visits_a, rules.visits_b, rules.visits_c))
