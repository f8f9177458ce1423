"""Column widths and row heights of a fresh sheet, measured in characters of the default font.

Blocks stacked on one sheet share its columns. A long text under a narrow column is not allowed to widen
it: it flows over the empty cells to its right instead.
"""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass

from salesplan_xl.schema.layout import BookNames
from salesplan_xl.schema.types import Column, Grid, GridColumn, Kind, Sheet

LABEL_MIN, LABEL_MAX = 14.0, 60.0
LINE_POINTS = 16.0
GRID_ROW_POINTS = 21.0
FILTER_BUTTON = 2.5
DEFAULT_WIDTH = 9.0
# Headers are set one point smaller than cells.
HEADER_SHRINK = 0.9
LONGEST_ONE_LINE = 18
# Declared widths suit Chinese; the same words take more room in English. Sentences get enough for two lines.
TEXT_ROOM = {"zh": 1.2, "en": 1.6}
SENTENCE_ROOM = {"zh": 1.35, "en": 1.5}
# A text declared this wide is nearly a sentence.
LONG_TEXT_WIDTH = 28
# A sentence that flows over empty cells gets at least this much room.
SPILL_WIDTH = 96.0


def display_width(text: str) -> float:
    """Characters a text takes; a Chinese character counts as two."""
    return float(sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text))


def header_points(headers: list[tuple[str, float]], *, filters: bool) -> float:
    """Height of a header row whose texts wrap within their column widths."""
    room = FILTER_BUTTON if filters else 1.0
    lines = max(_lines(text, (width - room) / HEADER_SHRINK) for text, width in headers)
    return max(2, lines) * LINE_POINTS if filters else max(1, lines) * LINE_POINTS + 6


def _lines(text: str, room: float) -> int:
    """Lines a text needs; Latin words do not break, so each word is placed in turn."""
    words = text.split(" ") if display_width(text) == len(text) else [text]
    if len(words) == 1:
        return math.ceil(display_width(text) / max(room, 1))
    lines, used = 1, 0.0
    for word in words:
        need = display_width(word)
        if used and used + 1 + need > room:
            lines, used = lines + 1, need
        else:
            used += need + (1 if used else 0)
    return lines


@dataclass(frozen=True, slots=True)
class Widths:
    """The columns of one sheet.

    Args:
        columns: width of each column from the left.
        roomy: whether a column is as wide as the long text in it wants.
    """

    columns: tuple[float, ...]
    roomy: tuple[bool, ...]

    def width(self, index: int) -> float:
        """Width of a 0-based column."""
        return self.columns[index] if index < len(self.columns) else DEFAULT_WIDTH

    def spill(self, index: int, wanted: float) -> int:
        """The number of columns right of ``index`` that a text of that width flows over."""
        have, more = self.width(index), 0
        while have < max(wanted, SPILL_WIDTH):
            more += 1
            have += self.width(index + more)
        return more


def measure(sheet: Sheet, names: BookNames) -> Widths:
    """The columns of a sheet from the widths its blocks declare."""
    plain: dict[int, float] = {}
    roomy: dict[int, float] = {}
    for index, column in _placed(sheet):
        target = roomy if column.kind is Kind.LONG_TEXT else plain
        target[index] = max(target.get(index, 0), _wanted(column, names))
    for grid in sheet.grids:
        plain[0] = max(plain.get(0, 0), _label_width(grid, names.lang))
    count = max((*plain, *roomy), default=-1) + 1
    columns = tuple(plain.get(index, roomy.get(index, DEFAULT_WIDTH)) for index in range(count))
    wide = tuple(index in roomy and columns[index] >= roomy[index] for index in range(count))
    return Widths(columns, wide)


def text_points(text: str, width: float, least: float = GRID_ROW_POINTS) -> float:
    """Height of a row whose wrapped text stands in a column of that width."""
    return max(least, _lines(text, width - 2) * LINE_POINTS + 4)


def _wanted(column: Column | GridColumn, names: BookNames) -> float:
    """A column's width: every list value fits, a money header keeps its bracketed unit on one line."""
    if isinstance(column, Column) and column.choices:
        return max(column.width, *(display_width(item.label.of(names.lang)) + 2 for item in column.choices))
    if isinstance(column, Column) and column.kind in (Kind.TEXT, Kind.LONG_TEXT):
        room = (
            SENTENCE_ROOM if column.kind is Kind.LONG_TEXT or column.width >= LONG_TEXT_WIDTH else TEXT_ROOM
        )
        return round(column.width * room[names.lang])
    if column.kind is not Kind.MONEY or names.lang != "zh":
        return column.width
    header = display_width(names.column_header(column))
    return max(column.width, header * HEADER_SHRINK + 1.5) if header <= LONGEST_ONE_LINE else column.width


def _placed(sheet: Sheet) -> list[tuple[int, Column | GridColumn]]:
    columns: list[tuple[int, Column | GridColumn]] = []
    for grid in sheet.grids:
        columns += [(index + 1, column) for index, column in enumerate(grid.columns)]
    for table in sheet.tables:
        columns += list(enumerate(table.columns))
    return columns


def _label_width(grid: Grid, lang: str) -> float:
    longest = max(
        display_width(label.of(lang)) for label in (grid.row_header, *(row.label for row in grid.rows))
    )
    return min(max(longest + 2, LABEL_MIN), LABEL_MAX)
