"""Lint of our own books (promise R11): formulas, tables, names, inputs, validation, about block.

``lint`` returns every violation as one readable line; an empty list is a book built as promised.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.utils import range_boundaries

from salesplan_xl.schema import choices
from salesplan_xl.schema.layout import BookNames
from salesplan_xl.schema.settings import SETTINGS
from salesplan_xl.schema.types import Column, Filled, Kind, Table
from salesplan_xl.schema.workbook import SHEETS, grids, tables

LONGEST_FORMULA = 120
ALLOWED_NUMBERS = frozenset({"0", "1", "12", "100"})
# Excel 2016, LibreOffice and WPS share these.
ALLOWED_FUNCTIONS = frozenset(
    (
        *("SUM", "SUMIFS", "COUNTIFS", "SUMPRODUCT", "AVERAGE", "MAX", "MIN", "ROUND", "ROUNDUP"),
        *("INDEX", "MATCH", "IF", "IFERROR", "AND", "OR", "TEXT", "EOMONTH", "HYPERLINK"),
    )
)
INPUT_FILL = "FFDDEBF7"
ABOUT_NAMES = ("sp_schema_version", "sp_book_lang", "sp_made_with")
LONGEST_LIST = LONGEST_MESSAGE = 255
LONGEST_TITLE = 32
LONGEST_SHEET_NAME = 31
_TEXT = re.compile(r'"(?:[^"]|"")*"')
_SHEET = re.compile(r"'(?:[^']|'')*'!")
_BRACKETS = re.compile(r"\[[^\[\]]*\]")
_WORD = re.compile(r"[^\W\d]\w*(?:[.\w]*)|\$[A-Z]+\$?\d+|\$?[A-Z]+\$\d+")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_THIS_ROW = re.compile(r"\w+\[\[#This Row\],(\[[^\]]*\](?::\[[^\]]*\])?)\]")
_FUNCTION = re.compile(r"([A-Z][A-Z0-9.]*)\(")
_ENTRY = frozenset({Filled.USER, Filled.IMPORT, Filled.EDIT})


@dataclass
class Book:
    """A workbook opened for inspection."""

    data: bytes

    @cached_property
    def opened(self) -> Any:
        """The book as openpyxl sees it."""
        with warnings.catch_warnings():
            # openpyxl does not know print areas of whole columns.
            warnings.filterwarnings("ignore", message="Print area cannot be set")
            return openpyxl.load_workbook(BytesIO(self.data))

    @cached_property
    def parts(self) -> list[str]:
        """Names of its zip entries."""
        with zipfile.ZipFile(BytesIO(self.data)) as archive:
            return archive.namelist()

    @cached_property
    def lang(self) -> str:
        """The book's language, from its about block."""
        return str(self.named("sp_book_lang"))

    @cached_property
    def unit(self) -> str:
        """The key of the book's money unit, from its settings."""
        shown = self.named("sp_money_unit")
        return next(item.key for item in choices.MONEY_UNITS if item.label.of(self.lang) == shown)

    @property
    def names(self) -> BookNames:
        """What everything is called in it."""
        return BookNames(self.lang, self.unit)

    def place(self, name: str) -> tuple[Any, Any] | None:
        """The sheet and cell of a single-cell defined name."""
        defined = self.opened.defined_names.get(name)
        found = list(defined.destinations) if defined else []
        if len(found) != 1 or ":" in found[0][1]:
            return None
        sheet = self.opened[found[0][0]]
        return sheet, sheet[found[0][1].replace("$", "")]

    def named(self, name: str) -> object:
        """The value of a named cell."""
        place = self.place(name)
        return place[1].value if place else None

    def formulas(self) -> Iterator[tuple[str, str]]:
        """Every formula cell: where, and its text without ``=``."""
        for sheet in self.opened.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "f":
                        yield f"{sheet.title}!{cell.coordinate}", str(cell.value)[1:]

    def tables(self) -> Iterator[tuple[Any, Any]]:
        """Every Excel Table with its sheet."""
        for sheet in self.opened.worksheets:
            for table in sheet.tables.values():
                yield sheet, table

    def table(self, name: str) -> tuple[Any, Any] | None:
        """The table of that name with its sheet."""
        return next(((sheet, table) for sheet, table in self.tables() if table.name == name), None)


