"""Folded groups of ours are opened before a book is copied: what one click shows is not hidden.

Rows and columns that the user hid stay hidden, and so stay out of the copy.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import partial

from salesplan_xl.book.xlsx.growth.package import Package
from salesplan_xl.book.xlsx.model import MAX_COL, TableInfo
from salesplan_xl.book.xlsx.xmltext import attributes, edit_tags, set_attribute
from salesplan_xl.schema.layout import BookNames
from salesplan_xl.schema.settings import SETTINGS
from salesplan_xl.schema.workbook import tables_by_name


def with_groups_open(data: bytes, file: str, names: BookNames) -> bytes:
    """A plan book with its folded settings and columns shown.

    Args:
        data: the book.
        file: its name, for error sentences.
        names: its language and money unit.

    Raises:
        WorkbookError: SP-303 a damaged part.
    """
    package = Package(data, file)
    structure = package.structure
    for sheet in structure.sheets:
        if sheet.kind != "worksheet" or "outlineLevel" not in package.text(sheet.part):
            continue
        here = [table.info for table in structure.tables.values() if table.info.sheet == sheet.info.name]
        columns = {column for info in here for column in _folded(info, names)}
        settings = (structure.names.get(setting.name) for setting in SETTINGS)
        rows = {spot.row for spot in settings if spot and spot.sheet == sheet.info.name}
        xml = package.sheet_xml(sheet.info.name)
        xml.head = edit_tags(xml.head, "col", partial(_opened_columns, columns))
        body = edit_tags(xml.data, "row", partial(_opened_row, rows)) if rows else xml.data
        package.put(sheet.part, xml.joined(body))
    return package.to_bytes()


def _folded(info: TableInfo, names: BookNames) -> Iterator[int]:
    """The sheet columns of a table that a fresh book folds."""
    table = tables_by_name().get(info.name)
    headers = {names.header(table.key, key) for key in table.folded} if table else set()
    yield from (info.first_col + at for at, header in enumerate(info.columns) if header in headers)


def _opened_row(ours: Collection[int], tag: str) -> str:
    given = attributes(tag)
    return _opened(tag) if "outlineLevel" in given and int(given.get("r", 0)) in ours else tag


def _opened_columns(ours: Collection[int], tag: str) -> str:
    """Columns written as one run, opened where they are ours."""
    given = attributes(tag)
    first, last = int(given.get("min", 1)), min(int(given.get("max", 1)), MAX_COL)
    run = range(first, last + 1)
    if "outlineLevel" not in given or not any(column in run for column in ours):
        return tag
    tags = {
        column: set_attribute(set_attribute(tag, "min", f"{column}"), "max", f"{column}") for column in run
    }
    return "".join(_opened(part) if column in ours else part for column, part in tags.items())


def _opened(tag: str) -> str:
    return set_attribute(tag, "hidden", None)
