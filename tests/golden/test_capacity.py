"""Visits, days, 6-3-1 and key actions as the article works them out (guide/capacity.md; S0, S1)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from salesplan_xl.catalogue import finding_remedy, finding_sentence, render
from salesplan_xl.planning.targets.targets import NEW_BUSINESS
from salesplan_xl.planning.time.calendar_days import workday_findings, workday_words
from salesplan_xl.planning.time.capacity import (
    CapacityPlan,
    capacity_plan,
    days_needed,
    month_capacity,
    rule_split,
)
from salesplan_xl.planning.time.key_actions import PRIORITY, SHOWN, propose_actions, visits_per_month
from salesplan_xl.rules import CalendarRules, CapacityRules, Rules
from salesplan_xl.schema import choices

OPPORTUNITY = {
    "customer": "XX机械", "project": "产线改造", "stage": "proposal", "amount": 200.0, "probability": np.nan,
    "sign_date": None, "pay_date": None, "next_step": None, "next_date": None, "result": None,
}  # fmt: skip
HEALTH = {
    "customer": "XX机械", "tier": "A", "this_year": 500.0, "last_year": 500.0, "stability": "flat", "decline_cause": None,
    "depth": "several", "space": "full", "payment": "normal", "potential": "low", "white_space": None,
    "overdue": np.nan,
}  # fmt: skip


def opportunities(*rows: dict[str, object]) -> pd.DataFrame:
    frame = pd.DataFrame([OPPORTUNITY | row for row in rows], columns=list(OPPORTUNITY)).astype(object)
    for key in ("sign_date", "pay_date", "next_date"):
        frame[key] = pd.to_datetime(frame[key]).astype("datetime64[ns]")
    return frame.astype({"amount": "float64", "probability": "float64"})


def actions(*rows: dict[str, object], deals: pd.DataFrame | None = None) -> pd.DataFrame:
    health = pd.DataFrame([HEALTH | row for row in rows], columns=list(HEALTH)).astype(object)
    health = health.astype(dict.fromkeys(("this_year", "last_year", "overdue"), "float64"))
    revenue = dict.fromkeys(("estimate", "compared_this"), health["this_year"])
    health = health.assign(**revenue, compared_last=health["last_year"])
    targets = pd.concat(
        [health[["customer", "tier"]], pd.DataFrame({"customer": [NEW_BUSINESS], "tier": ["N"]})],
        ignore_index=True,
    )
    return propose_actions(health, targets, opportunities() if deals is None else deals, Rules())


def action(row: dict[str, object], deals: pd.DataFrame | None = None) -> str:
    return str(actions(row, deals=deals)["key_action"].iloc[0])


def s0_map(**columns: list[object]) -> pd.DataFrame:
    """Six A twice a month, twelve B monthly, fifty C quarterly, all C in two parks and some without one."""
    frame = pd.DataFrame(
        {
            "customer": [f"客户{n}" for n in range(68)] + [NEW_BUSINESS],
            "tier": ["A"] * 6 + ["B"] * 12 + ["C"] * 50 + ["N"],
            "region": [None] * 18 + ["东区"] * 12 + ["西区"] * 30 + [None] * 5 + [""] * 3 + [None],
        }
    ).astype(object)
    frame["visits"] = visits_per_month(frame["tier"], pd.Series([None] * 69, dtype=object), CapacityRules())
    return frame.assign(**columns)


def said(plan: CapacityPlan, row: str, lang: str = "zh") -> str:
    return render(plan.grid[row, "sentence"], lang)  # type: ignore[arg-type]


# --- days ---------------------------------------------------------------------------------------------------


def test_s0_days() -> None:
    """6 A → 12 visits, 6 days; 50 C → 16.67 visits, 8.33 days one by one, 5.56 bundled."""
    by_tier = s0_map().groupby("tier")["visits"].sum()
    assert by_tier[["A", "B", "C"]].tolist() == pytest.approx([12, 12, 16.6667], abs=1e-4)
    assert by_tier["C"] * CapacityRules().days_per_visit == pytest.approx(8.3333, abs=1e-4)
    needed = days_needed((12, 12, by_tier["C"]), CapacityRules())
    assert needed == pytest.approx((6, 6, 5.5556), abs=1e-4)


def test_s0_capacity() -> None:
    """21.75 workdays less 20 % are 17.4; 6-3-1 makes 10.44/5.22/1.74 of them."""
    assert month_capacity(21.75, 0.2) == pytest.approx(17.4)
    assert rule_split(17.4, (0.6, 0.3, 0.1)) == pytest.approx((10.44, 5.22, 1.74))


def test_five_high_potential_b_visited_as_a() -> None:
    """Golden: twelve B of which five get the cadence of an A need 8.5 days."""
    tier = pd.Series(["B"] * 12, dtype=object)
    potential = pd.Series(["high"] * 5 + ["low"] * 7, dtype=object)
    visits = visits_per_month(tier, potential, CapacityRules()).sum()
    assert days_needed((0, visits, 0), CapacityRules())[1] == pytest.approx(8.5)
    plain = visits_per_month(tier, potential, CapacityRules(potential_b_as_a=False))
    assert plain.tolist() == [1.0] * 12


@pytest.mark.parametrize(
    ("rules", "visits"),
    [
        (CapacityRules(), [2, 1, 1 / 3, 2]),
        (CapacityRules(cadence="s1"), [4 / 3, 26 / 12, 1 / 3, 26 / 12]),
        (CapacityRules(cadence="own", visits_a=4, visits_b=3, visits_c=0.5), [4, 3, 0.5, 4]),
    ],
)
def test_cadence_presets(rules: CapacityRules, visits: list[float]) -> None:
    """S0, S1 and the user's own; the fourth customer is a high-potential B, the last row is new business."""
    tier = pd.Series(["A", "B", "C", "B", "N"], dtype=object)
    potential = pd.Series([None, "low", "high", "high", None], dtype=object)
    result = visits_per_month(tier, potential, rules)
    assert result[:4].tolist() == pytest.approx(visits)
    assert np.isnan(result[4])


