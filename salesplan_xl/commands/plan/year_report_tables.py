"""The tables of the year-end report as the workbook holds them, and as lists with keys instead of words."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property

import pandas as pd

from salesplan_xl.commands.plan.script_texts import money_words
from salesplan_xl.commands.plan.table_frame import table_frame
from salesplan_xl.commands.plan.year_report import Key, YearReport
from salesplan_xl.commands.plan.year_report_goals import GoalTable, goal_frame
from salesplan_xl.findings import Sentence
from salesplan_xl.planning.common.customer_book import object_array
from salesplan_xl.planning.customers.key_accounts.accounts import by_stake
from salesplan_xl.planning.customers.key_accounts.vocabulary import spoken
from salesplan_xl.planning.reporting.year_report.attributions import Attribution, Count, doubt_words
from salesplan_xl.planning.reporting.year_report.battles import Battle
from salesplan_xl.planning.reporting.year_report.customer_map import Placed
from salesplan_xl.planning.reporting.year_report.figures import dashboard_figures, head_words
from salesplan_xl.planning.reporting.year_report.goal_checks import missing_words
from salesplan_xl.planning.reporting.year_report.goals import Goal
from salesplan_xl.planning.reporting.year_report.insights import KEYS
from salesplan_xl.planning.reporting.year_report.revenue import month_sums

Row = dict[str, object]
_CHECKS = ("specific", "measurable", "actionable", "challenging", "timed")
# The lists of the dashboard, and the blocks of the page that hold them.
BLOCKS = {"results": "year_results", "quality": "year_quality", "process": "year_process"}
_YES_NO = {True: "yes", False: "no", None: None}


@dataclass
class ReportTables:
    """All tables of one report."""

    report: YearReport

    @cached_property
    def goal_table(self) -> GoalTable:
        """The goals."""
        return GoalTable(self.report)

    # ── as the workbook holds them ────────────────────────────────────────────────────────────────────

    @cached_property
    def frames(self) -> dict[str, pd.DataFrame]:
        """Every table by key, with the user's edits."""
        plan = self.report.plan
        return {
            "battles": table_frame("battles", self._battles),
            "attribution_counts": table_frame(
                "attribution_counts", [self._count(item) for item in self.report.counts]
            ),
            "insights": table_frame("insights", self._insights),
            "goals": self._goals,
            "requests": table_frame("requests", self._requests),
            "zones": plan.reapplied("zones", table_frame("zones", self._zones)),
            "attributions": plan.reapplied("attributions", table_frame("attributions", self._attributions)),
            "matrix": table_frame("matrix", [self._placed(item) for item in self.report.placed]),
        }

    @property
    def _battles(self) -> list[Row]:
        """The battles told; below them sentences on projects that were not closed this year."""
        rows = [self._battle(item) for item in self.report.battles]
        return [*rows, *_written_below(rows, self.report.battle_rows, ("how",), ("how",))]

    def _battle(self, battle: Battle) -> Row:
        project, plan = battle.project, self.report.plan
        row = self.report.battle_rows.get(project.key, {})
        amount = money_words(project.amount, plan.book.unit, plan.book.lang)
        return {
            "customer": project.customer, "say": battle.say(amount), "how": spoken(row.get("how")) or None,
            "project": project.project or None, "result": project.result, "amount": project.amount,
            "quarter": battle.quarter, "days": project.days, "visits": battle.visits,
        }  # fmt: skip

    @property
    def _attributions(self) -> list[Row]:
        """Every closed project; below them what was written on others."""
        rows = [self._attribution(item) for item in self.report.attributions]
        typed = self.report.attribution_rows
        return [*rows, *_written_below(rows, typed, ("why", "method", "factor"), ("why", "method"))]

    def _attribution(self, item: Attribution) -> Row:
        project, doubts = item.project, doubt_words(item, self.report.plan.rules.year_report)
        return {
            "customer": project.customer, "why": item.why or None, "method": item.method or None,
            "project": project.project or None, "result": project.result, "amount": project.amount,
            "factor": item.proposed or "unknown", "proposed": item.proposed, "doubts": doubts or None,
            "reuse": item.reuse or None,
        }  # fmt: skip

    def _count(self, item: Count) -> Row:
        lessons = [
            row.method
            for row in self.report.attributions
            if (row.project.result, row.factor) == (item.result, item.factor) and row.method
        ]
        code = "count_share" if item.share is not None else "few_cases"
        row: Row = asdict(item)
        return row | {"say": Sentence(f"year.{code}", row), "lessons": tuple(lessons) or None}

    @property
    def _insights(self) -> list[Row]:
        report = self.report
        return [
            {"key": key, "evidence": report.evidence[key], "answer": report.answers.get(key)} for key in KEYS
        ]

    @cached_property
    def _goals(self) -> pd.DataFrame:
        table = self.goal_table
        frame = goal_frame(table.goals)
        for key in _CHECKS:
            frame[key] = [_YES_NO[getattr(check, key)] for check in table.checks]
        frame["missing"] = object_array([missing_words(check) or None for check in table.checks])
        return frame

    @property
    def _requests(self) -> list[Row]:
        """The requests with their return; rows without a name stay below."""
        standing = self.report.plan.book.frame("requests")
        unnamed = standing[standing["item"].map(spoken) == ""]
        typed = ("item", "for_whom", "cost", "uplift", "needed_by")
        rows = [
            {
                **asdict(item.request), "say": item.say,
                **{key: getattr(item, key) for key in ("stake", "expected", "gross", "ratio", "net")},
            }
            for item in self.report.requests
        ]  # fmt: skip
        return [*rows, *({key: row[key] for key in typed} for row in unnamed.to_dict("records"))]

    @property
    def _zones(self) -> list[Row]:
        return [
            asdict(item) | {
                "content": Sentence(f"year.zone_{item.zone}"),
                "resources": self.report.text(Sentence(f"year.zone_{item.zone}_resources")),
            }
            for item in self.report.zones
        ]  # fmt: skip

    @staticmethod
    def _placed(item: Placed) -> Row:
        row: Row = asdict(item)
        return row | {"differs": _YES_NO[item.differs], "why": item.why}

    # ── as lists ──────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def lists(self) -> dict[str, list[Row]]:
        """Every table and block as rows of plain values: what is said in words in a cell is a list of keys here."""
        report = self.report
        lists: dict[str, list[Row]] = {
            key: [{str(name): cell for name, cell in row.items()} for row in frame.to_dict("records")]
            for key, frame in self.frames.items()
        }
        _overlay(
            lists["attributions"],
            [{"doubts": item.doubts, "reuse": item.reuse} for item in report.attributions],
        )
        _overlay(
            lists["goals"],
            [{key: getattr(check, key) for key in (*_CHECKS, "missing")} for check in self.goal_table.checks],
        )
        _overlay(lists["matrix"], [{"differs": item.differs} for item in report.placed])
        return lists | {
            "results": [asdict(line) for line in report.results.lines],
            "quality": [asdict(sign) | {"say": sign.say} for sign in report.quality.signs],
            "process": [asdict(step) for step in report.process.lines],
            "accountable": self._accountable(),
        }

    def _accountable(self) -> list[Row]:
        """The accounts fought for: whether one person answers, and in words who."""
        accounts = [item for item in self.report.accounts.key_plan.accounts if item.is_focus]
        return [
            {
                "customer": item.customer,
                "answerable": item.answer.name is not None,
                "answer": item.answer.words,
            }
            for item in by_stake(accounts)
        ]

    # ── figures ───────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def months(self) -> tuple[list[float | None], list[float | None]]:
        """Money of each month of the reported year and of the year before; blank where there is none."""
        sums = month_sums(self.report.revenue, self.report.plan.rules.calendar)
        this, last = ([float(money) or None for money in year] for year in sums)
        return this, last

    @property
    def _revenue_goal(self) -> Goal:
        return next(goal for goal in self.goal_table.goals if goal.key == "revenue")

    @property
    def head(self) -> dict[str, tuple[Sentence, ...]]:
        """The sentences on top."""
        return head_words(self.figures, self.report.plan.year_words, self._revenue_goal.derivation)

    @cached_property
    def figures(self) -> dict[str, object]:
        """All figures by name."""
        report = self.report
        return dashboard_figures(report.revenue, report.results, report.quality, report.process) | {
            "goal_revenue": self._revenue_goal.measure,
            "reusable_methods": sum(bool(item.reuse) for item in report.attributions),
            "blanks": report.blanks,
        }


def _written_below(
    rows: Sequence[Row],
    standing: Mapping[Key, Mapping[Hashable, object]],
    kept: Sequence[str],
    written: Sequence[str],
) -> list[Row]:
    """Rows that stand for no project shown, where the user wrote something: only what was typed."""
    shown = {(row["customer"], row["project"] or "") for row in rows}
    return [
        {"customer": key[0] or None, "project": key[1] or None, **{column: row[column] for column in kept}}
        for key, row in standing.items()
        if key not in shown and any(spoken(row[column]) for column in written)
    ]


def _overlay(rows: list[Row], more: Sequence[Mapping[str, object]]) -> None:
    for row, cells in zip(rows, more, strict=False):
        row.update(cells)
