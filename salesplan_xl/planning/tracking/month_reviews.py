"""Month review on three sides: the figures, the customers, one's own actions (guide/review.md; S1).

All is filled from the tables; cause, judgement and lesson are left to the salesperson.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from salesplan_xl.findings import Sentence
from salesplan_xl.money import WAN, Unit
from salesplan_xl.planning.common.rates import DUST, completion
from salesplan_xl.planning.tracking.funnel_steps import STAGES
from salesplan_xl.planning.tracking.month_ledger import Floats, as_days, month_start, visits_asked
from salesplan_xl.planning.tracking.months import (
    MonthResult,
    month_position,
    needed_per_month,
    parse_month,
)
from salesplan_xl.planning.tracking.week_reviews import listed_tasks
from salesplan_xl.rules import Rules
from salesplan_xl.tiers import NEW

MONTH = (
    "dimension", "item", "customer", "planned", "actual", "deviation", "rate", "reached", "cause", "why", "correction",
)  # fmt: skip
DEFAULTS = Rules()


def month_review(
    result: MonthResult,
    plan: pd.DataFrame,
    month_targets: Floats,
    visits: pd.DataFrame,
    month_list: pd.DataFrame,
    funnel: pd.DataFrame | None,
    month: str,
    actions: pd.DataFrame | None = None,
    rules: Rules = DEFAULTS,
) -> pd.DataFrame:
    """The rows of a month's review on three sides; the year-end projection comes from the month tracking.

    Args:
        result: ``months.track_months`` of the month.
        plan: execution map.
        month_targets: (12,) money.
        visits: input table.
        month_list: the month list with ``done`` (see ``month_list_done``).
        funnel: ``funnel.against_plan`` of the month, None where there is no new-customer goal.
        month: such as ``2027-03``.
        actions: the action plan, None without one.
        rules: the money unit, how many customers are reviewed.

    Returns:
        Columns ``MONTH``: dimension (``figures``, ``customers``, ``actions``), item, customer (None but for
        single customers), planned, actual, deviation, rate, reached, cause (None, for the rep), why (tuple of
        Sentences), correction (proposed for next month, Sentence or None).

    Raises:
        PlanInputError: SP-205 month not understood.

    Source: guide/review.md; article S1 (three sides of the monthly review).
    """
    number = month_position(*parse_month(month), rules)
    targets, money = np.asarray(month_targets, dtype=np.float64), rules.money.unit
    rows = [
        *_figures(targets, number, result.months, money),
        *_customers(result, number, rules),
        *_actions(plan, visits, month_list, funnel, actions, month, rules),
    ]
    return pd.DataFrame(
        {key: pd.Series([row.get(key) for row in rows], dtype=object) for key in MONTH}
    ).astype({"planned": float, "actual": float, "deviation": float})


def _month_row(
    side: tuple[str, str], planned: float, actual: float, money: Unit, customer: object = None, **more: object
) -> dict[str, object]:
    """One row; reached is None where nothing was planned.

    Customers come whole: 1 signed where 1.25 a month were planned is not a miss.
    """
    dimension, item = side
    line = math.floor(planned + DUST) if item in STAGES else planned - money.tolerance
    reached = actual >= line if planned > 0 else None
    values = {"planned": planned, "actual": actual, "gap": abs(actual - planned), "item": item, **more}
    state = "unplanned" if reached is None else "reached" if reached else "missed"
    correction = (
        Sentence(f"reviews.fix_{item}", {**values, "customer": customer}) if reached is False else None
    )
    return {
        "dimension": dimension, "item": item, "customer": customer, "planned": planned, "actual": actual,
        "deviation": actual - planned, "rate": completion(actual, planned), "reached": reached, "cause": None,
        "why": (Sentence(f"reviews.{item}_{state}", values),), "correction": correction,
    }  # fmt: skip


def _figures(targets: Floats, number: int, months: pd.DataFrame, money: Unit) -> list[dict[str, object]]:
    """Month, quarter and year against the part of their targets that is due; a month that runs is still left."""
    row = months.iloc[number - 1]
    done = float(np.nansum(months["actual"].to_numpy(dtype=np.float64)[:number]))
    gone = 1.0 - np.nan_to_num(months["left"].to_numpy(dtype=np.float64), nan=1.0)
    due, over = targets * gone, float(gone[:number].sum())
    year, left = float(targets.sum()), 12 - number + (gone[number - 1] < 1.0)
    needed = needed_per_month(year, done, left, money)
    planned_left = float(targets[12 - left :].mean()) if left else math.nan
    outlook: dict[str, object] = {
        "needed": needed,
        "left": left,
        "average": done / over if over else 0.0,
        "planned_left": planned_left,
    }
    rows = [
        _month_row(("figures", "revenue"), float(due[number - 1]), _figure(row, "actual"), money),
        _quarter(due, number, months, money),
        _month_row(("figures", "to_date"), float(due[:number].sum()), done, money, **outlook),
        _month_row(("figures", "projection"), year, _figure(row, "projection"), money, **outlook),
        _month_row(("figures", "collected"), _figure(row, "due"), _figure(row, "on_time"), money),
    ]
    if pd.isna(row["projection"]):  # in a month in which nothing was said of the year
        del rows[3]
    if needed:
        rows[2]["why"] = (*_sentences(rows[2]), Sentence("reviews.needed", outlook))
    return rows if left else [*map(_closed, rows[:-1]), rows[-1]]


def _closed(row: dict[str, object]) -> dict[str, object]:
    """In December no month is left to make anything up: the gap goes into next year's plan."""
    values: dict[str, object] = {"gap": abs(float(str(row["deviation"])))}
    return {**row, "correction": row["correction"] and Sentence("reviews.fix_year_end", values)}


