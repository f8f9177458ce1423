"""Rows by choice: a book in which only one salesperson's or one customer's rows are left, with true totals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from salesplan_xl.book.file import FilePort
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.book.plan_book.sheet_lines import LINES, line_spot
from salesplan_xl.book.port import CellWrite, TablePlace, TableWrite, Writes
from salesplan_xl.book.sanitize import Redaction, Removed
from salesplan_xl.book.xlsx import XlsxFile
from salesplan_xl.commands.books.new import new_book
from salesplan_xl.commands.engine import runner
from salesplan_xl.commands.team.split_rows import Owners, kept_rows, new_business_names, texts
from salesplan_xl.errors import WorkbookError
from salesplan_xl.findings import Sentence
from salesplan_xl.planning.common.customer_book import normal_name
from salesplan_xl.planning.common.opportunity_stages import is_open
from salesplan_xl.schema.inputs import INPUTS
from salesplan_xl.schema.types import Filled, SettingValue, Sheet, Table
from salesplan_xl.schema.workbook import grids, sheet, tables

MAX_KNOWN = 10
# Figures of the whole team: no part of them is anybody's own.
TEAM_TARGETS: dict[str, SettingValue] = {
    "company_target": None,
    "guaranteed_target": None,
    "stretch_target": None,
    "new_business_target": 0.0,
    "people": 1,
}


@dataclass(frozen=True)
class Cut:
    """A book with some customers only.

    Args:
        data: the file; still to be cleaned.
        words: names of the customers that are gone.
        selection: how the rows were chosen.
        removed: what went with them.
        own_formulas: table key → headers of columns with formulas of the user's own, which nobody can compute again.
    """

    data: bytes
    words: Redaction
    selection: Sentence
    removed: tuple[Removed, ...]
    own_formulas: dict[str, tuple[str, ...]] = field(default_factory=dict)


def for_owner(port: FilePort, book: PlanBook, owner: str, chosen: Mapping[str, str], now: dt.datetime) -> Cut:
    """The book with one salesperson's customers, computed again for them alone.

    Args:
        port: the book, open; only read.
        book: the same, read.
        owner: their name in the customer list (or, where that is blank, in the execution map).
        chosen: sheets of the copy, name → key.
        now: time for what is computed.

    Raises:
        WorkbookError: SP-322 no customer has this owner.
    """
    owners = Owners.of(book)
    kept = {name for name, whose in owners.by_customer.items() if whose == owner}
    if not kept:
        all_owners = list(dict.fromkeys(whose for whose in owners.by_customer.values() if whose))
        raise WorkbookError("SP-322", name=owner, known=all_owners[:MAX_KNOWN])
    rows = kept_rows(book, owners, {owner})
    for key in rows.keys() & {"targets", "map", "tracking", "health"}:
        names = texts(book, key, "customer")
        rows[key] = [row for row in rows[key] if names[row] in kept]
    named = kept | _named_in(book, rows)
    bare, own = _own_cells_out(_emptied(_without_rows(port, book, rows)), chosen)
    reduced = _computed(bare, owner, now)
    selection = Sentence(
        "clean.owner", {"name": owner, "kept": len(kept), "gone": len(set(owners.by_customer) - kept)}
    )
    words = Redaction(_others(book, named), named, book.word("clean.other"))
    removed = (*_gone(book, rows, chosen), *own)
    return Cut(reduced.to_bytes(), words, selection, removed, _own_formulas(book, chosen))


def for_customer(port: FilePort, book: PlanBook, customer: str, chosen: Mapping[str, str]) -> Cut:
    """The book with one customer's own rows in its orders, receivables, visits and open projects.

    Raises:
        WorkbookError: SP-323 no such customer.
    """
    wanted, everybody = normal_name(customer), _all_names(book)
    kept = {name for name in everybody if normal_name(name) == wanted}
    if not kept or not wanted:
        raise WorkbookError("SP-323", file=port.title, name=customer)
    rows = {table.key: _rows_of(book, table, kept) for key in chosen.values() for table in sheet(key).tables}
    reduced, own = _own_cells_out(FilePort.reopened(_without_rows(port, book, rows)), chosen)
    words = Redaction(_others(book, kept), kept, book.word("clean.other"))
    selection = Sentence("clean.customer", {"name": customer})
    return Cut(reduced.to_bytes(), words, selection, (*_gone(book, rows, chosen), *own))


def _rows_of(book: PlanBook, table: Table, kept: Collection[str]) -> list[int]:
    """Body rows of these customers; projects that have ended are nobody's business any more."""
    rows = [row for row, name in enumerate(texts(book, table.key, "customer")) if name in kept]
    if table.key != "opportunities":
        return rows
    under_way = is_open(book.full_frame(table.key))
    return [row for row in rows if under_way[row]]


