"""The dashboard beyond its formulas: the month tracked, which charts have data, the largest customers."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from salesplan_xl.planning.targets.projects import QUARTER_KEYS


def tracked_month(months: pd.DataFrame) -> int:
    """The last month that is tracked, 0 before the year has begun.

    Args:
        months: ``MonthResult.months``.
    """
    tracked = months.loc[months["actual"].notna(), "month"]
    return int(tracked.max()) if len(tracked) else 0


def charts_with_data(
    health: pd.DataFrame, plan: pd.DataFrame, tables: Mapping[str, pd.DataFrame]
) -> dict[str, bool]:
    """Whether each chart of the dashboard has anything to show.

    Args:
        health: table ``health``.
        plan: execution map.
        tables: input tables ``visits`` and ``receivables``.
    """
    revenue = bool((health["estimate"] > 0).any())
    planned = bool(np.nansum(plan[list(QUARTER_KEYS)].to_numpy(dtype=float)) > 0)
    return {
        "pareto": revenue,
        "quarters": planned,
        "tiers": revenue and len(tables["visits"]) > 0,
        "months": planned,
        "ageing": len(tables["receivables"]) > 0,
    }


def largest_customers(health: pd.DataFrame, most: int) -> list[str]:
    """Customers with revenue this year, the largest first."""
    ranked = health.sort_values(["estimate", "customer"], ascending=[False, True])
    return list(ranked.loc[ranked["estimate"] > 0, "customer"].head(most))
