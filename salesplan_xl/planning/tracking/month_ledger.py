"""One plan year by customer and month: the arrays behind the month's figures (guide/kpi.md).

Customer and month are the two axes of everything in ``months``: a ``Ledger`` holds targets, net orders,
visits asked and visits made as (customers, 12) arrays; months, quarters, the year and tiers are plain sums.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from salesplan_xl.planning.common.customer_book import net_amounts
from salesplan_xl.planning.common.year_calendar import calendar_of
from salesplan_xl.planning.schedule.month_targets import customer_targets
from salesplan_xl.planning.tracking.month_dues import Dues, receivable_dues
from salesplan_xl.rules import Rules
from salesplan_xl.tiers import NEW

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64] | NDArray[np.intp]
Dates = NDArray[np.datetime64]


def as_days(dates: pd.Series) -> Dates:
    """(n,) calendar days of a date column, NaT where blank."""
    return pd.to_datetime(dates).to_numpy().astype("datetime64[D]")


def as_money(amounts: pd.Series) -> Floats:
    """(n,) amounts of a money column, 0 where blank."""
    money: Floats = np.nan_to_num(amounts.to_numpy(dtype=float))
    return money


def month_start(year: int, month: int) -> np.datetime64:
    """First day of a month; month 13 is January of the next year."""
    return np.datetime64(f"{year + (month - 1) // 12:04d}-{(month - 1) % 12 + 1:02d}-01", "D")


def month_end(year: int, month: int) -> pd.Timestamp:
    """Last day of a month."""
    return pd.Timestamp(month_start(year, month + 1)) - pd.Timedelta(days=1)


def visits_asked(plan: pd.DataFrame) -> Floats:
    """(n, 12) visits that the cadence of each row asks in each month.

    One or more a month: that many every month. Less than one: a visit every round(1 / cadence) months, the
    customers of one tier and rhythm dealt out evenly over these months by name, so that sorting the sheet
    does not move anybody and a third of the quarterly C customers falls on each month. The new-business row
    (tier N) is nobody to visit.

    Args:
        plan: rows of the execution map with customer, tier, visits (times a month).

    Source: guide/map.md; article S0 (visit cadence).
    """
    times = np.where(plan["tier"].to_numpy() == NEW, 0.0, as_money(plan["visits"]))
    seldom = (times > 0) & (times < 1)
    every = np.clip(np.rint(1 / np.where(seldom, times, 1.0)), 1, 12).astype(int)
    names, peers = plan["customer"].tolist(), list(zip(plan["tier"], every.tolist(), strict=True))
    position, before = np.zeros(len(plan), dtype=int), Counter[tuple[str, int]]()
    for at in sorted(np.flatnonzero(seldom).tolist(), key=names.__getitem__):
        position[at] = before[peers[at]]
        before[peers[at]] += 1
    its_month = np.arange(12)[None, :] % every[:, None] == (position % every)[:, None]
    asked: Floats = np.where(seldom[:, None], its_month * 1.0, np.maximum(times, 0.0)[:, None])
    return asked


@dataclass(frozen=True)
class Ledger:
    """One plan year by customer (rows) and month (12 columns); ``book_*`` hold what no row carries too.

    ``gone`` (12,) is the share gone of each month: 1 finished, part of the one that runs, 0 to come; ``begun`` counts
    the months of which anything is gone or that run, ``finished`` those that are over.
    """

    year: int
    names: list[str]
    tiers: NDArray[np.object_]
    targets: Floats
    actual: Floats
    asked: Floats
    visits: Floats
    book_targets: Floats
    book_actual: Floats
    dues: Dues
    gone: Floats
    begun: int
    finished: int
    rules: Rules

    def revenue(self, first: int, last: int, rows: Bools | None = None) -> tuple[float, float]:
        """Actual and target of months ``first`` (0-based) to before ``last``, of the book or of some rows.

        The month that runs counts with the share of its target that is gone, later ones with none.
        """
        gone = self.gone[first:last]
        if rows is None:
            return float(self.book_actual[first:last].sum()), float(self.book_targets[first:last] @ gone)
        return float(self.actual[rows, first:last].sum()), float(
            (self.targets[rows, first:last] @ gone).sum()
        )

    @property
    def year_target(self) -> float:
        """Money the map asks of the whole year."""
        return float(self.book_targets.sum())

    def calls(self, first: int, last: int, rows: Bools | None = None) -> tuple[float, float]:
        """Planned customers visited, and planned, month by month: a customer counts once in each month it is due."""
        planned = self.asked[:, first:last] > 0
        planned = planned if rows is None else planned & rows[:, None]
        visited = planned & (self.visits[:, first:last] > 0)
        return float(visited.sum()), float(planned.sum())

    def payments(self, first: int, last: int, rows: Bools | None = None) -> tuple[float, float]:
        """Paid on time, and due, in the period."""
        on_time, due = self.dues.window(first, last)
        if rows is None:
            return float(on_time.sum()), float(due.sum())
        mine = np.append(rows, False)[self.dues.row]  # −1, nobody's, meets the appended False
        return float(on_time[mine].sum()), float(due[mine].sum())

    def by_customer(self, per_debtor: Floats) -> Floats:
        """(customers,) sums of a figure per debtor."""
        named = self.dues.row >= 0
        return _sums(self.dues.row[named], per_debtor[named], len(self.names))


def _people(plan: pd.DataFrame, orders: pd.DataFrame) -> pd.DataFrame:
    """The map's customers; without a new-business row, customers outside the map stand as own N rows."""
    rows = plan[["customer", "tier", "q1", "q2", "q3", "q4", "visits"]].dropna(subset=["customer"])
    rows = rows.drop_duplicates("customer")
    if (rows["tier"] == NEW).any():
        return rows.reset_index(drop=True)
    strangers = sorted(set(orders["customer"].dropna()) - set(rows["customer"]))
    added = pd.DataFrame({"customer": strangers, "tier": NEW}).astype(object)
    numbers = pd.DataFrame(0.0, index=added.index, columns=["q1", "q2", "q3", "q4", "visits"])
    return (
        pd.concat([rows, added.join(numbers)], ignore_index=True)
        if strangers
        else rows.reset_index(drop=True)
    )


