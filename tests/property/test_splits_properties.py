"""Whatever is split adds up again, in both directions (quality R8: splits tie)."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesplan_xl.errors import PlanInputError
from salesplan_xl.planning.common.splits import round_to_total, split_by_weights, split_table

STEPS = st.sampled_from([1.0, 10.0, 0.01, 0.5, 10_000.0])
WEIGHT = st.one_of(st.just(0.0), st.floats(0.01, 1e6))
WEIGHTS = st.lists(WEIGHT, min_size=1, max_size=12).filter(lambda rows: sum(rows) > 0)


@given(total=st.integers(-(10**9), 10**9), weights=WEIGHTS, step=STEPS)
def test_parts_add_up_and_stay_within_a_step(total: int, weights: list[float], step: float) -> None:
    """Whole steps: every part is a multiple of the step, next to its share, and the sum is the total."""
    whole = total * step
    parts = split_by_weights(whole, weights, step)
    assert parts.sum() == pytest.approx(whole, rel=1e-12, abs=1e-9)
    steps = parts / step
    assert np.abs(steps - steps.round()).max() < 1e-3
    exact = whole * np.asarray(weights) / sum(weights)
    assert np.abs(parts - exact).max() <= step * (1 + 1e-6) + 1e-6 * abs(whole)


@given(total=st.floats(0, 1e9), weights=WEIGHTS, step=STEPS)
def test_any_total_ties(total: float, weights: list[float], step: float) -> None:
    """A total that is no multiple of the step ties too: only the largest part is no multiple."""
    parts = split_by_weights(total, weights, step)
    assert parts.sum() == pytest.approx(total, rel=1e-12, abs=1e-9)
    odd = np.abs(parts / step - (parts / step).round()) > 1e-3
    assert odd.sum() <= 1
    assert not odd.any() or odd.to_numpy()[int(np.argmax(weights))]


@pytest.mark.slow
@given(weights=WEIGHTS, factor=st.sampled_from([0.5, 2.0, 1024.0]))
def test_only_proportions_matter(weights: list[float], factor: float) -> None:
    scaled = [weight * factor for weight in weights]
    assert split_by_weights(1800, weights, 10).tolist() == split_by_weights(1800, scaled, 10).tolist()


@given(weights=st.lists(st.floats(0.5, 100), min_size=2, max_size=8, unique=True), data=st.data())
def test_order_does_not_matter_without_ties(weights: list[float], data: st.DataObject) -> None:
    """Parts follow their weights when the rows are sorted another way; the index keeps them apart."""
    series = pd.Series(weights, index=[f"r{n}" for n in range(len(weights))])
    mixed = series.loc[data.draw(st.permutations(list(series.index)))]
    exact = 97 * series / series.sum()
    remainders = (exact - np.floor(exact)).round(6)
    if remainders.is_unique:
        assert split_by_weights(97, mixed).loc[series.index].tolist() == split_by_weights(97, series).tolist()


@given(values=st.lists(st.floats(-1e6, 1e6), max_size=30), step=st.sampled_from([1.0, 10.0, 0.0]))
def test_rounded_values_add_up_to_their_total(values: list[float], step: float) -> None:
    size = step or 0.01
    array = np.asarray(values, dtype="float64")
    rounded = round_to_total(array, float(array.sum()), step)
    if len(values):
        assert abs(rounded.sum() - array.sum()) <= size / 2 + 1e-6
        assert np.abs(rounded - array).max() <= size + 1e-6
    else:
        assert rounded.tolist() == []


def tables(columns: int = 4) -> st.SearchStrategy[tuple[list[int], list[list[float]]]]:
    row = st.tuples(
        st.integers(0, 5000),
        st.lists(WEIGHT, min_size=columns, max_size=columns).filter(lambda weights: sum(weights) > 0),
    )
    return st.lists(row, min_size=1, max_size=40).map(
        lambda rows: ([total for total, _ in rows], [weights for _, weights in rows])
    )


def unrounded(totals: list[int], weights: list[list[float]]) -> np.ndarray:
    array = np.asarray(weights)
    return np.asarray(totals)[:, None] * array / array.sum(axis=1, keepdims=True)


@settings(deadline=None)
@given(table=tables(), step=st.sampled_from([1.0, 10.0, 0.5]))
def test_tables_tie_both_ways_within_one_step(
    table: tuple[list[int], list[list[float]]], step: float
) -> None:
    """Rows tie to their totals, columns to the rounded column sums, no cell is a whole step off."""
    totals, weights = table
    money = [total * step for total in totals]
    cells = split_table(money, weights, step)
    exact = unrounded(totals, weights) * step
    np.testing.assert_allclose(cells.sum(axis=1), money, atol=1e-9)
    assert np.abs(cells.sum(axis=0) - exact.sum(axis=0)).max() < step * (1 + 1e-6)
    assert np.abs(cells - exact).max() < step * (1 + 1e-6)
    assert cells.min() >= 0


@settings(deadline=None)
@given(table=tables(), data=st.data())
def test_tables_meet_any_given_column_totals(
    table: tuple[list[int], list[list[float]]], data: st.DataObject
) -> None:
    """Column totals nobody would expect still tie, and no cell turns negative."""
    totals, weights = table
    wanted = data.draw(WEIGHTS.filter(lambda rows: len(rows) >= 4)).copy()[:4]
    if sum(wanted) <= 0:
        wanted[0] = 1.0
    columns = split_by_weights(sum(totals), wanted).to_numpy()
    cells = split_table(totals, weights, 1.0, columns)
    np.testing.assert_allclose(cells.sum(axis=1), totals, atol=1e-9)
    np.testing.assert_allclose(cells.sum(axis=0), columns, atol=1e-9)
    assert cells.min() >= 0


@settings(deadline=None)
@given(table=tables(), data=st.data())
def test_sorting_the_rows_keeps_the_columns(
    table: tuple[list[int], list[list[float]]], data: st.DataObject
) -> None:
    """Another order of customers moves no money between quarters and no cell by more than a step."""
    totals, weights = table
    order = data.draw(st.permutations(range(len(totals))))
    plain = split_table(totals, weights)
    mixed = split_table([totals[at] for at in order], [weights[at] for at in order])
    np.testing.assert_allclose(mixed.sum(axis=0), plain.sum(axis=0), atol=1.0 + 1e-9)
    assert np.abs(mixed - plain[list(order)]).max() <= 1.0 + 1e-9


@pytest.mark.slow
def test_twenty_thousand_rows_are_quick() -> None:
    chance = np.random.default_rng(7)
    totals = np.floor(chance.lognormal(2, 1.5, 20_000))
    weights = chance.dirichlet([1, 2, 3, 2], 20_000)
    start = time.process_time()
    cells = split_table(totals, weights)
    assert time.process_time() - start < 5.0
    assert np.abs(cells - totals[:, None] * weights).max() < 1.0
    assert cells.sum() == totals.sum()


@pytest.mark.parametrize(
    ("weights", "code"),
    [
        ([0.0, 0.0], "SP-201"),
        ([], "SP-201"),
        ([np.nan], "SP-201"),
        ([3.0, -1.0], "SP-202"),
        ([-np.inf, 1.0], "SP-202"),
    ],
)
def test_weights_that_cannot_be_used(weights: list[float], code: str) -> None:
    with pytest.raises(PlanInputError) as caught:
        split_by_weights(100, weights, where="Q权重")
    assert caught.value.code == code
    assert "Q权重" in caught.value.sentence("zh")


@pytest.mark.parametrize(("total", "step"), [(float("nan"), 1.0), (float("inf"), 1.0), (10.0, -1.0)])
def test_totals_and_steps_that_cannot_tie(total: float, step: float) -> None:
    with pytest.raises(PlanInputError, match="SP-207"):
        split_by_weights(total, [1.0, 2.0], step)


@pytest.mark.parametrize("columns", [[3.0, 3.0], [2.5, 2.5], [6.0, -2.0]])
def test_column_totals_that_cannot_tie(columns: list[float]) -> None:
    """They do not add up, are no whole steps, or are below nothing."""
    with pytest.raises(PlanInputError, match="SP-207"):
        split_table([5.0] if columns[0] != 6.0 else [4.0], [[1.0, 1.0]], 1.0, columns)


def test_bad_rows_are_named() -> None:
    with pytest.raises(PlanInputError, match="SP-202") as caught:
        split_table([1, 1], [[1, 1], [2, -1]])
    assert "#2" in caught.value.sentence("zh")
    with pytest.raises(PlanInputError, match="SP-201"):
        split_table([1, 1], [[0, 0], [1, 1]])
    assert split_table([0, 4], [[0, 0], [1, 1]]).tolist() == [[0, 0], [2, 2]]
    assert split_table([], np.zeros((0, 4))).shape == (0, 4)


def test_step_zero_means_cents() -> None:
    assert split_by_weights(100, [1, 1, 1], 0).tolist() == pytest.approx([33.34, 33.33, 33.33])


def test_values_above_or_below_their_total_are_still_brought_to_it() -> None:
    """Rounding is meant for values that add up; others are raised or lowered step by step, never left open."""
    assert round_to_total(np.array([5.0, 5.0]), 7.0).tolist() == [4, 3]
    assert round_to_total(np.array([5.0, 5.0]), 15.0).tolist() == [8, 7]


def test_rows_below_nothing_tie_as_well() -> None:
    """Net returns planned beside sales: both directions still tie."""
    cells = split_table([-5.0, 5.0], [[1, 1], [1, 1]], 1.0, [10.0, -10.0])
    assert cells.sum(axis=1).tolist() == [-5, 5]
    assert cells.sum(axis=0).tolist() == [10, -10]
    assert split_table([-5.0, 5.0], [[1, 1], [1, 1]]).sum(axis=0).tolist() == [0, 0]
