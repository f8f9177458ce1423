"""Quarters and months: splits that tie, seasons learnt from the past, and what backs a quarter (guide/quarters.md)."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from salesplan_xl.catalogue import finding_remedy, finding_sentence, render
from salesplan_xl.errors import PlanInputError
from salesplan_xl.planning.common.splits import split_by_weights
from salesplan_xl.planning.schedule.quarters import QuarterPlan, coverage_gap_findings, plan_quarters
from salesplan_xl.planning.schedule.rounded_rows import row_steps
from salesplan_xl.planning.schedule.seasons import SeasonResult, month_weights, quarter_weights
from salesplan_xl.planning.targets.targets import NEW_BUSINESS
from salesplan_xl.rules import CalendarRules, QuarterRules, Rules, TargetRules

QUARTERS = ["q1", "q2", "q3", "q4"]
WEIGHTS = ["w1", "w2", "w3", "w4"]
OPPORTUNITY = {
    "customer": "甲", "project": "项目", "stage": "quote", "amount": 100.0, "probability": 1.0, "sign_date": None,
    "pay_date": None, "line": None, "bottleneck": None, "next_step": None, "next_date": None, "owner": None,
    "nodes": None, "slips": np.nan, "result": None, "loss_reason": None, "source": None,
    "opened": None,
}  # fmt: skip


def opportunities(*rows: dict[str, object]) -> pd.DataFrame:
    frame = pd.DataFrame([OPPORTUNITY | row for row in rows], columns=list(OPPORTUNITY)).astype(object)
    for key in ("sign_date", "pay_date", "next_date", "opened"):
        frame[key] = pd.to_datetime(frame[key]).astype("datetime64[ns]")
    return frame.astype({"amount": "float64", "probability": "float64", "slips": "float64"})


def orders(*rows: tuple[str, str, float]) -> pd.DataFrame:
    """Order lines as (date, customer, amount); a negative amount is a credit note."""
    frame = pd.DataFrame(rows, columns=["date", "customer", "amount"]).astype({"amount": "float64"})
    frame["date"] = pd.to_datetime(frame["date"]).astype("datetime64[ns]")
    return frame.assign(kind="order", order_no=None)


def year(number: int, customer: str, *quarters: float) -> list[tuple[str, str, float]]:
    """One order in the middle of each quarter."""
    return [
        (f"{number}-{month:02d}-15", customer, money)
        for month, money in zip((2, 5, 8, 11), quarters, strict=True)
    ]


def targets(*rows: tuple[str, str, float], new: float = 0.0, **columns: list[float]) -> pd.DataFrame:
    """Target rows as (customer, tier, base), and the new-business row."""
    frame = pd.DataFrame([*rows, (NEW_BUSINESS, "N", new)], columns=["customer", "tier", "base"])
    frame = frame.assign(this_year=frame["base"], growth=0.0, loss=np.nan, loss_probability=np.nan)
    frame = frame.assign(project=np.nan, win_probability=np.nan).astype({"base": "float64"})
    for key, values in columns.items():
        frame.loc[: len(values) - 1, key] = values
    return frame


def rules(method: str = "history", calendar: CalendarRules | None = None, **quarters: object) -> Rules:
    return Rules(
        calendar=calendar or CalendarRules(),
        quarters=replace(QuarterRules(quarter_method=method), **quarters),  # type: ignore[arg-type]
    )


def manual(*weights: float, **quarters: object) -> Rules:
    typed = {f"quarter_weight_{at}": weight for at, weight in enumerate(weights, start=1)}
    return rules("manual", **typed, **quarters)


def learnt(
    lines: list[tuple[str, str, float]], *rows: tuple[str, str, float], given: Rules | None = None
) -> SeasonResult:
    return quarter_weights(orders(*lines), targets(*rows), given or rules())


def plan(
    frame: pd.DataFrame, given: Rules, deals: pd.DataFrame | None = None, lines: pd.DataFrame | None = None
) -> QuarterPlan:
    season = quarter_weights(orders() if lines is None else lines, frame, given)
    return plan_quarters(frame, season, opportunities() if deals is None else deals, given)


def line(plan_lines: dict[tuple[str, str], object], key: str) -> list[object]:
    return [plan_lines[key, quarter] for quarter in QUARTERS]


def sentences(found: list) -> list[str]:  # type: ignore[type-arg]
    assert all(finding_remedy(item, lang) for item in found for lang in ("zh", "en"))
    assert all(finding_sentence(item, "en") for item in found)
    return [finding_sentence(item, "zh") for item in found]


# --- splitting one total (S0) -------------------------------------------------------------------------------


def test_s0_quarters() -> None:
    assert split_by_weights(1800, [400, 450, 500, 450], 10).tolist() == [400, 450, 500, 450]


def test_s0_rows_follow_one_season() -> None:
    """The two rows of the article come from one season, 120:130:150:150, in steps of ten."""
    season = [120, 130, 150, 150]
    assert split_by_weights(550, season, 10).tolist() == [120, 130, 150, 150]
    assert split_by_weights(500, season, 10).tolist() == [110, 120, 140, 130]


def test_what_is_beyond_whole_steps_goes_to_the_strongest_quarter() -> None:
    parts = split_by_weights(1805.5, pd.Series({"Q1": 1.0, "Q2": 1.0, "Q3": 2.0, "Q4": 1.0}), 10)
    assert parts.to_dict() == pytest.approx({"Q1": 360, "Q2": 360, "Q3": 725.5, "Q4": 360})


def test_a_negative_total_ties_too() -> None:
    assert split_by_weights(-100, [1, 1, 2], 10).tolist() == [-30, -20, -50]
    assert split_by_weights(0, [1, 2], 10).tolist() == [0, 0]


# --- weights ------------------------------------------------------------------------------------------------


def test_equal_weights_are_the_s1_mistake() -> None:
    season = quarter_weights(orders(), targets(("甲", "A", 1)), rules("equal"))
    assert season.by_customer.to_numpy().tolist() == [[0.25] * 4] * 2
    assert [item.code for item in season.findings] == ["F-320"]
    assert "平均分" in sentences(season.findings)[0]


def test_manual_weights_are_proportions() -> None:
    season = quarter_weights(orders(), targets(("甲", "A", 1)), manual(400, 450, 500, 450))
    assert season.by_tier.loc["N"].tolist() == pytest.approx([400 / 1800, 0.25, 500 / 1800, 0.25])
    assert season.findings == []
    assert render(season.tier_reasons["A"], "zh") == "按参数表手工权重:22.2%/25.0%/27.8%/25.0%"
    assert [item.code for item in quarter_weights(orders(), targets(), manual(25, 25, 25, 25)).findings] == [
        "F-320"
    ]


def test_manual_weights_that_cannot_be_used() -> None:
    with pytest.raises(PlanInputError, match="SP-202") as caught:
        quarter_weights(orders(), targets(), manual(1, -1, 1, 1))
    assert "参数表" in caught.value.sentence("zh")
    with pytest.raises(PlanInputError, match="SP-201"):
        quarter_weights(orders(), targets(), manual(0, 0, 0, 0))
    with pytest.raises(PlanInputError, match="SP-202") as caught:
        quarter_weights(orders(), targets(), rules(), {"B": [1, 1, 1, -1]})
    assert "B类" in caught.value.sentence("zh")


def test_one_year_counts_half_and_the_book_the_other_half() -> None:
    """A lone customer that bought 10/20/30/40 in one year: the book half toward even, the customer once as well.

    Four orders differ from even by no more than chance (squares .05 against 16/12 of an order a month: .7 × .3), so
    half of the usual half is believed: .25 × own + .75 × even.
    """
    season = learnt(year(2026, "甲", 10, 20, 30, 40), ("甲", "A", 100), ("新", "B", 0))
    book = [0.175, 0.225, 0.275, 0.325]
    assert season.by_tier.loc["N"].tolist() == pytest.approx(book)
    assert season.by_customer.iloc[0].tolist() == pytest.approx([0.2125, 0.2375, 0.2625, 0.2875])
    assert season.by_customer.iloc[1].tolist() == pytest.approx(book)
    assert render(season.customer_reasons[0], "zh") == "季度按它自己1年的订单节奏,并向全簿靠拢"
    assert "没有往年订单" in render(season.customer_reasons[1], "zh")
    assert "借用全簿" in render(season.tier_reasons["B"], "zh")


def test_a_steady_season_over_years_is_believed() -> None:
    """The same 0/0/100/0 three years running beside an even customer: nothing is shrunk away."""
    lines = [
        item
        for number in (2024, 2025, 2026)
        for item in (*year(number, "旺三季", 0.01, 0, 100, 0), *year(number, "平", 25, 25, 25, 25))
    ]
    season = learnt(lines, ("旺三季", "A", 100), ("平", "B", 100))
    assert season.by_customer.iloc[0]["w3"] > 0.99
    assert season.by_customer.iloc[1].tolist() == pytest.approx([0.25] * 4, abs=0.01)


def test_a_jumping_season_is_drawn_to_the_book() -> None:
    """Two customers whose only order jumps between quarters tell nothing: they get the book's season."""
    lines = [
        *year(2025, "甲", 100, 0, 0, 0), *year(2026, "甲", 0, 0, 100, 0),
        *year(2025, "乙", 0, 100, 0, 0), *year(2026, "乙", 0, 0, 0, 100),
    ]  # fmt: skip
    season = learnt(lines, ("甲", "A", 100), ("乙", "A", 100))
    np.testing.assert_allclose(season.by_customer.to_numpy()[:2], 0.25, atol=0.02)


