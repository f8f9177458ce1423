"""The starter in the making: its sheets, its names, and how rows, summaries and single figures are written."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from salesplan_xl.schema import choices
from salesplan_xl.schema.layout import column_letters, quote_sheet
from salesplan_xl.schema.starter.columns import SUMMED, Column, Figure
from salesplan_xl.schema.starter.words import WORDS
from salesplan_xl.schema.types import Choice, Kind, Label
from salesplan_xl.templates import theme
from salesplan_xl.templates.pages import A4
from salesplan_xl.templates.starter.formulas import ROW, Block, address, resolved
from salesplan_xl.templates.styles import Styles

Shown = Mapping[tuple[str, str], object]


@dataclass(frozen=True)
class StarterWriter:
    """The workbook.

    Args:
        shown: what each formula cell shows, by sheet and address; blank where it is not said.
        rows: customers there is room for.
    """

    workbook: Workbook
    lang: str
    styles: Styles
    shown: Shown
    rows: int

    def word(self, code: str) -> str:
        """A word in the book's language."""
        return WORDS[code].of(self.lang)

    def sheet(self, label: Label, group: str) -> SheetWriter:
        """A new sheet."""
        paper = self.workbook.add_worksheet(label.of(self.lang))
        paper.set_tab_color(theme.ink(group))
        paper.hide_gridlines(2)
        return SheetWriter(self, paper, label.of(self.lang), group)

    def grey(self) -> Format:
        """A helper cell."""
        return self.styles.make(font_color=theme.GREY_TEXT, num_format="General")


