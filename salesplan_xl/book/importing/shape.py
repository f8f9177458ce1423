"""Finds signs that the rows of a separated text are not those that were exported.

A reader makes rows of anything. What betrays a broken file is that a quoted cell holds whole rows, that figures stand
where figures never stand, and that rows are longer or shorter than the header without being titles, totals or notes.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from salesplan_xl.book.importing.line_cells import LineCells
from salesplan_xl.book.importing.words import header_row

HEADER_ROWS, SAMPLE_ROWS = 40, 400
# Fewer rows tell nothing of what a column holds, or of what is never blank in it.
ENOUGH_ROWS, MANY_ROWS = 3, 5
# That many short rows are how the program writes blanks.
HABIT, HABIT_SHARE = 3, 0.05
FIGURES = 0.8


@dataclass(frozen=True, slots=True)
class Records:
    """The rows of a text, with the first and last line of the file each was read from, counted from 1."""

    cells: Sequence[Sequence[str]]
    first: Sequence[int]
    last: Sequence[int]

    def filled(self) -> Records:
        """Without rows that are blank throughout."""
        if isinstance(self.cells, LineCells):
            blank = self.cells.blank()
            if not blank.any():
                return self
            keep = np.flatnonzero(~blank).tolist()
        else:
            keep = [at for at, cells in enumerate(self.cells) if not all(map(_is_blank, cells))]
        if len(keep) == len(self.cells):
            return self
        cells = (
            self.cells.only(keep) if isinstance(self.cells, LineCells) else [self.cells[at] for at in keep]
        )
        return Records(cells, [self.first[at] for at in keep], [self.last[at] for at in keep])


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault and its line; ``count`` cells where there are usually ``usual``."""

    reason: str
    line: int
    count: int = 0
    usual: int = 0


def first_fault(records: Records, text: str, delimiter: str) -> Fault | None:
    """The first sign that the text is broken; ``None`` for a sound one.

    Args:
        records: all rows.
        text: what they were read from.
        delimiter: what separates cells.
    """
    table = _Table(records.filled())
    if table.width < 2:
        return None
    faults = [
        *_split_header(table), *_longer_header(table), *_swallowed(table, text, delimiter), *_shifted(table),
        *_short(table, text), *_broken(table),
    ]  # fmt: skip
    return min(faults, key=lambda fault: fault.line, default=None)


class _Table:
    """The common shape of rows.

    Attributes:
        records: all rows.
        header: the position of the row of headers, where there is one.
        start: the position of the first row below it.
    """

    def __init__(self, records: Records) -> None:
        self.records = records
        self.header = header_row(records.cells[:HEADER_ROWS])
        self.start = 0 if self.header is None else self.header + 1

    @cached_property
    def widths(self) -> npt.NDArray[np.int64]:
        """Number of cells of every row."""
        if isinstance(self.records.cells, LineCells):
            return self.records.cells.widths
        return np.fromiter(map(len, self.records.cells), np.int64, len(self.records.cells))

    @cached_property
    def width(self) -> int:
        """Number of cells in a row: as many as in the header, without one as in most rows."""
        if self.header is not None:
            below = self.records.cells[self.header + 1 : self.header + 2]
            second = [cells for cells in below if not any(map(_is_figure, cells))]
            return max(len(_trimmed(cells)) for cells in (self.records.cells[self.header], *second))
        widths = Counter(self.widths.tolist())
        return max(widths, key=lambda width: (widths[width], width), default=0)

    @cached_property
    def body(self) -> list[Sequence[str]]:
        """The first rows with figures: titles, headers, groups and notes have none."""
        first = self.records.cells[self.start : self.start + SAMPLE_ROWS]
        return [cells for cells in first if any(map(_is_figure, cells))]

    @cached_property
    def figures(self) -> frozenset[int]:
        """Columns that hold figures, dates or numbers with few letters, and hardly anything else."""
        return frozenset(at for at in range(self.width) if self._share(at) >= FIGURES)

    @cached_property
    def filled(self) -> dict[int, tuple[int, int]]:
        """Of each column of figures, how many rows reach it and how many fill it."""
        counts = {}
        for at in self.figures:
            reached = [cells[at] for cells in self.body if len(cells) > at]
            counts[at] = len(reached), sum(not _is_blank(cell) for cell in reached)
        return counts

    def below(self, hit: npt.NDArray[np.bool_]) -> list[int]:
        """The positions of rows below the header for which something holds."""
        return [int(at) for at in np.flatnonzero(hit) if at >= self.start]

    def is_complete(self, cells: Sequence[str]) -> bool:
        """True for a row with figures in all columns that hardly ever lack them."""
        usual = [at for at, (reached, filled) in self.filled.items() if filled >= FIGURES * reached]
        return len(cells) >= self.width and all(_is_figure(cells[at]) for at in usual)

    def begins(self, cells: Sequence[str]) -> bool:
        """True where the first column of figures holds one: titles, totals and notes have other things there."""
        first = min(self.figures, default=self.width)
        return len(cells) > first and _is_figure(cells[first])

    def agrees(self, cells: Sequence[str]) -> bool:
        """True for cells with figures where the others have some, at least one."""
        filled = [cells[at] for at in self.figures if at < len(cells) and not _is_blank(cells[at])]
        return bool(filled) and all(map(_is_figure, filled))

    def _share(self, at: int) -> float:
        """The share of figures in what fills a column."""
        filled = [cells[at] for cells in self.body if len(cells) > at and not _is_blank(cells[at])]
        return sum(map(_is_figure, filled)) / len(filled) if len(filled) >= ENOUGH_ROWS else 0.0


