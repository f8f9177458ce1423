"""Measures of how much a decoded text looks like something people write, judged by its characters.

A wrong decoder gives valid but rare characters: the share of those that schools teach tells the right one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache

from salesplan_xl.book.importing.header_text import simplified
from salesplan_xl.catalogue import imports as words

# Among decodings that are both possible, words that people really use outweigh a hair of plausibility.
COMMON_WEIGHT, HANGUL_BONUS, ENOUGH_HANGUL = 0.5, 0.1, 6
_HIGH_RUNS = re.compile(rb"[\x80-\xff]+")
# Letters of Western languages and the marks they are printed with, as Windows-1252 has them.
_WESTERN = frozenset(
    {0x80, 0x8A, 0x8C, 0x8E, 0x9A, 0x9C, 0x9E, 0x9F, 0xA0, 0xA7, 0xA9, 0xAB, 0xAE, 0xB0, 0xBB}
    | set(range(0x91, 0x9A))
    | set(range(0xC0, 0x100)) - {0xD7, 0xF7}
)
_COMMON = frozenset(words.COMMON)
Weight = Callable[[str], float | None]


def familiarity(letters: Mapping[str, int], weight: Weight) -> float:
    """The mean weight of letters by how often they occur; 1 where there is nothing to judge."""
    weighed = [(value, count) for letter, count in letters.items() if (value := weight(letter)) is not None]
    total = sum(count for _, count in weighed)
    return sum(value * count for value, count in weighed) / total if total else 1.0


def letters_of(text: str) -> Counter[str]:
    """The characters beyond ASCII and how often they occur."""
    return Counter({letter: count for letter, count in Counter(text).items() if letter > "\x7f"})


def common_share(letters: Mapping[str, int]) -> float:
    """The share of characters of Chinese names and business, in either script."""
    total = sum(letters.values())
    return sum(n for letter, n in letters.items() if simplified(letter) in _COMMON) / total if total else 0.0


def western(data: bytes) -> float:
    """The share of bytes beyond ASCII that are single letters of Western languages, standing among ASCII ones."""
    runs = _HIGH_RUNS.findall(data)
    total = sum(map(len, runs))
    fine = sum(len(run) for run in runs if len(run) <= 2 and all(byte in _WESTERN for byte in run))
    return fine / total if total else 1.0


def is_korean(letters: Mapping[str, int]) -> bool:
    """True for letters beyond ASCII that are all Hangul, and enough of them to be no accident."""
    hangul = [letter for letter in letters if "가" <= letter <= "힣"]
    return len(hangul) >= ENOUGH_HANGUL and len(hangul) == sum(_is_letter(letter) for letter in letters)


def _is_letter(letter: str) -> bool:
    return letter.isalnum() and not "！" <= letter <= "～"


def _bytes_in(letter: str, encoding: str) -> bytes:
    try:
        return letter.encode(encoding)
    except UnicodeEncodeError:
        return b""


@cache
def gb_weight(letter: str) -> float | None:
    """Chinese as written in GB18030: the two levels of GB2312, then traditional characters, then the rest."""
    if not _is_letter(letter):
        return None if letter != "\ufffd" and not _is_private(letter) else 0.0
    code = _bytes_in(letter, "gb2312")
    if len(code) == 2 and code[0] >= 0xB0:
        return 0.97 if code[0] <= 0xD7 else 0.85
    return 0.75 if (big5_weight(letter) or 0) == 1 else 0.0


@cache
def big5_weight(letter: str) -> float | None:
    """Chinese as written in Big5: its frequent characters, then the less frequent."""
    if not _is_letter(letter):
        return None if letter != "\ufffd" and not _is_private(letter) else 0.0
    code = int.from_bytes(_bytes_in(letter, "big5hkscs"))
    if 0xA440 <= code <= 0xC67E:
        return 1.0
    return 0.7 if 0xC940 <= code <= 0xF9FE else 0.0


@cache
def japanese_weight(letter: str) -> float | None:
    """Japanese: kana, then the two levels of kanji."""
    if not _is_letter(letter):
        return None if letter != "\ufffd" and not _is_private(letter) else 0.0
    if "぀" <= letter <= "ヿ":
        return 1.0
    code = _bytes_in(letter, "euc_jp")
    if len(code) == 2 and code[0] >= 0xB0:
        return 0.95 if code[0] <= 0xCF else 0.5
    return 0.2 if "｡" <= letter <= "ﾟ" else 0.0


@cache
def korean_weight(letter: str) -> float | None:
    """Korean: the syllables in use; Chinese characters are rare in it."""
    if not _is_letter(letter):
        return None if letter != "\ufffd" and not _is_private(letter) else 0.0
    if "가" <= letter <= "힣":
        return 1.0 if _bytes_in(letter, "euc_kr") else 0.2
    return 0.3 if _bytes_in(letter, "euc_kr") else 0.0


def _is_private(letter: str) -> bool:
    return "\ue000" <= letter <= "\uf8ff"
