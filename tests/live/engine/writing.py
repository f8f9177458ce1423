"""Values and formulas written into a rectangle: all of them or, where one is refused, none."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any

from tests.live.engine.entry import Entry, entered
from tests.live.engine.model import Sheet, shape
from tests.live.engine.references import Area, TableShape, area, check_tables, translated, written_out
from tests.live.engine.session import OpenBook
from tests.live.engine.strict import NotInEngine
from tests.live.engine.tokens import BadFormula, check, tokens

Place = tuple[int, int]
_BLANK = Entry()  # whatever the cell's format: most of what is written at once


def write(book: OpenBook, sheet: Sheet, place: Area, data: object) -> None:
    """Write what ``Range.Value`` or ``Range.Formula`` was given.

    Raises:
        BadFormula: Excel would not take one of the formulas.
        com_error: 0x800A03EC the sheet is protected.
    """
    shapes = book.model.shapes()
    entries = {
        (row, col): _BLANK if value is None or value == "" else _entry(book, sheet, (row, col), value, shapes)
        for row, line in enumerate(_lines(place, data), place.row1)
        for col, value in enumerate(line, place.col1)
    }
    book.guard(sheet, (sheet.style_at(row, col) for row, col in entries))
    _refuse_table_edges(sheet, entries)
    _rename_columns(book, sheet, entries)
    covered = _covered(sheet, place)
    for (row, col), entry in entries.items():
        if (row, col) not in covered:
            _put(book, sheet, row, col, entry)
    book.changed(sheet)


def table_shape(sheet: Sheet, row: int, col: int) -> TableShape | None:
    """The table a cell belongs to, as formulas see it."""
    table = sheet.table_at(row, col)
    return shape(sheet, table) if table else None


def _lines(place: Area, data: Any) -> Iterator[list[object]]:
    """The values of each row: a scalar fills all cells and formulas move along; a flat list fills every row."""
    width = place.col2 - place.col1 + 1
    for down in range(place.row2 - place.row1 + 1):
        if not isinstance(data, (list, tuple)):
            yield [_followed(data, down, right) for right in range(width)]
            continue
        line = data
        if data and isinstance(data[0], (list, tuple)):
            line = data[down] if down < len(data) else ()
        yield [*line[:width], *["#N/A"] * (width - len(line))]  # where the array is too small


def _followed(value: object, down: int, right: int) -> object:
    if isinstance(value, str) and value.startswith("=") and (down or right):
        return f"={translated(value[1:], down, right)}"
    return value


def _entry(
    book: OpenBook, sheet: Sheet, place: Place, value: object, shapes: Mapping[str, TableShape]
) -> Entry:
    code = book.model.styles.code(sheet.style_at(*place))
    entry = entered(_from_mac(value) if book.session.mac else value, code)
    if entry.formula is None:
        return entry
    return Entry(formula=_checked(book, sheet, place, entry.formula, shapes))


def _from_mac(value: object) -> object:
    """The Mac engine passes dates on without a time zone; integers do not arrive."""
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=dt.UTC)
    if type(value) is int:
        raise NotInEngine("a raw integer on a Mac: Excel ignores it silently")
    return value


def _checked(
    book: OpenBook, sheet: Sheet, place: Place, formula: str, shapes: Mapping[str, TableShape]
) -> str:
    check(formula)
    full = written_out(formula, table_shape(sheet, *place) if "[" in formula else None)
    check_tables(full, shapes)
    for token in tokens(full) if "!" in full else ():
        if token.kind == "ref" and token.owner and book.model.sheet(token.owner) is None:
            raise BadFormula(f"no sheet {token.owner!r}")
    return full


def _rename_columns(book: OpenBook, sheet: Sheet, entries: Mapping[Place, Entry]) -> None:
    """A header that is written over renames its column; formulas that name it follow."""
    for table in sheet.tables:
        top, left = table.area.row1, table.area.col1
        for number, column in enumerate(table.columns):
            header = entries.get((top, left + number))
            old = str(column.get("name"))
            if header is not None and header.value != sheet.cell(top, left + number).value:
                column.set("name", str(header.value))
                vars(table).pop("column_names", None)
                _follow(book, table.name, old, str(header.value))


def _follow(book: OpenBook, table: str, old: str, new: str) -> None:
    """Structured references to a column name it anew, in cells and in formulas of table columns."""
    reference = re.compile(rf"(?<![\w.]){re.escape(table)}\[(?:[^\[\]]|\[[^\[\]]*\])*\]")

    def renamed(match: re.Match[str]) -> str:
        return match[0].replace(f"[{old}]", f"[{new}]")

    for sheet in book.model.sheets:
        for cell in (cell for line in sheet.rows.values() for cell in line.values()):
            if cell.formula and table in cell.formula:
                cell.formula = reference.sub(renamed, cell.formula)
        for other in sheet.tables:
            for _, formula in other.column_formulas():
                formula.text = reference.sub(renamed, formula.text or "")
        book.changed(sheet)


def _refuse_table_edges(sheet: Sheet, entries: Mapping[Place, Entry]) -> None:
    """Writing right below a table makes it grow: nobody needs that."""
    for table in sheet.tables:
        whole = table.area
        cols = range(whole.col1, whole.col2 + 1)
        line = sheet.rows.get(whole.row2 + 1, {})
        free = all(line[col].blank for col in cols if col in line)
        below = [entry for col in cols if (entry := entries.get((whole.row2 + 1, col)))]
        if free and not all(entry.blank for entry in below):
            raise NotInEngine("writing right below a table: Excel lets the table grow")


def _covered(sheet: Sheet, place: Area) -> set[Place]:
    """Cells of merged areas beyond their first one: what is written there vanishes."""
    merged = [area(item.get("ref")) for item in sheet.elements("mergeCell")]
    return {
        (row, col)
        for part in merged
        if part.cut(place)
        for row in range(part.row1, part.row2 + 1)
        for col in range(part.col1, part.col2 + 1)
    } - {(part.row1, part.col1) for part in merged}


def _put(book: OpenBook, sheet: Sheet, row: int, col: int, entry: Entry) -> None:
    if entry.blank:
        if col in sheet.rows.get(row, {}):
            cell = sheet.rows[row][col]
            cell.value = cell.formula = None
        return
    cell = sheet.cell(row, col)
    cell.value, cell.formula = entry.value, entry.formula
    styles = book.model.styles
    if entry.code and styles.code(cell.style) == "General":
        cell.style = styles.with_code(cell.style, entry.code)
    for table in sheet.tables:
        if table.empty and table.area.cut(Area(row, col, row, col)):
            table.empty = False
