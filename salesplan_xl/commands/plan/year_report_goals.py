"""The goals of next year on one book: what follows from the plan, the user's own, and how each stands the checks."""

from __future__ import annotations

import dataclasses
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from salesplan_xl.book.plan_book.edits import identity_of
from salesplan_xl.commands.plan.table_frame import table_frame
from salesplan_xl.commands.plan.year_report import YearReport, number
from salesplan_xl.planning.common.year_calendar import calendar_of
from salesplan_xl.planning.customers.key_accounts.vocabulary import plain, spoken
from salesplan_xl.planning.reporting.year_report.goal_checks import Checks, checks_of
from salesplan_xl.planning.reporting.year_report.goals import BATTLE, CAPABILITY, KPI, Goal
from salesplan_xl.schema import choices

TABLE = "goals"
_LEVELS = (KPI, BATTLE, CAPABILITY)
Row = Mapping[Hashable, Any]


@dataclass
class GoalTable:
    """Table ``goals`` of a report."""

    report: YearReport

    @cached_property
    def goals(self) -> list[Goal]:
        """All goals in the order of the table, with what the user changed; ``goal`` is text."""
        frame = self._edited
        return [
            dataclasses.replace(
                goal, goal=spoken(row["goal"]), subject=spoken(row["subject"]), measure=number(row["measure"]),
                due=row["due"], first_step=spoken(row["first_step"]),
            )
            for goal, row in zip(self._listed, frame.to_dict("records"), strict=True)
        ]  # fmt: skip

    @cached_property
    def checks(self) -> list[Checks]:
        """The checks of each goal."""
        return [checks_of(goal, str(goal.goal), self.report.book_names) for goal in self.goals]

    @cached_property
    def _edited(self) -> pd.DataFrame:
        return self.report.plan.reapplied(TABLE, goal_frame(self._listed))

    @cached_property
    def _listed(self) -> list[Goal]:
        """Goals of the book and the user's own, level by level, before edits."""
        both = [*self._computed, *self._own]
        return sorted(
            both, key=lambda goal: _LEVELS.index(goal.level) if goal.level in _LEVELS else len(_LEVELS)
        )

    @cached_property
    def _proposed(self) -> list[Goal]:
        """The goals that follow from the plan."""
        return [
            dataclasses.replace(goal, goal=self.report.text(goal.goal)) for goal in self.report.computed_goals
        ]

    @property
    def _computed(self) -> list[Goal]:
        """The proposals; a battle that the user wrote down as an own goal is not proposed again."""
        own = {(plain(goal.subject), self._quarter(goal)) for goal in self._own if goal.level == BATTLE}
        return [
            goal
            for goal in self._proposed
            if goal.level != BATTLE or (plain(goal.subject), self._quarter(goal)) not in own
        ]

    @cached_property
    def _own(self) -> list[Goal]:
        """The user's own rows, and rows that are no longer proposed but were worked on."""
        names = {(goal.level, goal.goal) for goal in self._proposed}
        return [goal for goal in self._typed_rows if (goal.level, goal.goal) not in names]

    @cached_property
    def _typed_rows(self) -> list[Goal]:
        """Rows that stand and are the user's: without a key, or changed."""
        edits = self.report.plan.edits(TABLE)
        labels = {item.key: item.label.of(self.report.plan.book.lang) for item in choices.GOAL_LEVELS}
        rows = self.report.plan.book.frame(TABLE).to_dict("records")
        return [
            _goal(row)
            for row in rows
            if not spoken(row["key"])
            or identity_of([labels.get(str(row["level"]), row["level"]), row["goal"]]) in edits
        ]

    def _quarter(self, goal: Goal) -> int:
        rules = self.report.plan.rules.calendar
        return int(calendar_of(rules).quarters(pd.Series([goal.due]), rules.plan_year)[0])


def goal_frame(goals: list[Goal]) -> pd.DataFrame:
    """Goals as rows of their table, without the checks."""
    rows: list[dict[str, object]] = [
        {
            "level": goal.level or None, "goal": goal.goal or None, "first_step": goal.first_step or None,
            "subject": goal.subject or None, "measure": goal.measure, "due": goal.due, "baseline": goal.baseline,
            "derivation": goal.derivation, "key": goal.key or None,
        }
        for goal in goals
    ]  # fmt: skip
    return table_frame(TABLE, rows)


def _goal(row: Row) -> Goal:
    return Goal(
        spoken(row["level"]), spoken(row["goal"]), spoken(row["subject"]), number(row["measure"]), row["due"],
        spoken(row["first_step"]),
    )  # fmt: skip
