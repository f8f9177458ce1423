"""Row order of one sheet when its tables grow and shrink.

A layout is a list of pieces in the new order: runs of old rows, runs of blank rows that take their row format from a
template row, and blank rows with a row format of their own. The last piece is the endless rest of the sheet. Where the
rows of a table were put into another order, a single cell or row goes with its row; a range that covers several
of them, but not the whole table, keeps its place, as when Excel sorts.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from salesplan_xl.book.xlsx.model import MAX_ROW
from salesplan_xl.book.xlsx.refs import Area
from salesplan_xl.book.xlsx.row_format import RowFormat

ENDLESS = 1 << 40
# Stands for a blank row among the offsets of old ones.
BLANK = -1


@dataclass(frozen=True)
class Piece:
    """``count`` rows: old ones from ``old`` on, or blank ones formatted as row ``template`` or by ``row_format``."""

    count: int
    old: int = 0
    template: int = 0
    row_format: RowFormat | None = None


@dataclass(frozen=True)
class Body:
    """A table body that changed: its rows before and after, its columns."""

    old_first: int
    old_last: int
    new_first: int
    new_last: int
    col1: int
    col2: int


class Layout:
    """The row order of one sheet after all table changes."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = [Piece(ENDLESS, old=1)]
        self.bodies: list[Body] = []
        self.changed = False
        # The same rows as if none had been reordered; ``None`` while none has.
        self._unordered: list[Piece] | None = None
        self._index()

    def splice(
        self, first: int, last: int, keep: Sequence[int], added: int, template: int,
        restored: Sequence[tuple[int, RowFormat]] = (), order: Sequence[int] = (),
    ) -> None:  # fmt: skip
        """Keep some of the current rows first … last, put blank rows after them and restored ones between them.

        Args:
            first, last: current rows.
            keep: offsets from ``first``, strictly increasing.
            added: number of blank rows.
            template: original row whose format the blank rows take.
            restored: offsets from ``first`` in the new order, strictly increasing, and the formats of these rows.
            order: the kept and blank rows, by their number, in the order in which they stand afterwards; as
                they are where it is empty.
        """
        rows = [*keep, *[BLANK] * added]
        change = (first, last, template, restored)
        if order or self._unordered is not None:
            self._unordered = _spliced(self._unordered or self.pieces, rows, *change)
        self.pieces = _spliced(self.pieces, [rows[at] for at in order] if order else rows, *change)
        self.changed = True
        self._index()

    def _index(self) -> None:
        in_place = _old_runs(self.pieces)
        self._news = [new for _, _, new in in_place]
        self._in_place = in_place
        self._olds = sorted(in_place)
        self._starts = [start for start, _, _ in self._olds]
        self._range_olds = self._olds if self._unordered is None else _old_runs(self._unordered)
        self._range_starts = [start for start, _, _ in self._range_olds]

    def old_runs(self) -> list[tuple[int, int]]:
        """Runs of old rows that are still there: first row and count."""
        return [(start, count) for start, count, _ in self._olds]

    def new_row(self, old: int) -> int | None:
        """New position of an old row; None when it was deleted."""
        return _new_row(self._olds, self._starts, old)

    def old_row(self, new: int) -> int | None:
        """The old row at a new position; None for an added row."""
        at = bisect_right(self._news, new) - 1
        if at < 0:
            return None
        start, count, position = self._in_place[at]
        return start + new - position if new < position + count else None

    def next_row(self, old: int) -> int:
        """New position of an old row, or of the first surviving one below it."""
        new = self.new_row(old)
        return self.first_from(old) if new is None else new

    def previous_row(self, old: int) -> int:
        """New position of an old row, or of the last surviving one above it; 0 when there is none."""
        new = self.new_row(old)
        return self.last_until(old) if new is None else new

    def first_from(self, old: int) -> int:
        """New begin of a range that begins with an old row."""
        new = _new_row(self._range_olds, self._range_starts, old)
        return self._range_olds[bisect_right(self._range_starts, old)][2] if new is None else new

    def last_until(self, old: int) -> int:
        """New end of a range that ends with an old row; 0 when nothing is left above."""
        new = _new_row(self._range_olds, self._range_starts, old)
        if new is not None:
            return new
        at = bisect_left(self._range_starts, old) - 1
        return self._range_olds[at][2] + self._range_olds[at][1] - 1 if at >= 0 else 0

    def range_rows(self, area: Area, grow: bool = True) -> tuple[int, int] | None:
        """New first and last row of a range; None when all rows are gone.

        With ``grow`` it grows with a body it covers, otherwise it keeps the rows it had.
        """
        body = self.body_ending(area) if grow else None
        first, last = self._plain(area)
        if body is not None:
            first = body.new_first if area.row1 == body.old_first else first
            last = body.new_last if area.row2 == body.old_last else max(last, body.new_last)
        return (first, min(last, MAX_ROW)) if first <= min(last, MAX_ROW) else None

    def _plain(self, area: Area) -> tuple[int, int]:
        if (area.row1, area.row2) == (1, MAX_ROW):
            return 1, MAX_ROW
        if area.row1 == area.row2:
            return self.next_row(area.row1), self.previous_row(area.row2)
        return self.first_from(area.row1), self.last_until(area.row2)

    def body_ending(self, area: Area) -> Body | None:
        """The changed body a range covers, the lowest when there are several."""
        covered = [b for b in self.bodies if _covers(area, b)]
        return max(covered, key=lambda b: b.old_last, default=None)


