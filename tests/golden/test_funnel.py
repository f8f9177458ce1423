"""New-customer goals worked back to a month's actions, and what the sources really bring (guide/funnel.md)."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from salesplan_xl.planning.tracking.funnel import action_table, against_plan, goal_findings, plan_by_source
from salesplan_xl.planning.tracking.funnel_counts import came_since, funnel_actuals
from salesplan_xl.planning.tracking.funnel_rates import (
    chance_better,
    matured,
    own_rates,
    pooled_weight,
    propose_move,
    stage_rates,
    whole_rate,
)
from salesplan_xl.planning.tracking.funnel_steps import leads_by_source, work_back
from salesplan_xl.rules import FunnelRules, RateRules

S1 = FunnelRules()
START, END = pd.Timestamp("2027-01-01"), pd.Timestamp("2027-03-31")


def counts(*rows: tuple[str, float, float, float, float]) -> pd.DataFrame:
    """Sources as (source, leads, needs, proposals, signed)."""
    frame = pd.DataFrame(rows, columns=["source", "lead", "need", "proposal", "signed"])
    return frame.astype({"source": object, **dict.fromkeys(["lead", "need", "proposal", "signed"], float)})


def orders(*rows: tuple[str, str, float, str | None]) -> pd.DataFrame:
    """Orders as (date, customer, amount, source); a negative amount is a credit note."""
    frame = pd.DataFrame(rows, columns=["date", "customer", "amount", "source"]).astype({"amount": float})
    kind = np.where(frame["amount"] < 0, "credit", "order")
    return frame.assign(date=pd.to_datetime(frame["date"]).astype("datetime64[ns]"), kind=kind)


def deals(*rows: tuple[str, str, str | None], **columns: list[object]) -> pd.DataFrame:
    """Opportunities as (customer, stage, result), and further columns."""
    frame = pd.DataFrame(rows, columns=["customer", "stage", "result"]).astype(object)
    return frame.assign(**{key: pd.Series(values, dtype=object) for key, values in columns.items()})


def visits(*rows: tuple[str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["date", "customer"]).astype({"customer": object})
    return frame.assign(date=pd.to_datetime(frame["date"]).astype("datetime64[ns]"))


def test_s1_fifteen_new_customers_ask_for_thirty_leads_a_month() -> None:
    steps = work_back(15, (1 / 3, 1 / 2, 1 / 4))
    assert list(steps.per_month().values()) == pytest.approx([30, 10, 5, 1.25])
    assert list(steps.over_months(12).values()) == pytest.approx([360, 120, 60, 15])
    assert steps.counts() == {"lead": 30, "need": 10, "proposal": 5, "signed": 2}
    assert math.prod(S1.rates) == pytest.approx(15 / 360), "4.17 % end to end"


def test_s1_leads_come_from_fairs_introductions_and_online() -> None:
    assert leads_by_source(30, S1.lead_mix) == {"fair": 20, "referral": 5, "online": 5, "other": 0}
    assert leads_by_source(27.2, S1.lead_mix) == {"fair": 19, "referral": 5, "online": 4, "other": 0}
    assert sum(leads_by_source(29.01, {"fair": 1, "referral": 1, "online": 1}).values()) == 30
    assert leads_by_source(math.nan, S1.lead_mix)["fair"] == 0


def test_a_missing_rate_leaves_the_stages_before_it_unknown() -> None:
    steps = work_back(15, (None, 0.5, 0.25))
    assert steps.counts() == {"lead": None, "need": 10, "proposal": 5, "signed": 2}
    assert work_back(15, (1 / 3, 0.5, 0.0)).counts()["proposal"] is None
    assert work_back(None, S1.rates).counts()["signed"] is None


def test_the_action_table_says_what_who_when_and_how_it_is_accepted() -> None:
    table = action_table(S1)
    assert table["stage"].tolist() == ["lead", "need", "proposal", "signed"]
    assert table["goal"].tolist() == pytest.approx([30, 10, 5, 1.25])
    assert table["due_day"].tolist() == [31, 20, 25, 30]
    found = table["actions"][0]
    assert [(item.code, item.values["count"]) for item in found] == [
        ("funnel.find_fair", 20), ("funnel.find_referral", 5), ("funnel.find_online", 5),
    ]  # fmt: skip
    called, visited = table["actions"][1]
    assert (called.values["count"], called.values["needs"], visited.values["count"]) == (20, 10, 5)
    assert [owner.code for owner in table["owner"]] == [
        "funnel.owner_team", "funnel.owner_manager", "funnel.owner_technical", "funnel.owner_manager",
    ]  # fmt: skip
    assert {item.code for item in table["acceptance"]} == {
        f"funnel.accept_{stage}" for stage in table["stage"]
    }


def test_two_a_month_is_not_fifteen_a_year() -> None:
    (said,) = goal_findings(replace(S1, monthly_signed=2))
    assert said.code == "F-450"
    assert said.values == {"month": 2, "year": 24, "goal": 15, "needed": 1.25, "leads": 48, "goal_leads": 30}
    (low,) = goal_findings(replace(S1, monthly_signed=1))
    assert (low.code, low.values["year"]) == ("F-451", 12)
    assert goal_findings(replace(S1, monthly_signed=1.25)) == []
    assert goal_findings(S1) == []


def test_new_customers_are_counted_by_source_and_furthest_stage() -> None:
    """甲 bought before; 乙 signs after a recorded lead; 丙 and 丁 are still on the way; 戊 was lost at the quote."""
    actual = funnel_actuals(
        orders(("2026-05-01", "甲", 10, "fair"), ("2027-02-01", "甲", 10, "existing"), ("2027-03-01", "乙", 5, "fair")),
        deals(
            ("甲", "quote", None), ("乙", "negotiation", None), ("丙", "lead", None), ("丙", "proposal", None),
            ("丁", "need", None), ("戊", "quote", "lost"),
            source=["referral", None, "online", None, None, "referral"],
        ),
        visits(("2027-01-10", "丁")), START, END,
    )  # fmt: skip
    people = actual.customers.set_index("customer")
    assert people["reached"].to_dict() == {"乙": 3, "丙": 2, "丁": 1, "戊": 2}
    assert people["source"].to_dict() == {"乙": "fair", "丙": "online", "丁": "unknown", "戊": "referral"}
    assert people.loc["丁", "opened"] == pd.Timestamp("2027-01-10")
    assert actual.counts.set_index("source").loc["online"].tolist() == [1, 1, 1, 0, 0]
    assert actual.counts["source"].tolist() == ["fair", "referral", "online", "unknown"]
    (said,) = actual.findings
    assert (said.code, said.values["names"], said.place.row) == ("F-452", ("丁",), 4)


def test_an_order_without_any_recorded_lead_signs_but_does_not_convert() -> None:
    actual = funnel_actuals(
        orders(("2027-02-01", "己", 8, "online"), ("2027-02-09", "庚", 8, "online"), ("2027-02-11", "辛", -8, "fair")),
        deals(), visits(("2027-01-05", "庚")), START, END,
    )  # fmt: skip
    row = actual.counts.set_index("source").loc["online"]
    assert row.to_dict() == {"lead": 1, "need": 1, "proposal": 1, "signed": 1, "unrecorded": 1}
    assert [(item.code, item.values["names"]) for item in actual.findings] == [("F-453", ("己",))]
    compared = against_plan(actual.counts, S1, 3).set_index(["source", "stage"])
    assert compared.loc[("online", "signed"), "actual"] == 2


def test_the_first_day_of_the_period_belongs_to_it() -> None:
    bought = orders(
        ("2027-01-01", "甲", 5, "fair"), ("2027-03-31", "乙", 5, "fair"), ("2027-04-01", "丙", 5, "fair")
    )
    actual = funnel_actuals(bought, deals(), visits(), START, END)
    assert set(actual.customers["customer"]) == {"甲", "乙"}


def test_a_customer_of_earlier_years_is_never_new() -> None:
    """甲 stands in the customer list with last year's revenue; the order list only begins this year."""
    bought = orders(("2027-02-01", "甲", 10, None), ("2027-02-01", "乙", 5, "fair"))
    actual = funnel_actuals(bought, deals(("甲", "quote", None)), visits(), START, END, {"甲"})
    assert actual.customers["customer"].tolist() == ["乙"]


