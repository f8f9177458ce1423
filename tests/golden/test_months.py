"""The month against the plan, in figures a salesperson can check by hand (guide/kpi.md)."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pytest

from salesplan_xl.catalogue import finding_remedy, finding_sentence, render
from salesplan_xl.errors import PlanInputError
from salesplan_xl.findings import Severity
from salesplan_xl.planning.common.rates import completion, coverage, on_time_rate
from salesplan_xl.planning.tracking.month_ledger import month_end, visits_asked
from salesplan_xl.planning.tracking.months import (
    Forecast,
    MonthResult,
    needed_per_month,
    parse_month,
    track_months,
)
from salesplan_xl.rules import MonthRules, Rules
from salesplan_xl.schema.tracking import KPI_BOARD, MONTHS, TRACKING
from salesplan_xl.schema.types import Filled

THIRDS = np.full(12, 1 / 3)
RULES = Rules()


def texts(values: list[str | None]) -> pd.Series:
    return pd.Series(values, dtype=object)


def dates(values: list[str | None]) -> pd.Series:
    return pd.Series(pd.to_datetime(values)).astype("datetime64[ns]")


def plan_of(*rows: tuple[str, str, float, float]) -> pd.DataFrame:
    """Customers as (name, tier, target of each quarter, visits a month)."""
    frame = pd.DataFrame(
        {"customer": texts([row[0] for row in rows]), "tier": texts([row[1] for row in rows])}
    )
    for quarter in ("q1", "q2", "q3", "q4"):
        frame[quarter] = [float(row[2]) for row in rows]
    return frame.assign(visits=[float(row[3]) for row in rows])


def orders_of(*rows: tuple[str, str | None, float, str | None]) -> pd.DataFrame:
    """Orders as (date, customer, amount, kind)."""
    return pd.DataFrame(
        {
            "date": dates([row[0] for row in rows]),
            "customer": texts([row[1] for row in rows]),
            "amount": np.array([row[2] for row in rows], dtype=float),
            "kind": texts([row[3] for row in rows]),
        }
    )


def visits_of(*rows: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame(
        {"date": dates([row[0] for row in rows]), "customer": texts([row[1] for row in rows])}
    )


def receivables_of(*rows: tuple[str, str, float, str | None, float | None]) -> pd.DataFrame:
    """Receivables as (customer, due, amount, paid date, paid amount)."""
    return pd.DataFrame(
        {
            "customer": texts([row[0] for row in rows]),
            "due": dates([row[1] for row in rows]),
            "amount": np.array([row[2] for row in rows], dtype=float),
            "paid_date": dates([row[3] for row in rows]),
            "paid_amount": np.array([row[4] for row in rows], dtype=float),
        }
    )


def track(
    plan: pd.DataFrame,
    month: str,
    orders: pd.DataFrame | None = None,
    visits: pd.DataFrame | None = None,
    receivables: pd.DataFrame | None = None,
    rules: Rules = RULES,
    forecast: Forecast | None = None,
    as_of: str = "",
) -> MonthResult:
    targets = np.repeat(plan[["q1", "q2", "q3", "q4"]].sum().to_numpy(), 3) * THIRDS
    rules = as_of_day(as_of, rules) if as_of else as_of_end(month, rules)
    return track_months(
        plan, targets, THIRDS, orders_of() if orders is None else orders, visits_of() if visits is None else visits,
        receivables_of() if receivables is None else receivables, rules, month, forecast or Forecast(),
    )  # fmt: skip


def as_of_end(month: str, rules: Rules = RULES) -> Rules:
    """The rules with data up to the end of a month."""
    year, number = parse_month(month)
    calendar = dataclasses.replace(rules.calendar, as_of=month_end(year, number).date())
    return dataclasses.replace(rules, calendar=calendar)


def as_of_day(day: str, rules: Rules = RULES) -> Rules:
    """The rules with data up to the end of a day."""
    calendar = dataclasses.replace(rules.calendar, as_of=dt.date.fromisoformat(day))
    return dataclasses.replace(rules, calendar=calendar)


def month_row(result: MonthResult, month: int) -> dict[str, Any]:
    return result.months.set_index("month").loc[month].to_dict()


def words(value: object, lang: str = "zh") -> str:
    return render(value, lang)  # type: ignore[arg-type]


# ── months and rates ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("text", ["2027-03", "2027/3", "2027年3月", " 2027-3 ", "2027年03月", "2027.03"])
def test_a_month_may_be_written_in_the_usual_ways(text: str) -> None:
    assert parse_month(text) == (2027, 3)


@pytest.mark.parametrize("text", ["2027-13", "2027-00", "三月", "", "2027", "2027-03-01", "0000-01"])
def test_what_is_no_month_is_told_so(text: str) -> None:
    with pytest.raises(PlanInputError) as caught:
        parse_month(text)
    assert caught.value.code == "SP-205"
    assert caught.value.values == {"month": text}


def test_golden_1_13_three_of_five_planned_visits_are_60_percent() -> None:
    assert coverage(3, 5) == pytest.approx(0.60)


def test_golden_1_14_five_of_fifteen_new_customers_are_a_third() -> None:
    assert completion(5, 15) == pytest.approx(1 / 3)


def test_golden_1_15_third_quarter_300_of_500_is_60_percent() -> None:
    assert completion(300, 500) == pytest.approx(0.60)


@pytest.mark.parametrize("rate", [completion, coverage, on_time_rate])
@pytest.mark.parametrize("whole", [0, 0.0, None, float("nan")])
def test_nothing_planned_or_due_is_blank_not_zero(rate: Any, whole: float | None) -> None:
    assert rate(0, whole) is None
    assert rate(10, whole) is None


@pytest.mark.parametrize("part", [None, float("nan")])
def test_a_month_to_come_has_no_rate(part: float | None) -> None:
    assert completion(part, 100) is None


def test_zero_of_something_is_zero() -> None:
    assert on_time_rate(0, 100) == 0.0


# ── the S1 half-year: 200 and 150 against 300 a quarter ─────────────────────────────────────────────

HALF_YEAR = orders_of(
    ("2027-01-20", "甲机械", 120, "order"), ("2027-03-05", "甲机械", 80, None),
    ("2027-04-11", "甲机械", 100, "order"), ("2027-06-30", "甲机械", 50, "order"),
)  # fmt: skip
ONE = plan_of(("甲机械", "A", 300, 2))


def test_golden_1_4_first_quarter_is_100_short() -> None:
    result = track(ONE, "2027-03", HALF_YEAR)
    row = result.tracking.iloc[0]
    assert row["target_to_date"] - row["actual_to_date"] == pytest.approx(100)
    assert result.kpi_grid["completion", "quarter"] == pytest.approx(200 / 300)
    behind = next(finding for finding in result.findings if finding.code == "F-440")
    assert behind.severity is Severity.WARNING
    assert behind.values["gap"] == pytest.approx(100)
    assert behind.values["needed"] == pytest.approx((1200 - 200) / 9)


def test_golden_1_4b_second_quarter_gap_grows_to_150_and_the_half_year_is_58_percent() -> None:
    result = track(ONE, "2027-06", HALF_YEAR)
    assert result.kpi_grid["completion", "quarter"] == pytest.approx(150 / 300)
    assert result.kpi_grid["completion", "year"] == pytest.approx(350 / 600)
    assert month_row(result, 6)["actual"] == pytest.approx(50)
    second = month_row(result, 4)["actual"] + month_row(result, 5)["actual"] + month_row(result, 6)["actual"]
    assert second - 300 == pytest.approx(-150)


def test_quarter_to_date_counts_only_the_months_so_far() -> None:
    result = track(ONE, "2027-05", HALF_YEAR)
    assert result.kpi_grid["completion", "quarter"] == pytest.approx(100 / 200)


def test_change_is_in_points_against_last_month() -> None:
    grid = track(ONE, "2027-04", HALF_YEAR).kpi_grid
    assert grid["completion", "previous"] == pytest.approx(0.80)
    assert grid["completion", "change"] == pytest.approx(0.20)
    assert words(grid["completion", "sentence"]) == "完成100,目标100,完成率100%；比上月高20个百分点"


def test_january_has_no_month_before_it() -> None:
    grid = track(ONE, "2027-01", HALF_YEAR).kpi_grid
    assert grid["completion", "previous"] is None
    assert grid["completion", "change"] is None


# ── actuals ─────────────────────────────────────────────────────────────────────────────────────────


def test_credit_notes_count_against_the_month_whatever_their_sign() -> None:
    orders = orders_of(
        ("2027-02-01", "甲机械", 100, "order"), ("2027-02-02", "甲机械", 30, "credit"), ("2027-02-03", "甲机械", -20, "credit")
    )  # fmt: skip
    assert month_row(track(ONE, "2027-02", orders), 2)["actual"] == pytest.approx(50)


def test_other_years_do_not_count() -> None:
    orders = orders_of(("2026-02-01", "甲机械", 100, "order"), ("2028-02-01", "甲机械", 100, "order"))
    assert month_row(track(ONE, "2027-12", orders), 2)["actual"] == 0


def test_months_to_come_are_blank() -> None:
    frame = track(ONE, "2027-03", HALF_YEAR).months
    later = frame[frame["month"] > 3]
    assert frame["month"].tolist() == list(range(1, 13))
    assert later.drop(columns=["month", "sentence"]).isna().all().all()
    assert later["sentence"].tolist() == [None] * 9
    assert frame["actual"].notna().sum() == 3


def test_an_order_without_customer_still_counts_for_the_book() -> None:
    result = track(ONE, "2027-01", orders_of(("2027-01-09", None, 40, "order")))
    assert month_row(result, 1)["actual"] == pytest.approx(40)
    assert result.tracking["actual"].sum() == 0


def test_customers_outside_the_map_are_new_business() -> None:
    plan = plan_of(("甲机械", "A", 300, 2), ("新客户", "N", 60, 0))
    result = track(plan, "2027-01", orders_of(("2027-01-09", "丙电子", 15, "order")))
    rows = result.tracking.set_index("customer")
    assert rows.loc["新客户", "actual"] == pytest.approx(15)
    assert "丙电子" not in rows.index


def test_without_a_new_business_row_they_stand_by_name() -> None:
    result = track(ONE, "2027-01", orders_of(("2027-01-09", "丙电子", 15, "order")))
    row = result.tracking.set_index("customer").loc["丙电子"]
    assert (row["tier"], row["target"], row["actual"]) == ("N", 0, 15)
    assert words(row["sentence"]) == "没有目标,成交15"


# ── visits and coverage ─────────────────────────────────────────────────────────────────────────────


def test_three_of_five_planned_customers_visited() -> None:
    plan = plan_of(*((f"客户{number}", "B", 30, 1) for number in range(5)), ("新客户", "N", 30, 0))
    visits = visits_of(
        ("2027-01-05", "客户0"), ("2027-01-06", "客户1"), ("2027-01-07", "客户2"),
        ("2027-01-08", "客户2"), ("2027-02-01", "客户3"), ("2027-01-09", "路过的客户"),
    )  # fmt: skip
    result = track(plan, "2027-01", visits=visits)
    row = month_row(result, 1)
    assert (row["planned"], row["visited"]) == (5, 3)
    assert result.kpi_grid["coverage", "month"] == pytest.approx(0.60)
    assert result.kpi_grid["coverage", "B"] == pytest.approx(0.60)
    assert result.kpi_grid["coverage", "A"] is None
    assert words(result.kpi_grid["coverage", "sentence"]) == "计划拜访5家,去了3家,覆盖率60%"


def test_quarterly_customers_are_a_third_each_month() -> None:
    plan = plan_of(*((f"客户{number:02}", "C", 3, 1 / 3) for number in range(50)))
    asked = visits_asked(plan)
    assert sorted(asked[:, :3].sum(axis=0)) == [16, 17, 17]
    assert asked.sum() == pytest.approx(200)


def test_sorting_the_map_moves_nobody_to_another_month() -> None:
    plan = plan_of(*((f"客户{number}", "C", 3, 1 / 3) for number in range(7)))
    turned = plan.iloc[::-1].reset_index(drop=True)
    assert (visits_asked(turned)[::-1] == visits_asked(plan)).all()


def test_two_a_month_and_every_two_months() -> None:
    asked = visits_asked(
        plan_of(("甲", "A", 1, 2), ("乙", "B", 1, 0.5), ("丙", "B", 1, 0.5), ("新", "N", 1, 1))
    )
    assert asked[0].tolist() == [2.0] * 12
    assert asked[1:3].sum(axis=0).tolist() == [1.0] * 12
    assert asked[1:3].sum(axis=1).tolist() == [6.0, 6.0]
    assert not asked[3].any()


def test_a_quarter_counts_each_planned_customer_in_each_month() -> None:
    """2 of 2, 1 of 2 and 1 of 2 are 4 of 6 customer-months: one visit in January does not cover a year."""
    plan = plan_of(("甲", "B", 3, 1), ("乙", "B", 3, 1))
    visits = visits_of(("2027-01-05", "甲"), ("2027-01-07", "乙"), ("2027-02-05", "甲"), ("2027-03-05", "甲"))
    grid = track(plan, "2027-03", visits=visits).kpi_grid
    assert grid["coverage", "quarter"] == grid["coverage", "year"] == pytest.approx(2 / 3)
    assert grid["coverage", "month"] == 0.5


def test_a_month_that_runs_is_in_no_quarter_or_year() -> None:
    """On 15 March the year to date is January and February: 3 of 4."""
    plan = plan_of(("甲", "B", 3, 1), ("乙", "B", 3, 1))
    visits = visits_of(("2027-01-05", "甲"), ("2027-01-07", "乙"), ("2027-02-05", "甲"), ("2027-03-05", "乙"))
    rules = dataclasses.replace(
        RULES, calendar=dataclasses.replace(RULES.calendar, as_of=dt.date(2027, 3, 15))
    )
    months = track_months(
        plan, np.full(12, 6.0), THIRDS, orders_of(), visits, receivables_of(), rules, "2027-03"
    )  # fmt: skip
    assert months.kpi_grid["coverage", "year"] == pytest.approx(3 / 4)
    assert months.kpi_grid["coverage", "month"] == 0.5


# ── receivables ─────────────────────────────────────────────────────────────────────────────────────

OWED = receivables_of(
    ("甲机械", "2027-03-10", 100, "2027-03-10", None),  # in full, on the day
    ("甲机械", "2027-03-31", 100, "2027-02-20", 60),  # early, in part
    ("甲机械", "2027-03-01", 50, "2027-03-09", 50),  # a day after the seven days of grace
    ("甲机械", "2027-03-15", 50, None, None),  # open
    ("甲机械", "2027-02-15", 80, None, None),  # overdue since February
    ("甲机械", "2027-02-16", 40, "2027-03-03", None),  # was still open on 1 March
    ("甲机械", "2027-02-17", 30, "2027-02-28", 10),  # 20 still open on 1 March
)  # fmt: skip


def test_due_in_the_month_and_paid_on_time() -> None:
    result = track(ONE, "2027-03", receivables=OWED)
    row = month_row(result, 3)
    # The 40 unpaid of the second are within the days of grace on 31 March, and count nowhere yet.
    assert (row["due"], row["on_time"]) == (260, 160)
    assert result.kpi_grid["on_time_rate", "month"] == pytest.approx(160 / 260)
    assert result.kpi_grid["on_time_rate", "A"] == pytest.approx(160 / 260)
    # Nothing of February's 150 came within seven days.
    assert result.kpi_grid["on_time_rate", "year"] == pytest.approx(160 / 410)


def test_a_credit_note_lowers_what_was_due() -> None:
    """100 paid in time, a credit of 40, and another customer's 50 unpaid: 60 of 110."""
    owed = receivables_of(
        ("甲机械", "2027-03-10", 100, "2027-03-09", 100), ("甲机械", "2027-03-20", -40, None, None),
        ("乙塑料", "2027-03-15", 50, None, None),
    )  # fmt: skip
    rules = dataclasses.replace(
        RULES, calendar=dataclasses.replace(RULES.calendar, as_of=dt.date(2027, 4, 30))
    )
    result = track_months(ONE, np.full(12, 10.0), THIRDS, orders_of(), visits_of(), owed, rules, "2027-03")
    assert (month_row(result, 3)["due"], month_row(result, 3)["on_time"]) == (110, 60)
    assert result.kpi_grid["on_time_rate", "month"] == pytest.approx(60 / 110)