def test_only_positive_years_and_three_of_them_count() -> None:
    """A year of net returns and a year four back teach nothing; a quarter of net returns counts as zero."""
    lines = [
        *year(2023, "甲", 999, 0, 0, 0),
        *year(2025, "甲", 5, -50, 5, 5),
        *year(2026, "甲", 20, -10, 20, 40),
    ]
    season = learnt(lines, ("甲", "A", 100))
    assert render(season.customer_reasons[0], "zh").startswith("季度按它自己1年")
    own = np.array([0.25, 0, 0.25, 0.5])
    sold = np.array([20, 20, 40]) / 80
    chance = (3 / 12 - 9 / 144) / (3 / 12) * (sold**2).sum() * (1 - (sold**2).sum())
    noise = chance + 0.15**2 * (sold**2).sum()
    distance = ((own - 0.25) ** 2).sum()
    weight = (0.5 + max(0.0, 1 - noise / distance)) / 2
    assert season.by_customer.iloc[0].tolist() == pytest.approx((weight * own + (1 - weight) / 4).tolist())


def test_a_credit_note_is_taken_off_whatever_its_sign() -> None:
    lines = orders(*year(2026, "甲", 10, 20, 30, 40))
    noted = pd.concat([lines, orders(("2026-11-20", "甲", 40.0)).assign(kind="credit")], ignore_index=True)
    season = quarter_weights(noted, targets(("甲", "A", 1)), rules())
    # The fourth quarter nets to nothing, and a quarter of the year is believed (four orders show little).
    assert season.by_customer.iloc[0]["w4"] == pytest.approx(0.75 / 4)


