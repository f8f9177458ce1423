"""The team workbook in the making: its sheets, and how a cell, a formula or a heading is written."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from salesplan_xl.catalogue import word
from salesplan_xl.money import scale_of
from salesplan_xl.schema.choices import unit_label
from salesplan_xl.schema.layout import column_letters, quote_sheet
from salesplan_xl.schema.team_workbook import TeamBook
from salesplan_xl.schema.types import Kind
from salesplan_xl.templates import theme
from salesplan_xl.templates.pages import A4
from salesplan_xl.templates.styles import Styles

Cell = float | int | str | None


@dataclass(frozen=True)
class TeamWriter:
    """The workbook in the making."""

    workbook: Workbook
    team: TeamBook
    styles: Styles
    names: Sequence[str]

    def word(self, code: str, **values: object) -> str:
        """A sentence in the book's language."""
        return word(f"team.{code}", self.team.lang, **values)

    def money_word(self, code: str) -> str:
        """A heading of a money column with its unit."""
        unit = unit_label(self.team.unit)
        shown = f"({unit.of(self.team.lang)})"
        return f"{self.word(code)}{shown}" if self.team.lang == "zh" else f"{self.word(code)} {shown}"

    @property
    def money_width(self) -> float:
        """Width of a money column: figures in yuan are four digits longer."""
        return 15.0 if scale_of(self.team.unit) == "yuan" else 11.5

    def page(self, key: str, name: str = "", group: str = "output") -> PageWriter:
        """A new sheet, set up for A4 landscape."""
        sheet = self.workbook.add_worksheet(name or self.word(f"sheet_{key}"))
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.center_horizontally()
        sheet.hide_gridlines(2)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L&8&A&R&8{word('template.page', self.team.lang)}")
        sheet.set_tab_color(theme.ink(group))
        return PageWriter(sheet, self.styles, group)


@dataclass(frozen=True)
class PageWriter:
    """One sheet; rows and columns are 0-based."""

    sheet: Worksheet
    styles: Styles
    group: str

    @property
    def ref(self) -> str:
        """The sheet as references name it."""
        return quote_sheet(self.sheet.get_name())

    def top(self, title: str, subtitle: str) -> None:
        """Title and the line under it."""
        self.sheet.set_row(0, 32)
        self.sheet.set_row(1, 20)
        self.sheet.write_string(0, 0, title, self.styles.title(self.group))
        self.sheet.write_string(1, 0, subtitle, self.styles.intro())

    def heading(self, row: int, column: int, text: str) -> None:
        """The line above a block."""
        self.sheet.set_row(row, 24)
        self.sheet.write_string(row, column, text, self.styles.heading(self.group))

    def header(self, row: int, column: int, texts: Iterable[str]) -> None:
        """A header row; the first cell stands left."""
        self.sheet.set_row(row, 32)
        for at, text in enumerate(texts):
            self.sheet.write_string(row, column + at, text, self.styles.header(self.group, left=not at))

    def body(self, kind: Kind, total: bool = False, key: str = "") -> Format:
        """The format of a body cell."""
        return self.styles.body(kind, key, entry=False, total=total)

    def value(self, row: int, column: int, value: Cell, kind: Kind, total: bool = False) -> None:
        """A plain value; text stays text, what is not known stays blank."""
        style = self.body(kind, total)
        if value is None or value == "" or (isinstance(value, float) and not math.isfinite(value)):
            self.sheet.write_blank(row, column, None, style)
        elif isinstance(value, str):
            self.sheet.write_string(row, column, value, style)
        else:
            self.sheet.write_number(row, column, value, style)

    def formula(self, row: int, column: int, text: str, value: Cell, kind: Kind, total: bool = False) -> None:
        """A formula and what it shows until something computes it."""
        shown = "" if value is None or (isinstance(value, float) and not math.isfinite(value)) else value
        self.sheet.write_formula(row, column, f"={text}", self.body(kind, total), shown)


def cell(row: int, column: int) -> str:
    """A relative address, from 0-based row and column."""
    return f"{column_letters(column + 1)}{row + 1}"


def absolute(row: int, column: int) -> str:
    """An absolute address, from 0-based row and column."""
    return f"${column_letters(column + 1)}${row + 1}"


def ratio(top: str, bottom: str) -> str:
    """A share that stays blank while there is nothing to measure by."""
    return f'IF(N({bottom})>0,N({top})/{bottom},"")'


def share(top: float | None, bottom: float | None) -> float | None:
    """The value that ``ratio`` shows."""
    return (top or 0.0) / bottom if bottom and bottom > 0 and math.isfinite(bottom) else None