def test_who_was_never_recorded_is_not_blamed_twice() -> None:
    """Neither lead nor source: told as an order without a lead, not once more as a lead without a source."""
    actual = funnel_actuals(orders(("2027-02-01", "己", 8, None)), deals(), visits(), START, END)
    assert [item.code for item in actual.findings] == ["F-453"]


MARCH = pd.Timestamp("2027-03-01")


def test_march_is_what_moved_on_since_february() -> None:
    """甲 from lead to proposal, 乙 new, 丙 unchanged, 丁 fell back, 戊 found in February but noted in March."""
    before = funnel_actuals(
        orders(),
        deals(("甲", "lead", None), ("丙", "need", None), ("丁", "quote", None), source=["fair"] * 3),
        visits(), START, pd.Timestamp("2027-02-28"),
    )  # fmt: skip
    now = funnel_actuals(
        orders(),
        deals(
            ("甲", "proposal", None), ("乙", "need", None), ("丙", "need", None), ("丁", "lead", None), ("戊", "need", None),
            source=["fair"] * 5, opened=[None, "2027-03-05", None, None, "2027-02-20"],
        ),
        visits(), START, END,
    )  # fmt: skip
    (row,) = came_since(now.customers, before.customers, MARCH).to_dict("records")
    assert row == {"source": "fair", "lead": 1, "need": 3, "proposal": 1, "signed": 0, "unrecorded": 0}


