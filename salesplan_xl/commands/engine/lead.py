"""The lines that come first, for every sheet and door: put together from what the book holds."""

from __future__ import annotations

import pandas as pd

from salesplan_xl.commands.plan.plan import Plan
from salesplan_xl.findings import Sentence
from salesplan_xl.planning.reporting import lead_lines
from salesplan_xl.planning.targets.projects import QUARTER_KEYS


def lines(plan: Plan, figures: dict[str, object]) -> tuple[Sentence, ...]:
    """The lines that lead on the as-of day: before the year, in it, or after it; ``figures`` are the summary's."""
    if figures["ytd_actual"] is None:
        return _before(plan, figures)
    if plan.calendar.is_over(plan.rules.calendar.plan_year):
        return lead_lines.after_the_year(figures, _said(plan))
    return lead_lines.in_the_year(figures, _closing(plan))


def _before(plan: Plan, figures: dict[str, object]) -> tuple[Sentence, ...]:
    """The figure, where it comes from, what is not backed."""
    evaluation = plan.book.evaluation()
    shares = {
        key: evaluation.grid_cell("source_targets", key, "share") for key in ("repeat", "project", "new")
    }
    gaps = {q: evaluation.grid_cell("quarter_support", "unsupported", q) for q in QUARTER_KEYS}
    first, *rest = lead_lines.before_the_year(figures, shares, gaps)
    label = (plan.year_words,) if plan.year_words else ()
    return (first, *label, *rest)


def _closing(plan: Plan) -> tuple[Sentence | str, ...]:
    """The ways to close the gap: as this command works it out, else as it stands in the book."""
    key = ("outlook", "gap", "sentence")
    staged = plan.book.staged_grid_values()
    value = staged[key] if key in staged else plan.book.grid_raw("outlook")[key[1:]]
    if isinstance(value, tuple):
        return value
    return (str(value),) if value else ()


def _said(plan: Plan) -> dict[int, float]:
    """The forecasts that stand in the months, by month."""
    months = plan.book.evaluation().frames["months"]
    said = pd.to_numeric(months["projection"], errors="coerce")
    pairs = zip(months["month"], said, strict=True)
    return {int(month): float(money) for month, money in pairs if pd.notna(month) and pd.notna(money)}