def test_a_month_of_credit_notes_only_owes_nothing() -> None:
    owed = receivables_of(("甲机械", "2027-03-10", -40, None, None))
    assert month_row(track(ONE, "2027-03", receivables=owed), 3)["due"] == 0


def test_all_open_adds_what_was_overdue_at_the_start() -> None:
    rules = dataclasses.replace(RULES, months=MonthRules(on_time_base="open"))
    row = month_row(track(ONE, "2027-03", receivables=OWED, rules=rules), 3)
    assert (row["due"], row["on_time"]) == (260 + 80 + 40 + 20, 160)


def test_a_month_ends_before_the_first_of_the_next() -> None:
    owed = receivables_of(("甲机械", "2027-01-31", 10, None, None), ("甲机械", "2027-02-01", 7, None, None))
    frame = track(ONE, "2027-02", receivables=owed).months
    assert frame["due"].tolist()[:2] == [10, 7]


def test_what_is_paid_on_the_first_was_still_open_at_month_start() -> None:
    rules = dataclasses.replace(RULES, months=MonthRules(on_time_base="open"))
    owed = receivables_of(("甲机械", "2027-02-15", 40, "2027-03-01", None))
    assert month_row(track(ONE, "2027-03", receivables=owed, rules=rules), 3)["due"] == 40


