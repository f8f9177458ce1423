"""What holds of every order list: money adds up, chances are chances, dates stand in order, nothing moves but what must."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesplan_xl.money import YUAN
from salesplan_xl.planning.customers.reorder.line_split import split_over_lines
from salesplan_xl.planning.customers.reorder.order_lines import order_days, usable_lines
from salesplan_xl.planning.customers.reorder.reorder_plan import reorder_plan
from salesplan_xl.planning.year_end.scripts import filled_text
from salesplan_xl.planning.year_end.segments import SEGMENTS, segments_of
from salesplan_xl.rules import CalendarRules, MoneyRules, Rules

AS_OF = dt.date(2026, 11, 16)
RULES = Rules(calendar=CalendarRules(plan_year=2027, as_of=AS_OF), money=MoneyRules("yuan"))
LINE = st.tuples(
    st.integers(0, 1200), st.sampled_from("甲乙丙丁"), st.sampled_from([None, "轴承", "油"]),
    st.integers(-50, 400).map(float), st.sampled_from([None, "1", "2"]),
)  # fmt: skip


def frame_of(lines: list[tuple[int, str, str | None, float, str | None]]) -> pd.DataFrame:
    rows = [
        (AS_OF - dt.timedelta(days=back), no, name, line, money, "order")
        for back, name, line, money, no in lines
    ]
    frame = pd.DataFrame(rows, columns=["date", "order_no", "customer", "line", "amount", "kind"])
    return frame.assign(date=pd.to_datetime(frame["date"]))


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(st.lists(LINE, min_size=1, max_size=40))
def test_lines_add_up_chances_are_chances_and_dates_stand_in_order(lines: list) -> None:
    frame = reorder_plan(frame_of(lines), RULES).frame
    if frame.empty:
        return
    totals = frame[frame["line"].isna()].set_index("customer")
    parts = frame[frame["line"].notna()].groupby("customer")["expected_amount"].sum()
    assert np.allclose(parts, totals.loc[parts.index, "expected_amount"], atol=1e-6)
    assert frame["probability"].between(0, 1).all() and frame["alive"].between(0, 1).all()
    dated = frame[frame["date_from"].notna()]
    assert (dated["date_from"] >= pd.Timestamp(AS_OF)).all() and (
        dated["date_from"] <= dated["date_to"]
    ).all()
    assert (frame["contact_date"].dropna() >= pd.Timestamp(AS_OF)).all()
    assert frame.loc[frame["state"] == "churned", "contact_date"].isna().all()


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(st.lists(LINE, min_size=1, max_size=30), st.randoms())
def test_the_order_of_the_rows_says_nothing(lines: list, random: Random) -> None:
    mixed = list(lines)
    random.shuffle(mixed)
    keys = ["customer", "line", "state", "expected_date", "orders"]
    one_way, other = (reorder_plan(frame_of(rows), RULES).frame[keys] for rows in (lines, mixed))
    sort = ["customer", "line"]
    assert (
        one_way.sort_values(sort)
        .reset_index(drop=True)
        .equals(other.sort_values(sort).reset_index(drop=True))
    )


@given(st.lists(LINE, min_size=1, max_size=40))
def test_no_money_is_invented(lines: list) -> None:
    frame = frame_of(lines)
    days = order_days(usable_lines(frame), money=YUAN)
    assert (days.money > 0).all()
    assert days.money.sum() <= frame.loc[frame["amount"] > 0, "amount"].sum() + 1e-6


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=8), st.floats(0, 1e7))
def test_cents_are_neither_lost_nor_found(weights: list[float], total: float) -> None:
    owner = np.zeros(len(weights), dtype=np.int64)
    parts = split_over_lines(np.array([total]), owner, np.array(weights), YUAN)
    assert YUAN.cents(float(parts.sum())) == YUAN.cents(total)
    assert (parts >= 0).all()


@given(*[st.integers(1, 5)] * 3)
def test_every_score_has_exactly_one_segment(r: int, f: int, m: int) -> None:
    assert segments_of(np.array([r]), np.array([f]), np.array([m]))[0] in SEGMENTS


@given(st.text("甲{}客户.。!a ", max_size=40), st.sampled_from([None, "", "华东"]))
def test_a_filled_text_has_no_hole(template: str, name: str | None) -> None:
    filled = filled_text(template, {"客户": name})
    assert "{客户}" not in filled


def test_a_market_that_grows_raises_the_plan_year_alone() -> None:
    orders = frame_of([(30 * at, "甲", None, 100.0, None) for at in range(12)])
    usual, grown = (
        reorder_plan(orders, replace(RULES, reorder=replace(RULES.reorder, market_growth=growth))).frame
        for growth in (0.0, 0.1)
    )
    assert np.allclose(grown["expected_amount"], usual["expected_amount"] * 1.1, atol=0.02)
    assert (grown["probability"] == usual["probability"]).all()
