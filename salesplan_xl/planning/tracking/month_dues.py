"""The receivables of one plan year by debtor and month: what fell due, what came in time, what is overdue.

Due and on time are counted by customer and month of the due date, so that a credit note lowers what its customer owed
that month and no rate passes 100 % (guide/kpi.md).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.planning.common.year_calendar import calendar_of
from salesplan_xl.rules import Rules

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]
Dates = npt.NDArray[np.datetime64]
MONTHS = 12


@dataclass(frozen=True)
class Dues:
    """Money due, by debtor (rows) and month.

    Args:
        row: (n,) row of the ledger each debtor stands in, −1 where in none.
        due, on_time: (n, 12) money of the months of the plan year.
        overdue: (n, 13) unpaid at the start of each month, and at the end of the last, of what was due before; of
            the future what is overdue on the as-of day.
        all_open: whether what was overdue at the start of a period counts as due in it.
    """

    row: Ints
    due: Floats
    on_time: Floats
    overdue: Floats
    all_open: bool

    def window(self, first: int, last: int) -> tuple[Floats, Floats]:
        """Per debtor: paid on time, and due, in months ``first`` (0-based) to before ``last``."""
        on_time, due = (cells[:, first:last].sum(axis=1) for cells in (self.on_time, self.due))
        return on_time, due + self.overdue[:, first] if self.all_open and first < last else due


def receivable_dues(receivables: pd.DataFrame, rows: Ints, rules: Rules) -> Dues:
    """The amounts falling due and their payments, netted by customer and month.

    Due is the sum of the customer's amounts of the month, credit notes off, never below 0; money unpaid on the as-of
    day and still within the days of grace is left out. On time is what came within the days of grace, at most what
    was due. A payment date without an amount means that the whole was paid.

    Args:
        receivables: schema table ``receivables``.
        rows: (n,) row of the ledger of each receivable.
        rules: plan year, as-of day, days of grace, and what counts as due.

    Source: guide/kpi.md; article S0 (回款及时率).
    """
    as_of = np.datetime64(rules.calendar.as_of, "D")
    due_on, paid_on = (_days(receivables[key]) for key in ("due", "paid_date"))
    amount = np.nan_to_num(receivables["amount"].to_numpy(dtype=float))
    stated = receivables["paid_amount"].to_numpy(dtype=float)
    paid = np.where(np.isnan(stated), np.where(np.isnat(paid_on), 0.0, amount), stated)
    last_day = due_on + np.timedelta64(rules.months.grace_days, "D")
    came = paid_on <= as_of
    in_time = np.where(came & (paid_on <= last_day), paid, 0.0)
    left = np.maximum(amount - np.where(came | np.isnat(paid_on), paid, 0.0), 0.0)
    asked = amount - np.where(last_day >= as_of, left, 0.0)
    debtor, first = pd.factorize(receivables["customer"], use_na_sentinel=False)
    cells = calendar_of(rules.calendar).positions(receivables["due"], rules.calendar.plan_year)
    due = np.maximum(_by_month(debtor, cells, asked, len(first)), 0.0)
    return Dues(
        _row_of(debtor, rows, len(first)),
        due,
        np.minimum(_by_month(debtor, cells, in_time, len(first)), due),
        _overdue(debtor, len(first), amount, paid, due_on, paid_on, rules),
        rules.months.on_time_base == "open",
    )


def _days(dates: pd.Series) -> Dates:
    return pd.to_datetime(dates).to_numpy().astype("datetime64[D]")


def _by_month(debtor: Ints, month: Ints, money: Floats, count: int) -> Floats:
    inside = month >= 0
    sums = np.bincount(debtor[inside] * MONTHS + month[inside], money[inside], minlength=count * MONTHS)
    return sums.reshape(count, MONTHS).astype(np.float64)


def _row_of(debtor: Ints, rows: Ints, count: int) -> Ints:
    row = np.full(count, -1, dtype=np.intp)
    row[debtor] = rows
    return row


def _overdue(
    debtor: Ints, count: int, amount: Floats, paid: Floats, due_on: Dates, paid_on: Dates, rules: Rules
) -> Floats:
    """(debtors, 13) what was due before each month and not paid before it, looked at on the as-of day at the latest."""
    tomorrow = np.datetime64(rules.calendar.as_of, "D") + np.timedelta64(1, "D")
    first = calendar_of(rules.calendar).start(rules.calendar.plan_year)
    starts = np.datetime64(first, "M") + np.arange(MONTHS + 1)
    columns = []
    for start in np.minimum(starts.astype("datetime64[D]"), tomorrow):
        left = np.maximum(amount - np.where(paid_on < start, paid, 0.0), 0.0)
        columns.append(np.bincount(debtor, np.where(due_on < start, left, 0.0), minlength=count))
    return np.column_stack(columns).astype(np.float64).reshape(count, MONTHS + 1)
