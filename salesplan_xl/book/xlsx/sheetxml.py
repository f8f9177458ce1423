"""A worksheet part cut into head, rows and tail, without building a tree."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from salesplan_xl.book.xlsx.model import MAX_COL, MAX_ROW
from salesplan_xl.book.xlsx.refs import column_number
from salesplan_xl.book.xlsx.xmltext import set_attribute, tag_pattern
from salesplan_xl.errors import WorkbookError

_SHEET_DATA = tag_pattern("sheetData")
_COL = tag_pattern("col")
_PIECE = 256  # rows that are encoded at a time


@dataclass(frozen=True)
class Cell:
    """One cell element: its column, style, attributes, inner XML (None when self-closing) and whole text."""

    col: int
    style: str
    attrs: str
    inner: str | None
    xml: str


class SheetXml:
    """One worksheet part, indexed by row.

    Args:
        text: the part after ``clean``.
        file, part: names for the error sentence.

    Raises:
        WorkbookError: SP-303 no sheetData, or rows out of order or out of the sheet.
    """

    def __init__(self, text: str, file: str, part: str) -> None:
        self.file, self.part = file, part
        opening = _SHEET_DATA.search(text)
        if opening is None:
            raise WorkbookError("SP-303", file=file, part=part)
        self.prefix = p = opening[1]
        self.head, self.open_tag = text[: opening.start()], opening[0]
        close = f"</{p}sheetData"
        end = opening.end() if opening[0].endswith("/>") else text.find(close, opening.end())
        self.data = "" if opening[0].endswith("/>") else text[opening.end() : end]
        self.tail = text[end:] if opening[0].endswith("/>") else text[text.index(">", end) + 1 :]
        self._row = re.compile(rf'<{p}row(?=[\s/>])(?:[^>]*?\sr\s*=\s*["\']([0-9]+)["\'])?[^>]*>')
        self._cell = re.compile(rf"<{p}c(?=[\s/>])([^>]*?)(?:/>|>(.*?)</{p}c\s*>)", re.DOTALL)
        self._bare: bool | None = None
        self._extent: tuple[int, int] | None = None
        self.numbers: list[int] = []
        self.starts: list[int] = []
        self._index()

    def _index(self) -> None:
        if re.search(rf"""<{self.prefix}row(?=[\s/>])(?![^>]*?\sr\s*=)""", self.data):
            self._name_rows()
        last = 0
        for match in self._row.finditer(self.data):
            number = int(match[1][:8]) if match[1] else last + 1  # more digits than any row has
            if not last < number <= MAX_ROW:
                raise WorkbookError("SP-303", file=self.file, part=self.part)
            self.numbers.append(number)
            self.starts.append(match.start())
            last = number
        self.starts.append(len(self.data))

    def _name_rows(self) -> None:
        """Rows without a number count on from the row above; written down, they may move."""
        last = 0

        def numbered(match: re.Match[str]) -> str:
            nonlocal last
            last = int(match[1][:8]) if match[1] else last + 1
            return match[0] if match[1] else set_attribute(match[0], "r", str(last))

        self.data = self._row.sub(numbered, self.data)

    def __len__(self) -> int:
        return len(self.numbers)

    def position(self, row: int) -> int:
        """Index of the first stored row at or after ``row``."""
        return bisect_left(self.numbers, row)

    def row_xml(self, row: int) -> str | None:
        """The whole element of one row; None when the row is not stored."""
        at = self.position(row)
        return self.xml_at(at) if at < len(self.numbers) and self.numbers[at] == row else None

    def xml_at(self, at: int) -> str:
        """The row element at an index."""
        return self.data[self.starts[at] : self.starts[at + 1]]

    def cells(self, row_xml: str) -> Iterator[Cell]:
        """Cells of a row element, from left to right.

        Raises:
            WorkbookError: SP-303 a cell address that does not exist or goes backwards.
        """
        last = 0
        for match in self._cell.finditer(row_xml):
            attrs = match[1]
            letters = _CELL_COLUMN.search(attrs)
            col = column_number(letters[1]) if letters else last + 1
            if not last < col <= MAX_COL:
                raise WorkbookError("SP-303", file=self.file, part=self.part)
            style = _STYLE.search(attrs)
            yield Cell(col, style[1] if style else "", attrs, match[2], match[0])
            last = col

    def row_tag(self, row_xml: str) -> str:
        """The start tag of a row element, never self-closing."""
        tag = row_xml[: row_xml.index(">") + 1]
        return tag[:-2].rstrip() + ">" if tag.endswith("/>") else tag

    def extent(self) -> tuple[int, int]:
        """Last row and column that any cell's own address names; (0, 0) without addresses.

        An address may lie about its row; readers that trust it reserve memory for it.
        """
        if self._extent is None:
            self._extent = self._named_extent()
        return self._extent

    def _named_extent(self) -> tuple[int, int]:
        address = rf"""<{self.prefix}c\s[^>]*?\br\s*=\s*["']([A-Za-z]+)([0-9]+)"""
        addresses = re.findall(address, self.data)
        rows = max((int(number[:8]) for number in {number for _, number in addresses}), default=0)
        return rows, max((column_number(name[:4]) for name in {name for name, _ in addresses}), default=0)

    def widest_column(self) -> int:
        """Last column any cell stands in, without reading the cells themselves."""
        return min(MAX_COL, max(self.extent()[1], self._unnamed_width()))

    def _unnamed_width(self) -> int:
        """Cells without an address count from the left; only odd writers leave it out."""
        bare = re.compile(rf"<{self.prefix}c(?=[\s/>])(?![^>]*?\sr\s*=)")
        if not bare.search(self.data):
            return 0
        return max((sum(1 for _ in self._cell.finditer(self.xml_at(i))) for i in range(len(self))), default=0)

    def has_bare_cells(self) -> bool:
        """Whether cells lack an address; they count from the left, and only odd writers leave it out."""
        if self._bare is None:
            bare = re.compile(rf"<{self.prefix}c(?=[\s/>])(?! r=)(?![^>]*?\sr\s*=)")
            self._bare = bare.search(self.data) is not None
        return self._bare

    def column_styles(self) -> list[tuple[int, int, str]]:
        """Default styles of columns: first, last, style; a new cell there takes it."""
        styles = []
        for match in _COL.finditer(self.head):
            first, last, style = (re.search(rf'\s{k}="([0-9]+)"', match[0]) for k in ("min", "max", "style"))
            if first and last and style and style[1] != "0":
                styles.append((int(first[1]), int(last[1]), style[1]))
        return styles

    def surviving(self, runs: Sequence[tuple[int, int]]) -> str:
        """Row data of the given runs of rows (first, count) only, still with their old numbers."""
        cuts = [(self.position(first), self.position(first + count)) for first, count in runs]
        return "".join(self.data[self.starts[a] : self.starts[b]] for a, b in cuts)

    def assembled(self, rows: Iterable[str]) -> Iterator[bytes]:
        """The whole part around new row elements, in pieces of some hundred rows."""
        p, filled = self.prefix, filter(None, rows)
        first = next(filled, None)
        if first is None:
            yield self.joined("").encode()
            return
        yield f"{self.head}<{p}sheetData>{first}".encode()
        while piece := "".join(islice(filled, _PIECE)):
            yield piece.encode()
        yield f"</{p}sheetData>{self.tail}".encode()

    def joined(self, data: str) -> str:
        """The whole part around row elements that are one text already."""
        if not data:
            return f"{self.head}<{self.prefix}sheetData/>{self.tail}"
        return f"{self.head}<{self.prefix}sheetData>{data}</{self.prefix}sheetData>{self.tail}"


_CELL_COLUMN = re.compile(r"""(?:^|\s)r\s*=\s*["']([A-Z]{1,3})[0-9]+["']""")
_STYLE = re.compile(r"""(?:^|\s)s\s*=\s*["']([0-9]{1,6})["']""")
