"""Rows that sum up others: by a word where a name should stand, or by their figure alone."""

from __future__ import annotations

from typing import cast

import numpy as np

from salesplan_xl.book.importing.body import Body
from salesplan_xl.book.importing.coded import Coded, below
from salesplan_xl.book.importing.fields import customer_field, day_field, fields
from salesplan_xl.book.importing.figures import taken_apart
from salesplan_xl.book.importing.grids import is_blank
from salesplan_xl.book.importing.totals import total_words
from salesplan_xl.schema.types import Kind

# A sum and the rows above it agree to half a cent, and to rounding in the last place of what was printed.
_CENT, _CENTS = 0.011, 100


def _texts(body: Body, at: int) -> list[str]:
    """The texts of a column."""
    column = below(body.grid.columns[at], body.rows.start)
    if isinstance(column, Coded):
        return column.distinct
    if set(map(type, column)) == {str}:
        return cast("list[str]", column)
    return [cell for cell in column if isinstance(cell, str) and cell]


def total_rows(body: Body) -> set[int]:
    """Rows with a word for a total where a name or a day should stand."""
    picked: set[int] = set()
    columns = {*range(min(3, len(body.grid.columns))), *_text_positions(body)}
    for at in columns:
        words = total_words(_texts(body, at))
        if words:
            column = body.grid.columns[at]
            picked |= {
                row
                for row in body.rows
                if isinstance(column[row], str)
                and column[row] in words
                and _confirms(body, row, at, words[str(column[row])])
            }
    return picked


def _text_positions(body: Body) -> list[int]:
    lookup = fields(body.table)
    kinds = (Kind.TEXT, Kind.ID, Kind.DATE, Kind.CHOICE)
    return [at for key, at in body.positions.items() if lookup[key].kind in kinds]


def _confirms(body: Body, row: int, at: int, word: str) -> bool:
    """Whether the rest of a row agrees that it is a total: no day, or no other name beside it."""
    day = day_field(body.table)
    if day and not body.located.months and body.has_day(row):
        named = at == body.positions.get(customer_field(body.table))
        return named and (_is_no_name(body.grid.columns[at][row], word) or _equals_above(body, row))
    if day and not body.located.months:
        return True
    others = [
        place
        for place in _text_positions(body)
        if place != at and not is_blank(body.grid.columns[place][row])
    ]
    if word == "whole":
        return True
    if word == "strong" and not others:
        return True
    return not others and _equals_above(body, row)


def _is_no_name(cell: object, word: str) -> bool:
    """Whether no customer can be called so: a word for a total beyond ASCII, which companies do not go by."""
    return word == "whole" and isinstance(cell, str) and not cell.isascii()


def _equals_above(body: Body, row: int) -> bool:
    """Whether a figure is the sum of some unbroken run of rows just above it."""
    at = row - body.rows.start
    amount, total = body.amounts[at], 0.0
    for above in range(at - 1, -1, -1):
        value = body.amounts[above]
        total += 0.0 if np.isnan(value) else value
        if above < at - 1 and abs(total - amount) < _CENT:
            return True
    return False


def unnamed_sums(body: Body, skip: set[int], sums: set[int]) -> set[int]:
    """Rows without a word, a name or a day whose figure is the sum of rows just above: no gap to be filled down."""
    who = body.positions.get(customer_field(body.table))
    if who is None or body.names.all():
        return set()
    picked: set[int] = set()
    cents = np.rint(np.nan_to_num(body.amounts) * _CENTS).astype(np.int64)
    runs, total = {0}, 0
    for row in body.rows:
        at = row - body.rows.start
        if row in skip or row in sums or not body.filled[at]:
            continue
        if not body.names[at] and cents[at] and _is_bare(body, row, who) and total - int(cents[at]) in runs:
            picked.add(row)
            continue
        total += int(cents[at])
        runs.add(total)
    return picked


def _is_bare(body: Body, row: int, who: int) -> bool:
    """Whether a row has no day and no text of its own; left of the customer it may repeat the group above."""
    day = body.positions.get(day_field(body.table))
    if day is not None and body.has_day(row):
        return False
    currency = body.positions.get("currency")
    for at, column in enumerate(body.grid.columns):
        cell = column[row]
        if not isinstance(cell, str) or is_blank(cell) or taken_apart(cell) is not None:
            continue
        if not ((at < who or at == currency) and row > body.rows.start and cell == column[row - 1]):
            return False
    return True
