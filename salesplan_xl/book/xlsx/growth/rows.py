"""Rows that come into a sheet: their formats, contents, rules, names and tables, taken from a freshly built book."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from salesplan_xl.book.port import Growth, NewRows
from salesplan_xl.book.xlsx.file import XlsxFile
from salesplan_xl.book.xlsx.growth.names import grown_print_area, repeat_header, with_name
from salesplan_xl.book.xlsx.growth.package import Package
from salesplan_xl.book.xlsx.growth.rules import rules_on, with_rules
from salesplan_xl.book.xlsx.growth.styles import StyleGraft
from salesplan_xl.book.xlsx.growth.tables import add_table
from salesplan_xl.book.xlsx.model import CellContent
from salesplan_xl.book.xlsx.refs import Area
from salesplan_xl.book.xlsx.row_format import RowFormat
from salesplan_xl.book.xlsx.xmltext import attributes, edit_tags, set_attribute


def with_rows(
    data: bytes, file: str, growth: Growth, template: XlsxFile, styles: StyleGraft
) -> tuple[bytes, dict[NewRows, int]]:
    """The file with the new rows, their formats and contents; and the row in which each group of them begins."""
    if not growth.rows:
        return data, {}
    book, begins = XlsxFile.from_bytes(data, file), growth.begins()
    for group in reversed(growth.rows_in_order):
        formats = template.row_formats(group.source, range(group.first, group.last + 1))
        book.insert_rows(group.sheet, group.after, [_grafted(row_format, styles) for row_format in formats])
    for group, begin in begins.items():
        book.set_cells(group.sheet, _contents(template, group, begin))
    return book.to_bytes(), begins


def _grafted(row_format: RowFormat, styles: StyleGraft) -> RowFormat:
    cells = tuple((col, styles.cell_format(style)) for col, style in row_format.styles)
    tag = edit_tags(f"<row{row_format.attributes}>", "row", lambda tag: _row_style(tag, styles))
    return replace(row_format, attributes=tag[len("<row") : -1], styles=cells)


def _row_style(tag: str, styles: StyleGraft) -> str:
    given = attributes(tag).get("s")
    return tag if given is None else set_attribute(tag, "s", styles.cell_format(given))


def _contents(template: XlsxFile, group: NewRows, begin: int) -> Mapping[tuple[int, int], CellContent]:
    """Contents of the rows; formulas are written later, when everything has its place."""
    lines = template.rows(group.source)[group.first - 1 : group.last]
    width = max(map(len, lines), default=0)
    formulas = template.formulas(group.source, group.first, group.last, 1, max(width, 1))
    return {
        (begin + down, right): value  # type: ignore[misc]
        for down, line in enumerate(lines)
        for right, value in enumerate(line, 1)
        if value not in ("", None) and (group.first + down, right) not in formulas
    }


def finish_rows(book: Package, groups: Mapping[NewRows, int], template: Package, styles: StyleGraft) -> None:
    """Rules, names and tables of rows that have come."""
    for group, begin in groups.items():
        shift, height = begin - group.first, group.last - group.first + 1
        xml = book.sheet_xml(group.sheet)
        source = template.sheet_xml(group.source)

        def place(area: Area, group: NewRows = group, shift: int = shift) -> Area | None:
            first, last = max(area.row1, group.first), min(area.row2, group.last)
            return Area(first + shift, area.col1, last + shift, area.col2) if first <= last else None

        xml.tail = with_rules(xml.tail, list(rules_on(source.tail, place, styles.rule_format)), xml.prefix)
        book.put(book.sheet(group.sheet).part, xml.joined(xml.data))
        for name in group.names:
            spot = template.structure.names[name]
            with_name(book, name, group.sheet, spot.row + shift, spot.col)
        for table in group.tables:
            add_table(book, group.sheet, template, table, shift, styles)
        repeat_header(book, group.sheet, template, group.source, (group.first, group.last), shift)
        grown_print_area(book, group.sheet, bottom=begin - 1, rows=height)
