"""The news of an upgrade for the user: what came new by name, and its first cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from salesplan_xl.book.plan_book.growth_record import marks
from salesplan_xl.book.port import Port
from salesplan_xl.commands.engine.result import Change
from salesplan_xl.schema.layout import column_letters
from salesplan_xl.schema.settings import SETTINGS
from salesplan_xl.schema.types import Label
from salesplan_xl.schema.workbook import Lacking, grids, sheet, tables


def what_came(version: int) -> list[Label]:
    """The additions as users call them: sheets, blocks, columns, settings."""
    lacking = Lacking.of(version)
    whole = [sheet(key) for key in sorted(lacking.sheets)]
    inside = {block.key for item in whole for block in item.grids} | {
        block.key for item in whole for block in item.tables
    }
    blocks = [
        key for key in (*tables(), *grids()) if key in lacking.tables | lacking.grids and key not in inside
    ]
    declared = tables() | grids()
    rows = [
        row.label for grid, key in sorted(lacking.grid_rows) for row in grids()[grid].rows if row.key == key
    ]
    right = [
        column.label
        for grid, key in sorted(lacking.grid_columns)
        for column in grids()[grid].columns
        if column.key == key
    ]
    columns = [tables()[table].column(column).label for table, column in sorted(lacking.columns)]
    settings = [setting.label for setting in SETTINGS if setting.key in lacking.settings]
    return [
        *(item.label for item in whole),
        *(declared[key].label for key in blocks),
        *rows,
        *right,
        *columns,
        *settings,
    ]


def cells_that_came(port: Port, growth: Iterable[Mapping[str, Any]]) -> tuple[Change, ...]:
    """One cell for each thing that came: the header of a column, the value of a setting, the title of a sheet."""
    return tuple(
        Change(name, f"{column_letters(col)}{row}", None, port.block(name, row, col, 1, 1)[0][0])  # type: ignore[arg-type]
        for name, row, col in marks(port, growth)
    )


def cells_that_go(port: Port, growth: Iterable[Mapping[str, Any]]) -> tuple[Change, ...]:
    """The same cells when the upgrade is taken back."""
    return tuple(Change(cell.sheet, cell.cell, cell.new, None) for cell in cells_that_came(port, growth))
