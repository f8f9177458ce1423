"""Repair-risk lint: structural rules whose violation makes Excel offer to repair a book.

``lint`` returns every violation as (rule, place); an empty list is a well-built file.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from lxml import etree

from tests.workbook.repair_rules import local_name, more

Problem = tuple[str, str]
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_IDS = etree.XPath(
    "//@*[namespace-uri()='http://schemas.openxmlformats.org/officeDocument/2006/relationships'"
    " or namespace-uri()='http://purl.oclc.org/ooxml/officeDocument/relationships']"
)
_ORDER = (
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges "
    "scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr "
    "conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter "
    "rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags drawing drawingHF "
    "legacyDrawing legacyDrawingHF picture oleObjects controls webPublishItems tableParts extLst"
).split()
_MODERN = re.compile(
    r"(?<![\w.])(XLOOKUP|LET|FILTER|LAMBDA|SORT|UNIQUE|SEQUENCE|IFS|SWITCH|TEXTJOIN|CONCAT|MAXIFS|MINIFS)\("
)
_AREA = re.compile(r"\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?$")
_NAME = re.compile(r"[\w\\\\][\w.\\\\?]*$")


@dataclass
class _Book:
    archive: zipfile.ZipFile
    names: list[str]
    roots: dict[str, etree._Element]

    @cached_property
    def lower(self) -> set[str]:
        return {name.lower() for name in self.names}

    @cached_property
    def strings(self) -> list[etree._Element]:
        return list(next(root for _, root in _of_kind(self, "sst")))


def lint(data: bytes) -> list[Problem]:
    """All violations of one workbook file."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile as error:
        return [("bad zip", str(error))]
    names = [name for name in archive.namelist() if not name.endswith("/")]
    problems: list[Problem] = []
    if archive.testzip():
        problems.append(("bad crc", str(archive.testzip())))
    roots = {}
    for name in names:
        if name.lower().endswith((".xml", ".rels", ".vml")):
            try:
                roots[name] = etree.fromstring(archive.read(name), etree.XMLParser(resolve_entities=False))
            except etree.XMLSyntaxError as error:
                problems.append(("malformed xml", f"{name} {error}"))
    book = _Book(archive, names, roots)
    for check in (_content_types, _relationships, _styles_and_strings, _sheets, _tables, _workbook):
        problems += check(book)
    return problems + list(more(roots, _owners(book, "/drawing")))


def _of_kind(book: _Book, kind: str) -> Iterator[tuple[str, etree._Element]]:
    return ((name, root) for name, root in book.roots.items() if local_name(root) == kind)


def _content_types(book: _Book) -> Iterator[Problem]:
    if len(book.lower) != len(book.names):
        yield "duplicate entry", ""
    root = book.roots.get("[Content_Types].xml")
    if root is None:
        yield "no content types", ""
        return
    defaults = {e.get("Extension", "").lower() for e in root if local_name(e) == "Default"}
    overrides = [e.get("PartName", "").lstrip("/").lower() for e in root if local_name(e) == "Override"]
    yield from (("duplicate override", name) for name, count in Counter(overrides).items() if count > 1)
    yield from (("override without part", name) for name in overrides if name not in book.lower)
    for name in book.names:
        known = name.lower() in overrides or name.rpartition(".")[2].lower() in defaults
        if name != "[Content_Types].xml" and not known:
            yield "no content type", name


def _relationships(book: _Book) -> Iterator[Problem]:
    ids: dict[str, set[str]] = {}
    for name, root in _of_kind(book, "Relationships"):
        folder = posixpath.dirname(posixpath.dirname(name))
        owner = posixpath.join(folder, posixpath.basename(name)[:-5]).lower()
        found = [e.get("Id", "") for e in root]
        ids[owner] = set(found)
        if len(ids[owner]) != len(found):
            yield "duplicate relationship id", name
        for element in root:
            target = (element.get("Target") or "").split("#")[0]
            if element.get("TargetMode") == "External" or not target:
                continue
            path = (
                target.lstrip("/") if target[0] == "/" else posixpath.normpath(posixpath.join(folder, target))
            )
            if path.lower() not in book.lower:
                yield "dangling relationship", f"{name} -> {target}"
    for name, root in book.roots.items():
        for value in _IDS(root):
            if value and value not in ids.get(name.lower(), set()):
                yield "id without relationship", f"{name} {str(value)!r}"
        for prefix in (root.get(_MC + "Ignorable") or "").split():
            if prefix not in root.nsmap:
                yield "undeclared ignorable prefix", f"{name} {prefix}"


def _count(book: _Book, kind: str, path: str, member: str) -> int:
    for _, root in _of_kind(book, kind):
        place = root if not path else root.find("{*}" + path)
        return sum(1 for e in place if local_name(e) == member) if place is not None else 1
    return 0


