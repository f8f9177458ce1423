"""Telling whether columns still hold what a command wrote, without keeping a second copy of them.

Texts are compared exactly. Numbers are compared by a weighted sum: a program that saves fewer digits than Excel
changes every number a little and none of them really; whoever sorts rows or types another number changes the sum.
"""

from __future__ import annotations

import datetime as dt
import math
import zlib
from collections.abc import Sequence

import numpy as np

Digest = list[float]

# Fifteen digits, the fewest a program saves, are off by up to 5e-15; a plan's numbers have far fewer of their own.
TOLERANCE = 1e-13
_GOLDEN = (math.sqrt(5) - 1) / 2


def digest(column: Sequence[object]) -> Digest:
    """Check sums of a column: of its texts, of its numbers, and how large the numbers are."""
    kinds = set(map(type, column))
    if kinds <= {str, type(None)}:
        return [_check([value or "" for value in column]), 0.0, 0.0]  # type: ignore[misc]
    if kinds == {float}:
        return [_check(["#"] * len(column)), *_weighted(range(len(column)), column)]
    if kinds <= {float, type(None)}:
        texts = ["" if value is None else "#" for value in column]
    elif kinds <= {dt.datetime, type(None)}:
        texts = [value.isoformat()[:10] if value else "" for value in column]  # type: ignore[attr-defined]
    else:
        texts = list(map(_text, column))
    rows = [row for row, text in enumerate(texts) if text == "#" and not isinstance(column[row], str)]
    return [_check(texts), *_weighted(rows, [column[row] for row in rows])]


def _weighted(rows: Sequence[int], numbers: Sequence[object]) -> tuple[float, float]:
    """The weighted sum of the numbers in these rows, and of their sizes."""
    weights = 1 + np.array(rows, dtype=np.float64) * _GOLDEN % 1
    weighted = weights * np.array(numbers, dtype=np.float64)
    return math.fsum(weighted.tolist()), math.fsum(np.abs(weighted).tolist())


def _check(texts: Sequence[str]) -> int:
    return zlib.crc32("\x1f".join(texts).encode("utf-8", "surrogatepass"))


def agree(left: Sequence[float], right: Sequence[float]) -> bool:
    """Whether two check sums are those of the same column."""
    return left[0] == right[0] and abs(left[1] - right[1]) <= TOLERANCE * max(left[2], right[2])


def _text(value: object) -> str:
    if type(value) is str:
        return value
    if value is None or value == "":
        return ""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return "#"
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat()[:10]
    return str(value)
