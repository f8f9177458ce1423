"""A schema step turned into places of one older book: the additions it gets.

Where columns come: at the right of ours, left of the user's own. Whole columns of the sheet come where nothing
else stands across that place, so that everything the user has put to the right (columns of the table, notes,
charts, widths) stays together. Where another table or block reaches across it, only the table's own rows move
aside: a column through the middle of another table would damage it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TypeVar

from salesplan_xl.book.plan_book.absence import Absence, standing_sheet
from salesplan_xl.book.plan_book.reader import BookReader
from salesplan_xl.book.port import Growth, NewCells, NewColumns, NewRows, NewSheet, Port, TablePlace
from salesplan_xl.errors import WorkbookError
from salesplan_xl.schema.layout import FIRST_BLOCK_ROW, BookNames, spots
from salesplan_xl.schema.settings import SETTINGS
from salesplan_xl.schema.settings_page import SECTIONS, Section
from salesplan_xl.schema.types import Grid, Setting, Sheet, Table
from salesplan_xl.schema.workbook import SHEETS, Lacking, grids, named_cells, sheet, tables

Item = TypeVar("Item")
HEADER_ROW = FIRST_BLOCK_ROW
# The settings that stand right below a heading of the template.
_FIRST = tuple(section.settings[0] for section in SECTIONS)


def growth_of(book: BookReader, template: Port, absence: Absence) -> Growth:
    """Everything that a book gets.

    Args:
        book: the book, taken as it is.
        template: a freshly built book of the same language and money unit.
        absence: what it lacks.

    Raises:
        WorkbookError: SP-326 the user has a column or table of a name that is needed now.
    """
    lacking = absence.lacking
    _refuse_taken(book, lacking)
    rows = (
        *_setting_rows(book, template, lacking),
        *_named_rows(book, template, lacking),
        *_grid_rows(book, template, lacking),
        *_blocks(book, lacking),
    )
    sheets = tuple(_new_sheets(book, lacking))
    growth = Growth((), rows, sheets, cells=tuple(_grid_columns(book, template, lacking)))
    names = replace(book.names, anchors=dict(_anchors(book, template, growth)))
    return replace(growth, columns=tuple(_columns(book, template, absence, names)))


def _refuse_taken(book: BookReader, lacking: Lacking) -> None:
    """The user's own column under one of our new headers would be taken for ours and written over."""
    for table in tables().values():
        if table.key in lacking.tables and table.name in book.port.tables():
            place = book.port.tables()[table.name]
            raise _taken(book, place, table.name)
        if table.key in lacking.tables or book.is_gone(table.key):
            continue
        place = book.place(table.key)
        for key in table.keys():
            header = book.names.header(table.key, key)
            if (table.key, key) in lacking.columns and header.casefold() in map(str.casefold, place.columns):
                raise _taken(book, place, header)


def _taken(book: BookReader, place: TablePlace, name: str) -> WorkbookError:
    return WorkbookError("SP-326", file=book.port.title, sheet=place.sheet, table=place.name, name=name)


# ── columns ───────────────────────────────────────────────────────────────────────────────────────────


def _columns(book: BookReader, template: Port, absence: Absence, names: BookNames) -> Iterator[NewColumns]:
    """The groups of columns of each table, from the right: so each place is that before anything has come."""
    for table in tables().values():
        if table.key in absence.lacking.tables or book.is_gone(table.key):
            continue
        groups = [(at, keys) for at, keys in _column_groups(book, table, absence) if keys]
        for at, keys in sorted(groups, key=lambda group: -group[0]):
            formulas = (table.column(key).formula for key in keys)
            yield NewColumns(
                table.name,
                template.tables()[table.name].sheet,
                at,
                tuple(book.names.header(table.key, key) for key in keys),
                tuple(formula.text(names, table.key) if formula else None for formula in formulas),
                not _crossed(book, table, book.place(table.key).first_col + at, absence.lacking),
            )


