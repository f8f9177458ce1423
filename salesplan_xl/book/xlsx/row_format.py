"""The format of a sheet row without its contents: taken from one row, put on another, kept on a sheet of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from salesplan_xl.book.xlsx.refs import Area, letters, parse_area
from salesplan_xl.book.xlsx.sheetxml import SheetXml
from salesplan_xl.book.xlsx.xmltext import attributes, edit_tags, escape, set_attribute

# The row's number and its spans belong to the place, not to the format.
_OF_THE_PLACE = frozenset(("r", "spans", "xmlns"))


@dataclass(frozen=True)
class RowFormat:
    """Height and other attributes of a row as XML, and the styles of its cells as (column, style).

    Style ``0`` is spelt out only where a blank cell would otherwise take the style of its row or column.
    """

    attributes: str = ""
    styles: tuple[tuple[int, str], ...] = ()

    def element(self, prefix: str, row: int) -> str:
        """A row element of this format; a mark in its last cell, as LibreOffice drops blank rows."""
        p = prefix
        cells = [f'<{p}c r="{letters(col)}{row}" s="{style}"/>' for col, style in self.styles]
        if cells:
            cells[-1] = f"{cells[-1][:-2]}><{p}v>1</{p}v></{p}c>"
        return f'<{p}row r="{row}"{self.attributes}>{"".join(cells)}</{p}row>'


PLAIN = RowFormat()


def row_formats_of(sheet: SheetXml, rows: Iterable[int]) -> dict[int, RowFormat]:
    """The formats of rows; those that are not stored are plain."""
    defaults = bool(sheet.column_styles())
    stored = ((row, sheet.row_xml(row)) for row in rows)
    return {row: _row_format(sheet, xml, defaults) if xml else PLAIN for row, xml in stored}


def _row_format(sheet: SheetXml, xml: str, defaults: bool) -> RowFormat:
    given = attributes(sheet.row_tag(xml))
    # Prefixed attributes (dyDescent) are notes of a program's own, whose prefix another sheet may not know.
    kept = {k: v for k, v in given.items() if k not in _OF_THE_PLACE and ":" not in k}
    usual = "0" if defaults or "customFormat" in kept else ""
    cells = ((cell.col, cell.style or usual) for cell in sheet.cells(xml))
    text = "".join(f' {name}="{escape(value)}"' for name, value in kept.items())
    return RowFormat(text, tuple((col, style) for col, style in cells if style))


def with_row_formats(sheet: SheetXml, row_formats: Mapping[int, RowFormat | None]) -> SheetXml:
    """A sheet that holds nothing but row formats, with some of its rows replaced or (``None``) dropped."""
    rows = {number: sheet.xml_at(at) for at, number in enumerate(sheet.numbers) if number not in row_formats}
    rows |= {
        row: row_format.element(sheet.prefix, row) for row, row_format in row_formats.items() if row_format
    }
    new = SheetXml(sheet.joined("".join([rows[row] for row in sorted(rows)])), sheet.file, sheet.part)
    width = max(
        (row_format.styles[-1][0] for row_format in row_formats.values() if row_format and row_format.styles),
        default=1,
    )
    last = new.numbers[-1] if len(new) else 1
    new.head = edit_tags(new.head, "dimension", lambda tag: _covering(tag, last, width))
    return new


def _covering(tag: str, last: int, width: int) -> str:
    """The used range; after rows were dropped it may be wider than needed, never too narrow."""
    old = parse_area(attributes(tag).get("ref", "A1")) or Area(1, 1, 1, 1)
    return set_attribute(tag, "ref", Area(1, 1, last, max(width, old.col2)).text)