def test_nothing_due_is_blank() -> None:
    result = track(ONE, "2027-01", receivables=OWED)
    assert month_row(result, 1)["due"] == 0
    assert all(
        result.kpi_grid["on_time_rate", column] is None for column in ("month", "quarter", "year", "A")
    )
    assert words(result.kpi_grid["on_time_rate", "sentence"]) == "本月没有到期的款"


def test_paying_more_than_due_is_no_more_than_on_time() -> None:
    paid = receivables_of(("甲机械", "2027-01-10", 100, "2027-01-05", 130))
    assert month_row(track(ONE, "2027-01", receivables=paid), 1)["on_time"] == 100


def test_a_strangers_receivable_belongs_to_the_book_but_to_no_tier() -> None:
    paid = receivables_of(("丙电子", "2027-01-10", 100, "2027-01-05", None))
    grid = track(ONE, "2027-01", receivables=paid).kpi_grid
    assert grid["on_time_rate", "month"] == 1.0
    assert grid["on_time_rate", "A"] is None


# ── needed, projection, words ───────────────────────────────────────────────────────────────────────


def test_needed_per_remaining_month() -> None:
    assert needed_per_month(1200, 240, 9) == pytest.approx(106.666667)
    assert needed_per_month(1200, 1300, 3) == 0
    assert needed_per_month(1200, 900, 0) is None


