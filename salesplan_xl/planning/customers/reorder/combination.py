"""The shown chance of an order: model, curve of gaps and plain facts weighed as the book's own past teaches."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from salesplan_xl.planning.customers.reorder.gap_survival import GapCurves, gap_curves
from salesplan_xl.planning.customers.reorder.model_forecast import (
    Standing,
    expected_orders,
    order_chance,
    standing_of,
)
from salesplan_xl.planning.customers.reorder.order_days import Floats, Ints, OrderDays
from salesplan_xl.planning.customers.reorder.rhythm import BookRhythm, Rhythm, book_rhythm, rhythm_of
from salesplan_xl.planning.customers.reorder.stage_model import StageModel, counted, histories_of
from salesplan_xl.rules.year_end import ReorderRules

_NEWTON_STEPS = 25
_SMALL_STEP = 1e-9
_GRID = 0.01
# Fewer expected orders than this are none.
_SMALL_COUNT = 1e-6
# Scores beyond are certainties already.
_FURTHEST = 30.0


@dataclass(frozen=True)
class BookModel:
    """The lessons of a book up to a day: rhythm, model and curves, and the usual size of orders (mean, sd of logs)."""

    rhythm: BookRhythm
    model: StageModel
    curves: GapCurves
    size: tuple[float, float]
    rules: ReorderRules


@dataclass(frozen=True)
class Series:
    """Customers, or product lines of customers, as they stand on a day: (s,) each."""

    days: OrderDays
    rhythm: Rhythm
    standing: Standing
    mean_order: Floats


def book_model(customers: OrderDays, as_of: int, model: StageModel, rules: ReorderRules) -> BookModel:
    """The lessons of a book at the end of a day, with a fitted model."""
    rhythm = book_rhythm(customers, rules)
    sizes = np.log(mean_orders(customers))
    spread = float(sizes.std())
    size = (float(sizes.mean()), spread if spread > _SMALL_STEP else 1.0)
    return BookModel(rhythm, model, gap_curves(customers, rhythm, as_of, rules), size, rules)


def series_of(days: OrderDays, book: BookModel, as_of: int) -> Series:
    """The series of some order days at the end of a day."""
    rhythm = rhythm_of(days, book.rhythm, as_of, book.rules)
    return Series(days, rhythm, standing_of(book.model, histories_of(rhythm)), mean_orders(days))


def mean_orders(days: OrderDays) -> Floats:
    """(s,) mean money of an order day."""
    return np.bincount(days.series, days.money, len(days.keys)) / np.maximum(days.counts, 1)


def curve_chance(series: Series, book: BookModel, horizon: float) -> Floats:
    """(s,) the chance of an order by the curve of gaps; the model's where no gap is known."""
    rhythm = series.rhythm
    chance = book.curves.order_chance(rhythm.orders, rhythm.elapsed, rhythm.gap, horizon)
    return np.where(np.isnan(chance), order_chance(series.standing, horizon), chance)


def features_of(series: Series, book: BookModel, horizon: float) -> Floats:
    """(s, 6) constant, model, curve of gaps, silence in gaps, number of orders, size of orders."""
    rhythm, least = series.rhythm, book.rules.least_chance
    mean, spread = book.size
    return np.column_stack(
        [
            np.ones(len(rhythm.orders)),
            log_odds(order_chance(series.standing, horizon), least),
            log_odds(curve_chance(series, book, horizon), least),
            np.log((rhythm.elapsed + 1.0) / (rhythm.gap + 1.0)),
            np.log(rhythm.orders),
            0.5 * (np.log(series.mean_order) - mean) / spread,
        ]
    )


def shown_chance(features: Floats, weights: Floats, rules: ReorderRules) -> Floats:
    """(s,) the combined chance: the model alone for two fifths of the score, the learnt combination for the rest."""
    score = rules.model_pull * features[:, 1] + (1.0 - rules.model_pull) * (features @ weights)
    return logistic(score)


@dataclass(frozen=True)
class Learnt:
    """The lessons of earlier days: (6,) weights of the features, and the power that expected orders are raised to."""

    weights: Floats
    power: float


