"""The sheet that shows the result of a command."""

from __future__ import annotations

from salesplan_xl.commands import registry
from salesplan_xl.schema.workbook import sheet, spare_sheets


def result_sheet(command: str, lang: str) -> str | None:
    """The sheet's name in a book of one language, ``None`` where a command has none."""
    verb = registry.find(command)
    return sheet(verb.sheet).label.of(lang) if verb and verb.sheet else None


def asked_sheets(command: str) -> frozenset[str]:
    """Keys of sheets that come back for a command where the book does without them; the whole plan asks for none."""
    verb = registry.verb(command)
    return frozenset() if verb.summary else spare_sheets() & {verb.sheet}
