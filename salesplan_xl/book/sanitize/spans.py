"""The rows and columns of a sheet that stay, and their places when others are taken out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from salesplan_xl.book.xlsx.model import MAX_COL, MAX_ROW
from salesplan_xl.book.xlsx.refs import Area


class Line:
    """Positions 1 … ``last`` of which some runs are taken out.

    Args:
        gone: runs to take out, first and last; in any order.
        last: the highest position there is.
    """

    def __init__(self, gone: Iterable[tuple[int, int]], last: int) -> None:
        self.last = last
        self.gone = _joined(gone)
        self._starts = [start for start, _ in self.gone]
        self._before: list[int] = [0]
        for start, end in self.gone:
            self._before.append(self._before[-1] + end - start + 1)

    def __bool__(self) -> bool:
        return bool(self.gone)

    @property
    def count(self) -> int:
        """Number of positions that go."""
        return self._before[-1]

    def new(self, old: int) -> int | None:
        """New place of a position; None when it goes."""
        at = bisect_right(self._starts, old)
        if at and old <= self.gone[at - 1][1]:
            return None
        return old - self._before[at]

    def old(self, new: int) -> int:
        """The position that stands at a place of the copy."""
        for start, end in self.gone:
            if start > new:
                break
            new += end - start + 1
        return new

    def next(self, old: int) -> int:
        """New place of the first position that stays, at or after an old one."""
        at = bisect_right(self._starts, old)
        if at and old <= self.gone[at - 1][1]:
            old = self.gone[at - 1][1] + 1
        return old - self._before[at]

    def first_kept(self, first: int, last: int) -> int | None:
        """The first old position of a run that stays; None when all go."""
        at = bisect_right(self._starts, first)
        kept = self.gone[at - 1][1] + 1 if at and first <= self.gone[at - 1][1] else first
        return kept if kept <= last else None

    def whole(self, first: int, last: int) -> bool:
        """Whether nothing of a run goes."""
        at = bisect_right(self._starts, last)
        return not at or self.gone[at - 1][1] < first

    def shrunk(self, first: int, last: int) -> tuple[int, int] | None:
        """The rest of a run, in new positions; None when all of it goes."""
        if self.first_kept(first, last) is None:
            return None
        start = self.next(first)
        end = self.next(last + 1) - 1 if last < self.last else self.last
        return start, end


def _joined(runs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for first, last in sorted(runs):
        if out and first <= out[-1][1] + 1:
            out[-1] = (out[-1][0], max(out[-1][1], last))
        else:
            out.append((first, last))
    return out


@dataclass
class Frame:
    """The part of one sheet that stays.

    Args:
        name: the sheet.
        rows, cols: what is taken out of it.
        emptied: areas that stay but lose their content.
        changed: cells whose text changes.
    """

    name: str
    rows: Line = field(default_factory=lambda: Line((), MAX_ROW))
    cols: Line = field(default_factory=lambda: Line((), MAX_COL))
    emptied: list[Area] = field(default_factory=list)
    changed: set[tuple[int, int]] = field(default_factory=set)

    def intact(self, area: Area) -> bool:
        """Whether every cell of an area stays as it is."""
        return (
            self.rows.whole(area.row1, area.row2)
            and self.cols.whole(area.col1, area.col2)
            and not any(overlaps(area, emptied) for emptied in self.emptied)
            and not self._has_changed(area)
        )

    def _has_changed(self, area: Area) -> bool:
        if (area.row1, area.col1) == (area.row2, area.col2):
            return (area.row1, area.col1) in self.changed
        return any(holds(area, row, col) for row, col in self.changed)

    def empties(self, row: int, col: int) -> bool:
        """Whether a cell loses its content."""
        return any(holds(emptied, row, col) for emptied in self.emptied)

    def shrunk(self, area: Area) -> Area | None:
        """The rest of an area, in the copy's coordinates."""
        rows, cols = self.rows.shrunk(area.row1, area.row2), self.cols.shrunk(area.col1, area.col2)
        return Area(rows[0], cols[0], rows[1], cols[1]) if rows and cols else None

    def cell(self, row: int, col: int) -> tuple[int, int] | None:
        """Place of a cell in the copy; None when it goes."""
        new_row, new_col = self.rows.new(row), self.cols.new(col)
        return (new_row, new_col) if new_row and new_col else None


def holds(area: Area, row: int, col: int) -> bool:
    """Whether a cell lies in an area."""
    return area.row1 <= row <= area.row2 and area.col1 <= col <= area.col2


def overlaps(area: Area, other: Area) -> bool:
    """Whether two areas share a cell."""
    return (
        area.row1 <= other.row2
        and other.row1 <= area.row2
        and area.col1 <= other.col2
        and other.col1 <= area.col2
    )
