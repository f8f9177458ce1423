"""The figures of the report by name, and the sentences on top of its page."""

from __future__ import annotations

from collections.abc import Mapping

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.reporting.year_report.process import Process
from salesplan_xl.planning.reporting.year_report.quality import MARGIN, Quality
from salesplan_xl.planning.reporting.year_report.results import Results
from salesplan_xl.planning.reporting.year_report.revenue import Revenue

Figures = dict[str, object]


def dashboard_figures(revenue: Revenue, results: Results, quality: Quality, process: Process) -> Figures:
    """The figures of the dashboard; ``None`` where one cannot be known."""
    line, effects = results.line, quality.effects
    margin = next(sign for sign in quality.signs if sign.key == MARGIN)
    orders = next(step for step in process.lines if step.key == "average_order")
    return {
        "year": revenue.period.year, "revenue": revenue.total, "revenue_last": revenue.total_last,
        "growth": revenue.growth, "target": line("revenue").target, "completion": line("revenue").completion,
        "collection_rate": line("collection_rate").value, "collection_rate_last": line("collection_rate").last,
        "on_time_rate": line("on_time_rate").value, "on_time_rate_last": line("on_time_rate").last,
        "dso": line("dso").value, "overdue": results.overdue, "gross_profit": line("gross_profit").value,
        "margin_rate": line("margin_rate").value, "margin_coverage": results.earned.coverage,
        "margin_change": margin.change, "rate_effect": effects.rate if effects else None,
        "mix_effect": effects.mix if effects else None, "growth_money": quality.growth_money,
        "overdue_growth_share": quality.credit_share, "bought": quality.bought, "clean": quality.clean,
        "quality_say": quality.say, "first_order_total": process.first_order_total,
        "average_order_last": orders.last, **{step.key: step.value for step in process.lines},
    }  # fmt: skip


def head_words(
    figures: Mapping[str, object], year_words: Sentence | None, derivation: Sentence | None
) -> dict[str, tuple[Sentence, ...]]:
    """The sentences on top: how far the data reach, the year, whether growth was bought, next year, what is to write.

    Args:
        figures: all figures of the report.
        year_words: the label of a year that is not over.
        derivation: how next year's goal comes about.
    """
    facts = {"year": str(figures["year"]), "goal": figures["goal_revenue"], "derivation": derivation}
    facts |= {key: figures[key] for key in ("revenue", "target", "completion", "growth", "blanks")}
    result = [Sentence("year.head_result", facts)]
    result += [Sentence("year.head_completion", facts)] if facts["completion"] is not None else []
    result += _growth_words(facts["growth"])
    quality = figures["quality_say"]
    return {
        "state": (year_words or Sentence("year.head_state", facts),),
        "result": tuple(result),
        "bought": (quality,) if isinstance(quality, Sentence) else (),
        "next": (Sentence("year.head_next", facts),),
        "blanks": (Sentence("year.head_blanks" if facts["blanks"] else "year.head_written", facts),),
    }


def _growth_words(growth: object) -> list[Sentence]:
    if not isinstance(growth, float):
        return []
    return [Sentence("year.head_down" if growth < 0 else "year.head_up", {"change": abs(growth)})]
