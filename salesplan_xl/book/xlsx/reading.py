"""Cells as plain lists: python-calamine for ordinary sheets, a bounded reader of our own for absurd ones."""

from __future__ import annotations

import datetime as dt
import io
import re
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from salesplan_xl.book.xlsx.container import Container
from salesplan_xl.book.xlsx.model import MAX_COL, MAX_ROW
from salesplan_xl.book.xlsx.quickscan import bounded_extent, formula_cells, has_formulas
from salesplan_xl.book.xlsx.sheetxml import Cell, SheetXml
from salesplan_xl.book.xlsx.structure import Structure
from salesplan_xl.book.xlsx.values import stored_text
from salesplan_xl.book.xlsx.xmltext import attributes, clean, element_pattern, tag_pattern, unescape
from salesplan_xl.errors import WorkbookError

MAX_CELLS = 30_000_000
SMALL_FILE = 1 << 20
MAX_DENSE_PER_STORED = 200_000
MARGIN_ROWS, MARGIN_COLS = 1_000, 50
_TEXT = re.compile(r"<(?:[\w.-]+:)?t(?:\s[^>]*)?>([^<]*)</(?:[\w.-]+:)?t\s*>")
_PHONETIC, _ITEM = element_pattern("rPh"), element_pattern("si")
_XF, _XFS, _FORMAT = tag_pattern("xf"), element_pattern("cellXfs"), tag_pattern("numFmt")
_DATE_CODE = re.compile(r"[ymdhs]", re.IGNORECASE)
_NOT_CODE = re.compile(r'"[^"]*"|\\.|\[(?!h|m|s)[^\]]*\]|_.|\*.', re.IGNORECASE)
_BUILT_IN_DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_DECLARED_COUNT = re.compile(r"""\s(?:uniqueC|c)ount\s*=\s*["']\s*([0-9]+)\s*["']""")
_EPOCH_1900, _EPOCH_1904 = dt.datetime(1899, 12, 30), dt.datetime(1904, 1, 1)


class _CalamineFailed(Exception):
    """Calamine cannot read what our own checks let pass."""


