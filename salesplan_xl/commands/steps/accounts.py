"""Key accounts: few, owned, stuck where, which actions touch that point, and was it so."""

from __future__ import annotations

from salesplan_xl.commands.plan.accounts import ACCOUNTS, JUDGEMENTS
from salesplan_xl.commands.plan.plan import Plan
from salesplan_xl.commands.steps import account_page
from salesplan_xl.planning.customers.key_accounts import tables
from salesplan_xl.schema.workbook import tables as declared

# The columns that nobody but the user fills.
_OWN = frozenset({"key_tier", "granted", "drop_reason", "verdict", "lesson"})


def stage(plan: Plan) -> None:
    """Stage the accounts, their chains, the gate, the judgement log, and the page on top."""
    stage_accounts(plan)
    for block in (ACCOUNTS, "gate", JUDGEMENTS):
        plan.book.show(block)


def stage_accounts(plan: Plan) -> None:
    """Stage all of it, also what the book remembers."""
    accounts, book, key_plan = plan.accounts, plan.book, plan.accounts.key_plan
    for table, frame in ((ACCOUNTS, accounts.account_frame), (JUDGEMENTS, accounts.judgement_frame)):
        named = frame["customer"].notna().all()
        book.put(table, frame, only=[key for key in frame.columns if key not in _OWN] if named else ())
    for table, rows in (("chain", tables.chain_rows(key_plan)), ("gate", tables.gate_rows(key_plan))):
        book.put(table, tables.frame_of(rows, declared()[table].keys()), ordered=True)
    accounts.remember()
    book.findings.extend(accounts.findings)
    account_page.stage_page(plan)
    plan.figures.update(accounts.figures)
    plan.lists.update(tables.long_lists(key_plan, accounts.week))
