"""What must hold for the month's figures whatever the data (guide/kpi.md)."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesplan_xl.catalogue import render
from salesplan_xl.planning.common.rates import completion, coverage, on_time_rate
from salesplan_xl.planning.tracking.month_ledger import customer_targets, month_end, visits_asked
from salesplan_xl.planning.tracking.month_list import month_list
from salesplan_xl.planning.tracking.months import (
    MonthResult,
    track_months,
)
from salesplan_xl.rules import CalendarRules, Rules

FEW = settings(max_examples=40, deadline=None)
CADENCES = (0.0, 0.2, 1 / 4, 1 / 3, 0.5, 1.0, 4 / 3, 2.0)
MONEY = st.floats(0, 1e6).map(lambda value: round(value, 2))


@st.composite
def plans(draw: st.DrawFn) -> pd.DataFrame:
    count = draw(st.integers(1, 12))
    rows = {
        "customer": pd.Series([f"客户{number:02}" for number in range(count)], dtype=object),
        "tier": pd.Series(
            draw(st.lists(st.sampled_from("ABCN"), min_size=count, max_size=count)), dtype=object
        ),
        "visits": draw(st.lists(st.sampled_from(CADENCES), min_size=count, max_size=count)),
    }
    quarters = {q: draw(st.lists(MONEY, min_size=count, max_size=count)) for q in ("q1", "q2", "q3", "q4")}
    return pd.DataFrame({**rows, **quarters})


def events(draw: st.DrawFn, plan: pd.DataFrame) -> dict[str, pd.Series]:
    count = draw(st.integers(0, 25))
    names = [*plan["customer"], "陌生客户"]
    days = draw(st.lists(st.integers(-40, 400), min_size=count, max_size=count))
    who = draw(st.lists(st.sampled_from(names), min_size=count, max_size=count))
    return {
        "date": pd.Series(pd.Timestamp("2027-01-01") + pd.to_timedelta(np.array(days, dtype=int), unit="D")).astype("datetime64[ns]"),
        "customer": pd.Series(who, dtype=object),
        "amount": pd.Series(draw(st.lists(MONEY, min_size=count, max_size=count)), dtype=float),
    }  # fmt: skip


@st.composite
def books(draw: st.DrawFn) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame, int]:
    """Map, orders, visits, receivables and the tracked month."""
    plan = draw(plans())
    orders = pd.DataFrame(events(draw, plan)).assign(kind=pd.Series(dtype=object))
    visits = pd.DataFrame(events(draw, plan)).assign(purpose=pd.Series(dtype=object))
    owed = pd.DataFrame(events(draw, plan)).rename(columns={"date": "due"})
    lag = np.array(draw(st.lists(st.integers(-30, 30), min_size=len(owed), max_size=len(owed))), dtype=int)
    paid = np.array(draw(st.lists(st.booleans(), min_size=len(owed), max_size=len(owed))), dtype=bool)
    owed["paid_date"] = (owed["due"] + pd.to_timedelta(lag, unit="D")).where(paid)
    owed["paid_amount"] = np.nan
    return plan, orders, visits, owed, draw(st.integers(1, 12))


def tracked(book: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame, int]) -> MonthResult:
    plan, orders, visits, owed, month = book
    shares = np.full(12, 1 / 3)
    totals = customer_targets(plan, shares, Rules().quarters).sum(axis=0)
    rules = Rules(calendar=CalendarRules(as_of=month_end(2027, month).date()))
    return track_months(plan, totals, shares, orders, visits, owed, rules, f"2027-{month:02}")


@FEW
@given(books())
def test_coverage_of_the_year_lies_between_its_worst_and_its_best_month(book: tuple) -> None:  # type: ignore[type-arg]
    result = tracked(book)
    planned = result.months[result.months["planned"] > 0]
    rate = result.kpi_grid["coverage", "year"]
    if len(planned):
        rates = planned["visited"] / planned["planned"]
        assert rates.min() - 1e-9 <= rate <= rates.max() + 1e-9  # type: ignore[operator]


@pytest.mark.slow
@FEW
@given(books())
def test_never_more_visited_than_planned_nor_paid_on_time_than_due(book: tuple) -> None:  # type: ignore[type-arg]
    months = tracked(book).months.dropna(subset=["actual"])
    assert len(months) == book[4]
    assert (months["visited"] <= months["planned"]).all()
    assert (months["on_time"] <= months["due"] + 1e-6).all()


@pytest.mark.slow
@FEW
@given(books())
def test_rates_of_visits_and_payments_lie_between_none_and_all(book: tuple) -> None:  # type: ignore[type-arg]
    grid = tracked(book).kpi_grid
    for kpi in ("coverage", "on_time_rate"):
        for column in ("month", "previous", "quarter", "year", "A", "B", "C"):
            rate = grid[kpi, column]
            assert rate is None or 0 <= rate <= 1 + 1e-9  # type: ignore[operator]


@pytest.mark.slow
@FEW
@given(books())
def test_the_year_to_date_never_falls_while_months_are_positive(book: tuple) -> None:  # type: ignore[type-arg]
    actual = tracked(book).months["actual"].dropna()
    assert (actual.cumsum().diff().dropna() >= 0).all()


@pytest.mark.slow
@FEW
@given(books())
def test_customers_add_up_to_the_book(book: tuple) -> None:  # type: ignore[type-arg]
    result = tracked(book)
    months = result.months.set_index("month")
    month = book[4]
    assert np.isclose(result.tracking["actual_to_date"].sum(), months.loc[:month, "actual"].sum(), atol=0.2)
    assert np.isclose(result.tracking["actual"].sum(), months.loc[month, "actual"], atol=0.2)


@pytest.mark.slow
@FEW
@given(books())
def test_the_same_book_gives_the_same_result_in_any_order(book: tuple) -> None:  # type: ignore[type-arg]
    plan, orders, visits, owed, month = book
    turned = (
        plan.iloc[::-1].reset_index(drop=True), orders.iloc[::-1].reset_index(drop=True), visits, owed, month,
    )  # fmt: skip
    first, second = tracked(book), tracked(turned)
    for column in ("actual", "planned", "visited", "due", "on_time"):
        assert np.allclose(first.months[column], second.months[column], equal_nan=True)


@FEW
@given(plans())
def test_over_a_full_turn_everybody_with_a_cadence_is_visited(plan: pd.DataFrame) -> None:
    asked = visits_asked(plan)
    wanted = (plan["visits"] > 0) & (plan["tier"] != "N")
    at_least_quarterly = wanted & (plan["visits"] >= 0.3)
    assert (asked[wanted.to_numpy()].sum(axis=1) > 0).all()
    for quarter in range(4):
        assert (asked[at_least_quarterly.to_numpy(), quarter * 3 : quarter * 3 + 3].sum(axis=1) > 0).all()
    assert not asked[~wanted.to_numpy()].any()


@FEW
@given(st.integers(1, 200), st.sampled_from([2, 3, 4, 6, 12]))
def test_seldom_visits_are_dealt_out_evenly(count: int, every: int) -> None:
    plan = pd.DataFrame(
        {"customer": [f"客户{number:03}" for number in range(count)], "tier": "C", "visits": 1 / every}
    ).astype({"customer": object, "tier": object})
    by_month = visits_asked(plan).sum(axis=0)
    assert by_month.max() - by_month.min() <= 1
    assert by_month.sum() == count * 12 / every


@given(st.floats(0, 1e9), st.floats(0.01, 1e9))
def test_rates_are_plain_quotients(part: float, whole: float) -> None:
    for rate in (completion, coverage, on_time_rate):
        assert np.isclose(rate(part, whole), part / whole)  # type: ignore[arg-type]


@pytest.mark.slow
@FEW
@given(books())
def test_the_list_is_stable_and_of_sensible_length(book: tuple) -> None:  # type: ignore[type-arg]
    plan, _, visits, owed, month = book
    plan = plan.assign(
        key_action=pd.Series([None] * len(plan), dtype=object), next_action=pd.Series([None] * len(plan), dtype=object),
        owner=pd.Series([None] * len(plan), dtype=object), due=pd.Series([pd.NaT] * len(plan)).astype("datetime64[ns]"),
    )  # fmt: skip
    health = pd.DataFrame(
        {
            "customer": plan["customer"],
            "tier": plan["tier"],
            "potential": "low",
            "payment": "normal",
            "late_rate": 0.1,
        }
    )
    owed = owed.assign(invoice=[f"F{number}" for number in range(len(owed))], kind=None).astype(
        {"invoice": object, "kind": object}
    )
    projects = pd.DataFrame(
        {key: pd.Series(dtype=object) for key in ("customer", "project", "stage", "next_step", "result")}
    )
    projects = projects.assign(
        amount=pd.Series(dtype=float),
        next_date=pd.Series(dtype="datetime64[ns]"),
        sign_date=pd.Series(dtype="datetime64[ns]"),
    )
    tracking = tracked(book).tracking

    def made() -> pd.DataFrame:
        return month_list(
            health, plan, projects, owed, visits, tracking, np.full(12, 1 / 3), Rules(), f"2027-{month:02}"
        )

    first = made()
    assert first.equals(made())
    assert len(first) == 0 or first["kind"].value_counts().max() <= 61
    assert (first["kind"] == "care").sum() == int((plan["tier"] == "A").any())
    identity = list(
        zip(first["kind"], first["customer"], [render(what, "zh") for what in first["what"]], strict=True)
    )
    assert len(set(identity)) == len(identity)
