"""A team's figures by salesperson: shares by target, split so that they add up again."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from salesplan_xl.planning.common.splits import split_by_weights
from salesplan_xl.planning.reporting.three_way_merge import Value
from salesplan_xl.tiers import NEW

# The company's figures that are shared out. Numbers of customers stay whole.
MONEY_TARGETS = ("company_target", "new_business_target", "guaranteed_target", "stretch_target")
COUNT_TARGETS = ("new_customers", "monthly_signed")


def owner_weights(
    plan: pd.DataFrame, customers: pd.DataFrame, owner_of: Mapping[str, str], names: Sequence[str]
) -> pd.Series:
    """The weight of each salesperson: derived target, without one this year's revenue, else number of customers.

    Args:
        plan: execution map: customer, derived (money).
        customers: customer list: name, this_year (money).
        owner_of: whose each customer is.
        names: everybody who gets a share; where nobody weighs anything all weigh the same.

    Source: guide/team.md.
    """
    measures = (
        (plan["customer"], plan["derived"]),
        (customers["name"], customers["this_year"]),
        (customers["name"], pd.Series(1.0, index=customers.index)),
    )
    for customer, measure in measures:
        money = measure.clip(lower=0).fillna(0.0)
        weights = money.groupby(customer.map(owner_of)).sum().reindex(list(names), fill_value=0.0)
        if weights.sum() > 0:
            return weights
    return pd.Series(1.0, index=list(names))


def shared_out(key: str, total: float, weights: pd.Series, customer_step: float) -> dict[str, float]:
    """One of the company's figures by salesperson, adding up to it exactly.

    Counts stay whole; money is split in customer steps where the total is a multiple of one, else in cents.

    Args:
        key: one of ``MONEY_TARGETS`` or ``COUNT_TARGETS``.
        total: the team's figure.
        weights: as ``owner_weights``.
        customer_step: rounding step of customers, money.
    """
    whole = customer_step > 0 and total % customer_step == 0
    step = 1.0 if key in COUNT_TARGETS else customer_step if whole else 0.0
    return {str(name): float(part) for name, part in split_by_weights(total, weights, step).items()}


def own_part(value: Value, weights: pd.Series, owner: str) -> Value:
    """A salesperson's part of an amount; what cannot be shared out stays as it is."""
    if not isinstance(value, float) or not math.isfinite(value) or owner not in weights.index:
        return value
    return float(split_by_weights(value, weights, 0.0)[owner])


def with_own_new_business(
    frame: pd.DataFrame, columns: Collection[str], weights: pd.Series, owner: str
) -> pd.DataFrame:
    """A table of targets in which of the customers nobody has yet (tier N) only a salesperson's part is left.

    It matters once targets are fixed and no longer derived.

    Args:
        frame: tier and money.
        columns: the money columns.
    """
    scaled = frame.copy()
    for row in frame.index[frame["tier"] == NEW]:
        for key in columns:
            scaled.loc[row, key] = own_part(frame.loc[row, key], weights, owner)
    return scaled