def test_a_forecast_stands_in_the_row_of_its_own_state_and_stays() -> None:
    """March says 1080, April 1272; January and February, in which nothing was said, stay blank."""
    march = track(ONE, "2027-03", HALF_YEAR, forecast=Forecast(now=1080.0)).months["projection"]
    assert march.dropna().to_dict() == {2: 1080}
    said = march.to_numpy(dtype=float)
    april = track(ONE, "2027-04", HALF_YEAR, forecast=Forecast(now=1272.0, said=said)).months["projection"]
    assert april.dropna().to_dict() == {2: 1080, 3: 1272}


RUNNING = plan_of(("甲机械", "A", 45, 2))
SEVEN = orders_of(*((f"2027-{month:02}-10", "甲机械", 15, None) for month in range(1, 8)))


def test_a_month_that_runs_is_shown_and_never_judged() -> None:
    """15 a month, as of 16 August: 11 of 22 workdays, 112.5 is due to date, and August is no miss."""
    visits = visits_of(*((f"2027-{month:02}-05", "甲机械") for month in range(1, 8)))
    result = track(RUNNING, "2027-08", SEVEN, visits, as_of="2027-08-16")
    row = month_row(result, 8)
    assert (row["left"], row["actual"]) == (0.5, 0)
    assert words(row["sentence"]).startswith("进行中(11/22个工作日)；本月到今天0,全月目标15")
    assert words(row["sentence"], "en").startswith("running (11 of 22 workdays)")
    assert row["needed"] == pytest.approx((180 - 105) / 5), "August is still left"
    assert result.findings == []
    assert result.kpi_grid["completion", "year"] == pytest.approx(105 / 112.5)
    customer = result.tracking.iloc[0]
    assert (customer["target"], customer["target_to_date"]) == (15, pytest.approx(112.5))
    assert "没下单" not in words(customer["sentence"])


