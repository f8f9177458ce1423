"""One demo machine or engineer, two customers in the same week: seen before it happens (guide/capacity.md; S0).

A resource names the customers it is meant for. An action that names the resource books it for its due date.
Without a booking it is assumed that a customer needs its technical person in a week with a technical visit, and
its demo machine in a week in which an open project's next step falls while it is at need, proposal or quote.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from salesplan_xl.findings import Finding, Place, Sentence, Severity
from salesplan_xl.planning.common.opportunity_stages import is_open
from salesplan_xl.rules import CalendarRules, ResourceRules

DEFAULTS = ResourceRules()

SHARED_KINDS = ("technical", "demo")
SHOWN_STAGES = ("need", "proposal", "quote")
_SEPARATORS = re.compile("[;\uff1b\u3001\n|]")


class Link(NamedTuple):
    """A resource (by its row) and a customer it is meant for."""

    row: int
    kind: str
    name: str
    valid_until: pd.Timestamp
    customer: str


class Booking(NamedTuple):
    """A resource that an action of a customer names for a day."""

    name: str
    customer: str
    date: pd.Timestamp


class Need(NamedTuple):
    """A customer that needs a resource (by its row) on a day in the week of a Monday, and what says so."""

    week: pd.Timestamp
    name: str
    customer: str
    date: pd.Timestamp
    row: int
    reason: Sentence


class _Wanted(NamedTuple):
    """A visit or a step that a resource is needed for."""

    customer: str
    date: pd.Timestamp
    what: str | None


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
    names = itertools.chain(customers, projects["customer"], actions["customer"])
    return [
        *conflict_findings(needed, rules),
        *expiry_findings(resources, projects),
        *unlinked_findings(resources, set(names)),
    ]


def links(resources: pd.DataFrame) -> list[Link]:
    """The links of resources and customers.

    Customers are separated by ; 、 | or a line break (not by commas: company names hold them).
    """
    return [
        Link(row, kind, name, until, customer)
        for row, kind, name, until, text in _rows(resources, "kind", "name", "valid_until", "customers")
        if isinstance(name, str) and isinstance(text, str)
        for customer in dict.fromkeys(_parts(text))
        if customer
    ]


def _rows(frame: pd.DataFrame, *columns: str) -> Iterator[tuple[Any, ...]]:
    """Each row's place in the list and some of its cells."""
    return zip(frame.index.tolist(), *(frame[key].tolist() for key in columns), strict=True)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in _SEPARATORS.split(text)]


def bookings(resources: pd.DataFrame, actions: pd.DataFrame) -> list[Booking]:
    """The open actions that name a resource: it is wanted by their customer on their due date.

    Args:
        resources, actions: input tables; an action may name several resources, separated as in ``links``.
    """
    listed = set(resources["name"])
    return [
        Booking(name, customer, due)
        for _, customer, due, done, text in _rows(actions, "customer", "due", "done_on", "resources")
        if isinstance(text, str) and isinstance(customer, str) and pd.notna(due) and pd.isna(done)
        for name in _parts(text)
        if name in listed
    ]


def needs(
    resources: pd.DataFrame,
    visits: pd.DataFrame,
    opportunities: pd.DataFrame,
    as_of: pd.Timestamp,
    rules: ResourceRules = DEFAULTS,
    booked: Sequence[Booking] = (),
) -> list[Need]:
    """The needs for resources by week, customer and resource, from the week of the as-of date on, the nearest first.

    Args:
        resources, visits, opportunities: input tables.
        booked: what a customer booked goes before what is guessed of it.
    """
    start = as_of.normalize() - pd.Timedelta(days=as_of.weekday())
    end = start + pd.Timedelta(weeks=rules.weeks_ahead)
    linked, booked_pairs = links(resources), {(item.name, item.customer) for item in booked}
    visited = _technical(_between(visits, "date", start, end))
    shown = _shown(_between(opportunities, "next_date", start, end))
    guessed = [*_guessed(linked, visited, "technical", "visit"), *_guessed(linked, shown, "demo", "project")]
    every = [need for need in guessed if (need.name, need.customer) not in booked_pairs]
    every += [
        _need(row, item.name, item, "booked")
        for item in booked
        if start <= item.date < end
        for row, name, kind in _rows(resources, "name", "kind")
        if name == item.name and kind in SHARED_KINDS
    ]
    dated = sorted(every, key=lambda need: need[:4])
    once: dict[tuple[object, ...], Need] = {}
    for need in dated:
        once.setdefault(need[:3], need)
    return list(once.values())


