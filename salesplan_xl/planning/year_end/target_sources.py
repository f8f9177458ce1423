"""Next year's target by its three sources: old customers, projects under way, new customers (guide/reorder.md)."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.targets.new_business import NewBusiness, new_business_steps
from salesplan_xl.planning.targets.projects import plan_projects, without_raw_leads, without_reorders
from salesplan_xl.rules import Rules

# Customers named one by one.
NAMED = 3


@dataclass(frozen=True)
class TargetSources:
    """The three sources and what stands beside them; money.

    Args:
        repeat: plan-year money of the reorder plan.
        project: open projects at their chance and signed ones in full, those of the plan year.
        new_business: the goal for customers not yet won.
        company: the company's figure; ``None`` where none is stated.
        steps: new business worked back to a day's work.
        inquiry_cost, order_cost, new_profit: what the inquiries cost in all and per order won, and what new business
            leaves; ``None`` where not stated.
    """

    repeat: float
    project: float
    new_business: float
    company: float | None
    steps: NewBusiness
    inquiry_cost: float | None
    order_cost: float | None
    new_profit: float | None

    @property
    def total(self) -> float:
        """All three."""
        return self.repeat + self.project + self.new_business

    @property
    def gap(self) -> float | None:
        """The total less the company's figure."""
        return None if self.company is None else self.total - self.company


def target_sources(
    repeat: float, opportunities: pd.DataFrame, buyers: Collection[str], on_map: pd.Series, rules: Rules
) -> TargetSources:
    """The three sources of next year's target, nothing counted twice.

    Args:
        repeat: plan-year money of the reorder plan, edits included.
        opportunities: schema table ``opportunities``.
        buyers: customers with an order day.
        on_map: customers that the book plans with.
        rules: all thresholds, the average order filled in.

    Golden: 500,000 ÷ 10,000 → 50 orders; ÷ 10 % → 500 inquiries; ÷ 250 → 2 a day (article S2).
    """
    targets, season = rules.targets, rules.season
    counted = counted_projects(opportunities, buyers, on_map, rules)
    steps = new_business_steps(
        targets.new_business_target, targets.average_order, targets.inquiry_conversion, targets.workdays_year
    )
    cost = None
    if season.inquiry_cost is not None and math.isfinite(steps.inquiries):
        cost = season.inquiry_cost * steps.inquiries
    margin = season.new_margin
    return TargetSources(
        repeat, float(counted["money"].sum()), targets.new_business_target, targets.company_target, steps, cost,
        cost / steps.orders if cost is not None and steps.orders > 0 else None,
        None if margin is None else margin * targets.new_business_target,
    )  # fmt: skip


def counted_projects(
    opportunities: pd.DataFrame, buyers: Collection[str], on_map: pd.Series, rules: Rules
) -> pd.DataFrame:
    """The projects of the plan year that no other source holds already, see ``plan_projects``.

    A reorder of a customer who buys belongs to the old customers; a raw lead of nobody on the map is how the goal for
    new customers is met.
    """
    own = without_raw_leads(opportunities, on_map, rules)
    return plan_projects(without_reorders(own, buyers), rules)


def whole(value: float) -> float | None:
    """A figure, ``None`` where it cannot be said."""
    return float(value) if np.isfinite(value) else None


def tier_difference(reorder: pd.Series, tier: pd.Series, rules: Rules) -> tuple[Sentence, ...]:
    """The customers by whom the reorder plan and the tier rule differ most.

    Args:
        reorder, tier: money of next year by customer.
    """
    both = pd.DataFrame({"reorder": reorder, "tier": tier}).fillna(0.0)
    apart = (both["reorder"] - both["tier"]).abs().sort_values(ascending=False, kind="stable")
    names = apart[apart > rules.money.tolerance].index[:NAMED]
    return tuple(
        Sentence(
            "source.customer",
            {"customer": name, "reorder": reorder.get(name, 0.0), "tier": tier.get(name, 0.0)},
        )
        for name in names
    )
