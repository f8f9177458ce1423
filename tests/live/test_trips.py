"""How often a button reaches over to Excel does not depend on how many customers there are."""

from __future__ import annotations

import pytest

from tests.live import trips

pytestmark = pytest.mark.slow

# Without the macro changed cells that lie in up to four pieces are written one by one, more of them as one stretch
# that is read first.
SLACK = 6


def limit(command: str) -> int:
    return {"run": trips.FIRST_RUN, "undo": trips.UNDO}.get(command, trips.STEP)


def alone(command: str) -> int:
    return trips.ALONE.get(command, trips.ALONE["step"])


def test_no_button_on_a_computed_plan_takes_more() -> None:
    assert [(name, count) for name, count in trips.counted("few") if count > limit(name)] == []


def test_the_very_first_click_takes_no_more() -> None:
    assert [(name, count) for name, count in trips.first_clicks("few") if count > limit(name)] == []


def test_the_whole_plan_and_again_with_nothing_changed_and_back() -> None:
    """From nothing every table grows, at 800 customers by hundreds of rows."""
    (_, first), (_, again), (_, back) = trips.counted("team", clicks=trips.RUNS)
    assert (first <= trips.FIRST_RUN, again <= trips.RUN_AGAIN, back <= trips.UNDO) == (True, True, True)


def test_without_the_macro_too_the_number_stays_the_same() -> None:
    (_, first), (_, again), (_, back) = trips.counted("rep", clicks=trips.RUNS, addin=False)
    assert first <= trips.ALONE["first run"]
    assert again <= trips.ALONE["run again"]
    assert back <= trips.ALONE["undo"]
    ((_, large),) = trips.counted("team", clicks=("run",), addin=False)
    assert abs(first - large) <= SLACK


def test_without_the_macro_a_single_step() -> None:
    steps = [(name, count) for name, count in trips.first_clicks("few", addin=False) if name != "run"]
    assert [(name, count) for name, count in steps if count > alone(name)] == []
