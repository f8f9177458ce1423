"""The way back: the writes that put everything as it was before a snapshot was taken.

Cells the user has edited since (in columns, blocks and settings meant for editing) keep what the user typed.
Where the result of the step was changed in any other way, rows sorted or removed, nothing is undone: it could
not be exact.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from salesplan_xl.book.plan_book.checksums import agree, digest
from salesplan_xl.book.plan_book.edits import plain, unchanged
from salesplan_xl.book.plan_book.plan_book import PlanBook
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
from salesplan_xl.schema.workbook import grids, sheet


@dataclass(frozen=True, slots=True)
class WayBack:
    """The writes that undo a step; ``now`` is the row in which each of their cells stands today, if any."""

    writes: Writes
    now: tuple[int | None, ...]


Move = tuple[CellWrite, int | None]


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
        anchored = str(cell[0]) in book.port.names() or str(cell[0]) in book.port.tables()
        if not anchored or (_retyped(book.port, cell) and not _editable(cell)):
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
    changes = [change for change in snapshot.tables if change.added or change.gone]
    moves = [
        *(move for change in snapshot.tables for move in _table_cells(book, change, shifts[change.table])),
        *single_cells(book.port, snapshot),
    ]
    writes = Writes(
        tables=tuple(_resize(book.port.tables()[change.table], change) for change in changes),
        cells=tuple(cell for cell, _ in moves),
        hide=tuple(_standing_sheets(book.port, snapshot)),
        restore=tuple(_restore(change) for change in changes if change.gone),
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
    place, after = book.port.tables()[change.table], len(change.kept()) + change.added
    if place.rows < after or not set(change.witness) <= set(place.columns):
        return False
    if change.gone and (change.left, change.columns) != (
        place.first_col,
        list(place.columns[: len(change.columns)]),
    ):
        return False
    body = book.raw_rows(declared(change.table).key)
    columns = {header: body[place.columns.index(header)][:after] for header in change.witness}
    return all(agree(digest(column), change.witness[header]) for header, column in columns.items())


def _spot(port: Port, cell: list[Stored]) -> NamedCell:
    """The present place of a single cell of a snapshot, from its named cell or from the header of its table."""
    name, down, right = cell[:3]
    if str(name) in port.names():
        spot = port.names()[str(name)]
    else:
        place = port.tables()[str(name)]
        spot = NamedCell(place.sheet, place.header_row, place.first_col)
    return NamedCell(spot.sheet, spot.row + int(str(down)), spot.col + int(str(right)))


def _retyped(port: Port, cell: list[Stored]) -> bool:
    """Whether a single cell no longer holds what the step wrote."""
    spot = _spot(port, cell)
    return not _same(port.block(spot.sheet, spot.row, spot.col, 1, 1)[0][0], cell[4])


def _same(now: object, written: Stored) -> bool:
    return unchanged(plain(now), plain(content(written)[0]))


def _editable(cell: list[Stored]) -> bool:
    """Whether the user may change a cell: settings, the edit cells of a block, the line above the first block."""
    grid = next((grid for grid in grids().values() if grid.name == cell[0]), None)
    if grid is None or int(str(cell[1])) < 1:
        return True
    grid_cell = grid.rows[int(str(cell[1])) - 1].cells[int(str(cell[2])) - 1]
    return grid_cell is not None and grid_cell.edit


def _lost(book: PlanBook, change: TableChange) -> Iterator[LostEdit]:
    """Contents of the added rows of a table that the step did not write there."""
    place, key = book.port.tables()[change.table], declared(change.table).key
    first, edits = len(change.kept()), edit_headers(book, change.table)
    top, width = place.first_row + first, max(book.port.width(place.sheet), place.first_col)
    block = book.port.block(place.sheet, top, 1, change.added, width)
    written = {book.names.header(key, column.key): column for column in declared(change.table).columns}
    overrides = {book.names.header(key, column): rows for column, rows in book.formula_overrides(key).items()}
    formulas = book.port.formulas(place.sheet, top, 1, change.added, width)
    for down, line in enumerate(block):
        for at, value in enumerate(line):
            inside = 0 <= at + 1 - place.first_col < len(place.columns)
            header = place.columns[at + 1 - place.first_col] if inside else ""
            if header in edits:
                new = _same(value, change.came[header][down] if header in change.came else None)
            elif header in written:
                new = first + down not in overrides.get(header, ())
            else:
                new = (down, at) in formulas
            if not new and value not in (None, ""):
                column = written[header].key if header in written else ""
                address = f"{column_letters(at + 1)}{top + down}"
                yield LostEdit(key, first + down, column, place.sheet, address, value)


# ── the writes ────────────────────────────────────────────────────────────────────────────────────────


def _standing_sheets(port: Port, snapshot: UndoRecord) -> list[str]:
    """Sheets to hide again; one that the user has renamed since stays in sight."""
    standing = {place.sheet for place in port.tables().values()} | {
        spot.sheet for spot in port.names().values()
    }
    return [name for name in snapshot.shown if name in standing]


def _restore(change: TableChange) -> RowRestore:
    removed = change.removed()
    return RowRestore(
        change.table, tuple(removed), tuple(range(change.stash_row, change.stash_row + len(removed)))
    )


def _resize(place: TablePlace, change: TableChange) -> TableWrite:
    """Drop the rows that were added; rows the user appended later stay."""
    staying = len(change.kept())
    later = range(staying + change.added, place.rows)
    return TableWrite(change.table, (*range(staying), *later), 0, ())


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
    kept, first = change.kept(), place.first_row + shift
    for header, row, item in _old_cells(book, change, place):
        col = place.first_col + place.columns.index(header)
        value, formula = content(item)
        cell = CellWrite(place.sheet, first + kept[row], col, value, formula=formula)
        yield cell, place.first_row + row
    for row, line in zip(change.removed(), change.gone, strict=True):
        for col, item in enumerate(line, 1):
            value, formula = content(item)
            if item is not None:
                yield CellWrite(place.sheet, first + row, col, value, formula=formula), None


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


def single_cells(port: Port, snapshot: UndoRecord) -> Iterator[Move]:
    """The single cells of a snapshot as they stood, each with the row where it stands now."""
    places = port.tables()
    growth = {change.table: _growth(change) for change in snapshot.tables}
    for cell in snapshot.cells:
        spot = _spot(port, cell)
        if not _retyped(port, cell):
            value, formula = content(cell[3])
            row = spot.row + _moved(places, growth, spot.sheet, spot.row)
            yield CellWrite(spot.sheet, row, spot.col, value, formula=formula), spot.row
