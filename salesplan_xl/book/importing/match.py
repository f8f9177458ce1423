"""Finds the header row of a foreign table and which of its headers mean which of our columns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from salesplan_xl.book.cells.celltext import folded
from salesplan_xl.book.importing.headers import BRACKETS, MARKS, UNIT_TAIL, column_words, header_key
from salesplan_xl.book.importing.read import RawSheet
from salesplan_xl.catalogue import imports as words
from salesplan_xl.schema.types import Column, Table

HEADER_ROWS = 20
EXACT, SYNONYM, ENDING = 300, 200, 100
SHORTEST_ENDING = 2
_TITLE_UNIT = re.compile(words.UNIT_TITLE)


@dataclass(frozen=True, slots=True)
class Match:
    """One sheet's columns as they were understood.

    Args:
        sheet: the sheet.
        header_row: 0-based position of the header row in it.
        positions: column key → position in the sheet.
        guessed: keys matched only by the ending of a header.
        score: how many columns fit, for choosing between rows and sheets.
    """

    sheet: RawSheet
    header_row: int = 0
    positions: dict[str, int] = field(default_factory=dict)
    guessed: tuple[str, ...] = ()
    score: tuple[int, int, int] = (0, 0, 0)

    @property
    def headers(self) -> list[str]:
        """Header texts as written, by position."""
        rows = self.sheet.rows
        return [header_text(cell) for cell in rows[self.header_row]] if rows else []


def header_text(cell: object) -> str:
    """A header as shown to the user: one line, no spaces at its ends."""
    return " ".join(str(cell).split()) if cell is not None else ""


def header_unit(text: str) -> float | None:
    """The 元 that the unit in a header stands for: ``金额(元)`` 1, ``Amount (10k CNY)`` 10,000; else ``None``."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    for inside in BRACKETS.findall(plain):
        for piece in re.split(r"[:,/、;]", inside):
            if folded(piece) in words.UNIT_WORDS:
                return words.UNIT_WORDS[folded(piece)]
    tail = UNIT_TAIL.search(BRACKETS.sub("", plain))
    return words.UNIT_WORDS.get(folded(tail[1])) if tail else None


def foreign_currency(text: str) -> bool:
    """Whether a money header names another currency, which no conversion here can know."""
    plain = folded(text)
    return any(word in plain for word in words.FOREIGN_WORDS)


def title_unit(rows: Sequence[Sequence[object]]) -> float | None:
    """The unit that lines above the header state (``单位:元``), ``None`` without one."""
    for row in rows:
        for cell in row:
            if isinstance(cell, str) and (
                unit_name := _TITLE_UNIT.search(unicodedata.normalize("NFKC", cell).casefold())
            ):
                factor = words.UNIT_WORDS.get(folded(unit_name[1]))
                if factor is not None:
                    return factor
    return None


def best_match(sheets: Iterable[RawSheet], table: Table) -> Match | None:
    """The sheet and row whose headers fit the table best; the first of equals; ``None`` if there is no row."""
    best: Match | None = None
    for sheet in sheets:
        for at, row in enumerate(sheet.rows[:HEADER_ROWS]):
            match = match_row(sheet, at, row, table)
            if best is None or match.score > best.score:
                best = match
    return best


def match_row(sheet: RawSheet, at: int, row: Sequence[object], table: Table) -> Match:
    """Match one row's cells with the table's columns: best fit first, each header and column once."""
    texts = [cell if isinstance(cell, str) else "" for cell in row]
    keys = [header_key(text) for text in texts]
    fits = sorted(_fits(texts, keys, table), reverse=True)
    contested = _contested(fits)
    positions: dict[str, int] = {}
    guessed: list[str] = []
    used: set[int] = set()
    for score, order, place in fits:
        key, position = table.columns[-order].key, -place
        if key in positions or position in used or (score, order) in contested:
            continue
        positions[key] = position
        used.add(position)
        if score < SYNONYM:
            guessed.append(key)
    needed = sum(1 for column in table.columns if column.required and column.key in positions)
    score3 = (len(positions) - len(guessed), needed, len(positions))
    return Match(sheet, at, dict(sorted(positions.items(), key=lambda item: item[1])), tuple(guessed), score3)


def _fits(texts: list[str], keys: list[str], table: Table) -> Iterable[tuple[int, int, int]]:
    """Score, and column and position counted downwards, of every header that could mean a column."""
    for number, column in enumerate(table.columns):
        for position, key in enumerate(keys):
            if key and (score := _score(texts[position], key, column)):
                yield score, -number, -position


def _contested(fits: list[tuple[int, int, int]]) -> set[tuple[int, int]]:
    """Endings that fit several headers equally well decide nothing: better to ask than to guess."""
    counts: dict[tuple[int, int], int] = {}
    for score, order, _ in fits:
        if score < SYNONYM:
            counts[score, order] = counts.get((score, order), 0) + 1
    return {key for key, count in counts.items() if count > 1}


@cache
def _comparison_forms(column: Column) -> tuple[frozenset[str], dict[str, int], frozenset[str]]:
    """Comparison forms of a column: its own names, its synonyms with rank, and all of them."""
    own = frozenset(map(header_key, column_words(column)))
    synonyms: dict[str, int] = {}
    for rank, word in enumerate(column.synonyms):
        synonyms.setdefault(header_key(word), rank)
    return own, synonyms, own | frozenset(synonyms)


def _score(text: str, key: str, column: Column) -> int:
    own, synonyms, every = _comparison_forms(column)
    if key in own:
        return EXACT
    if key in synonyms:
        return SYNONYM + 50 - synonyms[key]
    endings = [word for word in every if len(word) >= SHORTEST_ENDING and key.endswith(word)]
    endings = [word for word in endings if not word.isascii() or _whole_words(text, word)]
    return ENDING + min(50, max(map(len, endings))) if endings else 0


def _whole_words(text: str, word: str) -> bool:
    """Whether an English ending starts at a word: ``Net amount`` ends with amount, ``Discount`` not with count."""
    pieces = MARKS.split(BRACKETS.sub("", unicodedata.normalize("NFKC", text).casefold()).strip())
    return any("".join(pieces[start:]) == word for start in range(len(pieces)))
