"""Where tables and named cells stand in an open workbook, asked of Excel in one go.

Asking for every table and name one by one costs hundreds of calls. Excel knows the answers to formulas such
as ``=ROW(INDEX(tblMap[#All],1,1))``; a block of them is entered in a free corner of the very hidden system
sheet, read back and cleared. Where that fails (a table is missing, a sheet was renamed) everything is asked
one by one, which costs time but finds what is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from salesplan_xl.book.live_values import read_values
from salesplan_xl.book.port import NamedCell, TablePlace
from salesplan_xl.schema.layout import column_letters
from salesplan_xl.schema.settings import SETTINGS
from salesplan_xl.schema.types import LANGUAGES
from salesplan_xl.schema.workbook import grids, sheet, sheet_of, tables

# The corner lies right of all system tables; headers beyond the declared ones are the user's own columns.
CORNER_COLUMN = 40
SPARE_HEADERS = 8
# Asked for with every command: their values come along.
ABOUT = ("sp_schema_version", "sp_book_lang")
_CELL = re.compile(r"=(?:'((?:[^']|'')+)'|([^'!]+))!\$([A-Z]{1,3})\$(\d+)")


@dataclass(frozen=True, slots=True)
class Index:
    """All tables by ListObject name, all named cells by name, and what some of these hold."""

    tables: dict[str, TablePlace]
    names: dict[str, NamedCell]
    values: dict[tuple[str, int, int], object] = field(default_factory=dict)


def find_places(book: Any) -> Index:
    """Where everything stands, by formulas where possible, else one by one."""
    for lang in LANGUAGES:
        found = _by_formulas(book, lang)
        if found is not None:
            return found
    return _one_by_one(book)


def _by_formulas(book: Any, lang: str) -> Index | None:
    """The index of a book in one language whose sheets bear their names; ``None`` where it is not one."""
    width = 4 + SPARE_HEADERS + max(len(table.columns) for table in tables().values())
    homes = _names_by_sheet(lang)
    formulas = [_table_formulas(name, width) for name in _table_names()]
    formulas += [_name_formulas(name, width) for name in homes]
    left, right = column_letters(CORNER_COLUMN), column_letters(CORNER_COLUMN + width - 1)
    try:
        corner = book.sheets[sheet("system").label.of(lang)].range(f"{left}1:{right}{len(formulas)}")
        corner.raw_value = formulas
    except Exception:  # noqa: BLE001 - each host has its own error; the slow way tells what is wrong
        return None
    try:
        answers = read_values(corner)
    finally:
        corner.clear_contents()
    return _understood(answers, homes, lang)


def _table_names() -> list[str]:
    return [table.name for table in tables().values()]


def _names_by_sheet(lang: str) -> dict[str, str]:
    """Every named cell of the schema and the sheet it stands on."""
    settings, about = sheet("settings").label.of(lang), sheet("guide").label.of(lang)
    found = {setting.name: settings for setting in SETTINGS}
    found |= dict.fromkeys(ABOUT, about)
    return found | {grid.name: sheet_of(grid.key).label.of(lang) for grid in grids().values()}


def _table_formulas(name: str, width: int) -> list[str]:
    first = f"INDEX({name}[#All],1,1)"
    headers = [f'=IFERROR(INDEX({name}[#Headers],1,{n}),"")' for n in range(1, width - 3)]
    return [
        f"=ROW({first})",
        f"=COLUMN({first})",
        f"=ROWS({name}[#All])",
        f"=COLUMNS({name}[#All])",
        *headers,
    ]


def _name_formulas(name: str, width: int) -> list[str]:
    value = f'=IF(ISBLANK({name}),"",{name})' if name in ABOUT else ""
    return [f"=ROW({name})", f"=COLUMN({name})", value, *[""] * (width - 3)]


def _understood(answers: list[list[object]], homes: dict[str, str], lang: str) -> Index | None:
    places = {}
    keys = {table.name: sheet_of(key).label.of(lang) for key, table in tables().items()}
    for name, line in zip(keys, answers, strict=False):
        numbers = [value for value in line[:4] if isinstance(value, (int, float)) and value >= 1]
        if len(numbers) < 4 or numbers[3] > len(line) - 4:
            return None
        top, left, rows, columns = (int(number) for number in numbers)
        headers = tuple("" if text is None else str(text) for text in line[4 : 4 + columns])
        places[name] = TablePlace(name, keys[name], top, top + 1, top + rows - 1, left, headers)
    names: dict[str, NamedCell] = {}
    values: dict[tuple[str, int, int], object] = {}
    for name, answer in zip(homes, answers[len(keys) :], strict=True):
        row, col, value = answer[:3]
        if isinstance(row, float) and isinstance(col, float):
            names[name] = NamedCell(homes[name], int(row), int(col))
            if name in ABOUT:
                values[homes[name], int(row), int(col)] = value
    return Index(places, names, values)


def _one_by_one(book: Any) -> Index:
    places = {}
    for page in book.sheets:
        title = page.name
        for table in page.tables:
            place = _place(table, title)
            places[place.name] = place
    return Index(places, dict(_named_cells(book)))


def _place(table: Any, title: str) -> TablePlace:
    whole = table.range
    headers = read_values(table.header_row_range)[0]
    top, left, rows = whole.row, whole.column, whole.shape[0]
    columns = tuple("" if text is None else str(text) for text in headers)
    return TablePlace(table.name, title, top, top + 1, top + rows - 1, left, columns)


def _named_cells(book: Any) -> Iterator[tuple[str, NamedCell]]:
    for name in book.names:
        found = _CELL.fullmatch(name.refers_to)
        if found:
            title = (found[1] or found[2]).replace("''", "'")
            yield name.name, NamedCell(title, int(found[4]), _column_number(found[3]))


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
