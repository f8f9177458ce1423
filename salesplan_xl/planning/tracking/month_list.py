"""The tasks of the month, as one list with a reason for every row (guide/month.md; S0)."""

from __future__ import annotations

import pandas as pd

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.customers.late_payment import rank_receivables
from salesplan_xl.planning.schedule.slips import SlipResult
from salesplan_xl.planning.schedule.month_targets import customer_targets
from salesplan_xl.planning.tracking.month_ledger import Floats, visits_asked
from salesplan_xl.planning.tracking.month_list_projects import change_rows, milestone_rows, opportunity_rows
from salesplan_xl.planning.tracking.month_list_rows import (
    MAX_ROWS,
    Listed,
    Month,
    Row,
    listed,
    looked_up,
    month_of,
    present,
)
from salesplan_xl.rules import Rules
from salesplan_xl.tiers import BEST, NEW

ACTION = ("customer", "tier", "action", "key_action", "due", "owner", "acceptance")
COLUMNS = ("kind", "customer", "what", "amount", "due", "why", "done")


def month_list(
    health: pd.DataFrame,
    plan: pd.DataFrame,
    opportunities: pd.DataFrame,
    receivables: pd.DataFrame,
    visits: pd.DataFrame,
    tracking: pd.DataFrame,
    month_shares: Floats,
    rules: Rules,
    month: str,
    actions: pd.DataFrame | None = None,
    nodes: pd.DataFrame | None = None,
    moved: SlipResult | None = None,
) -> pd.DataFrame:
    """The list to start the month with; every row says what, until when and why.

    Targets: all A and high-potential customers, topped up to 30 (setting) by month target. Visits: who is planned this
    month. Actions: of the map and the action plan, due this month or late. Opportunities: without a next step,
    past its date, silent after a quote, or to be signed. Nodes: of projects, due this month or late. Changes:
    projects that slipped or were lost this month. Receivables: due or overdue, by amount × chance to be late.
    Care: the one A customer longest without a non-sales visit. At most 60 rows a kind; a last row says how many
    more there are.

    Args:
        health: tier, potential by customer.
        plan: execution map with quarters, visits, key_action, next_action, owner, due.
        opportunities, receivables, visits: input tables.
        tracking: customer progress of the same month; what was missing before it is told with the target.
        month_shares: (12,) share of each month in its quarter.
        month: such as ``2027-03``.
        actions: input table; None without an action plan.
        nodes: ``nodes.project_milestones`` of the projects; None lists none.
        moved: the projects against how they stood before this month; None lists no changes.

    Returns:
        Columns of the ``month_list`` table; ``what`` is text or a Sentence, ``why`` a tuple of Sentences.

    Raises:
        PlanInputError: SP-205 month not understood.

    Source: guide/month.md; article S0 (list at the start of the month).
    """
    when = month_of(month, rules)
    people = _people(plan, health, tracking, visits, month_shares, when)
    parts = (
        _targets(people, rules, when),
        _visits(people, when),
        _actions(people, actions, when),
        change_rows(moved, rules, when) if moved is not None else [],
        milestone_rows(nodes, when) if nodes is not None else [],
        opportunity_rows(opportunities, people, rules, when),
        _receivables(receivables, rules, when),
        _care(people, when),
    )
    rows = [row for part in parts for row in part]
    frame = pd.DataFrame({key: pd.Series([row.get(key) for row in rows], dtype=object) for key in COLUMNS})
    return frame.astype({"amount": float}).assign(due=pd.to_datetime(frame["due"]).astype("datetime64[ns]"))


def _people(
    plan: pd.DataFrame,
    health: pd.DataFrame,
    tracking: pd.DataFrame,
    visits: pd.DataFrame,
    month_shares: Floats,
    when: Month,
) -> pd.DataFrame:
    """The map's rows with what the list needs beside them."""
    rows = plan.dropna(subset=["customer"]).drop_duplicates("customer").reset_index(drop=True)
    name, month = rows["customer"], when.number - 1
    rows["month_target"] = customer_targets(rows, month_shares, rules.quarters)[:, month]
    rows["asked"] = visits_asked(rows)[:, month]
    rows["potential"] = looked_up(name, health, health["potential"])
    gap = (tracking["actual_to_date"] - tracking["actual"]) - (
        tracking["target_to_date"] - tracking["target"]
    )
    rows["carried"] = looked_up(name, tracking, gap).astype(float).fillna(0.0)
    before = visits[visits["date"] < when.start]
    rows["last_visit"] = _last(before, name)
    rows["last_care"] = _last(before[before["purpose"] == "non_sales"], name)
    return rows


def _last(visits: pd.DataFrame, names: pd.Series) -> pd.Series:
    """(n,) date of the last visit to each customer, NaT where there is none."""
    latest = visits.groupby("customer")["date"].max().reset_index()
    return pd.to_datetime(looked_up(names, latest, latest["date"]))


def _targets(people: pd.DataFrame, rules: Rules, when: Month) -> Listed:
    tolerance = rules.money.tolerance
    rows = people[people["month_target"] > tolerance].sort_values(
        ["month_target", "customer"], ascending=[False, True], kind="stable"
    )
    first = (rows["tier"] == BEST) | (rows["potential"] == "high")
    room = max(rules.months.listed_targets - int(first.sum()), 0)
    rows = rows[first | ((~first).cumsum() <= room)].assign(amount=lambda frame: frame["month_target"])
    return listed("target", rows, lambda row: _target(row, when, tolerance))


