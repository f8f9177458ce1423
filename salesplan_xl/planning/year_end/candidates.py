"""The customers and projects that the lists of the year end are made from, one row each, with all that decides."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from salesplan_xl.planning.common.opportunity_stages import is_open
from salesplan_xl.planning.customers.reorder.forecast import Forecast
from salesplan_xl.planning.customers.reorder.order_days import day_number
from salesplan_xl.planning.customers.reorder.reorder_plan import dates
from salesplan_xl.planning.customers.reorder.states import expected_days
from salesplan_xl.planning.targets.projects import stage_probabilities
from salesplan_xl.planning.year_end.season import Season
from salesplan_xl.planning.year_end.segments import months_back, segment_scores
from salesplan_xl.rules import Rules

NEAR_END = ("quote", "negotiation")
# What a row says of the rhythm of its customer.
RHYTHM = (
    "state", "urgency", "r", "f", "m", "segment", "gap", "elapsed", "last_order", "expected_day", "orders",
    "expected_date", "ratio", "reorder_contact",
)  # fmt: skip

# What a row says of its money, and whether it is worth a call.
_MONEY = ("amount", "probability", "plan_year", "line", "product", "variation", "last_day", "worth_calling")


def customer_rows(
    reorders: pd.DataFrame, forecast: Forecast | None, tiers: Mapping[str, str], season: Season, rules: Rules
) -> pd.DataFrame:
    """One row a customer with order days, by name: rhythm, scores, worth of an order, chance, line and product.

    Args:
        reorders: the reorder plan as it stands, edits included.
        forecast: what it was made from.
        tiers: tier by customer.
    """
    if forecast is None:
        return pd.DataFrame(columns=["customer", "tier", *RHYTHM, *_MONEY]).astype(
            {"amount": float, "probability": float}
        )
    series, as_of = forecast.series, forecast.as_of
    names = [key[0] for key in series.days.keys]
    columns = ["customer", "state", "urgency", "expected_amount", "contact_date"]
    totals = reorders.loc[reorders["line"].isna(), columns].drop_duplicates("customer")
    totals = totals.set_index("customer").reindex(names)
    scores = segment_scores(series.days, series.rhythm, as_of, rules.season)._asdict()
    days = day_number(season.sprint_end) - as_of
    best = _main_lines(reorders).reindex(names)
    rows = dict(
        **scores, customer=names, tier=pd.Series(names).map(dict(tiers)).to_numpy(), state=totals["state"].to_numpy(),
        urgency=totals["urgency"].to_numpy(), gap=series.rhythm.gap, elapsed=series.rhythm.elapsed,
        ratio=series.rhythm.ratio, last_order=dates(series.rhythm.last), last_day=series.rhythm.last,
        expected_date=dates(expected_days(series.rhythm)), expected_day=expected_days(series.rhythm),
        orders=series.rhythm.orders, variation=series.rhythm.variation, amount=forecast.order_values,
        probability=forecast.chance(days), plan_year=totals["expected_amount"].to_numpy(dtype=np.float64),
        reorder_contact=totals["contact_date"].to_numpy(), line=best["line"].to_numpy(),
        product=best["product"].to_numpy(),
    )  # fmt: skip
    back = months_back(as_of, rules.season.winback_months)
    return pd.DataFrame({**rows, "worth_calling": series.rhythm.last >= back})


def _main_lines(reorders: pd.DataFrame) -> pd.DataFrame:
    """Of each customer the line with most money in the last twelve months, and its product."""
    columns = ["customer", "line", "product", "last12", "expected_amount"]
    lines = reorders.loc[reorders["line"].notna(), columns]
    ordered = lines.sort_values(["last12", "expected_amount"], ascending=False, kind="stable")
    return ordered.drop_duplicates("customer").set_index("customer")[["line", "product"]]


def project_rows(opportunities: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Open projects with customer, amount and sign date: project, stage, chance (own where stated), value."""
    wanted = is_open(opportunities) & opportunities["customer"].notna().to_numpy()
    wanted &= ((opportunities["amount"] > 0) & opportunities["sign_date"].notna()).to_numpy()
    rows = opportunities[wanted].reset_index(drop=True)
    default = rows["stage"].map(stage_probabilities(rules.targets)).astype("float64")
    own = rows["probability"].astype("float64")
    chance = own.fillna(default).clip(0.0, 1.0)
    money = rows["amount"].astype("float64")
    near = rows["stage"].isin(NEAR_END) | (own >= rules.season.soon_chance)
    return pd.DataFrame(
        {
            "customer": rows["customer"], "project": rows["project"], "stage": rows["stage"], "amount": money,
            "probability": chance, "value": money * chance, "sign_date": rows["sign_date"], "line": rows["line"],
            "bottleneck": rows["bottleneck"], "near_end": near,
        }
    )  # fmt: skip
