"""The book in memory: cells by row, and everything else as the file's own XML."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from lxml import etree

from tests.live.engine.references import Area, TableShape, area
from tests.live.engine.styles import MAIN, Styles

Plain = None | bool | float | str


class Fault(str):
    """An error value such as ``#N/A``."""

    __slots__ = ()


@dataclass(slots=True)
class Cell:
    """A cell: what it shows, its formula (without ``=``) and its format."""

    value: Plain = None
    formula: str | None = None
    style: int = 0

    @property
    def blank(self) -> bool:
        """Neither a value nor a formula."""
        return self.value is None and self.formula is None


@dataclass
class Table:
    """A ListObject over its own part."""

    part: str
    root: etree._Element
    empty: bool = False  # its only body row is the blank row of a table without rows

    @property
    def name(self) -> str:
        """The name formulas use."""
        return str(self.root.get("displayName"))

    @property
    def area(self) -> Area:
        """Header to last row."""
        return area(self.root.get("ref"))

    @area.setter
    def area(self, new: Area) -> None:
        self.root.set("ref", new.text)
        filters = self.root.find(f"{MAIN}autoFilter")
        if filters is not None:
            filters.set("ref", Area(new.row1, new.col1, new.row2 - self.totals, new.col2).text)

    @property
    def has_filter(self) -> bool:
        """Whether the headers have filter buttons."""
        return self.root.find(f"{MAIN}autoFilter") is not None

    @has_filter.setter
    def has_filter(self, shown: bool) -> None:
        """Taking the buttons away clears what was filtered."""
        found = self.root.find(f"{MAIN}autoFilter")
        if found is not None:
            self.root.remove(found)
        if shown:
            self.root.insert(0, etree.Element(f"{MAIN}autoFilter"))
            self.area = self.area

    @property
    def filtered(self) -> bool:
        """Whether a filter hides some of its rows."""
        found = self.root.find(f"{MAIN}autoFilter")
        return found is not None and len(found) > 0

    @property
    def headers(self) -> int:
        """Header rows, 0 or 1."""
        return int(self.root.get("headerRowCount", "1"))

    @property
    def totals(self) -> int:
        """Totals rows, 0 or 1."""
        return int(self.root.get("totalsRowCount", "0"))

    @property
    def body(self) -> Area:
        """The rows between header and totals."""
        whole = self.area
        return Area(whole.row1 + self.headers, whole.col1, whole.row2 - self.totals, whole.col2)

    @property
    def columns(self) -> list[etree._Element]:
        """The column elements."""
        return list(self.root.find(f"{MAIN}tableColumns"))

    @cached_property
    def column_names(self) -> tuple[str, ...]:
        """The columns as formulas name them."""
        return tuple(_unescaped(column.get("name")) for column in self.columns)

    def column_formulas(self) -> Iterator[tuple[int, etree._Element]]:
        """Column number on the sheet and the element that holds its formula."""
        for offset, column in enumerate(self.columns):
            formula = column.find(f"{MAIN}calculatedColumnFormula")
            if formula is not None and formula.text:
                yield self.area.col1 + offset, formula


