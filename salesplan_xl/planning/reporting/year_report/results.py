"""The results of the reported year beside its target and the year before (guide/yearend.md; article S3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.common import rates
from salesplan_xl.planning.common.period import Period
from salesplan_xl.planning.common.year_calendar import calendar_of
from salesplan_xl.planning.customers.year_estimate import YearOutlook
from salesplan_xl.planning.reporting.year_report.margins import Earned, earned, with_customer_margins
from salesplan_xl.planning.reporting.year_report.payments import collected, on_time
from salesplan_xl.planning.reporting.year_report.revenue import Revenue
from salesplan_xl.rules import CalendarRules, Rules


@dataclass(frozen=True, slots=True)
class Result:
    """One line; ``change`` is growth of money and points (as fractions) of rates, blank where unknown."""

    key: str
    value: float | None = None
    target: float | None = None
    completion: float | None = None
    last: float | None = None
    change: float | None = None
    say: Sentence | None = None


@dataclass(frozen=True)
class Results:
    """All lines, with what other parts of the report stand on.

    Args:
        earned: gross profit of the reported year.
        receivable, overdue: money open and overdue on the as-of day; ``None`` without receivables.
    """

    lines: tuple[Result, ...]
    earned: Earned
    receivable: float | None
    overdue: float | None

    def line(self, key: str) -> Result:
        """The line of that key."""
        return next(line for line in self.lines if line.key == key)


def results_of(
    book: pd.DataFrame,
    receivables: pd.DataFrame,
    debts: pd.DataFrame,
    revenue: Revenue,
    outlook: YearOutlook,
    rules: Rules,
) -> Results:
    """The results of the reported year.

    Args:
        book: ``CustomerBook.frame``.
        receivables: up to the as-of day.
        debts: ``receivable`` and ``overdue`` of each customer on the as-of day.
        revenue: both years.
        outlook: what the year will come to; once it is over that is its revenue.
        rules: target, as-of day, days of grace, days in a year.
    """
    profit, profit_last = _profit(book, revenue), _profit_last(book, revenue)
    has_receivables = bool(len(receivables))
    open_money = float(debts["receivable"].sum()) if has_receivables else None
    dso = rates.days_outstanding(open_money, outlook.estimate, rules.calendar.days_in_year)
    lines = (
        _revenue_line(revenue, rules),
        _rate_line("collection_rate", *_pair(collected, receivables, revenue)),
        _rate_line(
            "on_time_rate", *_pair(lambda rows, period: on_time(rows, period, rules), receivables, revenue)
        ),
        Result("dso", dso, say=Sentence("year.dso" if dso is not None else "year.no_dso")),
        _profit_line(profit, profit_last),
        _rate_line("margin_rate", profit.rate, profit_last.rate if profit_last else None),
    )
    return Results(lines, profit, open_money, float(debts["overdue"].sum()) if has_receivables else None)


def _revenue_line(revenue: Revenue, rules: Rules) -> Result:
    target = rules.season.this_year_target
    done = rates.completion(revenue.total, target)
    return Result(
        "revenue", revenue.total, target, done, revenue.total_last, revenue.growth,
        _revenue_words(revenue, done, rules.calendar),
    )  # fmt: skip


def _revenue_words(revenue: Revenue, done: float | None, rules: CalendarRules) -> Sentence:
    gone = workdays_gone(rules)
    parts = [
        Sentence("year.no_target") if done is None else None,
        Sentence("year.gone", {"gone": gone}) if gone < 1 else None,
        Sentence("year.typed_last") if revenue.typed_last and gone < 1 else None,
        Sentence("year.no_last") if revenue.total_last is None else None,
    ]
    return Sentence("year.words", {"parts": tuple(part for part in parts if part)})


def workdays_gone(rules: CalendarRules) -> float:
    """The share of the workdays of this year that is gone by the as-of day."""
    calendar = calendar_of(rules)
    first = calendar.first_month(rules.this_year)
    days = np.array([calendar.workdays(month) for month in range(first, first + 12)], dtype=np.float64)
    return float(days @ calendar.gone(rules.this_year) / days.sum())


def _pair(
    measure: Callable[[pd.DataFrame, Period], tuple[float, float]],
    receivables: pd.DataFrame,
    revenue: Revenue,
) -> tuple[float | None, float | None]:
    """The rate of both years; ``None`` where nothing was due."""
    this, last = (
        rates.on_time_rate(*measure(receivables, period)) for period in (revenue.period, revenue.period_last)
    )
    return this, last


def _rate_line(key: str, value: float | None, last: float | None) -> Result:
    change = None if value is None or last is None else value - last
    return Result(key, value, last=last, change=change, say=_rate_words(key, value, last))


def _rate_words(key: str, value: float | None, last: float | None) -> Sentence | None:
    if value is None:
        return Sentence(f"year.no_{key}")
    return Sentence("year.no_last") if last is None else None


def _profit(book: pd.DataFrame, revenue: Revenue) -> Earned:
    """The gross profit of the reported year: from order lines, of customers without orders from their own margin."""
    lines = revenue.in_period(revenue.period)
    counted = book["from_orders"].to_numpy(dtype=bool)
    lines = lines[lines["customer"].isin(set(book["name"][counted]))]
    net = np.concatenate([lines["net"].to_numpy(dtype=np.float64), revenue.this[~counted]])
    margin = book["margin"].to_numpy(dtype=np.float64)[~counted]
    return earned(net, np.concatenate([with_customer_margins(lines, book), margin]))


def _profit_last(book: pd.DataFrame, revenue: Revenue) -> Earned | None:
    """The gross profit of last year's orders; ``None`` where nothing of it is known."""
    lines = revenue.in_period(revenue.period_last)
    last = earned(lines["net"].to_numpy(dtype=np.float64), with_customer_margins(lines, book))
    return last if last.covered > 0 and not revenue.typed_last else None


def _profit_line(this: Earned, last: Earned | None) -> Result:
    if not this.covered:
        return Result("gross_profit", say=Sentence("year.no_gross_profit"))
    grown = rates.year_on_year(this.profit, last.profit) if last else None
    facts: dict[str, object] = {"share": this.coverage}
    whole = this.coverage is not None and this.coverage >= 1 - rates.DUST
    say = None if whole else Sentence("year.margin_coverage", facts)
    return Result("gross_profit", this.profit, last=last.profit if last else None, change=grown, say=say)
