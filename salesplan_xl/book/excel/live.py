"""The port over a workbook that is open in Excel, through public xlwings only.

Every sheet is read as one block the first time something on it is asked for; everything is written in
rectangles. Nothing here needs the book's path: it may be unsaved, local or in the cloud.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from typing import Any, Self

from salesplan_xl.book.excel.errors import translated_errors
from salesplan_xl.book.excel.growth import LiveGrowth
from salesplan_xl.book.excel.index import Index, find_places
from salesplan_xl.book.excel.row_marks import commented_rows, row_formats
from salesplan_xl.book.excel.rows import RowChanges
from salesplan_xl.book.excel.values import Content, FormulaText, is_formula, read_values, rectangle
from salesplan_xl.book.excel.writing import Box, write_cells
from salesplan_xl.book.port import Growth, NamedCell, Removal, RowFormats, TablePlace, TableWrite, Writes
from salesplan_xl.errors import HostError
from salesplan_xl.schema.layout import column_number
from salesplan_xl.schema.workbook import grids

Cells = dict[tuple[int, int], Content]


class LivePort:
    """A plan book that is open in Excel.

    Args:
        book: an ``xlwings.Book``; the caller decides which (the active one).

    Raises:
        HostError: SP-401 … SP-404, see ``live_errors``.
    """

    recalculates = True
    keeps_undo = True
    grows = True
    _listed: tuple[str, ...]

    def __init__(self, book: Any) -> None:
        self._book = book
        with translated_errors(""):
            self._title = str(book.name)
        self._forget()

    @property
    def title(self) -> str:
        """The book's name as Excel shows it."""
        return self._title

    def tables(self) -> Mapping[str, TablePlace]:
        """All tables by ListObject name."""
        return self._places.tables

    def names(self) -> Mapping[str, NamedCell]:
        """Single-cell defined names."""
        return self._places.names

    def prefetch(self, tables: Sequence[str]) -> None:
        """Nothing to do: sheets are read when they are asked for."""

    def body(self, table: str) -> list[list[object]]:
        """A table's body values, every column."""
        place = self._places.tables[table]
        return self.block(place.sheet, place.first_row, place.first_col, place.rows, len(place.columns))

    def comments(self, table: str) -> frozenset[int]:
        """Body rows of a table with a comment; only those up to the column right of the table are looked at."""
        place = self._places.tables[table]
        with translated_errors(self.title, place.sheet):
            return commented_rows(self._sheet(place.sheet), place)

    def row_formats(self, table: str) -> RowFormats:
        """Formats of a table's body rows; see ``row_formats``."""
        place = self._places.tables[table]
        beside = (
            other.header_row <= place.last_row and other.last_row >= place.first_row
            for other in self._places.tables.values()
            if other.sheet == place.sheet and other.name != table
        )  # fmt: skip
        if any(beside) or table in self._places.with_totals:
            return RowFormats(bound=True)
        with translated_errors(self.title, place.sheet):
            return row_formats(self._sheet(place.sheet), place)

    def formula_cells(self, table: str) -> set[tuple[int, int]]:
        """The body cells of a table that hold formulas: (0-based row, 0-based column)."""
        place = self._places.tables[table]
        return set(
            self.formulas(place.sheet, place.first_row, place.first_col, place.rows, len(place.columns))
        )

    def formulas(self, sheet: str, row: int, col: int, rows: int, cols: int) -> dict[tuple[int, int], str]:
        """Formulas of a rectangle: text with ``=`` by 0-based (row, column) offset."""
        box = Box(row, col, row + rows - 1, col + cols - 1)
        values = self.block(sheet, row, col, rows, cols)
        return {
            (r, c): str(text)
            for r, line in enumerate(self._formula_texts(sheet, box))
            for c, text in enumerate(line)
            if is_formula(text, values[r][c])
        }

    def block(self, sheet: str, row: int, col: int, rows: int, cols: int) -> list[list[object]]:
        """The values of a rectangle; blank cells are ``None``."""
        if (sheet, row, col) in self._places.values and rows == cols == 1:
            return [[self._places.values[sheet, row, col]]]
        box = Box(row, col, row + rows - 1, col + cols - 1)
        area = self._area(sheet)
        if area is None or not _inside(box, area):
            return self._read(sheet, box)
        values = self._read_area(sheet, area)
        top, left = row - area.top, col - area.left
        return [line[left : left + cols] for line in values[top : top + rows]]

    def width(self, sheet: str) -> int:
        """The last used column of a sheet."""
        return column_number(self._last_cell(sheet).replace("$", "").rstrip("0123456789"))

    def height(self, sheet: str) -> int:
        """The last used row of a sheet."""
        return int(self._last_cell(sheet).rpartition("$")[2])

    def hidden_sheets(self) -> Container[str]:
        """Names of sheets that are hidden, each asked for when needed."""
        return _Hidden(self)

    def apply(self, writes: Writes) -> None:
        """Make all changes: rows first, because they move what stands below, then contents.

        Raises:
            HostError: SP-402, SP-403, SP-406 before anything has changed; SP-405 afterwards.
        """
        touched = _touched(writes, self._places)
        for name in touched:
            self._refuse_changed(name)
        for name in touched:
            self._probe(name)
        try:
            self._change(writes)
        except HostError as error:
            raise HostError("SP-405", file=self.title, sheet=error.values.get("sheet", "")) from error
        finally:
            self._forget()

    def _change(self, writes: Writes) -> None:
        moved = RowChanges(self._sheet, self._places, self.title)
        moved.make(writes)
        for name, cells in _contents(writes, moved.tables).items():
            with translated_errors(self.title, name):
                self._put(self._sheet(name), cells)
        for name, visible in [
            *((name, True) for name in writes.show),
            *((name, False) for name in writes.hide),
        ]:
            with translated_errors(self.title, name):
                self._sheet(name).visible = visible

    def _put(self, sheet: Any, cells: Cells) -> None:
        write_cells(sheet, cells)

    def refreshed(self) -> Self:
        """The same book, read anew."""
        return type(self)(self._book)

    def sheet_names(self) -> tuple[str, ...]:
        """All sheets in their order."""
        if not self._listed:
            with translated_errors(self.title):
                self._listed = tuple(str(page.name) for page in self._book.sheets)
        return self._listed

    def grow(self, growth: Growth, template: bytes) -> Self:
        """The book with what a freshly built one has more.

        Raises:
            HostError: SP-402, SP-404 before anything has changed; SP-405 afterwards.
        """
        for name in _growing(growth, self._places):
            self._probe(name)
        return self._remade(lambda work: work.make(growth, template))

    def shrink(self, removal: Removal) -> Self:
        """The book without parts that it once got.

        Raises:
            HostError: SP-405 Excel stopped in between.
        """
        return self._remade(lambda work: work.unmake(removal))

    def _remade(self, work: Callable[[LiveGrowth], None]) -> Self:
        try:
            work(LiveGrowth(self._book, self._places, self.title))
        except HostError as error:
            raise HostError("SP-405", file=self.title, sheet=error.values.get("sheet", "")) from error
        finally:
            self._forget()
        return self.refreshed()

    # ── inside ────────────────────────────────────────────────────────────────────────────────────────

    def _forget(self) -> None:
        self._index: Index | None = None
        self._pages: Any = None
        self._sheets: dict[str, Any] = {}
        self._listed = ()
        self._values: dict[str, list[list[object]]] = {}
        self._texts: dict[tuple[str, Box], list[list[object]]] = {}
        self._ends: dict[str, str] = {}

    def _last_cell(self, sheet: str) -> str:
        if sheet not in self._ends:
            with translated_errors(self.title):
                # The address is one question to Excel; column and shape would be seven.
                self._ends[sheet] = str(self._sheet(sheet).used_range.address).rpartition(":")[2]
        return self._ends[sheet]

    @property
    def _places(self) -> Index:
        if self._index is None:
            with translated_errors(self.title):
                self._index = find_places(self._book)
        return self._index

    def _sheet(self, name: str) -> Any:
        if name not in self._sheets:
            with translated_errors(self.title):
                if self._pages is None:
                    self._pages = self._book.sheets
                self._sheets[name] = self._pages[name]
        return self._sheets[name]

    def _area(self, sheet: str) -> Box | None:
        """The smallest rectangle around everything declared on a sheet."""
        boxes = list(_blocks(self._places, sheet))
        if not boxes:
            return None
        return Box(
            min(box.top for box in boxes),
            min(box.left for box in boxes),
            max(box.bottom for box in boxes),
            max(box.right for box in boxes),
        )

    def _read_area(self, sheet: str, area: Box) -> list[list[object]]:
        if sheet not in self._values:
            self._values[sheet] = self._read(sheet, area)
        return self._values[sheet]

    def _read(self, sheet: str, box: Box) -> list[list[object]]:
        with translated_errors(self.title):
            return read_values(self._sheet(sheet).range(box.address))

    def _formula_texts(self, sheet: str, box: Box) -> list[list[object]]:
        if (sheet, box) not in self._texts:
            with translated_errors(self.title):
                self._texts[sheet, box] = rectangle(self._sheet(sheet).range(box.address).formula)
        return self._texts[sheet, box]

    def _refuse_changed(self, sheet: str) -> None:
        """Stop where something else stands than was read: a colleague in the same book may have typed meanwhile."""
        area = self._area(sheet)
        if area and sheet in self._values and self._read(sheet, area) != self._values[sheet]:
            raise HostError("SP-406", file=self.title, sheet=sheet)

    def _probe(self, sheet: str) -> None:
        """Rewrite a heading: a protected sheet refuses that before anything else has changed."""
        area = self._area(sheet)
        heading = self.block(sheet, area.top, area.left, 1, 1)[0][0] if area else None
        if area and isinstance(heading, str) and heading[:1].isalpha():
            with translated_errors(self.title, sheet):
                self._sheet(sheet).range(
                    Box(area.top, area.left, area.top, area.left).address
                ).raw_value = heading


