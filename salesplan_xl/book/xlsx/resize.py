"""Table changes: sheet rows that go, new places of the others, ranges of all tables afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from salesplan_xl.book.xlsx.layout import Body, Layout
from salesplan_xl.book.xlsx.model import TableInfo
from salesplan_xl.book.xlsx.refs import letters
from salesplan_xl.book.xlsx.row_format import RowFormat
from salesplan_xl.errors import WorkbookError


@dataclass(frozen=True, slots=True)
class Reorder:
    """Another order of a table's rows.

    ``joining`` rows right below the body become part of it first; ``order`` are the kept and added rows, by their
    number, as they stand afterwards (as they are where it is empty); the last ``leaving`` rows then stand below.
    """

    order: Sequence[int] = ()
    joining: int = 0
    leaving: int = 0

    def __bool__(self) -> bool:
        return bool(self.order or self.joining or self.leaving)


IN_PLACE = Reorder()


class Resizer:
    """Keeps the tables of a workbook in step with its layouts.

    Args:
        tables: all tables as saved.
        layout: gives the layout of a sheet.
    """

    def __init__(self, tables: Mapping[str, TableInfo], layout: Callable[[str], Layout]) -> None:
        self.saved = dict(tables)
        self.tables = dict(tables)
        self._layout = layout
        self._resized: dict[str, int] = {}

    def resize(
        self, table: str, keep: Sequence[int], added: int, restored: Sequence[tuple[int, RowFormat]] = (),
        reorder: Reorder = IN_PLACE,
    ) -> int:  # fmt: skip
        """Change one table and move everything below it.

        Args:
            table: name.
            keep: 0-based rows of its present body, strictly increasing.
            added: blank rows after them.
            restored: 0-based rows of the new body, strictly increasing, that are blank rows with row formats of
                their own.
            reorder: another order of the kept and blank rows, and the rows that join or leave the table.

        Returns:
            Last row any table of the sheet needs now.

        Raises:
            ValueError: keep, added or restored make no sense.
            WorkbookError: SP-312 another table stands beside this one.
        """
        info = self.tables[table]
        info = replace(info, last_row=info.last_row + reorder.joining)
        height = info.last_row - info.first_row + 1
        _check_request(keep, added, height)
        _check_restored([row for row, _ in restored], len(keep) + added + len(restored))
        added = added if keep or added or restored else 1
        if len(keep) == height and not (added or restored or reorder):
            return info.last_row
        self._refuse_neighbours(info, keep, added, [row for row, _ in restored])
        template = self.saved[table].first_row
        layout = self._layout(info.sheet)
        layout.splice(info.first_row, info.last_row, keep, added, template, restored, reorder.order)
        self._resized[table] = len(keep) + added + len(restored) - reorder.leaving
        return self._shift_tables(info.sheet)

    def insert(self, sheet: str, after: int, formats: Sequence[RowFormat]) -> None:
        """Blank rows with row formats of their own come below a row; everything below moves down."""
        restored = list(enumerate(formats, 1))
        self._layout(sheet).splice(after, after, [0], 0, 0, restored)
        self._shift_tables(sheet)

    def delete(self, sheet: str, first: int, last: int) -> None:
        """Rows go; everything below moves up."""
        self._layout(sheet).splice(first, last, [], 0, 0)
        self._shift_tables(sheet)

    def _refuse_neighbours(
        self, info: TableInfo, keep: Sequence[int], added: int, restored: Sequence[int]
    ) -> None:
        """Whole rows move: a table beside this one must not lose rows, nor get blank ones in its middle."""
        kept = set(keep)
        gone = [r for r in range(info.first_row, info.last_row + 1) if r - info.first_row not in kept]
        above = {info.first_row + _row_above(keep, row - at) for at, row in enumerate(restored)}
        above |= {info.last_row} if added else set()
        for other in self.tables.values():
            if other.sheet != info.sheet or other.name == info.name:
                continue
            last = other.last_row + other.has_totals
            loses = any(other.header_row <= row <= last for row in gone)
            if loses or any(other.header_row <= row < last for row in above):
                cell = f"{letters(other.first_col)}{other.header_row}"
                raise WorkbookError(
                    "SP-312", sheet=info.sheet, cell=cell, reason=f"table {other.name} beside"
                )

    def _shift_tables(self, sheet: str) -> int:
        """Every table of a sheet to its new rows; the changed ones become bodies that ranges grow with."""
        layout = self._layout(sheet)
        layout.bodies, last = [], 0
        for name, old in self.saved.items():
            if old.sheet != sheet:
                continue
            header = layout.next_row(old.header_row)
            first = header + old.first_row - old.header_row
            height = self._resized.get(name)
            end = layout.next_row(old.last_row) if height is None else first + height - 1
            new = replace(old, header_row=header, first_row=first, last_row=end)
            self.tables[name] = new
            last = max(last, new.last_row + new.has_totals)
            if name in self._resized:
                body = Body(old.first_row, old.last_row, first, new.last_row, old.first_col, old.last_col)
                layout.bodies.append(body)
        return last


def _check_request(keep: Sequence[int], added: int, height: int) -> None:
    increasing = all(a < b for a, b in zip(keep, keep[1:], strict=False))
    if added < 0 or not increasing or (keep and not 0 <= keep[0] <= keep[-1] < height):
        raise ValueError("keep must be strictly increasing rows of the body, added not negative")


def _check_restored(rows: Sequence[int], height: int) -> None:
    increasing = all(a < b for a, b in zip(rows, rows[1:], strict=False))
    if not increasing or (rows and not 0 <= rows[0] <= rows[-1] < height):
        raise ValueError("restored must be strictly increasing rows of the new body")


def _row_above(keep: Sequence[int], before: int) -> int:
    """Offset of the row under which a blank one comes, when so many rows stand above it; -1 is the header."""
    if not before or not keep:
        return -1
    return keep[min(before, len(keep)) - 1]
