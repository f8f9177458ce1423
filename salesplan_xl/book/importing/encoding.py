"""Decodes text files of unstated encoding by what they say; what is mixed, cut off or doubtful is not guessed."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from salesplan_xl.book.importing import familiar
from salesplan_xl.book.importing.familiar import Weight
from salesplan_xl.book.importing.words import recognised
from salesplan_xl.catalogue import imports as words
from salesplan_xl.errors import PlanInputError
from salesplan_xl.findings import Sentence

# What a user may call an encoding, and the decoder that reads it.
ENCODINGS = {
    "utf-8": "utf-8-sig", "utf-16": "utf-16", "gb18030": "gb18030", "gbk": "gb18030", "big5": "big5hkscs",
    "shift_jis": "cp932", "euc-kr": "cp949", "euc-jp": "euc_jp", "cp1252": "cp1252",
}  # fmt: skip
# Read without a word; others are told.
USUAL = frozenset({"utf-8", "utf-16", "gb18030"})
_WEIGHTS: dict[str, Weight] = {
    "gb18030": familiar.gb_weight,
    "big5": familiar.big5_weight,
    "shift_jis": familiar.japanese_weight,
    "euc-kr": familiar.korean_weight,
    "euc-jp": familiar.japanese_weight,
}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
PLAUSIBLE, PLAUSIBLE_WESTERN = 0.75, 0.95
ODD_LINE, OTHER_LINE, LINE_LETTERS = 0.4, 0.9, 3
SAMPLE, HEADER_LINES = 1 << 18, 30
ZERO_STRETCH = 64
# What decoders say of a text that ends within a character.
_CUT = ("end of data", "truncated", "incomplete")
# Text that only UTF-8 gives: two characters of three bytes, or a Western letter within a word.
_MULTIBYTE = re.compile("[\u0800-\uffff].*[\u0800-\uffff]|[A-Za-z][\u00c0-\u017f]|[\u00c0-\u017f][A-Za-z]")
_MAYBE_UTF8 = re.compile(rb"[\xe0-\xef][\x80-\xbf]{2}|[\xc3-\xc5][\x80-\xbf]")
# Between the scripts of East Asia and the Chinese characters in use: nothing that people write.
_RARE = re.compile("[\u3131-\u4dff]")
_CHINESE = {"gb18030": "big5", "big5": "gb18030"}


@dataclass(frozen=True)
class Decoded:
    """A file's text and the encoding it was read in."""

    text: str
    encoding: str


@dataclass(frozen=True)
class _Guess:
    """The first lines of a file as one encoding reads them."""

    encoding: str
    data: bytes

    @cached_property
    def text(self) -> str:
        return self.data.decode(ENCODINGS[self.encoding], errors="replace")

    @cached_property
    def score(self) -> float:
        """Plausibility of the text, between 0 and 1."""
        if self.encoding == "cp1252":
            return familiar.western(self.data)
        return familiar.familiarity(self._letters, _WEIGHTS[self.encoding])

    @cached_property
    def rank(self) -> tuple[int, float]:
        """Words of ours decide, then plausibility, then how common the characters are."""
        bonus = (
            familiar.HANGUL_BONUS if self.encoding == "euc-kr" and familiar.is_korean(self._letters) else 0.0
        )
        if self.encoding in ("gb18030", "big5"):
            bonus = familiar.COMMON_WEIGHT * familiar.common_share(self._letters)
        return _witnesses(self.text), self.score + bonus

    @property
    def is_plausible(self) -> bool:
        return self.score >= (PLAUSIBLE_WESTERN if self.encoding == "cp1252" else PLAUSIBLE)

    @cached_property
    def _letters(self) -> dict[str, int]:
        return familiar.letters_of(self.text)


def decoded(data: bytes, file: str, stated: str | None = None) -> Decoded:
    """The text of a file.

    By its byte order mark, else UTF-8 where it is that; else the encoding in which its header is a header of ours,
    or in which it looks most like something people write.

    Args:
        data: the file.
        file: its name, for error sentences.
        stated: a key of ``ENCODINGS`` where the user names it: then it is only checked that every byte fits.

    Raises:
        PlanInputError: SP-213 no encoding fits or several do, two are mixed, the end is missing, or it is no text.
    """
    marked = _marked(data)
    if stated is not None:
        text, encoding = _strictly(data, ENCODINGS[stated], stated, file), stated
    elif marked:
        encoding = "utf-8" if marked == "utf-8-sig" else "utf-16"
        text = _strictly(data, marked, encoding, file)
    else:
        encoding = _encoding_by_content(data, file)
        text = _strictly(data, ENCODINGS[encoding], encoding, file)
    if stated is None:
        _refuse_damaged(text, encoding, file)
    return Decoded(_checked(text, file), encoding)


