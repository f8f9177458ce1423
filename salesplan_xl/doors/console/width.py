"""Text at a console: a Chinese character takes two columns, and lines end at the width of the window."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Iterator

import click

MOST, LEAST = 100, 40
# What may not begin a line.
_CLOSING = ",.;:!?)]}%，。；：！？、）】》”’」"


def console_width() -> int:
    """The columns that a page uses: those of the window, within reason."""
    return max(LEAST, min(MOST, shutil.get_terminal_size().columns - 1))


def columns(text: str) -> int:
    """The columns a text takes; marks of colour take none."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in click.unstyle(text))


def padded(text: str, width: int) -> str:
    """A text filled up with blanks to a width."""
    return text + " " * (width - columns(text))


def cut(text: str, width: int) -> str:
    """A text that fits; what is left out shows as an ellipsis."""
    if columns(text) <= width:
        return text
    while text and columns(text) > width - 1:
        text = text[:-1]
    return f"{text.rstrip()}…"


def wrapped(text: str, width: int) -> list[str]:
    """The lines of a text without styles: broken between words, and anywhere between Chinese characters."""
    lines, line = [], ""
    for piece in _pieces(text):
        if line.strip() and columns(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()]


def _pieces(text: str) -> Iterator[str]:
    """The pieces that may not be broken: words with the blanks behind them, and single wide characters."""
    piece = ""
    for letter in text:
        beside_wide = piece and letter not in _CLOSING and (_is_wide(letter) or _is_wide(piece[-1]))
        if beside_wide or _ends(piece, letter):
            yield piece
            piece = ""
        piece += letter
    if piece:
        yield piece


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF"


def _ends(piece: str, following: str) -> bool:
    return piece[-1:] == " " and following != " "
