"""One open workbook: reads as it was saved, collects changes, writes them all at once."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from salesplan_xl.book.xlsx import heights, saving, shared
from salesplan_xl.book.xlsx.compose import Composer
from salesplan_xl.book.xlsx.container import MAX_FILE, Container
from salesplan_xl.book.xlsx.edits import Edits
from salesplan_xl.book.xlsx.layout import Layout
from salesplan_xl.book.xlsx.macros import has_macros
from salesplan_xl.book.xlsx.model import (
    HIDDEN,
    MAX_COL,
    MAX_ROW,
    VERY_HIDDEN,
    VISIBLE,
    BlockColumn,
    Cached,
    CellAddress,
    CellContent,
    CellValue,
    Formula,
    Piece,
    SheetInfo,
    TableInfo,
)
from salesplan_xl.book.xlsx.reading import Reader
from salesplan_xl.book.xlsx.refs import letters
from salesplan_xl.book.xlsx.resize import IN_PLACE, Reorder, Resizer
from salesplan_xl.book.xlsx.row_format import PLAIN, RowFormat, row_formats_of
from salesplan_xl.book.xlsx.row_marks import RowMarks
from salesplan_xl.book.xlsx.sheetxml import SheetXml
from salesplan_xl.book.xlsx.structure import Structure
from salesplan_xl.book.xlsx.values import plain
from salesplan_xl.errors import WorkbookError


class XlsxFile:
    """A workbook held in memory; nothing on disk changes before ``save``.

    Reads give the cells as saved. Writes are collected: first all table changes, then cells and blocks, whose
    coordinates are those after all table changes. ``to_bytes`` can be called again at any time.
    """

    def __init__(self, data: bytes, file: str, origins: tuple[saving.Origin, ...] = ()) -> None:
        self.origins, self.settled = origins, False  # whether all formulas show their right values
        self._container = Container(data, file)
        self._structure = Structure(self._container)
        self._reader = Reader(self._structure)
        self._resizer = Resizer(
            {name: table.info for name, table in self._structure.tables.items()}, self._layout
        )
        self._by_name = {sheet.info.name: sheet for sheet in self._structure.sheets}
        self._places = {name: at for at, name in enumerate(self._by_name)}
        self._spelt = {name.casefold(): name for name in self._by_name}
        self._loaded: dict[str, SheetXml] = {}
        self._rows: dict[str, list[list[object]]] = {}
        self._layouts: dict[str, Layout] = {}
        self._edits: dict[str, Edits] = {}
        self._states: dict[str, str] = {}
        self._row_formats: dict[str, dict[int, RowFormat | None]] = {}

    @classmethod
    def open(cls, path: str | os.PathLike[str]) -> XlsxFile:
        """Check a file and hold its bytes; later reads do not touch the disk.

        Args:
            path: an .xlsx or .xlsm file.

        Raises:
            WorkbookError: SP-301 not a workbook; SP-302 encrypted; SP-303 damaged; SP-304 unsafe;
                SP-305 locked; SP-306 no permission; SP-307 too large; SP-308 unreadable; SP-309 not found.
        """
        data = saving.load_bytes(path, MAX_FILE)
        return cls(data, Path(path).name, (saving.Origin.of(path, data),))

    @classmethod
    def from_bytes(
        cls, data: bytes, file: str = "book.xlsx", origins: tuple[saving.Origin, ...] = ()
    ) -> XlsxFile:
        """The same for a file already in memory; a save must find unchanged what it was made from (``origins``)."""
        return cls(data, file, origins)

    @property
    def has_macros(self) -> bool:
        """True for a file with macros: such a one bears another ending."""
        return has_macros(self._structure)

    @property
    def sheets(self) -> tuple[SheetInfo, ...]:
        """All sheets in their order, with the states asked for."""
        infos = (sheet.info for sheet in self._structure.sheets)
        return tuple(info.with_state(self._states.get(info.name)) for info in infos)

    @property
    def tables(self) -> Mapping[str, TableInfo]:
        """All tables by name, where they stand after the table changes so far."""
        return MappingProxyType(self._resizer.tables)

    @property
    def names(self) -> Mapping[str, CellAddress]:
        """Single-cell names of the whole workbook, where they stand after the table changes so far."""
        return MappingProxyType({name: self._moved(a) for name, a in self._structure.names.items()})

    def _moved(self, address: CellAddress) -> CellAddress:
        layout = self._layouts.get(address.sheet)
        row = layout.new_row(address.row) if layout else None
        return CellAddress(address.sheet, row, address.col) if row else address

    @property
    def changed(self) -> bool:
        """Whether anything is to be written."""
        moved = any(layout.changed for layout in self._layouts.values())
        return moved or bool(self._edits) or bool(self._states) or bool(self._row_formats)

    def rows(self, sheet: str) -> list[list[object]]:
        """All cells of a sheet from A1, as saved, before any edits.

        Args:
            sheet: name; an unknown one raises KeyError.

        Returns:
            Dense rows; blanks are ``""``, numbers float or int, dates date or datetime, errors their text.
            The list is shared: do not change it. Sheets with absurd extents are read around tables and
            names only.

        Raises:
            WorkbookError: SP-303 damaged; SP-304 unsafe.
        """
        if sheet not in self._rows:
            is_page = self._by_name[sheet].kind == "worksheet"
            self._rows[sheet] = (
                self._reader.rows(self._places[sheet], lambda: self.get(sheet)) if is_page else []
            )
        return self._rows[sheet]

    def prefetch(self, sheets: Iterable[str]) -> None:
        """Begin to read these sheets in the background; ``rows`` then waits for them only."""
        pages = (name for name in sheets if self._by_name[name].kind == "worksheet")
        self._reader.prefetch([self._places[name] for name in pages if name not in self._rows])

    def release(self, sheets: Iterable[str]) -> None:
        """Let go of the cells of these sheets; whoever asks again waits for them anew."""
        for sheet in sheets:
            self._rows.pop(sheet, None)

    def formulas(
        self, sheet: str, first_row: int, last_row: int, first_col: int, last_col: int
    ) -> dict[tuple[int, int], str]:
        """Formula texts (no ``=``) of the formula cells in a rectangle, as saved; shared ones written out.

        An array formula is ``{=text}``, in its first cell only; a cell of a data table has no text.

        Raises:
            WorkbookError: SP-303 damaged; SP-304 unsafe.
        """
        return shared.expanded_texts(self.get(sheet), first_row, last_row, first_col, last_col)

    def formula_texts(self, sheet: str) -> Counter[str]:
        """The number of times that each formula stands on a sheet, errors as for ``formulas``."""
        return (
            Counter()
            if self._reader.is_formula_free(self._places[sheet])
            else shared.formula_texts(self.get(sheet))
        )

    def formula_cells(self, sheet: str) -> Iterable[tuple[int, int]]:
        """Row and column of every formula cell of a sheet, as saved; errors as for ``formulas``."""
        cells = self._reader.formula_cells(self._places[sheet])
        return self.formulas(sheet, 1, MAX_ROW, 1, MAX_COL) if cells is None else cells

    def resize_table(
        self,
        table: str,
        keep: Sequence[int],
        added: int,
        restored: Mapping[int, RowFormat] = MappingProxyType({}),
        reorder: Reorder = IN_PLACE,
    ) -> None:
        """New body: the kept rows of the present one, then blank rows formatted like the first.

        Args:
            table: name; an unknown one raises KeyError.
            keep: 0-based rows of the present body, strictly increasing.
            added: number of blank rows after them; one is added when nothing else is left.
            restored: blank rows with row formats of their own, put between the others so that they stand at these
                0-based rows of the new body.
            reorder: another order of the kept and blank rows, and the rows that join or leave the table.

        Raises:
            WorkbookError: SP-303 damaged sheet; SP-307 the sheet has not enough rows.
        """
        info = self._resizer.tables[table]
        self.get(info.sheet)
        last = self._resizer.resize(table, keep, added, sorted(restored.items()), reorder)
        if last > MAX_ROW:
            raise WorkbookError("SP-307", file=self._container.file, limit=f"{MAX_ROW} rows")

    def insert_rows(self, sheet: str, after: int, formats: Sequence[RowFormat]) -> None:
        """Blank rows with row formats of their own, below a row as the sheet stands after the changes so far.

        Raises:
            WorkbookError: SP-303 damaged sheet.
        """
        self.get(sheet)
        self._resizer.insert(sheet, after, formats)

    def delete_rows(self, sheet: str, first: int, last: int) -> None:
        """Whole rows of a sheet go, as it stands after the changes so far; no table may lose a part of its rows.

        Raises:
            WorkbookError: SP-303 damaged sheet.
        """
        self.get(sheet)
        self._resizer.delete(sheet, first, last)

    def row_formats(self, sheet: str, rows: Iterable[int]) -> list[RowFormat]:
        """Row formats of a sheet, where they stand after the table changes so far.

        Raises:
            WorkbookError: SP-303 damaged sheet.
        """
        wanted, put, layout = list(rows), self._row_formats.get(sheet, {}), self._layouts.get(sheet)
        olds = {row: layout.old_row(row) if layout else row for row in wanted if row not in put}
        saved = row_formats_of(self.get(sheet), [old for old in olds.values() if old])
        return [(put[row] if row in put else saved.get(olds[row] or 0)) or PLAIN for row in wanted]

    def row_marks(self, table: str) -> RowMarks:
        """Comments and row formats on a table's body rows as saved, and whether these are bound together."""
        info, others = self._resizer.saved[table], self._resizer.saved.values()
        return RowMarks(self._structure, self._by_name[info.sheet], self.get, info, others)

    def set_row_formats(self, sheet: str, row_formats: Mapping[int, RowFormat | None]) -> None:
        """Replace rows of a sheet that holds nothing but row formats; ``None`` drops a row, the others stay in place.

        Raises:
            WorkbookError: SP-303 damaged sheet; SP-312 outside the sheet.
        """
        self.get(sheet)
        for row in row_formats:
            self._check_place(sheet, row, 1)
        if row_formats:
            self._row_formats.setdefault(sheet, {}).update(row_formats)

    def set_cells(self, sheet: str, cells: Mapping[tuple[int, int], CellContent]) -> None:
        """Write single cells; each keeps its style.

        Args:
            sheet: name; an unknown one raises KeyError.
            cells: by (row, column) after all table changes. None clears the content; ``Cached`` refreshes the
                value of a formula and leaves the formula.

        Raises:
            WorkbookError: SP-303 damaged sheet; SP-312 outside the sheet.
        """
        self.get(sheet)
        for row, col in cells:
            self._check_place(sheet, row, col)
        if cells:
            self._edits.setdefault(sheet, Edits()).set_cells(cells)

    def set_block(self, sheet: str, top: int, left: int, columns: Sequence[BlockColumn]) -> None:
        """Write a dense block column by column; cells keep their styles, other columns stay.

        Args:
            sheet: name; an unknown one raises KeyError.
            top, left: first cell, after all table changes.
            columns: of equal length; a FormulaColumn is one formula on every row.

        Raises:
            WorkbookError: SP-303 damaged sheet; SP-312 outside the sheet.
        """
        self.get(sheet)
        edits = self._edits.get(sheet, Edits())
        edits.set_block(top, left, columns)
        if edits.blocks:
            self._edits[sheet] = edits
            self._check_place(sheet, top, left)
            self._check_place(sheet, edits.blocks[-1].bottom, left + len(columns) - 1)

    def fit_rows(self, table: str, rows: Sequence[int]) -> None:
        """Give rows of a table the height that their wrapped texts need; heights the user fixed stay.

        Args:
            table: name; an unknown one raises KeyError.
            rows: sheet rows after all table changes and writes. Nothing is done for a table of more than
                ``heights.MAX_ROWS`` rows.

        Raises:
            WorkbookError: SP-303 damaged sheet.
        """
        info, saved = self._resizer.tables[table], self._resizer.saved[table]
        if info.last_row - info.first_row >= heights.MAX_ROWS:
            return
        widths = heights.wrapped_columns(self.get(info.sheet), saved.first_row, self._wrapping_styles)
        if widths and rows:
            points = self._edits.setdefault(info.sheet, Edits()).heights
            for row in rows:
                texts = {col: self.cell_value(info.sheet, row, col) for col in widths}
                points[row] = heights.row_points(texts, widths)

    @cached_property
    def _wrapping_styles(self) -> frozenset[str]:
        parts = [relation.part for relation in self._structure.relations if relation.kind == "styles"]
        return heights.wrapping_styles(self._structure.text(parts[0])) if parts else frozenset()

    def _check_place(self, sheet: str, row: int, col: int) -> None:
        if not (1 <= row <= MAX_ROW and 1 <= col <= MAX_COL):
            cell = f"{letters(col) if 1 <= col <= MAX_COL else col}{row}"
            raise WorkbookError("SP-312", sheet=sheet, cell=cell, reason="outside the sheet")

    def set_sheet_state(self, sheet: str, state: str) -> None:
        """Show or hide a sheet.

        Args:
            sheet: name; an unknown one raises KeyError.
            state: visible, hidden or veryHidden; one sheet must stay visible (ValueError).
        """
        if state not in (VISIBLE, HIDDEN, VERY_HIDDEN):
            raise ValueError(state)
        states = {info.name: info.state for info in self.sheets} | {self._by_name[sheet].info.name: state}
        if VISIBLE not in states.values():
            raise ValueError("one sheet must stay visible")
        if self._by_name[sheet].info.state == state:
            self._states.pop(sheet, None)
        else:
            self._states[sheet] = state

    def cell_value(self, sheet: str, row: int, col: int) -> CellValue:
        """The value of a cell after all edits: the one written, else the one saved; None when blank."""
        written, content = self._edits[sheet].find(row, col) if sheet in self._edits else (False, None)
        if written:
            return plain(content.value if isinstance(content, (Formula, Cached)) else content)
        layout = self._layouts.get(sheet)
        old = layout.old_row(row) if layout else row
        rows = self.rows(sheet)
        if old is None or old > len(rows) or col > len(rows[old - 1]):
            return None
        value = rows[old - 1][col - 1]
        return None if value == "" else plain(value)

    def to_bytes(self) -> bytes:
        """The file with all edits.

        Returns:
            The bytes as opened when nothing changed; unchanged parts keep their compressed bytes in any case.

        Raises:
            WorkbookError: SP-303 a damaged part; SP-304 unsafe; SP-312 an impossible value; SP-313 half an array.
        """
        return b"".join(self._pieces())

    def _pieces(self) -> Sequence[Piece]:
        if not self.changed:
            return [self._container.data]
        parts, drop = Composer(
            self._structure, self, self._layouts, self._edits, self._states, self._row_formats, self._chart_value
        ).compose(settled=self.settled)  # fmt: skip
        return self._container.repacked(parts, drop)

    def save(self, path: str | os.PathLike[str], backup: bool = True) -> None:
        """Write the file so that a crash leaves either the old or the new one.

        Args:
            path: target, may be the file it was opened from.
            backup: keep the previous file beside it, see ``backups``.

        Raises:
            WorkbookError: as ``to_bytes`` and ``saving.save_pieces``.
        """
        saving.save_pieces(self._pieces(), path, backup, self.origins)

    def get(self, name: str) -> SheetXml:
        """One worksheet part, cut into rows (for the parts of this room)."""
        if name not in self._loaded:
            part = self._by_name[name].part
            self._loaded[name] = SheetXml(self._structure.text(part), self._container.file, part)
        return self._loaded[name]

    def last_row(self, name: str) -> int:
        """Last used row of a sheet after all edits."""
        layout, edits = self._layouts.get(name), self._edits.get(name)
        old = len(self.rows(name))
        moved = layout.last_until(old) if layout and old else old
        return max(moved, edits.extent[0] if edits else 0)

    def _chart_value(self, sheet: str, row: int, col: int) -> CellValue:
        """Charts spell sheet names in any case, and may name sheets that are gone."""
        spelt = self._spelt.get(sheet.casefold())
        return self.cell_value(spelt, row, col) if spelt else None

    def _layout(self, sheet: str) -> Layout:
        return self._layouts.setdefault(sheet, Layout())