def lint(data: bytes) -> list[str]:
    """All violations in a book of ours."""
    book = Book(data)
    return [problem for rule in RULES for problem in rule(book)]


def constants(book: Book) -> Iterator[str]:
    """No number in a formula but 0, 1, 12, 100: thresholds live on the settings sheet."""
    for place, text in book.formulas():
        wrong = [number for number in _NUMBER.findall(bare(text)) if number not in ALLOWED_NUMBERS]
        if wrong:
            yield f"{place}: {', '.join(wrong)} in ={text}"


def bare(formula: str) -> str:
    """A formula without texts, sheet names, structured references, names and cell references."""
    rest = _SHEET.sub("", _TEXT.sub("", formula))
    while _BRACKETS.search(rest):
        rest = _BRACKETS.sub("", rest)
    return _WORD.sub("", rest)


def lengths(book: Book) -> Iterator[str]:
    """At most 120 characters as Excel shows a formula."""
    for place, text in book.formulas():
        if len(as_shown(text)) > LONGEST_FORMULA:
            yield f"{place}: {len(as_shown(text))} characters: ={as_shown(text)}"


def as_shown(formula: str) -> str:
    """A formula the way Excel shows it: ``tbl[[#This Row],[X]]`` reads ``[@X]``."""
    return _THIS_ROW.sub(lambda match: f"[@{match[1][1:-1] if ':' not in match[1] else match[1]}]", formula)


def functions(book: Book) -> Iterator[str]:
    """Only functions that Excel 2016, LibreOffice and WPS share; none of them volatile."""
    for place, text in book.formulas():
        wrong = set(_FUNCTION.findall(_TEXT.sub("", text))) - ALLOWED_FUNCTIONS
        if wrong:
            yield f"{place}: function {', '.join(sorted(wrong))}"


def one_formula_a_column(book: Book) -> Iterator[str]:
    """A table column has one formula for all its rows, or none; the table declares it."""
    for sheet, table in book.tables():
        left, top, _, bottom = range_boundaries(table.ref)
        for offset, column in enumerate(table.tableColumns):
            cells = [sheet.cell(row, left + offset) for row in range(top + 1, bottom + 1)]
            texts = {str(cell.value)[1:] if cell.data_type == "f" else None for cell in cells}
            declared = column.calculatedColumnFormula.attr_text if column.calculatedColumnFormula else None
            if texts != {declared}:
                yield f"{table.name}[{column.name}]: declared {declared}, cells {texts}"


def headers(book: Book) -> Iterator[str]:
    """A header cell holds exactly its column's name, as text."""
    for sheet, table in book.tables():
        left, top, right, _ = range_boundaries(table.ref)
        shown = [sheet.cell(top, column).value for column in range(left, right + 1)]
        if shown != [column.name for column in table.tableColumns]:
            yield f"{table.name}: header cells {shown}"


def declared_tables(book: Book) -> Iterator[str]:
    """Every table of the schema is there, with its headers and units, on its sheet."""
    for sheet in SHEETS:
        for table in sheet.tables:
            found = book.table(table.name)
            if found is None or found[0].title != sheet.label.of(book.lang):
                yield f"{table.name}: not on {sheet.label.of(book.lang)}"
                continue
            wanted = [book.names.column_header(column) for column in table.columns]
            if [column.name for column in found[1].tableColumns] != wanted:
                yield f"{table.name}: headers differ from the schema"


def money_units(book: Book) -> Iterator[str]:
    """The header over money says the unit, in tables and in grids."""
    word = next(item.label for item in choices.MONEY_UNITS if item.key == book.unit).of(book.lang)
    for table in tables().values():
        found = book.table(table.name)
        if found:
            for column, shown in zip(table.columns, found[1].tableColumns, strict=False):
                if column.kind is Kind.MONEY and word not in shown.name:
                    yield f"{table.name}[{shown.name}]: no unit"
    for grid in grids().values():
        place = book.place(grid.name)
        if place:
            for index, grid_column in enumerate(grid.columns):
                text = str(place[1].offset(0, index + 1).value)
                if grid_column.kind is Kind.MONEY and word not in text:
                    yield f"{grid.key}: header {text} without unit"


