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
from salesplan_xl.planning.schedule.pipeline_coverage import Support, claim_findings, register
from salesplan_xl.planning.schedule.slips import SlipResult, append_trace, last_seen, track_slips, with_slips
from salesplan_xl.planning.schedule.snapshots import Look, next_looks, read_looks
from salesplan_xl.planning.targets.projects import QUARTER_KEYS
from salesplan_xl.planning.tracking import forecast

if TYPE_CHECKING:
    from salesplan_xl.commands.plan.plan import Plan

Floats = npt.NDArray[np.float64]


@dataclass
class Reserve:
    """Projects of a plan against what the book remembers of them (table ``seen``).

    An earlier state of the projects is in ``looks``, today's with its slip counts in ``opportunities``.
    """

    plan: Plan

    @cached_property
    def looks(self) -> dict[str, pd.DataFrame]:
        """How the projects stood before this ``week``, before this ``month`` and at planning (``plan``).

        Columns of table ``seen`` but for ``look``; the first time all are today's list.
        """
        return {name: look.projects.assign(seen_on=look.seen_on) for name, look in self.next_looks.items()}

    @cached_property
    def next_looks(self) -> dict[str, Look]:
        """What to remember from now on, ``last`` being today's list."""
        as_of = pd.Timestamp(self.plan.rules.calendar.as_of)
        return next_looks(self._remembered, self.opportunities, as_of, fixed=self.plan.fixed)

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
        return self._compared(self.looks["month"])

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
    def support(self) -> Support:
        """What backs the quarters now."""
        return self.slips.support

    @cached_property
    def nodes(self) -> pd.DataFrame:
        """Dated key nodes of the open projects."""
        return milestones.key_nodes(self.opportunities, self.plan.rules.calendar.plan_year)

    @cached_property
    def gap_findings(self) -> list[Finding]:
        """Quarters of the map that nothing backs."""
        return quarters.backing_findings(self.targets, self.plan.quarters.support)

    @cached_property
    def findings(self) -> list[Finding]:
        """Money not to be relied on, quarters that lost some this month, dates that contradict each other."""
        now = self.support
        return [*now.findings, *self._claims(), *milestones.node_findings(self.nodes), *self.moved.findings]

    def change(self, month_targets: Floats) -> Floats | None:
        """(12,) what projects after each month are worth more than at planning; None while the plan still moves."""
        if not self.plan.fixed:
            return None
        return forecast.project_change(self.looks["plan"], self.opportunities, month_targets, self.plan.rules)

    @cached_property
    def _remembered(self) -> dict[str, Look]:
        return read_looks(self.plan.book.frame("seen"))

    @property
    def _last(self) -> pd.DataFrame:
        """The projects at the last look; today's where there was none."""
        if "last" in self._remembered:
            return self._remembered["last"].projects
        return last_seen(self.plan.inputs["opportunities"])

    def _compared(self, before: pd.DataFrame) -> SlipResult:
        lines = self.plan.quarters.support
        repeat, weighted = (quarters.support_line(lines, row) for row in ("repeat", "weighted"))
        return track_slips(before, self.opportunities, self.targets, repeat, self.plan.rules, weighted)

    def _claims(self) -> list[Finding]:
        """Projects that the fixed plan has in an earlier quarter; this month's moves are told by ``moved``."""
        if not self.plan.fixed:
            return []
        rules = self.plan.rules
        told = set(zip(self.moved.trace["customer"], self.moved.trace["project"], strict=True))
        planned = register(self.looks["plan"], rules)
        pairs = zip(planned["customer"], planned["project"], strict=True)
        claimed = {
            pair: quarter + 1
            for pair, quarter in zip(pairs, planned["quarter"].tolist(), strict=True)
            if quarter >= 0 and pair not in told
        }
        return claim_findings(claimed, self.support, rules.calendar.quarter)
