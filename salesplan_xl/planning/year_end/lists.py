"""The sprint and the deployment list of a year end: who is called now, and whose orders of next year are prepared."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from salesplan_xl.planning.common.customer_book import filled, object_array
from salesplan_xl.planning.common.workdays import workday_from, workday_until
from salesplan_xl.planning.common.year_calendar import calendar_of
from salesplan_xl.planning.customers.reorder.order_days import day_number
from salesplan_xl.planning.customers.reorder.states import CHURNED, DUE_SOON, ON_TRACK
from salesplan_xl.planning.year_end.candidates import RHYTHM
from salesplan_xl.planning.year_end.outreach import ORDERED
from salesplan_xl.planning.year_end.season import DAY, Season, due_days
from salesplan_xl.rules import Rules
from salesplan_xl.tiers import BEST

SPRINT_LIST, DEPLOY_LIST = "sprint", "deploy"
NOT_REORDERED, WIN_BACK, CLOSE_SOON = "not_reordered", "win_back", "close_soon"
VIP, KEY_PROJECT, STEADY = "vip", "key_project", "steady"
# What a row stands for beside the open ones.
OPEN, EXCLUDED, KEPT = 0, 1, 2


@dataclass(frozen=True)
class Chosen:
    """The say of the user and of the season's contacts on the rows of one list.

    Args:
        results: one row a customer contacted this season: result, cause, date, script, order_date, order_amount.
        excluded: customers struck off for the season.
        noted: customers with a note, who stay visible; group by customer.
        groups: the group in which a customer stood last, by customer.
    """

    results: pd.DataFrame
    excluded: Collection[str]
    noted: Collection[str]
    groups: dict[str, str]


def sprint_rows(
    customers: pd.DataFrame, projects: pd.DataFrame, chosen: Chosen, season: Season, rules: Rules
) -> pd.DataFrame:
    """The sprint list, largest value first, each customer once; struck-off and ordered ones below.

    Args:
        customers, projects: see ``candidates``.

    Returns:
        Rows with ``standing``: open, excluded or kept (contacted or noted, no candidate any more).

    Source: guide/sprint.md; article S2: not reordered yet, lost ones to wake, key customers who can sign soon.
    """
    rows = pd.concat(
        [_to_reorder(customers, season, rules), _to_close(projects, customers, season)], ignore_index=True
    )
    rows = _by_value(rows).drop_duplicates("customer")
    if season.over:
        rows = rows.iloc[:0]
    return _fitted(_finished(rows, customers, chosen, SPRINT_LIST), season, rules)


def deploy_rows(
    customers: pd.DataFrame, projects: pd.DataFrame, chosen: Chosen, season: Season, rules: Rules
) -> pd.DataFrame:
    """The deployment list, largest amount first, each customer once in the first group that fits.

    Source: guide/sprint.md; article S2: VIPs, steady customers, key projects.
    """
    live = customers[customers["state"] != CHURNED]
    vip = (live["tier"] == BEST).to_numpy(dtype=bool)
    chosen_ones = vip | _is_steady(live, rules).to_numpy(dtype=bool)
    orders = live[chosen_ones]
    orders = orders.assign(
        group=np.where(vip[chosen_ones], VIP, STEADY), amount=orders["plan_year"], probability=np.nan,
        value=orders["plan_year"], contact_date=orders["reorder_contact"],
    )  # fmt: skip
    ahead = _with_rhythm(_key_projects(projects, season, rules), customers)
    ahead = ahead.assign(
        group=KEY_PROJECT, amount=ahead["value"], contact_date=_project_contacts(ahead, season, rules)
    )
    rows = pd.concat([orders, ahead], ignore_index=True)
    rank = rows["group"].map({VIP: 0, KEY_PROJECT: 1, STEADY: 2})
    first = rows[["customer", "value"]].assign(rank=rank)
    first = first.sort_values(["rank", "value"], ascending=[True, False], kind="stable")
    rows = _by_value(rows.loc[first.index[~first["customer"].duplicated()]])
    return _finished(rows, customers, chosen, DEPLOY_LIST).assign(fits=None)


def _to_reorder(customers: pd.DataFrame, season: Season, rules: Rules) -> pd.DataFrame:
    """Customers whose order should come before the year ends, and lost ones worth waking."""
    lost = customers["state"] == CHURNED
    due = customers["expected_day"] <= day_number(season.sprint_end)
    silent = customers["elapsed"] >= rules.season.not_ordered_share * customers["gap"]
    wanted = np.where(lost, customers["worth_calling"].astype(bool), due & silent).astype(bool)
    rows = customers[wanted]
    group = np.where(lost[wanted], WIN_BACK, NOT_REORDERED)
    return rows.assign(group=group, value=rows["amount"] * rows["probability"])


def _to_close(projects: pd.DataFrame, customers: pd.DataFrame, season: Season) -> pd.DataFrame:
    """Projects that can be signed before the year ends, those with a passed date too."""
    soon = projects[
        projects["near_end"].astype(bool) & (projects["sign_date"] <= pd.Timestamp(season.sprint_end))
    ]
    passed = soon["sign_date"] < pd.Timestamp(season.as_of)
    return _with_rhythm(soon.assign(passed=passed), customers).assign(group=CLOSE_SOON)


def _key_projects(projects: pd.DataFrame, season: Season, rules: Rules) -> pd.DataFrame:
    """Open projects beyond a lead that sign in the plan year and are large."""
    end = pd.Timestamp(season.sprint_end)
    least = rules.season.key_project_amount
    line = rules.tiers.b_threshold if least is None else least
    inside = (projects["sign_date"] > end) & (projects["sign_date"] <= _plan_end(rules))
    large = projects["amount"] >= line - rules.money.tolerance
    return projects[inside & large & (projects["stage"] != "lead")]


def _plan_end(rules: Rules) -> pd.Timestamp:
    return pd.Timestamp(calendar_of(rules.calendar).end(rules.calendar.plan_year))


def _project_contacts(projects: pd.DataFrame, season: Season, rules: Rules) -> pd.Series:
    """The day to speak about a project: so many days before it signs, on a workday, not before tomorrow."""
    country, first = (
        rules.calendar.workday_country,
        workday_from(season.as_of + DAY, rules.calendar.workday_country),
    )
    lead = pd.Timedelta(days=rules.reorder.lead_days)
    wanted = [workday_until((day - lead).date(), country) for day in projects["sign_date"]]
    # days where there is no project, too: they stand in one column with those of the orders
    return pd.Series([max(day, first) for day in wanted], projects.index, dtype="datetime64[s]")


def _is_steady(customers: pd.DataFrame, rules: Rules) -> pd.Series:
    even = customers["variation"].astype("float64") <= rules.season.steady_variation
    often = customers["orders"] >= rules.season.steady_orders
    return even & often & customers["state"].isin((ON_TRACK, DUE_SOON))


def _with_rhythm(projects: pd.DataFrame, customers: pd.DataFrame) -> pd.DataFrame:
    """Projects with tier and rhythm of their customers, where they have ever ordered."""
    facts = customers[["customer", "tier", *RHYTHM, "product"]]
    facts = facts.drop_duplicates("customer").set_index("customer")
    return projects.join(facts, on="customer")


def _by_value(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.sort_values(["value", "customer"], ascending=[False, True], kind="stable").reset_index(
        drop=True
    )


def _finished(rows: pd.DataFrame, customers: pd.DataFrame, chosen: Chosen, which: str) -> pd.DataFrame:
    """The rows with what is known of contacts; those contacted or noted stay although they are no candidates."""
    results = (
        chosen.results[chosen.results["list"] == which].drop_duplicates("customer").set_index("customer")
    )
    wanted = dict.fromkeys([*results.index, *chosen.noted])
    ordered = results.index[results["result"] == ORDERED]
    rows = rows[~rows["customer"].isin(ordered)] if len(ordered) else rows
    listed = set(rows["customer"])
    gone = [name for name in wanted if name not in listed]
    kept = _kept_rows(gone, customers, chosen, which) if gone else rows.iloc[:0]
    rows = pd.concat([rows, kept], ignore_index=True) if len(kept) else rows
    struck = rows["customer"].isin(list(chosen.excluded)).to_numpy()
    base = rows["standing"].fillna(OPEN) if "standing" in rows else OPEN
    facts = results[list(_RESULT_COLUMNS)].reindex(rows["customer"])
    contacts = {key: facts[source].to_numpy() for source, key in _RESULT_COLUMNS.items()}
    standing = np.where(struck, EXCLUDED, base)
    rows = rows.assign(standing=standing, **contacts, include=np.where(struck, "no", "yes"), list=which)
    return rows.iloc[np.argsort(standing, kind="stable")].reset_index(drop=True)


# What is known of a contact, by its column in the contact record.
_RESULT_COLUMNS = {
    "result": "result", "cause": "cause_found", "date": "contacted_on", "script": "used_script",
    "order_date": "order_date", "order_amount": "order_amount",
}  # fmt: skip


def _kept_rows(names: list[str], customers: pd.DataFrame, chosen: Chosen, which: str) -> pd.DataFrame:
    """Rows of customers who are no candidates any more: nothing is expected of them here."""
    facts = customers.drop_duplicates("customer").set_index("customer").reindex(names)
    facts.index.name = "customer"
    usual = np.where(facts["state"] == CHURNED, WIN_BACK, NOT_REORDERED)
    default = usual if which == SPRINT_LIST else np.full(len(names), STEADY, dtype=object)
    groups = [chosen.groups.get(name) or group for name, group in zip(names, default, strict=True)]
    rows = facts.reset_index().assign(group=groups, probability=0.0, value=0.0, standing=KEPT)
    return rows[rows["customer"].notna() & filled(rows["customer"])]


def _fitted(rows: pd.DataFrame, season: Season, rules: Rules) -> pd.DataFrame:
    """The rows with the workday each is due on, as far as days are left."""
    days = due_days(season, rules)
    open_rows = rows["standing"] == OPEN
    place = open_rows.cumsum() - 1
    fits = open_rows & (place < len(days))
    rows["fits"] = pd.Series(object_array(["yes" if fit else None for fit in fits]), rows.index, dtype=object)
    due = [pd.Timestamp(days[at]) if ok else pd.NaT for at, ok in zip(place, fits, strict=True)]
    return rows.assign(contact_date=pd.Series(due, rows.index, dtype="datetime64[s]"))
