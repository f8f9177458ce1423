"""The action funnel of a running year, told from orders, visits and projects alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pandas as pd
import pytest

from salesplan_xl.money import WAN
from salesplan_xl.planning.tracking.bonus_year import bonus_cells, counted_proposals
from salesplan_xl.planning.tracking.funnel_words import advice_cells, funnel_table, source_cells
from salesplan_xl.planning.tracking.funnel_year import FunnelYear
from salesplan_xl.rules import CalendarRules, IncentiveRules, MonthRules, Rules
from tests.golden.test_funnel import orders, visits
from tests.golden.test_quarters import opportunities

PEOPLE = pd.DataFrame(
    {"name": ["老客户", "甲"], "this_year": [50.0, 0.0], "last_year": [40.0, 0.0], "year_before": [0.0, 0.0]}
)
LEADS = opportunities(
    {"customer": "甲", "stage": "proposal", "source": "fair", "opened": "2027-01-10"},
    {"customer": "乙", "stage": "lead", "source": "fair", "opened": "2027-02-05"},
    {"customer": "老客户", "stage": "quote", "source": "fair", "opened": "2027-01-20"},
    {"customer": "丙", "stage": "need", "source": None, "opened": "2027-02-20", "result": "lost"},
)


def year(
    month: str = "2027-02",
    projects: pd.DataFrame = LEADS,
    *,
    before: pd.DataFrame | None = None,
    planned: pd.DataFrame | None = None,
    fixed: bool = False,
) -> FunnelYear:
    """The year at the end of a month; ``before`` is what the book saw before the month, ``planned`` at planning."""
    number = int(month[5:])
    as_of = (pd.Timestamp(2027, number, 1) + pd.offsets.MonthEnd(0)).date()
    rules = replace(Rules(), calendar=CalendarRules(as_of=as_of), months=MonthRules(current_month=month))
    tables = {
        "orders": orders(("2027-02-10", "甲", 12.0, None)), "visits": visits(("2027-01-08", "甲")),
        "opportunities": projects,
    }  # fmt: skip
    today = projects.assign(seen_on=pd.Timestamp(as_of))
    return FunnelYear(
        rules, tables, PEOPLE,
        {"month": today if before is None else before, "plan": today if planned is None else planned}, fixed=fixed,
    )  # fmt: skip


def counted(rows: pd.DataFrame, source: str) -> dict[str, float]:
    return rows.set_index("source").loc[source].to_dict()


def test_new_customers_are_counted_to_date_and_old_ones_are_not() -> None:
    """甲 came from a fair and signed, 乙 is a lead; 老客户 bought before the year."""
    fair = counted(year().counts, "fair")
    assert fair == {"lead": 2.0, "need": 1.0, "proposal": 1.0, "signed": 1.0, "unrecorded": 0.0}


def test_the_month_counts_what_came_in_it() -> None:
    fair = counted(year().month_counts, "fair")
    assert (fair["lead"], fair["signed"]) == (1.0, 1.0), "乙 was found in February, 甲 signed in it"


def test_what_the_book_saw_before_the_month_tells_what_came_in_it() -> None:
    """On 31 January 甲 stood at need; since then came the proposal and the signature."""
    before = LEADS.assign(stage="need", seen_on=pd.Timestamp("2027-01-31")).iloc[:1]
    fair = counted(year(before=before).month_counts, "fair")
    assert (fair["need"], fair["proposal"], fair["signed"]) == (0.0, 1.0, 1.0)


def test_projects_lost_when_the_year_was_planned_are_not_this_years_leads() -> None:
    lost = LEADS.assign(seen_on=pd.Timestamp("2026-12-31"))
    assert counted(year(planned=lost, fixed=True).counts, "fair")["lead"] == 2.0
    assert "unknown" in year().counts["source"].tolist(), "while the plan moves 丙 still counts"
    assert "unknown" not in year(planned=lost, fixed=True).counts["source"].tolist()


def test_nothing_is_told_before_the_year_has_begun() -> None:
    eve = replace(year(), rules=replace(Rules(), months=MonthRules(current_month="2026-12")))
    assert eve.months == 0
    assert funnel_table(eve)["actual"].isna().all()
    assert advice_cells(eve)["move", "sentence"] == source_cells(eve)["total", "sentence"]


def test_the_sources_show_leads_against_the_plan() -> None:
    cells = source_cells(year())
    assert (cells["fair", "lead_month"], cells["fair", "lead_plan"]) == (20, 40)
    assert cells["fair", "lead"] == 2.0
    words = cells["fair", "sentence"]
    assert isinstance(words, tuple)
    assert [word.code for word in words] == ["funnel.leads_missed", "funnel.source_young"]


def test_goal_advice_says_how_many_months_are_left() -> None:
    words = advice_cells(year())["rates", "sentence"]
    assert isinstance(words, tuple)
    assert words[-1].code == "funnel.goal_left"
    assert (words[-1].values["left"], words[-1].values["months"]) == (14.0, 10)


def test_a_young_lead_does_not_judge_conversion() -> None:
    assert year().cases == 0.0
    assert year("2027-12").cases > 0.0
    assert not year("2027-12").proven


def test_proposals_of_a_month_gone_by_keep_their_count() -> None:
    assert counted_proposals({"m1": 6.0}, year()) == {"m1": 6.0, "m2": 0.0}


def test_each_month_up_to_the_tracked_one_earns_its_bonus() -> None:
    nan = float("nan")
    cells = bonus_cells(
        {"m1": 7.0, "m3": 9.0},
        [30.0, 20.0, *[nan] * 10],
        [25.0] * 12,
        IncentiveRules(base_rate=0.03),
        WAN,
    )
    assert cells["m1", "action"] == 900.0, "500 for five, 200 for each of two more"
    assert cells["m1", "rate"] == pytest.approx(0.04)
    assert cells["m2", "action"] is None, "nobody noted the proposals"
    assert cells["m3", "revenue"] is None
    assert cells["m3", "proposals"] == 9.0, "typed ahead"


def test_the_calendar_decides_how_far_the_data_reach() -> None:
    late = replace(
        year("2027-01"),
        rules=replace(year("2027-01").rules, calendar=CalendarRules(as_of=dt.date(2027, 5, 1))),
    )
    assert late.months == 1
    assert counted(late.counts, "fair")["lead"] == 1.0, "乙 came after the tracked month"
