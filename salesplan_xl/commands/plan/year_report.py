"""The year-end report of one book: what its tables hold, with the sentences that the user typed."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property
from numbers import Real
from typing import Any

import pandas as pd

from salesplan_xl.book.plan_book.edits import identity_of
from salesplan_xl.catalogue import render
from salesplan_xl.commands.plan.accounts import Accounts
from salesplan_xl.commands.plan.rules import under_new_names
from salesplan_xl.commands.plan.schedule import ScheduleSteps
from salesplan_xl.commands.plan.vocabulary import vocabulary
from salesplan_xl.findings import Finding, Sentence
from salesplan_xl.planning.customers.key_accounts.judgements import VERDICTS
from salesplan_xl.planning.customers.key_accounts.vocabulary import spoken
from salesplan_xl.planning.reporting.year_report import customer_map, goal_checks, goals, insights
from salesplan_xl.planning.reporting.year_report.attributions import (
    Attribution,
    Count,
    Ground,
    attribution_findings,
    attribution_of,
    factor_counts,
)
from salesplan_xl.planning.reporting.year_report.battles import Battle, battle_of, chosen_battles
from salesplan_xl.planning.reporting.year_report.closed_projects import (
    ClosedProject,
    closed_projects,
    largest_first,
    undated_findings,
)
from salesplan_xl.planning.reporting.year_report.payments import received_in
from salesplan_xl.planning.reporting.year_report.process import Process, process_of
from salesplan_xl.planning.reporting.year_report.quality import Quality, quality_of
from salesplan_xl.planning.reporting.year_report.requests import (
    Request,
    Return,
    request_findings,
    returns_of,
)
from salesplan_xl.planning.reporting.year_report.results import Results, results_of
from salesplan_xl.planning.reporting.year_report.revenue import Revenue, revenue_of
from salesplan_xl.planning.targets.projects import plan_projects
from salesplan_xl.schema.year_report_choices import LOSS_WORDS

# What the book remembers: the battles that it proposed.
PROPOSED_BLOCK = "proposed battles"
Key = tuple[str, str]
Row = Mapping[Hashable, Any]


@dataclass
class YearReport:
    """The report of a plan's reported year; each part is worked out when it is asked for."""

    plan: ScheduleSteps
    accounts: Accounts

    # ── the dashboard ─────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def revenue(self) -> Revenue:
        """Revenue by customer, this year and before."""
        plan = self.plan
        return revenue_of(plan.customers.frame, plan.inputs["orders"], plan.rules.calendar)

    @cached_property
    def results(self) -> Results:
        """The results."""
        plan = self.plan
        return results_of(
            plan.customers.frame, plan.inputs["receivables"], self._health, self.revenue, plan.health.outlook,
            plan.rules,
        )  # fmt: skip

    @cached_property
    def quality(self) -> Quality:
        """Whether growth was bought."""
        line = self.results.line("collection_rate")
        overdue = None if self.results.overdue is None else self._health.set_index("customer")["overdue"]
        rates = (line.value, line.last)
        return quality_of(self.revenue, rates, overdue, self.plan.rules.year_report)

    @cached_property
    def process(self) -> Process:
        """The work behind the results."""
        return process_of(self.plan.customers.frame, self.revenue, self.closed)

    @property
    def _health(self) -> pd.DataFrame:
        return self.plan.health.frame

    # ── what was won and lost ─────────────────────────────────────────────────────────────────────────

    @cached_property
    def closed(self) -> list[ClosedProject]:
        """The projects won and lost in the reported year, largest first."""
        as_of = pd.Timestamp(self.plan.rules.calendar.as_of)
        decided = closed_projects(self.plan.inputs["opportunities"], self.revenue.period, as_of)
        by_name = {item.key: item for item in reversed(decided)}
        return largest_first(list(by_name.values()))

    @cached_property
    def battles(self) -> list[Battle]:
        """The battles that are told."""
        rules, calendar = self.plan.rules.year_report, self.plan.rules.calendar
        chosen = chosen_battles(self.closed, self._named_battles, rules)
        return [battle_of(item, self.plan.inputs["visits"], calendar) for item in chosen]

    @cached_property
    def battle_rows(self) -> dict[Key, Row]:
        """The rows that stand, by customer and project."""
        return self._typed("battles")

    @property
    def _named_battles(self) -> list[Key]:
        """Projects that the user named: rows with a sentence, and those that were no proposal."""
        proposed = self.plan.book.baselines.blocks.get(PROPOSED_BLOCK, {})
        return [
            key
            for key, row in self.battle_rows.items()
            if spoken(row["how"]) or identity_of(key) not in proposed
        ]

    def remember(self) -> None:
        """Keep which battles were proposed, so that those the user names are told apart."""
        keys = [item.project.key for item in self.battles]
        named = set(self._named_battles)
        self.plan.book.baselines.blocks[PROPOSED_BLOCK] = {
            identity_of(key): [] for key in keys if key not in named
        }

    @cached_property
    def attribution_rows(self) -> dict[Key, Row]:
        """The rows that stand, by customer and project."""
        return self._typed("attributions")

    @cached_property
    def attributions(self) -> list[Attribution]:
        """The cause of each win and loss."""
        edits, typed = self.plan.edits("attributions"), self.attribution_rows
        rows = []
        for item in self.closed:
            row = typed.get(item.key, {})
            factor = spoken(row.get("factor")) if "factor" in edits.get(identity_of(item.key), {}) else None
            rows.append(
                attribution_of(item, factor, row.get("why"), row.get("method"), LOSS_WORDS, self._ground)
            )
        return rows

    @cached_property
    def counts(self) -> list[Count]:
        """Projects counted by what decided them."""
        return factor_counts(self.attributions, self.plan.rules.year_report)

    @cached_property
    def _ground(self) -> Ground:
        plan = self.plan
        frame = plan.customers.frame
        industries = dict(zip(frame["name"], frame["industry"].map(spoken), strict=True))
        tables = plan.inputs
        return Ground(
            tables["contacts"], tables["visits"], tables["opportunities"], industries, vocabulary(),
            plan.rules.year_report,
        )  # fmt: skip

    # ── what was learnt ───────────────────────────────────────────────────────────────────────────────

    @cached_property
    def evidence(self) -> dict[str, tuple[Sentence, ...]]:
        """The evidence of each side."""
        before = self.revenue.names[(self.revenue.last > 0) | (self.revenue.before > 0)]
        verdicts = Counter(self.accounts.judgement_frame["verdict"].dropna())
        return insights.evidence(
            self.closed, self.plan.inputs["contacts"], set(before), {key: verdicts[key] for key in VERDICTS},
            self.plan.rules.year_report,
        )  # fmt: skip

    @cached_property
    def answers(self) -> dict[str, str]:
        """The sentences that the user wrote on each side."""
        rows = self.plan.book.frame("insights")
        return {
            str(key): spoken(answer)
            for key, answer in zip(rows["key"], rows["answer"], strict=True)
            if spoken(answer)
        }

    # ── next year ─────────────────────────────────────────────────────────────────────────────────────

    @property
    def margin(self) -> float | None:
        """The margin of the reported year, where enough of it is known."""
        profit = self.results.earned
        return profit.rate if profit.is_known(self.plan.rules.year_report.margin_known) else None

    @cached_property
    def achieved(self) -> goals.Achieved:
        """The figures that next year's are derived from."""
        has_margin = self.margin is not None
        return goals.Achieved(
            self.revenue.total, self.results.line("collection_rate").value,
            received_in(self.plan.inputs["receivables"], self.revenue.period), self.results.overdue,
            self.results.earned.profit if has_margin else None, self.margin, self.process.value("new_customers"),
            self.process.value("first_order_average"),
        )  # fmt: skip

    @cached_property
    def computed_goals(self) -> list[goals.Goal]:
        """The goals that follow from the plan, their names in the book's language."""
        plan, rules = self.plan, self.plan.rules
        high = self._health.loc[self._health["potential"] == "high", "customer"]
        counted = int((~plan_projects(plan.counted_projects, rules)["signed"]).sum())
        figures = goals.figure_goals(plan.targets, high, counted, self.achieved, rules)
        fought = goals.battle_goals(plan.inputs["opportunities"], self.accounts.key_plan.accounts, rules)
        return [*figures, *fought, *goals.capability_goals(self.counts, rules)]

    @cached_property
    def book_names(self) -> goal_checks.BookNames:
        """The names that make a goal specific."""
        return goal_checks.book_names(self.plan.customers.frame, self.plan.inputs, self.plan.rules)

    @cached_property
    def requests(self) -> list[Return]:
        """The requests with their return."""
        rows = self.plan.book.frame("requests")
        rows = rows[rows["item"].map(spoken) != ""]
        made = [
            Request(
                spoken(row["item"]),
                spoken(row["for_whom"]),
                number(row["cost"]),
                number(row["uplift"]),
                row["needed_by"],
            )
            for row in rows.to_dict("records")
        ]
        return returns_of(made, self.plan.inputs["opportunities"], self.margin, self.plan.rules)

    # ── the customer map ──────────────────────────────────────────────────────────────────────────────

    @cached_property
    def placed(self) -> list[customer_map.Placed]:
        """Every customer on the map."""
        plan = self.plan
        return customer_map.placed_customers(
            plan.customers.frame, self._health, plan.inputs["opportunities"], plan.rules.year_report
        )

    @cached_property
    def zones(self) -> list[customer_map.Zone]:
        """The three zones."""
        return customer_map.zones_of(self.placed, self.plan.rules.capacity)

    # ── the whole ─────────────────────────────────────────────────────────────────────────────────────

    @property
    def blanks(self) -> int:
        """Sentences that wait to be written."""
        untold = sum(
            not spoken(self.battle_rows.get(item.project.key, {}).get("how")) for item in self.battles
        )
        codes = [finding.code for finding in self.attribution_findings]
        return untold + codes.count("F-765") + codes.count("F-766") + len(insights.KEYS) - len(self.answers)

    @cached_property
    def attribution_findings(self) -> list[Finding]:
        """Wins without a method, losses without a cause, prices that are doubted."""
        return attribution_findings(self.attributions, self.plan.rules.year_report)

    @cached_property
    def findings(self) -> list[Finding]:
        """Everything that the report points out, but for goals."""
        return [
            *self.attribution_findings,
            *request_findings(self.requests),
            *undated_findings(self.plan.inputs["opportunities"]),
        ]

    def text(self, words: str | Sentence) -> str:
        """Words in the book's language."""
        return words if isinstance(words, str) else render(words, self.plan.book.lang)

    def _typed(self, table: str) -> dict[Key, Row]:
        """The rows of a table that stand, by customer and project; of equal ones the first."""
        rows = under_new_names(self.plan.book, table).to_dict("records")
        named = [((spoken(row["customer"]), spoken(row["project"])), row) for row in rows]
        return {key: row for key, row in reversed(named) if any(key)}


def number(value: object) -> float | None:
    """A figure of a row; ``None`` where it is blank."""
    return float(value) if isinstance(value, Real) and not math.isnan(value) else None
