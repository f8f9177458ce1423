"""The user's own things beside the rows of a table: own columns, cells left and right of it, comments, row formats.

Rows that are no longer computed but have a note stand below their table under a heading of ours
(``earlier_notes``); those that come back are taken up from there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from salesplan_xl.book.plan_book.edits import SEPARATOR, identity_of
from salesplan_xl.book.plan_book.reader import BookReader
from salesplan_xl.book.port import CellValue, RowCell, RowFormats
from salesplan_xl.catalogue import word
from salesplan_xl.schema.types import LANGUAGES
from salesplan_xl.schema.workbook import tables

HEADING = "B-EARLIER-NOTES"
Lines = list[list[object]]


class Beside:
    """The surroundings of one table's rows as they stand; nothing is read before it is asked for."""

    def __init__(self, book: BookReader, table: str) -> None:
        self._book, self._table, self._place = book, table, book.place(table)

    @cached_property
    def row_formats(self) -> RowFormats:
        """Formats of the rows."""
        return self._book.port.row_formats(tables()[self._table].name)

    @cached_property
    def marked(self) -> frozenset[int]:
        """Rows with anything of the user's beside them or on them."""
        return self.written | self._comments | self.row_formats.odd

    @cached_property
    def written(self) -> frozenset[int]:
        """Rows with any content that is not ours."""
        return frozenset(row for row, columns in self._contents.items() if columns)

    @cached_property
    def _comments(self) -> frozenset[int]:
        return self._book.port.comments(tables()[self._table].name)

    def notes(self, rows: Iterable[int]) -> list[int]:
        """Those of some rows that have a note: a comment, or content that is no formula."""
        asked = list(rows)
        plain = {row for row in asked if any((row, col) not in self.formulas for col in self._contents[row])}
        commented = self._comments if asked else ()
        return [row for row in asked if row in plain or row in commented]

    def texts(self, row: int) -> list[RowCell]:
        """The contents of a sheet row that are not ours, formulas as what they show."""
        return [RowCell(row, col, self._lines[row][col - 1]) for col in self._contents[row]]  # type: ignore[arg-type]

    def formula_values(self, row: int) -> list[RowCell]:
        """Values that the formulas in a sheet row show."""
        return [RowCell(at, col, self._lines[row][col - 1]) for at, col in self.formulas if at == row]  # type: ignore[arg-type]

    @cached_property
    def formulas(self) -> frozenset[tuple[int, int]]:
        """Formula cells in the sheet rows of the table: body row and sheet column."""
        place = self._place
        cells = self._book.port.formulas(place.sheet, place.first_row, 1, place.rows, self._width)
        return frozenset((row, col + 1) for row, col in cells)

    @cached_property
    def _contents(self) -> dict[int, list[int]]:
        """Sheet columns with contents that are not ours, by body row."""
        ours = our_columns(self._book, self._table)
        others = [col for col in range(1, self._width + 1) if col not in ours]
        if not others:
            return {row: [] for row in range(self._place.rows)}
        return {
            row: [col for col in others if line[col - 1] not in (None, "")]
            for row, line in enumerate(self._lines)
        }

    @cached_property
    def _lines(self) -> Lines:
        place = self._place
        return self._book.port.block(place.sheet, place.first_row, 1, place.rows, self._width)

    @cached_property
    def _width(self) -> int:
        return max(self._book.port.width(self._place.sheet), table_end(self._book, self._table))


@dataclass(frozen=True, slots=True)
class EarlierNotes:
    """The rows below a table that hold notes of rows it no longer has.

    ``skipped`` rows come first, the last of them is the heading; ``identities`` are those of the rows under it.
    """

    skipped: int
    identities: tuple[str, ...]

    @property
    def rows(self) -> int:
        """Rows below the table, the heading and what is above it counted in."""
        return self.skipped + len(self.identities)


def earlier_notes(book: BookReader, table: str) -> EarlierNotes | None:
    """The earlier notes below a table, if there are any."""
    place = book.place(table)
    others = (other.header_row for other in book.port.tables().values() if other.sheet == place.sheet)
    end = min((row for row in others if row > place.last_row), default=book.port.height(place.sheet) + 1)
    top, count = place.last_row + 1, end - place.last_row - 1
    if count < 1:
        return None
    lines = book.port.block(place.sheet, top, place.first_col, count, len(place.columns))
    headings = {word(HEADING, lang) for lang in LANGUAGES}
    heading = next((at for at, line in enumerate(lines) if line[0] in headings), None)
    if heading is None:
        return None
    columns = [book.column_position(table, key) for key in tables()[table].identity]
    identities: list[str] = []
    for line in lines[heading + 1 :]:
        identity = identity_of(line[col] for col in columns)
        if not identity.strip(SEPARATOR):
            break
        identities.append(identity)
    return EarlierNotes(heading + 1, tuple(identities))


def our_columns(book: BookReader, table: str) -> dict[int, str]:
    """Sheet columns of the schema's columns of a table, with their keys."""
    first = book.place(table).first_col
    return {first + book.column_position(table, key): key for key in tables()[table].keys()}


def table_end(book: BookReader, table: str) -> int:
    """The last sheet column of a table."""
    place = book.place(table)
    return place.first_col + len(place.columns) - 1


def heading_cells(book: BookReader, table: str, row: int) -> list[RowCell]:
    """A blank row and the heading below it, in rows that were added to a table."""
    place = book.place(table)
    cells = {(at, col): RowCell(at, col, None) for at in (row, row + 1) for col in _columns(book, table)}
    heading = RowCell(row + 1, place.first_col, book.word(HEADING))
    return [*(cells | {(heading.row, heading.col): heading}).values()]


def _columns(book: BookReader, table: str) -> range:
    return range(book.place(table).first_col, table_end(book, table) + 1)


def leaving_cells(book: BookReader, table: str, beside: Beside, row: int, new: int) -> list[RowCell]:
    """Contents of a row that leaves its table: of ours only its identity stays, formulas become values."""
    kept = tables()[table].identity
    values = {cell.col: cell.value for cell in beside.formula_values(row)}
    cleared = {col: None for col, key in our_columns(book, table).items() if key not in kept}
    return [RowCell(new, col, value) for col, value in (values | cleared).items()]


def copied_cells(book: BookReader, table: str, beside: Beside, row: int, new: int) -> list[RowCell]:
    """Contents of a new row for one that goes: its identity and what stands beside it."""
    values: dict[int, CellValue] = dict.fromkeys(_columns(book, table))
    for col, key in our_columns(book, table).items():
        if key in tables()[table].identity:
            values[col] = book.raw_column(table, key)[row]  # type: ignore[assignment]
    return [
        RowCell(new, col, value)
        for col, value in (values | {c.col: c.value for c in beside.texts(row)}).items()
    ]
