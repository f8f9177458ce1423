"""A column of texts with each different text once: what holds of a text is found out once, not row by row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pandas as pd

Codes = npt.NDArray[np.int64]


class Coded(list[object]):
    """The cells of a column, all of them texts, and the place of each among the different ones.

    Attributes:
        numbers: decimal mark → the figures of the cells, where they were read before.
    """

    def __init__(self, array: npt.NDArray[np.object_], codes: tuple[Codes, list[str]] | None = None) -> None:
        super().__init__(array.tolist())
        self._array, self._given = array, codes
        self.numbers: dict[str, npt.NDArray[np.float64]] = {}
        self._tail: tuple[int, Coded] | None = None

    @cached_property
    def _both(self) -> tuple[Codes, list[str]]:
        if self._given is not None:
            return self._given
        codes, every = pd.factorize(self._array)
        return codes, cast("list[str]", every.tolist())

    @property
    def codes(self) -> Codes:
        """The place of each cell's text in ``every``."""
        return self._both[0]

    @property
    def every(self) -> list[str]:
        """The different texts, maybe with some of the whole column that do not stand here."""
        return self._both[1]

    @property
    def are_few(self) -> bool:
        """Whether texts recur, so that it pays to look at each once."""
        return 2 * len(self.every) <= len(self)

    def distinct(self) -> list[str]:
        """The different texts that stand here, in the order of the column."""
        if len(self) == 0:
            return []
        present = np.bincount(self.codes, minlength=len(self.every)) > 0
        return self.every if present.all() else [text for text, hit in zip(self.every, present, strict=True) if hit]

    def counts(self) -> dict[str, int]:
        """How often each text stands here."""
        numbers = np.bincount(self.codes, minlength=len(self.every)).tolist()
        return {text: count for text, count in zip(self.every, numbers, strict=True) if count}

    def where(self, holds: Callable[[str], bool]) -> npt.NDArray[np.bool_]:
        """Whether something holds of each cell."""
        return np.fromiter(map(holds, self.every), np.bool_, len(self.every))[self.codes]

    def mapped(self, values: Sequence[Any], dtype: Any = object) -> npt.NDArray[Any]:
        """One value a cell, given one for each of ``every``."""
        array = np.empty(len(values), dtype=dtype)
        array[:] = values
        return array[self.codes]

    def at(self, rows: slice | Sequence[int]) -> Coded:
        """The cells of some rows."""
        picked = rows if isinstance(rows, slice) else np.asarray(rows, dtype=np.int64)
        part = Coded(self._array[picked], (self.codes[picked], self.every))
        part.numbers = {mark: numbers[picked] for mark, numbers in self.numbers.items()}
        return part

    def below(self, row: int) -> Coded:
        """The cells from a row on; the last such piece is kept, with the figures read of it."""
        if self._tail is None or self._tail[0] != row:
            self._tail = row, self.at(slice(row, None))
        return self._tail[1]


def below(column: list[object], row: int) -> list[object]:
    """The cells of a column from a row on."""
    return column.below(row) if isinstance(column, Coded) else column[row:]


def taken(column: list[object], rows: Sequence[int], start: int = 0) -> list[object]:
    """The cells of rows of a column whose body starts at a row; rows one below the other are a piece of it."""
    together = bool(rows) and rows[-1] - rows[0] + 1 == len(rows)
    if isinstance(column, Coded):
        body = column.below(start) if start else column
        if together:
            return body.at(slice(rows[0] - start, rows[-1] + 1 - start))
        return body.at([row - start for row in rows])
    if together:
        return column[rows[0] : rows[-1] + 1]
    return [column[row] for row in rows]


def distinct(column: list[object]) -> set[object]:
    """The different cells of a column."""
    return set(column.distinct()) if isinstance(column, Coded) else set(column)
