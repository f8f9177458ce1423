"""What this month asks for, as one list with a reason for every row (methods §6, S0)."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.month_ledger import (
    Bools,
    Floats,
    as_money,
    customer_targets,
    month_end,
    visits_asked,
)
from salesplan_xl.planning.months import SAME_MONEY, parse_month
from salesplan_xl.planning.projects import is_open
from salesplan_xl.planning.rules import Rules

LISTED_TARGETS = 30
MAX_ROWS = 60
COLUMNS = ("kind", "customer", "what", "amount", "due", "why", "done")
Row = Mapping[Hashable, Any]


@dataclass(frozen=True)
class _Month:
    """The month as dates; ``today`` is the as-of day held inside the month."""

    number: int
    start: pd.Timestamp
    end: pd.Timestamp
    today: pd.Timestamp


def _month(month: str, rules: Rules) -> _Month:
    year, number = parse_month(month)
    start, end = pd.Timestamp(year, number, 1), month_end(year, number)
    return _Month(number, start, end, min(max(pd.Timestamp(rules.calendar.as_of), start), end))


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
) -> pd.DataFrame:
    """The list to start the month with; every row says what, until when and why.

    Targets: all A and high-potential customers, topped up to 30 by month target. Visits: who is planned this
    month. Actions: due this month or late. Opportunities: without a next step, past its date, silent after
    a quote, or to be signed. Receivables: due or overdue, by amount × late rate. Care: the one A customer
    longest without a non-sales visit. At most 60 rows a kind; a last row says how many more there are.

    Args:
        health: tier, potential, payment, late_rate by customer.
        plan: execution map with quarters, visits, key_action, next_action, owner, due.
        opportunities, receivables, visits: input tables.
        tracking: customer progress of the same month; what was missing before it is told with the target.
        month_shares: (12,) share of each month in its quarter.
        month: such as ``2027-03``.

    Returns:
        Columns of the ``month_list`` table; ``what`` is text or a Sentence, ``why`` a tuple of Sentences.

    Raises:
        PlanInputError: SP-205 month not understood.

    Source: methods §6 month start list; S0.
    """
    when = _month(month, rules)
    people = _people(plan, health, tracking, visits, month_shares, when)
    parts = (
        _targets(people, when),
        _visits(people, when),
        _actions(people, when),
        _opportunities(opportunities, people, rules, when),
        _receivables(receivables, health, rules, when),
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
    when: _Month,
) -> pd.DataFrame:
    """The map's rows with what the list needs beside them."""
    rows = plan.dropna(subset=["customer"]).drop_duplicates("customer").reset_index(drop=True)
    name, month = rows["customer"], when.number - 1
    rows["month_target"] = customer_targets(rows, month_shares)[:, month]
    rows["asked"] = visits_asked(rows)[:, month]
    rows["potential"] = _looked_up(name, health, health["potential"])
    gap = (tracking["actual_to_date"] - tracking["actual"]) - (
        tracking["target_to_date"] - tracking["target"]
    )
    rows["carried"] = _looked_up(name, tracking, gap).astype(float).fillna(0.0)
    before = visits[visits["date"] < when.start]
    rows["last_visit"] = _last(before, name)
    rows["last_care"] = _last(before[before["purpose"] == "non_sales"], name)
    return rows


def _looked_up(names: pd.Series, frame: pd.DataFrame, values: pd.Series) -> pd.Series:
    """(n,) value of each name by the frame's ``customer``, blank where it has none."""
    first = (frame["customer"].notna() & ~frame["customer"].duplicated()).to_numpy()
    known = pd.Series(
        values.to_numpy()[first], index=pd.Index(frame["customer"].to_numpy()[first], dtype=object)
    )
    return pd.Series(known.reindex(pd.Index(names, dtype=object)).to_numpy(), index=names.index)


def _last(visits: pd.DataFrame, names: pd.Series) -> pd.Series:
    """(n,) date of the last visit to each customer, NaT where there is none."""
    latest = visits.groupby("customer")["date"].max().reset_index()
    return pd.to_datetime(_looked_up(names, latest, latest["date"]))


