"""The words of the printed page and of the boss's page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.customers.key_accounts.accounts import Account, by_stake
from salesplan_xl.planning.customers.key_accounts.chain import Layer
from salesplan_xl.planning.customers.key_accounts.plan import KeyAccountPlan
from salesplan_xl.planning.customers.key_accounts.week import KINDS, WeekLine
from salesplan_xl.planning.customers.key_accounts.white_space import Space

Cells = dict[str, object]
Words = tuple[Sentence, ...]


def head_words(plan: KeyAccountPlan, figures: Mapping[str, object]) -> dict[str, Words]:
    """The sentences on top: which few, where effort goes, what letting go frees, the oldest bottleneck."""
    if not any(account.position for account in plan.accounts):
        return {"focus": (Sentence("accounts.head_nothing"),), "effort": (), "released": (), "oldest": ()}
    focus = [account for account in plan.accounts if account.is_focus]
    values = {
        "accounts": len(plan.live), "focus": len(focus), "cap": figures["focus_cap"],
        "stake": sum(account.stake for account in focus), "cells": figures["cells_to_fill"],
    }  # fmt: skip
    fill = Sentence("accounts.head_fill" if figures["cells_to_fill"] else "accounts.head_filled", values)
    return {
        "focus": (Sentence("accounts.head_focus", values), fill),
        "effort": _effort_words(plan),
        "released": (plan.released.words if plan.released.count else Sentence("accounts.released_none"),),
        "oldest": (oldest_words(plan),),
    }


def _effort_words(plan: KeyAccountPlan) -> Words:
    shares: dict[str, object] = {"stake": plan.effort.stake_share, "time": plan.effort.time_share}
    if plan.effort.stake_share is None:
        return ()
    return (
        Sentence(
            "accounts.head_effort_none" if plan.effort.time_share is None else "accounts.head_effort", shares
        ),
    )


def oldest_words(plan: KeyAccountPlan) -> Sentence:
    """The bottleneck that has stood longest."""
    aged = [
        (plan.stuck_days(account) or 0, account) for account in by_stake(plan.accounts) if account.is_focus
    ]
    days, account = max(aged, key=lambda pair: pair[0], default=(0, None))
    if account is None or not days:
        return Sentence("accounts.head_moving")
    values = {"customer": account.customer, "bottleneck": account.bottleneck, "days": days}
    return Sentence("accounts.head_oldest", values)


def heat_cells(account: Account) -> Cells:
    """A line of the heat map: in each layer who stands there, and on which side."""
    layers = {layer.key: _layer_words(layer) for layer in account.chain.layers}
    return {"customer": account.customer, **layers, "stuck_why": account.chain.words}


def _layer_words(layer: Layer) -> Sentence:
    if layer.spokesman is None:
        return Sentence("accounts.heat_nobody", {"state": layer.state})
    return Sentence("accounts.heat", {"name": layer.spokesman.name, "state": layer.state})


def line_cells(
    plan: KeyAccountPlan, accounts: Sequence[Account], keys: Sequence[str]
) -> tuple[dict[str, object], list[Cells]]:
    """The largest lines by column, and one line of the grid for each account."""
    lines = dict(zip(keys, plan.lines.lines, strict=False)) if accounts else {}
    names: dict[str, object] = {key: plan.lines.spelled(line) for key, line in lines.items()}
    rows: list[Cells] = []
    for account in accounts:
        spaces = {space.line: space for space in plan.spaces[account.customer]}
        cells: Cells = {key: _space_words(spaces[str(name)]) for key, name in names.items()}
        rows.append({"customer": account.customer, **cells})
    return names, rows


def _space_words(space: Space) -> Words | None:
    state: dict[str, object] = {"state": space.state, "amount": space.amount, "potential": space.potential}
    words = []
    if space.state:
        words.append(Sentence("accounts.line_amount" if space.amount else "accounts.line_state", state))
    if space.potential:
        words.append(Sentence("accounts.line_potential", state))
    return tuple(words) or None


def bottlenecks(plan: KeyAccountPlan) -> list[str]:
    """The bottlenecks of accounts and of their open projects, most at stake first, each once."""
    ranked = by_stake(plan.live)
    texts = [
        text for account in ranked for text in (account.bottleneck, *(p.bottleneck for p in account.projects))
    ]
    return [text for text in dict.fromkeys(texts) if text]


def by_kind(week: Sequence[WeekLine]) -> dict[str, list[WeekLine]]:
    """The lines of each list."""
    return {kind: [line for line in week if line.kind == kind] for kind in KINDS}


def report_cells(plan: KeyAccountPlan) -> list[Cells]:
    """The accounts fought for, most at stake first: days left, where stuck, the one name or why there is none."""
    oldest = max((plan.stuck_days(account) or 0 for account in plan.accounts if account.is_focus), default=0)
    return [
        {
            "customer": account.customer, "days_left": account.days_left,
            "answerable": account.answer.name or account.answer.words, "stuck": _stuck_words(plan, account, oldest),
        }
        for account in by_stake(account for account in plan.accounts if account.is_focus)
    ]  # fmt: skip


def _stuck_words(plan: KeyAccountPlan, account: Account, oldest: int) -> Words:
    """The words on where an account is stuck; the bottleneck that has stood longest says so."""
    days = plan.stuck_days(account) or 0
    words: list[Sentence] = [account.chain.words]
    if days and days == oldest:
        words.append(Sentence("accounts.longest", {"bottleneck": account.bottleneck, "days": days}))
    return tuple(words)
