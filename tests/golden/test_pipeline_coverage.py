"""What backs each quarter, and what happens when a project slips (guide/projects.md)."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from salesplan_xl.planning.schedule.milestones import (
    milestone_findings,
    milestones_in_month,
    project_milestones,
)
from salesplan_xl.planning.schedule.pipeline_coverage import action_coverage_findings, quarter_coverage
from salesplan_xl.planning.schedule.slips import SlipResult, append_trace, project_states, track_slips
from salesplan_xl.rules import CalendarRules, QuarterRules, Rules
from tests.golden.test_quarters import opportunities, plan, rules, s1_deals, targets

TARGETS, NOTHING = np.array([500.0, 800.0, 900.0, 800.0]), np.zeros(4)
AUGUST = Rules(calendar=CalendarRules(2027, dt.date(2027, 8, 20)))


def s1(**changed: dict[str, object]) -> pd.DataFrame:
    """The three projects of S1, one of them changed."""
    rows = {
        "A": {"customer": "甲", "project": "A", "amount": 120.0, "sign_date": "2027-11-05", "pay_date": "2028-02-01",
              "nodes": "Q3技术交流,Q4签单"},
        "B": {"customer": "乙", "project": "B", "amount": 300.0, "sign_date": "2027-09-10", "pay_date": "2027-12-10",
              "nodes": "Q2方案确认,Q3签单"},
        "C": {"customer": "丙", "project": "C", "amount": 80.0, "sign_date": "2027-05-20", "pay_date": "2027-10-20",
              "nodes": "Q1需求对接,Q2签单"},
    }  # fmt: skip
    return opportunities(*({"probability": 0.5, **row, **changed.get(key, {})} for key, row in rows.items()))


def test_s1_signs_0_80_300_120_by_quarter_and_says_why() -> None:
    coverage = quarter_coverage(TARGETS, NOTHING, s1(), Rules())
    quarters = coverage.quarters
    assert quarters["registered"].tolist() == [0, 80, 300, 120]
    assert quarters["weighted"].tolist() == [0, 40, 150, 60]
    assert quarters["unsupported"].tolist() == [500, 760, 750, 740]
    assert [words[0].code for words in quarters["why"]] == ["support.none_sign", *["support.sign"] * 3]
    named = quarters["why"][2][0].values["projects"]
    assert [(item.values["project"], item.values["amount"]) for item in named] == [("B", 300.0)]


def test_the_quarter_split_sees_the_same_projects() -> None:
    frame = targets(
        ("甲", "A", 1000.0),
        ("乙", "A", 1000.0),
        ("丙", "B", 500.0),
        project=[120, 300, 80],
        win_probability=[0.5] * 3,
    )
    split = plan(frame, rules(), s1_deals(probability=0.5)).coverage
    ours = quarter_coverage(TARGETS, NOTHING, s1_deals(probability=0.5), rules())
    for line, column in (("signed", "registered"), ("weighted", "weighted")):
        assert [split[line, f"q{q}"] for q in (1, 2, 3, 4)] == ours.quarters[column].tolist()


def test_s1_names_each_project_one_quarter_too_early() -> None:
    """The article rests Q1 on C, Q2 on B and Q3 on A; each signs a quarter later."""
    coverage = quarter_coverage(TARGETS, NOTHING, s1(), Rules())
    claimed = {("丙", "C"): 1, ("乙", "B"): 2, ("甲", "A"): 3}
    found = action_coverage_findings(claimed, coverage)
    assert [(item.values["project"], item.values["signs"]) for item in found] == [
        ("A", 4),
        ("B", 3),
        ("C", 2),
    ]
    assert {item.code for item in found} == {"F-325"}
    assert [item.values["project"] for item in action_coverage_findings(claimed, coverage, first=3)] == ["A"]
    assert action_coverage_findings({("丙", "C"): 2, ("乙", "B"): 3, ("甲", "A"): 4}, coverage) == []
    backed = quarter_coverage(TARGETS, TARGETS, s1(), Rules())
    assert action_coverage_findings(claimed, backed) == [], "repeat business fills the quarters without them"


def test_counted_when_paid_the_words_speak_of_payment() -> None:
    paid = Rules(quarters=QuarterRules(project_timing="paid"))
    quarters = quarter_coverage(TARGETS, NOTHING, s1(), paid).quarters
    assert quarters["registered"].tolist() == [0, 0, 0, 380]
    assert quarters["cash"].tolist() == quarters["weighted"].tolist() == [0, 0, 0, 190]
    assert [words[0].code for words in quarters["why"]] == [*["support.none_paid"] * 3, "support.paid"]


def test_project_money_the_user_set_counts_as_he_set_it() -> None:
    quarters = quarter_coverage(TARGETS, NOTHING, s1(), Rules(), np.array([0.0, 80.0, 150.0, 60.0])).quarters
    assert quarters["unsupported"].tolist() == [500, 720, 750, 740]
    assert quarters["weighted"].tolist() == [0, 80, 150, 60]


def test_signed_in_q2_and_paid_in_q4_is_revenue_in_q2_and_cash_in_q4() -> None:
    coverage = quarter_coverage(TARGETS, NOTHING, s1(), Rules())
    assert coverage.quarters["cash"].tolist() == [0, 0, 0, 190], "C and B are paid in Q4, A only next year"
    assert coverage.paid_later == 60
    said = coverage.quarters["why"][1][-1]
    assert (said.code, said.values["names"], said.values["quarter"]) == ("support.cash", ("C",), 4)
    assert coverage.quarters["why"][3][-1].code == "support.cash_unknown"


def test_a_signed_project_counts_in_full_and_repeat_business_backs_the_rest() -> None:
    coverage = quarter_coverage(
        TARGETS, np.array([300.0, 760.0, 600.0, 600.0]), s1(C={"stage": "signed"}), Rules()
    )
    assert coverage.quarters["signed"].tolist() == [0, 80, 0, 0]
    assert coverage.quarters["weighted"].tolist() == [0, 80, 150, 60]
    assert coverage.quarters["unsupported"].tolist() == [200, 0, 150, 140]


def test_a_project_past_its_date_or_put_off_is_not_to_be_relied_on() -> None:
    coverage = quarter_coverage(TARGETS, NOTHING, s1(A={"result": "postponed"}), AUGUST)
    assert coverage.quarters["overdue"].tolist() == [0, 40, 0, 60]
    (said,) = coverage.findings
    assert (said.code, said.values["count"], said.values["money"]) == ("F-326", 2, 100)
    assert coverage.quarters["why"][1][1].code == "support.overdue"


def moves(before: pd.DataFrame, now: pd.DataFrame, repeat: np.ndarray = NOTHING) -> SlipResult:
    """The changes in August since an earlier state of the projects."""
    return track_slips(before, now, quarter_coverage(TARGETS, repeat, now, AUGUST), AUGUST)


def test_a_slip_in_august_lowers_q3_at_once_and_leaves_a_trace() -> None:
    """S1: the customer of B (September) says in August that the budget waits until next year."""
    before = project_states(s1())
    result = moves(before, s1(B={"sign_date": "2028-03-10"}))
    assert result.coverage.quarters["registered"].tolist() == [0, 80, 0, 120]
    (row,) = result.trace.to_dict("records")
    assert (row["kind"], row["project"], row["slips"], row["old_quarter"]) == ("slipped", "B", 1, 3)
    assert (row["old_date"], row["new_date"]) == (pd.Timestamp("2027-09-10"), pd.Timestamp("2028-03-10"))
    assert np.isnan(row["new_quarter"])
    assert row["why"].code == "slips.slipped"
    assert result.opportunities["slips"].tolist()[1] == 1
    (said,) = result.findings
    assert said.code == "F-329", "nothing is left behind Q3"
    assert (said.values["quarter"], said.values["lost"], said.values["unsupported"]) == (3, 150, 900)
    assert (said.place.row, said.place.column) == (1, "sign_date")


def test_the_finding_names_what_is_left_behind_the_quarter() -> None:
    before = project_states(s1(A={"sign_date": "2027-08-30"}))
    now = s1(A={"sign_date": "2027-08-30"}, B={"sign_date": "2027-10-08"})
    (said,) = moves(before, now, np.full(4, 100.0)).findings
    assert said.code == "F-328"
    assert said.values["left"] == ("A",)
    assert (said.values["weighted"], said.values["repeat"], said.values["unsupported"]) == (60, 100, 740)


def test_looking_twice_counts_one_slip_and_a_second_slip_counts_two() -> None:
    first = moves(project_states(s1()), s1(B={"sign_date": "2027-10-08"}))
    again = moves(project_states(first.opportunities), first.opportunities)
    assert again.trace.empty
    assert again.findings == []
    later = first.opportunities.assign(
        sign_date=first.opportunities["sign_date"].where(
            first.opportunities["project"] != "B", pd.Timestamp("2027-11-30")
        )
    )
    second = moves(project_states(first.opportunities), later)
    assert second.trace["slips"].tolist() == [2]
    assert len(append_trace(append_trace(first.trace, second.trace), second.trace)) == 2
    assert second.findings == [], "a slip within the same quarter takes nothing from it"


def test_a_slip_the_user_counted_is_not_counted_again() -> None:
    now = s1(B={"sign_date": "2027-10-08", "slips": 3.0})
    result = moves(project_states(s1(B={"slips": 2.0})), now)
    assert result.trace["slips"].tolist() == [3]


@pytest.mark.parametrize(
    ("change", "kind", "registered"),
    [
        ({"result": "lost", "probability": 0.0}, "lost", [0, 80, 0, 120]),
        ({"sign_date": None}, "undated", [0, 80, 0, 120]),
        ({"sign_date": "2027-06-30"}, "earlier", [0, 380, 0, 120]),
        ({"stage": "signed"}, "won", [0, 80, 300, 120]),
        ({"amount": 200.0}, "amount", [0, 80, 200, 120]),
    ],
)
def test_each_change_has_its_name(change: dict[str, object], kind: str, registered: list[float]) -> None:
    result = moves(project_states(s1()), s1(B=change))
    assert result.trace["kind"].tolist() == [kind]
    assert result.coverage.quarters["registered"].tolist() == registered
    lowered = [item.values["lost"] for item in result.findings]
    assert lowered == ([150] if kind in {"lost", "undated"} else [])


def test_a_project_taken_off_the_list_is_told_once() -> None:
    kept = s1().drop(index=1)
    result = moves(project_states(s1()), kept)
    assert result.trace["kind"].tolist() == ["dropped"]
    assert [item.place.row for item in result.findings] == [None]
    assert moves(project_states(kept), kept).trace.empty


def test_the_first_look_has_nothing_to_compare() -> None:
    result = moves(project_states(s1()).head(0), s1())
    assert result.trace.empty
    assert append_trace(result.trace, result.trace).empty


def test_key_nodes_are_read_with_their_dates() -> None:
    nodes = project_milestones(
        s1(A={"nodes": "9月完成技术交流;10月提交方案;11月签订合同"}, B={"nodes": "2027-06-10 方案终稿;6月20日评审"},
           C={"nodes": "立项;招标;签约"}), 2027,
    )  # fmt: skip
    due = [date.strftime("%m-%d") for date in nodes["due"]]
    assert list(zip(nodes["project"], due, strict=True)) == [
        ("A", "09-30"), ("A", "10-31"), ("A", "11-30"), ("B", "06-10"), ("B", "06-20"),
    ]  # fmt: skip
    assert milestones_in_month(nodes, 2027, 6)["node"].tolist() == ["2027-06-10 方案终稿", "6月20日评审"]


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("10 Sep final offer", "2027-09-10"), ("Sept 10 final offer", "2027-09-10"), ("demo in March", "2027-03-31"),
        ("2027/6/5 test cut", "2027-06-05"), ("Decision of the board", None), ("the customer may decide", None),
        ("Q2 review", "2027-06-30"), ("31 Feb offer", "2027-02-28"),
    ],
)  # fmt: skip
def test_nodes_are_read_in_english_too(text: str, due: str | None) -> None:
    found = project_milestones(s1(A={"nodes": text}, B={"nodes": None}, C={"nodes": None}), 2027)[
        "due"
    ].tolist()
    assert found == ([] if due is None else [pd.Timestamp(due)])


def test_a_node_after_the_sign_date_is_told() -> None:
    assert milestone_findings(project_milestones(s1(), 2027)) == []
    (said,) = milestone_findings(project_milestones(s1(B={"sign_date": "2027-05-10"}), 2027))
    assert (said.code, said.values["project"], said.values["node"]) == ("F-327", "B", "Q3签单")
    assert (
        milestone_findings(
            project_milestones(s1(A={"nodes": "13月签单"}, B={"nodes": None}, C={"nodes": None}), 2027)
        )
        == []
    )
