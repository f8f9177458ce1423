"""What a month earns, as the article's scheme can be read (guide/funnel.md)."""

from __future__ import annotations

import pytest

from salesplan_xl.planning.tracking.incentives import (
    action_bonus,
    commission_rate,
    is_exceeded,
    month_bonus,
    over_bonus,
)
from salesplan_xl.rules import IncentiveRules

THREE_PERCENT = IncentiveRules(base_rate=0.03)


@pytest.mark.parametrize(
    ("proposals", "yuan"), [(0, 0), (4, 0), (4.99, 0), (5, 500), (6, 700), (7, 900), (7.9, 900), (12, 1900)]
)
def test_five_proposals_earn_500_and_each_further_one_200(proposals: float, yuan: float) -> None:
    assert action_bonus(proposals) == yuan


def test_unknown_proposals_earn_nothing() -> None:
    assert action_bonus(float("nan")) == 0


def test_300_on_250_is_exactly_120_percent_and_earns_15() -> None:
    assert over_bonus(300, 250) == pytest.approx(15)
    assert over_bonus(300, 250, IncentiveRules(over_reading="strict")) == 0
    assert over_bonus(300.01, 250, IncentiveRules(over_reading="strict")) == pytest.approx(15.0005)
    assert over_bonus(299.9, 250) == 0
    assert over_bonus(300, 250, IncentiveRules(over_base="excess")) == pytest.approx(2.5)
    assert is_exceeded(3.6, 3.0), "1.2 × 3.0 is not exact in binary and still counts"


def test_a_reached_target_adds_one_point_or_one_percent_of_the_rate() -> None:
    relative = IncentiveRules(base_rate=0.03, rate_reading="relative")
    assert commission_rate(True, False, THREE_PERCENT) == pytest.approx(0.04)
    assert commission_rate(True, False, relative) == pytest.approx(0.0303)
    assert commission_rate(False, False, THREE_PERCENT) == 0.03
    assert commission_rate(None, None, THREE_PERCENT) == 0.03


def test_the_whole_month_in_yuan_with_its_reasons() -> None:
    """7 proposals 900 元; 300 万 at 4 % 12 万; 5 % of 300 万 15 万: 270,900 元."""
    bonus = month_bonus(7, 300, 250, THREE_PERCENT)
    assert (bonus.action, bonus.reached, bonus.exceeded) == (900, True, True)
    assert (bonus.commission, bonus.over, bonus.total) == pytest.approx((12, 15, 270_900))
    assert [item.code for item in bonus.why] == [
        "incentives.action_more", "incentives.reached_point", "incentives.over_month", "incentives.on_the_line_inclusive",
    ]  # fmt: skip
    assert bonus.why[0].values["more"] == 2
    assert month_bonus(7, 3_000_000, 2_500_000, THREE_PERCENT, yuan_per_unit=1).total == pytest.approx(
        270_900
    )


def test_the_extra_bonus_may_replace_the_better_rate() -> None:
    bonus = month_bonus(5, 320, 250, IncentiveRules(base_rate=0.03, over_pays="instead"))
    assert (bonus.rate, bonus.over) == (0.03, pytest.approx(16))
    assert [item.code for item in bonus.why] == [
        "incentives.action_reached", "incentives.over_month", "incentives.instead",
    ]  # fmt: skip


def test_a_missed_month_says_what_was_missing() -> None:
    bonus = month_bonus(4, 200, 250, THREE_PERCENT)
    assert (bonus.action, bonus.over, bonus.reached) == (0, 0, False)
    assert bonus.commission == pytest.approx(6)
    assert [item.code for item in bonus.why] == ["incentives.action_missed", "incentives.missed"]
    assert bonus.why[0].values["missing"] == 1
    assert bonus.why[1].values["gap"] == 50


def test_a_month_without_target_neither_reaches_nor_exceeds() -> None:
    for target in (None, 0.0):
        bonus = month_bonus(5, 100, target, THREE_PERCENT)
        assert (bonus.reached, bonus.exceeded, bonus.over, bonus.rate) == (None, None, 0, 0.03)
        assert bonus.why[1].code == "incentives.no_target"


def test_where_no_base_rate_is_set_no_rate_is_spoken_of() -> None:
    assert month_bonus(4, 200, 250).why[1].code == "incentives.missed_plain"
    assert month_bonus(4, 200, None).why[1].code == "incentives.no_target_plain"
    assert month_bonus(5, 320, 250).rate == 0.01


def test_without_a_step_a_reached_target_is_still_told() -> None:
    plain = IncentiveRules(base_rate=0.03, rate_step=0.0)
    assert [item.code for item in month_bonus(5, 250, 250, plain).why][1:] == ["incentives.reached_plain"]
    assert month_bonus(5, 250, 250, plain).rate == 0.03


def test_on_the_line_the_strict_reading_says_why_nothing_is_paid() -> None:
    bonus = month_bonus(5, 300, 250, IncentiveRules(base_rate=0.03, over_reading="strict"))
    assert [item.code for item in bonus.why][1:] == [
        "incentives.reached_point", "incentives.on_the_line_strict",
    ]  # fmt: skip


def test_net_returns_cost_no_commission() -> None:
    assert month_bonus(0, -20, 250, THREE_PERCENT).commission == 0


def test_proposals_nobody_noted_are_no_missed_goal() -> None:
    bonus = month_bonus(float("nan"), 300, 250, THREE_PERCENT)
    assert bonus.total == pytest.approx(270_000)
    assert bonus.why[0].code == "incentives.action_unknown"


@pytest.mark.parametrize("revenue", [249.999, 250.0, 299.997, 300.0])
def test_a_few_yuan_short_are_short_in_either_unit(revenue: float) -> None:
    wan, yuan = month_bonus(5, revenue, 250), month_bonus(5, revenue * 1e4, 2_500_000, yuan_per_unit=1)
    assert wan.total == pytest.approx(yuan.total)
    assert (wan.reached, wan.exceeded) == (revenue >= 250, revenue >= 300)
