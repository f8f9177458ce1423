"""Thresholds of the year end: reorder rhythm and plan, sprint and deployment lists, contact results."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReorderRules:
    """The rhythm of a customer's orders and what it promises, see guide/reorder.md (article S2).

    Args:
        default_gap: days between two orders where no customer has ordered twice.
        lost_ratio: silent for more than this many of its own gaps: lost.
        lost_one_order_gaps, lost_one_order_days: a customer of one order is lost after so many gaps of the book,
            and so many days at least.
        overdue_days, overdue_share: an order is overdue so many days after it was expected, or this share of the gap
            if that is longer.
        due_soon_days: expected within so many days: due soon.
        lead_days: contact so many days before the earliest likely order, half the gap at most.
        market_growth: added to what the history promises for the plan year.
        odd_order: an order counts at most this many times what is typical.
        trend_drop, trend_rise, trend_orders: buying less from this change on, if there were so many order days
            before; buying more from that.
        trend_window, trend_least: days compared with as many before; a year too young is not compared.
        spread_prior, spread_weight, spread_low, spread_high: spread of the log gaps where nobody shows one, what the
            book's counts for, and its bounds.
        range_low, range_high: the parts of the chance that lie before the range of dates, and before its end.
        gap_weight: gaps of the book mixed into every customer's own.
        order_weight: orders of the book mixed into every customer's own.
        model_share: part of the money that the count of orders says; the rest is the last twelve months, if the
            customer is alive.
        recent_days, recent_least: the last twelve months, and the least age by which they are divided.
        horizon: days for which the chance of an order is shown and learnt.
        prior_rate, …: middle and spread of the model's four parameters, on logs.
        most_stages: gaps are sums of one to so many waiting times.
        most_fitted, seed: customers the model is fitted on, and by which draw.
        model_pull: weight of the model alone in the shown chance; the rest is the learnt combination.
        weights, level_spread, weight_spread: what the combination believes before it has learnt, and how firmly: of the
            level of all chances, and of the weights that rank customers.
        back_tests, back_step: earlier days it is learnt from, and how far apart.
        least_learning: fewer customers teach nothing.
        power_low, power_high, power_spread: bounds of the power that expected orders are raised to, and how firmly 1
            is believed.
        least_events: gaps that a curve of gaps is drawn from.
        least_chance: no chance is taken as smaller, or as surer than its complement.
        count_end: expected orders are added up until one more adds less.
    """

    default_gap: float = 90.0
    lost_ratio: float = 3.0
    lost_one_order_gaps: float = 3.0
    lost_one_order_days: int = 180
    overdue_days: int = 7
    overdue_share: float = 0.25
    due_soon_days: int = 30
    lead_days: int = 21
    market_growth: float = 0.0
    odd_order: float = 10.0
    trend_drop: float = -0.30
    trend_rise: float = 0.50
    trend_orders: int = 3
    trend_window: int = 365
    trend_least: int = 90
    spread_prior: float = 0.6
    spread_weight: float = 3.0
    spread_low: float = 0.25
    spread_high: float = 1.5
    range_low: float = 0.1
    range_high: float = 0.9
    gap_weight: float = 1.0
    order_weight: float = 2.0
    model_share: float = 0.7
    recent_days: int = 365
    recent_least: int = 182
    horizon: int = 91
    prior_middle: tuple[float, float, float, float] = (1.0, 8.0, 0.5, 3.0)
    prior_spread: tuple[float, float, float, float] = (0.7, 1.0, 0.7, 0.7)
    most_stages: int = 3
    most_fitted: int = 4_000
    seed: int = 20_270_101
    model_pull: float = 0.4
    weights: tuple[float, float, float, float, float, float] = (-1.2, 0.45, 0.05, -0.1, 0.7, 0.25)
    level_spread: float = 0.3
    weight_spread: float = 0.05
    back_tests: int = 4
    back_step: int = 30
    least_learning: int = 20
    power_low: float = 0.85
    power_high: float = 1.15
    power_spread: float = 0.05
    least_events: int = 60
    least_chance: float = 0.002
    count_end: float = 0.001


@dataclass(frozen=True, slots=True)
class SeasonRules:
    """The end of the year: its phases, its two lists, what a contact led to; see guide/sprint.md (article S2).

    Args:
        review_from, sprint_from, plan_from: month and day of this year, ``11-15``.
        plan_until: month and day of the plan year.
        sprint_end: the last day that counts; blank is the last day of this year.
        contacts_per_day: customers one can contact on a workday.
        winback_months: a lost customer whose last order is older is not called any more.
        not_ordered_share: a customer has not reordered once this share of its gap has passed.
        soon_chance: an open project with this chance of its own is near its end whatever its stage.
        steady_orders, steady_variation: steady are customers with so many order days whose gaps vary no more.
        key_project_amount: projects from this amount on are key projects; blank: the line of tier B.
        this_year_target: what this year is to reach; blank: it is not asked.
        rfm_months: orders of so many months give segments.
        rfm_ratios, rfm_orders, rfm_shares: the lines between the scores 5 to 1.
        outcome_days: an order within so many days after a contact is its outcome.
        script_prior: a script's rate is mixed with so many contacts at the book's rate.
        hopeless_contacts: a script with so many contacts and no order does not work.
        inquiry_cost: what one inquiry costs.
        new_margin: what new business leaves of its revenue.
        repeat_basis: next year's old customers by ``tier`` growth, or by the ``reorder`` plan.
    """

    review_from: str = "11-15"
    sprint_from: str = "12-01"
    plan_from: str = "12-25"
    plan_until: str = "01-31"
    sprint_end: dt.date | None = None
    contacts_per_day: float = 4.0
    winback_months: int = 36
    not_ordered_share: float = 0.5
    soon_chance: float = 0.5
    steady_orders: int = 4
    steady_variation: float = 0.6
    key_project_amount: float | None = None
    this_year_target: float | None = None
    rfm_months: int = 36
    rfm_ratios: tuple[float, float, float, float] = (1.0, 1.5, 2.0, 3.0)
    rfm_orders: tuple[int, int, int, int] = (8, 5, 3, 2)
    rfm_shares: tuple[float, float, float] = (0.50, 0.80, 0.95)
    outcome_days: int = 60
    script_prior: float = 2.0
    hopeless_contacts: int = 10
    inquiry_cost: float | None = None
    new_margin: float | None = None
    repeat_basis: str = "tier"
