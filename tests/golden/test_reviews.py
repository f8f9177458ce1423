"""Week and month reviews filled from the tables, and resources wanted twice in a week (guide/review.md)."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from salesplan_xl.errors import PlanInputError
from salesplan_xl.planning.time.resource_conflicts import (
    bookings,
    conflict_findings,
    expiry_findings,
    links,
    needs,
    unlinked_findings,
)
from salesplan_xl.planning.tracking.funnel import against_plan
from salesplan_xl.planning.tracking.month_list import COLUMNS
from salesplan_xl.planning.tracking.month_list_done import with_done
from salesplan_xl.planning.tracking.month_reviews import month_review
from salesplan_xl.planning.tracking.months import Forecast, track_months
from salesplan_xl.planning.tracking.week_reviews import (
    deviation_causes,
    steps_done,
    visits_due,
    week_of_month,
    week_review,
    week_start,
)
from salesplan_xl.rules import FunnelRules, ResourceRules, Rules
from tests.golden.test_months import THIRDS, as_of_end, orders_of, plan_of, receivables_of, visits_of
from tests.golden.test_quarters import opportunities

MONDAY = pd.Timestamp("2027-03-01")
NO_LIST = pd.DataFrame({key: pd.Series(dtype=object) for key in COLUMNS}).astype(
    {"due": "datetime64[ns]", "amount": float}
)
NO_DEALS = opportunities()


def listed(*rows: tuple[str, str, str, str | None]) -> pd.DataFrame:
    """The month list as (kind, customer, due, tick)."""
    frame = pd.DataFrame(rows, columns=["kind", "customer", "due", "done"]).astype(object)
    frame["due"] = pd.to_datetime(frame["due"]).astype("datetime64[ns]")
    return frame.assign(what=frame["kind"], amount=np.nan, why=None)


def deal(
    project: str, step: str | None, due: str | None, stage: str = "need", **more: object
) -> dict[str, object]:
    return {"customer": "甲", "project": project, "stage": stage, "next_step": step, "next_date": due, **more}


def test_a_week_begins_on_monday_and_belongs_to_the_month_of_its_thursday() -> None:
    assert week_start(pd.Timestamp("2027-03-07 18:00")) == MONDAY
    assert week_of_month(MONDAY) == (2027, 3, 0, 4)
    assert week_of_month(pd.Timestamp("2027-03-29")) == (2027, 4, 0, 5), "Thursday is 1 April"
    assert week_of_month(pd.Timestamp("2027-04-26")) == (2027, 4, 4, 5)


def test_s1_five_visits_planned_three_made() -> None:
    """Five customers to see every week; 甲 and 乙 were not seen. The rep says whose cause it was."""
    names = "甲乙丙丁戊"
    plan = plan_of(*((name, "A", 10.0, 4.0) for name in names))
    made = visits_of(*((f"2027-03-0{day}", name) for day, name in enumerate(names[2:], start=2)))
    review = week_review(plan, made, NO_DEALS, NO_DEALS, NO_LIST, MONDAY)
    total, *missed = review.to_dict("records")
    assert (total["planned"], total["done"], total["deviation"], total["rate"]) == (5, 3, -2, 0.6)
    assert total["why"][0].code == "reviews.missed"
    assert [(row["customer"], row["deviation"], row["cause"]) for row in missed] == [
        ("甲", -1, None),
        ("乙", -1, None),
    ]
    review.loc[1, "cause"] = "customer"
    assert deviation_causes(review[1:]) == {"customer": 1, "own": 0, "open": 1}


def test_twelve_customers_once_a_month_are_three_a_week() -> None:
    plan = plan_of(*((f"客户{n:02}", "B", 10.0, 1.0) for n in range(12)))
    mondays = pd.date_range("2027-03-01", periods=4, freq="7D")
    planned = [visits_due(plan, visits_of(), monday) for monday in mondays]
    assert len(planned[0]) == 3
    assert [len(frame) for frame in planned] == [3, 6, 9, 12], "nobody went, so the missed ones are added"


def test_who_was_seen_early_need_not_be_seen_again() -> None:
    plan = plan_of(*((f"客户{n:02}", "B", 10.0, 1.0) for n in range(12)))
    everybody = visits_of(*(("2027-03-02", name) for name in plan["customer"]))
    assert visits_due(plan, everybody, pd.Timestamp("2027-03-08")).empty
    first = visits_due(plan, everybody, MONDAY)
    assert (first["planned"].sum(), first["done"].sum()) == (3, 12)


def test_twice_a_month_falls_into_two_different_weeks() -> None:
    plan = plan_of(("甲", "A", 10.0, 2.0))
    seen = visits_of(("2027-03-02", "甲"), ("2027-03-17", "甲"))
    planned = [visits_due(plan, seen, MONDAY + pd.Timedelta(weeks=w))["planned"].sum() for w in range(4)]
    assert planned == [1, 0, 1, 0]


def test_a_step_is_taken_when_the_project_moved_on_and_not_when_it_was_put_off() -> None:
    before = opportunities(
        deal("一", "送样", "2027-03-03"), deal("二", "报价", "2027-03-04"), deal("三", "约评审", "2027-03-05"),
        deal("四", "签约", "2027-03-05", "negotiation"), deal("五", "送样", "2027-03-12"), deal("六", "送样", "2027-03-05"),
        deal("七", "送样", "2027-03-05"),
    )  # fmt: skip
    now = opportunities(
        deal("一", "报价", "2027-03-12"), deal("二", "报价", "2027-03-11"), deal("三", "约评审", "2027-03-05", "proposal"),
        deal("四", None, None, "negotiation", result="won"),
        deal("七", "送样", "2027-03-05"),
    )  # fmt: skip
    steps = steps_done(before, now, MONDAY).set_index("project")
    assert steps["done"].to_dict() == {"一": 1, "二": 0, "三": 1, "四": 1, "七": 0, "六": 0}
    assert steps["put_off"].to_dict() == {
        "一": False,
        "二": True,
        "三": False,
        "四": False,
        "七": False,
        "六": False,
    }
    review = week_review(plan_of(), visits_of(), before, now, NO_LIST, MONDAY)
    assert review["kind"].tolist() == ["step"] * 4
    assert (review["planned"][0], review["done"][0]) == (6, 3)
    assert [words[0].code for words in review["why"][1:]] == [
        "reviews.put_off",
        "reviews.not_done",
        "reviews.not_done",
    ]
    named = [(what.values["project"], what.values["step"]) for what in review["what"][1:]]
    assert named == [("二", "报价"), ("六", "送样"), ("七", "送样")]


def test_ticks_of_the_month_list_count_in_the_week_they_were_due() -> None:
    items = listed(
        ("action", "甲", "2027-03-02", "yes"), ("action", "乙", "2027-03-03", None), ("action", "丙", "2027-03-10", None),
        ("receivable", "甲", "2027-03-05", "no"), ("target", "甲", "2027-03-05", None),
    )  # fmt: skip
    review = week_review(plan_of(), visits_of(), NO_DEALS, NO_DEALS, items, MONDAY)
    assert review["kind"].tolist() == ["action", "action", "receivable", "receivable"]
    assert review["customer"].tolist() == [None, "乙", None, "甲"]
    assert review["rate"].tolist() == [0.5, 0.0, 0.0, 0.0]


def test_extra_visits_do_not_make_up_for_a_missed_customer() -> None:
    plan = plan_of(("甲", "A", 10.0, 4.0), ("乙", "A", 10.0, 4.0))
    made = visits_of(("2027-03-02", "甲"), ("2027-03-03", "甲"), ("2027-03-04", "甲"))
    total, missed = week_review(plan, made, NO_DEALS, NO_DEALS, NO_LIST, MONDAY).to_dict("records")
    assert (total["planned"], total["done"]) == (2, 1)
    assert total["why"][1].values["extra"] == 2
    assert missed["customer"] == "乙"


def march() -> tuple[pd.DataFrame, pd.DataFrame]:
    """S1: 1200 a year as 100 a month; 200 came in the first quarter, 150 of it from 甲."""
    plan = plan_of(("甲", "A", 150.0, 2.0), ("乙", "A", 150.0, 2.0))
    orders = orders_of(
        ("2027-01-10", "甲", 100, None), ("2027-02-10", "甲", 50, None), ("2027-03-10", "乙", 50, None)
    )
    visits = visits_of(("2027-03-02", "甲"), ("2027-03-20", "甲"), ("2027-03-21", "谁"))
    owed = receivables_of(
        ("甲", "2027-03-10", 40.0, "2027-03-09", 40.0), ("乙", "2027-03-15", 60.0, None, None)
    )
    targets = np.full(12, 100.0)
    result = track_months(
        plan, targets, THIRDS, orders, visits, owed, as_of_end("2027-03"), "2027-03", Forecast(1080.0)
    )
    items = listed(("action", "甲", "2027-03-02", "yes"), ("care", "乙", "2027-03-31", None))
    counts = pd.DataFrame(
        [("fair", 20.0, 8.0, 5.0, 1.0)], columns=["source", "lead", "need", "proposal", "signed"]
    )
    funnel = against_plan(counts, FunnelRules(), 1)
    return plan, month_review(result, plan, targets, visits, items, funnel, "2027-03")


def test_the_month_is_reviewed_on_three_sides() -> None:
    _, review = march()
    assert review["dimension"].drop_duplicates().tolist() == ["figures", "customers", "actions"]
    rows = review.set_index("item")
    assert rows.loc["revenue", ["planned", "actual", "deviation"]].tolist() == [100, 50, -50]
    assert rows.loc["to_date", ["planned", "actual", "rate"]].tolist() == pytest.approx([300, 200, 2 / 3])
    assert rows.loc["collected", ["planned", "actual", "reached"]].tolist() == [100, 40, False]
    assert rows.loc["coverage", ["planned", "actual"]].tolist() == [2, 1]
    assert rows.loc["visits", ["planned", "actual"]].tolist() == [4, 2]
    assert rows.loc["list", ["planned", "actual"]].tolist() == [2, 1]
    assert rows.loc["lead", ["planned", "actual"]].tolist() == pytest.approx([30, 20])
    assert rows.loc[["lead", "need", "proposal", "signed"], "reached"].tolist() == [False, False, True, True]
    assert review["cause"].isna().all(), "the rep judges"


def test_the_year_end_and_the_needed_rate_are_those_of_the_month_tracking() -> None:
    _, review = march()
    rows = review.set_index("item")
    assert rows.loc["projection", "actual"] == 1080
    needed = rows.loc["to_date", "why"][1]
    assert (needed.code, needed.values["left"]) == ("reviews.needed", 9)
    assert needed.values["needed"] == pytest.approx(1000 / 9)


def test_the_quarter_to_date_stands_beside_month_and_year() -> None:
    """200 of 300 by the end of March; in May the quarter starts again: April and May only."""
    _, review = march()
    quarter = review.set_index("item").loc["quarter"]
    assert quarter[["planned", "actual", "reached"]].tolist() == [300, 200, False]
    assert quarter["why"][0].values["quarter"] == 1
    may = month("2027-05", ("2027-01-10", "甲", 400, None), ("2027-05-10", "甲", 210, None))
    assert may.loc["quarter", ["planned", "actual", "reached"]].tolist() == [200, 210, True]
    assert may.loc["to_date", "actual"] == 610


def month(label: str, *sold: tuple[str, str, float, str | None]) -> pd.DataFrame:
    """The review of a month of a plan of 100 a month, by item."""
    plan, targets = plan_of(("甲", "A", 1200.0, 2.0)), np.full(12, 100.0)
    result = track_months(
        plan, targets, THIRDS, orders_of(*sold), visits_of(), receivables_of(), as_of_end(label), label,
        Forecast(1000.0),
    )  # fmt: skip
    return month_review(result, plan, targets, visits_of(), NO_LIST, None, label, actions()).set_index("item")


def test_in_december_what_is_missing_goes_into_next_years_plan() -> None:
    december = month("2027-12", ("2027-12-10", "甲", 90, None))
    corrections = december.loc[["revenue", "quarter", "to_date", "projection"], "correction"]
    assert {item.code for item in corrections} == {"reviews.fix_year_end"}
    assert corrections["to_date"].values == {"gap": 1110}


def actions(*rows: tuple[str | None, str, str, str | None]) -> pd.DataFrame:
    """The action plan as (customer, action, due, done_on)."""
    frame = pd.DataFrame(rows, columns=["customer", "action", "due", "done_on"]).astype(object)
    return frame.assign(
        **{key: pd.to_datetime(frame[key]).astype("datetime64[ns]") for key in ("due", "done_on")}
    )


PLANS = actions(
    ("甲", "交方案", "2027-03-02", "2027-03-04"), ("甲", "谈价", "2027-03-03", "2027-03-09"),
    (None, "整理名片", "2027-03-05", None), ("乙", "交方案", "2027-03-12", "2027-03-02"),
)  # fmt: skip


def test_actions_of_the_action_plan_are_reviewed_in_the_week_they_were_due() -> None:
    """交方案 was done in time, 谈价 only a week later, 整理名片 never; 乙's is not due yet."""
    week = week_review(plan_of(), visits_of(), NO_DEALS, NO_DEALS, NO_LIST, MONDAY, PLANS)
    total, *missed = week.to_dict("records")
    assert (total["planned"], total["done"]) == (3, 1)
    assert [(row["customer"], row["what"]) for row in missed] == [("甲", "谈价"), (None, "整理名片")]