def test_the_first_of_august_shows_what_the_end_of_july_showed() -> None:
    """A Sunday: no workday of August is gone, so nothing is due of it and there is no rate."""
    july, august = (track(RUNNING, "2027-08", SEVEN, as_of=day) for day in ("2027-07-31", "2027-08-01"))
    assert august.kpi_grid["completion", "month"] is None
    for result in (july, august):
        assert result.kpi_grid["completion", "year"] == pytest.approx(1)
    assert month_row(august, 8)["left"] == 1
    assert month_row(august, 7)["sentence"] == month_row(july, 7)["sentence"][:3]


def test_month_sentence_says_reached_or_not_and_what_is_needed() -> None:
    row = month_row(track(ONE, "2027-03", HALF_YEAR), 3)
    assert words(row["sentence"]).startswith(
        "本月完成80,离目标100差20(80%)；累计完成67%,落后100；剩下9个月每月要做111.11,目前月均66.67；主要差在甲机械"
    )
    assert row["needed"] == pytest.approx(1000 / 9)


def test_first_month_ahead_and_its_english() -> None:
    row = month_row(track(ONE, "2027-01", HALF_YEAR, visits_of(("2027-01-05", "甲机械"))), 1)
    assert words(row["sentence"], "en") == (
        "120 this month: target 100 reached (120%); 120% to date, 20 ahead; "
        "98.18 a month is needed from here (11 left); the average so far is 120"
    )


