"""The four diagnoses of a customer as plain figures: labels and 0..100 points (methods §2).

Arrays of any length, one customer included; the health table and the worksheet function both ask here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from salesplan_xl.planning.common.rates import year_on_year
from salesplan_xl.planning.customers.tier_lines import TOLERANCE
from salesplan_xl.rules import HealthRules

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Keys = npt.NDArray[np.object_]

ROLES = ("purchasing", "user", "technical", "decision")
DIAGNOSES = ("stability", "collections", "relationship", "growth")
# What costs how much of the 100 points of collections: paying late, share overdue, age of the oldest.
LATE_POINTS, OVERDUE_POINTS, AGE_POINTS = 50.0, 30.0, 20.0
SPACE_POINTS = {"project": 100.0, "white_space": 80.0, "need": 60.0, "full": 40.0}
SINGLE_POINTS, ROLE_POINTS = 25.0, 25.0
HAIR = 1e-9


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
        key & (yoy <= rules.danger_decline + TOLERANCE),
        np.abs(yoy) <= rules.flat_band + TOLERANCE,
        yoy <= rules.warning_decline + TOLERANCE,
        yoy >= rules.fast_growth - TOLERANCE,
        yoy > 0,
    ]
    labels = ["returns", "inactive", "", "new", "danger", "flat", "warning", "fast", "growth"]
    label = np.select(conditions, labels, "normal").astype(object)
    label[label == ""] = None
    return np.asarray(label, dtype=object)


def declines(yoy: Floats, key: Flags, rules: HealthRules) -> tuple[Flags, Flags]:
    """Danger (a key customer down by the danger line) and any decline that counts."""
    down = (yoy <= rules.warning_decline + TOLERANCE) & (np.abs(yoy) > rules.flat_band + TOLERANCE)
    danger = key & (yoy <= rules.danger_decline + TOLERANCE)
    return np.asarray(danger, dtype=np.bool_), np.asarray(down | danger, dtype=np.bool_)


def stability_points(yoy: Floats, rules: HealthRules) -> Floats:
    """0 at twice the danger decline, 30 at it, 60 at the warning, 80 at no change, 100 at fast growth."""
    lines = [2 * rules.danger_decline, rules.danger_decline, rules.warning_decline, 0.0, rules.fast_growth]
    # Steps must rise for the interpolation even where somebody sets the lines in an odd order.
    steps = np.maximum.accumulate(lines)
    points = np.interp(np.nan_to_num(yoy), steps, [0.0, 30.0, 60.0, 80.0, 100.0])
    return np.where(np.isnan(yoy), np.nan, points)


def collections_points(
    receivable: Floats, overdue: Floats, oldest_days: Floats, late_rate: Floats, rules: HealthRules
) -> Floats:
    """100 less points for the late-rate, for the overdue share of what is open, and for its age."""
    open_money = np.maximum(receivable, overdue)
    share = np.divide(overdue, open_money, out=np.zeros(len(overdue)), where=open_money > 0)
    age = np.minimum(np.nan_to_num(oldest_days) / max(rules.retention_days, 1), 1.0)
    score = 100 - LATE_POINTS * np.nan_to_num(late_rate) - OVERDUE_POINTS * share - AGE_POINTS * age
    return np.asarray(np.clip(score, 0, 100), dtype=np.float64)


def depth_key(people: float, roles: float) -> str:
    """How deep we know a customer: none, single, several or full, from live people and covered roles."""
    if people == 0:
        return "none"
    if people == 1 or roles <= 1:
        return "single"
    return "full" if roles == len(ROLES) else "several"


def relationship_points(depth: Keys, roles: Floats) -> Floats:
    """25 points a role; a single point stays at 25 however many roles that person has."""
    chosen = np.select([depth == "none", depth == "single"], [0.0, SINGLE_POINTS], roles * ROLE_POINTS)
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
    score = np.divide(total, carried, out=np.full(len(points), np.nan), where=carried > TOLERANCE)
    return np.clip(score, 0, 100), np.minimum(carried, 1.0)


def whole_points(points: Floats) -> Floats:
    """Points as shown: whole, halves up; sums of weighted points miss an exact half by a hair."""
    return np.asarray(np.floor(points + 0.5 + HAIR), dtype=np.float64)


def risk_keys(facts: Mapping[str, Any]) -> Keys:
    """High: any danger (decline of a key customer, habitual late payer); for A also two warnings.

    Args:
        facts: danger, decline, has_contacts (bool), payment, depth, tier (keys), all (n,).
    """
    dangers = facts["danger"] | (facts["payment"] == "habitual")
    fragile = (facts["depth"] == "single") | ((facts["depth"] == "none") & facts["has_contacts"])
    warnings = [facts["decline"] & ~facts["danger"], facts["payment"] == "temporary", fragile]
    count = sum(warning.astype(int) for warning in warnings)
    high = dangers | ((facts["tier"] == "A") & (count >= 2))
    return np.where(high, "high", "low").astype(object)