def test_cadence_contradicts_631() -> None:
    plan = capacity_plan(s0_map(), Rules())
    assert said(plan, "rule") == ("A/B/C要6/6/5.56天,即34%/34%/32%,与6-3-1不符;按6-3-1应是10.44/5.22/1.74天")
    assert [(item.code, item.severity) for item in plan.findings] == [("F-401", "warning"), ("F-402", "note"), ("F-403", "note")]  # fmt: skip
    assert said(plan, "left").startswith("拜访要17.56天,只有17.4天,差0.16天")
    assert finding_sentence(plan.findings[1], "zh") == "拜访时间A/B/C是34%/34%/32%,与6-3-1不符"
    for finding in plan.findings:
        assert finding_remedy(finding, "zh")
        assert finding_sentence(finding, "en")


def test_every_row_of_the_grid_has_its_sentence() -> None:
    plan = capacity_plan(s0_map(), Rules())
    assert {row for row, _ in plan.grid} == {"workdays", "available", "needed", "left", "rule"}
    assert (
        said(plan, "workdays")
        == "每月按21.75个工作日算；按CN日历,2027年有248个工作日,平均每月20.67天；2027年的调休还没公布,公布后会略有变化"
    )
    assert said(plan, "available") == "留20%机动,能排给客户的是17.4天"
    assert said(plan, "needed") == "A类12次、B类12次、C类17次拜访,C类同区一天跑3家,共要17.56天"
    assert all(said(plan, row, "en") for row, _ in plan.grid)


def test_a_cadence_that_keeps_the_rule() -> None:
    """12 A visits, 6 B visits and 3 bundled C visits are 6/3/1 days."""
    frame = pd.DataFrame(
        {
            "customer": ["甲", "乙", "丙"],
            "tier": ["A", "B", "C"],
            "region": [None] * 3,
            "visits": [12.0, 6.0, 3.0],
        }
    )
    plan = capacity_plan(frame, Rules())
    assert [item.code for item in plan.findings] == ["F-403"]
    assert "与6-3-1相符" in said(plan, "rule")
    assert said(plan, "left").startswith("拜访用10天,还剩7.4天")


def test_no_visits_yet() -> None:
    plan = capacity_plan(s0_map(visits=[np.nan] * 69), Rules())
    assert [item.code for item in plan.findings] == ["F-403"]
    assert "还没有排拜访" in said(plan, "rule")


def test_an_own_rule_is_named_by_its_shares() -> None:
    rules = Rules(capacity=replace(CapacityRules(), time_share_a=0.55, time_share_b=0.30, time_share_c=0.15))
    assert "与55-30-15不符" in said(capacity_plan(s0_map(), rules), "rule")


