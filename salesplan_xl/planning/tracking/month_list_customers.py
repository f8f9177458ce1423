"""The customers of the month list: target, visits and actions of each in one row (guide/month.md; S0)."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pandas as pd

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.common.customer_book import filled
from salesplan_xl.planning.common.plain_rows import plain_rows
from salesplan_xl.planning.tracking.month_list_rows import MAX_ROWS, Listed, Month, Row, more_row
from salesplan_xl.rules import Rules
from salesplan_xl.tiers import BEST, LAST, NEW

_READ = (
    "customer", "tier", "month_target", "asked", "visits", "potential", "carried", "last_visit", "reorder_contact",
)  # fmt: skip
# Small customers named in the row of their area.
NAMED = 8


def customer_rows(
    people: pd.DataFrame, actions: pd.DataFrame, owing: Collection[str], rules: Rules, when: Month
) -> Listed:
    """One row a customer with a target, a visit or an action this month, the furthest behind first.

    All A and high-potential customers and those with an action due stand, others up to the setting; the rest is
    summed up. A C customer with a small target that owes nothing shares a row with those of its area. Actions of
    nobody on the map follow in rows of their own.

    Args:
        people: rows of the map with month_target, asked, potential, carried, last_visit, reorder_contact.
        actions: ``month_list_actions.due_actions``.
        owing: customers with money due.
    """
    tolerance = rules.money.tolerance
    acting = people["customer"].isin(actions["customer"].dropna())
    busy = (people["month_target"] > tolerance) | (people["asked"] > 0) | acting
    limit = rules.months.small_target * float(people["month_target"].sum())
    small = (
        (people["tier"] == LAST)
        & (people["month_target"] < limit)
        & ~acting
        & ~people["customer"].isin(owing)
    )
    rows = people.loc[busy & ~small, list(_READ)]
    behind = (-rows["carried"]).where(rows["carried"] < -tolerance, 0.0)
    rows = rows.assign(behind=behind).sort_values(
        ["behind", "month_target", "tier", "customer"], ascending=[False, False, True, True], kind="stable"
    )
    chosen, rest = _chosen(rows, acting, rules)
    by_name: dict[str, list[Row]] = {}
    for action in plain_rows(actions, ("customer", "due", "what", "why")):
        by_name.setdefault(action["customer"], []).append(action)
    listed: Listed = [
        _customer(row, by_name.get(row["customer"], []), when, tolerance) for row in plain_rows(chosen, _READ)
    ]
    listed += [more_row("customer", rest.assign(amount=rest["month_target"]))] if len(rest) else []
    return [*listed, *_areas(people[small & (people["asked"] > 0)], when), *_strangers(actions, people)]


def _chosen(rows: pd.DataFrame, acting: pd.Series, rules: Rules) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows that stand, and those that are only counted."""
    first = (rows["tier"] == BEST) | (rows["potential"] == "high") | acting.reindex(rows.index)
    room = max(rules.months.listed_targets - int(first.sum()), 0)
    stands = first | ((~first).cumsum() <= room)
    stands &= stands.cumsum() <= MAX_ROWS
    return rows[stands], rows[~stands]


def _customer(row: Row, actions: Sequence[Row], when: Month, tolerance: float) -> dict[str, object]:
    what, why = [], [_who(row)]
    if row["month_target"] > tolerance:
        what.append(Sentence("list.target", {"month": when.number}))
        why += _target_words(row, tolerance)
    if row["asked"] > 0:
        code = "list.visit" if row["asked"] > 1 else "list.visit_once"
        what.append(Sentence(code, {"month": when.number, "times": row["asked"]}))
        why += _visit_words(row)
    if isinstance(row["reorder_contact"], pd.Timestamp):
        why.append(Sentence("list.reorder", {"date": row["reorder_contact"]}))
    what += [action["what"] for action in actions]
    why += [word for action in actions for word in action["why"]]
    due = min((action["due"] for action in actions), default=when.end)
    amount = row["month_target"] if row["month_target"] > tolerance else None
    return {
        "kind": "customer", "customer": row["customer"], "what": tuple(what), "amount": amount, "due": due,
        "why": tuple(why),
    }  # fmt: skip


def _who(row: Row) -> Sentence:
    return Sentence("list.target_new" if row["tier"] == NEW else "list.target_tier", {"tier": row["tier"]})


def _target_words(row: Row, tolerance: float) -> list[Sentence]:
    words = [Sentence("list.target_potential")] if row["potential"] == "high" else []
    if abs(row["carried"]) > tolerance:
        code = "list.target_behind" if row["carried"] < 0 else "list.target_ahead"
        words.append(Sentence(code, {"gap": abs(row["carried"])}))
    return words


def _visit_words(row: Row) -> list[Sentence]:
    times, last = float(row["visits"]), row["last_visit"]
    words = [] if times >= 1 else [Sentence("list.visit_seldom", {"months": min(round(1 / times), 12)})]
    code = "list.visit_last" if isinstance(last, pd.Timestamp) else "list.visit_never"
    return [*words, Sentence(code, {"date": last})]


def _areas(small: pd.DataFrame, when: Month) -> Listed:
    """The visits to small customers, one row an area; those of none last."""
    region = small["region"] if "region" in small else pd.Series(None, index=small.index, dtype=object)
    area = region.where(filled(region), "").astype(str)
    rows: Listed = []
    groups = {str(name): group for name, group in small.groupby(area.to_numpy())}
    for name in sorted(groups, key=lambda name: (name == "", name)):
        group = groups[name]
        values: dict[str, object] = {"month": when.number, "area": name, "count": len(group)}
        what = Sentence("list.area" if name else "list.area_none", values)
        names = group["customer"].sort_values().tolist()
        why = Sentence("list.area_names", {"names": (*names[:NAMED], *(["…"] if len(names) > NAMED else []))})
        rows.append({"kind": "visit", "what": what, "due": when.end, "why": (why,)})
    return rows


def _strangers(actions: pd.DataFrame, people: pd.DataFrame) -> Listed:
    """Actions of customers outside the map, one row each, and those of no customer."""
    rest = actions[~actions["customer"].isin(people["customer"])]
    own = rest["customer"].notna()
    groups = [group for _, group in rest[own].groupby("customer", sort=False)]
    groups += [rest.loc[[index]] for index in rest.index[~own]]
    return [
        {
            "kind": "action", "customer": group["customer"].iloc[0], "what": tuple(group["what"]),
            "due": group["due"].min(), "why": tuple(word for words in group["why"] for word in words),
        }
        for group in groups
    ]  # fmt: skip
