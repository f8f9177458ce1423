"""A column of a table under another header: the table part, the header cell, and every formula that names it."""

from __future__ import annotations

import re

from salesplan_xl.book.xlsx.growth.package import Package
from salesplan_xl.book.xlsx.growth.tables import column_names
from salesplan_xl.book.xlsx.refs import letters
from salesplan_xl.book.xlsx.xmltext import edit_tags, escape, escape_body, set_attribute

# Marks of a structured reference that a header can hold only behind an apostrophe.
_MARKS = re.compile(r"(['\\[\\]#@])")


def rename_header(book: Package, table: str, old: str, new: str) -> None:
    """Give a column another header; formulas that name it follow."""
    part, info = book.structure.tables[table].part, book.structure.tables[table].info
    at = column_names(book.text(part)).index(old)
    places = iter(range(len(info.columns)))
    named = edit_tags(
        book.text(part),
        "tableColumn",
        lambda tag: set_attribute(tag, "name", escape(new)) if next(places) == at else tag,
    )
    book.put(part, named)
    _write(book, info.sheet, info.header_row, info.first_col + at, new)
    for other in _parts_with_formulas(book):
        text = book.text(other)
        if f"{table}[" in text:
            book.put(other, _following(text, table, old, new))


def _parts_with_formulas(book: Package) -> list[str]:
    sheets = [sheet.part for sheet in book.structure.sheets if sheet.kind == "worksheet"]
    tables = [table.part for table in book.structure.tables.values()]
    charts = [
        part for ending in (".chart+xml", ".chartex+xml") for part in book.structure.parts_of_type(ending)
    ]
    return [*sheets, *tables, *charts, book.workbook]


def _following(text: str, table: str, old: str, new: str) -> str:
    """A part in which references to a column name it anew."""
    was, now = (escape_body(_MARKS.sub(r"'\1", header)) for header in (old, new))
    reference = re.compile(rf"(?<![\w.]){re.escape(table)}\[((?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*)\]")

    def renamed(match: re.Match[str]) -> str:
        inner = now if match[1] == was else match[1].replace(f"[{was}]", f"[{now}]")
        return f"{table}[{inner}]"

    return reference.sub(renamed, text)


def _write(book: Package, sheet: str, row: int, col: int, text: str) -> None:
    """Put a text into a cell that stands; its look stays."""
    xml = book.sheet_xml(sheet)
    old = xml.row_xml(row)
    if old is None:
        return
    ref = f"{letters(col)}{row}"
    cell = re.compile(
        rf"<({xml.prefix})c(\s[^>]*?\br=[\"']{ref}[\"'][^>]*?)(?:/>|>.*?</{xml.prefix}c>)", re.DOTALL
    )

    def written(match: re.Match[str]) -> str:
        p, tag = match[1], set_attribute(f"<{match[1]}c{match[2].rstrip('/')}>", "t", "inlineStr")
        return f'{tag}<{p}is><{p}t xml:space="preserve">{escape_body(text)}</{p}t></{p}is></{p}c>'

    book.put(book.sheet(sheet).part, xml.joined(xml.data.replace(old, cell.sub(written, old, count=1), 1)))
