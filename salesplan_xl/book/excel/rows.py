"""Rows of tables that come and go in a running Excel; Excel moves everything that stands below by itself."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from salesplan_xl.book.excel.batch import Batch, Step
from salesplan_xl.book.excel.index import Index
from salesplan_xl.book.excel.values import read_values, runs
from salesplan_xl.book.excel.writing import Box
from salesplan_xl.book.port import RowRestore, TablePlace, TableWrite, Writes

# Marks of stashed rows stand in the last formatted cell, within the first columns.
LAST_MARK = "CZ"
# A sheet with a first and a last row.
Rows = tuple[str, int, int]


class RowChanges:
    """Carries out the row changes of some writes and keeps track of where the tables are.

    Args:
        batch: carries the steps out.
        index: places before; ``tables`` holds them as they are after ``make``.
    """

    def __init__(self, batch: Batch, index: Index) -> None:
        self._batch, self.tables = batch, dict(index.tables)
        self._with_totals = index.with_totals

    def make(self, writes: Writes) -> None:
        """Stash row formats, resize tables, restore rows, drop stashed formats."""
        if not writes.restore:
            self._clear(writes)
        restores = {restore.table: restore for restore in writes.restore}
        for write in writes.tables:
            # A table that lost every row would not be a table any more: what comes, comes first.
            early = None if write.keep else restores.pop(write.table, None)
            if early:
                self._restore(early, writes.stash_sheet)
            self._resize(write, writes.stash_sheet, len(early.rows) if early else 0)
        for restore in restores.values():
            self._restore(restore, writes.stash_sheet)
        if writes.restore:
            self._clear(writes)

    def _clear(self, writes: Writes) -> None:
        """Drop stashed row formats nobody needs: before new ones are stashed, but after the last were used."""
        for first, last in writes.clear_stash:
            self._do("clear", writes.stash_sheet, first, last)

    def _resize(self, write: TableWrite, stash_sheet: str, restored: int) -> None:
        """Bring and remove rows; ``restored`` rows on top have come back already and stay."""
        if write.joining:
            self._take(write.table, write.joining)
        kept = set(write.keep)
        gone = [row for row in range(restored, self.tables[write.table].rows) if row not in kept]
        if gone:
            self._show_all(write.table)
        if gone and write.stash_row is not None:
            self._stash(self.tables[write.table], gone, stash_sheet, write.stash_row)
        if write.added:
            self._insert(write.table, self.tables[write.table].rows, write.added)
            self._fit(write.table)
        for first, last in reversed(runs(gone)):
            self._delete(write.table, first, last)
        if write.order:
            self._reorder(write.table, write.order)
        if write.leaving:
            self._take(write.table, -write.leaving)

    def _take(self, table: str, count: int) -> None:
        """Take rows from below into a table; with a negative count its last ones leave it."""
        place = self.tables[table]
        self.tables[table] = dataclasses.replace(place, last_row=place.last_row + count)
        self._fit(table)

    def _reorder(self, table: str, order: Sequence[int]) -> None:
        """Put rows into another order: copied aside below the table, then to their places."""
        self._show_all(table)
        place = self.tables[table]
        sheet, moves = place.sheet, _moved_runs(order)
        count, aside = sum(run[2] for run in moves), place.last_row + 1
        self._do("insert", sheet, aside, aside + count - 1)
        at = aside
        for source, _, length in moves:
            first = place.first_row + source
            self._copy((sheet, first, first + length - 1), (sheet, at, at + length - 1))
            at += length
        at = aside
        for _, target, length in moves:
            first = place.first_row + target
            self._copy((sheet, at, at + length - 1), (sheet, first, first + length - 1))
            at += length
        self._do("delete", sheet, aside, aside + count - 1)

    def _stash(self, place: TablePlace, gone: Sequence[int], stash: str, at: int) -> None:
        """Copy the formats of rows: everything is copied, then the contents go."""
        row = at
        for first, last in runs(gone):
            rows = (place.sheet, place.first_row + first, place.first_row + last)
            self._copy(rows, (stash, row, row + last - first))
            row += last - first + 1
        self._do("clear_contents", stash, at, row - 1)

    def _restore(self, restore: RowRestore, stash_sheet: str) -> None:
        self._show_all(restore.table)
        for group in _paired_runs(restore.rows, restore.stash_rows):
            (row, source), count = group[0], len(group)
            self._insert(restore.table, row, count)
            place = self.tables[restore.table]
            at = place.first_row + row
            # The row below, or above where there is none below: it has the table's rules.
            beside = at + count if at + count <= place.last_row else at - 1
            target = (place.sheet, at, at + count - 1)
            self._format((stash_sheet, source, source + count - 1), (place.sheet, beside, beside), target)
        self._fit(restore.table)

    def _format(self, stashed: Rows, beside: Rows, target: Rows) -> None:
        """Put a stashed format on rows that came back.

        A row that Excel stashed took its conditional formats and drop-down lists along. One stashed in a file has
        none (and holds a mark): those come from the row beside.
        """
        marks = Step("value", stashed[0], f"A{stashed[1]}:{LAST_MARK}{stashed[2]}")
        if all(value is None for line in read_values(self._batch.ask(marks)[0]) for value in line):
            self._copy(stashed, target)
        else:
            self._copy(beside, target)
            self._copy(stashed, target, "paste_merged")
            self._copy(beside, target, "paste_validation")
        self._do("clear_contents", *target)

    def _insert(self, table: str, row: int, count: int) -> None:
        place = self.tables[table]
        at = place.first_row + row
        self._do("insert", place.sheet, at, at + count - 1)
        self._moved(place.sheet, at, count)
        self.tables[table] = dataclasses.replace(place, last_row=place.last_row + count)

    def _delete(self, table: str, first: int, last: int) -> None:
        place, count = self.tables[table], last - first + 1
        at = place.first_row + first
        self._do("delete", place.sheet, at, at + count - 1)
        self._moved(place.sheet, at, -count)
        self.tables[table] = dataclasses.replace(place, last_row=place.last_row - count)

    def _fit(self, table: str) -> None:
        """Rows added after the last one belong to the table only when it is told so, or above its totals."""
        if table in self._with_totals:
            return
        place = self.tables[table]
        right = place.first_col + len(place.columns) - 1
        whole = Box(place.header_row, place.first_col, place.last_row, right)
        self._batch.put(Step("resize", place.sheet, whole.address, table))

    def _show_all(self, table: str) -> None:
        """Clear the user's filter: where rows are filtered out Excel deletes and copies only what it shows."""
        self._batch.put(Step("show_rows", self.tables[table].sheet, "", table))

    def _do(self, verb: str, sheet: str, first: int, last: int) -> None:
        self._batch.put(Step(verb, sheet, f"{first}:{last}"))

    def _copy(self, source: Rows, target: Rows, verb: str = "copy") -> None:
        places = (f"{source[1]}:{source[2]}", target[0], f"{target[1]}:{target[2]}")
        self._batch.put(Step(verb, source[0], *places))

    def _moved(self, sheet: str, at: int, by: int) -> None:
        """Tables that stand below moved with the rows."""
        for name, place in self.tables.items():
            if place.sheet == sheet and place.header_row >= at:
                self.tables[name] = dataclasses.replace(
                    place,
                    header_row=place.header_row + by,
                    first_row=place.first_row + by,
                    last_row=place.last_row + by,
                )


def _moved_runs(order: Sequence[int]) -> list[tuple[int, int, int]]:
    """Stretches that move together: where they stand, where they go, how many rows."""
    moves: list[tuple[int, int, int]] = []
    for target, source in enumerate(order):
        first, at, length = moves[-1] if moves else (-1, -1, 0)
        if source == target:
            continue
        if (first + length, at + length) == (source, target):
            moves[-1] = (first, at, length + 1)
        else:
            moves.append((source, target, 1))
    return moves


def _paired_runs(rows: Sequence[int], sources: Sequence[int]) -> list[list[tuple[int, int]]]:
    """(row, source) pairs in stretches in which both go up by one."""
    stretches: list[list[tuple[int, int]]] = []
    for pair in zip(rows, sources, strict=True):
        if stretches and (stretches[-1][-1][0] + 1, stretches[-1][-1][1] + 1) == pair:
            stretches[-1].append(pair)
        else:
            stretches.append([pair])
    return stretches
