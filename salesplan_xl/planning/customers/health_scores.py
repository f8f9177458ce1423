"""The four diagnoses of a customer as plain figures: labels and 0..100 points (guide/health.md).

Arrays of any length, one customer included; the health table and the worksheet function both ask here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from salesplan_xl.planning.common.rates import DUST, year_on_year
from salesplan_xl.rules import HealthRules
from salesplan_xl.tiers import BEST

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Keys = npt.NDArray[np.object_]

ROLES = ("purchasing", "user", "technical", "decision")
DIAGNOSES = ("stability", "collections", "relationship", "growth")
# The scale of every diagnosis; all four roles make the whole of it.
FULL = 100.0
ROLE_POINTS = FULL / len(ROLES)


def growth_rates(now: Floats, before: Floats) -> Floats:
    """Growth on last year; NaN without revenue last year (``rates.year_on_year``)."""
    rates = [year_on_year(*pair) for pair in zip(now.tolist(), before.tolist(), strict=True)]
    return np.array([np.nan if rate is None else rate for rate in rates], dtype=np.float64)


def stability_labels(now: Floats, before: Floats, yoy: Floats, key: Flags, rules: HealthRules) -> Keys:
    """The label of each customer's growth; None when last year is unknown (NaN)."""
    conditions = [
        now < 0,
        now == 0,
        np.isnan(before),
        before <= 0,
        key & (yoy <= rules.danger_decline + DUST),
        np.abs(yoy) <= rules.flat_band + DUST,
        yoy <= rules.warning_decline + DUST,
        yoy >= rules.fast_growth - DUST,
        yoy > 0,
    ]
    labels = ["returns", "inactive", "", "new", "danger", "flat", "warning", "fast", "growth"]
    label = np.select(conditions, labels, "normal").astype(object)
    label[label == ""] = None
    return np.asarray(label, dtype=object)


def declines(yoy: Floats, key: Flags, rules: HealthRules) -> tuple[Flags, Flags]:
    """Danger (a key customer down by the danger line) and any decline that counts."""
    down = (yoy <= rules.warning_decline + DUST) & (np.abs(yoy) > rules.flat_band + DUST)
    danger = key & (yoy <= rules.danger_decline + DUST)
    return np.asarray(danger, dtype=np.bool_), np.asarray(down | danger, dtype=np.bool_)


def stability_points(yoy: Floats, rules: HealthRules) -> Floats:
    """0 at twice the danger decline, then the points of the lines (30, 60, 80 by default), 100 at fast growth."""
    lines = [2 * rules.danger_decline, rules.danger_decline, rules.warning_decline, 0.0, rules.fast_growth]
    # Steps must rise for the interpolation even where somebody sets the lines in an odd order.
    steps = np.maximum.accumulate(lines)
    points = np.interp(
        np.nan_to_num(yoy), steps, [0.0, rules.points_danger, rules.points_warning, rules.points_flat, FULL]
    )
    return np.where(np.isnan(yoy), np.nan, points)


def collections_points(
    receivable: Floats, overdue: Floats, oldest_days: Floats, late_rate: Floats, rules: HealthRules
) -> Floats:
    """100 less points for the late-rate, for the overdue share of what is open, and for its age."""
    open_money = np.maximum(receivable, overdue)
    share = np.divide(overdue, open_money, out=np.zeros(len(overdue)), where=open_money > 0)
    age = np.minimum(np.nan_to_num(oldest_days) / max(rules.retention_days, 1), 1.0)
    late = rules.late_points * np.nan_to_num(late_rate)
    score = FULL - late - rules.overdue_points * share - rules.age_points * age
    return np.asarray(np.clip(score, 0, FULL), dtype=np.float64)


def depth_key(people: float, roles: float) -> str:
    """Depth of the relationship: none, single, several or full, from live people and covered roles."""
    if people == 0:
        return "none"
    if people == 1 or roles <= 1:
        return "single"
    return "full" if roles == len(ROLES) else "several"


def relationship_points(depth: Keys, roles: Floats) -> Floats:
    """A quarter of the scale a role; a single point stays at one however many roles that person has."""
    chosen = np.select([depth == "none", depth == "single"], [0.0, ROLE_POINTS], roles * ROLE_POINTS)
    return np.asarray(chosen, dtype=np.float64)


def weighted_points(points: Floats, rules: HealthRules) -> tuple[Floats, Floats]:
    """Weighted mean of the diagnoses that had data (NaN when none), and the share of weight they carry.

    Args:
        points: (n, 4) in the order of ``DIAGNOSES``, 0..100, NaN without data.
    """
    weights = np.array([getattr(rules, f"weight_{name}") for name in DIAGNOSES], dtype=float)
    weights = weights / weights.sum() if weights.sum() > 0 else np.full(len(DIAGNOSES), 1 / len(DIAGNOSES))
    carried = (~np.isnan(points)) @ weights
    total = np.nan_to_num(points) @ weights
    score = np.divide(total, carried, out=np.full(len(points), np.nan), where=carried > DUST)
    return np.clip(score, 0, FULL), np.minimum(carried, 1.0)


def whole_points(points: Floats) -> Floats:
    """Points as shown: whole, halves up."""
    return np.asarray(np.floor(points + 0.5 + DUST), dtype=np.float64)


def risk_keys(facts: Mapping[str, Any], rules: HealthRules) -> Keys:
    """High: any danger (decline of a key customer, habitual late payer); for A also enough warnings (two).

    Args:
        facts: danger, decline, has_contacts (bool), payment, depth, tier (keys), all (n,).
    """
    dangers = facts["danger"] | (facts["payment"] == "habitual")
    fragile = (facts["depth"] == "single") | ((facts["depth"] == "none") & facts["has_contacts"])
    warnings = [facts["decline"] & ~facts["danger"], facts["payment"] == "temporary", fragile]
    count = sum(warning.astype(int) for warning in warnings)
    high = dangers | ((facts["tier"] == BEST) & (count >= rules.warnings_for_risk))
    return np.where(high, "high", "low").astype(object)
