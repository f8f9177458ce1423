"""The workbook a copy is made of, read part by part."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from salesplan_xl.book.sanitize.xmlsafe import RELATIONS, Element, parsed
from salesplan_xl.book.xlsx import CellValue, TableInfo, XlsxFile
from salesplan_xl.book.xlsx.container import Container
from salesplan_xl.book.xlsx.sheetxml import SheetXml
from salesplan_xl.book.xlsx.structure import Sheet, Structure, TablePart
from salesplan_xl.book.xlsx.xmltext import (
    attributes,
    element_pattern,
    local_attributes,
    tag_pattern,
    unescape,
)

_NAME, _LINK = element_pattern("definedName"), tag_pattern("Relationship")
_PRINT = ("_xlnm.print_area", "_xlnm.print_titles")
_PART = re.compile(r"(?:'(?:[^']|'')*'|[^,'])+")


@dataclass(frozen=True)
class LocalName:
    """A defined name of one sheet (position in the workbook)."""

    name: str
    sheet: int
    text: str


class Source:
    """One workbook, held as the bytes of its file.

    Args:
        data: the file.
        file: its name in error sentences.

    Raises:
        WorkbookError: SP-301 … SP-304, SP-307.
    """

    def __init__(self, data: bytes, file: str) -> None:
        self.data, self.file = data, file
        self._file = XlsxFile.from_bytes(data, file)
        self.structure = Structure(Container(data, file))
        self.base_1904 = self.structure.base_1904
        self.sheet_names = [sheet.info.name for sheet in self.structure.sheets]

    def text(self, part: str) -> str:
        """A part as searchable text."""
        return self.structure.text(part)

    def related(self, kind: str) -> str | None:
        """The workbook's part of one kind; None when it has none."""
        parts = [relation.part for relation in self.structure.relations if relation.kind == kind]
        return self.text(parts[0]) if parts else None

    @property
    def tables(self) -> Mapping[str, TableInfo]:
        """All tables by name."""
        return self._file.tables

    def tables_on(self, sheet: str) -> list[TableInfo]:
        """Tables of one sheet."""
        return [table for table in self.tables.values() if table.sheet == sheet]

    def table_parts(self, sheet: str) -> list[TablePart]:
        """Tables of one sheet with the parts that define them."""
        return [table for table in self.structure.tables.values() if table.info.sheet == sheet]

    def xml(self, sheet: str) -> SheetXml:
        """A worksheet cut into rows."""
        return self._file.get(sheet)

    def read(self, sheet: str, row: int, col: int) -> CellValue:
        """The value of a cell; None for cells of sheets there are not."""
        spelt = {name.casefold(): name for name in self.sheet_names}.get(sheet.casefold())
        return self._file.cell_value(spelt, row, col) if spelt else None

    def last_row(self, sheet: str) -> int:
        """The last used row of a sheet."""
        spelt = {name.casefold(): name for name in self.sheet_names}.get(sheet.casefold())
        return self._file.last_row(spelt) if spelt else 0

    def without_rows(self, sheet: Sheet) -> Element:
        """A sheet without its rows; its links name their targets instead of ids."""
        xml = self.xml(sheet.info.name)
        p = xml.prefix
        root = parsed(f"{xml.head}<{p}sheetData/>{xml.tail}")
        targets = self._outside(sheet.part)
        key = f"{{{RELATIONS}}}id"
        for link in root.iter():
            if link.tag.endswith("}hyperlink") and link.get(key):
                link.set(key, targets.get(link.get(key, ""), "none:"))
        return root

    def _outside(self, part: str) -> dict[str, str]:
        stored = self.structure.relations_part(part)
        links = (attributes(m[0]) for m in _LINK.finditer(self.text(stored))) if stored else ()
        return {a.get("Id", ""): a.get("Target", "") for a in links if a.get("TargetMode") == "External"}

    @cached_property
    def _all_names(self) -> list[tuple[dict[str, str], str]]:
        workbook = self.text(self.structure.workbook)
        return [(local_attributes(m[2]), unescape(m[3] or "").strip()) for m in _NAME.finditer(workbook)]

    @cached_property
    def names(self) -> dict[str, str]:
        """Visible names of the whole workbook (casefolded) and their texts."""
        return {
            a.get("name", "").casefold(): text
            for a, text in self._all_names
            if not {"localSheetId", "function", "vbProcedure", "xlm"} & a.keys()
            and a.get("hidden") not in ("1", "true")
        }

    @cached_property
    def spelling(self) -> dict[str, str]:
        """The spelling of each name, by its casefolded form."""
        return {a.get("name", "").casefold(): a.get("name", "") for a, _ in self._all_names}

    @cached_property
    def print_names(self) -> list[LocalName]:
        """Print areas and print titles."""
        return [
            LocalName(a["name"], int(a["localSheetId"]), text)
            for a, text in self._all_names
            if a.get("name", "").casefold() in _PRINT and a.get("localSheetId", "").isdigit()
        ]

    def union(self, text: str) -> list[str]:
        """The parts of a reference to several ranges; quoted sheet names may hold commas."""
        return _PART.findall(text)
