"""Lists the cells a set of writes changes: for the dry run, the log and the summary."""

from __future__ import annotations

from collections import Counter

import numpy as np

from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.book.port import TableWrite, Writes
from salesplan_xl.commands.engine.result import Change
from salesplan_xl.schema.layout import column_letters
from salesplan_xl.schema.workbook import tables_by_name

MAX_LISTED = 1000
SILENT = frozenset(
    {"tblBaseline", "tblSeen", "tblLog", "tblUndo", "tblImports", "tblBatchRows", "tblImportAnswers"}
)


def by_sheet(book: PlanBook, writes: Writes) -> dict[str, int]:
    """Results that change per sheet, without the book's own records and without formulas that follow."""
    counted: Counter[str] = Counter()
    places = book.port.tables()
    for table in writes.tables:
        if table.table not in SILENT:
            plain = (column for column in table.columns if column.formula is None)
            # A table of which only formulas are written must not decide the order of the sheets.
            if count := sum(int(column.changed.sum()) for column in plain):
                counted[places[table.table].sheet] += count
    for cell in writes.cells:
        counted[cell.sheet] += not cell.cached
    return {sheet: count for sheet, count in counted.items() if count}


def changed_cells(writes: Writes) -> int:
    """The number of cells that differ, the book's own records left out."""
    columns = (column for table in writes.tables if table.table not in SILENT for column in table.columns)
    return sum(int(column.changed.sum()) for column in columns) + len(writes.cells)


def listed(book: PlanBook, writes: Writes, limit: int = MAX_LISTED) -> tuple[Change, ...]:
    """Up to ``limit`` changed cells, in sheet order."""
    changes: list[Change] = []
    for table in writes.tables:
        if table.table not in SILENT and len(changes) < limit:
            changes.extend(_of_table(book, table, limit - len(changes)))
    for cell in writes.cells[: max(limit - len(changes), 0)]:
        old = book.port.block(cell.sheet, cell.row, cell.col, 1, 1)[0][0]
        changes.append(Change(cell.sheet, f"{column_letters(cell.col)}{cell.row}", old, cell.value))
    return tuple(changes)


def _of_table(book: PlanBook, table: TableWrite, limit: int) -> list[Change]:
    place = book.port.tables()[table.table]
    body, origins = book.port.body(table.table), table.origins()
    first = place.first_row + book.shift_of(tables_by_name()[table.table].key)
    changes: list[Change] = []
    for column in table.columns:
        letters = column_letters(place.first_col + column.index)
        for row in np.flatnonzero(column.changed)[: limit - len(changes)].tolist():
            old = body[origins[row]][column.index] if 0 <= origins[row] < len(body) else None
            changes.append(Change(place.sheet, f"{letters}{first + row}", old, column.values[row]))
    return changes
