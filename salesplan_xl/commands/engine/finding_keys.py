"""The subject of each finding, in words that stay when its figures change or its row moves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from salesplan_xl.book.plan_book.edits import SEPARATOR
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.findings import Finding
from salesplan_xl.schema.types import Filled
from salesplan_xl.schema.workbook import tables

# Values that name what a finding is about; figures and lists of names change from run to run.
SUBJECTS = ("customer", "project", "name", "owner", "file", "region", "node", "column", "setting", "row")


def finding_keys(book: PlanBook, findings: Sequence[Finding]) -> list[str]:
    """One key a finding, see ``PlanBook.put``."""
    identities: dict[str, list[str]] = {}
    return [SEPARATOR.join(_parts(book, finding, identities)) for finding in findings]


def _parts(book: PlanBook, finding: Finding, identities: dict[str, list[str]]) -> Iterator[str]:
    place = finding.place
    yield from (finding.code, place.table, place.column)
    subjects = [str(finding.values[key]) for key in SUBJECTS if key in finding.values]
    yield from subjects
    declared = tables().get(place.table)
    if place.row is None or declared is None or not declared.identity:
        return
    if declared.keys(Filled.USER, Filled.IMPORT):  # rows of other tables do not stand as read
        if place.table not in identities:
            identities[place.table] = book.raw_identities(place.table)
        if place.row < len(identities[place.table]):
            yield identities[place.table][place.row]