def _rows_of(customers: pd.Series, people: pd.DataFrame, to_new: bool) -> Ints:
    """(n,) ledger row of each name; a name outside the map is new business if asked, else −1."""
    names = pd.Index(people["customer"], dtype=object)
    rows: Ints = np.asarray(names.get_indexer(pd.Index(customers, dtype=object)), dtype=np.intp)
    new = np.flatnonzero(people["tier"].to_numpy() == NEW)
    if not to_new or not len(new):
        return rows
    return np.where((rows < 0) & customers.notna().to_numpy(), new[0], rows)


def _sums(cells: Ints, values: Floats, count: int) -> Floats:
    return np.bincount(cells, values, minlength=count).astype(np.float64)


def _by_month(rows: Ints, months: Ints, values: Floats, count: int) -> tuple[Floats, Floats]:
    """Sums by (row, month) and by month alone of the plan year; months 0–11, −1 outside it."""
    inside = months >= 0
    named = inside & (rows >= 0)
    cells = _sums(rows[named] * 12 + months[named], values[named], count * 12)
    return cells.reshape(count, 12), _sums(months[inside], values[inside], 12)


def build_ledger(
    plan: pd.DataFrame,
    month_targets: Floats,
    month_shares: Floats,
    orders: pd.DataFrame,
    visits: pd.DataFrame,
    receivables: pd.DataFrame,
    rules: Rules,
) -> Ledger:
    """Orders, visits and receivables of the plan year by month and row of the map."""
    people, year = _people(plan, orders), rules.calendar.plan_year
    count = len(people)
    buyers = _rows_of(orders["customer"], people, to_new=True)
    calendar = calendar_of(rules.calendar)
    sold = calendar.positions(orders["date"], year)
    actual, book_actual = _by_month(buyers, sold, as_money(net_amounts(orders)), count)
    hosts = _rows_of(visits["customer"], people, to_new=False)
    calls, _ = _by_month(hosts, calendar.positions(visits["date"], year), np.ones(len(visits)), count)
    debtors = _rows_of(receivables["customer"], people, to_new=True)
    return Ledger(
        year, people["customer"].tolist(), people["tier"].to_numpy(dtype=object),
        customer_targets(people, month_shares, rules.quarters), actual, visits_asked(people), calls,
        np.nan_to_num(np.asarray(month_targets, dtype=float)), book_actual,
        receivable_dues(receivables, debtors, rules), calendar.gone(year),
        calendar.finished(year) + (calendar.running_in(year) is not None), calendar.finished(year), rules,
    )  # fmt: skip
