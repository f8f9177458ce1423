"""The formulas of what an upgrade brought in, written for the places they have in this one book."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.book.port import CellWrite, ColumnWrite, TableWrite, Writes
from salesplan_xl.schema.evaluate import Evaluation
from salesplan_xl.schema.types import Filled
from salesplan_xl.schema.workbook import Lacking, grids, tables


def formula_writes(book: PlanBook) -> Writes:
    """Every formula that came new or changed, with what it shows; blocks that grew have all theirs written.

    A number that the user put in place of a formula stays.

    Args:
        book: the book right after the growth, still saying its old schema number.
    """
    lacking = Lacking.of(book.schema)
    columns = {
        key: new
        for key, table in tables().items()
        if (
            new := [
                column
                for column in table.keys(Filled.FORMULA)
                if key in lacking.tables or (key, column) in lacking.columns | lacking.formulas
            ]
        )
    }
    grown = lacking.grid_formulas | {grid for grid, _ in lacking.grid_rows | lacking.grid_columns}
    blocks = [key for key in grids() if key in lacking.grids or key in grown]
    if not (columns or blocks):
        return Writes()
    evaluation = None if book.port.recalculates else book.evaluation()
    return Writes(
        tuple(_table(book, evaluation, key, new) for key, new in columns.items()),
        tuple(cell for key in blocks for cell in _grid(book, evaluation, key)),
    )


def _table(book: PlanBook, evaluation: Evaluation | None, table: str, columns: list[str]) -> TableWrite:
    rows = book.place(table).rows
    overrides, writes = book.formula_overrides(table), []
    for key in columns:
        formula = tables()[table].column(key).formula
        if formula is not None:
            values = [None] * rows if evaluation is None else evaluation.table_column(table, key)
            index, text = book.column_position(table, key), formula.text(book.names, table)
            ours = np.ones(rows, dtype=bool)
            ours[list(overrides.get(key, ()))] = False
            writes.append(ColumnWrite(index, values, ours, text, only_changed=not ours.all()))  # type: ignore[arg-type]
    return TableWrite(tables()[table].name, range(rows), 0, tuple(writes))


def _grid(book: PlanBook, evaluation: Evaluation | None, grid: str) -> Iterator[CellWrite]:
    declared, spot = grids()[grid], book.grid_spot(grid)
    for row in declared.rows:
        for column, cell in zip(declared.columns, row.cells, strict=True):
            if cell and cell.formula:
                down, right = declared.offset(row.key, column.key)
                value = None if evaluation is None else evaluation.grid_cell(grid, row.key, column.key)
                text = f"={cell.formula.text(book.names, grid)}"
                yield CellWrite(spot.sheet, spot.row + down, spot.col + right, value, formula=text)  # type: ignore[arg-type]
