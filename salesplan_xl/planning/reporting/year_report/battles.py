"""The battles of the year: at most three projects that are told one by one (guide/yearend.md; article S3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.common.year_calendar import calendar_of
from salesplan_xl.planning.reporting.year_report.closed_projects import (
    LOST,
    WON,
    ClosedProject,
    largest_first,
)
from salesplan_xl.rules import CalendarRules, YearReportRules

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Battle:
    """One battle.

    Args:
        quarter: of the business year, 1–4.
        visits: visits between opening and decision; ``None`` where nobody knows when it was opened.
    """

    project: ClosedProject
    year: int
    quarter: int
    visits: int | None

    def say(self, amount: str) -> Sentence:
        """The facts in words, the amount as it is written."""
        facts: dict[str, object] = {
            "year": str(self.year), "quarter": self.quarter, "days": self.project.days, "visits": self.visits,
            "project": self.project.project, "amount": amount,
        }  # fmt: skip
        timed = self.project.days is not None
        if self.project.result == WON:
            return Sentence("year.battle_won_timed" if timed else "year.battle_won", facts)
        return Sentence("year.battle_lost_timed" if timed else "year.battle_lost", facts)


def chosen_battles(
    closed: Sequence[ClosedProject], named: Sequence[Key], rules: YearReportRules
) -> list[ClosedProject]:
    """The projects that are told: those the user named, filled up with the largest.

    Proposed are the largest one won, the largest one lost, then by amount; a project that the user names takes the
    place of the smallest proposal.

    Args:
        closed: the projects closed in the year.
        named: customer and project of those the user named.
    """
    wanted = [item for item in closed if item.key in set(named)]
    proposed = [item for item in proposals(closed, rules) if item not in wanted]
    room = max(rules.battles - len(wanted), 0)
    return proposals([*wanted, *proposed[:room]], rules, most=len(closed))


def proposals(
    closed: Sequence[ClosedProject], rules: YearReportRules, most: int | None = None
) -> list[ClosedProject]:
    """The largest won, the largest lost, then by amount."""
    ranked = largest_first(closed)
    heads = [next((item for item in ranked if item.result == result), None) for result in (WON, LOST)]
    first = [item for item in heads if item]
    rest = [item for item in ranked if item not in first]
    return [*first, *rest][: rules.battles if most is None else most]


def battle_of(project: ClosedProject, visits: pd.DataFrame, rules: CalendarRules) -> Battle:
    """The facts of one project; golden: opened 20 June, signed 20 August → quarter 3, 61 days."""
    calendar = calendar_of(rules)
    quarter = int(calendar.quarters(pd.Series([project.day]), rules.this_year)[0]) + 1
    return Battle(project, rules.this_year, quarter, _visits(project, visits))


def _visits(project: ClosedProject, visits: pd.DataFrame) -> int | None:
    if project.days is None:
        return None
    mine = visits[visits["customer"] == project.customer]
    return int(((mine["date"] >= project.opened) & (mine["date"] <= project.day)).sum())
