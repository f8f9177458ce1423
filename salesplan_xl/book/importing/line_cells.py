"""Texts of which every line is a row: their cells line by line, without reading them all."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import overload

import numpy as np
import numpy.typing as npt

# Longer lines are left to the careful reader.
_LONGEST_LINE = 131_072
_BREAK, _RETURN, _QUOTE = 10, 13, 34
Counts = npt.NDArray[np.int64]


class Lines(Sequence[str]):
    """The lines of a text, as places in its bytes; each is decoded when it is asked for."""

    def __init__(self, data: bytes, starts: Counts, ends: Counts) -> None:
        self.data, self.starts, self.ends = data, starts, ends

    @staticmethod
    def of(data: bytes) -> Lines:
        """The lines of a text, without their ends."""
        letters = np.frombuffer(data, dtype=np.uint8)
        ends = np.flatnonzero(letters == _BREAK)
        if not data.endswith(b"\n"):
            ends = np.append(ends, len(data))
        starts = np.append(0, ends[:-1] + 1)
        if b"\r" in data:
            before = letters[np.maximum(ends - 1, 0)]
            ends = ends - ((before == _RETURN) & (ends > starts))
        return Lines(data, starts, ends)

    def __len__(self) -> int:
        return len(self.starts)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        if isinstance(at, slice):
            return [self[row] for row in range(*at.indices(len(self)))]
        return self.data[self.starts[at] : self.ends[at]].decode()

    def only(self, keep: Sequence[int]) -> Lines:
        """Some of the lines."""
        return Lines(self.data, self.starts[keep], self.ends[keep])

    @property
    def lengths(self) -> Counts:
        """The length of each line in bytes."""
        return np.asarray(self.ends - self.starts)

    def separators(self, delimiter: str) -> Counts:
        """Number of separators between the cells of each line; these must be all lines, their quotes sound."""
        letters = np.frombuffer(self.data, dtype=np.uint8)
        places = np.flatnonzero(letters == ord(delimiter))
        if b'"' in self.data:
            quotes = np.flatnonzero(letters == _QUOTE)
            places = places[np.searchsorted(quotes, places) % 2 == 0]
        each, more = divmod(len(places), len(self))
        if each and not more:
            rows = places.reshape(-1, each)
            if (rows[:, 0] >= self.starts).all() and (rows[:-1, -1] < self.starts[1:]).all():
                return np.full(len(self), each)  # all lines alike, as in most files: no search for each
        before = np.searchsorted(places, np.append(self.starts, len(self.data)))
        return np.asarray(np.diff(before))


def plain_lines(data: bytes, delimiter: str) -> Lines | None:
    """The lines of a text; ``None`` where a quote or an odd line end may make one row of several lines."""
    if b"\x00" in data or (b"\r" in data and data.count(b"\r") != data.count(b"\r\n")):
        return None
    if b'"' in data and not _are_quotes_sound(data, delimiter):
        return None
    lines = Lines.of(data)
    return lines if len(lines) and lines.lengths.max() < _LONGEST_LINE else None


def _are_quotes_sound(data: bytes, delimiter: str) -> bool:
    """Whether every quote begins or ends a whole cell within its line, or is one of two for a quote in such a cell."""
    letters = np.frombuffer(data, dtype=np.uint8)
    quotes = np.flatnonzero(letters == _QUOTE)
    if len(quotes) % 2:
        return False
    opening, closing = quotes[::2], quotes[1::2]
    doubled = closing[:-1] + 1 == opening[1:]
    begins = np.isin(letters[opening - 1], [*delimiter.encode(), _BREAK]) | (opening == 0)
    ends = np.isin(letters[(closing + 1) % len(letters)], [*delimiter.encode(), _RETURN, _BREAK])
    ends |= closing == len(letters) - 1
    begins[1:] |= doubled
    ends[:-1] |= doubled
    if not (begins.all() and ends.all()):
        return False
    breaks = np.flatnonzero(letters == _BREAK)
    return np.array_equal(np.searchsorted(breaks, opening), np.searchsorted(breaks, closing))


class LineCells(Sequence[Sequence[str]]):
    """The cells of lines, split when they are asked for."""

    def __init__(self, lines: Lines, delimiter: str, widths: Counts | None = None) -> None:
        self.lines, self.delimiter, self._widths = lines, delimiter, widths

    def __len__(self) -> int:
        return len(self.lines)

    @overload
    def __getitem__(self, at: int) -> Sequence[str]: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Sequence[str]]: ...
    def __getitem__(self, at: int | slice) -> Sequence[str] | Sequence[Sequence[str]]:
        if isinstance(at, slice):
            return [self._cells(line) for line in self.lines[at]]
        return self._cells(self.lines[at])

    def __iter__(self) -> Iterator[Sequence[str]]:
        return map(self._cells, self.lines)

    @cached_property
    def widths(self) -> Counts:
        """Number of cells of every line; a blank one has none."""
        if self._widths is not None:
            return self._widths
        return np.asarray(self.lines.separators(self.delimiter) + (self.lines.lengths > 0))

    def only(self, keep: Sequence[int]) -> LineCells:
        """Some of the lines."""
        return LineCells(self.lines.only(keep), self.delimiter, self.widths[keep])

    def blank(self) -> npt.NDArray[np.bool_]:
        """Whether each line holds nothing but separators."""
        most = 2 * max(1, self.widths.max(initial=1))  # a line of separators and a blank or two is no longer
        blank = self.lines.lengths <= most
        for at in np.flatnonzero(blank).tolist():
            blank[at] = not self.lines[at].strip(self.delimiter + " ")
        return np.asarray(blank)

    def _cells(self, line: str) -> list[str]:
        if '"' in line:
            return next(csv.reader([line], delimiter=self.delimiter, skipinitialspace=True), [])
        return [cell.lstrip(" ") for cell in line.split(self.delimiter)] if line else []
