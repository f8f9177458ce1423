"""The plan year as it stands, in figures that can be checked by hand (guide/kpi.md)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesplan_xl.catalogue import render
from salesplan_xl.planning.targets.targets import Levels
from salesplan_xl.planning.tracking.gap_closers import closing_words, gap_closers
from salesplan_xl.planning.tracking.outlook_block import YearFigures, outlook_block
from salesplan_xl.planning.tracking.year_outlook import Outlook, pace, rest_spread, year_outlook
from salesplan_xl.rules import CalendarRules, Rules

EVEN = 1 / 12
BLANK = {
    "growth": 0.0,
    "loss": np.nan,
    "loss_probability": np.nan,
    "project": np.nan,
    "win_probability": np.nan,
}
Order = tuple[str, str, float]


def monthly(customer: str, money: float, months: range) -> list[Order]:
    """The same order on the 10th of each month."""
    return [(customer, f"2027-{month:02}-10", money) for month in months]


def outlook(
    as_of: str, plan: dict[str, tuple[str, float]], orders: list[Order], projects: Sequence[tuple[object, ...]] = (),
    new: float = 0.0,
) -> Outlook:  # fmt: skip
    """The year of customers (tier, plan of the year) with orders and projects, months even."""
    rows = [{"customer": name, "tier": tier, "base": money, **BLANK} for name, (tier, money) in plan.items()]
    targets = pd.DataFrame([*rows, {"customer": "新客户", "tier": "N", "base": new, **BLANK}])
    sold = pd.DataFrame(orders, columns=["customer", "date", "amount"]).assign(kind=None, order_no=None)
    sold["date"] = pd.to_datetime(sold["date"])
    columns = ["customer", "project", "stage", "amount", "probability", "sign_date"]
    deals = pd.DataFrame(list(projects), columns=columns).assign(result=None, pay_date=pd.NaT)
    for key in ("sign_date", "pay_date"):
        deals[key] = pd.to_datetime(deals[key])
    rules = Rules(calendar=CalendarRules(as_of=dt.date.fromisoformat(as_of)))
    return year_outlook(targets, np.full((len(targets), 12), EVEN), sold, deals, rules)


def test_mid_august_with_a_signed_and_an_open_project() -> None:
    """126 and 63 planned, 63 and 35 of it in, an order of 40 of a signed project, an open 50 at 50 %: 227.17."""
    orders = [*monthly("甲", 9, range(1, 8)), *monthly("乙", 5, range(1, 8)), ("乙", "2027-05-20", 40)]
    projects = [("甲", "P1", "need", 50, 0.5, "2027-09-01"), ("乙", "P2", "signed", 40, 1.0, "2027-05-12")]
    year = outlook("2027-08-16", {"甲": ("A", 126), "乙": ("B", 63)}, orders, projects)
    assert year.actual == 138
    assert year.repeat == pytest.approx(42 + 22.1666667)
    assert (year.from_projects, year.forecast) == (25, pytest.approx(227.1666667))


def test_march_and_a_surprising_april() -> None:
    """1200 planned, 80 a month to March: 1080; 200 in April: 1272."""
    march = monthly("甲", 80, range(1, 4))
    assert outlook("2027-03-31", {"甲": ("A", 1200)}, march).forecast == pytest.approx(1080)
    april = [*march, ("甲", "2027-04-10", 200.0)]
    assert outlook("2027-04-30", {"甲": ("A", 1200)}, april).forecast == pytest.approx(1272)


HALF = monthly("甲", 90, range(1, 7))


def test_half_the_year_gone_at_ninety_per_cent() -> None:
    """One A customer of 1200, 540 in by 30 June: 1110, and 1150 is 23 % sure where it was 65 %."""
    year = outlook("2027-06-30", {"甲": ("A", 1200)}, HALF)
    chances = year.distribution()
    assert (year.forecast, chances.mean) == (pytest.approx(1110), pytest.approx(1110))
    assert year.rows["spread"][0] == pytest.approx(0.10)
    assert chances.probability_of(1150) == pytest.approx(0.2328, abs=5e-5)
    assert chances.probability_of(1300) == pytest.approx(0.0017, abs=5e-5)
    assert chances.probability_of(540) == 1, "what is booked is certain"


def test_the_same_with_an_open_project() -> None:
    year = outlook("2027-06-30", {"甲": ("A", 1200)}, HALF, [("甲", "P", "quote", 120, 0.4, "2027-10-15")])
    assert year.forecast == pytest.approx(1158)
    assert year.distribution().probability_of(1200) == pytest.approx(0.3141, abs=5e-5)


def test_two_customers_and_a_project() -> None:
    orders = [("甲", "2027-03-01", 360.0), ("乙", "2027-03-02", 100.0)]
    deal = [("甲", "P", "quote", 150, 0.6, "2027-10-15")]
    year = outlook("2027-06-30", {"甲": ("A", 800), "乙": ("B", 200)}, orders, deal)
    assert year.forecast == pytest.approx(1030)
    assert year.distribution().probability_of(950) == pytest.approx(0.7591, abs=5e-5)


def test_three_quarters_gone() -> None:
    year = outlook("2027-09-30", {"甲": ("A", 2400)}, [("甲", "2027-03-01", 1920.0)])
    assert year.forecast == pytest.approx(2544)
    assert year.rows["spread"][0] == pytest.approx(0.1265, abs=5e-5)
    assert year.distribution().probability_of(2500) == pytest.approx(0.6976, abs=5e-5)


def test_raw_leads_are_how_the_target_of_new_business_is_met() -> None:
    """100 of new business, nothing won by June: 25 is left of it, three leads of 100 at 10 % make it 30."""
    leads = [(f"新{at}", "首单", "lead", 100, 0.1, "2027-10-20") for at in range(3)]
    orders = monthly("甲", 50, range(1, 7))
    year = outlook("2027-06-30", {"甲": ("A", 600)}, orders, leads, new=100)
    assert (year.new, year.from_projects, year.forecast) == (pytest.approx(30), 0, pytest.approx(630))
    assert outlook("2027-06-30", {"甲": ("A", 600)}, orders, leads[:1], new=100).new == pytest.approx(25)
    needs = [(name, project, "need", *rest) for name, project, _, *rest in leads]
    assert outlook("2027-06-30", {"甲": ("A", 600)}, orders, needs, new=100).from_projects == pytest.approx(
        30
    )


def test_projects_of_what_is_left_of_the_year() -> None:
    """An undated one counts for the half of the year that is left, one past its date not at all."""
    orders = monthly("甲", 50, range(1, 7))
    deals = [
        ("甲", "没日期", "quote", 80, 0.5, None), ("甲", "过期", "quote", 60, 0.5, "2027-05-01"),
        ("甲", "已签", "signed", 100, 1.0, "2027-06-01"), ("甲", "明年", "quote", 70, 0.5, "2028-02-01"),
    ]  # fmt: skip
    year = outlook("2027-06-30", {"甲": ("A", 600)}, orders, deals)
    money = (year.projects["amount"] * year.projects["probability"]).set_axis(year.projects["project"])
    assert money.to_dict() == {"没日期": 20, "过期": 0, "已签": 50}, "50 of the signed 100 came in June"


def test_a_customer_that_stopped_brings_nothing_more() -> None:
    """An order every month until January: half a year later its rest is nobody's money."""
    old = [("甲", f"2026-{month:02}-10", 50.0) for month in range(1, 13)]
    year = outlook("2027-07-31", {"甲": ("A", 600)}, [*old, ("甲", "2027-01-10", 50.0)])
    assert (year.repeat, year.forecast) == (0, 50)
    way = gap_closers(year, 550)[0]
    assert (way.kind, way.money) == ("stopped", pytest.approx(600 * 5 / 12))


