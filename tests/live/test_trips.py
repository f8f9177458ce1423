"""How often a button reaches over to Excel does not depend on how many customers there are."""

from __future__ import annotations

import pytest

from tests.live import trips

pytestmark = pytest.mark.slow

# Changed cells that lie in up to four pieces are written one by one, more of them as one stretch that is read first.
SLACK = 6


def test_every_button_takes_as_many_trips_for_60_customers_as_for_12() -> None:
    few, many = trips.counted("few"), trips.counted("rep")
    assert {name: (few[name], many[name]) for name in few if abs(few[name] - many[name]) > SLACK} == {}
    assert {name: many[name] for name in many if many[name] > trips.LIMITS[name]} == {}


def test_and_for_800() -> None:
    """The whole chain from nothing: every table grows by hundreds of rows."""
    small, large = (trips.counted(demo, clicks=("run",))["run"] for demo in ("rep", "team"))
    assert abs(small - large) <= SLACK, (small, large)
