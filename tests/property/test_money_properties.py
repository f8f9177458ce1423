"""A book kept in 万元 and the same book kept in 元 say the same, amounts to the cent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesplan_xl.money import BOOK_UNITS, WAN, YUAN
from salesplan_xl.planning.customers.receivables import collections, receivable_findings
from salesplan_xl.planning.customers.tiers import cumulative_tiers, threshold_tiers
from salesplan_xl.planning.schedule.month_targets import month_totals
from salesplan_xl.planning.schedule.pipeline_coverage import quarter_coverage
from salesplan_xl.planning.tracking.incentives import month_bonus
from salesplan_xl.planning.tracking.month_reviews import month_review
from salesplan_xl.planning.tracking.months import MonthResult, track_months
from salesplan_xl.rules import HealthRules, IncentiveRules, MoneyRules, Rules, TierRules
from tests.golden.test_months import dates, plan_of, texts, visits_of
from tests.golden.test_quarters import opportunities
from tests.golden.test_reviews import NO_LIST

FEW = settings(max_examples=50, deadline=None)
# Targets in whole yuan, everything else in cents: close enough to each other to meet often.
TARGETS = st.integers(0, 40).map(lambda tens: tens * 10.0)
CENTS = st.integers(0, 40_000).map(lambda cents: cents / 100)
NEAR = st.tuples(TARGETS, st.integers(-2, 2)).map(lambda pair: max(pair[0] + pair[1] / 100, 0.0))
AMOUNTS = st.one_of(CENTS, NEAR)
# The whole quarter falls on its first month, so that month targets are whole yuan too.
SHARES = np.tile([1.0, 0.0, 0.0], 4)
UNITS = tuple(BOOK_UNITS)


def alike(verdicts: Sequence[object]) -> None:
    """Every unit says the same."""
    assert all(verdict == verdicts[0] for verdict in verdicts), dict(zip(UNITS, verdicts, strict=True))


def scaled(amount: float, unit: str) -> float:
    return BOOK_UNITS[unit].of(amount, YUAN)


def rules_of(unit: str) -> Rules:
    return replace(Rules(), money=MoneyRules(unit))


def codes(column: pd.Series) -> list[list[str]]:
    return [[word.code for word in words] for words in column if isinstance(words, tuple)]


def tracked(unit: str, targets: list[float], sold: list[float]) -> MonthResult:
    """Customers with a target in every quarter, each having bought once in January and once in April."""
    names = [f"客户{at}" for at in range(len(targets))]
    plan = plan_of(
        *[(name, "A", scaled(target, unit), 2.0) for name, target in zip(names, targets, strict=True)]
    )
    days = [day for day in ("2027-01-15", "2027-04-15") for _ in names]
    orders = pd.DataFrame(
        {"date": dates(list(days)), "customer": texts([*names, *names]), "kind": None,
         "amount": [scaled(amount, unit) for amount in sold]}
    )  # fmt: skip
    owed = pd.DataFrame(
        {
            "customer": texts([]),
            "due": dates([]),
            "amount": np.zeros(0),
            "paid_date": dates([]),
            "paid_amount": np.zeros(0),
        }
    )
    totals = month_totals(plan, SHARES, rules_of(unit).quarters)
    return track_months(plan, totals, SHARES, orders, visits_of(), owed, rules_of(unit), "2027-05")


@pytest.mark.slow
@FEW
@given(data=st.data(), targets=st.lists(TARGETS, min_size=1, max_size=4))
def test_the_months_say_the_same(data: st.DataObject, targets: list[float]) -> None:
    sold = data.draw(st.lists(AMOUNTS, min_size=2 * len(targets), max_size=2 * len(targets)))
    results = [tracked(unit, targets, sold) for unit in UNITS]
    alike([codes(result.months["sentence"]) for result in results])
    by_name = [
        result.tracking.set_index("customer")["sentence"]
        .map(lambda words: [word.code for word in words])
        .to_dict()
        for result in results
    ]
    alike(by_name)
    alike([sorted((f.code, str(f.values.get("customer"))) for f in result.findings) for result in results])


@pytest.mark.slow
@FEW
@given(data=st.data(), targets=st.lists(TARGETS, min_size=1, max_size=3))
def test_the_review_reaches_the_same(data: st.DataObject, targets: list[float]) -> None:
    sold = data.draw(st.lists(AMOUNTS, min_size=2 * len(targets), max_size=2 * len(targets)))
    reached = []
    for unit in UNITS:
        result = tracked(unit, targets, sold)
        plan = plan_of(*[(f"客户{at}", "A", scaled(money, unit), 2.0) for at, money in enumerate(targets)])
        rows = month_review(
            result,
            plan,
            month_totals(plan, SHARES, rules_of(unit).quarters),
            visits_of(),
            NO_LIST,
            None,
            "2027-04",
            None,
            rules_of(unit),
        )
        reached.append(
            sorted(zip(rows["item"], map(str, rows["customer"]), map(str, rows["reached"]), strict=True))
        )
    alike(reached)


@FEW
@given(revenue=AMOUNTS, target=TARGETS, strict=st.booleans())
def test_a_bonus_is_earned_in_both_or_in_neither(revenue: float, target: float, strict: bool) -> None:
    rules = IncentiveRules(base_rate=0.03, over_reading="strict" if strict else "inclusive")
    months = [
        month_bonus(5, scaled(revenue, unit), scaled(target, unit), rules, BOOK_UNITS[unit].yuan)
        for unit in UNITS
    ]
    alike([(month.reached, month.exceeded, [word.code for word in month.why]) for month in months])


@FEW
@given(amounts=st.lists(AMOUNTS, min_size=1, max_size=8))
def test_tiers_are_the_same(amounts: list[float]) -> None:
    names = pd.Series([f"客户{at}" for at in range(len(amounts))], dtype=object)
    no = pd.Series(False, index=names.index)
    made = []
    for unit in UNITS:
        revenue = pd.Series([scaled(amount, unit) for amount in amounts])
        lines = TierRules(a_threshold=scaled(100.0, unit), b_threshold=scaled(30.0, unit))
        money = BOOK_UNITS[unit]
        made.append(
            (
                cumulative_tiers(revenue, names, lines, money)["tier"].tolist(),
                threshold_tiers(revenue, no, no, lines, money).tolist(),
            )
        )
    alike(made)


@pytest.mark.slow
@FEW
@given(pairs=st.lists(st.tuples(TARGETS, AMOUNTS), min_size=1, max_size=6))
def test_what_is_settled_overdue_or_overpaid_is_the_same(pairs: list[tuple[float, float]]) -> None:
    said = []
    for unit in UNITS:
        owed = pd.DataFrame(
            {
                "customer": "甲", "invoice": [f"F{at}" for at in range(len(pairs))], "kind": "progress",
                "amount": [scaled(amount, unit) for amount, _ in pairs], "due": pd.Timestamp("2026-06-30"),
                "paid_date": pd.Timestamp("2026-06-20"), "paid_amount": [scaled(paid, unit) for _, paid in pairs],
            }
        )  # fmt: skip
        money, names = BOOK_UNITS[unit], pd.Series(["甲"], dtype=object)
        row = collections(names, owed, Rules().calendar, HealthRules(), money).iloc[0]
        findings = [(finding.code, finding.place.row) for finding in receivable_findings(names, owed, money)]
        said.append((row["judged"], row["late"], row["payment"], findings))
    alike(said)


@pytest.mark.slow
@FEW
@given(target=TARGETS, repeat=AMOUNTS, project=AMOUNTS)
def test_a_quarter_is_backed_in_both_or_in_neither(target: float, repeat: float, project: float) -> None:
    missing = []
    for unit in UNITS:
        deal = opportunities({"amount": scaled(project, unit), "sign_date": "2027-02-01", "probability": 1.0})
        money = [np.array([scaled(amount, unit), 0.0, 0.0, 0.0]) for amount in (target, repeat)]
        quarters = quarter_coverage(money[0], money[1], deal, rules_of(unit)).quarters
        missing.append((quarters["unsupported"] > BOOK_UNITS[unit].tolerance).tolist())
    alike(missing)
    assert WAN.tolerance * 10_000 == YUAN.tolerance
