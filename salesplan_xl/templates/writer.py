"""The means of every writer of a fresh book: the file, the names, the formats, the values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from salesplan_xl.schema.evaluate import Evaluation
from salesplan_xl.schema.layout import BookNames, Spot, column_letters, quote_sheet, spots
from salesplan_xl.schema.types import Sheet
from salesplan_xl.templates.styles import Styles
from salesplan_xl.templates.widths import Widths

DEFAULT_POINTS = 15.0
# A row or column of a group, and the one that bears the group's plus sign.
_FOLDED = {"level": 1, "hidden": True}
_SIGN = {"collapsed": True}


@dataclass(frozen=True)
class BookWriter:
    """One book in the making."""

    workbook: Workbook
    names: BookNames
    styles: Styles
    values: Evaluation
    lean: bool
    folded: bool = True

    @property
    def lang(self) -> str:
        """The book's language."""
        return self.names.lang


@dataclass(frozen=True)
class Page:
    """One sheet in the making; rows and columns are 0-based here as in XlsxWriter."""

    writer: BookWriter
    sheet: Sheet
    paper: Worksheet
    widths: Widths
    heights: dict[int, float] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The sheet's name."""
        return self.sheet.label.of(self.writer.lang)

    def spot(self, block: str) -> Spot:
        """The place of a block (1-based rows)."""
        return spots(self.sheet)[block]

    def set_height(self, row: int, points: float) -> None:
        """Give a row its height."""
        self.paper.set_row(row, points)
        self.heights[row] = points

    def fold_rows(self, first: int, end: int) -> None:
        """Rows ``first`` to ``end`` (exclusive), in a group that is folded under the row above."""
        if self.writer.folded:
            self.paper.outline_settings(symbols_below=False, symbols_right=False)
            for row in range(first - 1, end):
                self.paper.set_row(row, self.heights.get(row), None, _FOLDED if row >= first else _SIGN)

    def fold_columns(self, columns: Sequence[int]) -> None:
        """Columns in groups that are folded beside the column left of them."""
        if self.writer.folded:
            self.paper.outline_settings(symbols_below=False, symbols_right=False)
            for column in columns:
                self.paper.set_column(column, column, self.widths.width(column), None, _FOLDED)
                if column - 1 not in columns:
                    self.paper.set_column(column - 1, column - 1, self.widths.width(column - 1), None, _SIGN)

    def height(self, first: int, last: int) -> int:
        """Pixels of rows ``first`` to ``last`` (exclusive)."""
        return sum(round(self.heights.get(row, DEFAULT_POINTS) * 4 / 3) for row in range(first, last))

    @staticmethod
    def cell_name(row: int, column: int) -> str:
        """A cell as a rule for it and its neighbours names it."""
        return f"{column_letters(column + 1)}{row + 1}"

    def define(self, name: str, row: int, column: int) -> None:
        """Give a cell its defined name."""
        reference = f"={quote_sheet(self.name)}!${column_letters(column + 1)}${row + 1}"
        self.writer.workbook.define_name(name, reference)

    def put(self, row: int, column: int, value: object, style: Format) -> None:
        """Write a plain value; text stays text whatever it begins with."""
        if value is None or value == "":
            self.paper.write_blank(row, column, None, style)
        elif isinstance(value, (dt.date, dt.datetime)):
            self.paper.write_datetime(row, column, value, style)
        elif isinstance(value, (int, float)):
            self.paper.write_number(row, column, value, style)
        else:
            self.paper.write_string(row, column, str(value), style)

    def heading(self, row: int, text: str) -> None:
        """The line above a block."""
        self.set_height(row, 24)
        self.put(row, 0, text, self.writer.styles.heading(self.sheet.group))
