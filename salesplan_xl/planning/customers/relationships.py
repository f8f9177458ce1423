"""Relationship depth and growth space: whom we know at a customer, and what it could still buy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.money import WAN, Unit
from salesplan_xl.planning.common.customer_book import as_objects, filled, object_array, positions
from salesplan_xl.planning.common.opportunity_stages import OPEN_STAGES
from salesplan_xl.planning.common.year_calendar import calendar_of
from salesplan_xl.planning.customers.health_scores import ROLES, depth_key

if TYPE_CHECKING:
    from salesplan_xl.rules import CalendarRules, HealthRules

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_SEPARATORS = re.compile(r"[、,;/，；]")
# What people type to say that there is no need; matched against cells, never shown.
_NOTHING = frozenset({"无", "没有", "暂无", "none", "no", "-", "—", "/", "n/a"})


def depth(
    names: pd.Series, contacts: pd.DataFrame, calendar: CalendarRules, rules: HealthRules
) -> pd.DataFrame:
    """People and roles that we really know, per customer in the order of ``names``.

    A person counts while one of their rows is not older than ``contact_days`` (a blank date counts); the
    same name at one customer is one person. One person or at most one of the four roles is ``single``,
    all four ``full``, otherwise ``several``; nobody live is ``none``.

    Returns:
        depth, contacts (live people), roles and missing_roles (tuples of keys in the order of ``ROLES``),
        stale (people no longer live), has_data (any contact typed), on the index of ``names``.

    Source: guide/health.md; article S0 (relationship).
    """
    at, live, mask = _people(names, contacts, calendar, rules)
    count = len(names)
    everybody = np.bincount(at, minlength=count)
    sizes = np.bincount(at[live], minlength=count)
    masks = np.zeros(count, dtype=int)
    np.bitwise_or.at(masks, at[live], mask[live])
    covered = np.array([mask.bit_count() for mask in range(16)])[masks]
    all_roles = [tuple(role for bit, role in enumerate(ROLES) if mask >> bit & 1) for mask in range(16)]
    result = pd.DataFrame(
        {
            "depth": object_array([depth_key(*pair) for pair in zip(sizes, covered, strict=True)]),
            "contacts": sizes,
            "roles": object_array([all_roles[mask] for mask in masks]),
            "missing_roles": object_array([all_roles[15 - mask] for mask in masks]),
            "stale": everybody - sizes,
            "has_data": everybody > 0,
        },
        index=names.index,
    )
    return as_objects(result)


def _people(
    names: pd.Series, contacts: pd.DataFrame, calendar: CalendarRules, rules: HealthRules
) -> tuple[Ints, Bools, Ints]:
    """(p,) of each person of a known customer: position, live, bit mask of roles."""
    rows = contacts[filled(contacts["customer"]) & filled(contacts["name"])]
    age = (pd.Timestamp(calendar.as_of) - rows["last_contact"]).dt.days
    live = age.isna() | (age <= rules.contact_days)
    bits = {role: 1 << bit for bit, role in enumerate(ROLES)}
    people: dict[tuple[int, str], tuple[bool, int]] = {}
    at = positions(names, rows["customer"]).tolist()
    for place, name, is_live, role in zip(at, rows["name"], live.tolist(), rows["role"], strict=True):
        was_live, mask = people.get((place, name), (False, 0))
        people[place, name] = (was_live or is_live, mask | bits.get(role, 0))
    listed = [(place, *person) for (place, _), person in people.items() if place >= 0]
    columns = np.array(listed, dtype=np.int64).reshape(-1, 3).T
    return columns[0], columns[1] > 0, columns[2]


def means_nothing(text: str) -> bool:
    """Whether a text only says that there is nothing."""
    return text.strip().casefold() in _NOTHING


def growth_space(
    book: pd.DataFrame,
    orders: pd.DataFrame,
    opportunities: pd.DataFrame,
    calendar: CalendarRules,
    rules: HealthRules,
    money: Unit = WAN,
) -> pd.DataFrame:
    """Growth space of each customer: open projects, lines not sold, stated needs.

    A needed line is white space when no order of this or last year names it; orders that name no line at
    all say nothing, then no white space is claimed. An expansion is one open project of at least
    ``big_project_share`` of this year's revenue (any open project when there is no revenue).

    Args:
        book: ``CustomerBook.frame``.

    Returns:
        space, white_space (tuple of lines), project_amount (money, open projects), largest_project,
        bought_lines (lines ordered this year), expansion bool, has_data, on the book's index.

    Source: guide/health.md; article S0 (growth space and high potential).
    """
    total, largest = _open_projects(book["name"], opportunities)
    recent, this_year, lines_known = _bought_lines(book["name"], orders, calendar)
    needed = [_split(text) for text in book["lines_needed"]]
    white = [
        tuple(line for line in lines if line.casefold() not in recent.get(at, ())) if lines_known else ()
        for at, lines in enumerate(needed)
    ]
    said = [isinstance(text, str) and text.strip() != "" for text in book["needs"]]
    wants = [there and not means_nothing(text) for there, text in zip(said, book["needs"], strict=True)]
    space = [
        _space(project > 0, bool(lines), want, bool(asked) or there)
        for project, lines, want, asked, there in zip(total, white, wants, needed, said, strict=True)
    ]
    revenue = book["this_year"].fillna(0.0).clip(lower=0).to_numpy()
    result = pd.DataFrame(
        {
            "space": np.array(space, dtype=object),
            "white_space": object_array(white),
            "project_amount": total,
            "largest_project": largest,
            "bought_lines": [len(this_year.get(at, ())) for at in range(len(book))],
            "expansion": (largest > 0) & (largest >= rules.big_project_share * revenue - money.tolerance),
            "has_data": np.array(space, dtype=object) != "unknown",
        },
        index=book.index,
    )
    return as_objects(result)


def _space(project: bool, white: bool, need: bool, asked: bool) -> str:
    """The strongest growth space there is."""
    if project:
        return "project"
    if white:
        return "white_space"
    if need:
        return "need"
    return "full" if asked else "unknown"


def _split(text: object) -> tuple[str, ...]:
    """The distinct lines of a cell, in the order typed."""
    if not isinstance(text, str):
        return ()
    parts = (part.strip() for part in _SEPARATORS.split(text))
    return tuple(dict.fromkeys(part for part in parts if part and not means_nothing(part)))


def _open_projects(names: pd.Series, opportunities: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Sum and largest amount of open opportunities per customer; a postponed one is still open."""
    result = opportunities["result"]
    unfinished = ~filled(result) | (result == "postponed")
    rows = opportunities[
        unfinished & opportunities["stage"].isin(OPEN_STAGES) & filled(opportunities["customer"])
    ]
    at = positions(names, rows["customer"])
    amount = rows["amount"].fillna(0.0).to_numpy(dtype=float)[at >= 0]
    at = at[at >= 0]
    largest = np.zeros(len(names))
    np.maximum.at(largest, at, amount)
    return np.bincount(at, weights=amount, minlength=len(names)), largest


def _bought_lines(
    names: pd.Series, orders: pd.DataFrame, calendar: CalendarRules
) -> tuple[dict[int, set[str]], dict[int, set[str]], bool]:
    """Lines ordered in the last two years and this year by customer position, and whether lines are known."""
    lined = filled(orders["line"])
    year = pd.Series(calendar_of(calendar).years_of(orders["date"]), orders.index)
    recent = (year == calendar.this_year) | (year == calendar.this_year - 1)
    sold = orders[
        recent & lined & filled(orders["customer"]) & (orders["kind"] != "credit") & (orders["amount"] > 0)
    ]
    codes, lines = pd.factorize(sold["line"])
    spelled = [str(line).strip().casefold() for line in lines]
    rows = np.column_stack(
        [positions(names, sold["customer"]), codes, year[sold.index] == calendar.this_year]
    )
    both: dict[int, set[str]] = {}
    this: dict[int, set[str]] = {}
    for at, code, now in np.unique(rows.astype(int), axis=0).tolist():
        both.setdefault(at, set()).add(spelled[code])
        if now:
            this.setdefault(at, set()).add(spelled[code])
    return both, this, bool(lined.any()) or orders.empty
