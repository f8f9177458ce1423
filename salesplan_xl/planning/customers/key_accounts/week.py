"""The week in four short lists: what waits for one pick (guide/accounts.md; S4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from salesplan_xl.findings import Place, Sentence
from salesplan_xl.planning.customers.key_accounts.findings import ACCOUNTS, LOG
from salesplan_xl.planning.customers.key_accounts.plan import KeyAccountPlan

KINDS = ("judgement", "unmoved", "busy", "window")
# Lines of each list.
LINES = 5


@dataclass(frozen=True, slots=True)
class WeekLine:
    """One line: what waits, and the cell to fill."""

    kind: str
    customer: str
    say: Sentence
    place: Place


def account_week(plan: KeyAccountPlan) -> list[WeekLine]:
    """Judgements due, bottlenecks that do not move, busy-work, windows that close; most at stake first.

    Source: guide/accounts.md; article S4 (a plan that nobody opens again is none).
    """
    lists = {"judgement": _judgements, "unmoved": _unmoved, "busy": _busy, "window": _windows}
    lines: list[WeekLine] = []
    for kind in KINDS:
        ranked = sorted(lists[kind](plan), key=lambda line: -_stake(plan, line.customer))
        lines += ranked[:LINES]
    return lines


def _stake(plan: KeyAccountPlan, customer: str) -> float:
    account = plan.by_customer.get(customer)
    return account.stake if account else 0.0


def _judgements(plan: KeyAccountPlan) -> Iterator[WeekLine]:
    for at, row in enumerate(plan.judgements):
        if row.state(plan.sources.as_of) == "due":
            values: dict[str, object] = {"assumption": row.assumption, "date": row.check_by}
            yield WeekLine(
                "judgement",
                row.customer,
                Sentence("accounts.week_judgement", values),
                Place(LOG, at, "verdict"),
            )


def _unmoved(plan: KeyAccountPlan) -> Iterator[WeekLine]:
    least = plan.sources.rules.accounts.stale_days
    for row, account in enumerate(plan.accounts):
        days = plan.stuck_days(account) if account.is_focus else None
        if days is not None and days >= least:
            say = Sentence("accounts.week_unmoved", {"bottleneck": account.bottleneck, "days": days})
            yield WeekLine("unmoved", account.customer, say, Place(ACCOUNTS, row, "bottleneck"))


def _busy(plan: KeyAccountPlan) -> Iterator[WeekLine]:
    for judged in plan.gate:
        if judged.verdict == "busy":
            action = judged.action
            say = Sentence("accounts.week_busy", {"action": action.action, "missing": judged.missing})
            yield WeekLine("busy", action.customer, say, Place("actions", action.row, "bottleneck"))


def _windows(plan: KeyAccountPlan) -> Iterator[WeekLine]:
    most = plan.sources.rules.accounts.window_alarm_days
    for row, account in enumerate(plan.accounts):
        near = (
            account.position == "window" and account.days_left is not None and 0 <= account.days_left <= most
        )
        if near and not account.aimed:
            say = Sentence("accounts.week_window", {"days": account.days_left, "date": account.window})
            yield WeekLine("window", account.customer, say, Place(ACCOUNTS, row, "window"))
