"""The worksheet functions about targets, time and KPIs: cells in, cells out, computed by the core."""

from __future__ import annotations

import math
from collections.abc import Callable

from salesplan_xl.doors.functions.values import (
    Grid,
    across,
    all_numbers,
    answer,
    as_grid,
    bad,
    blank,
    flag,
    is_heading,
    line,
    number,
    number_or,
    positive,
    reshaped,
    share,
    single_cell,
    unavailable,
    whole,
)
from salesplan_xl.doors.functions.words import tier_of, word_of
from salesplan_xl.planning.common.largest_remainder import FINEST_STEP, split_amount
from salesplan_xl.planning.common.rates import completion, coverage, on_time_rate
from salesplan_xl.planning.targets.new_business import NewBusiness, new_business_steps
from salesplan_xl.planning.targets.target_sums import project_money, repeat_money
from salesplan_xl.planning.time.visit_days import days_needed, month_capacity, rule_split, visits_a_month
from salesplan_xl.rules import Rules
from salesplan_xl.tiers import TIERS

RULES = Rules()
Rate = Callable[[float, float], float | None]
PERIODS = ("month", "year", "days")
QUARTERS = 4
STEPS = 4
# More whole steps than this cannot be counted exactly.
MOST_STEPS = 1e12


def _rate(rate: Rate, part: tuple[object, str], base: tuple[object, str], code: str) -> float:
    """A KPI of two cells; #N/A where its divisor is missing or 0."""
    done = number(*part)
    ratio = rate(done, number_or(*base, 0.0))
    if ratio is None:
        raise unavailable(code)
    return ratio


def completed(actual: object, target: object) -> float:
    """目标完成率."""
    return _rate(completion, (actual, "actual"), (target, "target"), "U-NO-TARGET")


def covered(visited: object, planned: object) -> float:
    """客户覆盖率."""
    return _rate(coverage, (visited, "visited"), (planned, "planned"), "U-NOBODY-PLANNED")


def collected(on_time: object, due: object) -> float:
    """回款及时率."""
    return _rate(on_time_rate, (on_time, "on_time"), (due, "due"), "U-NOTHING-DUE")


def target(
    revenue: object, growth: object, loss: object, loss_chance: object, project: object, win_chance: object
) -> float:
    """Next year's target of one customer."""
    base = number(revenue, "revenue")
    rate = number_or(growth, "growth", 0.0)
    lost = share(loss, "loss", 0.0)
    risk = share(loss_chance, "loss_chance", RULES.targets.loss_danger_probability)
    offered = number_or(project, "project", 0.0)
    chance = share(win_chance, "win_chance", RULES.targets.win_quote)
    return repeat_money(base, rate, lost, risk) + project_money(offered, chance)


def split(total: object, weights: object, rounding: object, parts: object, speak: bool) -> Grid:
    """Totals over periods; each adds up exactly. A weight that is no number is named: without it nothing adds up."""
    grid = _weights(weights, single_cell(parts, "parts"))
    cells = line(grid)
    cells = [None if is_heading(cells, at) else cell for at, cell in enumerate(cells)]
    all_numbers(cells, "weights")  # tells which one is none
    values = [positive(cell, "weights", 0.0) for cell in cells]
    step = positive(single_cell(rounding, "rounding"), "rounding", RULES.quarters.customer_step)

    def parts_of(cell: object) -> list[object]:
        return _split_one(cell, cells, values, step)

    return _per_total(as_grid(total), grid, parts_of, speak)


def _weights(weights: object, parts: object) -> Grid:
    """The weights as given, or equal parts."""
    grid = as_grid(weights)
    given = line(grid)
    count = whole(parts, "parts", QUARTERS if given == [None] else len(given))
    if given == [None]:
        return [list(RULES.quarters.manual_weights) if count == QUARTERS else [1.0] * count]
    if count != len(given):
        raise bad("U-PARTS")
    return grid