def test_december_closes_the_year() -> None:
    row = month_row(track(ONE, "2027-12", HALF_YEAR), 12)
    assert np.isnan(row["needed"])
    assert "全年完成29%,差850" in words(row["sentence"])


def test_a_year_reached_early_needs_nothing_more() -> None:
    row = month_row(track(ONE, "2027-02", orders_of(("2027-02-01", "甲机械", 1300, "order"))), 2)
    assert row["needed"] == 0
    assert "全年目标1,200已完成(1,300)" in words(row["sentence"])


def test_no_target_is_said_not_divided_by() -> None:
    result = track(plan_of(("甲机械", "A", 0, 1)), "2027-01", HALF_YEAR)
    assert result.kpi_grid["completion", "month"] is None
    assert words(month_row(result, 1)["sentence"]).startswith(
        "本月没有定目标,完成120；到本月还没有目标,累计完成120"
    )
    assert words(result.kpi_grid["completion", "sentence"]) == "本月没有定目标,完成120"


# ── customers ───────────────────────────────────────────────────────────────────────────────────────


def test_who_is_behind_and_why() -> None:
    plan = plan_of(
        ("甲机械", "A", 90, 1), ("乙制造", "B", 60, 1), ("丙电子", "C", 30, 0), ("丁化工", "C", 0, 0)
    )
    orders = orders_of(("2027-01-05", "甲机械", 30, None), ("2027-02-05", "丙电子", 25, None))
    visits = visits_of(("2027-02-03", "乙制造"))
    owed = receivables_of(("甲机械", "2027-01-20", 12, None, None), ("丙电子", "2027-03-05", 9, None, None))
    frame = track(plan, "2027-02", orders, visits, owed).tracking
    assert frame["customer"].tolist() == ["乙制造", "甲机械", "丙电子"]
    assert [words(sentence) for sentence in frame["sentence"]] == [
        "累计完成0,比计划少40；今年还没下过单",
        "累计完成30,比计划少30；本月没下单；有12逾期没付；本月计划拜访没去",
        "累计完成25,不落后于计划20",
    ]


