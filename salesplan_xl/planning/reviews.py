"""Week and month review, filled from the tables; whose cause it was is left to the salesperson (methods §7, S1).

A week compares what it asked for with what was done: visits, next steps, items of the month list. A month is
looked at from three sides: the figures, the customers, one's own actions.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.funnel import STAGES
from salesplan_xl.planning.month_ledger import Floats, as_days, month_start, visits_asked
from salesplan_xl.planning.months import MonthResult, needed_per_month, parse_month
from salesplan_xl.planning.projects import OPEN_STAGES, SIGNED_STAGES, is_open
from salesplan_xl.planning.rates import completion

WEEK = ("week", "kind", "customer", "what", "planned", "done", "deviation", "rate", "cause", "why")
MONTH = (
    "dimension", "item", "customer", "planned", "actual", "deviation", "rate", "reached", "cause", "why", "correction",
)  # fmt: skip
CAUSES = ("customer", "own")
LISTED_MISSES = 20
WORST_CUSTOMERS = 5
SAME_MONEY = 0.005
_STAGES = {stage: at for at, stage in enumerate((*OPEN_STAGES, *SIGNED_STAGES))}
_LIST_KINDS = ("action", "receivable", "care")


def week_start(day: pd.Timestamp) -> pd.Timestamp:
    """The Monday of a day's week."""
    return day.normalize() - pd.Timedelta(days=day.weekday())


def week_of_month(monday: pd.Timestamp) -> tuple[int, int, int, int]:
    """(year, month, position from 0, weeks of the month) of a week; it belongs to the month of its Thursday."""
    thursday = monday + pd.Timedelta(days=3)
    last = (thursday + pd.offsets.MonthEnd(0)).day
    at = (thursday.day - 1) // 7
    return thursday.year, thursday.month, at, at + 1 + (last - thursday.day) // 7


def visits_due(plan: pd.DataFrame, visits: pd.DataFrame, monday: pd.Timestamp) -> pd.DataFrame:
    """Whom to visit in a week: the month's visits dealt out over its weeks, less those made, missed ones added.

    Customers start in turn (by name within their tier), so a week is not asked for everybody.

    Returns:
        customer, planned (visits this week), done (visits made this week).
    """
    _, month, at, weeks = week_of_month(monday)
    rows = plan.dropna(subset=["customer"]).drop_duplicates("customer").reset_index(drop=True)
    asked = visits_asked(rows)[:, month - 1]
    asked = np.where(asked > 0, np.maximum(np.rint(asked), 1.0), 0.0)
    turn = rows.assign(asked=asked).sort_values("customer").groupby(["tier", "asked"], sort=True).cumcount()
    offset = (turn.reindex(rows.index).to_numpy() % weeks) / weeks
    # Of n visits the j-th falls in the week in which (j + offset) / n of the month's weeks have passed.
    so_far = np.clip(np.ceil(asked * (at + 1) / weeks - offset - 1e-9), 0.0, asked)
    first = monday - pd.Timedelta(days=7 * at)
    before = _made(rows["customer"], visits, first, monday)
    made = _made(rows["customer"], visits, monday, monday + pd.Timedelta(days=7))
    planned = np.maximum(so_far - before, 0.0)
    frame = pd.DataFrame({"customer": rows["customer"], "planned": planned, "done": made})
    return frame[(planned > 0) | (made > 0)].reset_index(drop=True)


def _made(names: pd.Series, visits: pd.DataFrame, start: pd.Timestamp, end: pd.Timestamp) -> Floats:
    """(n,) visits to each customer in [start, end)."""
    inside = visits["customer"][((visits["date"] >= start) & (visits["date"] < end)).to_numpy(dtype=bool)]
    at = pd.Index(names, dtype=object).get_indexer(pd.Index(inside, dtype=object))
    return np.bincount(at[at >= 0], minlength=len(names)).astype(np.float64)


def steps_done(before: pd.DataFrame, opportunities: pd.DataFrame, monday: pd.Timestamp) -> pd.DataFrame:
    """The next steps that were due in a week and whether they were taken.

    A step is taken when the project has another next step, a later stage or a result; the same step with a
    later date is put off, not done.

    Args:
        before: opportunities as last seen before the week (customer, project, stage, next_step, next_date,
            result); today's table where nothing was remembered, then only steps left undone can be seen.
        opportunities: today's table.

    Returns:
        customer, project, step, planned (1.0), done (0.0 or 1.0), put_off (bool).
    """
    old = before[is_open(before)].dropna(subset=["customer", "project"])
    inside = (old["next_date"] >= monday) & (old["next_date"] < monday + pd.Timedelta(days=7))
    keys = ["customer", "project"]
    old = old[inside].drop_duplicates(keys)[[*keys, "stage", "next_step", "next_date"]]
    now = opportunities.drop_duplicates(keys)[[*keys, "stage", "next_step", "next_date", "result"]]
    both = old.merge(now, on=keys, how="left", suffixes=("_old", ""), indicator=True)
    moved = both["stage"].map(_STAGES) > both["stage_old"].map(_STAGES)
    other = both["next_step"].notna() & (both["next_step"] != both["next_step_old"])
    here = both["_merge"] == "both"
    done = here & (moved | other | both["result"].isin(("won", "lost")))
    return pd.DataFrame(
        {
            "customer": both["customer"], "project": both["project"], "step": both["next_step_old"],
            "planned": 1.0, "done": done.astype(float),
            "put_off": here & ~done & (both["next_date"] > both["next_date_old"]),
        }
    )  # fmt: skip


