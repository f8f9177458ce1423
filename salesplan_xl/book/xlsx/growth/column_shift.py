"""Columns that come into a sheet or go from it: the reference shift in every part of the file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from salesplan_xl.book.xlsx import reference_shift, shared, workbookxml
from salesplan_xl.book.xlsx.column_moves import ColumnMoves, Gap
from salesplan_xl.book.xlsx.growth.package import Package
from salesplan_xl.book.xlsx.model import MAX_COL
from salesplan_xl.book.xlsx.refs import Area, column_number, letters, parse_area
from salesplan_xl.book.xlsx.sheetxml import SheetXml
from salesplan_xl.book.xlsx.structure import Sheet
from salesplan_xl.book.xlsx.xmltext import attributes, edit_tags, element_pattern, set_attribute, tag_pattern

_ANCHOR = re.compile(r"<((?:[\w.-]+:)?)from\s*>.*?</\1from\s*>(?:\s*<\1to\s*>.*?</\1to\s*>)?", re.DOTALL)
_COL_TEXT = re.compile(r"(<((?:[\w.-]+:)?)col\s*>)\s*([0-9]+)\s*(</\2col\s*>)")
_ROW_TEXT = re.compile(r"<((?:[\w.-]+:)?)row\s*>\s*([0-9]+)\s*</\1row\s*>")
_SHAPE = re.compile(r"<v:shape(?=[\s>])[^>]*>.*?</v:shape\s*>", re.DOTALL)
_VML_CELL = re.compile(r"<x:Row\s*>\s*([0-9]+)\s*</x:Row\s*>\s*<x:Column\s*>\s*([0-9]+)\s*</x:Column\s*>")
_VML_COLUMN = re.compile(r"(<x:Column\s*>)\s*[0-9]+\s*(</x:Column\s*>)")
_VML_ANCHOR = re.compile(r"(<x:Anchor\s*>)([^<]*)(</x:Anchor\s*>)")
_BREAKS, _COLS, _COL = element_pattern("colBreaks"), element_pattern("cols"), tag_pattern("col")
_SPANS = re.compile(r"""\sspans\s*=\s*(?:"[^"]*"|'[^']*')""")


def shift_columns(package: Package, gap: Gap) -> None:
    """Let columns come or go, and shift everything that names cells; the cells that came are not there yet."""
    moves = ColumnMoves(gap)
    for sheet in package.structure.sheets:
        if sheet.kind == "worksheet":
            _sheet(package, sheet, moves)
    for table in package.structure.tables.values():
        text = package.text(table.part)
        package.put(table.part, reference_shift.table(text, moves, table.info.sheet))
    for ending in (".chart+xml", ".chartex+xml"):
        for part in package.structure.parts_of_type(ending):
            package.put(part, reference_shift.formula_texts(package.text(part), moves, None))
    for part in package.structure.parts_of_type(".pivotCacheDefinition+xml"):
        package.put(part, reference_shift.pivot_source(package.text(part), moves))
    names = reference_shift.defined_names(package.text(package.workbook), moves)
    package.put(package.workbook, workbookxml.ask_recalculation(names))
    package.forget_calculation_order()


def _sheet(package: Package, sheet: Sheet, moves: ColumnMoves) -> None:
    own, name = moves.of(sheet.info.name) is not None, sheet.info.name
    if not own and not _may_mention(package, sheet, moves):
        return
    xml = package.sheet_xml(name)
    if shared.masters(xml):
        xml = SheetXml(shared.expand(xml, ""), xml.file, xml.part)
    data = shared.rewrite(
        xml.data, xml.prefix,
        lambda text: moves.formula(text, name),
        lambda ref: moves.area(ref, name) or ref,
    )  # fmt: skip
    if not own:
        xml.tail = reference_shift.formula_texts(xml.tail, moves, name)
        package.put(sheet.part, xml.joined(data))
        return
    xml.tail = _BREAKS.sub(
        lambda match: _breaks(match[0], moves.gap), reference_shift.ranges_of_tail(xml.tail, moves, name)
    )
    xml.head = _head(xml.head, moves)
    package.put(sheet.part, xml.joined(_cells(SheetXml(xml.joined(data), xml.file, xml.part), moves.gap)))
    _related_parts(package, sheet, moves)


def _may_mention(package: Package, sheet: Sheet, moves: ColumnMoves) -> bool:
    return package.structure.container.may_refer(sheet.part) and moves.mentions(package.text(sheet.part))


# ── the sheet itself ──────────────────────────────────────────────────────────────────────────────────


def _cells(sheet: SheetXml, gap: Gap) -> str:
    """The rows with their cells where they stand afterwards."""
    out = []
    for at, number in enumerate(sheet.numbers):
        xml = sheet.xml_at(at)
        out.append(_row(sheet, xml, number, gap) if gap.moves(number, number) else xml)
    return "".join(out)