def test_a_plan_made_in_november_uses_twelve_finished_months() -> None:
    """As of 20 November the last year runs from November to October: the fourth quarter is not cut short."""
    months = [*((2025, month) for month in (11, 12)), *((2026, month) for month in range(1, 12))]
    lines = [(f"{number}-{month:02d}-05", "甲", 10.0) for number, month in months]
    november = rules(calendar=CalendarRules(as_of=dt.date(2026, 11, 20)))
    season = learnt(lines, ("甲", "A", 1), given=november)
    assert season.by_customer.iloc[0].tolist() == pytest.approx([0.25] * 4)


def test_orders_of_the_plan_year_itself_teach_nothing() -> None:
    """Recomputed in the middle of the plan year, the season stays what it was."""
    lines = [*year(2026, "甲", 10, 20, 30, 40), ("2027-02-01", "甲", 1000.0)]
    summer = rules(calendar=CalendarRules(as_of=dt.date(2027, 6, 30)))
    season = learnt(lines, ("甲", "A", 1), given=summer)
    assert season.by_tier.loc["N"].tolist() == pytest.approx([0.175, 0.225, 0.275, 0.325])


def test_a_year_that_the_order_list_only_half_covers_is_left_out() -> None:
    """Orders exported from July 2025 on: 2025 would show no spring, so only 2026 counts."""
    lines = [*year(2026, "甲", 25, 25, 25, 25), ("2025-08-01", "甲", 50.0), ("2025-11-01", "甲", 50.0)]
    season = learnt(lines, ("甲", "A", 1))
    assert season.by_customer.iloc[0].tolist() == pytest.approx([0.25] * 4)