def test_an_action_on_plan_and_list_counts_once_and_a_tick_counts() -> None:
    items = listed(("action", "甲", "2027-03-03", "yes"), ("action", "丙", "2027-03-03", None))
    items["what"] = ["谈价", "送样"]
    total = week_review(plan_of(), visits_of(), NO_DEALS, NO_DEALS, items, MONDAY, PLANS).iloc[0]
    assert (total["planned"], total["done"]) == (4, 2)


def test_the_month_counts_the_actions_due_in_it() -> None:
    plan, targets = plan_of(("甲", "A", 1200.0, 2.0)), np.full(12, 100.0)
    result = track_months(
        plan,
        targets,
        THIRDS,
        orders_of(),
        visits_of(("2027-03-02", "甲")),
        receivables_of(),
        Rules(),
        "2027-03",
    )
    review = month_review(result, plan, targets, visits_of(), NO_LIST, None, "2027-03", PLANS)
    tasks = review.set_index("item").loc["tasks"]
    assert tasks[["planned", "actual", "reached"]].tolist() == [4, 3, False]


def test_what_the_tables_show_as_done_is_done_on_the_list() -> None:
    items = listed(
        ("action", "甲", "2027-03-02", None), ("action", "乙", "2027-03-02", "yes"), ("receivable", "甲", "2027-03-10", None),
        ("receivable", "乙", "2027-03-15", None), ("care", "甲", "2027-03-31", None), ("care", "乙", "2027-03-31", None),
        ("customer", "甲", "2027-03-31", None),
    )  # fmt: skip
    items["what"] = ["交方案", "别的事", "3月催收", "3月催收", "坐坐", "坐坐", "完成3月目标"]
    owed = receivables_of(
        ("甲", "2027-03-10", 40.0, "2027-03-09", None), ("乙", "2027-03-15", 60.0, "2027-03-15", 50.0)
    )
    visits = visits_of(("2027-03-09", "甲"), ("2027-02-26", "乙")).assign(purpose="non_sales")
    done = with_done(items, PLANS, owed, visits, pd.Timestamp("2027-03-31"))["done"].tolist()
    assert done == ["yes", "yes", "yes", None, "yes", None, None]
    later = with_done(
        items, PLANS, owed.assign(due=pd.Timestamp("2027-04-01")), visits, pd.Timestamp("2027-03-31")
    )
    assert later["done"].tolist()[3] == "yes", "what is due in April is no matter of March"