def _all_names(book: PlanBook) -> set[str]:
    """Every customer any table names."""
    names: set[str] = set()
    for key, table in tables().items():
        for column in table.keys():
            if column == "customer" or (key, column) == ("customers", "name"):
                names |= set(texts(book, key, column))
    return names - new_business_names(book) - {""}


def _named_in(book: PlanBook, rows: Mapping[str, list[int]]) -> set[str]:
    """Customers of the input rows that stay, those on no list too."""
    customers: set[str] = set()
    for table in INPUTS:
        if table.key in rows and "customer" in table.keys():
            names = texts(book, table.key, "customer")
            customers |= {names[row] for row in rows[table.key]}
    return customers - {""}


def _others(book: PlanBook, kept: Collection[str]) -> set[str]:
    same = {normal_name(name) for name in kept}
    return {name for name in _all_names(book) if normal_name(name) not in same}


def _without_rows(port: FilePort, book: PlanBook, rows: Mapping[str, list[int]]) -> FilePort:
    """The book with only these body rows in these tables."""
    made = FilePort.reopened(port)
    writes = [
        TableWrite(tables()[key].name, kept, 0, ())
        for key, kept in rows.items()
        if len(kept) != book.place(key).rows
    ]
    made.apply(Writes(tuple(writes)))
    return made


def _gone(book: PlanBook, rows: Mapping[str, list[int]], chosen: Mapping[str, str]) -> tuple[Removed, ...]:
    """The number of rows that went from the chosen sheets."""
    counts = {
        book.place(key).sheet: book.place(key).rows - len(kept)
        for key, kept in rows.items()
        if book.place(key).sheet in chosen and book.place(key).rows > len(kept)
    }
    return (Removed("other_rows", sum(counts.values()), tuple(counts)),) if counts else ()


# ── nothing of the whole team's is left standing ──────────────────────────────────────────────────────


def _emptied(port: FilePort) -> FilePort:
    """The book without any result: what the chain does not compute again stays blank rather than wrong."""
    fresh = FilePort.reopened(port)
    book = PlanBook(fresh)
    cells = [
        CellWrite(spot.sheet, spot.row + at, spot.col + across, None)
        for key, grid in grids().items()
        for at, row in enumerate(grid.rows, 1)
        for across, cell in enumerate(row.cells, 1)
        if cell is not None and cell.formula is None and not cell.edit and (spot := book.grid_spot(key))
    ]
    fresh.apply(Writes(cells=(*cells, *_team_columns(book), *_typed_formulas(fresh, book))))
    return FilePort.reopened(fresh)


def _team_columns(book: PlanBook) -> Iterator[CellWrite]:
    """Computed cells of tables whose rows are not customers (months, tiers, areas)."""
    for key, table in tables().items():
        if "customer" in table.keys() or not table.fixed_rows:
            continue
        place = book.place(key)
        for column in table.keys(Filled.COMPUTED):
            if column not in table.identity:
                col = place.first_col + book.column_position(key, column)
                yield from (
                    CellWrite(place.sheet, row, col, None)
                    for row in range(place.first_row, place.last_row + 1)
                )


