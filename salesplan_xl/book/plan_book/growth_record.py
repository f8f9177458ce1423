"""The additions of an upgrade, kept in its undo record: how to find them again, and what stood there.

Everything is found by the names of cells, tables and headers, never by address alone, so that rows the user
inserted elsewhere in the meantime do no harm.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from salesplan_xl.book.plan_book.edits import plain, unchanged
from salesplan_xl.book.plan_book.undo_record import OWN_NAMES, LostEdit, Stored, content, ranges, stored
from salesplan_xl.book.port import Growth, Port, Removal
from salesplan_xl.schema.layout import column_letters
from salesplan_xl.schema.settings import SETTINGS
from salesplan_xl.schema.types import Filled
from salesplan_xl.schema.workbook import tables_by_name

Rectangle = tuple[str, int, int, int, int]


@dataclass
class Addition:
    """Something that came into a book.

    Columns are found by ``table`` and ``headers``; ``whole`` tells whether whole columns of the sheet came. Rows
    and sheets are found by ``anchor``, the name of a cell or of a table (of the sheet itself where it holds
    neither): ``down`` rows above it the first of ``count`` rows came, or the sheet on which it stands. ``names``
    came with them. ``cells`` are what stood there right afterwards: rows from the first, column, content.
    """

    kind: str
    table: str = ""
    headers: list[str] = field(default_factory=list)
    whole: bool = True
    anchor: str = ""
    down: int = 0
    count: int = 0
    names: list[str] = field(default_factory=list)
    cells: list[list[Stored]] = field(default_factory=list)


def record_of(port: Port, growth: Growth) -> list[dict[str, Any]]:
    """The record of a growth, taken from the book as it stands right afterwards."""
    additions = [
        Addition("columns", addition.table, list(addition.headers), addition.whole)
        for addition in growth.columns
    ]
    for group, begin in growth.begins().items():
        anchor = next(iter((*group.tables, *group.names)), "") or _nearest(port, group.sheet, begin)
        count, names = group.last - group.first + 1, list(group.names)
        additions.append(
            Addition("rows", anchor=anchor, down=_row(port, anchor) - begin, count=count, names=names)
        )
    for sheet in growth.sheets:
        held = [name for name, place in port.tables().items() if place.sheet == sheet.name]
        additions.append(
            Addition("sheet", anchor=(*held, *sheet.names, sheet.name)[0], names=list(sheet.names))
        )
    for table, old, new in growth.headers:
        additions.append(Addition("header", table, [new, old]))
    if growth.named:
        additions.append(Addition("names", names=[name for name, _ in growth.named]))
    for addition in additions:
        place = _rectangle(port, addition) if addition.kind in ("rows", "sheet") else None
        addition.cells = list(_filled(port, place)) if place else []
    return [vars(addition) for addition in additions]


def marks(port: Port, growth: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, int, int]]:
    """Sheet, row and column of the cells that stand for what came: headers, named cells, the corner of the rest."""
    for addition in (Addition(**item) for item in growth):
        place = _rectangle(port, addition)
        if place is None:
            yield from _standing(port, addition)
            continue
        named = (
            [port.names()[name] for name in addition.names if name in port.names()]
            if addition.kind == "rows"
            else []
        )
        if addition.kind == "columns":
            table = port.tables()[addition.table]
            columns = (table.first_col + table.columns.index(header) for header in addition.headers)
            yield from ((place[0], table.header_row, col) for col in columns)
        else:
            yield from [(spot.sheet, spot.row, spot.col) for spot in named] or [place[:3]]


def _standing(port: Port, addition: Addition) -> Iterator[tuple[str, int, int]]:
    """The cells that got nothing but their names or headers back."""
    table = port.tables().get(addition.table) if addition.kind == "header" else None
    if table and addition.headers[0] in table.columns:
        yield table.sheet, table.header_row, table.first_col + table.columns.index(addition.headers[0])
    names = addition.names if addition.kind == "names" else []
    yield from ((spot.sheet, spot.row, spot.col) for name in names if (spot := port.names().get(name)))


def removal(port: Port, growth: Iterable[Mapping[str, Any]]) -> Removal:
    """The additions that go when the upgrade is taken back; one the user has removed already does not go again."""
    columns: list[tuple[str, tuple[str, ...], bool]] = []
    rows: list[tuple[str, int, int]] = []
    sheets: list[str] = []
    names: list[str] = []
    headers: list[tuple[str, str, str]] = []
    for addition in (Addition(**item) for item in growth):
        place = _rectangle(port, addition)
        if addition.kind == "header" and not {*_standing(port, addition)}:
            continue
        if addition.kind == "header":
            headers.append((addition.table, addition.headers[0], addition.headers[1]))
        if place is None:
            names += [name for name in addition.names if addition.kind == "names" and name in port.names()]
            continue
        names += addition.names
        if addition.kind == "columns":
            columns += [(addition.table, run, addition.whole) for run in _header_runs(port, addition)]
        elif addition.kind == "rows":
            rows += _row_ranges(port, addition, place)
        else:
            sheets.append(place[0])
    return Removal(tuple(columns), tuple(rows), tuple(sheets), tuple(names), tuple(headers))


def typed_since(port: Port, growth: Iterable[Mapping[str, Any]]) -> Iterator[LostEdit]:
    """Edits of the user in places that go with the upgrade."""
    settings = {setting.name: setting.key for setting in SETTINGS}
    for addition in (Addition(**item) for item in growth):
        place = _rectangle(port, addition)
        if place is None:
            continue
        before = {(int(str(cell[0])), int(str(cell[1]))): cell[2] for cell in addition.cells}
        table = _block(addition, settings)
        for down, col, value, formula in _cells(port, place):
            own = formula or (addition.kind == "sheet" and _is_filled(port, place[0], place[1] + down, col))
            if not own and not _same(value, before.get((down, col))):
                address = f"{column_letters(col)}{place[1] + down}"
                yield LostEdit(table, None, settings.get(addition.anchor, ""), place[0], address, value)


def _is_filled(port: Port, sheet: str, row: int, col: int) -> bool:
    """Whether only commands fill a cell: the body of a column of ours that nobody types into."""
    for name, table in tables_by_name().items():
        place = port.tables().get(name)
        if place and place.sheet == sheet and place.first_row <= row <= place.last_row:
            at = col - place.first_col
            filled = [column.filled for column in table.columns]
            return 0 <= at < len(filled) and filled[at] is Filled.COMPUTED
    return False


def _block(addition: Addition, settings: Mapping[str, str]) -> str:
    """Key of the table something came into, or that came; the word for settings."""
    declared = tables_by_name().get(addition.table or addition.anchor)
    return declared.key if declared else "settings" if addition.anchor in settings else ""


def _header_runs(port: Port, addition: Addition) -> Iterator[tuple[str, ...]]:
    """The columns that came, those that still stand side by side together, from the right."""
    columns = port.tables()[addition.table].columns
    places = sorted(columns.index(header) for header in addition.headers)
    for first, last in reversed(ranges(places)):
        yield columns[first : last + 1]


def _row_ranges(port: Port, addition: Addition, place: Rectangle) -> Iterator[tuple[str, int, int]]:
    """The rows that came; where each has a name of its own, rows the user put between them are left out."""
    later = [port.names()[name].row for name in addition.names[1:] if name in port.names()]
    yield place[0], place[1], place[1] + addition.count - 1 - len(addition.names[1:])
    yield from ((place[0], row, row) for row in later)


def _same(now: object, before: Stored) -> bool:
    return now in (None, "") or unchanged(plain(now), plain(content(before)[0]))


def _nearest(port: Port, sheet: str, row: int) -> str:
    """The closest name of ours at or above a row."""
    above = [
        (spot.row, name) for name, spot in port.names().items() if spot.sheet == sheet and spot.row <= row
    ]
    return max(item for item in above if item[1].startswith(OWN_NAMES))[1]


def _row(port: Port, anchor: str) -> int:
    return port.tables()[anchor].header_row if anchor in port.tables() else port.names()[anchor].row


def _rectangle(port: Port, addition: Addition) -> Rectangle | None:
    """Sheet, first row and column, rows and columns of what came; ``None`` where it is not there any more."""
    if addition.kind in ("names", "header"):
        return None
    if addition.kind == "columns":
        place = port.tables().get(addition.table)
        if place is None or not set(addition.headers) <= set(place.columns):
            return None
        left = place.first_col + min(place.columns.index(header) for header in addition.headers)
        return place.sheet, place.first_row, left, place.rows, len(addition.headers)
    spot = port.tables().get(addition.anchor) or port.names().get(addition.anchor)
    if spot is None and (addition.kind == "rows" or addition.anchor not in port.sheet_names()):
        return None
    sheet = spot.sheet if spot else addition.anchor
    first, count = (
        (_row(port, addition.anchor) - addition.down, addition.count)
        if addition.kind == "rows"
        else (1, port.height(sheet))
    )
    return sheet, first, 1, count, max(port.width(sheet), 1)


def _filled(port: Port, place: Rectangle) -> Iterator[list[Stored]]:
    for down, col, value, formula in _cells(port, place):
        if not formula:
            yield [down, col, stored(value)]


def _cells(port: Port, place: Rectangle) -> Iterator[tuple[int, int, object, bool]]:
    """Every filled cell: rows from the first, column, value, whether it is a formula."""
    formulas = port.formulas(*place)
    for down, line in enumerate(port.block(*place)):
        for right, value in enumerate(line):
            if value not in (None, ""):
                yield down, place[2] + right, value, (down, right) in formulas
