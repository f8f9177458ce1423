"""The places of tables and named cells in an open workbook, asked of Excel in one go.

Asking for every table and name one by one costs hundreds of calls. Excel knows the answers to formulas such
as ``=ROW(INDEX(tblMap[#All],1,1))``; a block of them is entered in a free corner of the very hidden system
sheet, read back and cleared. Where that fails (a table is missing, a sheet was renamed) everything is asked
one by one, which costs time but finds what is there.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from salesplan_xl.book.excel.batch import Batch, Step
from salesplan_xl.book.excel.values import read_values
from salesplan_xl.book.port import NamedCell, TablePlace
from salesplan_xl.errors import HostError
from salesplan_xl.schema.layout import column_letters, column_number, quote_sheet
from salesplan_xl.schema.settings import SETTINGS
from salesplan_xl.schema.types import LANGUAGES, Filled
from salesplan_xl.schema.workbook import ABOUT, SHEETS, Lacking, grids, sheet, sheet_of, tables

# The corner lies right of all system tables; headers beyond the declared ones are the user's own columns.
CORNER_COLUMN = 40
SPARE_HEADERS = 8
# First row and column, columns, rows in all, rows of the body.
NUMBERS = 5
# What steps have added; books of an older schema lack it.
_ADDED_TABLES = frozenset(tables()[key].name for key in Lacking.of(0).tables)
_CELL = re.compile(r"=(?:'((?:[^']|'')+)'|([^'!]+))!\$([A-Z]{1,3})\$(\d+)")


@dataclass(frozen=True, slots=True)
class Index:
    """All tables by ListObject name, all named cells by name, what some of these hold, tables with totals.

    ``sheets`` tells of declared names of sheets whether one stands; empty where nobody asked.
    """

    tables: dict[str, TablePlace]
    names: dict[str, NamedCell]
    values: dict[tuple[str, int, int], object] = field(default_factory=dict)
    with_totals: frozenset[str] = frozenset()
    sheets: Mapping[str, bool] = field(default_factory=dict)

    def declared_sheets(self) -> list[str]:
        """Every sheet on which a table or named cell stands."""
        places: list[TablePlace | NamedCell] = [*self.tables.values(), *self.names.values()]
        return list(dict.fromkeys(place.sheet for place in places))

    def sheets_with_formulas(self) -> list[str]:
        """Sheets of tables and blocks that declare formulas."""
        keys = {table.name for table in tables().values() if table.keys(Filled.FORMULA)}
        places: list[TablePlace | NamedCell] = [place for name, place in self.tables.items() if name in keys]
        spots = [self.names[grid.name] for grid in grids().values() if grid.name in self.names]
        return list(dict.fromkeys(place.sheet for place in [*places, *spots]))


def find_places(batch: Batch) -> Index:
    """The place of every table and named cell, by formulas where possible, else one by one."""
    for lang in LANGUAGES:
        index = _by_formulas(batch, lang, frozenset())
        if index is not None:
            return index
    # Excel takes no formula that names a table which is not there: a book without it is asked for less.
    listed = {page.name for page in batch.book.sheets}
    for left_out in (frozenset[str](), _ADDED_TABLES):
        for lang in LANGUAGES:
            without = left_out | _without_sheet(listed, lang)
            index = _by_formulas(batch, lang, without) if without else None
            if index is not None:
                return index
    return find_one_by_one(batch.book)


def _by_formulas(batch: Batch, lang: str, left_out: frozenset[str]) -> Index | None:
    """The index of a book in one language whose sheets bear their names; ``None`` where it is not one."""
    keys = {name: home for name, home in _tables_by_sheet(lang).items() if name not in left_out}
    asked = _headers_asked()
    width = NUMBERS + max(asked.values())
    homes = _names_by_sheet(lang)
    labels = [label for page in SHEETS for label in (page.label.zh, page.label.en)]
    formulas = [_table_formulas(name, home, asked[name], width) for name, home in keys.items()]
    formulas += [_name_formulas(name, home, width) for name, home in homes.items()]
    formulas += [[_standing(label), *[""] * (width - 1)] for label in labels]
    left, right = column_letters(CORNER_COLUMN), column_letters(CORNER_COLUMN + width - 1)
    home, corner = sheet("system").label.of(lang), f"{left}1:{right}{len(formulas)}"
    clear = Step("clear_contents", home, corner)
    try:
        answers = read_values(
            batch.ask(Step("write", home, corner, rows=formulas), Step("value", home, corner), clear)[0]
        )
    except HostError as error:
        with suppress(HostError):
            if not batch.in_one_call:
                batch.ask(clear)
        if error.code in ("SP-401", "SP-402"):
            raise
        return None  # the slow way tells what is wrong
    index = _understood(answers, keys, homes)
    if index is None:
        return None
    standing = zip(labels, answers[len(keys) + len(homes) :], strict=True)
    return dataclasses.replace(index, sheets={label: bool(line[0]) for label, line in standing})


def _standing(label: str) -> str:
    """Whether there is a sheet of that name: its first row, else 0."""
    return f'=IFERROR(ROW(INDIRECT("{quote_sheet(label)}!A1")),0)'


def _without_sheet(listed: Collection[str], lang: str) -> frozenset[str]:
    """Tables of deleted sheets; none where a sheet bears another name, which may be one of them renamed."""
    if not set(listed) <= {page.label.of(lang) for page in SHEETS}:
        return frozenset()
    return frozenset(name for name, home in _tables_by_sheet(lang).items() if home not in listed)


def _tables_by_sheet(lang: str) -> dict[str, str]:
    """Every table of the schema and the sheet it stands on unless the user renamed or moved something."""
    return {table.name: sheet_of(key).label.of(lang) for key, table in tables().items()}


def _names_by_sheet(lang: str) -> dict[str, str]:
    """Every named cell of the schema and the sheet it stands on."""
    settings, about = sheet("settings").label.of(lang), sheet("guide").label.of(lang)
    sheets_by_name = {setting.name: settings for setting in SETTINGS}
    sheets_by_name |= dict.fromkeys(ABOUT, about)
    return sheets_by_name | {grid.name: sheet_of(grid.key).label.of(lang) for grid in grids().values()}


def _there(home: str, cell: str) -> str:
    """The cell that stands where ``cell`` does, but on the sheet of that name; an error where there is none."""
    return f'INDIRECT("{quote_sheet(home)}!"&ADDRESS(ROW({cell}),COLUMN({cell})))'


def _headers_asked() -> dict[str, int]:
    """The number of headers asked of each table: its own and some of the user's."""
    return {table.name: len(table.columns) + SPARE_HEADERS for table in tables().values()}


