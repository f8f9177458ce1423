"""Days of grace: a payment a few days after the due date still counts as on time, and overdue money stays overdue."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from salesplan_xl.planning.tracking.month_dues import receivable_dues
from salesplan_xl.rules import CalendarRules, MonthRules, Rules
from salesplan_xl.schema import inputs
from tests.golden.test_health import table


@pytest.mark.parametrize(("grace", "on_time"), [(0, 100.0), (7, 250.0), (8, 550.0)])
def test_paid_within_the_days_of_grace_is_on_time(grace: int, on_time: float) -> None:
    """100 paid on the day, 150 seven days later, 300 eight days later (in the next month), 50 unpaid: 600 due."""
    due = dt.date(2027, 3, 28)
    rows = [
        {
            "customer": "甲",
            "amount": amount,
            "due": due,
            "paid_amount": amount,
            "paid_date": due + dt.timedelta(days=late),
        }
        for amount, late in ((100, 0), (150, 7), (300, 8))
    ]
    receivables = table(inputs.RECEIVABLES, *rows, {"customer": "甲", "amount": 50, "due": due})
    rules = Rules(
        months=MonthRules(grace_days=grace),
        calendar=CalendarRules(plan_year=2027, as_of=dt.date(2027, 4, 30)),
    )
    dues = receivable_dues(receivables, np.zeros(4, dtype=np.int64), rules)
    paid, owed = dues.window(2, 3)
    assert (paid.sum(), owed.sum()) == (on_time, 600.0)
    assert dues.overdue[:, 3].sum() == 500.0, "150, 300 and 50 are not paid by the end of March, grace or not"


def test_what_is_unpaid_within_the_days_of_grace_counts_nowhere_yet() -> None:
    """Due on 28 March with seven days of grace: on 4 April nobody knows, on 5 April it is late."""
    owed = table(inputs.RECEIVABLES, {"amount": 50, "due": dt.date(2027, 3, 28)})
    for day, due in ((4, 0.0), (5, 50.0)):
        rules = Rules(calendar=CalendarRules(plan_year=2027, as_of=dt.date(2027, 4, day)))
        assert receivable_dues(owed, np.zeros(1, dtype=np.int64), rules).due[:, 2].sum() == due


def test_seven_days_are_the_default() -> None:
    assert MonthRules().grace_days == 7
