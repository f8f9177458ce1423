"""Chart parts after a reference shift: references and cached points rewritten, so that no old number shows."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Collection

from salesplan_xl.book.xlsx.model import CellValue
from salesplan_xl.book.xlsx.moves import Moves
from salesplan_xl.book.xlsx.refs import Area, Reference, parse_reference
from salesplan_xl.book.xlsx.values import ERRORS, serial
from salesplan_xl.book.xlsx.xmltext import element_pattern, escape_body, unescape

MAX_POINTS = 200_000
ReadCell = Callable[[str, int, int], CellValue]
_SERIES_NAME = element_pattern("tx")
_SOURCE = re.compile(r"<((?:[\w.-]+:)?)f(?:\s[^>]*)?>([^<]*)</\1f\s*>")
_CACHE = re.compile(r"\s*<((?:[\w.-]+:)?)((?:num|str|multiLvlStr)Cache)\s*>(.*?)</\1\2\s*>", re.DOTALL)
_FORMAT_CODE = re.compile(r"<(?:[\w.-]+:)?formatCode\s*>[^<]*</(?:[\w.-]+:)?formatCode\s*>")
_CACHE_EXT = re.compile(r"<((?:[\w.-]+:)?)extLst\s*>.*?</\1extLst\s*>", re.DOTALL)


class ChartEditor:
    """Rewrites chart parts.

    Args:
        moves: sheets whose rows moved.
        changed: names of all sheets with changes.
        read: value of a cell after all edits.
        last_row: last used row of a sheet after all edits (bounds whole-column references).
        base_1904: the workbook's calendar.
    """

    def __init__(
        self,
        moves: Moves,
        changed: Collection[str],
        read: ReadCell,
        last_row: Callable[[str], int],
        base_1904: bool,
    ) -> None:
        self.moves, self.read, self.last_row, self.base_1904 = moves, read, last_row, base_1904
        self.changed = {name.casefold(): name for name in changed}

    def text(self, xml: str) -> str:
        """One chart part after the edits; unchanged text when nothing concerns it."""
        names = [(m.start(), m.end()) for m in _SERIES_NAME.finditer(xml)]
        out, last = [], 0
        for match in _SOURCE.finditer(xml):
            is_name = any(start <= match.start() < end for start, end in names)
            old = unescape(match[2])
            new = self.moves.formula(old, grow_cells=not is_name)
            cache = _CACHE.match(xml, match.end())
            areas = self._areas(new) if cache else []
            if new == old and not areas:
                continue
            out += [xml[last : match.start(2)], escape_body(new), xml[match.end(2) : match.end()]]
            last = match.end()
            if cache and areas:
                out.append(self._cache(cache, areas))
                last = cache.end()
        return "".join([*out, xml[last:]])

    def _areas(self, source: str) -> list[Reference]:
        """The ranges of a source when all can be read and at least one lies on a changed sheet."""
        refs = [parse_reference(part) for part in _union(source)]
        ranges = [ref for ref in refs if ref is not None and ref.sheet is not None]
        touched = any((ref.sheet or "").casefold() in self.changed for ref in ranges)
        return ranges if len(ranges) == len(refs) and touched else []

    def _cache(self, cache: re.Match[str], refs: list[Reference]) -> str:
        p, kind = cache[1], cache[2]
        tail = _CACHE_EXT.search(cache[3])
        end = f"{tail[0] if tail else ''}</{p}{kind}>"
        if kind == "multiLvlStrCache":
            return f"<{p}{kind}>{self._levels(refs[0], p)}{end}"
        values = [value for ref in refs for value in self._values(ref)]
        if kind == "numCache":
            code = _FORMAT_CODE.search(cache[3])
            return f"<{p}{kind}>{code[0] if code else ''}{self._points(values, p, self._number)}{end}"
        return f"<{p}{kind}>{self._points(values, p, self._label)}{end}"

    def _values(self, ref: Reference) -> list[CellValue]:
        area, sheet = self._bounded(ref), ref.sheet or ""
        columns = range(area.col1, area.col2 + 1)
        return [self.read(sheet, row, col) for row in range(area.row1, area.row2 + 1) for col in columns]

    def _bounded(self, ref: Reference) -> Area:
        area = ref.area
        width = area.col2 - area.col1 + 1
        last = min(area.row2, area.row1 + MAX_POINTS // width)
        if last - area.row1 > 10_000:
            last = max(area.row1, min(last, self.last_row(ref.sheet or "")))
        return Area(area.row1, area.col1, last, min(area.col2, area.col1 + MAX_POINTS))

    def _levels(self, ref: Reference, p: str) -> str:
        """Category labels in several columns (or rows): the innermost level is stored first."""
        area, values = self._bounded(ref), self._values(ref)
        width = area.col2 - area.col1 + 1
        height = area.row2 - area.row1 + 1
        lines = [values[at::width] for at in range(width)]
        if width > height:
            lines = [values[at * width : (at + 1) * width] for at in range(height)]
        count = f'<{p}ptCount val="{len(lines[0])}"/>'
        levels = (self._points(line, p, self._label, counted=False) for line in reversed(lines))
        return count + "".join(f"<{p}lvl>{level}</{p}lvl>" for level in levels)

    def _points(
        self, values: list[CellValue], p: str, show: Callable[[CellValue], str | None], counted: bool = True
    ) -> str:
        out = [f'<{p}ptCount val="{len(values)}"/>'] if counted else []
        for at, value in enumerate(values):
            text = show(value)
            if text is not None:
                out.append(f'<{p}pt idx="{at}"><{p}v>{escape_body(text)}</{p}v></{p}pt>')
        return "".join(out)

    def _number(self, value: CellValue) -> str | None:
        if isinstance(value, str):
            return value if value in ERRORS else None
        if value is None or (isinstance(value, float) and not math.isfinite(value)):
            return None
        if isinstance(value, dt.date):
            return repr(serial(value, self.base_1904))
        return repr(int(value) if isinstance(value, bool) or value == int(value) else value)

    def _label(self, value: CellValue) -> str | None:
        if isinstance(value, str):
            return _XML_UNSAFE.sub("", value) or None
        if isinstance(value, bool):
            return str(value).upper()
        if isinstance(value, dt.datetime) and (value.hour or value.minute or value.second):
            return value.isoformat(" ", "seconds")
        return value.strftime("%Y-%m-%d") if isinstance(value, dt.date) else self._number(value)


_XML_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


def _union(source: str) -> list[str]:
    """``(A!$A$1:$A$2,B!$A$1)`` to its parts; quoted sheet names may hold commas."""
    inner = source[1:-1] if source.startswith("(") and source.endswith(")") else source
    return re.findall(r"(?:'(?:[^']|'')*'|[^,'])+", inner)
