"""Applies the conditional formats declared in ``theme``."""

from __future__ import annotations

from typing import Any

from salesplan_xl.schema.layout import choice_label, column_letters
from salesplan_xl.schema.types import Grid, Table
from salesplan_xl.templates import theme
from salesplan_xl.templates.writer import Page


def highlight(page: Page, block: Grid | Table) -> None:
    """Put every highlight declared for a block on its cells."""
    for item in theme.HIGHLIGHTS:
        if item.block == block.key:
            for column in item.columns:
                for first, last, at in _ranges(page, block, column, item.rows):
                    page.paper.conditional_format(first, at, last, at, _options(page, item, first, at))


def _ranges(
    page: Page, block: Grid | Table, column: str, rows: tuple[str, ...]
) -> list[tuple[int, int, int]]:
    top = page.spot(block.key).header_row
    if isinstance(block, Table):
        at = block.keys().index(column)
        return [(top, top + page.spot(block.key).rows - 1, at)]
    at = [item.key for item in block.columns].index(column) + (block.place[1] if block.place else 1)
    if not rows:
        return [(top, top + len(block.rows) - 1, at)]
    places = [block.offset(row, column)[0] for row in rows]
    return [(top - 1 + down, top - 1 + down, at) for down in places]


def _options(page: Page, item: theme.Highlight, row: int, column: int) -> dict[str, Any]:
    style = page.writer.styles.tone(item.tone)
    if item.test:
        cell = f"${column_letters(column + 1)}{row + 1}"
        return {"type": "formula", "criteria": item.test.format(cell=cell), "format": style}
    label = choice_label(item.options, item.choice).of(page.writer.lang)
    return {"type": "cell", "criteria": "==", "value": f'"{label}"', "format": style}
