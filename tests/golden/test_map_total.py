"""The execution map against the target it follows (guide/map.md)."""

from __future__ import annotations

import pytest

from salesplan_xl.catalogue import finding_remedy, finding_sentence
from salesplan_xl.planning.schedule.map_total import map_findings
from salesplan_xl.rules import QuarterRules


@pytest.mark.parametrize(("total", "hits"), [(900.0, 0), (904.5, 0), (904.6, 1), (895.5, 0), (895.4, 1)])
def test_half_a_percent_is_no_difference(total: float, hits: int) -> None:
    assert len(map_findings(total, 900.0, [], QuarterRules())) == hits


def test_both_totals_and_the_customers_changed_are_said() -> None:
    """900 and one quarter 68 higher."""
    (found,) = map_findings(968.0, 900.0, ["甲"], QuarterRules())
    assert finding_sentence(found, "zh") == "作战地图合计968,和推导目标900对不上,多68(手工改过甲)"
    assert "968" in finding_sentence(found, "en") and "derived target of 900" in finding_sentence(found, "en")
    assert "清空" in finding_remedy(found, "zh")
    (found,) = map_findings(1700.0, 1800.0, list("甲乙丙丁戊己"), QuarterRules(plan_basis="guaranteed"))
    assert finding_sentence(found, "zh") == (
        "作战地图合计1,700,和保底目标1,800对不上,少100(手工改过甲、乙、丙、丁、戊、…)"
    )


def test_a_target_changed_after_the_map_is_said_too() -> None:
    (found,) = map_findings(900.0, 1000.0, [], QuarterRules())
    assert "地图还没跟着算" in finding_sentence(found, "zh")