def _typed_formulas(port: FilePort, book: PlanBook) -> Iterator[CellWrite]:
    """Formulas typed into cells that hold figures become these figures: what they read may be gone."""
    for key, table in tables().items():
        place = book.place(key)
        columns = {
            book.column_position(key, column): column
            for column in table.keys()
            if column not in table.keys(Filled.FORMULA)
        }
        for row, col in port.formula_cells(table.name):
            if col in columns:
                value = port.block(place.sheet, place.first_row + row, place.first_col + col, 1, 1)[0][0]
                yield CellWrite(place.sheet, place.first_row + row, place.first_col + col, value or None)  # type: ignore[arg-type]


def _own_formulas(book: PlanBook, chosen: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Columns that the user added to our tables and that hold formulas."""
    headers_by_table: dict[str, tuple[str, ...]] = {}
    for key, table in tables().items():
        place = book.place(key)
        declared = {book.names.header(key, column) for column in table.keys()}
        own = {at: header for at, header in enumerate(place.columns) if header not in declared}
        if own and place.sheet in chosen:
            used = {col for _, col in book.port.formula_cells(table.name)}
            headers = tuple(header for at, header in own.items() if at in used)
            headers_by_table |= {key: headers} if headers else {}
    return headers_by_table


def _own_cells_out(port: FilePort, chosen: Mapping[str, str]) -> tuple[FilePort, tuple[Removed, ...]]:
    """Removes what the user wrote beside our tables: nobody can tell whose figures it shows."""
    gone: dict[str, int] = {}
    book, here = PlanBook(port), XlsxFile.from_bytes(port.to_bytes(), port.title)
    pristine = XlsxFile.from_bytes(new_book(book.lang, unit=book.unit).to_bytes())
    for name, key in chosen.items():
        said = {str(value) for line in pristine.rows(sheet(key).label.of(book.lang)) for value in line}
        boxes, line = list(_boxes(book, sheet(key))), _line(book, key)
        cells = [
            CellWrite(name, row, col, None)
            for row, line in enumerate(here.rows(name), 1)
            for col, value in enumerate(line, 1)
            if str(value) not in said | {""} and not any(_inside(row, col, box) for box in boxes)
        ]
        port.apply(Writes(cells=tuple(cells)))
        theirs = sum((cell.row, cell.col) != line for cell in cells)
        gone |= {name: theirs} if theirs else {}
    return port, (Removed("own_cells", sum(gone.values()), tuple(gone)),) if gone else ()


def _boxes(book: PlanBook, declared: Sheet) -> Iterator[tuple[int, int, int, int]]:
    for table in declared.tables:
        place: TablePlace = book.place(table.key)
        yield place.header_row, place.first_col, place.last_row, place.first_col + len(place.columns) - 1
    for grid in declared.grids:
        spot = book.grid_spot(grid.key)
        yield spot.row, spot.col, spot.row + len(grid.rows), spot.col + len(grid.columns)


def _line(book: PlanBook, key: str) -> tuple[int, int] | None:
    """Row and column of the line above a sheet's first block that was written last: ours, and written again."""
    spot, (written,) = line_spot(book, key), book.baselines.blocks.get(LINES, {}).get(key, [None])
    if spot is None or written is None or book.port.block(*spot, 1, 1)[0][0] != written:
        return None
    return spot[1:]


def _inside(row: int, col: int, box: tuple[int, int, int, int]) -> bool:
    return box[0] <= row <= box[2] and box[1] <= col <= box[3]


def _computed(port: FilePort, owner: str, now: dt.datetime) -> FilePort:
    """The whole chain on what is left; the team's own targets are nobody's part."""
    book = PlanBook(port)
    for key, value in {**TEAM_TARGETS, "salesperson": owner}.items():
        if book.settings.get(key) != value:
            book.put_setting(key, value)
    port.apply(book.changes())
    fresh = FilePort.reopened(port)
    fresh.keeps_undo = False
    runner.execute("run", PlanBook(fresh), now=now, despite_errors=True)
    return FilePort.reopened(fresh)
