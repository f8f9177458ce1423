"""Thresholds of the running year: KPIs, month list, funnel, bonus."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MonthRules:
    """The three KPIs and the month list, see guide/kpi.md and guide/month.md (article S0).

    Args:
        behind_line: further behind the plan to date than this share is a finding.
        project_change_line: projects that moved the year by a smaller share are not worth a sentence.
        grace_days: paid within so many days after the due date is on time.
        plan_months: in the forecast of the year the plan counts as much as so many months of experience.
        kpi_change: a rate that moved less than this stayed the same.
        listed_targets: so many customers have a row on the month list, besides A and high-potential ones.
        small_target: a C customer whose month target is a smaller share of the month's has no row of its own.
        worst_customers: so many of the customers furthest behind are reviewed.
    """

    current_month: str = "2027-01"
    on_time_base: str = "due"
    grace_days: int = 7
    plan_months: float = 6.0
    quote_silence_days: int = 30
    behind_line: float = 0.10
    project_change_line: float = 0.01
    kpi_change: float = 0.005
    listed_targets: int = 30
    small_target: float = 0.01
    worst_customers: int = 5


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
    """The worth of experience.

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
    """The bonus scheme; defaults are article S1's, read as guide/funnel.md reads it.

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
