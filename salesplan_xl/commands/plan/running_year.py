"""The plan year of one book as it stands: forecast, chances now, gap, and what a boss reads first."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from salesplan_xl.commands.plan.distribution import Confidence
from salesplan_xl.commands.plan.pipeline import Pipeline
from salesplan_xl.commands.plan.schedule import ScheduleSteps
from salesplan_xl.planning.targets import targets
from salesplan_xl.planning.targets.revenue_distribution import RevenueDistribution
from salesplan_xl.planning.tracking import gap_closers, year_outlook
from salesplan_xl.planning.tracking.months import Forecast, needed_per_month
from salesplan_xl.planning.tracking.outlook_block import YearFigures

Floats = npt.NDArray[np.float64]


@dataclass
class RunningYear:
    """The year of a plan from its first order on; before that the plan itself is the forecast."""

    plan: ScheduleSteps
    pipeline: Pipeline
    confidence: Confidence

    @cached_property
    def outlook(self) -> year_outlook.Outlook | None:
        """Revenue so far and what the rest will bring; ``None`` before the year."""
        plan = self.plan
        if not plan.year_begun:
            return None
        return year_outlook.year_outlook(
            plan.targets, self._shares(), plan.inputs["orders"],
            plan.projects_of_plan(self.pipeline.opportunities), plan.rules,
        )  # fmt: skip

    @cached_property
    def forecast(self) -> Forecast:
        """Today's forecast, those said before, and what projects changed since planning."""
        said = self.plan.book.frame("months").drop_duplicates("month").set_index("month")["projection"]
        change = self.pipeline.change()
        return Forecast(
            now=self.outlook.forecast if self.outlook else None,
            said=said.reindex(range(1, 13)).to_numpy(dtype=np.float64, copy=True),
            project_change=np.zeros(12) if change is None else change,
        )

    @cached_property
    def distribution(self) -> RevenueDistribution | None:
        """The chance of each figure now; before the year that of the plan."""
        return self.outlook.distribution() if self.outlook else self.confidence.planned

    @cached_property
    def figures(self) -> YearFigures:
        """The figures of the year, for every sheet that tells them."""
        plan, level = self.plan, self.confidence.levels
        actual = self.outlook.actual if self.outlook else None
        left = int(12 - plan.calendar.finished(plan.rules.calendar.plan_year))
        gap = max(level.guaranteed - self.expected, 0.0)
        unit = plan.rules.money.unit
        return YearFigures(
            actual=actual,
            target=self._target_to_date() if self.outlook else None,
            forecast=self.expected,
            levels=level,
            distribution=self.distribution,
            gap=gap,
            needed=None if actual is None else needed_per_month(level.guaranteed, actual, left, unit),
            months_left=left,
            workdays_left=self._workdays_left(),
            closing=self._closing(gap),
        )

    @property
    def expected(self) -> float:
        """The year at its end; before it has begun that is the plan."""
        return self.outlook.forecast if self.outlook else float(targets.expected(self.plan.targets).sum())

    def _shares(self) -> Floats:
        """(n, 12) share of each month in the year of every row of the targets; the new row has that of the book."""
        season, rows = self.plan.season, self.plan.targets["customer"]
        by_name = season.by_customer.set_axis(self.plan.expected["customer"], axis=0)
        weights = by_name[~by_name.index.duplicated()].reindex(rows.to_numpy(dtype=object)).fillna(0.25)
        return np.repeat(weights.to_numpy(dtype=np.float64), 3, axis=1) * self.plan.month_shares

    def _target_to_date(self) -> float:
        gone = self.plan.calendar.gone(self.plan.rules.calendar.plan_year)
        return float(self.plan.month_targets @ gone)

    def _workdays_left(self) -> int:
        """Workdays of the plan year after the as-of day."""
        calendar, year = self.plan.calendar, self.plan.rules.calendar.plan_year
        first, finished = calendar.first_month(year), calendar.finished(year)
        days = sum(calendar.workdays(month) for month in range(first + finished, first + 12))
        return days - (calendar.workdays_gone if calendar.running_in(year) is not None else 0)

    def _closing(self, gap: float) -> tuple[gap_closers.Closer, ...]:
        if self.outlook is None or gap <= self.plan.rules.money.tolerance:
            return ()
        return tuple(gap_closers.gap_closers(self.outlook, gap))

    @property
    def new_order(self) -> float | None:
        """Money of an average order."""
        stated = self.plan.priced_rules.targets.average_order
        return stated if stated and not math.isnan(stated) else None
