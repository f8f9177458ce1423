"""More causes for which Excel offers to repair a book, as public trackers name them; ``xlsx_lint`` runs them all.

Where a tracker tells of one the rule names it: XlsxWriter (jmcnamara/XlsxWriter), exceljs, EPPlus
(EPPlusSoftware/EPPlus), ClosedXML, node-xlsx-writestream, openpyxl. The others are limits and sequences of
ECMA-376 that Excel insists on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from lxml import etree

Problem = tuple[str, str]
Roots = Mapping[str, etree._Element]

_WORKBOOK = (
    "fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups externalReferences "
    "definedNames calcPr oleSize customWorkbookViews pivotCaches smartTagPr smartTagTypes webPublishing "
    "fileRecoveryPr webPublishObjects extLst"
).split()
_STYLES = "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors extLst".split()
_DXF = "font numFmt fill alignment border protection extLst".split()
_TABLE = "autoFilter sortState tableColumns tableStyleInfo extLst".split()
_SERIES = (
    "idx order tx spPr invertIfNegative pictureOptions marker explosion dPt dLbls trendline errBars cat val xVal yVal "
    "smooth shape bubbleSize bubble3D extLst"
).split()
_LISTS = {
    "hyperlinks", "mergeCells", "dataValidations", "conditionalFormatting", "cols", "tableParts",
    "rowBreaks", "colBreaks", "ignoredErrors", "protectedRanges", "sheets", "externalReferences", "customProperties",
}  # fmt: skip
_CELL_TYPES = {"b", "d", "e", "inlineStr", "n", "s", "str"}
_ERRORS = {
    "#DIV/0!",
    "#N/A",
    "#NAME?",
    "#NULL!",
    "#NUM!",
    "#REF!",
    "#VALUE!",
    "#GETTING_DATA",
    "#SPILL!",
    "#CALC!",
}
_VALIDATIONS = {"none", "whole", "decimal", "list", "date", "time", "textLength", "custom"}
_RULES = {
    "expression", "cellIs", "colorScale", "dataBar", "iconSet", "top10", "uniqueValues", "duplicateValues",
    "containsText", "notContainsText", "beginsWith", "endsWith", "containsBlanks", "notContainsBlanks",
    "containsErrors", "notContainsErrors", "timePeriod", "aboveAverage",
}  # fmt: skip
_CELL = re.compile(r"([A-Z]{1,3})([1-9]\d*)$")
_QUOTED = re.compile(r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'')
_TABLE_NAME = re.compile(r"[^\W\d][\w.]*$|\\[\w.]*$")
_LIKE_CELL = re.compile(r"(?i)(?:[a-z]{1,3}\d+|r\d*c\d*|[rc])$")
_STRUCTURED = re.compile(r"([^\W\d][\w.]*)\[")
_OUTER = re.compile(r"\[(\d+)\]")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$")
_LONGEST_LINK, _MOST_LINKS = 2_079, 65_530
_LONGEST_TEXT, _LONGEST_FORMULA, _LONGEST_HEADING, _LONGEST_TITLE = 32_767, 8_192, 255, 32


def more(roots: Roots, owners: Mapping[str, str]) -> Iterator[Problem]:
    """All violations; ``owners`` tells which part refers to a part."""
    for check in (_workbook, _names, _styles, _texts, _calculation_chain, _properties, _drawings, _notes):
        yield from check(roots)
    for name, root in kind(roots, "worksheet"):
        for rule in (_columns_and_rows, _cells, _formulas, _links, _validations, _conditions, _pages, _views):
            yield from ((problem, f"{name} {place}") for problem, place in rule(root, roots))
    yield from _tables(roots)
    counted = Counter(owner for part, owner in owners.items() if "drawing" in part and part.endswith(".xml"))
    yield from (("two drawings of one sheet", name) for name, count in counted.items() if count > 1)


def kind(roots: Roots, local: str) -> Iterator[tuple[str, etree._Element]]:
    return ((name, root) for name, root in roots.items() if local_name(root) == local)


def local_name(element: etree._Element) -> str:
    """The tag without its namespace; none for comments."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _in_order(element: etree._Element, order: list[str]) -> bool:
    places = [order.index(local_name(child)) for child in element if local_name(child) in order]
    return places == sorted(places)


def _number(text: str | None) -> float | None:
    try:
        return float(text or "")
    except ValueError:
        return None


# ── the book ──────────────────────────────────────────────────────────────────────────────────────────────


