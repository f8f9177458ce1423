"""What holds for every health table: scores, confidence, units and row order."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesplan_xl.catalogue import render
from salesplan_xl.planning.common.customer_book import build_customer_book
from salesplan_xl.planning.customers.health import DIAGNOSES, HealthResult, diagnose, weighted_score
from salesplan_xl.rules import HealthRules, Rules, TierRules
from salesplan_xl.schema import inputs
from salesplan_xl.schema.types import NUMERIC, Kind, Table

AS_OF = Rules().calendar.as_of
NAMES = tuple("甲乙丙丁戊己庚辛")
MONEY = st.one_of(st.none(), st.integers(min_value=-100, max_value=20_000).map(lambda cents: cents / 10))
DAYS = st.one_of(
    st.none(), st.integers(min_value=-500, max_value=900).map(lambda days: AS_OF - dt.timedelta(days=days))
)
CUSTOMER = st.sampled_from([*NAMES, "外人"])
MONEY_COLUMNS = ("this_year", "last_year", "year_before", "amount", "paid_amount")


def rows(**columns: st.SearchStrategy[Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(st.fixed_dictionaries(columns), max_size=12)


BOOKS = st.fixed_dictionaries(
    {
        "customers": st.lists(
            st.fixed_dictionaries(
                {
                    "name": st.sampled_from(NAMES), "this_year": MONEY, "last_year": MONEY,
                    "lines_needed": st.sampled_from([None, "数控", "数控;刀具"]), "needs": st.sampled_from([None, "无", "改造"]),
                    "tier_override": st.sampled_from([None, None, None, "A", "C"]),
                }
            ),
            min_size=1, max_size=8, unique_by=lambda row: row["name"],
        ),
        "orders": rows(date=DAYS, customer=CUSTOMER, amount=MONEY, line=st.sampled_from([None, "数控", "刀具"]),
                       kind=st.sampled_from([None, "order", "credit"])),
        "receivables": rows(customer=CUSTOMER, due=DAYS, amount=MONEY, paid_date=DAYS, paid_amount=MONEY,
                            kind=st.sampled_from([None, "advance", "progress", "retention"])),
        "contacts": rows(customer=CUSTOMER, name=st.sampled_from(list("赵钱孙")), last_contact=DAYS,
                         role=st.sampled_from([None, "purchasing", "user", "technical", "decision", "other"])),
        "opportunities": rows(customer=CUSTOMER, stage=st.sampled_from(["lead", "quote", "signed"]),
                              amount=MONEY, result=st.sampled_from([None, "lost", "postponed"])),
    }
)  # fmt: skip


def table(declared: Table, given_rows: list[dict[str, Any]], unit: float) -> pd.DataFrame:
    """Rows as the port delivers them, money in a given unit."""
    frame = pd.DataFrame(index=range(len(given_rows)))
    for column in declared.columns:
        values = [row.get(column.key) for row in given_rows]
        if column.kind in NUMERIC:
            frame[column.key] = pd.Series(values, dtype="float64") * (
                unit if column.key in MONEY_COLUMNS else 1
            )
        elif column.kind is Kind.DATE:
            frame[column.key] = pd.to_datetime(pd.Series(values, dtype="object")).astype("datetime64[ns]")
        else:
            frame[column.key] = pd.Series(values, dtype="object")
    return frame


def run(book: dict[str, list[dict[str, Any]]], rules: Rules | None = None, unit: float = 1.0) -> HealthResult:
    rules = rules or Rules()
    declared = {"customers": inputs.CUSTOMERS, "orders": inputs.ORDERS, "receivables": inputs.RECEIVABLES,
                "contacts": inputs.CONTACTS, "opportunities": inputs.OPPORTUNITIES}  # fmt: skip
    tables = {key: table(item, book[key], unit) for key, item in declared.items()}
    made = build_customer_book(tables.pop("customers"), tables["orders"], rules.calendar)
    return diagnose(made, tables, {}, rules)


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(BOOKS)
def test_scores_shares_and_words_are_always_sound(book: dict[str, list[dict[str, Any]]]) -> None:
    frame = run(book).frame
    for column in ("score", *(f"{name}_score" for name in DIAGNOSES)):
        known = frame[column].dropna()
        assert ((known >= 0) & (known <= 100)).all()
    assert frame["confidence"].between(0, 1).all()
    assert (frame["score"].isna() == (frame["confidence"] == 0)).all()
    assert frame["late_rate"].dropna().between(0, 1).all()
    assert (frame["overdue"].dropna() >= 0).all()
    assert set(frame["tier"]) <= {"A", "B", "C"}
    for lang in ("zh", "en"):
        for text in (*frame["reason"], *frame["tier_reason"]):
            words = render(text, lang)
            assert words and "{" not in words and "nan" not in words.lower()


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(BOOKS, st.randoms(use_true_random=False))
def test_the_order_of_all_rows_does_not_matter(book: dict[str, list[dict[str, Any]]], random: Any) -> None:
    mixed = {key: random.sample(items, len(items)) for key, items in book.items()}
    one, other = run(book).frame, run(mixed).frame
    columns = [name for name in one if name not in ("reason", "tier_reason", "white_space")]
    pd.testing.assert_frame_equal(one[columns], other[columns])
    assert [render(text, "zh") for text in one["reason"]] == [render(text, "zh") for text in other["reason"]]


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(BOOKS)
def test_a_book_in_yuan_gets_the_same_verdicts(book: dict[str, list[dict[str, Any]]]) -> None:
    yuan = replace(Rules(), tiers=TierRules(a_threshold=1_000_000, b_threshold=300_000))
    one, other = run(book).frame, run(book, yuan, 10_000).frame
    for column in ("customer", "tier", "stability", "risk", "potential", "payment", "credit", "depth", "space",
                   "migration", "tier_threshold"):  # fmt: skip
        assert one[column].tolist() == other[column].tolist(), column
    np.testing.assert_allclose(one["score"], other["score"], atol=1)
    np.testing.assert_allclose(one["receivable"] * 10_000, other["receivable"])


SCORES = st.lists(st.one_of(st.none(), st.integers(0, 100)), min_size=4, max_size=4)
WEIGHTS = st.lists(st.integers(1, 9), min_size=4, max_size=4)


@settings(max_examples=60, deadline=None)
@given(SCORES, WEIGHTS)
def test_confidence_never_changes_the_score(values: list[int | None], weights: list[int]) -> None:
    """Filling a gap with the score that is already there changes confidence alone."""
    rules = HealthRules(
        **{f"weight_{name}": float(weight) for name, weight in zip(DIAGNOSES, weights, strict=True)}
    )
    scores = pd.DataFrame([values], columns=list(DIAGNOSES), dtype=float)
    result = weighted_score(scores, rules).iloc[0]
    known = [weight for value, weight in zip(values, weights, strict=True) if value is not None]
    assert result["confidence"] == pytest.approx(sum(known) / sum(weights))
    if known:
        complete = weighted_score(scores.fillna(result["score"]), rules).iloc[0]
        assert complete["score"] == pytest.approx(result["score"])
        assert complete["confidence"] == pytest.approx(1)
        present = [value for value in values if value is not None]
        assert min(present) - 1e-9 <= result["score"] <= max(present) + 1e-9


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(BOOKS)
def test_forgetting_a_table_lowers_confidence_and_touches_no_other_score(
    book: dict[str, list[dict[str, Any]]],
) -> None:
    full, bare = run(book).frame, run({**book, "contacts": []}).frame
    assert (bare["confidence"] <= full["confidence"] + 1e-12).all()
    for name in ("stability", "collections", "growth"):
        np.testing.assert_array_equal(full[f"{name}_score"], bare[f"{name}_score"])