def _quarter(targets: Floats, number: int, months: pd.DataFrame, money: Unit) -> dict[str, object]:
    """The quarter of a month, up to that month."""
    first = (number - 1) // 3 * 3
    actual = np.nansum(months["actual"].to_numpy(dtype=np.float64)[first:number])
    planned = float(targets[first:number].sum())
    return _month_row(("figures", "quarter"), planned, float(actual), money, quarter=first // 3 + 1)


def _sentences(row: dict[str, object]) -> tuple[Sentence, ...]:
    words = row["why"]
    return words if isinstance(words, tuple) else ()


def _figure(row: pd.Series, key: str) -> float:
    value = float(row[key])
    return 0.0 if math.isnan(value) else value


def _customers(result: MonthResult, number: int, rules: Rules) -> list[dict[str, object]]:
    """Coverage, then the customers furthest behind the plan to date (the tracking stands in that order)."""
    row, tracking = result.months.iloc[number - 1], result.tracking
    money = rules.money.unit
    behind = tracking[tracking["actual_to_date"] < tracking["target_to_date"] - money.tolerance]
    planned, visited = _figure(row, "planned"), _figure(row, "visited")
    rows = [_month_row(("customers", "coverage"), planned, visited, money)]
    for item in behind.head(rules.months.worst_customers).to_dict("records"):
        target, actual = item["target_to_date"], item["actual_to_date"]
        made = _month_row(("customers", "customer"), target, actual, money, item["customer"])
        progress = item["sentence"]
        rows.append({**made, "why": progress if isinstance(progress, tuple) else made["why"]})
        if item["tier"] == NEW:  # nobody to ask
            rows[-1]["correction"] = Sentence("reviews.fix_new_business", {"gap": target - actual})
    return rows


def _actions(
    plan: pd.DataFrame,
    visits: pd.DataFrame,
    month_list: pd.DataFrame,
    funnel: pd.DataFrame | None,
    actions: pd.DataFrame | None,
    month: str,
    rules: Rules,
) -> list[dict[str, object]]:
    money = rules.money.unit
    year, number = parse_month(month)
    at = month_position(year, number, rules)
    days = as_days(visits["date"])
    inside = (days >= month_start(year, number)) & (days < month_start(year, number + 1))
    planned_for = visits["customer"].isin(set(plan["customer"].dropna())).to_numpy(dtype=bool)
    asked = visits_asked(plan.dropna(subset=["customer"]).drop_duplicates("customer"))[:, at - 1].sum()
    rows = [_month_row(("actions", "visits"), float(asked), float((inside & planned_for).sum()), money)]
    listed = listed_tasks(month_list)
    ticked = float((listed["done"] == "yes").sum())
    rows.append(_month_row(("actions", "list"), float(len(listed)), ticked, money))
    if actions is not None:
        first, last = month_start(year, number), month_start(year, number + 1)
        due = actions[(actions["due"] >= first) & (actions["due"] < last) & actions["action"].notna()]
        done = float((due["done_on"] < last).sum())
        rows.append(_month_row(("actions", "tasks"), float(len(due)), done, money))
    if funnel is not None:
        total = funnel[funnel["source"] == "total"]
        pairs = zip(total["stage"], total["planned"], total["actual"], strict=True)
        rows += [_month_row(("actions", stage), planned, actual, money) for stage, planned, actual in pairs]
    return rows


def month_words(
    months: pd.DataFrame, month_targets: Floats, number: int, money: Unit = WAN
) -> tuple[Sentence, ...]:
    """The month in one line: how far, where the year ends, what each month left must bring.

    Args:
        months: ``MonthResult.months``.
        month_targets: (12,) money.
        number: the month, 1 to 12.
    """
    actual = months["actual"].to_numpy(dtype=np.float64)
    done, year = float(np.nansum(actual[:number])), float(month_targets.sum())
    left = 12 - number + bool(months.iloc[number - 1]["left"] > 0.0)
    values: dict[str, object] = {
        "month": number, "actual": float(np.nan_to_num(actual[number - 1])),
        "target": float(month_targets[number - 1]), "done": done, "year": year,
        "projection": _figure(months.iloc[number - 1], "projection"), "left": left,
    }  # fmt: skip
    needed = needed_per_month(year, done, left, money)
    said = pd.notna(months.iloc[number - 1]["projection"])
    words = [Sentence("reviews.month_sum" if said else "reviews.month_sum_plain", values)]
    if needed:
        words.append(Sentence("reviews.month_needed", {**values, "needed": needed}))
    elif done >= year - money.tolerance:
        words.append(Sentence("reviews.month_over"))
    return tuple(words)
