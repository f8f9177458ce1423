"""The earnings of a month: for actions, for the target reached, for far above it (guide/funnel.md; S1).

The article leaves open what exactly is paid; each open point is a setting and the sentence says which reading
was used. Action bonuses are stated in yuan, revenue in the book's unit.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from salesplan_xl.findings import Sentence
from salesplan_xl.money import WAN, Unit
from salesplan_xl.planning.common.rates import DUST
from salesplan_xl.rules import IncentiveRules

DEFAULTS = IncentiveRules()


@dataclass(frozen=True, slots=True)
class MonthBonus:
    """The earnings of one person's month.

    Args:
        action: yuan.
        rate: commission rate of the month, a share.
        commission: revenue × rate, book unit.
        over: extra bonus, book unit.
        total: everything in yuan.
        reached: target reached; None without a target.
        exceeded: far enough above the target; None without a target.
        why: how it came about, and which readings were used.
    """

    action: float
    rate: float
    commission: float
    over: float
    total: float
    reached: bool | None
    exceeded: bool | None
    why: tuple[Sentence, ...]


def action_bonus(proposals: float, rules: IncentiveRules = DEFAULTS) -> float:
    """Yuan for a month's proposals; nothing below the goal or for an unknown number, halves do not count.

    Source: guide/funnel.md; article S1: 7 proposals → 900, 5 → 500, 4 → 0.
    """
    done = math.floor(proposals + DUST) if math.isfinite(proposals) else 0
    if done < rules.action_goal:
        return 0.0
    return rules.action_bonus + math.floor(done - rules.action_goal + DUST) * rules.action_extra


def is_reached(revenue: float, target: float | None, money: Unit = WAN) -> bool | None:
    """Whether the month's target is met; None without a target."""
    return revenue >= target - money.tolerance if target and target > 0 else None


def is_exceeded(
    revenue: float, target: float | None, rules: IncentiveRules = DEFAULTS, money: Unit = WAN
) -> bool | None:
    """Whether revenue lies far enough above the target; the line itself counts unless strict."""
    if not target or target <= 0:
        return None
    line, same = target * (1 + rules.over_line), money.tolerance
    return revenue > line + same if rules.over_reading == "strict" else revenue >= line - same


def commission_rate(reached: bool | None, exceeded: bool | None, rules: IncentiveRules = DEFAULTS) -> float:
    """The month's rate: the base, better when the target is met."""
    if not reached or (exceeded and rules.over_pays == "instead"):
        return rules.base_rate
    if rules.rate_reading == "relative":
        return rules.base_rate * (1 + rules.rate_step)
    return rules.base_rate + rules.rate_step


def over_bonus(
    revenue: float, target: float | None, rules: IncentiveRules = DEFAULTS, money: Unit = WAN
) -> float:
    """The extra bonus in the book's unit; 0 when the line is not reached or there is no target.

    Source: guide/funnel.md; article S1: 300 on 250 → 5 % of 300 = 15.
    """
    if not is_exceeded(revenue, target, rules, money):
        return 0.0
    base = revenue if rules.over_base == "month" else revenue - (target or 0.0)
    return base * rules.over_bonus


def month_bonus(
    proposals: float,
    revenue: float,
    target: float | None,
    rules: IncentiveRules = DEFAULTS,
    yuan_per_unit: float = WAN.yuan,
) -> MonthBonus:
    """Everything one person's month earns, with the reason.

    Args:
        proposals: proposals handed in and accepted this month; NaN when nobody noted them.
        revenue: the month's revenue, book unit.
        target: the month's target, book unit; None or 0 when there is none.
        yuan_per_unit: yuan in one unit of revenue and target.
    """
    money = Unit(yuan_per_unit)
    reached, exceeded = is_reached(revenue, target, money), is_exceeded(revenue, target, rules, money)
    action, over = action_bonus(proposals, rules), over_bonus(revenue, target, rules, money)
    rate = commission_rate(reached, exceeded, rules)
    commission = max(revenue, 0.0) * rate
    total = action + (commission + over) * money.yuan
    bonus = MonthBonus(action, rate, commission, over, total, reached, exceeded, ())
    results = _result_words(revenue, target, bonus, rules, money)
    return replace(bonus, why=(_action_words(proposals, action, rules), *results))


def _action_words(proposals: float, action: float, rules: IncentiveRules) -> Sentence:
    if math.isnan(proposals):
        return Sentence("incentives.action_unknown")
    goal = rules.action_goal
    values: dict[str, object] = {
        "count": proposals, "goal": goal, "bonus": action, "first": rules.action_bonus,
        "extra": rules.action_extra, "more": max(proposals - goal, 0.0), "missing": max(goal - proposals, 0.0),
    }  # fmt: skip
    if action <= 0 and proposals < goal:
        return Sentence("incentives.action_missed", values)
    return Sentence(
        "incentives.action_more" if proposals >= goal + 1 else "incentives.action_reached", values
    )


def _result_words(
    revenue: float, target: float | None, bonus: MonthBonus, rules: IncentiveRules, money: Unit
) -> tuple[Sentence, ...]:
    rate, over = bonus.rate, bonus.over
    if not target or target <= 0:
        code = "incentives.no_target" if rate > 0 else "incentives.no_target_plain"
        return (Sentence(code, {"revenue": revenue, "rate": rate}),)
    line = target * (1 + rules.over_line)
    values: dict[str, object] = {
        "revenue": revenue, "target": target, "rate": rate, "base": rules.base_rate, "step": rules.rate_step,
        "over": over, "line": line, "share": rules.over_bonus, "completion": revenue / target,
        "gap": max(target - revenue, 0.0),
    }  # fmt: skip
    if not bonus.reached:
        return (Sentence("incentives.missed" if rate > 0 else "incentives.missed_plain", values),)
    words = []
    if rate > rules.base_rate:
        words.append(Sentence(f"incentives.reached_{rules.rate_reading}", values))
    if over > 0:
        words.append(Sentence(f"incentives.over_{rules.over_base}", values))
    if over > 0 and rules.over_pays == "instead":
        words.append(Sentence("incentives.instead", values))
    if abs(revenue - line) <= money.tolerance:
        words.append(Sentence(f"incentives.on_the_line_{rules.over_reading}", values))
    return tuple(words) or (Sentence("incentives.reached_plain", values),)