class _Hidden(Container[str]):
    """Asks Excel whether a sheet is hidden only when somebody wants to know."""

    def __init__(self, port: LivePort) -> None:
        self._port = port

    def __contains__(self, sheet: object) -> bool:
        with translated_errors(self._port.title):
            return not self._port._sheet(str(sheet)).visible  # noqa: SLF001 - one adapter in two classes


def _inside(box: Box, area: Box) -> bool:
    return (
        area.top <= box.top
        and area.left <= box.left
        and box.bottom <= area.bottom
        and box.right <= area.right
    )


def _blocks(places: Index, sheet: str) -> Iterator[Box]:
    sizes = {grid.name: (len(grid.rows), len(grid.columns)) for grid in grids().values()}
    for table in places.tables.values():
        if table.sheet == sheet:
            right = table.first_col + len(table.columns) - 1
            yield Box(table.header_row, table.first_col, table.last_row, right)
    for name, spot in places.names.items():
        if spot.sheet == sheet:
            rows, cols = sizes.get(name, (0, 0))
            yield Box(spot.row, spot.col, spot.row + rows, spot.col + cols)


def _touched(writes: Writes, places: Index) -> list[str]:
    tables = [*(write.table for write in writes.tables), *(item.table for item in writes.restore)]
    sheets = [*(places.tables[table].sheet for table in tables), *(cell.sheet for cell in writes.cells)]
    return list(dict.fromkeys(sheets))


def _growing(growth: Growth, places: Index) -> list[str]:
    columns = [places.tables[column.table].sheet for column in growth.columns]
    return list(dict.fromkeys([*columns, *(rows.sheet for rows in growth.rows)]))


def _contents(writes: Writes, tables: Mapping[str, TablePlace]) -> dict[str, Cells]:
    """Every cell to write by sheet, where it stands after the row changes."""
    contents: dict[str, Cells] = {}
    for write in writes.tables:
        place = tables[write.table]
        contents.setdefault(place.sheet, {}).update(_table_cells(write, place))
    for cell in writes.cells:
        if not cell.cached:
            content = cell.value if cell.formula is None else FormulaText(cell.formula)
            contents.setdefault(cell.sheet, {})[cell.row, cell.col] = content
    return {sheet: cells for sheet, cells in contents.items() if cells}


def _table_cells(write: TableWrite, place: TablePlace) -> Cells:
    cells: Cells = {}
    for column in write.columns:
        col = place.first_col + column.index
        for row in column.changed.nonzero()[0].tolist():
            content = column.values[row] if column.formula is None else FormulaText(f"={column.formula}")
            cells[place.first_row + row, col] = content
    return cells | {(place.first_row + cell.row, cell.col): cell.value for cell in write.cells}
