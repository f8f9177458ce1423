"""Columns that come into a table or go from it: the table part, the cells with their formats, rules and widths."""

from __future__ import annotations

import re
from collections.abc import Mapping

from salesplan_xl.book.port import NewColumns
from salesplan_xl.book.xlsx.column_moves import Gap
from salesplan_xl.book.xlsx.growth.column_shift import shift_columns
from salesplan_xl.book.xlsx.growth.names import grown_print_area
from salesplan_xl.book.xlsx.growth.package import Package
from salesplan_xl.book.xlsx.growth.rules import rules_on, with_rules
from salesplan_xl.book.xlsx.growth.styles import StyleGraft
from salesplan_xl.book.xlsx.growth.tables import bare_columns, column_names, with_columns, without_columns
from salesplan_xl.book.xlsx.model import TableInfo
from salesplan_xl.book.xlsx.refs import Area, column_number, letters, parse_area
from salesplan_xl.book.xlsx.sheetxml import SheetXml
from salesplan_xl.book.xlsx.xmltext import (
    attributes,
    edit_tags,
    element_pattern,
    escape_body,
    set_attribute,
    tag_pattern,
)

_COLS, _COL = element_pattern("cols"), tag_pattern("col")


def add_columns(book: Package, wanted: NewColumns, template: Package, styles: StyleGraft) -> None:
    """Columns of the freshly built book come into a table, with what belongs to them."""
    table, source = book.structure.tables[wanted.table], template.structure.tables[wanted.table]
    info, fresh = table.info, source.info
    first = info.first_col + wanted.at
    shift_columns(book, _gap(info, first, len(wanted.headers), wanted.whole))
    formulas = dict(zip(wanted.headers, wanted.formulas, strict=True))
    listed = template.text(source.part)
    listed = bare_columns(listed) if wanted.bare else listed
    text = with_columns(book.text(table.part), info, wanted.at, listed, formulas, styles)
    book.put(table.part, text)
    columns = [fresh.first_col + fresh.columns.index(header) for header in wanted.headers]
    _fill(book, info, first, dict(zip(wanted.headers, columns, strict=True)), template, fresh, styles)
    if not wanted.bare:
        _put_rules(book, info, first, columns, template.sheet_xml(fresh.sheet), fresh, styles)
    grown_print_area(book, info.sheet, right=first - 1, columns=len(columns))
    if wanted.whole:
        _widen(book, info.sheet, first, template.sheet_xml(fresh.sheet), columns)


def drop_columns(book: Package, table: str, headers: tuple[str, ...], whole: bool) -> None:
    """Neighbouring columns of a table go, with their cells."""
    part, info = book.structure.tables[table].part, book.structure.tables[table].info
    places = [column_names(book.text(part)).index(header) for header in headers]
    book.put(part, without_columns(book.text(part), info, headers))
    first = info.first_col + min(places)
    right = info.first_col + len(column_names(book.text(part))) - 1
    gap = _gap(info, first, -len(headers), whole)
    shift_columns(book, gap)
    text = edit_tags(book.text(part), "table", lambda tag: _until(tag, right))
    book.put(part, edit_tags(text, "autoFilter", lambda tag: _until(tag, right)))


def _until(tag: str, right: int) -> str:
    area = parse_area(attributes(tag).get("ref", ""))
    return set_attribute(tag, "ref", Area(area.row1, area.col1, area.row2, right).text) if area else tag


def _gap(info: TableInfo, col: int, count: int, whole: bool) -> Gap:
    if whole:
        return Gap(info.sheet, col, count)
    return Gap(info.sheet, col, count, info.header_row, info.last_row + info.has_totals)


def _fill(
    book: Package,
    info: TableInfo,
    first: int,
    columns: Mapping[str, int],
    template: Package,
    fresh: TableInfo,
    styles: StyleGraft,
) -> None:
    """The cells of the new columns: header, then blank cells with the formats of the first row of the fresh book."""
    sheet, source = book.sheet_xml(info.sheet), template.sheet_xml(fresh.sheet)
    p, rows = sheet.prefix, range(info.header_row, info.last_row + info.has_totals + 1)
    header_styles, body_styles = cell_styles(source, fresh.header_row), cell_styles(source, fresh.first_row)
    header, body = "", ""
    for col, (text, old) in enumerate(columns.items(), first):
        head, style = (styles.cell_format(row.get(old, "0")) for row in (header_styles, body_styles))
        inner = f'<{p}is><{p}t xml:space="preserve">{escape_body(text)}</{p}t></{p}is>'
        header += f'<{p}c r="{letters(col)}{{row}}" s="{head}" t="inlineStr">{inner}</{p}c>'
        body += f'<{p}c r="{letters(col)}{{row}}" s="{style}"/>'
    made = {row: (header if row == info.header_row else body).replace("{row}", str(row)) for row in rows}
    data = with_cells(sheet, first, made)
    sheet.head = edit_tags(
        sheet.head, "dimension", lambda tag: covering(tag, first + len(columns) - 1, rows[-1])
    )
    book.put(book.sheet(info.sheet).part, sheet.joined(data))


