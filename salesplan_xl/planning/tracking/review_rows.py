"""The reviews as one table: which period a row belongs to, what it says, and which rows are sums.

A week is called by its ISO number (``2027-W13``), a month as everywhere (``2027-03``).
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.tracking.months import month_position, parse_month
from salesplan_xl.planning.tracking.week_reviews import week_of_month
from salesplan_xl.rules import Rules


def week_label(monday: pd.Timestamp) -> str:
    """The week's name, such as 2027-W13."""
    year, week, _ = monday.isocalendar()
    return f"{year}-W{week:02d}"


def label_monday(label: str) -> pd.Timestamp | None:
    """The first day of a week by its name; None where it is none."""
    year, _, week = label.partition("-W")
    try:
        return pd.Timestamp(dt.date.fromisocalendar(int(year), int(week), 1))
    except ValueError:
        return None


def no_rows() -> pd.DataFrame:
    """A review of nothing: outside the plan year, or before anything was tracked."""
    return pd.DataFrame({"period": pd.Series(dtype=object)})


def week_rows(review: pd.DataFrame, monday: pd.Timestamp) -> pd.DataFrame:
    """A week's review as rows of table ``reviews``.

    Args:
        review: ``week_reviews.week_review``.
        monday: first day of the week.
    """
    asked = review["planned"] > 0
    reached = pd.Series(np.where(review["deviation"] >= 0, "yes", "no"), review.index, dtype=object)
    return review.rename(columns={"kind": "side", "what": "item"}).assign(
        period=week_label(monday), scope="week", reached=reached.where(asked, None), correction=None
    )


def month_rows(review: pd.DataFrame, month: str) -> pd.DataFrame:
    """A month's review as rows of table ``reviews``.

    Args:
        review: ``month_reviews.month_review``.
        month: such as ``2027-03``.
    """
    reached = review["reached"].map({True: "yes", False: "no"}).astype(object)
    items = [Sentence(f"reviews.row_{item}") for item in review["item"]]
    return review.assign(
        item=pd.Series(items, review.index, dtype=object), reached=reached.where(reached.notna(), None),
        period=month, scope="month",
    ).rename(columns={"dimension": "side"})  # fmt: skip


def month_is_tracked(months: pd.DataFrame, month: str, rules: Rules) -> bool:
    """Whether a month lies in the plan year and anything is tracked in it.

    Args:
        months: ``MonthResult.months``.
        month: such as ``2027-03``.
    """
    at = month_position(*parse_month(month), rules)
    return 1 <= at <= 12 and bool(months["actual"].notna().iloc[at - 1])


def week_sums(rows: pd.DataFrame) -> pd.Series:
    """(n,) whether a row sums up one side of a week.

    It is about no customer, and no other row about no customer on that side of that week asks for more. An
    action without a customer may ask for as much as the sum it is the only part of: the sum stands above it.

    Args:
        rows: table ``reviews``: period, scope, side, customer, planned.
    """
    sums = pd.Series(False, rows.index)
    general = rows[(rows["scope"] == "week") & rows["customer"].isna() & rows["planned"].notna()]
    largest = general.sort_values("planned", ascending=False, kind="stable")
    sums[largest.drop_duplicates(["period", "side"]).index] = True
    return sums


def misses(rows: pd.DataFrame, period: str) -> pd.DataFrame:
    """The misses of a period: single items with their ``deviation``, not the sums of a week."""
    here = rows[rows["period"] == period]
    missed = here[(here["reached"] == "no") & ~week_sums(here)]
    return missed.assign(deviation=missed["done"] - missed["planned"])


def weeks_of_month(rows: pd.DataFrame, year: int, month: int) -> list[str]:
    """The weeks of a month that were reviewed, by name, in the order in which they stand."""
    names = dict.fromkeys(rows.loc[rows["scope"] == "week", "period"].dropna().map(str))
    mondays = {name: label_monday(name) for name in names}
    return [name for name, day in mondays.items() if day and week_of_month(day)[:2] == (year, month)]
