"""The year-end report by the article's figures: was growth bought, what a request returns, which goals are SMART."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesplan_xl.planning.common.period import Period, reported, year_earlier
from salesplan_xl.planning.reporting.year_report import battles, customer_map, goal_checks, goals, requests
from salesplan_xl.planning.reporting.year_report.attributions import factor_counts, proposed_factor
from salesplan_xl.planning.reporting.year_report.closed_projects import ClosedProject, closed_projects
from salesplan_xl.planning.reporting.year_report.goals import Goal
from salesplan_xl.planning.reporting.year_report.margins import earned, margin_effects
from salesplan_xl.planning.reporting.year_report.payments import collected, on_time
from salesplan_xl.rules import CalendarRules, Rules, YearReportRules
from salesplan_xl.schema.year_report_choices import FACTORS, LOSS_WORDS

RULES = Rules()
YEAR = reported(RULES.calendar)
NO_DAY = pd.NaT


def day(text: str | None) -> pd.Timestamp:
    return pd.Timestamp(text) if text else NO_DAY


def lines(*rows: tuple[str, float, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["line", "net", "margin"])


# ── the year, cut at the same day ─────────────────────────────────────────────────────────────────────


def test_last_year_ends_on_the_same_day() -> None:
    november = reported(CalendarRules(as_of=dt.date(2026, 11, 20)))
    assert (november.first, november.last) == (day("2026-01-01"), day("2026-11-20"))
    assert year_earlier(november).last == day("2025-11-20")
    assert year_earlier(november).holds(pd.Series([day("2025-11-20"), day("2025-11-21"), NO_DAY])).tolist() == [
        True, False, False,
    ]  # fmt: skip


def test_after_its_end_the_year_is_whole() -> None:
    january = reported(CalendarRules(as_of=dt.date(2027, 1, 15)))
    assert (january.year, january.last) == (2026, day("2026-12-31"))


def test_a_business_year_from_april() -> None:
    year = reported(CalendarRules(plan_year=2027, fiscal_start=4, as_of=dt.date(2027, 2, 28)))
    assert (year.first, year.last) == (day("2026-04-01"), day("2027-02-28"))
    assert year_earlier(year).last == day("2026-02-28")


def test_the_last_of_february_stays_the_last() -> None:
    year = Period(2025, day("2025-01-01"), day("2025-02-28"))
    assert year_earlier(year).last == day("2024-02-29")


# ── collections ───────────────────────────────────────────────────────────────────────────────────────

PAPERS = ["customer", "kind", "due", "amount", "paid_date", "paid_amount"]


def receivables(*rows: tuple[str, str, float, str | None, float | None]) -> pd.DataFrame:
    made = [(name, None, day(due), amount, day(paid), money) for name, due, amount, paid, money in rows]
    frame = pd.DataFrame(made, columns=PAPERS)
    return frame.assign(
        due=pd.to_datetime(frame["due"]), paid_date=pd.to_datetime(frame["paid_date"]),
        paid_amount=frame["paid_amount"].astype(float), amount=frame["amount"].astype(float),
    )  # fmt: skip


def test_collected_of_what_fell_due() -> None:
    rows = receivables(
        ("甲厂", "2026-03-31", 300, "2026-03-30", 300), ("甲厂", "2026-09-30", 100, "2026-11-15", 100),
        ("乙厂", "2026-10-31", 100, None, None), ("乙厂", "2027-02-28", 60, None, None),
        ("乙厂", "2025-06-30", 200, "2026-02-01", 200), ("甲厂", "2025-05-31", 200, "2025-05-20", 200),
    )  # fmt: skip
    assert collected(rows, YEAR) == (400, 500)
    assert collected(rows, year_earlier(YEAR)) == (200, 400)
    assert on_time(rows, YEAR, RULES) == (300, 500)


@pytest.mark.parametrize(
    ("row", "money"),
    [
        (("甲厂", "2026-05-01", 100.0, "2026-05-01", 130.0), 100),
        (("甲厂", "2026-05-01", 100.0, None, 40.0), 40),
        (("甲厂", "2026-05-01", 100.0, "2026-05-01", None), 100),
        (("甲厂", "2026-05-01", 100.0, "2027-01-02", 100.0), 0),
    ],
)
def test_a_payment_counts_to_its_invoice(row: Any, money: float) -> None:
    assert collected(receivables(row), YEAR) == (money, 100)


def test_a_credit_note_lowers_what_was_due() -> None:
    rows = receivables(
        ("甲厂", "2026-05-01", 100, "2026-05-01", 100), ("甲厂", "2026-06-01", -40, None, None)
    )
    assert collected(rows, YEAR) == (60, 60)


# ── margins ───────────────────────────────────────────────────────────────────────────────────────────


def test_rate_and_mix_told_apart() -> None:
    now, then = (
        lines(("机床", 150, 0.25), ("刀具", 100, 0.20)),
        lines(("机床", 100, 0.30), ("刀具", 100, 0.20)),
    )
    effects = margin_effects(now, then)
    assert effects is not None
    assert (effects.change, effects.rate, effects.mix) == pytest.approx((-0.02, -0.03, 0.01))
    year = earned(now["net"].to_numpy(float), now["margin"].to_numpy(float))
    assert (year.rate, year.profit, year.coverage) == pytest.approx((0.23, 57.5, 1.0))


def test_a_line_without_last_year_is_mix() -> None:
    effects = margin_effects(lines(("机床", 100, 0.3), ("软件", 100, 0.6)), lines(("机床", 100, 0.3)))
    assert effects is not None
    assert (effects.rate, effects.mix) == pytest.approx((0.0, 0.15))


@given(
    st.lists(
        st.tuples(st.sampled_from("甲乙丙"), st.floats(1, 1e4), st.floats(-0.2, 0.8)), min_size=1, max_size=8
    ),
    st.lists(
        st.tuples(st.sampled_from("甲乙丙"), st.floats(1, 1e4), st.floats(-0.2, 0.8)), min_size=1, max_size=8
    ),
)
def test_both_effects_add_up_to_the_change(now: Any, then: Any) -> None:
    effects = margin_effects(lines(*now), lines(*then))
    assert effects is not None and effects.rate + effects.mix == pytest.approx(effects.change)


# ── projects ──────────────────────────────────────────────────────────────────────────────────────────


def closed(
    customer: str, amount: float, result: str = "won", when: str = "2026-08-20", **more: Any
) -> ClosedProject:
    given = {"opened": NO_DAY, "stage": "", "bottleneck": "", "loss_reason": "", "source": ""} | more
    return ClosedProject(0, customer, f"{customer}项目", result, amount, day(when), **given)


def test_a_loss_dated_ahead_has_happened_and_a_project_without_date_is_in_no_year() -> None:
    rows = pd.DataFrame(
        [
            ("甲", "框架", "signed", 180, "2026-08-20", "won"), ("乙", "换线", "negotiation", 90, "2027-04-01", "lost"),
            ("丙", "旧单", "negotiation", 50, "2025-11-01", "lost"), ("丁", "无日期", "quote", 5, None, "lost"),
            ("戊", "将签", "signed", 70, "2027-01-10", None), ("己", "在谈", "quote", 70, "2026-05-01", None),
        ],
        columns=["customer", "project", "stage", "amount", "sign_date", "result"],
    ).assign(opened=NO_DAY, bottleneck=None, loss_reason=None, source=None)  # fmt: skip
    rows["sign_date"] = pd.to_datetime(rows["sign_date"])
    found = closed_projects(rows, YEAR, day("2026-12-31"))
    assert [(item.customer, item.result, item.day) for item in found] == [
        ("甲", "won", day("2026-08-20")), ("乙", "lost", day("2026-12-31")),
    ]  # fmt: skip


def test_the_largest_won_and_lost_then_by_amount() -> None:
    all_of = [
        closed("甲", 180),
        closed("乙", 90, "lost"),
        closed("丙", 20),
        closed("丁", 60, "lost"),
        closed("戊", 40, "lost"),
    ]
    rules = YearReportRules()
    assert [item.customer for item in battles.chosen_battles(all_of, [], rules)] == ["甲", "乙", "丁"]
    named = battles.chosen_battles(all_of, [("丙", "丙项目")], rules)
    assert [item.customer for item in named] == ["甲", "乙", "丙"], (
        "it takes the place of the smallest proposal"
    )


def test_a_battle_says_quarter_days_and_visits() -> None:
    project = closed("甲", 180, opened=day("2026-06-20"))
    visits = pd.DataFrame(
        {
            "customer": ["甲", "甲", "甲", "乙"],
            "date": map(day, ["2026-06-25", "2026-07-10", "2026-08-25", "2026-07-01"]),
        }
    )
    battle = battles.battle_of(project, visits, RULES.calendar)
    assert (battle.quarter, project.days, battle.visits) == (3, 61, 2)
    unknown = battles.battle_of(closed("甲", 180), visits, RULES.calendar)
    assert (unknown.project.days, unknown.visits) == (None, None)


@pytest.mark.parametrize(
    ("reason", "factor"),
    [
        ("价格高,技术总监反对", "chain"), ("价格", "price"), ("采购换人,对手先见到了新负责人", "chain"), ("响应慢", "speed"),
        ("预算取消", "outside"), ("性能不够", "product"), ("需求变了", "need"), ("", None), ("说不清", None),
        ("Price too high", "price"), ("Decision maker out of reach", "chain"), ("Budget too small", "outside"),
    ],
)  # fmt: skip
def test_a_loss_reason_names_its_factor_price_last(reason: str, factor: str | None) -> None:
    assert proposed_factor(reason, LOSS_WORDS) == factor


def test_every_factor_with_words_is_one_of_the_list() -> None:
    assert set(LOSS_WORDS) < {item.key for item in FACTORS}


def test_shares_only_from_five_cases() -> None:
    from salesplan_xl.planning.reporting.year_report.attributions import Attribution

    def lost(factor: str) -> Attribution:
        return Attribution(closed("甲", 2, "lost"), None, factor, "", "")

    four = [lost("price"), lost("price"), lost("speed"), lost("unknown")]
    assert {item.share for item in factor_counts(four, YearReportRules())} == {None}
    five = factor_counts([*four, lost("price")], YearReportRules())
    first = five[0]
    assert (first.factor, first.count, first.amount, first.share) == ("price", 3, 6.0, 0.6)


# ── requests ──────────────────────────────────────────────────────────────────────────────────────────

PROJECTS = pd.DataFrame(
    [
        ("甲厂", "新线", "quote", 200.0, 0.5),
        ("甲厂", "小改", "negotiation", 20.0, np.nan),
        ("乙厂", "换机", "negotiation", 100.0, 0.95),
    ],
    columns=["customer", "project", "stage", "amount", "probability"],
).assign(result=None)


def asked(item: str, whom: str, cost: float | None, uplift: float | None) -> requests.Request:
    return requests.Request(item, whom, cost, uplift, NO_DAY)


def test_a_request_returns_only_what_it_adds() -> None:
    wanted = [
        asked("样机", "甲厂、换机", 3, 0.2),
        asked("软件", "", 2, None),
        asked("专家", "乙厂", None, None),
    ]
    back = requests.returns_of(wanted, PROJECTS, 0.3, RULES)
    assert [row.request.item for row in back] == ["样机", "软件", "专家"], (
        "most net money first, then as they came"
    )
    first = back[0]
    assert (first.stake, first.expected, first.gross, first.ratio, first.net) == pytest.approx(
        (320, 49, 14.7, 4.9, 11.7)
    )
    assert (back[1].expected, back[2].expected, back[2].ratio) == (None, 5, None)
    assert [item.code for item in requests.request_findings(back)] == ["F-770", "F-771"]


@given(st.floats(0, 1), st.floats(0, 1))
def test_no_request_lifts_a_chance_above_certainty(uplift: float, chance: float) -> None:
    rows = PROJECTS.assign(probability=chance)
    back = requests.returns_of([asked("样机", "新线", 1, uplift)], rows, None, RULES)[0]
    assert back.expected is not None
    assert back.expected <= 200 * (1 - chance) + 1e-6
    assert back.gross is None, "no margin, no profit"


# ── goals ─────────────────────────────────────────────────────────────────────────────────────────────

KNOWN = goal_checks.BookNames(
    frozenset({"东海精工", "二期扩产", "华锐重工", "工程机械"}),
    frozenset({"东海精工"}),
    {},
    day("2026-12-31"),
    day("2027-12-31"),
)
ALL_FIVE = ("specific", "measurable", "actionable", "challenging", "timed")


@pytest.mark.parametrize(
    ("goal", "missing"),
    [
        (Goal("battle", "加强客户关系", "大客户"), ALL_FIVE),
        (Goal("battle", "Q1拿下东海精工二期", "东海精工", 120, day("2027-03-31")), ()),
        (Goal("battle", "打进华锐重工的备件", "华锐重工", 30, day("2027-09-30"), "3月前送样"), ()),
        (Goal("battle", "打进华锐重工的备件", "华锐重工", 30, day("2027-09-30")), ("actionable",)),
        (Goal("battle", "做好工程机械样板", "工程机械", 50, day("2026-12-01"), "先选一家"), ("timed",)),
        (Goal("capability", "考取五轴应用认证", "五轴应用工程师证书", 1, day("2027-03-31"), "报名1月班"), ()),
        (Goal("capability", "提升沟通能力", "", None, day("2027-12-31")), ("specific", "measurable", "actionable")),
        (Goal("capability", "学好谈判", "谈判", 1, day("2027-06-30"), "报名"), ("specific",)),
        (Goal("kpi", "销售额", "", 90, day("2027-12-31"), "拜访", "revenue", 100), ("challenging",)),
        (Goal("kpi", "销售额", "", 90, day("2027-12-31"), "拜访", "revenue", None), ()),
    ],
)  # fmt: skip
def test_which_checks_a_goal_fails(goal: Goal, missing: tuple[str, ...]) -> None:
    assert goal_checks.checks_of(goal, str(goal.goal), KNOWN).missing == missing


def test_a_capability_is_not_asked_to_be_challenging() -> None:
    goal = Goal("capability", "考取五轴应用认证", "五轴应用工程师证书", 1, day("2027-03-31"), "报名")
    assert goal_checks.checks_of(goal, str(goal.goal), KNOWN).challenging is None


def test_a_project_already_signed_is_no_challenge() -> None:
    signed = dataclasses.replace(KNOWN, signed={"东海精工": frozenset({"二期扩产"})})
    goal = Goal("battle", "拿下东海精工二期扩产", "东海精工", 120, day("2027-03-31"))
    assert goal_checks.checks_of(goal, str(goal.goal), signed).missing == ("challenging",)


def test_new_customers_by_first_orders_rounded_up() -> None:
    funnel = dataclasses.replace(RULES.funnel, new_customers=0.0)
    targets = pd.DataFrame(
        {"customer": ["新客户"], "tier": ["N"], "base": [50.0], "growth": [0.0], "loss": [0.0], "loss_probability": [0.0],
         "project": [0.0], "win_probability": [0.0]}
    )  # fmt: skip
    achieved = goals.Achieved(100, None, None, None, None, None, 4, 12)
    made = goals.figure_goals(targets, [], 0, achieved, dataclasses.replace(RULES, funnel=funnel))
    assert [(goal.key, goal.measure) for goal in made] == [("revenue", 50), ("new_customers", 5)]


# ── the customer map ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("influence", "potential", "zone"),
    [("high", "high", "attack"), ("medium", "high", "attack"), ("high", "low", "develop"), ("medium", "medium", "develop"),
     ("low", "medium", "keep"), ("low", "low", "keep")],
)  # fmt: skip
def test_zones_of_the_map(influence: str, potential: str, zone: str) -> None:
    book = pd.DataFrame([{"name": "甲", "this_year": 10.0, "influence": influence, "potential": potential}])
    health = pd.DataFrame(
        [{"customer": "甲", "tier": "B", "estimate": 10.0, "potential": "low", "space": "full"}]
    )
    none_open = PROJECTS[0:0].assign(result=None)
    (placed,) = customer_map.placed_customers(book, health, none_open, YearReportRules())
    assert (placed.zone, placed.influence_from, placed.differs) == (zone, "typed", zone != "develop")


def test_what_nobody_typed_is_read_from_tier_and_space() -> None:
    book = pd.DataFrame(
        [
            {"name": name, "this_year": 100.0, "influence": None, "potential": None}
            for name in ("甲厂", "乙厂")
        ]
    )
    health = pd.DataFrame(
        [
            {"customer": name, "tier": tier, "estimate": 100.0, "potential": "low", "space": "full"}
            for name, tier in (("甲厂", "A"), ("乙厂", "C"))
        ]
    )
    rows = {
        item.customer: item
        for item in customer_map.placed_customers(book, health, PROJECTS, YearReportRules())
    }
    assert (rows["甲厂"].influence, rows["甲厂"].potential, rows["甲厂"].zone) == ("high", "high", "attack")
    assert (rows["乙厂"].influence, rows["乙厂"].potential, rows["乙厂"].zone) == ("low", "high", "develop")
