"""The state of each rhythm, and the days it promises: next order, range of dates, contact day (guide/reorder.md)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from salesplan_xl.planning.common.workdays import workday_from, workday_until
from salesplan_xl.planning.customers.reorder.order_days import Floats, Ints, date_of, day_number
from salesplan_xl.planning.customers.reorder.rhythm import BookRhythm, Rhythm
from salesplan_xl.rules.year_end import ReorderRules

Words = npt.NDArray[np.object_]
CHURNED, NOT_PREDICTABLE = "churned", "not_predictable"
OVERDUE, DUE_SOON, ON_TRACK = "overdue", "due_soon", "on_track"
URGENCIES = {OVERDUE: "high", DUE_SOON: "medium", ON_TRACK: "low"}
# Stands for no day.
NO_DAY = np.iinfo(np.int64).min
_NORMAL = NormalDist()


@dataclass(frozen=True)
class NextOrder:
    """State and days of each series, days from 1970 and ``NO_DAY`` where there is none.

    Args:
        state: (s,) ``churned``, ``not_predictable``, ``overdue``, ``due_soon`` or ``on_track``.
        expected: (s,) last order + own gap; none for the first two states.
        earliest, likely, latest: (s,) when 10, 50 and 90 % of the chance are gone, by the rhythm alone.
        contact: (s,) workday on which to contact the customer.
        contact_now: (s,) the day to contact has passed.
    """

    state: Words
    expected: Ints
    earliest: Ints
    likely: Ints
    latest: Ints
    contact: Ints
    contact_now: npt.NDArray[np.bool_]


def rounded(values: Floats) -> Ints:
    """Whole numbers, halves up."""
    return np.floor(np.asarray(values, dtype=np.float64) + 0.5).astype(np.int64)


def expected_days(rhythm: Rhythm) -> Ints:
    """(s,) last order + own gap, whatever the state."""
    return rhythm.last + rounded(rhythm.gap)


def states_of(rhythm: Rhythm, book: BookRhythm, rules: ReorderRules) -> Words:
    """(s,) the state of each series; the first that holds.

    Golden (gap of the book 72): one order 26 days ago → not predictable; gap 84, silent for 444 days → churned.
    """
    due, as_of = expected_days(rhythm), rhythm.last + rhythm.elapsed
    grace = np.maximum(rules.overdue_days, rounded(rules.overdue_share * rhythm.gap))
    silent = max(rules.lost_one_order_gaps * book.gap, rules.lost_one_order_days)
    single = rhythm.orders == 1
    state = np.select(
        [
            single & (rhythm.elapsed > silent), single, rhythm.ratio > rules.lost_ratio, as_of > due + grace,
            due <= as_of + rules.due_soon_days,
        ],
        [CHURNED, NOT_PREDICTABLE, CHURNED, OVERDUE, DUE_SOON],
        ON_TRACK,
    )  # fmt: skip
    return np.asarray(state, dtype=object)


def next_order(rhythm: Rhythm, book: BookRhythm, country: str, rules: ReorderRules) -> NextOrder:
    """State, range of dates and contact day of each series."""
    state = states_of(rhythm, book, rules)
    live = np.isin(state.astype(str), list(URGENCIES))
    parts = quantile_days(rhythm, (rules.range_low, 0.5, rules.range_high))
    first, middle, end = (_none_but(live, days) for days in parts)
    lead = np.minimum(rules.lead_days, rounded(rhythm.gap / 2))
    wanted = np.where(live, first, rhythm.last + rounded(np.full(len(state), book.gap)))
    calls = live | (state == NOT_PREDICTABLE)
    contact = _contact_days(wanted - np.where(live, lead, _book_lead(book, rules)), calls, rhythm, country)
    as_of = rhythm.last + rhythm.elapsed
    return NextOrder(
        state,
        _none_but(live, expected_days(rhythm)),
        first,
        middle,
        end,
        contact,
        calls & (wanted - lead < as_of),
    )


def quantile_days(rhythm: Rhythm, parts: Sequence[float]) -> list[Ints]:
    """(s,) each: the day by which that part of the chance of the next order is gone, none having come until now.

    Log-normal gaps: F = Φ((ln elapsed − ln gap) ÷ s); the day = last + exp(ln gap + s Φ⁻¹(F + (1 − F) part)).
    """
    z = (np.log(np.maximum(rhythm.elapsed, 0.5)) - np.log(rhythm.gap)) / rhythm.spread
    # What is left is worked with in the upper tail, where long silences would round to one.
    left = np.array([0.5 * math.erfc(value / math.sqrt(2)) for value in z.tolist()])
    return [_day_when(rhythm, np.maximum(left * (1 - part), 1e-300)) for part in parts]


def _day_when(rhythm: Rhythm, ahead: Floats) -> Ints:
    """(s,) the day by which only ``ahead`` of the chance of the next order is still to come; today at the earliest."""
    quantile = np.array([-_NORMAL.inv_cdf(min(value, 1 - 1e-16)) for value in ahead.tolist()])
    reach = rhythm.gap * np.exp(np.minimum(rhythm.spread * quantile, 12.0))
    today = rhythm.last + rhythm.elapsed
    return np.asarray(np.maximum(rhythm.last + rounded(reach), today), dtype=np.int64)


def _none_but(chosen: npt.NDArray[np.bool_], days: Ints) -> Ints:
    return np.asarray(np.where(chosen, days, NO_DAY), dtype=np.int64)


def _book_lead(book: BookRhythm, rules: ReorderRules) -> int:
    return min(rules.lead_days, int(rounded(np.array([book.gap / 2]))[0]))


def _contact_days(wanted: Ints, calls: npt.NDArray[np.bool_], rhythm: Rhythm, country: str) -> Ints:
    """(s,) the wanted day moved back to a workday; the first workday from today on where that has passed."""
    days = np.full(len(wanted), NO_DAY)
    for day in np.unique(np.column_stack([wanted, rhythm.last + rhythm.elapsed])[calls], axis=0):
        moved = _workday(int(day[0]), int(day[1]), country)
        days[calls & (wanted == day[0])] = moved
    return days


def _workday(wanted: int, as_of: int, country: str) -> int:
    moved = day_number(workday_until(date_of(wanted), country)) if wanted >= as_of else as_of - 1
    return moved if moved >= as_of else day_number(workday_from(date_of(as_of), country))
