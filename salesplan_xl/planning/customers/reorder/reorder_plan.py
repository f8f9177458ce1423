"""The reorder plan: who orders next, when, what and for how much; each customer and, below it, its product lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from salesplan_xl.money import Unit
from salesplan_xl.planning.common.customer_book import as_objects, object_array
from salesplan_xl.planning.common.year_calendar import YearCalendar, calendar_of
from salesplan_xl.planning.customers.reorder.combination import Series, series_of
from salesplan_xl.planning.customers.reorder.forecast import Forecast, forecast_of
from salesplan_xl.planning.customers.reorder.line_split import Product, best_products, split_over_lines
from salesplan_xl.planning.customers.reorder.order_days import Floats, Ints, OrderDays, day_number
from salesplan_xl.planning.customers.reorder.order_lines import order_days, usable_lines
from salesplan_xl.planning.customers.reorder.order_money import money_since
from salesplan_xl.planning.customers.reorder.reorder_reasons import reorder_reasons
from salesplan_xl.planning.customers.reorder.states import NO_DAY, URGENCIES, NextOrder, next_order
from salesplan_xl.planning.customers.reorder.trends import Trend, trend_of, trend_windows
from salesplan_xl.rules import Rules

# In the order of the list.
_STATE_ORDER = ("overdue", "due_soon", "on_track", "not_predictable", "churned")
_NO_PRODUCT: Product = (None, np.nan, None)


@dataclass(frozen=True)
class ReorderPlan:
    """The reorder plan of a book.

    Args:
        frame: columns of table ``reorders`` and ``contact_now``, ``likely_date``; a customer's total first
            (``line`` blank), then its lines.
        forecast: the customers behind it; ``None`` where nobody ever ordered.
    """

    frame: pd.DataFrame
    forecast: Forecast | None

    @property
    def totals(self) -> pd.DataFrame:
        """One row a customer."""
        return self.frame[self.frame["line"].isna()].reset_index(drop=True)


def reorder_plan(orders: pd.DataFrame, rules: Rules) -> ReorderPlan:
    """The plan at the end of the as-of day.

    Args:
        orders: schema table ``orders``.
        rules: all thresholds; ``calendar.as_of`` is today.

    Source: guide/reorder.md; article S2 (reorder plan: when, what, how much, and when to call).
    """
    as_of, money = day_number(rules.calendar.as_of), rules.money.unit
    lines = usable_lines(orders)
    lines = lines[lines["day"] <= as_of]
    customers = order_days(lines, money=money)
    if not len(customers.keys):
        return ReorderPlan(pd.DataFrame(columns=_COLUMNS), None)
    forecast = forecast_of(customers, as_of, rules.reorder)
    totals = _Totals(forecast, rules)
    by_line = _by_customer(order_days(lines, ("customer", "line"), money), customers)
    frames = [totals.frame()]
    if len(by_line.keys):
        frames.append(_line_frame(by_line, lines, totals))
    return ReorderPlan(_ordered(pd.concat(frames, ignore_index=True)), forecast)


class _Totals:
    """The customers' own rows, and what the rows of their lines take from them."""

    def __init__(self, forecast: Forecast, rules: Rules) -> None:
        self.forecast, self.rules, self.series = forecast, rules, forecast.series
        self.calendar = calendar_of(rules.calendar)
        self.country = rules.calendar.workday_country
        self.next = next_order(self.series.rhythm, forecast.book.rhythm, self.country, rules.reorder)
        self.windows = trend_windows(
            int(self.series.days.day.min()), forecast.as_of, self.calendar, rules.reorder
        )
        self.probability = forecast.chance(rules.reorder.horizon)
        self.horizons = plan_year_days(forecast.as_of, self.calendar)
        self.orders = [forecast.orders(days) for days in self.horizons]
        self.amount = self.money_of(forecast, self.orders)

    def frame(self) -> pd.DataFrame:
        """One row a customer."""
        names = [key[0] for key in self.series.days.keys]
        trend = trend_of(self.series.days, self.windows, self.rules.reorder)
        rows = _rows(
            names, [None] * len(names), self.series, self.next, trend, self.forecast.as_of, self.rules
        )
        pairs = zip(self.orders, self.horizons, strict=True)
        orders = [np.maximum(counts, self.forecast.chance(days)) for counts, days in pairs]
        rows["probability"], rows["expected_orders"] = (
            self.probability,
            np.maximum(orders[1] - orders[0], 0.0),
        )
        rows["expected_amount"] = _in_cents(self.amount, self.rules.money.unit)
        return rows.assign(product=None, expected_quantity=np.nan, unit=None)

    def money_of(self, forecast: Forecast, orders: Sequence[Floats]) -> Floats:
        """(s,) money in the plan year: what is still to come, and what came of it already.

        Args:
            forecast: of the customers, or of other series.
            orders: what it expects until each of ``horizons``.
        """
        before, whole = (
            forecast.money(days, counts) for days, counts in zip(self.horizons, orders, strict=True)
        )
        start = day_number(self.calendar.start(self.calendar.rules.plan_year))
        booked = money_since(forecast.series.days, start - 1, forecast.as_of)
        growth = 1.0 + self.rules.reorder.market_growth
        return np.asarray(np.maximum(whole - before, 0.0) * growth + booked, dtype=np.float64)


