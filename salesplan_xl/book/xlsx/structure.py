"""The map of a workbook: sheets, tables, names, calendar, and the parts that hold them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from salesplan_xl.book.xlsx.container import Container, resolve
from salesplan_xl.book.xlsx.model import HIDDEN, VERY_HIDDEN, VISIBLE, CellAddress, SheetInfo, TableInfo
from salesplan_xl.book.xlsx.refs import parse_area, parse_reference
from salesplan_xl.book.xlsx.xmltext import (
    attributes,
    clean,
    element_pattern,
    local_attributes,
    tag_pattern,
    unescape,
)
from salesplan_xl.errors import WorkbookError

CONTENT_TYPES = "[Content_Types].xml"
_RELATIONSHIP, _SHEET = tag_pattern("Relationship"), tag_pattern("sheet")
_OVERRIDE, _TABLE = tag_pattern("Override"), tag_pattern("table")
_COLUMN, _NAME = tag_pattern("tableColumn"), element_pattern("definedName")
_WORKBOOK_PR = tag_pattern("workbookPr")


@dataclass(frozen=True)
class Relation:
    """One relationship: its id, the last word of its type, the part it leads to."""

    id: str
    kind: str
    part: str


@dataclass
class Sheet:
    """A sheet, its part and (once its relationships were read) the parts related to it."""

    info: SheetInfo
    part: str
    kind: str
    relations: list[Relation] = field(default_factory=list)

    def parts(self, kind: str) -> list[str]:
        """Parts of one kind, such as table, comments, vmlDrawing or drawing."""
        return [relation.part for relation in self.relations if relation.kind == kind]


@dataclass(frozen=True)
class TablePart:
    """A table and the part that defines it."""

    info: TableInfo
    part: str


class Structure:
    """The structure of a workbook: every part found through relationships, never through a guessed name.

    Raises:
        WorkbookError: SP-301 a zip but no workbook; SP-303 damaged; SP-304 a DOCTYPE.
    """

    def __init__(self, container: Container) -> None:
        self.container = container
        self.file = container.file
        self._texts: dict[str, str] = {}
        self.workbook = self._workbook_part()
        self.relations = list(self._relations(self.workbook))
        self.sheets = self._sheets()
        self.tables = self._tables()
        self.names = self._names()
        properties = _WORKBOOK_PR.search(self.text(self.workbook))
        self.base_1904 = attributes(properties[0]).get("date1904") in ("1", "true") if properties else False

    def text(self, part: str) -> str:
        """A part as searchable text (small parts are kept)."""
        if part not in self._texts:
            text = clean(self.container.read(part), self.file, part)
            if len(text) > 1 << 20:
                return text
            self._texts[part] = text
        return self._texts[part]

    def content_types(self) -> str:
        """Stored name of the content type list."""
        return self.container.find(CONTENT_TYPES) or CONTENT_TYPES

    def parts_by_type(self) -> dict[str, str]:
        """Declared content type by part."""
        declared = (attributes(m[0]) for m in _OVERRIDE.finditer(self.text(self.content_types())))
        types = {self.container.find(a.get("PartName", "")): a.get("ContentType", "") for a in declared}
        return {part: kind for part, kind in types.items() if part}

    def parts_of_type(self, ending: str) -> list[str]:
        """Parts whose declared content type ends with ``ending``."""
        return [part for part, kind in self.parts_by_type().items() if kind.endswith(ending)]

    def relations_part(self, part: str) -> str | None:
        """The part that stores the relationships of a part; None without one."""
        folder, name = posixpath.split(part.replace("\\", "/"))
        return self.container.find(posixpath.join(folder, "_rels", name + ".rels"))

    def _relations(self, part: str) -> Iterator[Relation]:
        stored = self.relations_part(part)
        if stored is None:
            return
        for match in _RELATIONSHIP.finditer(self.text(stored)):
            a = attributes(match[0])
            if a.get("TargetMode") == "External":
                continue
            target = self.container.find(resolve(part, a.get("Target", "")))
            if target:
                yield Relation(a.get("Id", ""), a.get("Type", "").rpartition("/")[2], target)

    def relations_of(self, part: str) -> list[Relation]:
        """Internal relationships of any part."""
        return list(self._relations(part))

    def _workbook_part(self) -> str:
        if self.container.find(CONTENT_TYPES) is None:
            raise WorkbookError("SP-301", file=self.file)
        for relation in self._relations(""):
            if relation.kind == "officeDocument" and self._is_workbook(relation.part):
                return relation.part
        raise WorkbookError("SP-301", file=self.file)

    def _is_workbook(self, part: str) -> bool:
        if not part.lower().endswith(".xml"):
            return False
        return bool(re.match(r"\s*(?:<\?xml[^>]*>)?\s*<(?:[\w.-]+:)?workbook[\s/>]", self.text(part)))

    def _sheets(self) -> list[Sheet]:
        by_id = {relation.id: relation for relation in self.relations}
        sheets = []
        for match in _SHEET.finditer(self.text(self.workbook)):
            a = attributes(match[0])
            relation = by_id.get(next((v for k, v in a.items() if k.endswith(":id")), ""))
            if relation is None:
                raise WorkbookError("SP-303", file=self.file, part=self.workbook)
            state = a.get("state", VISIBLE)
            shown = state if state in (HIDDEN, VERY_HIDDEN) else VISIBLE
            info = SheetInfo(a.get("name", ""), shown, relation.kind == "worksheet")
            sheets.append(Sheet(info, relation.part, relation.kind, self.relations_of(relation.part)))
        if not sheets or len({s.info.name.casefold() for s in sheets}) != len(sheets):
            raise WorkbookError("SP-303", file=self.file, part=self.workbook)
        return sheets

    def _tables(self) -> dict[str, TablePart]:
        tables: dict[str, TablePart] = {}
        for sheet in self.sheets:
            for part in sheet.parts("table"):
                info = self._table(sheet.info.name, part)
                if info.name in tables:
                    raise WorkbookError("SP-303", file=self.file, part=part)
                tables[info.name] = TablePart(info, part)
        return tables

    def _table(self, sheet: str, part: str) -> TableInfo:
        text = self.text(part)
        start = _TABLE.search(text)
        a = attributes(start[0]) if start else {}
        area = parse_area(a.get("ref", ""))
        columns = tuple(table_text(attributes(m[0]).get("name", "")) for m in _COLUMN.finditer(text))
        headers, totals = _count(a, "headerRowCount", 1), _count(a, "totalsRowCount", 0)
        if (
            area is None
            or len(columns) != area.col2 - area.col1 + 1
            or area.row1 + headers > area.row2 - totals
        ):
            raise WorkbookError("SP-303", file=self.file, part=part)
        name = a.get("displayName") or a.get("name", "")
        first = area.row1 + headers
        return TableInfo(name, sheet, area.row1, first, area.row2 - totals, area.col1, columns, totals > 0)

    def _names(self) -> dict[str, CellAddress]:
        sheets = {sheet.info.name.casefold(): sheet.info.name for sheet in self.sheets}
        names: dict[str, CellAddress] = {}
        for match in _NAME.finditer(self.text(self.workbook)):
            a = local_attributes(match[2])
            ref = parse_reference(unescape(match[3] or "").strip())
            home = sheets.get((ref.sheet or "").casefold()) if ref else None
            if "localSheetId" in a or ref is None or home is None:
                continue
            area = ref.area
            if (area.row1, area.col1) == (area.row2, area.col2):
                names[a.get("name", "")] = CellAddress(home, area.row1, area.col1)
        return names


def _count(given: dict[str, str], name: str, default: int) -> int:
    text = given.get(name, "")
    return int(text) if text.isdigit() and len(text) < 7 else default


def table_text(name: str) -> str:
    """A column name as its header cell shows it (line breaks are stored escaped)."""
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m[1], 16)), name)
