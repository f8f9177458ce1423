"""The order of the rows of a staged table: rows that exist keep their place, new ones are added below.

So the user's order, colours, notes and extra columns stay with their customers whatever is recomputed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from salesplan_xl.book.plan_book.edits import SEPARATOR
from salesplan_xl.book.plan_book.reader import BookReader
from salesplan_xl.book.plan_book.reapplied_edits import frame_identities
from salesplan_xl.schema.evaluate import empty_frame
from salesplan_xl.schema.types import Filled
from salesplan_xl.schema.workbook import tables


@dataclass(frozen=True, slots=True)
class Staged:
    """A table's new content, not yet written; see ``PlanBook.put``."""

    frame: pd.DataFrame
    ordered: bool
    only: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowAlignment:
    """A staged table in sheet order.

    ``keep`` are old body rows that stay, ``added`` rows follow them; ``frame`` has exactly their rows, in order
    (one blank row when the table is empty). ``columns`` are the keys to write, ``order`` tells which staged
    row stands in each place.
    """

    keep: tuple[int, ...]
    added: int
    frame: pd.DataFrame
    columns: tuple[str, ...]
    order: tuple[int, ...] = ()


def align_rows(book: BookReader, table: str, staged: Staged) -> RowAlignment:
    """Decide which old rows stay and in what order the new content stands."""
    columns = staged.only or tuple(key for key in staged.frame.columns if key in tables()[table].keys())
    if staged.frame.empty:
        return _emptied(book, table, columns)
    if staged.ordered or not tables()[table].identity:
        keep, order = _by_position(book.place(table).rows, len(staged.frame))
    else:
        keep, order = _by_identity(
            book.raw_identities(table), frame_identities(tables()[table], staged.frame, book.lang)
        )
    frame = staged.frame.iloc[order].reset_index(drop=True)
    if staged.only:
        frame = _overlay(book.full_frame(table), keep, frame, staged.only)
    return RowAlignment(tuple(keep), len(order) - len(keep), frame, columns, tuple(order))


def _emptied(book: BookReader, table: str, columns: tuple[str, ...]) -> RowAlignment:
    blank = empty_frame(table, 1)
    # What formulas show in the one blank row, and the user's own columns, do not make it a row of ours.
    ours = [column.key for column in tables()[table].columns if column.filled is not Filled.FORMULA]
    body = [book.raw_rows(table)[book.column_position(table, key)] for key in ours]
    is_blank = book.place(table).rows == 1 and all(not column or column[0] in (None, "") for column in body)
    return RowAlignment((0,), 0, blank, ()) if is_blank else RowAlignment((), 1, blank, columns)


def _by_position(old: int, new: int) -> tuple[list[int], list[int]]:
    return list(range(min(old, new))), list(range(new))


def _by_identity(old: Sequence[str], new: Sequence[str]) -> tuple[list[int], list[int]]:
    position = {identity: row for row, identity in enumerate(new)}
    keep: list[int] = []
    order: list[int] = []
    taken: set[str] = set()
    for row, identity in enumerate(old):
        if identity in position and identity not in taken and identity.strip(SEPARATOR):
            keep.append(row)
            order.append(position[identity])
            taken.add(identity)
    order.extend(row for row, identity in enumerate(new) if identity not in taken)
    return keep, order


def _overlay(
    full: pd.DataFrame, keep: Sequence[int], frame: pd.DataFrame, only: Sequence[str]
) -> pd.DataFrame:
    """The present rows with the ``only`` columns replaced."""
    rows = np.full(len(frame), -1)
    rows[: len(keep)] = keep
    base = full.reindex(rows).reset_index(drop=True)
    return base.assign(**{key: frame[key].to_numpy() for key in only})
