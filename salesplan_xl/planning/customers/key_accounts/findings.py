"""Problems of key accounts, each with its customer, its cell and one remedy (guide/accounts.md; S4)."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from salesplan_xl.findings import Finding, Place, Severity
from salesplan_xl.planning.common.customer_book import capped, unknown_customers
from salesplan_xl.planning.customers.key_accounts.accounts import DROPPED, Account
from salesplan_xl.planning.customers.key_accounts.gate import Judged, is_granted
from salesplan_xl.planning.customers.key_accounts.one_name import accountable
from salesplan_xl.planning.customers.key_accounts.plan import KeyAccountPlan

# Cells that only wait for a pick or a name.
TO_FILL = frozenset({"F-741", "F-742", "F-743", "F-744", "F-748", "F-753"})
ACCOUNTS, LOG = "key_accounts", "judgements"
_NAMED = 12


def account_findings(plan: KeyAccountPlan, doubled: list[tuple[int, str]]) -> list[Finding]:
    """All findings.

    Args:
        plan: the key accounts.
        doubled: row and name of rows that repeat a customer.
    """
    every = [
        finding for row, account in enumerate(plan.accounts) for finding in _of_account(plan, account, row)
    ]
    twice = [_finding("F-758", Severity.WARNING, row, "customer", customer=name) for row, name in doubled]
    return [*_of_all(plan), *every, *busy_findings(plan), *due_findings(plan), *twice, *_strangers(plan)]


def busy_findings(plan: KeyAccountPlan) -> list[Finding]:
    """Actions that are busy-work."""
    return capped([_busy(judged) for judged in plan.gate if judged.verdict == "busy"])


def due_findings(plan: KeyAccountPlan) -> list[Finding]:
    """Judgements that wait for a verdict."""
    as_of = plan.sources.as_of
    return capped(
        [
            Finding(
                "F-753", Severity.WARNING,
                {"customer": row.customer, "assumption": row.assumption, "date": row.check_by},
                Place(LOG, at, "verdict"),
            )
            for at, row in enumerate(plan.judgements)
            if row.state(as_of) == "due"
        ]
    )  # fmt: skip


def _finding(code: str, severity: Severity, row: int | None, column: str, **values: object) -> Finding:
    return Finding(code, severity, values, Place(ACCOUNTS, row, column))


def _warn(code: str, row: int, column: str, account: Account, **values: object) -> Finding:
    return _finding(code, Severity.WARNING, row, column, customer=account.customer, **values)


def _note(code: str, row: int, column: str, account: Account, **values: object) -> Finding:
    return _finding(code, Severity.NOTE, row, column, customer=account.customer, **values)


def _of_all(plan: KeyAccountPlan) -> Iterator[Finding]:
    """Too many, effort that does not follow stake, proposals that wait."""
    rules = plan.sources.rules.accounts
    focus = sum(account.is_focus for account in plan.accounts)
    if plan.surplus:
        names = tuple(account.customer for account in plan.surplus)
        values: dict[str, object] = {
            "count": focus,
            "cap": rules.focus_cap,
            "surplus": len(names),
            "names": names,
        }
        yield _finding("F-740", Severity.WARNING, _row(plan, plan.surplus[0]), "key_tier", **values)
    if not plan.effort.follows(rules.effort_share):
        shares = {"stake": plan.effort.stake_share, "time": plan.effort.time_share}
        yield _finding("F-759", Severity.WARNING, None, "days_spent", **shares)
    waiting = [
        account for account in plan.accounts if not account.position and account.customer in plan.proposals
    ]
    if waiting:
        names = tuple(account.customer for account in waiting[:_NAMED])
        yield _finding(
            "F-757", Severity.NOTE, _row(plan, waiting[0]), "key_tier", count=len(waiting), names=names
        )


def _row(plan: KeyAccountPlan, account: Account) -> int:
    return plan.accounts.index(account)


def _of_account(plan: KeyAccountPlan, account: Account, row: int) -> Iterator[Finding]:
    if account.is_live:
        yield from _owner(plan, account, row)
    if account.position == DROPPED:
        yield from _dropped(account, row)
    if account.is_focus:
        yield from _window(plan, account, row)
        yield from _touched(plan, account, row)


def _owner(plan: KeyAccountPlan, account: Account, row: int) -> Iterator[Finding]:
    people, groups = account.answer.people, account.answer.groups
    if len(people) > 1:
        yield _warn("F-742", row, "owner", account, count=len(people), names=people)
    elif groups and not people:
        yield _warn("F-743", row, "owner", account, group=groups[0])
    elif not people:
        yield _warn("F-741", row, "owner", account)
    owners = (account.list_owner, *(project.owner for project in account.projects))
    names = [accountable(text, plan.sources.words).name for text in owners]
    different = tuple(dict.fromkeys(name for name in (account.answer.name, *names) if name))
    if account.answer.name and len(different) > 1:
        yield _note("F-755", row, "owner", account, names=different)


def _dropped(account: Account, row: int) -> Iterator[Finding]:
    if not account.entry.drop_reason:
        yield _warn("F-748", row, "drop_reason", account)
    if account.open_actions:
        actions = tuple(action.action for action in account.open_actions)
        yield _warn("F-749", row, "key_tier", account, count=len(actions), actions=actions)


def _window(plan: KeyAccountPlan, account: Account, row: int) -> Iterator[Finding]:
    rules, left = plan.sources.rules.accounts, account.days_left
    has_window = account.position == "window"
    if left is None:
        if has_window:
            yield _warn("F-744", row, "window", account)
    elif left < 0:
        yield _warn("F-745", row, "window", account, date=account.window, days=-left)
    elif has_window and left > rules.window_days:
        yield _note("F-746", row, "window", account, date=account.window, days=left)
    elif has_window and left <= rules.window_alarm_days and not account.aimed:
        yield _warn("F-747", row, "window", account, days=left, date=account.window)


def _touched(plan: KeyAccountPlan, account: Account, row: int) -> Iterator[Finding]:
    """Whether the bottleneck of a focus account is touched, moves, and anything is granted for it."""
    rules, days = plan.sources.rules.accounts, plan.stuck_days(account)
    if account.bottleneck and not account.aimed:
        yield _warn("F-751", row, "bottleneck", account, bottleneck=account.bottleneck)
    if days is not None and days >= rules.stale_days:
        yield _warn("F-752", row, "bottleneck", account, bottleneck=account.bottleneck, days=days)
    if not is_granted(account.entry.granted, plan.sources.words):
        yield _warn("F-756", row, "granted", account)
    if account.quiet_days is not None and account.quiet_days > rules.quiet_days:
        yield _note("F-754", row, "quiet_days", account, days=account.quiet_days)


def _busy(judged: Judged) -> Finding:
    action = judged.action
    values: dict[str, object] = {
        "customer": action.customer, "action": action.action, "words": judged.words[:1],
    }  # fmt: skip
    return Finding("F-750", Severity.WARNING, values, Place("actions", action.row, "bottleneck"))


def _strangers(plan: KeyAccountPlan) -> list[Finding]:
    """Names that the customer list does not know."""
    names, lists = plan.sources.customers["name"], ((ACCOUNTS, plan.accounts), (LOG, plan.judgements))
    return [
        finding
        for table, rows in lists
        for finding in unknown_customers(
            table, pd.DataFrame({"customer": pd.Series([row.customer for row in rows], dtype=object)}), names
        )
    ]