def _table_formulas(name: str, home: str, asked: int, width: int) -> list[str]:
    first = f"INDEX({name}[#All],1,1)"
    headers = [f'=IFERROR(INDEX({name}[#Headers],1,{n}),"")' for n in range(1, asked + 1)]
    return [
        f"=IF({_there(home, first)}={first},ROW({first}),0)",
        f"=COLUMN({first})",
        f"=COLUMNS({name}[#All])",
        f"=ROWS({name}[#All])",
        f"=ROWS({name}[#Data])",
        *headers,
        *[""] * (width - NUMBERS - asked),
    ]


def _name_formulas(name: str, home: str, width: int) -> list[str]:
    value = f'=IF(ISBLANK({name}),"",{name})' if name in ABOUT else ""
    return [f"=ROW({name})", f"=COLUMN({name})", f"={_there(home, name)}={name}", value, *[""] * (width - 4)]


def _understood(answers: list[list[object]], keys: dict[str, str], homes: dict[str, str]) -> Index | None:
    places, totals, asked = {}, set(), _headers_asked()
    for name, line in zip(keys, answers, strict=False):
        numbers = [int(value) for value in line[:NUMBERS] if isinstance(value, float) and value >= 1]
        if len(numbers) < NUMBERS or numbers[2] > asked[name]:
            return None
        top, left, columns, height, rows = numbers
        headers = tuple("" if text is None else str(text) for text in line[NUMBERS : NUMBERS + columns])
        places[name] = TablePlace(name, keys[name], top, top + 1, top + rows, left, headers)
        if height > rows + 1:
            totals.add(name)
    names: dict[str, NamedCell] = {}
    values: dict[tuple[str, int, int], object] = {}
    for name, answer in zip(homes, answers[len(keys) :], strict=False):
        row, col, at_home, value = answer[:4]
        if isinstance(row, float) and isinstance(col, float):
            if at_home is not True:
                return None
            names[name] = NamedCell(homes[name], int(row), int(col))
            if name in ABOUT:
                values[homes[name], int(row), int(col)] = value
    return Index(places, names, values, frozenset(totals))


def find_one_by_one(book: Any) -> Index:
    """The place of every table and named cell, asked one after the other; nothing is written."""
    places, totals = {}, set()
    for page in book.sheets:
        title = page.name
        for table in page.tables:
            place = _place(table, title)
            places[place.name] = place
            if table.show_totals:
                totals.add(place.name)
                places[place.name] = dataclasses.replace(place, last_row=place.last_row - 1)
    return Index(places, dict(_named_cells(book)), {}, frozenset(totals))


def _place(table: Any, title: str) -> TablePlace:
    """The place of a table, its totals row counted in."""
    whole = table.range
    headers = read_values(table.header_row_range.raw_value)[0]
    top, left, rows = whole.row, whole.column, whole.shape[0]
    columns = tuple("" if text is None else str(text) for text in headers)
    return TablePlace(table.name, title, top, top + 1, top + rows - 1, left, columns)


def _named_cells(book: Any) -> Iterator[tuple[str, NamedCell]]:
    for name in book.names:
        match = _CELL.fullmatch(name.refers_to or "")
        if match:
            title = (match[1] or match[2]).replace("''", "'")
            yield name.name, NamedCell(title, int(match[4]), column_number(match[3]))
