"""The result of a command: one for every door, which only shows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from salesplan_xl.book.port import CellValue, Writes
from salesplan_xl.commands.registry import name_code
from salesplan_xl.findings import Finding, Sentence

# A value as JSON knows it: shares as fractions, days as ISO text, sentences in the book's language, blank as ``None``.
Plain = None | bool | int | float | str
Row = dict[str, Plain]


@dataclass(frozen=True, slots=True)
class Change:
    """One cell that changes."""

    sheet: str
    cell: str
    old: object
    new: CellValue


@dataclass(frozen=True, slots=True)
class CommandResult:
    """The result of one command on one book.

    Args:
        command: the verb.
        findings: located, heaviest first.
        writes: what was (or would be) written.
        changes: the cells that differ.
        figures: the key figures by name, for summaries and JSON.
        blocked: whether error findings kept the command from writing.
        sentence: what happened, where counting cells would not say it.
        lead: what is to be said first.
        tables: rows of the tables that were (or would be) written, by table and column key; ``None`` where nobody
            asked for them.
        grids: the same of the blocks: block → row → column → value.
        details: what only this command has to tell, by name.
        year_words: the label of this year while it is not over.
        step_figures: figures of one step, for JSON beside the key figures.
    """

    command: str
    findings: tuple[Finding, ...] = ()
    writes: Writes = field(default_factory=Writes)
    changes: tuple[Change, ...] = ()
    figures: dict[str, object] = field(default_factory=dict)
    blocked: bool = False
    sentence: Sentence | None = None
    lead: tuple[Sentence, ...] = ()
    tables: dict[str, list[Any]] | None = field(default_factory=dict)
    grids: dict[str, dict[str, Row]] | None = field(default_factory=dict)
    details: dict[str, object] = field(default_factory=dict)
    year_words: Sentence | None = None
    step_figures: dict[str, object] = field(default_factory=dict)


def command_name(command: str) -> Sentence:
    """The name of a command where users read it: as on its ribbon button."""
    return Sentence(name_code(command))
