"""Visits, days and the conflicts of people and machines."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CapacityRules:
    """Visits, days and the 6-3-1 rule, see guide/capacity.md (article S0; a cadence of S1).

    ``rule_tolerance``: shares of time further than this from the rule contradict it.
    """

    cadence: str = "s0"
    visits_a: float = 2.0
    visits_b: float = 1.0
    visits_c: float = 1 / 3
    potential_b_as_a: bool = True
    days_per_visit: float = 0.5
    bundled_per_day: float = 3.0
    workdays_month: float = 21.75
    people: int = 1
    slack: float = 0.20
    time_share_a: float = 0.60
    time_share_b: float = 0.30
    time_share_c: float = 0.10
    rule_tolerance: float = 0.05


@dataclass(frozen=True, slots=True)
class ResourceRules:
    """When two needs are a conflict.

    Args:
        weeks_ahead: how far to look from the as-of date.
        customers_a_week: customers that one person or machine can serve in a week.
        most_findings: conflicts told one by one.
    """

    weeks_ahead: int = 12
    customers_a_week: int = 1
    most_findings: int = 20
