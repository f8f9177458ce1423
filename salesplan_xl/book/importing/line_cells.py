"""Texts of which every line is a row: their cells line by line, without reading them all."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import overload

# Longer lines are left to the careful reader.
_LONGEST_LINE = 131_072


def plain_lines(text: str, delimiter: str) -> list[str] | None:
    """The lines of a text; ``None`` where a quote or an odd line end may make one row of several lines."""
    if "\x00" in text or text.count("\r") != text.count("\r\n"):
        return None
    if '"' in text:
        mark = re.escape(delimiter)
        cells = re.compile(rf'(?:^|(?<=[{mark}\n]))"(?:[^"\r\n]|"")*"(?=[{mark}\r\n]|$)', re.MULTILINE)
        if '"' in cells.sub("", text):
            return None
    lines = text.replace("\r\n", "\n").split("\n")
    if lines and not lines[-1]:
        lines.pop()
    return lines if lines and max(map(len, lines)) < _LONGEST_LINE else None


class LineCells(Sequence[Sequence[str]]):
    """The cells of lines, split when they are asked for."""

    def __init__(self, lines: Sequence[str], delimiter: str) -> None:
        self.lines, self.delimiter = lines, delimiter
        self._quoted = re.compile(r'"(?:[^"]|"")*"')

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
    def widths(self) -> list[int]:
        """Number of cells of every line; a blank one has none."""
        if not any('"' in line for line in self.lines):
            return [line.count(self.delimiter) + 1 if line else 0 for line in self.lines]
        bare = [self._quoted.sub("", line) if '"' in line else line for line in self.lines]
        return [
            line.count(self.delimiter) + 1 if line else int(bool(full))
            for line, full in zip(bare, self.lines, strict=True)
        ]

    def only(self, keep: Sequence[int]) -> LineCells:
        """Some of the lines."""
        return LineCells([self.lines[at] for at in keep], self.delimiter)

    def blank(self) -> list[bool]:
        """Whether each line holds nothing but separators."""
        most = 2 * max(self.widths, default=1)  # a line of separators and a blank or two is no longer
        return [len(line) <= most and not line.strip(self.delimiter + " ") for line in self.lines]

    def _cells(self, line: str) -> list[str]:
        if '"' in line:
            return next(csv.reader([line], delimiter=self.delimiter, skipinitialspace=True), [])
        return [cell.lstrip(" ") for cell in line.split(self.delimiter)] if line else []
