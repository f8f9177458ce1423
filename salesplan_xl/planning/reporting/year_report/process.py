"""The work behind the results: new customers, who bought again, the average order, the projects won (article S3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.common import rates
from salesplan_xl.planning.common.customer_book import MONEY_DECIMALS, filled
from salesplan_xl.planning.common.period import Period
from salesplan_xl.planning.reporting.year_report.closed_projects import LOST, WON, ClosedProject
from salesplan_xl.planning.reporting.year_report.revenue import Revenue

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Step:
    """One line; blank where unknown."""

    key: str
    value: float | None = None
    last: float | None = None
    say: Sentence | None = None


@dataclass(frozen=True)
class Process:
    """All lines.

    Args:
        first_order_total: money of the first order days of the new customers.
    """

    lines: tuple[Step, ...]
    first_order_total: float | None

    def value(self, key: str) -> float | None:
        """The figure of a line."""
        return next(line.value for line in self.lines if line.key == key)


def process_of(book: pd.DataFrame, revenue: Revenue, closed: Sequence[ClosedProject]) -> Process:
    """The lines of the process.

    Args:
        book: ``CustomerBook.frame``.
        revenue: the years.
        closed: the projects closed in the reported year.
    """
    fresh = new_customers(book, revenue)
    firsts = None if fresh is None else first_orders(revenue, set(book["name"][fresh]))
    count = None if fresh is None else int(fresh.sum())
    average = firsts / count if firsts is not None and count else None
    old = set(book["name"] if fresh is None else book["name"][~fresh])
    lines = (
        Step("new_customers", count, say=Sentence("year.no_new") if count is None else None),
        Step("first_order_average", average),
        _repeat(revenue),
        Step(
            "average_order", average_order(revenue, revenue.period, old),
            average_order(revenue, revenue.period_last, old),
        ),
        *_won(closed),
    )  # fmt: skip
    return Process(lines, firsts)


def new_customers(book: pd.DataFrame, revenue: Revenue) -> Bools | None:
    """(n,) whether each customer is new in the reported year.

    New is who ordered first in it, bought nothing in the two years before, and is not known since earlier.

    Returns:
        ``None`` where the book holds nothing from before the year, or no order of it: nobody can tell.
    """
    lines, first_day = revenue.lines, revenue.period.first
    since = pd.to_datetime(book["since"])
    money = np.nan_to_num(np.column_stack([revenue.last, revenue.before]))
    earlier = (
        bool((lines["date"] < first_day).any()) or bool((money != 0).any()) or bool((since < first_day).any())
    )
    sold = lines[lines["net"] > 0].groupby("customer")["date"].min()
    if not earlier or not revenue.period.holds(sold).any():
        return None
    began = revenue.period.holds(book["name"].map(sold))
    return np.asarray(began & (money <= 0).all(axis=1) & ~(since < first_day).to_numpy(), dtype=np.bool_)


def first_orders(revenue: Revenue, names: set[str]) -> float:
    """Money of the first order day of each of some customers; golden: 12 and 3 on 2 May, 9 in August → 15."""
    lines = revenue.in_period(revenue.period)
    lines = lines[lines["customer"].isin(names) & (lines["net"] > 0)]
    first = lines.groupby("customer")["date"].transform("min")
    return round(float(lines.loc[lines["date"] == first, "net"].sum()), MONEY_DECIMALS)


def _repeat(revenue: Revenue) -> Step:
    """The share of last year's customers who bought again."""
    again = _bought_again(revenue.last, revenue.this)
    return Step(
        "repeat_rate", again, _bought_again(revenue.before, revenue.last),
        Sentence("year.no_last") if again is None else None,
    )  # fmt: skip


def _bought_again(before: npt.NDArray[np.float64], after: npt.NDArray[np.float64]) -> float | None:
    buyers = before > 0
    return float((after[buyers] > 0).mean()) if buyers.any() and not np.isnan(after).all() else None


def average_order(revenue: Revenue, period: Period, names: set[str]) -> float | None:
    """The mean order of some customers in a year: lines of one number are one order, credit notes left out.

    Golden: orders of 80, 20, 50, 30 and 7, a return of 5 → 37.4.
    """
    lines = revenue.in_period(period)
    lines = lines[lines["customer"].isin(names) & (lines["net"] > 0) & (lines["kind"] != "credit")]
    alone = pd.Series([f"#{row}" for row in lines.index], lines.index, dtype=object)
    number = lines["order_no"].where(filled(lines["order_no"]), alone)
    count = len(set(zip(lines["customer"], number, strict=True)))
    return round(float(lines["net"].sum()) / count, MONEY_DECIMALS) if count else None


def _won(closed: Sequence[ClosedProject]) -> tuple[Step, ...]:
    won, lost = ([item.amount for item in closed if item.result == result] for result in (WON, LOST))
    rate = rates.completion(len(won), len(closed))
    return (
        Step("win_rate", rate, say=Sentence("year.no_closed") if rate is None else None),
        Step("won_count", len(won)), Step("won_amount", round(sum(won), MONEY_DECIMALS)),
        Step("lost_count", len(lost)), Step("lost_amount", round(sum(lost), MONEY_DECIMALS)),
    )  # fmt: skip