@dataclass
class Sheet:
    """A worksheet."""

    name: str
    state: str
    part: str
    root: etree._Element
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    row_formats: dict[int, dict[str, str]] = field(default_factory=dict)
    tables: list[Table] = field(default_factory=list)
    protected: bool = False
    xml: bytes | None = None  # the part as last written; None after a change
    notes: dict[int, dict[int, str]] = field(default_factory=dict)  # not kept in the file
    results_old: bool = False  # the part as last written shows old results of formulas

    def snapshot(self) -> Sheet:
        """A copy of its own."""
        return replace(
            self,
            root=copy.deepcopy(self.root),
            rows={
                row: {col: Cell(cell.value, cell.formula, cell.style) for col, cell in line.items()}
                for row, line in self.rows.items()
            },
            row_formats={row: dict(row_formats) for row, row_formats in self.row_formats.items()},
            notes={row: dict(line) for row, line in self.notes.items()},
            tables=[Table(table.part, copy.deepcopy(table.root), table.empty) for table in self.tables],
        )

    def cell(self, row: int, col: int) -> Cell:
        """The cell, made if there is none; a new one has its row's format."""
        line = self.rows.setdefault(row, {})
        if col not in line:
            line[col] = Cell(style=int(self.row_formats.get(row, {}).get("s", "0")))
        return line[col]

    def style_at(self, row: int, col: int) -> int:
        """The format of a cell, be it there or not."""
        found = self.rows.get(row, {}).get(col)
        return found.style if found else int(self.row_formats.get(row, {}).get("s", "0"))

    def height(self, row: int) -> float:
        """Height of a row in points."""
        own = self.row_formats.get(row, {}).get("ht")
        return float(own) if own else self.default_height

    @property
    def default_height(self) -> float:
        """Height of rows that have none of their own."""
        settings = self.root.find(f"{MAIN}sheetFormatPr")
        return float(settings.get("defaultRowHeight", "15")) if settings is not None else 15.0

    def used(self) -> Area:
        """From the first to the last cell that holds anything, formats included."""
        rows = [row for row, line in self.rows.items() if line]
        cols = [col for line in self.rows.values() for col in line]
        return Area(min(rows), min(cols), max(rows), max(cols)) if rows else Area(1, 1, 1, 1)

    def widths(self) -> dict[int, dict[str, str]]:
        """Definitions of columns, by column."""
        found: dict[int, dict[str, str]] = {}
        for item in self.elements("col"):
            look = {key: value for key, value in item.attrib.items() if key not in {"min", "max"}}
            for col in range(int(item.get("min")), min(int(item.get("max")), 1_000) + 1):
                found[col] = look
        return found

    def set_widths(self, widths: dict[int, dict[str, str]]) -> None:
        """Define the columns anew."""
        holder = self.root.find(f"{MAIN}cols")
        if holder is None:
            holder = etree.Element(f"{MAIN}cols")
            self.root.find(f"{MAIN}sheetData").addprevious(holder)
        for item in list(holder):
            holder.remove(item)
        for col in sorted(widths):
            etree.SubElement(holder, f"{MAIN}col", {"min": str(col), "max": str(col), **widths[col]})
        if not len(holder):
            self.root.remove(holder)

    def table_at(self, row: int, col: int) -> Table | None:
        """The table that covers a cell."""
        for table in self.tables:
            place = table.area
            if place.row1 <= row <= place.row2 and place.col1 <= col <= place.col2:
                return table
        return None

    def elements(self, tag: str) -> list[etree._Element]:
        """All elements of the sheet with this tag."""
        return list(self.root.iter(f"{MAIN}{tag}"))


@dataclass
class Book:
    """A workbook."""

    parts: dict[str, bytes]
    workbook: etree._Element
    styles: Styles
    sheets: list[Sheet]
    active: int = 0
    version: int = 0

    def changed(self, *sheets: Sheet) -> None:
        """Remember that cells of these sheets are no longer as last written."""
        self.version += 1
        for sheet in sheets:
            sheet.xml = None

    def sheet(self, name: str) -> Sheet | None:
        """A sheet by name."""
        return next((sheet for sheet in self.sheets if sheet.name.casefold() == name.casefold()), None)

    @property
    def names(self) -> list[etree._Element]:
        """The defined names, in Excel's order: by name."""
        found = self.workbook.iter(f"{MAIN}definedName")
        return sorted(found, key=lambda item: item.get("name").casefold())

    def shapes(self) -> dict[str, TableShape]:
        """All tables for formulas, by casefolded name."""
        return {table.name.casefold(): shape(sheet, table) for sheet in self.sheets for table in sheet.tables}

    def snapshot(self) -> Book:
        """A copy of its own; the parsed file is kept and copied for every book that is opened."""
        styles = Styles(self.styles.to_bytes())
        sheets = [sheet.snapshot() for sheet in self.sheets]
        return Book(self.parts, copy.deepcopy(self.workbook), styles, sheets, self.active)


def shape(sheet: Sheet, table: Table) -> TableShape:
    """A table as formulas see it."""
    return TableShape(table.name, sheet.name, table.area, table.column_names)


def _unescaped(name: str) -> str:
    return name.replace("_x000a_", "\n").replace("_x000A_", "\n")
