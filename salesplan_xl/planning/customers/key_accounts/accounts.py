"""Key accounts as they stand: position, owner, window, bottleneck, and what follows (guide/accounts.md; S4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from salesplan_xl.planning.customers.key_accounts.chain import Chain, Person, decision_chain
from salesplan_xl.planning.customers.key_accounts.gate import Ground, Judged, judge_action
from salesplan_xl.planning.customers.key_accounts.one_name import Accountable, accountable
from salesplan_xl.planning.customers.key_accounts.records import NO_DAY, Action, Project, Resource
from salesplan_xl.planning.customers.key_accounts.sources import Sources

FOCUS, LIVE, DROPPED = ("strategic", "window"), ("strategic", "window", "chance"), "dropped"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row as the user keeps it.

    Args:
        row: its place among the rows that stand, −1 where it only is proposed.
        position: key of the position, None where none is set.
        owner, bottleneck: where the user typed them, else empty.
        window: where the user typed it, else NaT.
    """

    customer: str
    row: int = -1
    position: str | None = None
    owner: str = ""
    window: pd.Timestamp = NO_DAY
    bottleneck: str = ""
    granted: str = ""
    drop_reason: str = ""

    @property
    def is_typed(self) -> bool:
        """Whether anything beside the name was typed."""
        texts = (self.position, self.owner, self.bottleneck, self.granted, self.drop_reason)
        return any(texts) or bool(pd.notna(self.window))


@dataclass(frozen=True, slots=True)
class Account:
    """One account with what is proposed for it, and what follows.

    Args:
        owner, window, bottleneck: typed, else proposed.
        proposed_window, proposed_bottleneck: what they would be if the user had typed none.
        bottleneck_from: ``typed``, ``project``, ``chain``, or None where there is no bottleneck.
        stake: revenue of the year, never below 0, and open projects in full.
        chain: its decision chain.
        projects: its open projects.
        gate: its open actions, judged; none for accounts not worked on.
        quiet_days: days since anybody touched it, None where nobody ever did.
    """

    entry: Entry
    list_owner: str
    owner: str
    answer: Accountable
    window: pd.Timestamp
    days_left: int | None
    bottleneck: str
    bottleneck_from: str | None
    proposed_window: pd.Timestamp
    proposed_bottleneck: str
    stake: float
    this_year: float
    chain: Chain
    projects: tuple[Project, ...]
    open_actions: tuple[Action, ...]
    gate: tuple[Judged, ...]
    quiet_days: int | None
    days_spent: float

    @property
    def customer(self) -> str:
        """Its name."""
        return self.entry.customer

    @property
    def position(self) -> str | None:
        """Its position."""
        return self.entry.position

    @property
    def is_focus(self) -> bool:
        """Whether it is fought for."""
        return self.position in FOCUS

    @property
    def is_live(self) -> bool:
        """Whether it is worked on."""
        return self.position in LIVE

    @property
    def people(self) -> tuple[str, ...]:
        """The names of its contacts."""
        return tuple(person.name for person in self.chain.people)

    @property
    def aimed(self) -> int:
        """Actions that count."""
        return sum(judged.counts for judged in self.gate)

    @property
    def busy(self) -> int:
        """Actions that are busy-work."""
        return sum(judged.verdict == "busy" for judged in self.gate)

    @property
    def stage(self) -> str | None:
        """The stage of its largest open project."""
        return max(self.projects, key=lambda project: project.amount).stage if self.projects else None


def account_of(
    entry: Entry, people: Sequence[Person], projects: Iterable[Project], actions: Iterable[Action],
    resources: Sequence[Resource], sources: Sources,
) -> Account:  # fmt: skip
    """One account from its row and the tables that are filled anyway.

    Args:
        people, projects, actions: of this customer.
    """
    live = tuple(project for project in projects if project.is_open)
    under_way = tuple(action for action in actions if not action.done)
    chain = decision_chain(people, sources.rules.accounts)
    listed = sources.owners.get(entry.customer, "")
    sign, stands = _window(entry, live, sources.as_of), _bottleneck(entry, live, chain, sources)
    owner, window = entry.owner or listed, sign if pd.isna(entry.window) else entry.window
    bottleneck, source = (entry.bottleneck, "typed") if entry.bottleneck else stands
    touched = sources.last_touched.get(entry.customer)
    ground = Ground(
        (bottleneck, *(project.bottleneck for project in live)), entry.granted, window,
        tuple(person.name for person in people),
    )  # fmt: skip
    gate = [
        judge_action(action, ground, resources, sources.as_of, sources.words, sources.rules.accounts)
        for action in (under_way if entry.position in LIVE else ())
    ]
    return Account(
        entry, listed, owner, accountable(owner, sources.words), window,
        None if pd.isna(window) else (window - sources.as_of).days, bottleneck, source, sign, stands[0],
        float(sources.stakes.get(entry.customer, 0.0)), float(sources.this_year.get(entry.customer, 0.0)), chain, live,
        under_way, tuple(gate), None if touched is None else (sources.as_of - touched).days,
        float(sources.days_spent.get(entry.customer, 0.0)),
    )  # fmt: skip


def _window(entry: Entry, projects: Sequence[Project], as_of: pd.Timestamp) -> pd.Timestamp:
    """The earliest sign date to come; only what is fought for has a window."""
    if entry.position not in FOCUS:
        return NO_DAY
    return min((project.sign_date for project in projects if project.sign_date >= as_of), default=NO_DAY)


def _bottleneck(
    entry: Entry, projects: Sequence[Project], chain: Chain, sources: Sources
) -> tuple[str, str | None]:
    """The bottleneck of the largest open project that names one, else the chain in words."""
    if entry.position not in LIVE:
        return "", None
    naming = [project for project in projects if project.bottleneck]
    if naming:
        return max(naming, key=lambda project: project.amount).bottleneck, "project"
    return (sources.say(chain.words), "chain") if chain.stuck else ("", None)


def by_stake(accounts: Iterable[Account]) -> list[Account]:
    """Most at stake first; equal ones by name."""
    return sorted(accounts, key=lambda account: (-account.stake, account.customer))
