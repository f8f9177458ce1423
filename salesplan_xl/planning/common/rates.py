"""Ratios of two figures, each with its meaning of "cannot be said": None, never 0 % and never an error."""

from __future__ import annotations

import math

# Shares, rates and counts no further apart are one: binary dust, never money (see ``salesplan_xl.money``).
DUST = 1e-9


def _share(part: float | None, whole: float | None) -> float | None:
    if part is None or whole is None or not whole > 0 or math.isnan(part):
        return None
    return float(part) / float(whole)


def completion(actual: float | None, target: float | None) -> float | None:
    """目标完成率, actual ÷ target; no target → None (guide/kpi.md; S0)."""
    return _share(actual, target)


def coverage(visited: float | None, planned: float | None) -> float | None:
    """客户覆盖率, planned customers visited ÷ planned customers; nobody planned → None (guide/kpi.md; S0)."""
    return _share(visited, planned)


def on_time_rate(on_time: float | None, due: float | None) -> float | None:
    """回款及时率, paid on time ÷ due; nothing due → None, never 0 % (guide/kpi.md; S0)."""
    return _share(on_time, due)


def year_on_year(this_year: float, last_year: float | None) -> float | None:
    """Growth on last year, this ÷ last − 1; without revenue last year → None: a new customer, not infinity.

    Source: guide/kpi.md (S0).
    """
    if last_year is None or not last_year > 0 or math.isnan(this_year):
        return None
    return this_year / last_year - 1


def days_outstanding(receivable: float | None, revenue: float | None, days_in_year: float) -> float | None:
    """回款天数DSO, open receivables ÷ revenue × days; no revenue → None. Golden 80 ÷ 500 → 58.4 (S0)."""
    if receivable is None or revenue is None or not revenue > 0:
        return None
    return receivable * days_in_year / revenue
