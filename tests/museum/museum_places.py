"""What an upgrade from schema 1 may do to a book, and nothing else: cells by where they stood before."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from openpyxl.utils import column_index_from_string, get_column_letter, range_boundaries

from salesplan_xl.schema.migrations import lacking
from salesplan_xl.schema.settings import SETTINGS
from salesplan_xl.schema.workbook import grids, sheet_of, tables
from salesplan_xl.schema.workbook import sheet as declared
from tests.workbook.book_state import State

STEP = lacking(1)
_CELL = re.compile(r"(\$?)([A-Z]{1,3})(\$?)([0-9]+)")
# Words in quotes stay; a cell of another sheet has its name before it.
_REFERENCE = re.compile(
    r'"[^"]*"|(?:(\'[^\']+\'|[\w.]+)!)?(\$?[A-Z]{1,3}\$?[0-9]+(?::\$?[A-Z]{1,3}\$?[0-9]+)?)(?![\w(\[])'
)
Rows = Mapping[str, list[int]]
Columns = Mapping[str, tuple[int, int]]


def label(key: str, lang: str) -> str:
    """Name of a sheet of ours."""
    return declared(key).label.of(lang)


def grown_sheets(lang: str, *, formulas: bool = True) -> set[str]:
    """The sheets on which something comes or (``formulas``) is worked out otherwise, and those that come."""
    blocks = {key for key, _ in (*STEP.columns, *STEP.grid_rows, *STEP.grid_columns, *STEP.formulas)}
    changed = STEP.grid_formulas if formulas else ()
    keys = {sheet_of(key).key for key in (*blocks, *STEP.grids, *STEP.tables, *changed)}
    return {label(key, lang) for key in (*keys, "settings", *STEP.sheets)}


def place_of(name: str, names: Mapping[str, str]) -> tuple[str, int]:
    """Sheet and row of a named cell."""
    sheet, _, cell = names[name].rpartition("!")
    return sheet.strip("'"), int(cell.rpartition("$")[2])


def new_rows(after: State) -> Rows:
    """The rows that came, by sheet and upwards, read off the names of the book brought up.

    Settings with the headings of groups that are wholly new, blocks with the blank row above them and their heading,
    single rows of blocks.
    """
    names, found = after[""]["names"], defaultdict(set)
    for key in STEP.settings:
        sheet, row = place_of(f"sp_{key}", names)
        found[sheet].add(row)
    for _, group in groupby(SETTINGS, lambda setting: setting.group):
        keys = [setting.key for setting in group]
        if set(keys) <= set(STEP.settings):
            sheet, row = place_of(f"sp_{keys[0]}", names)
            found[sheet].add(row - 1)
    for key in STEP.grids:
        sheet, row = place_of(grids()[key].name, names)
        found[sheet] |= set(range(row - 2, row + len(grids()[key].rows) + 1))
    for key, part in STEP.grid_rows:
        sheet, row = place_of(grids()[key].name, names)
        found[sheet].add(row + 1 + [item.key for item in grids()[key].rows].index(part))
    return {sheet: sorted(rows) for sheet, rows in found.items()}


def new_columns(before: State, old: Mapping[str, Mapping[str, str]]) -> Columns:
    """First new column and how many, by sheet: at the right of ours, left of the user's.

    Args:
        before: the old book.
        old: the columns of its tables, as ``expected.json`` keeps them.
    """
    counts = Counter(table for table, _ in STEP.columns)
    found = {}
    for key, count in counts.items():
        name = tables()[key].name
        sheet = next(title for title, item in before.items() if name in item.get("tables", {}))
        left = range_boundaries(before[sheet]["tables"][name][0])[0] or 1
        found[sheet] = (left + len(old[key]), count)
    return found


@dataclass(frozen=True)
class Move:
    """Where cells of one sheet stand afterwards."""

    rows: list[int]
    column: tuple[int, int]

    def row(self, row: int) -> int:
        """A row by the rows that came."""
        for new in self.rows:
            row += row >= new
        return row

    def col(self, col: int) -> int:
        """A column by the columns that came."""
        first, count = self.column
        return col + count * (col >= first)

    def place(self, text: str) -> str:
        """An address, or an area of several."""
        return _CELL.sub(
            lambda cell: (
                f"{cell[1]}{get_column_letter(self.col(column_index_from_string(cell[2])))}{cell[3]}{self.row(int(cell[4]))}"
            ),
            text,
        )


def moved(before: State, rows: Rows, columns: Columns) -> State:
    """The state of an old book with everything where it has to stand after the upgrade.

    Args:
        before: the old book.
        rows: the rows that came in each sheet of the new book, upwards.
        columns: the first column that came in each sheet, and how many.
    """
    moves = {
        sheet: Move(list(rows.get(sheet, [])), columns.get(sheet, (10**6, 0))) for sheet in before if sheet
    }

    def followed(text: object, home: str) -> Any:
        """A formula by where its cells stand."""
        if not isinstance(text, str):
            return text

        def reference(hit: re.Match[str]) -> str:
            if not hit[2]:
                return hit[0]
            move = moves.get((hit[1] or home).strip("'"))
            return (
                f"{hit[1]}!{move.place(hit[2])}"
                if hit[1] and move
                else move.place(hit[2])
                if move
                else hit[0]
            )

        return _REFERENCE.sub(reference, text)

    after = {
        sheet: _moved(item, moves[sheet], lambda text, s=sheet: followed(text, s))
        for sheet, item in before.items()
        if sheet
    }
    names = {name: followed(text, "") for name, text in before[""]["names"].items()}
    after[""] = before[""] | {"names": names}
    return after


def _moved(sheet: dict[str, Any], move: Move, followed: Callable[[object], Any]) -> dict[str, Any]:
    def content(value: Any) -> Any:
        return followed(value) if isinstance(value, str) and value.startswith("=") else value

    moved_sheet = dict(sheet)
    moved_sheet["cells"] = {
        move.place(place): (content(text), shown, look)
        for place, (text, shown, look) in sheet["cells"].items()
    }
    for kind in ("comments", "links", "merged"):
        moved_sheet[kind] = {move.place(place): value for place, value in sheet[kind].items()}
    moved_sheet["validations"] = Counter(
        {
            (move.place(area), kind, how, followed(one), followed(two), *rest): count
            for (area, kind, how, one, two, *rest), count in sheet["validations"].items()
        }
    )
    moved_sheet["formats"] = Counter(
        {
            (move.place(area), kind, how, tuple(map(followed, texts)), *rest): count
            for (area, kind, how, texts, *rest), count in sheet["formats"].items()
        }
    )
    moved_sheet["heights"] = {move.row(row): points for row, points in sheet["heights"].items()}
    moved_sheet["widths"] = {
        get_column_letter(move.col(column_index_from_string(letters))): look
        for letters, look in sheet["widths"].items()
    }
    moved_sheet["tables"] = {
        name: (move.place(area), filtered and move.place(filtered), columns)
        for name, (area, filtered, columns) in sheet["tables"].items()
    }
    moved_sheet["charts"] = {
        at: (move.col(col + 1) - 1, move.row(row + 1) - 1) for at, (col, row) in sheet["charts"].items()
    }
    return moved_sheet | {
        "print": sheet["print"] | {"area": _printed(followed(sheet["print"]["area"]), move.rows)}
    }


def _printed(area: str, rows: list[int]) -> str:
    """A print area with the rows that came right below it."""
    first, _, last = area.rpartition("$")
    if not last.isdecimal():
        return area
    end = int(last)
    while end + 1 in rows:
        end += 1
    return f"{first}${end}"
