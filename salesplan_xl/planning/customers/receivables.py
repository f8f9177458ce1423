"""Collections: what is open and overdue, how often a customer pays late, and whether that is a habit."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from salesplan_xl.findings import Finding, Place, Severity
from salesplan_xl.money import WAN, Unit
from salesplan_xl.planning.common.customer_book import (
    MONEY_DECIMALS,
    capped,
    filled,
    positions,
    unknown_customers,
)
from salesplan_xl.planning.common.rates import DUST
from salesplan_xl.rules import CalendarRules, HealthRules

DEFAULTS = HealthRules()


def invoice_states(
    receivables: pd.DataFrame,
    calendar: CalendarRules,
    rules: HealthRules = DEFAULTS,
    money: Unit = WAN,
    grace: int = 0,
) -> pd.DataFrame:
    """The state of each receivable as of the as-of date, on the same index.

    A payment counts when its date is not after the as-of date, or when it has an amount but no date; a date
    without an amount means paid in full. Nothing is open before it can have been invoiced.

    Args:
        grace: days after the due date within which a payment is still on time; overdue money knows no grace.

    Returns:
        ``open`` money still owed (negative for an unused credit), ``days`` past due (NaN when not
        overdue), ``overdue`` money, ``judged`` (settled at a known date, or unpaid after the days of grace) and
        ``late`` bool.
    """
    as_of = np.datetime64(calendar.as_of, "D")
    amount = receivables["amount"].astype(float).fillna(0.0).to_numpy()
    due = receivables["due"].to_numpy().astype("datetime64[D]")
    paid_on = receivables["paid_date"].to_numpy().astype("datetime64[D]")
    dated = ~np.isnat(paid_on) & (paid_on <= as_of)
    typed = receivables["paid_amount"].astype(float).to_numpy()
    paid = np.where(dated, np.where(np.isnan(typed), amount, typed), 0.0)
    undated = np.isnat(paid_on) & ~np.isnan(typed)
    paid = np.where(undated, typed, paid)
    rest = _rest(amount, paid, money)
    past = np.where(np.isnat(due), np.nan, (as_of - due).astype(float))
    waits = ~np.isnat(due) & (-past > rules.not_issued_days)
    rest = np.where(waits, 0.0, rest)
    overdue = (rest > 0) & (past > 0)
    settled = dated & (rest == 0) & (amount > 0) & ~np.isnat(due)
    unpaid = overdue & (past > grace)
    return pd.DataFrame(
        {
            "open": rest,
            "days": np.where(overdue, past, np.nan),
            "overdue": np.where(overdue, rest, 0.0),
            "judged": settled | unpaid,
            "late": unpaid | settled & (paid_on > due + np.timedelta64(grace, "D")),
        },
        index=receivables.index,
    )


def _rest(amount: np.ndarray, paid: np.ndarray, money: Unit) -> np.ndarray:
    """The rest of an amount; never beyond zero, and zero where less than a cent is left."""
    rest = amount - paid
    rest = np.where(amount >= 0, np.maximum(rest, 0.0), np.minimum(rest, 0.0))
    return np.where(np.abs(rest) <= money.tolerance, 0.0, rest)


def collections(
    customers_names: pd.Series,
    receivables: pd.DataFrame,
    calendar: CalendarRules,
    rules: HealthRules,
    money: Unit = WAN,
    grace: int = 0,
) -> pd.DataFrame:
    """Open and overdue money, late-rate and payment habit per customer, in the order of the names.

    Late-rate = (late + prior × book late-rate) ÷ (judged + prior), so few invoices lean towards the book.
    Habitual, the first that holds: at least ``habitual_min_invoices`` judged and that rate reached; retention money
    overdue for more than ``retention_days`` with late progress payments, two at least and half of those judged;
    two invoices overdue for more than ``abandoned_days`` and nothing paid for a year. Temporary: anything overdue.

    Args:
        grace: days after the due date within which a payment is still on time.

    Returns:
        receivable, overdue (money, 0 without data), oldest_days (NaN when nothing is overdue), late_rate
        (NaN without data), judged, late (counts), payment, habit (``rate``, ``retention``, ``abandoned`` or None),
        retention_days (oldest overdue retention, NaN), retention_overdue (money past ``retention_days``), has_data.

    Source: guide/health.md; article S0 (collections).
    """
    usable = receivables[filled(receivables["customer"]) & receivables["amount"].notna()]
    states = invoice_states(usable, calendar, rules, money, grace)
    retention = (usable["kind"] == "retention").to_numpy()
    # A row without a kind is an ordinary payment, like a progress payment.
    progress = ~retention & (usable["kind"] != "advance").to_numpy()
    late, judged = states["late"].to_numpy(), states["judged"].to_numpy()
    stale = retention & (states["days"] > rules.retention_days).to_numpy()
    at = positions(customers_names, usable["customer"])
    count = len(customers_names)
    result = pd.DataFrame(
        {
            "receivable": _sums(at, states["open"].to_numpy(), count),
            "overdue": _sums(at, states["overdue"].to_numpy(), count),
            "oldest_days": _largest(at, states["days"].to_numpy(), count),
            "judged": _counts(at, judged, count),
            "late": _counts(at, late, count),
            "retention_days": _largest(at, np.where(stale, states["days"], np.nan), count),
            "retention_overdue": _sums(at, np.where(stale, states["overdue"], 0.0), count),
            "progress_judged": _counts(at, progress & judged, count),
            "progress_late": _counts(at, progress & late, count),
            "abandoned": _counts(at, (states["days"] > rules.abandoned_days).to_numpy(), count),
            "silent": _counts(at, _recently_paid(usable, calendar, rules), count) == 0,
            "has_data": _counts(at, np.ones(len(at), dtype=bool), count) > 0,
        },
        index=customers_names.index,
    )
    book_rate = float(late.sum() / judged.sum()) if judged.any() else np.nan
    return _with_habit(result, book_rate, rules)


def _recently_paid(usable: pd.DataFrame, calendar: CalendarRules, rules: HealthRules) -> np.ndarray:
    """Payments of the last ``abandoned_silence`` days, and those without a date: somebody pays."""
    days = (pd.Timestamp(calendar.as_of) - usable["paid_date"]).dt.days
    recent = (days >= 0) & (days <= rules.abandoned_silence)
    return np.asarray(recent | usable["paid_date"].isna() & (usable["paid_amount"].fillna(0.0) > 0))


def _with_habit(result: pd.DataFrame, book_rate: float, rules: HealthRules) -> pd.DataFrame:
    """Late-rate and habit from the counts."""
    prior = float(rules.late_prior_weight)
    weight = result["judged"].to_numpy() + prior
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = (result["late"].to_numpy() + (prior * book_rate if prior else 0.0)) / weight
    rate = np.where(result["has_data"] & (weight > 0), rate, np.nan)
    grounds = {
        "rate": (result["judged"] >= rules.habitual_min_invoices).to_numpy()
        & (rate >= rules.habitual_late_rate - DUST),
        "retention": (
            (result["retention_overdue"] > 0)
            & (result["progress_late"] >= rules.habitual_progress_late)
            & (result["progress_late"] >= rules.habitual_progress_share * result["progress_judged"] - DUST)
        ).to_numpy(),
        "abandoned": ((result["abandoned"] >= rules.abandoned_invoices) & result["silent"]).to_numpy(),
    }
    habit = np.select(list(grounds.values()), list(grounds), "").astype(object)
    habit[habit == ""] = None
    payment = np.where(result["overdue"] > 0, "temporary", "normal").astype(object)
    payment[pd.notna(habit)] = "habitual"
    columns = {"payment": payment, "habit": habit}
    return result.assign(
        late_rate=rate,
        **{key: pd.Series(values, result.index, dtype=object) for key, values in columns.items()},
    )


def _counts(at: np.ndarray, hit: np.ndarray, count: int) -> np.ndarray:
    """The number of rows hit per customer position."""
    return _sums(at, hit, count).astype(int)


def _sums(at: np.ndarray, values: np.ndarray, count: int) -> np.ndarray:
    """Totals per customer position; rows of unknown customers (-1) are left out."""
    listed = at >= 0
    return np.round(
        np.bincount(at[listed], weights=values[listed].astype(float), minlength=count), MONEY_DECIMALS
    )


def _largest(at: np.ndarray, values: np.ndarray, count: int) -> np.ndarray:
    """Largest value per customer position; NaN where there is none."""
    best = np.full(count, -np.inf)
    used = (at >= 0) & ~np.isnan(values)
    np.maximum.at(best, at[used], values[used])
    return np.where(np.isinf(best), np.nan, best)


def receivable_findings(
    customers_names: pd.Series, receivables: pd.DataFrame, money: Unit = WAN
) -> list[Finding]:
    """Faults in the receivables as typed or imported.

    Args:
        customers_names: distinct customers of the book.
        money: unit of the amounts.
    """
    named = filled(receivables["customer"])
    usable = receivables[named & receivables["amount"].notna()]
    return [
        *unknown_customers("receivables", receivables, customers_names),
        *capped(list(_overpaid(usable, money))),
        *capped(list(_undated(usable))),
        *_counted(
            usable,
            usable["paid_date"].notna() & usable["paid_amount"].isna(),
            "F-131",
            Severity.NOTE,
            "paid_amount",
        ),
    ]


def _counted(
    frame: pd.DataFrame, hit: pd.Series, code: str, severity: Severity, column: str
) -> Iterable[Finding]:
    """One finding for all rows that are hit, placed at the first."""
    rows = frame.index[hit]
    if len(rows):
        yield Finding(code, severity, {"count": len(rows)}, Place("receivables", int(rows[0]), column))


def _overpaid(usable: pd.DataFrame, money: Unit) -> Iterable[Finding]:
    """Payments above the amount due."""
    over = usable["paid_amount"].abs() > usable["amount"].abs() + money.tolerance
    return _each_invoice(usable[over], "F-130", "paid_amount")


def _undated(usable: pd.DataFrame) -> Iterable[Finding]:
    """Payments without a date."""
    undated = usable["paid_date"].isna() & (usable["paid_amount"].fillna(0.0) != 0)
    return _each_invoice(usable[undated], "F-132", "paid_date")


def _each_invoice(rows: pd.DataFrame, code: str, column: str) -> Iterable[Finding]:
    """One warning per receivable."""
    columns = [rows[key].tolist() for key in ("customer", "invoice", "amount", "paid_amount")]
    for at, *values in zip(rows.index.tolist(), *columns, strict=True):
        named = dict(zip(("customer", "invoice", "amount", "paid"), values, strict=True))
        yield Finding(code, Severity.WARNING, named, Place("receivables", at, column))
