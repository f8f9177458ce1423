"""The plan of one book, computed step by step on demand.

Every command asks for the steps it needs; each step reads the book, calls the planning core and keeps the
user's edits, so that a step alone and the whole chain give the same figures. The layers below stand on each
other: inputs, customers, targets, schedule; what looks back on a running year is here.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from functools import cached_property

import pandas as pd

from salesplan_xl.commands.plan.accounts import Accounts
from salesplan_xl.commands.plan.distribution import Confidence
from salesplan_xl.commands.plan.pipeline import Pipeline
from salesplan_xl.commands.plan.running_year import RunningYear
from salesplan_xl.commands.plan.schedule import ScheduleSteps
from salesplan_xl.commands.plan.year_end import YearEnd
from salesplan_xl.commands.plan.year_report import YearReport
from salesplan_xl.planning.tracking import month_list, months
from salesplan_xl.planning.tracking.account_reasons import with_account_reasons
from salesplan_xl.planning.tracking.funnel_year import FunnelYear
from salesplan_xl.planning.tracking.month_list_reorders import reorders_due
from salesplan_xl.rules import Rules


class Plan(ScheduleSteps):
    """All steps on one book."""

    @cached_property
    def confidence(self) -> Confidence:
        """The chances of the figures."""
        return Confidence(self)

    @cached_property
    def pipeline(self) -> Pipeline:
        """The coverage of the quarters now, and the projects that moved."""
        return Pipeline(self)

    @cached_property
    def year(self) -> RunningYear:
        """The plan year as it stands."""
        return RunningYear(self, self.pipeline, self.confidence)

    @cached_property
    def accounts(self) -> Accounts:
        """The key accounts."""
        return Accounts(self)

    @cached_property
    def year_end(self) -> YearEnd:
        """The end of this year: reorder plan, lists, contact results."""
        return YearEnd(self)

    @cached_property
    def year_report(self) -> YearReport:
        """The report on the year that ends."""
        return YearReport(self, self.accounts)

    @cached_property
    def months(self) -> months.MonthResult:
        """The three KPIs of the tracked month."""
        plan, shares, targets = self.map, self.month_shares, self.month_targets
        self.report("C-STEP-MONTHS")
        orders, visits, receivables = (self.inputs[key] for key in ("orders", "visits", "receivables"))
        if not self.year_begun:
            return months.before_the_year(plan, targets, shares, receivables, self.rules)
        return months.track_months(
            plan, targets, shares, orders, visits, receivables, self.rules,
            self.rules.months.current_month, self.year.forecast,
        )  # fmt: skip

    @cached_property
    def month_list(self) -> pd.DataFrame:
        """The tasks of the tracked month."""
        frame = month_list.month_list(
            self.health.frame, self.map, self.inputs["opportunities"], self.inputs["receivables"],
            self.inputs["visits"], self.months.tracking, self.month_shares, self._list_rules,
            self.rules.months.current_month, self.inputs["actions"], self.pipeline.nodes, self.pipeline.moved,
            reorders_due(self.reorder_totals, self.rules, self.rules.months.current_month),
        )  # fmt: skip
        if self.accounts.has_positions:
            frame = with_account_reasons(frame, self.accounts.key_plan, self.rules.months.current_month)
        return self.book.reapply_edits("month_list", frame, reset="month_list" in self.reset, orphans=False)

    @property
    def _list_rules(self) -> Rules:
        """The rules of the month list: its day is the first of its month where the data do not reach so far."""
        calendar = self.rules.calendar
        day = max(calendar.as_of, dt.date(*months.parse_month(self.rules.months.current_month), 1))
        return dataclasses.replace(self.rules, calendar=dataclasses.replace(calendar, as_of=day))

    @cached_property
    def funnel(self) -> FunnelYear:
        """New customers against the goal."""
        return FunnelYear(
            self.rules, self.inputs, self.customers.frame, self.pipeline.snapshots, fixed=self.fixed
        )