def week_review(
    plan: pd.DataFrame,
    visits: pd.DataFrame,
    before: pd.DataFrame,
    opportunities: pd.DataFrame,
    month_list: pd.DataFrame,
    monday: pd.Timestamp,
) -> pd.DataFrame:
    """The rows of a week's review: per kind the sum, then every miss with its cause left blank.

    Args:
        plan: execution map with customer, tier, visits.
        visits, opportunities: input tables; ``before`` as for ``steps_done``.
        month_list: the month list with the user's ticks in ``done``.
        monday: first day of the week.

    Returns:
        Columns ``WEEK``: kind (``visit``, ``step``, ``action``, ``receivable``, ``care``), customer (None in a
        sum), planned, done, deviation (done − planned), rate (None when nothing was planned), cause (None,
        for the rep to choose of ``CAUSES``), why (tuple of Sentences).

    Source: methods §7 weekly review; S1: 5 visits planned, 3 made → −2, 60 %.
    """
    due, steps = visits_due(plan, visits, monday), steps_done(before, opportunities, monday)
    parts = [
        _kind_rows("visit", due.assign(put_off=False, text=None)),
        _kind_rows("step", steps.rename(columns={"step": "text"})),
        *(_kind_rows(kind, _ticked(month_list, kind, monday)) for kind in _LIST_KINDS),
    ]
    rows = [{"week": monday, **row} for part in parts for row in part]
    return pd.DataFrame(
        {key: pd.Series([row.get(key) for row in rows], dtype=object) for key in WEEK}
    ).astype({"planned": float, "done": float, "deviation": float, "week": "datetime64[ns]"})


def _ticked(month_list: pd.DataFrame, kind: str, monday: pd.Timestamp) -> pd.DataFrame:
    """Items of the month list that were due in the week, done where ticked."""
    due = month_list["due"]
    mine = (month_list["kind"] == kind) & (due >= monday) & (due < monday + pd.Timedelta(days=7))
    rows = month_list[mine & month_list["customer"].notna()]
    done = (rows["done"] == "yes").astype(float)
    return pd.DataFrame(
        {"customer": rows["customer"], "text": rows["what"], "planned": 1.0, "done": done, "put_off": False}
    )


def _kind_rows(kind: str, items: pd.DataFrame) -> list[dict[str, object]]:
    """The sum of one kind, then its misses."""
    if items.empty:
        return []
    planned = float(items["planned"].sum())
    # More than asked at one customer does not make up for another that was missed.
    done = float(np.minimum(items["done"], items["planned"]).sum())
    extra = float(items["done"].sum()) - done
    missed = items[items["done"] < items["planned"]]
    values = {"kind": kind, "planned": planned, "done": done, "missed": len(missed), "extra": extra}
    code = "reviews.none_planned" if planned == 0 else "reviews.missed" if len(missed) else "reviews.kept"
    words = [
        Sentence(code, values),
        *([Sentence("reviews.extra", values)] if extra > 0 and planned > 0 else []),
    ]
    total = _row(kind, None, Sentence(f"reviews.kind_{kind}", values), planned, done, tuple(words))
    return [total, *(_miss(kind, item) for item in missed.head(LISTED_MISSES).to_dict("records"))]


def _miss(kind: str, item: Mapping[Hashable, Any]) -> dict[str, object]:
    what = item["text"] if item["text"] is not None else Sentence(f"reviews.item_{kind}")
    code = "reviews.put_off" if item["put_off"] else "reviews.not_done"
    words = (Sentence(code), Sentence("reviews.ask_cause"))
    return _row(kind, item["customer"], what, float(item["planned"]), float(item["done"]), words)


def _row(
    kind: str, customer: object, what: object, planned: float, done: float, why: tuple[Sentence, ...]
) -> dict[str, object]:
    return {
        "kind": kind, "customer": customer, "what": what, "planned": planned, "done": done,
        "deviation": done - planned, "rate": completion(done, planned), "cause": None, "why": why,
    }  # fmt: skip