def plan_year_days(as_of: int, calendar: YearCalendar) -> tuple[int, int]:
    """Days from today to the end of this year, and to the end of the plan year; 0 where they are past."""
    year = calendar.rules.plan_year
    ends = [day_number(calendar.end(year - 1)), day_number(calendar.end(year))]
    return max(ends[0] - as_of, 0), max(ends[1] - as_of, 0)


def _line_frame(by_line: OrderDays, lines: pd.DataFrame, totals: _Totals) -> pd.DataFrame:
    """One row a product line of a customer; a line with a single order follows its customer."""
    forecast, rules = totals.forecast, totals.rules
    series = series_of(by_line, forecast.book, forecast.as_of)
    position = {key[0]: at for at, key in enumerate(totals.series.days.keys)}
    owner = np.array([position[key[0]] for key in by_line.keys], dtype=np.int64)
    alone = series.rhythm.orders >= 2
    following = next_order(series.rhythm, forecast.book.rhythm, totals.country, rules.reorder)
    trend = trend_of(by_line, totals.windows, rules.reorder)
    names, line_names = zip(*by_line.keys, strict=True)
    joined = _joined(following, totals.next, alone, owner)
    rows = _rows(names, line_names, series, joined, trend, forecast.as_of, rules)
    rows["gap"] = np.where(alone, series.rhythm.gap, totals.series.rhythm.gap[owner])
    rows["ratio"] = rows["elapsed"] / rows["gap"]
    rows["probability"] = np.where(
        alone, forecast.chance(rules.reorder.horizon, series), totals.probability[owner]
    )
    return _priced(rows, by_line, series, lines, totals, owner)


def _priced(
    rows: pd.DataFrame, by_line: OrderDays, series: Series, lines: pd.DataFrame, totals: _Totals, owner: Ints
) -> pd.DataFrame:
    """The rows of lines with money that adds up to the customer's, product and quantity."""
    forecast, rules = totals.forecast, totals.rules
    own = Forecast(series, forecast.book, forecast.learnt, forecast.as_of)
    weights = totals.money_of(own, [own.orders(days) for days in totals.horizons])
    rows["expected_amount"] = split_over_lines(totals.amount, owner, weights, rules.money.unit)
    whole = np.where(totals.amount[owner] > 0, totals.amount[owner], 1.0)
    before, year = totals.orders
    rows["expected_orders"] = np.maximum(year - before, 0.0)[owner] * rows["expected_amount"] / whole
    best = best_products(lines, forecast.as_of - rules.reorder.recent_days)
    products, prices, units = zip(*(best.get(key, _NO_PRODUCT) for key in by_line.keys), strict=True)
    quantity = rows["expected_amount"].to_numpy() / np.array(prices, dtype=np.float64)
    return rows.assign(product=object_array(products), unit=object_array(units), expected_quantity=quantity)