def test_only_what_was_missed_gets_a_correction() -> None:
    _, review = march()
    wanted = review["reached"].map(lambda reached: reached is False)
    assert review.loc[wanted, "correction"].map(lambda item: item.code.startswith("reviews.fix_")).all()
    assert review.loc[~wanted, "correction"].isna().all()
    behind = review[review["item"] == "customer"]
    assert behind["customer"].tolist() == ["乙"]
    assert behind["why"].iloc[0][0].code == "months.customer_behind"


def test_a_month_without_new_customer_goal_has_no_funnel_rows() -> None:
    plan = plan_of(("甲", "A", 150.0, 0.0))
    result = track_months(
        plan, np.zeros(12), THIRDS, orders_of(), visits_of(), receivables_of(), Rules(), "2027-12"
    )
    review = month_review(result, plan, np.zeros(12), visits_of(), NO_LIST, None, "2027-12")
    assert "lead" not in set(review["item"])
    figures = review[review["dimension"] == "figures"]
    assert figures["reached"].isna().all()
    with pytest.raises(PlanInputError, match="SP-205"):
        month_review(result, plan, np.zeros(12), visits_of(), NO_LIST, None, "三月")


RESOURCES = pd.DataFrame(
    {
        "kind": ["demo", "technical", "policy", "demo"], "name": ["样机", "周工", "返点", "空"],
        "customers": ["甲公司、乙公司", "甲公司;丙 Co., Ltd.", "甲公司", None],
        "valid_until": pd.to_datetime([None, None, "2027-06-30", None]).astype("datetime64[ns]"),
    }
)  # fmt: skip
AS_OF = pd.Timestamp("2027-03-03")


