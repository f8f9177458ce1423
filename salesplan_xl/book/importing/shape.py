"""Finds signs that the rows of a separated text are not those that were exported.

A reader makes rows of anything. What betrays a broken file is that a quoted cell holds whole rows, that figures stand
where figures never stand, and that rows are longer or shorter than the header without being titles, totals or notes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from salesplan_xl.book.importing.words import header_row

HEADER_ROWS, SAMPLE_ROWS = 40, 2_000
# Fewer rows tell nothing of what a column holds, or of what is never blank in it.
ENOUGH_ROWS, MANY_ROWS = 3, 5
# That many short rows are how the program writes blanks.
HABIT, HABIT_SHARE = 3, 0.05
FIGURES = 0.8


@dataclass(frozen=True, slots=True)
class Record:
    """One row, and the first and last line of the file that it was read from, counted from 1."""

    cells: list[str]
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault and its line; ``count`` cells where there are usually ``usual``."""

    reason: str
    line: int
    count: int = 0
    usual: int = 0


def first_fault(records: Sequence[Record], lines: Sequence[str], delimiter: str) -> Fault | None:
    """The first sign that the text is broken; ``None`` for a sound one.

    Args:
        records: all rows.
        lines: the lines of the text, with their ends.
        delimiter: what separates cells.
    """
    table = _Table([record for record in records if not all(map(_is_blank, record.cells))])
    if table.width < 2:
        return None
    faults = [
        *_split_header(table), *_swallowed(table, lines, delimiter), *_shifted(table), *_short(table, lines),
        *_broken(table),
    ]  # fmt: skip
    return min(faults, key=lambda fault: fault.line, default=None)


class _Table:
    """The common shape of rows.

    Attributes:
        records: all rows.
        header: the row of headers, where there is one.
        rows: those below the header.
    """

    def __init__(self, records: Sequence[Record]) -> None:
        self.records = records
        self._header = header_row([record.cells for record in records[:HEADER_ROWS]])
        self.header = None if self._header is None else records[self._header]
        self.rows = records[0 if self._header is None else self._header + 1 :]

    @cached_property
    def width(self) -> int:
        """Number of cells in a row: as many as in the header, without one as in most rows."""
        if self._header is not None:
            below = self.records[self._header + 1 : self._header + 2]
            second = [record for record in below if not any(map(_is_figure, record.cells))]
            return max(len(_trimmed(record.cells)) for record in (self.records[self._header], *second))
        widths = Counter(len(record.cells) for record in self.records)
        return max(widths, key=lambda width: (widths[width], width), default=0)

    @cached_property
    def body(self) -> list[Record]:
        """The first rows with figures: titles, headers, groups and notes have none."""
        return [record for record in self.rows[:SAMPLE_ROWS] if any(map(_is_figure, record.cells))]

    @cached_property
    def figures(self) -> frozenset[int]:
        """Columns that hold figures, dates or numbers with few letters, and hardly anything else."""
        return frozenset(at for at in range(self.width) if self._share(at) >= FIGURES)

    @cached_property
    def filled(self) -> dict[int, tuple[int, int]]:
        """Of each column of figures, how many rows reach it and how many fill it."""
        counts = {}
        for at in self.figures:
            reached = [record.cells[at] for record in self.body if len(record.cells) > at]
            counts[at] = len(reached), sum(not _is_blank(cell) for cell in reached)
        return counts

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
        filled = [r.cells[at] for r in self.body if len(r.cells) > at and not _is_blank(r.cells[at])]
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
    if table.header is None or not any(map(_is_blank, _trimmed(table.header.cells))):
        return
    longest = max((len(record.cells) for record in table.body), default=table.width)
    if longest < table.width and len(table.body) >= ENOUGH_ROWS:
        yield Fault("long", table.header.first, table.width, longest)


def _swallowed(table: _Table, lines: Sequence[str], delimiter: str) -> Iterator[Fault]:
    """Rows in several lines of which more than one would be a whole row by itself."""
    for record in table.records:
        if record.last > record.first:
            pieces = [line.rstrip("\r\n").split(delimiter) for line in lines[record.first - 1 : record.last]]
            whole = [piece for piece in pieces if _is_whole(table, piece)]
            if len(whole) > 1:
                yield Fault("open_quote", record.first)


def _is_whole(table: _Table, piece: Sequence[str]) -> bool:
    return len(piece) >= table.width and (not table.figures or table.agrees(piece))


def _shifted(table: _Table) -> Iterator[Fault]:
    """Rows longer than the header: with figures beyond it, or none where the others have some."""
    for record in (record for record in table.rows if len(record.cells) > table.width):
        beyond = [cell for cell in record.cells[table.width :] if not _is_blank(cell)]
        if beyond and (any(map(_is_figure, beyond)) or (table.figures and not table.agrees(record.cells))):
            yield Fault("long", record.first, len(_trimmed(record.cells)), table.width)


def _short(table: _Table, lines: Sequence[str]) -> Iterator[Fault]:
    """Rows that end before a column which all others fill."""
    last = table.records[-1]
    begun = len(last.cells) > 1 or last.cells[0][:1].isdigit()
    if begun and not lines[-1].endswith(("\n", "\r")) and _lacks(table, last, ENOUGH_ROWS):
        yield Fault("cut", last.first)
    short = [r for r in table.rows if 1 < len(r.cells) < table.width and _lacks(table, r, MANY_ROWS)]
    if len(short) < HABIT or len(short) <= HABIT_SHARE * len(table.rows):
        yield from (Fault("short", record.first, len(record.cells), table.width) for record in short)


def _lacks(table: _Table, record: Record, rows: int) -> bool:
    width = len(record.cells)
    counts = [count for at, count in table.filled.items() if at >= width]
    return (
        width < table.width
        and any(reached == filled >= rows for reached, filled in counts)
        and table.begins(record.cells)
    )


def _broken(table: _Table) -> Iterator[Fault]:
    """Two rows that are one together and none alone: a line break within a text that lacks its quotes."""
    if len(table.figures) < 2:
        return
    for record, after in pairwise(table.rows):
        if len(record.cells) + len(after.cells) - 1 != table.width:
            continue
        whole = [*record.cells[:-1], record.cells[-1] + after.cells[0], *after.cells[1:]]
        alone = table.is_complete(record.cells) or table.is_complete(after.cells)
        if not alone and table.is_complete(whole):
            yield Fault("short", record.first, len(record.cells), table.width)
