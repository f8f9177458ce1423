"""What a month earns: a bonus for actions, a better rate for the target, more for far above it (methods §7, S1).

The article leaves open what exactly is paid; each open point is a setting and the sentence says which reading
was used. Action bonuses are stated in yuan, revenue in the book's unit.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from salesplan_xl.findings import Sentence
from salesplan_xl.rules import IncentiveRules

DEFAULTS = IncentiveRules()

SAME_MONEY = 1e-9  # a share: 1.2 × 3.0 is not exact in binary; the same in 元 and in 万元


@dataclass(frozen=True, slots=True)
class MonthBonus:
    """What one person's month earns.

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

    Source: methods §7; S1: 7 proposals → 900, 5 → 500, 4 → 0.
    """
    done = math.floor(proposals + 1e-9) if math.isfinite(proposals) else 0
    if done < rules.action_goal:
        return 0.0
    return rules.action_bonus + math.floor(done - rules.action_goal + 1e-9) * rules.action_extra


def is_reached(revenue: float, target: float | None) -> bool | None:
    """Whether the month's target is met; None without a target."""
    return revenue >= target * (1 - SAME_MONEY) if target and target > 0 else None


def is_exceeded(revenue: float, target: float | None, rules: IncentiveRules = DEFAULTS) -> bool | None:
    """Whether revenue lies far enough above the target; the line itself counts unless strict."""
    if not target or target <= 0:
        return None
    line = target * (1 + rules.over_line)
    slack = line * SAME_MONEY
    return revenue > line + slack if rules.over_reading == "strict" else revenue >= line - slack


def commission_rate(reached: bool | None, exceeded: bool | None, rules: IncentiveRules = DEFAULTS) -> float:
    """The month's rate: the base, better when the target is met."""
    if not reached or (exceeded and rules.over_pays == "instead"):
        return rules.base_rate
    if rules.rate_reading == "relative":
        return rules.base_rate * (1 + rules.rate_step)
    return rules.base_rate + rules.rate_step


def over_bonus(revenue: float, target: float | None, rules: IncentiveRules = DEFAULTS) -> float:
    """The extra bonus in the book's unit; 0 when the line is not reached or there is no target.

    Source: methods §7; S1: 300 on 250 → 5 % of 300 = 15.
    """
    if not is_exceeded(revenue, target, rules):
        return 0.0
    base = revenue if rules.over_base == "month" else revenue - (target or 0.0)
    return base * rules.over_bonus


def month_bonus(
    proposals: float,
    revenue: float,
    target: float | None,
    rules: IncentiveRules = DEFAULTS,
    yuan_per_unit: float = 10_000.0,
) -> MonthBonus:
    """Everything one person's month earns, with the reason.

    Args:
        proposals: proposals handed in and accepted this month; NaN when nobody noted them.
        revenue: the month's revenue, book unit.
        target: the month's target, book unit; None or 0 when there is none.
        yuan_per_unit: 10,000 in a book kept in 万元, 1 in a book kept in 元.
    """
    reached, exceeded = is_reached(revenue, target), is_exceeded(revenue, target, rules)
    action, over = action_bonus(proposals, rules), over_bonus(revenue, target, rules)
    rate = commission_rate(reached, exceeded, rules)
    commission = max(revenue, 0.0) * rate
    total = action + (commission + over) * yuan_per_unit
    why = (_action_words(proposals, action, rules), *_result_words(revenue, target, rate, over, rules))
    return MonthBonus(action, rate, commission, over, total, reached, exceeded, why)


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
    revenue: float, target: float | None, rate: float, over: float, rules: IncentiveRules
) -> tuple[Sentence, ...]:
    if not target or target <= 0:
        code = "incentives.no_target" if rate > 0 else "incentives.no_target_plain"
        return (Sentence(code, {"revenue": revenue, "rate": rate}),)
    line = target * (1 + rules.over_line)
    values: dict[str, object] = {
        "revenue": revenue, "target": target, "rate": rate, "base": rules.base_rate, "step": rules.rate_step,
        "over": over, "line": line, "share": rules.over_bonus, "completion": revenue / target,
        "gap": max(target - revenue, 0.0),
    }  # fmt: skip
    if not is_reached(revenue, target):
        return (Sentence("incentives.missed" if rate > 0 else "incentives.missed_plain", values),)
    words = []
    if rate > rules.base_rate:
        words.append(Sentence(f"incentives.reached_{rules.rate_reading}", values))
    if over > 0:
        words.append(Sentence(f"incentives.over_{rules.over_base}", values))
    if over > 0 and rules.over_pays == "instead":
        words.append(Sentence("incentives.instead", values))
    if abs(revenue - line) <= line * SAME_MONEY:
        words.append(Sentence(f"incentives.on_the_line_{rules.over_reading}", values))
    return tuple(words) or (Sentence("incentives.reached_plain", values),)