def _styles_and_strings(book: _Book) -> Iterator[Problem]:
    styles, strings = _count(book, "styleSheet", "cellXfs", "xf"), _count(book, "sst", "", "si")
    formats = _count(book, "styleSheet", "dxfs", "dxf")
    for name, root in _of_kind(book, "worksheet"):
        for cell in root.iter("{*}c"):
            kind = cell.get("t")
            if int(cell.get("s") or 0) >= max(1, styles):
                yield "style index out of range", f"{name} {cell.get('r')}"
            if kind == "s" and int(cell.findtext("{*}v") or -1) >= strings:
                yield "string index out of range", f"{name} {cell.get('r')}"
            if kind == "inlineStr" and len(_inline(cell)) > 32_767:
                yield "text too long", f"{name} {cell.get('r')}"
        for rule in root.iter("{*}cfRule"):
            if rule.get("dxfId") and int(rule.get("dxfId") or 0) >= formats:
                yield "format index out of range", name


def _sheets(book: _Book) -> Iterator[Problem]:
    for name, root in _of_kind(book, "worksheet"):
        yield from _rows(name, root)
        yield from _child_order(name, root)
        yield from _ranges(name, root)
        yield from _formulas(name, root)
        yield from _validations(name, root)
        yield from _views(name, root)


def _rows(name: str, root: etree._Element) -> Iterator[Problem]:
    last = 0
    for row in root.iter("{*}row"):
        number = int(row.get("r") or last + 1)
        if not last < number <= 1_048_576:
            yield "row order", f"{name} {number}"
        last, column = number, 0
        for cell in row.iterchildren("{*}c"):
            found = _AREA.match(cell.get("r") or "")
            if not cell.get("r"):
                column += 1
            elif found is None or int(found[2]) != number or not column < _number(found[1]) <= 16_384:
                yield "cell place", f"{name} {cell.get('r')} in row {number}"
            else:
                column = _number(found[1])


def _child_order(name: str, root: etree._Element) -> Iterator[Problem]:
    places = [_ORDER.index(local_name(e)) for e in root if local_name(e) in _ORDER]
    if places != sorted(places):
        yield "worksheet child order", name


def _ranges(name: str, root: etree._Element) -> Iterator[Problem]:
    merges = [_area(e.get("ref")) for e in root.iter("{*}mergeCell")]
    for at, first in enumerate(merges):
        if any(_overlap(first, other) for other in merges[at + 1 :]):
            yield "overlapping merges", f"{name} {first}"
    for kind in ("mergeCells", "dataValidations"):
        for group in root.iter("{*}" + kind):
            members = sum(1 for e in group if local_name(e) == kind[:-1])
            if not members or (group.get("count") and int(group.get("count") or 0) != members):
                yield "wrong count", f"{name} {kind}"
    for element in root.iter("*"):
        for key in ("sqref", "ref"):
            text = element.get(key)
            if (
                text is not None
                and local_name(element) != "f"
                and any(_area(p) is None for p in text.split())
            ):
                yield "bad range", f"{name} {text}"
    for element in root.iter("{*}sqref"):
        if any(_area(part) is None for part in (element.text or "x").split()):
            yield "bad range", f"{name} {element.text}"


def _formulas(name: str, root: etree._Element) -> Iterator[Problem]:
    groups = {f.get("si") for f in root.iter("{*}f") if f.get("t") == "shared" and f.text}
    for formula in root.iter("{*}f"):
        text = re.sub(r'"[^"]*"', "", formula.text or "")
        if formula.get("t") == "shared" and formula.get("si") not in groups:
            yield "shared formula without master", name
        if _MODERN.search(text):
            yield "missing _xlfn", f"{name} {text}"
        if text.startswith("="):
            yield "formula with =", f"{name} {text}"


def _validations(name: str, root: etree._Element) -> Iterator[Problem]:
    for rule in root.iter("{*}dataValidation"):
        text = rule.findtext("{*}formula1") or ""
        if rule.get("type") == "list" and text.startswith('"') and len(text) > 257:
            yield "list validation too long", name


def _views(name: str, root: etree._Element) -> Iterator[Problem]:
    for view in root.iter("{*}sheetView"):
        pane = view.find("{*}pane")
        right, below = (pane is not None and float(pane.get(key) or 0) > 0 for key in ("xSplit", "ySplit"))
        if pane is not None and (pane.get("state") or "").startswith("frozen") and not (right or below):
            yield "frozen pane that splits nothing", name
        there = {"topLeft": True, "topRight": right, "bottomLeft": below, "bottomRight": right and below}
        shown = [item.get("pane") or "topLeft" for item in view.iterfind("{*}selection")]
        yield from (("selection of no pane", f"{name} {item}") for item in shown if not there.get(item))
        if len(set(shown)) != len(shown):
            yield "two selections of one pane", name


