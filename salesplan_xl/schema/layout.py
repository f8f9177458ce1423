"""The places of blocks on a fresh sheet, and the headers in one language and money unit.

One rule lays out every sheet: title in row 1, introduction in row 2, then from row 4 each block (its own
heading line, header row, body), one blank row between blocks. Positions are 1-based.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from salesplan_xl.schema import choices
from salesplan_xl.schema.types import Choice, Column, Grid, GridColumn, Kind, Label, Sheet, Table
from salesplan_xl.schema.workbook import grids, sheet_of, tables

FIRST_BLOCK_ROW = 4
LEFT = 1


def header_text(label: Label, kind: Kind, lang: str, unit: str) -> str:
    """A header with its money unit: ``今年业绩(万元)`` or ``Revenue this year 10k CNY``.

    Brackets are full-width in Chinese and absent in English: ASCII ones need doubling in structured references.
    """
    if kind is not Kind.MONEY:
        return label.of(lang)
    shown = choices.unit_label(unit).of(lang)
    return f"{label.of(lang)}\uff08{shown}\uff09" if lang == "zh" else f"{label.of(lang)} {shown}"


@dataclass(frozen=True, slots=True)
class Spot:
    """The place of a block: its heading row and its header row."""

    heading_row: int
    header_row: int
    rows: int


@cache
def spots(sheet: Sheet) -> dict[str, Spot]:
    """The blocks of a fresh sheet by key: grids stacked first, then tables."""
    placed: dict[str, Spot] = {}
    row = FIRST_BLOCK_ROW
    blocks: tuple[Grid | Table, ...] = (*sheet.grids, *sheet.tables)
    for block in blocks:
        if isinstance(block, Grid) and block.place:
            top = block.place[0]
            placed[block.key] = Spot(top - 1, top, len(block.rows))
            row = max(row, top + len(block.rows) + 2)
            continue
        alone = len(sheet.grids) + len(sheet.tables) == 1 and isinstance(block, Table)
        header = row if alone else row + 1
        rows = len(block.rows) if isinstance(block, Grid) else max(len(block.fixed_rows), block.start_rows)
        placed[block.key] = Spot(row, header, rows)
        row = header + rows + 2
    return placed


def column_letters(number: int) -> str:
    """Excel's letters of a 1-based column."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """The 1-based number of a column: 28 for ``AB``."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


# Excel computes a book of an older engine anew when it opens it; this is the engine of Excel 2019 and later.
CALCULATION_ENGINE = 191029


def quote_sheet(name: str) -> str:
    """A sheet name as it stands in a reference."""
    return "'" + name.replace("'", "''") + "'"


@dataclass(frozen=True, slots=True)
class BookNames:
    """The names of everything in a book of one language and money unit; satisfies ``formulas.Names``.

    ``anchors`` tells where the blocks of a book in use stand: grid key → sheet, row and column of the top left
    cell. Without it they are where a fresh book has them.
    """

    lang: str
    unit: str
    anchors: Mapping[str, tuple[str, int, int]] = field(default_factory=dict, hash=False)

    def header(self, table: str, column: str) -> str:
        """Header text of a table column."""
        return self.column_header(tables()[table].column(column))

    def column_header(self, column: Column | GridColumn) -> str:
        """Header text of a column."""
        return header_text(column.label, column.kind, self.lang, self.unit)

    def table(self, table: str) -> str:
        """ListObject name of a table."""
        return tables()[table].name

    def sheet_column(self, table: str, column: str) -> str:
        """The whole sheet column of a table column in a fresh book: ``'应收账款'!$E:$E``."""
        letters = column_letters(LEFT + tables()[table].keys().index(column))
        return f"{quote_sheet(sheet_of(table).label.of(self.lang))}!${letters}:${letters}"

    def choice(self, table: str, column: str, key: str) -> str:
        """The label of a list value as cells show it."""
        return choice_label(tables()[table].column(column).choices, key).of(self.lang)

    def address(self, grid: str, row: str, column: str, here: str) -> str:
        """Reference to a grid cell; without sheet name when ``here`` stands on the same sheet."""
        home = sheet_of(grid)
        down, right = grids()[grid].offset(row, column)
        sheet, top, left = self._anchor(grid)
        cell = f"${column_letters(left + right)}${top + down}"
        return cell if here and sheet_of(here) is home else f"{quote_sheet(sheet)}!{cell}"

    def _anchor(self, grid: str) -> tuple[str, int, int]:
        if grid in self.anchors:
            return self.anchors[grid]
        home = sheet_of(grid)
        placed = grids()[grid].place
        return home.label.of(self.lang), spots(home)[grid].header_row, placed[1] if placed else LEFT


def choice_label(options: tuple[Choice, ...], key: str) -> Label:
    """The label of a list value; KeyError when there is no such key."""
    for item in options:
        if item.key == key:
            return item.label
    raise KeyError(key)