def test_no_past_orders_split_evenly_with_a_warning() -> None:
    season = quarter_weights(orders(), targets(("甲", "A", 1)), rules())
    assert season.by_tier.to_numpy().tolist() == [[0.25] * 4] * 4
    assert [item.code for item in season.findings] == ["F-321"]
    assert "导入订单" in render(season.tier_reasons["A"], "zh")
    assert sentences(season.findings)


def test_tier_weights_follow_the_money_of_the_tier() -> None:
    lines = [*year(2026, "大", 0, 0, 0, 300), *year(2026, "小", 100, 0, 0, 0)]
    season = learnt(lines, ("大", "A", 1), ("小", "A", 1))
    own = season.by_customer.to_numpy()
    np.testing.assert_allclose(season.by_tier.loc["A"], (3 * own[0] + own[1]) / 4)
    assert (np.abs(own.sum(axis=1) - 1) < 1e-12).all()


def test_weights_typed_for_a_tier_hold_for_all_its_customers() -> None:
    lines = orders(*year(2026, "甲", 10, 20, 30, 40))
    season = quarter_weights(lines, targets(("甲", "A", 1), ("乙", "B", 1)), rules(), {"A": [1, 1, 1, 2]})
    assert season.by_customer.iloc[0].tolist() == pytest.approx([0.2, 0.2, 0.2, 0.4])
    assert season.by_tier.loc["A"].tolist() == pytest.approx([0.2, 0.2, 0.2, 0.4])
    assert season.by_customer.iloc[1]["w4"] == pytest.approx(0.325)
    assert "您手工填的权重" in render(season.tier_reasons["A"], "zh")
    assert "A类" in render(season.customer_reasons[0], "zh")
    typed_all = {tier: [1, 2, 3, 4] for tier in "ABCN"}
    assert quarter_weights(orders(), targets(), rules("equal"), typed_all).findings == []


def test_months_follow_the_past_within_their_quarter() -> None:
    """One year with all of Q1 in March: half is believed, 1/6, 1/6, 2/3; quarters without a past are even."""
    shares = month_weights(orders(("2026-03-31", "甲", 90.0)), rules())
    assert shares[:3].tolist() == pytest.approx([1 / 6, 1 / 6, 2 / 3])
    assert shares[3:].tolist() == pytest.approx([1 / 3] * 9)
    np.testing.assert_allclose(shares.reshape(4, 3).sum(axis=1), 1)


# --- the plan -----------------------------------------------------------------------------------------------


