"""What holds for every range given to a worksheet function, and that it is the core that answers."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesplan_xl.doors.functions.values import ERROR_NUMBERS
from salesplan_xl.doors.udf import (
    FUNCTIONS,
    SP_ABC,
    SP_ABC_THRESHOLD,
    SP_COMPLETION,
    SP_SPLIT,
    SP_TARGET,
    SP_YOY,
)
from salesplan_xl.planning.common.splits import split_by_weights
from salesplan_xl.planning.customers.tiers import cumulative_tiers, threshold_tiers
from salesplan_xl.planning.targets.targets import expected
from salesplan_xl.rules import Rules, TierRules

CENTS = st.integers(min_value=-50_000, max_value=1_000_000).map(lambda cents: cents / 100)
CELL = st.one_of(st.none(), st.just(""), CENTS)
ANYTHING = st.one_of(
    CELL, st.text(max_size=3), st.booleans(), st.floats(), st.sampled_from(list(ERROR_NUMBERS)), st.dates()
)
WEIGHTS = st.lists(st.one_of(st.none(), st.integers(min_value=0, max_value=1000)), min_size=1, max_size=12)


def grids(cell: st.SearchStrategy[Any]) -> st.SearchStrategy[list[list[Any]]]:
    """Ranges of up to 4 × 4 cells."""
    return st.tuples(st.integers(1, 4), st.integers(1, 4)).flatmap(
        lambda size: st.lists(
            st.lists(cell, min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0]
        )
    )


def flat(grid: Any) -> list[Any]:
    return [cell for row in grid for cell in row]


@settings(max_examples=80, deadline=None)
@given(
    st.integers(min_value=-(10**9), max_value=10**9).map(lambda cents: cents / 100), WEIGHTS,
    st.sampled_from([0, 0.01, 0.5, 1, 10, 250]),
)  # fmt: skip
def test_the_parts_of_a_split_add_up_exactly(total: float, weights: list[int | None], step: float) -> None:
    answer = SP_SPLIT(total, [weights], step)
    if not any(weights):
        assert set(flat(answer)) == {"#VALUE!"} or weights == [None]
        return
    parts = [part for part in flat(answer) if part != ""]
    assert round(sum(parts), 2) == total
    assert [part == "" for part in flat(answer)] == [weight is None for weight in weights]
    core = split_by_weights(total, [weight or 0 for weight in weights], step).tolist()
    assert parts == [part for part, weight in zip(core, weights, strict=True) if weight is not None]


@settings(max_examples=60, deadline=None)
@given(st.lists(CENTS, min_size=1, max_size=30), st.randoms(use_true_random=False), st.booleans())
def test_the_order_of_the_customers_does_not_matter_and_the_core_agrees(
    revenues: list[float], random: Any, strict: bool
) -> None:
    tiers = flat(SP_ABC([revenues], strict=strict))
    places = list(range(len(revenues)))
    random.shuffle(places)
    mixed = flat(SP_ABC([[revenues[at]] for at in places], strict=strict))
    assert mixed == [tiers[at] for at in places]
    rules = TierRules(crossing_customer="worse" if strict else "better")
    names = pd.Series([f"客户{at:02d}" for at in places])
    assert cumulative_tiers(pd.Series(revenues), names, rules)["tier"].tolist() == tiers


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(CENTS, st.booleans(), st.booleans()), min_size=1, max_size=12))
def test_threshold_tiers_are_those_of_the_core(rows: list[tuple[float, bool, bool]]) -> None:
    revenue, late, grows = (pd.Series(list(cells)) for cells in zip(*rows, strict=True))
    core = threshold_tiers(revenue.astype(float), late, grows, TierRules()).tolist()
    given_cells = [[[cell] for cell in cells] for cells in zip(*rows, strict=True)]
    assert flat(SP_ABC_THRESHOLD(*given_cells)) == core


@settings(max_examples=60, deadline=None)
@given(grids(CELL))
def test_blanks_keep_their_places(grid: list[list[Any]]) -> None:
    blank = [cell in (None, "") for cell in flat(grid)]
    for answer in (SP_ABC(grid), SP_YOY(grid, 5.0), SP_COMPLETION(grid, 0.0), SP_TARGET(grid)):
        assert [cell == "" for cell in flat(answer)] == blank
        assert [len(row) for row in answer] == [len(row) for row in grid]


@settings(max_examples=60, deadline=None)
@given(st.lists(CENTS, min_size=6, max_size=6), st.lists(st.floats(0, 1), min_size=3, max_size=3))
def test_a_target_is_the_formula_of_the_targets_table(money: list[float], shares: list[float]) -> None:
    loss, chance, win = shares
    keys = ("base", "growth", "loss", "loss_probability", "project", "win_probability")
    row = (money[0], money[1] / 1000, loss, chance, money[2], win)
    table = expected(pd.DataFrame([row], columns=list(keys))).tolist()
    assert flat(SP_TARGET(*row)) == table


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(FUNCTIONS)), st.lists(grids(ANYTHING), min_size=5, max_size=7), st.booleans())
def test_any_cells_give_figures_words_or_errors(
    name: str, ranges: list[list[list[Any]]], speak: bool
) -> None:
    known = FUNCTIONS[name].__wrapped__.__code__.co_argcount - 1
    answer = FUNCTIONS[name](*ranges[:known], reason=speak)
    for cell in flat(answer) if isinstance(answer, list) else [answer]:
        assert isinstance(cell, (int, float, str, dt.datetime)) and cell == cell
        assert not str(cell).startswith(("=", "+", "@")) or isinstance(cell, (int, float))


def test_defaults_are_those_of_the_settings() -> None:
    rules = Rules()
    assert flat(SP_ABC([[50, 30, 15, 5]])) == flat(
        SP_ABC([[50, 30, 15, 5]], rules.tiers.a_line, rules.tiers.b_line)
    )
    assert flat(FUNCTIONS["SP_CAPACITY"]()) == pytest.approx(
        [rules.capacity.workdays_month * (1 - rules.capacity.slack)]
    )
