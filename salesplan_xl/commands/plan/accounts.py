"""The key accounts of one book: what the user keeps, what is remembered, and the plan that follows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from salesplan_xl.book.plan_book.edits import SEPARATOR, Plain, identity_of
from salesplan_xl.book.plan_book.row_keys import check_sum
from salesplan_xl.catalogue import render
from salesplan_xl.commands.plan.customers import CustomerSteps
from salesplan_xl.commands.plan.rules import under_new_names
from salesplan_xl.commands.plan.table_frame import table_frame
from salesplan_xl.commands.plan.vocabulary import vocabulary
from salesplan_xl.findings import Finding, Sentence
from salesplan_xl.planning.common.plain_rows import plain_rows
from salesplan_xl.planning.customers.key_accounts import findings, tables
from salesplan_xl.planning.customers.key_accounts.accounts import Entry
from salesplan_xl.planning.customers.key_accounts.figures import account_figures
from salesplan_xl.planning.customers.key_accounts.judgements import Judgement, assumption
from salesplan_xl.planning.customers.key_accounts.plan import KeyAccountPlan, Log
from salesplan_xl.planning.customers.key_accounts.records import NO_DAY, Action, actions_of
from salesplan_xl.planning.customers.key_accounts.sources import Sources
from salesplan_xl.planning.customers.key_accounts.standing import Standing
from salesplan_xl.planning.customers.key_accounts.vocabulary import spoken
from salesplan_xl.planning.customers.key_accounts.week import WeekLine, account_week
from salesplan_xl.schema.workbook import tables as declared

ACCOUNTS, JUDGEMENTS = "key_accounts", "judgements"
# What the book remembers: since when each bottleneck has stood, and which action a judgement was written for.
STANDING_BLOCK, ORIGIN_BLOCK = "bottlenecks", "judged actions"


@dataclass
class Accounts:
    """The key accounts of a plan."""

    plan: CustomerSteps

    @property
    def has_positions(self) -> bool:
        """Whether the user set any position."""
        return bool(self.standing["key_tier"].notna().any())

    @cached_property
    def standing(self) -> pd.DataFrame:
        """The rows as the book holds them."""
        return under_new_names(self.plan.book, ACCOUNTS)

    @cached_property
    def key_plan(self) -> KeyAccountPlan:
        """The plan that follows from the rows and the tables that are filled anyway."""
        self.plan.report("C-STEP-ACCOUNTS")
        return KeyAccountPlan(self.sources, self._entries(), self._memory(), self._log())

    @cached_property
    def sources(self) -> Sources:
        """Customers, input tables, thresholds and words."""
        frame, diagnosed = self.plan.customers.frame, self.plan.health.frame.set_index("customer")
        frame = frame.assign(
            tier=frame["name"].map(diagnosed["tier"]), this_year=frame["name"].map(diagnosed["estimate"])
        )
        lang = self.plan.book.lang
        return Sources(
            frame, self.plan.inputs, self.plan.rules, vocabulary(), lambda words: render(words, lang)
        )

    @cached_property
    def findings(self) -> list[Finding]:
        """Problems of the accounts."""
        extra = [(row, name) for row, name in self._extra_names() if name]
        return findings.account_findings(self.key_plan, extra)

    @cached_property
    def figures(self) -> dict[str, object]:
        """The figures by name."""
        return account_figures(self.key_plan, self.findings)

    @cached_property
    def week(self) -> list[WeekLine]:
        """The week's lists."""
        return account_week(self.key_plan)

    # ── tables ────────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def account_frame(self) -> pd.DataFrame:
        """Table ``key_accounts`` with the user's edits; rows that repeat a customer or name none stand below."""
        frame = table_frame(ACCOUNTS, tables.account_rows(self.key_plan))
        rest = self.standing.loc[self._extra, list(frame.columns)]
        return self._reapplied(ACCOUNTS, pd.concat([frame, rest], ignore_index=True) if len(rest) else frame)

    @cached_property
    def judgement_frame(self) -> pd.DataFrame:
        """Table ``judgements`` with the user's edits."""
        return self._reapplied(JUDGEMENTS, table_frame(JUDGEMENTS, tables.judgement_rows(self.key_plan)))

    def _reapplied(self, table: str, frame: pd.DataFrame) -> pd.DataFrame:
        """The user's edits put back into the first row of each identity; rows that repeat one stay as they are."""
        identity = list(declared()[table].identity)
        shown = frame[identity].map(
            lambda cell: render(cell, self.plan.book.lang) if isinstance(cell, Sentence) else cell
        )
        first = ~shown.duplicated()
        edited = self.plan.reapplied(table, frame[first])
        if first.all():
            return edited
        return pd.concat([edited.set_axis(frame.index[first]), frame[~first]]).sort_index()

    # ── what the user keeps ───────────────────────────────────────────────────────────────────────────

    @cached_property
    def _extra(self) -> list[int]:
        """Body rows that repeat a customer or name none."""
        names = self.standing["customer"].map(spoken)
        return self.standing.index[(names == "") | names.duplicated()].tolist()

    def _extra_names(self) -> list[tuple[int, str]]:
        first = len(self.key_plan.accounts)
        return [
            (first + at, spoken(self.standing.loc[row, "customer"])) for at, row in enumerate(self._extra)
        ]

    def _entries(self) -> list[Entry]:
        edits, rows = self.plan.edits(ACCOUNTS), self.standing.drop(index=self._extra)
        return [
            _entry(at, row, frozenset(edits.get(identity_of([row["customer"]]), {})))
            for at, row in zip(rows.index.tolist(), plain_rows(rows, _ENTRY), strict=True)
        ]

    # ── what the book remembers ───────────────────────────────────────────────────────────────────────

    def _memory(self) -> dict[str, Standing]:
        """The time each bottleneck has stood, by customer."""
        block = self.plan.book.baselines.blocks.get(STANDING_BLOCK, {})
        names = (spoken(name) for name in self.standing["customer"])
        kept = ((name, block.get(check_sum(former))) for name in names for former in self._names_of(name))
        return {name: memory for name, cells in kept if (memory := _standing(cells))}

    def _names_of(self, customer: str) -> list[str]:
        """The names a customer had, that of today last."""
        aliases = self.plan.book.customer_aliases
        return [*(former for former, name in aliases.items() if name == customer), customer]

    def _log(self) -> Log:
        """The judgement log as it stands, with the actions its rows were written for."""
        rows, edits = under_new_names(self.plan.book, JUDGEMENTS), self.plan.edits(JUDGEMENTS)
        own = [_judgement(row, edits) for row in rows.to_dict("records")]
        block = self.plan.book.baselines.blocks.get(ORIGIN_BLOCK, {})
        written = {
            text: key for text, cells in block.items() if cells and (key := self._actions.get(str(cells[0])))
        }
        origin: dict[int, tuple[str, str]] = {}
        lookup = written | self._said
        for at, row in enumerate(own):
            sums = (_sum(name, row.assumption) for name in self._names_of(row.customer))
            key = next((lookup[text] for text in sums if text in lookup), None)
            if key and key not in origin.values():
                origin[at] = key
        return Log(own, origin, frozenset(written.values()))

    @cached_property
    def _actions(self) -> dict[str, tuple[str, str]]:
        """Customer and action of every action of an account, by its sum."""
        return {
            _sum(name, action): (customer, action)
            for customer, action in self._judged
            for name in self._names_of(customer)
        }

    @cached_property
    def _said(self) -> dict[str, tuple[str, str]]:
        """Customer and action by the sum of what the judgement on it says."""
        texts = {key: render(assumption(action), self.plan.book.lang) for key, action in self._judged.items()}
        return {_sum(customer, texts[customer, action]): (customer, action) for customer, action in texts}

    @cached_property
    def _judged(self) -> dict[tuple[str, str], Action]:
        names = set(self.standing["customer"].dropna())
        every = actions_of(self.plan.inputs["actions"], names, self.sources.as_of)
        return {(item.customer, item.action): item for items in every.values() for item in items}

    def remember(self) -> None:
        """Keep since when each bottleneck has stood and which actions were written down."""
        blocks, plan = self.plan.book.baselines.blocks, self.key_plan
        blocks[STANDING_BLOCK] = {
            check_sum(name): [memory.text, memory.since.isoformat(), memory.latest.isoformat()]
            for name, memory in plan.memories.items()
        }
        fresh: dict[str, list[Plain]] = {
            _sum(row.customer, self._shown(row.assumption)): [_sum(row.customer, row.action.action)]
            for row in plan.judgements
            if row.action
        }
        blocks[ORIGIN_BLOCK] = blocks.get(ORIGIN_BLOCK, {}) | fresh

    def _shown(self, words: str | Sentence) -> str:
        return words if isinstance(words, str) else render(words, self.plan.book.lang)


