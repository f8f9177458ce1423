"""Ranges: values, formulas, formats and whole rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from xlwings import base_classes

from tests.live.engine import columns, mac, rows, transfer, writing
from tests.live.engine.comerror import refused
from tests.live.engine.entry import EPOCH, formula_text
from tests.live.engine.model import Cell, Fault
from tests.live.engine.model import Sheet as SheetModel
from tests.live.engine.references import MAX_COL, Area, area, shortened
from tests.live.engine.session import OpenBook
from tests.live.engine.strict import NoApi, NotInEngine, strict
from tests.live.engine.tokens import BadFormula

CELL_ERRORS = {
    "#DIV/0!": -2146826281,
    "#N/A": -2146826246,
    "#NAME?": -2146826259,
    "#NULL!": -2146826288,
    "#NUM!": -2146826252,
    "#REF!": -2146826265,
    "#VALUE!": -2146826273,
}
_LAST_DAY = 2_958_466  # 31 December 9999 is the last date
_TOO_MANY = 2_000_000
_EMPTY = Cell()


class Range(strict(base_classes.Range)):  # type: ignore[misc]
    """A rectangle of cells; created from an address it costs a call, from numbers not before it is used."""

    def __init__(self, book: OpenBook, sheet: SheetModel, place: Area, *, fetched: bool = True) -> None:
        self._book, self._sheet, self._area = book, sheet, place
        self._fetched, self._measured = fetched, not fetched
        self.options: dict[str, Any] = {}

    max_cells_per_read = base_classes.Range.max_cells_per_read
    max_cells_per_write = base_classes.Range.max_cells_per_write

    def _call(self, member: str, trips: int = 1) -> None:
        if not self._fetched:
            self._fetched = True
            trips += 3
        self._book.session.call(f"Range.{member}", trips)

    def _coords(self) -> Area:
        if not self._measured:
            self._call("coords", 7)
            self._measured = True
        return self._area

    @property
    def api(self) -> NoApi:
        if not self._fetched:
            self._call("api", 0)
        return NoApi()

    @property
    def sheet(self) -> Any:
        from tests.live.engine.objects import Sheet

        self._coords()
        return Sheet(self._book, self._sheet)

    @property
    def row(self) -> int:
        return self._coords().row1

    @property
    def column(self) -> int:
        return self._coords().col1

    @property
    def shape(self) -> tuple[int, int]:
        found = self._coords()
        return found.row2 - found.row1 + 1, found.col2 - found.col1 + 1

    @property
    def address(self) -> str:
        self._call("address")
        return self._area.absolute

    def __len__(self) -> int:
        self._call("count")
        return self._size

    @property
    def _rows(self) -> range:
        return range(self._area.row1, self._area.row2 + 1)

    @property
    def _size(self) -> int:
        return len(self._rows) * (self._area.col2 - self._area.col1 + 1)

    def __call__(self, row: int, col: int | None = None) -> Range:
        self._call("item")
        if col is None:
            width = self._area.col2 - self._area.col1 + 1
            row, col = (row - 1) // width + 1, (row - 1) % width + 1
        row, col = self._area.row1 + row - 1, self._area.col1 + col - 1
        return Range(self._book, self._sheet, Area(row, col, row, col))

    def _grid(self) -> Iterator[list[Cell]]:
        if self._size > _TOO_MANY:
            raise NotInEngine(f"reading or writing {self._size} cells at once")
        cols = range(self._area.col1, self._area.col2 + 1)
        for row in self._rows:
            line = self._sheet.rows.get(row)
            yield [line.get(col, _EMPTY) for col in cols] if line else [_EMPTY] * len(cols)

    def _shown(self, lines: list[list[object]]) -> Any:
        """As the system packs a block: Windows rows of tuples, a Mac lists and a single row flat."""
        if self._size == 1:
            return lines[0][0]
        if self._book.session.mac:
            return lines[0] if len(lines) == 1 else lines
        return tuple(map(tuple, lines))

    @property
    def raw_value(self) -> Any:
        self._call("raw_value")
        if self._book.session.mac and self.options.get("err_to_str") and len(self._rows) > 1:
            # What xlwings' Mac engine does today with err_to_str and more than one row.
            raise TypeError("'NoneType' object is not iterable")
        grid = list(self._grid())
        self._book.values_needed(grid)
        out = self._out
        # Most cells are blank or hold a text, which are handed out as they are.
        return self._shown(
            [
                [v if (v := cell.value) is None or type(v) is str else out(cell) for cell in line]
                for line in grid
            ]
        )

    @raw_value.setter
    def raw_value(self, data: object) -> None:
        self._call("raw_value=")
        self._write(data)

    def _out(self, cell: Cell) -> object:
        value, styles, mac = cell.value, self._book.model.styles, self._book.session.mac
        if type(value) is float:
            if styles.is_date(cell.style) and 0 <= value < _LAST_DAY:
                moment = EPOCH + dt.timedelta(milliseconds=round(value * 86_400_000))
                return moment if mac else moment.replace(tzinfo=dt.UTC)
            return Decimal(f"{value:.4f}") if not mac and styles.is_money(cell.style) else value
        if isinstance(value, Fault):
            return self._mac_error(value) if mac else CELL_ERRORS.get(value, value)
        return value

    def _mac_error(self, fault: Fault) -> str | None:
        return str(fault) if self.options.get("err_to_str") else None

    @property
    def formula(self) -> Any:
        self._call("formula")
        corner = self._area
        lines: list[list[object]] = [
            [
                "" if cell is _EMPTY else self._formula_text(cell, row, col)
                for col, cell in enumerate(line, corner.col1)
            ]
            for row, line in enumerate(self._grid(), corner.row1)
        ]
        return self._shown(lines)

    @formula.setter
    def formula(self, data: object) -> None:
        self._call("formula=")
        self._write(data)

    def _formula_text(self, cell: Cell, row: int, col: int) -> str:
        if cell.formula is None:
            return formula_text(cell.value)
        place = writing.table_shape(self._sheet, row, col) if "[" in cell.formula else None
        return f"={shortened(cell.formula, place, long=self._book.session.long_references)}"

    @property
    def number_format(self) -> str | None:
        self._call("number_format")
        codes = {self._book.model.styles.code(style) for style in self._styles()}
        return codes.pop() if len(codes) == 1 else None

    @number_format.setter
    def number_format(self, code: str) -> None:
        self._call("number_format=")
        self._book.guard(self._sheet, self._styles())
        for row in self._rows:
            for col in range(self._area.col1, self._area.col2 + 1):
                cell = self._sheet.cell(row, col)
                cell.style = self._book.model.styles.with_code(cell.style, code)
        self._sheet.xml = None

    @property
    def color(self) -> tuple[int, int, int] | None:
        """The fill; one that differs from cell to cell reads black, as Excel has it."""
        self._call("color", 2)
        fills = {self._book.model.styles.fill(style) for style in self._styles()}
        return fills.pop() if len(fills) == 1 else (0, 0, 0)

    @property
    def merge_cells(self) -> bool | None:
        """Whether the cells are merged; None where some are."""
        self._call("merge_cells")
        merged = [
            part
            for item in self._sheet.elements("mergeCell")
            if (part := area(item.get("ref")).cut(self._area))
        ]
        return (merged == [self._area] or None) if merged else False

    @property
    def note(self) -> object | None:
        self._call("note")
        return self._sheet.notes.get(self._area.row1, {}).get(self._area.col1)

    def _styles(self) -> set[int]:
        used = self._sheet.used()
        cols = range(self._area.col1, min(self._area.col2, used.col2 + 1) + 1)
        area_rows = range(self._area.row1, min(self._area.row2, used.row2 + 1) + 1)
        return {self._sheet.style_at(row, col) for row in area_rows for col in cols} or {0}

    @property
    def row_height(self) -> float | None:
        self._call("row_height")
        heights = {self._sheet.height(row) for row in self._rows}
        return heights.pop() if len(heights) == 1 else None

    @row_height.setter
    def row_height(self, points: float) -> None:
        self._call("row_height=")
        self._book.guard(self._sheet, None)
        if not 0 <= points <= 409.5:
            raise self._refused("Unable to set the RowHeight property of the Range class")
        for row in self._rows:
            self._sheet.row_formats.setdefault(row, {}).update(ht=f"{points:g}", customHeight="1")
        self._sheet.xml = None

    def _write(self, data: object) -> None:
        if self._size > _TOO_MANY:
            raise NotInEngine(f"writing {self._size} cells at once")
        try:
            writing.write(self._book, self._sheet, self._area, data)
        except BadFormula as problem:
            raise self._refused(str(problem)) from problem

    def _known(self, word: object, member: str, name: str) -> None:
        """A Mac takes only the words that its engine's source writes down."""
        if self._book.session.mac:
            mac.check(word, mac.words("Range", member, name))

    def _refused(self, why: str) -> Exception:
        return self._book.session.error(refused(why))

    def clear_contents(self) -> None:
        self._call("clear_contents")
        for table in self._sheet.tables:
            header = table.area.cut(self._area)
            if header and header.row1 == table.area.row1:
                raise NotInEngine("clearing the header of a table")
        self._book.guard(self._sheet, self._styles())
        for row in self._rows:
            for col, cell in self._sheet.rows.get(row, {}).items():
                if self._area.col1 <= col <= self._area.col2:
                    cell.value = cell.formula = None
        self._book.changed(self._sheet)

    def clear(self) -> None:
        if self._sideways():
            self._clear_cells()
            return
        first, count = self._whole_rows("clear")
        self._call("clear")
        self._book.guard(self._sheet, None)
        if any(table.area.row1 < first + count and first <= table.area.row2 for table in self._sheet.tables):
            raise NotInEngine("clearing rows of a table")
        rows.clear(self._book.model, self._sheet, first, first + count - 1)
        self._book.pending = True

    def _clear_cells(self) -> None:
        """Cells without content and look, outside tables."""
        self._call("clear")
        self._book.guard(self._sheet, None)
        if any(table.area.cut(self._area) for table in self._sheet.tables):
            raise NotInEngine("clearing cells of a table")
        for row in self._rows:
            cells = self._sheet.rows.get(row, {})
            for col in [col for col in cells if self._area.col1 <= col <= self._area.col2]:
                del cells[col]
        self._book.pending = True

    def autofit(self, axis: str | None = None) -> None:
        if axis not in {"r", "rows"}:
            raise NotInEngine("Range.autofit of columns")
        self._call("autofit", 2)
        self._book.session.autofitted.append((self._sheet.name, self._area.text))

    # Whole rows

    def _whole_rows(self, member: str) -> tuple[int, int]:
        if (self._area.col1, self._area.col2) != (1, MAX_COL):
            raise NotInEngine(f"Range.{member} of anything but entire rows")
        for table in self._sheet.tables:
            if table.filtered and table.area.cut(self._area):
                raise NotInEngine(f"Range.{member} in a filtered table: Excel takes the visible rows only")
        return self._area.row1, self._area.row2 - self._area.row1 + 1

    def _sideways(self) -> bool:
        return (self._area.col1, self._area.col2) != (1, MAX_COL)

    def insert(self, shift: str | None = None, copy_origin: str = "format_from_left_or_above") -> None:
        if shift == "right" and self._sideways():
            self._call("insert")
            self._book.guard(self._sheet, None)
            columns.insert(self._book.model, self._sheet, self._area)
            self._book.pending = True
            return
        self._known(shift, "insert", "shifts")
        first, count = self._whole_rows("insert")
        above = {"format_from_left_or_above": True, "format_from_right_or_below": False}[copy_origin]
        above = above or self._book.session.mac  # the Mac engine passes no copy_origin on
        if shift not in {"down", None}:
            raise NotInEngine(f"Range.insert(shift={shift!r})")
        self._call("insert")
        self._book.guard(self._sheet, None)
        rows.insert(self._book.model, self._sheet, first, count, from_above=above)
        self._book.pending = True

    def delete(self, shift: str | None = None) -> None:
        if shift == "left" and self._sideways():
            self._call("delete")
            self._book.guard(self._sheet, None)
            columns.delete(self._book.model, self._sheet, self._area)
            self._book.pending = True
            return
        self._known(shift, "delete", "shifts")
        first, count = self._whole_rows("delete")
        if shift not in {"up", None}:
            raise NotInEngine(f"Range.delete(shift={shift!r})")
        self._call("delete")
        self._book.guard(self._sheet, None)
        rows.delete(self._book.model, self._sheet, first, count)
        self._book.pending = True

    def _copy_cell(self, target: Range) -> None:
        if self._size != 1:
            raise NotInEngine("copying several cells that are not entire rows")
        for table in target._sheet.tables:
            if table.filtered and table.area.cut(target._area):
                raise NotInEngine("copying into a filtered table: Excel fills the visible rows only")
        target._call("api", 0)
        self._call("copy")
        target._book.guard(target._sheet, None)
        source = (self._book.model, self._sheet, self._area.row1, self._area.col1)
        columns.copy_cell(source, target._book.model, target._sheet, target._area)
        target._book.pending = True

    @property
    def column_width(self) -> float | None:
        self._call("column_width")
        widths = self._sheet.widths()
        cols = range(self._area.col1, self._area.col2 + 1)
        found = {float(widths.get(col, {}).get("width", "8.43")) for col in cols}
        return found.pop() if len(found) == 1 else None

    @column_width.setter
    def column_width(self, characters: float) -> None:
        self._call("column_width=")
        self._book.guard(self._sheet, None)
        widths = self._sheet.widths()
        for col in range(self._area.col1, self._area.col2 + 1):
            widths[col] = {**widths.get(col, {}), "width": f"{characters:g}", "customWidth": "1"}
        self._sheet.set_widths(widths)
        self._sheet.xml = None

    def copy(self, destination: Any = None) -> None:
        if destination is not None and self._sideways():
            self._copy_cell(destination.impl)
            return
        first, count = self._whole_rows("copy")
        if destination is None:
            self._call("copy")
            self._book.session.clipboard = (self._sheet, first, count)
            return
        target: Range = destination.impl
        at, _ = target._whole_rows("copy to a destination")
        target._call("api", 0)
        self._call("copy")
        target._book.guard(target._sheet, None)
        if target._book is not self._book:
            last, book = first + count - 1, target._book
            transfer.copy_rows(self._book.model, self._sheet, first, last, book.model, target._sheet, at)
            book.pending = True
            return
        rows.copy(self._book.model, self._sheet, first, first + count - 1, target._sheet, at)
        self._book.pending = True

    def paste(
        self,
        paste: str | None = None,
        operation: object = None,
        skip_blanks: bool = False,
        transpose: bool = False,
    ) -> None:
        self._known(paste, "paste", "pastes")
        self._known(operation, "paste", "operations")
        at, height = self._whole_rows("paste")
        kept = self._book.session.clipboard
        if kept is None or operation or skip_blanks or transpose:
            raise NotInEngine("Range.paste of this kind")
        source, first, count = kept
        self._call("paste")
        self._book.guard(self._sheet, None)
        times = height // count if paste == "validation" else 1
        for row in range(at, at + times * count, count):
            rows.paste(self._book.model, (source, first, first + count - 1), self._sheet, row, str(paste))
        self._book.pending = True
