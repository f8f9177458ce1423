"""Table parts: whole tables that come or go, and columns of a table."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from salesplan_xl.book.xlsx.growth.package import Package, appended
from salesplan_xl.book.xlsx.growth.rules import placed
from salesplan_xl.book.xlsx.growth.styles import StyleGraft
from salesplan_xl.book.xlsx.model import TableInfo
from salesplan_xl.book.xlsx.refs import Area, parse_area
from salesplan_xl.book.xlsx.structure import table_text
from salesplan_xl.book.xlsx.xmltext import (
    attributes,
    edit_tags,
    element_pattern,
    escape,
    escape_body,
    set_attribute,
    tag_pattern,
)

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/table"
_TABLE, _COLUMN = tag_pattern("table"), element_pattern("tableColumn")
_CALCULATED = element_pattern("calculatedColumnFormula")
_FORMATS = (
    "headerRowDxfId",
    "dataDxfId",
    "totalsRowDxfId",
    "headerRowBorderDxfId",
    "tableBorderDxfId",
    "totalsRowBorderDxfId",
)
_PARTS = re.compile(r"<(?:[\w.-]+:)?tableParts(?:\s[^>]*)?>")


def add_table(book: Package, sheet: str, source: Package, name: str, shift: int, styles: StyleGraft) -> None:
    """A table of the freshly built book on a sheet, so many rows further down; its cells are there already."""
    text = source.text(source.structure.tables[name].part)
    for tag in ("table", "autoFilter"):
        text = edit_tags(text, tag, lambda start: _moved_down(start, shift))
    part = book.free_name("xl/tables/table{}.xml")
    book.put(part, with_free_id(book, _translated(text, styles)))
    book.declare(part, CONTENT_TYPE)
    owner = book.sheet(sheet).part
    ident = book.relate(owner, RELATION, part)
    book.put(owner, _with_part(book, sheet, ident))


def drop_tables(book: Package, sheet: str, first: int, last: int) -> None:
    """The tables that stand in rows of a sheet go; their cells stay."""
    owner = book.sheet(sheet)
    for table in book.structure.tables.values():
        if table.info.sheet == sheet and first <= table.info.header_row <= last:
            ident = next(relation.id for relation in owner.relations if relation.part == table.part)
            _forget_part(book, owner.part, ident)
            book.drop([table.part])


def _forget_part(book: Package, owner: str, ident: str) -> None:
    """A sheet without one entry of its list of tables, and without the relationship behind it."""
    text = re.sub(rf'<(?:[\w.-]+:)?tablePart\s[^>]*"{re.escape(ident)}"[^>]*/>', "", book.text(owner))
    count = len(tag_pattern("tablePart").findall(text))
    if count:
        text = edit_tags(text, "tableParts", lambda tag: set_attribute(tag, "count", str(count)))
    else:  # Excel repairs a sheet with an empty list
        text = re.sub(r"<(?:[\w.-]+:)?tableParts\b[^>]*?(?:/>|>\s*</(?:[\w.-]+:)?tableParts>)", "", text)
    book.put(owner, text)
    stored = book.structure.relations_part(owner) or ""
    left = edit_tags(
        book.text(stored), "Relationship", lambda tag: "" if attributes(tag).get("Id") == ident else tag
    )
    book.put(stored, left)


def with_free_id(book: Package, text: str) -> str:
    """A table part with an id that no table of the workbook has."""
    ids = [_id(book.text(table.part)) for table in book.structure.tables.values()]
    ids += [_id(new) for part, new in book.new_parts() if "/tables/" in part]
    return edit_tags(text, "table", lambda tag: set_attribute(tag, "id", str(max(ids, default=0) + 1)))


def _id(text: str) -> int:
    match = _TABLE.search(text)
    number = attributes(match[0]).get("id", "0") if match else "0"
    return int(number) if number.isdigit() else 0


def _moved_down(tag: str, shift: int) -> str:
    area = parse_area(attributes(tag).get("ref", ""))
    if area is None:
        return tag
    return set_attribute(tag, "ref", Area(area.row1 + shift, area.col1, area.row2 + shift, area.col2).text)


def _translated(text: str, styles: StyleGraft) -> str:
    """A table part or column whose formats are those of the book that gets it."""

    def translated(tag: str) -> str:
        given = attributes(tag)
        for name in _FORMATS:
            if name in given:
                tag = set_attribute(tag, name, styles.rule_format(given[name]))
        return tag

    return edit_tags(edit_tags(text, "table", translated), "tableColumn", translated)


def _with_part(book: Package, sheet: str, ident: str) -> str:
    """The sheet part with one more table on its list."""
    xml = book.sheet_xml(sheet)
    text = book.text(book.sheet(sheet).part)
    relations = re.search(r"xmlns:([\w.-]+)=[\"'][^\"']*/relationships[\"']", xml.head)
    prefix = relations[1] if relations else "r"
    own = (
        "" if relations else ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    )
    entry = f'tablePart{own} {prefix}:id="{ident}"'
    match = _PARTS.search(xml.tail)
    if match is None:
        xml.tail = placed(xml.tail, "tableParts", f'<{xml.prefix}tableParts count="0"/>', xml.prefix)
        text = xml.joined(xml.data)
    listed = appended(text, "tableParts", entry)
    count = str(len(tag_pattern("tablePart").findall(listed)))
    return edit_tags(listed, "tableParts", lambda tag: set_attribute(tag, "count", count))


# ── columns ───────────────────────────────────────────────────────────────────────────────────────────


def with_columns(
    text: str, info: TableInfo, at: int, source: str, formulas: Mapping[str, str | None], styles: StyleGraft
) -> str:
    """A table part with more columns.

    Args:
        text: the part; ranges right of the new columns have moved already.
        info: the table before.
        at: 0-based place of the first new column.
        source: the part of the same table in the freshly built book.
        formulas: column formulas by header, in order; ``None`` for plain columns.
        styles: translates formats.
    """
    present = [match[0] for match in _COLUMN.finditer(text)]
    free = max(int(attributes(_start(column)).get("id", "0")) for column in present) + 1
    fresh = {
        table_text(attributes(_start(item[0])).get("name", "")): item[0] for item in _COLUMN.finditer(source)
    }
    new = []
    for number, (header, formula) in enumerate(formulas.items(), free):
        column = _translated(fresh[header], styles)
        cut = column.index(">") + 1
        column = set_attribute(column[:cut], "id", str(number)) + column[cut:]
        new.append(_CALCULATED.sub(lambda match, formula=formula: _formula(match[0], formula), column))  # type: ignore[misc]
    return _relisted(
        text, info, [*present[:at], *new, *present[at:]], lambda place: place + len(new) * (place >= at)
    )


def bare_columns(source: str) -> str:
    """The columns of a table part with nothing but their names, each ready to take a column formula."""
    names = (attributes(_start(match[0])).get("name", "") for match in _COLUMN.finditer(source))
    return "".join(
        f'<tableColumn id="1" name="{escape(name)}"><calculatedColumnFormula>0</calculatedColumnFormula></tableColumn>'
        for name in names
    )


def without_columns(text: str, info: TableInfo, headers: Sequence[str]) -> str:
    """A table part without some columns; ranges right of them have moved already."""
    present = [match[0] for match in _COLUMN.finditer(text)]
    gone = {column_names(text).index(header) for header in headers}
    kept = [column for place, column in enumerate(present) if place not in gone]
    return _relisted(text, info, kept, lambda place: place - sum(other < place for other in gone))


def column_names(text: str) -> list[str]:
    """The headers of a table part."""
    return [table_text(attributes(_start(match[0])).get("name", "")) for match in _COLUMN.finditer(text)]


def _formula(xml: str, formula: str | None) -> str:
    if formula is None:
        return ""
    return f"{_start(xml)}{escape_body(formula)}{xml[xml.rindex('</') :]}"


def _start(xml: str) -> str:
    return xml[: xml.index(">") + 1]


def _relisted(text: str, info: TableInfo, columns: Sequence[str], moved: Callable[[int], int]) -> str:
    """The part with this list of columns, and its ranges as wide."""
    match = element_pattern("tableColumns").search(text)
    if match is None:
        raise KeyError("tableColumns")
    tag = set_attribute(f"<{match[1]}tableColumns{match[2]}>", "count", str(len(columns)))
    listed = f"{tag}{''.join(columns)}</{match[1]}tableColumns>"
    text = text[: match.start()] + listed + text[match.end() :]
    right = info.first_col + len(columns) - 1
    text = edit_tags(text, "table", lambda tag: _as_wide(tag, info.first_col, right))
    text = edit_tags(text, "autoFilter", lambda tag: _as_wide(tag, info.first_col, right))
    return edit_tags(text, "filterColumn", lambda tag: _moved_filter(tag, moved))


def _as_wide(tag: str, left: int, right: int) -> str:
    area = parse_area(attributes(tag).get("ref", ""))
    return set_attribute(tag, "ref", Area(area.row1, left, area.row2, right).text) if area else tag


def _moved_filter(tag: str, moved: Callable[[int], int]) -> str:
    place = attributes(tag).get("colId", "")
    return set_attribute(tag, "colId", str(moved(int(place)))) if place.isdigit() else tag
