"""The reviews of one plan: this week's and this month's rows, with the earlier ones as they stand."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from salesplan_xl.book.cells.convert import to_cells
from salesplan_xl.book.plan_book.edits import SEPARATOR, Plain
from salesplan_xl.catalogue import render, word
from salesplan_xl.commands.plan.plan import Plan
from salesplan_xl.findings import Sentence
from salesplan_xl.planning.tracking.month_ledger import month_end
from salesplan_xl.planning.tracking.month_list_done import with_done
from salesplan_xl.planning.tracking.month_reviews import month_review, month_words
from salesplan_xl.planning.tracking.months import parse_month
from salesplan_xl.planning.tracking.week_reviews import (
    KINDS,
    deviation_causes,
    week_of_month,
    week_review,
    week_start,
    week_words,
)
from salesplan_xl.schema.types import Filled
from salesplan_xl.schema.workbook import tables

TABLE = "reviews"
COLUMNS = [column.key for column in tables()[TABLE].columns if column.filled is not Filled.FORMULA]
EDITS = tables()[TABLE].keys(Filled.EDIT)
NOTHING: list[Plain] = [None] * len(EDITS)


@dataclass
class Reviews:
    """What the week of the as-of date and the tracked month came to, and what the rep made of it."""

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
            return self._none
        before = plan.pipeline.snapshots["week"]
        rows = week_review(
            plan.map,
            inputs["visits"],
            before,
            inputs["opportunities"],
            self.listed,
            self.monday,
            inputs["actions"],
        )
        met = np.where(rows["planned"] > 0, np.where(rows["deviation"] >= 0, "yes", "no"), "")
        reached = pd.Series(met, dtype=object).where(rows["planned"] > 0, None)
        return rows.rename(columns={"kind": "side", "what": "item"}).assign(
            period=week_label(self.monday), scope="week", reached=reached, correction=None
        )

    @cached_property
    def month(self) -> pd.DataFrame:
        """The month's rows; none before anything happened in it."""
        plan, inputs, month = self.plan, self.plan.inputs, self.plan.rules.months.current_month
        if not self.has_month:
            return self._none
        funnel = plan.funnel.month_against_plan if plan.rules.funnel.new_customers > 0 else None
        rows = month_review(
            plan.months,
            plan.map,
            plan.funnel.month_targets,
            inputs["visits"],
            self.listed,
            funnel,
            month,
            inputs["actions"],
        )
        reached = rows["reached"].map({True: "yes", False: "no"}).astype(object)
        items = [Sentence(f"reviews.row_{item}") for item in rows["item"]]
        return rows.assign(
            item=pd.Series(items, dtype=object), reached=reached.where(reached.notna(), None),
            period=month, scope="month",
        ).rename(columns={"dimension": "side"})  # fmt: skip

    @cached_property
    def has_month(self) -> bool:
        """Whether the tracked month lies in the plan year and anything was tracked."""
        year, number = parse_month(self.plan.rules.months.current_month)
        tracked = self.plan.months.months["actual"].notna()
        return year == self.plan.rules.calendar.plan_year and bool(tracked.iloc[number - 1])

    @cached_property
    def listed(self) -> pd.DataFrame:
        """The list of the tracked month with what was done: as it stands on the sheet, else as today makes it."""
        plan, inputs = self.plan, self.plan.inputs
        end = month_end(*parse_month(plan.rules.months.current_month))
        standing = plan.book.frame("month_list")
        rows = standing if (standing["due"] == end).any() else self._as_shown(plan.month_list)
        return with_done(rows, inputs["actions"], inputs["receivables"], inputs["visits"])

    def _as_shown(self, rows: pd.DataFrame) -> pd.DataFrame:
        """A computed list with the words that its cells would show."""
        lang = self.plan.book.lang
        spoken = [
            render(what, lang) if isinstance(what, (Sentence, tuple)) else what for what in rows["what"]
        ]
        return rows.assign(what=pd.Series(spoken, rows.index, dtype=object))

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
        kept = self.plan.book.reapply_edits(TABLE, frame, orphans=not reset)
        if reset:
            again = frame["period"].isin(now)
            kept.loc[again, EDITS] = frame.loc[again, EDITS]
        return kept

    def misses(self, period: str) -> pd.DataFrame:
        """What was missed in a period: single items, not the sums of a week."""
        rows = self.frame[self.frame["period"] == period]
        rows = rows[(rows["reached"] == "no") & ~self._is_sum(rows)]
        return rows.assign(deviation=rows["done"] - rows["planned"])

    @cached_property
    def summary(self) -> dict[tuple[str, str], object]:
        """Cells of block ``review_summary``; blank where there is no review."""
        week = self._week_cells() if len(self.week) else {}
        month = self._month_cells() if len(self.month) else {}
        return {("week", key): week.get(key) for key in SUMMARY} | {
            ("month", key): month.get(key) for key in SUMMARY
        }

    def _week_cells(self) -> dict[str, object]:
        sums = self.week[self._is_sum(self.week)]
        planned = float(sums["planned"].sum())
        done = float(np.minimum(sums["done"], sums["planned"]).sum())
        period = week_label(self.monday)
        causes = self._causes(deviation_causes(self.misses(period)), planned - done)
        return {
            "period": period, "planned": planned, "done": done, "missed": planned - done, **causes,
            "sentence": week_words(self.monday, planned, planned - done, causes),
        }  # fmt: skip

    def _month_cells(self) -> dict[str, object]:
        period = self.plan.rules.months.current_month
        planned = float(self.month["reached"].notna().sum())
        done = float((self.month["reached"] == "yes").sum())
        one_each = self.misses(period).assign(deviation=-1.0)
        causes = self._causes(deviation_causes(one_each), planned - done)
        weeks = self._weeks_of(*parse_month(period))
        words = month_words(self.plan.months.months, self.plan.funnel.month_targets, parse_month(period)[1])
        return {
            "period": period, "planned": planned, "done": done, "missed": planned - done, **causes,
            "sentence": (*words, *self._week_words(weeks)),
        }  # fmt: skip

    def _causes(self, found: dict[str, float], missed: float) -> dict[str, float]:
        """Judged causes, and all that is left of what was missed."""
        return {**found, "open": max(missed - found["customer"] - found["own"], 0.0)}

    def _week_words(self, weeks: list[str]) -> tuple[Sentence, ...]:
        if not weeks:
            return ()
        sums: dict[str, float] = {"customer": 0.0, "own": 0.0, "open": 0.0}
        for week in weeks:
            found = deviation_causes(self.misses(week))
            sums = {cause: sums[cause] + found[cause] for cause in sums}
        return (Sentence("reviews.month_weeks", {"weeks": len(weeks), **sums}),)

    def _weeks_of(self, year: int, month: int) -> list[str]:
        rows = self.frame[self.frame["scope"] == "week"]
        mondays = {label: label_monday(label) for label in dict.fromkeys(rows["period"].dropna().map(str))}
        return [label for label, day in mondays.items() if day and week_of_month(day)[:2] == (year, month)]

    def _is_sum(self, rows: pd.DataFrame) -> pd.Series:
        """Whether a row sums up one kind of a week: it bears its name."""
        lang = self.plan.book.lang
        names = {word(f"reviews.sum_{kind}", lang) for kind in KINDS}
        shown = to_cells(rows["item"], tables()[TABLE].column("item"), lang)
        return pd.Series([text in names for text in shown], rows.index, dtype=bool) & rows["customer"].isna()

    def _standing(self, renewed: set[str]) -> pd.DataFrame:
        """Rows of earlier periods, their edit columns as they were computed, so that edits stay edits."""
        book = self.plan.book
        rows = book.frame(TABLE)
        rows = rows[~rows["period"].isin(renewed)]
        names, base = book.raw_identities(TABLE), book.baselines.blocks.get(TABLE, {})
        here = [names[row] for row in rows.index.tolist()]
        kept = rows[COLUMNS].copy()
        for at, key in enumerate(EDITS):
            # A line that the user wrote without saying what it is about can be told apart by nothing.
            values = [
                base.get(name, NOTHING)[at] if name.strip(SEPARATOR) else value
                for name, value in zip(here, rows[key], strict=True)
            ]
            kept[key] = pd.Series(values, rows.index, dtype=object)
        return kept

    @property
    def _none(self) -> pd.DataFrame:
        return pd.DataFrame({"period": pd.Series(dtype=object)})


SUMMARY = ("period", "planned", "done", "missed", "customer", "own", "open", "sentence")


def week_label(monday: pd.Timestamp) -> str:
    """The week's name, such as 2027-W13."""
    year, week, _ = monday.isocalendar()
    return f"{year}-W{week:02d}"


def label_monday(label: str) -> pd.Timestamp | None:
    """The first day of a week by its name; None where it is none."""
    year, _, week = label.partition("-W")
    try:
        return pd.Timestamp(dt.date.fromisocalendar(int(year), int(week), 1))
    except ValueError:
        return None