def _target(row: Row, when: Month, tolerance: float) -> dict[str, object]:
    tier = "list.target_new" if row["tier"] == NEW else "list.target_tier"
    why = [Sentence(tier, {"tier": row["tier"]})]
    if row["potential"] == "high":
        why.append(Sentence("list.target_potential"))
    if abs(row["carried"]) > tolerance:
        code = "list.target_behind" if row["carried"] < 0 else "list.target_ahead"
        why.append(Sentence(code, {"gap": abs(row["carried"])}))
    what = Sentence("list.target", {"month": when.number})
    return {"what": what, "amount": row["amount"], "due": when.end, "why": tuple(why)}


def _visits(people: pd.DataFrame, when: Month) -> Listed:
    rows = people[people["asked"] > 0].sort_values(
        ["tier", "last_visit", "customer"], na_position="first", kind="stable"
    )
    return listed("visit", rows, lambda row: _visit(row, when))


def _visit(row: Row, when: Month) -> dict[str, object]:
    times = float(row["visits"])
    last = row["last_visit"]
    cadence = "list.visit_monthly" if times >= 1 else "list.visit_seldom"
    why = (
        Sentence(cadence, {"tier": row["tier"], "times": times, "months": min(round(1 / times), 12)}),
        Sentence("list.visit_never") if pd.isna(last) else Sentence("list.visit_last", {"date": last}),
    )
    code = "list.visit" if row["asked"] > 1 else "list.visit_once"
    # The month stands in the text so that a tick in 完成 does not carry over to the next month's row.
    what = Sentence(code, {"month": when.number, "times": row["asked"]})
    return {"what": what, "due": when.end, "why": why}


def _actions(people: pd.DataFrame, actions: pd.DataFrame | None, when: Month) -> Listed:
    """Actions of the action plan and of the map; one that stands in both is told as planned."""
    stated = people["next_action"].notna() | people["key_action"].notna()
    rows = people[stated].rename(columns={"next_action": "action"}).assign(acceptance=None)
    rows = rows[list(ACTION)]
    if actions is not None:
        rows = pd.concat([_planned_actions(actions, people), rows], ignore_index=True)
    written = rows["action"].map(lambda action: isinstance(action, str)).astype(bool)
    rows = rows[
        ~(written & rows.assign(action=rows["action"].where(written)).duplicated(["customer", "action"]))
    ]
    rows = rows[rows["due"] <= when.end].sort_values(["due", "tier", "customer"], kind="stable")
    return listed("action", rows, lambda row: _action(row, when))


def _planned_actions(actions: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """The open rows of the action plan, the earliest of those that say the same first."""
    rows = actions[actions["done_on"].isna() & actions["action"].notna()].sort_values("due", kind="stable")
    tier = looked_up(rows["customer"], people, people["tier"])
    return rows.assign(tier=tier, key_action=None)[list(ACTION)]


def _action(row: Row, when: Month) -> dict[str, object]:
    key, own = _spoken(row["key_action"]), present(row["action"])
    late = when.days_late(row["due"])
    why = [
        Sentence("list.action_late" if late > 0 else "list.action_due", {"date": row["due"], "days": late})
    ]
    if own and key:
        why.append(Sentence("list.action_key", {"action": key}))
    if present(row["acceptance"]):
        why.append(Sentence("list.action_acceptance", {"text": row["acceptance"]}))
    if present(row["owner"]):
        why.append(Sentence("list.action_owner", {"owner": row["owner"]}))
    return {"what": row["action"] if own else key, "due": row["due"], "why": tuple(why)}


def _spoken(value: object) -> object:
    """The key action in words: a choice key is named, the user's own text stays."""
    if isinstance(value, str) and value:
        return Sentence("list.action", {"action": value})
    return value if present(value) else None


def _receivables(receivables: pd.DataFrame, rules: Rules, when: Month) -> Listed:
    rows = rank_receivables(
        receivables,
        when.as_of.to_datetime64(),
        when.end.to_datetime64(),
        rules.late,
        explained=MAX_ROWS,
        money=rules.money.unit,
    )
    return listed("receivable", rows.rename(columns={"open": "amount"}), _receivable)


def _receivable(row: Row) -> dict[str, object]:
    code = "list.receivable" if present(row["kind"]) else "list.receivable_plain"
    what = Sentence(code, {"kind": row["kind"], "invoice": row["invoice"]})
    return {"what": what, "amount": row["amount"], "due": row["due"], "why": row["why"]}


def _care(people: pd.DataFrame, when: Month) -> Listed:
    """One visit without selling: the A customer longest without one, the larger first among equals."""
    year_target = people[["q1", "q2", "q3", "q4"]].sum(axis=1)
    rows = people.assign(year_target=year_target)[people["tier"] == BEST].sort_values(
        ["last_care", "year_target", "customer"],
        ascending=[True, False, True],
        na_position="first",
        kind="stable",
    )
    return listed("care", rows.head(1), lambda row: _care_row(row, when))


def _care_row(row: Row, when: Month) -> dict[str, object]:
    last = row["last_care"]
    why: Sentence = (
        Sentence("list.care_never") if pd.isna(last) else Sentence("list.care_last", {"date": last})
    )
    return {"what": Sentence("list.care", {"month": when.number}), "due": when.end, "why": (why,)}
