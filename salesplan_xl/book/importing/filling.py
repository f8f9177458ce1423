"""Customers and days that stand once for several rows: merged, grouped, or in lines above the rows."""

from __future__ import annotations

from collections import Counter

import numpy as np

from salesplan_xl.book.importing.body import Body, lone_text
from salesplan_xl.book.importing.coded import Coded, below
from salesplan_xl.book.importing.fields import customer_field, day_field
from salesplan_xl.book.importing.grids import filled_cells, is_blank
from salesplan_xl.book.importing.words import meaning

# A grouped column: so much of it is blank, and no name stands in two of its groups.
_GROUPED = 0.25
# The longest word for «the same as above».
_DITTO = 8


def group_column(body: Body, skip: set[int]) -> int | None:
    """The column whose lone texts are customers, where no column of the table is."""
    who = customer_field(body.table)
    if who in body.positions:
        return None
    rows = [row for row in body.rows if body.filled[row - body.rows.start] and row not in skip]
    lone = Counter(at for row in rows if (at := lone_text(body, row)) >= 0)
    if not lone or not rows or lone_text(body, rows[0]) < 0:
        return None
    return lone_text(body, rows[0])


def filled_down(body: Body, skip: set[int]) -> dict[str, dict[int, object]]:
    """Customers and days that stand once for several rows: our column → row → value."""
    keys = [key for key in (customer_field(body.table), day_field(body.table)) if key in body.positions]
    ids = [key for key in ("order_no", "invoice", "code") if key in body.positions]
    picked = {key: _merged_values(body, key) for key in (*keys, *ids)}
    heads = [key for key in ids if not picked[key] and _is_grouped(body, key, skip)]
    heads = [head for head in heads if keys and _go_together(body, keys[0], head)]
    for key in keys:
        grouped = _is_grouped(body, key, skip) or any(_go_together(body, key, head) for head in heads)
        if not picked[key] and grouped:
            picked[key] = _carried(body, key, skip)
    for key in keys:
        picked[key] = picked[key] | _dittos(body, key)
    picked |= {head: _carried(body, head, skip) for head in heads}
    return {key: rows for key, rows in picked.items() if rows}


def _merged_values(body: Body, key: str) -> dict[int, object]:
    at = body.positions[key]
    column = body.grid.columns[at]
    return {
        row: column[area.top]
        for area in body.grid.merged
        if area.left <= at <= area.right and area.top >= body.rows.start and not is_blank(column[area.top])
        for row in range(area.top + 1, min(area.bottom + 1, body.grid.height))
    }


def _is_grouped(body: Body, key: str, skip: set[int]) -> bool:
    """Whether a column names each of its groups once: many blanks, and no name in two groups."""
    at = body.positions[key]
    if filled_cells(below(body.grid.columns[at], body.rows.start)).all():
        return False
    rows = [row for row in body.rows if row not in skip and not np.isnan(body.amounts[row - body.rows.start])]
    cells = [body.grid.columns[at][row] for row in rows]
    filled = [cell for cell in cells if not is_blank(cell)]
    if not filled or is_blank(cells[0]) or len(filled) > (1 - _GROUPED) * len(cells):
        return False
    return len(set(filled)) == len(filled)


def _dittos(body: Body, key: str) -> dict[int, object]:
    """Rows that say «the same as above» instead of a name or a day."""
    column = below(body.grid.columns[body.positions[key]], body.rows.start)
    texts = (
        column.distinct if isinstance(column, Coded) else {cell for cell in column if isinstance(cell, str)}
    )
    dittos = {text for text in texts if len(text) <= _DITTO and meaning("ditto", text.strip())}
    last: object = ""
    rows: dict[int, object] = {}
    for row, cell in zip(body.rows, column, strict=True) if dittos else ():
        if cell in dittos:
            rows[row] = last
        elif not is_blank(cell):
            last = cell
    return rows


def _go_together(body: Body, key: str, head: str) -> bool:
    """Whether a column is filled just where the number of each document is."""
    left, right = (
        filled_cells(below(body.grid.columns[body.positions[at]], body.rows.start)) for at in (key, head)
    )
    return bool((left == right).all())


def _carried(body: Body, key: str, skip: set[int]) -> dict[int, object]:
    at = body.positions[key]
    carried: dict[int, object] = {}
    last: object = ""
    for row in body.rows:
        cell = body.grid.columns[at][row]
        if row in skip:
            continue
        if not is_blank(cell):
            last = cell
        elif not np.isnan(body.amounts[row - body.rows.start]):
            carried[row] = last
    return carried
