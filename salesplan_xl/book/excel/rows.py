"""Rows of tables that come and go in a running Excel; Excel moves everything that stands below by itself."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any

from salesplan_xl.book.excel.errors import translated_errors
from salesplan_xl.book.excel.index import Index
from salesplan_xl.book.excel.values import read_values, runs
from salesplan_xl.book.excel.writing import Box
from salesplan_xl.book.port import RowRestore, TablePlace, TableWrite, Writes

# Marks of stashed rows stand in the last formatted cell, within the first columns.
LAST_MARK = "CZ"


class RowChanges:
    """Carries out the row changes of some writes and keeps track of where the tables are.

    Args:
        sheet: gives the xlwings sheet of a name.
        index: places before; ``tables`` holds them as they are after ``make``.
        title: the book's name for sentences.
    """

    def __init__(self, sheet: Callable[[str], Any], index: Index, title: str) -> None:
        self._sheet, self.tables, self._title = sheet, dict(index.tables), title
        self._with_totals = index.with_totals
        self._lists: dict[str, Any] = {}

    def make(self, writes: Writes) -> None:
        """Stash row formats, resize tables, restore rows, drop stashed formats."""
        if not writes.restore:
            self._clear(writes)
        restores = {restore.table: restore for restore in writes.restore}
        for write in writes.tables:
            with translated_errors(self._title, self.tables[write.table].sheet):
                # A table that lost every row would not be a table any more: what comes, comes first.
                early = None if write.keep else restores.pop(write.table, None)
                if early:
                    self._restore(early, writes.stash_sheet)
                self._resize(write, writes.stash_sheet, len(early.rows) if early else 0)
        for restore in restores.values():
            with translated_errors(self._title, self.tables[restore.table].sheet):
                self._restore(restore, writes.stash_sheet)
        if writes.restore:
            self._clear(writes)

    def _clear(self, writes: Writes) -> None:
        """Drop stashed row formats nobody needs: before new ones are stashed, but after the last were used."""
        for first, last in writes.clear_stash:
            with translated_errors(self._title, writes.stash_sheet):
                _rows(self._sheet(writes.stash_sheet), first, last).clear()

    def _resize(self, write: TableWrite, stash_sheet: str, restored: int) -> None:
        """Bring and remove rows; ``restored`` rows on top have come back already and stay."""
        if write.joining:
            self._take(write.table, write.joining)
        kept = set(write.keep)
        gone = [row for row in range(restored, self.tables[write.table].rows) if row not in kept]
        if gone:
            self._show_all(write.table)
        if gone and write.stash_row is not None:
            self._stash(self.tables[write.table], gone, self._sheet(stash_sheet), write.stash_row)
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
        sheet, moves = self._sheet(place.sheet), _moved_runs(order)
        count, aside = sum(run[2] for run in moves), place.last_row + 1
        _rows(sheet, aside, aside + count - 1).insert("down")
        at = aside
        for source, _, length in moves:
            first = place.first_row + source
            _rows(sheet, first, first + length - 1).copy(_rows(sheet, at, at + length - 1))
            at += length
        at = aside
        for _, target, length in moves:
            first = place.first_row + target
            _rows(sheet, at, at + length - 1).copy(_rows(sheet, first, first + length - 1))
            at += length
        _rows(sheet, aside, aside + count - 1).delete("up")

    def _stash(self, place: TablePlace, gone: Sequence[int], stash: Any, at: int) -> None:
        """Copy the formats of rows: everything is copied, then the contents go."""
        sheet, row = self._sheet(place.sheet), at
        for first, last in runs(gone):
            target = _rows(stash, row, row + last - first)
            _rows(sheet, place.first_row + first, place.first_row + last).copy(target)
            row += last - first + 1
        _rows(stash, at, row - 1).clear_contents()

    def _restore(self, restore: RowRestore, stash_sheet: str) -> None:
        stash = self._sheet(stash_sheet)
        self._show_all(restore.table)
        for group in _paired_runs(restore.rows, restore.stash_rows):
            (row, source), count = group[0], len(group)
            self._insert(restore.table, row, count)
            place = self.tables[restore.table]
            sheet, at = self._sheet(place.sheet), place.first_row + row
            # The row below, or above where there is none below: it has the table's rules.
            beside = at + count if at + count <= place.last_row else at - 1
            target = _rows(sheet, at, at + count - 1)
            _apply_row_format(target, stash, (source, source + count - 1), _rows(sheet, beside, beside))
        self._fit(restore.table)

    def _insert(self, table: str, row: int, count: int) -> None:
        place = self.tables[table]
        at = place.first_row + row
        _rows(self._sheet(place.sheet), at, at + count - 1).insert("down")
        self._moved(place.sheet, at, count)
        self.tables[table] = dataclasses.replace(place, last_row=place.last_row + count)

    def _delete(self, table: str, first: int, last: int) -> None:
        place, count = self.tables[table], last - first + 1
        at = place.first_row + first
        _rows(self._sheet(place.sheet), at, at + count - 1).delete("up")
        self._moved(place.sheet, at, -count)
        self.tables[table] = dataclasses.replace(place, last_row=place.last_row - count)

    def _fit(self, table: str) -> None:
        """Rows added after the last one belong to the table only when it is told so, or above its totals."""
        if table in self._with_totals:
            return
        place = self.tables[table]
        right = place.first_col + len(place.columns) - 1
        sheet = self._sheet(place.sheet)
        whole = Box(place.header_row, place.first_col, place.last_row, right)
        self._list(table).resize(sheet.range(whole.address))

    def _show_all(self, table: str) -> None:
        """Clear the user's filter: where rows are filtered out Excel deletes and copies only what it shows."""
        listed = self._list(table)
        if listed.show_autofilter:
            listed.show_autofilter = False
            listed.show_autofilter = True

    def _list(self, table: str) -> Any:
        if table not in self._lists:
            self._lists[table] = self._sheet(self.tables[table].sheet).tables[table]
        return self._lists[table]

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


def _apply_row_format(target: Any, stash: Any, rows: tuple[int, int], beside: Any) -> None:
    """Put a stashed format on rows that came back.

    A row that Excel stashed took its conditional formats and drop-down lists along. One stashed in a file has
    none (and holds a mark): those come from the row beside.
    """
    row_format = _rows(stash, *rows)
    marks = read_values(stash.range(f"A{rows[0]}:{LAST_MARK}{rows[1]}"))
    if all(value is None for line in marks for value in line):
        row_format.copy(target)
    else:
        beside.copy(target)
        row_format.copy()
        target.paste("all_merging_conditional_formats")
        beside.copy()
        target.paste("validation")
        target.sheet.book.app.cut_copy_mode = None
    target.clear_contents()


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


def _rows(sheet: Any, first: int, last: int) -> Any:
    return sheet.range(f"{first}:{last}")


def _paired_runs(rows: Sequence[int], sources: Sequence[int]) -> list[list[tuple[int, int]]]:
    """(row, source) pairs in stretches in which both go up by one."""
    stretches: list[list[tuple[int, int]]] = []
    for pair in zip(rows, sources, strict=True):
        if stretches and (stretches[-1][-1][0] + 1, stretches[-1][-1][1] + 1) == pair:
            stretches[-1].append(pair)
        else:
            stretches.append([pair])
    return stretches
