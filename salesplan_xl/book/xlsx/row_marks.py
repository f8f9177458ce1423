"""Marks on the rows of a table apart from contents: comments, looks of their own, and what binds rows together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from salesplan_xl.book.xlsx import shared
from salesplan_xl.book.xlsx.model import TableInfo
from salesplan_xl.book.xlsx.refs import Area, parse_area, parse_cell
from salesplan_xl.book.xlsx.sheetxml import SheetXml
from salesplan_xl.book.xlsx.structure import Sheet, Structure
from salesplan_xl.book.xlsx.xmltext import attributes, tag_pattern

_COMMENT, _MERGE = tag_pattern("comment"), tag_pattern("mergeCell")
_TRUE = ("1", "true")


@dataclass(frozen=True, slots=True)
class RowMarks:
    """Sheet rows of a table with comments and with looks of their own, and whether its rows are bound together."""

    comments: frozenset[int]
    looks: frozenset[int]
    bound: bool


def row_marks(
    structure: Structure, sheet: Sheet, xml: SheetXml, table: TableInfo, others: Iterable[TableInfo]
) -> RowMarks:
    """Marks of a table's body rows, as saved.

    Args:
        structure: the workbook's map.
        sheet: the sheet of the table, and ``xml`` its part.
        table: the table.
        others: all tables of the workbook.
    """
    body = range(table.first_row, table.last_row + 1)
    comments = frozenset(row for row in _commented(structure, sheet) if row in body)
    beside = any(_beside(table, other) for other in others)
    bound = table.has_totals or beside or any(_binds(area, body) for area in _areas(xml))
    return RowMarks(comments, frozenset(_odd_rows(xml, body)), bound)


def _commented(structure: Structure, sheet: Sheet) -> Iterator[int]:
    """Rows with a comment; a threaded one has a plain one for older programs."""
    for part in sheet.parts("comments"):
        for tag in _COMMENT.finditer(structure.text(part)):
            place = parse_cell(attributes(tag[0]).get("ref", ""))
            if place:
                yield place[0]


def _odd_rows(xml: SheetXml, body: range) -> Iterator[int]:
    """Rows that look unlike most others; heights that a program fitted do not count."""
    first, end = xml.position(body.start), xml.position(body.stop)
    shapes = {xml.numbers[at]: _shape(xml, xml.xml_at(at)) for at in range(first, end)}
    usual = Counter(shapes.values()).most_common(1)
    yield from (row for row, shape in shapes.items() if shape != usual[0][0])


def _shape(xml: SheetXml, row: str) -> tuple[object, ...]:
    given = attributes(xml.row_tag(row))
    height = given.get("ht") if given.get("customHeight") in _TRUE else None
    return height, given.get("s"), tuple((cell.col, cell.style) for cell in xml.cells(row) if cell.style)


def _areas(xml: SheetXml) -> Iterator[Area]:
    yield from shared.guarded_areas(xml)
    for tag in _MERGE.finditer(xml.tail):
        area = parse_area(attributes(tag[0]).get("ref", ""))
        if area:
            yield area


def _binds(area: Area, body: range) -> bool:
    return area.row1 < area.row2 and area.row1 < body.stop and area.row2 >= body.start


def _beside(table: TableInfo, other: TableInfo) -> bool:
    overlaps = other.header_row <= table.last_row and other.last_row + other.has_totals >= table.first_row
    return other.sheet == table.sheet and other.name != table.name and overlaps