def s0_targets() -> pd.DataFrame:
    """The S0 book after derivation: A 1600, B 300, C 100."""
    a = [(f"A{n}", "A", 250.0) for n in range(1, 7)]
    b = [(f"B{n}", "B", 25.0) for n in range(1, 13)]
    c = [(f"C{n}", "C", 2.0) for n in range(1, 51)]
    frame = targets(*a, *b, *c)
    frame.loc[[0, 1], "growth"] = 0.10
    frame.loc[2, ["loss", "loss_probability"]] = [0.2, 1.0]
    frame.loc[3, ["project", "win_probability"]] = [200.0, 0.5]
    return frame


def test_s0_plan_end_to_end() -> None:
    """2000 derived, 1800 guaranteed at 400/450/500/450, 2200 stretch; the map adds up to the guaranteed."""
    result = plan(s0_targets(), manual(400, 450, 500, 450, plan_basis="guaranteed"))
    assert line(result.lines, "guaranteed") == [400, 450, 500, 450]
    assert sum(line(result.lines, "derived")) == pytest.approx(2000)  # type: ignore[arg-type]
    assert line(result.lines, "stretch") == [490, 550, 610, 550]
    rows = result.rows
    assert rows[QUARTERS].sum().tolist() == pytest.approx([400, 450, 500, 450])
    assert rows["derived"].sum() == pytest.approx(1800)
    assert rows[QUARTERS].sum(axis=1).tolist() == pytest.approx(rows["derived"].tolist())
    by_tier = rows.groupby(s0_targets()["tier"])["derived"].sum()
    assert by_tier.to_dict() == pytest.approx({"A": 1440, "B": 270, "C": 90, "N": 0})
    for tier, step in (("A", 1.0), ("B", 0.1), ("C", 0.01)):
        steps = rows.loc[s0_targets()["tier"] == tier, QUARTERS].to_numpy() / step
        assert steps == pytest.approx(np.round(steps))


@pytest.mark.parametrize(
    ("year", "step"), [(1800, 1), (250, 1), (100, 1), (99.9, 0.1), (25, 0.1), (2, 0.01), (0.4, 0.01), (0, 1)]
)
def test_the_step_of_a_row_is_at_most_a_hundredth_of_its_year(year: float, step: float) -> None:
    assert row_steps([year], QuarterRules()).tolist() == pytest.approx([step])


def test_a_tiny_book_keeps_its_money() -> None:
    """3,800 yuan in three customers: rounded to whole 万元 all would be 0."""
    frame = targets(("甲", "A", 0.2), ("乙", "B", 0.1), ("丙", "C", 0.08))
    result = plan(frame, rules())
    assert result.rows["derived"].tolist() == pytest.approx([0.2, 0.1, 0.08, 0])
    assert sum(line(result.lines, "derived")) == pytest.approx(0.38)  # type: ignore[arg-type]
    assert line(result.lines, "derived") == pytest.approx([0.1, 0.1, 0.09, 0.09])


def s1_deals(**shared: object) -> pd.DataFrame:
    """S1: C 80 signs in Q2, B 300 in Q3, A 120 in Q4, each paid one quarter later."""
    return opportunities(
        {
            "customer": "丙",
            "project": "C",
            "amount": 80.0,
            "sign_date": "2027-05-20",
            "pay_date": "2027-08-20",
            **shared,
        },
        {
            "customer": "乙",
            "project": "B",
            "amount": 300.0,
            "sign_date": "2027-09-10",
            "pay_date": "2027-12-10",
            **shared,
        },
        {
            "customer": "甲",
            "project": "A",
            "amount": 120.0,
            "sign_date": "2027-11-05",
            "pay_date": "2028-02-05",
            **shared,
        },
    )


S1_ROWS = (("甲", "A", 1000.0), ("乙", "A", 1000.0), ("丙", "B", 500.0))


