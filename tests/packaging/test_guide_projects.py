"""The worked examples of project reserve, projection and late payers: the pages say what the code gives."""

from __future__ import annotations

import datetime as dt
import re

import numpy as np
import pytest

from salesplan_xl.commands.books.explain import explain
from salesplan_xl.planning.customers.payment_history import history_of, invoices_of
from salesplan_xl.planning.schedule.pipeline_coverage import quarter_coverage
from salesplan_xl.planning.tracking.year_outlook import pace
from salesplan_xl.rules import CalendarRules, Rules
from tests.golden.test_late_ranking import AS_OF, receivables, record
from tests.golden.test_pipeline_coverage import NOTHING, TARGETS, s1

LANGUAGES = ("zh", "en")


def table(page: str, lang: str) -> list[list[float]]:
    """The three rows of figures by quarter on a page."""
    lines = re.findall(r"(?m)^\D+?((?: +\d+){4})$", explain(page, lang))
    return [[float(figure) for figure in line.split()] for line in lines]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_quarters_of_s1_are_as_the_page_says(lang: str) -> None:
    quarters = quarter_coverage(TARGETS, NOTHING, s1(), Rules()).quarters
    figures = [quarters[column].tolist() for column in ("registered", "weighted", "unsupported")]
    assert table("projects", lang) == figures
    august = Rules(calendar=CalendarRules(2027, dt.date(2027, 8, 20)))
    now = s1(B={"sign_date": "2028-03-10"})
    after = quarter_coverage(TARGETS, NOTHING, now, august).quarters.iloc[2]
    assert (after["registered"], after["unsupported"], after["target"]) == (0, 900, 900)
    assert all(said in explain("projects", lang) for said in ("750", "900", "300"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_forecast_of_august_is_as_the_page_says(lang: str) -> None:
    rest = (
        pace(np.array([0.625]), np.array([0.5]), 6) * 126 * 0.375
        + pace(np.array([0.625]), np.array([35 / 63]), 6) * 63 * 0.375
    )
    assert 138 + float(rest[0]) + 25 == pytest.approx(227.17, abs=0.005)
    assert all(said in explain("kpi", lang) for said in ("64.17", "227.17", "1080", "1272", "1110"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_two_late_rates_are_as_the_page_says(lang: str) -> None:
    frame = receivables(*record("甲", 5, 1), *record("乙", 0, 6))
    invoices = invoices_of(frame, AS_OF)
    rates = history_of(invoices, invoices.as_of_days, 2.0, 0.40).rate
    assert (rates[0], rates[-1]) == pytest.approx((0.725, 0.10))
    at_risk = np.array([60.0, 80.0]) * rates[[0, -1]]
    assert at_risk.tolist() == pytest.approx([43.5, 8.0])
    assert all(said in explain("month", lang) for said in ("72.5", "43.5"))
