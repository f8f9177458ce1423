"""Row order of a staged table: rows are known by their identity, not by their number.

Most tables keep the user's order: rows that exist keep their place, new ones are added below. Lists of ours stand
in the order in which they were computed; each row takes along what the user keeps beside it. So the user's notes,
colours and extra columns stay with their customers whatever is recomputed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from salesplan_xl.book.plan_book.beside import (
    Beside,
    EarlierNotes,
    copied_cells,
    earlier_notes,
    heading_cells,
    leaving_cells,
)
from salesplan_xl.book.plan_book.edits import SEPARATOR
from salesplan_xl.book.plan_book.reader import BookReader
from salesplan_xl.book.plan_book.reapplied_edits import frame_identities
from salesplan_xl.book.plan_book.row_keys import recognised
from salesplan_xl.book.port import RowCell
from salesplan_xl.schema.evaluate import empty_frame
from salesplan_xl.schema.types import Filled, Table
from salesplan_xl.schema.workbook import sheet_of, tables

Pairs = Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Staged:
    """A table's new content, not yet written; see ``PlanBook.put``. ``keys`` and ``shown`` are as in ``row_keys``."""

    frame: pd.DataFrame
    ordered: bool
    only: tuple[str, ...]
    keys: tuple[str, ...] = ()
    shown: Mapping[str, str] = field(default_factory=dict)

    def identities(self, table: Table, lang: str) -> list[str]:
        """Keys by which its rows are recognised."""
        if self.keys or self.frame.empty:
            return list(self.keys)
        return frame_identities(table, self.frame, lang)


@dataclass(frozen=True, slots=True)
class RowAlignment:
    """A staged table in sheet order.

    ``keep`` are old body rows that stay, ``added`` rows follow them; ``frame`` has exactly their rows, in order
    (one blank row when the table is empty). ``columns`` are the keys to write, ``order`` tells which staged
    row stands in each place. ``moves``, ``joining``, ``leaving`` and ``cells`` are as in ``TableWrite``: there
    ``keep`` counts the joining rows in, and ``frame`` leaves out those that stand below afterwards.
    """

    keep: tuple[int, ...]
    added: int
    frame: pd.DataFrame
    columns: tuple[str, ...]
    order: tuple[int, ...] = ()
    moves: tuple[int, ...] = ()
    joining: int = 0
    leaving: int = 0
    cells: tuple[RowCell, ...] = ()

    def origins(self) -> list[int]:
        """The old body row that stands in each row of the table afterwards; -1 for added ones."""
        rows = [*self.keep, *[-1] * self.added]
        rows = [rows[at] for at in self.moves] if self.moves else rows
        return rows[: len(rows) - self.leaving]


def align_rows(book: BookReader, table: str, staged: Staged) -> RowAlignment:
    """Decide which old rows stay and in what order the new content stands."""
    columns = staged.only or tuple(key for key in staged.frame.columns if key in tables()[table].keys())
    if not _has_identity(tables()[table], staged):
        if staged.frame.empty:
            return _emptied(book, table, columns)
        aligned = _by_position(book.place(table).rows, len(staged.frame))
    else:
        aligned = _Alignment(book, table, staged).rows()
        if staged.frame.empty and not aligned.leaving:
            return _emptied(book, table, columns)
    return aligned.filled(book, table, staged, columns)


def rows_that_go(book: BookReader, table: str, staged: Staged) -> list[int]:
    """The old rows that no staged row continues."""
    old = recognised(staged.shown, book.raw_identities(table))
    stays = set(_paired(old, staged.identities(tables()[table], book.lang)).values())
    return [row for row in range(len(old)) if row not in stays]


def _has_identity(table: Table, staged: Staged) -> bool:
    """Whether rows are known by their identity: not where the user's own rows are written back as they stand."""
    if not table.identity or (staged.ordered and table.keys(Filled.USER, Filled.IMPORT)):
        return False
    return not (staged.ordered and sheet_of(table.key).hidden)


