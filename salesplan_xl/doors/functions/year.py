"""The worksheet functions about the year's chances, the funnel and the bonus: cells in, cells out."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence

from salesplan_xl import money
from salesplan_xl.doors.functions.values import (
    Grid,
    across,
    all_numbers,
    answer,
    as_grid,
    bad,
    blank,
    each,
    flag,
    is_heading,
    line,
    number,
    number_or,
    positive,
    share,
    unavailable,
)
from salesplan_xl.doors.functions.words import choice, word_of
from salesplan_xl.planning.targets.revenue_sums import Sums, sum_of_lines
from salesplan_xl.planning.tracking.funnel_steps import work_back
from salesplan_xl.planning.tracking.incentives import month_bonus
from salesplan_xl.rules import Rules
from salesplan_xl.schema import choices

RULES = Rules()
STAGES = 4
ANSWERS = ("chance", "money")
PARTS = ("total", "proposals", "commission", "over")
WAN = money.WAN.yuan
RATES = ("need_rate", "proposal_rate", "sign_rate")


def confidence(
    figure: object, amounts: object, chances: object, tiers: object, show: object, speak: bool
) -> Grid:
    """The chance of reaching each figure, or with ``show`` the money that is as sure as each chance given."""
    wanted = word_of(show, "show", ANSWERS)
    distribution = _distribution(line(as_grid(amounts)), line(as_grid(chances)), line(as_grid(tiers)))

    def answer_of(cell: object) -> float:
        if wanted == "chance":
            return distribution.probability_of(number(cell, "figure"))
        chance = share(cell, "figure", RULES.distribution.sure_chance)
        if not 0 < chance < 1:
            raise bad("U-BETWEEN", argument="figure")
        return distribution.sure(chance)

    return each(answer_of, figure, speak=speak)


def _distribution(amounts: list[object], chances: list[object], tiers: list[object]) -> Sums:
    """The distribution of a list: a line with a tier varies as customers of its tier do, one without is a deal."""
    lists = [amounts, _stretched(chances, len(amounts)), _stretched(tiers, len(amounts))]
    if is_heading(amounts):
        lists = [cells[1:] for cells in lists]
    all_numbers(amounts, "amounts")  # tells which one is none
    lines = zip(*lists, strict=True)
    rows = [
        (
            positive(amount, "amounts", 0.0),
            share(chance, "chances", 1.0),
            choice(tier, "tiers", choices.PLAN_TIERS),
        )
        for amount, chance, tier in lines
        if not blank(amount)
    ]
    if not rows:
        raise unavailable("U-NO-AMOUNTS")
    return sum_of_lines(rows, RULES.distribution)


def _stretched(cells: list[object], count: int) -> list[object]:
    """One cell for all lines, or one for each."""
    if len(cells) not in (1, count):
        raise bad("U-SHAPES")
    return cells * count if len(cells) == 1 else cells


def funnel(goals: object, rates: Sequence[object], rounded: bool, speak: bool) -> Grid:
    """Leads, needs, proposals and signatures a month for each goal."""
    stage_rates = [
        share(cell, name, default)
        for cell, name, default in zip(rates, RATES, RULES.funnel.rates, strict=True)
    ]

    def steps(cell: object) -> list[object]:
        stages = work_back(positive(cell, "new_customers", 0.0), stage_rates)
        values = (stages.counts() if rounded else stages.per_month()).values()
        return [answer(_available, value, speak=speak) for value in values]

    return across(steps, goals, STAGES, speak=speak)


def _available(value: float | None) -> float:
    """One stage of the funnel, #N/A where a rate after it is 0."""
    if value is None or not math.isfinite(value):
        raise unavailable("U-NO-RATE")
    return value


def bonus(
    proposals: object,
    revenue: object,
    target: object,
    base_rate: object,
    strict: object,
    unit: object,
    show: object,
) -> float:
    """The bonus of a month in yuan, all of it or one part."""
    rules = dataclasses.replace(
        RULES.incentives,
        base_rate=share(base_rate, "base_rate", RULES.incentives.base_rate),
        over_reading="strict" if flag(strict, "strict") else RULES.incentives.over_reading,
    )
    yuan = positive(unit, "unit", WAN)
    earned = month_bonus(
        positive(proposals, "proposals", 0.0),
        number_or(revenue, "revenue", 0.0),
        positive(target, "target", 0.0),
        rules,
        yuan,
    )
    parts = (earned.total, earned.action, earned.commission * yuan, earned.over * yuan)
    return dict(zip(PARTS, parts, strict=True))[word_of(show, "show", PARTS)]
