"""The lines of the year-end report (guide/yearend.md; article S3)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class YearReportRules:
    """When growth was bought, when a share says something, what a request is taken to add.

    Args:
        collections_drop, margin_drop, discount_drop: points (as fractions) by which a rate must fall to be flagged.
        overdue_growth_share: so much of the growth from customers in arrears is flagged.
        margin_known: a margin is compared where it is known for so much of the money.
        least_cases: fewer closed projects of a result show no shares.
        request_uplift: what a request adds to the chance of a project where it does not say.
        unvisited_days: nobody was seen so many days before an order was lost.
        battles: projects told one by one.
        reuse: customers named for whom a method may serve.
        repeated_cause: a cause of loss met so often asks for a capability.
        capabilities: so many are proposed at most.
        large_project: an open project of so much of a customer's year means high potential.
        points: what high, medium and low count on the customer map.
        attack_points, develop_points: the zones of the map, from so many points on.
        concerns: concerns named of customers won and of customers lost.
        named: names in a cell of the map.
    """

    collections_drop: float = 0.05
    margin_drop: float = 0.02
    discount_drop: float = 0.01
    overdue_growth_share: float = 0.50
    margin_known: float = 0.80
    least_cases: int = 5
    request_uplift: float = 0.10
    unvisited_days: int = 30
    battles: int = 3
    reuse: int = 5
    repeated_cause: int = 2
    capabilities: int = 2
    large_project: float = 0.50
    points: tuple[int, int, int] = (3, 2, 1)
    attack_points: int = 5
    develop_points: int = 4
    concerns: int = 3
    named: int = 3
