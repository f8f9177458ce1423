"""Sources compared stage by stage: the step that makes the difference, and what a lead is worth."""

from __future__ import annotations

import pandas as pd
import pytest

from salesplan_xl.catalogue import render
from salesplan_xl.planning.tracking.funnel_rates import stage_rates
from salesplan_xl.planning.tracking.funnel_stages import signed_money, stage_gap
from salesplan_xl.rules import FunnelRules
from tests.golden.test_funnel import orders
from tests.golden.test_funnel_year import year
from tests.golden.test_quarters import opportunities

COLUMNS = ["source", "lead", "need", "proposal", "signed"]


def counts(*rows: tuple[str, float, float, float, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=COLUMNS)


def test_a_difference_that_may_be_luck_is_called_so() -> None:
    """20/10/4/0 against 5/4/3/1: 80 % against 50 % of five and twenty leads proves nothing yet."""
    gap = stage_gap(stage_rates(counts(("fair", 20, 10, 4, 0), ("referral", 5, 4, 3, 1)), FunnelRules()))
    assert gap is not None
    assert gap.code == "funnel.stage_luck"
    assert gap.values["best"] == "referral"
    assert 0.5 < float(str(gap.values["sure"])) < 0.9
    assert "运气" in render(gap, "zh")


@pytest.mark.parametrize(
    ("fair", "online", "step"),
    [
        ((200, 150, 75, 19), (200, 40, 20, 5), "funnel.step_need"),
        ((200, 100, 90, 22), (200, 100, 20, 5), "funnel.step_proposal"),
        ((200, 100, 50, 40), (200, 100, 50, 2), "funnel.step_signed"),
    ],
)
def test_the_step_in_which_the_sources_differ_is_named(
    fair: tuple[float, ...], online: tuple[float, ...], step: str
) -> None:
    gap = stage_gap(stage_rates(counts(("fair", *fair), ("online", *online)), FunnelRules()))  # type: ignore[arg-type]
    assert gap is not None
    assert (gap.code, gap.values["step"].code) == ("funnel.stage_differs", step)  # type: ignore[attr-defined]
    assert (gap.values["best"], gap.values["worst"]) == ("fair", "online")
    assert not any("\u4e00" <= sign <= "\u9fff" for sign in render(gap, "en"))


def test_one_source_alone_differs_from_nobody() -> None:
    assert stage_gap(stage_rates(counts(("fair", 20, 10, 4, 0)), FunnelRules())) is None
    assert (
        stage_gap(stage_rates(counts(("fair", 20, 10, 4, 0), ("unknown", 20, 1, 0, 0)), FunnelRules()))
        is None
    )


def test_money_signed_is_what_new_customers_ordered_else_what_they_signed() -> None:
    people = pd.DataFrame(
        {
            "customer": ["甲", "乙", "丙", "丁"], "source": ["fair", "fair", "online", "online"],
            "reached": [3, 3, 2, 3], "recorded": [True, True, True, False],
        }
    )  # fmt: skip
    sold = orders(
        ("2027-02-10", "甲", 12.0, None), ("2027-03-10", "甲", -3.0, None), ("2028-01-10", "甲", 9.0, None)
    )
    deals = opportunities(
        {"customer": "甲", "stage": "signed", "amount": 99.0},
        {"customer": "乙", "stage": "signed", "amount": 20.0},
    )
    money = signed_money(people, sold, deals, pd.Timestamp("2027-01-01"), pd.Timestamp("2027-12-31"))
    assert money.to_dict() == {"fair": 9.0 + 20.0}


def test_a_lead_of_each_source_is_worth_what_was_signed() -> None:
    """甲 ordered 12, one of two leads from fairs."""
    stages = year().stages
    assert stages["fair"]["money_lead"] == stages["total"]["money_lead"] * 3 / 2 == 6.0
