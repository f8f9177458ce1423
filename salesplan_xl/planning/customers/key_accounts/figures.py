"""The figures of the key-account plan, by name."""

from __future__ import annotations

from collections import Counter

from salesplan_xl.findings import Finding
from salesplan_xl.planning.customers.key_accounts.findings import TO_FILL
from salesplan_xl.planning.customers.key_accounts.judgements import VERDICTS
from salesplan_xl.planning.customers.key_accounts.plan import KeyAccountPlan

_WORDS = dict(zip(VERDICTS, ("held", "wrong", "execution", "outside"), strict=True))


def account_figures(plan: KeyAccountPlan, findings: list[Finding]) -> dict[str, object]:
    """The number of accounts, what letting go releases, effort beside stake, and what waits to be filled."""
    rules, released = plan.sources.rules.accounts, plan.released
    answerable = sum(account.answer.name is not None for account in plan.live)
    return {
        "focus_count": sum(account.is_focus for account in plan.accounts), "focus_cap": rules.focus_cap,
        "accounts": len(plan.live), "dropped": released.count, "released_days": released.days,
        "released_hours": released.hours, "released_visits_month": released.visits_month,
        "dropped_revenue": released.revenue, "focus_stake_share": plan.effort.stake_share,
        "focus_time_share": plan.effort.time_share, "answerable": answerable,
        "unanswerable": len(plan.live) - answerable, **_gate(plan), **_judgements(plan),
        "unmoved": sum(finding.code == "F-752" for finding in findings), "cells_to_fill": cells_to_fill(plan, findings),
    }  # fmt: skip


def cells_to_fill(plan: KeyAccountPlan, findings: list[Finding]) -> int:
    """Cells that only wait for a pick or a name."""
    others = sum(finding.code in TO_FILL - {"F-753"} for finding in findings)
    return others + _states(plan)["due"]


def _gate(plan: KeyAccountPlan) -> dict[str, int]:
    verdicts = Counter(judged.verdict for judged in plan.gate)
    return {"actions_judged": len(plan.gate)} | {key: verdicts[key] for key in ("hits", "patch", "busy")}


def _judgements(plan: KeyAccountPlan) -> dict[str, int]:
    states, given = _states(plan), Counter(row.verdict for row in plan.judgements)
    counts = {f"judgement_{word}": given[key] for key, word in _WORDS.items()}
    return {"judgements_due": states["due"], "judgements_later": states["later"]} | counts


def _states(plan: KeyAccountPlan) -> Counter[str]:
    return Counter(row.state(plan.sources.as_of) for row in plan.judgements)
