"""The three KPIs of a month, its quarter and the year, by tier (guide/kpi.md; S0)."""

from __future__ import annotations

from collections.abc import Mapping

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.common.rates import completion, coverage, on_time_rate
from salesplan_xl.planning.tracking.month_ledger import Ledger
from salesplan_xl.rules import MonthRules
from salesplan_xl.tiers import TIERS


def kpi_grid(ledger: Ledger, tracked: int) -> dict[tuple[str, str], object]:
    """Values of grid ``kpi_board``: the tracked month by tier, and its quarter and year up to the as-of day.

    Coverage of a quarter or the year counts customer-months, so that it lies between its worst and its best month.

    Args:
        ledger: the plan year.
        tracked: the tracked month, 0 before the year. One that runs counts in completion with the share of its
            target that is gone; in coverage and collections it is shown for itself only.

    Source: guide/kpi.md; article S0 (three KPIs).
    """
    figures = {
        "completion": (ledger.revenue, completion),
        "coverage": (ledger.calls, coverage),
        "on_time_rate": (ledger.payments, on_time_rate),
    }
    columns = ("month", "previous", "change", "quarter", "year", *TIERS, "sentence")
    grid: dict[tuple[str, str], object] = {(kpi, column): None for kpi in figures for column in columns}
    if tracked == 0:
        return grid
    quarter = (tracked - 1) // 3 * 3
    for kpi, (figure, share) in figures.items():
        until = ledger.begun if kpi == "completion" else ledger.finished
        periods = {
            "month": (tracked - 1, tracked),
            "quarter": (quarter, min(tracked, until)),
            "year": (0, until),
        }
        rates: dict[str, float | None] = {key: share(*figure(*period)) for key, period in periods.items()}
        rates["previous"] = share(*figure(tracked - 2, tracked - 1)) if tracked > 1 else None
        for tier in TIERS:
            rates[tier] = share(*figure(tracked - 1, tracked, ledger.tiers == tier))
        now, before = rates["month"], rates["previous"]
        rates["change"] = None if now is None or before is None else now - before
        grid.update({(kpi, key): value for key, value in rates.items()})
        grid[kpi, "sentence"] = _kpi_words(kpi, figure(tracked - 1, tracked), rates, ledger.rules.months)
    return grid


def _kpi_words(
    kpi: str, figures: tuple[float, float], rates: Mapping[str, float | None], rules: MonthRules
) -> tuple[Sentence, ...]:
    part, whole = figures
    rate, change = rates["month"], rates["change"]
    if rate is None:
        return (Sentence(f"months.{kpi}_none", {"part": part}),)
    words = [Sentence(f"months.{kpi}", {"part": part, "whole": whole, "rate": rate})]
    if change is not None and abs(change) >= rules.kpi_change:
        words.append(Sentence("months.up" if change > 0 else "months.down", {"points": abs(change) * 100}))
    tiers = {tier: value for tier in TIERS if (value := rates[tier]) is not None}
    weakest = min(tiers, key=lambda tier: tiers[tier], default="")
    if weakest and len(tiers) > 1 and tiers[weakest] < min(rate - rules.kpi_change, 1):
        words.append(Sentence("months.weakest", {"tier": weakest, "rate": tiers[weakest]}))
    return tuple(words)
