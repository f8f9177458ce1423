"""The tasks of the month, as one short list in order, with a reason for every row (guide/month.md; S0)."""

from __future__ import annotations

import pandas as pd

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.common.customer_book import object_array
from salesplan_xl.planning.common.plain_rows import plain_rows
from salesplan_xl.planning.customers.debtors import rank_debtors
from salesplan_xl.planning.schedule.month_targets import customer_targets
from salesplan_xl.planning.schedule.slips import SlipResult
from salesplan_xl.planning.tracking.month_ledger import Floats, visits_asked
from salesplan_xl.planning.tracking.month_list_actions import due_actions
from salesplan_xl.planning.tracking.month_list_customers import customer_rows
from salesplan_xl.planning.tracking.month_list_projects import project_rows
from salesplan_xl.planning.tracking.month_list_rows import (
    MAX_ROWS,
    Listed,
    Month,
    Row,
    listed,
    looked_up,
    month_of,
)
from salesplan_xl.rules import Rules
from salesplan_xl.tiers import BEST

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
    reorders: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The list to start the month with, money owed first; every row says what, until when and why.

    Collections: one row a customer with money due, by amount × chance to be late. Projects: one row a project
    without a next step, past its date, silent after a quote, with a milestone, moved, or to be signed; raw leads are
    the funnel's. Customers: target, visits and actions of each in one row, furthest behind first; small C customers
    share a row an area. Care: the one A customer longest without a non-sales visit. At most 60 rows a kind; a last
    row says how many more there are.

    Args:
        health: tier, potential by customer.
        plan: execution map with quarters, visits, key_action, next_action, owner, due, region.
        opportunities, receivables, visits: input tables.
        tracking: customer progress of the same month; what was missing before it is told with the target.
        month_shares: (12,) share of each month in its quarter.
        month: such as ``2027-03``.
        actions: input table; None without an action plan.
        nodes: ``nodes.project_milestones`` of the projects; None lists none.
        moved: the projects against how they stood before this month; None lists no changes.
        reorders: ``reorders_due``: customers and the day on which to speak of a reorder; None names none.

    Returns:
        Columns of the ``month_list`` table; ``what`` is text, a Sentence or a tuple of them, ``why`` a tuple.

    Raises:
        PlanInputError: SP-205 month not understood.

    Source: guide/month.md; article S0 (list at the start of the month).
    """
    when = month_of(month, rules)
    people = _people(plan, health, tracking, visits, month_shares, when, rules)
    people["reorder_contact"] = _contacts(reorders, people["customer"])
    collect = _collections(receivables, rules, when)
    owing = {str(row["customer"]) for row in collect if "customer" in row}  # a row of the rest names nobody
    parts = (
        collect,
        project_rows(opportunities, people, nodes, moved, rules, when),
        customer_rows(people, due_actions(people, actions, when), owing, rules, when),
        _care(people, when),
    )
    rows = [row for part in parts for row in part]
    cells = {key: object_array([row.get(key) for row in rows]) for key in COLUMNS}
    frame = pd.DataFrame(cells, dtype=object)
    return frame.astype({"amount": float}).assign(due=pd.to_datetime(frame["due"]).astype("datetime64[ns]"))


def _people(
    plan: pd.DataFrame,
    health: pd.DataFrame,
    tracking: pd.DataFrame,
    visits: pd.DataFrame,
    month_shares: Floats,
    when: Month,
    rules: Rules,
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


def _contacts(reorders: pd.DataFrame | None, names: pd.Series) -> pd.Series:
    """(n,) the day on which to speak of a reorder, NaT for none."""
    if reorders is None:
        return pd.Series(pd.NaT, names.index, dtype="datetime64[ns]")
    return pd.to_datetime(looked_up(names, reorders, reorders["contact_date"]))


def _last(visits: pd.DataFrame, names: pd.Series) -> pd.Series:
    """(n,) date of the last visit to each customer, NaT where there is none."""
    latest = visits.groupby("customer")["date"].max().reset_index()
    return pd.to_datetime(looked_up(names, latest, latest["date"]))


def _collections(receivables: pd.DataFrame, rules: Rules, when: Month) -> Listed:
    """One row a customer that owes money due until the end of the month."""
    rows = rank_debtors(
        receivables,
        when.as_of.to_datetime64(),
        when.end.to_datetime64(),
        rules.late,
        explained=MAX_ROWS,
        money=rules.money.unit,
        grace=rules.months.grace_days,
    )
    return listed("receivable", rows.rename(columns={"open": "amount"}), lambda row: _debt(row, when))


def _debt(row: Row, when: Month) -> dict[str, object]:
    what = Sentence("list.collect", {"month": when.number})
    why = (Sentence("list.invoices", {"count": row["count"]}), *row["why"])
    return {"what": what, "amount": row["amount"], "due": row["due"], "why": why}


def _care(people: pd.DataFrame, when: Month) -> Listed:
    """One visit without selling: the A customer longest without one, the larger first among equals."""
    best = people[people["tier"] == BEST]
    best = best.assign(year_target=best[["q1", "q2", "q3", "q4"]].sum(axis=1))
    rows = plain_rows(best, ("customer", "last_care", "year_target"))
    return [_care_row(min(rows, key=_care_order), when)] if rows else []


def _care_order(row: Row) -> tuple[pd.Timestamp, float, str]:
    last = row["last_care"]
    return pd.Timestamp.min if pd.isna(last) else last, -row["year_target"], row["customer"]


def _care_row(row: Row, when: Month) -> dict[str, object]:
    last = row["last_care"]
    why: Sentence = (
        Sentence("list.care_never") if pd.isna(last) else Sentence("list.care_last", {"date": last})
    )
    what = Sentence("list.care", {"month": when.number})
    return {"kind": "care", "customer": row["customer"], "what": what, "due": when.end, "why": (why,)}
