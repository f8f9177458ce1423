"""Whether a book that is open in Excel still stands in its file as the user sees it.

Excel tells through public xlwings neither whether there are unsaved changes nor gives a copy of what it holds, so
the plan's own blocks are compared, cell by cell.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator

from salesplan_xl.book.port import Port
from salesplan_xl.commands.engine.changes import SILENT
from salesplan_xl.schema.workbook import grids

# Reading more out of Excel takes longer than a click should; of larger tables only the rows are counted.
MAX_ROWS = 5_000
SAME = 1e-6
Box = tuple[str, int, int, int, int]


def unsaved_sheet(live: Port, file: Port) -> str:
    """The first sheet on which Excel shows something else than the file holds; empty when there is none."""
    for box in _boxes(live):
        if not _same(live.block(*box), file.block(*box)):
            return box[0]
    here, there = live.tables(), file.tables()
    return next((here[name].sheet for name in here if here[name] != there.get(name)), "")


def _boxes(port: Port) -> Iterator[Box]:
    """Sheet, first row and column, rows and columns of everything declared."""
    for name, table in port.tables().items():
        if name not in SILENT and table.rows <= MAX_ROWS:
            yield table.sheet, table.first_row, table.first_col, table.rows, len(table.columns)
    sizes = {grid.name: (len(grid.rows) + 1, len(grid.columns) + 1) for grid in grids().values()}
    for name, spot in port.names().items():
        yield spot.sheet, spot.row, spot.col, *sizes.get(name, (1, 1))


def _same(here: list[list[object]], there: list[list[object]]) -> bool:
    return len(here) == len(there) and all(
        len(line) == len(other) and all(map(_same_value, line, other))
        for line, other in zip(here, there, strict=True)
    )


def _same_value(here: object, there: object) -> bool:
    left, right = _plain(here), _plain(there)
    if isinstance(left, float) and isinstance(right, float):
        return math.isclose(left, right, rel_tol=SAME, abs_tol=SAME)
    return left == right


def _plain(value: object) -> object:
    """A value as both sides can give it: an error in a cell comes out of Excel as a blank."""
    if value is None or value == "" or (isinstance(value, str) and value.startswith("#")):
        return None
    if isinstance(value, (bool, int, float)):
        return float(value)
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return dt.datetime.combine(value, dt.time())
    return value