class Reader:
    """Reads the cells of a workbook as it was saved.

    Args:
        structure: the workbook's map.
    """

    def __init__(self, structure: Structure) -> None:
        self.structure = structure
        self.container: Container = structure.container
        self._local = threading.local()
        self._calamine_data: bytes | None = None
        self._pending: dict[int, Future[list[list[object]] | None]] = {}
        self._computes: dict[int, bool] = {}  # whether the plainly spelt sheets read so far hold formulas
        self._strings: list[str] | None = None
        self._dates: list[bool] | None = None

    def rows(self, index: int, load: Callable[[], SheetXml]) -> list[list[object]]:
        """All cells of one sheet from A1 on.

        Args:
            index: position of the sheet in the workbook.
            load: gives its part cut into rows; only asked where the quick scan decides nothing.

        Raises:
            WorkbookError: SP-303 damaged; SP-304 a DOCTYPE.
        """
        pending = self._pending.pop(index, None)
        rows = self._quick(index) if pending is None or pending.cancel() else pending.result()
        return self._careful(index, load()) if rows is None else rows

    def prefetch(self, indexes: Sequence[int]) -> None:
        """Begin to read these sheets one after the other; unpacking and calamine work outside Python's lock.

        Who asks for a sheet that is not begun reads it meanwhile. A small book is read before the worker has begun.
        """
        if len(self.container.data) < SMALL_FILE:
            return
        self._calamine_file()
        pool = ThreadPoolExecutor(1, "salesplan-read")
        for index in indexes:
            if index not in self._pending:
                self._pending[index] = pool.submit(self._quick, index)
        pool.shutdown(wait=False)

    def is_formula_free(self, index: int) -> bool:
        """Whether a sheet read so far surely holds no formula."""
        return self._computes.get(index) is False

    def formula_cells(self, index: int) -> list[tuple[int, int]] | None:
        """Row and column of the formula cells of a sheet; ``None`` where only the careful reading can tell."""
        if index not in self._computes:
            return None
        part = self.structure.sheets[index].part
        return formula_cells(self.container.read(part)) if self._computes[index] else []

    def _quick(self, index: int) -> list[list[object]] | None:
        """The rows of a plainly spelt sheet; ``None`` where only the careful reading can decide."""
        data = self.container.read(self.structure.sheets[index].part)
        bound = bounded_extent(data)
        if bound is None or bound[0] * bound[1] > min(MAX_CELLS, MAX_DENSE_PER_STORED + 60 * len(data)):
            return None
        self._computes[index] = has_formulas(data)
        try:
            return self._calamine(index)
        except _CalamineFailed:  # the careful reading reports what is wrong, or reads it all the same
            return None

    def _calamine_file(self) -> bytes:
        if self._calamine_data is None:
            self._calamine_data = self._checked()
        return self._calamine_data

    def _careful(self, index: int, sheet: SheetXml) -> list[list[object]]:
        last, width = (sheet.numbers[-1], sheet.widest_column()) if len(sheet) else (0, 0)
        if not last or not width:
            return []
        if last * width > MAX_CELLS or last * width > MAX_DENSE_PER_STORED + 60 * len(sheet.data):
            return self._own(sheet, *self._needed(self.structure.sheets[index].info.name))
        if self._is_odd(self.structure.sheets[index].part, sheet):
            return self._own(sheet, last, width)
        try:
            rows = self._calamine(index)
        except _CalamineFailed:  # the part passed our own checks, so our own reader can read it
            return self._own(sheet, last, width)
        self._show_errors(sheet, rows)
        return rows

    def _is_odd(self, part: str, sheet: SheetXml) -> bool:
        """Spellings calamine misreads: wide characters, comments, CDATA, addresses missing or false."""
        data = self.container.read(part)
        rows, width = sheet.extent()
        if rows > sheet.numbers[-1] or width > MAX_COL:
            return True
        wide = b"\0" in data[:64] or data[:2] in (b"\xff\xfe", b"\xfe\xff")
        return (
            wide or b"<!--" in data or b"<![CDATA[" in data or data.count(b"<?") > 1 or sheet.has_bare_cells()
        )

    def _checked(self) -> bytes:
        """The file for calamine: parts it opens pass our checks, wrong counts are taken out.

        Calamine reserves memory for the counts a part declares; a wrong one aborts the whole process.
        """
        structure, replaced = self.structure, {}
        parts = [r.part for r in structure.relations if r.kind in ("sharedStrings", "styles")]
        for part in [structure.workbook, *parts]:
            data = self.container.read(part)
            text = clean(data, structure.file, part)
            if any(len(m[1]) > 9 or int(m[1]) > len(text) for m in _DECLARED_COUNT.finditer(text)):
                text = _DECLARED_COUNT.sub("", text)
            if text.encode("utf-8") != data:
                replaced[part] = text.encode("utf-8")
        return self.container.rewritten(replaced) if replaced else self.container.data

    def _calamine(self, index: int) -> list[list[object]]:
        data = self._calamine_file()
        try:
            if not hasattr(self._local, "book"):
                self._local.book = CalamineWorkbook.from_filelike(io.BytesIO(data))
            return _rows_of(self._local.book.get_sheet_by_index(index))
        except (CalamineError, ValueError, OverflowError, OSError) as error:
            raise _CalamineFailed from error
        except BaseException as error:  # a Rust panic is no Exception; anything else is not ours to judge
            if type(error).__name__ != "PanicException":
                raise
            raise _CalamineFailed from None

    def _show_errors(self, sheet: SheetXml, rows: list[list[object]]) -> None:
        """Error cells carry their text (calamine leaves them blank)."""
        if 't="e"' not in sheet.data and "t='e'" not in sheet.data:
            return
        for at in range(len(sheet)):
            xml = sheet.xml_at(at)
            if "e" not in xml:
                continue
            for cell in sheet.cells(xml):
                if attributes(cell.attrs).get("t") == "e" and sheet.numbers[at] <= len(rows):
                    row = rows[sheet.numbers[at] - 1]
                    if cell.col <= len(row):
                        row[cell.col - 1] = self._value_text(cell, sheet.prefix)

    def _own(self, sheet: SheetXml, last: int, width: int) -> list[list[object]]:
        """Our own reader: slower, reads any spelling, and never past the row and column asked for."""
        last = min(last, sheet.numbers[-1])
        rows: list[list[object]] = [[""] * width for _ in range(last)]
        for at in range(sheet.position(last + 1)):
            row = rows[sheet.numbers[at] - 1]
            for cell in sheet.cells(sheet.xml_at(at)):
                if cell.col <= width:
                    row[cell.col - 1] = self.value(cell, sheet.prefix)
        return rows

    def _needed(self, name: str) -> tuple[int, int]:
        """Rows and columns that tables and names need, plus a margin; a far-off cell costs nothing."""
        ends = [
            (t.info.last_row + 1, t.info.last_col)
            for t in self.structure.tables.values()
            if t.info.sheet == name
        ]
        ends += [(a.row, a.col) for a in self.structure.names.values() if a.sheet == name]
        last = min(MAX_ROW, max((row for row, _ in ends), default=0) + MARGIN_ROWS)
        width = min(MAX_COL, max((col for _, col in ends), default=0) + MARGIN_COLS)
        return min(last, max(MARGIN_ROWS, MAX_CELLS // 10 // width)), width

    def value(self, cell: Cell, prefix: str) -> object:
        """The value of one stored cell, as ``rows`` gives it."""
        kind = attributes(cell.attrs).get("t", "n")
        if cell.inner is None:
            return ""
        if kind == "inlineStr":
            return _plain_text(cell.inner)
        text = self._value_text(cell, prefix)
        if kind == "s":
            return self._shared(text)
        if kind in ("str", "e"):
            return stored_text(text)
        if kind == "b":
            return text.strip() in ("1", "true")
        return self._iso(text) if kind == "d" else self._number(text, cell.style)

    def _value_text(self, cell: Cell, prefix: str) -> str:
        match = re.search(rf"<{prefix}v(?:\s[^>]*)?>([^<]*)</{prefix}v\s*>", cell.inner or "")
        return unescape(match[1]) if match else ""

    def _number(self, text: str, style: str) -> object:
        try:
            number = float(text) if text else None
        except ValueError:
            return text
        if number is None:
            return ""
        return self._date(number) if self._is_date(style) else number

    def _date(self, number: float) -> object:
        if not 1 <= number < 2_958_466:
            return number
        if self.structure.base_1904:
            moment = _EPOCH_1904 + dt.timedelta(days=number)
        else:
            moment = _EPOCH_1900 + dt.timedelta(days=number + (number < 60))
        return moment.date() if number == int(number) else moment

    def _iso(self, text: str) -> object:
        try:
            moment = dt.datetime.fromisoformat(text.rstrip("Z"))
        except ValueError:
            return text
        return moment if "T" in text else moment.date()

    def _shared(self, text: str) -> str:
        if self._strings is None:
            self._strings = shared_strings(self.structure)
        at = int(text) if text.strip().isdigit() and len(text) < 10 else -1
        if not 0 <= at < len(self._strings):
            raise WorkbookError("SP-303", file=self.structure.file, part="sharedStrings")
        return self._strings[at]

    def _is_date(self, style: str) -> bool:
        if self._dates is None:
            self._dates = self._date_styles()
        return bool(style) and int(style) < len(self._dates) and self._dates[int(style)]

    def _date_styles(self) -> list[bool]:
        parts = [r.part for r in self.structure.relations if r.kind == "styles"]
        if not parts:
            return []
        xml = self.structure.text(parts[0])
        formats = (attributes(m[0]) for m in _FORMAT.finditer(xml))
        dates = {a.get("numFmtId", "") for a in formats if _is_date_code(a.get("formatCode", ""))}
        dates |= {str(number) for number in _BUILT_IN_DATES}
        block = _XFS.search(xml)
        return [
            attributes(m[0]).get("numFmtId", "0") in dates
            for m in _XF.finditer(block[3] or "" if block else "")
        ]


def _rows_of(sheet: CalamineSheet) -> list[list[object]]:
    """All cells from A1 on; equal texts and days are one object, as a large book repeats most of them."""
    shared: dict[object, object] = {}
    share = shared.setdefault

    def simple(value: object) -> object:
        """Days; times of day and durations as Excel counts them: parts of a day."""
        if isinstance(value, dt.date):
            return share(value, value)
        if isinstance(value, dt.time):
            return (value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6) / 86_400
        if isinstance(value, dt.timedelta):
            return value.total_seconds() / 86_400
        return "" if value is None else value

    rows = [
        [share(v, v) if (kind := type(v)) is str else v if kind is float else simple(v) for v in row]
        for row in sheet.iter_rows()
    ]
    left = [""] * sheet.start[1] if sheet.start else []
    return [left + row for row in rows] if left else rows


def shared_strings(structure: Structure) -> list[str]:
    """The texts that cells name by their number."""
    parts = [relation.part for relation in structure.relations if relation.kind == "sharedStrings"]
    xml = clean(structure.container.read(parts[0]), structure.file, parts[0]) if parts else ""
    return [_plain_text(match[3] or "") for match in _ITEM.finditer(xml)]


def _plain_text(xml: str) -> str:
    """Text of a string item: its runs joined, phonetic runs left out."""
    if "rPh" in xml:
        xml = _PHONETIC.sub("", xml)
    return stored_text(unescape("".join(m[1] for m in _TEXT.finditer(xml))))


def _is_date_code(code: str) -> bool:
    return bool(_DATE_CODE.search(_NOT_CODE.sub("", code.split(";", maxsplit=1)[0])))
