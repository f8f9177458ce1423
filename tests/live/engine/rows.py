"""Whole rows inserted, deleted and copied, with everything that follows them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from typing import TypeVar

from lxml import etree

from tests.live.engine.comerror import refused
from tests.live.engine.model import Book, Cell, Sheet, Table
from tests.live.engine.references import MAX_ROW, Area, Shift, area, moved, translated
from tests.live.engine.strict import NotInEngine
from tests.live.engine.styles import MAIN

_BEFORE_RULES = (
    "sheetData", "sheetCalcPr", "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState",
    "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting",
)  # fmt: skip
T = TypeVar("T")
_RANGED = ("conditionalFormatting", "dataValidation", "ignoredError", "protectedRange")


def insert(book: Book, sheet: Sheet, at: int, count: int, *, from_above: bool = True) -> None:
    """Insert blank rows before row ``at``; they look like their neighbour and tables go on through them."""
    growing = [table for table in sheet.tables if table.area.row1 < at <= table.area.row2]
    _shift(book, sheet, Shift(at, count))
    pattern = at - 1 if from_above else at + count
    for row in range(at, at + count):
        _look_like(sheet, pattern, row)
    for table in growing:
        table.empty = False
        fill_formulas(book, sheet, table, range(at, at + count))


def _look_like(sheet: Sheet, pattern: int, row: int) -> None:
    line = sheet.rows.get(pattern, {})
    if line:
        sheet.rows[row] = {col: Cell(style=cell.style) for col, cell in line.items()}
    if pattern in sheet.row_formats:
        sheet.row_formats[row] = dict(sheet.row_formats[pattern])


def fill_formulas(book: Book, sheet: Sheet, table: Table, rows: range) -> None:
    """Calculated columns fill new body rows."""
    body = table.body
    for col, formula in table.column_formulas():
        for row in rows:
            if body.row1 <= row <= body.row2:
                sheet.cell(row, col).formula = formula.text


def extend_rules(sheet: Sheet, old: Area, last: int) -> None:
    """A table that is made taller takes along what held for whole columns: conditional formats, validations."""
    for tag in ("conditionalFormatting", "dataValidation"):
        for item in sheet.elements(tag):
            parts = [
                replace(part, row2=last)
                if part.row1 <= old.row1
                and part.row2 == old.row2
                and part.col1 <= old.col2
                and old.col1 <= part.col2
                else part
                for part in ranges(item)
            ]
            put_ranges(item, "sqref", parts)


def delete(book: Book, sheet: Sheet, at: int, count: int) -> None:
    """Delete rows; a table that loses all its body rows keeps one blank row.

    Raises:
        com_error: 0x800A03EC the rows cut a table's header off.
    """
    end = at + count - 1
    for table in sheet.tables:
        whole, body = table.area, table.body
        if at <= whole.row1 <= end < whole.row2:
            raise refused("This operation is not allowed. It would delete the header row of a table.")
        if whole.row1 < at <= body.row1 and body.row2 <= end:
            _blank_row(book, sheet, table)
            if count > 1:
                _shift(book, sheet, Shift(at + 1, 1 - count))
            return
    _shift(book, sheet, Shift(at, -count))


def _blank_row(book: Book, sheet: Sheet, table: Table) -> None:
    for cell in sheet.rows.get(table.body.row1, {}).values():
        cell.value = cell.formula = None
    table.empty = True
    book.changed(sheet)


def _shift(book: Book, sheet: Sheet, shift: Shift) -> None:
    sheet.rows = _renumbered(sheet.rows, shift)
    sheet.row_formats = _renumbered(sheet.row_formats, shift)
    sheet.notes = _renumbered(sheet.notes, shift)
    _shift_tables(sheet, shift)
    _shift_ranges(sheet, shift)
    book.changed(sheet, *(other for other in book.sheets if _follow(other, sheet, shift)))
    for name in book.names:
        name.text = moved(name.text or "", None, sheet.name, shift)
    _shift_charts(book, sheet, shift)


def _follow(other: Sheet, sheet: Sheet, shift: Shift) -> bool:
    """Formulas of a sheet follow the rows of another; whether any had to."""
    followed = False
    for cell in _formulas(other):
        new = moved(cell.formula or "", other.name, sheet.name, shift)
        if new != cell.formula:
            cell.formula, followed = new, True
    columns = (item for table in other.tables for _, item in table.column_formulas())
    for item in (*_texts(other), *columns):
        new = moved(item.text or "", other.name, sheet.name, shift)
        if new != item.text:
            item.text, followed = new, True
    return followed


def _renumbered(rows: dict[int, T], shift: Shift) -> dict[int, T]:
    return {new: line for row, line in rows.items() if (new := shift.row(row)) is not None}


def _formulas(sheet: Sheet) -> Iterator[Cell]:
    return (cell for line in sheet.rows.values() for cell in line.values() if cell.formula is not None)


def _texts(sheet: Sheet) -> Iterator[etree._Element]:
    """Formulas outside cells: in conditional formats, validations and extensions such as sparklines."""
    return sheet.root.iter("{*}formula", "{*}formula1", "{*}formula2", "{*}f")


def _shift_tables(sheet: Sheet, shift: Shift) -> None:
    for table in list(sheet.tables):
        new = table.area.shifted(shift)
        if new is None:
            raise NotInEngine("deleting a whole table")
        table.area = new


def _shift_ranges(sheet: Sheet, shift: Shift) -> None:
    for tag in _RANGED:
        for item in sheet.elements(tag):
            _keep_anchor(sheet, item, shift)
            put_ranges(item, "sqref", [new for old in ranges(item) if (new := old.shifted(shift))])
    for tag in ("mergeCell", "hyperlink", "autoFilter"):
        for item in sheet.elements(tag):
            new = area(item.get("ref")).shifted(shift)
            put_ranges(item, "ref", [new] if new else [])
    for item in sheet.root.iter("{http://schemas.microsoft.com/office/excel/2006/main}sqref"):
        item.text = " ".join(new.text for old in item.text.split() if (new := area(old).shifted(shift)))


def ranges(item: etree._Element) -> list[Area]:
    """The rectangles an element applies to."""
    return [area(text) for text in item.get("sqref").split()]


def put_ranges(item: etree._Element, key: str, new: list[Area]) -> None:
    """New rectangles of an element; without any it goes."""
    if new:
        item.set(key, " ".join(part.text for part in new))
    else:
        parent = item.getparent()
        parent.remove(item)
        if parent.get("count"):
            parent.set("count", str(len(parent)))
        if not len(parent) and parent.tag != f"{MAIN}worksheet":
            parent.getparent().remove(parent)


def _keep_anchor(sheet: Sheet, item: etree._Element, shift: Shift) -> None:
    """Formulas are written for the first cell of the range: when it goes, they speak for the next one."""
    anchor = min(part.row1 for part in ranges(item))
    gone = next((row for row in range(anchor, MAX_ROW) if shift.row(row) is not None), anchor) - anchor
    if gone:
        for text in item.iter(f"{MAIN}formula", f"{MAIN}formula1", f"{MAIN}formula2"):
            text.text = translated(text.text or "", gone, 0)


def _shift_charts(book: Book, sheet: Sheet, shift: Shift) -> None:
    def move(match: re.Match[bytes]) -> bytes:
        return match[1] + moved(match[2].decode(), None, sheet.name, shift).encode() + match[3]

    for name in [name for name in book.parts if name.startswith("xl/charts/chart")]:
        book.parts = book.parts | {name: re.sub(rb"(<(?:c:)?f>)([^<]*)(</(?:c:)?f>)", move, book.parts[name])}


def copy(book: Book, source: Sheet, first: int, last: int, target: Sheet, at: int) -> None:
    """Copy whole rows over others: values, formulas, formats, heights, conditional formats and validations.

    Raises:
        com_error: 0x800A03EC the target rows hold a table's header.
    """
    _copy_cells(source, (first, last), target, at)
    _take_rules(source, (first, last), target, at, RULES)
    book.changed(source, target)


def _copy_cells(source: Sheet, area_rows: tuple[int, int], target: Sheet, at: int) -> None:
    first, last = area_rows
    count, down = last - first + 1, at - first
    if source is target and at <= last and first <= at + count - 1:
        raise NotInEngine("copying rows onto themselves")
    lines = [source.rows.get(row, {}) for row in range(first, last + 1)]
    row_formats = [source.row_formats.get(row) for row in range(first, last + 1)]
    for offset, (line, row_format) in enumerate(zip(lines, row_formats, strict=True)):
        target.rows[at + offset] = {col: _copied(cell, down) for col, cell in line.items()}
        target.notes[at + offset] = dict(source.notes.get(first + offset, {}))
        if row_format is None:
            target.row_formats.pop(at + offset, None)
        else:
            target.row_formats[at + offset] = dict(row_format)


RULES = ("conditionalFormatting", "dataValidation")


def paste(book: Book, source: tuple[Sheet, int, int], target: Sheet, at: int, what: str) -> None:
    """Paste whole rows: everything with the conditional formats merged, or only the validations.

    Raises:
        NotInEngine: another kind.
    """
    sheet, first, last = source
    if what == "validation":
        _take_rules(sheet, (first, last), target, at, ("dataValidation",))
    elif what == "all_merging_conditional_formats":
        _copy_cells(sheet, (first, last), target, at)
        _take_rules(sheet, (first, last), target, at, ("dataValidation",))
    elif what == "formats":
        _paste_formats(sheet, (first, last), target, at)
        _take_rules(sheet, (first, last), target, at, ("conditionalFormatting",))
    else:
        raise NotInEngine(f"pasting {what}")
    book.changed(target)


def _paste_formats(source: Sheet, rows: tuple[int, int], target: Sheet, at: int) -> None:
    """Styles and heights; what the cells hold stays."""
    first, last = rows
    for offset in range(last - first + 1):
        row, to = first + offset, at + offset
        styles = {col: cell.style for col, cell in source.rows.get(row, {}).items()}
        there = target.rows.setdefault(to, {})
        for col in {*styles, *there}:
            target.cell(to, col).style = styles.get(col, source.style_at(row, col))
        if row in source.row_formats:
            target.row_formats[to] = dict(source.row_formats[row])
        else:
            target.row_formats.pop(to, None)


def _take_rules(source: Sheet, rows: tuple[int, int], target: Sheet, at: int, kinds: tuple[str, ...]) -> None:
    first, last = rows
    found = list(_rules(source, Area(first, 1, last, 16_384), at - first, kinds))
    unruled(target, at, at + last - first, kinds)
    for item, parts in found:
        _apply_rule(source, target, item, parts)


def clear(book: Book, sheet: Sheet, first: int, last: int) -> None:
    """Clear whole rows: contents, formats, conditional formats and validations; heights stay."""
    for row in range(first, last + 1):
        sheet.rows.pop(row, None)
        sheet.notes.pop(row, None)
        row_format = sheet.row_formats.get(row, {})
        row_format.pop("s", None)
        row_format.pop("customFormat", None)
    unruled(sheet, first, last)
    book.changed(sheet)


def unruled(sheet: Sheet, first: int, last: int, kinds: tuple[str, ...] = RULES) -> None:
    """Whole rows lose their conditional formats and validations."""
    for tag in kinds:
        for item in sheet.elements(tag):
            put_ranges(item, "sqref", [part for old in ranges(item) for part in _without(old, first, last)])


def _copied(cell: Cell, down: int) -> Cell:
    formula = None if cell.formula is None else translated(cell.formula, down, 0)
    return replace(cell, formula=formula)


def _rules(
    sheet: Sheet, rows: Area, down: int, kinds: tuple[str, ...]
) -> Iterator[tuple[etree._Element, list[Area]]]:
    for tag in kinds:
        for item in sheet.elements(tag):
            parts = [part for old in ranges(item) if (part := old.cut(rows))]
            if parts:
                yield item, [replace(p, row1=p.row1 + down, row2=p.row2 + down) for p in parts]


def _without(old: Area, first: int, last: int) -> list[Area]:
    above, below = replace(old, row2=min(old.row2, first - 1)), replace(old, row1=max(old.row1, last + 1))
    return [part for part in (above, below) if part.row1 <= part.row2]


def _apply_rule(source: Sheet, target: Sheet, item: etree._Element, parts: list[Area]) -> None:
    if source is target and item.getparent() is not None:
        before = min(part.row1 for part in ranges(item))
        put_ranges(item, "sqref", joined(ranges(item) + parts))
        # A rule's formula is written as seen from its topmost row.
        rebase(item, min(part.row1 for part in ranges(item)) - before)
        return
    new = deepcopy(item)
    moved_by = min(part.row1 for part in parts) - min(part.row1 for part in ranges(item))
    rebase(new, moved_by)
    new.set("sqref", " ".join(part.text for part in parts))
    add_rule(target.root, new)


def rebase(rule: etree._Element, down: int) -> None:
    """A rule's formulas as they read so many rows further down."""
    for text in rule.iter(f"{MAIN}formula", f"{MAIN}formula1", f"{MAIN}formula2"):
        text.text = translated(text.text or "", down, 0)


