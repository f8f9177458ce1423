"""Whatever the book, its distribution behaves like one (guide/confidence.md)."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesplan_xl.bench.distribution import drawn
from salesplan_xl.planning.targets.histogram_bins import round_edges
from salesplan_xl.planning.targets.project_sums import GRID_STEPS, convolve_deals
from salesplan_xl.planning.targets.revenue_distribution import RevenueDistribution, distribute_revenue
from salesplan_xl.planning.targets.scenarios import Scenario, compare_scenarios
from salesplan_xl.planning.targets.targets import expected
from salesplan_xl.rules import DistributionRules

RULES = DistributionRules()
COLUMNS = ["customer", "tier", "base", "growth", "loss", "loss_probability", "project", "win_probability"]
SHARE = st.sampled_from([np.nan, 0.0, 0.1, 0.25, 0.5, 0.8, 1.0])
MONEY = st.one_of(st.just(0.0), st.floats(0.5, 5000).map(lambda value: round(value, 2)))
ROW = st.tuples(
    st.sampled_from("ABCN"), MONEY, st.sampled_from([-0.1, 0.0, 0.05, 0.2]), SHARE, SHARE,
    st.one_of(st.just(np.nan), MONEY), SHARE,
)  # fmt: skip
LEVELS = (0.0, 0.01, 0.2, 0.35, 0.5, 0.8, 0.99, 1.0)


def frame(rows: list[tuple[object, ...]]) -> pd.DataFrame:
    """Targets whose only new-business row, if any, is the last one."""
    named = [(f"客户{at}", "C" if row[0] == "N" else row[0], *row[1:]) for at, row in enumerate(rows)]
    if rows and rows[-1][0] == "N":
        named[-1] = (named[-1][0], *rows[-1])
    return pd.DataFrame(named, columns=COLUMNS).astype(dict.fromkeys(COLUMNS[2:], "float64"))


BOOKS = st.lists(ROW, min_size=1, max_size=8).map(frame)
MANY = settings(max_examples=25, deadline=None)


def figures(distribution: RevenueDistribution) -> list[float]:
    return [distribution.quantile(level) for level in LEVELS]


@given(book=BOOKS)
@MANY
def test_more_is_less_likely(book: pd.DataFrame) -> None:
    """Figures rise with p, chances fall with the figure, and each figure is as sure as it claims."""
    distribution = distribute_revenue(book, RULES)
    found = figures(distribution)
    assert found == sorted(found)
    chances = [distribution.probability_of(figure) for figure in found]
    assert chances == sorted(chances, reverse=True)
    step = 1e-8 * max(1.0, *map(abs, found))
    for level, figure, chance in zip(LEVELS, found, chances, strict=True):
        assert chance >= 1 - level - 1e-9
        assert distribution.probability_of(figure + step) <= 1 - level + 1e-9


@pytest.mark.slow
@given(book=BOOKS)
@MANY
def test_the_mean_is_the_sum_of_the_targets(book: pd.DataFrame) -> None:
    distribution = distribute_revenue(book, RULES)
    assert distribution.mean == pytest.approx(expected(book).sum(), rel=1e-9, abs=1e-9)
    figures, chances = distribution.curve.figures, distribution.curve.chances
    smooth = float(-np.diff(chances) @ (figures[1:] + figures[:-1]) / 2) if len(figures) > 1 else figures[0]
    summed = smooth + distribution.lumps.values @ distribution.lumps.chances
    gross = (book["base"] * 1.2 + book["project"].fillna(0.0)).sum()
    assert summed == pytest.approx(distribution.mean, abs=0.001 * gross + 1e-6)


@given(book=BOOKS, money=st.floats(1, 3000))
@MANY
def test_a_certain_project_lifts_every_figure(book: pd.DataFrame, money: float) -> None:
    """An order in hand moves the whole distribution by its money."""
    order = pd.DataFrame([("订单", "C", 0.0, 0.0, np.nan, np.nan, money, 1.0)], columns=COLUMNS)
    before = distribute_revenue(book, RULES)
    after = distribute_revenue(pd.concat([book, order], ignore_index=True), RULES)
    assert figures(after) == pytest.approx([figure + money for figure in figures(before)], rel=1e-8)
    assert after.sd == pytest.approx(before.sd)


@given(book=BOOKS)
@MANY
def test_without_chance_there_is_one_figure(book: pd.DataFrame) -> None:
    """No spread, no open project, no open loss: every figure is the plan itself."""
    settled = book.assign(loss_probability=book["loss_probability"].round(), win_probability=1.0)
    still = DistributionRules(sd_a=0, sd_b=0, sd_c=0, sd_new=0)
    distribution = distribute_revenue(settled, still)
    assert figures(distribution) == pytest.approx([expected(settled).sum()] * len(LEVELS))
    assert distribution.sd == 0
    assert len(distribution.contributions) == 0


@given(book=BOOKS, data=st.data())
@MANY
def test_the_order_of_rows_does_not_matter(book: pd.DataFrame, data: st.DataObject) -> None:
    mixed = book.iloc[data.draw(st.permutations(range(len(book))))].reset_index(drop=True)
    one, other = distribute_revenue(book, RULES), distribute_revenue(mixed, RULES)
    assert figures(one) == pytest.approx(figures(other), rel=1e-9)
    by_name = [
        distribution.contributions.sort_values(["kind", "customer"])["spread"].tolist()
        for distribution in (one, other)
    ]
    assert by_name[0] == pytest.approx(by_name[1], rel=1e-9)


@given(book=BOOKS)
@MANY
def test_money_unit_does_not_matter(book: pd.DataFrame) -> None:
    """In 元 every figure is ten thousand times the figure in 万元; chances and chart are the same."""
    yuan = book.assign(base=book["base"] * 10_000, project=book["project"] * 10_000)
    small, large = distribute_revenue(book, RULES), distribute_revenue(yuan, RULES)
    assert [f * 10_000 for f in figures(small)] == pytest.approx(figures(large), rel=1e-7)
    figure = small.mean * 0.97 + 0.001
    assert small.probability_of(figure) == pytest.approx(large.probability_of(figure * 10_000), abs=2e-4)


@given(book=BOOKS)
@MANY
def test_a_chart_holds_all_outcomes(book: pd.DataFrame) -> None:
    distribution = distribute_revenue(book, RULES)
    chart = distribution.histogram(16)
    assert len(chart) == 16
    assert chart["probability"].sum() == pytest.approx(1)
    assert (chart["probability"] >= -1e-12).all()
    assert (
        chart["low"].iloc[0]
        <= distribution.quantile(0.005)
        <= distribution.quantile(0.995)
        <= chart["high"].iloc[-1]
    )


@given(book=BOOKS)
@MANY
def test_shares_of_the_spread_add_up(book: pd.DataFrame) -> None:
    distribution = distribute_revenue(book, RULES)
    if distribution.sd > 0:
        assert distribution.contributions["share"].sum() == pytest.approx(1)
        assert (distribution.contributions["spread"] ** 2).sum() == pytest.approx(distribution.sd**2)


@given(
    sizes=st.lists(st.sampled_from([10.0, 50.0, 80.0, 120.0, 300.0, 0.37, -40.0]), min_size=1, max_size=8),
    data=st.data(),
)
@settings(max_examples=15, deadline=None)
def test_deals_against_every_combination(sizes: list[float], data: st.DataObject) -> None:
    """Won or lost, deal by deal: all 2^n cases written out give the same chances."""
    chances = data.draw(
        st.lists(st.sampled_from([0.0, 0.2, 0.5, 0.9, 1.0]), min_size=len(sizes), max_size=len(sizes))
    )
    sums = convolve_deals(np.array(sizes), np.array(chances))
    for figure in (0.0, 80.0, 130.0, sum(sizes) / 2):
        reached = 0.0
        for won in itertools.product((0, 1), repeat=len(sizes)):
            chance = np.prod([p if yes else 1 - p for yes, p in zip(won, chances, strict=True)])
            reached += chance * (np.dot(won, sizes) >= figure - 1e-9)
        assert sums.chances[sums.values >= figure - 1e-9].sum() == pytest.approx(reached, abs=1e-9)


@given(seed=st.integers(0, 10_000), count=st.integers(13, 60))
@settings(max_examples=15, deadline=None)
def test_a_grid_of_money_is_as_good_as_every_sum(seed: int, count: int) -> None:
    """Too many odd sums go onto a grid: same mean, spread within a trifle, figures within a few steps."""
    chance = np.random.default_rng(seed)
    sizes, odds = chance.uniform(1, 100, count), chance.uniform(0.05, 0.95, count)
    grid = convolve_deals(sizes, odds, GRID_STEPS)
    assert len(grid.values) <= GRID_STEPS + count + 3
    mean = grid.values @ grid.chances
    assert grid.chances.sum() == pytest.approx(1)
    assert mean == pytest.approx(sizes @ odds)
    assert grid.chances @ (grid.values - mean) ** 2 == pytest.approx(
        sizes**2 @ (odds * (1 - odds)), rel=0.002
    )
    won = chance.random((20_000, count)) < odds
    plain = np.quantile(won @ sizes, 0.2)
    assert grid.values[grid.tails() >= 0.8].max() == pytest.approx(plain, rel=0.03)


def crowded(count: int, open_deals: int) -> pd.DataFrame:
    """A book of many customers of falling size, some of which may leave, and open projects."""
    chance = np.random.default_rng(count)
    at = np.arange(count)
    return pd.DataFrame(
        {
            "customer": [f"客户{n}" for n in at],
            "tier": np.array(["A", "B", "C"], dtype=object)[np.minimum(at * 6 // count, 2)],
            "base": 1000.0 / (1 + at) ** 0.7,
            "growth": 0.05,
            "loss": np.where(at % 4 == 0, 0.5, np.nan),
            "loss_probability": 0.4,
            "project": np.where(at < open_deals, chance.uniform(5, 400, count), np.nan),
            "win_probability": 0.4,
        }
    )


@pytest.mark.parametrize(("count", "open_deals"), [(1, 1), (12, 4), (90, 30), (400, 260)])
def test_against_plain_simulation(count: int, open_deals: int) -> None:
    """Exact deals, shared years and the sum of small customers together agree with drawing everything."""
    book, rules = crowded(count, open_deals), DistributionRules()
    plain = drawn(book, rules, 60_000, seed=count)
    distribution = distribute_revenue(book, rules)
    assert distribution.mean == pytest.approx(plain.mean(), rel=0.005)
    assert distribution.sd == pytest.approx(plain.std(), rel=0.01)
    for level in (0.05, 0.2, 0.5, 0.8, 0.95):
        assert distribution.quantile(level) == pytest.approx(np.quantile(plain, level), rel=0.008)
    for figure in np.quantile(plain, (0.1, 0.3, 0.6, 0.9)):
        assert distribution.probability_of(figure) == pytest.approx((plain >= figure).mean(), abs=0.012)


def test_a_shared_year_is_worse_for_the_sure_figure() -> None:
    """The more customers rise and fall together, the less is sure; the mean stays."""
    book = crowded(50, 0)
    found = [
        distribute_revenue(book, DistributionRules(correlation=common)) for common in (0.0, 0.3, 0.7, 1.0)
    ]
    sure = [distribution.sure(0.8) for distribution in found]
    assert sure == sorted(sure, reverse=True)
    assert len({round(distribution.mean, 6) for distribution in found}) == 1


@given(book=BOOKS)
@settings(max_examples=15, deadline=None)
def test_a_scenario_without_changes_is_the_plan(book: pd.DataFrame) -> None:
    plan = distribute_revenue(book, RULES)
    (same,) = compare_scenarios(book, RULES, scenarios=[Scenario()])
    assert same.total == pytest.approx(plan.mean, abs=1e-9)
    assert same.sure == pytest.approx(plan.sure(RULES.sure_chance), rel=1e-9, abs=1e-9)
    assert sum(same.by_tier.values()) == pytest.approx(same.total, abs=1e-6)
    assert sum(same.by_source.values()) == pytest.approx(same.total, abs=1e-6)


@given(
    low=st.floats(-1e7, 1e7), spread=st.one_of(st.just(0.0), st.floats(0.01, 1e7)), bins=st.integers(2, 40)
)
def test_edges_cover_the_range_evenly(low: float, spread: float, bins: int) -> None:
    edges = round_edges(low, low + spread, bins)
    width = edges[1] - edges[0]
    assert len(edges) == bins + 1
    assert edges[0] <= low + 1e-6 * width
    assert low + spread <= edges[-1]
    assert np.allclose(np.diff(edges), width)
    if spread > 1e-6 * (abs(low) + 1):
        assert width <= 4 * spread / bins
