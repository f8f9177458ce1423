"""The lock on targets and quarters: from then on the year is measured against them, not worked out again."""

from __future__ import annotations

import pandas as pd

from salesplan_xl.planning.targets.projects import QUARTER_KEYS
from salesplan_xl.rules import Rules


def is_fixed(
    standing_map: pd.DataFrame, standing_targets: pd.DataFrame, rules: Rules, *, locked: bool, begun: bool
) -> bool:
    """Whether targets and quarters are no longer to change.

    They are once somebody locked them (``locked``). Failing that, ``plan_lock`` says when: ``year`` once the year has
    begun, ``now`` at once, ``never`` not at all; ``once`` opens a locked plan for one run. A plan that was never made
    cannot be fixed.

    Args:
        standing_map: execution map as the book holds it: q1…q4.
        standing_targets: table ``targets`` as the book holds it.
        rules: the lock.
        locked: whether the day on which they were fixed stands in the book.
        begun: whether the as-of day lies in the plan year and an order or visit of it is on record.

    Source: guide/quarters.md; article S1 (the year is measured against the plan that was made).
    """
    lock = rules.quarters.plan_lock
    due = locked or lock == "now" or (lock == "year" and begun)
    if lock in ("never", "once") or not due:
        return False
    return has_plan(standing_map, standing_targets)


def has_plan(standing_map: pd.DataFrame, standing_targets: pd.DataFrame) -> bool:
    """Whether a plan was ever made: quarters in the map and rows in the targets."""
    return bool(standing_map[list(QUARTER_KEYS)].notna().any(axis=None)) and len(standing_targets) > 0
