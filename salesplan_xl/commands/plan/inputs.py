"""The ground of a plan: what the book holds, its thresholds, and the customers it speaks of."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import cached_property

import pandas as pd

from salesplan_xl.book.cells.convert import labels
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.commands.plan.below import rows_below
from salesplan_xl.commands.plan.rules import as_of_typed, book_rules, under_new_names
from salesplan_xl.findings import Finding, Sentence
from salesplan_xl.planning.common import as_of, customer_book
from salesplan_xl.planning.common.year_calendar import YearCalendar, calendar_of
from salesplan_xl.planning.customers import receivables
from salesplan_xl.planning.reporting import checks
from salesplan_xl.rules import Rules
from salesplan_xl.schema.types import Choice
from salesplan_xl.schema.workbook import tables

_FIRST = ("customers", "orders")
_LATER = ("receivables", "contacts", "opportunities", "visits", "actions", "resources")
INPUTS = (*_FIRST, *_LATER)
# Read ahead in this order: the first two, one of them the largest, are read by who waits for them.
AHEAD = (*_LATER, *_FIRST)
Report = Callable[[str], None]


@dataclasses.dataclass
class InputSteps:
    """The book that is planned with, and its customers.

    Args:
        book: the open book.
        reset: blocks whose edits by the user are forgotten.
        report: called with a sentence code when a step starts.
        lead: what a step has to say first of all.
        figures: key figures that a step adds to the answer, by name.
        lists: rows of lists that no table of the workbook holds as they are, by name.
        below: warnings of rows right below the input tables, known once these are read.
    """

    book: PlanBook
    reset: frozenset[str] = frozenset()
    report: Report = lambda _: None
    lead: list[Sentence] = dataclasses.field(default_factory=list)
    figures: dict[str, object] = dataclasses.field(default_factory=dict)
    lists: dict[str, list[dict[str, object]]] = dataclasses.field(default_factory=dict)
    below: list[Finding] = dataclasses.field(default_factory=list)

    def forget(self) -> None:
        """Let go of everything computed so far, but not of what the steps have to say."""
        for name in vars(self).keys() - {field.name for field in dataclasses.fields(self)}:
            delattr(self, name)

    @cached_property
    def rules(self) -> Rules:
        """All thresholds, the as-of day as typed or as the data give it."""
        return book_rules(self.book)

    @cached_property
    def calendar(self) -> YearCalendar:
        """Business years, finished and running months."""
        return calendar_of(self.rules.calendar)

    @cached_property
    def all_rows(self) -> dict[str, pd.DataFrame]:
        """The input tables with all their rows, those after the as-of day too."""
        self.report("C-STEP-READ")
        self.book.prefetch(AHEAD)
        return {key: self._read(key) for key in INPUTS}

    def _read(self, table: str) -> pd.DataFrame:
        """An input table; in a large book the cells of one may lie where those of the last one lay."""
        frame = under_new_names(self.book, table)
        self.below += rows_below(self.book, table)
        self.book.release([table])
        return frame

    @cached_property
    def inputs(self) -> dict[str, pd.DataFrame]:
        """The input tables as they stood at the end of the as-of day."""
        return as_of.up_to(self.all_rows, self.rules.calendar.as_of)

    @property
    def has_customers(self) -> bool:
        """Whether the book holds anybody to plan for."""
        return bool(len(self.inputs["customers"]) or len(self.inputs["orders"]))

    @cached_property
    def input_findings(self) -> list[Finding]:
        """Problems in the typed data."""
        required = {
            key: tuple(column.key for column in tables()[key].columns if column.required) for key in INPUTS
        }
        days = as_of.as_of_findings(self.all_rows, as_of_typed(self.book), self.rules.calendar)
        return [
            *checks.check_inputs(self.all_rows, self.rules, required, self.book.settings["salesperson"]),
            *days,
        ]

    @cached_property
    def customers(self) -> customer_book.CustomerBook:
        """One row per customer with effective revenue."""
        rules = self.rules
        self.report("C-STEP-CUSTOMERS")
        return customer_book.build_customer_book(
            self.inputs["customers"], self.inputs["orders"], rules.calendar, rules.checks, rules.money.unit
        )

    @cached_property
    def receivable_findings(self) -> list[Finding]:
        """Oddities of the receivables."""
        names = self.customers.frame["name"]
        return receivables.receivable_findings(names, self.inputs["receivables"], self.rules.money.unit)

    def reapplied(self, table: str, computed: pd.DataFrame) -> pd.DataFrame:
        """A computed table with the user's edits put back, unless they are to be forgotten."""
        return self.book.reapply_edits(table, computed, reset=table in self.reset)

    def edits(self, table: str) -> dict[str, dict[str, object]]:
        """The user's changes to a computed table; nothing where it is to be forgotten."""
        return {} if table in self.reset else self.book.edits(table)

    def keys_by_label(self, options: tuple[Choice, ...]) -> dict[str, str]:
        """Choice keys by what the cells of this book show."""
        return {label: key for key, label in labels(options, self.book.lang).items()}