def test_without_an_earlier_look_a_lead_came_when_it_was_opened() -> None:
    """甲 opened in March; 乙 opened in January and ordered in March; 丙 is undated; 丁 ordered unrecorded."""
    now = funnel_actuals(
        orders(("2027-03-09", "乙", 5, None), ("2027-03-10", "丁", 5, "fair")),
        deals(
            ("甲", "need", None), ("乙", "quote", None), ("丙", "lead", None),
            source=["fair"] * 3, opened=["2027-03-02", "2027-01-20", None],
        ),
        visits(), START, END,
    )  # fmt: skip
    (row,) = came_since(now.customers, None, MARCH).to_dict("records")
    assert row == {"source": "fair", "lead": 1, "need": 1, "proposal": 0, "signed": 1, "unrecorded": 1}


def test_a_project_won_before_its_order_is_signed_and_closed() -> None:
    project = deals(
        ("甲", "signed", None), ("乙", "proposal", "won"), ("丙", "signed", "lost"), ("甲", "need", None)
    )
    people = funnel_actuals(orders(), project, visits(), START, END).customers.set_index("customer")
    assert people["reached"].to_dict() == {"甲": 3, "乙": 3, "丙": 2}


def test_what_opens_after_the_period_is_not_in_it() -> None:
    actual = funnel_actuals(
        orders(("2027-05-01", "壬", 5, "fair")),
        deals(("壬", "need", None), ("癸", "lead", None), opened=["2027-02-02", "2027-04-02"]),
        visits(), START, END,
    )  # fmt: skip
    assert actual.customers["customer"].tolist() == ["壬"]
    assert actual.customers["reached"].tolist() == [1], "the order comes after the period"


def test_three_months_against_the_plan() -> None:
    """60 leads from fairs were planned for a quarter; 45 came, so 15 are missing."""
    frame = against_plan(counts(("fair", 45, 20, 10, 3), ("other", 2, 0, 0, 0)), S1, 3).set_index(
        ["source", "stage"]
    )
    row = frame.loc[("fair", "lead")]
    assert (row["planned"], row["actual"], row["gap"], row["rate"]) == (60, 45, -15, 0.75)
    assert row["why"][0].code == "funnel.missed"
    assert frame.loc[("total", "lead"), ["planned", "actual"]].tolist() == pytest.approx([90, 47])
    assert frame.loc[("total", "signed"), "planned"] == pytest.approx(3.75)
    assert frame.loc[("other", "lead"), "rate"] is None
    assert frame.loc[("other", "lead"), "why"][0].code == "funnel.unplanned"
    assert frame.loc[("fair", "need"), "why"][0].code == "funnel.reached"
    assert plan_by_source(S1)["signed"].sum() == pytest.approx(1.25)


def test_thirty_percent_against_five_moves_effort_to_the_fair() -> None:
    """S1: fairs convert 30 %, online 5 %; half of the five online leads a month move."""
    move = propose_move(stage_rates(counts(("fair", 100, 60, 45, 30), ("online", 40, 10, 6, 2)), S1), S1)
    assert (move.source, move.target, move.leads) == ("online", "fair", 3)
    assert move.sure > 0.99
    assert 12 * 3 * 0.15 < move.gain < 12 * 3 * 0.25, "less than 25 points: both rates are drawn together"
    said = move.why[0]
    assert said.code == "funnel.move"
    assert (said.values["best_raw"], said.values["worst_raw"]) == (0.30, 0.05)


