"""The projects of the month list: what needs a push, nodes that are due, and what to do about those that moved."""

from __future__ import annotations

import numpy as np
import pandas as pd

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.common.opportunity_stages import is_open
from salesplan_xl.planning.common.plain_rows import plain_rows
from salesplan_xl.planning.schedule.milestones import milestones_in_month
from salesplan_xl.planning.schedule.slips import LOWERING, SlipResult
from salesplan_xl.planning.tracking.month_list_rows import Listed, Month, Row, listed, looked_up
from salesplan_xl.rules import Rules

LEAD = "lead"
_CHANGED = (
    "kind", "customer", "project", "old_quarter", "new_quarter", "new_date", "old_amount", "why",
)  # fmt: skip
_READ = ("customer", "project", "amount", "next_step", "next_date", "sign_date")
# Changes after which a project is no longer there to work on.
GONE = ("lost", "dropped")


def project_rows(
    opportunities: pd.DataFrame,
    people: pd.DataFrame,
    nodes: pd.DataFrame | None,
    moved: SlipResult | None,
    rules: Rules,
    when: Month,
) -> Listed:
    """One row a project that asks for something this month, with all its reasons, the largest first.

    It moved since before the month, lacks a next step or is past its date, was quoted and is silent, is to be signed,
    or has a milestone due. A raw lead is asked for no next step: it is the funnel's.

    Args:
        people: rows of the map with last_visit.
        nodes: ``milestones.project_milestones``; None lists none.
        moved: the projects against how they stood before this month; None lists no changes.
    """
    parts = [
        *(_changes(moved, rules, when) if moved is not None else []),
        *_steps(opportunities, people, rules, when),
        *(_milestones(nodes, when) if nodes is not None else []),
    ]
    merged: dict[tuple[object, object], list[dict[str, object]]] = {}
    for part in parts:
        merged.setdefault((part["customer"], part["project"]), []).append(part)
    rows = pd.DataFrame([_as_one(project) for project in merged.values()], columns=list(_COLUMNS))
    rows = rows.astype({"amount": float}).sort_values(
        ["amount", "customer", "project"], ascending=[False, True, True], kind="stable"
    )
    gone = {(row["customer"], row["project"]) for row in parts if row["gone"]}
    kinds = [
        "change" if pair in gone else "opportunity"
        for pair in zip(rows["customer"], rows["project"], strict=True)
    ]
    made = listed(
        "opportunity", rows, lambda row: {key: row[key] for key in ("what", "amount", "due", "why")}
    )
    return [{**row, "kind": kind} for row, kind in zip(made, [*kinds, "opportunity"], strict=False)]


_COLUMNS = ("customer", "project", "what", "amount", "due", "why")


def _as_one(parts: list[dict[str, object]]) -> dict[str, object]:
    """The reasons of one project together; each stands once."""
    words = [word for part in parts for word in part["why"]]  # type: ignore[attr-defined]
    why = tuple(word for at, word in enumerate(words) if word not in words[:at])
    return {**parts[0], "what": tuple(part["what"] for part in parts), "why": why}


def _steps(opportunities: pd.DataFrame, people: pd.DataFrame, rules: Rules, when: Month) -> Listed:
    """Open projects without a next step, past its date, silent after a quote, or to be signed."""
    rows = opportunities[is_open(opportunities) & (opportunities["stage"] != LEAD).to_numpy(dtype=bool)]
    last_visit = looked_up(rows["customer"], people, people["last_visit"])
    last_sign = rows["next_date"].where(~(last_visit > rows["next_date"]), last_visit).fillna(last_visit)
    silent_days = (when.today - last_sign).dt.days.where(rows["stage"] == "quote")
    causes = {
        "missing": rows["next_step"].isna(),
        "passed": rows["next_date"] < when.today,
        "silent": silent_days > rules.months.quote_silence_days,
        "sign_now": (rows["sign_date"] >= when.start) & (rows["sign_date"] <= when.end),
        "sign_passed": rows["sign_date"] < when.start,
    }
    wanted = np.logical_or.reduce([holds.to_numpy() for holds in causes.values()])
    rows = rows.assign(silent_days=silent_days, **causes)[wanted]
    return [_opportunity(row) for row in plain_rows(rows, (*_READ, "silent_days", *causes))]


