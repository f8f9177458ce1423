"""Receivables as arrays, and each customer's payment record as it stood on any day (guide/health.md)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.money import WAN, Unit

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

# Payments earlier or later than this say no more than that they were very early or very late.
EARLIEST, LATEST = -15.0, 30.0
NEVER = 1e6
_DAY_ROOM = 1_000_000  # days are far below this, so customer × room + day sorts by customer, then day


@dataclass(frozen=True)
class Invoices:
    """Receivables as known on the as-of date; days count from 1970.

    Args:
        customer: (n,) number of the customer, −1 where blank.
        usable: customer, due date and a positive amount are there.
        due, due_month: day and calendar month; day −1 where blank.
        kind, amount: as in the table.
        open: money unpaid on the as-of date.
        late: paid after the due date and the days of grace, or unpaid on the as-of date though due longer before it.
        judged: usable, due before the as-of date, and settled or past the days of grace.
        days_taken: days from due to paid (negative when early), NEVER when unpaid.
        as_of: day.
    """

    customer: Ints
    usable: Bools
    due: Floats
    due_month: Ints
    kind: npt.NDArray[np.object_]
    amount: Floats
    open: Floats
    late: Bools
    judged: Bools
    days_taken: Floats
    as_of: float

    @property
    def overdue(self) -> Floats:
        """(n,) days past due on the as-of date; ≤ 0 when not yet due."""
        return np.asarray(np.where(self.due >= 0, self.as_of - self.due, 0.0), dtype=np.float64)

    @property
    def as_of_days(self) -> Floats:
        """(n,) the as-of day for every invoice."""
        return np.full(len(self.due), self.as_of)

    @staticmethod
    def day(date: np.datetime64) -> float:
        """A date as a day number."""
        return float(date.astype("datetime64[D]").astype(np.int64))


def invoices_of(
    receivables: pd.DataFrame, as_of: np.datetime64, money: Unit = WAN, grace: int = 0
) -> Invoices:
    """The receivables as they were known on a day.

    A payment counts when dated up to that day (paid in full when it has no amount), or when it has an amount
    and no date (then it is settled, but nobody knows whether late, and it stays out of the record). A payment
    within ``grace`` days after the due date is not late.
    """
    today = Invoices.day(as_of)
    due, paid_on = _days(receivables["due"]), _days(receivables["paid_date"])
    amount = np.nan_to_num(receivables["amount"].to_numpy(dtype=np.float64))
    stated = receivables["paid_amount"].to_numpy(dtype=np.float64)
    undated = (paid_on < 0) & (stated > 0)
    dated = (paid_on >= 0) & (paid_on <= today)
    paid = np.where(dated, np.where(np.isnan(stated), amount, stated), np.where(undated, stated, 0.0))
    left = np.where(amount - paid > money.tolerance, amount - paid, 0.0)
    settled = left <= 0
    taken = np.where(settled & dated, paid_on - due, NEVER)
    late = np.where(settled & dated, paid_on > due + grace, due + grace < today)
    codes, _ = pd.factorize(receivables["customer"])
    usable = (codes >= 0) & (due >= 0) & (amount > 0) & ~(undated & settled)
    judged = usable & (due < today) & (settled | late)
    return Invoices(
        codes.astype(np.int64), usable, due,
        receivables["due"].dt.month.fillna(0).to_numpy(dtype=np.int64),
        receivables["kind"].to_numpy(dtype=object), amount, left, late.astype(bool), judged, taken, today,
    )  # fmt: skip


def _days(dates: pd.Series) -> Floats:
    days = dates.to_numpy().astype("datetime64[D]")
    return np.where(np.isnat(days), -1.0, days.astype(np.int64).astype(np.float64))


@dataclass(frozen=True)
class History:
    """A customer's record before a day, for every invoice.

    Args:
        count, late: invoices due before it, and how many of them late.
        rate: late rate drawn toward the book's.
        mean_days: usual days from due to paid, within −15…30, drawn toward the book's mean.
        spread_days: how much they vary (> 0), drawn toward the book's.
    """

    count: Floats
    late: Floats
    rate: Floats
    mean_days: Floats
    spread_days: Floats


def history_of(invoices: Invoices, cut: Floats, prior: float, book_rate: float) -> History:
    """The record of each invoice's customer from what fell due before that invoice's cut day.

    Args:
        cut: (n,) day; only invoices of the same customer due earlier count.
        prior: cases that the book's figures are worth.
    """
    past = np.flatnonzero(invoices.judged)
    order = past[np.lexsort((invoices.due[past], invoices.customer[past]))]
    keys = invoices.customer[order] * _DAY_ROOM + invoices.due[order]
    days = np.clip(invoices.days_taken[order], EARLIEST, LATEST)
    end = np.searchsorted(keys, invoices.customer * _DAY_ROOM + np.maximum(cut, 0.0))
    start = np.minimum(np.searchsorted(keys, invoices.customer * _DAY_ROOM), end)

    def between(values: Floats) -> Floats:
        sums = np.concatenate([[0.0], np.cumsum(values)])
        return np.asarray(sums[end] - sums[start], dtype=np.float64)

    count, late = (end - start).astype(np.float64), between(invoices.late[order].astype(np.float64))
    book_mean = float(days.mean()) if len(days) else 0.0
    book_var = float(days.var()) + 1.0 if len(days) else 1.0
    mean = (between(days) + prior * book_mean) / (count + prior)
    squares = between((days - book_mean) ** 2) - count * (mean - book_mean) ** 2
    spread = np.sqrt((np.maximum(squares, 0.0) + prior * book_var) / (count + prior))
    return History(count, late, (late + prior * book_rate) / (count + prior), mean, spread)


def usual_amounts(invoices: Invoices) -> Floats:
    """(n,) the geometric mean amount of each invoice's customer up to the as-of date; NaN without any."""
    past = invoices.judged
    size = int(invoices.customer.max(initial=-1)) + 1
    at = invoices.customer[past]
    logs = np.bincount(at, np.log(invoices.amount[past]), minlength=size)
    counts = np.bincount(at, minlength=size)
    with np.errstate(invalid="ignore", divide="ignore"):
        usual = np.where(counts > 0, np.exp(logs / counts), np.nan)
    return np.append(usual, np.nan)[invoices.customer]