def _spliced(
    pieces: Sequence[Piece], rows: Sequence[int], first: int, last: int, template: int,
    restored: Sequence[tuple[int, RowFormat]],
) -> list[Piece]:  # fmt: skip
    """Pieces whose rows first … last became others: offsets of old ones and blank ones."""
    before, rest = _cut(pieces, first - 1)
    middle, after = _cut(rest, last - first + 1)
    new: list[Piece] = []
    for start, count in _runs(rows):
        blank = start == BLANK
        new += [Piece(count, template=template)] if blank else _cut(_cut(middle, start)[1], count)[0]
    return _joined([*before, *_interleaved(new, restored), *after])


def _old_runs(pieces: Sequence[Piece]) -> list[tuple[int, int, int]]:
    """First row, count and place of each run of old rows."""
    runs, new = [], 1
    for piece in pieces:
        if piece.old:
            runs.append((piece.old, piece.count, new))
        new += piece.count
    return runs


def _new_row(runs: Sequence[tuple[int, int, int]], starts: Sequence[int], old: int) -> int | None:
    at = bisect_right(starts, old) - 1
    start, count, new = runs[at] if at >= 0 else (0, 0, 0)
    return new + old - start if old < start + count else None


def _covers(area: Area, body: Body) -> bool:
    rows = area.row1 <= body.old_first and area.row2 >= body.old_last
    return rows and area.col1 <= body.col2 and area.col2 >= body.col1


def _runs(keep: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for at in keep:
        first, count = runs[-1] if runs else (BLANK - 1, 0)
        if at == first == BLANK or at == first + count > count + BLANK:
            runs[-1] = (first, count + 1)
        else:
            runs.append((at, 1))
    return runs


def _cut(pieces: Sequence[Piece], count: int) -> tuple[list[Piece], list[Piece]]:
    """The first ``count`` rows and the rest."""
    head: list[Piece] = []
    for at, piece in enumerate(pieces):
        if count >= piece.count:
            head.append(piece)
            count -= piece.count
            continue
        if count:
            head.append(replace(piece, count=count))
        return head, [_without(piece, count), *pieces[at + 1 :]]
    return head, []


def _without(piece: Piece, count: int) -> Piece:
    """A piece that lost its first rows."""
    return replace(piece, count=piece.count - count, old=piece.old + count if piece.old else 0)


def _interleaved(pieces: Sequence[Piece], restored: Sequence[tuple[int, RowFormat]]) -> Iterator[Piece]:
    """The pieces with rows of their own format between them; neighbours of one format are one piece."""
    waiting, at = list(reversed(pieces)), 0
    for row, row_format, count in _alike(restored):
        while at < row:
            piece = waiting.pop()
            taken = min(piece.count, row - at)
            yield replace(piece, count=taken)
            if taken < piece.count:
                waiting.append(_without(piece, taken))
            at += taken
        yield Piece(count, row_format=row_format)
        at += count
    yield from reversed(waiting)


def _alike(restored: Sequence[tuple[int, RowFormat]]) -> Iterator[tuple[int, RowFormat, int]]:
    """Runs of neighbouring rows with the same row format: first row, format, count."""
    numbered = ((row - at, row_format, row) for at, (row, row_format) in enumerate(restored))
    for (_, row_format), run in groupby(numbered, key=lambda item: item[:2]):
        rows = [row for _, _, row in run]
        yield rows[0], row_format, len(rows)


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    out: list[Piece] = []
    for piece in pieces:
        last = out[-1] if out else None
        if last and last.old and piece.old and last.old + last.count == piece.old:
            out[-1] = Piece(last.count + piece.count, last.old)
        else:
            out.append(piece)
    return out
