"""The coming orders of a book as they look on a day: chance, number and money for any number of days."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from salesplan_xl.planning.customers.reorder.combination import (
    BookModel,
    Learnt,
    Series,
    book_model,
    count_factors,
    features_of,
    learnt_from,
    series_of,
    shown_chance,
)
from salesplan_xl.planning.customers.reorder.model_fit import fit_model
from salesplan_xl.planning.customers.reorder.model_forecast import expected_orders
from salesplan_xl.planning.customers.reorder.order_days import Floats, OrderDays
from salesplan_xl.planning.customers.reorder.order_money import money_expected, order_values
from salesplan_xl.planning.customers.reorder.rhythm import book_rhythm, rhythm_of
from salesplan_xl.planning.customers.reorder.stage_model import histories_of
from salesplan_xl.rules.year_end import ReorderRules


@dataclass(frozen=True)
class Forecast:
    """The customers of a book on a day, and all that was learnt until then; made by ``forecast_of``.

    Args:
        series: one series a customer.
        book: rhythm, model and curves of the book.
        learnt: how the chances are weighed.
        as_of: the day, from 1970.
    """

    series: Series
    book: BookModel
    learnt: Learnt
    as_of: int

    def chance(self, days: float, series: Series | None = None) -> Floats:
        """(s,) the chance of an order within so many days, of the customers or of other series; 0 for no days."""
        of = self.series if series is None else series
        if days <= 0:
            return np.zeros(len(of.days.keys))
        features = features_of(of, self.book, days)
        return shown_chance(features, self.learnt.weights, self.book.rules)

    def orders(self, days: float) -> Floats:
        """(s,) orders that the model expects of each customer within so many days."""
        counts = expected_orders(self.series.standing, days, self.book.rules.count_end)
        return counts * self._factors

    def money(self, days: float, counts: Floats | None = None) -> Floats:
        """(s,) money of each customer within so many days; ``counts`` are ``orders`` of these days, where known."""
        counts = self.orders(days) if counts is None else counts
        return money_expected(self.series, counts, self.order_values, self.as_of, days, self.book.rules)

    @cached_property
    def order_values(self) -> Floats:
        """(s,) what an order of each customer is worth."""
        return order_values(self.series.days, self.book.rules)

    @cached_property
    def _factors(self) -> Floats:
        return count_factors(self.series, self.learnt, self.book.rules)


def forecast_of(customers: OrderDays, as_of: int, rules: ReorderRules) -> Forecast:
    """Fit the model on a book's order days up to a day, and learn how to weigh it."""
    past = customers.until(as_of)
    rhythm = rhythm_of(past, book_rhythm(past, rules), as_of, rules)
    model = fit_model(histories_of(rhythm), rules)
    book = book_model(past, as_of, model, rules)
    return Forecast(series_of(past, book, as_of), book, learnt_from(past, as_of, model, rules), as_of)
