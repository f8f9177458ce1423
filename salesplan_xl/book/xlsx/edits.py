"""Writes to one sheet, in final coordinates."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from salesplan_xl.book.xlsx.model import BlockColumn, CellContent, Formula, FormulaColumn


@dataclass(frozen=True)
class Block:
    """Dense columns from ``top``, ``left`` on."""

    top: int
    left: int
    columns: tuple[BlockColumn, ...]
    height: int

    @property
    def bottom(self) -> int:
        """Last row of the block."""
        return self.top + self.height - 1

    def holds(self, row: int, col: int) -> bool:
        """Whether the cell lies inside the block."""
        return self.top <= row <= self.bottom and self.left <= col < self.left + len(self.columns)

    def value(self, row: int, col: int) -> CellContent:
        """The content of one of the block's cells."""
        column = self.columns[col - self.left]
        return column.values[row - self.top] if isinstance(column, FormulaColumn) else column[row - self.top]


@dataclass
class Edits:
    """All writes to one sheet; a later write wins over an earlier one.

    ``heights`` holds automatic heights in points, ``None`` for the usual one.
    """

    cells: dict[int, dict[int, CellContent]] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    heights: dict[int, float | None] = field(default_factory=dict)

    def set_cells(self, cells: Mapping[tuple[int, int], CellContent]) -> None:
        """Single cells, on top of everything written before."""
        for (row, col), value in cells.items():
            if row not in self.cells:
                self.cells[row] = {}
                insort(self.rows, row)
            self.cells[row][col] = value

    def set_block(self, top: int, left: int, columns: Sequence[BlockColumn]) -> None:
        """Dense columns of equal length, on top of everything written before."""
        heights = {len(c.values) if isinstance(c, FormulaColumn) else len(c) for c in columns}
        if len(heights) > 1:
            raise ValueError(f"columns of different lengths: {sorted(heights)}")
        height = heights.pop() if heights else 0
        if not height:
            return
        block = Block(top, left, tuple(columns), height)
        for row in [r for r in self.rows if top <= r <= block.bottom]:
            self.cells[row] = {c: v for c, v in self.cells[row].items() if not block.holds(row, c)}
        self.blocks.append(block)

    def find(self, row: int, col: int) -> tuple[bool, CellContent]:
        """Whether the cell was written, and with what."""
        if col in self.cells.get(row, {}):
            return True, self.cells[row][col]
        for block in reversed(self.blocks):
            if block.holds(row, col):
                return True, block.value(row, col)
        return False, None

    @property
    def extent(self) -> tuple[int, int]:
        """Last row and column written to; (0, 0) when nothing was."""
        ends = [(b.bottom, b.left + len(b.columns) - 1) for b in self.blocks]
        ends += [(row, max(cells)) for row, cells in self.cells.items() if cells]
        return max((r for r, _ in ends), default=0), max((c for _, c in ends), default=0)

    @property
    def start(self) -> tuple[int, int]:
        """First row and column written to; (0, 0) when nothing was."""
        starts = [(b.top, b.left) for b in self.blocks]
        starts += [(row, min(cells)) for row, cells in self.cells.items() if cells]
        return min((r for r, _ in starts), default=0), min((c for _, c in starts), default=0)

    @property
    def brings_formula(self) -> bool:
        """Whether any write is a formula."""
        single = any(isinstance(v, Formula) for cells in self.cells.values() for v in cells.values())
        columns = (c for block in self.blocks for c in block.columns)
        return single or any(isinstance(c, FormulaColumn) or Formula in set(map(type, c)) for c in columns)

    def touched_rows(self) -> Iterator[int]:
        """Rows with writes, in final coordinates; blocks first."""
        for block in self.blocks:
            yield from range(block.top, block.bottom + 1)
        yield from self.rows
