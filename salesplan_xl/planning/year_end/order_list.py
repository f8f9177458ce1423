"""Rhythm, chance and segment of every customer of a plain order list, for worksheet functions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from salesplan_xl.planning.customers.reorder.forecast import forecast_of
from salesplan_xl.planning.customers.reorder.order_days import Ints, date_of, day_number, days_with_money
from salesplan_xl.planning.customers.reorder.states import NO_DAY, NextOrder, next_order
from salesplan_xl.planning.year_end.segments import segment_scores
from salesplan_xl.rules import Rules


@dataclass(frozen=True)
class CustomerOutlook:
    """A customer of an order list; days are ``None`` where no order is to be expected.

    Args:
        state: as in the reorder plan.
        expected, earliest, latest, contact: days of the next order, and when to call.
        chance: of an order within the days asked for.
        r, f, m, segment: scores and segment.
    """

    state: str
    expected: dt.date | None
    earliest: dt.date | None
    latest: dt.date | None
    contact: dt.date | None
    chance: float
    r: int
    f: int
    m: int
    segment: str


def outlooks(
    rows: Sequence[tuple[str, dt.date, float]], today: dt.date, days: float, rules: Rules
) -> dict[str, CustomerOutlook]:
    """The outlook of every customer with an order up to today.

    Args:
        rows: customer, date and amount of each order line; a negative amount is a credit note.
        today: later orders do not exist.
        days: horizon of the chance.
    """
    names = list(dict.fromkeys(name for name, _, _ in rows))
    place = {name: at for at, name in enumerate(names)}
    owner = np.array([place[name] for name, _, _ in rows], dtype=np.int64)
    day = np.array([day_number(date) for _, date, _ in rows], dtype=np.int64)
    net = np.array([amount for _, _, amount in rows], dtype=np.float64)
    keys = tuple((name,) for name in names)
    made = days_with_money(keys, owner, day, np.where(net < 0, -1, day), net, rules.money.tolerance)
    past = made.until(day_number(today))
    if not past.keys:
        return {}
    forecast = forecast_of(past, day_number(today), rules.reorder)
    series = forecast.series
    following = next_order(series.rhythm, forecast.book.rhythm, rules.calendar.workday_country, rules.reorder)
    table = segment_scores(series.days, series.rhythm, forecast.as_of, rules.season)
    scores = [part.tolist() for part in table]
    chances = forecast.chance(days).tolist()
    facts = zip(
        following.state.tolist(),
        *(map(_date, part.tolist()) for part in _days(following)),
        chances,
        *scores,
        strict=True,
    )
    return {key[0]: CustomerOutlook(*row) for key, row in zip(series.days.keys, facts, strict=True)}


def _days(following: NextOrder) -> tuple[Ints, Ints, Ints, Ints]:
    return following.expected, following.earliest, following.latest, following.contact


def _date(day: int) -> dt.date | None:
    return None if day == NO_DAY else date_of(day)
