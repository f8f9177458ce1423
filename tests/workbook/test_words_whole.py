"""Sentences speak of whole customers and never of minus nothing."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesplan_xl.book.cells.convert import grid_value, to_cells
from salesplan_xl.catalogue import word
from salesplan_xl.catalogue.pace import period_words, pieces_in
from salesplan_xl.schema.types import Column, Filled, Kind, Label


@pytest.mark.parametrize(
    ("pace", "zh", "en"),
    [
        (2, "每月签2家新客户", "new customers: 2 signed a month"),
        (15 / 12, "每4个月签5家新客户", "new customers: 5 signed every 4 months"),
        (1 / 3, "每3个月签1家新客户", "new customers: 1 signed every 3 months"),
        (1 / 24, "每24个月签1家新客户", "new customers: 1 signed every 24 months"),
        (7.2, "每月签8家新客户", "new customers: 8 signed a month"),
    ],
)
def test_a_pace_is_said_with_whole_customers(pace: float, zh: str, en: str) -> None:
    assert word("funnel.goal_signed", "zh", exact=pace) == zh
    assert word("funnel.goal_signed", "en", exact=pace) == en


def test_what_is_missing_is_rounded_up_and_what_is_left_over_by_binary_noise_is_not() -> None:
    assert word("reviews.fix_signed", "zh", gap=1.25).startswith("少签2家")
    assert word("reviews.fix_signed", "en", gap=0.1 + 0.2 - 0.3 + 3).startswith("3 signatures")


@pytest.mark.parametrize("tiny", [-0.0, -1e-12, -0.001])
def test_nothing_has_no_sign(tiny: float) -> None:
    text = word("months.completion", "zh", part=tiny, whole=tiny, rate=tiny)
    assert text == "完成0,目标0,完成率0%"


@given(st.integers(1, 400), st.integers(1, 12))
def test_a_pace_keeps_its_amount(things: int, periods: int) -> None:
    """So many in so many months, said again, is as many a month; above five a month a part of one more at most."""
    pieces, span = pieces_in(things / periods)
    assert 0 <= pieces / span - things / periods < (1 if things / periods >= 5 else 1e-9)


@pytest.mark.parametrize("pace", [0, -1, float("nan"), float("inf"), None, "?"])
def test_no_pace_is_nothing(pace: object) -> None:
    assert pieces_in(pace) == (0, 1)
    assert period_words(1, "month", "zh") == "每月"


@pytest.mark.parametrize("noise", [-0.0, -1e-16, 1e-17])
def test_a_cell_holds_no_minus_nothing(noise: float) -> None:
    column = Column("share", Label("占比", "Share"), Kind.SHARE, Filled.COMPUTED)
    cells = [*to_cells(pd.Series([noise, -0.25, None]), column, "zh"), grid_value(noise, "zh")]
    assert repr(cells) == "[0.0, -0.25, None, 0.0]"