def month_review(
    result: MonthResult,
    plan: pd.DataFrame,
    month_targets: Floats,
    visits: pd.DataFrame,
    month_list: pd.DataFrame,
    funnel: pd.DataFrame | None,
    month: str,
) -> pd.DataFrame:
    """The rows of a month's review on three sides; the year-end projection comes from the month tracking.

    Args:
        result: ``months.track_months`` of the month.
        plan: execution map.
        month_targets: (12,) money.
        visits: input table.
        month_list: the month list with the user's ticks.
        funnel: ``funnel.against_plan`` of the month, None where there is no new-customer goal.
        month: such as ``2027-03``.

    Returns:
        Columns ``MONTH``: dimension (``figures``, ``customers``, ``actions``), item, customer (None but for
        single customers), planned, actual, deviation, rate, reached, cause (None, for the rep), why (tuple of
        Sentences), correction (proposed for next month, Sentence or None).

    Raises:
        PlanInputError: SP-205 month not understood.

    Source: methods §7 monthly review, §6 month end; S1 three sides of the monthly review.
    """
    _, number = parse_month(month)
    rows = [
        *_figures(
            result.months.iloc[number - 1], np.asarray(month_targets, dtype=np.float64), number, result.months
        ),
        *_customers(result, number),
        *_actions(plan, visits, month_list, funnel, month),
    ]
    return pd.DataFrame(
        {key: pd.Series([row.get(key) for row in rows], dtype=object) for key in MONTH}
    ).astype({"planned": float, "actual": float, "deviation": float})


def _month_row(
    dimension: str, item: str, planned: float, actual: float, customer: object = None, **more: object
) -> dict[str, object]:
    """One row; reached is None where nothing was planned.

    Customers come whole: 1 signed where 1.25 a month were planned is not a miss.
    """
    line = math.floor(planned + 1e-9) if item in STAGES else planned - SAME_MONEY
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


def _figures(row: pd.Series, targets: Floats, number: int, months: pd.DataFrame) -> list[dict[str, object]]:
    done = float(np.nansum(months["actual"].to_numpy(dtype=np.float64)[:number]))
    year, left = float(targets.sum()), 12 - number
    needed = needed_per_month(year, done, left)
    planned_left = float(targets[number:].mean()) if left else math.nan
    outlook: dict[str, object] = {
        "needed": needed,
        "left": left,
        "average": done / number,
        "planned_left": planned_left,
    }
    rows = [
        _month_row("figures", "revenue", float(targets[number - 1]), _figure(row, "actual")),
        _month_row("figures", "to_date", float(targets[:number].sum()), done, **outlook),
        _month_row("figures", "projection", year, _figure(row, "projection"), **outlook),
        _month_row("figures", "collected", _figure(row, "due"), _figure(row, "on_time")),
    ]
    if needed:
        rows[1]["why"] = (*_sentences(rows[1]), Sentence("reviews.needed", outlook))
    return rows


def _sentences(row: dict[str, object]) -> tuple[Sentence, ...]:
    words = row["why"]
    return words if isinstance(words, tuple) else ()


def _figure(row: pd.Series, key: str) -> float:
    value = float(row[key])
    return 0.0 if math.isnan(value) else value


def _customers(result: MonthResult, number: int) -> list[dict[str, object]]:
    """Coverage, then the customers furthest behind the plan to date (the tracking stands in that order)."""
    row, tracking = result.months.iloc[number - 1], result.tracking
    behind = tracking[tracking["actual_to_date"] < tracking["target_to_date"] - SAME_MONEY]
    rows = [_month_row("customers", "coverage", _figure(row, "planned"), _figure(row, "visited"))]
    for item in behind.head(WORST_CUSTOMERS).to_dict("records"):
        made = _month_row(
            "customers", "customer", item["target_to_date"], item["actual_to_date"], item["customer"]
        )
        progress = item["sentence"]
        rows.append({**made, "why": progress if isinstance(progress, tuple) else made["why"]})
    return rows


def _actions(
    plan: pd.DataFrame,
    visits: pd.DataFrame,
    month_list: pd.DataFrame,
    funnel: pd.DataFrame | None,
    month: str,
) -> list[dict[str, object]]:
    year, number = parse_month(month)
    days = as_days(visits["date"])
    inside = (days >= month_start(year, number)) & (days < month_start(year, number + 1))
    known = visits["customer"].isin(set(plan["customer"].dropna())).to_numpy(dtype=bool)
    asked = visits_asked(plan.dropna(subset=["customer"]).drop_duplicates("customer"))[:, number - 1].sum()
    rows = [_month_row("actions", "visits", float(asked), float((inside & known).sum()))]
    listed = month_list[month_list["kind"].isin(_LIST_KINDS) & month_list["customer"].notna()]
    rows.append(_month_row("actions", "list", float(len(listed)), float((listed["done"] == "yes").sum())))
    if funnel is not None:
        total = funnel[funnel["source"] == "total"]
        pairs = zip(total["stage"], total["planned"], total["actual"], strict=True)
        rows += [_month_row("actions", stage, planned, actual) for stage, planned, actual in pairs]
    return rows


def deviation_causes(review: pd.DataFrame) -> dict[str, float]:
    """How many misses of some weeks the rep put down to the customer, to oneself, or has not judged yet."""
    missed = review[review["customer"].notna() & (review["deviation"] < 0)]
    counts = missed["cause"].where(missed["cause"].isin(CAUSES), "open").value_counts()
    return {cause: float(counts.get(cause, 0)) for cause in (*CAUSES, "open")}
