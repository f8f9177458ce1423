"""The reading of one file: its purpose, and all there is to say and to ask about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from salesplan_xl.book.importing.questions import Answers, Question, SourceColumn
from salesplan_xl.findings import Finding, Place, Severity
from salesplan_xl.rules.imports import ImportRules
from salesplan_xl.schema.types import Table

SHOWN_HEADERS, SHOWN_VALUES, SHOWN_LETTERS = 14, 5, 40


@dataclass(frozen=True, slots=True)
class BookFacts:
    """The facts of the book that a file must fit.

    Args:
        unit: its money unit, a key of ``money.UNITS``.
        lang: its language.
        this_year: the year before the plan's.
        currency: the ISO code of its money.
        rates: ISO code → rate to the book's money.
        revenues: customer → money the book has of it, in its unit; tells the magnitude of a file without unit.
        rules: thresholds.
    """

    unit: str = "wan"
    lang: str = "zh"
    this_year: int = 2026
    currency: str = "CNY"
    rates: Mapping[str, float] = field(default_factory=dict)
    revenues: Mapping[str, float] = field(default_factory=dict)
    rules: ImportRules = field(default_factory=ImportRules)


@dataclass(slots=True)
class Reading:
    """One file being read: for which table, with which answers, and what was noticed.

    Args:
        file: its name.
        table: the table it is read for.
        facts: of the book.
        answers: of the user.
        findings, questions: noticed so far.
        signature, columns: of the file, see ``ImportResult``.
    """

    file: str
    table: Table
    facts: BookFacts
    answers: Answers
    findings: list[Finding] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    signature: str = ""
    columns: tuple[SourceColumn, ...] = ()

    def say(self, code: str, severity: Severity, column: str = "", **values: object) -> None:
        """Add a finding about the file; its place is the table, never a row of the book."""
        place = Place(self.table.key, None, column if column in self.table.keys() else "")
        self.findings.append(Finding(code, severity, {"file": self.file, **values}, place))

    def note(self, code: str, column: str = "", **values: object) -> None:
        """Add a note."""
        self.say(code, Severity.NOTE, column, **values)

    def ask(self, kind: str, header: str = "", choices: tuple[str, ...] = (), **values: object) -> None:
        """Add a question."""
        self.questions.append(
            Question(kind, {"file": self.file, "header": header, **values}, header, choices)
        )

    def label(self, key: str) -> str:
        """The label of a column in the book; a helper goes by its key."""
        keys = self.table.keys()
        return self.table.column(key).label.of(self.facts.lang) if key in keys else key


def short(value: object) -> str:
    """A cell for a sentence."""
    text = " ".join(str(value).split())
    return text if len(text) <= SHOWN_LETTERS else text[: SHOWN_LETTERS - 1] + "…"


def some(values: Sequence[object], most: int = SHOWN_VALUES) -> list[str]:
    """The first of many."""
    shown = [str(value) for value in values[:most]]
    return [*shown, "…"] if len(values) > most else shown
