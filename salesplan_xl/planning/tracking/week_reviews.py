"""Week review, filled from the tables; whose cause it was is left to the salesperson (guide/review.md; S1).

A week compares what it asked for with what was done: visits, next steps, actions, items of the month list.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.common.opportunity_stages import OPEN_STAGES, SIGNED_STAGES, is_open
from salesplan_xl.planning.common.rates import completion
from salesplan_xl.planning.tracking.month_ledger import Floats, visits_asked

WEEK = ("week", "kind", "customer", "what", "planned", "done", "deviation", "rate", "cause", "why")
CAUSES = ("customer", "own")
LIST_KINDS = ("action", "receivable", "care")
LISTED_MISSES = 20
_STAGES = {stage: at for at, stage in enumerate((*OPEN_STAGES, *SIGNED_STAGES))}


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
    """The visits of a week: the month's visits dealt out over its weeks, less those made, missed ones added.

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


def _named_steps(steps: pd.DataFrame) -> pd.Series:
    pairs = zip(steps["project"], steps["step"], strict=True)
    named = [
        Sentence("reviews.step", {"project": project, "step": step})
        if isinstance(step, str)
        else Sentence("reviews.no_step", {"project": project})
        for project, step in pairs
    ]
    return pd.Series(named, index=steps.index, dtype=object)


