"""Questions that only the user can answer, with the option that answers each, and the answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from salesplan_xl.catalogue import render
from salesplan_xl.errors import PlanInputError
from salesplan_xl.findings import Sentence


@dataclass(frozen=True, slots=True)
class Question:
    """One open question about a file.

    Args:
        kind: ``dates``, ``unit``, ``currency`` …: the end of its catalogue code ``ask.…``.
        values: what its sentence names: headers, samples, options.
        header: the column it is about, where it is about one.
        choices: answers to choose from, as the option takes them.
    """

    kind: str
    values: Mapping[str, object] = field(default_factory=dict)
    header: str = ""
    choices: tuple[str, ...] = ()

    @property
    def sentence(self) -> Sentence:
        """The question in words."""
        return Sentence(f"ask.{self.kind}", dict(self.values))


@dataclass(frozen=True, slots=True)
class SourceColumn:
    """A column of a file: its header, some of its cells, and the column of ours it goes to, if any."""

    header: str
    samples: tuple[str, ...] = ()
    field: str = ""


@dataclass(frozen=True, slots=True)
class AskedFile:
    """A file with open questions, for the sheet that asks them."""

    file: str
    table: str
    questions: tuple[Question, ...]
    columns: tuple[SourceColumn, ...] = ()


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of the user about a file, now or earlier.

    Args:
        columns: column key → header of the file; an empty header leaves the column out.
        dates: order of days: ``dmy``, ``mdy``, ``ymd``.
        decimal: the decimal mark: ``point`` or ``comma``.
        unit: a key of ``money.UNITS``.
        currency: what the money is in, an ISO code; the book's own takes figures as they stand.
        rates: ISO code → rate to the book's money.
        sheets: names of the sheets to take.
        year: of months and days without one.
        amounts: ``line`` or ``document``: what an amount stands for that all lines of a document repeat.
        percent: ``points`` or ``shares`` for bare figures.
        words: a cell's word, in its compared form → what it means (``count``, ``skip``, ``credit``, a stage …).
        encoding: of text files.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    dates: str = ""
    decimal: str = ""
    unit: str | None = None
    currency: str = ""
    rates: Mapping[str, float] = field(default_factory=dict)
    sheets: tuple[str, ...] = ()
    year: int | None = None
    amounts: str = ""
    percent: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None


class OpenQuestions(PlanInputError):
    """SP-215: what only the user can know about the files to import; nothing was written.

    Args:
        questions: all of them, each with the option that answers it.
        files: the files they are about.
    """

    def __init__(self, questions: Sequence[Sentence], files: Sequence[AskedFile] = ()) -> None:
        super().__init__("SP-215", count=len(questions), questions=tuple(questions))
        self.questions, self.files = tuple(questions), tuple(files)

    def sentence(self, lang: str) -> str:
        """The head line, then one line a question."""
        lines = [f"  {number}. {render(question, lang)}" for number, question in enumerate(self.questions, 1)]
        return "\n".join([super().sentence(lang), *lines])