def talks(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Open projects as (customer, next date, sign date)."""
    return opportunities(
        *(
            {"customer": c, "project": f"{c}项目", "stage": "quote", "next_date": n, "sign_date": s}
            for c, n, s in rows
        )
    )


def technical(*rows: tuple[str, str]) -> pd.DataFrame:
    return visits_of(*rows).assign(purpose="technical")


def test_customers_of_a_resource_are_read_without_breaking_company_names() -> None:
    customers = [link.customer for link in links(RESOURCES)]
    assert customers == ["甲公司", "乙公司", "甲公司", "丙 Co., Ltd.", "甲公司"]


def test_one_demo_machine_and_two_customers_in_one_week() -> None:
    wanted = talks(("甲公司", "2027-03-09", "2027-05-01"), ("乙公司", "2027-03-12", "2027-05-01"))
    needed = needs(RESOURCES, technical(), wanted, AS_OF)
    (said,) = conflict_findings(needed)
    assert (said.code, said.values["name"], said.values["customers"]) == (
        "F-460",
        "样机",
        ("乙公司", "甲公司"),
    )
    assert (said.values["week"], said.place.row) == (pd.Timestamp("2027-03-08"), 0)
    assert {item.code for item in said.values["reasons"]} == {"resource_conflicts.project"}
    assert conflict_findings(needed, ResourceRules(customers_a_week=2)) == []


def test_different_weeks_past_weeks_and_one_customer_twice_are_no_conflict() -> None:
    apart = talks(("甲公司", "2027-03-09", "2027-05-01"), ("乙公司", "2027-03-15", "2027-05-01"))
    assert conflict_findings(needs(RESOURCES, technical(), apart, AS_OF)) == []
    past = talks(("甲公司", "2027-02-22", "2027-05-01"), ("乙公司", "2027-02-23", "2027-05-01"))
    assert conflict_findings(needs(RESOURCES, technical(), past, AS_OF)) == []
    twice = technical(("2027-03-09", "甲公司"), ("2027-03-10", "甲公司"))
    assert conflict_findings(needs(RESOURCES, twice, talks(), AS_OF)) == []


def test_an_engineer_is_wanted_by_technical_visits() -> None:
    met = technical(("2027-03-09", "甲公司"), ("2027-03-10", "丙 Co., Ltd."))
    (said,) = conflict_findings(needs(RESOURCES, met, talks(), AS_OF))
    assert said.values["name"] == "周工"
    assert said.values["reasons"][0].code == "resource_conflicts.visit"
    assert conflict_findings(needs(RESOURCES, met.assign(purpose="sales"), talks(), AS_OF)) == []


def test_what_a_customer_booked_goes_before_what_is_guessed_of_it() -> None:
    wanted = talks(("甲公司", "2027-03-09", "2027-05-01"), ("乙公司", "2027-03-12", "2027-05-01"))
    plans = pd.DataFrame(
        {"resources": ["样机、返点", "样机", "样机"], "customer": ["甲公司", "乙公司", None],
         "due": pd.to_datetime(["2027-03-16", "2027-03-12", "2027-03-16"]), "done_on": pd.to_datetime([None, "2027-03-01", None])}
    )  # fmt: skip
    booked = bookings(RESOURCES, plans)
    assert [item.name for item in booked] == ["样机", "返点"], "what is done or nobody's books nothing"
    needed = needs(RESOURCES, technical(), wanted, AS_OF, booked=booked)
    assert [need.customer for need in needed] == ["乙公司", "甲公司"]
    assert [need.reason.code.split(".")[1] for need in needed] == ["project", "booked"]
    assert conflict_findings(needed) == []
    sooner = [item._replace(date=AS_OF + pd.Timedelta(days=8)) for item in booked]
    (said,) = conflict_findings(needs(RESOURCES, technical(), wanted, AS_OF, booked=sooner))
    assert said.values["customers"] == ("乙公司", "甲公司")


def test_a_policy_that_ends_before_the_project_signs_is_told() -> None:
    wanted = talks(("甲公司", "2027-03-09", "2027-07-15"), ("乙公司", "2027-03-12", "2027-07-15"))
    (said,) = expiry_findings(RESOURCES, wanted)
    assert (said.code, said.values["name"], said.values["customer"]) == ("F-461", "返点", "甲公司")
    assert expiry_findings(RESOURCES, talks(("甲公司", "2027-03-09", "2027-06-15"))) == []


def test_a_name_nobody_knows_is_told() -> None:
    (said,) = unlinked_findings(RESOURCES, {"甲公司", "丙 Co., Ltd.", None})
    assert (said.code, said.values["customer"], said.place.row) == ("F-462", "乙公司", 0)
