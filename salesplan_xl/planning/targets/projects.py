"""The opportunities that count towards the plan year, their money and their quarter.

Targets, quarters and actions ask this one place, so a project cannot count in one and be missing in another.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.planning.common.opportunity_stages import is_open, is_signed
from salesplan_xl.planning.common.year_calendar import calendar_of
from salesplan_xl.rules import Rules, TargetRules
from salesplan_xl.tiers import NEW

# Stands for the book-language name of the new-business row until a command puts it in.
NEW_BUSINESS = "__new_business__"
QUARTER_KEYS = ("q1", "q2", "q3", "q4")


def stage_probabilities(targets: TargetRules) -> dict[str, float]:
    """The default chance of each open stage, used where an opportunity states none."""
    return {
        "lead": targets.win_lead,
        "need": targets.win_need,
        "proposal": targets.win_proposal,
        "quote": targets.win_quote,
        "negotiation": targets.win_negotiation,
    }


def plan_projects(opportunities: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """The projects that count towards the plan year.

    An open project counts when it has an amount and signs in the plan year or has no date yet; one already
    signed counts in full when its sign date is in the plan year.

    Args:
        opportunities: schema table ``opportunities``.
        rules: the plan year, the default chances of the stages, sign or payment timing.

    Returns:
        One row per project on the opportunities' index: customer (None stays), project, amount (money),
        probability (0–1), money (amount × probability), signed (bool), quarter (0–3, −1 without a date in
        the plan year).

    Source: guide/projects.md; S0 (the project taken at its chance), S1 (project nodes).
    """
    date = opportunities["sign_date"]
    inside = calendar_of(rules.calendar).years_of(date) == rules.calendar.plan_year
    signed = is_signed(opportunities) & inside
    counts = is_open(opportunities) & (date.isna().to_numpy() | inside) | signed
    counts &= opportunities["amount"].to_numpy(dtype=np.float64) > 0
    rows = opportunities[counts]
    amount = rows["amount"].to_numpy(dtype=np.float64)
    chance = np.where(signed[counts], 1.0, _open_chances(rows, rules.targets))
    return pd.DataFrame(
        {
            "customer": rows["customer"],
            "project": rows["project"],
            "amount": amount,
            "probability": chance,
            "money": amount * chance,
            "signed": signed[counts],
            "quarter": _quarter(rows, rules),
        },
        rows.index,
    )


def _open_chances(rows: pd.DataFrame, targets: TargetRules) -> npt.NDArray[np.float64]:
    """(n,) the stated chance of each project, 0–1, the default of its stage where none is stated."""
    stated, defaults = rows["probability"].to_numpy(dtype=np.float64), stage_probabilities(targets)
    default = np.array([defaults.get(stage, np.nan) for stage in rows["stage"].tolist()], dtype=np.float64)
    return np.clip(np.where(np.isnan(stated), default, stated), 0.0, 1.0)


def _quarter(rows: pd.DataFrame, rules: Rules) -> npt.NDArray[np.int64]:
    """(n,) the quarter a project counts in: its sign date, or its payment date where known and asked for."""
    date = rows["sign_date"]
    if rules.quarters.project_timing == "paid":
        date = rows["pay_date"].fillna(date)
    return calendar_of(rules.calendar).quarters(date, rules.calendar.plan_year)


def is_raw_lead(opportunities: pd.DataFrame, customers: pd.Series) -> npt.NDArray[np.bool_]:
    """(n,) whether each opportunity is an open lead of somebody who is no customer yet."""
    lead = (opportunities["stage"] == "lead") & is_open(opportunities)
    return np.asarray(lead & ~opportunities["customer"].isin(set(customers)), dtype=bool)


def without_raw_leads(opportunities: pd.DataFrame, customers: pd.Series, rules: Rules) -> pd.DataFrame:
    """The opportunities the plan counts: where new business has a target, raw leads are how it is met, not beside it.

    Golden: a target of 100 and three leads of 100 at 10 %: 100, not 130.
    """
    if (rules.targets.new_business_target or 0.0) <= 0.0:
        return opportunities
    return opportunities[~is_raw_lead(opportunities, customers)]


def without_reorders(opportunities: pd.DataFrame, buyers: Collection[str]) -> pd.DataFrame:
    """The opportunities less those at stage reorder of customers who buy: the reorder plan holds them already.

    Args:
        opportunities: schema table ``opportunities``.
        buyers: customers with an order day.
    """
    again = (opportunities["stage"] == "reorder") & opportunities["customer"].isin(list(buyers))
    return opportunities[~again]


def plan_rows(customers: pd.Series, frame: pd.DataFrame) -> npt.NDArray[np.int64]:
    """(n,) the position in a plan frame (customer, tier) of each name; names not in it go to the N row.

    The N row is known by its tier, whatever it is called in the book's language. −1 where there is none.
    """
    places = dict(zip(frame["customer"].tolist(), range(len(frame)), strict=True))
    at = np.array([places.get(name, -1) for name in customers.tolist()], dtype=np.int64)
    new = np.flatnonzero(frame["tier"].to_numpy(dtype=object) == NEW)
    return np.where(at >= 0, at, new[-1] if len(new) else -1)
