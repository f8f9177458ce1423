"""Projects that slipped, were lost or won since the last look: the trace and what now backs the quarter (S1).

The book remembers each project as it was last seen. Comparing it with the list of today gives the trace: what
moved from which date to which, how often by now, and what is left behind the quarter it moved out of.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.findings import Finding, Place, Sentence, Severity
from salesplan_xl.money import WAN, Unit
from salesplan_xl.planning.common.opportunity_stages import signed
from salesplan_xl.planning.common.year_calendar import calendar_of
from salesplan_xl.planning.schedule.pipeline_coverage import (
    Floats,
    PipelineCoverage,
    action_coverage_findings,
    by_quarter,
    listed,
    register,
)
from salesplan_xl.rules import CalendarRules, Rules

SNAPSHOT_COLUMNS = (
    "customer", "project", "stage", "amount", "probability", "sign_date", "pay_date", "next_step", "next_date",
    "slips", "result", "source", "opened",
)  # fmt: skip
# What a project is compared by.
_COMPARED = ("stage", "amount", "sign_date", "pay_date", "slips", "result")
TRACE = (
    "seen_on", "customer", "project", "kind", "old_date", "new_date", "old_quarter", "new_quarter",
    "old_amount", "new_amount", "slips", "why",
)  # fmt: skip
LOWERING = ("slipped", "lost", "dropped", "undated")
# The values of a sentence on a change, and where they stand.
_VALUES = {
    "customer": "customer_old", "project": "project_old", "old": "sign_date_old", "new": "sign_date",
    "amount": "amount_old", "now": "amount", "slips": "slips",
}  # fmt: skip


@dataclass(frozen=True)
class SlipResult:
    """The changes since the last look.

    Args:
        opportunities: today's table with the slip counts raised.
        trace: one row per change: seen_on (as-of date), customer, project, kind (``slipped`` later, ``earlier``,
            ``undated``, ``lost``, ``dropped`` taken off the list, ``won``, ``amount``), old and new date, quarter
            (1–4 of the plan year, NaN outside it and once lost or dropped) and amount, slips so far, why (Sentence).
        coverage: what backs the quarters now.
        findings: one per quarter that lost money, saying what now backs it.
    """

    opportunities: pd.DataFrame
    trace: pd.DataFrame
    coverage: PipelineCoverage
    findings: list[Finding]


def project_states(opportunities: pd.DataFrame) -> pd.DataFrame:
    """The part of each project to remember until the next look (columns ``SNAPSHOT_COLUMNS``)."""
    states = opportunities[list(SNAPSHOT_COLUMNS)]
    return states.iloc[list(_places(opportunities).values())].reset_index(drop=True)


def _places(projects: pd.DataFrame) -> dict[tuple[object, object], int]:
    """The position of each project by customer and name; of one that stands twice the first, of one unnamed none."""
    customers, names = projects["customer"], projects["project"]
    named = (customers.notna() & names.notna()).tolist()
    places: dict[tuple[object, object], int] = {}
    for place, pair in enumerate(zip(customers.tolist(), names.tolist(), strict=True)):
        if named[place]:
            places.setdefault(pair, place)
    return places


def track_slips(
    before: pd.DataFrame,
    opportunities: pd.DataFrame,
    coverage: PipelineCoverage,
    rules: Rules,
) -> SlipResult:
    """Compare today's projects with those last seen; running it twice on the same day changes nothing.

    A later sign date of an open project is a slip and raises its count by one, unless the user already
    raised it. The quarter loses the money at once because today's dates are what counts.

    Args:
        before: ``project_states`` of the last look; empty the first time.
        opportunities: schema table ``opportunities`` of today.
        coverage: what these opportunities back now.

    Source: guide/projects.md; the case of article S1: Q3 planned 500 on a project that the customer put off, 300 came.
    """
    pairs = _compared(before, opportunities, rules.money.unit)
    current = _raised(pairs, opportunities)
    changed = pairs[pairs["kind"].to_numpy(dtype=object) != ""].reset_index(drop=True)
    trace = _trace(changed, rules)
    return SlipResult(current, trace, coverage, _findings(trace, before, opportunities, coverage, rules))


def with_slips(before: pd.DataFrame, opportunities: pd.DataFrame) -> pd.DataFrame:
    """Today's projects, the count of those that slipped since raised by one unless the user did it."""
    # Amounts do not matter here, so any unit will do.
    return _raised(_compared(before, opportunities, WAN), opportunities)


