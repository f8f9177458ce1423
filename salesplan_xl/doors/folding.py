"""Findings for a reader: those of one kind are one line, the weightiest kinds first, by money where they name some.

The sheet of findings and the JSON document keep one finding a thing.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from salesplan_xl.catalogue import finding_money
from salesplan_xl.findings import Finding, Severity

# Findings that stand for others of their kind, which were too many to list.
REST = ("F-006", "F-199")
# What was missing from the book and came back leads its severity.
CAME_BACK = "F-01"
_RANK = {severity: rank for rank, severity in enumerate((Severity.ERROR, Severity.WARNING, Severity.NOTE))}


@dataclass(frozen=True, slots=True)
class Kind:
    """The findings of one kind.

    Args:
        findings: those that are listed, the one with most money first.
        unlisted: how many more there are.
        money: what all of them name together.
    """

    findings: tuple[Finding, ...]
    unlisted: int
    money: float

    @property
    def heaviest(self) -> Finding:
        """The one that speaks for all."""
        return self.findings[0]

    @property
    def count(self) -> int:
        """Their number, those not listed too."""
        return len(self.findings) + self.unlisted


def kinds(findings: Sequence[Finding]) -> list[Kind]:
    """The findings by kind: one code about one column; errors first, then by money, else in their order."""
    groups: dict[tuple[str, ...], list[Finding]] = {}
    for finding in findings:
        place = finding.place
        key = (finding.severity.value, _code(finding), place.table, place.column)
        groups.setdefault(key, []).append(finding)
    return sorted((kind for group in groups.values() for kind in _kinds(group)), key=_weight)


def _code(finding: Finding) -> str:
    return str(finding.values["code"]) if finding.code in REST else finding.code


def _kinds(group: list[Finding]) -> Iterator[Kind]:
    """One kind; where nothing but a count is left of it, the counts as they are."""
    listed = [finding for finding in group if finding.code not in REST]
    rest = [finding for finding in group if finding.code in REST]
    if not listed:
        yield from (Kind((finding,), 0, 0.0) for finding in rest)
        return
    unlisted = sum(int(str(finding.values["count"])) for finding in rest)
    money = [finding_money(finding) for finding in listed]
    heavy = sorted(range(len(listed)), key=lambda at: -money[at])
    yield Kind(tuple(listed[at] for at in heavy), unlisted, math.fsum(money))


def _weight(kind: Kind) -> tuple[int, bool, float]:
    first = kind.heaviest
    return _RANK[first.severity], not first.code.startswith(CAME_BACK), -kind.money