def test_c_customers_are_bundled_by_area() -> None:
    """Most customers first, those without a region last; days are visits at three a day."""
    areas = capacity_plan(s0_map(), Rules()).areas
    assert areas["region"].tolist() == ["西区", "东区", None]
    assert areas["customers"].tolist() == [30, 12, 8]
    assert areas["visits"].tolist() == pytest.approx([10, 4, 8 / 3])
    assert areas["days"].tolist() == pytest.approx([10 / 3, 4 / 3, 8 / 9])
    assert render(areas["names"][1], "zh").startswith("客户18、客户19")
    assert render(areas["names"][0], "zh").endswith("等30家")
    empty = capacity_plan(s0_map().head(18), Rules()).areas
    assert list(empty.columns) == ["region", "customers", "visits", "days", "names"]
    assert len(empty) == 0


# --- key actions --------------------------------------------------------------------------------------------


def test_s0_golden_actions() -> None:
    """XX机械, −20 %, one contact, new project: win back. XX制造, +15 %, several contacts, used up: maintain."""
    frame = actions(
        {"last_year": 625.0, "stability": "warning", "depth": "single", "space": "project"},
        {"customer": "XX制造", "this_year": 450.0, "last_year": 391.3, "stability": "growth"},
        deals=opportunities({}),
    )
    labels = {choice.key: choice.label.zh for choice in choices.KEY_ACTIONS}
    assert [labels[key] for key in frame["key_action"]] == ["挽回流失项目", "维护现有关系", "开发新客户"]
    assert render(frame["reason"][0], "zh").startswith("业绩比去年掉了20%")
    for column in ("reason", "next_action"):
        assert all(render(item, lang) for item in frame[column] for lang in ("zh", "en"))


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"stability": "danger", "tier": "C"}, "win_back"),
        ({"stability": "danger", "decline_cause": "own_business"}, "maintain"),
        ({"stability": "danger", "decline_cause": "unknown"}, "win_back"),
        ({"stability": "warning", "tier": "B"}, "maintain"),
        ({"stability": "warning", "tier": "B", "decline_cause": "share_lost"}, "win_back"),
        ({"payment": "habitual", "depth": "single"}, "tighten_credit"),
        ({"payment": "temporary"}, "maintain"),
        ({"stability": "inactive", "tier": "C", "depth": "single"}, "reactivate"),
        ({"depth": "single", "white_space": "自动化"}, "reach_decision"),
        ({"depth": "none"}, "maintain"),
        ({"white_space": "自动化"}, "open_lines"),
        ({"space": "white_space", "tier": "B", "potential": "high"}, "open_lines"),
        ({"tier": "B", "potential": "high"}, "serve_as_a"),
        ({"tier": "C", "depth": "single", "white_space": "自动化"}, "ask_referral"),
        ({"tier": "C", "depth": "single", "potential": "high"}, "reach_decision"),
        ({"tier": "B"}, "maintain"),
    ],
)
def test_what_must_be_saved_comes_first(row: dict[str, object], expected: str) -> None:
    assert action(row) == expected


@pytest.mark.parametrize(
    ("deal", "expected"),
    [
        ({}, "win_project"),
        ({"result": "lost"}, "tighten_credit"),
        ({"stage": "signed", "sign_date": "2027-02-01"}, "tighten_credit"),
        ({"sign_date": "2028-02-01"}, "tighten_credit"),
        ({"customer": "别家"}, "tighten_credit"),
    ],
)
def test_an_open_project_of_the_plan_year_is_won_first(deal: dict[str, object], expected: str) -> None:
    assert action({"payment": "habitual", "tier": "C"}, opportunities(deal)) == expected


@pytest.mark.parametrize(
    ("row", "amount", "chance", "expected", "also"),
    [
        ({"overdue": 142.0, "payment": "habitual"}, 17.0, 0.5, "tighten_credit", "另:拿下新项目"),
        ({"overdue": 30.0}, 400.0, 0.5, "win_project", None),
        ({"overdue": 200.0}, 400.0, 0.5, "tighten_credit", "另:拿下新项目"),
        ({"overdue": 30.0, "payment": "habitual"}, 400.0, 0.5, "tighten_credit", "另:拿下新项目"),
    ],
)
def test_money_decides_between_collecting_and_the_project(
    row: dict[str, object], amount: float, chance: float, expected: str, also: str | None
) -> None:
    """142 overdue beside a project of 17: collect. 30 overdue beside 400 at 50 %: win it."""
    frame = actions(row, deals=opportunities({"amount": amount, "probability": chance}))
    assert frame["key_action"][0] == expected
    step = render(frame["next_action"][0], "zh")
    assert step.endswith(also) if also else "另:" not in step