def _workbook(roots: Roots) -> Iterator[Problem]:
    for name, root in kind(roots, "workbook"):
        if not _in_order(root, _WORKBOOK):
            yield "workbook child order", name
        sheets = list(root.iter("{*}sheet"))
        # ClosedXML #220: the sheet listed twice.
        for key in ("sheetId", "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"):
            if len({sheet.get(key) for sheet in sheets}) != len(sheets):
                yield "two sheets of one id", f"{name} {key}"
        if any(not 1 <= int(sheet.get("sheetId") or 0) <= 65_534 for sheet in sheets):
            yield "sheet id out of range", name
        views = len(list(root.iter("{*}workbookView")))
        for _, page in kind(roots, "worksheet"):
            if any(
                int(view.get("workbookViewId") or 0) >= max(1, views) for view in page.iter("{*}sheetView")
            ):
                yield "sheet view without workbook view", name
        if any(int(view.get("activeTab") or 0) >= len(sheets) for view in root.iter("{*}workbookView")):
            yield "active sheet out of range", name
    for name, root in roots.items():
        for element in root.iter(*(f"{{*}}{tag}" for tag in _LISTS)):
            # node-xlsx-writestream #3: an empty <hyperlinks/>.
            if not len(element):
                yield "empty list", f"{name} {local_name(element)}"


def _names(roots: Roots) -> Iterator[Problem]:
    for _, root in kind(roots, "workbook"):
        sheets = [sheet.get("name") or "" for sheet in root.iter("{*}sheet")]
        outer = len(list(root.iter("{*}externalReference")))
        tables = {(table.get("displayName") or "").lower() for _, table in kind(roots, "table")}
        for item in root.iter("{*}definedName"):
            label, text = item.get("name") or "", item.text or ""
            if not text.strip():
                yield "name that refers to nothing", label
            if int(item.get("localSheetId") or 0) >= len(sheets):
                yield "name of a sheet out of range", label
            if len(label) > _LONGEST_HEADING:
                yield "name too long", label
            # EPPlus #395, #272: a link into another file without its part.
            if any(int(number) > outer for number in _OUTER.findall(_QUOTED.sub("", text))):
                yield "name into a file that is not linked", label
            if label.lower() in tables:
                yield "name that is a table's too", label
            titles = re.findall(r"'((?:[^']|'')+)'!|(?:^|[,(=])([^\W\d][\w.]*)!", text)
            for quoted, bare in titles:
                if "[" not in quoted and (quoted.replace("''", "'") or bare) not in sheets:
                    yield "name on a sheet that is not there", f"{label} {text}"


def _properties(roots: Roots) -> Iterator[Problem]:
    for name, root in kind(roots, "coreProperties"):
        for element in root:
            if local_name(element) in ("created", "modified") and not _MOMENT.match(element.text or ""):
                yield "moment in the properties", f"{name} {element.text}"
        if len({element.tag for element in root}) != len(root):
            yield "property twice", name


def _texts(roots: Roots) -> Iterator[Problem]:
    for name, root in kind(roots, "sst"):
        for at, item in enumerate(root):
            if len("".join(item.itertext())) > _LONGEST_TEXT:
                yield "shared text too long", f"{name} {at}"


def _calculation_chain(roots: Roots) -> Iterator[Problem]:
    """A chain that names a cell without a formula: openpyxl drops it, others left it (Removed Records: Formula)."""
    for name, root in kind(roots, "calcChain"):
        pages, sheet = dict(_by_sheet_id(roots)), ""
        for cell in root:
            sheet = cell.get("i") or sheet
            if cell.get("r") not in pages.get(sheet, set()):
                yield "chain names a cell without formula", f"{name} {sheet} {cell.get('r')}"


def _by_sheet_id(roots: Roots) -> Iterator[tuple[str, set[str]]]:
    targets = {
        item.get("Id"): item.get("Target")
        for name, root in kind(roots, "Relationships")
        if name.endswith("workbook.xml.rels")
        for item in root
    }
    for _, root in kind(roots, "workbook"):
        for sheet in root.iter("{*}sheet"):
            key = next((value for name, value in sheet.attrib.items() if str(name).endswith("}id")), "")
            page = roots.get(f"xl/{(targets.get(key) or '').removeprefix('/xl/')}")
            cells = page.iter("{*}c") if page is not None else ()
            yield str(sheet.get("sheetId")), {str(c.get("r")) for c in cells if c.find("{*}f") is not None}


# ── looks ─────────────────────────────────────────────────────────────────────────────────────────────────


