"""Visits, days and the conflicts of people and machines."""

from __future__ import annotations

from dataclasses import dataclass

from salesplan_xl.tiers import TIERS, by_tier


@dataclass(frozen=True, slots=True)
class CapacityRules:
    """Visits, days and the 6-3-1 rule, see guide/capacity.md (article S0; a cadence of S1).

    ``rule_tolerance``: shares of time further than this from the rule contradict it. ``workday_gap``: typed
    workdays further than this share from the calendar's are pointed out.
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
    workday_gap: float = 0.03

    @property
    def visits_by_tier(self) -> dict[str, float]:
        """Visits a month by tier: of the chosen preset, or the user's own.

        ``s0``: A 2, B 1, all others one a quarter; ``s1``: A monthly and a quarterly review (1⅓), B every two weeks
        (26 a year), all others one a quarter.
        """
        presets = {"s0": (2.0, 1.0), "s1": (1 + 1 / 3, 26 / 12)}
        if self.cadence not in presets:
            return by_tier(self, "visits")
        often = presets[self.cadence]
        return dict(zip(TIERS, [*often, *[1 / 3] * (len(TIERS) - len(often))], strict=True))

    @property
    def time_shares(self) -> dict[str, float]:
        """Share of time by tier (6-3-1)."""
        return by_tier(self, "time_share")


@dataclass(frozen=True, slots=True)
class ResourceRules:
    """The line between two needs and a conflict.

    Args:
        weeks_ahead: how far to look from the as-of date.
        customers_a_week: customers that one person or machine can serve in a week.
        most_findings: conflicts told one by one.
    """

    weeks_ahead: int = 12
    customers_a_week: int = 1
    most_findings: int = 20
