"""The way back: the writes that put everything as it was before a snapshot was taken.

Cells the user has edited since (in columns meant for editing) keep what the user typed. Where the result of
the step was changed in any other way, rows sorted or removed, nothing is undone: it could not be exact.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from salesplan_xl.book.plan_book import PlanBook
from salesplan_xl.book.port import CellWrite, Port, RowRestore, TablePlace, TableWrite, Writes
from salesplan_xl.book.snapshot import Snapshot, TableChange, content, digest
from salesplan_xl.errors import WorkbookError
from salesplan_xl.findings import Sentence
from salesplan_xl.schema.types import Filled, Table
from salesplan_xl.schema.workbook import tables


@dataclass(frozen=True, slots=True)
class LostEdit:
    """A cell the user edited in a row that goes with the step."""

    table: str
    row: int
    column: str
    value: object


def check(book: PlanBook, snapshot: Snapshot) -> None:
    """Make sure that nothing but edits has happened to what the step wrote.

    Raises:
        WorkbookError: SP-318 naming the table that was changed.
    """
    for change in snapshot.tables:
        place = book.port.tables().get(change.table)
        columns = place.columns if place else ()
        after = len(change.kept()) + change.added
        same = place is not None and place.rows >= after and set(change.written) <= set(columns)
        if same:
            body = list(zip(*book.port.body(change.table), strict=True))
            written = [body[columns.index(header)] for header in change.written]
            same = digest(written, after) == change.digest
        if not same:
            label = _declared(change.table).label
            name = Sentence(f"C-NAME-{snapshot.command.upper()}")
            raise WorkbookError("SP-318", table=label, command=name)


def lost_edits(book: PlanBook, snapshot: Snapshot) -> list[LostEdit]:
    """What the user typed since in rows that the step added and that go with it."""
    found = []
    for change in snapshot.tables:
        declared, kept = _declared(change.table), len(change.kept())
        for row, key, value in _edited(book, declared):
            if kept <= row < kept + change.added:
                found.append(LostEdit(declared.key, row, key, value))
    return found


def undo_writes(book: PlanBook, snapshot: Snapshot, stash_sheet: str) -> Writes:
    """The writes that undo a step; ``check`` tells whether they may be applied.

    Args:
        book: the book after the step.
        snapshot: what the step overwrote.
        stash_sheet: where the looks of removed rows are.
    """
    shifts = _shifts(book.port, snapshot)
    changes = [change for change in snapshot.tables if _moves_rows(change)]
    restores = [_restore(change) for change in changes if change.gone]
    cells = [
        *(cell for change in snapshot.tables for cell in _table_cells(book, change, shifts[change.table])),
        *_single_cells(book.port, snapshot),
    ]
    return Writes(
        tables=tuple(_resize(book.port.tables()[change.table], change) for change in changes),
        cells=tuple(cells),
        hide=tuple(snapshot.shown),
        restore=tuple(restores),
        stash_sheet=stash_sheet,
    )


def _declared(name: str) -> Table:
    return next(table for table in tables().values() if table.name == name)


def _moves_rows(change: TableChange) -> bool:
    return bool(change.added or change.gone)


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


def _shifts(port: Port, snapshot: Snapshot) -> dict[str, int]:
    """Rows by which each touched table moves because of those above it on its sheet."""
    places = port.tables()
    growth = {change.table: _growth(change) for change in snapshot.tables}
    return {table: _moved(places, growth, places[table].sheet, places[table].header_row) for table in growth}


def _moved(places: Mapping[str, TablePlace], growth: Mapping[str, int], sheet: str, row: int) -> int:
    return sum(
        by for name, by in growth.items() if places[name].sheet == sheet and places[name].last_row < row
    )


def _table_cells(book: PlanBook, change: TableChange, shift: int) -> Iterator[CellWrite]:
    place = book.port.tables()[change.table]
    declared, kept = _declared(change.table), change.kept()
    edited = {(row, book.names.header(declared.key, key)) for row, key, _ in _edited(book, declared)}
    first = place.first_row + shift
    for header, old in change.old.items():
        col = place.first_col + place.columns.index(header)
        for row, item in zip(old["rows"], old["cells"], strict=True):
            if (row, header) not in edited:
                value, formula = content(item)
                yield CellWrite(place.sheet, first + kept[int(row)], col, value, formula=formula)  # type: ignore[arg-type]
    for row, line in zip(change.removed(), change.gone, strict=True):
        for col, item in enumerate(line, 1):
            value, formula = content(item)
            if value is not None or formula is not None:
                yield CellWrite(place.sheet, first + row, col, value, formula=formula)


def _edited(book: PlanBook, declared: Table) -> Iterator[tuple[int, str, object]]:
    """Cells that hold the user's edit now: body row, column key, what stands there."""
    if not declared.identity or not declared.keys(Filled.EDIT):
        return
    rows = {identity: row for row, identity in reversed(list(enumerate(book.raw_identities(declared.key))))}
    for identity, cells in book.edits(declared.key).items():
        for key, value in cells.items():
            yield rows[identity], key, value


def _single_cells(port: Port, snapshot: Snapshot) -> Iterator[CellWrite]:
    names, places = port.names(), port.tables()
    growth = {change.table: _growth(change) for change in snapshot.tables}
    for name, down, right, item in snapshot.cells:
        spot = names[str(name)]
        value, formula = content(item)
        row = spot.row + int(str(down))
        row += _moved(places, growth, spot.sheet, row)
        yield CellWrite(spot.sheet, row, spot.col + int(str(right)), value, formula=formula)