def _column_groups(book: BookReader, table: Table, absence: Absence) -> Iterator[tuple[int, list[str]]]:
    """Columns that come side by side, with their place: lost ones where they stood, new ones right of ours."""
    present = {
        key: book.column_position(table.key, key)
        for key in table.keys()
        if (table.key, key) not in absence.lacking.columns
    }
    lost = [(table.key, key) in absence.lost.columns for key in table.keys()]
    for run in _runs(table.keys(), lost):
        before = table.keys()[: table.keys().index(run[0])]
        yield max((present[key] + 1 for key in before if key in present), default=0), run
    newer = absence.lacking.columns - absence.lost.columns
    yield 1 + max(present.values(), default=-1), [key for key in table.keys() if (table.key, key) in newer]


def _crossed(book: BookReader, table: Table, col: int, lacking: Lacking) -> bool:
    """Whether another block on the sheet, with all it is to get, stands on both sides of a column's left edge."""
    own = book.place(table.key)
    coming = Counter(tables()[key].name for key, _ in lacking.columns)
    spans = [
        (place.first_col, place.first_col + len(place.columns) + coming[place.name] - 1)
        for place in book.port.tables().values()
        if place.sheet == own.sheet and place.name != table.name
    ]
    for grid in grids().values():
        spot = book.port.names().get(grid.name)
        if spot and spot.sheet == own.sheet:
            spans.append((spot.col, spot.col + len(grid.columns)))
    return any(left < col <= right for left, right in spans)


def _grid_columns(book: BookReader, template: Port, lacking: Lacking) -> Iterator[NewCells]:
    """New columns of blocks, right of those that stand there."""
    for grid in grids().values():
        new = [column for column in grid.columns if (grid.key, column.key) in lacking.grid_columns]
        if new and grid.key not in lacking.grids:
            spot, fresh = book.grid_spot(grid.key), template.names()[grid.name]
            right = 1 + grid.columns.index(new[0])
            place = (spot.sheet, spot.row, spot.col + right, 1 + len(grid.rows))
            yield NewCells(
                *place, tuple(book.names.column_header(column) for column in new),
                fresh.sheet, fresh.row, fresh.col + right, grid.name, _rows_aside(book, *place, len(new)),
            )  # fmt: skip


def _rows_aside(book: BookReader, sheet: str, row: int, col: int, rows: int, columns: int) -> tuple[int, int]:
    """First row and number of rows that make room; none where blank cells before the next block are room enough."""
    width = max(book.port.width(sheet) - col + 1, columns)
    lines = book.port.block(sheet, row, col, rows, width)
    taken = [any(line[at] not in (None, "") for line in lines) for at in range(width)]
    if any(taken[columns:]) and not any(taken[:columns]):
        return 0, 0
    first, last = row, row + rows - 1
    # No block beside is torn apart.
    for top, bottom in sorted(_blocks_beside(book, sheet, col)):
        if top <= last and bottom >= first:
            first, last = min(first, top), max(last, bottom)
    return first, last - first + 1


def _blocks_beside(book: BookReader, sheet: str, col: int) -> Iterator[tuple[int, int]]:
    """First and last row of the blocks of a sheet that begin at a column or right of it, their headings included."""
    for grid in grids().values():
        spot = book.port.names().get(grid.name)
        if spot and spot.sheet == sheet and spot.col >= col:
            yield spot.row - 1, spot.row + len(grid.rows)


# ── rows ──────────────────────────────────────────────────────────────────────────────────────────────


def _setting_rows(book: BookReader, template: Port, lacking: Lacking) -> Iterator[NewRows]:
    """New settings below their neighbour of the same group; a group's rows below its heading, else with one."""
    if "settings" in lacking.sheets or not lacking.settings:
        return
    name = standing_sheet(book.port, sheet("settings"))
    headings = [line[0] for line in book.port.block(name, 1, 1, book.port.height(name), 1)]
    present = [setting for setting in SETTINGS if setting.key not in lacking.settings]
    for section in _setting_groups(headings, book.lang):
        for run in _runs(section.settings, [item.key in lacking.settings for item in section.settings]):
            for side_by_side in _unbroken(run, template):
                first, last = (template.names()[item.name] for item in (side_by_side[0], side_by_side[-1]))
                place, after, heading = _setting_place(book, section, side_by_side[0], present, headings)
                top = first.row - (heading and side_by_side[0] in _FIRST)
                names = tuple(item.name for item in side_by_side)
                yield NewRows(place, after, first.sheet, top, last.row, names)


