"""Row heights of wrapped text: Excel fits them by itself, previews and LibreOffice show what the file says."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from salesplan_xl.book.xlsx.model import CellValue
from salesplan_xl.book.xlsx.sheetxml import SheetXml
from salesplan_xl.book.xlsx.xmltext import attributes, element_pattern, set_attribute, tag_pattern

LINE_POINTS = 16.0
# A table stays scannable: a longer text is cut, and read in full by widening its column.
MAX_LINES = 4
# Beyond this many rows nobody scrolls to read reasons; estimating them all would only cost time.
MAX_ROWS = 2_000
# Padding, and the indent of a text cell.
MARGIN = 1.5
# Widths count digits of the default font, to which other characters are a little narrower; Latin words
# are narrower still, but a line of them is never quite full.
WIDE, LATIN = 0.96, 0.85
_FORMATS, _FORMAT = element_pattern("cellXfs"), element_pattern("xf")
_COLUMN, _ALIGNMENT = tag_pattern("col"), tag_pattern("alignment")
_FIXED = re.compile(r"""\scustomHeight\s*=\s*["'](?:1|true)["']""")


def wrapping_styles(styles: str) -> frozenset[str]:
    """Numbers of the cell formats that wrap text, from the styles part."""
    formats = _FORMATS.search(styles)
    items = _FORMAT.finditer(formats[3] or "") if formats else iter(())
    return frozenset(str(number) for number, item in enumerate(items) if _wraps(item[3] or ""))


def _wraps(inner: str) -> bool:
    alignment = _ALIGNMENT.search(inner)
    return alignment is not None and attributes(alignment[0]).get("wrapText") in ("1", "true")


def wrapped_columns(sheet: SheetXml, row: int, styles: frozenset[str]) -> dict[int, float]:
    """Columns whose cell in one stored row wraps, with their widths in characters."""
    xml = sheet.row_xml(row)
    columns = [cell.col for cell in sheet.cells(xml) if cell.style in styles] if xml and styles else []
    widths = _widths(sheet) if columns else {}
    return {col: widths[col] for col in columns if col in widths}


def _widths(sheet: SheetXml) -> dict[int, float]:
    widths = {}
    for match in _COLUMN.finditer(sheet.head):
        given = attributes(match[0])
        if "width" in given:
            first, last = int(given.get("min", 1)), int(given.get("max", 1))
            widths.update(dict.fromkeys(range(first, min(last, first + 300) + 1), float(given["width"])))
    return widths


def row_points(texts: Mapping[int, CellValue], widths: Mapping[int, float]) -> float | None:
    """Height that a row's wrapped texts need, ``None`` where the usual height will do.

    Args:
        texts: values of its wrapping cells by column.
        widths: column widths in characters.
    """
    lines = max((_lines(str(text), widths[col]) for col, text in texts.items() if text), default=1)
    return None if lines <= 1 else min(lines, MAX_LINES) * LINE_POINTS


def _lines(text: str, width: float) -> int:
    room = max(width - MARGIN, 1.0)
    return sum(max(1, math.ceil(_display_width(part) / room)) for part in text.split("\n"))


def _display_width(text: str) -> float:
    """Characters a text takes; a Chinese one, three bytes long, counts as two."""
    size = len(text.encode("utf-8", "replace"))
    wide = (len(text) + size) / 2
    return wide * (LATIN if size < len(text) * 1.5 else WIDE)


def with_height(tag: str, points: float | None) -> str:
    """A row's start tag with an automatic height; one that the user fixed stays."""
    if _FIXED.search(tag):
        return tag
    return set_attribute(tag, "ht", None if points is None else f"{points:g}")
