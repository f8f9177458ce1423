"""Problems in the data as values: found, collected and reported all at once, never raised.

A ``Sentence`` is a catalogue code with the values its text names. The core speaks in sentences so that it
never holds a word of Chinese or English; a door or a port turns them into text in the book's language.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Sentence(NamedTuple):
    """A catalogue code and the values that its text names.

    A value may itself be a ``Sentence`` or a tuple of them (rendered one after the other).
    """

    code: str
    values: dict[str, object] = {}  # noqa: RUF012 - never mutated; a NamedTuple cannot use field()


class Severity(StrEnum):
    """The weight of a finding: an error makes figures wrong, a warning wants a decision, a note informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Place:
    """The place a finding speaks of: table and column keys, and the 0-based body row as read.

    ``sheet`` and ``cell`` are filled in by the port, which alone knows the layout.
    """

    table: str = ""
    row: int | None = None
    column: str = ""
    sheet: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem or observation in the user's data.

    Args:
        code: catalogue code (``F-101``); its text says the problem and its remedy, in both languages.
        severity: error, warning or note.
        values: what the texts name.
        place: where it was found.
    """

    code: str
    severity: Severity
    values: dict[str, object] = field(default_factory=dict)
    place: Place = field(default_factory=Place)


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether any finding makes the figures wrong (exit code 1)."""
    return any(finding.severity is Severity.ERROR for finding in findings)


# Within one severity what was missing and came back leads; the plan's own warnings come before gaps in the data.
_FAMILIES = ("F-01", "F-7", "F-2", "F-3", "F-4", "F-0", "F-1", "F-5")
_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


def by_weight(findings: Iterable[Finding]) -> list[Finding]:
    """Errors first, then warnings, then notes; within each what concerns customers and targets leads."""

    def weight(finding: Finding) -> tuple[int, int]:
        families = (at for at, family in enumerate(_FAMILIES) if finding.code.startswith(family))
        return _RANK[finding.severity], next(families, len(_FAMILIES))

    return sorted(findings, key=weight)