def _styles(roots: Roots) -> Iterator[Problem]:
    for name, root in kind(roots, "styleSheet"):
        if not _in_order(root, _STYLES):
            yield "styles child order", name
        if any(not _in_order(item, _DXF) for item in root.iter("{*}dxf")):
            yield "difference format child order", name
        sizes = {key: _size(root, key) for key in ("fonts", "fills", "borders", "cellStyleXfs")}
        formats = [int(item.get("numFmtId") or 0) for item in root.findall("{*}numFmts/{*}numFmt")]
        if len(set(formats)) != len(formats):
            yield "two number formats of one id", name
        for item in root.iter("{*}numFmt"):
            code = item.get("formatCode") or ""
            bare = re.sub(r'"[^"]*"|\\.', "", code)
            if not code or len(code) > _LONGEST_HEADING or '"' in bare or bare.count("[") != bare.count("]"):
                yield "number format", f"{name} {code}"
        yield from _cell_formats(name, root, sizes, formats)
        for style in root.iter("{*}cellStyle"):
            if int(style.get("xfId") or 0) >= max(1, sizes["cellStyleXfs"]):
                yield "named style out of range", f"{name} {style.get('name')}"
        if _size(root, "cellXfs") > 65_430:
            yield "too many formats", name


def _cell_formats(
    name: str, root: etree._Element, sizes: Mapping[str, int], formats: list[int]
) -> Iterator[Problem]:
    for xf in root.findall("{*}cellXfs/{*}xf"):
        for key, within in (
            ("fontId", "fonts"),
            ("fillId", "fills"),
            ("borderId", "borders"),
            ("xfId", "cellStyleXfs"),
        ):
            if int(xf.get(key) or 0) >= max(1, sizes[within]):
                yield "format part out of range", f"{name} {key} {xf.get(key)}"
        if int(xf.get("numFmtId") or 0) >= 164 and int(xf.get("numFmtId") or 0) not in formats:
            yield "number format that is not there", f"{name} {xf.get('numFmtId')}"


def _size(root: etree._Element, key: str) -> int:
    place = root.find("{*}" + key)
    return 0 if place is None else len(place)


# ── a sheet ───────────────────────────────────────────────────────────────────────────────────────────────


def _columns_and_rows(root: etree._Element, _: Roots) -> Iterator[Problem]:
    last = 0
    for column in root.iterfind("{*}cols/{*}col"):
        first, end = int(column.get("min") or 0), int(column.get("max") or 0)
        if not last < first <= end <= 16_384:
            yield "columns overlap", f"{first}:{end}"
        last = end
        if not 0 <= (_number(column.get("width") or "0") or 0) <= 255:
            yield "column width", str(column.get("width"))
    for row in root.iter("{*}row"):
        if row.get("ht") and not 0 <= (_number(row.get("ht")) or 0) <= 409.5:
            yield "row height", f"{row.get('r')}: {row.get('ht')}"
    shape = root.find("{*}sheetFormatPr")
    if shape is not None and shape.get("defaultRowHeight") is None:
        yield "no default row height", ""


def _cells(root: etree._Element, _: Roots) -> Iterator[Problem]:
    for cell in root.iter("{*}c"):
        sort = cell.get("t") or "n"
        if sort not in _CELL_TYPES:
            yield "cell type", f"{cell.get('r')} {sort}"
        value = cell.findtext("{*}v") if len(cell) else None  # most cells are blank
        if value is None:
            continue
        # exceljs #106: infinity, or a text that says it is a number.
        if sort == "n" and value and (_number(value) is None or not re.match(r"[-+\d.]", value)):
            yield "number that is none", f"{cell.get('r')} {value}"
        if sort == "b" and value not in ("0", "1"):
            yield "truth that is none", f"{cell.get('r')} {value}"
        if sort == "e" and value not in _ERRORS:
            yield "error that is none", f"{cell.get('r')} {value}"
        if sort == "str" and len(value) > _LONGEST_TEXT:
            yield "result too long", str(cell.get("r"))


def _formulas(root: etree._Element, roots: Roots) -> Iterator[Problem]:
    tables = {(table.get("displayName") or "").lower() for _, table in kind(roots, "table")}
    sheets = {sheet.get("name") for _, book in kind(roots, "workbook") for sheet in book.iter("{*}sheet")}
    for formula in root.iter("{*}f"):
        cell = formula.getparent()
        if local_name(cell) == "c":
            text = formula.text or ""
            where = f"{cell.get('r')} {text[:60]}"
            if not text and formula.get("t") != "shared" and formula.get("ca") is None:
                yield "formula without text", where
            if formula.get("t") == "array" and not formula.get("ref"):
                yield "array formula without range", where
            yield from ((problem, where) for problem in spelling(text, tables))
            titles = re.findall(r"'((?:[^']|'')+)'!", text)
            if any("[" not in title and title.replace("''", "'") not in sheets for title in titles):
                yield "formula on a sheet that is not there", where