def _setting_groups(headings: Sequence[object], lang: str) -> tuple[Section, ...]:
    """The groups in which a book's settings stand: those of today, or by subject alone in one made before."""
    if SECTIONS[0].heading.of(lang) in headings:
        return SECTIONS
    subjects = groupby(SETTINGS, key=lambda setting: setting.group)
    return tuple(Section(heading, tuple(members), folded=False) for heading, members in subjects)


def _unbroken(run: Sequence[Setting], template: Port) -> Iterator[list[Setting]]:
    """The settings of a run that stand one below the other in the template as well."""
    rows = [template.names()[setting.name].row for setting in run]
    for _, pairs in groupby(enumerate(run), key=lambda pair: rows[pair[0]] - pair[0]):
        yield [setting for _, setting in pairs]


def _setting_place(
    book: BookReader,
    section: Section,
    setting: Setting,
    present: Sequence[Setting],
    headings: Sequence[object],
) -> tuple[str, int, bool]:
    """Sheet and row below which a setting comes, and whether the heading of its group comes along."""
    standing, members = book.port.names(), section.settings
    here = [item for item in members if item in present]
    above = [item for item in here if members.index(item) < members.index(setting)]
    if above:
        return standing[above[-1].name].sheet, standing[above[-1].name].row, False
    if here:
        return standing[here[0].name].sheet, standing[here[0].name].row - 1, False
    name, heading = standing_sheet(book.port, sheet("settings")), section.heading.of(book.lang)
    if heading in headings:
        return name, headings.index(heading) + 1, False
    before = [standing[item.name].row for item in present if SETTINGS.index(item) < SETTINGS.index(setting)]
    return name, max(before, default=HEADER_ROW), True


def _runs(items: Sequence[Item], wanted: Sequence[bool]) -> list[list[Item]]:
    """Unbroken stretches of the wanted items."""
    pairs = groupby(zip(items, wanted, strict=True), key=lambda pair: pair[1])
    return [[item for item, _ in run] for hit, run in pairs if hit]


def _named_rows(book: BookReader, template: Port, lacking: Lacking) -> Iterator[NewRows]:
    """Rows of further named cells, at the end of their sheet."""
    fresh = template.names()
    for name in sorted(lacking.names, key=lambda item: fresh[item].row):
        spot = fresh[name]
        home = next(item for item in SHEETS if name in named_cells(item))
        if home.key not in lacking.sheets:
            place = standing_sheet(book.port, home)
            yield NewRows(place, book.port.height(place), spot.sheet, spot.row, spot.row, (name,))


def _grid_rows(book: BookReader, template: Port, lacking: Lacking) -> Iterator[NewRows]:
    """New rows of blocks, each below the one that stands before it."""
    for key in dict.fromkeys(grid for grid, _ in sorted(lacking.grid_rows)):
        grid = grids()[key]
        spot, fresh = book.grid_spot(key), template.names()[grid.name]
        new = [(key, row.key) in lacking.grid_rows for row in grid.rows]
        for run in _runs(range(len(new)), new):
            kept = sum(not is_new for is_new in new[: run[0]])
            yield NewRows(
                spot.sheet, spot.row + kept, fresh.sheet, fresh.row + 1 + run[0], fresh.row + 1 + run[-1]
            )


