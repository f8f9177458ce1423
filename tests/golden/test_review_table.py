"""The review table told from its own columns: periods, sums, misses, and the line of each period."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.tracking.review_rows import (
    label_monday,
    misses,
    month_is_tracked,
    month_rows,
    week_label,
    week_rows,
    week_sums,
    weeks_of_month,
)
from salesplan_xl.planning.tracking.review_summary import month_cells, review_summary, week_cells
from salesplan_xl.rules import CalendarRules, Rules

MONDAY = pd.Timestamp("2027-03-01")
COLUMNS = ("period", "scope", "side", "customer", "item", "planned", "done", "reached", "cause")
WEEK = "2027-W09"


def rows(*lines: tuple[object, ...]) -> pd.DataFrame:
    frame = pd.DataFrame(lines, columns=list(COLUMNS)).astype(object)
    return frame.astype({"planned": float, "done": float})


@pytest.fixture
def week() -> pd.DataFrame:
    """Five visits planned and three made; two actions, one of them about no customer, none done."""
    return rows(
        (WEEK, "week", "visit", None, "拜访合计", 5.0, 3.0, "no", None),
        (WEEK, "week", "visit", "甲", "拜访", 1.0, 0.0, "no", "customer"),
        (WEEK, "week", "visit", "乙", "拜访", 1.0, 0.0, "no", None),
        (WEEK, "week", "action", None, "行动合计", 2.0, 0.0, "no", None),
        (WEEK, "week", "action", None, "整理名片", 1.0, 0.0, "no", "own"),
        (WEEK, "week", "action", "甲", "交方案", 1.0, 0.0, "no", None),
    )


def test_a_week_is_named_by_its_number_and_found_again_by_it() -> None:
    assert week_label(MONDAY) == WEEK
    assert label_monday(WEEK) == MONDAY
    assert week_label(pd.Timestamp("2026-12-28")) == "2026-W53"
    assert label_monday("2027-03") is None
    assert label_monday("2027-W54") is None


def test_the_sum_of_a_side_is_the_row_without_customer_that_asks_for_most(week: pd.DataFrame) -> None:
    assert week_sums(week).tolist() == [True, False, False, True, False, False]
    reworded = week.assign(item="whatever the book calls it")
    assert week_sums(reworded).tolist() == week_sums(week).tolist(), "no word is looked at"


def test_an_only_action_without_customer_is_not_its_own_sum() -> None:
    lines = rows(
        (WEEK, "week", "action", None, "行动合计", 1.0, 0.0, "no", None),
        (WEEK, "week", "action", None, "整理名片", 1.0, 0.0, "no", "own"),
    )
    assert week_sums(lines).tolist() == [True, False]


def test_rows_of_a_month_are_no_sums() -> None:
    lines = rows(("2027-03", "month", "figures", None, "业绩", 100.0, 90.0, "no", None))
    assert not week_sums(lines).any()


def test_every_week_has_its_own_sums(week: pd.DataFrame) -> None:
    both = pd.concat([week, week.assign(period="2027-W10")], ignore_index=True)
    assert int(week_sums(both).sum()) == 4
    assert misses(both, WEEK)["item"].tolist() == ["拜访", "拜访", "整理名片", "交方案"]
    assert misses(both, WEEK)["deviation"].tolist() == [-1.0] * 4


def test_five_visits_planned_three_made_and_whose_cause_it_was(week: pd.DataFrame) -> None:
    cells = week_cells(week, week, MONDAY)
    figures = {key: cells[key] for key in ("period", "planned", "done", "missed", "customer", "own", "open")}
    assert figures == {
        "period": WEEK, "planned": 7.0, "done": 3.0, "missed": 4.0, "customer": 1.0, "own": 1.0, "open": 2.0,
    }  # fmt: skip


def test_more_than_asked_on_one_side_does_not_fill_another() -> None:
    lines = rows(
        (WEEK, "week", "visit", None, "拜访合计", 2.0, 5.0, "yes", None),
        (WEEK, "week", "step", None, "下一步合计", 2.0, 0.0, "no", None),
    )
    assert (week_cells(lines, lines, MONDAY)["done"], week_cells(lines, lines, MONDAY)["missed"]) == (
        2.0,
        2.0,
    )


def test_the_month_counts_its_items_and_adds_up_the_causes_of_its_weeks(week: pd.DataFrame) -> None:
    month = rows(
        ("2027-03", "month", "figures", None, "业绩", 100.0, 90.0, "no", "customer"),
        ("2027-03", "month", "figures", None, "回款", 50.0, 50.0, "yes", None),
        ("2027-03", "month", "actions", None, "线索", 0.0, 0.0, None, None),
    )
    months = pd.DataFrame(
        {"actual": [30.0, 30.0, 30.0, *[np.nan] * 9], "projection": 400.0, "left": [0.0] * 3 + [np.nan] * 9}
    )
    table = pd.concat([week, month], ignore_index=True)
    cells = month_cells(month, table, "2027-03", months, np.full(12, 100.0))
    assert (cells["planned"], cells["done"], cells["customer"], cells["open"]) == (2.0, 1.0, 1.0, 0.0)
    sentence = cells["sentence"]
    assert isinstance(sentence, tuple)
    assert sentence[-1] == Sentence(
        "reviews.month_weeks", {"weeks": 1, "customer": 1.0, "own": 1.0, "open": 2.0}
    )


def test_weeks_belong_to_the_month_of_their_thursday(week: pd.DataFrame) -> None:
    late = week.assign(period="2027-W13")  # Monday 29 March, Thursday 1 April
    table = pd.concat([week, late, rows(("2027-03", "month", "figures", None, "业绩", 1, 1, "yes", None))])
    assert weeks_of_month(table, 2027, 3) == [WEEK]
    assert weeks_of_month(table, 2027, 4) == ["2027-W13"]


def test_a_block_without_a_review_is_blank() -> None:
    cells = review_summary({}, {"period": "2027-03"})
    assert cells["week", "planned"] is None
    assert cells["month", "period"] == "2027-03"


def test_a_review_becomes_rows_of_the_table() -> None:
    review = pd.DataFrame(
        {
            "kind": ["visit", "step"],
            "customer": None,
            "what": "x",
            "planned": [2.0, 0.0],
            "deviation": [-1.0, 0.0],
        }
    )
    lines = week_rows(review, MONDAY)
    assert lines["reached"].tolist() == ["no", None], "nothing planned is neither reached nor missed"
    assert lines[["period", "scope"]].iloc[0].tolist() == [WEEK, "week"]
    month = pd.DataFrame(
        {"dimension": ["figures", "actions"], "item": ["revenue", "lead"], "reached": [True, None]}
    )
    rows_of_month = month_rows(month.astype(object), "2027-03")
    assert rows_of_month["reached"].tolist() == ["yes", None]
    assert [item.code for item in rows_of_month["item"]] == ["reviews.row_revenue", "reviews.row_lead"]


def test_a_month_is_tracked_inside_the_plan_year_only() -> None:
    months, rules = pd.DataFrame({"actual": [10.0, *[np.nan] * 11]}), Rules()
    assert month_is_tracked(months, "2027-01", rules)
    assert not month_is_tracked(months, "2027-02", rules)
    assert not month_is_tracked(months, "2026-01", rules)
    april = replace(rules, calendar=CalendarRules(plan_year=2027, fiscal_start=4))
    assert month_is_tracked(months, "2027-04", april), "the first month of 2027/28"
    assert not month_is_tracked(months, "2027-01", april), "the tenth of 2026/27"
