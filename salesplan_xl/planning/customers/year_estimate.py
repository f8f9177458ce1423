"""The year before its end: what each customer's year will come to, and its growth like for like (guide/estimate.md).

The last twelve finished months hold every calendar month once; the season only places what is still to come. So
neither half a year is scaled up nor one lucky December repeated.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.common.customer_book import MONEY_DECIMALS
from salesplan_xl.planning.common.opportunity_stages import is_open
from salesplan_xl.planning.common.project_revenue import project_revenue
from salesplan_xl.planning.common.revenue_history import RevenueHistory, month_seasons, revenue_history
from salesplan_xl.planning.common.year_calendar import calendar_of
from salesplan_xl.planning.customers.health_scores import growth_rates
from salesplan_xl.rules import CalendarRules, EstimateRules, Rules

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

# The rules in the order in which they are tried; ``typed`` ones have no orders to look at.
KINDS = ("over", "typed", "stopped", "seldom", "new", "short", "usual")


@dataclass(frozen=True)
class YearOutlook:
    """The year that is ending, of the whole book.

    Args:
        to_date: revenue up to the as-of day.
        estimate: what the year will come to.
        like_for_like: finished months against the same months of last year; ``None`` where unknown.
        is_over: whether the year is over: the estimate is the year.
    """

    to_date: float
    estimate: float
    like_for_like: float | None
    is_over: bool


def estimate_year(
    book: pd.DataFrame, orders: pd.DataFrame, opportunities: pd.DataFrame, rules: Rules
) -> pd.DataFrame:
    """The estimate of each customer's year and the months to compare it by, on the book's index.

    Args:
        book: ``CustomerBook.frame``.
        orders: order lines up to the as-of day.
        opportunities: schema table ``opportunities``; signed projects explain large orders.
        rules: as-of day, season and the lines of ``EstimateRules``.

    Returns:
        estimate (money), kind (``KINDS``), rest (money still to come in it), projects (money of projects in this
        year to date), same_this, same_last (money of the finished months of this year and of the same of last
        year; NaN where they are not compared), all_this, all_last (the same of every customer with orders), partial
        (bool, last year's orders begin too late to be a whole year).

    Worked, as of 2026-10-31: 10 a month since 2024 → 120; one signed project of 200 beside it → 320, not 360.
    """
    calendar = calendar_of(rules.calendar)
    lines = project_revenue(orders, opportunities, rules.estimates).lines
    history = revenue_history(book["name"], orders, lines, calendar, rules.quarters.season_years)
    kind = _kinds(book, history, rules.estimates)
    seasons = np.where(
        np.isin(kind, ("new", "short"))[:, None], 1 / 12, month_seasons(history, rules.quarters)
    )
    to_date = book["this_year"].to_numpy(dtype=np.float64)
    rest = np.where(np.isin(kind, ("new", "short", "usual")), _rest(history, kind, seasons), 0.0)
    estimate = np.where(kind == "seldom", np.maximum(to_date, _seldom_year(history)), to_date + rest)
    estimate = np.where(kind == "typed", _typed_year(to_date, rules.calendar), estimate)
    frame = pd.DataFrame(
        {
            "estimate": np.round(estimate, MONEY_DECIMALS), "kind": kind.astype(object),
            "rest": np.round(estimate - to_date, MONEY_DECIMALS), "projects": _this_year(history, history.project),
        },
        book.index,
    )  # fmt: skip
    return frame.assign(**_same_months(book, history, kind))


def _kinds(book: pd.DataFrame, history: RevenueHistory, rules: EstimateRules) -> npt.NDArray[np.object_]:
    """(n,) the first rule that fits each customer."""
    calendar = history.calendar
    this_year = calendar.first_month(calendar.rules.this_year)
    new = (history.first_month >= this_year) & np.array(
        [history.reaches(int(month) - 12) for month in history.first_month.tolist()], dtype=bool
    )
    cases = [
        np.full(len(book), calendar.is_over(calendar.rules.this_year)),
        ~book["from_orders"].to_numpy(dtype=bool),
        is_stopped(history, rules),
        history.recent_days < rules.seldom_order_days,
        new,
        np.full(len(book), not history.reaches(calendar.cut - 11)),
    ]
    return np.select(cases, list(KINDS[:-1]), KINDS[-1]).astype(object)


def is_stopped(history: RevenueHistory, rules: EstimateRules) -> Bools:
    """(n,) customers with a rhythm that have been silent for far longer than it allows.

    Golden: 17.5 a month until last December, as of 31 October → stopped.
    """
    days = history.order_days
    today = int(np.datetime64(history.calendar.rules.as_of, "D").astype(np.int64))
    silent = today - history.last_day
    gap = (history.last_day - history.first_day) / np.maximum(days - 1, 1)
    quiet = (silent > rules.stopped_days) & (silent > rules.stopped_gaps * gap)
    return np.asarray((days >= rules.stopped_order_days) & quiet, dtype=np.bool_)


def _this_year(history: RevenueHistory, money: Floats) -> Floats:
    """(n,) money of this year's months."""
    first = history.calendar.first_month(history.calendar.rules.this_year)
    return history.between(money, first, first + 12)


def _seldom_year(history: RevenueHistory) -> Floats:
    """(n,) repeat revenue of the last twelve finished months and the running one, and this year's projects."""
    end = history.calendar.cut + 1
    running = history.between(history.repeat, end, end + 1)
    return history.between(history.repeat, end - 12, end) + running + _this_year(history, history.project)


def _pace(history: RevenueHistory, kind: npt.NDArray[np.object_]) -> Floats:
    """(n,) repeat revenue of twelve months; of a shorter past brought to twelve, all months alike."""
    end = history.calendar.cut + 1
    pace = np.maximum(history.between(history.repeat, end - 12, end), 0.0)
    begin = np.where(kind == "new", history.first_month, history.list_first or 0)
    months = np.where(np.isin(kind, ("new", "short")), np.clip(end - begin, 1, 12), 12)
    return pace * 12 / months


def _rest(history: RevenueHistory, kind: npt.NDArray[np.object_], seasons: Floats) -> Floats:
    """(n,) what is still to come this year: the rest of the running month, and the months after it."""
    calendar, pace = history.calendar, _pace(history, kind)
    year = calendar.rules.this_year
    usual = pace[:, None] * seasons
    running, finished = calendar.running_in(year), calendar.finished(year)
    if running is None:
        return np.asarray(usual[:, finished:].sum(axis=1))
    month = usual[:, running]
    booked = history.between(history.repeat, calendar.cut + 1, calendar.cut + 2)
    left = np.clip(np.minimum((1.0 - calendar.share) * month, month - booked), 0.0, None)
    return np.asarray(left + usual[:, running + 1 :].sum(axis=1))


def _typed_year(to_date: Floats, rules: CalendarRules) -> Floats:
    """(n,) typed revenue as that of a whole year; typed to date it is divided by the even share gone."""
    gone = float(calendar_of(rules).gone(rules.this_year).sum()) / 12
    return to_date / gone if rules.typed_revenue == "to_date" and gone > 0 else to_date


def _same_months(
    book: pd.DataFrame, history: RevenueHistory, kind: npt.NDArray[np.object_]
) -> dict[str, Floats | Bools]:
    """Revenue of the finished months of this year and of the same months of last year."""
    calendar = history.calendar
    this, last = (calendar.first_month(calendar.rules.this_year - back) for back in (0, 1))
    finished = calendar.finished(calendar.rules.this_year)
    now, before = (history.between(history.total, first, first + finished) for first in (this, last))
    ordered = book["from_orders"].to_numpy(dtype=bool) & book["last_from_orders"].to_numpy(dtype=bool)
    reached = ordered & (finished > 0) & history.reaches(last)
    compared = reached & (kind != "seldom") & (before > 0)

    def rounded(money: Floats, shown: Bools) -> Floats:
        return np.where(shown, np.round(money, MONEY_DECIMALS), np.nan)

    return {
        "same_this": rounded(now, compared), "same_last": rounded(before, compared),
        "all_this": rounded(now, reached), "all_last": rounded(before, reached),
        "partial": ordered & (not history.reaches(last)),
    }  # fmt: skip


def compared_years(book: pd.DataFrame) -> dict[str, pd.Series]:
    """The two figures that growth compares: the same months, else the estimate and last year."""
    same = book["same_last"] > 0
    return {
        "compared_this": book["same_this"].where(same, book["estimate"]),
        "compared_last": book["same_last"].where(same, book["last_year"]),
    }


def growth_of(compared: Mapping[str, pd.Series] | pd.DataFrame) -> Floats:
    """(n,) growth of the figures compared; NaN without revenue before."""
    return growth_rates(*(compared[key].to_numpy(np.float64) for key in ("compared_this", "compared_last")))


def outlook_of(book: pd.DataFrame, estimates: pd.DataFrame, rules: Rules) -> YearOutlook:
    """The year that is ending, of the whole book, from its customers' rows."""
    compared = estimates["all_last"].notna()
    now = estimates["all_this"].where(compared, estimates["estimate"])
    before = estimates["all_last"].where(compared, book["last_year"])
    # A list that begins too late knows a part of last year only, and a part is not compared with a whole.
    unknown = estimates["partial"].any() or before.isna().any() or not before.sum() > 0
    return YearOutlook(
        float(book["this_year"].sum()),
        float(estimates["estimate"].sum()),
        None if unknown else float(now.sum() / before.sum() - 1.0),
        calendar_of(rules.calendar).is_over(rules.calendar.this_year),
    )


def year_words(outlook: YearOutlook, rules: Rules) -> Sentence | None:
    """The label of a year that is not over; ``None`` once it is."""
    if outlook.is_over:
        return None
    growth = outlook.like_for_like
    values: dict[str, object] = {
        "date": rules.calendar.as_of, "to_date": outlook.to_date, "estimate": outlook.estimate,
        "growth": 0.0 if growth is None else abs(growth),
    }  # fmt: skip
    if growth is None:
        return Sentence("estimate.label_plain", values)
    sign = "±" if round(growth, 2) == 0 else "+" if growth > 0 else "−"
    return Sentence("estimate.label", {**values, "sign": sign})


def estimate_words(
    book: pd.DataFrame, opportunities: pd.DataFrame, rules: Rules
) -> list[tuple[Sentence, ...]]:
    """The parts of each customer's estimate and how they were come by; nothing once the year is over.

    Projects still to sign this year are named, not added.

    Args:
        book: ``CustomerBook.frame`` with the columns of ``estimate_year``.
        opportunities: schema table ``opportunities``.
        rules: years and as-of day.
    """
    calendar = calendar_of(rules.calendar)
    if calendar.is_over(rules.calendar.this_year):
        return [()] * len(book)
    last = calendar.first_month(rules.calendar.plan_year) - 1
    begin = max(calendar.cut + 1, calendar.first_month(rules.calendar.this_year))
    span: dict[str, object] = {"first": begin % 12 + 1, "last": last % 12 + 1}
    several = Sentence("estimate.months" if begin < last else "estimate.month", span)
    months: dict[str, object] = {"date": rules.calendar.as_of, "months": several}
    to_sign = _to_sign(opportunities, rules.calendar)
    columns = (book[key].tolist() for key in ("name", "kind", "this_year", "rest", "projects"))
    return [
        _words(
            {**months, "kind": kind, "to_date": done, "rest": rest, "projects": projects}, to_sign.get(name)
        )
        for name, kind, done, rest, projects in zip(*columns, strict=True)
    ]


def _to_sign(opportunities: pd.DataFrame, rules: CalendarRules) -> dict[object, dict[str, object]]:
    """Names and money of the open projects that should still sign this year, by customer."""
    this_year = calendar_of(rules).years_of(opportunities["sign_date"]) == rules.this_year
    rows = opportunities[is_open(opportunities) & this_year & (opportunities["amount"] > 0)]
    return {
        customer: {"names": tuple(part["project"].fillna("")), "amount": float(part["amount"].sum())}
        for customer, part in rows.groupby("customer")
    }


def _words(values: dict[str, Any], to_sign: Mapping[str, object] | None) -> tuple[Sentence, ...]:
    words = [Sentence(f"estimate.{values['kind']}", values)]
    if values["projects"] > 0:
        words.append(Sentence("estimate.projects", values))
    if to_sign is not None:
        words.append(Sentence("estimate.to_sign", dict(to_sign)))
    return tuple(words)