def _blocks(book: BookReader, lacking: Lacking) -> Iterator[NewRows]:
    """New blocks on sheets that are there: below the block that stands before them, else above the next."""
    for item in SHEETS:
        blocks: list[Grid | Table] = [] if item.key in lacking.sheets else [*item.grids, *item.tables]
        kept = [block for block in blocks if block.key not in lacking.grids | lacking.tables]
        for block in blocks:
            if block in kept:
                continue
            at = blocks.index(block)
            above = [other for other in kept if blocks.index(other) < at]
            spot, source = spots(item)[block.key], item.label.of(book.lang)
            end = spot.header_row + spot.rows
            names = (block.name,) if isinstance(block, Grid) else ()
            held = (block.name,) if isinstance(block, Table) else ()
            if above:
                sheet_name, after = _end(book, above[-1], lacking)
                yield NewRows(sheet_name, after, source, spot.heading_row - 1, end, names, held)
            else:
                sheet_name, after = _top(book, kept[0])
                yield NewRows(sheet_name, after, source, spot.heading_row, end + 1, names, held)


def _end(book: BookReader, block: Grid | Table, lacking: Lacking) -> tuple[str, int]:
    """Sheet and last row of a block as it stands."""
    if isinstance(block, Table):
        place = book.place(block.key)
        return place.sheet, place.last_row
    spot = book.grid_spot(block.key)
    return spot.sheet, spot.row + sum((block.key, row.key) not in lacking.grid_rows for row in block.rows)


def _top(book: BookReader, block: Grid | Table) -> tuple[str, int]:
    """Sheet of a block and the row above its heading."""
    if isinstance(block, Table):
        place = book.place(block.key)
        return place.sheet, place.header_row - 2
    spot = book.grid_spot(block.key)
    return spot.sheet, spot.row - 2


# ── sheets ────────────────────────────────────────────────────────────────────────────────────────────


def _new_sheets(book: BookReader, lacking: Lacking) -> Iterator[NewSheet]:
    taken = list(book.port.sheet_names())
    lean = is_lean(book)
    for item in SHEETS:
        if item.key in lacking.sheets:
            label = item.label.of(book.lang)
            name = _free(taken, label)
            taken.append(name)
            hidden = item.hidden or ("hidden" if lean and not item.lean else "")
            yield NewSheet(label, name, _following(book, item), hidden, named_cells(item))


def is_lean(book: BookReader) -> bool:
    """Whether a book hides sheets that only a full one shows."""
    full = [item for item in SHEETS if not item.lean and not item.hidden]
    hidden = book.port.hidden_sheets()
    return any(name in hidden for item in full if (name := standing_sheet(book.port, item)))


def _following(book: BookReader, item: Sheet) -> str:
    """The sheet before which a new one stands: the first that comes later and is there."""
    later = SHEETS[SHEETS.index(item) + 1 :]
    listed = book.port.sheet_names()
    names = (name for other in later if (name := standing_sheet(book.port, other)) in listed)
    return next(names, "")


def _free(taken: Sequence[str], name: str) -> str:
    """The name, or with a number behind it where the user has a sheet of that name."""
    used = {item.casefold() for item in taken}
    spare = (f"{name} {number}" for number in range(2, len(used) + 3))
    return (
        name if name.casefold() not in used else next(item for item in spare if item.casefold() not in used)
    )


# ── where blocks stand afterwards ─────────────────────────────────────────────────────────────────────


def _anchors(book: BookReader, template: Port, growth: Growth) -> Iterator[tuple[str, tuple[str, int, int]]]:
    """Key, and sheet, row and column of every block once all rows have come, for formulas that name their cells."""
    begins = growth.begins()
    for grid in grids().values():
        spot, fresh = book.port.names().get(grid.name), template.names()[grid.name]
        group = next((item for item in growth.rows if grid.name in item.names), None)
        if spot:
            yield grid.key, (spot.sheet, spot.row + growth.came_above(spot.sheet, spot.row - 1), spot.col)
        elif group:
            yield grid.key, (group.sheet, begins[group] + fresh.row - group.first, fresh.col)
        else:
            name = next((item.name for item in growth.sheets if grid.name in item.names), fresh.sheet)
            yield grid.key, (name, fresh.row, fresh.col)
