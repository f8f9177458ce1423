"""The rows that last year's book hands on: what is open, and the years the next plan looks back on (guide/start.md)."""

from __future__ import annotations

import datetime as dt
import math

import pandas as pd
import pytest

from salesplan_xl.commands.books.roll_over_settings import years_later
from salesplan_xl.planning.common.year_calendar import calendar_of
from salesplan_xl.planning.year_end.next_year import NextYear, year_target
from salesplan_xl.rules import CalendarRules
from salesplan_xl.schema.evaluate import empty_frame

OF_2028 = NextYear(2028, calendar_of(CalendarRules(plan_year=2027, as_of=dt.date(2027, 12, 20))))


def rows(table: str, **columns: list[object]) -> pd.DataFrame:
    """Rows of a table with some columns filled."""
    frame = empty_frame(table, len(next(iter(columns.values()))))
    for key, cells in columns.items():
        frame[key] = pd.to_datetime(pd.Series(cells)) if frame[key].dtype.kind == "M" else cells
    return frame


def test_orders_of_three_years_and_later_ones_go_over_and_those_without_a_day() -> None:
    orders = rows("orders", date=["2024-12-31", "2025-01-01", "2028-01-05", None])
    assert OF_2028.orders(orders).tolist() == [False, True, True, True]


def test_business_years_begin_where_they_begin() -> None:
    """With years from April on, 2025 begins on 1 April 2025."""
    april = CalendarRules(plan_year=2027, as_of=dt.date(2027, 12, 20), fiscal_start=4)
    following = NextYear(2028, calendar_of(april))
    orders = rows("orders", date=["2025-03-31", "2025-04-01"])
    assert following.orders(orders).tolist() == [False, True]


def test_visits_of_two_years() -> None:
    assert OF_2028.visits(rows("visits", date=["2025-12-31", "2026-01-01"])).tolist() == [False, True]


@pytest.mark.parametrize(
    ("due", "amount", "paid_on", "paid", "goes"),
    [
        ("2024-05-01", 8.0, None, None, True),  # open however old
        ("2024-05-01", 8.0, "2024-06-01", 5.0, True),  # three are still owed
        ("2024-05-01", 8.0, "2024-06-01", None, False),  # a day without an amount is all of it
        ("2024-05-01", 8.0, "2024-06-01", 8.0, False),
        ("2024-05-01", 8.0, None, 8.0, False),  # paid on a day nobody noted
        ("2024-12-01", 8.0, "2025-02-01", 8.0, True),  # paid in a year that counts
        ("2027-06-01", 8.0, "2027-06-20", 8.0, True),
        (None, 8.0, "2024-06-01", 8.0, True),  # nobody can tell when it was due
        ("2024-05-01", -8.0, None, None, True),  # a credit not used yet
    ],
)
def test_receivables_that_are_open_or_of_three_years(
    due: str | None, amount: float, paid_on: str | None, paid: float | None, *, goes: bool
) -> None:
    row = rows("receivables", due=[due], amount=[amount], paid_date=[paid_on], paid_amount=[paid or math.nan])
    assert OF_2028.receivables(row).tolist() == [goes]


@pytest.mark.parametrize(
    ("stage", "result", "signs", "goes"),
    [
        ("quote", None, "2026-03-01", True),  # open, however late
        ("quote", "postponed", None, True),
        ("signed", "won", "2027-05-01", True),  # explains an order of the year that the plan is built on
        ("quote", "lost", "2027-05-01", True),
        ("signed", None, "2028-01-10", True),  # won in the new plan year already
        ("signed", "won", "2026-12-31", False),
        ("quote", "lost", "2026-12-31", False),
        ("quote", "lost", None, False),
    ],
)
def test_projects_that_are_open_or_were_closed_lately(
    stage: str, result: str | None, signs: str | None, *, goes: bool
) -> None:
    row = rows("opportunities", stage=[stage], result=[result], sign_date=[signs])
    assert OF_2028.opportunities(row).tolist() == [goes]


def test_actions_are_handed_on_until_they_are_done() -> None:
    assert OF_2028.actions(rows("actions", done_on=[None, "2027-05-18"])).tolist() == [True, False]


def test_typed_revenue_moves_to_the_columns_of_its_years() -> None:
    listed = rows("customers", this_year=[420.0], last_year=[380.0], year_before=[350.0])
    moved = OF_2028.customers(listed).iloc[0]
    assert math.isnan(moved["this_year"])
    assert (moved["last_year"], moved["year_before"]) == (420.0, 380.0)


def test_the_target_a_year_had() -> None:
    plan = pd.DataFrame({"q1": [10.0, 5.0], "q2": [10.0, 5.0], "q3": [10.0, 5.0], "q4": [10.0, math.nan]})
    assert year_target(500.0, plan) == (500.0, True)
    assert year_target(None, plan) == (55.0, False)
    assert year_target(0.0, plan.iloc[:0]) == (None, False)


def test_a_day_moves_to_the_next_year() -> None:
    assert years_later(dt.date(2026, 12, 20), 1) == dt.date(2027, 12, 20)
    assert years_later(dt.date(2028, 2, 29), 1) == dt.date(2029, 2, 28)
