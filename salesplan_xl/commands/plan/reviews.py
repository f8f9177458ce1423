"""The reviews of one plan: this week's and this month's rows, with the earlier ones as they stand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from salesplan_xl.book.plan_book.edits import SEPARATOR, Plain
from salesplan_xl.catalogue import render
from salesplan_xl.commands.plan.plan import Plan
from salesplan_xl.findings import Sentence
from salesplan_xl.planning.tracking import review_rows
from salesplan_xl.planning.tracking.month_ledger import month_end
from salesplan_xl.planning.tracking.month_list_done import with_done
from salesplan_xl.planning.tracking.month_reviews import month_review
from salesplan_xl.planning.tracking.months import parse_month
from salesplan_xl.planning.tracking.review_summary import month_cells, review_summary, week_cells
from salesplan_xl.planning.tracking.week_reviews import week_of_month, week_review, week_start
from salesplan_xl.schema.types import Filled
from salesplan_xl.schema.workbook import tables

TABLE = "reviews"
COLUMNS = [column.key for column in tables()[TABLE].columns if column.filled is not Filled.FORMULA]
EDITS = tables()[TABLE].keys(Filled.EDIT)
BLANK: list[Plain] = [None] * len(EDITS)


@dataclass
class Reviews:
    """The reviews of the as-of date's week and of the tracked month, with the rep's judgements."""

    plan: Plan

    @cached_property
    def monday(self) -> pd.Timestamp:
        """First day of the week reviewed."""
        return week_start(pd.Timestamp(self.plan.rules.calendar.as_of))

    @cached_property
    def week(self) -> pd.DataFrame:
        """The week's rows; none outside the plan year."""
        plan, inputs = self.plan, self.plan.inputs
        if week_of_month(self.monday)[0] != plan.rules.calendar.plan_year:
            return review_rows.no_rows()
        review = week_review(
            plan.map, inputs["visits"], plan.pipeline.snapshots["week"], inputs["opportunities"], self.listed,
            self.monday, inputs["actions"], self._judgements,
        )  # fmt: skip
        return review_rows.week_rows(review, self.monday)

    @cached_property
    def _judgements(self) -> pd.DataFrame:
        """The judgement log on key accounts; nothing where there are none."""
        rows = self.plan.accounts.judgement_frame if self.plan.accounts.has_positions else None
        return (
            self.plan.book.frame("judgements").iloc[:0]
            if rows is None
            else self._in_words(rows, "assumption")
        )

    @cached_property
    def month(self) -> pd.DataFrame:
        """The month's rows; none before anything happened in it."""
        plan, inputs, month = self.plan, self.plan.inputs, self.plan.rules.months.current_month
        if not self.has_month:
            return review_rows.no_rows()
        funnel = plan.funnel.month_against_plan if plan.rules.funnel.new_customers > 0 else None
        review = month_review(
            plan.months, plan.map, plan.month_targets, inputs["visits"], self.listed, funnel, month,
            inputs["actions"], plan.rules,
        )  # fmt: skip
        return review_rows.month_rows(review, month)

    @cached_property
    def has_month(self) -> bool:
        """Whether the tracked month lies in the plan year and anything was tracked."""
        rules = self.plan.rules
        return review_rows.month_is_tracked(self.plan.months.months, rules.months.current_month, rules)

    @cached_property
    def listed(self) -> pd.DataFrame:
        """The list of the tracked month with what was done: as it stands on the sheet, else as today makes it."""
        plan, inputs = self.plan, self.plan.inputs
        end = month_end(*parse_month(plan.rules.months.current_month))
        standing = plan.book.frame("month_list")
        rows = standing if (standing["due"] == end).any() else self._as_shown(plan.month_list)
        money = plan.rules.money.unit
        return with_done(rows, inputs["actions"], inputs["receivables"], inputs["visits"], end, money)

    def _as_shown(self, rows: pd.DataFrame) -> pd.DataFrame:
        """A computed list with the words that its cells would show."""
        return self._in_words(rows, "what")

    def _in_words(self, rows: pd.DataFrame, column: str) -> pd.DataFrame:
        lang = self.plan.book.lang
        words = [render(cell, lang) if isinstance(cell, (Sentence, tuple)) else cell for cell in rows[column]]
        return rows.assign(**{column: pd.Series(words, rows.index, dtype=object)})

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The whole table: earlier periods as they stand, then this week and this month.

        A reset forgets the judgements of this week and month only.
        """
        fresh = [rows.rename(columns={"actual": "done"}) for rows in (self.week, self.month)]
        new = [
            rows.assign(judgement=None, lesson=None).reindex(columns=COLUMNS) for rows in fresh if len(rows)
        ]
        now = {str(rows["period"].iloc[0]) for rows in new}
        frame = pd.concat([self._standing(now), *new], ignore_index=True)
        reset = TABLE in self.plan.reset
        reviews = self.plan.book.reapply_edits(TABLE, frame, orphans=not reset)
        if reset:
            again = frame["period"].isin(now)
            reviews.loc[again, EDITS] = frame.loc[again, EDITS]
        return reviews

    @cached_property
    def summary(self) -> dict[tuple[str, str], object]:
        """Cells of block ``review_summary``; blank where there is no review."""
        plan, rows = self.plan, self.frame
        week = week_cells(self.week, rows, self.monday) if len(self.week) else {}
        month = (
            month_cells(
                self.month,
                rows,
                plan.rules.months.current_month,
                plan.months.months,
                plan.month_targets,
                plan.rules.money.unit,
            )
            if len(self.month)
            else {}
        )
        return review_summary(week, month)

    def _standing(self, renewed: set[str]) -> pd.DataFrame:
        """Rows of earlier periods, their edit columns as they were computed, so that edits stay edits."""
        book = self.plan.book
        rows = book.frame(TABLE)
        rows = rows[~rows["period"].isin(renewed)]
        identities, base = book.raw_identities(TABLE), book.baselines.blocks.get(TABLE, {})
        here = [identities[row] for row in rows.index.tolist()]
        earlier = rows[COLUMNS].copy()
        for at, key in enumerate(EDITS):
            # A line that the user wrote without saying what it is about can be told apart by nothing.
            values = [
                base.get(identity, BLANK)[at] if identity.strip(SEPARATOR) else value
                for identity, value in zip(here, rows[key], strict=True)
            ]
            earlier[key] = pd.Series(values, rows.index, dtype=object)
        return earlier
