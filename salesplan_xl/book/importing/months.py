"""Tables with a column a month: which headers are months, and their rows spread to one a month."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from salesplan_xl.book.importing.header_text import simplified
from salesplan_xl.book.importing.words import meaning
from salesplan_xl.catalogue import imports as words

# Fewer month columns are no crosstab.
FEWEST = 3
_NAMES = "|".join(words.MONTH_WORDS)
_NUMBERED = re.compile(r"(?:(\d{4})\s*[-/.年_ ]?\s*)?(\d{1,2})\s*月(?:份)?")
_YEAR_MONTH = re.compile(
    r"(\d{4})\s*[-/._ ]\s*(\d{1,2})(?:[-/.]0?1)?(?:\s+00:00(?::00)?)?|(20\d{2})(0[1-9]|1[0-2])|m(\d{1,2})"
)
_NAMED = re.compile(
    rf"({_NAMES})[a-zéûäç]*\.?[-/'\s,]*(\d{{4}}|\d{{2}})?|(\d{{4}})[-/\s]*({_NAMES})[a-zéûäç]*"
)
_CHINESE = re.compile(r"([一二三四五六七八九十]{1,2})月(?:份)?")
_TRIMMINGS = re.compile(r"[(\[].*?[)\]]|(?:销售额|销售|业绩|金额|回款|sales|amount|revenue)", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)\s*(年)?")


@lru_cache(maxsize=4_096)
def month_of(header: str) -> tuple[int | None, int] | None:
    """The year and month of a header that is a month; the year is ``None`` where it names none."""
    plain = _TRIMMINGS.sub("", simplified(unicodedata.normalize("NFKC", header).casefold())).strip(" :_-")
    if picked := _NUMBERED.fullmatch(plain):
        return _sensible(picked[1], int(picked[2]))
    if picked := _YEAR_MONTH.fullmatch(plain):
        return _sensible(picked[1] or picked[3], int(picked[2] or picked[4] or picked[5]))
    if picked := _CHINESE.fullmatch(plain):
        name = picked[1]
        return (None, words.CHINESE_MONTHS.index(name) + 1) if name in words.CHINESE_MONTHS else None
    if picked := _NAMED.fullmatch(plain):
        if picked[3]:
            return _sensible(picked[3], words.MONTH_WORDS[picked[4]])
        year = picked[2]
        return _sensible(f"20{year}" if year and len(year) == 2 else year, words.MONTH_WORDS[picked[1]])
    return None


def _sensible(year: str | None, month: int) -> tuple[int | None, int] | None:
    return (int(year) if year else None, month) if 1 <= month <= 12 else None


def month_columns(headers: Sequence[str]) -> dict[int, tuple[int | None, int]]:
    """Position → year and month of the columns that are months; none where they are too few to be a crosstab."""
    months = {at: month for at, text in enumerate(headers) if text and (month := month_of(text))}
    picked = {at: month for at, month in months.items() if _figure_named(headers[at]) != "other"}
    different = set(picked.values())
    if len(different) < len(picked):
        picked = {at: month for at, month in picked.items() if _figure_named(headers[at]) == "amount"}
    return picked if FEWEST <= len(different) == len(picked) else {}


def _figure_named(header: str) -> str | None:
    """The figures of a month that its header names: ``amount``, ``other``, or nothing."""
    return meaning("measure", header)


def years_named(lines: Sequence[str]) -> set[int]:
    """The years that titles name."""
    return {int(year[1]) for line in lines for year in _YEAR.finditer(unicodedata.normalize("NFKC", line))}
