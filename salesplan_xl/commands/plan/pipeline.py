"""The project reserve of one plan: what backs the quarters now, what moved since the book last looked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.findings import Finding
from salesplan_xl.planning.schedule import milestones, quarters
from salesplan_xl.planning.schedule.pipeline_coverage import (
    PipelineCoverage,
    action_coverage_findings,
    register,
)
from salesplan_xl.planning.schedule.slips import (
    SlipResult,
    append_trace,
    project_states,
    track_slips,
    with_slips,
)
from salesplan_xl.planning.schedule.snapshots import Snapshot, next_snapshots, read_snapshots
from salesplan_xl.planning.targets.projects import QUARTER_KEYS
from salesplan_xl.planning.tracking import forecast

if TYPE_CHECKING:
    from salesplan_xl.commands.plan.plan import Plan

Floats = npt.NDArray[np.float64]


@dataclass
class Pipeline:
    """Projects of a plan against what the book remembers of them (table ``seen``).

    An earlier state of the projects is in ``looks``, today's with its slip counts in ``opportunities``.
    """

    plan: Plan

    @cached_property
    def snapshots(self) -> dict[str, pd.DataFrame]:
        """How the projects stood before this ``week``, before this ``month`` and at planning (``plan``).

        Columns of table ``seen`` but for ``look``; the first time all are today's list.
        """
        return {
            name: look.projects.assign(seen_on=look.seen_on) for name, look in self.next_snapshots.items()
        }

    @cached_property
    def next_snapshots(self) -> dict[str, Snapshot]:
        """What to remember from now on, ``last`` being today's list."""
        as_of = pd.Timestamp(self.plan.rules.calendar.as_of)
        return next_snapshots(self._remembered, self.opportunities, as_of, fixed=self.plan.fixed)

    @cached_property
    def opportunities(self) -> pd.DataFrame:
        """Today's projects, each with the times it slipped."""
        return with_slips(self._last, self.plan.inputs["opportunities"])

    @cached_property
    def slips(self) -> SlipResult:
        """What changed since the last look."""
        return self._compared(self._last)

    @cached_property
    def moved(self) -> SlipResult:
        """What changed since before this month: the same on every run of the month."""
        return self._compared(self.snapshots["month"])

    @cached_property
    def trace(self) -> pd.DataFrame:
        """All changes on record, today's below."""
        return append_trace(self.plan.book.frame("trace"), self.slips.trace)

    @cached_property
    def targets(self) -> Floats:
        """(4,) money the map asks of each quarter."""
        plan = self.plan.map
        return np.asarray([float(np.nansum(plan[key].to_numpy(dtype=float))) for key in QUARTER_KEYS])

    @property
    def coverage(self) -> PipelineCoverage:
        """What backs the quarters now."""
        return self.slips.coverage

    @cached_property
    def nodes(self) -> pd.DataFrame:
        """Dated key nodes of the open projects."""
        return milestones.project_milestones(self.opportunities, self.plan.rules.calendar.plan_year)

    @cached_property
    def gap_findings(self) -> list[Finding]:
        """Quarters of the map that nothing backs."""
        return quarters.coverage_gap_findings(self.targets, self.plan.quarters.coverage)

    @cached_property
    def findings(self) -> list[Finding]:
        """Money not to be relied on, quarters that lost some this month, dates that contradict each other."""
        now = self.coverage
        return [
            *now.findings,
            *self._claims(),
            *milestones.milestone_findings(self.nodes),
            *self.moved.findings,
        ]

    def change(self, month_targets: Floats) -> Floats | None:
        """(12,) what projects after each month are worth more than at planning; None while the plan still moves."""
        if not self.plan.fixed:
            return None
        return forecast.project_change(
            self.snapshots["plan"], self.opportunities, month_targets, self.plan.rules
        )

    @cached_property
    def _remembered(self) -> dict[str, Snapshot]:
        return read_snapshots(self.plan.book.frame("seen"))

    @property
    def _last(self) -> pd.DataFrame:
        """The projects at the last look; today's where there was none."""
        if "last" in self._remembered:
            return self._remembered["last"].projects
        return project_states(self.plan.inputs["opportunities"])

    def _compared(self, before: pd.DataFrame) -> SlipResult:
        lines = self.plan.quarters.coverage
        repeat, weighted = (quarters.coverage_line(lines, row) for row in ("repeat", "weighted"))
        return track_slips(before, self.opportunities, self.targets, repeat, self.plan.rules, weighted)

    def _claims(self) -> list[Finding]:
        """Projects that the fixed plan has in an earlier quarter; this month's moves are told by ``moved``."""
        if not self.plan.fixed:
            return []
        rules = self.plan.rules
        told = set(zip(self.moved.trace["customer"], self.moved.trace["project"], strict=True))
        planned = register(self.snapshots["plan"], rules)
        pairs = zip(planned["customer"], planned["project"], strict=True)
        claimed = {
            pair: quarter + 1
            for pair, quarter in zip(pairs, planned["quarter"].tolist(), strict=True)
            if quarter >= 0 and pair not in told
        }
        return action_coverage_findings(claimed, self.coverage, rules.calendar.quarter)
