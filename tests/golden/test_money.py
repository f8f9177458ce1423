"""What money is the same, and what is short, whatever unit the book is kept in."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from salesplan_xl.money import UNITS, WAN, YUAN, Unit
from salesplan_xl.planning.customers.receivables import invoice_states
from salesplan_xl.planning.targets.target_findings import target_findings
from salesplan_xl.planning.targets.targets import levels
from salesplan_xl.planning.tracking.incentives import month_bonus
from salesplan_xl.planning.tracking.month_list_done import with_done
from salesplan_xl.rules import CalendarRules, MoneyRules, Rules, TargetRules
from tests.golden.test_months import THIRDS, month_row, orders_of, plan_of, receivables_of, track, visits_of
from tests.golden.test_quarters import opportunities, targets

IN_YUAN = replace(Rules(), money=MoneyRules("yuan"))
BOOKS = pytest.mark.parametrize(("rules", "yuan"), [(Rules(), 1e-4), (IN_YUAN, 1.0)], ids=["wan", "yuan"])


def test_a_cent_is_a_cent_in_every_unit() -> None:
    assert (YUAN.tolerance, WAN.tolerance) == (0.005, pytest.approx(5e-7))
    assert (YUAN.cents(1.005), WAN.cents(0.0040), WAN.cents(None), WAN.cents(math.nan)) == (100, 4_000, 0, 0)
    assert YUAN.of(1.5, WAN) == 15_000.0
    assert WAN.of(15_000.0, YUAN) == pytest.approx(1.5)
    assert UNITS["yi"].of(1.0, WAN) == pytest.approx(1e-4)


def test_the_rules_know_the_unit_of_the_book() -> None:
    assert Rules().money.unit is WAN
    assert IN_YUAN.money.tolerance == 0.005
    assert replace(Rules(), money=MoneyRules("wan")) == Rules()


@BOOKS
@pytest.mark.parametrize(
    ("short", "verdict"), [(40.0, "missed"), (0.01, "missed"), (0.0, "reached"), (-0.01, "reached")]
)
def test_forty_yuan_short_is_missed_in_either_book(
    rules: Rules, yuan: float, short: float, verdict: str
) -> None:
    """A quarter of 300,000 yuan asks for 100,000 in March; 40 yuan less than that is less."""
    plan = plan_of(("甲", "A", 300_000 * yuan, 2.0))
    sold = [("2027-01-05", "甲", 100_000 * yuan, None), ("2027-02-05", "甲", 100_000 * yuan, None),
            ("2027-03-05", "甲", (100_000 - short) * yuan, None)]  # fmt: skip
    result = track(plan, "2027-03", orders_of(*sold), rules=rules)
    assert month_row(result, 3)["sentence"][0].code == f"months.{verdict}"
    assert month_row(result, 3)["sentence"][1].code == (
        "months.behind" if verdict == "missed" else "months.ahead"
    )


@BOOKS
def test_binary_dust_is_no_shortfall(rules: Rules, yuan: float) -> None:
    """Three times a third of a target, added up, is the target."""
    plan = plan_of(("甲", "A", 100.0 * yuan, 2.0))
    sold = orders_of(*[(f"2027-0{month}-05", "甲", 100.0 * yuan / 3, None) for month in (1, 2, 3)])
    assert month_row(track(plan, "2027-03", sold, rules=rules), 3)["sentence"][1].code == "months.ahead"


@BOOKS
@pytest.mark.parametrize(("left", "done"), [(40.0, None), (0.01, None), (0.0, "yes"), (0.004, "yes")])
def test_an_invoice_is_settled_to_the_cent(rules: Rules, yuan: float, left: float, done: str | None) -> None:
    owed = receivables_of(("甲", "2027-03-10", 50_000 * yuan, "2027-03-09", (50_000 - left) * yuan))
    money = rules.money.unit
    calendar = CalendarRules(as_of=pd.Timestamp("2027-03-31").date())
    states = invoice_states(owed.assign(kind="progress"), calendar, rules.health, money)
    assert (states["open"] == 0).tolist() == [done == "yes"]
    assert states["late"].tolist() == [done is None]
    listed = pd.DataFrame(
        {"kind": ["receivable"], "customer": ["甲"], "what": ["F1"], "due": pd.to_datetime(["2027-03-10"]),
         "done": [None]}
    )  # fmt: skip
    nothing = pd.DataFrame({"customer": [], "action": [], "due": pd.to_datetime([]), "done_on": []})
    visits = visits_of().assign(purpose=pd.Series(dtype=object))
    ticked = with_done(listed, nothing, owed.assign(invoice="F1"), visits, pd.Timestamp("2027-03-31"), money)
    assert ticked["done"].tolist() == [done]


@BOOKS
def test_the_companys_figure_is_met_to_the_cent(rules: Rules, yuan: float) -> None:
    frame = targets(("甲", "A", 100_000 * yuan))
    for above, codes in ((40.0, ["F-302"]), (0.001, []), (-40.0, [])):
        stated = replace(rules, targets=TargetRules(company_target=(100_000 + above) * yuan))
        assert levels(frame, stated).company is not None
        codes_said = [finding.code for finding in target_findings(frame, opportunities(), stated)]
        assert codes_said == codes, above


def test_the_bonus_line_is_the_same_in_either_unit() -> None:
    for revenue in (249_999.99, 250_000.0, 299_999.99, 300_000.0):
        in_yuan = month_bonus(5, revenue, 250_000.0, yuan_per_unit=1.0)
        in_wan = month_bonus(5, revenue / 10_000, 25.0)
        assert (in_yuan.reached, in_yuan.exceeded) == (in_wan.reached, in_wan.exceeded)
        assert in_yuan.reached == (revenue >= 250_000.0)
        assert in_yuan.exceeded == (revenue >= 300_000.0)


def test_a_unit_of_ones_own() -> None:
    assert Unit(100.0).tolerance == pytest.approx(5e-5)
    assert np.isclose(THIRDS.sum(), 4.0)
