"""What backs each quarter: projects by the quarter they sign and the quarter they pay (methods §4, §7; S1).

The money comes from ``projects.plan_projects``, as in the quarter split: one project counts everywhere or
nowhere. What changed since the last look is in ``slips``.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.findings import Finding, Place, Sentence, Severity
from salesplan_xl.planning.projects import is_open, plan_projects
from salesplan_xl.planning.rules import Rules

Floats = npt.NDArray[np.float64]
NAMED = 5
SAME_MONEY = 0.005


@dataclass(frozen=True)
class Support:
    """The quarters and what stands behind each.

    Args:
        quarters: four rows: quarter (1–4), target, repeat, registered (full amount of the projects that sign
            in it), signed (the part already signed), weighted (at their chance), overdue (of weighted:
            open projects whose sign date has passed or that are put off), unsupported (target − repeat −
            weighted, not below 0), cash (weighted money of the projects paid in it), why (tuple of Sentences).
        projects: one row per counted project: customer, project, amount, probability, money, signed,
            sign_quarter, pay_quarter (0–3, −1 outside the year or unknown), overdue.
        paid_later: weighted money that signs in the year and is paid after it or on an unknown date.
        findings: projects past their date or put off.
    """

    quarters: pd.DataFrame
    projects: pd.DataFrame
    paid_later: float
    findings: list[Finding]


def quarter_support(targets: Floats, repeat: Floats, opportunities: pd.DataFrame, rules: Rules) -> Support:
    """Quarter by quarter: what is asked, what repeats, what signs, what is missing, and when it is paid.

    Args:
        targets: (4,) money, quarter targets.
        repeat: (4,) money, repeat business of known customers.
        opportunities: schema table ``opportunities``.
        rules: plan year, as-of date, default chances of the stages.

    Source: methods §4 quarter support; S1: projects A 120 (Q4), B 300 (Q3), C 80 (Q2) against quarters of
    500/800/900/800 → 0/80/300/120.
    """
    projects = register(opportunities, rules)
    at, paid_at = projects["sign_quarter"].to_numpy(), projects["pay_quarter"].to_numpy()
    money, late = projects["money"].to_numpy(), projects["overdue"].to_numpy(dtype=bool)
    done = projects["signed"].to_numpy(dtype=bool)
    amount = projects["amount"].to_numpy()
    frame = pd.DataFrame(
        {
            "quarter": np.arange(1, 5),
            "target": np.asarray(targets, dtype=np.float64),
            "repeat": np.asarray(repeat, dtype=np.float64),
            "registered": by_quarter(at, amount),
            "signed": by_quarter(at, amount * done),
            "weighted": by_quarter(at, money),
            "overdue": by_quarter(at, money * late),
            "cash": by_quarter(paid_at, money),
        }
    )
    frame["unsupported"] = np.maximum(frame["target"] - frame["repeat"] - frame["weighted"], 0.0)
    frame["why"] = pd.Series([_why(row, projects) for row in frame.to_dict("records")], dtype=object)
    later = float(money[(at >= 0) & (paid_at < 0)].sum())
    return Support(frame, projects, later, _findings(projects))


def register(opportunities: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """The counted projects with both their quarters, on the opportunities' index.

    A project is overdue when it is still open and its sign date lies before the as-of date, or when it is
    marked as put off but still carries a date in the plan year: its money is counted but not to be relied on.
    """
    signs = plan_projects(opportunities, _timed(rules, "sign"))
    rows = opportunities.loc[signs.index]
    inside = rows["pay_date"].dt.year == rules.calendar.plan_year
    pays = (rows["pay_date"].dt.quarter - 1).where(inside, -1).fillna(-1).to_numpy(dtype=np.int64)
    passed = rows["sign_date"] < pd.Timestamp(rules.calendar.as_of)
    put_off = (rows["result"] == "postponed") & rows["sign_date"].notna()
    late = is_open(rows) & (passed | put_off).to_numpy(dtype=bool)
    return signs.rename(columns={"quarter": "sign_quarter"}).assign(pay_quarter=pays, overdue=late)


def _timed(rules: Rules, timing: str) -> Rules:
    return dataclasses.replace(rules, quarters=dataclasses.replace(rules.quarters, project_timing=timing))


def by_quarter(quarter: npt.NDArray[np.int64], values: Floats) -> Floats:
    """(4,) sums of the values by quarter 0–3; −1 counts nowhere."""
    inside = quarter >= 0
    return np.bincount(quarter[inside], weights=values[inside], minlength=4).astype(np.float64)


def _why(row: Mapping[Hashable, Any], projects: pd.DataFrame) -> tuple[Sentence, ...]:
    quarter = int(row["quarter"])
    mine = projects[projects["sign_quarter"] == quarter - 1].sort_values(
        "amount", ascending=False, kind="stable"
    )
    words = [_signing(quarter, mine)]
    values = {key: row[key] for key in ("quarter", "target", "repeat", "weighted", "unsupported", "cash")}
    words.append(Sentence("support.gap" if row["unsupported"] > SAME_MONEY else "support.backed", values))
    if row["overdue"] > SAME_MONEY:
        names = listed(mine.loc[mine["overdue"].to_numpy(dtype=bool), "project"].tolist())
        words.append(Sentence("support.overdue", {"names": names, "money": row["overdue"]}))
    elsewhere = mine[(mine["pay_quarter"] != quarter - 1)]
    words += [_paid(project) for project in elsewhere.head(NAMED).to_dict("records")]
    return tuple(words)


def _signing(quarter: int, mine: pd.DataFrame) -> Sentence:
    if mine.empty:
        return Sentence("support.none", {"quarter": quarter})
    parts = tuple(
        Sentence(
            "support.project",
            {"project": row["project"], "amount": row["amount"], "rate": row["probability"]},
        )
        for row in mine.head(NAMED).to_dict("records")
    )
    more = len(mine) - len(parts)
    values: dict[str, object] = {
        "quarter": quarter,
        "amount": float(mine["amount"].sum()),
        "projects": parts,
        "more": more,
    }
    return Sentence("support.sign_more" if more else "support.sign", values)


def _paid(row: Mapping[Hashable, Any]) -> Sentence:
    if row["pay_quarter"] < 0:
        return Sentence("support.paid_unknown", {"project": row["project"], "amount": row["amount"]})
    return Sentence("support.paid", {"project": row["project"], "quarter": row["pay_quarter"] + 1})


def listed(names: list[object]) -> tuple[object, ...]:
    """The first few names, and … when there are more."""
    return (*names[:NAMED], *(["…"] if len(names) > NAMED else []))


def claim_findings(claimed: Mapping[str, int], support: Support) -> list[Finding]:
    """Projects that the plan names for an earlier quarter than the one they sign in.

    Args:
        claimed: project → quarter (1–4) whose target is said to rest on it.

    Source: S1 names C for Q1, B for Q2 and A for Q3, but each signs one quarter later.
    """
    found = []
    for project, quarter in claimed.items():
        rows = support.projects[support.projects["project"] == project]
        for index, row in zip(rows.index.tolist(), rows.to_dict("records"), strict=True):
            if row["sign_quarter"] >= quarter:
                values: dict[str, object] = {
                    "project": project, "quarter": quarter, "signs": row["sign_quarter"] + 1, "amount": row["amount"],
                }  # fmt: skip
                found.append(
                    Finding("F-325", Severity.WARNING, values, Place("opportunities", index, "sign_date"))
                )
    return found


def _findings(projects: pd.DataFrame) -> list[Finding]:
    """Money that is counted but not to be relied on; thin quarters are told by the quarter split (F-322)."""
    late = projects[projects["overdue"].to_numpy(dtype=bool)]
    if late.empty:
        return []
    values: dict[str, object] = {
        "count": len(late), "money": float(late["money"].sum()), "names": listed(late["project"].tolist()),
    }  # fmt: skip
    return [
        Finding("F-326", Severity.WARNING, values, Place("opportunities", int(late.index[0]), "sign_date"))
    ]


# A node begins with its time: a date, a month with or without day, or a quarter; the escapes are the
# characters of "month" and "day".
_NODE_TIME = re.compile(
    "(?P<year>\\d{4})[-/.](?P<m1>\\d{1,2})[-/.](?P<d1>\\d{1,2})"
    "|(?P<m2>\\d{1,2})\\s*\u6708\\s*(?:(?P<d2>\\d{1,2})\\s*[\u65e5\u53f7])?"
    "|[Qq](?P<quarter>[1-4])"
)
_NODE_ENDS = re.compile("[;\uff1b,\uff0c\u3001\n]")


def key_nodes(opportunities: pd.DataFrame, plan_year: int) -> pd.DataFrame:
    """The dated key nodes of the projects still open, one row each.

    A node is a part of the ``nodes`` cell (separated by ; , 、 or a line break) with a time in it:
    ``2027-09-10 …``, ``9月10日…``, ``9月…`` (due at its end) or ``Q3 …`` (due at its end), years of months
    and quarters being the plan year. Parts without a time are steps in order, not dates, and are left out.

    Returns:
        row (opportunity), customer, project, node (its text), due (date), sign_date.
    """
    rows = opportunities[is_open(opportunities) & opportunities["nodes"].notna().to_numpy()]
    found = [
        (index, row["customer"], row["project"], part, due, row["sign_date"])
        for index, row in zip(rows.index.tolist(), rows.to_dict("records"), strict=True)
        for part in (text.strip() for text in _NODE_ENDS.split(str(row["nodes"])))
        if (due := _node_due(part, plan_year)) is not None
    ]
    frame = pd.DataFrame(found, columns=["row", "customer", "project", "node", "due", "sign_date"])
    dates = {key: pd.to_datetime(frame[key]).astype("datetime64[ns]") for key in ("due", "sign_date")}
    return frame.assign(**dates)


def _node_due(text: str, plan_year: int) -> pd.Timestamp | None:
    match = _NODE_TIME.search(text)
    if match is None:
        return None
    if match["quarter"]:
        return _month_end(plan_year, int(match["quarter"]) * 3)
    year, month = int(match["year"] or plan_year), int(match["m1"] or match["m2"])
    day = int(match["d1"] or match["d2"] or 0)
    if not 1 <= month <= 12 or day > 31:
        return None
    end = _month_end(year, month)
    return end if not day else min(end, pd.Timestamp(year, month, 1) + pd.Timedelta(days=day - 1))


def _month_end(year: int, month: int) -> pd.Timestamp:
    return pd.Timestamp(year, month, 1) + pd.offsets.MonthEnd(0)


def nodes_in_month(nodes: pd.DataFrame, year: int, month: int) -> pd.DataFrame:
    """The nodes due in a month or before it, earliest first."""
    due = nodes[nodes["due"] <= _month_end(year, month)]
    return due.sort_values(["due", "customer", "project"], kind="stable").reset_index(drop=True)


def node_findings(nodes: pd.DataFrame) -> list[Finding]:
    """Nodes that lie after the sign date of their project: one of the two dates is wrong."""
    wrong = (
        nodes[nodes["due"].dt.to_period("Q") > nodes["sign_date"].dt.to_period("Q")] if len(nodes) else nodes
    )
    return [
        Finding(
            "F-327", Severity.WARNING,
            {"project": row["project"], "node": row["node"], "date": row["sign_date"]},
            Place("opportunities", int(row["row"]), "nodes"),
        )
        for row in wrong.to_dict("records")
    ]  # fmt: skip
