"""The health of one customer from its figures, as the health table judges it (guide/health.md)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.customers.health_reasons import stability_words
from salesplan_xl.planning.customers.health_scores import (
    collections_points,
    declines,
    depth_key,
    growth_rates,
    relationship_points,
    risk_keys,
    stability_labels,
    stability_points,
    weighted_points,
    whole_points,
)
from salesplan_xl.rules import HealthRules
from salesplan_xl.tiers import BEST

UNKNOWN = float("nan")


@dataclass(frozen=True, slots=True)
class CustomerFacts:
    """The facts on one customer; NaN or None where nothing is.

    Args:
        this_year, last_year, receivable, overdue: money; ``receivable`` NaN without receivables data.
        tier: A, B or C; a decline of an A customer may be a danger.
        oldest_days: days the oldest overdue amount is late.
        late_rate: share of settled payments that came late.
        payment: key of ``PAYMENTS``.
        contacts: live people we know; NaN when none was ever recorded.
        roles: of the four roles, how many they cover.
        space: key of ``SPACES``.
    """

    this_year: float
    last_year: float = UNKNOWN
    tier: str | None = None
    receivable: float = UNKNOWN
    overdue: float = UNKNOWN
    oldest_days: float = UNKNOWN
    late_rate: float = UNKNOWN
    payment: str | None = None
    contacts: float = UNKNOWN
    roles: float = UNKNOWN
    space: str | None = None


@dataclass(frozen=True, slots=True)
class CustomerHealth:
    """The verdict: score 0..100 (whole; NaN when nothing is known), confidence 0..1, keys, and why."""

    score: float
    confidence: float
    risk: str
    stability: str | None
    reason: tuple[Sentence, ...]


def customer_health(facts: CustomerFacts, rules: HealthRules) -> CustomerHealth:
    """Judge one customer; a missing figure lowers confidence, never the score.

    Source: guide/health.md; article S0.
    """
    now, before = np.array([facts.this_year]), np.array([facts.last_year])
    key = np.array([facts.tier == BEST])
    yoy = growth_rates(now, before)
    danger, decline = declines(yoy, key, rules)
    label = stability_labels(now, before, yoy, key, rules)[0]
    depth = _depth(facts)
    points = [
        stability_points(yoy, rules)[0], _collections(facts, rules), _relationship(facts, depth),
        rules.space_points.get(facts.space or "", UNKNOWN),
    ]  # fmt: skip
    score, confidence = weighted_points(whole_points(np.array([points])), rules)
    risk = risk_keys(
        {
            "danger": danger, "decline": decline, "has_contacts": np.array([depth is not None]),
            "payment": np.array([facts.payment], dtype=object), "tier": np.array([facts.tier], dtype=object),
            "depth": np.array([depth or "none"], dtype=object),
        },
        rules,
    )  # fmt: skip
    reason = tuple(_reason(facts, label, float(yoy[0]), depth, rules))
    return CustomerHealth(float(whole_points(score)[0]), float(confidence[0]), str(risk[0]), label, reason)


def _or_nothing(value: float) -> float:
    """A figure, 0 where there is none."""
    return 0.0 if np.isnan(value) else value


def _depth(facts: CustomerFacts) -> str | None:
    """Depth of the relationship with the customer; None when no contact was ever recorded."""
    if np.isnan(facts.contacts):
        return None
    return depth_key(facts.contacts, _or_nothing(facts.roles))


def _collections(facts: CustomerFacts, rules: HealthRules) -> float:
    """Points for collections; NaN without receivables data."""
    if np.isnan(facts.receivable) and np.isnan(facts.overdue):
        return UNKNOWN
    money = (np.array([_or_nothing(value)]) for value in (facts.receivable, facts.overdue))
    receivable, overdue = money
    age, late = np.array([facts.oldest_days]), np.array([facts.late_rate])
    return float(collections_points(receivable, overdue, age, late, rules)[0])


def _relationship(facts: CustomerFacts, depth: str | None) -> float:
    """Points for the relationship; NaN without contacts data."""
    if depth is None:
        return UNKNOWN
    points = relationship_points(np.array([depth], dtype=object), np.array([_or_nothing(facts.roles)]))
    return float(points[0])


def _reason(
    facts: CustomerFacts, label: str | None, yoy: float, depth: str | None, rules: HealthRules
) -> list[Sentence]:
    """Revenue, payment and relationship in words; nothing is said of what is not known."""
    revenue: dict[str, object] = {"estimate": facts.this_year, "last_year": facts.last_year}
    words = [stability_words({**revenue, "stability": label, "yoy": yoy}, rules)]
    if facts.payment == "habitual":
        words.append(Sentence("T-PAY-HABITUAL"))
    elif facts.overdue > 0:
        values: dict[str, object] = {"overdue": facts.overdue, "days": _or_nothing(facts.oldest_days)}
        words.append(Sentence("T-PAY-OVERDUE", values))
    if depth is not None:
        values = {"people": _or_nothing(facts.contacts), "roles": _or_nothing(facts.roles)}
        words.append(Sentence(f"T-KNOWN-{depth.upper()}", values))
    return words
