"""Leaks of a workbook file, everything it holds besides its visible cells: an independent scan of every part.

Shares nothing with the code that writes copies but the safe reading of zip and XML, so that a mistake there is
found here. Knows parts by an allowed list: what is not on it is reported, whatever it is.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from xml.etree import ElementTree as ET

from salesplan_xl.book.sanitize.redaction import Redaction
from salesplan_xl.book.xlsx.container import Container, resolve
from salesplan_xl.book.xlsx.xmltext import clean
from salesplan_xl.schema.workbook import SHEETS

_ALLOWED = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/workbook\.xml|xl/_rels/workbook\.xml\.rels|xl/styles\.xml"
    r"|xl/sharedStrings\.xml|xl/theme/theme\d+\.xml|xl/worksheets/(_rels/)?sheet\d+\.xml(\.rels)?"
    r"|xl/tables/table\d+\.xml|xl/drawings/(_rels/)?drawing\d+\.xml(\.rels)?|xl/charts/chart\d+\.xml"
)
# What a part that is not allowed is, by its path; the first that fits. Anything else is just "parts".
_PARTS = (
    ("calculation", r"calcChain\.xml$"),
    ("properties", r"^docProps/(core|app)\.xml$"),
    ("custom_properties", r"^docProps/custom\.xml$"),
    ("thumbnails", r"thumbnail"),
    ("printer", r"printerSettings"),
    ("comments", r"comments?\d*\.xml$|threadedComment|/persons?/|vmlDrawing"),
    ("external_links", r"externalLinks?/"),
    ("connections", r"connections\.xml$|queryTables?/|xmlMaps\.xml$"),
    ("pivots", r"pivot(Cache|Table)s?/|slicers?/|slicerCaches?/|timelines?/|timelineCaches?/|^xl/model/"),
    ("custom_xml", r"^customXml/|docMetadata|LabelInfo|^xl/customData"),
    ("macros", r"vbaProject|vbaData|macrosheets/|dialogsheets/|^customUI|attachedToolbars|userCustomization"),
    ("web_extensions", r"web-?extensions?/|taskpanes"),
    ("controls", r"activeX/|ctrlProps/|embeddings/"),
    ("revisions", r"revisions/|userNames\.xml"),
    ("signatures", r"_xmlsignatures"),
    ("pictures", r"^xl/media/|^xl/drawings/|richData/"),
    ("charts", r"^xl/charts/|chartsheets/"),
)
_PROPERTIES = {
    "creator": "creator",
    "lastModifiedBy": "modified_by",
    "Company": "company",
    "Manager": "company",
}
_QUIET = ("created", "modified", "Application", "AppVersion", "DocSecurity", "ScaleCrop", "LinksUpToDate")
_LINKS = ("http://", "https://", "mailto:")
_ANYWHERE = {
    "path": re.compile(r"<(?:[\w.-]+:)?(?:absPath|fileSharing)[\s/>][^>]*>"),
    "extensions": re.compile(r"<(?:[\w.-]+:)?(?:extLst|AlternateContent)[\s/>]"),
    "ids": re.compile(r"\s[\w.-]+:(?:uid|rsid)\s*="),
}
# [1]Sheet!A1 or 'C:\\folder\\[book.xlsx]Sheet'!A1, but not a table's column tbl[1].
_OUTSIDE = re.compile(r"(?:(?<![\w.\[\]])\[\d+\]|\[[^\[\]]+\.xl\w{1,2}\])[^\[\]!]*!")
_TRUE = ("1", "true")
_VIEWS = ("filterColumn", "customSheetView", "scenario", "protectedRange", "webPublishItem")
_RECORDS = {table.name for sheet in SHEETS if sheet.group in ("control", "system") for table in sheet.tables}
_RECORD_SHEETS = {
    name
    for sheet in SHEETS
    if sheet.group in ("control", "system") or sheet.settings
    for name in (sheet.label.zh, sheet.label.en)
}


@dataclass(frozen=True)
class Leak:
    """One thing a file gives away: its kind, place, count, and an example."""

    kind: str
    where: str
    count: int = 1
    example: str = ""


def leaks(
    data: bytes, *, file: str = "book.xlsx", redaction: Redaction | None = None, chosen: Collection[str] = ()
) -> list[Leak]:
    """Everything a file holds besides its visible cells, sorted by kind and place.

    Args:
        data: any .xlsx or .xlsm file.
        file: its name, for error sentences.
        redaction: names that may occur nowhere, in no part.
        chosen: sheets of the book's own records that are meant to be there.

    Raises:
        WorkbookError: SP-301 … SP-304, SP-307 the file cannot be read.
    """
    counts: Counter[tuple[str, str, str]] = Counter()
    for kind, where, example in _Scan(Container(data, file), redaction or Redaction(), set(chosen)).all():
        counts[kind, where, example[:60]] += 1
    merged: dict[tuple[str, str], Leak] = {}
    for (kind, where, example), count in counts.items():
        before = merged.get((kind, where), Leak(kind, where, 0, example))
        merged[kind, where] = Leak(kind, where, before.count + count, before.example)
    return sorted(merged.values(), key=lambda leak: (leak.kind, leak.where))


RawLeaks = Iterator[tuple[str, str, str]]


class _Scan:
    """One scan of one file."""

    def __init__(self, container: Container, redaction: Redaction, chosen: set[str]) -> None:
        self.container, self.redaction, self.chosen = container, redaction, chosen
        self.names = [entry.name for entry in container.entries if not entry.name.endswith("/")]
        self.used_texts: set[int] = set()
        self.texts = 0

    def all(self) -> RawLeaks:
        """Every leak, part by part."""
        for name in self.names:
            if not _ALLOWED.fullmatch(name):
                yield self._foreign(name), name, ""
            if name.lower().endswith((".xml", ".rels", ".vml")):
                yield from self._part(name)
        if self.texts > len(self.used_texts):
            for _ in range(self.texts - len(self.used_texts)):
                yield "unused_texts", "", ""

    def _foreign(self, name: str) -> str:
        return next((kind for kind, pattern in _PARTS if re.search(pattern, name, re.IGNORECASE)), "parts")

    def _part(self, name: str) -> RawLeaks:
        text = clean(self.container.read(name), self.container.file, name)
        if word := self.redaction.first_in(text):
            yield "words", name, word
        root = ET.fromstring(text.encode("utf-8"))  # noqa: S314 - checked, no DOCTYPE
        if self.redaction and (word := self._across_runs(root)):
            yield "words", name, word
        yield from self._everywhere(name, text)
        kind = _local(root.tag)
        reader = {
            "coreProperties": self._properties, "Properties": self._properties, "workbook": self._workbook,
            "worksheet": self._sheet, "sst": self._texts, "Relationships": self._relations, "table": self._table,
            "chartSpace": self._chart,
        }.get(kind)  # fmt: skip
        if reader is not None:
            yield from reader(name, root)

    def _across_runs(self, root: ET.Element) -> str:
        """The first banned name in a text of several formats, where it stands in pieces."""
        whole = (
            "".join(element.itertext()) for element in root.iter() if _local(element.tag) in ("si", "is", "p")
        )
        return next((word for text in whole if (word := self.redaction.first_in(text))), "")

    def _everywhere(self, name: str, text: str) -> RawLeaks:
        """Leaks that can stand in any part; read as text, because most parts have none."""
        for kind, pattern in _ANYWHERE.items():
            for match in pattern.finditer(text):
                yield kind, name, match[0]

    def _properties(self, name: str, root: ET.Element) -> RawLeaks:
        for element in root:
            tag = _local(element.tag)
            if (element.text or "").strip() and tag not in _QUIET and len(element) == 0:
                yield _PROPERTIES.get(tag, "properties"), name, element.text or ""

    def _workbook(self, name: str, root: ET.Element) -> RawLeaks:
        for element in root.iter():
            tag = _local(element.tag)
            if tag == "sheet":
                yield from self._listed(element.attrib)
            elif tag == "definedName":
                yield from self._name(element)
            elif tag == "externalReference":
                yield "external_links", name, ""
            elif tag == "pivotCache":
                yield "pivots", name, ""
            elif tag == "workbookProtection":
                yield "properties", name, tag
            elif element.get("codeName"):
                yield "macros", name, element.get("codeName", "")

    def _listed(self, sheet: dict[str, str]) -> RawLeaks:
        title = sheet.get("name", "")
        if sheet.get("state", "visible") != "visible":
            yield "hidden_sheets", title, ""
        if title in _RECORD_SHEETS and title not in self.chosen:
            yield "records", title, ""

    def _name(self, element: ET.Element) -> RawLeaks:
        name, text = element.get("name", ""), (element.text or "").strip()
        if element.get("hidden") in _TRUE and not name.startswith("_xlnm."):
            yield "hidden_names", name, text
        if _OUTSIDE.search(text):
            yield "external_links", name, text
        if "#REF!" in text or element.get("comment"):
            yield "names", name, text

    def _sheet(self, name: str, root: ET.Element) -> RawLeaks:
        for element in root.iter():
            tag = _local(element.tag)
            if tag in ("row", "col"):
                size = element.get("ht" if tag == "row" else "width")
                if element.get("hidden") in _TRUE or _is_zero(size):
                    yield ("hidden_rows" if tag == "row" else "hidden_columns"), name, element.get("r", "")
            elif tag == "c":
                self._note_text(element)
            elif tag in ("f", "formula", "formula1", "formula2"):
                if _OUTSIDE.search(element.text or ""):
                    yield "external_links", name, element.text or ""
            else:
                yield from self._sheet_properties(name, tag, element)

    def _sheet_properties(self, name: str, tag: str, element: ET.Element) -> RawLeaks:
        if tag == "sheetFormatPr" and element.get("zeroHeight") in _TRUE:
            yield "hidden_rows", name, ""
        elif tag == "pageSetup" and any(_local(key) == "id" for key in element.attrib):
            yield "printer", name, ""
        elif tag in ("legacyDrawing", "legacyDrawingHF"):
            yield "comments", name, tag
        elif tag in ("control", "oleObject"):
            yield "controls", name, tag
        elif tag in _VIEWS or (
            tag == "sheetProtection" and {"password", "hashValue"} & element.attrib.keys()
        ):
            yield "views", name, tag
        elif tag in ("sheetPr", "workbookPr") and element.get("codeName"):
            yield "macros", name, element.get("codeName", "")

    def _note_text(self, cell: ET.Element) -> None:
        if cell.get("t") == "s":
            value = next((child.text for child in cell if _local(child.tag) == "v"), None)
            if value and value.strip().isdigit():
                self.used_texts.add(int(value))

    def _texts(self, name: str, root: ET.Element) -> RawLeaks:
        self.texts = sum(_local(element.tag) == "si" for element in root)
        for element in root.iter():
            if _local(element.tag) in ("rPh", "phoneticPr"):
                yield "extensions", name, ""

    def _relations(self, name: str, root: ET.Element) -> RawLeaks:
        folder, base = posixpath.split(name)
        owner = posixpath.join(posixpath.dirname(folder), base.removesuffix(".rels"))
        for relation in root:
            target = relation.get("Target", "")
            if relation.get("TargetMode") == "External":
                if not target.lower().startswith(_LINKS):
                    yield "links", name, target
            elif self.container.find(resolve(owner, target)) is None:
                yield "links", name, target

    def _table(self, name: str, root: ET.Element) -> RawLeaks:
        if root.get("displayName") in _RECORDS and not self.chosen:
            yield "records", root.get("displayName", ""), ""
        if root.get("tableType") == "queryTable" or root.get("connectionId"):
            yield "connections", name, ""
        for element in root.iter():
            if _local(element.tag) == "filterColumn":
                yield "views", name, ""

    def _chart(self, name: str, root: ET.Element) -> RawLeaks:
        for element in root.iter():
            tag = _local(element.tag)
            if tag in ("externalData", "userShapes", "pivotSource"):
                yield "external_links", name, tag
            if tag == "f" and _OUTSIDE.search(element.text or ""):
                yield "external_links", name, element.text or ""


def _is_zero(size: str | None) -> bool:
    return size is not None and bool(re.fullmatch(r"\s*[+-]?0*\.?0*(?:[eE][+-]?\d+)?\s*", size))


@cache
def _local(name: str) -> str:
    return name.rpartition("}")[2]