def _split_one(total: object, cells: list[object], weights: list[float], step: float) -> list[object]:
    """The parts of one total; a blank weight stays blank, a blank total gives blanks."""
    if blank(total):
        return [""] * len(cells)
    money = number(total, "total")
    if abs(money) / (step or FINEST_STEP) > MOST_STEPS:
        raise bad("U-TOO-FINE")
    parts = split_amount(money, weights, step, "weights").tolist()
    return ["" if blank(cell) else part for cell, part in zip(cells, parts, strict=True)]


def _per_total(totals: Grid, grid: Grid, parts_of: Callable[[object], list[object]], speak: bool) -> Grid:
    """One total in the shape of its weights; a column of totals by a row of weights, or the other way."""
    every, width = line(totals), len(line(grid))

    def row(cell: object) -> list[object]:
        if cell is every[0] and is_heading(every):
            return [""] * width
        result = answer(lambda: [parts_of(cell)], speak=speak)
        return result[0] if isinstance(result, list) else [result] * width

    if len(every) == 1:
        return reshaped(row(every[0]), grid)
    if len(totals[0]) == 1 and len(grid) == 1:
        return [row(cell) for cell in every]
    if len(totals) == 1 and len(grid[0]) == 1:
        return [list(cells) for cells in zip(*(row(cell) for cell in every), strict=True)]
    raise bad("U-SHAPES")


def visits(tier: object, per: object, customers: object, potential: object) -> float:
    """Visits of a tier, or the days a month they take."""
    key, wanted = tier_of(tier, "tier"), word_of(per, "per", PERIODS)
    monthly = visits_a_month(key, flag(potential, "potential"), RULES.capacity)
    monthly *= positive(customers, "customers", 1.0)
    if wanted == "days":
        made = tuple(monthly if key == each else 0.0 for each in TIERS)
        return sum(days_needed(made, RULES.capacity))
    return monthly * 12 if wanted == "year" else monthly


def capacity(workdays: object, slack: object, people: object, tier: object) -> float:
    """Days a month for customers, all of them or those of one tier by the 6-3-1 rule."""
    days = positive(workdays, "workdays", 0.0) * positive(people, "people", RULES.capacity.people)
    month_days = month_capacity(days, share(slack, "slack", RULES.capacity.slack))
    if blank(tier):
        return month_days
    parts = rule_split(month_days, list(RULES.capacity.time_shares.values()))
    return parts[TIERS.index(tier_of(tier, "tier"))]


def new_customers(
    targets: object, average_order: object, conversion: object, workdays: object, exact: bool, speak: bool
) -> Grid:
    """Orders, inquiries, per day and per month for each target."""
    average = positive(average_order, "average_order", 0.0)
    rate = share(conversion, "conversion", RULES.targets.inquiry_conversion)
    days = positive(workdays, "workdays", RULES.targets.workdays_year)

    def steps(cell: object) -> list[object]:
        new_business = new_business_steps(positive(cell, "target", 0.0), average, rate, days)
        return _steps(new_business, exact, speak)

    return across(steps, targets, STEPS, speak=speak)


def _steps(new_business: NewBusiness, exact: bool, speak: bool) -> list[object]:
    """The four figures; from the first step whose divisor is missing there are none."""
    figures = (new_business.orders, new_business.inquiries, new_business.per_day, new_business.per_month)
    missing = ["U-NO-AVERAGE"] * 4
    if math.isfinite(new_business.orders):
        missing = ["U-NO-AVERAGE", "U-NO-CONVERSION", "U-NO-CONVERSION", "U-NO-CONVERSION"]
    if math.isfinite(new_business.inquiries):
        missing = ["U-NO-WORKDAYS"] * 4
    values = figures if exact else new_business.counts()
    return [answer(_figure, value, code, speak=speak) for value, code in zip(values, missing, strict=True)]


def _figure(value: float | None, code: str) -> float:
    """One step of new business, #N/A where its divisor is missing."""
    if value is None or not math.isfinite(value):
        raise unavailable(code)
    return value