def test_figures_by_tier() -> None:
    plan = plan_of(("甲机械", "A", 300, 1), ("乙制造", "B", 150, 1))
    orders = orders_of(("2027-01-05", "甲机械", 50, None), ("2027-01-05", "乙制造", 60, None))
    grid = track(plan, "2027-01", orders).kpi_grid
    assert grid["completion", "A"] == pytest.approx(0.5)
    assert grid["completion", "B"] == pytest.approx(1.2)
    assert grid["completion", "C"] is None
    assert words(grid["completion", "sentence"]) == "完成110,目标150,完成率73%；A类最低,50%"


def test_at_most_ten_customers_are_named_as_behind() -> None:
    plan = plan_of(*((f"客户{number:02}", "B", 30 + 3 * number, 1) for number in range(25)))
    late = [finding for finding in track(plan, "2027-01").findings if finding.code == "F-441"]
    assert len(late) == 10
    assert late[0].values["customer"] == "客户24"
    assert late[0].place.row == 0


def test_within_ten_percent_of_plan_is_no_finding() -> None:
    result = track(
        ONE, "2027-01", orders_of(("2027-01-05", "甲机械", 91, None)), visits_of(("2027-01-05", "甲机械"))
    )
    assert result.findings == []


def test_months_without_data_are_noted() -> None:
    before = visits_of(("2026-12-01", "甲机械"))
    found = {finding.code: finding for finding in track(ONE, "2027-03", HALF_YEAR, before).findings}
    assert found["F-442"].values["months"] == (2,)
    assert found["F-443"].values["months"] == (1, 2, 3)
    assert found["F-442"].severity is Severity.NOTE


def test_who_keeps_no_visits_is_not_told_that_some_are_missing() -> None:
    assert "F-443" not in {finding.code for finding in track(ONE, "2027-03", HALF_YEAR).findings}
    visited = visits_of(("2027-01-05", "甲机械"))
    codes = {finding.code for finding in track(ONE, "2027-03", None, visited).findings}
    assert ("F-442" in codes, "F-443" in codes) == (False, True)


def test_a_tier_above_its_target_is_not_called_the_lowest() -> None:
    plan = plan_of(("甲机械", "A", 300, 1), ("乙制造", "B", 150, 1))
    orders = orders_of(("2027-01-05", "甲机械", 110, None), ("2027-01-05", "乙制造", 100, None))
    assert "最低" not in words(track(plan, "2027-01", orders).kpi_grid["completion", "sentence"])


# ── edges ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_month_before_the_plan_year_tracks_nothing() -> None:
    result = track(ONE, "2026-11", HALF_YEAR)
    assert result.months["actual"].isna().all()
    assert result.tracking.empty
    assert all(value is None for value in result.kpi_grid.values())
    assert [finding.code for finding in result.findings] == ["F-444"]


def test_a_month_after_the_plan_year_shows_the_whole_year() -> None:
    result = track(ONE, "2028-02", HALF_YEAR)
    assert result.months["actual"].sum() == pytest.approx(350)
    assert [finding.code for finding in result.findings][:2] == ["F-444", "F-445"]


def test_columns_are_those_of_the_schema() -> None:
    result = track(ONE, "2027-03", HALF_YEAR)
    assert list(result.months.columns) == MONTHS.keys(Filled.COMPUTED)
    assert list(result.tracking.columns) == TRACKING.keys(Filled.COMPUTED)
    cells = {(row.key, column.key) for row in KPI_BOARD.rows for column in KPI_BOARD.columns}
    assert set(result.kpi_grid) == cells


def test_doubled_and_nameless_map_rows_do_no_harm() -> None:
    plan = pd.concat([ONE, ONE, plan_of((None, "C", 5, 1))], ignore_index=True)  # type: ignore[arg-type]
    assert track(plan, "2027-01", HALF_YEAR).tracking["customer"].tolist() == ["甲机械"]


def test_every_finding_has_a_sentence_and_a_remedy_in_both_languages() -> None:
    found = [
        *track(ONE, "2028-02").findings,
        *track(ONE, "2027-03", HALF_YEAR, visits_of(("2026-12-01", "甲机械"))).findings,
    ]
    assert {finding.code for finding in found} == {"F-440", "F-441", "F-442", "F-443", "F-444", "F-445"}
    for finding in found:
        for lang in ("zh", "en"):
            assert "—" not in finding_sentence(finding, lang) + finding_remedy(finding, lang)
