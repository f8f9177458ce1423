"""The lock on targets and quarters: from then on the year is measured against them, not worked out again."""

from __future__ import annotations

import pandas as pd

from salesplan_xl.planning.targets.projects import QUARTER_KEYS
from salesplan_xl.rules import Rules


def is_fixed(standing_map: pd.DataFrame, standing_targets: pd.DataFrame, rules: Rules) -> bool:
    """Whether targets and quarters are no longer to change (setting ``plan_lock``).

    ``year`` fixes them once the as-of date lies in the plan year, ``now`` at once, ``never`` not at all; a plan
    that was never made cannot be fixed.

    Args:
        standing_map: execution map as the book holds it: q1…q4.
        standing_targets: table ``targets`` as the book holds it.
        rules: the lock, the plan year and the as-of date.

    Source: guide/quarters.md; article S1 (the year is measured against the plan that was made).
    """
    lock, calendar = rules.quarters.plan_lock, rules.calendar
    if lock == "never" or (lock != "now" and not calendar.begun):
        return False
    return bool(standing_map[list(QUARTER_KEYS)].notna().any(axis=None)) and len(standing_targets) > 0
