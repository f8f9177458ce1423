"""Paces said with whole things: 1.25 a month are 5 every 4 months."""

from __future__ import annotations

import math
from fractions import Fraction

# From so many a period on a part of one does not matter.
_MANY = 5
# No longer span than a year of months: most paces are a year's goal.
_LONGEST = 12
_PERIODS = {
    ("month", "zh"): ("每月", "每{count}个月"),
    ("month", "en"): ("a month", "every {count} months"),
    ("workday", "zh"): ("每个工作日", "每{count}个工作日"),
    ("workday", "en"): ("a workday", "every {count} workdays"),
}


def pieces_in(pace: object) -> tuple[int, int]:
    """Whole things, and the number of periods they take; the pace is things a period."""
    if not isinstance(pace, (int, float)) or not math.isfinite(pace) or pace <= 0:
        return 0, 1
    if pace >= _MANY:
        return math.ceil(round(pace, 9)), 1
    if pace * _LONGEST < 1:
        return 1, round(1 / pace)
    near = Fraction(pace).limit_denominator(_LONGEST)
    return near.numerator, near.denominator


def period_words(periods: int, unit: str, lang: str) -> str:
    """The span in words: a month, every 4 months."""
    single, several = _PERIODS[unit, lang]
    return single if periods == 1 else several.format(count=periods)
