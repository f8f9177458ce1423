"""One demo machine or engineer, two customers in the same week: seen before it happens (guide/capacity.md; S0).

A resource names the customers it is meant for. An action that names the resource books it for its due date.
Without a booking it is assumed that a customer needs its technical person in a week with a technical visit, and
its demo machine in a week in which an open project's next step falls while it is at need, proposal or quote.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd

from salesplan_xl.findings import Finding, Place, Sentence, Severity
from salesplan_xl.planning.common.opportunity_stages import is_open
from salesplan_xl.rules import CalendarRules, ResourceRules

DEFAULTS = ResourceRules()

SHARED_KINDS = ("technical", "demo")
SHOWN_STAGES = ("need", "proposal", "quote")
_SEPARATORS = re.compile("[;\uff1b\u3001\n|]")


def resource_findings(
    tables: Mapping[str, pd.DataFrame], customers: pd.Series, calendar: CalendarRules, rules: ResourceRules
) -> list[Finding]:
    """Resources wanted by too many customers in a week, that end too soon, or are meant for nobody known.

    Args:
        tables: input tables ``resources``, ``visits``, ``opportunities``, ``actions``.
        customers: names of the customers there are.
    """
    resources, projects, actions = (tables[key] for key in ("resources", "opportunities", "actions"))
    booked = bookings(resources, actions)
    needed = needs(resources, tables["visits"], projects, pd.Timestamp(calendar.as_of), rules, booked)
    names = pd.concat([customers, projects["customer"], actions["customer"]])
    return [
        *conflict_findings(needed, rules),
        *expiry_findings(resources, projects),
        *unlinked_findings(resources, names),
    ]


def links(resources: pd.DataFrame) -> pd.DataFrame:
    """The links of resources and customers: row (of the resource), kind, name, customer.

    Customers are separated by ; 、 | or a line break (not by commas: company names hold them).
    """
    rows = resources[resources["customers"].notna() & resources["name"].notna()]
    pairs = [
        (index, kind, name, customer)
        for index, kind, name, text in zip(
            rows.index.tolist(), rows["kind"], rows["name"], rows["customers"], strict=True
        )
        for customer in dict.fromkeys(part.strip() for part in _SEPARATORS.split(str(text)))
        if customer
    ]
    return pd.DataFrame(pairs, columns=["row", "kind", "name", "customer"])


def bookings(resources: pd.DataFrame, actions: pd.DataFrame) -> pd.DataFrame:
    """The open actions that name a resource: it is wanted by their customer on their due date.

    Args:
        resources, actions: input tables; an action may name several resources, separated as in ``links``.

    Returns:
        name, customer, date.
    """
    open_ones = actions[actions["done_on"].isna()].dropna(subset=["customer", "due", "resources"])
    names = open_ones["resources"].astype(str).str.split(_SEPARATORS)
    rows = open_ones.assign(name=names).explode("name")[["name", "customer", "due"]]
    rows["name"] = rows["name"].astype(object).str.strip() if len(rows) else rows["name"]
    return rows[rows["name"].isin(set(resources["name"].dropna()))].rename(columns={"due": "date"})


def needs(
    resources: pd.DataFrame,
    visits: pd.DataFrame,
    opportunities: pd.DataFrame,
    as_of: pd.Timestamp,
    rules: ResourceRules = DEFAULTS,
    booked: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The needs for resources by customer and week, from the week of the as-of date on.

    Args:
        resources, visits, opportunities: input tables.
        booked: name, customer, date; what a customer booked goes before what is guessed of it.

    Returns:
        row, kind, name, customer, week (Monday), reason (Sentence: what the need is read from).
    """
    linked = links(resources)
    linked = linked[linked["kind"].isin(SHARED_KINDS)]
    start = as_of.normalize() - pd.Timedelta(days=as_of.weekday())
    end = start + pd.Timedelta(weeks=rules.weeks_ahead)
    guesses = [
        _guessed(linked, _technical(visits), "technical"),
        _guessed(linked, _shown(opportunities), "demo"),
    ]
    every = pd.concat(guesses, ignore_index=True)
    if booked is not None:
        shared = resources[resources["kind"].isin(SHARED_KINDS)]
        firm = booked.merge(shared[["name", "kind"]].assign(row=shared.index), on="name")
        keys = ["name", "customer"]
        is_booked = pd.MultiIndex.from_frame(every[keys]).isin(pd.MultiIndex.from_frame(firm[keys]))
        every = pd.concat([every[~is_booked], firm.assign(what=None, code="booked")], ignore_index=True)
    every = every[(every["date"] >= start) & (every["date"] < end)]
    every = every.assign(week=every["date"] - pd.to_timedelta(every["date"].dt.day_of_week, unit="D"))
    every = every.sort_values(["week", "name", "customer", "date"], kind="stable")
    every = every.drop_duplicates(["name", "customer", "week"]).reset_index(drop=True)
    words = [
        Sentence(f"resource_conflicts.{code}", {"customer": customer, "date": date, "what": what})
        for code, customer, date, what in zip(
            every["code"], every["customer"], every["date"], every["what"], strict=True
        )
    ]
    every["reason"] = pd.Series(words, index=every.index, dtype=object)
    return every[["row", "kind", "name", "customer", "week", "reason"]]


