"""From the requested changes (layouts, edits, states) to the parts that change."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Protocol

from salesplan_xl.book.xlsx import panes, reference_shift, shared, workbookxml
from salesplan_xl.book.xlsx.charts import ChartEditor, ReadCell
from salesplan_xl.book.xlsx.container import Packed, Packer
from salesplan_xl.book.xlsx.edits import Edits
from salesplan_xl.book.xlsx.layout import Layout
from salesplan_xl.book.xlsx.model import VISIBLE, Cached, TableInfo
from salesplan_xl.book.xlsx.moves import Moves
from salesplan_xl.book.xlsx.refs import Area, Reference, formula_pieces, letters, parse_area
from salesplan_xl.book.xlsx.row_format import RowFormat, with_row_formats
from salesplan_xl.book.xlsx.sheetwrite import SheetWriter, Template, row_template
from salesplan_xl.book.xlsx.sheetxml import SheetXml
from salesplan_xl.book.xlsx.structure import Sheet, Structure, TablePart
from salesplan_xl.book.xlsx.values import Renderer
from salesplan_xl.book.xlsx.xmltext import attributes, edit_tags, element_pattern, set_attribute, unescape
from salesplan_xl.errors import WorkbookError

_TABLE_COLUMN = element_pattern("tableColumn")
_CALCULATED = element_pattern("calculatedColumnFormula")


class SheetSource(Protocol):
    """Source of the worksheet parts."""

    def get(self, name: str) -> SheetXml:
        """One worksheet part, as saved."""

    def last_row(self, name: str) -> int:
        """Last used row of a sheet after all edits."""


class Composer:
    """Computes every changed part of a workbook once.

    Args:
        structure: the workbook's map.
        sheets: worksheet parts by sheet name, loaded on demand.
        layouts, edits, states, row_formats: what the caller asked for, by sheet name.
        read: value of a cell after all edits.
    """

    def __init__(
        self, structure: Structure, sheets: SheetSource, layouts: Mapping[str, Layout],
        edits: Mapping[str, Edits],
        states: Mapping[str, str], row_formats: Mapping[str, Mapping[int, RowFormat | None]], read: ReadCell,
    ) -> None:  # fmt: skip
        self.structure, self.sheets, self.states, self.read = structure, sheets, states, read
        self.layouts, self.edits, self.row_formats = layouts, edits, row_formats
        self.moves = Moves(layouts)
        self.parts: dict[str, str] = {}
        self.packer = Packer()
        self.drop: set[str] = set()
        self.formulas_changed = bool(self.moves)

    def compose(self, *, settled: bool) -> tuple[dict[str, Packed], set[str]]:
        """New content by part name, deflated, and the parts that go.

        Args:
            settled: all formulas show their right values.

        Raises:
            WorkbookError: SP-303 a damaged part; SP-312 an impossible value; SP-313 part of an array formula.
        """
        for sheet in self.structure.sheets:
            self._sheet(sheet)
        self._tables()
        self._charts()
        self._pivots()
        self._workbook(settled)
        if self.formulas_changed:
            self._drop_calc_chain()
        for part, text in self.parts.items():
            self.packer.add(part, text.encode("utf-8"))
        return {name: self.packer.take(name) for name in self.packer.names}, self.drop

    def _text(self, part: str) -> str:
        return self.parts.get(part) or self.structure.text(part)

    def _put(self, part: str, text: str) -> None:
        if part in self.parts or text != self.structure.text(part):
            self.parts[part] = text

    def _sheet(self, sheet: Sheet) -> None:
        name = sheet.info.name
        if sheet.kind != "worksheet":
            return
        moved, edits = self.moves.of(name), self.edits.get(name)
        hidden = self.states.get(name, VISIBLE) != VISIBLE
        if moved is not None:
            self._related_parts(sheet, moved)
        row_formats = self.row_formats.get(name)
        stale = panes.holds_empty_pane(self.structure.container.beginning(sheet.part, panes.HEAD_BYTES))
        touched = moved or edits or hidden or row_formats or stale
        if not (touched or (self.moves and self._may_mention(sheet.part))):
            return
        old = self.sheets.get(name)
        xml = copy.copy(old)
        if self.moves and (moved or self.moves.mentions(xml.data) or self.moves.mentions(xml.tail)):
            xml = self._shifted(xml, name, moved is not None)
        if row_formats:
            xml = with_row_formats(xml, row_formats)
        if hidden:
            xml.head = workbookxml.drop_selection(xml.head)
        if stale:
            xml.head = panes.without_empty_panes(xml.head)
        if moved is not None or edits is not None:
            self.packer.add_pieces(
                sheet.part, self._written(xml, old, name, moved or Layout(), edits or Edits())
            )
        elif (xml.head, xml.data, xml.tail) != (old.head, old.data, old.tail):
            self.parts[sheet.part] = xml.joined(xml.data)

    def _may_mention(self, part: str) -> bool:
        """Cheap test of the raw bytes: a sheet that names no moved sheet need not be parsed at all."""
        container = self.structure.container
        return container.may_refer(part) and self.moves.may_mention(container.read(part))

    def _shifted(self, sheet: SheetXml, name: str, own: bool) -> SheetXml:
        """The sheet with the references of every formula and range shifted, rows still in the old order."""
        if shared.masters(sheet) and (own or self.moves.mentions(sheet.data)):
            text = shared.expand(sheet, "")
            sheet = SheetXml(text, sheet.file, sheet.part)
        layout = self.moves.of(name)
        if layout is not None:
            sheet = SheetXml(sheet.joined(sheet.surviving(layout.old_runs())), sheet.file, sheet.part)
        data = self._rewritten(sheet, name, own)
        tail = (
            reference_shift.tail(sheet.tail, self.moves, name)
            if own
            else reference_shift.tail_elsewhere(sheet.tail, self.moves, name)
        )
        if data == sheet.data:
            sheet = copy.copy(sheet)
            sheet.tail = tail
            return sheet
        sheet = SheetXml(sheet.joined(data), sheet.file, sheet.part)
        sheet.tail = tail
        return sheet

    def _rewritten(self, sheet: SheetXml, name: str, own: bool) -> str:
        """Row data with shifted formulas; those in the edge rows of a body are shifted with their own row."""
        layout = self.moves.of(name) if own else None
        edges = {row for body in (layout.bodies if layout else ()) for row in (body.old_first, body.old_last)}
        out, last = [], 0
        for row in sorted(edges):
            at = sheet.position(row)
            if at < len(sheet) and sheet.numbers[at] == row:
                out.append(self._formulas(sheet, sheet.data[last : sheet.starts[at]], name, own))
                out.append(self._formulas(sheet, sheet.xml_at(at), name, own, row))
                last = sheet.starts[at + 1]
        return "".join([*out, self._formulas(sheet, sheet.data[last:], name, own)])

    def _formulas(self, sheet: SheetXml, data: str, name: str, own: bool, row: int = 0) -> str:
        own_name = name if own else None
        return shared.rewrite(
            data, sheet.prefix,
            lambda formula: self.moves.formula(formula, own_name, own_row=row),
            lambda ref: self.moves.area(ref, name, grow=not row) or ref,
        )  # fmt: skip

    def _written(
        self, xml: SheetXml, old: SheetXml, name: str, layout: Layout, edits: Edits
    ) -> Iterator[bytes]:
        xml = self._guarded(xml, name, layout, edits)
        renderer = Renderer(xml.prefix, self.structure.base_1904)
        templates = self._templates(old, name, layout)
        xml.head = self._dimension(xml, layout, edits)
        return SheetWriter(xml, name, layout, edits, renderer, templates).pieces()

    def _guarded(self, xml: SheetXml, name: str, layout: Layout, edits: Edits) -> SheetXml:
        """Array formulas stay whole; shared ones are written out when their master is overwritten."""
        if edits.brings_formula or _overwrites_formula(xml, layout, edits):
            self.formulas_changed = True
        for area in shared.guarded_areas(xml):
            self._check_array(area, name, layout, edits)
        groups = shared.masters(xml)
        if any(_overwritten(edits, layout.new_row(cell.row), cell.col) for cell in groups.values()):
            return SheetXml(shared.expand(xml, ""), xml.file, xml.part)
        return xml

    def _check_array(self, area: Area, name: str, layout: Layout, edits: Edits) -> None:
        cells = [(r, c) for r in range(area.row1, min(area.row2, area.row1 + 5_000) + 1)
                 for c in range(area.col1, min(area.col2, area.col1 + 100) + 1)]  # fmt: skip
        hit = [_overwritten(edits, layout.new_row(row), col) for row, col in cells]
        if any(hit) and not all(hit):
            row, col = cells[0]
            place = f"{letters(col)}{layout.new_row(row) or row}"
            raise WorkbookError("SP-313", sheet=name, cell=place)

    def _templates(self, old: SheetXml, name: str, layout: Layout) -> dict[int, Template]:
        wanted = {piece.template for piece in layout.pieces if piece.template}
        out: dict[int, Template] = {}
        for table in self.structure.tables.values():
            row = table.info.first_row
            if table.info.sheet == name and row in wanted:
                formulas = self._calculated(table, old)
                out[row] = row_template(old, row, {**(out[row].formulas if row in out else {}), **formulas})
        return out

    def _calculated(self, table: TablePart, old: SheetXml) -> dict[int, str | Callable[[int], str]]:
        """Formulas of added rows, by column."""
        formulas: dict[int, str | Callable[[int], str]] = {}
        info = table.info
        for at, column in enumerate(_TABLE_COLUMN.finditer(self.structure.text(table.part))):
            formula = _CALCULATED.search(column[3] or "")
            if formula and formula[3] and "array" not in formula[2]:
                formulas[info.first_col + at] = self._column_formula(
                    unescape(formula[3]), info, info.first_col + at, old
                )
        return formulas

    def _column_formula(
        self, text: str, info: TableInfo, col: int, old: SheetXml
    ) -> str | Callable[[int], str]:
        """One text for all rows; if it names cells of its own row, the first row's cell copied down."""
        if not _row_relative(text):
            return self.moves.formula(text, info.sheet)
        first = info.first_row
        stored = [f.text for f in shared.formula_cells(old, first, first) if f.col == col and f.text]
        return partial(_copied_down, self.moves, stored[0] if stored else text, info)

    def _dimension(self, xml: SheetXml, layout: Layout, edits: Edits) -> str:
        """The used range: old one moved, new cells included."""

        def covering(tag: str) -> str:
            area = parse_area(attributes(tag).get("ref", "A1")) or Area(1, 1, 1, 1)
            rows = layout.range_rows(area) if layout.changed else (area.row1, area.row2)
            first, last = rows or (1, 1)
            bottom, right = edits.extent
            top, left = edits.start
            first, left = min(first, top or first), min(area.col1, left or area.col1)
            new = Area(first, left, max(last, bottom), max(area.col2, right))
            return set_attribute(tag, "ref", new.text)

        return edit_tags(xml.head, "dimension", covering)

    def _related_parts(self, sheet: Sheet, layout: Layout) -> None:
        """Comments, note boxes, drawings and pivots that stand on a sheet whose rows moved."""
        name = sheet.info.name
        for relation in sheet.relations:
            part = relation.part
            if relation.kind in ("comments", "threadedComment"):
                self._put(part, reference_shift.comments(self._text(part), self.moves, name))
            elif relation.kind == "drawing":
                self._put(part, reference_shift.anchors(self._text(part), layout))
            elif relation.kind == "pivotTable":
                self._put(part, reference_shift.pivot_place(self._text(part), self.moves, name))
            elif relation.kind == "vmlDrawing":
                self._legacy(part, layout)

    def _legacy(self, part: str, layout: Layout) -> None:
        """VML is often no valid XML: changed as bytes, Latin-1 keeps every one of them."""
        old = self.structure.container.read(part).decode("latin-1")
        new = reference_shift.legacy_drawing(old, layout)
        if new != old:
            self.packer.add(part, new.encode("latin-1"))

    def _tables(self) -> None:
        if not self.moves:
            return
        for table in self.structure.tables.values():
            self._put(table.part, reference_shift.table(self._text(table.part), self.moves, table.info.sheet))

    def _charts(self) -> None:
        changed = {*self.edits, *(n for n, layout in self.layouts.items() if layout.changed)}
        if not changed:
            return
        editor = ChartEditor(self.moves, changed, self.read, self.sheets.last_row, self.structure.base_1904)
        for ending in (".chart+xml", ".chartex+xml"):
            for part in self.structure.parts_of_type(ending):
                self._put(part, editor.text(self._text(part)))

    def _pivots(self) -> None:
        if self.moves:
            for part in self.structure.parts_of_type(".pivotCacheDefinition+xml"):
                self._put(part, reference_shift.pivot_source(self._text(part), self.moves))

    def _workbook(self, settled: bool) -> None:
        text = self.structure.text(self.structure.workbook)
        if self.moves:
            text = reference_shift.defined_names(text, self.moves)
        if self.states:
            text = workbookxml.set_states(text, self.states)
        computed = workbookxml.settle if settled else workbookxml.ask_recalculation
        self._put(self.structure.workbook, computed(text))

    def _drop_calc_chain(self) -> None:
        """The calculation order goes together with everything that mentions it; Excel builds a new one."""
        chains = [r.part for r in self.structure.relations if r.kind == "calcChain"]
        if not chains:
            return
        self.drop.update(chains)
        rels = self.structure.relations_part(self.structure.workbook)
        if rels:
            self._put(rels, workbookxml.drop_relationships(self._text(rels), "calcChain"))
        types = self.structure.content_types()
        for chain in chains:
            self._put(types, workbookxml.drop_override(self._text(types), chain))


def _row_relative(text: str) -> bool:
    pieces = formula_pieces(text) or ()
    refs = [piece for piece in pieces if isinstance(piece, Reference)]
    return any(not (ref.row1_fixed and ref.row2_fixed) for ref in refs)


def _copied_down(moves: Moves, text: str, info: TableInfo, row: int) -> str:
    return moves.anchored(text, info.sheet, row - info.first_row)


def _overwritten(edits: Edits, row: int | None, col: int) -> bool:
    """Whether new content (not only a fresh cached value) goes into a cell."""
    if row is None:
        return False
    written, value = edits.find(row, col)
    return written and not isinstance(value, Cached)


def _overwrites_formula(xml: SheetXml, layout: Layout, edits: Edits) -> bool:
    mark = f"<{xml.prefix}f"
    if mark not in xml.data:
        return False
    for row in edits.touched_rows():
        old = layout.old_row(row)
        if old and any(_overwritten(edits, row, cell.col) for cell in shared.formula_cells(xml, old, old)):
            return True
    return False
