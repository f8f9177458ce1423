"""Columns and cells inserted and deleted sideways, single cells copied, with everything that follows them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, replace

from lxml import etree
from openpyxl.utils import column_index_from_string, get_column_letter

from tests.live.engine import rows
from tests.live.engine.comerror import refused
from tests.live.engine.model import Book, Cell, Sheet, Table
from tests.live.engine.references import MAX_COL, MAX_ROW, Area, area, translated
from tests.live.engine.strict import NotInEngine
from tests.live.engine.styles import MAIN, Styles
from tests.live.engine.tokens import BadFormula, tokens

_END = re.compile(r"(\$?)([A-Za-z]+)(\$?[0-9]*)")
_FORMULAS = {"formula", "formula1", "formula2", "f"}


@dataclass(frozen=True, slots=True)
class Slide:
    """Cells of some rows: ``count`` columns come before column ``at``, or go from it on (``count`` < 0)."""

    at: int
    count: int
    row1: int = 1
    row2: int = MAX_ROW

    @property
    def whole(self) -> bool:
        """Whether entire columns move."""
        return (self.row1, self.row2) == (1, MAX_ROW)

    def col(self, col: int) -> int | None:
        """Where a column went; None when it is gone."""
        if col < self.at:
            return col
        return None if col < self.at - self.count else col + self.count

    def span(self, first: int, last: int) -> tuple[int, int] | None:
        """Where columns side by side went; None when none is left."""
        left = [new for new in (self.col(first), self.col(last)) if new is not None]
        if self.count > 0:
            return left[0], left[-1]
        end = self.at - self.count - 1
        start = self.at if self.at <= first <= end else left[0] if left else self.at
        stop = self.at - 1 if self.at <= last <= end else self.col(last) or 0
        return (start, stop) if start <= stop else None

    def area(self, old: Area) -> Area | None:
        """A rectangle afterwards; one that reaches beyond the rows stays."""
        if not (self.row1 <= old.row1 and old.row2 <= self.row2) or (old.col1, old.col2) == (1, MAX_COL):
            return old
        cols = self.span(old.col1, old.col2)
        return cols and replace(old, col1=cols[0], col2=cols[1])


def insert(book: Book, sheet: Sheet, place: Area) -> None:
    """Insert blank cells that look like those on their left; tables they go through get new columns.

    Raises:
        com_error: 0x800A03EC a table would be torn.
    """
    slide = Slide(place.col1, place.col2 - place.col1 + 1, place.row1, place.row2)
    _refuse_torn(sheet, slide)
    widened = [
        table
        for table in sheet.tables
        if table.area.col1 < slide.at <= table.area.col2 and _touches(table, slide)
    ]
    _slide(book, sheet, slide)
    for row, line in sheet.rows.items():
        if slide.row1 <= row <= slide.row2 and slide.at - 1 in line:
            for col in range(slide.at, slide.at + slide.count):
                line[col] = Cell(style=line[slide.at - 1].style)
    for table in widened:
        name_columns(sheet, table, slide.at - table.area.col1, slide.count)


def delete(book: Book, sheet: Sheet, place: Area) -> None:
    """Delete cells; what stands on the right moves in, and tables lose their columns.

    Raises:
        com_error: 0x800A03EC a table would be torn.
    """
    slide = Slide(place.col1, place.col1 - place.col2 - 1, place.row1, place.row2)
    _refuse_torn(sheet, slide)
    for table in sheet.tables:
        if _touches(table, slide):
            gone = [at for at in range(len(table.columns)) if slide.col(table.area.col1 + at) is None]
            if len(gone) == len(table.columns):
                raise NotInEngine("deleting a whole table")
            for at in reversed(gone):
                holder = table.columns[at].getparent()
                holder.remove(table.columns[at])
                holder.set("count", str(len(holder)))
            table.__dict__.pop("column_names", None)
    _slide(book, sheet, slide)


def _touches(table: Table, slide: Slide) -> bool:
    return slide.row1 <= table.area.row1 and table.area.row2 <= slide.row2


def _refuse_torn(sheet: Sheet, slide: Slide) -> None:
    for table in sheet.tables:
        beside = table.area.col2 < slide.at or slide.row2 < table.area.row1 or table.area.row2 < slide.row1
        if not beside and not _touches(table, slide):
            raise refused("This operation is not allowed. It would shift cells in a table on your worksheet.")


def name_columns(sheet: Sheet, table: Table, at: int, count: int) -> None:
    """New columns of a table get the text of their header cell, else a name that Excel makes up."""
    holder = table.root.find(f"{MAIN}tableColumns")
    for offset in range(at, at + count):
        taken = {column.get("name").casefold() for column in holder}
        header = sheet.cell(table.area.row1, table.area.col1 + offset)
        if not isinstance(header.value, str) or header.value.casefold() in taken:
            header.value = next(name for n in range(1, 99) if (name := f"Column{n}").casefold() not in taken)
        number = max(int(column.get("id")) for column in holder) + 1
        holder.insert(offset, etree.Element(f"{MAIN}tableColumn", id=str(number), name=str(header.value)))
        holder.set("count", str(len(holder)))
    table.__dict__.pop("column_names", None)


# ── what follows ──────────────────────────────────────────────────────────────────────────────────────


def _slide(book: Book, sheet: Sheet, slide: Slide) -> None:
    for row, line in sheet.rows.items():
        if slide.row1 <= row <= slide.row2:
            sheet.rows[row] = {new: cell for col, cell in line.items() if (new := slide.col(col)) is not None}
    for table in sheet.tables:
        table.area = slide.area(table.area) or table.area
    _slide_ranges(sheet, slide)
    if slide.whole:
        _slide_widths(sheet, slide)
    for other in book.sheets:
        for cell in (
            cell for line in other.rows.values() for cell in line.values() if cell.formula is not None
        ):
            cell.formula = moved(cell.formula or "", other.name, sheet.name, slide)
        texts = [
            item
            for item in other.root.iter()
            if isinstance(item.tag, str) and etree.QName(item).localname in _FORMULAS
        ]
        columns = [formula for table in other.tables for _, formula in table.column_formulas()]
        for item in (*texts, *columns):
            item.text = moved(item.text or "", other.name, sheet.name, slide)
    for name in book.names:
        name.text = moved(name.text or "", None, sheet.name, slide)
    for part in [name for name in book.parts if name.startswith("xl/charts/chart")]:
        text = re.sub(
            rb"(<(?:c:)?f>)([^<]*)(</(?:c:)?f>)",
            lambda found: found[1] + moved(found[2].decode(), None, sheet.name, slide).encode() + found[3],
            book.parts[part],
        )
        book.parts = book.parts | {part: text}
    book.changed(*book.sheets)


def _slide_ranges(sheet: Sheet, slide: Slide) -> None:
    for tag in ("conditionalFormatting", "dataValidation", "ignoredError", "protectedRange"):
        for item in sheet.elements(tag):
            rows.put_ranges(item, "sqref", [new for old in rows.ranges(item) if (new := slide.area(old))])
    for tag in ("mergeCell", "hyperlink", "autoFilter"):
        for item in sheet.elements(tag):
            new = slide.area(area(item.get("ref")))
            rows.put_ranges(item, "ref", [new] if new else [])


def _slide_widths(sheet: Sheet, slide: Slide) -> None:
    widths = sheet.widths()
    sheet.set_widths({new: look for col, look in widths.items() if (new := slide.col(col)) is not None})


def moved(formula: str, own: str | None, sheet: str, slide: Slide) -> str:
    """A formula (without ``=``) after cells of ``sheet`` moved sideways; ``own`` is the sheet it stands on."""
    target = sheet.casefold()
    if (own or "").casefold() != target and "!" not in formula:
        return formula
    try:
        found = tokens(formula)
    except BadFormula:
        return formula
    out = []
    for token in found:
        if token.kind != "ref" or (token.owner or own or "").casefold() != target:
            out.append(token.text)
            continue
        out.append(token.text[: len(token.text) - len(token.rest)] + _ends(token.rest, slide))
    return "".join(out)


def _ends(text: str, slide: Slide) -> str:
    ends = [_END.fullmatch(end) for end in text.split(":")]
    if None in ends:
        return text  # entire rows
    try:
        old = area(text)
    except ValueError:
        return text
    new = slide.area(old)
    if new is None:
        return "#REF!"
    cols = (
        (new.col1, new.col2)
        if column_index_from_string(ends[0][2]) <= column_index_from_string(ends[-1][2])
        else (new.col2, new.col1)
    )  # type: ignore[index]
    return ":".join(f"{end[1]}{get_column_letter(col)}{end[3]}" for end, col in zip(ends, cols, strict=False))  # type: ignore[index]


# ── single cells copied ───────────────────────────────────────────────────────────────────────────────


def copy_cell(source: tuple[Book, Sheet, int, int], book: Book, sheet: Sheet, place: Area) -> None:
    """Copy one cell onto a rectangle: content, format, conditional formats and validations."""
    old, page, row, col = source
    cell = page.rows.get(row, {}).get(col, Cell())
    style = cell.style if old is book else book.styles.taken(old.styles, cell.style)
    for down in range(place.row1, place.row2 + 1):
        for right in range(place.col1, place.col2 + 1):
            formula = None if cell.formula is None else translated(cell.formula, down - row, right - col)
            sheet.rows.setdefault(down, {})[right] = Cell(cell.value, formula, style)
            _renamed(sheet, down, right, cell)
    for tag in rows.RULES:
        for item in sheet.elements(tag):
            rows.put_ranges(
                item, "sqref", [part for other in rows.ranges(item) for part in _without(other, place)]
            )
        for item in page.elements(tag):
            if any(part.cut(Area(row, col, row, col)) for part in rows.ranges(item)):
                rows.add_rule(sheet.root, rule_of(item, place, old.styles, book.styles))
    book.changed(sheet)


def rule_of(item: etree._Element, place: Area, old: Styles, new: Styles) -> etree._Element:
    """A rule for another place, its format that of the other book."""
    rule = deepcopy(item)
    rows.rebase(rule, place.row1 - min(part.row1 for part in rows.ranges(item)))
    rule.set("sqref", place.text)
    for inner in rule.iter(f"{MAIN}cfRule"):
        if inner.get("dxfId") is not None and new is not old:
            inner.set("dxfId", str(new.taken_rule_format(old, int(inner.get("dxfId")))))
    return rule


def _renamed(sheet: Sheet, row: int, col: int, cell: Cell) -> None:
    """A header that is written over renames its column."""
    table = sheet.table_at(row, col)
    if table is not None and row == table.area.row1:
        table.columns[col - table.area.col1].set("name", str(cell.value))
        table.__dict__.pop("column_names", None)


def _without(old: Area, hole: Area) -> Iterator[Area]:
    """What is left of a rectangle."""
    cut = old.cut(hole)
    if cut is None:
        yield old
        return
    yield from (
        part
        for part in (
            replace(old, row2=cut.row1 - 1), replace(old, row1=cut.row2 + 1),
            Area(cut.row1, old.col1, cut.row2, cut.col1 - 1), Area(cut.row1, cut.col2 + 1, cut.row2, old.col2),
        )
        if part.row1 <= part.row2 and part.col1 <= part.col2
    )  # fmt: skip
