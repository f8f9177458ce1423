"""Writing scattered cells to a running Excel in few calls: neighbouring cells go as one rectangle.

Where the changed cells of a column lie too scattered, the whole stretch of the column is read and written
back with the changes laid over it, so that the number of calls does not grow with the number of rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from salesplan_xl.book.excel.batch import Batch, Step
from salesplan_xl.book.excel.values import (
    Content,
    FormulaText,
    is_formula,
    read_values,
    rectangle,
    runs,
    to_excel,
)
from salesplan_xl.schema.layout import column_letters

# So many separate rectangles are still cheaper than reading the stretch first.
MAX_PIECES = 4
# The same where all of them go in one call.
MANY_PIECES = 400

Cells = Mapping[tuple[int, int], Content]


@dataclass(frozen=True, slots=True, order=True)
class Box:
    """A rectangle of a sheet, 1-based, ends included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def address(self) -> str:
        """As Excel writes it."""
        return f"{column_letters(self.left)}{self.top}:{column_letters(self.right)}{self.bottom}"

    def cells(self) -> Iterator[Iterator[tuple[int, int]]]:
        """Row by row."""
        for row in range(self.top, self.bottom + 1):
            yield ((row, col) for col in range(self.left, self.right + 1))


def write_cells(batch: Batch, sheet: str, cells: Cells) -> None:
    """Put contents into cells of one sheet.

    Args:
        batch: carries the steps out.
        sheet: the sheet's name.
        cells: (row, column), 1-based → content; ``None`` clears.
    """
    for box in _boxes(cells, many=batch.in_one_call):
        full = all(spot in cells for row in box.cells() for spot in row)
        under: Cells = {} if full else _contents(batch, sheet, box)
        rows = [
            [to_excel(cells[spot] if spot in cells else under[spot]) for spot in row] for row in box.cells()
        ]
        batch.put(Step("write", sheet, box.address, rows=rows))


def _contents(batch: Batch, sheet: str, box: Box) -> dict[tuple[int, int], Content]:
    """The present contents of a rectangle, formulas as formulas."""
    blocks = batch.ask(Step("value", sheet, box.address), Step("formula", sheet, box.address))
    values, texts = read_values(blocks[0]), rectangle(blocks[1])
    contents: dict[tuple[int, int], Content] = {}
    for r, row in enumerate(box.cells()):
        for c, spot in enumerate(row):
            value, text = values[r][c], texts[r][c]
            contents[spot] = FormulaText(text) if is_formula(text, value) else value  # type: ignore[assignment]
    return contents


def _boxes(cells: Cells, *, many: bool) -> list[Box]:
    """The rectangles to write: exact ones where these cost little, else one a group of neighbouring columns."""
    exact, columns = exact_boxes(cells), _by_column(cells)
    if len(exact) <= (MANY_PIECES if many else MAX_PIECES):
        return exact
    return [_around(columns, group) for group in _neighbours(sorted(columns))]


def exact_boxes(cells: Cells) -> list[Box]:
    """Rectangles that cover these cells and no others."""
    columns = _by_column(cells)
    return _joined([Box(top, col, bottom, col) for col in columns for top, bottom in runs(columns[col])])


def _by_column(cells: Cells) -> dict[int, list[int]]:
    columns: dict[int, list[int]] = {}
    for row, col in sorted(cells, key=lambda spot: (spot[1], spot[0])):
        columns.setdefault(col, []).append(row)
    return columns


def _around(columns: Mapping[int, list[int]], group: list[int]) -> Box:
    top = min(columns[col][0] for col in group)
    bottom = max(columns[col][-1] for col in group)
    return Box(top, group[0], bottom, group[-1])


def _neighbours(columns: list[int]) -> list[list[int]]:
    return [list(range(first, last + 1)) for first, last in runs(columns)]


def _joined(boxes: list[Box]) -> list[Box]:
    """Boxes of neighbouring columns with the same rows, made one."""
    joined: list[Box] = []
    for box in sorted(boxes, key=lambda b: (b.top, b.bottom, b.left)):
        last = joined[-1] if joined else None
        if last and (last.top, last.bottom, last.right + 1) == (box.top, box.bottom, box.left):
            joined[-1] = Box(last.top, last.left, last.bottom, box.right)
        else:
            joined.append(box)
    return joined