def _is_blank(cell: str) -> bool:
    return not cell or cell.isspace()


def _is_figure(cell: str) -> bool:
    """A number, date or code: more digits than letters, or as many after a digit (3月5日)."""
    digits, letters = sum(map(str.isdigit, cell)), sum(map(str.isalpha, cell))
    return digits > letters or (digits == letters > 0 and cell.lstrip()[:1].isdigit())


def _trimmed(cells: Sequence[str]) -> Sequence[str]:
    end = len(cells)
    while end and _is_blank(cells[end - 1]):
        end -= 1
    return cells[:end]


def _split_header(table: _Table) -> Iterator[Fault]:
    """A header row with a blank in it that no row below is as long as: a separator too much moved its names."""
    if table.header is None or not any(map(_is_blank, _trimmed(table.records.cells[table.header]))):
        return
    longest = max(map(len, table.body), default=table.width)
    if longest < table.width and len(table.body) >= ENOUGH_ROWS:
        yield Fault("long", table.records.first[table.header], table.width, longest)


def _longer_header(table: _Table) -> Iterator[Fault]:
    """A header with more names than any row has cells: a separator within one of its names lacks its quotes."""
    widths = table.widths[table.start :]
    widths = widths[widths > 1]
    if table.header is not None and len(widths) and widths.min() == widths.max() < table.width:
        yield Fault("long", table.records.first[table.header], table.width, int(widths.max()))


def _swallowed(table: _Table, text: str, delimiter: str) -> Iterator[Fault]:
    """Rows in several lines of which more than one would be a whole row by itself."""
    records = table.records
    if records.first is records.last:
        return
    several = [
        at for at, (first, last) in enumerate(zip(records.first, records.last, strict=True)) if last > first
    ]
    lines = list(io.StringIO(text, newline="")) if several else []
    for at in several:
        pieces = [
            line.rstrip("\r\n").split(delimiter) for line in lines[records.first[at] - 1 : records.last[at]]
        ]
        if sum(_is_whole(table, piece) for piece in pieces) > 1:
            yield Fault("open_quote", records.first[at])


def _is_whole(table: _Table, piece: Sequence[str]) -> bool:
    return len(piece) >= table.width and (not table.figures or table.agrees(piece))


def _shifted(table: _Table) -> Iterator[Fault]:
    """Rows longer than the header: with figures beyond it, or none where the others have some."""
    for at in table.below(table.widths > table.width):
        cells = table.records.cells[at]
        beyond = [cell for cell in cells[table.width :] if not _is_blank(cell)]
        if beyond and (any(map(_is_figure, beyond)) or (table.figures and not table.agrees(cells))):
            yield Fault("long", table.records.first[at], len(_trimmed(cells)), table.width)


def _short(table: _Table, text: str) -> Iterator[Fault]:
    """Rows that end before a column which all others fill."""
    last = table.records.cells[-1]
    begun = len(last) > 1 or last[0][:1].isdigit()
    if begun and not text.endswith(("\n", "\r")) and _lacks(table, last, ENOUGH_ROWS):
        yield Fault("cut", table.records.first[-1])
    ragged = table.below((table.widths > 1) & (table.widths < table.width))
    short = [at for at in ragged if _lacks(table, table.records.cells[at], MANY_ROWS)]
    if len(short) < HABIT or len(short) <= HABIT_SHARE * (len(table.records.cells) - table.start):
        for at in short:
            yield Fault("short", table.records.first[at], len(table.records.cells[at]), table.width)


def _lacks(table: _Table, cells: Sequence[str], rows: int) -> bool:
    width = len(cells)
    counts = [count for at, count in table.filled.items() if at >= width]
    return (
        width < table.width
        and any(reached == filled >= rows for reached, filled in counts)
        and table.begins(cells)
    )


def _broken(table: _Table) -> Iterator[Fault]:
    """Two rows that are one together and none alone: a line break within a text that lacks its quotes."""
    if len(table.figures) < 2 or len(table.widths) < 2:
        return
    whole_together = np.append(table.widths[:-1] + table.widths[1:] - 1 == table.width, False)
    for at in table.below(whole_together):
        record, after = table.records.cells[at], table.records.cells[at + 1]
        whole = [*record[:-1], record[-1] + after[0], *after[1:]]
        alone = table.is_complete(record) or table.is_complete(after)
        if not alone and table.is_complete(whole):
            yield Fault("short", table.records.first[at], len(record), table.width)
