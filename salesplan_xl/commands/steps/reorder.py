"""The reorder plan and next year's target by its three sources; what rebates on it cost."""

from __future__ import annotations

import numpy as np
import pandas as pd

from salesplan_xl.commands.plan.plan import Plan
from salesplan_xl.findings import Finding, Place, Sentence, Severity
from salesplan_xl.planning.customers.reorder.states import OVERDUE
from salesplan_xl.planning.targets.reorder_basis import repeat_by_customer
from salesplan_xl.planning.year_end.rebates import rebate_costs
from salesplan_xl.planning.year_end.target_sources import TargetSources, tier_difference, whole


def stage(plan: Plan) -> None:
    """Stage the plan, the three sources above it, and the cost of rebates where levels are stated."""
    end, book = plan.year_end, plan.book
    rows = plan.reorders
    book.put("reorders", rows, ordered=True)
    book.put_grid("year_sources", _source_cells(plan, end.sources))
    _stage_rebates(plan)
    book.findings.extend([*plan.reorder_findings, *_overdue(rows)])
    plan.figures.update(_figures(plan, end.sources))
    book.show("reorders")


def _overdue(rows: pd.DataFrame) -> list[Finding]:
    late = rows[rows["line"].isna() & (rows["state"] == OVERDUE)]
    if late.empty:
        return []
    values: dict[str, object] = {"count": len(late), "money": float(late["expected_amount"].sum())}
    return [Finding("F-785", Severity.NOTE, values, Place("reorders", None, "state"))]


def _stage_rebates(plan: Plan) -> None:
    book = plan.book
    levels = book.frame("rebates").dropna(subset=["from_amount", "rate"])
    if levels.empty and not len(book.frame("rebate_costs")):
        return
    costs = rebate_costs(plan.reorder_totals, levels, book.word("reorder.rebate_total"))
    book.put("rebate_costs", costs, ordered=True)
    book.show("rebate_costs")


def _source_cells(plan: Plan, sources: TargetSources) -> dict[tuple[str, str], object]:
    """Amounts by the reorder plan and by tier growth, and what each row says."""
    tier, totals = _tier_amounts(plan), plan.reorder_totals
    company: float | None = sources.company
    amounts: dict[str, float | None] = {
        "repeat": sources.repeat, "project": sources.project, "new": sources.new_business, "total": sources.total,
        "difference": None, "company": company, "gap": sources.gap, "inquiries": whole(sources.steps.inquiries),
    }  # fmt: skip
    words: dict[str, object] = {
        "repeat": Sentence("source.repeat", {"count": len(totals)}), "project": Sentence("source.project"),
        "new": _new_words(sources),
        "total": Sentence("source.total", {"basis": "reorder" if plan.by_reorders else "tier"}),
        "company": Sentence("source.no_company" if company is None else "source.company"),
        "difference": _difference(plan, totals),
        "gap": None if company is None else Sentence("source.gap"), "inquiries": _inquiry_words(sources),
    }  # fmt: skip
    cells: dict[tuple[str, str], object] = {}
    for row, amount in amounts.items():
        cells |= {(row, "amount"): amount, (row, "tier"): tier.get(row), (row, "sentence"): words[row]}
    return cells


def _tier_amounts(plan: Plan) -> dict[str, float | None]:
    """The same sources as the tier rule has them."""
    repeat, sources = float(repeat_by_customer(plan.tier_targets).sum()), plan.year_end.sources
    total = repeat + sources.project + sources.new_business
    gap = None if sources.company is None else total - sources.company
    return {
        "repeat": repeat, "project": sources.project, "new": sources.new_business, "total": total,
        "company": sources.company, "gap": gap,
    }  # fmt: skip


def _difference(plan: Plan, totals: pd.DataFrame) -> Sentence:
    """The customers by whom the two ways of planning differ most."""
    amounts = totals.set_index("customer")["expected_amount"]
    names = tier_difference(amounts, repeat_by_customer(plan.tier_targets), plan.rules)
    return Sentence("source.difference", {"names": names}) if names else Sentence("source.no_difference")


def _new_words(sources: TargetSources) -> tuple[Sentence, ...]:
    words = [Sentence("source.new")]
    if sources.new_profit is not None:
        words.append(Sentence("source.profit", {"profit": sources.new_profit}))
    return tuple(words)


def _inquiry_words(sources: TargetSources) -> tuple[Sentence, ...]:
    steps = sources.steps
    if not np.isfinite(steps.inquiries) or not sources.new_business:
        return (Sentence("source.no_inquiries"),)
    facts: dict[str, object] = {
        "orders": steps.orders,
        "inquiries": steps.inquiries,
        "per_day": steps.per_day,
    }
    words = [Sentence("source.inquiries", facts)]
    if sources.inquiry_cost is not None:
        cost: dict[str, object] = {"cost": sources.inquiry_cost, "each": sources.order_cost}
        words.append(Sentence("source.cost", cost))
    return tuple(words)


def _figures(plan: Plan, sources: TargetSources) -> dict[str, object]:
    forecast, steps = plan.reorder_forecast, sources.steps
    return {
        "repeat": sources.repeat, "project": sources.project, "new_business": sources.new_business,
        "total": sources.total, "company_target": sources.company, "gap": sources.gap,
        "orders_needed": whole(steps.orders), "inquiries_needed": whole(steps.inquiries),
        "inquiries_per_day": whole(steps.per_day),
        "book_gap": forecast.book.rhythm.gap if forecast else plan.rules.reorder.default_gap,
        "as_of": plan.rules.calendar.as_of.isoformat(), "last_finished_month": plan.calendar.last_finished_month,
        "running_month": plan.calendar.running_month,
    }  # fmt: skip
