"""What a project that moves means for the end of the year (guide/kpi.md; S1)."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from salesplan_xl.planning.schedule.slips import project_states
from salesplan_xl.planning.tracking.forecast import project_change
from salesplan_xl.planning.tracking.months import Forecast
from salesplan_xl.rules import CalendarRules, Rules
from tests.golden.test_months import HALF_YEAR, ONE, month_row, track, words
from tests.golden.test_pipeline_coverage import s1

EVEN = np.full(12, 100.0)
AUGUST = Rules(calendar=CalendarRules(2027, dt.date(2027, 8, 20)))


def change(before: dict[str, dict[str, object]] | None = None, **now: dict[str, object]) -> list[float]:
    """(12,) after each month, when the projects of S1 at planning (A 60 Q4, B 150 Q3, C 40 Q2) became these."""
    return project_change(project_states(s1(**(before or {}))), s1(**now), EVEN, AUGUST).tolist()


def test_a_project_put_into_next_year_is_missing_from_all_months_before_its_old_date() -> None:
    rest = [-40.0] * 4 + [0.0] * 8  # C's date has passed unsigned
    moved = np.array(change(B={"sign_date": "2028-03-10"})) - rest
    assert moved.tolist() == [-150.0] * 8 + [0.0] * 4


@pytest.mark.parametrize(
    ("now", "after_august"),
    [
        ({"stage": "signed", "sign_date": "2027-08-10"}, -150),  # it stands among the orders by now
        ({"stage": "signed"}, 150),  # won, the order is to come in September
        ({"probability": 0.9}, 120),
        ({"amount": 500.0}, 100),
        ({"sign_date": "2027-12-20"}, 0),
        ({"sign_date": "2027-08-05"}, -150),  # open and past its date
        ({"result": "postponed"}, -150),
    ],
)
def test_what_is_still_to_come_after_august(now: dict[str, object], after_august: float) -> None:
    assert change(B=now)[7] == pytest.approx(after_august)


def test_a_project_without_a_date_is_spread_like_the_targets() -> None:
    """At planning a third of it was to come after August, and it is still on the list: nothing changed."""
    undated: dict[str, object] = {"sign_date": None}
    assert change({"B": undated}, B=undated)[7] == pytest.approx(0)
    assert change({"B": undated}, B={"result": "lost"})[7] == pytest.approx(-50)
    assert change({"B": undated})[7] == pytest.approx(100)
    assert change(B=undated)[7] == pytest.approx(-100)


def test_the_month_says_what_the_projects_changed() -> None:
    less = np.zeros(12)
    less[2] = -150.0
    row = month_row(track(ONE, "2027-03", HALF_YEAR, forecast=Forecast(800.0, project_change=less)), 3)
    assert "定计划后项目少了150,全年预测800" in words(row["sentence"])
    small = month_row(track(ONE, "2027-03", HALF_YEAR, forecast=Forecast(800.0, project_change=less / 20)), 3)
    assert "项目" not in words(small["sentence"]), "7.5 of 1200 is not worth a sentence"
    more = month_row(track(ONE, "2027-03", HALF_YEAR, forecast=Forecast(800.0, project_change=-less)), 3)
    assert "150 more than when the plan was made" in words(more["sentence"], "en")