def _by_customer(by_line: OrderDays, customers: OrderDays) -> OrderDays:
    """The lines in the order of their customers, without those of customers who have no order day."""
    position = {key[0]: at for at, key in enumerate(customers.keys)}
    kept = np.array([key[0] in position for key in by_line.keys], dtype=bool)
    by_line = by_line.where(kept[by_line.series])
    owner = np.array([position[key[0]] for key in by_line.keys], dtype=np.int64)
    order = np.argsort(owner, kind="stable")
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    series = rank[by_line.series]
    moved = np.lexsort((by_line.day, series))
    keys = tuple(by_line.keys[at] for at in order)
    return OrderDays(keys, series[moved], by_line.day[moved], by_line.money[moved])


def _joined(own: NextOrder, customer: NextOrder, alone: Any, owner: Ints) -> NextOrder:
    """State and days of lines with a rhythm of their own, the customer's for the others."""
    fields = ("state", "expected", "earliest", "likely", "latest", "contact", "contact_now")
    pairs = ((getattr(own, field), getattr(customer, field)[owner]) for field in fields)
    return NextOrder(*(np.where(alone, mine, theirs) for mine, theirs in pairs))


def _rows(
    names: Sequence[str], lines: Sequence[str | None], series: Series, following: NextOrder, trend: Trend,
    as_of: int, rules: Rules,
) -> pd.DataFrame:  # fmt: skip
    """State, rhythm, dates and trend of each series."""
    rhythm = series.rhythm
    urgency = [URGENCIES.get(state) for state in following.state.tolist()]
    recent = money_since(series.days, as_of - rules.reorder.recent_days, as_of)
    return pd.DataFrame(
        {
            "customer": pd.Series(list(names), dtype=object), "line": pd.Series(list(lines), dtype=object),
            "state": following.state, "urgency": pd.Series(urgency, dtype=object), "orders": rhythm.orders,
            "gap": rhythm.gap, "last_order": dates(rhythm.last), "elapsed": rhythm.elapsed,
            "ratio": rhythm.ratio, "alive": series.standing.alive, "expected_date": dates(following.expected),
            "date_from": dates(following.earliest), "likely_date": dates(following.likely),
            "date_to": dates(following.latest), "contact_date": dates(following.contact),
            "contact_now": following.contact_now, "last12": recent, "trend": trend.change,
            "trend_label": trend.label, "variation": rhythm.variation,
        }
    )  # fmt: skip


_COLUMNS = (
    "customer", "line", "product", "state", "urgency", "orders", "gap", "last_order", "elapsed", "ratio", "alive",
    "probability", "expected_date", "date_from", "date_to", "contact_date", "expected_orders", "expected_amount",
    "expected_quantity", "unit", "last12", "trend", "trend_label", "reason", "likely_date", "contact_now", "variation",
)  # fmt: skip


def dates(days: Ints) -> pd.Series:
    """Days from 1970 as dates, blank where there is none."""
    none = days == NO_DAY
    stamps = np.where(none, 0, days).astype("datetime64[D]").astype("datetime64[s]")
    stamps[none] = np.datetime64("NaT", "s")
    return pd.Series(stamps)


def _in_cents(amounts: Floats, money: Unit) -> Floats:
    """Money in whole cents."""
    whole = money.cents(1.0)
    return np.array([money.cents(amount) / whole for amount in amounts.tolist()], dtype=np.float64)


def _alphabetical(words: Sequence[str]) -> Ints:
    """(n,) the place of each word among all."""
    places = {word: at for at, word in enumerate(sorted(set(words)))}
    return np.array([places[word] for word in words], dtype=np.int64)


def _ordered(frame: pd.DataFrame) -> pd.DataFrame:
    """Customers by state, then by money; each with its lines below it, larger ones first."""
    names, lines = frame["customer"].tolist(), frame["line"].fillna("").tolist()
    lined, amounts = frame["line"].notna().to_numpy(), frame["expected_amount"].to_numpy(dtype=np.float64)
    rank = {state: at for at, state in enumerate(_STATE_ORDER)}
    totals = zip(names, frame["state"].tolist(), amounts.tolist(), lined.tolist(), strict=True)
    of = {name: (rank[state], -amount) for name, state, amount, part in totals if not part}
    states, money = zip(*(of[name] for name in names), strict=True)
    order = np.lexsort((_alphabetical(lines), -amounts, lined, _alphabetical(names), money, states))
    sorted_rows = frame.iloc[order].reset_index(drop=True)
    return as_objects(sorted_rows.assign(reason=reorder_reasons(sorted_rows)))[list(_COLUMNS)]
