"""A column of texts with each different text once: what holds of a text is found out once, not row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import chain
from typing import Any, cast, overload

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.book.importing.packed import Packed, are_plainly_filled, factorized, unpacked

Codes = npt.NDArray[np.int32]
Cells = Sequence[object]
Stored = npt.NDArray[np.object_] | Packed
# So many texts of a column may be missing in a piece of it and be taken out of the list of all one by one.
_FEW = 50
# Packed cells that are unpacked at a time: who goes through a column often stops early.
_PIECE = 1_000


class Texts:
    """The different texts of a column, in its order, and the place of each of its cells among them."""

    def __init__(self, stored: Stored) -> None:
        self.codes: Codes
        if stored.dtype.kind == "S":
            self.codes, self.every = factorized(cast("Packed", stored))
        else:
            codes, every = pd.factorize(stored)
            self.codes, self.every = codes.astype(np.int32), cast("list[str]", every.tolist())

    @cached_property
    def blank(self) -> npt.NDArray[np.int64]:
        """The places of texts in which nothing can be seen."""
        plain = list(map(str.strip, self.every))
        return np.flatnonzero([not text for text in plain]) if "" in plain else np.zeros(0, dtype=np.int64)


class Coded(Sequence[object]):
    """The cells of a column, all of them texts, or a piece of one.

    Attributes:
        stored: the cells as Python texts or packed.
        numbers: decimal mark → the figures of the cells, where they were read before.
    """

    def __init__(self, stored: Stored, whole: Coded | None = None, rows: Any = None) -> None:
        self.stored, self._whole, self._rows = stored, whole, rows
        self.numbers: dict[str, npt.NDArray[np.float64]] = {}
        self._tail: tuple[int, Coded] | None = None

    def __len__(self) -> int:
        return len(self.stored)

    @overload
    def __getitem__(self, at: int) -> object: ...
    @overload
    def __getitem__(self, at: slice) -> Coded: ...
    def __getitem__(self, at: int | slice) -> object:
        if isinstance(at, slice):
            return self.at(at)
        cell = self.stored[at]
        return cell.decode() if isinstance(cell, bytes) else cell

    def __iter__(self) -> Iterator[object]:
        if self.packed is None:
            return iter(self.stored.tolist())
        if self._is_taken_apart:
            return iter(self.mapped(self.every).tolist())
        pieces = (self.packed[at : at + _PIECE] for at in range(0, len(self), _PIECE))
        return chain.from_iterable(map(unpacked, pieces))

    @property
    def packed(self) -> Packed | None:
        """The cells as they are packed; ``None`` where they are Python texts."""
        return cast("Packed", self.stored) if self.stored.dtype.kind == "S" else None

    @property
    def _is_taken_apart(self) -> bool:
        """Whether the different texts of the column are known already."""
        return "texts" in (self._whole or self).__dict__

    @cached_property
    def texts(self) -> Texts:
        """The different texts of the whole column."""
        return self._whole.texts if self._whole is not None else Texts(self.stored)

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
        if self._is_plainly_filled:
            return np.ones(len(self), dtype=np.bool_)
        return ~np.isin(self.codes, self.texts.blank)

    @property
    def _is_plainly_filled(self) -> bool:
        """Whether all cells hold something, as far as that is told without taking the column apart."""
        if self.packed is not None:
            return are_plainly_filled(self.packed)
        return not self._is_taken_apart and "" not in list(map(str.strip, self.stored.tolist()))

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
    def all_differ(self) -> bool:
        """Whether no text stands here twice."""
        return bool(self._counted.max(initial=0) <= 1)

    @cached_property
    def _counted(self) -> npt.NDArray[np.int64]:
        return np.bincount(self.codes, minlength=len(self.every))

    def counts(self) -> dict[str, int]:
        """Text → its number here."""
        return {text: count for text, count in zip(self.every, self._counted.tolist(), strict=True) if count}

    def holds(self, text: str) -> bool:
        """Whether a text stands here."""
        if self.packed is not None:
            return bool((self.packed == text.encode()).any())
        return text in self.every and bool((self.codes == self.every.index(text)).any())

    def where(self, holds: Callable[[str], bool]) -> npt.NDArray[np.bool_]:
        """Whether something holds of each cell."""
        return np.fromiter(map(holds, self.every), np.bool_, len(self.every))[self.codes]

    def mapped(self, values: Sequence[Any] | npt.NDArray[Any], dtype: Any = object) -> npt.NDArray[Any]:
        """One value a cell, given one for each of ``every``."""
        array = np.empty(len(values), dtype=dtype)
        array[:] = values
        return array[self.codes]

    def at(self, rows: slice | Sequence[int]) -> Coded:
        """The cells of some rows."""
        if isinstance(rows, slice) and rows.indices(len(self)) == (0, len(self), 1):
            return self
        picked = rows if isinstance(rows, slice) else np.asarray(rows, dtype=np.int64)
        part = Coded(self.stored[picked], self, picked)
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