_ENTRY = ("customer", "key_tier", "owner", "window", "bottleneck", "granted", "drop_reason")


def _entry(at: int, row: Mapping[str, Any], typed: frozenset[str]) -> Entry:
    """A row as the user keeps it; what was only proposed is proposed anew."""
    return Entry(
        row["customer"], at, spoken(row["key_tier"]) or None,
        spoken(row["owner"]) if "owner" in typed else "", row["window"] if "window" in typed else NO_DAY,
        spoken(row["bottleneck"]) if "bottleneck" in typed else "", spoken(row["granted"]), spoken(row["drop_reason"]),
    )  # fmt: skip


def _judgement(row: Mapping[Hashable, Any], edits: Mapping[str, Mapping[str, object]]) -> Judgement:
    customer, words = spoken(row["customer"]), spoken(row["assumption"])
    typed = "check_by" in edits.get(identity_of([customer, words]), {})
    return Judgement(
        customer, words, row["check_by"], spoken(row["verdict"]) or None, spoken(row["lesson"]), None,
        row["source"] != "action", typed,
    )  # fmt: skip


def _sum(*parts: object) -> str:
    """A sum of what a remembered row is about, so that no name stands in a copy that must not hold it."""
    return check_sum(SEPARATOR.join(map(str, parts)))


def _standing(cells: Sequence[Plain] | None) -> Standing | None:
    """A remembered bottleneck; a damaged one is none."""
    try:
        text, since, latest = cells or ()
        return Standing(str(text), dt.date.fromisoformat(str(since)), dt.date.fromisoformat(str(latest)))
    except ValueError:
        return None