def _listed(
    kind: str, frame: pd.DataFrame, made: Callable[[Row], dict[str, object]]
) -> list[dict[str, object]]:
    """Rows of one kind, and how many (worth how much) did not fit."""
    rows = [
        {"kind": kind, "customer": row["customer"], **made(row)}
        for row in frame.head(MAX_ROWS).to_dict("records")
    ]
    rest = frame.iloc[MAX_ROWS:]
    if len(rest):
        amount = float(rest["amount"].sum()) if "amount" in rest else 0.0
        why = (Sentence("list.more_amount", {"amount": amount}),) if amount else None
        rows.append({"kind": kind, "what": Sentence("list.more", {"count": len(rest)}), "why": why})
    return rows


def _targets(people: pd.DataFrame, when: _Month) -> list[dict[str, object]]:
    rows = people[people["month_target"] > SAME_MONEY].sort_values(
        ["month_target", "customer"], ascending=[False, True], kind="stable"
    )
    first = (rows["tier"] == "A") | (rows["potential"] == "high")
    room = max(LISTED_TARGETS - int(first.sum()), 0)
    rows = rows[first | ((~first).cumsum() <= room)].assign(amount=lambda frame: frame["month_target"])
    return _listed("target", rows, lambda row: _target(row, when))


def _target(row: Row, when: _Month) -> dict[str, object]:
    tier = "list.target_new" if row["tier"] == "N" else "list.target_tier"
    why = [Sentence(tier, {"tier": row["tier"]})]
    if row["potential"] == "high":
        why.append(Sentence("list.target_potential"))
    if abs(row["carried"]) > SAME_MONEY:
        code = "list.target_behind" if row["carried"] < 0 else "list.target_ahead"
        why.append(Sentence(code, {"gap": abs(row["carried"])}))
    what = Sentence("list.target", {"month": when.number})
    return {"what": what, "amount": row["amount"], "due": when.end, "why": tuple(why)}


def _visits(people: pd.DataFrame, when: _Month) -> list[dict[str, object]]:
    rows = people[people["asked"] > 0].sort_values(
        ["tier", "last_visit", "customer"], na_position="first", kind="stable"
    )
    return _listed("visit", rows, lambda row: _visit(row, when))


def _visit(row: Row, when: _Month) -> dict[str, object]:
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


def _actions(people: pd.DataFrame, when: _Month) -> list[dict[str, object]]:
    stated = people["next_action"].notna() | people["key_action"].notna()
    rows = people[stated & (people["due"] <= when.end)].sort_values(
        ["due", "tier", "customer"], kind="stable"
    )
    return _listed("action", rows, lambda row: _action(row, when))


def _action(row: Row, when: _Month) -> dict[str, object]:
    key: object = _spoken(row["key_action"])
    due = row["due"]
    late = _days_late(due, when)
    code = "list.action_late" if late > 0 else "list.action_due"
    why = [Sentence(code, {"date": due, "days": late})]
    own = _present(row["next_action"])
    if own and key:
        why.append(Sentence("list.action_key", {"action": key}))
    if row["owner"]:
        why.append(Sentence("list.action_owner", {"owner": row["owner"]}))
    return {"what": row["next_action"] if own else key, "due": due, "why": tuple(why)}


def _days_late(due: pd.Timestamp, when: _Month) -> int:
    return (when.today - due).days


def _present(value: object) -> bool:
    return isinstance(value, (Sentence, tuple)) or (isinstance(value, str) and value != "")


def _spoken(value: object) -> object:
    """The key action in words: a choice key is named, the user's own text stays."""
    if isinstance(value, str) and value:
        return Sentence("list.action", {"action": value})
    return value if _present(value) else None


def _opportunities(
    opportunities: pd.DataFrame, people: pd.DataFrame, rules: Rules, when: _Month
) -> list[dict[str, object]]:
    rows = opportunities[is_open(opportunities)]
    last_visit = _looked_up(rows["customer"], people, people["last_visit"])
    known = rows["next_date"].where(~(last_visit > rows["next_date"]), last_visit).fillna(last_visit)
    rows = rows.assign(
        missing=rows["next_step"].isna(),
        passed=rows["next_date"] < when.today,
        silent_days=(when.today - known).dt.days.where(rows["stage"] == "quote"),
        sign_now=(rows["sign_date"] >= when.start) & (rows["sign_date"] <= when.end),
        sign_passed=rows["sign_date"] < when.start,
    )
    rows["silent"] = rows["silent_days"] > rules.months.quote_silence_days
    wanted = rows[["missing", "passed", "silent", "sign_now", "sign_passed"]].any(axis=1)
    rows = rows[wanted].sort_values(
        ["amount", "customer", "project"], ascending=[False, True, True], kind="stable"
    )
    return _listed("opportunity", rows, _opportunity)


