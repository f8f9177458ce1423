"""What a customer earns: by hand, from orders, from the customer list, and where nobody knows."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import pytest

from salesplan_xl.planning.customers.margins import gross_margins
from salesplan_xl.rules import CalendarRules
from salesplan_xl.schema import inputs
from tests.golden.test_health import table

CALENDAR = CalendarRules(plan_year=2027)


def _order(
    customer: str, amount: float, margin: float | None, year: int = 2026, kind: str = "order"
) -> dict[str, Any]:
    return {
        "customer": customer,
        "amount": amount,
        "margin": margin,
        "date": dt.date(year, 6, 1),
        "kind": kind,
    }


def _margins(typed: dict[str, float | None], *orders: dict[str, Any]) -> dict[str, float]:
    book = table(inputs.CUSTOMERS, *({"name": name, "margin": margin} for name, margin in typed.items()))
    found = gross_margins(book, table(inputs.ORDERS, *orders), CALENDAR)
    return dict(zip(typed, found.tolist(), strict=True))


def test_orders_of_this_year_are_averaged_by_their_amount() -> None:
    """100 at 20 % and 300 at 40 %: 20 + 120 of 400 is 35 %; last year's line and one without a margin do not count."""
    lines = [
        _order("甲", 100, 0.2),
        _order("甲", 300, 0.4),
        _order("甲", 900, 0.9, 2025),
        _order("甲", 500, None),
    ]
    assert _margins({"甲": 0.1}, *lines)["甲"] == pytest.approx(0.35)


def test_a_credit_note_takes_its_margin_back() -> None:
    """100 at 20 %, 50 of it returned at 20 %, 50 more at 60 %: 10 + 30 of 100 is 40 %."""
    lines = [_order("甲", 100, 0.2), _order("甲", 50, 0.2, kind="credit"), _order("甲", 50, 0.6)]
    assert _margins({"甲": None}, *lines)["甲"] == pytest.approx(0.4)


def test_without_a_margin_in_the_orders_the_typed_one_stands() -> None:
    found = _margins(
        {"甲": 0.3, "乙": None, "丙": 0.25},
        _order("甲", 100, None),
        _order("丙", 100, 0.5),
        _order("丁", 100, 0.5),
    )
    assert (found["甲"], found["丙"]) == (0.3, 0.5)
    assert math.isnan(found["乙"])


def test_orders_that_net_to_nothing_say_nothing() -> None:
    assert _margins({"甲": 0.3}, _order("甲", 100, 0.5), _order("甲", -100, 0.5))["甲"] == 0.3
