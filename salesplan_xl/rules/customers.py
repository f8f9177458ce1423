"""Thresholds of tiers, health and payment behaviour."""

from __future__ import annotations

from dataclasses import dataclass

from salesplan_xl.tiers import TIERS


@dataclass(frozen=True, slots=True)
class TierRules:
    """ABC tiers, see guide/tiers.md (article S0: cumulative lines, S1: thresholds)."""

    tier_method: str = "cumulative"
    crossing_customer: str = "better"
    a_line: float = 0.80
    b_line: float = 0.95
    a_threshold: float = 100.0
    b_threshold: float = 30.0
    late_payer_blocks_a: bool = True
    expansion_raises_tier: bool = True
    top_n: int = 6

    @property
    def lines(self) -> dict[str, float]:
        """The line at which each tier but the last ends, as a share of revenue."""
        return {tier: getattr(self, f"{tier.lower()}_line") for tier in TIERS[:-1]}

    @property
    def thresholds(self) -> dict[str, float]:
        """From which revenue on a customer is in each tier but the last, money."""
        return {tier: float(getattr(self, f"{tier.lower()}_threshold")) for tier in TIERS[:-1]}


@dataclass(frozen=True, slots=True)
class HealthRules:
    """Four diagnoses and their scores, see guide/health.md (article S0).

    Args:
        prepay_days, tighten_days: a habitual late payer whose oldest money is overdue longer pays first; a
            temporary delay longer than this tightens terms.
        not_issued_days: what is due further ahead is taken as not invoiced yet (rows carry no issue date).
        warnings_for_risk: so many warnings make an A customer a high risk.
        habitual_progress_late, habitual_progress_share: with old retention money, so many progress payments late, and
            this share of those judged, are a habit.
        abandoned_invoices, abandoned_days, abandoned_silence: so many invoices overdue for longer than so many days,
            and nothing paid for so many days, are a habit.
        lost_share: a customer with so much of last year's revenue of the book is worth winning back.
        late_points, overdue_points, age_points: what late payments, the share overdue and its age cost of the 100
            points of collections.
        points_…: points of growth space (``project`` … ``full``), and of revenue at the danger line, at the
            warning line and without change.
    """

    danger_decline: float = -0.30
    warning_decline: float = -0.10
    flat_band: float = 0.05
    fast_growth: float = 0.50
    contact_days: int = 180
    habitual_min_invoices: int = 5
    habitual_late_rate: float = 0.50
    late_prior_weight: float = 2.0
    retention_days: int = 365
    habitual_progress_late: int = 2
    habitual_progress_share: float = 0.5
    abandoned_invoices: int = 2
    abandoned_days: int = 90
    abandoned_silence: int = 365
    big_project_share: float = 0.50
    weight_stability: float = 0.30
    weight_collections: float = 0.30
    weight_relationship: float = 0.20
    weight_growth: float = 0.20
    prepay_days: int = 180
    tighten_days: int = 90
    not_issued_days: int = 400
    warnings_for_risk: int = 2
    lost_share: float = 0.05
    late_points: float = 50.0
    overdue_points: float = 30.0
    age_points: float = 20.0
    points_danger: float = 30.0
    points_warning: float = 60.0
    points_flat: float = 80.0
    points_project: float = 100.0
    points_white_space: float = 80.0
    points_need: float = 60.0
    points_full: float = 40.0

    @property
    def space_points(self) -> dict[str, float]:
        """Points by kind of growth space."""
        return {
            "project": self.points_project, "white_space": self.points_white_space, "need": self.points_need,
            "full": self.points_full,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class LateRules:
    """The learning of the chance to be paid late.

    Args:
        prior_invoices: the book's rate counts as much as this many invoices of a customer.
        known_after_days: an invoice speaks for its customer this long after it was due.
        pull: how strongly the fit is held to the plain late rate; higher trusts small books less.
        horizon_days: overdue money: still unpaid after this many days more.
        least_invoices: fewer settled or overdue invoices than this teach nothing beyond the plain rate.
        most_invoices: the fit learns from the latest of them only; older habits fade and time is saved.
        large_times: so many times the customer's usual amount is called large.
    """

    prior_invoices: float = 2.0
    known_after_days: int = 30
    pull: float = 40.0
    horizon_days: int = 30
    least_invoices: int = 40
    most_invoices: int = 20_000
    large_times: float = 2.0