def _opportunity(row: Row) -> dict[str, object]:
    causes = (
        (row["missing"], Sentence("list.no_next_step")),
        (row["passed"], Sentence("list.next_passed", {"date": row["next_date"]})),
        (row["silent"], Sentence("list.quote_silent", {"days": row["silent_days"]})),
        (row["sign_now"], Sentence("list.sign_this_month", {"date": row["sign_date"]})),
        (row["sign_passed"], Sentence("list.sign_passed", {"date": row["sign_date"]})),
    )
    due: object = row["sign_date"] if pd.isna(row["next_date"]) else row["next_date"]
    return _part(row, _step(row), row["amount"], due, [sentence for holds, sentence in causes if holds])


def _part(row: Row, what: Sentence, amount: object, due: object, why: list[Sentence]) -> dict[str, object]:
    return {
        "customer": row["customer"], "project": row["project"], "what": what, "amount": amount, "due": due,
        "why": tuple(why), "gone": row.get("kind") in GONE,
    }  # fmt: skip


def _step(row: Row) -> Sentence:
    """The step to take with the project: the user's own next step, else what its state asks for."""
    project = row["project"]
    if not row["missing"]:
        return Sentence("list.opportunity_next", {"project": project, "step": row["next_step"]})
    code = "sign" if row["sign_now"] else "chase" if row["silent"] else "plan"
    return Sentence(f"list.opportunity_{code}", {"project": project})


def _milestones(nodes: pd.DataFrame, when: Month) -> Listed:
    """Milestones due this month, and of each project the last one that should be behind it.

    Nobody ticks off milestones in the project list, so the earlier ones are taken as passed when a later one is.
    """
    rows = milestones_in_month(nodes, when.year, when.number).drop_duplicates(["customer", "project", "node"])
    past = rows["due"] < when.start
    last = ~rows[past].duplicated(["customer", "project"], keep="last")
    rows = rows[~past | last.reindex(rows.index, fill_value=False)]
    return [
        _node(row, when)
        for row in plain_rows(rows, ("customer", "project", "node", "due", "amount", "sign_date"))
    ]


def _node(row: Row, when: Month) -> dict[str, object]:
    late = when.days_late(row["due"])
    why = [Sentence("list.node_late" if late > 0 else "list.node_due", {"date": row["due"], "days": late})]
    if not pd.isna(row["sign_date"]):
        why.append(Sentence("list.sign_this_month", {"date": row["sign_date"]}))
    what = Sentence("list.node", {"project": row["project"], "node": row["node"]})
    return _part(row, what, row["amount"], row["due"], why)


def _changes(moved: SlipResult, rules: Rules, when: Month) -> Listed:
    """Projects that slipped or were lost since before this month: what to do about each."""
    rows = moved.trace[moved.trace["kind"].isin(LOWERING)]
    return [_change(row, moved, rules, when) for row in plain_rows(rows, _CHANGED)]


def _change(row: Row, moved: SlipResult, rules: Rules, when: Month) -> dict[str, object]:
    """A project that left its quarter is to be replaced there; one that stays in it is to be held to its date.

    Nothing can be found any more for a quarter that is over.
    """
    left = bool(row["old_quarter"] >= rules.calendar.quarter and row["old_quarter"] != row["new_quarter"])
    code = f"list.change_{row['kind']}" if left else f"list.moved_{row['kind']}"
    what = Sentence(code, {"project": row["project"], "quarter": row["old_quarter"], "date": row["new_date"]})
    why = [Sentence(f"list.why_{row['kind']}", row["why"].values)]
    if left:
        why.append(_backing(int(row["old_quarter"]), moved, rules.money.tolerance))
    return _part(row, what, row["old_amount"], when.end, why)


def _backing(quarter: int, moved: SlipResult, tolerance: float) -> Sentence:
    now = moved.coverage.quarters.iloc[quarter - 1]
    values = {key: now[key] for key in ("quarter", "target", "repeat", "weighted", "unsupported")}
    if now["unsupported"] <= tolerance:
        return Sentence("list.quarter_backed", values)
    return Sentence("list.quarter_short" if now["weighted"] > tolerance else "list.quarter_alone", values)
