"""The day the data reach to where nobody set one, and what lies after it (guide/calendar.md)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.findings import Finding, Place, Sentence, Severity
from salesplan_xl.planning.common.customer_book import net_amounts
from salesplan_xl.rules import CalendarRules

Days = npt.NDArray[np.datetime64]


def taken_as_of(orders: pd.DataFrame, rules: CalendarRules) -> dt.date | None:
    """The as-of day that the order list gives; ``None`` where it is the last day of this year.

    The last order day where it lies later, or where the list fell silent before the end of the year. Orders on the
    10th of each month until 10 November 2026: 2026-11-10, since five weeks later another would have been due.
    """
    days = order_days(orders)
    if not len(days):
        return None
    last: dt.date = days[-1].item()
    return last if last > rules.this_year_end or _is_silent(days, rules.this_year_end, rules) else None


def order_days(orders: pd.DataFrame) -> Days:
    """Distinct days with an order that has a customer and an amount, ascending."""
    usable = orders["customer"].notna() & orders["amount"].notna()
    return np.unique(orders.loc[usable, "date"].dropna().to_numpy().astype("datetime64[D]"))


def _is_silent(days: Days, until: dt.date, rules: CalendarRules) -> bool:
    """Whether the list ended before a day, longer ago than it ever paused."""
    last = days[-1]
    recent = days[days > last - np.timedelta64(rules.silent_window_days, "D")]
    quiet = int((np.datetime64(until) - last).astype(int))
    if len(recent) < rules.silent_order_days or quiet < rules.silent_days:
        return False
    return quiet > int(np.diff(recent).astype(int).max())


def with_as_of(rules: CalendarRules, typed: dt.date | None, orders: pd.DataFrame) -> CalendarRules:
    """The calendar with the as-of day that was typed, else with the one the data give."""
    return replace(rules, as_of=typed or taken_as_of(orders, rules) or rules.this_year_end)


def up_to(tables: Mapping[str, pd.DataFrame], as_of: dt.date) -> dict[str, pd.DataFrame]:
    """The tables as they stood at the end of a day: later orders and visits left out, later payments not yet made."""
    day = pd.Timestamp(as_of) + pd.Timedelta(days=1)
    stood = dict(tables)
    for key in ("orders", "visits"):
        later = stood[key]["date"] >= day
        if later.any():
            stood[key] = stood[key][~later]
    stood["receivables"] = _unpaid(stood["receivables"], stood["receivables"]["paid_date"] >= day)
    return stood


def _unpaid(receivables: pd.DataFrame, later: pd.Series) -> pd.DataFrame:
    if not later.any():
        return receivables
    payment = {key: receivables[key].mask(later) for key in ("paid_date", "paid_amount")}
    return receivables.assign(**payment)


def as_of_findings(
    tables: Mapping[str, pd.DataFrame], typed: dt.date | None, rules: CalendarRules
) -> list[Finding]:
    """The day taken from the data, rows after the as-of day, and a typed day long after the last order.

    Args:
        tables: ``orders``, ``visits`` and ``receivables`` with all their rows.
        typed: the as-of day of the settings; ``None`` where nobody set one.
        rules: years and the as-of day that counts.
    """
    place, days = Place("settings", None, "as_of"), order_days(tables["orders"])
    findings = []
    if typed is None and taken_as_of(tables["orders"], rules) is not None:
        findings.append(Finding("F-122", Severity.NOTE, {"date": rules.as_of}, place))
    if typed is not None and len(days) and _is_silent(days, typed, rules):
        quiet: dict[str, object] = {"quiet": (typed - days[-1].item()).days, "date": typed}
        findings.append(_offer(Sentence("calendar.silent", quiet), days[-1].item(), place))
    return [*findings, *_later_findings(tables, rules.as_of, place)]


def _later_findings(tables: Mapping[str, pd.DataFrame], as_of: dt.date, place: Place) -> list[Finding]:
    """Rows after the as-of day: how many, how much, and the newest day as the one to take."""
    end = pd.Timestamp(as_of) + pd.Timedelta(days=1)
    orders, visits, dues = tables["orders"], tables["visits"], tables["receivables"]
    later = (orders["date"] >= end, visits["date"] >= end, dues["paid_date"] >= end)
    values: dict[str, object] = {
        "date": as_of, "orders": int(later[0].sum()), "visits": int(later[1].sum()), "payments": int(later[2].sum()),
        "money": float(net_amounts(orders)[later[0]].sum()), "paid": float(dues["paid_amount"][later[2]].sum()),
    }  # fmt: skip
    columns = (orders["date"], visits["date"], dues["paid_date"])
    newest = [column[hit].max() for column, hit in zip(columns, later, strict=True) if hit.any()]
    parts = tuple(
        Sentence(f"calendar.after_{key}", values) for key in ("orders", "visits", "payments") if values[key]
    )
    if not parts:
        return []
    return [_offer(Sentence("calendar.after", {**values, "parts": parts}), newest[0].date(), place)]


def _offer(what: Sentence, newest: dt.date, place: Place) -> Finding:
    return Finding("F-121", Severity.WARNING, {"what": what, "newest": newest}, place)
