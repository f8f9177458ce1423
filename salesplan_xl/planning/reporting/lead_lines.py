"""The lines a boss reads first; they depend on the day (guide/report.md).

Before the year the targets and how sure they are; while it runs what came, where it ends, how sure that is and what
closes the gap; afterwards the result and what was said each month.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from salesplan_xl.findings import Sentence
from salesplan_xl.money import BOOK_UNITS

Figures = Mapping[str, object]


def before_the_year(figures: Figures, shares: Figures, gaps: Figures) -> tuple[Sentence, ...]:
    """The targets, where they come from, what is not backed.

    Args:
        figures: the key figures of the book by name.
        shares: share of the target by source (``repeat``, ``project``, ``new``).
        gaps: money that nothing backs by quarter (``q1`` … ``q4``); what is no number counts 0.
    """
    values = {**figures, **shares}
    certain = figures["guaranteed_sureness"] is not None
    missing = {key: float(str(gap or 0)) for key, gap in gaps.items()}
    worst = max(missing, key=lambda key: missing[key])
    code = "report.say.gap" if missing[worst] > _tolerance(figures) else "report.say.backed"
    return (
        Sentence("report.say.sure" if certain else "report.say.plain", values),
        Sentence("report.say.sources", values),
        Sentence(code, {**values, "worst": worst.upper()}),
    )


def in_the_year(figures: Figures, closing: Sequence[Sentence | str]) -> tuple[Sentence, ...]:
    """Actual and target to date, forecast, chances, the gap and what closes it, coverage and on-time payment.

    Args:
        figures: the key figures of the book by name.
        closing: what may close the gap, the largest first.
    """
    values = dict(figures)
    gap = float(str(figures["gap_to_guaranteed"] or 0.0)) > _tolerance(figures)
    words = [
        Sentence("lead.to_date" if figures["ytd_completion"] is not None else "lead.to_date_plain", values),
        Sentence("lead.forecast", values),
        Sentence("lead.chance" if figures["chance_guaranteed_now"] is not None else "lead.no_chance", values),
        Sentence("lead.gap" if gap else "lead.no_gap", values),
    ]
    if gap and closing:
        words.append(Sentence("lead.closing", {"ways": tuple(closing)}))
    return (*words, *_kpis(values))


def after_the_year(figures: Figures, said: Mapping[int, float]) -> tuple[Sentence, ...]:
    """The result, its completion, and the forecasts as they were said, by month."""
    values = dict(figures)
    words = [
        Sentence("lead.result" if figures["ytd_completion"] is not None else "lead.result_plain", values)
    ]
    if said:
        parts = tuple(
            Sentence("lead.said_month", {"month": month, "money": money}) for month, money in said.items()
        )
        words.append(Sentence("lead.said", {"parts": parts}))
    return (*words, *_kpis(values))


def _kpis(values: dict[str, object]) -> list[Sentence]:
    stated = [key for key in ("ytd_coverage", "ytd_on_time") if values.get(key) is not None]
    return [Sentence(f"lead.{key}", values) for key in stated]


def _tolerance(figures: Figures) -> float:
    return BOOK_UNITS[str(figures["unit"])].tolerance
