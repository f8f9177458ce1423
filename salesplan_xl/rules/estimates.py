"""Thresholds of this year before its end."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EstimateRules:
    """The full-year estimate of each customer, see guide/estimate.md.

    Args:
        project_order_share: an order of at least this share of a signed project's amount belongs to the project.
        stopped_order_days, stopped_days, stopped_gaps: a customer with so many order days stopped buying when it is
            silent for more than so many days and for more than so many of its own mean gaps.
        seldom_order_days: with fewer order days in twelve months a customer has no pace.
    """

    project_order_share: float = 0.25
    stopped_order_days: int = 4
    stopped_days: int = 60
    stopped_gaps: float = 3.0
    seldom_order_days: int = 4
