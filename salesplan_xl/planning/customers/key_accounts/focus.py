"""Few accounts: who is proposed, who is too many, whether effort follows stake, what letting go releases (S4)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.common.opportunity_stages import is_open
from salesplan_xl.planning.customers.key_accounts.accounts import DROPPED, Account, by_stake
from salesplan_xl.planning.customers.key_accounts.sources import Sources
from salesplan_xl.rules import Rules
from salesplan_xl.tiers import BEST


@dataclass(frozen=True, slots=True)
class Proposal:
    """A position to be accepted by picking it, with its reason."""

    customer: str
    position: str
    why: Sentence


def proposals(sources: Sources, placed: Collection[str]) -> list[Proposal]:
    """Accounts that should have a position; strategic ones first, then by stake, at most as many as the focus takes.

    Args:
        sources: customers and their projects.
        placed: customers that have a position already.

    Source: guide/accounts.md; article S4 (must win, a window that closes, potential not ripe yet).
    """
    rules, rows = sources.rules.accounts, sources.customers[~sources.customers["name"].isin(placed)]
    total = float(sources.this_year.clip(lower=0.0).sum())
    names = rows["name"].astype(object)
    share = rows["this_year"].astype(float) / total if total > 0 else rows["this_year"].astype(float) * 0.0
    carries = (rows["tier"] == BEST) & (share >= rules.strategic_share)
    wanted = (rows["influence"] == "high") & (rows["potential"] == "high")
    project = names.map(_window_projects(sources)).astype(float)
    closing = (project > 0) & (project >= rules.window_share * total)
    made = [
        _proposal(*cells)
        for cells in zip(
            names, share, carries, wanted, closing, project, rows["potential"] == "high", strict=True
        )
    ]
    stakes = sources.stakes
    some = [item for item in made if item]
    some.sort(
        key=lambda item: (item.position != "strategic", -float(stakes.get(item.customer, 0.0)), item.customer)
    )
    return some[: rules.focus_cap]


def _proposal(
    name: str, share: float, carries: bool, wanted: bool, closing: bool, project: float, potential: bool
) -> Proposal | None:
    """The strongest reason there is."""
    values: dict[str, object] = {"share": share, "amount": project}
    if carries:
        return Proposal(name, "strategic", Sentence("accounts.propose_share", values))
    if wanted:
        return Proposal(name, "strategic", Sentence("accounts.propose_influence"))
    if closing:
        return Proposal(name, "window", Sentence("accounts.propose_project", values))
    return Proposal(name, "chance", Sentence("accounts.propose_potential")) if potential else None


def _window_projects(sources: Sources) -> pd.Series:
    """The largest open project of each customer that signs within the window."""
    rows = sources.tables["opportunities"]
    last = sources.as_of + pd.Timedelta(days=sources.rules.accounts.window_days)
    soon = is_open(rows) & (rows["sign_date"] >= sources.as_of) & (rows["sign_date"] <= last)
    return rows[soon].groupby("customer")["amount"].max()


def surplus(accounts: Iterable[Account], cap: int) -> list[Account]:
    """The focus accounts with least at stake beyond the cap; of equal ones those that come last by name stay."""
    focus = sorted(
        (account for account in accounts if account.is_focus), key=lambda item: (item.stake, item.customer)
    )
    return focus[: max(len(focus) - cap, 0)]


@dataclass(frozen=True, slots=True)
class Effort:
    """The part of the money at stake and of the visit days that focus accounts have; None where there is none."""

    stake_share: float | None
    time_share: float | None

    def follows(self, part: float) -> bool:
        """Whether time follows stake; without visits nobody asks."""
        if self.stake_share is None or self.time_share is None:
            return True
        return self.time_share >= part * self.stake_share


def effort(accounts: Iterable[Account], sources: Sources) -> Effort:
    """Effort beside stake. Worked: 80 % of the money at stake and 20 % of the days: it does not follow."""
    focus = [account for account in accounts if account.is_focus]
    names = {*sources.owners, *(account.customer for account in focus)}
    stake = float(sources.stakes[sources.stakes.index.isin(names)].sum())
    days = float(sources.days_spent.sum())
    return Effort(
        sum(account.stake for account in focus) / stake if stake > 0 else None,
        sum(account.days_spent for account in focus) / days if days > 0 else None,
    )


@dataclass(frozen=True, slots=True)
class Released:
    """The time that letting go of some accounts releases in a year, and the revenue they stand for."""

    count: int
    days: float
    hours: float
    visits_month: float
    revenue: float

    @property
    def words(self) -> Sentence:
        """The hours, and what they are good for; nothing where nobody visited them."""
        values: dict[str, object] = {"count": self.count, "hours": self.hours, "visits": self.visits_month}
        return Sentence("accounts.released" if self.days > 0 else "accounts.released_nothing", values)


def released(accounts: Sequence[Account], rules: Rules) -> Released:
    """Worked: three dropped with 5 days a year: 40 hours, 0.8 visits a month elsewhere."""
    dropped = [account for account in accounts if account.position == DROPPED]
    days = sum(account.days_spent for account in dropped)
    visits = days / rules.capacity.days_per_visit / 12 if rules.capacity.days_per_visit > 0 else 0.0
    revenue = sum(account.this_year for account in dropped)
    return Released(len(dropped), days, days * rules.accounts.hours_per_day, visits, revenue)


def ranked_focus(accounts: Iterable[Account], most: int) -> list[Account]:
    """Accounts worked on, those fought for first, most at stake first."""
    ranked = by_stake(account for account in accounts if account.is_live)
    return sorted(ranked, key=lambda account: not account.is_focus)[:most]
