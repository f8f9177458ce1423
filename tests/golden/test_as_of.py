"""The day the data reach to where nobody set one, and rows after it (guide/calendar.md)."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from salesplan_xl.findings import Finding
from salesplan_xl.planning.common.as_of import as_of_findings, taken_as_of, up_to, with_as_of
from salesplan_xl.rules import CalendarRules
from salesplan_xl.schema import inputs
from tests.golden.test_health import table

RULES = CalendarRules()


def orders(*days: str, amount: float = 10.0) -> pd.DataFrame:
    rows = [{"customer": "甲", "date": dt.date.fromisoformat(day), "amount": amount} for day in days]
    return table(inputs.ORDERS, *rows)


def monthly(first: str, count: int) -> list[str]:
    return [
        day.strftime("%Y-%m-%d") for day in pd.date_range(first, periods=count, freq=pd.DateOffset(months=1))
    ]


@pytest.mark.parametrize(
    ("days", "taken"),
    [
        (monthly("2025-01-10", 23), "2026-11-10"),  # to 10 November, 51 days before the year ends
        (monthly("2025-01-10", 24), None),  # to 10 December: the next order is not due yet
        (monthly("2026-01-10", 11), None),  # eleven order days show no rhythm
        (["2025-03-01", *monthly("2025-12-10", 12)], None),  # it has paused for longer before
        ([*monthly("2026-01-10", 12), "2027-02-03"], "2027-02-03"),  # an order of the plan year
        ([], None),
    ],
)
def test_the_day_taken_from_the_orders(days: list[str], taken: str | None) -> None:
    wanted = None if taken is None else dt.date.fromisoformat(taken)
    assert taken_as_of(orders(*days), RULES) == wanted
    assert with_as_of(RULES, None, orders(*days)).as_of == (wanted or dt.date(2026, 12, 31))


def test_a_typed_day_holds() -> None:
    typed = dt.date(2026, 6, 30)
    assert with_as_of(RULES, typed, orders(*monthly("2025-01-10", 23))).as_of == typed


def _tables() -> dict[str, pd.DataFrame]:
    return {
        "orders": orders("2026-06-30", "2026-07-01", "2026-07-09"),
        "visits": table(inputs.VISITS, {"customer": "甲", "date": dt.date(2026, 7, 20)}),
        "receivables": table(
            inputs.RECEIVABLES,
            {"customer": "甲", "amount": 5.0, "paid_date": dt.date(2026, 6, 30), "paid_amount": 5.0},
            {"customer": "甲", "amount": 7.0, "paid_date": dt.date(2026, 7, 2), "paid_amount": 7.0},
        ),
    }


def test_what_lies_after_the_as_of_day_counts_nowhere() -> None:
    known = up_to(_tables(), dt.date(2026, 6, 30))
    assert known["orders"]["date"].dt.day.tolist() == [30]
    assert known["visits"].empty
    assert known["receivables"]["paid_amount"].fillna(0.0).tolist() == [5.0, 0.0]
    assert known["receivables"]["paid_date"].isna().tolist() == [False, True]
    assert len(up_to(_tables(), dt.date(2026, 7, 20))["orders"]) == 3


def _findings(typed: str | None, tables: dict[str, pd.DataFrame]) -> list[Finding]:
    day = None if typed is None else dt.date.fromisoformat(typed)
    return as_of_findings(tables, day, with_as_of(RULES, day, tables["orders"]))


def test_rows_after_the_as_of_day_are_counted_and_the_newest_order_day_is_offered() -> None:
    (finding,) = _findings("2026-06-30", _tables())
    parts = finding.values["what"].values  # type: ignore[attr-defined]
    assert (finding.code, finding.values["newest"]) == ("F-121", dt.date(2026, 7, 9))
    assert (parts["orders"], parts["money"], parts["visits"], parts["payments"], parts["paid"]) == (
        2,
        20.0,
        1,
        1,
        7.0,
    )
    assert _findings("2026-07-31", _tables()) == []


def test_a_day_taken_is_said_and_a_typed_day_behind_a_silence_is_doubted() -> None:
    silent = {**_tables(), "orders": orders(*monthly("2025-01-10", 23))}
    silent |= {key: silent[key].head(0) for key in ("visits", "receivables")}
    assert [f.code for f in _findings(None, silent)] == ["F-122"]
    (doubted,) = _findings("2026-12-31", silent)
    assert (doubted.code, doubted.values["newest"]) == ("F-121", dt.date(2026, 11, 10))
