"""Reasons for a customer's tier, in sentences."""

from __future__ import annotations

import math
from collections.abc import Iterable

from salesplan_xl.findings import Sentence
from salesplan_xl.money import WAN, Unit
from salesplan_xl.planning.common.rates import DUST
from salesplan_xl.planning.customers.tier_lines import tier_by_size
from salesplan_xl.rules import TierRules
from salesplan_xl.tiers import BEST, LAST, RANK, TIERS, raised


def share_reasons(
    revenue: Iterable[float], tiers: Iterable[str], shares: Iterable[float], total: float, rules: TierRules
) -> list[Sentence]:
    """The reason for each customer's cumulative tier; ``total`` is the revenue of those above 0."""
    rows = zip(revenue, tiers, shares, strict=True)
    return [
        _share_reason(tier, share, share - amount / total, rules) if amount > 0 else _no_revenue(amount)
        for amount, tier, share in rows
    ]


def size_reason(amount: float, tier: str, late: bool, rules: TierRules, money: Unit = WAN) -> Sentence:
    """The reason for a customer's threshold tier."""
    if not amount > 0:
        return _no_revenue(amount)
    return _threshold_reason(amount, tier, tier_by_size(amount, False, False, rules, money), late, rules)


def share_words(share: float, *lines: float) -> Sentence:
    """A share in words: whole percent, one decimal where rounding would put it on a line it is not on."""
    rounded = math.floor(share * 100 + 0.5 + DUST) / 100
    for line in lines:
        if abs(rounded - line) < DUST < abs(share - line):
            return Sentence("T-PERCENT1", {"share": share})
    return Sentence("T-PERCENT", {"share": share})


def _no_revenue(amount: float) -> Sentence:
    """The reason that a customer without net revenue is in the last tier."""
    return Sentence("T-RETURNS", {"amount": -amount}) if amount < 0 else Sentence("T-NONE")


def _share_reason(tier: str, share: float, before: float, rules: TierRules) -> Sentence:
    """The reason for a buying customer's cumulative tier; ``before`` is the share of those above it."""
    lines = rules.lines
    line = lines.get(tier, lines[TIERS[-2]])
    words = {"tier": tier, "share": share_words(share, *lines.values()), "line": line}
    if RANK[tier] > RANK[_alone(share, before, rules)]:
        return Sentence("T-BLOCK", {**words, "line": lines[raised(tier)]})
    if tier == LAST:
        return Sentence("T-PAST", words)
    if share > line + DUST:
        if rules.crossing_customer == "worse":
            return Sentence("T-LARGEST" if before <= DUST else "T-TIE", words)
        return Sentence("T-TIE" if before >= line - DUST else "T-CROSSING", words)
    if share > line - DUST:
        return Sentence("T-ON-LINE", words)
    if tier == BEST:
        return Sentence("T-WITHIN", words)
    return Sentence("T-BETWEEN", {**words, "from": lines[raised(tier)]})


def _alone(share: float, before: float, rules: TierRules) -> str:
    """The tier that a customer would have if no other had its revenue."""
    worse = rules.crossing_customer == "worse"
    inside = (
        tier
        for tier, line in rules.lines.items()
        if (share <= line + DUST if worse else before < line - DUST)
        or (worse and tier == BEST and before <= DUST)
    )
    return next(inside, LAST)


def _threshold_reason(amount: float, tier: str, size: str, late: bool, rules: TierRules) -> Sentence:
    """The reason for a buying customer's threshold tier; ``size`` is the tier by amount alone."""
    lines = {key.lower(): least for key, least in rules.thresholds.items()}
    words = {"tier": tier, "size": size, "amount": amount, **lines}
    if tier == size:
        blocked = late and rules.late_payer_blocks_a and size == BEST
        return Sentence("T-SIZE-RAISED-LATE" if blocked else f"T-SIZE-{size}", words)
    return Sentence("T-SIZE-LATE" if RANK[tier] > RANK[size] else "T-SIZE-RAISED", words)