@dataclass(frozen=True)
class SheetWriter:
    """One sheet; rows and columns are 0-based."""

    writer: StarterWriter
    paper: Worksheet
    name: str
    group: str
    money: dict[str, str] = field(default_factory=dict)

    # ── cells ──
    def formula(
        self, row: int, column: int, text: str, style: Format, cell: Callable[..., str] | None = None
    ) -> None:
        """A declared formula, with what it shows."""
        self._put(row, column, resolved(text, cell or _no_columns, self.writer.lang), style)

    def _put(self, row: int, column: int, text: str, style: Format) -> None:
        where = f"{column_letters(column + 1)}{row + 1}"
        self.paper.write_formula(row, column, text, style, self.writer.shown.get((self.name, where), ""))

    def text(self, row: int, column: int, code: str, style: Format) -> None:
        """A word of the catalogue."""
        self.paper.write_string(row, column, self.writer.word(code), style)

    def top(self, title: Label, intro: Label, head: str, cell: Callable[..., str] | None = None) -> None:
        """Title, introduction, and the sentence that answers the sheet's question."""
        styles, lang = self.writer.styles, self.writer.lang
        for row, points in enumerate((32, 20, 26)):
            self.paper.set_row(row, points)
        self.paper.write_string(0, 0, title.of(lang), styles.title(self.group))
        unit = choices.unit_label("wan").of(lang)
        text = f'"{intro.of(lang)}"&«head.unit»&IF(LEN(set_money_unit)=0,"{unit}",set_money_unit)'
        self.formula(1, 0, text, styles.intro())
        bold = styles.make(bold=True, font_color=theme.TEXT, valign="vcenter")
        self.formula(2, 0, head, bold, cell)

    def headers(self, row: int, columns: Sequence[Column], left: int = 0, points: float = 32) -> None:
        """Header cells and column widths."""
        self.paper.set_row(row, points)
        for at, column in enumerate(columns, left):
            label = column.label.of(self.writer.lang)
            longest = max(map(len, label.split())) if self.writer.lang == "en" else 0
            self.paper.set_column(at, at, max(column.width, longest + 2))
            self.paper.write_string(row, at, label, self.writer.styles.header(self.group, left=at == 0))

    def summary(self, row: int, codes: Sequence[str], rows: Sequence[str], left: int = 0) -> None:
        """Headers and labels of a summary."""
        styles = self.writer.styles
        self.paper.set_row(row, 24)
        for at, code in enumerate(codes, left):
            text = self.writer.word(code) if code in WORDS else code
            self.paper.write_string(row, at, text, styles.header(self.group, left=at == left))
        for at, code in enumerate(rows, row + 1):
            self.text(at, left, code, styles.label(total=code == "total"))

    def figures(self, figures: Sequence[Figure], total: int = -1) -> None:
        """Computed cells of a summary; ``total`` is the row that adds up the others."""
        for item in figures:
            style = self.body(item.kind, total=item.row == total)
            self.formula(item.row, item.column, item.formula, style)
            self.remember(item.kind, item.row, item.row, item.column)
            if item.name:
                self.define(item.name, item.row, item.column)

    def singles(self, row: int, column: int, singles: Sequence[tuple[str, str]]) -> None:
        """Single figures among the helpers, each under its name."""
        for at, (name, text) in enumerate(singles, column):
            self.paper.write_string(row, at, name, self.writer.grey())
            self.formula(row + 1, at, text, self.writer.grey())
            self.define(name, row + 1, at)

    def body(self, kind: Kind, *, entry: bool = False, total: bool = False, key: str = "") -> Format:
        """The format of a cell of a summary or an entry."""
        return self.writer.styles.body(kind, key, entry=entry, total=total)

    def row_style(self, column: Column) -> Format:
        """The format of a row's cell: the line under it comes with the customer."""
        align = {"align": "left", "indent": 1} if column.kind in _LEFT else {"align": "center"}
        align = {"align": "right"} if column.kind in _FIGURES else align
        code = theme.number_format(column.kind, "", "wan", computed=True)
        share = '0%;-0%;"–"' if column.dash else "0%;-0%;0%"
        code = share if column.kind is Kind.SHARE else "General" if column.kind in _LEFT else code
        return self.writer.styles.make(num_format=code, valign="vcenter", **align)

    # ── rows ──
    def rows(self, block: Block, columns: Sequence[Column], guard: str, *, hidden: bool = False) -> None:
        """Formula rows; a silent row shows nothing where its ``guard`` cell is empty."""
        grey = self.writer.grey()
        for column in columns:
            style = grey if hidden else self.row_style(column)
            text = f"IF(MATCH([n],[n],0)=1,{column.formula},0)" if column.key in SUMMED else column.formula
            text = f'IF([{guard}]="","",{text})' if column.silent else text
            final, at = resolved(text, block.on_any_row(), self.writer.lang), block.columns[column.key]
            for row in range(block.first, block.last + 1):
                self._put(row, at, final.replace(ROW, str(row + 1)), style)
            if not hidden:
                self.remember(column.kind, block.first, block.last, at, f'{address(block.first, 0)}<>""')

    def numbers(self, block: Block, key: str = "n") -> None:
        """The fixed numbers of rows."""
        for at, row in enumerate(range(block.first, block.last + 1), 1):
            self.paper.write_number(row, block.columns[key], at, self.writer.grey())

    def remember(self, kind: Kind, first: int, last: int, column: int, shown: str = "TRUE") -> None:
        """Money cells: they lose their decimals where the book is kept in single yuan."""
        if kind is Kind.MONEY:
            self.money[f"{address(first, column)}:{address(last, column)}".replace("$", "")] = shown

    # ── names ──
    def define(self, name: str, row: int, column: int) -> None:
        """A defined name of one cell."""
        self.writer.workbook.define_name(
            name, f"={quote_sheet(self.name)}!{address(row, column, fixed_row=True)}"
        )

    def define_columns(self, prefix: str, block: Block, keys: Sequence[str]) -> None:
        """Defined names of whole columns."""
        for key in keys:
            reference = ":".join(part for part in block.reference(key).split(":"))
            self.writer.workbook.define_name(f"{prefix}{key}", f"={quote_sheet(self.name)}!{reference}")

    # ── entries ──
    def allow(self, first: int, last: int, column: int, made: Column) -> None:
        """The values that may be typed into a column, and the sentence shown beside the cell."""
        if made.options:
            self.allow_list(first, last, column, made.options, made.help)
        elif made.kind in _FIGURES and made.kind is not Kind.COUNT:
            self.allow_number(first, last, column, made.minimum, made.maximum, made.help)
        elif made.help:
            self._validate(first, last, column, {"validate": "any"}, made.help)

    def allow_list(
        self, first: int, last: int, column: int, options: Sequence[Choice], note: Label | None = None
    ) -> None:
        """One of a list."""
        source = [item.label.of(self.writer.lang) for item in options]
        words = {
            "error_title": self.writer.word("list_title"),
            "error_message": self.writer.word("list_text"),
        }
        self._validate(first, last, column, {"validate": "list", "source": source, **words}, note)

    def allow_number(
        self, first: int, last: int, column: int, least: float, most: float, note: Label | None = None
    ) -> None:
        """A number within bounds."""
        words = {
            "error_title": self.writer.word("number_title"),
            "error_message": self.writer.word("number_text"),
        }
        bounds = {"validate": "decimal", "criteria": "between", "minimum": least, "maximum": most}
        self._validate(first, last, column, {**bounds, **words}, note)

    def _validate(self, first: int, last: int, column: int, rule: dict[str, Any], note: Label | None) -> None:
        message = {"input_message": note.of(self.writer.lang)} if note else {}
        self.paper.data_validation(first, column, last, column, {**rule, **message})

    # ── look ──
    def highlight(self, block: Block, key: str, test: str, tone: theme.Properties) -> None:
        """A tone for cells of a column; ``{cell}`` in the test is the cell."""
        column = block.columns[key]
        where = address(block.first, column)
        line = {"bottom": 1, "bottom_color": theme.LINE}
        rule = {
            "type": "formula",
            "criteria": f"={test.format(cell=where)}",
            "format": self.writer.styles.tone(tone | line),
        }
        self.paper.conditional_format(block.first, column, block.last, column, rule)

    def lines(self, block: Block, key: str, last_column: int) -> None:
        """A hairline under every row that shows a customer."""
        tone = self.writer.styles.tone({"bottom": 1, "bottom_color": theme.LINE})
        rule = {
            "type": "formula",
            "criteria": f'={address(block.first, block.columns[key])}<>""',
            "format": tone,
        }
        self.paper.conditional_format(block.first, 0, block.last, last_column, rule)

    def hide_helpers(self, first: int, last: int) -> None:
        """Helpers stand in one collapsed group at the right."""
        self.paper.set_column(first, last, 9, None, {"level": 1, "hidden": True})
        self.paper.set_column(last + 1, last + 1, 2, None, {"collapsed": True})

    def whole_money(self) -> None:
        """Money without decimals where the book is kept in single yuan; before other rules, as one may be all."""
        line = {"bottom": 1, "bottom_color": theme.LINE}
        for area, shown in self.money.items():
            style = {"num_format": "#,##0;[Red]-#,##0"} | (line if shown != "TRUE" else {})
            criteria = f"=AND(b_digits=2,{shown})"
            rule = {"type": "formula", "criteria": criteria, "format": self.writer.styles.tone(style)}
            self.paper.conditional_format(area, rule)

    def close(
        self, last_row: int, last_column: int, *, portrait: bool = False, frozen: tuple[int, int]
    ) -> None:
        """Panes, protection without a password, and one page of A4."""
        paper = self.paper
        paper.freeze_panes(*frozen)
        paper.protect("", _ALLOWED)
        paper.set_portrait() if portrait else paper.set_landscape()
        paper.set_paper(A4)
        paper.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        paper.center_horizontally()
        paper.fit_to_pages(1, 1)
        paper.print_area(0, 0, last_row, last_column)
        paper.set_footer(f"&L&8&A&R&8{self.writer.word('page')}")


_LEFT = (Kind.TEXT, Kind.LONG_TEXT)
_FIGURES = (Kind.MONEY, Kind.SHARE, Kind.COUNT, Kind.NUMBER)
_ALLOWED: dict[str, Any] = {
    "sort": True, "autofilter": True, "format_columns": True, "format_rows": True, "format_cells": True,
    "select_locked_cells": True, "select_unlocked_cells": True,
}  # fmt: skip


def _no_columns(match: re.Match[str]) -> str:
    raise KeyError(match[0])