def spelling(text: str, tables: set[str]) -> Iterator[str]:
    """How a formula is written; ``tables`` are the names of tables in small letters."""
    bare = _QUOTED.sub("", text)
    if len(text) > _LONGEST_FORMULA:
        yield "formula too long"
    if bare.count("(") != bare.count(")") or '"' in bare:
        yield "formula that does not close"
    if ";" in re.sub(r"\{[^}]*\}|\[[^\]]*\]", "", bare):
        yield "formula with semicolons"
    if re.search(r"\[@", bare):
        yield "formula spelt as on screen"
    if any(name.lower() not in tables for name in _STRUCTURED.findall(bare)):
        yield "formula of a table that is not there"


def _links(root: etree._Element, roots: Roots) -> Iterator[Problem]:
    links = list(root.iter("{*}hyperlink"))
    if len(links) > _MOST_LINKS:  # ClosedXML #1849
        yield "too many links", str(len(links))
    for link in links:
        keys = {etree.QName(key).localname for key in link.attrib}
        if not keys & {"id", "location"}:
            yield "link to nowhere", str(link.get("ref"))
        if (
            len(link.get("location") or "") > _LONGEST_LINK
            or len(link.get("tooltip") or "") > _LONGEST_HEADING
        ):
            yield "link too long", str(link.get("ref"))


def _validations(root: etree._Element, _: Roots) -> Iterator[Problem]:
    for rule in root.iter("{*}dataValidation"):
        where = rule.get("sqref") or "".join(rule.itertext())
        if (rule.get("type") or "none") not in _VALIDATIONS:
            yield "validation type", where
        if (rule.get("type") or "none") not in ("none",) and not "".join(
            text for part in rule.iter("{*}formula1") for text in part.itertext()
        ):
            yield "validation without formula", where
        if max(len(rule.get("prompt") or ""), len(rule.get("error") or "")) > _LONGEST_HEADING:
            yield "validation message too long", where
        if max(len(rule.get("promptTitle") or ""), len(rule.get("errorTitle") or "")) > _LONGEST_TITLE:
            yield "validation title too long", where


def _conditions(root: etree._Element, _: Roots) -> Iterator[Problem]:
    for group in root.iterfind("{*}conditionalFormatting"):
        where = group.get("sqref") or ""
        if not where:
            yield "condition without range", ""
        for rule in group.iterfind("{*}cfRule"):
            if rule.get("type") not in _RULES:
                yield "condition type", f"{where} {rule.get('type')}"
            if int(rule.get("priority") or 0) < 1:
                yield "condition priority", where
            if rule.get("type") in ("expression", "cellIs") and not rule.findtext("{*}formula"):
                yield "condition without formula", where
            if rule.get("type") == "cellIs" and not rule.get("operator"):
                yield "condition without operator", where
            scale = rule.find("{*}colorScale")
            if scale is not None and len(scale.findall("{*}cfvo")) != len(scale.findall("{*}color")):
                yield "colour scale", where


def _pages(root: etree._Element, _: Roots) -> Iterator[Problem]:
    setup = root.find("{*}pageSetup")
    if setup is not None and not 10 <= int(setup.get("scale") or 100) <= 400:
        yield "print scale", str(setup.get("scale"))
    for text in root.iterfind("{*}headerFooter/*"):
        if len(text.text or "") > _LONGEST_HEADING:
            yield "header or footer too long", local_name(text)
    margins = root.find("{*}pageMargins")
    if margins is not None and set(margins.keys()) != {"left", "right", "top", "bottom", "header", "footer"}:
        yield "page margins", str(dict(margins.attrib))
    parts = root.find("{*}tableParts")
    if parts is not None and int(parts.get("count") or len(parts)) != len(parts):
        yield "count of tables", str(parts.get("count"))


def _views(root: etree._Element, _: Roots) -> Iterator[Problem]:
    for view in root.iter("{*}sheetView"):
        if not 10 <= int(view.get("zoomScale") or 100) <= 400:
            yield "zoom", str(view.get("zoomScale"))
        pane = view.find("{*}pane")
        corner = None if pane is None else pane.get("topLeftCell")
        if corner is not None and not _CELL.match(corner):
            yield "corner of the pane", corner
        for chosen in view.iterfind("{*}selection"):
            if not _CELL.match(chosen.get("activeCell") or "A1"):
                yield "active cell", str(chosen.get("activeCell"))