def _row(sheet: SheetXml, xml: str, number: int, gap: Gap) -> str:
    """One row; a format on both sides of the place where columns come goes on through them."""
    if not sheet.has_bare_cells() and _last_column(xml, sheet.prefix) < gap.col:
        return xml
    out = [_SPANS.sub("", sheet.row_tag(xml))]
    styles: dict[int, str] = {}
    for cell in sheet.cells(xml):
        col = gap.new_col(cell.col)
        styles[cell.col] = cell.style
        if cell.col == gap.col and cell.style and styles.get(gap.col - 1) == cell.style:
            new = range(gap.col, gap.col + max(gap.count, 0))
            out += [f'<{sheet.prefix}c r="{letters(at)}{number}" s="{cell.style}"/>' for at in new]
        if col is not None:
            tag = set_attribute(f"<{sheet.prefix}c {cell.attrs.strip()}>", "r", f"{letters(col)}{number}")
            out.append(f"{tag[:-1]}/>" if cell.inner is None else f"{tag}{cell.inner}</{sheet.prefix}c>")
    return "".join([*out, f"</{sheet.prefix}row>"])


def _last_column(row: str, prefix: str) -> int:
    at = row.rfind(f"<{prefix}c ")
    match = re.match(rf"""<{prefix}c\s[^>]*?\br\s*=\s*["']([A-Z]{{1,3}})""", row[at:]) if at >= 0 else None
    return column_number(match[1]) if match else 0


def _head(head: str, moves: ColumnMoves) -> str:
    """The used range and the widths of columns."""

    def used(tag: str) -> str:
        area = parse_area(attributes(tag).get("ref", ""))
        cols = moves.gap.span(area.col1, area.col2) if area else None
        if area is None or cols is None:
            return tag
        return set_attribute(tag, "ref", Area(area.row1, cols[0], area.row2, cols[1]).text)

    head = edit_tags(head, "dimension", used)
    return _COLS.sub(lambda match: _widths(match[0], moves.gap), head) if moves.gap.whole else head


def _widths(xml: str, gap: Gap) -> str:
    """Shifted column definitions; one that reaches across the gap is cut in two."""
    out = [part for match in _COL.finditer(xml) for part in _col(match[0], gap)]
    opened, closed = xml[: xml.index(">") + 1], xml[xml.rindex("<") :]
    return f"{opened}{''.join(out)}{closed}" if out else ""


def _col(tag: str, gap: Gap) -> Iterator[str]:
    given = attributes(tag)
    first, last = int(given.get("min", 1)), min(int(given.get("max", 1)), MAX_COL)
    for low, high in ((first, min(last, gap.col - 1)), (max(first, gap.col), last)):
        cols = gap.span(low, high) if low <= high else None
        if cols:
            yield set_attribute(set_attribute(tag, "min", str(cols[0])), "max", str(cols[1]))


def _breaks(xml: str, gap: Gap) -> str:
    def moved(tag: str) -> str:
        at = attributes(tag).get("id", "")
        return set_attribute(tag, "id", str(max(1, gap.next_col(int(at) + 1) - 1))) if at.isdigit() else tag

    return edit_tags(xml, "brk", moved) if gap.whole else xml


# ── its related parts ─────────────────────────────────────────────────────────────────────────────────


def _related_parts(package: Package, sheet: Sheet, moves: ColumnMoves) -> None:
    name = sheet.info.name
    for relation in sheet.relations:
        part = relation.part
        if relation.kind in ("comments", "threadedComment"):
            package.put(part, reference_shift.comments(package.text(part), moves, name))
        elif relation.kind == "pivotTable":
            package.put(part, reference_shift.pivot_place(package.text(part), moves, name))
        elif relation.kind == "drawing":
            package.put(part, _ANCHOR.sub(lambda match: _anchor(match[0], moves.gap), package.text(part)))
        elif relation.kind == "vmlDrawing":
            old = package.bytes_of(part).decode("latin-1")
            new = _SHAPE.sub(lambda match: _shape(match[0], moves.gap), old)
            if new != old:
                package.put_bytes(part, new.encode("latin-1"))


def _anchor(xml: str, gap: Gap) -> str:
    """A drawing goes with the cell on which it begins and keeps its size."""
    cols, row = [int(match[3]) for match in _COL_TEXT.finditer(xml)], _ROW_TEXT.search(xml)
    if not cols or row is None or not gap.moves(int(row[2]) + 1, int(row[2]) + 1):
        return xml
    shift = gap.next_col(cols[0] + 1) - 1 - cols[0]
    return _COL_TEXT.sub(lambda match: f"{match[1]}{int(match[3]) + shift}{match[4]}", xml) if shift else xml


def _shape(xml: str, gap: Gap) -> str:
    """The box of a comment, or a form control."""
    cell = _VML_CELL.search(xml)
    box = _VML_ANCHOR.search(xml)
    parts = box[2].split(",") if box else []
    if cell is not None:
        row, col = int(cell[1]) + 1, int(cell[2]) + 1
    elif len(parts) == 8 and all(part.strip().isdigit() for part in parts):
        row, col = int(parts[2]) + 1, int(parts[0]) + 1
    else:
        return xml
    if not gap.moves(row, row):
        return xml
    new = gap.new_col(col) if cell is not None else gap.next_col(col)
    if new is None:
        return ""
    if len(parts) == 8:
        parts[0], parts[4] = (f" {max(0, int(part) + new - col)}" for part in (parts[0], parts[4]))
        xml = _VML_ANCHOR.sub(lambda match: f"{match[1]}{','.join(parts)}{match[3]}", xml)
    return _VML_COLUMN.sub(lambda match: f"{match[1]}{new - 1}{match[2]}", xml)