@dataclass(frozen=True, slots=True)
class _Rows:
    """The old row (-1: a new one) and the staged row of each place, and what leaves the table below them."""

    origins: Sequence[int]
    order: Sequence[int]
    below: Sequence[int] = ()
    joining: int = 0
    cells: tuple[RowCell, ...] = ()

    @property
    def leaving(self) -> int:
        return len(self.below)

    def filled(self, book: BookReader, table: str, staged: Staged, columns: tuple[str, ...]) -> RowAlignment:
        """With the staged content in its places."""
        frame, order = staged.frame, list(self.order)
        if order != list(range(len(frame))):
            frame = frame.iloc[order].reset_index(drop=True)
        if staged.frame.empty:
            frame = empty_frame(table, 1)
        if staged.only:
            frame = _overlay(book.full_frame(table), self.origins, frame, staged.only)
        rows = [*self.origins, *self.below]
        keep = sorted(row for row in rows if row >= 0)
        moves = _moves(rows, keep)
        return RowAlignment(
            tuple(keep), len(rows) - len(keep), frame, columns, tuple(order), moves,
            self.joining, self.leaving, self.cells,
        )  # fmt: skip


def _moves(rows: Sequence[int], keep: Sequence[int]) -> tuple[int, ...]:
    """The order of rows that stay and are added, by their number; empty where they stand so anyway."""
    number = {row: at for at, row in enumerate(keep)}
    added = iter(range(len(keep), len(rows)))
    moves = tuple(number[row] if row >= 0 else next(added) for row in rows)
    return () if moves == tuple(range(len(rows))) else moves


class _Alignment:
    """The rows of a table that has an identity."""

    def __init__(self, book: BookReader, table: str, staged: Staged) -> None:
        self._book, self._table, self._staged = book, table, staged
        self._old = recognised(staged.shown, book.raw_identities(table))
        self._new = staged.identities(tables()[table], book.lang)
        self._pairs = _paired(self._old, self._new)
        self._beside = Beside(book, table)

    def rows(self) -> _Rows:
        """The new place of every row."""
        old, new = len(self._old), len(self._new)
        if self._staged.ordered and old <= new and all(self._pairs.get(row) == row for row in range(old)):
            return self._plain()
        stays = set(self._pairs.values())
        if sheet_of(self._table).hidden:
            return self._plain()
        earlier = earlier_notes(self._book, self._table) if len(stays) < max(old, new) else None
        empty = not any(identity.strip(SEPARATOR) for identity in self._old)
        if empty and not earlier and not self._beside.written:
            return self._plain()
        notes = self._beside.notes(row for row in range(old) if row not in stays)
        back = self._back(earlier) if earlier else {}
        if not (notes or back) and not (self._staged.ordered and self._beside.marked):
            return self._plain()
        if self._beside.row_formats.bound:
            return self._bound(notes)
        return self._moved(notes, earlier, back)

    def _plain(self) -> _Rows:
        if self._staged.ordered:
            return _by_position(len(self._old), len(self._new))
        return _in_old_order(self._pairs, len(self._old), len(self._new))

    def _back(self, earlier: EarlierNotes) -> Pairs:
        """New rows whose earlier note comes back, with the row it stands in."""
        kept = recognised(self._staged.shown, earlier.identities)
        fresh = [key if row not in self._pairs else "" for row, key in enumerate(self._new)]
        first = len(self._old) + earlier.skipped
        return {row: first + at for row, at in _paired(kept, fresh).items()}

    def _moved(self, notes: Sequence[int], earlier: EarlierNotes | None, back: Pairs) -> _Rows:
        old = len(self._old)
        if self._staged.ordered:
            rows = self._ordered({**self._pairs, **back}, notes)
        else:
            rows = _in_old_order(self._pairs, old, len(self._new), back)
        origins = list(rows.origins) or [-1]
        below, joining = [-1, -1] if notes else [], 0
        if earlier and (notes or back):
            joining, returned = earlier.rows, set(back.values())
            below = [row for row in range(old, old + joining) if row not in returned]
        cells = self._below_cells(len(origins), [*below, *notes], notes)
        return _Rows(origins, rows.order, [*below, *notes], joining, tuple(cells))

    def _bound(self, notes: Sequence[int]) -> _Rows:
        """Rows that cannot move keep their order; the texts of notes of rows that go are written below."""
        rows = _in_old_order(self._pairs, len(self._old), len(self._new))
        origins = list(rows.origins) or [-1]
        below = [-1] * (len(notes) + 2) if notes else []
        cells = list(heading_cells(self._book, self._table, len(origins))) if notes else []
        for at, row in enumerate(notes, len(origins) + 2):
            cells += copied_cells(self._book, self._table, self._beside, row, at)
        return _Rows(origins, rows.order, below, 0, tuple(cells))

    def _ordered(self, pairs: Pairs, notes: Sequence[int]) -> _Rows:
        """The computed order; rows that nobody wrote beside are free for new content."""
        busy = {*pairs.values(), *notes, *self._beside.marked}
        free = iter([row for row in range(len(self._old)) if row not in busy])
        origins = [pairs[row] if row in pairs else next(free, -1) for row in range(len(self._new))]
        return _Rows(origins, range(len(self._new)))

    def _below_cells(self, first: int, below: Sequence[int], notes: Sequence[int]) -> Iterator[RowCell]:
        if -1 in below:
            yield from heading_cells(self._book, self._table, first)
        for at, row in enumerate(notes, first + len(below) - len(notes)):
            yield from leaving_cells(self._book, self._table, self._beside, row, at)