def inputs(book: Book) -> Iterator[str]:
    """Cells the user fills are light blue and unlocked; all others are locked and not blue."""
    for table in tables().values():
        for column, cell in _first_cells(book, table):
            if _is_input(cell) != (column.filled in _ENTRY):
                yield f"{table.name}[{column.key}] {cell.coordinate}: input look is {_is_input(cell)}"
    for setting in SETTINGS:
        place = book.place(setting.name)
        if place and _is_input(place[1]) == (setting.key in ("money_unit", "currency")):
            yield f"{setting.name}: input look is {_is_input(place[1])}"


def _first_cells(book: Book, table: Table) -> list[tuple[Column, Any]]:
    found = book.table(table.name)
    if found is None:
        return []
    left, top, _, _ = range_boundaries(found[1].ref)
    return [(column, found[0].cell(top + 1, left + index)) for index, column in enumerate(table.columns)]


def _is_input(cell: Any) -> bool:
    blue = cell.fill.patternType == "solid" and cell.fill.fgColor.rgb == INPUT_FILL
    if blue == cell.protection.locked:
        raise AssertionError(f"{cell.coordinate}: blue and locked, or open and not blue")
    return blue


def defined_names(book: Book) -> Iterator[str]:
    """Every setting and grid is found by a single-cell name; the about block is filled in."""
    for name in (
        *(setting.name for setting in SETTINGS),
        *(grid.name for grid in grids().values()),
        *ABOUT_NAMES,
    ):
        if book.place(name) is None:
            yield f"{name}: not the name of one cell"
    for name in ABOUT_NAMES:
        if book.named(name) in (None, ""):
            yield f"{name}: empty"


def validations(book: Book) -> Iterator[str]:
    """Lists and messages keep Excel's limits; a list value has no comma, which would split it."""
    for sheet in book.opened.worksheets:
        for rule in sheet.data_validations.dataValidation:
            place = f"{sheet.title}!{rule.sqref}"
            if rule.type == "list" and len(rule.formula1 or "") - 2 > LONGEST_LIST:
                yield f"{place}: list of {len(rule.formula1)} characters"
            if rule.type not in (None, "none") and not (rule.error and rule.errorTitle):
                yield f"{place}: no message"
            if len(rule.error or "") > LONGEST_MESSAGE or len(rule.prompt or "") > LONGEST_MESSAGE:
                yield f"{place}: message too long"
            if max(len(rule.errorTitle or ""), len(rule.promptTitle or "")) > LONGEST_TITLE:
                yield f"{place}: title too long"
    for label in _choice_labels():
        if "," in label:
            yield f"list value {label!r} has a comma"


def _choice_labels() -> Iterator[str]:
    for options in vars(choices).values():
        if isinstance(options, tuple):
            for item in options:
                yield from (item.label.zh, item.label.en)


def sheets(book: Book) -> Iterator[str]:
    """Sheet names keep Excel's rules; nothing is merged, no row or column hidden but in a group; panes stay small."""
    for sheet in book.opened.worksheets:
        if len(sheet.title) > LONGEST_SHEET_NAME or re.search(r"[\[\]:*?/\\]", sheet.title):
            yield f"{sheet.title}: not a sheet name"
        if sheet.merged_cells.ranges:
            yield f"{sheet.title}: merged cells {sheet.merged_cells.ranges}"
        lines = [*sheet.row_dimensions.items(), *sheet.column_dimensions.items()]
        hidden = [key for key, line in lines if line.hidden and not line.outlineLevel]
        if hidden:
            yield f"{sheet.title}: hidden rows or columns {hidden}"


def outside(book: Book) -> Iterator[str]:
    """No link to another file, no macro, no connection."""
    for part in book.parts:
        if re.search(r"externalLink|vbaProject|connections|customXml|\.bin$", part):
            yield f"part {part}"
    for place, text in book.formulas():
        if re.search(r"\[\d+\]|https?:|file:", text):
            yield f"{place}: external reference ={text}"


def totals(book: Book) -> Iterator[str]:
    """The grand total by tier is checked against the total by source."""
    place = book.place(grids()["source_targets"].name)
    down, right = grids()["source_targets"].offset("check", "amount")
    if place is None or place[1].offset(down, right).data_type != "f":
        yield "target summary: no check of the two totals"


RULES: tuple[Callable[[Book], Iterator[str]], ...] = (
    constants, lengths, functions, one_formula_a_column, headers, declared_tables, money_units, inputs,
    defined_names, validations, sheets, outside, totals,
)  # fmt: skip
