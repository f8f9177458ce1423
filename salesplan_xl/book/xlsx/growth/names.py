"""Defined names of a workbook: new ones, those that go, and print areas that take in rows at their end."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

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
_PRINT_AREA, PRINT_TITLES = "_xlnm.print_area", "_xlnm.Print_Titles"


def with_name(book: Package, name: str, sheet: str, row: int, col: int) -> None:
    """Name a cell; a name that leads nowhere any more is replaced."""
    without_names(book, {name})
    quoted = "'" + sheet.replace("'", "''") + "'"
    add_name(book, f'name="{name}"', f"{quoted}!${letters(col)}${row}")


def add_name(book: Package, attributes: str, reference: str) -> None:
    """One more defined name with these attributes."""
    text = book.text(book.workbook)
    match = re.search(r"</((?:[\w.-]+:)?)definedNames\s*>", text)
    if match is None:
        sheets = re.search(r"</((?:[\w.-]+:)?)sheets\s*>", text)
        if sheets is None:
            raise KeyError("sheets")
        p = sheets[1]
        text = f"{text[: sheets.end()]}<{p}definedNames></{p}definedNames>{text[sheets.end() :]}"
        book.put(book.workbook, text)
        add_name(book, attributes, reference)
        return
    entry = f"<{match[1]}definedName {attributes}>{escape_body(reference)}</{match[1]}definedName>"
    book.put(book.workbook, text[: match.start()] + entry + text[match.start() :])


def without_names(book: Package, names: Collection[str]) -> None:
    """The workbook without these names for the whole workbook."""

    def kept(match: re.Match[str]) -> str:
        given = local_attributes(match[2])
        return "" if given.get("name") in names and "localSheetId" not in given else match[0]

    book.put(book.workbook, _NAME.sub(kept, book.text(book.workbook)))


def renumbered_sheets(book: Package, at: int, by: int) -> None:
    """Names of single sheets after a sheet has come to position ``at`` (``by`` 1) or gone from it (−1)."""

    def changed(match: re.Match[str]) -> str:
        given = local_attributes(match[2]).get("localSheetId", "")
        if not given.isdigit() or int(given) < at:
            return match[0]
        if by < 0 and int(given) == at:
            return ""
        cut = match[0].index(">") + 1
        return set_attribute(match[0][:cut], "localSheetId", str(int(given) + by)) + match[0][cut:]

    book.put(book.workbook, _NAME.sub(changed, book.text(book.workbook)))


def grown_print_area(
    book: Package, sheet: str, *, bottom: int = 0, rows: int = 0, right: int = 0, columns: int = 0
) -> None:
    """A print area that ended with a row or column takes in what came below or right of it."""
    at = [item.info.name for item in book.structure.sheets].index(sheet)

    def changed(match: re.Match[str]) -> str:
        given = local_attributes(match[2])
        ref = parse_reference(unescape(match[3] or ""))
        own = given.get("localSheetId") == str(at) and given.get("name", "").casefold() == _PRINT_AREA
        if not own or ref is None or not ref.is_range or not ref.col1:
            return match[0]
        if ref.area.row2 == bottom:
            ref = ref.with_rows(ref.row1, ref.row2 + rows)
        if ref.area.col2 == right:
            ref = replace(ref, col2=f"${letters(right + columns)}")
        cut = match[0].index(">") + 1
        return f"{match[0][:cut]}{escape_body(ref.text)}{match[0][match[0].rindex('<') :]}"

    book.put(book.workbook, _NAME.sub(changed, book.text(book.workbook)))


def repeat_header(
    book: Package, sheet: str, template: Package, source: str, rows: tuple[int, int], shift: int
) -> None:
    """The row that every printed page repeats, where it came with others and the sheet has none yet."""
    at, there = (
        str([item.info.name for item in package.structure.sheets].index(name))
        for package, name in ((book, sheet), (template, source))
    )
    present = [
        match
        for match in _NAME.finditer(book.text(book.workbook))
        if (given := local_attributes(match[2])).get("localSheetId") == at
        and given.get("name") == PRINT_TITLES
    ]
    if any("#REF!" not in (match[3] or "") for match in present):
        return
    for match in present:
        book.put(book.workbook, book.text(book.workbook).replace(match[0], ""))
    for match in _NAME.finditer(template.text(template.workbook)):
        given, ref = local_attributes(match[2]), parse_reference(unescape(match[3] or ""))
        own = given.get("localSheetId") == there and given.get("name") == PRINT_TITLES
        if own and ref is not None and rows[0] <= ref.row1 <= rows[1]:
            quoted = "'" + sheet.replace("'", "''") + "'"
            place = f"{quoted}!${ref.row1 + shift}:${ref.row2 + shift}"
            add_name(book, f'name="{PRINT_TITLES}" localSheetId="{at}"', place)
