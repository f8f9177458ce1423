"""The year up to today, the same days of last year, and what the year comes to (guide/sprint.md)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from salesplan_xl.planning.common.customer_book import filled, net_amounts
from salesplan_xl.planning.common.year_calendar import calendar_of
from salesplan_xl.planning.customers.reorder.forecast import Forecast
from salesplan_xl.planning.customers.reorder.reorder_plan import plan_year_days
from salesplan_xl.rules import Rules


@dataclass(frozen=True)
class ThisYear:
    """Revenue of this year to date, of the same days of last year, and the outlook for the whole year; money."""

    to_date: float
    same_period: float
    outlook: float


def this_year(orders: pd.DataFrame, typed: float, forecast: Forecast | None, rules: Rules) -> ThisYear:
    """The year as the order list shows it; the rest of it as the reorder model expects it.

    Args:
        orders: schema table ``orders`` up to the as-of day.
        typed: revenue of this year where there are no orders.
        forecast: the coming orders; ``None`` without any order day.
    """
    calendar, as_of = calendar_of(rules.calendar), rules.calendar.as_of
    year = rules.calendar.this_year
    usable = filled(orders["customer"]) & orders["date"].notna() & orders["amount"].notna()
    dates, net = orders.loc[usable, "date"], net_amounts(orders)[usable]
    now = _between(dates, net, calendar.start(year), min(as_of, calendar.end(year)))
    back = _between(dates, net, calendar.start(year - 1), _year_before(min(as_of, calendar.end(year))))
    if forecast is None:
        return ThisYear(typed, back, typed)
    left, _ = plan_year_days(forecast.as_of, calendar)
    return ThisYear(now, back, now + float(forecast.money(left).sum()))


def _between(dates: pd.Series, net: pd.Series, first: dt.date, last: dt.date) -> float:
    end = pd.Timestamp(last) + pd.Timedelta(days=1)
    inside = (dates >= pd.Timestamp(first)) & (dates < end)
    return float(np.round(net[inside].sum(), 9))


def _year_before(day: dt.date) -> dt.date:
    return (pd.Timestamp(day) - pd.DateOffset(years=1)).date()
