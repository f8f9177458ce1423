"""The figures of the running year as every sheet tells them, and the block that holds them (guide/kpi.md)."""

from __future__ import annotations

from dataclasses import dataclass

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.targets.revenue_distribution import RevenueDistribution
from salesplan_xl.planning.targets.targets import GridResult, Levels
from salesplan_xl.planning.tracking.gap_closers import Closer, closing_words


@dataclass(frozen=True)
class YearFigures:
    """The plan year at the as-of day; money in the book's unit.

    Args:
        actual, target: revenue and target to date; ``None`` before the year has begun.
        forecast: the year at its end.
        levels: the targets of the plan that counts.
        distribution: the chance of each figure now.
        gap: what the forecast lacks to the guaranteed figure, not below 0.
        needed: money a month that still reaches it; ``None`` before and after the year.
        months_left, workdays_left: of the year, the month that runs counted in.
        closing: what may close the gap.
    """

    actual: float | None
    target: float | None
    forecast: float
    levels: Levels
    distribution: RevenueDistribution | None
    gap: float
    needed: float | None
    months_left: int
    workdays_left: int
    closing: tuple[Closer, ...]

    def chance(self, figure: float | None) -> float | None:
        """The chance of a figure now."""
        if figure is None or self.distribution is None:
            return None
        return self.distribution.probability_of(figure)

    @property
    def per_workday(self) -> float | None:
        """Money each workday left must bring for the guaranteed figure."""
        if self.needed is None or not self.workdays_left:
            return None
        return self.needed * self.months_left / self.workdays_left


def outlook_block(figures: YearFigures, order: float | None) -> GridResult:
    """Value cells of grid ``outlook``.

    Args:
        figures: the year as it stands.
        order: money of an average order, ``None`` where nobody knows.
    """
    level = figures.levels
    cells: GridResult = {
        ("actual", "amount"): figures.actual,
        ("target", "amount"): figures.target,
        ("forecast", "amount"): figures.forecast,
        ("gap", "amount"): figures.gap,
        ("needed", "amount"): figures.needed,
        ("workday", "amount"): figures.per_workday,
        ("gap", "sentence"): closing_words(figures.closing, figures.gap, order, figures.workdays_left)
        or None,
        ("needed", "sentence"): _per_workday(figures),
    }
    chances = {
        "guaranteed": level.guaranteed,
        "derived": level.derived,
        "stretch": level.stretch,
        "company": level.company,
    }
    for row, figure in chances.items():
        cells |= {(row, "basis"): figure or 0.0, (row, "chance"): figures.chance(figure)}
    return cells


def _per_workday(figures: YearFigures) -> Sentence | None:
    if figures.per_workday is None:
        return None
    values: dict[str, object] = {
        "months": figures.months_left, "days": figures.workdays_left, "day": figures.per_workday,
    }  # fmt: skip
    return Sentence("outlook.per_workday", values)
