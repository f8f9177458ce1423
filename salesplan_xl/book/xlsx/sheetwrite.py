"""Puts a worksheet part together again: old rows as slices, changed rows patched, new rows generated.

Untouched rows that do not move are copied as one slice; only rows that move or are written to are opened.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from salesplan_xl.book.xlsx.edits import Block, Edits
from salesplan_xl.book.xlsx.heights import with_height
from salesplan_xl.book.xlsx.layout import Layout, Piece
from salesplan_xl.book.xlsx.model import MAX_ROW, Cached, CellContent, Formula
from salesplan_xl.book.xlsx.refs import column_number, letters
from salesplan_xl.book.xlsx.row_format import RowFormat
from salesplan_xl.book.xlsx.sheetxml import Cell, SheetXml
from salesplan_xl.book.xlsx.values import ImpossibleValue, RenderedColumn, Renderer
from salesplan_xl.book.xlsx.xmltext import set_attribute
from salesplan_xl.errors import WorkbookError

_ROW_NUMBER = re.compile(r"""(\sr\s*=\s*["'])[0-9]+""")
_ROW_STYLE = re.compile(r"""\ss\s*=\s*["']([0-9]+)["']""")
_SPANS = re.compile(r"""\sspans\s*=\s*(?:"[^"]*"|'[^']*')""")


@dataclass(frozen=True)
class Template:
    """Row format of an added row: start tag with ``{r}`` for the number, styles and formulas by column."""

    tag: str
    styles: Mapping[int, str]
    formulas: Mapping[int, str | Callable[[int], str]] = field(default_factory=dict)


class SheetWriter:
    """Writes one worksheet part.

    Args:
        sheet: the part as it was (references already shifted to the new layout).
        name: the sheet's name, for error sentences.
        layout: new order of its rows.
        edits: what to write, in final coordinates.
        renderer: makes cell content.
        templates: format of added rows by the original row they copy.
    """

    def __init__(
        self, sheet: SheetXml, name: str, layout: Layout, edits: Edits, renderer: Renderer,
        templates: Mapping[int, Template],
    ) -> None:  # fmt: skip
        self.sheet, self.name, self.layout, self.edits = sheet, name, layout, edits
        self.renderer, self.templates = renderer, templates
        self.columns = sheet.column_styles()
        self._moved_cell = re.compile(rf"""(<{sheet.prefix}c\s[^>]*?\br\s*=\s*["'][A-Z]{{1,3}})[0-9]+""")
        self._usual_cell = re.compile(
            rf'(<{sheet.prefix}c r="([A-Z]{{1,3}})[0-9]+"(?: s="([0-9]+)")?(?: t="\w+")?'
            rf"(?:/>|>.*?</{sheet.prefix}c>))",
            re.DOTALL,
        )
        self._formula = re.compile(
            rf"<{sheet.prefix}f(?=[\s/>])[^>]*?(?:/>|>.*?</{sheet.prefix}f\s*>)", re.DOTALL
        )
        self._columns: dict[tuple[int, int], RenderedColumn] = {}
        self._edges = self._block_edges()
        self._touched = sorted({*edits.rows, *edits.heights})

    def pieces(self) -> Iterator[bytes]:
        """The finished part, made as it is taken.

        Raises:
            WorkbookError: SP-312 a value no cell can hold.
        """
        return self.sheet.assembled(self._rows())

    def _rows(self) -> Iterator[str]:
        new = 1
        for piece in self.layout.pieces:
            last = min(new + piece.count - 1, MAX_ROW)
            yield from self._old_rows(piece, new, last) if piece.old else self._new_rows(piece, new, last)
            new += piece.count

    def _block_edges(self) -> list[int]:
        return sorted({edge for b in self.edits.blocks for edge in (b.top, b.bottom + 1)})

    def _stretches(self, first: int, last: int) -> Iterator[tuple[int, int, list[Block]]]:
        """The rows first … last cut where blocks begin or end, with the blocks of each stretch."""
        inner = [edge for edge in self._edges if first < edge <= last]
        for start, stop in zip([first, *inner], [*inner, last + 1], strict=True):
            yield start, stop - 1, [b for b in self.edits.blocks if b.top <= start and stop - 1 <= b.bottom]

    def _old_rows(self, piece: Piece, new: int, last: int) -> Iterator[str]:
        shift = new - piece.old
        for first, stop, blocks in self._stretches(new, last):
            if blocks:
                yield from self._refilled(first, stop, shift, blocks)
                continue
            at = first
            written = self._touched
            for row in written[bisect_left(written, first) : bisect_left(written, stop + 1)]:
                yield from self._copied(at - shift, row - 1 - shift, shift)
                yield self._patched(row, row - shift, blocks)
                at = row + 1
            yield from self._copied(at - shift, stop - shift, shift)

    def _copied(self, first: int, last: int, shift: int) -> Iterator[str]:
        """Old rows first … last, renumbered when they move."""
        begin, end = self.sheet.position(first), self.sheet.position(last + 1)
        if begin == end:
            return
        if not shift:
            yield self.sheet.data[self.sheet.starts[begin] : self.sheet.starts[end]]
            return
        for at in range(begin, end):
            yield self._renumbered(self.sheet.xml_at(at), self.sheet.numbers[at] + shift)

    def _renumbered(self, xml: str, row: int) -> str:
        cut = xml.index(">") + 1
        texts = self._moved_cell.split(xml[cut:])
        moved = [f"{head}{row}{text}" for head, text in zip(texts[1::2], texts[2::2], strict=True)]
        return f"{_numbered(xml[:cut], row)}{texts[0]}{''.join(moved)}"

    def _patched(self, row: int, old: int, blocks: list[Block]) -> str:
        """One stored (or missing) row with its writes."""
        wanted = self._wanted(row, blocks)
        xml = self.sheet.row_xml(old)
        if not wanted and (xml is None or row not in self.edits.heights):
            return "" if xml is None else (xml if row == old else self._renumbered(xml, row))
        p = self.sheet.prefix
        tag = self._tall(f'<{p}row r="{row}">', row) if xml is None else self._open_row(xml, row)
        cells = {cell.col: cell for cell in self.sheet.cells(xml)} if xml else {}
        done = {col: self._cell(row, col, cells.get(col), value, tag) for col, value in wanted.items()}
        for col, cell in cells.items():
            if col not in done:
                done[col] = cell.xml if row == old and "r=" in cell.attrs else self._at(row, col, cell)
        return f"{tag}{''.join([done[col] for col in sorted(done)])}</{p}row>"

    def _refilled(self, first: int, stop: int, shift: int, blocks: list[Block]) -> Iterator[str]:
        """Old rows under blocks: rows built alike share one format string."""
        columns = {b.left + at: (b, at) for b in blocks for at in range(len(b.columns))}
        order = sorted(columns)
        tails = [self._block_column(*columns[col]) for col in order]
        tops = [columns[col][0].top for col in order]
        formats: dict[object, str] = {}
        for row in range(first, stop + 1):
            xml = self.sheet.row_xml(row - shift)
            cells = self._simple_cells(xml) if xml and row not in self.edits.cells else None
            if xml is None or cells is None:
                yield self._patched(row, row - shift, blocks)
                continue
            shape = tuple([(letter, style) for _, letter, style in cells])
            if shape not in formats:
                formats[shape] = self._row_format(shape, dict(zip(order, tails, strict=True)), xml)
            others = [whole for whole, letter, _ in cells if column_number(letter) not in columns]
            if shift and others:
                others = [
                    self._renumbered(f"<row>{whole}", row)[len(f'<row r="{row}">') :] for whole in others
                ]
            values = [column.cells[row - top] for column, top in zip(tails, tops, strict=True)]
            yield self._open_row(xml, row) + formats[shape].format(row, *values, *others)

    def _simple_cells(self, xml: str) -> list[tuple[str, str, str]] | None:
        """Cells as (whole, letters, style) when all are spelt in the usual order; else None."""
        cells: list[tuple[str, str, str]] = self._usual_cell.findall(xml)
        p = self.sheet.prefix
        count = xml.count(f"<{p}c ") + xml.count(f"<{p}c>") + xml.count(f"<{p}c/>")
        return cells if len(cells) == count else None

    def _row_format(
        self, shape: tuple[tuple[str, str], ...], tails: dict[int, RenderedColumn], xml: str
    ) -> str:
        """The cells of such rows: {0} the row number, then block cells, then the other cells as they are."""
        styles = {column_number(letter): style for letter, style in shape}
        tag = xml[: xml.index(">") + 1]
        others = iter(range(len(tails) + 1, len(tails) + len(styles) + 1))
        fields = {col: at for at, col in enumerate(sorted(tails), 1)}
        pieces = []
        for col in sorted({*styles, *tails}):
            if col not in tails:
                pieces.append(f"{{{next(others)}}}")
                continue
            style = styles[col] if col in styles else self._default_style(col, tag)
            pieces.append(self._cell_format(col, style, fields[col], tails[col]))
        return f"{''.join(pieces)}</{self.sheet.prefix}row>"

    def _cell_format(self, col: int, style: str, field: int, tail: RenderedColumn) -> str:
        head, opened, closed = self._cell_parts(col, style, tail)
        return f"{head}{{0}}{_braced(opened)}{{{field}}}{_braced(closed)}"

    def _cell_parts(self, col: int, style: str, tail: RenderedColumn) -> tuple[str, str, str]:
        """The text before the row number, between it and the content, and after that."""
        mark = f'" s="{style}"' if style else '"'
        return f'<{self.sheet.prefix}c r="{letters(col)}', f"{mark}{tail.before}", tail.after

    def _open_row(self, xml: str, row: int) -> str:
        return self._tall(_numbered(_SPANS.sub("", self.sheet.row_tag(xml)), row), row)

    def _tall(self, tag: str, row: int) -> str:
        """The tag with the height its row is to have, if any is asked for."""
        return with_height(tag, self.edits.heights[row]) if row in self.edits.heights else tag

    def _at(self, row: int, col: int, cell: Cell) -> str:
        p = self.sheet.prefix
        attrs = set_attribute(f"<{p}c {cell.attrs}>", "r", f"{letters(col)}{row}")
        return attrs[:-1] + ("/>" if cell.inner is None else f">{cell.inner}</{p}c>")

    def _wanted(self, row: int, blocks: list[Block]) -> dict[int, CellContent | _Tail]:
        wanted: dict[int, CellContent | _Tail] = {}
        for block in blocks:
            for at in range(len(block.columns)):
                wanted[block.left + at] = _Tail(self._block_column(block, at).tail(row - block.top))
        wanted.update(self.edits.cells.get(row, {}))
        return wanted

    def _cell(self, row: int, col: int, cell: Cell | None, value: CellContent | _Tail, tag: str) -> str:
        style = cell.style if cell else self._default_style(col, tag)
        tail = value.text if isinstance(value, _Tail) else self._tail(row, col, cell, value)
        if tail == "/>" and (cell is None or not style):
            return ""  # a blank in a cell that is not stored: it has the format of its row or column as it is
        mark = f' s="{style}"' if style else ""
        return f'<{self.sheet.prefix}c r="{letters(col)}{row}"{mark}{tail}'

    def _tail(self, row: int, col: int, cell: Cell | None, value: CellContent) -> str:
        try:
            if isinstance(value, Cached):
                formula = self._formula.search(cell.inner) if cell and cell.inner else None
                return (
                    self.renderer.formula_tail(formula[0], value.value)
                    if formula
                    else self.renderer.tail(value.value)
                )
            if isinstance(value, Formula) and value.array:
                return self.renderer.array_tail(value, f"{letters(col)}{row}")
            return self.renderer.any_tail(value)
        except ImpossibleValue as error:
            raise self._impossible(row, col, error) from error

    def _impossible(self, row: int, col: int, error: ImpossibleValue) -> WorkbookError:
        return WorkbookError("SP-312", sheet=self.name, cell=f"{letters(col)}{row}", reason=str(error))

    def _default_style(self, col: int, tag: str) -> str:
        """Style of a cell that was not stored: its row's, else its column's."""
        if "customFormat" in tag:
            match = _ROW_STYLE.search(tag)
            if match:
                return match[1]
        return next((style for first, last, style in self.columns if first <= col <= last), "")

    def _block_column(self, block: Block, at: int) -> RenderedColumn:
        key = (id(block), at)
        if key not in self._columns:
            try:
                self._columns[key] = self.renderer.column(block.columns[at])
            except ImpossibleValue:
                self._columns[key] = RenderedColumn("", self._tails_one_by_one(block, at), "")
        return self._columns[key]

    def _tails_one_by_one(self, block: Block, at: int) -> list[str]:
        """The slow path that knows which cell holds the impossible value."""
        col, column = block.left + at, block.columns[at]
        try:
            text = self.renderer.formula_xml(column.text) if hasattr(column, "text") else None
        except ImpossibleValue as error:
            raise self._impossible(block.top, col, error) from error
        tails = []
        for row in range(block.top, block.bottom + 1):
            value = block.value(row, col)
            try:
                tails.append(
                    self.renderer.formula_tail(text, value) if text else self.renderer.any_tail(value)
                )
            except ImpossibleValue as error:
                raise self._impossible(row, col, error) from error
        return tails

    def _new_rows(self, piece: Piece, new: int, last: int) -> Iterator[str]:
        template = self._template(piece)
        written = self.edits.rows
        for first, stop, blocks in self._stretches(new, last):
            at = first
            for row in written[bisect_left(written, first) : bisect_left(written, stop + 1)]:
                yield from self._generated(at, row - 1, blocks, template)
                yield self._generated_row(row, blocks, template)
                at = row + 1
            yield from self._generated(at, stop, blocks, template)

    def _template(self, piece: Piece) -> Template:
        if piece.row_format is not None:
            return format_template(self.sheet.prefix, piece.row_format)
        return self.templates.get(piece.template) or Template("", {})

    def _generated(self, first: int, last: int, blocks: list[Block], template: Template) -> Iterator[str]:
        """Rows first … last through one format string: the fast path."""
        if first > last:
            return
        sources: dict[int, tuple[Block, int] | None] = dict.fromkeys([*template.styles, *template.formulas])
        for block in blocks:
            sources |= {block.left + at: (block, at) for at in range(len(block.columns))}
        order = sorted(sources)
        columns = [self._source(sources[col], col, template, first, last) for col in order]
        styles = (template.styles.get(col) or self._default_style(col, template.tag) for col in order)
        pieces = [self._cell_parts(*parts) for parts in zip(order, styles, columns, strict=True)]
        rows = list(map(str, range(first, last + 1)))
        tag = template.tag or f'<{self.sheet.prefix}row r="{{r}}">'
        before, _, after = tag.partition("{r}")
        cells = "".join(
            [f"{_plain(head)}%s{_plain(opened)}%s{_plain(closed)}" for head, opened, closed in pieces]
        )
        row_format = f"{_plain(before)}%s{_plain(after)}{cells}</{self.sheet.prefix}row>"
        # Formatting with % takes floats as they print themselves, in a fifth less time.
        made = map(
            row_format.__mod__, zip(rows, *chain(*((rows, column.cells) for column in columns)), strict=True)
        )
        yield from map(self._fitted, made, range(first, last + 1)) if self.edits.heights else made

    def _fitted(self, xml: str, row: int) -> str:
        """An added row with its own height."""
        cut = xml.index(">") + 1
        return self._tall(xml[:cut], row) + xml[cut:]

    def _source(
        self, source: tuple[Block, int] | None, col: int, template: Template, first: int, last: int
    ) -> RenderedColumn:
        """Content of a column of added rows: written values, its formula, or nothing."""
        count = last - first + 1
        if source is not None:
            block, at = source
            column = self._block_column(block, at)
            if count == block.height:
                return column
            return RenderedColumn(
                column.before, column.cells[first - block.top : last + 1 - block.top], column.after
            )
        formula = template.formulas.get(col)
        if callable(formula):
            return RenderedColumn("", [self._formula_tail(formula(r)) for r in range(first, last + 1)], "")
        return RenderedColumn(self._formula_tail(formula) if formula else "/>", [""] * count, "")

    def _formula_tail(self, text: str) -> str:
        return self.renderer.formula_tail(self.renderer.formula_xml(text), None)

    def _generated_row(self, row: int, blocks: list[Block], template: Template) -> str:
        """An added row that also has single cells written to it."""
        blank = "".join(self._generated(row, row, blocks, template))
        wanted = self.edits.cells[row]
        cells = {cell.col: cell for cell in self.sheet.cells(blank)}
        tag = blank[: blank.index(">") + 1]
        done = {col: cell.xml for col, cell in cells.items()}
        done |= {col: self._cell(row, col, cells.get(col), value, tag) for col, value in wanted.items()}
        return f"{tag}{''.join(done[col] for col in sorted(done))}</{self.sheet.prefix}row>"


@dataclass(frozen=True)
class _Tail:
    """Content of a block cell, already rendered."""

    text: str


def _numbered(tag: str, row: int) -> str:
    """A row's start tag with its number set."""
    match = _ROW_NUMBER.search(tag)
    return f"{tag[: match.end(1)]}{row}{tag[match.end() :]}" if match else set_attribute(tag, "r", str(row))


def _plain(text: str) -> str:
    """Text in a format of ``%``."""
    return text.replace("%", "%%")


def _braced(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def row_template(sheet: SheetXml, row: int, formulas: Mapping[int, str | Callable[[int], str]]) -> Template:
    """The format of one stored row: height, styles of its cells, and formulas for added rows.

    Args:
        sheet: the part as it was.
        row: the original row to copy.
        formulas: formula text by column that every added row gets.
    """
    xml = sheet.row_xml(row)
    if xml is None:
        return Template("", {}, formulas)
    tag = sheet.row_tag(xml)
    for gone in ("spans", "hidden", "collapsed"):  # a filter hides old rows, never added ones
        tag = set_attribute(tag, gone, None)
    tag = with_height(tag, None)  # fitted to the first row's text, not to theirs
    styles = {cell.col: cell.style for cell in sheet.cells(xml) if cell.style}
    return Template(set_attribute(tag, "r", "{r}"), styles, formulas)


def format_template(prefix: str, row_format: RowFormat) -> Template:
    """Rows with a row format of their own; they compute nothing."""
    return Template(f'<{prefix}row r="{{r}}"{row_format.attributes}>', dict(row_format.styles))
