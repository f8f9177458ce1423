"""Thresholds of key accounts: few, owned, stuck where, and was it so."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KeyAccountRules:
    """The lines of the key-account plan, see guide/accounts.md (article S4).

    Args:
        focus_cap: so many accounts are fought for; more are none.
        window_days, window_alarm_days: a window further away is perhaps none; a nearer one wants an action that counts.
        stage_days: an action is to be checkable within so many days.
        stale_days, quiet_days: a bottleneck that stands, an account nobody touched for longer is pointed out.
        strategic_share, window_share: parts of this year's revenue from which an account is proposed.
        hours_per_day: what a day let go releases.
        similar_least, cross_share: so many similar customers, of whom this part buys a line, say something.
        effort_share: time below this part of what is at stake does not follow it.
        spent_days, lost_days: how far back visits count, and a lost project says that a competitor is there.
        weight_…: of a person by influence, and of a layer whose people's influence nobody stated.
        severity_…: of the state of a layer.
    """

    focus_cap: int = 10
    window_days: int = 183
    window_alarm_days: int = 60
    stage_days: int = 92
    stale_days: int = 21
    quiet_days: int = 14
    strategic_share: float = 0.10
    window_share: float = 0.05
    hours_per_day: float = 8.0
    similar_least: int = 8
    cross_share: float = 0.50
    effort_share: float = 0.5
    spent_days: int = 365
    lost_days: int = 730
    weight_high: int = 3
    weight_medium: int = 2
    weight_low: int = 1
    weight_decision: int = 3
    weight_technical: int = 2
    weight_user: int = 1
    weight_purchasing: int = 1
    severity_opposed: int = 4
    severity_missing: int = 3
    severity_cold: int = 3
    severity_unknown: int = 2
    severity_neutral: int = 1
    severity_won: int = 0

    def influence(self, level: str | None) -> int:
        """The weight of a person; blank counts as medium."""
        return int(getattr(self, f"weight_{level or 'medium'}"))

    def layer_weight(self, layer: str) -> int:
        """The weight of a layer about whose people nothing is known."""
        return int(getattr(self, f"weight_{layer}"))

    def severity(self, state: str) -> int:
        """The degree to which a layer in that state holds up the decision."""
        return int(getattr(self, f"severity_{state}"))