def test_one_of_two_is_not_fifty_percent() -> None:
    """A referral source with 1 of 2 is named as worth trying, nothing more; the fair stays the target."""
    book = counts(("fair", 100, 60, 45, 30), ("referral", 2, 2, 1, 1), ("online", 40, 10, 6, 2))
    move = propose_move(stage_rates(book, S1), S1)
    assert move.target == "fair"
    small = move.why[1]
    assert small.code == "funnel.small"
    assert (small.values["source"], small.values["raw"], small.values["more"]) == ("referral", 0.5, 8)
    assert float(small.values["rate"]) < 0.31
    rates = stage_rates(book, S1)
    whole = rates[rates["step"] == "all"].set_index("source")
    assert whole.loc["referral", "rate"] < whole.loc["fair", "rate"] < 0.30
    assert whole.loc["referral", "low"] < whole.loc["online", "high"], (
        "1 of 2 does not even beat online for sure"
    )


def test_a_difference_that_may_be_luck_moves_nothing() -> None:
    move = propose_move(stage_rates(counts(("fair", 20, 8, 4, 2), ("online", 20, 8, 4, 1)), S1), S1)
    assert (move.source, move.leads, move.gain) == (None, 0, 0.0)
    assert move.why[0].code == "funnel.not_sure"
    assert (
        propose_move(stage_rates(counts(("fair", 50, 20, 10, 9), ("online", 3, 0, 0, 0)), S1), S1).why[0].code
        == "funnel.too_few"
    )


def test_ten_leads_are_enough_to_be_compared() -> None:
    book = counts(("fair", 100, 60, 45, 40), ("online", 10, 3, 1, 0))
    assert propose_move(stage_rates(book, S1), S1).source == "online"
    assert propose_move(stage_rates(book.assign(lead=[100.0, 9.0]), S1), S1).source is None


def test_a_weak_source_without_planned_leads_has_nothing_to_give() -> None:
    move = propose_move(stage_rates(counts(("fair", 100, 60, 45, 30), ("other", 60, 10, 6, 1)), S1), S1)
    assert (move.leads, move.why[0].code) == (0, "funnel.nothing_to_move")


def test_sources_that_differ_borrow_less_than_sources_alike() -> None:
    alike = pooled_weight(np.array([10.0, 11.0, 9.0]), np.array([50.0, 50.0, 50.0]))
    apart = pooled_weight(np.array([40.0, 10.0, 2.0]), np.array([50.0, 50.0, 50.0]))
    assert alike == RateRules().most_weight
    assert apart == RateRules().least_weight
    assert pooled_weight(np.array([1.0]), np.array([2.0])) == RateRules().prior_weight


def test_without_experience_the_plan_speaks() -> None:
    rates = stage_rates(counts(("fair", 0, 0, 0, 0)), S1)
    assert rates["rate"].tolist() == pytest.approx([1 / 3, 0.5, 0.25, 1 / 24])
    assert rates["raw"].isna().all()
    assert own_rates(counts(("fair", 0, 0, 0, 0)), S1) == pytest.approx(S1.rates)


def test_the_plan_counts_as_ten_more_leads_at_its_rates() -> None:
    """90 leads, 60 needs, 6 proposals, 3 signed, and the plan's 10 leads, 3.33 needs, 1.67 proposals, 0.42 signed."""
    book = counts(("fair", 90, 60, 6, 3))
    need, proposal, sign = own_rates(book, S1)
    assert need == pytest.approx((60 + 10 / 3) / 100)
    assert proposal == pytest.approx((6 + 5 / 3) / (60 + 10 / 3))
    assert sign == pytest.approx((3 + 5 / 12) / (6 + 5 / 3))
    rate, low, high = whole_rate(book, S1)
    assert rate == pytest.approx(need * proposal * sign) == pytest.approx((3 + 5 / 12) / 100)
    assert 0.01 < low < rate < high < 0.07
    assert own_rates(book, replace(S1, sign_rate=0.0), RateRules(plan_weight=0))[2] == 0.5


def test_a_better_rate_with_many_cases_is_surely_better() -> None:
    sure = chance_better(np.array([0.3, 0.05]), np.array([100.0, 40.0]))
    assert sure[0, 1] > 0.99
    assert sure[0, 0] == pytest.approx(0.5)
    assert sure[0, 1] + sure[1, 0] == pytest.approx(1.0)


def test_a_lead_of_the_last_weeks_says_nothing_about_its_source_yet() -> None:
    """丙 signed within three weeks; judged by such quick ones alone, every source would convert all."""
    people = pd.DataFrame(
        {
            "customer": ["甲", "乙", "丙", "丁"], "reached": [0, 1, 3, 2],
            "opened": pd.to_datetime(["2027-03-20", "2026-11-01", "2027-03-10", None]),
        }
    )  # fmt: skip
    assert matured(people, END)["customer"].tolist() == ["乙", "丁"]
    assert len(matured(people, END, RateRules(ripening_days=0))) == 4
