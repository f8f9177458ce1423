"""SP_CONFIDENCE, SP_FUNNEL and SP_BONUS, as a user types them: the worked figures, and the same as the core."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pytest

from salesplan_xl.doors.udf import SP_BONUS, SP_CONFIDENCE, SP_FUNNEL, SP_NEXTORDER, SP_REORDERPROB, SP_RFM
from salesplan_xl.planning.targets.revenue_distribution import distribute_revenue

NA, VALUE = "#N/A", "#VALUE!"
DEALS = ((120.0, 0.4), (300.0, 0.6), (80.0, 0.8))
TIERS = [["A"]] * 6 + [["B"]] * 12 + [["C"]] * 50
BOOK = [[250.0]] * 6 + [[25.0]] * 12 + [[2.0]] * 50


def column(*values: Any) -> list[list[Any]]:
    return [[value] for value in values]


def only(answer: Any) -> Any:
    ((cell,),) = answer
    return cell


# ── How sure ───────────────────────────────────────────────────────────────────────────────────────────


def test_three_deals_are_not_their_weighted_total() -> None:
    """120 at 40 %, 300 at 60 %, 80 at 80 %: 292 on average, but only 80 is 80 % sure."""
    amounts, chances = (column(*values) for values in zip(*DEALS, strict=True))
    assert SP_CONFIDENCE(column(80, 292, 500, 500.01), amounts, chances) == [
        [pytest.approx(chance)] for chance in (0.952, 0.60, 0.192, 0)
    ]
    assert only(SP_CONFIDENCE(0.8, amounts, chances, show="金额")) == pytest.approx(80)
    assert only(SP_CONFIDENCE(0.8, [[100.0] * 10], 0.3, show="money")) == pytest.approx(200)
    assert only(
        SP_CONFIDENCE(0.8, column(500, *[50] * 10), column(0.5, *[0.3] * 10), None, "金额")
    ) == pytest.approx(150)


def test_customers_vary_by_their_tier_as_in_the_plan_book() -> None:
    frame = pd.DataFrame({"customer": None, "tier": np.ravel(TIERS), "base": np.ravel(BOOK)})
    empty = dict.fromkeys(("growth", "loss", "loss_probability", "project", "win_probability"), 0.0)
    core = distribute_revenue(frame.assign(**empty))
    answer = SP_CONFIDENCE(column(1700, 1900, 2100), BOOK, 1, TIERS)
    assert [cell for (cell,) in answer] == [core.probability_of(figure) for figure in (1700, 1900, 2100)]
    assert only(SP_CONFIDENCE(0.8, BOOK, 1, TIERS, "金额")) == core.sure(0.8)


def test_customers_and_projects_stand_in_one_list() -> None:
    """A customer of 100 and a project of 50 at one half: 150 needs both, and the customer may do better or worse."""
    both = only(SP_CONFIDENCE(140, column(100, 50), column(None, 0.5), column("A", None)))
    assert 0.3 < both < 0.5
    assert only(SP_CONFIDENCE(100, column(100, 50), column(0, 1), column("B类", ""))) == 0
    assert only(SP_CONFIDENCE(50, column(100, None, 50), column(0, 0.9, 1), column("B", "A", ""))) == 1


def test_what_cannot_be_said_of_a_list() -> None:
    assert SP_CONFIDENCE(100, column(None, "")) == NA
    assert SP_CONFIDENCE(100, None, reason=True) == "没有金额"
    assert SP_CONFIDENCE(100, column(50, "甲")) == VALUE
    assert SP_CONFIDENCE(100, column(50, -1)) == VALUE
    assert SP_CONFIDENCE(100, column(50, 60, 70), column(0.5, 0.5)) == VALUE
    assert SP_CONFIDENCE(100, column(50), 80, reason=True) == "chances要在0和1之间(0%到100%)"
    assert SP_CONFIDENCE(100, column(50), 1, "D") == VALUE
    assert SP_CONFIDENCE(column(None, "甲", 40), column(50)) == column("", VALUE, 1)
    assert only(SP_CONFIDENCE(1, column(50), show="金额", reason=True)) == "figure要在0%和100%之间,不含两头"


# ── The funnel ─────────────────────────────────────────────────────────────────────────────────────────


def test_fifteen_a_year_are_thirty_leads_a_month() -> None:
    assert SP_FUNNEL(15) == [[pytest.approx(figure) for figure in (30, 10, 5, 1.25)]]
    assert SP_FUNNEL(15, rounded=True) == [[30, 10, 5, 2]]
    assert SP_FUNNEL(column(24, None)) == [[pytest.approx(figure) for figure in (48, 16, 8, 2)], [""] * 4]
    assert SP_FUNNEL([[15, 24]], 1 / 3, 0.5, 0.25, True) == [[30, 48], [10, 16], [5, 8], [2, 2]]
    assert SP_FUNNEL(12, 0.5, 0.5, 0.5) == [[8, 4, 2, 1]]


def test_a_rate_of_nought_leaves_the_stages_before_it_open() -> None:
    assert SP_FUNNEL(15, sign_rate=0) == [[NA, NA, NA, 1.25]]
    assert SP_FUNNEL(15, 0, reason=True) == [["转化率是0,往前推不出来", 10, 5, 1.25]]
    assert SP_FUNNEL(column(-1, "甲")) == [[VALUE] * 4] * 2
    assert SP_FUNNEL([[1, 2], [3, 4]]) == VALUE
    assert SP_FUNNEL(15, column(0.3, 0.4)) == VALUE


# ── The bonus ──────────────────────────────────────────────────────────────────────────────────────────


def test_seven_proposals_earn_900_and_four_nothing() -> None:
    assert SP_BONUS(column(7, 5, 4, None)) == column(900, 500, 0, "")


def test_300_on_250_earns_15_unless_read_strictly() -> None:
    """One point of 300 is 3 万; 5 % of the whole month 15 万."""
    assert only(SP_BONUS(7, 300, 250, show="超额奖")) == pytest.approx(150_000)
    assert only(SP_BONUS(7, 300, 250, strict=True, show="超额奖")) == 0
    parts = [["合计", "方案奖", "提成", "超额奖"]]
    (found,) = SP_BONUS(7, 300, 250, 0.03, show=parts)
    assert found == pytest.approx([270_900, 900, 120_000, 150_000])
    assert only(SP_BONUS(7, 3_000_000, 2_500_000, 0.03, unit=1)) == pytest.approx(270_900)


def test_without_a_target_there_is_no_result_bonus() -> None:
    assert only(SP_BONUS(5, 300)) == 500
    assert only(SP_BONUS(5, 300, None, 0.03)) == pytest.approx(90_500)
    assert SP_BONUS(column(-1, 5), column(1, "甲")) == column(VALUE, VALUE)
    assert only(SP_BONUS(5, 300, 250, 3, reason=True)) == "base_rate要在0和1之间(0%到100%)"


# ── reorders ──────────────────────────────────────────────────────────────────────────────────────────────────────────

BUYERS = ["甲"] * 6 + ["乙"] * 4 + ["丙"]
DAYS = [dt.datetime(2026, 1, 10) + dt.timedelta(60 * at) for at in range(6)] + [
    dt.datetime(2026, 2, 1) + dt.timedelta(60 * at) for at in range(4)
] + [dt.datetime(2026, 10, 20)]  # fmt: skip
TODAY = dt.datetime(2026, 11, 15)


def test_the_next_order_is_the_reorder_plans() -> None:
    answer = SP_NEXTORDER(column("甲", "乙", "丙", "没有"), column(*BUYERS), column(*DAYS), TODAY)
    assert answer[:2] == [[dt.datetime(2027, 1, 5)], [dt.datetime(2026, 9, 29)]]
    assert answer[2:] == [["#N/A"], ["#N/A"]]
    why = SP_NEXTORDER(column("丙", "没有"), column(*BUYERS), column(*DAYS), TODAY, None, True)
    assert why == [["只下过一单,还看不出节奏"], ["订单清单里没有这个客户"]]


def test_segment_and_chance_of_an_order_list() -> None:
    money = column(*[100.0] * len(BUYERS))
    assert SP_RFM("甲", column(*BUYERS), column(*DAYS), money, TODAY) == [["核心客户"]]
    assert SP_RFM(column("甲", "乙"), column(*BUYERS), column(*DAYS), money, TODAY, "R") == [[5], [3]]
    ((soon,), (later,)) = (
        SP_REORDERPROB("甲", column(*BUYERS), column(*DAYS), money, TODAY, days)[0] for days in (30, 365)
    )
    assert 0 < soon < later < 1


def test_ranges_of_different_length_and_text_for_days_are_refused() -> None:
    assert SP_NEXTORDER("甲", column(*BUYERS), column(*DAYS[1:]), TODAY) == "#VALUE!"
    assert SP_NEXTORDER("甲", column("甲"), column("昨天"), TODAY) == "#VALUE!"
