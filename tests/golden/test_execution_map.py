"""When the plan is fixed, and how the map is put together: a book is not needed to say it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.schedule.month_targets import customer_targets, month_parts, month_totals
from salesplan_xl.planning.schedule.plan_lock import is_fixed
from salesplan_xl.planning.schedule.quarters import plan_quarters, quarter_totals
from salesplan_xl.planning.schedule.seasons import (
    quarter_weights,
    typed_weights,
    weights_table,
    with_reasons,
)
from salesplan_xl.planning.targets.targets import NEW_BUSINESS, priced, with_new_business_name
from salesplan_xl.planning.time.execution_map import (
    derived_rows,
    execution_map,
    fixed_rows,
    in_order,
    last_tier,
)
from salesplan_xl.rules import QuarterRules, Rules, TargetRules
from tests.golden.test_quarters import opportunities, orders, targets, year

QUARTERS = ["q1", "q2", "q3", "q4"]
STANDING = pd.DataFrame({"customer": ["甲"], "q1": [30.0], "q2": [30.0], "q3": [30.0], "q4": [30.0]})
EMPTY = STANDING.assign(**dict.fromkeys(QUARTERS, np.nan))
BOUND = pd.DataFrame({"customer": ["甲"]})


def lock_of(word: str) -> Rules:
    return Rules(quarters=QuarterRules(plan_lock=word))


@pytest.mark.parametrize(
    ("lock", "locked", "begun", "fixed"),
    [
        ("year", False, False, False),
        ("year", False, True, True),
        ("year", True, False, True),
        ("now", False, False, True),
        ("never", True, True, False),
        ("once", True, True, False),
    ],
)
def test_targets_stand_once_locked_or_once_the_year_has_begun_or_at_once_or_never(
    lock: str, locked: bool, begun: bool, fixed: bool
) -> None:
    """``begun``: the as-of day lies in the plan year and an order or visit of it is on record."""
    assert is_fixed(STANDING, BOUND, lock_of(lock), locked=locked, begun=begun) is fixed


def test_a_plan_that_was_never_made_cannot_be_fixed() -> None:
    assert not is_fixed(EMPTY, BOUND, lock_of("year"), locked=True, begun=True)
    assert not is_fixed(STANDING, BOUND.iloc[:0], lock_of("now"), locked=True, begun=True)


def test_the_rows_of_a_fixed_plan_are_what_was_computed_then() -> None:
    """The user typed 50 over the 30 of Q1: computed stays 30, so that the 50 is still theirs."""
    standing = STANDING.assign(q1=50.0, derived=120.0, visits=2.0)
    computed = {"甲": {"q1": 30.0, "q2": 30.0, "q3": 30.0, "q4": 30.0, "visits": None}}
    bound = pd.DataFrame({"customer": ["甲", "乙"], "tier": ["A", "B"]})
    rows = fixed_rows(bound, standing, computed)
    assert rows.loc[0, QUARTERS].tolist() == [30.0] * 4
    assert np.isnan(rows.loc[0, "visits"]), "nothing was computed for it"
    assert rows.loc[1, QUARTERS].isna().all(), "乙 is not on the map"
    assert rows["derived"].tolist()[0] == 120.0
    assert rows["split"].tolist() == [(Sentence("quarters.fixed"),)] * 2


def test_a_cell_that_was_never_computed_counts_as_it_stands() -> None:
    rows = fixed_rows(
        pd.DataFrame({"customer": ["甲"], "tier": ["A"]}), STANDING.assign(derived=1.0, visits=2.0), {}
    )
    assert rows.loc[0, [*QUARTERS, "visits"]].tolist() == [30.0, 30.0, 30.0, 30.0, 2.0]


def test_the_map_names_owner_region_action_and_why() -> None:
    bound, rules = targets(("甲", "A", 100.0), ("乙", "B", 60.0)), Rules()
    health = pd.DataFrame({"customer": ["甲", "乙"], "potential": ["low", "high"]})
    season = quarter_weights(orders(*year(2026, "甲", 25, 25, 25, 25)), bound[["customer", "tier"]], rules)
    plan = plan_quarters(bound, season, opportunities(), rules)
    rows = derived_rows(bound, plan, health, rules.capacity)
    assert rows["visits"].tolist()[:2] == [2.0, 2.0], "a high-potential B is served as an A"
    proposed = pd.DataFrame(
        {
            "key_action": ["maintain", "serve_as_a", "develop_new"],
            "next_action": [None, "约总工", None],
            "due": pd.to_datetime([None, "2027-02-01", None]),
            "reason": [Sentence("why", {"n": n}) for n in range(3)],
        }
    )
    people = pd.DataFrame({"name": ["甲", "乙"], "owner": ["张伟", None], "region": ["园区", None]})
    frame = execution_map(rows, proposed, people)
    assert frame["owner"].tolist()[0] == "张伟"
    assert frame["region"].tolist()[0] == "园区"
    assert frame["key_action"].tolist() == ["maintain", "serve_as_a", "develop_new"]
    assert frame.loc[0, QUARTERS].sum() == pytest.approx(100.0)
    assert [words[-1].code for words in frame["reason"]] == ["why"] * 3
    assert all(len(words) > 1 for words in frame["reason"]), "season first, then the action"


def small_customers(count: int) -> pd.DataFrame:
    """An A, so many C customers of 10 a quarter, and new business below them, as they are derived."""
    names = ["甲", *(f"小客户{at}" for at in range(count)), NEW_BUSINESS]
    frame = pd.DataFrame({"customer": names, "tier": ["A", *["C"] * count, "N"]})
    return frame.assign(**dict.fromkeys(QUARTERS, 10.0))


def test_the_smallest_customers_stand_last_and_their_sum_is_said() -> None:
    frame = small_customers(10)
    assert in_order(frame)["customer"].tolist() == ["甲", NEW_BUSINESS, *frame["customer"].tolist()[1:-1]]
    said = last_tier(frame)
    assert said is not None
    assert said.values == {"tier": "C", "count": 10, "amount": 400.0, **dict.fromkeys(QUARTERS, 100.0)}
    assert last_tier(small_customers(9)) is None, "nine are seen without a sentence"


def test_quarters_and_months_of_the_map() -> None:
    plan = STANDING.assign(tier="A", q2=[np.nan])
    assert quarter_totals(plan).tolist() == [30.0, 0.0, 30.0, 30.0]
    shares = np.tile([0.5, 0.3, 0.2], 4)
    assert month_totals(plan, shares, Rules().quarters)[:4].tolist() == [15.0, 9.0, 6.0, 0.0]


def test_the_four_weights_of_a_tier_are_typed_together() -> None:
    season = quarter_weights(orders(), targets(("甲", "A", 1.0))[["customer", "tier"]], Rules())
    table = weights_table(season)
    assert table["tier"].tolist() == ["A", "B", "C", "N"]
    table.loc[table["tier"] == "B", ["w1", "w2"]] = [40.0, np.nan]
    assert typed_weights(table, ["B", "甲"]) == {"B": [40.0, 0.0, 0.25, 0.25]}
    assert (
        with_reasons(table, season)["reason"].map(lambda said: said.code).tolist()
        == ["quarters.no_history"] * 4
    )


def test_a_customer_called_like_our_own_row_keeps_the_name() -> None:
    frame = targets(("新客户", "B", 10.0))
    named = with_new_business_name(frame, "新客户")
    assert named["customer"].tolist() == ["新客户", "新客户*"]
    assert NEW_BUSINESS in frame["customer"].tolist(), "the frame itself is left alone"


def test_the_average_order_is_the_users_own_where_stated() -> None:
    stated = replace(Rules(), targets=TargetRules(average_order=12.0))
    assert priced(stated, 8.0).targets.average_order == 12.0
    assert priced(Rules(), 8.0).targets.average_order == 8.0
    assert priced(Rules(), None).targets.average_order is None


def test_months_of_a_quarter_add_up_as_shown() -> None:
    """A third of 119 is 39.67, two thirds are 79.33: rounded 40 and 79, so the months are 40, 39 and 40."""
    months = month_parts(np.full((1, 4), 119.0), np.full(12, 1 / 3), [1.0])
    assert months[0, :6].tolist() == [40, 39, 40, 40, 39, 40]
    seasonal = month_parts(np.full((1, 4), 100.0), np.tile([1 / 6, 1 / 6, 2 / 3], 4), [1.0])
    assert seasonal[0, :3].tolist() == [17, 16, 67]
    cents = month_parts(np.full((1, 4), 22.45), np.full(12, 1 / 3), [1.0])
    assert cents[0, :3].tolist() == pytest.approx([7, 8, 7.45])


def test_months_of_a_customer_are_in_the_step_of_its_year() -> None:
    plan = pd.concat([STANDING] * 2, ignore_index=True).assign(customer=["大", "小"], tier=["A", "C"])
    plan.loc[:, QUARTERS] = [[119.0] * 4, [0.5] * 4]
    months = customer_targets(plan, np.full(12, 1 / 3), Rules().quarters)
    assert months[:, :3].tolist() == [[40, 39, 40], pytest.approx([0.17, 0.16, 0.17])]
    assert month_totals(plan, np.full(12, 1 / 3), Rules().quarters).sum() == pytest.approx(478)