def _raised(pairs: pd.DataFrame, opportunities: pd.DataFrame) -> pd.DataFrame:
    raised = pairs[pairs["kind"].to_numpy(dtype=object) == "slipped"]
    if raised.empty:
        return opportunities
    slips = opportunities["slips"].copy()
    slips.loc[raised["row"].astype(int)] = raised["slips"].to_numpy(dtype=np.float64)
    return opportunities.assign(slips=slips)


def _compared(before: pd.DataFrame, opportunities: pd.DataFrame, money: Unit) -> pd.DataFrame:
    """Each remembered project beside today's, with what happened to it (``kind``) and its slips by now."""
    pairs = _paired(before, opportunities)
    kinds = _kinds(pairs, money)
    now, then = (np.nan_to_num(pairs[key].to_numpy(dtype=np.float64)) for key in ("slips", "slips_old"))
    return pairs.assign(
        kind=pd.Series(kinds, pairs.index, dtype=object), slips=np.maximum(now, then + (kinds == "slipped"))
    )


def _paired(before: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """Each remembered project beside today's; ``row`` is NaN where it is gone."""
    places = _places(now)
    pairs = zip(before["customer"].tolist(), before["project"].tolist(), strict=True)
    at = [places.get(pair, -1) for pair in pairs]
    # The position of a project that is gone is -1: the blank behind all rows.
    row = pd.Series(np.append(now.index.to_numpy(dtype=np.float64), np.nan)[at], name="row")
    today = now[list(_COMPARED)].set_axis(range(len(now)), axis=0).reindex(at)
    then = before[["customer", "project", *_COMPARED]].add_suffix("_old")
    return pd.concat([then.reset_index(drop=True), today.reset_index(drop=True), row], axis=1)


def _kinds(pairs: pd.DataFrame, money: Unit) -> npt.NDArray[np.object_]:
    """(n,) the fate of each remembered project, "" for nothing."""
    old, new = (pairs[key].to_numpy(dtype="datetime64[ns]") for key in ("sign_date_old", "sign_date"))
    was_lost, lost = ((pairs[key] == "lost").to_numpy(dtype=bool) for key in ("result_old", "result"))
    was_won, won = signed(pairs["stage_old"], pairs["result_old"]), signed(pairs["stage"], pairs["result"])
    was, now = (np.nan_to_num(pairs[key].to_numpy(dtype=np.float64)) for key in ("amount_old", "amount"))
    gone = np.isnan(pairs["row"].to_numpy(dtype=np.float64))
    conditions = [
        was_lost & lost | was_won & won,
        gone & ~was_lost & ~was_won,
        gone,
        lost, won,
        ~np.isnat(old) & np.isnat(new),
        new > old,
        new < old,
        np.abs(now - was) > money.tolerance,
    ]  # fmt: skip
    names = ["", "dropped", "", "lost", "won", "undated", "slipped", "earlier", "amount"]
    return np.select(conditions, names, default="").astype(object)


def _trace(changed: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    calendar, gone = rules.calendar, changed["kind"].isin(("lost", "dropped")).to_numpy(dtype=bool)
    old, new = changed["sign_date_old"], changed["sign_date"]
    if rules.quarters.project_timing == "paid":
        old, new = changed["pay_date_old"].fillna(old), changed["pay_date"].fillna(new)
    return pd.DataFrame(
        {
            "seen_on": pd.Timestamp(rules.calendar.as_of),
            "customer": changed["customer_old"],
            "project": changed["project_old"],
            "kind": changed["kind"],
            "old_date": changed["sign_date_old"],
            "new_date": changed["sign_date"],
            "old_quarter": _quarter(old, calendar),
            "new_quarter": np.where(gone, np.nan, _quarter(new, calendar)),
            "old_amount": changed["amount_old"],
            "new_amount": changed["amount"],
            "slips": changed["slips"],
            "why": pd.Series(_reasons(changed), changed.index, dtype=object),
        },
        columns=list(TRACE),
    )


def _quarter(date: pd.Series, calendar: CalendarRules) -> Floats:
    """(n,) quarter of the plan year of each date, 1–4; NaN outside it."""
    quarter = calendar_of(calendar).quarters(date, calendar.plan_year) + 1.0
    return np.where(quarter > 0, quarter, np.nan)


def _reasons(changed: pd.DataFrame) -> list[Sentence]:
    """The words for what happened to each project."""
    columns = (changed[key].tolist() for key in ("kind", *_VALUES.values()))
    return [
        Sentence(f"slips.{kind}", dict(zip(_VALUES, values, strict=True)))
        for kind, *values in zip(*columns, strict=True)
    ]


def append_trace(trace: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """The old trace with the new rows below it; a change already on record that day is not told twice."""
    if trace.empty or new.empty:
        return (new if trace.empty else trace).reset_index(drop=True)
    both = pd.concat([trace, new], ignore_index=True)
    keys = ["seen_on", "customer", "project", "kind", "old_date", "new_date", "old_amount", "new_amount"]
    return both.drop_duplicates(keys).reset_index(drop=True)


def earlier_quarter_findings(
    planned: pd.DataFrame, moved: pd.DataFrame, coverage: PipelineCoverage, rules: Rules
) -> list[Finding]:
    """Projects that the fixed plan has in an earlier quarter than they come in now.

    Args:
        planned: the projects as remembered from planning.
        moved: trace of this month's moves; what is told there is not told again.
        coverage: what backs the quarters now.
    """
    told_already = set(zip(moved["customer"], moved["project"], strict=True))
    projects = register(planned, rules)
    pairs = zip(projects["customer"], projects["project"], strict=True)
    quarter_of = {
        pair: quarter + 1
        for pair, quarter in zip(pairs, projects["quarter"].tolist(), strict=True)
        if quarter >= 0 and pair not in told_already
    }
    return action_coverage_findings(quarter_of, coverage, rules.calendar.quarter, rules.money.unit)


def _findings(
    trace: pd.DataFrame,
    before: pd.DataFrame,
    opportunities: pd.DataFrame,
    coverage: PipelineCoverage,
    rules: Rules,
) -> list[Finding]:
    """One warning per quarter not yet over that lost money through a slip or a loss, with what is left.

    What other projects brought into the quarter is set against it.
    """
    before_that, since = (trace[key].to_numpy(dtype=np.float64) for key in ("old_quarter", "new_quarter"))
    lowers = trace["kind"].isin(LOWERING).to_numpy(dtype=bool) & (before_that != since)
    lowering = trace[lowers & (before_that >= rules.calendar.quarter)]
    if lowering.empty:
        return []
    lost_money = _weighted_by_quarter(before, rules) - _weighted_by_quarter(opportunities, rules)
    findings = []
    for quarter in sorted(lowering["old_quarter"].astype(int).unique().tolist()):
        if lost_money[quarter - 1] <= rules.money.tolerance:
            continue
        rows = lowering[lowering["old_quarter"] == quarter]
        row = coverage.quarters.iloc[quarter - 1]
        left = coverage.projects[coverage.projects["quarter"] == quarter - 1]
        values: dict[str, object] = {
            "quarter": quarter, "names": listed(rows["project"].tolist()),
            "amount": float(rows["old_amount"].sum()), "lost": float(lost_money[quarter - 1]),
            "target": float(row["target"]), "repeat": float(row["repeat"]), "weighted": float(row["weighted"]),
            "left": listed(left["project"].tolist()), "unsupported": float(row["unsupported"]),
        }  # fmt: skip
        code = "F-328" if len(left) else "F-329"
        findings.append(Finding(code, Severity.WARNING, values, _place(rows, opportunities)))
    return findings


def _weighted_by_quarter(table: pd.DataFrame, rules: Rules) -> Floats:
    projects = register(table, rules)
    return by_quarter(projects["quarter"].to_numpy(), projects["money"].to_numpy())


def _place(rows: pd.DataFrame, opportunities: pd.DataFrame) -> Place:
    first = rows.iloc[0]
    same = (opportunities["customer"] == first["customer"]) & (opportunities["project"] == first["project"])
    at = opportunities.index[same]
    return Place("opportunities", int(at[0]) if len(at) else None, "sign_date")
