"""Writes the Excel Tables of a fresh sheet: headers, body rows, calculated columns, validation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from xlsxwriter.format import Format

from salesplan_xl.catalogue import word
from salesplan_xl.schema.key_accounts import BOTTLENECK_KEYS
from salesplan_xl.schema.layout import Spot
from salesplan_xl.schema.lookups import Link
from salesplan_xl.schema.types import Column, Kind, Table
from salesplan_xl.templates import checks, theme
from salesplan_xl.templates.import_checks import FORM, form_rule
from salesplan_xl.templates.values import shown
from salesplan_xl.templates.widths import LONG_TEXT_WIDTH, header_points
from salesplan_xl.templates.writer import Page

_LEFT_KINDS = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.ID})


def write_table(page: Page, table: Table) -> None:
    """Write one table at its spot."""
    spot = page.spot(table.key)
    if spot.heading_row != spot.header_row:
        page.heading(spot.heading_row - 1, table.label.of(page.writer.lang))
    _Writer(page, table, spot).write()


@dataclass(frozen=True)
class _Writer:
    page: Page
    table: Table
    spot: Spot

    def write(self) -> None:
        page, table, header = self.page, self.table, self.spot.header_row - 1
        names = [page.writer.names.column_header(column) for column in table.columns]
        room = [(name, page.widths.width(index)) for index, name in enumerate(names)]
        page.set_height(header, header_points(room, filters=True))
        options = {
            "name": table.name,
            "style": None,
            "banded_rows": False,
            "autofilter": not table.fixed_rows,
            "columns": [self._declared(column) for column in table.columns],
        }
        page.paper.add_table(header, 0, header + self.spot.rows, len(table.columns) - 1, options)
        for index, column in enumerate(table.columns):
            self._write_column(column, index)
        page.fold_columns([table.keys().index(key) for key in table.folded])

    def _declared(self, column: Column) -> dict[str, Any]:
        writer = self.page.writer
        options: dict[str, Any] = {
            "header": writer.names.column_header(column),
            "header_format": writer.styles.header(self.page.sheet.group, left=column.kind in _LEFT_KINDS),
        }
        return options | ({"formula": self._formula(column)} if column.formula else {})

    def _formula(self, column: Column) -> str:
        if column.formula is None:
            raise TypeError(column.key)
        return "=" + column.formula.text(self.page.writer.names, self.table.key)

    def _write_column(self, column: Column, index: int) -> None:
        style = self._style(column, index)
        if column.formula is not None:
            text = self._formula(column)
            for row, value in enumerate(self.page.writer.values.table_column(self.table.key, column.key)):
                self.page.paper.write_formula(self.spot.header_row + row, index, text, style, value)
            return
        values = self.page.writer.values.frames[self.table.key][column.key].tolist()
        for row, value in enumerate(values):
            cell = shown(value, column.choices, self.page.writer.lang)
            self.page.put(self.spot.header_row + row, index, cell, style)
        self._validate(column, index)

    def _style(self, column: Column, index: int) -> Format:
        styles = self.page.writer.styles
        ours = column.filled not in checks.ENTRY
        if ours and self.table.fixed_rows and column.key in self.table.identity:
            return styles.rank()
        if isinstance(column.formula, Link):
            return styles.link()
        return styles.body(
            column.kind, column.key, entry=column.filled in checks.ENTRY, wrap=self._wraps(column, index)
        )

    def _wraps(self, column: Column, index: int) -> bool:
        """Sentences wrap where they have room; so do the longer texts that a command fills in.

        The last one beyond the printed part flows on to the right instead: its rows stay low.
        """
        until = theme.PRINT_UNTIL.get(self.table.key)
        if until and column is self.table.columns[-1]:
            return False
        if column.kind is Kind.TEXT:
            return column.width >= LONG_TEXT_WIDTH and self.page.sheet.group in ("analysis", "tracking")
        return column.kind is Kind.LONG_TEXT and self.page.widths.roomy[index]

    def _validate(self, column: Column, index: int) -> None:
        if column.filled in checks.ENTRY:
            rule = checks.validation(checks.Rule.of_column(column), self.page.writer.lang)
            if (self.table.key, column.key) == ("actions", "bottleneck"):
                rule = self._bottlenecks()
            if self.table.key == FORM:
                rule = form_rule(self.page, column, self.spot) or rule
            first = self.spot.header_row
            if rule:
                self.page.paper.data_validation(first, index, first + self.spot.rows - 1, index, rule)

    def _bottlenecks(self) -> dict[str, Any]:
        """The bottlenecks of key accounts and open projects to pick from; anything else may be typed."""
        names, lang = self.page.writer.names, self.page.writer.lang
        first, last = (
            names.address("account_bottlenecks", key, "text", "")
            for key in (BOTTLENECK_KEYS[0], BOTTLENECK_KEYS[-1])
        )
        return {
            "validate": "list", "source": f"={first}:{last.rpartition('!')[2]}", "show_error": False,
            "error_title": word("template.check.title", lang), "error_message": word("template.check.free", lang),
        }  # fmt: skip
