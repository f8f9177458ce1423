"""The key-account plan of a book, worked out on demand: each part once, asked by tables, findings and the week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.customers.key_accounts import focus, similar, white_space
from salesplan_xl.planning.customers.key_accounts.accounts import Account, Entry, account_of
from salesplan_xl.planning.customers.key_accounts.chain import people_of
from salesplan_xl.planning.customers.key_accounts.gate import VERDICTS, Judged
from salesplan_xl.planning.customers.key_accounts.judgements import Judgement, proposed, written
from salesplan_xl.planning.customers.key_accounts.records import (
    Action,
    Resource,
    actions_of,
    projects_of,
    resources_of,
)
from salesplan_xl.planning.customers.key_accounts.sources import Sources
from salesplan_xl.planning.customers.key_accounts.standing import Standing, looked_at, stuck_days


@dataclass(frozen=True)
class Log:
    """The judgement log as it stands, and which action each row was written for.

    Args:
        rows: the rows in order.
        origin: position of a row → customer and action.
        noted: customer and action of every judgement written before.
    """

    rows: Sequence[Judgement] = ()
    origin: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    noted: frozenset[tuple[str, str]] = frozenset()


@dataclass
class KeyAccountPlan:
    """Everything about the key accounts of a book.

    Args:
        sources: customers, input tables and thresholds.
        entries: the rows that stand, one a customer.
        memory: how long each bottleneck has stood, by customer.
        log: the judgement log.
    """

    sources: Sources
    entries: Sequence[Entry] = ()
    memory: Mapping[str, Standing] = field(default_factory=dict)
    log: Log = field(default_factory=Log)

    @cached_property
    def proposals(self) -> dict[str, focus.Proposal]:
        """Positions proposed, by customer."""
        placed = {entry.customer for entry in self.entries if entry.position}
        return {item.customer: item for item in focus.proposals(self.sources, placed)}

    @cached_property
    def accounts(self) -> list[Account]:
        """The accounts: rows that say something, and those that are proposed."""
        kept = [entry for entry in self.entries if entry.is_typed or entry.customer in self.proposals]
        standing = {entry.customer for entry in kept}
        kept += [Entry(name) for name in self.proposals if name not in standing]
        names, rules = {entry.customer for entry in kept}, self.sources.rules
        contacts = self.sources.tables["contacts"]
        people = people_of(
            contacts[contacts["customer"].isin(names)], rules.calendar.as_of, rules.health.contact_days
        )
        projects, resources = projects_of(self.sources.tables["opportunities"], names), self._resources
        return [
            account_of(
                entry, people.get(entry.customer, ()), projects.get(entry.customer, ()),
                self.actions.get(entry.customer, ()), resources, self.sources,
            )
            for entry in kept
        ]  # fmt: skip

    @cached_property
    def actions(self) -> dict[str, list[Action]]:
        """The actions of all accounts, done ones too."""
        names = {entry.customer for entry in self.entries} | set(self.proposals)
        return actions_of(self.sources.tables["actions"], names, self.sources.as_of)

    @cached_property
    def by_customer(self) -> dict[str, Account]:
        """The accounts by name."""
        return {account.customer: account for account in self.accounts}

    @cached_property
    def live(self) -> list[Account]:
        """The accounts worked on."""
        return [account for account in self.accounts if account.is_live]

    @cached_property
    def gate(self) -> list[Judged]:
        """The open actions judged: hits, patches, busy-work; those without a bottleneck apart at the end."""
        judged = [item for account in self.live for item in account.gate]
        return sorted(judged, key=lambda item: (not item.action.bottleneck, VERDICTS.index(item.verdict)))

    @cached_property
    def memories(self) -> dict[str, Standing]:
        """The memory after this look; accounts that are not worked on keep what they had."""
        as_of = self.sources.rules.calendar.as_of
        after = dict(self.memory)
        for account in self.live:
            after.pop(account.customer, None)
            standing = looked_at(self.memory.get(account.customer), account.bottleneck, as_of)
            if standing:
                after[account.customer] = standing
        return after

    def stuck_days(self, account: Account) -> int | None:
        """Days an account's bottleneck has stood."""
        if not account.is_live:
            return None
        memory = self.memories.get(account.customer)
        return stuck_days(memory, account.bottleneck, self.sources.rules.calendar.as_of)

    @cached_property
    def judgements(self) -> list[Judgement]:
        """The log with what is new in it."""
        actions = [action for account in self.live for action in self.actions.get(account.customer, ())]
        place = {(action.customer, action.action): at for at, action in enumerate(actions)}
        origin = {row: place[key] for row, key in self.log.origin.items() if key in place}
        noted = {place[key] for key in self.log.noted if key in place}
        return written(self.log.rows, actions, origin, noted)

    def proposed_verdict(self, row: Judgement) -> tuple[str | None, Sentence | None]:
        """The verdict the facts suggest, and why."""
        account = self.by_customer.get(row.customer)
        bottleneck, people = (account.bottleneck, account.people) if account else ("", ())
        return proposed(row, bottleneck, self.sources.as_of, self.sources.words, people)

    @cached_property
    def similar(self) -> dict[str, list[similar.Similar]]:
        """Old cases like each account."""
        sources = self.sources
        closed = similar.cases(sources.tables["opportunities"], self.judgements, sources.industries)
        return {
            account.customer: similar.similar_cases(
                account.bottleneck, sources.industries.get(account.customer, ""), account.stage, closed,
                sources.words, account.people,
            )
            for account in self.live
        }  # fmt: skip

    @cached_property
    def lines(self) -> white_space.Lines:
        """All customers and lines."""
        sources = self.sources
        return white_space.Lines(
            sources.customers, sources.tables["orders"], sources.tables["opportunities"], sources.rules.calendar,
            sources.rules.accounts,
        )  # fmt: skip

    @cached_property
    def spaces(self) -> dict[str, list[white_space.Space]]:
        """Every line at each account."""
        return {account.customer: self.lines.of(account.customer) for account in self.live}

    @cached_property
    def effort(self) -> focus.Effort:
        """Effort beside stake."""
        return focus.effort(self.accounts, self.sources)

    @cached_property
    def released(self) -> focus.Released:
        """The time that letting go releases."""
        return focus.released(self.accounts, self.sources.rules)

    @cached_property
    def surplus(self) -> list[Account]:
        """Focus accounts beyond the cap."""
        return focus.surplus(self.accounts, self.sources.rules.accounts.focus_cap)

    @property
    def _resources(self) -> list[Resource]:
        return resources_of(self.sources.tables["resources"])
