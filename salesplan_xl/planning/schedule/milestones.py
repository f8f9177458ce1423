"""Dated key nodes of projects, read from the ``nodes`` cell (guide/projects.md; S1: targets become project nodes)."""

from __future__ import annotations

import calendar
import datetime as dt
import re

import pandas as pd

from salesplan_xl.findings import Finding, Place, Severity
from salesplan_xl.planning.common.opportunity_stages import is_open
from salesplan_xl.planning.common.year_calendar import NO_MONTH, months_of

_NAMES = (
    "Jan(?:uary)?", "Feb(?:ruary)?", "Mar(?:ch)?", "Apr(?:il)?", "May", "June?", "July?", "Aug(?:ust)?",
    "Sept?(?:ember)?", "Oct(?:ober)?", "Nov(?:ember)?", "Dec(?:ember)?",
)  # fmt: skip
# A node has its time in it: a date, a month with or without day, or a quarter; the escapes are the characters
# of "month" and "day".
_MILESTONE_TIME = re.compile(
    "(?P<year>\\d{4})[-/.](?P<m1>\\d{1,2})[-/.](?P<d1>\\d{1,2})"
    "|(?P<m2>\\d{1,2})\\s*\u6708\\s*(?:(?P<d2>\\d{1,2})\\s*[\u65e5\u53f7])?"
    f"|\\b(?:(?P<d3>\\d{{1,2}})\\s+)?(?P<name>{'|'.join(_NAMES)})\\b\\.?(?:\\s+(?P<d4>\\d{{1,2}})\\b)?"
    "|[Qq](?P<quarter>[1-4])"
)
_MILESTONE_ENDS = re.compile("[;\uff1b,\uff0c\u3001\n]")


def project_milestones(opportunities: pd.DataFrame, plan_year: int) -> pd.DataFrame:
    """The dated key nodes of the projects still open, one row each.

    A node is a part of the ``nodes`` cell (separated by ; , 、 or a line break) with a time in it:
    ``2027-09-10 …``, ``9月10日…``, ``10 Sep …``, ``9月…`` (due at its end) or ``Q3 …`` (due at its end), years of
    months and quarters being the plan year. Parts without a time are steps in order, not dates, and are left out.

    Returns:
        row (opportunity), customer, project, amount, node (its text), due (date), sign_date.
    """
    rows = opportunities[is_open(opportunities) & opportunities["nodes"].notna().to_numpy()]
    columns = (rows[key].tolist() for key in ("customer", "project", "amount", "sign_date", "nodes"))
    nodes = [
        (index, customer, project, amount, part, due, sign_date)
        for index, customer, project, amount, sign_date, text in zip(
            rows.index.tolist(), *columns, strict=True
        )
        for part in map(str.strip, _MILESTONE_ENDS.split(str(text)))
        if (due := _milestone_due(part, plan_year)) is not None
    ]
    frame = pd.DataFrame(nodes, columns=["row", "customer", "project", "amount", "node", "due", "sign_date"])
    dates = {key: pd.to_datetime(frame[key]).astype("datetime64[ns]") for key in ("due", "sign_date")}
    return frame.assign(**dates)


def _milestone_due(text: str, plan_year: int) -> dt.date | None:
    match = _MILESTONE_TIME.search(text)
    if match is None:
        return None
    if match["quarter"]:
        return _month_end(plan_year, int(match["quarter"]) * 3)
    year, month = int(match["year"] or plan_year), int(match["m1"] or match["m2"] or _named(match["name"]))
    day = int(match["d1"] or match["d2"] or match["d3"] or match["d4"] or 0)
    if not 1 <= month <= 12 or day > 31:
        return None
    end = _month_end(year, month)
    return end.replace(day=min(day, end.day)) if day else end


def _named(month: str) -> int:
    return next(number for number, name in enumerate(_NAMES, 1) if re.fullmatch(name, month))


def _month_end(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def milestones_in_month(nodes: pd.DataFrame, year: int, month: int) -> pd.DataFrame:
    """The nodes due in a month or before it, earliest first."""
    due = nodes[nodes["due"] <= pd.Timestamp(_month_end(year, month))]
    return due.sort_values(["due", "customer", "project"], kind="stable").reset_index(drop=True)


def milestone_findings(nodes: pd.DataFrame) -> list[Finding]:
    """Nodes that lie after the sign date of their project: one of the two dates is wrong."""
    due, signs = months_of(nodes["due"]), months_of(nodes["sign_date"])
    wrong = nodes[(signs != NO_MONTH) & (due // 3 > signs // 3)]
    return [
        Finding(
            "F-327", Severity.WARNING,
            {"project": row["project"], "node": row["node"], "date": row["sign_date"]},
            Place("opportunities", int(row["row"]), "nodes"),
        )
        for row in wrong.to_dict("records")
    ]  # fmt: skip
