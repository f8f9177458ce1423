"""Header words: the form in which they are compared, and those that are headers of ours at all."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache

from salesplan_xl.catalogue import imports as words
from salesplan_xl.schema.inputs import INPUTS
from salesplan_xl.schema.types import Column

BRACKETS = re.compile(words.BRACKETS)
UNIT_TAIL = re.compile(words.UNIT_TAIL)
MARKS = re.compile(r"[\s_*:/\\.\-,;'\"#|、。;:]+")
_SIMPLIFIED = str.maketrans(words.TRADITIONAL, words.SIMPLIFIED)


def simplified(text: str) -> str:
    """Traditional characters of headers and names as simplified ones."""
    return text.translate(_SIMPLIFIED)


def header_key(text: str) -> str:
    """The form in which headers are compared: no width, case, spaces, brackets, unit, marks or traditional forms."""
    plain = simplified(unicodedata.normalize("NFKC", text).casefold())
    bare = MARKS.sub("", UNIT_TAIL.sub("", BRACKETS.sub("", plain)))
    return bare or MARKS.sub("", plain)


def column_words(column: Column) -> tuple[str, ...]:
    """A column's own names."""
    return (column.label.zh, column.label.en, column.key)


def recognised(row: Iterable[object]) -> int:
    """The number of cells of a row that are headers of an input table, whichever."""
    headers = _every_header()
    return sum(isinstance(cell, str) and header_key(cell) in headers for cell in row)


def header_row(rows: Sequence[Sequence[object]]) -> int | None:
    """The first of the rows with most headers of ours; ``None`` where no row has two."""
    counts = [recognised(row) for row in rows]
    most = max(counts, default=0)
    return counts.index(most) if most > 1 else None


@cache
def _every_header() -> frozenset[str]:
    columns = [column for table in INPUTS for column in table.columns]
    return frozenset(header_key(word) for item in columns for word in (*column_words(item), *item.synonyms))
