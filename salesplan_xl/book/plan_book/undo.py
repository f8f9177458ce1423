"""The way back: the writes that put everything as it was before a snapshot was taken.

Cells the user has edited since (in columns, blocks and settings meant for editing) keep what the user typed.
Where the result of the step was changed in any other way, rows sorted or removed, nothing is undone: it could
not be exact.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from salesplan_xl.book.plan_book.checksums import agree, digest
from salesplan_xl.book.plan_book.edits import plain, unchanged
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.book.plan_book.severed import readers_of
from salesplan_xl.book.plan_book.undo_record import (
    LostEdit,
    Stored,
    TableChange,
    UndoRecord,
    body_formulas,
    content,
    declared,
    edit_headers,
    odd_formulas,
)
from salesplan_xl.book.port import CellWrite, NamedCell, Port, RowRestore, TablePlace, TableWrite, Writes
from salesplan_xl.errors import WorkbookError
from salesplan_xl.findings import Sentence
from salesplan_xl.schema.layout import column_letters
from salesplan_xl.schema.types import Label
from salesplan_xl.schema.workbook import grids, sheet, tables


@dataclass(frozen=True, slots=True)
class WayBack:
    """The writes that undo a step; ``now`` is the row in which each of their cells stands today, if any."""

    writes: Writes
    now: tuple[int | None, ...]


Move = tuple[CellWrite, int | None]


def still_there(book: PlanBook, snapshot: UndoRecord) -> UndoRecord:
    """The part of a snapshot that speaks of sheets which the book still has, and of formulas that can read theirs."""
    gone = {
        *(table.name for key, table in tables().items() if book.is_gone(key)),
        *(grid.name for key, grid in grids().items() if book.is_gone(key)),
    }
    severed = [
        (grids()[grid].name, *grids()[grid].offset(row, column))
        for grid, row, column in readers_of(book, book.absence.gone)
    ]
    return dataclasses.replace(
        snapshot,
        tables=[change for change in snapshot.tables if change.table not in gone],
        cells=[cell for cell in snapshot.cells if cell[0] not in gone and tuple(cell[:3]) not in severed],
    )


def check(book: PlanBook, snapshot: UndoRecord) -> None:
    """Make sure that nothing but edits has happened to what the step wrote.

    Raises:
        WorkbookError: SP-318 naming the table that was changed.
    """
    for change in snapshot.tables:
        if not _intact(book, change):
            raise _changed_since(declared(change.table).label, snapshot)
    for cell in snapshot.cells:
        grid = next((grid for grid in grids().values() if grid.name == cell[0]), None)
        if str(cell[0]) not in book.port.names() or (_retyped(book.port, cell) and not _editable(cell)):
            raise _changed_since(grid.label if grid else sheet("settings").label, snapshot)


def lost_edits(book: PlanBook, snapshot: UndoRecord) -> list[LostEdit]:
    """Edits the user made since in rows that the step added and that go with it."""
    return [edit for change in snapshot.tables if change.added for edit in _lost(book, change)]


def undo_writes(book: PlanBook, snapshot: UndoRecord, stash_sheet: str) -> WayBack:
    """The writes that undo a step; ``check`` tells whether they may be applied.

    Args:
        book: the book after the step.
        snapshot: what the step overwrote.
        stash_sheet: where the formats of removed rows are.
    """
    shifts = _shifts(book.port, snapshot)
    changes = [
        change for change in snapshot.tables if change.added or change.gone or change.order or change.joining
    ]
    moves = [
        *(move for change in snapshot.tables for move in _table_cells(book, change, shifts[change.table])),
        *_single_cells(book.port, snapshot),
    ]
    writes = Writes(
        tables=tuple(_resize(book.port.tables()[change.table], change) for change in changes),
        cells=tuple(cell for cell, _ in moves),
        hide=tuple(_standing_sheets(book.port, snapshot)),
        restore=tuple(
            _restore(book.port.tables()[change.table], change) for change in changes if change.gone
        ),
        stash_sheet=stash_sheet,
    )
    return WayBack(writes, tuple(row for _, row in moves))


def shown_anew(book: PlanBook) -> Writes:
    """The values formulas show after cells have changed, in a book that does not compute itself; nothing else."""
    writes = book.changes()
    cells = [cell for cell in writes.cells if cell.cached]
    for write in writes.tables:
        place = book.port.tables()[write.table]
        columns = [column for column in write.columns if column.formula is not None]
        texts = body_formulas(book.port, place) if columns else {}
        for column in columns:
            odd, col = odd_formulas(texts, column.index, place.rows), place.first_col + column.index
            cells += [
                CellWrite(place.sheet, place.first_row + row, col, column.values[row], cached=True)
                for row in column.changed.nonzero()[0].tolist()
                if row not in odd
            ]
    return Writes(cells=tuple(cells))


# ── what was changed since ────────────────────────────────────────────────────────────────────────────


def _changed_since(name: Label, snapshot: UndoRecord) -> WorkbookError:
    return WorkbookError("SP-318", table=name, command=Sentence(f"C-NAME-{snapshot.command.upper()}"))


def _intact(book: PlanBook, change: TableChange) -> bool:
    """Whether a table still stands as the step left it, edits and rows added below aside."""
    place, after = book.port.tables()[change.table], len(change.kept()) + change.added - change.leaving
    if place.rows < after or not set(change.witness) <= set(place.columns):
        return False
    if not _stands_below(book.port, place, change):
        return False
    if change.gone and (change.left, change.columns) != (
        place.first_col,
        list(place.columns[: len(change.columns)]),
    ):
        return False
    body = book.raw_rows(declared(change.table).key)
    columns = {header: body[place.columns.index(header)][:after] for header in change.witness}
    return all(agree(digest(column), change.witness[header]) for header, column in columns.items())


def _now(change: TableChange, place: TablePlace, row: int) -> int:
    """The present place of a row that the step left: rows the user appended come before those below the table."""
    inside = len(change.kept()) + change.added - change.leaving
    return row if row < inside else row - inside + place.rows


def _stands_below(port: Port, place: TablePlace, change: TableChange) -> bool:
    """Whether the rows that left the table still stand right below it."""
    cells = [(_now(change, place, int(str(row))), int(str(col)), new) for row, col, _, new in change.below]
    return all(
        _same(port.block(place.sheet, place.first_row + row, col, 1, 1)[0][0], new) for row, col, new in cells
    )


def _spot(names: Mapping[str, NamedCell], cell: list[Stored]) -> NamedCell:
    """The present place of a single cell of a snapshot."""
    name, down, right = cell[:3]
    spot = names[str(name)]
    return NamedCell(spot.sheet, spot.row + int(str(down)), spot.col + int(str(right)))


def _retyped(port: Port, cell: list[Stored]) -> bool:
    """Whether a single cell no longer holds what the step wrote."""
    spot = _spot(port.names(), cell)
    return not _same(port.block(spot.sheet, spot.row, spot.col, 1, 1)[0][0], cell[4])


def _same(now: object, written: Stored) -> bool:
    return unchanged(plain(now), plain(content(written)[0]))


def _editable(cell: list[Stored]) -> bool:
    """Whether the user may change a cell: settings, and the edit cells of a block."""
    grid = next((grid for grid in grids().values() if grid.name == cell[0]), None)
    if grid is None:
        return True
    grid_cell = grid.rows[int(str(cell[1])) - 1].cells[int(str(cell[2])) - 1]
    return grid_cell is not None and grid_cell.edit


def _lost(book: PlanBook, change: TableChange) -> Iterator[LostEdit]:
    """Contents of the added rows of a table that the step did not write there."""
    place, key = book.port.tables()[change.table], declared(change.table).key
    edits = edit_headers(book, change.table)
    rows = [_now(change, place, row) for row, origin in enumerate(change.origins()) if origin < 0]
    first, count = rows[0], max(rows) - rows[0] + 1
    top, width = place.first_row + first, max(book.port.width(place.sheet), place.first_col)
    block = book.port.block(place.sheet, top, 1, count, width)
    written = {book.names.header(key, column.key): column for column in declared(change.table).columns}
    overrides = {book.names.header(key, column): rows for column, rows in book.formula_overrides(key).items()}
    formulas = book.port.formulas(place.sheet, top, 1, count, width)
    for number, row in enumerate(rows):
        down = row - first
        for at, value in enumerate(block[down]):
            inside = 0 <= at + 1 - place.first_col < len(place.columns)
            header = place.columns[at + 1 - place.first_col] if inside else ""
            if header in edits:
                came = change.came.get(header, [])
                new = _same(value, came[number] if number < len(came) else None)
            elif header in written:
                new = row not in overrides.get(header, ())
            else:
                new = (down, at) in formulas
            if not new and value not in (None, ""):
                column = written[header].key if header in written else ""
                address = f"{column_letters(at + 1)}{top + down}"
                yield LostEdit(key, row, column, place.sheet, address, value)


# ── the writes ────────────────────────────────────────────────────────────────────────────────────────


def _standing_sheets(port: Port, snapshot: UndoRecord) -> list[str]:
    """Sheets to hide again; one that the user has renamed since stays in sight."""
    standing = {place.sheet for place in port.tables().values()} | {
        spot.sheet for spot in port.names().values()
    }
    return [name for name in snapshot.shown if name in standing]


def _restore(place: TablePlace, change: TableChange) -> RowRestore:
    removed = change.removed()
    return RowRestore(
        change.table,
        tuple(_before(place, change, row) for row in removed),
        tuple(range(change.stash_row, change.stash_row + len(removed))),
    )


def _resize(place: TablePlace, change: TableChange) -> TableWrite:
    """Drop the rows that were added and put the others in their old order; rows the user appended later stay."""
    origins, inside = change.origins(), len(change.kept()) + change.added - change.leaving
    rows = {
        _now(change, place, at): _before(place, change, row) for at, row in enumerate(origins) if row >= 0
    }
    rows |= {row: change.rows - change.joining + row - inside for row in range(inside, place.rows)}
    keep = sorted(rows)
    order = sorted(range(len(keep)), key=lambda at: rows[keep[at]])
    return TableWrite(
        change.table, keep, 0, (), order=order if order != sorted(order) else (),
        joining=change.leaving, leaving=change.joining,
    )  # fmt: skip


def _before(place: TablePlace, change: TableChange, row: int) -> int:
    """The place of an old row once the step is undone: rows the user appended since come before those below."""
    later = place.rows - (len(change.kept()) + change.added - change.leaving)
    return row if row < change.rows - change.joining else row + later


def _growth(change: TableChange) -> int:
    """Rows by which the table grows when the step is undone."""
    return len(change.gone) - change.added


def _shifts(port: Port, snapshot: UndoRecord) -> dict[str, int]:
    """Rows by which each touched table moves because of those above it on its sheet."""
    places = port.tables()
    growth = {change.table: _growth(change) for change in snapshot.tables}
    return {table: _moved(places, growth, places[table].sheet, places[table].header_row) for table in growth}


def _moved(places: Mapping[str, TablePlace], growth: Mapping[str, int], sheet: str, row: int) -> int:
    return sum(
        by for name, by in growth.items() if places[name].sheet == sheet and places[name].last_row < row
    )


def _table_cells(book: PlanBook, change: TableChange, shift: int) -> Iterator[Move]:
    place = book.port.tables()[change.table]
    origins, first = change.origins(), place.first_row + shift
    for header, row, item in _old_cells(book, change, place):
        col = place.first_col + place.columns.index(header)
        yield _cell(place, first + _before(place, change, origins[row]), col, item), place.first_row + row
    for at, beside, item, _ in change.below:
        below, origin = int(str(at)), origins[int(str(at))]
        if origin >= 0:
            now = place.first_row + _now(change, place, below)
            yield _cell(place, first + _before(place, change, origin), int(str(beside)), item), now
    for row, line in zip(change.removed(), change.gone, strict=True):
        for col, item in enumerate(line, 1):
            if item is not None:
                yield _cell(place, first + _before(place, change, row), col, item), None


def _cell(place: TablePlace, row: int, col: int, item: Stored) -> CellWrite:
    value, formula = content(item)
    return CellWrite(place.sheet, row, col, value, formula=formula)


def _old_cells(book: PlanBook, change: TableChange, place: TablePlace) -> Iterator[tuple[str, int, Stored]]:
    """Header, row of the body as it stands, and old content of each cell the user has not changed since."""
    body = book.raw_rows(declared(change.table).key)
    for header, old in change.old.items():
        column = body[place.columns.index(header)]
        for row, item, new in zip(old["rows"], old["cells"], old.get("new", old["rows"]), strict=True):
            if "new" not in old or _same(column[int(str(row))], new):
                yield header, int(str(row)), item
    texts = body_formulas(book.port, place) if change.formulas else {}
    for header, old in change.formulas.items():
        col = place.columns.index(header)
        for row, item in zip(old["rows"], old["cells"], strict=True):
            if (int(str(row)), col) in texts:
                yield header, int(str(row)), item


def _single_cells(port: Port, snapshot: UndoRecord) -> Iterator[Move]:
    names, places = port.names(), port.tables()
    growth = {change.table: _growth(change) for change in snapshot.tables}
    for cell in snapshot.cells:
        spot = _spot(names, cell)
        if not _retyped(port, cell):
            value, formula = content(cell[3])
            row = spot.row + _moved(places, growth, spot.sheet, spot.row)
            yield CellWrite(spot.sheet, row, spot.col, value, formula=formula), spot.row