def _emptied(book: BookReader, table: str, columns: tuple[str, ...]) -> RowAlignment:
    blank = empty_frame(table, 1)
    # What formulas show in the one blank row, and the user's own columns, do not make it a row of ours.
    ours = [column.key for column in tables()[table].columns if column.filled is not Filled.FORMULA]
    body = [book.raw_rows(table)[book.column_position(table, key)] for key in ours]
    is_blank = book.place(table).rows == 1 and all(not column or column[0] in (None, "") for column in body)
    return RowAlignment((0,), 0, blank, ()) if is_blank else RowAlignment((), 1, blank, columns)


def _by_position(old: int, new: int) -> _Rows:
    return _Rows([row if row < old else -1 for row in range(new)], range(new))


def _in_old_order(pairs: Pairs, old: int, new: int, back: Pairs | None = None) -> _Rows:
    """Rows that exist keep their place, new ones and those that come back follow below."""
    staged = {row: at for at, row in pairs.items()}
    kept = [row for row in range(old) if row in staged]
    fresh = [row for row in range(new) if row not in pairs]
    origins = [*kept, *((back or {}).get(row, -1) for row in fresh)]
    return _Rows(origins, [*(staged[row] for row in kept), *fresh])


def _paired(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """New row → old row of the same identity, first to first where one stands several times; blank ones have none."""
    waiting: dict[str, list[int]] = {}
    for row, identity in enumerate(old):
        if identity.strip(SEPARATOR):
            waiting.setdefault(identity, []).append(row)
    pairs: dict[int, int] = {}
    for row, identity in enumerate(new):
        rows = waiting.get(identity)
        if rows:
            pairs[row] = rows.pop(0)
    return pairs


def _overlay(
    full: pd.DataFrame, origins: Sequence[int], frame: pd.DataFrame, only: Sequence[str]
) -> pd.DataFrame:
    """The present rows with the ``only`` columns replaced."""
    rows = np.array([row if row < len(full) else -1 for row in origins])
    base = full.reindex(rows).reset_index(drop=True)
    return base.assign(**{key: frame[key].to_numpy() for key in only})
