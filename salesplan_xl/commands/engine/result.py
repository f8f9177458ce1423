"""What a command did, in a form every door can show."""

from __future__ import annotations

from dataclasses import dataclass, field

from salesplan_xl.book.port import CellValue, Writes
from salesplan_xl.findings import Finding, Sentence


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
    """

    command: str
    findings: tuple[Finding, ...]
    writes: Writes
    changes: tuple[Change, ...]
    figures: dict[str, object] = field(default_factory=dict)
    blocked: bool = False
    sentence: Sentence | None = None


def command_name(command: str) -> Sentence:
    """What a command is called where users read it: as on its ribbon button."""
    return Sentence(f"C-NAME-{command.upper()}")