def _tables(book: _Book) -> Iterator[Problem]:
    owners = _owners(book, "/table")
    ids = Counter(root.get("id") for _, root in _of_kind(book, "table"))
    names = Counter((root.get("displayName") or "").lower() for _, root in _of_kind(book, "table"))
    yield from (("duplicate table id", str(key)) for key, count in ids.items() if count > 1)
    yield from (("duplicate table name", key) for key, count in names.items() if count > 1)
    areas: dict[str, list[tuple[int, int, int, int]]] = {}
    for name, root in _of_kind(book, "table"):
        area, columns = _area(root.get("ref")), [e.get("name") or "" for e in root.iter("{*}tableColumn")]
        if area is None or area[3] - area[1] + 1 != len(columns):
            yield "table column count", name
            continue
        if len({c.lower() for c in columns}) != len(columns):
            yield "duplicate table column", name
        owner = owners.get(name.lower(), "")
        if any(_overlap(area, other) for other in areas.setdefault(owner, [])):
            yield "overlapping tables", name
        areas[owner].append(area)
        yield from _table_on_sheet(book, name, owner, root, area, columns)


def _table_on_sheet(
    book: _Book,
    name: str,
    owner: str,
    root: etree._Element,
    area: tuple[int, int, int, int],
    columns: list[str],
) -> Iterator[Problem]:
    sheet = book.roots.get(owner)
    if sheet is None:
        yield "table without sheet", name
        return
    totals = int(root.get("totalsRowCount") or 0)
    inner = root.find("{*}autoFilter")
    if inner is not None and _area(inner.get("ref")) != (area[0], area[1], area[2] - totals, area[3]):
        yield "table filter range", name
    if area[2] - totals <= area[0] and root.get("headerRowCount") != "0":
        yield "table without body", name
    outer = sheet.find("{*}autoFilter")
    if outer is not None and _overlap(_area(outer.get("ref")), area):
        yield "autofilter over table", name
    if any(_overlap(_area(m.get("ref")), area) for m in sheet.iter("{*}mergeCell")):
        yield "merge in table", name
    if root.get("headerRowCount") != "0":
        shown = _header(book, sheet, area)
        wanted = [re.sub(r"_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m[1], 16)), c) for c in columns]
        if shown != wanted:
            yield "header cell is not column name", f"{name} {shown} {wanted}"


def _header(book: _Book, sheet: etree._Element, area: tuple[int, int, int, int]) -> list[str]:
    texts = {}
    for cell in (c for row in sheet.iter("{*}row") if row.get("r") == str(area[0]) for c in row):
        place = _area(cell.get("r"))
        if place:
            value = cell.findtext("{*}v") or ""
            texts[place[1]] = _inline(cell) or (_shared(book, int(value)) if cell.get("t") == "s" else value)
    return [texts.get(col, "") for col in range(area[1], area[3] + 1)]


def _inline(cell: etree._Element) -> str:
    return "".join(text.text or "" for text in cell.iter("{*}t"))


def _shared(book: _Book, number: int) -> str:
    if number >= len(book.strings):
        return ""
    text = book.strings[number]
    return "".join(
        text.xpath("./*[local-name()='t']/text()|./*[local-name()='r']/*[local-name()='t']/text()")
    )


def _workbook(book: _Book) -> Iterator[Problem]:
    for name, root in _of_kind(book, "workbook"):
        sheets = [e.get("name") or "" for e in root.iter("{*}sheet")]
        states = [e.get("state") or "visible" for e in root.iter("{*}sheet")]
        for sheet in sheets:
            if not 0 < len(sheet) <= 31 or re.search(r"[\[\]:*?/\\]", sheet) or sheet[0] == "'":
                yield "sheet name", sheet
        if len({s.lower() for s in sheets}) != len(sheets):
            yield "duplicate sheet name", name
        if "visible" not in states:
            yield "no visible sheet", name
        view = root.find(".//{*}workbookView")
        active = 0 if view is None else int(view.get("activeTab") or 0)
        if active < len(states) and states[active] != "visible":
            yield "active sheet hidden", name
        defined = [(e.get("name") or "", e.get("localSheetId")) for e in root.iter("{*}definedName")]
        if len({(n.lower(), i) for n, i in defined}) != len(defined):
            yield "duplicate name", name
        yield from (("bad name", n) for n, _ in defined if not _NAME.match(n) or _AREA.match(n))


def _owners(book: _Book, kind: str) -> dict[str, str]:
    owners = {}
    for name, root in _of_kind(book, "Relationships"):
        folder = posixpath.dirname(posixpath.dirname(name))
        owner = posixpath.join(folder, posixpath.basename(name)[:-5])
        for element in root:
            if (element.get("Type") or "").endswith(kind):
                target = element.get("Target") or ""
                path = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
                owners[path.lower()] = owner
    return owners


@cache
def _number(text: str) -> int:
    number = 0
    for char in text:
        number = number * 26 + ord(char) - 64
    return number


def _area(text: str | None) -> tuple[int, int, int, int] | None:
    found = _AREA.match(text or "")
    if not found:
        return None
    row, col = int(found[2]), _number(found[1])
    last_row, last_col = (int(found[4]), _number(found[3])) if found[3] else (row, col)
    ok = 1 <= row <= last_row <= 1_048_576 and 1 <= col <= last_col <= 16_384
    return (row, col, last_row, last_col) if ok else None


def _overlap(a: tuple[int, int, int, int] | None, b: tuple[int, int, int, int] | None) -> bool:
    return a is not None and b is not None and a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]
