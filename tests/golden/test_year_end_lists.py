"""The end of the year: phases and days left, segments, who stands on which list, contact results, three sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from salesplan_xl.planning.customers.reorder.order_lines import order_days, usable_lines
from salesplan_xl.planning.customers.reorder.reorder_plan import reorder_plan
from salesplan_xl.planning.year_end import candidates, lists, outreach
from salesplan_xl.planning.year_end.list_words import Advice, with_words
from salesplan_xl.planning.year_end.rebates import rebate_costs
from salesplan_xl.planning.year_end.same_days import same_days_last_year
from salesplan_xl.planning.year_end.scripts import better_scripts, filled_text
from salesplan_xl.planning.year_end.season import due_days, phase_of, readable_phases, season_of, season_year
from salesplan_xl.planning.year_end.segments import SEGMENTS, money_scores, recency, segments_of
from salesplan_xl.planning.year_end.target_sources import target_sources
from salesplan_xl.rules import Rules, SeasonRules
from tests.golden.test_reorder import every, orders, rules_on

D = dt.date.fromisoformat
PROJECT_COLUMNS = [
    "customer",
    "project",
    "stage",
    "amount",
    "probability",
    "sign_date",
    "line",
    "bottleneck",
    "result",
    "pay_date",
]


def projects(*rows: Mapping[str, object]) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), columns=PROJECT_COLUMNS)
    return frame.assign(
        sign_date=pd.to_datetime(frame["sign_date"]),
        pay_date=pd.to_datetime(frame["pay_date"]),
        probability=frame["probability"].astype(float),
    )


# ── phases and days ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("day", "phase"),
    [
        ("2026-11-14", "before"), ("2026-11-15", "review"), ("2026-11-30", "review"), ("2026-12-01", "sprint"),
        ("2026-12-24", "sprint"), ("2026-12-25", "plan"), ("2027-01-31", "plan"), ("2027-02-01", "after"),
    ],
)  # fmt: skip
def test_three_phases_and_the_time_around_them(day: str, phase: str) -> None:
    assert phase_of(rules_on(D(day))) == phase


def test_a_business_year_from_april_ends_in_march() -> None:
    rules = rules_on(D("2027-03-01"))
    season = replace(
        rules.season, review_from="02-15", sprint_from="03-01", plan_from="03-25", plan_until="04-30"
    )
    assert (
        phase_of(replace(rules, season=season, calendar=replace(rules.calendar, fiscal_start=4))) == "sprint"
    )


def test_mid_november_leaves_thirty_four_workdays_for_a_hundred_and_eight_contacts() -> None:
    season = season_of(rules_on(D("2026-11-15")))
    assert (season.workdays_left, season.contacts) == (34, 108)


def test_contacts_are_due_four_a_day_from_the_next_workday() -> None:
    rules = rules_on(D("2026-12-21"))
    days = due_days(season_of(rules), rules)
    assert days[:5] == [D("2026-12-22")] * 4 + [D("2026-12-23")]
    assert len(days) == 25 and days[-1] <= D("2026-12-31")


def test_after_the_year_nobody_can_be_contacted_for_it() -> None:
    season = season_of(rules_on(D("2027-01-08")))
    assert (season.contacts, season.over) == (0, True)


def test_january_belongs_to_the_season_before() -> None:
    rules = rules_on(D("2026-12-01"))
    assert [
        season_year(D(day), rules) for day in ("2026-12-02", "2027-01-20", "2027-02-02", "2026-01-20")
    ] == [2026, 2026, 2027, 2025]


def test_a_phase_nobody_can_read_is_told_and_taken_by_default() -> None:
    rules, findings = readable_phases(replace(SeasonRules(), review_from="中旬"), D("2026-12-31"))
    assert rules.review_from == "11-15"
    assert [finding.code for finding in findings] == ["F-783"]


# ── segments ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_recency_counts_in_the_customers_own_gaps() -> None:
    assert recency(np.array([0.5, 1.0, 1.2, 1.5, 1.9, 2.5, 3.1]), SeasonRules()).tolist() == [
        5,
        5,
        4,
        4,
        3,
        2,
        1,
    ]


def test_money_is_scored_by_what_larger_customers_bring() -> None:
    names = np.array(list("abcde"), dtype=object)
    assert money_scores(np.array([50.0, 30.0, 15.0, 5.0, 0.0]), names, SeasonRules()).tolist() == [
        5,
        4,
        3,
        2,
        1,
    ]


def test_every_score_has_a_segment() -> None:
    r, f, m = (np.array(axis).ravel() for axis in np.meshgrid(*[range(1, 6)] * 3))
    found = dict(zip(zip(r.tolist(), f.tolist(), m.tolist(), strict=True), segments_of(r, f, m), strict=True))
    assert found[5, 5, 5] == "champion" and found[4, 3, 1] == "steady" and found[4, 1, 4] == "big_rare"
    assert found[4, 1, 1] == "new_small" and found[2, 3, 1] == "key_due" and found[3, 1, 1] == "small_due"
    assert found[1, 4, 1] == "key_lost" and found[1, 3, 3] == "small_lost"


# ── lists ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

BOOK = {
    "刚下过": every("2026-01-12", 60, 6),
    "该下了": every("2026-01-10", 60, 4),
    "丢了": every("2025-01-01", 60, 5),
    "早丢了": every("2021-01-01", 60, 5),
    "大客户": every("2025-01-09", 98, 7),
}


def made(
    opportunities: pd.DataFrame | None = None, day: str = "2026-11-16", results: pd.DataFrame | None = None,
    excluded: tuple[str, ...] = (), noted: tuple[str, ...] = (), per_day: float = 4.0,
) -> tuple[pd.DataFrame, pd.DataFrame]:  # fmt: skip
    rules = rules_on(D(day))
    rules = replace(rules, season=replace(rules.season, contacts_per_day=per_day))
    plan = reorder_plan(orders(BOOK, 50_000), rules)
    season = season_of(rules)
    rows = candidates.customer_rows(plan.frame, plan.forecast, {"大客户": "A"}, season, rules)
    open_projects = candidates.project_rows(projects() if opportunities is None else opportunities, rules)
    none = outreach.season_results(
        outreach.with_outcomes(pd.DataFrame(columns=list(outreach.COLUMNS)), None, rules), 2026
    )
    chosen = lists.Chosen(none if results is None else results, excluded, noted, {})
    sprint = lists.sprint_rows(rows, open_projects, chosen, season, rules)
    return sprint, lists.deploy_rows(rows, open_projects, chosen, season, rules)


def groups(rows: pd.DataFrame) -> dict[str, str]:
    return dict(zip(rows["customer"], rows["group"], strict=True))


def test_who_ordered_in_this_cycle_is_not_sprinted_and_who_left_years_ago_neither() -> None:
    sprint, _ = made()
    # The large customer is due as well: it stands on both lists, once on each.
    assert groups(sprint) == {"大客户": "not_reordered", "该下了": "not_reordered", "丢了": "win_back"}


def test_vip_and_steady_customers_are_deployed_once_each() -> None:
    _, deploy = made()
    assert groups(deploy) == {"大客户": "vip", "刚下过": "steady"}


def test_value_is_money_times_chance_largest_first() -> None:
    sprint, _ = made()
    assert (sprint["value"] == sprint["amount"] * sprint["probability"]).all()
    assert sprint["value"].is_monotonic_decreasing


def test_projects_near_their_end_are_sprinted_and_key_projects_of_next_year_deployed() -> None:
    sprint, deploy = made(
        projects(
            {"customer": "新厂", "project": "二期", "stage": "negotiation", "amount": 600_000, "probability": 0.7, "sign_date": "2026-12-18"},
            {"customer": "过期", "project": "扩产", "stage": "quote", "amount": 900_000, "probability": 0.5, "sign_date": "2026-10-01"},
            {"customer": "线索", "project": "看看", "stage": "lead", "amount": 900_000, "probability": None, "sign_date": "2026-12-18"},
            {"customer": "明年", "project": "改造", "stage": "proposal", "amount": 1_800_000, "probability": 0.4, "sign_date": "2027-04-15"},
            {"customer": "丢单", "project": "没了", "stage": "quote", "amount": 900_000, "result": "lost", "sign_date": "2026-12-18"},
        )
    )  # fmt: skip
    assert {name: group for name, group in groups(sprint).items() if group == "close_soon"} == {
        "新厂": "close_soon",
        "过期": "close_soon",
    }
    assert sprint.set_index("customer").loc["新厂", "value"] == pytest.approx(420_000)
    assert groups(deploy)["明年"] == "key_project"
    assert deploy.set_index("customer").loc["明年", "amount"] == pytest.approx(720_000)


def test_rows_beyond_the_days_left_are_told_to_be_written_to() -> None:
    sprint, _ = made(day="2026-12-29", per_day=1.0)
    assert sprint["fits"].tolist() == ["yes", None, None]
    words = with_words(sprint, Advice(dict.fromkeys(SEGMENTS, ("", "", "")), {}, {}))
    assert [reason[-1].code for reason in words["reason"]] == [
        "sprint.not_reordered",
        "sprint.too_late",
        "sprint.too_late",
    ]


def test_after_the_year_no_new_sprint_rows_but_deployment_stays() -> None:
    sprint, deploy = made(day="2027-01-08")
    assert sprint.empty and "大客户" in groups(deploy)


def test_a_book_without_orders_has_projects_alone() -> None:
    rules = rules_on(D("2026-11-16"))
    plan = reorder_plan(orders({}), rules)
    season = season_of(rules)
    rows = candidates.customer_rows(plan.frame, plan.forecast, {}, season, rules)
    deal = projects(
        {
            "customer": "新厂",
            "project": "二期",
            "stage": "negotiation",
            "amount": 600_000,
            "probability": 0.7,
            "sign_date": "2026-12-18",
        }
    )
    none = outreach.season_results(
        outreach.with_outcomes(pd.DataFrame(columns=list(outreach.COLUMNS)), None, rules), 2026
    )
    chosen = lists.Chosen(none, (), (), {})
    open_projects = candidates.project_rows(deal, rules)
    sprint = lists.sprint_rows(rows, open_projects, chosen, season, rules)
    assert groups(sprint) == {"新厂": "close_soon"}
    assert lists.deploy_rows(rows, open_projects, chosen, season, rules).empty
    words = with_words(sprint, Advice({}, {}, {"close": "项目逼单"}))
    assert words["script"].tolist() == ["项目逼单"]


def test_a_customer_struck_off_stands_below_and_takes_no_day() -> None:
    sprint, _ = made(excluded=("该下了",))
    last = sprint.iloc[-1]
    assert (last["customer"], last["include"], last["fits"]) == ("该下了", "no", None)
    assert sprint.iloc[0]["fits"] == "yes"


def test_who_ordered_after_a_contact_stays_visible_below() -> None:
    results = pd.DataFrame(
        [{"list": "sprint", "customer": "该下了", "result": "ordered", "date": pd.Timestamp("2026-11-10"), "script": "年底促销", "cause": None, "order_date": pd.Timestamp("2026-11-12"), "order_amount": 50_000.0}]
    )  # fmt: skip
    sprint, _ = made(results=results)
    row = sprint.set_index("customer").loc["该下了"]
    assert (row["result"], row["value"], row["standing"]) == ("ordered", 0.0, lists.KEPT)


def test_a_customer_with_a_note_is_not_dropped() -> None:
    sprint, _ = made(noted=("刚下过",))
    assert sprint.iloc[-1]["customer"] == "刚下过"


# ── contact results ───────────────────────────────────────────────────────────────────────────────────────────────────


def contacts(*rows: tuple[str, str, str | None]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["date", "customer", "result"]).assign(
        list="sprint", script="年底促销", cause=None
    )
    return frame.assign(date=pd.to_datetime(frame["date"])).reindex(columns=list(outreach.COLUMNS))


def test_ordered_is_read_from_the_orders_within_sixty_days_after_the_contact() -> None:
    days = order_days(
        usable_lines(orders({"快": [D("2026-12-08")], "慢": [D("2027-03-01")], "先": [D("2026-12-01")]}))
    )
    rows = outreach.with_outcomes(
        contacts(("2026-12-02", "快", "none"), ("2026-12-02", "慢", "answered"), ("2026-12-02", "先", None)),
        days,
        rules_on(D("2026-12-31")),
    )
    assert rows["result"].tolist() == ["ordered", "answered", "none"]
    assert rows["season"].tolist() == [2026, 2026, 2026]


def test_ordered_that_somebody_typed_counts_only_with_an_order() -> None:
    rows = outreach.with_outcomes(contacts(("2026-12-02", "甲", "ordered")), None, rules_on(D("2026-12-31")))
    assert rows["result"].tolist() == ["none"]


def test_a_result_typed_twice_on_a_day_is_one_contact() -> None:
    before = contacts(("2026-12-02", "甲", "answered"))
    typed = contacts(("2026-12-02", "甲", "refused")).assign(cause="price")
    rows = outreach.with_typed(before, typed, D("2026-12-02"))
    assert rows[["result", "cause"]].values.tolist() == [["refused", "price"]]


def test_a_blank_day_is_today() -> None:
    typed = contacts(("2026-12-02", "甲", "answered")).assign(date=pd.NaT)
    rows = outreach.with_typed(contacts(), typed, D("2026-12-09"))
    assert rows["date"].tolist() == [pd.Timestamp("2026-12-09")]


def test_rates_of_scripts_are_mixed_with_the_books() -> None:
    rows = contacts(
        *[(f"2026-12-{day:02d}", f"客户{day}", "ordered" if day < 3 else "none") for day in range(1, 7)]
    )
    rows.loc[4:, "script"] = "排产紧张"
    counts = outreach.script_counts(rows, Rules())
    assert (counts["年底促销"].contacted, counts["年底促销"].ordered, counts["年底促销"].answered) == (
        4,
        2,
        2,
    )
    assert counts["年底促销"].rate == pytest.approx((2 + 2 / 3) / 6)


def test_a_script_beats_another_only_when_that_is_sure() -> None:
    few = {"未返单": {"甲": outreach.ScriptCounts(4, 3, 2, 0.4), "乙": outreach.ScriptCounts(2, 0, 0, 0.2)}}
    many = {
        "未返单": {"甲": outreach.ScriptCounts(40, 30, 20, 0.5), "乙": outreach.ScriptCounts(40, 8, 2, 0.06)}
    }
    assert better_scripts(few, Rules()) == {}
    assert better_scripts(many, Rules())["未返单"][:2] == ("甲", "乙")


# ── texts ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("{客户},您好!上次{日期}的货用得怎样?", "华东,您好!"),
        ("{客户}约1.5吨。{数量}也行。谢谢", "华东约1.5吨。谢谢"),
        ("Dear {客户}, hello. It was {日期}. Bye.", "Dear 华东, hello. Bye."),
        ("第一行{日期}\n第二行{客户}", "第二行华东"),
    ],
)
def test_a_sentence_with_a_hole_is_left_out(text: str, filled: str) -> None:
    assert filled_text(text, {"客户": "华东", "日期": None, "数量": ""}) == filled


# ── next year ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def sources(rows: pd.DataFrame, **targets: Any) -> Any:
    rules = rules_on(D("2026-11-16"))
    return target_sources(
        1_000_000.0, rows, {"老客户"}, {"老客户"}, replace(rules, targets=replace(rules.targets, **targets))
    )


def test_half_a_million_of_new_business_is_two_inquiries_a_day() -> None:
    steps = sources(projects(), new_business_target=500_000.0, average_order=10_000.0).steps
    assert (steps.orders, steps.inquiries, steps.per_day) == (50.0, 500.0, 2.0)


def test_nothing_is_counted_twice() -> None:
    rows = projects(
        {"customer": "老客户", "project": "补单", "stage": "reorder", "amount": 300_000, "probability": 0.9, "sign_date": "2027-02-20"},
        {"customer": "老客户", "project": "扩产", "stage": "negotiation", "amount": 800_000, "probability": 0.6, "sign_date": "2027-03-20"},
        {"customer": "陌生人", "project": "询价", "stage": "lead", "amount": 100_000, "probability": 0.1, "sign_date": "2027-05-20"},
    )  # fmt: skip
    assert sources(rows, new_business_target=500_000.0).project == pytest.approx(480_000)
    assert sources(rows).project == pytest.approx(490_000)
    full = sources(rows, new_business_target=500_000.0, company_target=3_000_000.0)
    assert (full.total, full.gap) == (pytest.approx(1_980_000), pytest.approx(-1_020_000))


def test_this_year_is_compared_with_the_same_days_of_last_year() -> None:
    book = orders({"均匀": every("2025-01-10", 365, 1) + every("2026-01-10", 40, 6)})
    assert same_days_last_year(book, rules_on(D("2026-08-31")).calendar) == 100.0


def test_the_end_of_february_is_compared_with_the_29th_of_a_leap_year() -> None:
    calendar = replace(rules_on(D("2025-02-28")).calendar, plan_year=2026)
    book = orders({"新": [D("2024-02-29"), D("2024-03-01")]})
    assert same_days_last_year(book, calendar) == 100.0


def test_a_list_without_last_year_has_nothing_to_compare() -> None:
    book = orders({"新": every("2026-01-10", 40, 6)})
    assert same_days_last_year(book, rules_on(D("2026-08-31")).calendar) is None


def test_rebates_are_paid_at_the_highest_level_reached() -> None:
    totals = pd.DataFrame({"customer": ["大", "中", "小"], "expected_amount": [200.0, 100.0, 10.0]})
    levels = pd.DataFrame({"from_amount": [100.0, 200.0], "rate": [0.01, 0.02]})
    costs = rebate_costs(totals, levels, "合计")
    assert costs["customer"].tolist() == ["大", "中", "合计"]
    assert costs["cost"].tolist() == pytest.approx([4.0, 1.0, 5.0])
