"""What holds for every customer book, whatever its figures: tiers and concentration."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesplan_xl.planning.common.customer_book import normal_name
from salesplan_xl.planning.customers.tiers import RANK, concentration, cumulative_tiers, threshold_tiers
from salesplan_xl.rules import TierRules

CENTS = st.integers(min_value=-5_000, max_value=100_000).map(lambda cents: cents / 100)
BOOKS = st.lists(CENTS, min_size=1, max_size=30)
CROSSINGS = st.sampled_from(["better", "worse"])


def tiers(amounts: list[float], rules: TierRules) -> pd.DataFrame:
    """Tiers of customers named by their position."""
    names = pd.Series([f"客户{at:03d}" for at in range(len(amounts))])
    return cumulative_tiers(pd.Series(amounts, dtype=float), names, rules)


def by_threshold(amounts: list[float], rules: TierRules) -> list[str]:
    never = pd.Series([False] * len(amounts))
    return list(threshold_tiers(pd.Series(amounts, dtype=float), never, never, rules))


@settings(max_examples=60, deadline=None)
@given(BOOKS, CROSSINGS, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(amounts: list[float], crossing: str, random: object) -> None:
    rules = TierRules(crossing_customer=crossing)
    names = pd.Series([f"客户{at:03d}" for at in range(len(amounts))])
    revenue = pd.Series(amounts, dtype=float)
    shuffled = list(range(len(amounts)))
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    mixed = cumulative_tiers(revenue[shuffled], names[shuffled], rules)
    pd.testing.assert_frame_equal(mixed.sort_index(), cumulative_tiers(revenue, names, rules))


@settings(max_examples=60, deadline=None)
@given(BOOKS, CROSSINGS)
def test_a_book_in_yuan_has_the_tiers_of_a_book_in_wan(amounts: list[float], crossing: str) -> None:
    rules = TierRules(crossing_customer=crossing)
    yuan = TierRules(crossing_customer=crossing, a_threshold=1_000_000, b_threshold=300_000)
    large = [amount * 10_000 for amount in amounts]
    assert tiers(large, yuan)["tier"].tolist() == tiers(amounts, rules)["tier"].tolist()
    assert by_threshold(large, yuan) == by_threshold(amounts, rules)
    assert concentration(pd.Series(large), yuan).hhi == pytest.approx(
        concentration(pd.Series(amounts), rules).hhi, nan_ok=True
    )


@settings(max_examples=60, deadline=None)
@given(BOOKS, CROSSINGS)
def test_more_revenue_in_a_book_never_means_a_worse_tier_and_equal_means_equal(
    amounts: list[float], crossing: str
) -> None:
    for ranks in (
        tiers(amounts, TierRules(crossing_customer=crossing))["tier"].map(RANK).to_numpy(),
        np.array([RANK[tier] for tier in by_threshold(amounts, TierRules(a_threshold=500, b_threshold=100))]),
    ):
        order = np.argsort(amounts)
        assert (np.diff(ranks[order]) <= 0).all()
        for amount in set(amounts):
            assert len(set(ranks[np.array(amounts) == amount])) == 1


@settings(max_examples=60, deadline=None)
@given(BOOKS, st.integers(min_value=0, max_value=29), st.integers(min_value=1, max_value=100_000))
def test_a_customer_that_grows_alone_never_falls_into_a_worse_tier(
    amounts: list[float], which: int, more: int
) -> None:
    at = which % len(amounts)
    grown = [amount + (more / 100 if other == at else 0) for other, amount in enumerate(amounts)]
    before, after = (tiers(book, TierRules())["tier"][at] for book in (amounts, grown))
    assert RANK[after] <= RANK[before]


@settings(max_examples=60, deadline=None)
@given(BOOKS, CROSSINGS)
def test_shares_rise_to_one_and_only_buyers_have_one(amounts: list[float], crossing: str) -> None:
    result = tiers(amounts, TierRules(crossing_customer=crossing))
    buyers = np.array(amounts) > 0
    shares = result["cumulative_share"].to_numpy()
    assert (np.isnan(shares) == ~buyers).all()
    assert (result["tier"][~buyers] == "C").all()
    if buyers.any():
        assert shares[buyers].max() == pytest.approx(1.0)
        assert (shares[buyers] > 0).all()
        assert "A" in set(result["tier"])


@settings(max_examples=60, deadline=None)
@given(BOOKS)
def test_concentration_is_consistent(amounts: list[float]) -> None:
    measured = concentration(pd.Series(amounts, dtype=float), TierRules())
    buyers = sum(amount > 0 for amount in amounts)
    assert measured.top_n == min(6, buyers)
    if buyers:
        assert measured.hhi * measured.effective == pytest.approx(1)
        assert 1 - 1e-9 <= measured.effective <= buyers + 1e-9
        assert 0 < measured.cr1 <= measured.cr5 <= measured.top_share <= 1
        assert measured.cr1**2 <= measured.hhi + 1e-12


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=12))
def test_the_comparison_form_is_stable_under_case_spaces_and_legal_form(name: str) -> None:
    form = normal_name(name)
    assert normal_name(form) == form or normal_name(normal_name(form)) == normal_name(form)
    assert normal_name(f" {name} ") == form