def _marked(data: bytes) -> str | None:
    """The encoding that the first bytes name; UTF-16 without its mark shows by a zero in each separator."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    even, odd = data[0:4096:2].count(0), data[1:4096:2].count(0)
    if even + odd > 8 and (even == 0 or odd == 0):
        return "utf-16-le" if odd else "utf-16-be"
    return None


def _strictly(data: bytes, codec: str, encoding: str, file: str) -> str:
    """The text if every byte fits."""
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        line = data[: error.start].decode(codec, errors="ignore").count("\n") + 1
        if any(mark in error.reason for mark in _CUT):
            raise unreadable(file, "cut", line=line) from error
        raise unreadable(file, "line", line=line, encoding=encoding) from error


def _encoding_by_content(data: bytes, file: str) -> str:
    """The encoding of a file without a mark."""
    if _is_utf8(data):
        return "utf-8"
    _refuse_mixed_utf8(data, file)
    sample = data if len(data) <= SAMPLE else data[: data.rfind(b"\n", 0, SAMPLE)]
    guess = max(
        (_Guess(encoding, sample) for encoding in (*_WEIGHTS, "cp1252")), key=lambda guess: guess.rank
    )
    _refuse_odd_lines(data, guess.encoding, file)
    if not guess.is_plausible:
        raise _doubt(guess, file)
    return guess.encoding


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _doubt(guess: _Guess, file: str) -> PlanInputError:
    if guess.score > ODD_LINE:
        return unreadable(file, "unclear", encoding=guess.encoding)
    return unreadable(file, "encoding")


def _witnesses(text: str) -> int:
    """Words that only the right decoder brings out: headers of ours, and what company names end in."""
    lines = text.splitlines()[:HEADER_LINES]
    cells = [cell.strip('"') for line in lines for cell in _cells(line) if not cell.isascii()]
    return recognised(cells) + sum(text.count(word) for word in words.COMPANY_WORDS)


def _cells(line: str) -> list[str]:
    for delimiter in ";\t|":
        line = line.replace(delimiter, ",")
    return line.split(",")


# ── two encodings in one file ───────────────────────────────────────────────────────────────────────


def _high_lines(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The lines that are not all ASCII, with their numbers."""
    return ((number, line) for number, line in enumerate(data.split(b"\n"), 1) if not line.isascii())


def _refuse_mixed_utf8(data: bytes, file: str) -> None:
    """Lines of UTF-8 among others: as where two exports were pasted together, or the last character is cut off."""
    high = dict(_high_lines(data)) if _MAYBE_UTF8.search(data) else {}
    wide = [number for number, line in high.items() if _MAYBE_UTF8.search(line) and _is_wide(line)]
    if not wide:
        return
    if 2 * len(wide) >= len(high):
        _strictly(data, "utf-8", "utf-8", file)
    raise unreadable(file, "mixed", line=wide[0], encoding="utf-8")


def _is_wide(line: bytes) -> bool:
    return _is_utf8(line) and bool(_MULTIBYTE.search(line.decode("utf-8")))


def _refuse_odd_lines(data: bytes, encoding: str, file: str) -> None:
    """A line of another Chinese encoding than the rest of the file."""
    plain = encoding not in _CHINESE or (encoding == "gb18030" and _is_plain_chinese(data))
    for number, line in () if plain else _high_lines(data):
        if encoding == "gb18030" and _is_plain_chinese(line):
            continue
        letters = familiar.letters_of(line.decode(ENCODINGS[encoding], errors="replace"))
        if len(letters) >= LINE_LETTERS and familiar.familiarity(letters, _WEIGHTS[encoding]) < ODD_LINE:
            other = _CHINESE[encoding]
            if _fits(line, other):
                raise unreadable(file, "mixed", line=number, encoding=other)


def _is_plain_chinese(text: bytes) -> bool:
    """True for a text of frequent characters alone, as most are; quick to tell."""
    try:
        text.decode("gb2312")
    except UnicodeDecodeError:
        return False
    return True


def _fits(line: bytes, encoding: str) -> bool:
    try:
        text = line.decode(ENCODINGS[encoding])
    except UnicodeDecodeError:
        return False
    return familiar.familiarity(familiar.letters_of(text), _WEIGHTS[encoding]) >= OTHER_LINE


# ── what is no sound text in any encoding ───────────────────────────────────────────────────────────


def _refuse_damaged(text: str, encoding: str, file: str) -> None:
    if "\ufffd" in text:
        raise unreadable(file, "lost", line=_line_of(text, "\ufffd"))
    zeros = "\x00" * ZERO_STRETCH
    if zeros in text and text.strip("\x00"):
        raise unreadable(file, "zeros", line=_line_of(text, zeros))
    if encoding == "utf-16" and (line := _line_of_pairs(text)):
        raise unreadable(file, "mixed", line=line, encoding="utf-8")


def _line_of(text: str, what: str) -> int:
    return text.count("\n", 0, text.index(what)) + 1


def _line_of_pairs(text: str) -> int:
    """The first line with text of one byte a letter that was read as two; 0 without one."""
    if not _RARE.search(text):
        return 0
    for number, line in enumerate(text.split("\n"), 1):
        if sum(letter.encode("utf-16-le").isascii() for letter in _RARE.findall(line)) > 2:
            return number
    return 0


def _checked(text: str, file: str) -> str:
    """Refuses binary content; stray zero characters of old exports are dropped."""
    sample = text[:20_000]
    odd = sum(1 for letter in sample if letter < " " and letter not in "\t\r\n\x0b\x0c\x1a")
    if odd > max(3, len(sample) // 100):
        raise unreadable(file, "binary")
    return text.replace("\x00", "").removeprefix("\ufeff").rstrip("\x1a")


def unreadable(file: str, reason: str, **values: object) -> PlanInputError:
    """The refusal of a file with its reason, as one of our sentences."""
    return PlanInputError("SP-213", file=file, reason=Sentence(f"import.reason_{reason}", values))
