"""Coverage of each quarter: projects by the quarter they count in and the quarter they pay (guide/projects.md; S1).

Money and quarter come from ``projects.plan_projects``, as in the quarter split: one project counts everywhere or
nowhere, and in the same quarter (the one it signs in, or is paid in where the user chose that). What changed
since the last look is in ``slips``; dated key nodes are in ``milestones``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.findings import Finding, Place, Sentence, Severity
from salesplan_xl.money import WAN, Unit
from salesplan_xl.planning.common.year_calendar import calendar_of
from salesplan_xl.planning.targets.projects import QUARTER_KEYS, plan_projects
from salesplan_xl.rules import Rules

Floats = npt.NDArray[np.float64]
# Projects named in a finding.
NAMED = 5
# In a cell that shows two lines: projects of the quarter, and those that are late or paid later.
EXPLAINED, EXCEPTIONS = 3, 2


@dataclass(frozen=True)
class PipelineCoverage:
    """The quarters and what stands behind each.

    Args:
        quarters: four rows: quarter (1–4), target, repeat, registered (full amount of the projects that count
            in it), signed (the part already signed), weighted (at their chance), overdue (of weighted:
            open projects whose sign date has passed or that are put off), unsupported (target − repeat −
            weighted, not below 0), cash (weighted money of the projects paid in it), why (tuple of Sentences).
        projects: one row per counted project: customer, project, amount, probability, money, signed,
            quarter, pay_quarter (0–3, −1 outside the year or unknown), overdue.
        paid_later: weighted money that counts in the year and is paid after it or on an unknown date.
        findings: projects past their date or put off.
    """

    quarters: pd.DataFrame
    projects: pd.DataFrame
    paid_later: float
    findings: list[Finding]


def quarter_coverage(
    targets: Floats, repeat: Floats, opportunities: pd.DataFrame, rules: Rules, weighted: Floats | None = None
) -> PipelineCoverage:
    """Quarter by quarter: what is asked, what repeats, what signs, what is missing, and when it is paid.

    Args:
        targets: (4,) money, quarter targets.
        repeat: (4,) money, repeat business of known customers.
        opportunities: schema table ``opportunities``.
        rules: plan year, as-of date, default chances of the stages, sign or payment timing.
        weighted: (4,) money of the projects where the user set his own; None takes each at its chance.

    Source: guide/projects.md; article S1: projects A 120 (Q4), B 300 (Q3), C 80 (Q2) against quarters of
    500/800/900/800 → 0/80/300/120.
    """
    projects = register(opportunities, rules)
    at, paid_at = projects["quarter"].to_numpy(), projects["pay_quarter"].to_numpy()
    money, late = projects["money"].to_numpy(), projects["overdue"].to_numpy(dtype=bool)
    done = projects["signed"].to_numpy(dtype=bool)
    amount = projects["amount"].to_numpy()
    backed = by_quarter(at, money) if weighted is None else weighted
    overdue = by_quarter(at, money * late)
    lists = enumerate(zip(_largest_first(projects), overdue.tolist(), strict=True), 1)
    words = [_why(quarter, mine, not_sure, rules) for quarter, (mine, not_sure) in lists]
    frame = pd.DataFrame(
        {
            "quarter": np.arange(1, 5),
            "target": np.asarray(targets, dtype=np.float64),
            "repeat": np.asarray(repeat, dtype=np.float64),
            "registered": by_quarter(at, amount),
            "signed": by_quarter(at, amount * done),
            "weighted": backed,
            "overdue": overdue,
            "cash": by_quarter(paid_at, money),
            "unsupported": np.maximum(targets - repeat - backed, 0.0),
            "why": pd.Series(words, dtype=object),
        }
    )
    later = float(money[(at >= 0) & (paid_at < 0)].sum())
    return PipelineCoverage(frame, projects, later, _findings(projects))


def coverage_cells(coverage: PipelineCoverage) -> dict[tuple[str, str], object]:
    """Value cells of grid ``backing``: what of each quarter is signed, overdue and paid in it, and why."""
    cells: dict[tuple[str, str], object] = {
        (quarter, column): value
        for column in ("signed", "overdue", "cash", "why")
        for quarter, value in zip(QUARTER_KEYS, coverage.quarters[column].tolist(), strict=True)
    }
    return cells | {("later", "cash"): coverage.paid_later}


def register(opportunities: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """The counted projects with both their quarters, on the opportunities' index.

    A project is overdue when it is still open and its sign date lies before the as-of date, or when it is
    marked as put off but still carries a date in the plan year: its money is counted but not to be relied on.
    """
    counted = plan_projects(opportunities, rules)
    rows = opportunities.loc[counted.index, ["sign_date", "pay_date", "result"]]
    pays = calendar_of(rules.calendar).quarters(rows["pay_date"], rules.calendar.plan_year)
    passed = rows["sign_date"] < pd.Timestamp(rules.calendar.as_of)
    put_off = (rows["result"] == "postponed") & rows["sign_date"].notna()
    late = ~counted["signed"].to_numpy(dtype=bool) & (passed | put_off).to_numpy(dtype=bool)
    return counted.assign(pay_quarter=pays, overdue=late)


def by_quarter(quarter: npt.NDArray[np.int64], values: Floats) -> Floats:
    """(4,) sums of the values by quarter 0–3; −1 counts nowhere."""
    inside = quarter >= 0
    return np.bincount(quarter[inside], weights=values[inside], minlength=4).astype(np.float64)


class _Project(NamedTuple):
    """The facts told of a project that counts."""

    project: object
    amount: float
    probability: float
    pay_quarter: int
    overdue: bool


def _largest_first(projects: pd.DataFrame) -> list[list[_Project]]:
    """The projects of each of the four quarters, the largest first."""
    columns = (projects[key].tolist() for key in _Project._fields)
    quarters: list[list[_Project]] = [[], [], [], []]
    for quarter, *values in zip(projects["quarter"].tolist(), *columns, strict=True):
        if quarter >= 0:
            quarters[quarter].append(_Project(*values))
    return [sorted(mine, key=lambda item: -item.amount) for mine in quarters]


def _sum(projects: list[_Project]) -> float:
    return float(np.sum([item.amount for item in projects]))


def _why(quarter: int, mine: list[_Project], overdue: float, rules: Rules) -> tuple[Sentence, ...]:
    """The projects of a quarter, those not to be relied on, and those whose money comes in later."""
    words = [_counting(quarter, mine, rules.quarters.project_timing)]
    if overdue > rules.money.tolerance:
        names = listed([item.project for item in mine if item.overdue], EXCEPTIONS)
        words.append(Sentence("support.overdue", {"names": names, "money": overdue}))
    for paid in (*range(quarter, 4), -1):
        rows = [item for item in mine if item.pay_quarter == paid]
        if rows:
            names = listed([item.project for item in rows], EXCEPTIONS)
            values: dict[str, object] = {"names": names, "quarter": paid + 1, "amount": _sum(rows)}
            words.append(Sentence("support.cash" if paid >= 0 else "support.cash_unknown", values))
    return tuple(words)


def _counting(quarter: int, mine: list[_Project], timing: str) -> Sentence:
    """The projects of a quarter: those that sign in it, or are paid in it."""
    if not mine:
        return Sentence(f"support.none_{timing}", {"quarter": quarter})
    parts = tuple(
        Sentence(
            "support.project", {"project": item.project, "amount": item.amount, "rate": item.probability}
        )
        for item in mine[:EXPLAINED]
    )
    more = len(mine) - len(parts)
    values: dict[str, object] = {"quarter": quarter, "amount": _sum(mine), "projects": parts, "more": more}
    return Sentence(f"support.{timing}_more" if more else f"support.{timing}", values)


def listed(names: list[object], most: int = NAMED) -> tuple[object, ...]:
    """The first few names, and … when there are more."""
    return (*names[:most], *(["…"] if len(names) > most else []))


def action_coverage_findings(
    claimed: Mapping[tuple[str, str], int], coverage: PipelineCoverage, first: int = 1, money: Unit = WAN
) -> list[Finding]:
    """Projects that the plan counts on in an earlier quarter than they come in, where that quarter lacks money.

    Args:
        claimed: customer and project → quarter (1–4) whose target is said to rest on it.
        coverage: what backs the quarters now.
        first: the earliest quarter that is not over.
        money: unit of the amounts.

    Source: S1 names C for Q1, B for Q2 and A for Q3, but each signs one quarter later.
    """
    lacking = (coverage.quarters["unsupported"] > money.tolerance).tolist()
    findings = []
    for index, row in zip(
        coverage.projects.index.tolist(), coverage.projects.to_dict("records"), strict=True
    ):
        quarter = claimed.get((row["customer"], row["project"]), 0)
        if first <= quarter <= row["quarter"] and lacking[quarter - 1]:
            values: dict[str, object] = {
                "project": row["project"], "quarter": quarter, "signs": row["quarter"] + 1, "amount": row["amount"],
            }  # fmt: skip
            findings.append(
                Finding("F-325", Severity.WARNING, values, Place("opportunities", index, "sign_date"))
            )
    return findings


def _findings(projects: pd.DataFrame) -> list[Finding]:
    """Money that is counted but not to be relied on; thin quarters are told by ``quarters`` (F-322)."""
    late = projects[projects["overdue"].to_numpy(dtype=bool)]
    if late.empty:
        return []
    values: dict[str, object] = {
        "count": len(late), "money": float(late["money"].sum()), "names": listed(late["project"].tolist()),
    }  # fmt: skip
    return [
        Finding("F-326", Severity.WARNING, values, Place("opportunities", int(late.index[0]), "sign_date"))
    ]
