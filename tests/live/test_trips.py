"""How often a button reaches over to Excel does not depend on how many customers there are.

How often each does on a plan that is there already is counted where all are clicked one after the other: in
``test_buttons`` with the add-in's macro, in ``test_mac`` without.
"""

from __future__ import annotations

import pytest

from tests.live import trips

pytestmark = pytest.mark.slow

# Without the macro changed cells that lie in up to four pieces are written one by one, more of them as one stretch
# that is read first.
SLACK = 6


def test_the_very_first_click_takes_no_more() -> None:
    assert trips.too_many(trips.first_clicks("few")) == []


def test_the_whole_plan_and_again_with_nothing_changed_and_back() -> None:
    """From nothing every table grows, at 800 customers by hundreds of rows."""
    (_, first), (_, again), (_, back) = trips.counted("team", clicks=trips.RUNS)
    assert (first <= trips.FIRST_RUN, again <= trips.RUN_AGAIN, back <= trips.UNDO) == (True, True, True)


def test_without_the_macro_too_the_number_stays_the_same() -> None:
    (_, first), (_, again), (_, back) = trips.counted("rep", clicks=trips.RUNS, addin=False)
    assert first <= trips.ALONE["run"]
    assert again <= trips.ALONE["run again"]
    assert back <= trips.ALONE["undo"]
    ((_, large),) = trips.counted("team", clicks=("run",), addin=False)
    assert abs(first - large) <= SLACK


def test_without_the_macro_the_very_first_click_takes_no_more() -> None:
    """Of the buttons that take the most trips there: at the end of a month, at the end of the year, and the report."""
    clicks = trips.first_clicks("few", ("month-end", "yearend", "report"), addin=False)
    assert trips.too_many(clicks, addin=False) == []