# ── tables ────────────────────────────────────────────────────────────────────────────────────────────────


def _tables(roots: Roots) -> Iterator[Problem]:
    formats = next((_size(root, "dxfs") for _, root in kind(roots, "styleSheet")), 0)
    names = {(table.get("displayName") or "").lower() for _, table in kind(roots, "table")}
    for name, root in kind(roots, "table"):
        label = root.get("displayName") or ""
        # XlsxWriter #319: names that Excel would not take.
        if not _TABLE_NAME.match(label) or _LIKE_CELL.match(label) or len(label) > _LONGEST_HEADING:
            yield "table name", f"{name} {label}"
        if not _in_order(root, _TABLE):
            yield "table child order", name
        if root.get("headerRowCount") == "0" and root.find("{*}autoFilter") is not None:
            yield "filter of a table without headers", name
        columns = root.findall("{*}tableColumns/{*}tableColumn")
        if len({column.get("id") for column in columns}) != len(columns):
            yield "two columns of one id", name
        counted = root.find("{*}tableColumns")
        if counted is not None and int(counted.get("count") or len(columns)) != len(columns):
            yield "count of columns", name
        yield from _table_columns(name, columns, formats, names)
        for chosen in root.iterfind("{*}autoFilter/{*}filterColumn"):
            if int(chosen.get("colId") or 0) >= len(columns):
                yield "filter of no column", name


def _table_columns(
    name: str, columns: list[etree._Element], formats: int, names: set[str]
) -> Iterator[Problem]:
    for column in columns:
        text = column.get("name") or ""
        if not text or len(text) > _LONGEST_HEADING or re.search(r"[\n\r\t]", text):
            yield "column name", f"{name} {text[:40]!r}"
        for key in ("dataDxfId", "headerRowDxfId", "totalsRowDxfId"):
            if int(column.get(key) or 0) >= max(1, formats):
                yield "column format out of range", f"{name} {text}"
        formula = column.findtext("{*}calculatedColumnFormula")
        if formula is not None and (formula.startswith("=") or list(spelling(formula, names))):
            yield "column formula", f"{name} {formula[:60]}"


# ── what floats ───────────────────────────────────────────────────────────────────────────────────────────


def _drawings(roots: Roots) -> Iterator[Problem]:
    for name, root in kind(roots, "wsDr"):
        ids = [item.get("id") for item in root.iter("{*}cNvPr")]
        if len(set(ids)) != len(ids):
            yield "two drawn things of one id", name
        for anchor in root:
            corners = [
                [int(anchor.findtext(f"{{*}}{end}/{{*}}{axis}") or 0) for axis in ("col", "row")]
                for end in ("from", "to")
            ]
            if anchor.find("{*}to") is not None and any(a > b for a, b in zip(*corners, strict=True)):
                yield "drawn inside out", name
            if any(col >= 16_384 or row >= 1_048_576 for col, row in corners):
                yield "drawn beside the sheet", name
    for name, root in kind(roots, "chartSpace"):
        for plot in root.iter("{*}plotArea"):
            axes = (axis.find("{*}axId") for axis in plot if local_name(axis).endswith("Ax"))
            there = {axis.get("val") for axis in axes if axis is not None}
            used = {
                item.get("val")
                for chart in plot
                if local_name(chart).endswith("Chart")
                for item in chart.iterfind("{*}axId")
            }
            if not used <= there:
                yield "chart without its axis", name
        series = list(root.iter("{*}ser"))
        if any(not _in_order(item, _SERIES) for item in series):
            yield "series child order", name
        for key in ("idx", "order"):
            numbers = [
                item.find("{*}" + key).get("val") for item in series if item.find("{*}" + key) is not None
            ]
            if len(numbers) != len(series) or len(set(numbers)) != len(numbers):
                yield "two series of one number", f"{name} {key}"


def _notes(roots: Roots) -> Iterator[Problem]:
    for name, root in kind(roots, "comments"):
        places = [item.get("ref") for item in root.iter("{*}comment")]
        if len(set(places)) != len(places):
            yield "two comments on one cell", name
        authors = len(list(root.iter("{*}author")))
        if any(int(item.get("authorId") or 0) >= authors for item in root.iter("{*}comment")):
            yield "comment of nobody", name
    for name, root in roots.items():
        if name.endswith(".vml"):
            ids = [item.get("id") for item in root.iter("{urn:schemas-microsoft-com:vml}shape")]
            if len(set(ids)) != len(ids):  # EPPlus #552
                yield "two boxes of one id", name
