"""This year before its end: the worked customers of guide/estimate.md, each through the whole diagnosis."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from salesplan_xl.catalogue import render
from salesplan_xl.planning.common.customer_book import build_customer_book
from salesplan_xl.planning.common.project_revenue import project_revenue
from salesplan_xl.planning.customers.health import HealthResult, diagnose
from salesplan_xl.planning.customers.year_estimate import year_words
from salesplan_xl.planning.targets.targets import derive_targets
from salesplan_xl.rules import Rules
from salesplan_xl.schema import inputs
from tests.golden.test_health import table

Order = tuple[str, float]
STEADY = "稳定"


def monthly(first: str, count: int, amount: float, day: int = 10) -> list[Order]:
    days = pd.date_range(f"{first}-{day:02d}", periods=count, freq=pd.DateOffset(months=1))
    return [(when.strftime("%Y-%m-%d"), amount) for when in days]


def rules_of(as_of: str, **calendar: Any) -> Rules:
    rules = Rules()
    return replace(rules, calendar=replace(rules.calendar, as_of=dt.date.fromisoformat(as_of), **calendar))


def tables_of(
    book: dict[str, list[Order]], kinds: dict[str, str] | None = None, deals: tuple[dict[str, Any], ...] = ()
) -> dict[str, pd.DataFrame]:
    lines = [
        {
            "customer": name,
            "date": day,
            "amount": amount,
            "kind": (kinds or {}).get(day, "order"),
            "order_no": f"{name}{at}",
        }
        for name, orders in book.items()
        for at, (day, amount) in enumerate(orders)
    ]
    return {
        "orders": table(inputs.ORDERS, *lines), "opportunities": table(inputs.OPPORTUNITIES, *deals),
        "receivables": table(inputs.RECEIVABLES), "contacts": table(inputs.CONTACTS),
    }  # fmt: skip


def diagnosed(
    book: dict[str, list[Order]], as_of: str = "2026-10-31", typed: tuple[dict[str, Any], ...] = (),
    *, calendar: dict[str, Any] | None = None, **more: Any,
) -> HealthResult:  # fmt: skip
    rules, tables = rules_of(as_of, **(calendar or {})), tables_of(book, **more)
    end = pd.Timestamp(as_of)
    tables["orders"] = tables["orders"][tables["orders"]["date"] <= end]
    customers = build_customer_book(table(inputs.CUSTOMERS, *typed), tables["orders"], rules.calendar)
    return diagnose(customers, tables, {}, rules)


def row(result: HealthResult, name: str = "甲") -> dict[Any, Any]:
    return result.frame.set_index("customer").loc[name].to_dict()


BASE = {STEADY: monthly("2024-11", 24, 20)}


@pytest.mark.parametrize(
    ("orders", "as_of", "estimate"),
    [
        (monthly("2024-01", 34, 10), "2026-10-31", 120),
        ([("2024-05-10", 60), ("2025-05-10", 60), ("2026-05-10", 60)], "2026-10-31", 60),
        ([("2024-12-10", 40), ("2025-12-10", 40)], "2026-10-31", 40),
        (monthly("2026-07", 4, 6), "2026-10-31", 36),
        ([("2026-09-10", 15), ("2026-10-10", 15)], "2026-10-31", 30),
        (monthly("2025-01", 12, 17.5), "2026-10-31", 0),
        (monthly("2024-11", 24, 21, 25), "2026-11-15", 242),
        (monthly("2024-11", 25, 10, 5), "2026-11-15", 120),
        (monthly("2024-11", 26, 10), "2026-12-31", 120),
    ],
    ids=[
        "steady",
        "each May",
        "each December",
        "since July",
        "two orders",
        "stopped",
        "on the 25th",
        "on the 5th",
        "over",
    ],
)
def test_the_worked_customers(orders: list[Order], as_of: str, estimate: float) -> None:
    """Beside a customer that buys steadily, so that the list and the book's season reach far enough back."""
    result = diagnosed({**BASE, "甲": orders}, as_of)
    assert row(result)["estimate"] == pytest.approx(estimate)


def test_a_year_end_season_places_what_is_left() -> None:
    """Jan–Sep 5, Oct–Dec 25 a month, the last twelve months × 1.2: 84 to date, 50/120 of 144 still to come."""
    shape = [25, 25, 5, 5, 5, 5, 5, 5, 5, 5, 5, 25]
    days = [day for day, _ in monthly("2024-11", 24, 0)]
    orders = [(day, shape[at % 12] * (1.0 if at < 12 else 1.2)) for at, day in enumerate(days)]
    result = diagnosed({"甲": orders})
    assert row(result)["this_year"] == pytest.approx(84)
    assert row(result)["estimate"] == pytest.approx(144)
    assert result.outlook.like_for_like == pytest.approx(0.2)


def test_a_signed_project_counts_once() -> None:
    """10 a month and a signed project of 200 delivered in June: 300 + 20, not 360."""
    deal = {
        "customer": "甲",
        "project": "产线",
        "stage": "signed",
        "amount": 200.0,
        "sign_date": dt.date(2026, 5, 20),
    }
    orders = [*monthly("2024-11", 24, 10), ("2026-06-15", 200.0)]
    result = diagnosed({**BASE, "甲": orders}, deals=(deal,))
    assert row(result)["estimate"] == pytest.approx(320)
    assert "其中一次性项目200" in render(result.estimate_words[0], "zh")


def test_an_order_of_kind_project_counts_once() -> None:
    orders = [*monthly("2024-11", 24, 10), ("2026-06-15", 200.0)]
    result = diagnosed({**BASE, "甲": orders}, kinds={"2026-06-15": "project"})
    assert row(result)["estimate"] == pytest.approx(320)