def _between(frame: pd.DataFrame, date: str, start: pd.Timestamp, end: pd.Timestamp) -> pd.DataFrame:
    """The rows with a date from one day on, up to before another."""
    return frame[((frame[date] >= start) & (frame[date] < end)).to_numpy(dtype=bool)]


def _need(row: int, name: str, wanted: _Wanted | Booking, code: str) -> Need:
    date, customer = wanted.date, wanted.customer
    what = wanted.what if isinstance(wanted, _Wanted) else None
    reason = Sentence(f"resource_conflicts.{code}", {"customer": customer, "date": date, "what": what})
    return Need(date - pd.Timedelta(days=date.weekday()), name, customer, date, row, reason)


def _guessed(linked: Iterable[Link], wanted: Iterable[_Wanted], kind: str, code: str) -> list[Need]:
    """The needs for the resources of a kind that are meant for those customers."""
    by_customer: dict[str, list[_Wanted]] = defaultdict(list)
    for item in wanted:
        by_customer[item.customer].append(item)
    return [
        _need(link.row, link.name, item, code)
        for link in linked
        if link.kind == kind
        for item in by_customer.get(link.customer, ())
    ]


def _technical(visits: pd.DataFrame) -> list[_Wanted]:
    rows = _rows(visits, "customer", "date", "purpose")
    return [
        _Wanted(customer, date, None)
        for _, customer, date, purpose in rows
        if purpose == "technical" and isinstance(customer, str)
    ]


def _shown(opportunities: pd.DataFrame) -> list[_Wanted]:
    rows = _rows(opportunities[is_open(opportunities)], "customer", "next_date", "project", "stage")
    return [
        _Wanted(customer, date, project)
        for _, customer, date, project, stage in rows
        if stage in SHOWN_STAGES and isinstance(customer, str)
    ]


def conflict_findings(needed: Sequence[Need], rules: ResourceRules = DEFAULTS) -> list[Finding]:
    """One warning per resource and week that more customers need than it can serve; the nearest first.

    Args:
        needed: ``needs`` of the book.
    """
    groups = [list(group) for _, group in itertools.groupby(needed, key=lambda need: need[:2])]
    crowded = [group for group in groups if len(group) > rules.customers_a_week]
    return [_conflict(group) for group in crowded[: rules.most_findings]]


def _conflict(group: Sequence[Need]) -> Finding:
    first = group[0]
    values: dict[str, object] = {
        "name": first.name, "week": first.week, "end": first.week + pd.Timedelta(days=6),
        "customers": tuple(need.customer for need in group), "count": len(group),
        "reasons": tuple(need.reason for need in group),
    }  # fmt: skip
    return Finding("F-460", Severity.WARNING, values, Place("resources", first.row, "customers"))


def expiry_findings(resources: pd.DataFrame, opportunities: pd.DataFrame) -> list[Finding]:
    """Projects that sign after the policy or machine meant for their customer has run out."""
    open_ones = opportunities[is_open(opportunities)]
    projects: dict[str, list[tuple[str, pd.Timestamp]]] = defaultdict(list)
    for _, customer, project, signs in _rows(open_ones, "customer", "project", "sign_date"):
        projects[customer].append((project, signs))
    late = [
        (link, project, signs)
        for link in links(resources)
        for project, signs in projects.get(link.customer, ())
        if signs > link.valid_until
    ]
    return [
        Finding(
            "F-461", Severity.NOTE,
            {"name": link.name, "until": link.valid_until, "customer": link.customer,
             "project": project, "signs": signs},
            Place("resources", link.row, "valid_until"),
        )
        for link, project, signs in sorted(late, key=lambda item: (item[0].row, item[2]))
    ]  # fmt: skip


def unlinked_findings(resources: pd.DataFrame, names: Collection[object]) -> list[Finding]:
    """Resources that name a customer the book does not know (a slip of the pen hides a conflict).

    Args:
        names: of customers and prospects.
    """
    return [
        Finding(
            "F-462", Severity.NOTE, {"name": link.name, "customer": link.customer},
            Place("resources", link.row, "customers"),
        )
        for link in links(resources)
        if link.customer not in names
    ]  # fmt: skip
