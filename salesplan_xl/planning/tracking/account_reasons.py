"""Reasons in the month list that come from key accounts: judgements, checks and windows (guide/accounts.md; S4)."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.customers.key_accounts.accounts import Account
from salesplan_xl.planning.customers.key_accounts.judgements import is_judgement
from salesplan_xl.planning.customers.key_accounts.plan import KeyAccountPlan
from salesplan_xl.planning.tracking.month_ledger import month_end
from salesplan_xl.planning.tracking.months import parse_month


def with_account_reasons(rows: pd.DataFrame, plan: KeyAccountPlan, month: str) -> pd.DataFrame:
    """The month list with what is due of each account among the reasons of its first row; no rows of their own.

    Args:
        rows: table ``month_list``; ``why`` holds a tuple of Sentences.
        plan: the key accounts.
        month: such as ``2027-03``.
    """
    start = pd.Timestamp(*parse_month(month), 1)
    end = month_end(start.year, start.month)
    why, named = rows["why"].tolist(), rows["customer"].tolist()
    for account in plan.live:
        reasons = (
            *_judgements(plan, account, start, end),
            *_checks(plan, account, start, end),
            *_window(account, end),
        )
        if reasons and account.customer in named:
            at = named.index(account.customer)
            why[at] = (*(why[at] or ()), *reasons)
    return rows.assign(why=pd.Series(why, index=rows.index, dtype=object))


def _judgements(
    plan: KeyAccountPlan, account: Account, start: pd.Timestamp, end: pd.Timestamp
) -> Iterator[Sentence]:
    """Judgements due in the month that wait for a verdict."""
    for row in plan.judgements:
        if row.customer == account.customer and not row.verdict and start <= row.check_by <= end:
            yield Sentence("list.account_judgement", {"date": row.check_by, "assumption": row.assumption})


def _checks(
    plan: KeyAccountPlan, account: Account, start: pd.Timestamp, end: pd.Timestamp
) -> Iterator[Sentence]:
    """Open actions to be verified in the month that are no judgement."""
    for action in plan.actions.get(account.customer, ()):
        if not action.done and not is_judgement(action) and start <= action.verify_by <= end:
            yield Sentence("list.account_verify", {"date": action.verify_by, "action": action.action})


def _window(account: Account, end: pd.Timestamp) -> Iterator[Sentence]:
    """Days until the window closes, where it does so this month or is over."""
    if account.days_left is None or account.window > end:
        return
    over = "_over" if account.days_left < 0 else ""
    yield Sentence(f"list.account_window{over}", {"days": account.days_left, "date": account.window})
