"""Tables of web pages and of XML workbooks, which many systems export under the name .xls."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

from salesplan_xl.book.importing.encoding import unreadable
from salesplan_xl.book.importing.grids import Grid, Merged, by_columns

_SHEET_XML = "urn:schemas-microsoft-com:office:spreadsheet"
_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_HEAD = 4096
# How far a page may stretch one cell.
_WIDEST = 200


def stated_charset(data: bytes) -> str | None:
    """The encoding that a page or an XML file names itself."""
    picked = _CHARSET.search(data[:_HEAD])
    return picked[1].decode("ascii").lower() if picked else None


def is_markup(data: bytes) -> bool:
    """Whether a file is a web page or an XML workbook."""
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower().replace(b"\x00", b"")
    return head.startswith(
        (b"<html", b"<!doctype html", b"<table", b"<?xml", b"<meta", b"<style", b"<body")
    ) or (head.startswith(b"<") and b"<table" in head)


def markup_grids(text: str, file: str) -> list[Grid]:
    """The tables of a page, or the sheets of an XML workbook.

    Raises:
        PlanInputError: SP-213 the XML is broken.
    """
    if _SHEET_XML in text[:_HEAD]:
        return _xml_grids(text, file)
    reader = _Page()
    reader.feed(text)
    reader.close()
    return [table.grid(at) for at, table in enumerate(reader.tables, 1) if table.rows]


@dataclass
class _Table:
    rows: list[list[object]] = field(default_factory=list)
    merged: list[Merged] = field(default_factory=list)
    # Columns that a cell above still covers, with the rows left.
    covered: dict[int, int] = field(default_factory=dict)
    cell: list[str] | None = None
    span: tuple[int, int] = (1, 1)

    def begin_row(self) -> None:
        self.rows.append([])
        self._skip_covered()

    def _skip_covered(self) -> None:
        row = self.rows[-1]
        while self.covered.get(len(row), 0):
            self.covered[len(row)] -= 1
            row.append("")

    def end_cell(self) -> None:
        if self.cell is None:
            return
        row, (across, down) = self.rows[-1], self.span
        left = len(row)
        row.append(" ".join("".join(self.cell).split()))
        row.extend([""] * (across - 1))
        if across > 1 or down > 1:
            top = len(self.rows) - 1
            self.merged.append(Merged(top, left, top + down - 1, left + across - 1))
            self.covered.update(dict.fromkeys(range(left, left + across), down - 1))
        self.cell = None
        self._skip_covered()

    def grid(self, number: int) -> Grid:
        columns = by_columns(self.rows)
        return Grid(str(number), columns, list(range(1, len(self.rows) + 1)), merged=tuple(self.merged))


class _Page(HTMLParser):
    """Collects every table of a page, tables in tables by themselves."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self._open: list[_Table] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._open.append(_Table())
            self.tables.append(self._open[-1])
        elif self._open and tag == "tr":
            self._open[-1].end_cell()
            self._open[-1].begin_row()
        elif self._open and tag in ("td", "th") and self._open[-1].rows:
            self._open[-1].end_cell()
            given = dict(attrs)
            self._open[-1].span = _span(given.get("colspan")), _span(given.get("rowspan"))
            self._open[-1].cell = []
        elif self._open and tag == "br":
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        if self._open and tag in ("td", "th", "tr", "table"):
            self._open[-1].end_cell()
            if tag == "table":
                self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1].cell is not None:
            self._open[-1].cell.append(data)


def _span(text: str | None) -> int:
    return min(max(int(text), 1), _WIDEST) if text and text.strip().isdigit() else 1


def _xml_grids(text: str, file: str) -> list[Grid]:
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise unreadable(file, "binary")
    try:
        root = ET.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))  # noqa: S314 - no DOCTYPE, no entities
    except ET.ParseError as error:
        raise unreadable(file, "cut", line=error.position[0]) from error
    return [_xml_grid(sheet) for sheet in root.iter(f"{{{_SHEET_XML}}}Worksheet")]


def _xml_grid(sheet: ET.Element) -> Grid:
    rows: list[list[object]] = []
    merged: list[Merged] = []
    for row in sheet.iter(f"{{{_SHEET_XML}}}Row"):
        while len(rows) < _index(row, len(rows)):
            rows.append([])
        rows.append(_xml_row(row, len(rows), merged))
    name = sheet.get(f"{{{_SHEET_XML}}}Name", "")
    return Grid(name, by_columns(rows), list(range(1, len(rows) + 1)), merged=tuple(merged))


def _xml_row(row: ET.Element, top: int, merged: list[Merged]) -> list[object]:
    cells: list[object] = []
    for cell in row.iter(f"{{{_SHEET_XML}}}Cell"):
        cells.extend([""] * (_index(cell, len(cells)) - len(cells)))
        across, down = (_count(cell, name) for name in ("MergeAcross", "MergeDown"))
        if across or down:
            merged.append(Merged(top, len(cells), top + down, len(cells) + across))
        cells += [_xml_value(cell.find(f"{{{_SHEET_XML}}}Data")), *[""] * across]
    return cells


def _index(element: ET.Element, usual: int) -> int:
    return max(_count(element, "Index") - 1, usual)


def _count(element: ET.Element, name: str) -> int:
    text = element.get(f"{{{_SHEET_XML}}}{name}", "")
    return min(int(text), 1 << 20) if text.isdigit() else 0


def _xml_value(data: ET.Element | None) -> object:
    if data is None:
        return ""
    text = "".join(data.itertext())
    return float(text) if data.get(f"{{{_SHEET_XML}}}Type") == "Number" and text else text