def add_rule(root: etree._Element, rule: etree._Element) -> None:
    """Put a rule where the format wants it."""
    if rule.tag == f"{MAIN}conditionalFormatting":
        _put_behind(root, rule, _BEFORE_RULES)
        return
    holder = root.find(f"{MAIN}dataValidations")
    if holder is None:
        holder = etree.Element(f"{MAIN}dataValidations")
        _put_behind(root, holder, (*_BEFORE_RULES, "conditionalFormatting"))
    holder.append(rule)
    holder.set("count", str(len(holder)))


def _put_behind(root: etree._Element, new: etree._Element, before: tuple[str, ...]) -> None:
    places = [at for at, item in enumerate(root) if etree.QName(item).localname in before]
    root.insert(max(places) + 1, new)


def joined(parts: list[Area]) -> list[Area]:
    """Rectangles of equal width that touch become one."""
    out: list[Area] = []
    for part in sorted(parts, key=lambda p: (p.col1, p.col2, p.row1)):
        last = out[-1] if out else None
        if last and (last.col1, last.col2) == (part.col1, part.col2) and part.row1 <= last.row2 + 1:
            out[-1] = replace(last, row2=max(last.row2, part.row2))
        else:
            out.append(part)
    return sorted(out, key=lambda p: (p.row1, p.col1))
