"""A copy of a workbook made for a printer: only the chosen sheets come out, and nobody's name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from salesplan_xl.book.xlsx.container import Container
from salesplan_xl.book.xlsx.file import XlsxFile
from salesplan_xl.book.xlsx.model import HIDDEN, VISIBLE
from salesplan_xl.book.xlsx.structure import Structure
from salesplan_xl.book.xlsx.workbookxml import visible_tabs
from salesplan_xl.book.xlsx.xmltext import attributes
from salesplan_xl.errors import WorkbookError

_NAME = re.compile(r"<(?:[\w.-]+:)?definedName\b([^>]*)>[^<]*</(?:[\w.-]+:)?definedName\s*>")
_PRINT_AREA = "_xlnm.print_area"
# Author, last editor and company would stand in the properties of the PDF.
_NOBODY = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties '
    b'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)


def only_sheets(book: bytes, sheets: Sequence[str], title: str) -> bytes:
    """The book with only the named sheets visible; LibreOffice and Excel print these and no others.

    Args:
        book: the content of an .xlsx file.
        sheets: names, at least one.
        title: what to call the book in a sentence.

    Raises:
        WorkbookError: SP-330 no such sheet; those of ``XlsxFile``.
    """
    file = XlsxFile.from_bytes(book, title)
    states = {sheet.name: sheet.state for sheet in file.sheets}
    missing = [name for name in sheets if name not in states]
    if missing or not sheets:
        shown = [name for name, state in states.items() if state == VISIBLE]
        raise WorkbookError("SP-330", file=title, sheet=missing, known=shown)
    for name in sheets:
        file.set_sheet_state(name, VISIBLE)
    for name, state in states.items():
        if name not in sheets and state == VISIBLE:
            file.set_sheet_state(name, HIDDEN)
    return _for_printing(file.to_bytes(), title)


def _for_printing(book: bytes, title: str) -> bytes:
    container = Container(book, title)
    structure = Structure(container)
    parts = {structure.workbook: _without_hidden_areas(structure.text(structure.workbook)).encode("utf-8")}
    nobody = dict.fromkeys(structure.parts_of_type("core-properties+xml"), _NOBODY)
    return container.rewritten(parts | nobody)


def _without_hidden_areas(workbook: str) -> str:
    """No print areas on hidden sheets: LibreOffice prints a hidden sheet that has one."""
    shown = visible_tabs(workbook)

    def kept(match: re.Match[str]) -> str:
        name = attributes(f"<a {match[1]}>")
        sheet = name.get("localSheetId", "")
        hidden = sheet.isdigit() and int(sheet) < len(shown) and not shown[int(sheet)]
        return "" if hidden and name.get("name", "").lower() == _PRINT_AREA else match[0]

    return _NAME.sub(kept, workbook)
