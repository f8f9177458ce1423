"""From .xlsx bytes to the book in memory and back."""

from __future__ import annotations

import posixpath
import re
import zipfile
from functools import lru_cache
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

from lxml import etree
from openpyxl.utils import column_index_from_string, get_column_letter

from tests.live.engine.model import Book, Cell, Fault, Plain, Sheet, Table
from tests.live.engine.references import translated
from tests.live.engine.styles import MAIN, Styles

_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_PLACE = re.compile(r"([A-Z]+)([0-9]+)")
_SPELT = re.compile(r"_x([0-9A-Fa-f]{4})_")
_UNSPEAKABLE = re.compile(r"[\x00-\x08\x0b-\x1f]|_(?=x[0-9A-Fa-f]{4}_)")
_LETTERS = {get_column_letter(number): number for number in range(1, 703)}


def load(data: bytes) -> Book:
    """Open a workbook."""
    return read_only(data).snapshot()


@lru_cache(maxsize=8)
def read_only(data: bytes) -> Book:
    """A workbook to look at only: whoever asks again gets the same one."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    _drop_calculation_chain(parts)
    workbook = etree.fromstring(parts["xl/workbook.xml"])
    targets = _relations(parts, "xl/workbook.xml")
    strings = _shared_strings(parts)
    sheets = []
    for item in workbook.iter(f"{MAIN}sheet"):
        part = targets[item.get(f"{_REL}id")]
        sheets.append(_sheet(parts, part, item, strings))
    _forget_blank_results(sheets)
    view = workbook.find(f".//{MAIN}workbookView")
    active = int(view.get("activeTab", "0")) if view is not None else 0
    return Book(parts, workbook, Styles(parts["xl/styles.xml"]), sheets, active)


def _forget_blank_results(sheets: list[Sheet]) -> None:
    """Where no formula shows anything the book was never calculated: its blank results mean nothing."""
    cells = [
        cell
        for sheet in sheets
        for line in sheet.rows.values()
        for cell in line.values()
        if cell.formula is not None
    ]
    if all(cell.value in {None, ""} for cell in cells):
        for cell in cells:
            cell.value = None


def _relations(parts: dict[str, bytes], part: str) -> dict[str, str]:
    folder, name = posixpath.split(part)
    data = parts.get(f"{folder}/_rels/{name}.rels")
    if data is None:
        return {}
    return {
        item.get("Id"): posixpath.normpath(posixpath.join(folder, item.get("Target"))).lstrip("/")
        if not item.get("Target").startswith("/")
        else item.get("Target").lstrip("/")
        for item in etree.fromstring(data)
    }


def _drop_calculation_chain(parts: dict[str, bytes]) -> None:
    if parts.pop("xl/calcChain.xml", None) is not None:
        for part in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
            parts[part] = re.sub(rb"<(Override|Relationship)\b[^>]*calcChain[^>]*/>", b"", parts[part])


def _shared_strings(parts: dict[str, bytes]) -> list[str]:
    data = parts.get("xl/sharedStrings.xml")
    return [_plain_text(item) for item in etree.fromstring(data)] if data else []


def _plain_text(item: etree._Element) -> str:
    direct = item.find(f"{MAIN}t")
    if direct is not None:
        return _decoded(direct.text or "")
    return _decoded("".join(run.findtext(f"{MAIN}t") or "" for run in item.iter(f"{MAIN}r")))


def _decoded(text: str) -> str:
    """Files spell characters that XML cannot hold as ``_x001F_``."""
    return _SPELT.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _encoded(text: str) -> str:
    return _UNSPEAKABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def _sheet(parts: dict[str, bytes], part: str, item: etree._Element, strings: list[str]) -> Sheet:
    root = etree.fromstring(parts[part])
    sheet = Sheet(item.get("name"), item.get("state", "visible"), part, root, xml=parts[part])
    data = root.find(f"{MAIN}sheetData")
    _read_rows(sheet, data, strings)
    for child in list(data):
        data.remove(child)
    data.text = None
    guard = root.find(f"{MAIN}sheetProtection")
    sheet.protected = guard is not None and guard.get("sheet") in {"1", "true"}
    targets = _relations(parts, part)
    for link in root.iter(f"{MAIN}tablePart"):
        path = targets[link.get(f"{_REL}id")]
        table = etree.fromstring(parts[path])
        sheet.tables.append(Table(path, table, table.get("insertRow") == "1"))
    return sheet


def _read_rows(sheet: Sheet, data: etree._Element, strings: list[str]) -> None:
    shared: dict[str, tuple[str, int, int]] = {}
    number = 0
    for line in data:
        number = int(line.get("r", number + 1))
        row_formats = {key: value for key, value in line.attrib.items() if key not in {"r", "spans"}}
        if row_formats:
            sheet.row_formats[number] = row_formats
        row = sheet.rows.setdefault(number, {})
        col = 0
        for item in line:
            place = item.get("r")
            col = _column(place) if place else col + 1
            row[col] = _cell(item, number, col, strings, shared)


def _column(place: str) -> int:
    match = _PLACE.fullmatch(place)
    assert match
    return _LETTERS.get(match[1]) or column_index_from_string(match[1])


def _cell(
    item: etree._Element, row: int, col: int, strings: list[str], shared: dict[str, tuple[str, int, int]]
) -> Cell:
    kind, style = item.get("t"), int(item.get("s", "0"))
    formula = value = None
    for child in item:
        if child.tag == f"{MAIN}f":
            formula = _formula(child, row, col, shared)
        elif child.tag == f"{MAIN}v":
            value = _value(kind, child.text or "", strings)
        elif child.tag == f"{MAIN}is":
            value = _plain_text(child)
    if value is None and formula is not None and item.find(f"{MAIN}v") is not None:
        value = ""  # what XlsxWriter leaves for an empty text
    return Cell(value, formula, style)


def _formula(item: etree._Element, row: int, col: int, shared: dict[str, tuple[str, int, int]]) -> str:
    if item.get("t") == "array":
        raise NotImplementedError("array formulas")
    text = item.text or ""
    if item.get("t") == "shared":
        if text:
            shared[item.get("si")] = text, row, col
        text, first_row, first_col = shared[item.get("si")]
        return translated(text, row - first_row, col - first_col)
    return text


def _value(kind: str | None, text: str, strings: list[str]) -> Plain:
    if kind == "s":
        return strings[int(text)]
    if kind == "str":
        return _decoded(text)
    if kind == "b":
        return text in {"1", "true"}
    if kind == "e":
        return Fault(text)
    return float(text) if text else None


def dump(book: Book, *, results: bool = True) -> bytes:
    """The book as a file; parts that nothing touched are the original bytes.

    Without ``results`` formulas may show old ones: who recalculates the file does not need them.
    """
    _write_states(book)
    parts = dict(book.parts)
    parts["xl/workbook.xml"] = _xml(book.workbook)
    parts["xl/styles.xml"] = book.styles.to_bytes()
    for sheet in book.sheets:
        if sheet.xml is None or (results and sheet.results_old):
            sheet.xml, sheet.results_old = _sheet_xml(sheet), False
        parts[sheet.part] = sheet.xml
        for table in sheet.tables:
            parts[table.part] = _xml(table.root)
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def _xml(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _write_states(book: Book) -> None:
    for item, sheet in zip(book.workbook.iter(f"{MAIN}sheet"), book.sheets, strict=True):
        if sheet.state != "visible":
            item.set("state", sheet.state)
        else:
            item.attrib.pop("state", None)
    for sheet in book.sheets:
        for table in sheet.tables:
            if table.empty:
                table.root.set("insertRow", "1")
            else:
                table.root.attrib.pop("insertRow", None)


def _sheet_xml(sheet: Sheet) -> bytes:
    dimension = sheet.root.find(f"{MAIN}dimension")
    if dimension is not None:
        dimension.set("ref", sheet.used().text)
    lines = [
        _row_xml(row, sheet.rows.get(row, {}), sheet.row_formats.get(row, {}))
        for row in sorted(sheet.rows.keys() | sheet.row_formats.keys())
    ]
    head, tail = _xml(sheet.root).split(b"<sheetData/>")
    return head + b"<sheetData>" + "".join(lines).encode() + b"</sheetData>" + tail


def _row_xml(row: int, cells: dict[int, Cell], row_formats: dict[str, str]) -> str:
    if not cells and not row_formats:
        return ""
    attributes = "".join(
        f" {key.replace(_X14AC, 'x14ac:')}={quoteattr(value)}" for key, value in row_formats.items()
    )
    inner = "".join(_cell_xml(row, col, cells[col]) for col in sorted(cells))
    return f'<row r="{row}"{attributes}>{inner}</row>'


_X14AC = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac}"


def _cell_xml(row: int, col: int, cell: Cell) -> str:
    start = f'<c r="{get_column_letter(col)}{row}"' + (f' s="{cell.style}"' if cell.style else "")
    value, formula = cell.value, ""
    if cell.formula is not None:
        formula = f"<f>{escape(cell.formula)}</f>"
    if value is None:
        return f"{start}>{formula}</c>" if formula else f"{start}/>"
    if isinstance(value, bool):
        return f'{start} t="b">{formula}<v>{int(value)}</v></c>'
    if isinstance(value, Fault):
        return f'{start} t="e">{formula}<v>{value}</v></c>'
    if isinstance(value, str):
        if formula:
            return f'{start} t="str">{formula}<v>{escape(_encoded(value))}</v></c>'
        return f'{start} t="inlineStr"><is><t xml:space="preserve">{escape(_encoded(value))}</t></is></c>'
    return f"{start}>{formula}<v>{value!r}</v></c>"
