"""Cells that the user types: their value, their look and what may be typed."""

from __future__ import annotations

from salesplan_xl.schema.starter.columns import Column
from salesplan_xl.templates.starter.writer import SheetWriter


def write_entry(page: SheetWriter, row: int, at: int, column: Column, value: object) -> None:
    """A blue cell, empty or filled; text stays text."""
    style = page.body(column.kind, entry=True, key=column.key)
    if value is None:
        page.paper.write_blank(row, at, None, style)
    elif isinstance(value, (int, float)):
        page.paper.write_number(row, at, value, style)
    else:
        page.paper.write_string(row, at, str(value), style)
