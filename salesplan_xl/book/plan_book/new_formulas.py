"""The formulas of what an upgrade brought in, written for the places they have in this one book."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.book.plan_book.severed import readers_of
from salesplan_xl.book.port import CellWrite, ColumnWrite, TableWrite, Writes
from salesplan_xl.schema.evaluate import Evaluation, GridKey, formula_cells
from salesplan_xl.schema.types import Filled
from salesplan_xl.schema.workbook import Lacking, grids, tables


def formula_writes(book: PlanBook, lacking: Lacking) -> Writes:
    """Every formula that came new or changed, with what it shows; blocks that grew have all theirs written.

    A number that the user put in place of a formula stays.

    Args:
        book: the book right after the growth, still saying its old schema number.
        lacking: what has come.
    """
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
    readers = readers_of(book, lacking.sheets)
    if not (columns or blocks or readers):
        return Writes()
    evaluation = None if book.port.recalculates else book.evaluation()
    return Writes(
        tuple(_table(book, evaluation, key, new) for key, new in columns.items()),
        (
            *(cell for key in blocks for cell in _grid(book, evaluation, key)),
            *(_cell(book, evaluation, key) for key in sorted(readers)),
        ),
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
    yield from (_cell(book, evaluation, key) for key in formula_cells() if key[0] == grid)


def _cell(book: PlanBook, evaluation: Evaluation | None, key: GridKey) -> CellWrite:
    cell = grids()[key[0]].cell(key[1], key[2])
    formula = cell.formula if cell else None
    if formula is None:
        raise TypeError("only formula cells have formulas to write")
    value = None if evaluation is None else evaluation.grid_cell(*key)
    return CellWrite(*book.grid_cell_spot(*key), value, formula=f"={formula.text(book.names, key[0])}")  # type: ignore[arg-type]
