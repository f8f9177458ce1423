"""From staged values to cells: which cells differ, and what every formula cell must show (promise R21)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.book.cells import convert
from salesplan_xl.book.plan_book.reader import BookReader
from salesplan_xl.book.plan_book.row_alignment import RowAlignment
from salesplan_xl.book.port import CellValue, CellWrite, ColumnWrite, TableWrite
from salesplan_xl.schema.evaluate import Evaluation, GridKey, formula_cells
from salesplan_xl.schema.types import Column, Kind
from salesplan_xl.schema.workbook import grids, tables

# From so many rows on a table keeps the texts of its sentences in their place: both together take much memory.
LARGE = 10_000
_TEXTS = (Kind.TEXT, Kind.LONG_TEXT)
Overrides = Mapping[str, Mapping[int, float]]


def formula_column_writes(
    book: BookReader,
    evaluation: Evaluation | None,
    table: str,
    alignment: RowAlignment | None,
    overrides: Overrides,
) -> TableWrite | None:
    """Everything that changes in one table, ``None`` when nothing does.

    Without ``evaluation`` formulas compute themselves: they are only written where one is missing. ``overrides``
    are the numbers that stand in formula columns instead of the formula.
    """
    height = book.place(table).rows
    aligned = alignment or RowAlignment(tuple(range(height)), 0, pd.DataFrame(), ())
    origins = np.array(aligned.origins(), dtype=np.int64)
    writes = []
    for column in tables()[table].columns:
        if column.formula is None and (alignment is None or column.key not in alignment.columns):
            continue
        frame = alignment.frame if alignment else None
        if column.formula is not None and evaluation is None:
            write = _missing_formulas(book, table, column, origins, overrides.get(column.key, {}))
        else:
            write = _column_write(book, evaluation, table, column, origins, frame, column.key in overrides)
        if aligned.added or write.changed.any():
            writes.append(write)
    resized = aligned.added or aligned.moves or aligned.joining or len(aligned.keep) != height
    if not (writes or resized):
        return None
    return TableWrite(
        tables()[table].name, aligned.keep, aligned.added, tuple(writes), None, aligned.moves,
        aligned.joining, aligned.leaving, aligned.cells,
    )  # fmt: skip


def _missing_formulas(
    book: BookReader,
    table: str,
    column: Column,
    origins: npt.NDArray[np.int64],
    overrides: Mapping[int, float],
) -> ColumnWrite:
    """A formula column of a book that computes itself: new rows, and cells in which something else stands."""
    index, formula = book.column_position(table, column.key), column.formula
    if formula is None:
        raise TypeError("only formula columns have formulas to restore")
    present = book.port.formula_cells(tables()[table].name) if (origins >= 0).any() else set()
    changed = np.array(
        [(row, index) not in present and row not in overrides for row in origins.tolist()], dtype=bool
    )
    values: list[CellValue] = [None] * len(changed)
    return ColumnWrite(index, values, changed, formula.text(book.names, table), only_changed=bool(overrides))


def _column_write(
    book: BookReader,
    evaluation: Evaluation | None,
    table: str,
    column: Column,
    origins: npt.NDArray[np.int64],
    frame: pd.DataFrame | None,
    overrides: bool,
) -> ColumnWrite:
    index = book.column_position(table, column.key)
    raw = book.raw_rows(table)[index]
    values: list[CellValue]
    text = None
    if column.formula is None:
        if frame is None:
            raise TypeError("a plain column is written only where a table is staged")
        values = convert.to_cells(frame[column.key], column, book.lang)
        if len(frame) >= LARGE and column.kind in _TEXTS:
            frame[column.key] = pd.Series(values, dtype=object)
    elif evaluation is not None:
        values = evaluation.table_column(table, column.key)  # type: ignore[assignment]
        text = column.formula.text(book.names, table)
    changed = _changed(raw, origins, values, formula=text is not None)
    return ColumnWrite(index, values, changed, text, only_changed=overrides)


def _changed(
    raw: Sequence[object], rows: npt.NDArray[np.int64], values: Sequence[CellValue], *, formula: bool
) -> npt.NDArray[np.bool_]:
    """Per row whether the cell has to be written; a row that joins the table gets its formulas in any case."""
    inside = (rows >= 0) & (rows < len(raw))
    if inside.all():
        old = (
            raw
            if len(rows) == len(raw) and (rows[1:] > rows[:-1]).all()
            else [raw[row] for row in rows.tolist()]
        )
        return convert.changed(old, values)
    differ = convert.filled(values) | (rows >= len(raw)) & formula
    standing = np.flatnonzero(inside).tolist()
    differ[standing] = convert.changed([raw[rows[at]] for at in standing], [values[at] for at in standing])
    return differ


def grid_cell_writes(
    book: BookReader,
    evaluation: Evaluation | None,
    staged: Mapping[GridKey, object],
    severed: Collection[GridKey] = (),
) -> list[CellWrite]:
    """Grid cells that change but for ``severed``: staged results, and formula cells that show an old value."""
    writes = []
    blocks = {key[0] for key in staged}
    for grid in grids().values():
        if book.is_gone(grid.key) or (evaluation is None and grid.key not in blocks):
            continue
        now = book.grid_raw(grid.key)
        options = {column.key: column.choices for column in grid.columns}
        for (row, column), old in now.items():
            key = (grid.key, row, column)
            computes = key in formula_cells()
            if key in severed or (computes and evaluation is None):
                continue
            if computes and evaluation is not None:
                value: CellValue = evaluation.grid_cell(*key)  # type: ignore[assignment]
            elif key in staged:
                value = convert.grid_value(staged[key], book.lang, options[column])
            else:
                continue
            if not convert.same(old, value):
                writes.append(CellWrite(*book.grid_cell_spot(*key), value, computes))
    return writes


def severed_writes(book: BookReader, evaluation: Evaluation, severed: Collection[GridKey]) -> list[CellWrite]:
    """Cells whose formulas read a sheet that is gone: they get the figure itself in place of the formula."""
    writes = []
    for key in sorted(severed):
        cell, old = book.grid_cell_spot(*key), book.grid_raw(key[0])[key[1], key[2]]
        value: CellValue = evaluation.grid_cell(*key)  # type: ignore[assignment]
        if not convert.same(old, value) or book.port.formulas(*cell, 1, 1):
            writes.append(CellWrite(*cell, value))
    return writes
