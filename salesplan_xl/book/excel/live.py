"""The port over a workbook that is open in Excel, through public xlwings only.

Every sheet is read as one block the first time something on it is asked for, or all of them together where
that is one call; everything is written in rectangles, see ``Batch``. Nothing here needs the book's path: it may be
unsaved, local or in the cloud.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from typing import Any, Self

from salesplan_xl.book.excel.batch import Batch, Step
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
        app: the Excel in which it is open.
        batch: carries steps out where the book was read before.

    Raises:
        HostError: SP-401 … SP-404, see ``live_errors``.
    """

    recalculates = True
    keeps_undo = True
    grows = True
    extends_tables = True
    _alone = False
    _listed: tuple[str, ...]

    def __init__(self, book: Any, app: Any = None, batch: Batch | None = None) -> None:
        self._book = book
        if batch is None:
            with translated_errors(""):
                app = app or (None if self._alone else book.app)
                batch = Batch(book, str(book.name), app, alone=self._alone)
        self._batch = batch
        self._forget()

    @property
    def title(self) -> str:
        """The book's name as Excel shows it."""
        return self._batch.title

    def tables(self) -> Mapping[str, TablePlace]:
        """All tables by ListObject name."""
        return self._places.tables

    def names(self) -> Mapping[str, NamedCell]:
        """Single-cell defined names."""
        return self._places.names

    def prefetch(self, tables: Sequence[str]) -> None:
        """Nothing to do: sheets are read when they are asked for."""

    def release(self, tables: Sequence[str]) -> None:
        """Nothing to do: cells are not kept."""

    def body(self, table: str) -> list[list[object]]:
        """A table's body values, every column."""
        place = self._places.tables[table]
        return self.block(place.sheet, place.first_row, place.first_col, place.rows, len(place.columns))

    def comments(self, table: str) -> frozenset[int]:
        """Body rows of a table with a comment; only those up to the column right of the table are looked at."""
        place = self._places.tables[table]
        with translated_errors(self.title, place.sheet):
            return commented_rows(self._batch.sheet(place.sheet), place)

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
            return row_formats(self._batch.sheet(place.sheet), place)

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

    def formula_texts(self) -> Mapping[str, Counter[str]]:
        """None: Excel computes every formula itself."""
        return {}

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
        self._refuse_changed(touched)
        self._probe(touched)
        try:
            self._change(writes)
        except HostError as error:
            raise HostError("SP-405", file=self.title, sheet=error.values.get("sheet", "")) from error
        finally:
            self._forget()

    def _change(self, writes: Writes) -> None:
        moved = RowChanges(self._batch, self._places)
        moved.make(writes)
        for name, cells in _contents(writes, moved.tables).items():
            self._put(name, cells)
        self._batch.put(*(Step("show", name) for name in writes.show))
        self._batch.put(*(Step("hide", name) for name in writes.hide))
        self._batch.done()

    def _put(self, sheet: str, cells: Cells) -> None:
        write_cells(self._batch, sheet, cells)

    def bring_to_front(self, sheet: str) -> None:
        """Let the user look at a sheet."""
        self._batch.ask(Step("activate", sheet))

    def refreshed(self) -> Self:
        """The same book, read anew."""
        return type(self)(self._book, batch=self._batch)

    def has_sheet(self, name: str) -> bool:
        """Whether there is a sheet of that name."""
        standing = self._places.sheets.get(name)
        return name in self.sheet_names() if standing is None else standing

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
        self._probe(_growing(growth, self._places))
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
        return type(self)(self._book, self._batch.app)

    # ── inside ────────────────────────────────────────────────────────────────────────────────────────

    def _forget(self) -> None:
        self._batch.forget_places()
        self._index: Index | None = None
        self._listed = ()
        self._values: dict[str, list[list[object]]] = {}
        self._texts: dict[tuple[str, Box], list[list[object]]] = {}
        self._ends: dict[str, str] = {}
        self._shown: dict[str, object] = {}

    def _last_cell(self, sheet: str) -> str:
        if sheet not in self._ends:
            self._ends[sheet] = str(self._batch.ask(Step("used", sheet))[0]).rpartition(":")[2]
        return self._ends[sheet]

    def _visible(self, sheet: str) -> object:
        if sheet not in self._shown:
            self._shown[sheet] = self._batch.ask(Step("visible", sheet))[0]
        return self._shown[sheet]

    @property
    def _places(self) -> Index:
        if self._index is None:
            with translated_errors(self.title):
                self._index = find_places(self._batch)
        return self._index

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
        if sheet not in self._values and self._batch.in_one_call:
            self._read_all()
        if sheet not in self._values:
            self._values[sheet] = self._read(sheet, area)
        return self._values[sheet]

    def _read_all(self) -> None:
        """Everything declared on every sheet, where each ends and whether it is shown, in one call."""
        areas = {sheet: area for sheet in self._places.declared_sheets() if (area := self._area(sheet))}
        steps = [
            step
            for sheet, area in areas.items()
            for step in (Step("value", sheet, area.address), Step("used", sheet), Step("visible", sheet))
        ]
        answers = iter(self._batch.ask(*steps))
        for sheet, values, end, shown in zip(areas, answers, answers, answers, strict=True):
            self._values[sheet] = read_values(values)
            self._ends[sheet], self._shown[sheet] = str(end).rpartition(":")[2], shown

    def _read(self, sheet: str, box: Box) -> list[list[object]]:
        return read_values(self._batch.ask(Step("value", sheet, box.address))[0])

    def _formula_texts(self, sheet: str, box: Box) -> list[list[object]]:
        area = self._area(sheet)
        whole = area if area and _inside(box, area) else box
        if (sheet, whole) not in self._texts:
            self._texts.update(self._texts_of(sheet, whole))
        texts = self._texts[sheet, whole]
        top, left = box.top - whole.top, box.left - whole.left
        width = box.right - box.left + 1
        return [line[left : left + width] for line in texts[top : top + box.bottom - box.top + 1]]

    def _texts_of(self, sheet: str, box: Box) -> dict[tuple[str, Box], list[list[object]]]:
        """Formula texts of a rectangle; those of all sheets that declare formulas come along where that is free."""
        places = {sheet: box}
        if self._batch.in_one_call and box == self._area(sheet):
            places |= {
                name: area for name in self._places.sheets_with_formulas() if (area := self._area(name))
            }
        answers = self._batch.ask(*(Step("formula", name, area.address) for name, area in places.items()))
        return {place: rectangle(texts) for place, texts in zip(places.items(), answers, strict=True)}

    def _refuse_changed(self, sheets: Sequence[str]) -> None:
        """Stop where something else stands than was read: a colleague in the same book may have typed meanwhile."""
        areas = {name: area for name in sheets if name in self._values and (area := self._area(name))}
        answers = self._batch.ask(*(Step("value", name, area.address) for name, area in areas.items()))
        for name, values in zip(areas, answers, strict=True):
            if read_values(values) != self._values[name]:
                raise HostError("SP-406", file=self.title, sheet=name)

    def _probe(self, sheets: Sequence[str]) -> None:
        """Rewrite headings: a protected sheet refuses that before anything else has changed."""
        for sheet in sheets:
            area = self._area(sheet)
            heading = self.block(sheet, area.top, area.left, 1, 1)[0][0] if area else None
            if area and isinstance(heading, str) and heading[:1].isalpha():
                corner = Box(area.top, area.left, area.top, area.left).address
                self._batch.put(Step("write", sheet, corner, rows=((heading,),)))
        self._batch.done()


class _Hidden(Container[str]):
    """Asks Excel whether a sheet is hidden only when somebody wants to know."""

    def __init__(self, port: LivePort) -> None:
        self._port = port

    def __contains__(self, sheet: object) -> bool:
        return not self._port._visible(str(sheet))  # noqa: SLF001 - one adapter in two classes


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
