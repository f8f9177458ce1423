"""The end of the year of one book: reorder plan, lists, contact results, with the user's edits."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from salesplan_xl.book.cells.convert import labels
from salesplan_xl.catalogue import render
from salesplan_xl.commands.plan.schedule import ScheduleSteps
from salesplan_xl.findings import Finding, Sentence
from salesplan_xl.planning.common.plain_rows import plain_rows
from salesplan_xl.planning.year_end import candidates, lists, outreach
from salesplan_xl.planning.year_end.list_words import (
    CAUSE_SCRIPTS,
    SEGMENT_SCRIPTS,
    Advice,
    with_words,
)
from salesplan_xl.planning.year_end.same_days import YearBalance, same_days_last_year
from salesplan_xl.planning.year_end.season import Season, readable_phases, season_of
from salesplan_xl.planning.year_end.target_sources import TargetSources, target_sources
from salesplan_xl.rules import Rules, SeasonRules
from salesplan_xl.schema import choices
from salesplan_xl.schema.workbook import tables


@dataclass
class YearEnd:
    """The year end of a plan; each part is worked out when it is asked for."""

    plan: ScheduleSteps

    @cached_property
    def season(self) -> Season:
        """Phase and days left."""
        return season_of(self.rules)

    @property
    def rules(self) -> Rules:
        """All thresholds, phases that nobody can read as they are by default."""
        return dataclasses.replace(self.plan.rules, season=self._phases[0])

    @property
    def findings(self) -> list[Finding]:
        """Phases that nobody can read."""
        return self._phases[1]

    @cached_property
    def _phases(self) -> tuple[SeasonRules, list[Finding]]:
        return readable_phases(self.plan.rules.season, self.plan.rules.calendar.this_year_end)

    @cached_property
    def sources(self) -> TargetSources:
        """Next year by its three sources."""
        buyers = set(self.plan.reorders["customer"])
        on_map = self.plan.customers.frame["name"]
        opportunities = self.plan.inputs["opportunities"]
        return target_sources(self.plan.repeat_money, opportunities, buyers, on_map, self.plan.priced_rules)

    @cached_property
    def balance(self) -> YearBalance:
        """Revenue of this year to date, of the same days of last year, and what the year will come to."""
        outlook = self.plan.health.outlook
        before = same_days_last_year(self.plan.inputs["orders"], self.plan.rules.calendar)
        return YearBalance(outlook.to_date, before, outlook.estimate)

    # ── scripts ───────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def titles(self) -> dict[str, str]:
        """The script of each situation: the user's own in the book's language, else the built-in one."""
        titles = labels(choices.SITUATIONS, self.plan.book.lang)
        own = self.own_scripts
        own = own[
            (own["language"].fillna(self.plan.book.lang) == self.plan.book.lang) & own["situation"].notna()
        ]
        return titles | dict(zip(own["situation"], own["title"], strict=True))

    @cached_property
    def own_scripts(self) -> pd.DataFrame:
        """Rows of the script table that the user added."""
        rows = self.plan.book.frame("scripts")
        built_in = {choice.label.of(lang) for choice in choices.SITUATIONS for lang in ("zh", "en")}
        return rows[rows["title"].notna() & ~rows["title"].isin(list(built_in))]

    # ── lists ─────────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def outreach(self) -> pd.DataFrame:
        """Every contact ever made, today's typed results included, with what came of it."""
        return outreach.with_outcomes(self.contact_record, self.plan.order_days, self.rules)

    @cached_property
    def contact_record(self) -> pd.DataFrame:
        """Every contact ever made, today's typed results included."""
        standing = self.plan.book.frame("outreach")
        return outreach.with_typed(standing, self._typed, self.season.as_of)

    @cached_property
    def _standing(self) -> pd.DataFrame:
        """The list as it stands, with ``identity``."""
        book = self.plan.book
        rows, identities = book.frame("sprint"), book.raw_identities("sprint")
        return rows.assign(identity=[identities[row] for row in rows.index.tolist()])

    @cached_property
    def _typed(self) -> pd.DataFrame:
        """Results typed on the list since the last run, as contact records."""
        edits = self.plan.book.edits("sprint")
        names = [identity for identity, cells in edits.items() if set(cells) & {"result", "cause_found"}]
        if not names:
            return pd.DataFrame()
        rows = self._standing[self._standing["identity"].isin(names)].drop_duplicates("identity")
        dated = pd.Series(
            ["contacted_on" in edits[name] for name in rows["identity"]], rows.index, dtype=bool
        )
        return pd.DataFrame(
            {
                "date": rows["contacted_on"].where(dated), "customer": rows["customer"], "list": rows["list"],
                "script": rows["script"], "result": rows["result"].where(rows["result"] != outreach.ORDERED),
                "cause": rows["cause_found"], "note": rows["note"],
            }
        )  # fmt: skip

    @cached_property
    def results(self) -> pd.DataFrame:
        """Last results of this season by list and customer."""
        return outreach.season_results(self.outreach, self.season.year)

    def _chosen(self, which: str) -> lists.Chosen:
        """The user's say on one list: struck-off customers, notes."""
        standing = plain_rows(self._standing, ("list", "customer", "include", "note", "group"))
        rows = [row for row in standing if row["list"] == which and pd.notna(row["customer"])]
        excluded = {row["customer"] for row in rows if row["include"] == "no"}
        noted = [row["customer"] for row in rows if pd.notna(row["note"])]
        groups = {row["customer"]: row["group"] for row in rows}
        return lists.Chosen(self.results, set() if "sprint" in self.plan.reset else excluded, noted, groups)

    @cached_property
    def advice(self) -> Advice:
        """Causes, countermeasures and scripts, as the tables of segments and causes have them."""
        lang = self.plan.book.lang
        names = labels(choices.LOSS_CAUSES, lang)
        segments = {
            row["segment"]: (row["cause"], row["countermeasure"], row["script"])
            for row in self.segments.to_dict("records")
        }
        causes = {
            row["cause"]: (names[str(row["cause"])], row["countermeasure"], row["script"])
            for row in self.causes.to_dict("records")
        }
        return Advice(segments, causes, self.titles)

    @cached_property
    def segments(self) -> pd.DataFrame:
        """Table ``segments``."""
        keys = list(SEGMENT_SCRIPTS)
        return self._reapplied(
            "segments", "segment", keys,
            {
                "cause": [Sentence(f"segment.{key}.cause") for key in keys],
                "countermeasure": [Sentence(f"segment.{key}.do") for key in keys],
                "script": [self.titles[SEGMENT_SCRIPTS[key]] for key in keys],
            },
        )  # fmt: skip

    @cached_property
    def causes(self) -> pd.DataFrame:
        """Table ``causes``: how many customers name each this season."""
        keys = list(CAUSE_SCRIPTS)
        counts = self.results["cause"].value_counts()
        rows = self._reapplied(
            "causes", "cause", keys,
            {
                "countermeasure": [Sentence(f"cause.{key}") for key in keys],
                "script": [self.titles[CAUSE_SCRIPTS[key]] for key in keys],
            },
        )  # fmt: skip
        return rows.assign(count=[int(counts.get(key, 0)) for key in keys])

    def _reapplied(
        self, table: str, key: str, keys: list[str], columns: Mapping[str, list[object]]
    ) -> pd.DataFrame:
        lang = self.plan.book.lang
        words = {name: [render(value, lang) for value in values] for name, values in columns.items()}  # type: ignore[arg-type]
        frame = pd.DataFrame({key: keys, **words}, dtype=object)
        return self.plan.reapplied(table, frame)

    @cached_property
    def _customers(self) -> pd.DataFrame:
        tiers = self.plan.health.frame
        by_name = dict(zip(tiers["customer"], tiers["tier"], strict=True))
        return candidates.customer_rows(
            self.plan.reorders, self.plan.reorder_forecast, by_name, self.season, self.rules
        )

    @cached_property
    def _projects(self) -> pd.DataFrame:
        return candidates.project_rows(self.plan.inputs["opportunities"], self.plan.rules)

    @cached_property
    def sprint(self) -> pd.DataFrame:
        """The sprint list."""
        chosen = self._chosen(lists.SPRINT_LIST)
        rows = lists.sprint_rows(self._customers, self._projects, chosen, self.season, self.rules)
        return with_words(rows, self.advice)

    @cached_property
    def deploy(self) -> pd.DataFrame:
        """The deployment list."""
        chosen = self._chosen(lists.DEPLOY_LIST)
        rows = lists.deploy_rows(self._customers, self._projects, chosen, self.season, self.rules)
        return with_words(rows, self.advice)

    @cached_property
    def both(self) -> pd.DataFrame:
        """Both lists as table ``sprint``; results come from the contact record, other edits from the sheet."""
        columns = tables()["sprint"].keys()
        shown = [key for key in columns if key in self.sprint]
        rows = pd.concat([self.sprint[shown], self.deploy[shown]], ignore_index=True)
        standing = zip(*(self._standing[key] for key in ("list", "customer", "note")), strict=True)
        notes = {(which, name): note for which, name, note in standing}
        kept = [notes.get(pair) for pair in zip(rows["list"], rows["customer"], strict=True)]
        rows = rows.assign(edited=None, note=pd.Series(kept, rows.index, dtype=object))[columns]
        reset = "sprint" in self.plan.reset
        return self.plan.book.reapply_edits("sprint", rows, reset=reset, orphans=False, only=("script",))