def test_s1_projects_back_the_quarter_they_sign() -> None:
    frame = targets(*S1_ROWS, project=[120, 300, 80], win_probability=[0.5, 0.5, 0.5])
    result = plan(frame, rules(), s1_deals(probability=0.5))
    assert line(result.coverage, "signed") == [0, 80, 300, 120]
    assert line(result.coverage, "weighted") == [0, 40, 150, 60]
    assert line(result.coverage, "repeat") == [625, 625, 625, 625]
    assert result.rows["q3"].tolist() == pytest.approx([250, 400, 125, 0], abs=8)
    assert result.rows["derived"].tolist() == [1060, 1150, 540, 0]
    assert render(result.reasons[1], "zh").endswith("项目“B”的150计入Q3")


def test_s1_projects_counted_when_paid() -> None:
    """C pays in Q3, B in Q4, A only next year: A backs no quarter, its money follows the weights."""
    frame = targets(*S1_ROWS, project=[120, 300, 80], win_probability=[1, 1, 1])
    result = plan(frame, rules(project_timing="paid"), s1_deals())
    assert line(result.coverage, "signed") == [0, 0, 80, 300]
    assert [item.code for item in result.findings] == ["F-323"]
    assert "120" in sentences(result.findings)[0]
    assert result.rows["derived"].sum() == 3000


def test_manual_weights_hold_for_project_money_too() -> None:
    frame = targets(("甲", "A", 0.0), project=[100.0], win_probability=[1.0])
    result = plan(frame, manual(1, 1, 1, 1), opportunities({"sign_date": "2027-11-01"}))
    assert result.rows.iloc[0][QUARTERS].tolist() == [25, 25, 25, 25]
    assert line(result.coverage, "signed") == [0, 0, 0, 100]
    first = plan(frame, rules(), opportunities({"sign_date": "2027-01-01"}))
    assert render(first.reasons[0], "zh").endswith("项目“项目”的100计入Q1")


def test_edited_project_money_keeps_its_quarter() -> None:
    """The user raises the chance from 50 % to 80 %: the quarter stays, the money follows the edit."""
    frame = targets(("甲", "A", 0.0), project=[100.0], win_probability=[0.8])
    result = plan(frame, rules(), opportunities({"sign_date": "2027-08-01", "probability": 0.5}))
    assert line(result.coverage, "weighted") == pytest.approx([0, 0, 80, 0])
    assert result.rows.iloc[0][QUARTERS].tolist() == [0, 0, 80, 0]


def test_projects_without_a_date_follow_the_weights_and_back_nothing() -> None:
    frame = targets(("甲", "A", 0.0), project=[100.0], win_probability=[1.0])
    result = plan(frame, rules(), opportunities({}))
    assert result.rows.iloc[0][QUARTERS].tolist() == [25, 25, 25, 25]
    assert line(result.coverage, "weighted") == [0, 0, 0, 0]
    assert "F-323" in [item.code for item in result.findings]
    assert "没有规划年度内的日期" in render(result.reasons[0], "zh")


def test_new_business_is_found_by_its_tier() -> None:
    """The command writes the label in the book's language; a project of an unknown name still lands there."""
    frame = targets(("甲", "A", 100.0), new=40.0, project=[0, 60.0], win_probability=[0, 1.0])
    frame.loc[1, "customer"] = "新客户"
    result = plan(
        frame, rules(), opportunities({"customer": "没见过", "amount": 60.0, "sign_date": "2027-05-01"})
    )
    assert result.rows.iloc[1][QUARTERS].tolist() == pytest.approx([10, 70, 10, 10])
    assert line(result.coverage, "repeat") == [25, 25, 25, 25]
    assert "Q2" in render(result.reasons[1], "zh")


def test_an_unbacked_quarter_is_warned_with_its_amount() -> None:
    """Of each quarter 100 is repeat business and 100 still to be found."""
    result = plan(targets(("甲", "A", 400.0), new=400.0), rules())
    asked = result.rows[QUARTERS].sum().to_numpy()
    found = coverage_gap_findings(asked, result.coverage)
    assert [item.values["quarter"] for item in found] == [1, 2, 3, 4]
    assert found[0].values["gap"] == pytest.approx(100)
    assert sentences(found)[0] == "Q1目标200里有100(50%)没有返单也没有项目支撑"
    assert coverage_gap_findings(asked * 0.7, result.coverage) == [], "what the map asks is what counts"


