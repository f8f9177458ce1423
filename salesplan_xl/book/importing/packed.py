"""Short texts as bytes of one width: told apart and counted all at once, made into Python texts only where needed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Packed = npt.NDArray[np.bytes_]
# Longer texts stay Python texts: their columns would be mostly empty.
WIDEST = 64
_WORD = 8
# An odd number with its bits in no order, to make one word of several.
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_SPACE, _DELETE = 0x20, 0x7F
_UNDERSCORE = 0x5F


def width_for(texts: Sequence[str]) -> int:
    """The bytes to keep for each text of a column that holds such as these; 0 where they are too long for it."""
    longest = max((len(text.encode()) for text in texts), default=0)
    width = _WORD * (longest // _WORD + 1)
    return width if width <= WIDEST else 0


def may_be_truncated(cells: Packed) -> bool:
    """Whether a text is as long as the width, and may have been longer."""
    return bool(_letters(cells)[:, -1].any())


def unpacked(cells: Packed) -> list[str]:
    """The texts; none of them has a line break."""
    return b"\n".join(cells.tolist()).decode().split("\n") if len(cells) else []


def factorized(cells: Packed) -> tuple[npt.NDArray[np.int32], list[str]]:
    """The place of each text among the different ones, and these in the order in which they first stand."""
    places, different = pd.factorize(_hashed(cells))
    first = np.empty(len(different), dtype=np.int64)
    first[places[::-1]] = np.arange(len(cells) - 1, -1, -1)  # of equal ones the first is written last
    if not all(np.array_equal(word[first][places], word) for word in _words(cells).T):
        places, first = _factorized_by_words(cells)
    return places.astype(np.int32), unpacked(cells[first])


def plain_figures(cells: Packed) -> npt.NDArray[np.float64] | None:
    """The figures of texts that Python reads as finite numbers, NaN where blank; ``None`` where one is another text."""
    if (_letters(cells) == _UNDERSCORE).any():
        return None
    blank = cells == b""
    try:
        numbers = (
            np.where(blank, b"nan", cells).astype(np.float64) if blank.any() else cells.astype(np.float64)
        )
    except ValueError:
        return None
    return numbers if np.array_equal(np.isfinite(numbers), ~blank) else None


def are_plainly_filled(cells: Packed) -> bool:
    """Whether each text begins with a letter, figure or mark of ASCII; others may be blank or not."""
    first = _letters(cells)[:, 0]
    return bool(((first > _SPACE) & (first < _DELETE)).all())


def _letters(cells: Packed) -> npt.NDArray[np.uint8]:
    """The bytes of each text, zeros behind it."""
    return np.ascontiguousarray(cells).view(np.uint8).reshape(len(cells), cells.itemsize)


def _words(cells: Packed) -> npt.NDArray[np.uint64]:
    """The bytes of each text, eight at a time."""
    return np.ascontiguousarray(cells).view(np.uint64).reshape(len(cells), cells.itemsize // _WORD)


def _hashed(cells: Packed) -> npt.NDArray[np.uint64]:
    """A number for each text: equal for equal ones, and hardly ever for others."""
    first, *others = _words(cells).T
    hashed: npt.NDArray[np.uint64] = first.copy()
    for word in others:
        hashed *= _MULTIPLIER
        hashed ^= word
    return hashed


def _factorized_by_words(cells: Packed) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """Places and first rows of the different texts, where two of them have one number."""
    words = pd.DataFrame(_words(cells))
    places = words.groupby(list(words.columns), sort=False).ngroup().to_numpy()
    return places, np.flatnonzero(~words.duplicated().to_numpy())
