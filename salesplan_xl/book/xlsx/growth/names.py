"""Defined names of a workbook: new ones, those that go, and print areas that take in rows at their end."""

from __future__ import annotations

import re
from collections.abc import Collection

from salesplan_xl.book.xlsx.growth.package import Package
from salesplan_xl.book.xlsx.refs import letters, parse_reference
from salesplan_xl.book.xlsx.xmltext import (
    element_pattern,
    escape_body,
    local_attributes,
    set_attribute,
    unescape,
)

_NAME = element_pattern("definedName")
_PRINT_AREA = "_xlnm.print_area"


def with_name(book: Package, name: str, sheet: str, row: int, col: int) -> None:
    """Name a cell; a name that leads nowhere any more is replaced."""
    without_names(book, {name})
    quoted = "'" + sheet.replace("'", "''") + "'"
    add_name(book, f'name="{name}"', f"{quoted}!${letters(col)}${row}")


def add_name(book: Package, attributes: str, reference: str) -> None:
    """One more defined name with these attributes."""
    text = book.text(book.workbook)
    found = re.search(r"</((?:[\w.-]+:)?)definedNames\s*>", text)
    if found is None:
        sheets = re.search(r"</((?:[\w.-]+:)?)sheets\s*>", text)
        if sheets is None:
            raise KeyError("sheets")
        p = sheets[1]
        text = f"{text[: sheets.end()]}<{p}definedNames></{p}definedNames>{text[sheets.end() :]}"
        book.put(book.workbook, text)
        add_name(book, attributes, reference)
        return
    entry = f"<{found[1]}definedName {attributes}>{escape_body(reference)}</{found[1]}definedName>"
    book.put(book.workbook, text[: found.start()] + entry + text[found.start() :])


def without_names(book: Package, names: Collection[str]) -> None:
    """The workbook without these names for the whole workbook."""

    def kept(found: re.Match[str]) -> str:
        given = local_attributes(found[2])
        return "" if given.get("name") in names and "localSheetId" not in given else found[0]

    book.put(book.workbook, _NAME.sub(kept, book.text(book.workbook)))


def renumbered_sheets(book: Package, at: int, by: int) -> None:
    """Names of single sheets after a sheet has come to position ``at`` (``by`` 1) or gone from it (−1)."""

    def one(found: re.Match[str]) -> str:
        given = local_attributes(found[2]).get("localSheetId", "")
        if not given.isdigit() or int(given) < at:
            return found[0]
        if by < 0 and int(given) == at:
            return ""
        cut = found[0].index(">") + 1
        return set_attribute(found[0][:cut], "localSheetId", str(int(given) + by)) + found[0][cut:]

    book.put(book.workbook, _NAME.sub(one, book.text(book.workbook)))


def grown_print_area(book: Package, sheet: str, end: int, by: int) -> None:
    """A print area that ended with a row takes in the rows that came below it."""
    at = [item.info.name for item in book.structure.sheets].index(sheet)

    def one(found: re.Match[str]) -> str:
        given = local_attributes(found[2])
        ref = parse_reference(unescape(found[3] or ""))
        own = given.get("localSheetId") == str(at) and given.get("name", "").casefold() == _PRINT_AREA
        if not own or ref is None or not ref.is_range or ref.area.row2 != end:
            return found[0]
        cut = found[0].index(">") + 1
        text = escape_body(ref.with_rows(ref.row1, ref.row2 + by).text)
        return f"{found[0][:cut]}{text}{found[0][found[0].rindex('<') :]}"

    book.put(book.workbook, _NAME.sub(one, book.text(book.workbook)))
