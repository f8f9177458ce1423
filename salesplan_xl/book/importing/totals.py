"""Rows that are no rows: totals and subtotals by word and by sum, page lines, footers, groups, repeated headers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from salesplan_xl.book.importing.header_text import simplified
from salesplan_xl.book.importing.words import phrases

# Beginnings and ends that a company's name may have as well; only a sum or a missing day confirms them.
_WEAK = ("total ", "sum of ", "gesamt ", "summe ", " sum", " average", " count", " result", " ergebnis")


@lru_cache(maxsize=50_000)
def total_word(text: str) -> str:
    """``whole`` for a cell that is nothing but a word for a total, ``strong`` or ``weak`` where one begins or ends it.

    Weak is what a company may be called, too: Total Energies.
    """
    plain = simplified(" ".join(unicodedata.normalize("NFKC", text).casefold().split()))
    bare = re.sub(r"^[ :()\[\]\-=*]+|[ :()\[\]\-=*]+$", "", plain) or plain
    if bare.replace(" ", "") in _whole() or re.fullmatch(r"(?:grand )?totals? ?\(.*\)|\*+", plain):
        return "whole"
    if plain.endswith(phrases("total", "end")) or plain.startswith(phrases("total", "begin")):
        weak = plain.startswith(_WEAK[:4]) or plain.endswith(_WEAK[4:])
        return "weak" if weak and not plain.startswith("total for ") else "strong"
    return ""


@lru_cache(maxsize=1)
def _whole() -> frozenset[str]:
    return frozenset(word.replace(" ", "") for word in phrases("total", "whole"))


@lru_cache(maxsize=50_000)
def is_footer(text: str) -> bool:
    """Whether a text begins like what programs print below a list.

    A word such as 打印 introduces something, a colon or a figure; a company that begins with it is none.
    """
    plain = simplified(unicodedata.normalize("NFKC", text).casefold().strip())
    if plain.startswith(phrases("total", "notice")):
        return True
    return plain.startswith(phrases("total", "footer")) and (":" in plain or plain[-1:].isdigit())


# What figures, days and numbers of documents are made of, besides letters.
_MANY = 20_000
_FIGURES = str.maketrans("", "", "0123456789.,/")


@lru_cache(maxsize=1)
def _hints() -> tuple[str, ...]:
    """Pieces of words for totals, without spaces; none of them in a text spares a closer look."""
    words = {
        word.strip(" :-").replace(" ", "")
        for key in ("whole", "end", "begin")
        for word in phrases("total", key)
    }
    return tuple(sorted({*words, "計", "總", "匯", "彙"} - {""}))


def _squeezed(text: str) -> str:
    return text.casefold().replace(" ", "").replace("\u3000", "")


def _kinds(texts: Sequence[str]) -> set[str]:
    """Texts without their figures: numbers of orders differ in nothing else."""
    return set("\n".join(texts).translate(_FIGURES).split("\n"))


def total_words(texts: Sequence[str]) -> dict[str, str]:
    """The texts that are words for totals, with how surely; see ``total_word``."""
    kinds = {kind for at in range(0, len(texts), _MANY) for kind in _kinds(texts[at : at + _MANY])}
    whole = _squeezed("\n".join(kinds))
    hints = [hint for hint in _hints() if hint in whole]
    if not hints:
        return {}
    close = (text for text in set(texts) if text and any(hint in _squeezed(text) for hint in hints))
    return {text: word for text in close if (word := total_word(text))}
