"""Next year's targets of one book: as today's data derive them, or as they stand once the plan is fixed."""

from __future__ import annotations

import datetime as dt
from functools import cached_property

import pandas as pd

from salesplan_xl.commands.plan.reorders import ReorderSteps
from salesplan_xl.findings import Finding
from salesplan_xl.planning.schedule.plan_lock import is_fixed
from salesplan_xl.planning.targets import projects, target_findings, targets
from salesplan_xl.planning.targets.reorder_basis import with_reorder_basis
from salesplan_xl.planning.tracking.months import has_begun
from salesplan_xl.rules import Rules


class TargetSteps(ReorderSteps):
    """Targets, customer by customer."""

    @cached_property
    def standing_map(self) -> pd.DataFrame:
        """The execution map as the book holds it, one row a customer."""
        rows = self.book.frame("map")
        return rows[rows["customer"].notna() & ~rows["customer"].duplicated()]

    @cached_property
    def year_begun(self) -> bool:
        """Whether the as-of day lies in the plan year and an order or visit of it is on record."""
        calendar, inputs = self.rules.calendar, self.inputs
        return calendar.begun and has_begun(inputs["orders"], inputs["visits"], calendar)

    @cached_property
    def fixed_on(self) -> dt.date | None:
        """The day on which the targets were fixed, as the book says it."""
        day = self.book.settings["plan_fixed_on"]
        return day if isinstance(day, dt.date) else None

    @cached_property
    def fixed(self) -> bool:
        """Whether targets and quarters stand in the book and are no longer to change."""
        if self.reset & {"targets", "quarters", "map"}:
            return False
        locked, standing = self.fixed_on is not None, self.book.frame("targets")
        return is_fixed(self.standing_map, standing, self.rules, locked=locked, begun=self.year_begun)

    @cached_property
    def targets(self) -> pd.DataFrame:
        """The target table with the user's edits; once the plan is fixed, as it stands."""
        return self.book.frame("targets").reset_index(drop=True) if self.fixed else self.expected

    @cached_property
    def expected(self) -> pd.DataFrame:
        """The targets as today's data would derive them, with the user's edits: what may still be expected."""
        derived = self.tier_targets
        if self.by_reorders:
            amounts = self.reorder_totals.set_index("customer")["expected_amount"]
            derived = with_reorder_basis(derived, amounts)
        return self.reapplied(
            "targets", targets.with_new_business_name(derived, self.book.word("B-NEW-BUSINESS"))
        )

    @cached_property
    def counted_projects(self) -> pd.DataFrame:
        """The opportunities that the plan counts beside the target of new business."""
        customers = self.health.frame["customer"]
        return projects.without_raw_leads(
            self.projects_of_plan(self.inputs["opportunities"]), customers, self.rules
        )

    def projects_of_plan(self, opportunities: pd.DataFrame) -> pd.DataFrame:
        """The opportunities less the reorders that the reorder plan holds, where the plan stands on it."""
        return (
            projects.without_reorders(opportunities, set(self.reorders["customer"]))
            if self.by_reorders
            else opportunities
        )

    @property
    def by_reorders(self) -> bool:
        """Whether old customers are planned by the reorder plan; a book without orders can only go by tier."""
        return self.rules.season.repeat_basis == "reorder" and self.reorder_forecast is not None

    @cached_property
    def tier_targets(self) -> pd.DataFrame:
        """The targets by tier growth, before edits."""
        frame = self.health.frame
        self.report("C-STEP-TARGETS")
        words = self.health.estimate_words.tolist()
        return targets.derive_targets(frame, self.counted_projects, self.rules, words)

    @cached_property
    def target_findings(self) -> list[Finding]:
        """Oddities of the targets."""
        return target_findings.target_findings(self.targets, self.inputs["opportunities"], self.priced_rules)

    @cached_property
    def average_order(self) -> float | None:
        """The mean order of this year, as the order list gives it."""
        return targets.average_order(self.inputs["orders"], self.rules.calendar)

    @cached_property
    def priced_rules(self) -> Rules:
        """The rules with the average order filled in from the orders where the user left it blank."""
        return targets.priced(self.rules, self.average_order)