def week_review(
    plan: pd.DataFrame,
    visits: pd.DataFrame,
    before: pd.DataFrame,
    opportunities: pd.DataFrame,
    month_list: pd.DataFrame,
    monday: pd.Timestamp,
    actions: pd.DataFrame | None = None,
    judgements: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The rows of a week's review: per kind the sum, then every miss with its cause left blank.

    Args:
        plan: execution map with customer, tier, visits.
        visits, opportunities: input tables; ``before`` as for ``steps_done``.
        month_list: the month list with ``done`` (see ``month_list_done``).
        monday: first day of the week.
        actions: the action plan; the list adds what is not in it.
        judgements: the judgement log on key accounts: those due in the week, and whether a verdict was given.

    Returns:
        Columns ``WEEK``: kind (``visit``, ``step``, ``action``, ``receivable``, ``care``, ``account``), customer (None
        in a sum and in an action without one), planned, done, deviation (done − planned), rate (None when nothing
        was planned), cause (None, for the rep to choose of ``CAUSES``), why (tuple of Sentences).

    Source: guide/review.md weekly review; S1: 5 visits planned, 3 made → −2, 60 %.
    """
    due, steps = visits_due(plan, visits, monday), steps_done(before, opportunities, monday)
    parts = [
        _kind_rows("visit", due.assign(put_off=False, text=None)),
        _kind_rows("step", steps.assign(text=_named_steps(steps))),
        *(_kind_rows(kind, _list_items(month_list, kind, actions, monday)) for kind in LIST_KINDS),
        _kind_rows("account", _judged(judgements, monday)) if judgements is not None else [],
    ]
    rows = [{"week": monday, **row} for part in parts for row in part]
    return pd.DataFrame(
        {key: pd.Series([row.get(key) for row in rows], dtype=object) for key in WEEK}
    ).astype({"planned": float, "done": float, "deviation": float, "week": "datetime64[ns]"})


def listed_tasks(month_list: pd.DataFrame) -> pd.DataFrame:
    """The rows of the month list that name a task of one day: actions, money to collect, the care visit.

    The row of a customer is one where an action in it has its own date; else it stands until the end of the month.
    """
    acting = (month_list["kind"] == "customer") & ~month_list["due"].dt.is_month_end
    tasks: pd.DataFrame = month_list[
        (month_list["kind"].isin(LIST_KINDS) | acting) & month_list["customer"].notna()
    ]
    return tasks


def _judged(judgements: pd.DataFrame, monday: pd.Timestamp) -> pd.DataFrame:
    """Judgements due in the week; one with a verdict is done."""
    day = judgements["check_by"]
    rows = judgements[(day >= monday) & (day < monday + pd.Timedelta(days=7))]
    done = rows["verdict"].notna().astype(float)
    return rows[["customer"]].assign(text=rows["assumption"], planned=1.0, done=done, put_off=False)


def _list_items(
    month_list: pd.DataFrame, kind: str, actions: pd.DataFrame | None, monday: pd.Timestamp
) -> pd.DataFrame:
    """Items of one kind that were due in the week; what stands in them twice counts as one row."""
    tasks = listed_tasks(month_list)
    rows = tasks[tasks["kind"].replace("customer", "action") == kind]
    items = rows.assign(text=rows["what"], finished=(rows["done"] == "yes").astype(float))
    if kind == "action" and actions is not None:
        ticked = set(items.loc[items["finished"] > 0, "customer"])
        planned = _planned(actions, ticked, monday)
        # The row of a customer holds its planned actions; they are not to count twice.
        items = pd.concat([planned, items[~items["customer"].isin(planned["customer"])]], ignore_index=True)
    week = (items["due"] >= monday) & (items["due"] < monday + pd.Timedelta(days=7))
    due = items[week].assign(planned=1.0, put_off=False)
    if due.empty:
        return due
    due["key"] = due["text"].map(str)
    sums = due.groupby(["customer", "key"], sort=False, dropna=False).agg(
        text=("text", "first"), planned=("planned", "sum"), done=("finished", "sum")
    )
    items = sums.reset_index("customer").reset_index(drop=True)
    customer = items["customer"].astype(object)
    return items.assign(customer=customer.where(customer.notna(), None), put_off=False)


def _planned(actions: pd.DataFrame, ticked: Collection[object], monday: pd.Timestamp) -> pd.DataFrame:
    """The action plan; done is what was done by the end of the week, or whose customer's row was ticked."""
    rows = actions[actions["action"].notna()]
    items = rows[["customer", "due"]].assign(text=rows["action"])
    done = (rows["done_on"] < monday + pd.Timedelta(days=7)).to_numpy() | rows["customer"].isin(
        ticked
    ).to_numpy()
    return items.assign(finished=done.astype(float))


def _kind_rows(kind: str, items: pd.DataFrame) -> list[dict[str, object]]:
    """The sum of one kind, then its misses; what no customer is named for counts too."""
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
    total = _row(kind, None, Sentence(f"reviews.sum_{kind}"), planned, done, tuple(words))
    return [total, *(_miss(kind, item) for item in missed.head(LISTED_MISSES).to_dict("records"))]


def _miss(kind: str, item: Mapping[Hashable, Any]) -> dict[str, object]:
    what = item["text"] if item["text"] is not None else Sentence(f"reviews.kind_{kind}")
    code = "reviews.put_off" if item["put_off"] else "reviews.not_done"
    words = (Sentence(code),)
    return _row(kind, item["customer"], what, float(item["planned"]), float(item["done"]), words)


def _row(
    kind: str, customer: object, what: object, planned: float, done: float, why: tuple[Sentence, ...]
) -> dict[str, object]:
    return {
        "kind": kind, "customer": customer, "what": what, "planned": planned, "done": done,
        "deviation": done - planned, "rate": completion(done, planned), "cause": None, "why": why,
    }  # fmt: skip


def deviation_causes(missed: pd.DataFrame) -> dict[str, float]:
    """The misses by cause: the customer's, one's own, not judged yet.

    Args:
        missed: the misses (no sums) with deviation and cause.
    """
    units = -missed["deviation"].astype(np.float64)
    causes = missed["cause"].where(missed["cause"].isin(CAUSES), "open")
    sums = units.groupby(causes.to_numpy(dtype=object)).sum()
    return {cause: float(sums.get(cause, 0.0)) for cause in (*CAUSES, "open")}


def week_words(
    monday: pd.Timestamp, planned: float, missed: float, causes: Mapping[str, float]
) -> tuple[Sentence, ...]:
    """The week in one line: how much was missed, and whose cause it was.

    Args:
        causes: customer, own, open (not judged).
    """
    code = "reviews.week_none" if planned == 0 else "reviews.week_missed" if missed else "reviews.week_kept"
    end = monday + pd.Timedelta(days=6)
    words = [Sentence(code, {"start": monday, "end": end, "planned": planned, "missed": missed})]
    if causes["customer"] + causes["own"]:
        words.append(Sentence("reviews.causes", dict(causes)))
    if causes["own"] > causes["customer"]:
        words.append(Sentence("reviews.mostly_own"))
    if missed and causes["open"]:
        words.append(Sentence("reviews.to_judge", dict(causes)))
    return tuple(words)