def _guessed(linked: pd.DataFrame, dated: pd.DataFrame, kind: str) -> pd.DataFrame:
    return linked[linked["kind"] == kind].merge(dated, on="customer")


def _technical(visits: pd.DataFrame) -> pd.DataFrame:
    rows = visits[(visits["purpose"] == "technical") & visits["customer"].notna() & visits["date"].notna()]
    return rows[["customer", "date"]].assign(what=None, code="visit")


def _shown(opportunities: pd.DataFrame) -> pd.DataFrame:
    wanted = is_open(opportunities) & opportunities["stage"].isin(SHOWN_STAGES).to_numpy(dtype=bool)
    rows = opportunities[wanted].dropna(subset=["customer", "next_date"])
    dated = rows[["customer", "next_date", "project"]]
    return dated.rename(columns={"next_date": "date", "project": "what"}).assign(code="project")


def conflict_findings(needed: pd.DataFrame, rules: ResourceRules = DEFAULTS) -> list[Finding]:
    """One warning per resource and week that more customers need than it can serve; the nearest first.

    Args:
        needed: ``needs`` of the book.
    """
    groups = needed.groupby(["week", "name"], sort=True)
    crowded = [rows for _, rows in groups if len(rows) > rules.customers_a_week]
    return [_conflict(rows) for rows in crowded[: rules.most_findings]]


def _conflict(rows: pd.DataFrame) -> Finding:
    first = rows.iloc[0]
    values: dict[str, object] = {
        "name": first["name"], "week": first["week"], "end": first["week"] + pd.Timedelta(days=6),
        "customers": tuple(rows["customer"]), "count": len(rows), "reasons": tuple(rows["reason"]),
    }  # fmt: skip
    return Finding("F-460", Severity.WARNING, values, Place("resources", int(first["row"]), "customers"))


def expiry_findings(resources: pd.DataFrame, opportunities: pd.DataFrame) -> list[Finding]:
    """Projects that sign after the policy or machine meant for their customer has run out."""
    linked = links(resources).merge(
        resources[["valid_until"]].assign(row=resources.index), on="row", how="left"
    )
    open_ones = opportunities[is_open(opportunities)][["customer", "project", "sign_date"]]
    both = linked.merge(open_ones.dropna(subset=["customer", "sign_date"]), on="customer")
    late = both[both["sign_date"] > both["valid_until"]].sort_values(["row", "sign_date"], kind="stable")
    return [
        Finding(
            "F-461", Severity.NOTE,
            {"name": row["name"], "until": row["valid_until"], "customer": row["customer"],
             "project": row["project"], "signs": row["sign_date"]},
            Place("resources", int(row["row"]), "valid_until"),
        )
        for row in late.to_dict("records")
    ]  # fmt: skip


def unlinked_findings(resources: pd.DataFrame, names: pd.Series) -> list[Finding]:
    """Resources that name a customer the book does not know (a slip of the pen hides a conflict).

    Args:
        names: of customers and prospects.
    """
    linked = links(resources)
    strange = linked[~linked["customer"].isin(set(names.dropna())).to_numpy(dtype=np.bool_)]
    return [
        Finding(
            "F-462", Severity.NOTE, {"name": row["name"], "customer": row["customer"]},
            Place("resources", int(row["row"]), "customers"),
        )
        for row in strange.to_dict("records")
    ]  # fmt: skip