def test_a_list_that_begins_in_march_is_taken_on_average() -> None:
    result = diagnosed({"甲": monthly("2026-03", 8, 12)})
    assert row(result)["this_year"] == 96
    assert row(result)["estimate"] == pytest.approx(120)
    assert result.outlook.like_for_like is None
    assert "不满12个月" in render(result.estimate_words[0], "zh")


def test_growth_is_like_for_like_and_the_label_says_so() -> None:
    """Five steady customers in October: nobody fell, 500 of about 600."""
    names = "甲乙丙丁戊"
    result = diagnosed({name: monthly("2024-11", 24, 10) for name in names})
    assert set(result.frame["stability"]) == {"flat"}
    assert result.frame[["compared_this", "compared_last"]].to_numpy().tolist() == [[100.0, 100.0]] * 5
    label = year_words(result.outlook, rules_of("2026-10-31"))
    assert label is not None
    assert render(label, "zh") == "截至2026-10-31,今年未结束:实际500,估全年600,同期±0%"
    assert render(label, "en") == (
        "As of 2026-10-31, this year is not finished: 500 actual, about 600 for the year, ±0% on the same months"
    )


def test_nothing_is_said_once_the_year_is_over() -> None:
    result = diagnosed({"甲": monthly("2024-11", 26, 10)}, "2026-12-31")
    assert year_words(result.outlook, rules_of("2026-12-31")) is None
    assert result.estimate_words.tolist() == [()]
    assert row(result)["estimate"] == row(result)["this_year"] == 120


def test_the_running_month_stands_on_neither_side() -> None:
    """15 November: ten months against ten months, though the customer orders on the 25th."""
    result = diagnosed({"甲": monthly("2024-11", 24, 21, 25)}, "2026-11-15")
    assert row(result)["compared_this"] == row(result)["compared_last"] == 210
    assert row(result)["stability"] == "flat"


def test_a_seldom_customer_is_compared_by_its_estimate() -> None:
    result = diagnosed({**BASE, "甲": [("2024-12-10", 40.0), ("2025-12-10", 40.0)]})
    assert row(result)["stability"] == "flat"
    assert row(result)["compared_this"] == row(result)["compared_last"] == 40
    assert "同比按全年估计和去年比" in render(row(result)["reason"], "zh")


@pytest.mark.parametrize(("meaning", "estimate"), [("whole", 100.0), ("to_date", 120.0)])
def test_typed_revenue_of_a_running_year(meaning: str, estimate: float) -> None:
    """100 typed at the end of October: the whole year, or ten twelfths of it."""
    typed = ({"name": "甲", "this_year": 100.0, "last_year": 100.0},)
    result = diagnosed({}, typed=typed, calendar={"typed_revenue": meaning})
    assert row(result)["estimate"] == pytest.approx(estimate)


def test_the_base_names_its_parts_and_projects_still_to_sign() -> None:
    deal = {
        "customer": "甲",
        "project": "年底单",
        "stage": "quote",
        "amount": 50.0,
        "sign_date": dt.date(2026, 12, 20),
    }
    tables = tables_of({"甲": monthly("2024-11", 24, 10)}, deals=(deal,))
    result = diagnosed({"甲": monthly("2024-11", 24, 10)}, deals=(deal,))
    frame = derive_targets(
        result.frame, tables["opportunities"], rules_of("2026-10-31"), result.estimate_words.tolist()
    )
    assert frame["base"][0] == pytest.approx(120)
    words = render(frame["reason"][0], "zh")
    assert "到2026-10-31有100,11–12月按近12个月还有20" in words
    assert "今年还可能签年底单共50,没有算进来" in words


def test_tiers_stand_on_the_estimate() -> None:
    """A customer that stopped in March is no A in October, however much it had bought until then."""
    book = {
        "停": [*monthly("2025-01", 15, 40)],
        "甲": monthly("2024-11", 24, 10),
        "乙": monthly("2024-11", 24, 9),
    }
    result = diagnosed(book)
    frame = result.frame.set_index("customer")
    assert frame["this_year"]["停"] == 120
    assert frame["estimate"].to_dict() == pytest.approx({"停": 120, "甲": 120, "乙": 108})


def test_orders_explain_a_project_largest_first_until_it_is_booked() -> None:
    """Of 100, 60, 30, 26 and 24 after the signing, 100 and 60 book a project of 120; 24 would be too small anyway."""
    deal = {
        "customer": "甲",
        "project": "大单",
        "stage": "signed",
        "amount": 120.0,
        "sign_date": dt.date(2026, 5, 20),
    }
    orders = [
        ("2026-04-30", 90.0),
        ("2026-05-02", 60.0),
        ("2026-06-01", 100.0),
        ("2026-07-01", 30.0),
        ("2026-08-01", 24.0),
    ]
    tables = tables_of({"甲": orders}, deals=(deal,))
    explained = project_revenue(tables["orders"], tables["opportunities"])
    assert explained.lines.tolist() == [False, True, True, False, False]
    assert explained.booked.tolist() == [160.0]


def test_lines_of_one_order_are_one_order() -> None:
    deal = {
        "customer": "甲",
        "project": "大单",
        "stage": "signed",
        "amount": 100.0,
        "sign_date": dt.date(2026, 5, 1),
    }
    lines = [
        {"customer": "甲", "date": dt.date(2026, 6, 1), "amount": 20.0, "order_no": "S1"},
        {"customer": "甲", "date": dt.date(2026, 6, 1), "amount": 20.0, "order_no": "S1"},
        {"customer": "甲", "date": dt.date(2026, 6, 1), "amount": 20.0, "order_no": "S2"},
    ]
    explained = project_revenue(table(inputs.ORDERS, *lines), table(inputs.OPPORTUNITIES, deal))
    assert explained.lines.tolist() == [True, True, False]
