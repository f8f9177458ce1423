"""A header as it is compared: without width, case, spaces, brackets, marks, unit, currency and words for tax."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from salesplan_xl.book.cells.celltext import folded
from salesplan_xl.catalogue import imports as words

BRACKETS = re.compile(words.BRACKETS)
_SIMPLIFIED = str.maketrans(words.TRADITIONAL, words.SIMPLIFIED)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_SPLIT = re.compile(r"[^\w]+|_+")
_UNIT_TAIL = re.compile(words.UNIT_TAIL)
_WITHOUT_TAX, _WITH_TAX = re.compile(words.WITHOUT_TAX), re.compile(words.WITH_TAX)
_OWN_CURRENCY = re.compile(words.OWN_CURRENCY)
_MARKS = re.compile("['’‘`]")
_NOISE = re.compile(words.HEADER_NOISE)


@dataclass(frozen=True, slots=True)
class Header:
    """A header, taken apart.

    Args:
        text: as written, on one line.
        key: the form in which it is compared.
        unit: how many of the currency one of its figures is; ``None`` where it does not say.
        currency: the ISO code it names.
        tax: ``with``, ``without`` or nothing.
        own_currency: it says that figures are in the book-keeping currency.
        percent: it says that figures are percentages.
    """

    text: str
    key: str = ""
    unit: float | None = None
    currency: str = ""
    tax: str = ""
    own_currency: bool = False
    percent: bool = False


def simplified(text: str) -> str:
    """Traditional characters as simplified ones."""
    return text.translate(_SIMPLIFIED)


def one_line(cell: object) -> str:
    """A header as shown to the user."""
    return " ".join(str(cell).split()) if cell is not None else ""


@cache
def parsed(text: str) -> Header:
    """A header taken apart."""
    plain = simplified(unicodedata.normalize("NFKC", _CAMEL.sub(" ", text)).casefold()).strip(" *:")
    plain = plain.replace("#", " no ")
    inside = [piece for picked in BRACKETS.findall(plain) for piece in re.split(r"[:,/、;]", picked)]
    bare = BRACKETS.sub(" ", plain)
    tail = _UNIT_TAIL.search(bare)
    units = [_unit(piece) for piece in (*inside, *((tail[1],) if tail else ()))]
    tax = "without" if _WITHOUT_TAX.search(plain) else "with" if _WITH_TAX.search(plain) else ""
    kept = _WITH_TAX.sub(" ", _WITHOUT_TAX.sub(" ", _UNIT_TAIL.sub("", bare)))
    return Header(
        text, _joined(_OWN_CURRENCY.sub(" ", kept)) or _joined(bare) or _joined(plain),
        next((unit for unit in units if unit is not None), None), _currency([*inside, *bare.split()]), tax,
        bool(_OWN_CURRENCY.search(plain.replace("原币", ""))), "%" in plain or "percent" in plain,
    )  # fmt: skip


def header_key(text: str) -> str:
    """The form in which headers are compared."""
    return parsed(text).key


def _joined(text: str) -> str:
    return _NOISE.sub("", "".join(_SPLIT.split(text))) or "".join(_SPLIT.split(text))


def pieces(text: str) -> list[str]:
    """The words of a header."""
    plain = simplified(unicodedata.normalize("NFKC", _CAMEL.sub(" ", text)).casefold())
    return [piece for piece in _SPLIT.split(BRACKETS.sub(" ", plain)) if piece]


def _unit(piece: str) -> float | None:
    return words.UNIT_WORDS.get(_MARKS.sub("", folded(piece)))


def _currency(inside: list[str]) -> str:
    """The currency that a bracket or a word names."""
    for piece in inside:
        plain = folded(piece).strip("*:-")
        for mark in (plain, *re.split(r"[^a-z]+", plain)):
            if mark in words.CURRENCY_NAMES:
                return words.CURRENCY_NAMES[mark]
    return ""
