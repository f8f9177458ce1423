"""The key-account plan as tables: rows by column key, in the order of the plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from salesplan_xl.planning.common.customer_book import object_array
from salesplan_xl.planning.customers.key_accounts.accounts import Account
from salesplan_xl.planning.customers.key_accounts.chain import Layer, Person
from salesplan_xl.planning.customers.key_accounts.gate import QUESTIONS
from salesplan_xl.planning.customers.key_accounts.judgements import Judgement
from salesplan_xl.planning.customers.key_accounts.plan import KeyAccountPlan
from salesplan_xl.planning.customers.key_accounts.week import WeekLine
from salesplan_xl.planning.customers.key_accounts.white_space import best_suggestions

Row = dict[str, object]
_SPACE = ("customer", "line", "state", "amount", "potential", "similar", "buyers")
YES = {True: "yes", False: "no"}


def frame_of(rows: Sequence[Row], columns: Sequence[str]) -> pd.DataFrame:
    """Rows as a frame of plain objects; sentences and tuples of them stay what they are."""
    return pd.DataFrame({key: object_array([row.get(key) for row in rows]) for key in columns}, dtype=object)


def account_rows(plan: KeyAccountPlan) -> list[Row]:
    """Rows of table ``key_accounts``; owner, window and bottleneck as they would be proposed."""
    return [_account(plan, account) for account in plan.accounts]


def _account(plan: KeyAccountPlan, account: Account) -> Row:
    proposal = plan.proposals.get(account.customer)
    entry = account.entry
    return {
        "customer": account.customer, "key_tier": entry.position, "granted": entry.granted or None,
        "drop_reason": entry.drop_reason or None, "owner": account.list_owner or None,
        "window": account.proposed_window, "bottleneck": account.proposed_bottleneck or None, "stake": account.stake,
        "quiet_days": account.quiet_days, "days_spent": account.days_spent,
        "proposed": proposal.position if proposal else None, "proposed_why": proposal.why if proposal else None,
        **(_judged(plan, account) if account.is_live else {}),
    }  # fmt: skip


def _judged(plan: KeyAccountPlan, account: Account) -> Row:
    """The cells worked out for accounts that are worked on."""
    chain, spaces = account.chain, plan.spaces[account.customer]
    return {
        "days_left": account.days_left, "bottleneck_from": account.bottleneck_from, "answerable": account.answer.name,
        "answer": account.answer.words, "stuck": chain.stuck.key if chain.stuck else None, "stuck_why": chain.words,
        "path": chain.path, "cares": chain.cares, "coverage": chain.coverage, "support": chain.support,
        "stuck_days": plan.stuck_days(account), "aimed_actions": account.aimed, "busy_actions": account.busy,
        "cross_sell": tuple(space.words for space in best_suggestions(spaces)),
        "similar": tuple(item.words for item in plan.similar[account.customer]),
    }  # fmt: skip


def chain_rows(plan: KeyAccountPlan) -> list[Row]:
    """Rows of table ``chain``: everybody at the accounts worked on, and layers without anybody."""
    rows: list[Row] = []
    for account in plan.live:
        for layer in account.chain.layers:
            rows += [_layer(account.customer, layer, person) for person in layer.people or (None,)]
        rows += [_person(account.customer, person) for person in account.chain.others]
    return rows


def _layer(customer: str, layer: Layer, person: Person | None) -> Row:
    shared: Row = {
        "customer": customer,
        "layer": layer.key,
        "state": layer.state,
        "weight": layer.weight,
        "score": layer.score,
    }
    return (_person(customer, person) if person else {}) | shared


def _person(customer: str, person: Person) -> Row:
    return {
        "customer": customer, "layer": person.layer, "name": person.name, "attitude": person.attitude,
        "influence": person.influence, "cares": person.cares or None, "idle_days": person.idle_days,
        "live": YES[person.live],
    }  # fmt: skip


def gate_rows(plan: KeyAccountPlan) -> list[Row]:
    """Rows of table ``gate``; ``no`` names the questions without an answer."""
    return [
        {
            "customer": judged.action.customer, "action": judged.action.action,
            **{key: YES[key not in judged.no] for key in QUESTIONS}, "no": judged.missing, "verdict": judged.verdict,
            "say": judged.words,
        }
        for judged in plan.gate
    ]  # fmt: skip


def judgement_rows(plan: KeyAccountPlan) -> list[Row]:
    """Rows of table ``judgements``."""
    return [_judgement(plan, row) for row in plan.judgements]


def _judgement(plan: KeyAccountPlan, row: Judgement) -> Row:
    verdict, why = plan.proposed_verdict(row)
    return {
        "customer": row.customer or None, "assumption": row.assumption or None, "check_by": row.proposed_day,
        "verdict": row.verdict, "lesson": row.lesson or None, "source": "own" if row.is_own else "action",
        "state": row.state(plan.sources.as_of), "proposed": verdict, "why": why,
    }  # fmt: skip


def long_lists(plan: KeyAccountPlan, week: Sequence[WeekLine]) -> Mapping[str, list[Row]]:
    """The lists that no table of the workbook holds whole, and the gate with the keys of what is missing."""
    return {
        "gate": [row | {"no": judged.no} for row, judged in zip(gate_rows(plan), plan.gate, strict=True)],
        "similar": list(_similar(plan)),
        "white_space": [
            {key: getattr(space, key) for key in _SPACE}
            | {"state": space.state or "blank"}
            for spaces in plan.spaces.values()
            for space in spaces
        ],
        "account_week": [{"kind": line.kind, "customer": line.customer, "say": line.say} for line in week],
    }  # fmt: skip


def _similar(plan: KeyAccountPlan) -> Iterator[Row]:
    for customer, alike in plan.similar.items():
        for item in alike:
            case = item.case
            yield {
                "customer": customer, "case_customer": case.customer, "case": case.case, "kind": case.kind,
                "verdict": case.verdict, "lesson": case.lesson or None, "matched": item.matched,
            }  # fmt: skip
