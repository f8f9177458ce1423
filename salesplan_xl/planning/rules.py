"""Every threshold of the methods as frozen records; their defaults are the methods' defaults.

The workbook's 参数 sheet is declared from these records (``schema/settings.py``), so a default is written
once. Money fields are in the book's own unit and their defaults are stated in 万元; a book kept in 元
multiplies them by 10,000. Shares and rates are fractions, times are days unless the name says otherwise.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CalendarRules:
    """Which years and day the plan speaks of; the only clock the core ever sees."""

    plan_year: int = 2027
    as_of: dt.date = dt.date(2026, 12, 31)
    days_in_year: int = 365

    @property
    def this_year(self) -> int:
        """The year that is ending: the one the plan is built on."""
        return self.plan_year - 1


@dataclass(frozen=True, slots=True)
class TierRules:
    """ABC tiers: methods §1 (S0 cumulative lines, S1 thresholds)."""

    tier_method: str = "cumulative"
    crossing_customer: str = "better"
    a_line: float = 0.80
    b_line: float = 0.95
    a_threshold: float = 100.0
    b_threshold: float = 30.0
    late_payer_blocks_a: bool = True
    expansion_raises_tier: bool = True
    top_n: int = 6


@dataclass(frozen=True, slots=True)
class HealthRules:
    """Four diagnoses and their scores: methods §2 (S0)."""

    danger_decline: float = -0.30
    warning_decline: float = -0.10
    flat_band: float = 0.05
    fast_growth: float = 0.50
    contact_days: int = 180
    habitual_min_invoices: int = 5
    habitual_late_rate: float = 0.50
    late_prior_weight: float = 2.0
    retention_days: int = 365
    big_project_share: float = 0.50
    weight_stability: float = 0.30
    weight_collections: float = 0.30
    weight_relationship: float = 0.20
    weight_growth: float = 0.20


@dataclass(frozen=True, slots=True)
class TargetRules:
    """Bottom-up targets: methods §3 (S0, S2, S3)."""

    growth_a: float = 0.05
    growth_b: float = 0.05
    growth_c: float = 0.0
    growth_fast: float = 0.10
    growth_potential: float = 0.20
    loss_danger: float = 0.20
    loss_danger_probability: float = 0.50
    loss_warning: float = 0.10
    loss_warning_probability: float = 0.50
    loss_single_contact: float = 0.20
    loss_single_contact_probability: float = 0.20
    win_lead: float = 0.10
    win_need: float = 0.20
    win_proposal: float = 0.35
    win_quote: float = 0.50
    win_negotiation: float = 0.70
    buffer: float = 0.10
    stretch_margin: float = 0.10
    guaranteed_target: float | None = None
    stretch_target: float | None = None
    company_target: float | None = None
    new_business_target: float = 0.0
    average_order: float | None = None
    inquiry_conversion: float = 0.10
    workdays_year: int = 250


@dataclass(frozen=True, slots=True)
class QuarterRules:
    """Quarter and month split: methods §4 (S0, S1)."""

    quarter_method: str = "history"
    quarter_weight_1: float = 25.0
    quarter_weight_2: float = 25.0
    quarter_weight_3: float = 25.0
    quarter_weight_4: float = 25.0
    project_timing: str = "sign"
    plan_basis: str = "derived"
    total_step: float = 10.0
    customer_step: float = 1.0

    @property
    def manual_weights(self) -> tuple[float, float, float, float]:
        """The four weights the user typed."""
        return (self.quarter_weight_1, self.quarter_weight_2, self.quarter_weight_3, self.quarter_weight_4)


@dataclass(frozen=True, slots=True)
class CapacityRules:
    """Visits, days and the 6-3-1 rule: methods §5 (S0; cadence preset of S1)."""

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


@dataclass(frozen=True, slots=True)
class MonthRules:
    """The three KPIs and the month list: methods §6 (S0)."""

    current_month: str = "2027-01"
    on_time_base: str = "due"
    quote_silence_days: int = 30
    late_list_days: int = 0


@dataclass(frozen=True, slots=True)
class Rules:
    """All thresholds of one book."""

    calendar: CalendarRules = CalendarRules()
    tiers: TierRules = TierRules()
    health: HealthRules = HealthRules()
    targets: TargetRules = TargetRules()
    quarters: QuarterRules = QuarterRules()
    capacity: CapacityRules = CapacityRules()
    months: MonthRules = MonthRules()