def learnt_from(customers: OrderDays, as_of: int, model: StageModel, rules: ReorderRules) -> Learnt:
    """The lessons of standing on earlier days and looking at what came within the horizon.

    A book that is too young or too small keeps what is believed beforehand.
    """
    first, believed = int(customers.day.min(initial=as_of)), np.asarray(rules.weights)
    back = [as_of - rules.horizon - rules.back_step * at for at in range(rules.back_tests)]
    back = [day for day in back if day > first]
    if as_of - first < rules.horizon or len(customers.keys) < rules.least_learning or not back:
        return Learnt(believed, 1.0)
    tests = [_back_test(customers, day, model, rules) for day in back]
    features = np.concatenate([test.features for test in tests])
    came = np.concatenate([test.orders > 0 for test in tests]).astype(np.float64)
    spread = np.array([rules.level_spread, *[rules.weight_spread] * (len(believed) - 1)])
    weights = _ridge_logistic(features, came, believed, 1.0 / (spread**2 * len(tests)))
    return Learnt(weights, _learnt_power(tests, rules))


@dataclass(frozen=True)
class _BackTest:
    """Features and expected orders as they stood on an earlier day, and the orders that came within the horizon."""

    features: Floats
    expected: Floats
    orders: Ints


def _back_test(customers: OrderDays, day: int, model: StageModel, rules: ReorderRules) -> _BackTest:
    past = customers.until(day)
    book = book_model(past, day, model, rules)
    series = series_of(past, book, day)
    came = counted(customers, day, rules.horizon)[customers.day[customers.starts] <= day]
    expected = expected_orders(series.standing, rules.horizon, rules.count_end)
    return _BackTest(features_of(series, book, rules.horizon), expected, came)


def _learnt_power(tests: list[_BackTest], rules: ReorderRules) -> float:
    """The power of expected orders that comes nearest to the orders that came, least squares, held to 1.

    Above 1 it takes from those of whom little is expected and gives to those of whom much is; the sum stays.
    """
    powers = np.arange(rules.power_low, rules.power_high + _GRID / 2, _GRID)
    misses = np.array([sum(_miss(test, power) for test in tests) for power in powers])
    usual = sum(_miss(test, 1.0) for test in tests) / sum(len(test.orders) for test in tests)
    if usual <= 0:
        return 1.0
    held = ((powers - 1.0) / rules.power_spread) ** 2 / len(tests)
    return float(powers[int(np.argmin(misses / usual + held))])


def _miss(test: _BackTest, power: float) -> float:
    """Squared distance between the orders that came and expected ones of that power, at the best scale."""
    raised = np.exp(power * np.log(np.maximum(test.expected, _SMALL_COUNT)))
    scale = float((raised * test.orders).sum()) / max(float((raised**2).sum()), _SMALL_STEP)
    return float(((scale * raised - test.orders) ** 2).sum())


def count_factors(series: Series, learnt: Learnt, rules: ReorderRules) -> Floats:
    """(s,) by what the expected orders of each customer are multiplied; their sum within the horizon stays."""
    counts = expected_orders(series.standing, rules.horizon, rules.count_end)
    raised = np.maximum(counts, _SMALL_COUNT) ** (learnt.power - 1.0)
    kept = float(counts.sum()) / max(float((counts * raised).sum()), _SMALL_STEP)
    return np.asarray(raised * kept, dtype=np.float64)


def _ridge_logistic(features: Floats, came: Floats, believed: Floats, hold: Floats) -> Floats:
    """Logistic regression held to what is believed, each weight as firmly as ``hold`` says, by Newton's method."""
    weights = believed.copy()
    for _ in range(_NEWTON_STEPS):
        chance = logistic(features @ weights)
        slope = features.T @ (came - chance) - hold * (weights - believed)
        curve = (features * (chance * (1.0 - chance))[:, None]).T @ features + np.diag(hold)
        step = np.linalg.solve(curve, slope)
        weights += np.clip(step, -1.0, 1.0)
        if np.abs(step).max() < _SMALL_STEP:
            break
    return weights


def logistic(score: Floats) -> Floats:
    """Chances from log-odds."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(score, -_FURTHEST, _FURTHEST))), dtype=np.float64)


def log_odds(chance: Floats, least: float) -> Floats:
    """Log-odds of chances, none taken as smaller than ``least`` or as surer than its complement."""
    clear = np.clip(chance, least, 1.0 - least)
    return np.asarray(np.log(clear / (1.0 - clear)), dtype=np.float64)
