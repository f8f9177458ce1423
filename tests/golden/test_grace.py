"""Days of grace: a payment a few days after the due date still counts as on time, and overdue money stays overdue."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from salesplan_xl.planning.tracking.month_ledger import receivable_dues
from salesplan_xl.rules import MonthRules, Rules
from salesplan_xl.schema import inputs
from tests.golden.test_health import table

MARCH, APRIL = np.datetime64("2027-03-01"), np.datetime64("2027-04-01")


@pytest.mark.parametrize(("grace", "on_time"), [(0, 100.0), (7, 250.0), (8, 550.0)])
def test_paid_within_the_days_of_grace_is_on_time(grace: int, on_time: float) -> None:
    """100 paid on the day, 150 seven days later, 300 eight days later (in the next month), 50 unpaid: 600 due."""
    due = dt.date(2027, 3, 28)
    rows = [
        {"amount": amount, "due": due, "paid_amount": amount, "paid_date": due + dt.timedelta(days=late)}
        for amount, late in ((100, 0), (150, 7), (300, 8))
    ]
    receivables = table(inputs.RECEIVABLES, *rows, {"amount": 50, "due": due})
    dues = receivable_dues(
        receivables, np.zeros(4, dtype=np.int64), Rules(months=MonthRules(grace_days=grace))
    )
    paid, owed = dues.window(MARCH, APRIL)
    assert (paid.sum(), owed.sum()) == (on_time, 600.0)
    assert dues.open_at(APRIL).sum() == 500.0, (
        "150, 300 and 50 are not paid by the end of March, grace or not"
    )


def test_a_week_of_grace_is_the_default() -> None:
    assert MonthRules().grace_days == 7
