"""Titles, notes and names of sheets: the unit and the currency that they state for the figures below."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from salesplan_xl.book.cells.celltext import folded
from salesplan_xl.book.importing.header_text import BRACKETS, simplified
from salesplan_xl.catalogue import imports as words

_UNIT, _PHRASE = re.compile(words.UNIT_TITLE), re.compile(words.UNIT_PHRASE)
_CURRENCY = re.compile(words.CURRENCY_TITLE)
# Longer lines are sentences; a word in brackets says nothing about the figures there.
_LONGEST = 60


def title_unit(lines: Sequence[str]) -> float | None:
    """The unit that lines around a table state (``单位:元``, ``台账(万元)``), ``None`` without one."""
    for line in map(_plain, lines):
        stated = [picked[1] for picked in _UNIT.finditer(line)]
        stated += [picked[1] or picked[2] for picked in _PHRASE.finditer(line)]
        factors = [words.UNIT_WORDS.get(folded(text)) for text in stated]
        factors += [words.MONEY_WORDS.get(text) for text in _lone(line)]
        factor = next((factor for factor in factors if factor is not None), None)
        if factor is not None:
            return factor
    return None


def title_currency(lines: Sequence[str]) -> str:
    """The currency that lines around a table state (``Currency: USD``, a sheet ``(USD)``), empty without one."""
    for line in map(_plain, lines):
        stated = [picked[1] or picked[2] or picked[3] for picked in _CURRENCY.finditer(line)]
        for text in (*map(folded, stated), *_lone(line)):
            code = words.CURRENCY_NAMES.get(text) or words.CURRENCY_NAMES.get(text.lstrip("百千万亿"))
            if code:
                return code
    return ""


def _plain(line: str) -> str:
    return simplified(unicodedata.normalize("NFKC", line).casefold())


def _lone(line: str) -> Iterable[str]:
    """The texts in brackets, and the line itself, which may be nothing but one word."""
    return [folded(text) for text in (*BRACKETS.findall(line), line)] if len(line) <= _LONGEST else []
