"""The pipeline of one plan: what covers the quarters now, what moved since the last snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.commands.plan.schedule import ScheduleSteps
from salesplan_xl.findings import Finding
from salesplan_xl.planning.schedule import milestones, quarters
from salesplan_xl.planning.schedule.pipeline_coverage import PipelineCoverage, quarter_coverage
from salesplan_xl.planning.schedule.slips import (
    SlipResult,
    append_trace,
    earlier_quarter_findings,
    track_slips,
    with_slips,
)
from salesplan_xl.planning.schedule.snapshots import (
    Snapshot,
    last_projects,
    next_snapshots,
    read_snapshots,
    snapshot_tables,
)
from salesplan_xl.planning.tracking import forecast

Floats = npt.NDArray[np.float64]


@dataclass
class Pipeline:
    """Projects of a plan against what the book remembers of them (table ``seen``).

    An earlier state of the projects is in ``snapshots``, today's with its slip counts in ``opportunities``.
    """

    plan: ScheduleSteps

    @cached_property
    def snapshots(self) -> dict[str, pd.DataFrame]:
        """The projects as they stood before this ``week``, before this ``month`` and at planning (``plan``)."""
        return snapshot_tables(self.next_snapshots)

    @cached_property
    def next_snapshots(self) -> dict[str, Snapshot]:
        """The snapshots to remember from now on, ``last`` being today's list."""
        as_of = pd.Timestamp(self.plan.rules.calendar.as_of)
        return next_snapshots(self._remembered, self.opportunities, as_of, fixed=self.plan.fixed)

    @cached_property
    def opportunities(self) -> pd.DataFrame:
        """Today's projects, each with the times it slipped."""
        return with_slips(self._last, self.plan.inputs["opportunities"])

    @cached_property
    def slips(self) -> SlipResult:
        """The changes since the last snapshot."""
        return self._compared(self._last)

    @cached_property
    def moved(self) -> SlipResult:
        """The changes since before this month: the same on every run of the month."""
        return self._compared(self.snapshots["month"])

    @cached_property
    def trace(self) -> pd.DataFrame:
        """All changes on record, today's below."""
        return append_trace(self.plan.book.frame("trace"), self.slips.trace)

    @cached_property
    def coverage(self) -> PipelineCoverage:
        """The coverage of the quarters now."""
        plan, lines = self.plan, self.plan.quarters.coverage
        repeat, weighted = (quarters.coverage_line(lines, row) for row in ("repeat", "weighted"))
        return quarter_coverage(plan.quarter_targets, repeat, self.opportunities, plan.rules, weighted)

    @cached_property
    def nodes(self) -> pd.DataFrame:
        """Dated key nodes of the open projects."""
        return milestones.project_milestones(self.opportunities, self.plan.rules.calendar.plan_year)

    @cached_property
    def gap_findings(self) -> list[Finding]:
        """Quarters of the map that nothing backs."""
        plan = self.plan
        return quarters.coverage_gap_findings(
            plan.quarter_targets, plan.quarters.coverage, plan.rules.quarters
        )

    @cached_property
    def findings(self) -> list[Finding]:
        """Money not to be relied on, quarters that lost some this month, dates that contradict each other."""
        return [
            *self.coverage.findings,
            *self._earlier_quarters(),
            *milestones.milestone_findings(self.nodes),
            *self.moved.findings,
        ]

    def change(self) -> Floats | None:
        """(12,) what projects after each month are worth more than at planning; None while the plan still moves."""
        if not self.plan.fixed:
            return None
        planned, plan = self.snapshots["plan"], self.plan
        return forecast.project_change(planned, self.opportunities, plan.month_targets, plan.rules)

    @cached_property
    def _remembered(self) -> dict[str, Snapshot]:
        return read_snapshots(self.plan.book.frame("seen"))

    @cached_property
    def _last(self) -> pd.DataFrame:
        return last_projects(self._remembered, self.plan.inputs["opportunities"])

    def _compared(self, before: pd.DataFrame) -> SlipResult:
        return track_slips(before, self.opportunities, self.coverage, self.plan.rules)

    def _earlier_quarters(self) -> list[Finding]:
        """Projects that the fixed plan has in an earlier quarter; this month's moves are told by ``moved``."""
        if not self.plan.fixed:
            return []
        planned, rules = self.snapshots["plan"], self.plan.rules
        return earlier_quarter_findings(planned, self.moved.trace, self.coverage, rules)
