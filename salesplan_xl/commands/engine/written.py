"""The rows and blocks that a command writes, as plain values by column key."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

import pandas as pd

from salesplan_xl.book.cells.convert import grid_value, to_cells
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.commands.engine.changes import SILENT
from salesplan_xl.commands.engine.result import Plain, Row
from salesplan_xl.schema.evaluate import Evaluation
from salesplan_xl.schema.types import NUMERIC, Column, Grid, Kind, Table
from salesplan_xl.schema.workbook import grids, tables

_DAY_ZERO = dt.date(1899, 12, 30)


def rows(book: PlanBook) -> tuple[dict[str, list[Row]], dict[str, dict[str, Row]]]:
    """Rows of the staged tables and cells of the staged blocks, as they will stand, without the book's own records."""
    evaluation = book.evaluation()
    staged = [key for key, table in tables().items() if book.is_staged(key) and table.name not in SILENT]
    blocks = {grid for grid, _, _ in book.staged_grid_values()}
    return (
        {key: _table_rows(tables()[key], evaluation, book.lang) for key in staged},
        {key: _grid_rows(grid, evaluation, book.lang) for key, grid in grids().items() if key in blocks},
    )


def standing_rows(book: PlanBook, names: Collection[str]) -> dict[str, list[Row]]:
    """Rows of some tables (by their names in the file) as they stand."""
    evaluation = book.evaluation()
    return {
        key: _table_rows(table, evaluation, book.lang)
        for key, table in tables().items()
        if table.name in names and table.name not in SILENT
    }


def _table_rows(table: Table, evaluation: Evaluation, lang: str) -> list[Row]:
    """Every row that holds anything; what its formulas show alone does not make it one."""
    frame = evaluation.frames[table.key]
    typed = {
        column.key: _plain_column(frame[column.key], column, lang)
        for column in table.columns
        if column.formula is None and column.key in frame
    }
    filled = [at for at, cells in enumerate(zip(*typed.values(), strict=True)) if any(_holds(cells))]
    shown = {
        column.key: [_shown(value, column.kind) for value in evaluation.table_column(table.key, column.key)]
        for column in table.columns
        if column.formula is not None
    }
    columns = [(key, cells) for key in table.keys() if (cells := typed.get(key, shown.get(key))) is not None]
    return [{key: cells[at] for key, cells in columns} for at in filled]


def _holds(cells: Iterable[Plain]) -> Iterable[bool]:
    return (cell is not None for cell in cells)


def _plain_column(values: pd.Series, column: Column, lang: str) -> list[Plain]:
    if column.kind is Kind.DATE:
        return [None if pd.isna(day) else day.isoformat()[:10] for day in pd.to_datetime(values)]
    if column.kind in (Kind.CHOICE, Kind.YES_NO):
        return [str(value) if value else None for value in values.astype(object).where(values.notna(), None)]
    return to_cells(values, column, lang)  # type: ignore[return-value]


def _shown(value: object, kind: Kind) -> Plain:
    """The value that a formula shows; an error is no value, and a day is no number."""
    if kind is Kind.DATE and isinstance(value, float):
        return (_DAY_ZERO + dt.timedelta(days=value)).isoformat()
    if value is None or value == "" or (isinstance(value, str) and value.startswith("#") and kind in NUMERIC):
        return None
    return value if isinstance(value, (bool, int, float, str)) else str(value)


def _grid_rows(grid: Grid, evaluation: Evaluation, lang: str) -> dict[str, Row]:
    return {
        row.key: {
            column.key: _cell(evaluation.grid_cell(grid.key, row.key, column.key), column.kind, lang)
            for column, cell in zip(grid.columns, row.cells, strict=True)
            if cell is not None
        }
        for row in grid.rows
    }


def _cell(value: object, kind: Kind, lang: str) -> Plain:
    plain = grid_value(value, lang)
    return plain.isoformat()[:10] if isinstance(plain, dt.date) else _shown(plain, kind)