def test_totals_that_are_no_multiple_of_the_step_still_tie() -> None:
    """2003.7 derived: the line ties to the cent, customers of that size to the nearest whole."""
    result = plan(targets(("甲", "A", 1201.2), ("乙", "B", 802.5)), rules())
    assert sum(line(result.lines, "derived")) == pytest.approx(2003.7)  # type: ignore[arg-type]
    assert result.rows["derived"].tolist() == [1201, 803, 0]
    assert result.rows[QUARTERS].to_numpy().sum() == 2004


def test_the_map_shows_the_same_quarters_as_the_book_line() -> None:
    """Book quarters are rounded to ten; the customers are fitted to them."""
    frame = targets(*((f"客户{n}", "C", 30.0 + n) for n in range(60)))
    result = plan(frame, manual(21, 24, 31, 24), lines=orders())
    assert result.rows[QUARTERS].sum().tolist() == pytest.approx(line(result.lines, "derived"))
    assert result.rows[QUARTERS].sum(axis=1).tolist() == pytest.approx(result.rows["derived"].tolist())


def test_a_small_book_is_not_bent_to_a_coarse_step() -> None:
    """A total of 30 in steps of ten would leave a quarter empty; book and customers use the finer step."""
    result = plan(targets(("甲", "A", 30.0)), rules())
    assert result.rows.iloc[0][QUARTERS].tolist() == [7.5, 7.5, 7.5, 7.5]
    assert line(result.lines, "derived") == [7.5, 7.5, 7.5, 7.5]


def test_stated_figures_scale_every_row() -> None:
    given = replace(rules(plan_basis="stretch"), targets=TargetRules(stretch_target=900.0))
    result = plan(targets(("甲", "A", 400.0), ("乙", "B", 200.0)), given)
    assert result.rows["derived"].tolist() == [600, 300, 0]
    assert sum(line(result.lines, "stretch")) == 900  # type: ignore[arg-type]


def test_a_frame_without_new_business_leaves_unknown_projects_out() -> None:
    frame = targets(("甲", "A", 100.0)).head(1)
    result = plan(frame, rules(), opportunities({"customer": "没见过", "sign_date": "2027-05-01"}))
    assert result.rows["derived"].tolist() == [100]
    assert line(result.coverage, "signed") == [0, 0, 0, 0]
    assert len(result.reasons) == 1


def test_nothing_to_split() -> None:
    result = plan(targets(("停", "C", 0.0)), rules(plan_basis="guaranteed"))
    assert result.rows["derived"].tolist() == [0, 0]
    assert line(result.lines, "derived") == [0, 0, 0, 0]
    assert plan(targets(), rules()).rows["derived"].tolist() == [0]


def test_a_company_book_is_quick() -> None:
    """20,000 customers and 130,000 orders."""
    chance = np.random.default_rng(3)
    names = np.asarray([f"客户{n}" for n in range(20_000)], dtype=object)
    days = pd.to_datetime("2024-01-01") + pd.to_timedelta(chance.integers(0, 1095, 130_000), unit="D")
    lines = pd.DataFrame(
        {"date": days, "customer": chance.choice(names, 130_000), "amount": chance.lognormal(1, 1, 130_000)}
    )
    lines = lines.assign(kind="order", order_no=None)
    frame = targets(
        *((name, "C", float(base)) for name, base in zip(names, chance.lognormal(2, 1, 20_000), strict=True))
    )
    start = time.process_time()
    season = quarter_weights(lines, frame, rules())
    result = plan_quarters(frame, season, opportunities(), rules())
    assert time.process_time() - start < 5.0
    np.testing.assert_allclose(season.by_customer.sum(axis=1), 1)
    assert result.rows[QUARTERS].sum(axis=1).tolist() == pytest.approx(result.rows["derived"].tolist())