@pytest.mark.parametrize(
    ("overdue", "expected", "also"),
    [(100.0, "win_back", "收紧账期"), (300.0, "tighten_credit", "挽回流失项目")],
)
def test_a_lost_customer_that_owes_money(overdue: float, expected: str, also: str) -> None:
    """210 last year, nothing now: won back first, unless it owes more than was lost."""
    lost = {"tier": "C", "stability": "inactive", "this_year": 0.0, "last_year": 210.0, "overdue": overdue}
    frame = actions(lost)
    assert frame["key_action"][0] == expected
    assert render(frame["next_action"][0], "zh").endswith(f"另:{also}")


def test_a_small_customer_that_stopped_is_woken_up_and_a_large_one_won_back() -> None:
    """A C customer with less than 5 % of last year's revenue that stopped is called; one of 10 % is won back."""
    stopped = {"tier": "C", "stability": "inactive", "this_year": 0.0}
    rest = {"customer": "其他", "last_year": 900.0, "this_year": 900.0}
    small, large = (
        actions({**stopped, "last_year": 40.0}, rest),
        actions({**stopped, "last_year": 100.0}, rest),
    )
    assert (small["key_action"][0], large["key_action"][0]) == ("reactivate", "win_back")


def test_the_earliest_next_step_leads() -> None:
    deals = opportunities(
        {"project": "后做", "next_step": "交样机", "next_date": "2027-04-01"},
        {"project": "先做", "next_step": "约技术评审", "next_date": "2027-01-20"},
        {"project": "没日期", "next_step": "打电话", "amount": 999.0},
        {"project": "丢了", "next_step": "不用管", "next_date": "2027-01-01", "result": "lost"},
        {"project": "空", "next_step": "", "next_date": "2027-01-02"},
        {"customer": "新来的", "project": "新线索", "next_step": "寄资料"},
    )
    frame = actions({}, deals=deals)
    assert render(frame["next_action"][0], "zh") == "约技术评审(先做)"
    assert frame["due"][0] == dt.datetime(2027, 1, 20)
    assert render(frame["next_action"][1], "zh") == "寄资料(新线索)"
    assert frame["due"].isna().tolist() == [False, True]
    assert str(frame["due"].dtype) == "datetime64[ns]"


def test_maintained_b_and_c_get_no_step_of_their_own() -> None:
    frame = actions({"tier": "B"}, {"customer": "A客户", "tier": "A"})
    assert frame["next_action"][0] is None
    assert render(frame["next_action"][1], "zh") == "安排一次不谈业务的拜访"


def test_reasons_without_a_figure() -> None:
    frame = actions(
        {"stability": "danger", "last_year": np.nan},
        {"customer": "乙", "space": "white_space"},
        {"customer": "丙", "white_space": "机器人"},
    )
    texts = [render(item, "zh") for item in frame["reason"]]
    assert texts[0].startswith("业绩在下滑")
    assert texts[1] == "还有客户用得上、没卖进去的产品线"
    assert texts[2] == "还有没卖进去的产品线:机器人"


def test_actions_and_text_keys_agree() -> None:
    keys = {choice.key for choice in choices.KEY_ACTIONS}
    assert {SHOWN.get(key, key) for key in PRIORITY} == keys


@pytest.mark.parametrize(
    ("typed", "codes"), [(20.67, []), (21.28, []), (21.29, ["F-403"]), (20.0, ["F-403"])]
)
def test_typed_workdays_are_held_against_the_calendar(typed: float, codes: list[str]) -> None:
    """China 2027 has 248 workdays, 20.67 a month; 3 % above is 21.287."""
    rules = Rules(capacity=CapacityRules(workdays_month=typed))
    assert [item.code for item in workday_findings(rules)] == codes


def test_an_unknown_country_counts_monday_to_friday() -> None:
    rules = Rules(calendar=CalendarRules(workday_country="XX"))
    words = render(workday_words(rules), "en")
    assert words.endswith(
        "The holidays of XX are not known; Monday to Friday 2027 has 261 workdays, 21.75 a month"
    )