def _opportunity(row: Row) -> dict[str, object]:
    causes = (
        (row["missing"], Sentence("list.no_next_step")),
        (row["passed"], Sentence("list.next_passed", {"date": row["next_date"]})),
        (row["silent"], Sentence("list.quote_silent", {"days": row["silent_days"]})),
        (row["sign_now"], Sentence("list.sign_this_month", {"date": row["sign_date"]})),
        (row["sign_passed"], Sentence("list.sign_passed", {"date": row["sign_date"]})),
    )
    due: object = row["sign_date"] if pd.isna(row["next_date"]) else row["next_date"]
    why = tuple(sentence for holds, sentence in causes if holds)
    return {"what": _step(row), "amount": row["amount"], "due": due, "why": why}


def _step(row: Row) -> Sentence:
    """What to do with the project: the user's own next step, else what its state asks for."""
    project = row["project"]
    if not row["missing"]:
        return Sentence("list.opportunity_next", {"project": project, "step": row["next_step"]})
    code = "sign" if row["sign_now"] else "chase" if row["silent"] else "plan"
    return Sentence(f"list.opportunity_{code}", {"project": project})


def _receivables(
    receivables: pd.DataFrame, health: pd.DataFrame, rules: Rules, when: _Month
) -> list[dict[str, object]]:
    horizon = when.end + pd.Timedelta(days=rules.months.late_list_days)
    amount = _open_amounts(receivables)
    wanted = (amount > SAME_MONEY) & (receivables["due"] <= horizon).to_numpy()
    rows = receivables[wanted].assign(amount=amount[wanted])
    book_rate = float(health["late_rate"].mean()) if health["late_rate"].notna().any() else 1.0
    rows["late_rate"] = _looked_up(rows["customer"], health, health["late_rate"]).astype(float)
    rows["payment"] = _looked_up(rows["customer"], health, health["payment"])
    rows["known"] = rows["late_rate"].notna()
    rows["late_rate"] = rows["late_rate"].fillna(book_rate)
    rows["at_risk"] = rows["amount"] * rows["late_rate"]
    rows = rows.sort_values(
        ["at_risk", "amount", "due", "customer", "invoice"],
        ascending=[False, False, True, True, True],
        kind="stable",
    )
    return _listed("receivable", rows, lambda row: _receivable(row, when))


def _open_amounts(receivables: pd.DataFrame) -> Floats:
    """(n,) still unpaid: a payment date without an amount means that the whole was paid."""
    amount = as_money(receivables["amount"])
    settled: Bools = (
        receivables["paid_amount"].isna().to_numpy() & receivables["paid_date"].notna().to_numpy()
    )
    left: Floats = amount - np.where(settled, amount, as_money(receivables["paid_amount"]))
    return left


def _receivable(row: Row, when: _Month) -> dict[str, object]:
    late = _days_late(row["due"], when)
    code = "list.receivable_overdue" if late > 0 else "list.receivable_due"
    habit = (
        "list.receivable_habit" if row["known"] and _present(row["payment"]) else "list.receivable_unknown"
    )
    what = "list.receivable" if _present(row["kind"]) else "list.receivable_plain"
    return {
        "what": Sentence(what, {"kind": row["kind"], "invoice": row["invoice"]}),
        "amount": row["amount"],
        "due": row["due"],
        "why": (
            Sentence(code, {"date": row["due"], "days": late}),
            Sentence(habit, {"habit": row["payment"], "rate": row["late_rate"]}),
        ),
    }


def _care(people: pd.DataFrame, when: _Month) -> list[dict[str, object]]:
    """One visit without selling: the A customer longest without one, the larger first among equals."""
    year_target = people[["q1", "q2", "q3", "q4"]].sum(axis=1)
    rows = people.assign(year_target=year_target)[people["tier"] == "A"].sort_values(
        ["last_care", "year_target", "customer"],
        ascending=[True, False, True],
        na_position="first",
        kind="stable",
    )
    return _listed("care", rows.head(1), lambda row: _care_row(row, when))


def _care_row(row: Row, when: _Month) -> dict[str, object]:
    last = row["last_care"]
    why: Sentence = (
        Sentence("list.care_never") if pd.isna(last) else Sentence("list.care_last", {"date": last})
    )
    return {"what": Sentence("list.care", {"month": when.number}), "due": when.end, "why": (why,)}