def test_what_closes_a_gap_largest_first() -> None:
    """A project past its date, one at 40 %, a customer behind; orders of 10 for what they leave open."""
    plan = {"甲": ("A", 1200.0), "乙": ("B", 240.0)}
    deals = [("甲", "扩产", "quote", 120, 0.4, "2027-10-15"), ("乙", "改造", "quote", 100, 0.5, "2027-05-01")]
    year = outlook("2027-06-30", plan, [*HALF, *monthly("乙", 20, range(1, 7))], deals)
    ways = gap_closers(year, 300)
    assert [(way.kind, way.customer, round(way.money)) for way in ways] == [
        ("overdue", "乙", 100), ("project", "甲", 72), ("behind", "甲", 60),
    ]  # fmt: skip
    words = render(closing_words(ways, 300, 10, 125), "en")
    assert "'改造' of 乙, past its date: +100 (100 of 300)" in words
    assert words.endswith("the other 68 takes 7 new orders of 10, 1 every 18 workdays")
    assert [way.kind for way in gap_closers(year, 90)] == ["overdue"], "one is enough"


def test_the_block_of_the_year() -> None:
    year = outlook("2027-06-30", {"甲": ("A", 1200)}, HALF)
    level = Levels(this_year=1200, derived=1200, guaranteed=1150, stretch=1300, company=None)
    figures = YearFigures(540, 600, year.forecast, level, year.distribution(), 40, 610 / 6, 6, 125, ())
    cells = outlook_block(figures, None)
    assert cells["guaranteed", "chance"] == pytest.approx(0.2328, abs=5e-5)
    assert cells["company", "chance"] is None
    assert cells["workday", "amount"] == pytest.approx(610 / 125)


@given(st.floats(0, 0.99), st.floats(-1, 3), st.floats(0.5, 36))
def test_the_rest_of_a_plan_lies_between_plan_and_experience(
    gone: float, attained: float, months: float
) -> None:
    """θ is 1 on plan, above it when ahead, below it when behind, and never below 0; its spread falls to the end."""
    factor = float(pace(np.array([gone]), np.array([attained]), months)[0])
    assert factor >= 0
    assert (factor - 1) * (attained - gone) >= -1e-12
    at = np.linspace(0, 0.99, 12)
    at_stake = rest_spread(np.full(12, 0.2), at, months) * (1 - at)
    assert (np.diff(at_stake) <= 1e-12).all()
    assert at_stake[0] == pytest.approx(0.2)
