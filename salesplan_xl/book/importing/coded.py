"""A column of texts with each different text once: what holds of a text is found out once, not row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any, cast, overload

import numpy as np
import numpy.typing as npt
import pandas as pd

Codes = npt.NDArray[np.int32]
Cells = Sequence[object]
# So many texts of a column may be missing in a piece of it and be taken out of the list of all one by one.
_FEW = 50


class Texts:
    """The different texts of a column, in its order, and the place of each of its cells among them."""

    def __init__(self, array: npt.NDArray[np.object_]) -> None:
        codes, every = pd.factorize(array)
        self.codes: Codes = codes.astype(np.int32)
        self.every = cast("list[str]", every.tolist())

    @cached_property
    def blank(self) -> npt.NDArray[np.int64]:
        """The places of texts in which nothing can be seen."""
        plain = list(map(str.strip, self.every))
        return np.flatnonzero([not text for text in plain]) if "" in plain else np.zeros(0, dtype=np.int64)


class Coded(Sequence[object]):
    """The cells of a column, all of them texts, or a piece of one.

    Attributes:
        numbers: decimal mark → the figures of the cells, where they were read before.
    """

    def __init__(self, array: npt.NDArray[np.object_], whole: Coded | None = None, rows: Any = None) -> None:
        self.array, self._whole, self._rows = array, whole, rows
        self.numbers: dict[str, npt.NDArray[np.float64]] = {}
        self._tail: tuple[int, Coded] | None = None

    def __len__(self) -> int:
        return len(self.array)

    @overload
    def __getitem__(self, at: int) -> object: ...
    @overload
    def __getitem__(self, at: slice) -> Coded: ...
    def __getitem__(self, at: int | slice) -> object:
        return self.at(at) if isinstance(at, slice) else self.array[at]

    def __iter__(self) -> Iterator[object]:
        return iter(self.array.tolist())

    @cached_property
    def texts(self) -> Texts:
        """The different texts of the whole column."""
        return self._whole.texts if self._whole is not None else Texts(self.array)

    @cached_property
    def codes(self) -> Codes:
        """The place of each cell's text in ``every``."""
        return self._whole.codes[self._rows] if self._whole is not None else self.texts.codes

    @property
    def every(self) -> list[str]:
        """The different texts, maybe with some of the whole column that do not stand here."""
        return self.texts.every

    @property
    def are_few(self) -> bool:
        """Whether texts recur, so that it pays to look at each once."""
        return 2 * len(self.every) <= len(self)

    @cached_property
    def filled(self) -> npt.NDArray[np.bool_]:
        """Whether each cell holds something that can be seen."""
        root = self._whole or self
        if "texts" not in root.__dict__ and "" not in list(map(str.strip, self.array.tolist())):
            return np.ones(len(self), dtype=np.bool_)  # told without taking the column apart
        return ~np.isin(self.codes, self.texts.blank)

    @cached_property
    def distinct(self) -> list[str]:
        """The different texts that stand here, in the order of the column."""
        absent = np.flatnonzero(self._counted == 0).tolist()
        if len(absent) > _FEW:
            return [self.every[at] for at in np.flatnonzero(self._counted).tolist()]
        every = self.every.copy() if absent else self.every
        for at in reversed(absent):
            del every[at]
        return every

    @property
    def _counted(self) -> npt.NDArray[np.int64]:
        return np.bincount(self.codes, minlength=len(self.every))

    def counts(self) -> dict[str, int]:
        """Text → its number here."""
        return {text: count for text, count in zip(self.every, self._counted.tolist(), strict=True) if count}

    def holds(self, text: str) -> bool:
        """Whether a text stands here."""
        return text in self.every and bool((self.codes == self.every.index(text)).any())

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
        part = Coded(self.array[picked], self, picked)
        part.numbers = {mark: numbers[picked] for mark, numbers in self.numbers.items()}
        return part

    def below(self, row: int) -> Coded:
        """The cells from a row on; the last such piece is kept, with the figures read of it."""
        if self._tail is None or self._tail[0] != row:
            self._tail = row, self.at(slice(row, None))
        return self._tail[1]


def below(column: Cells, row: int) -> Cells:
    """The cells of a column from a row on."""
    return column.below(row) if isinstance(column, Coded) else column[row:]


def taken(column: Cells, rows: Sequence[int], start: int = 0) -> Cells:
    """The cells of rows of a column whose body starts at a row; rows one below the other are a piece of it."""
    together = len(rows) > 0 and rows[-1] - rows[0] + 1 == len(rows)
    if isinstance(column, Coded):
        body = column.below(start) if start else column
        if together:
            return body.at(slice(rows[0] - start, rows[-1] + 1 - start))
        return body.at([row - start for row in rows])
    if together:
        return column[rows[0] : rows[-1] + 1]
    return [column[row] for row in rows]


def distinct(column: Cells) -> set[object]:
    """The different cells of a column."""
    return set(column.distinct) if isinstance(column, Coded) else set(column)
