"""The money that projects still bring after each month, and its change since planning (guide/kpi.md).

The plan of the months to come rests on the projects known at planning. One that was lost or slipped into next
year will not come, however well the months so far went; one that was found since comes on top.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.planning.schedule.pipeline_coverage import register
from salesplan_xl.rules import Rules

Floats = npt.NDArray[np.float64]


def project_change(
    planned: pd.DataFrame, opportunities: pd.DataFrame, month_targets: Floats, rules: Rules
) -> Floats:
    """(12,) money still to come after each month, today's list less the list at planning.

    An open project whose sign date has passed, or that is put off, is no longer counted on; a signed one counts
    after the months before its sign date.

    Args:
        planned: the projects as remembered from planning.
        opportunities: schema table ``opportunities`` of today.
        month_targets: (12,) money; a project without a date is spread over the year like them.

    Source: guide/kpi.md projection; S1: the budget of a project planned for September waits until next year.
    """
    now = register(opportunities, rules)
    return still_to_come(
        opportunities, now[~now["overdue"].to_numpy(dtype=bool)], month_targets
    ) - still_to_come(planned, register(planned, rules), month_targets)


def still_to_come(table: pd.DataFrame, counted: pd.DataFrame, month_targets: Floats) -> Floats:
    """(12,) money of the counted projects that sign after each month of the plan year.

    Args:
        table: opportunities, for their sign dates.
        counted: rows of ``register``; all sign in the plan year or have no date.
        month_targets: as for ``project_change``.
    """
    month = table.loc[counted.index, "sign_date"].dt.month.to_numpy()
    money = counted["money"].to_numpy(dtype=np.float64)
    dated = ~np.isnan(month)
    by_month = np.bincount(month[dated].astype(np.int64) - 1, weights=money[dated], minlength=12)
    by_month = by_month + money[~dated].sum() * _shares(month_targets)
    return np.asarray(by_month.sum() - np.cumsum(by_month), dtype=np.float64)


def _shares(month_targets: Floats) -> Floats:
    total = float(month_targets.sum())
    return month_targets / total if total > 0 else np.full(12, 1 / 12)
