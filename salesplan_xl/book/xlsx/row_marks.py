"""Marks on the rows of a table apart from contents: comments, formats of their own, and what binds rows together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from salesplan_xl.book.xlsx import shared
from salesplan_xl.book.xlsx.model import TableInfo
from salesplan_xl.book.xlsx.refs import Area, parse_area, parse_cell
from salesplan_xl.book.xlsx.sheetxml import SheetXml
from salesplan_xl.book.xlsx.structure import Sheet, Structure
from salesplan_xl.book.xlsx.xmltext import attributes, tag_pattern

_COMMENT, _MERGE = tag_pattern("comment"), tag_pattern("mergeCell")
_TRUE = ("1", "true")


class RowMarks:
    """Marks on a table's body rows, by sheet row; each is looked for when it is asked for.

    Args:
        structure: the workbook's map.
        sheet: the sheet of the table; ``get`` gives its part.
        table: the table.
        others: all tables of the workbook.
    """

    def __init__(
        self, structure: Structure, sheet: Sheet, get: Callable[[str], SheetXml], table: TableInfo,
        others: Iterable[TableInfo],
    ) -> None:  # fmt: skip
        self._structure, self._sheet, self._get, self._table, self._others = (
            structure,
            sheet,
            get,
            table,
            others,
        )
        self._body = range(table.first_row, table.last_row + 1)

    @property
    def comments(self) -> frozenset[int]:
        """Rows with a comment on any cell."""
        return frozenset(row for row in _commented(self._structure, self._sheet) if row in self._body)

    @property
    def odd(self) -> frozenset[int]:
        """Rows that look unlike most others."""
        return frozenset(_odd_rows(self._get(self._table.sheet), self._body))

    @property
    def bound(self) -> bool:
        """Whether merged cells, a totals row or a table beside bind the rows together."""
        beside = any(_beside(self._table, other) for other in self._others)
        areas = _areas(self._get(self._table.sheet))
        return self._table.has_totals or beside or any(_binds(area, self._body) for area in areas)


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
