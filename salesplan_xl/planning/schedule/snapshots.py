"""The projects as they stood at the last look, before this week and this month, and at planning (guide/projects.md).

A slip is only seen by comparing: the book remembers four states of its project list. ``last`` is what the trace is
read from; ``week`` and ``month`` stay as they are while the as-of date moves inside its week or month, so that
what is told of them is the same on every run; ``plan`` stands still once the plan is fixed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from salesplan_xl.planning.schedule.slips import SNAPSHOT_COLUMNS, project_states

SNAPSHOTS = ("last", "week", "month", "plan")


@dataclass(frozen=True)
class Snapshot:
    """The projects as seen on a day.

    Args:
        seen_on: the as-of date of that day.
        projects: columns ``SNAPSHOT_COLUMNS``, one row per customer and project.
    """

    seen_on: pd.Timestamp
    projects: pd.DataFrame


Snapshots = Mapping[str, Snapshot]


def read_snapshots(table: pd.DataFrame) -> dict[str, Snapshot]:
    """The looks of table ``seen``; a look that was never taken is missing."""
    days = table[table["seen_on"].notna()]
    taken = dict(zip(reversed(days["look"].tolist()), reversed(days["seen_on"].tolist()), strict=True))
    rows = table[table["project"].notna()]
    looks = [text.split() for text in rows["look"].tolist()]
    return {
        name: Snapshot(taken[name], project_states(rows[np.array([name in of for of in looks], dtype=bool)]))
        for name in SNAPSHOTS
        if name in taken
    }


def snapshot_rows(snapshots: Snapshots) -> pd.DataFrame:
    """Table ``seen``: one row with the day of each look, then every state of a project with the looks that saw it.

    Most projects stand the same in all four, and a large book has thousands.
    """
    days = pd.DataFrame({"look": list(SNAPSHOTS), "seen_on": [snapshots[name].seen_on for name in SNAPSHOTS]})
    tables = [snapshots[name].projects[list(SNAPSHOT_COLUMNS)] for name in SNAPSHOTS]
    states = pd.concat(tables, ignore_index=True)
    group = states.groupby(list(SNAPSHOT_COLUMNS), dropna=False, sort=False).ngroup().to_numpy()
    bits = np.repeat(1 << np.arange(len(SNAPSHOTS)), [len(table) for table in tables])
    looks = np.bincount(group, bits).astype(np.int64)
    words = pd.Series([_looks(bits) for bits in range(1 << len(SNAPSHOTS))], dtype=object)
    once = states[~pd.Series(group).duplicated()].assign(look=words[looks].to_numpy())
    return pd.concat([days, once], ignore_index=True)[["look", "seen_on", *SNAPSHOT_COLUMNS]]


def _looks(bits: int) -> str:
    """The names of a set of looks, each being a bit."""
    return " ".join(name for at, name in enumerate(SNAPSHOTS) if bits >> at & 1)


def next_snapshots(
    snapshots: Snapshots, opportunities: pd.DataFrame, as_of: pd.Timestamp, *, fixed: bool
) -> dict[str, Snapshot]:
    """The snapshots to remember now.

    Args:
        snapshots: what the book remembers; empty the first time, when today stands for all four.
        opportunities: schema table ``opportunities`` of today.
        as_of: the day on which we stand; a day before the last look opens no new week or month.
        fixed: whether the plan is no longer to change.
    """
    today = Snapshot(as_of, project_states(opportunities))
    if "last" not in snapshots:
        return dict.fromkeys(SNAPSHOTS, today)
    last = snapshots["last"]
    week = last if _week(last.seen_on) < _week(as_of) else snapshots.get("week", last)
    month = last if last.seen_on.to_period("M") < as_of.to_period("M") else snapshots.get("month", last)
    plan = snapshots.get("plan", last) if fixed else today
    return {"last": today, "week": week, "month": month, "plan": plan}


def last_projects(snapshots: Snapshots, opportunities: pd.DataFrame) -> pd.DataFrame:
    """The projects when the book last looked; today's where it never did."""
    return snapshots["last"].projects if "last" in snapshots else project_states(opportunities)


def snapshot_tables(snapshots: Snapshots) -> dict[str, pd.DataFrame]:
    """The projects of each snapshot with the day on which they were seen (``seen_on``)."""
    return {name: snapshot.projects.assign(seen_on=snapshot.seen_on) for name, snapshot in snapshots.items()}


def _week(day: pd.Timestamp) -> pd.Timestamp:
    return day - pd.Timedelta(days=day.weekday())
