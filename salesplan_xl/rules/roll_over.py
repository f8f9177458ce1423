"""The years of rows that go over from last year's book into the next one (guide/start.md)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RollOverRules:
    """Business years of rows that the next book gets, counted back from the year before its plan year.

    Args:
        order_years: orders, and receivables that are settled: revenue, season and reorders look at three years.
        visit_years: visits: where the time of the last twelve months went, whatever day it is.
        closed_years: projects won or lost: what explains the orders of the year the plan is built on.
    """

    order_years: int = 3
    visit_years: int = 2
    closed_years: int = 1
