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

    @property
    def quarter(self) -> int:
        """The quarter of the plan year (1–4) in which the as-of date lies; 1 before the year, 5 after it."""
        year = self.as_of.year - self.plan_year
        return min(max(year * 4 + (self.as_of.month + 2) // 3, 1), 5)


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
    plan_lock: str = "year"
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


@dataclass(frozen=True, slots=True)
class OutcomeRules:
    """How next year may vary: methods §3 (guaranteed and stretch).

    ``sd_…``: spread of a customer's yearly revenue by tier, a fraction of its base; ``sd_new`` of the new
    business; ``correlation`` of any two (on the log scale): 0 everybody for himself, 1 all rise and fall
    together. ``sure_chance`` and ``stretch_chance``: the chance that the guaranteed and the stretch figure are
    reached. ``draws``, ``seed``: how many possible years are drawn, and from which start.
    """

    sd_a: float = 0.10
    sd_b: float = 0.20
    sd_c: float = 0.35
    sd_new: float = 0.50
    correlation: float = 0.30
    sure_chance: float = 0.80
    stretch_chance: float = 0.20
    draws: int = 40_000
    seed: int = 20_270_101

    @property
    def sd_by_tier(self) -> dict[str, float]:
        """Spread by tier key; N is new business."""
        return {"A": self.sd_a, "B": self.sd_b, "C": self.sd_c, "N": self.sd_new}


@dataclass(frozen=True, slots=True)
class FunnelRules:
    """The goal, the plan's stage rates and how leads are found; defaults are the worked example of S1.

    Args:
        new_customers: to be won in the year.
        monthly_signed: new customers a month that somebody also promised; None when nobody did.
        need_rate, proposal_rate, sign_rate: share of leads, needs, proposals that reach the next stage.
        lead_fair, lead_referral, lead_online, lead_other: proportions in which leads are to be found.
        calls_per_need, visits_per_need: calls to find a need, and visits to secure it.
    """

    new_customers: float = 15.0
    monthly_signed: float | None = None
    need_rate: float = 1 / 3
    proposal_rate: float = 0.5
    sign_rate: float = 0.25
    lead_fair: float = 20.0
    lead_referral: float = 5.0
    lead_online: float = 5.0
    lead_other: float = 0.0
    calls_per_need: float = 2.0
    visits_per_need: float = 0.5

    @property
    def rates(self) -> tuple[float, float, float]:
        """Need, proposal and sign rate."""
        return (self.need_rate, self.proposal_rate, self.sign_rate)

    @property
    def lead_mix(self) -> dict[str, float]:
        """The proportion of each source."""
        mix = (self.lead_fair, self.lead_referral, self.lead_online, self.lead_other)
        return dict(zip(("fair", "referral", "online", "other"), mix, strict=True))


@dataclass(frozen=True, slots=True)
class RateRules:
    """How much experience is worth.

    Args:
        plan_weight: the plan counts as much as this many leads that went at its rates.
        prior_weight: weight of the book's rate where the sources cannot tell how different they are.
        least_weight, most_weight: bounds of the learnt weight, in cases.
        least_leads: fewer leads than this show nothing on which to move effort.
        move_sureness: how sure it must be that one source converts better than another.
        move_share: the part of the weaker source's leads to be found elsewhere.
        ripening_days: a lead younger than this has not had time to sign and does not count yet.
    """

    plan_weight: float = 10.0
    prior_weight: float = 10.0
    least_weight: float = 5.0
    most_weight: float = 60.0
    least_leads: float = 10.0
    move_sureness: float = 0.90
    move_share: float = 0.5
    ripening_days: int = 90


@dataclass(frozen=True, slots=True)
class IncentiveRules:
    """The bonus scheme; defaults are S1's, read as methods §7 reads it.

    Args:
        action_goal: proposals a month from which the action bonus is paid (``>=``).
        action_bonus, action_extra: yuan for reaching the goal, and for each further proposal.
        base_rate: commission on the month's revenue, a share.
        rate_step: what a reached target adds to the rate: 0.01.
        rate_reading: ``point`` adds it (3 % → 4 %), ``relative`` multiplies by 1 + it (3 % → 3.03 %).
        over_line: how far above the target the extra bonus begins: 0.20.
        over_reading: ``inclusive`` pays at exactly 120 %, ``strict`` only above.
        over_bonus: share of revenue paid as the extra bonus: 0.05.
        over_base: ``month`` on the whole month's revenue, ``excess`` on what is above the target.
        over_pays: ``both`` rate step and extra bonus together, ``instead`` the extra bonus alone.
    """

    action_goal: float = 5.0
    action_bonus: float = 500.0
    action_extra: float = 200.0
    base_rate: float = 0.0
    rate_step: float = 0.01
    rate_reading: str = "point"
    over_line: float = 0.20
    over_reading: str = "inclusive"
    over_bonus: float = 0.05
    over_base: str = "month"
    over_pays: str = "both"


@dataclass(frozen=True, slots=True)
class LateRules:
    """How the chance is learnt.

    Args:
        prior_invoices: the book's rate counts as much as this many invoices of a customer.
        known_after_days: an invoice speaks for its customer this long after it was due.
        pull: how strongly the fit is held to the plain late rate; higher trusts small books less.
        horizon_days: overdue money: still unpaid after this many days more.
        least_invoices: fewer settled or overdue invoices than this teach nothing beyond the plain rate.
        most_invoices: the fit learns from the latest of them only; older habits fade and time is saved.
    """

    prior_invoices: float = 2.0
    known_after_days: int = 30
    pull: float = 40.0
    horizon_days: int = 30
    least_invoices: int = 40
    most_invoices: int = 20_000


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
    outcomes: OutcomeRules = OutcomeRules()
    funnel: FunnelRules = FunnelRules()
    rates: RateRules = RateRules()
    incentives: IncentiveRules = IncentiveRules()
    late: LateRules = LateRules()
    resources: ResourceRules = ResourceRules()
