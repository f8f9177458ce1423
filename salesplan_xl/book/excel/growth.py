"""Columns, rows and sheets that a book open in Excel gets as a whole, copied from a freshly built book.

The fresh book is opened from a file beside the user's and closed again. Excel moves everything that stands there
by itself; what is copied brings its formats, drop-down lists and conditional formats along.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from salesplan_xl.book.excel.errors import translated_errors
from salesplan_xl.book.excel.index import Index
from salesplan_xl.book.excel.values import is_formula, read_values, rectangle, to_excel
from salesplan_xl.book.port import Growth, NewColumns, NewRows, NewSheet, Removal, TablePlace
from salesplan_xl.schema.layout import column_letters, quote_sheet

_PRINT_AREA = re.compile(r"^(.*:)\$([A-Z]+)\$(\d+)$")


class LiveGrowth:
    """Carries out a growth, or its way back, in a running Excel.

    Args:
        book: the ``xlwings.Book``.
        index: where everything stands before.
        title: the book's name for sentences.
    """

    def __init__(self, book: Any, index: Index, title: str) -> None:
        self._book, self._title = book, title
        self._tables: Mapping[str, TablePlace] = index.tables
        self._with_totals = index.with_totals
        self._names = index.names

    def make(self, growth: Growth, template: bytes) -> None:
        """Let everything come: rows from below, so that the places stay those that were told."""
        for name, spot in growth.named:
            with translated_errors(self._title, spot.sheet):
                cell = f"${column_letters(spot.col)}${spot.row}"
                self._book.names.add(name, f"={quote_sheet(spot.sheet)}!{cell}")
        for header in growth.headers:
            self._rename(*header)
        if not (growth.columns or growth.rows or growth.sheets):
            return
        with _opened(self._book, template, self._title) as fresh:
            for rows in reversed(growth.rows_in_order):
                with translated_errors(self._title, rows.sheet):
                    self._rows(rows, fresh)
            for group, begin in growth.begins().items():
                with translated_errors(self._title, group.sheet):
                    self._name(group.names, group.sheet, begin - group.first, fresh)
            for columns in growth.columns:
                place = self._tables[columns.table]
                down = growth.came_above(place.sheet, place.header_row - 1)
                with translated_errors(self._title, place.sheet):
                    self._columns(columns, place, down, fresh)
            for sheet in growth.sheets:
                with translated_errors(self._title, sheet.name):
                    self._sheet(sheet, fresh)

    def unmake(self, removal: Removal) -> None:
        """Let everything go that once came."""
        for header in removal.headers:
            self._rename(*header)
        for name in removal.names:
            with translated_errors(self._title):
                self._book.names[name].delete()
        for table, headers, whole in removal.columns:
            place = self._tables[table]
            left = place.first_col + place.columns.index(headers[0])
            with translated_errors(self._title, place.sheet):
                area = self._area(place, 0, left, len(headers), whole)
                self._book.sheets[place.sheet].range(area).delete("left")
        for sheet, first, last in sorted(removal.rows, key=lambda rows: -rows[1]):
            with translated_errors(self._title, sheet):
                self._book.sheets[sheet].range(f"{first}:{last}").delete("up")
        for sheet in removal.sheets:
            with translated_errors(self._title, sheet):
                self._book.sheets[sheet].delete()

    def _rename(self, table: str, old: str, new: str) -> None:
        """Another header for a column; Excel's formulas follow by themselves."""
        place = self._tables[table]
        with translated_errors(self._title, place.sheet):
            cell = (place.header_row, place.first_col + place.columns.index(old))
            self._book.sheets[place.sheet].range(cell).value = new

    def _rows(self, rows: NewRows, fresh: Any) -> None:
        sheet, count = self._book.sheets[rows.sheet], rows.last - rows.first + 1
        target = sheet.range(f"{rows.after + 1}:{rows.after + count}")
        target.insert("down")
        place = f"{rows.after + 1}:{rows.after + count}"
        fresh.sheets[rows.source].range(f"{rows.first}:{rows.last}").copy(sheet.range(place))
        area = _PRINT_AREA.match(sheet.page_setup.print_area or "")
        if area and int(area[3]) == rows.after:
            sheet.page_setup.print_area = f"{area[1]}${area[2]}${rows.after + count}"

    def _name(self, names: tuple[str, ...], sheet: str, shift: int, fresh: Any) -> None:
        """Named cells that came along, so many rows further down than in the fresh book."""
        for name in names:
            place = fresh.names[name].refers_to.rpartition("!")[2]
            col, row = place.strip("$").split("$")
            self._book.names.add(name, f"={quote_sheet(sheet)}!${col}${int(row) + shift}")

    def _columns(self, new: NewColumns, place: TablePlace, down: int, fresh: Any) -> None:
        sheet, count = self._book.sheets[place.sheet], len(new.headers)
        listed, left = sheet.tables[new.table], place.first_col + new.at
        if listed.show_autofilter:
            # Where rows are filtered out Excel fills only what it shows.
            listed.show_autofilter = False
            listed.show_autofilter = True
        sheet.range(self._area(place, down, left, count, new.whole)).insert("right")
        source = fresh.sheets[new.source]
        headers = list(source.tables[new.table].header_row_range.options(ndim=1).value)
        corner = source.tables[new.table].range
        top, first = corner.row, corner.column
        head, body, end = place.header_row + down, place.first_row + down, place.last_row + down
        for col, header in enumerate(new.headers, left):
            old = column_letters(first + headers.index(header))
            source.range(f"{old}{top + 1}").copy(sheet.range(_box(body, col, end)))
            source.range(f"{old}{top}").copy(sheet.range(_box(head, col, head)))
            if new.whole:
                width = source.range(f"{old}{top}").column_width
                sheet.range(_box(head, col, head)).column_width = width
        area = _PRINT_AREA.match(sheet.page_setup.print_area or "")
        if area and area[2] == column_letters(left - 1):
            sheet.page_setup.print_area = f"{area[1]}${column_letters(left + count - 1)}${area[3]}"
        if new.at == len(place.columns):
            last = end + (new.table in self._with_totals)
            right = column_letters(left + count - 1)
            listed.resize(sheet.range(f"{column_letters(place.first_col)}{head}:{right}{last}"))

    def _area(self, place: TablePlace, down: int, left: int, count: int, whole: bool) -> str:
        """Columns of the sheet, or their cells in the rows of the table."""
        first, last = column_letters(left), column_letters(left + count - 1)
        if whole:
            return f"{first}:{last}"
        end = place.last_row + down + (place.name in self._with_totals)
        return f"{first}{place.header_row + down}:{last}{end}"

    def _sheet(self, new: NewSheet, fresh: Any) -> None:
        page = fresh.sheets[new.source]
        _without_formulas(page)
        name = None if new.name == new.source else new.name
        if new.before:
            made = page.copy(before=self._book.sheets[new.before], name=name)
        else:
            made = page.copy(after=self._book.sheets[-1], name=name)
        for old, table in zip(page.tables, made.tables, strict=True):
            wanted = old.name
            if table.name != wanted:
                table.name = wanted
        self._name(new.names, new.name, 0, fresh)
        if new.hidden:
            made.visible = False


def _without_formulas(page: Any) -> None:
    """Formulas of a fresh sheet become what they show: copied, they would lead back to the fresh book."""
    area = page.used_range
    top, left = area.row, area.column
    values, texts = read_values(area), rectangle(area.formula)
    for down, line in enumerate(texts):
        for right, text in enumerate(line):
            if is_formula(text, values[down][right]):
                page.range((top + down, left + right)).raw_value = to_excel(values[down][right])  # type: ignore[arg-type]


def _box(top: int, col: int, bottom: int) -> str:
    letters = column_letters(col)
    return f"{letters}{top}:{letters}{bottom}"


@contextmanager
def _opened(book: Any, template: bytes, title: str) -> Iterator[Any]:
    """The fresh book, open in the same Excel for a while; afterwards the user looks at what was in front."""
    with tempfile.TemporaryDirectory(prefix="salesplan-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "salesplan-fresh.xlsx"
        path.write_bytes(template)
        with translated_errors(title):
            front = book.sheets.active
            fresh = book.app.books.open(str(path))
        try:
            yield fresh
        finally:
            with suppress(Exception):
                fresh.close()
            with suppress(Exception):
                book.activate()
                front.activate()