def _put_rules(
    book: Package,
    info: TableInfo,
    first: int,
    columns: list[int],
    source: SheetXml,
    fresh: TableInfo,
    styles: StyleGraft,
) -> None:
    """The validations and conditional formats of the new columns."""
    sheet = book.sheet_xml(info.sheet)

    def place(area: Area) -> Area | None:
        held = [col for col, old in enumerate(columns, first) if area.col1 <= old <= area.col2]
        inside = area.row1 <= fresh.first_row <= area.row2
        return Area(info.first_row, held[0], info.last_row, held[-1]) if held and inside else None

    sheet.tail = with_rules(sheet.tail, list(rules_on(source.tail, place, styles.rule_format)), sheet.prefix)
    book.put(book.sheet(info.sheet).part, sheet.joined(sheet.data))


def cell_styles(sheet: SheetXml, row: int) -> dict[int, str]:
    """The style of each cell of a row, by column."""
    xml = sheet.row_xml(row)
    return {cell.col: cell.style or "0" for cell in sheet.cells(xml)} if xml else {}


def covering(tag: str, right: int, bottom: int) -> str:
    """The dimension of a sheet that reaches so far at least."""
    area = parse_area(attributes(tag).get("ref", "")) or Area(1, 1, 1, 1)
    new = Area(area.row1, area.col1, max(area.row2, bottom), max(area.col2, right))
    return set_attribute(tag, "ref", new.text)


def with_cells(sheet: SheetXml, col: int, cells: Mapping[int, str]) -> str:
    """Row data with new cells in rows, each before what stands in or right of a column."""
    rows = {number: sheet.xml_at(at) for at, number in enumerate(sheet.numbers)}
    for number, new in cells.items():
        rows[number] = _with_new(sheet, rows.get(number) or f'<{sheet.prefix}row r="{number}"/>', col, new)
    return "".join([rows[number] for number in sorted(rows)])


def _with_new(sheet: SheetXml, xml: str, col: int, new: str) -> str:
    p = sheet.prefix
    tag = re.sub(r"""\sspans\s*=\s*(?:"[^"]*"|'[^']*')""", "", sheet.row_tag(xml))
    inner = (
        ""
        if xml.rstrip().endswith("/>") and "<" not in xml[1:]
        else xml[xml.index(">") + 1 : xml.rindex(f"</{p}row")]
    )
    last = inner.rfind(f"<{p}c ")
    match = re.match(rf"""<{p}c\s[^>]*?\br\s*=\s*["']([A-Z]{{1,3}})""", inner[last:]) if last >= 0 else None
    if last < 0 or (match and column_number(match[1]) < col):
        return f"{tag}{inner}{new}</{p}row>"
    stored, until = list(sheet.cells(xml)), col + new.count(f"<{p}c ")
    left = "".join(cell.xml for cell in stored if cell.col < col)
    right = "".join(cell.xml for cell in stored if cell.col >= until)
    return f"{tag}{left}{new}{right}</{p}row>"


def _widen(book: Package, name: str, first: int, source: SheetXml, columns: list[int]) -> None:
    """The new columns are as wide as in the fresh book; the gap left no width of their own there."""
    sheet, p = book.sheet_xml(name), book.sheet_xml(name).prefix
    new = [_width(source, old, col) for col, old in enumerate(columns, first)]
    match = _COLS.search(sheet.head)
    listed = [item[0] for item in _COL.finditer(match[0])] if match else []
    listed += [re.sub(r"<(?=\w)", f"<{p}", tag) for tag in new if tag]
    if not listed:
        return
    listed.sort(key=lambda tag: int(attributes(tag).get("min", "1")))
    whole = f"<{p}cols>{''.join(listed)}</{p}cols>"
    start, end = (match.start(), match.end()) if match else (len(sheet.head), len(sheet.head))
    sheet.head = sheet.head[:start] + whole + sheet.head[end:]
    book.put(book.sheet(name).part, sheet.joined(sheet.data))


def _width(source: SheetXml, old: int, col: int) -> str:
    """The definition of a column of the fresh book, for another column."""
    for match in _COL.finditer(source.head):
        given = attributes(match[0])
        if int(given.get("min", 1)) <= old <= int(given.get("max", 1)):
            tag = set_attribute(set_attribute(match[0], "min", str(col)), "max", str(col))
            return set_attribute(tag, "style", None)
    return ""
