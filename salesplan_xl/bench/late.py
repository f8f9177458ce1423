"""The quality of the late-payment ranking: how well it tells late from punctual, on demo invoices not used for it."""

from __future__ import annotations

import numpy as np

from salesplan_xl.demo import demo_tables
from salesplan_xl.planning.customers.late_payment import LateCheck, held_out_check

PLAN_YEAR = 2027


def late_auc(size: str = "team") -> LateCheck:
    """Rank the first quarter's dues from what was known at the end of the year before.

    Args:
        size: demo size, ``rep``, ``team`` or ``company``.
    """
    receivables = demo_tables(size, plan_year=PLAN_YEAR).tables["receivables"]
    return held_out_check(
        receivables, np.datetime64(f"{PLAN_YEAR - 1}-12-31"), np.datetime64(f"{PLAN_YEAR}-03-31")
    )


def line(size: str, check: LateCheck) -> str:
    """The measurement in a line for a reader."""
    figures = [f"{value:.3f}" if value is not None else "-" for value in (check.auc, check.plain_auc)]
    return f"{size}: {check.invoices} invoices, {check.late} late; AUC {figures[0]}, plain late rate {figures[1]}"
