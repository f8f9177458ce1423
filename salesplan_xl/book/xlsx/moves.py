"""Reference shift by rows: the layouts of all sheets applied to formulas, ranges and row numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

from salesplan_xl.book.xlsx.layout import Layout
from salesplan_xl.book.xlsx.model import MAX_ROW
from salesplan_xl.book.xlsx.refs import Reference, change_references, parse_area, parse_cell
from salesplan_xl.book.xlsx.xmltext import unescape


class CellMoves(Protocol):
    """Cells that moved, by rows or by columns, applied to formulas and ranges."""

    def mentions(self, text: str) -> bool:
        """Whether a text can hold a reference to a moved sheet by name."""

    def formula(self, text: str, own: str | None = None) -> str:
        """A formula after the move."""

    def anchored(self, text: str, own: str, shift: int) -> str:
        """A formula written for the first cell of a range."""

    def area(self, text: str, sheet: str, grow: bool = True) -> str | None:
        """One range after the move."""

    def ranges(self, text: str, sheet: str, grow: bool = True) -> str | None:
        """A list of ranges after the move."""

    def shift_of(self, ranges: str, sheet: str) -> int:
        """Rows by which the first cell of a range list moved."""

    def cell(self, text: str, sheet: str) -> str | None:
        """One cell address after the move."""


class Moves:
    """All sheets whose rows moved.

    Args:
        layouts: changed layouts by sheet name.
    """

    def __init__(self, layouts: Mapping[str, Layout]) -> None:
        self.layouts = {name.casefold(): layout for name, layout in layouts.items() if layout.changed}
        self._marks = tuple(name.replace("'", "''") for name in self.layouts)
        self._odd = any(set(mark) & set("&'<>\"") for mark in self._marks)  # spelt with entities in XML

    def __bool__(self) -> bool:
        return bool(self.layouts)

    def of(self, sheet: str | None) -> Layout | None:
        """The changed layout of a sheet; None when its rows stay."""
        return self.layouts.get(sheet.casefold()) if sheet is not None else None

    def mentions(self, text: str) -> bool:
        """Whether a text can hold a reference to a moved sheet by name (cheap test before parsing)."""
        if "!" not in text:
            return False
        folded = (unescape(text) if self._odd else text).casefold()
        return any(mark in folded for mark in self._marks)

    def may_mention(self, data: bytes) -> bool:
        """The same on undecoded bytes; True whenever spelling could hide a name."""
        odd = data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:64] or b"&#" in data
        if odd or self._odd:
            return True
        if b"!" not in data:
            return False
        folded = data.lower()
        return any(mark.lower().encode() in folded for mark in self._marks)

    def formula(self, text: str, own: str | None = None, grow_cells: bool = False, own_row: int = 0) -> str:
        """A formula after the rows moved.

        Args:
            text: formula without ``=``.
            own: sheet the formula stands on, where its rows may have moved too.
            grow_cells: a single cell that was a whole one-row body becomes the new body (charts).
            own_row: body row the formula stands in; a range that ends there (a running total, the sum of a
                row) ends there afterwards too, even if the body grows.
        """
        if self.of(own) is None and not self.mentions(text):
            return text
        return change_references(text, lambda ref: self._moved(ref, own, grow_cells, own_row))

    def _moved(self, ref: Reference, own: str | None, grow_cells: bool, own_row: int) -> Reference | None:
        layout = self.of(ref.sheet if ref.sheet is not None else own)
        if layout is None:
            return ref
        if not ref.is_range and not grow_cells:
            row = layout.new_row(ref.row1)
            return None if row is None or row > MAX_ROW else ref.with_rows(row, row)
        rows = layout.range_rows(ref.area)
        if rows is not None and own_row and layout is self.of(own):
            here = layout.next_row(own_row)
            stays = (ref.row1 == own_row and not ref.row1_fixed, ref.row2 == own_row and not ref.row2_fixed)
            rows = (here if stays[0] else rows[0], here if stays[1] else rows[1])
        return None if rows is None else ref.with_rows(*rows)

    def anchored(self, text: str, own: str, shift: int) -> str:
        """A formula of a conditional format or validation, written for the first cell of its range.

        Args:
            text: formula without ``=``.
            own: its sheet.
            shift: rows the first cell of its range moved; row-relative parts go with it.
        """
        if self.of(own) is None and not self.mentions(text):
            return text
        return change_references(text, lambda ref: self._anchored(ref, own, shift))

    def _anchored(self, ref: Reference, own: str, shift: int) -> Reference | None:
        layout = self.of(ref.sheet if ref.sheet is not None else own)
        fixed = self._rows_fixed(ref, layout)
        row1 = fixed[0] if ref.row1_fixed else ref.row1 + shift
        row2 = fixed[1] if ref.row2_fixed else ref.row2 + shift
        if not (1 <= row1 <= MAX_ROW and 1 <= row2 <= MAX_ROW):
            return None
        return replace(ref, row1=row1, row2=row2)

    def _rows_fixed(self, ref: Reference, layout: Layout | None) -> tuple[int, int]:
        if layout is None:
            return ref.row1, ref.row2
        if ref.row1_fixed and ref.row2_fixed and ref.is_range:
            return layout.range_rows(ref.area) or (layout.next_row(ref.row1),) * 2
        if ref.row1 == ref.row2:
            return layout.next_row(ref.row1), max(1, layout.previous_row(ref.row2))
        return layout.first_from(ref.row1), max(1, layout.last_until(ref.row2))

    def area(self, text: str, sheet: str, grow: bool = True) -> str | None:
        """One range of a sheet (``A2:C9``) after the move, see ``range_rows``; None when all rows are gone."""
        layout, area = self.of(sheet), parse_area(text)
        if layout is None or area is None:
            return text
        rows = layout.range_rows(area, grow)
        return None if rows is None else replace(area, row1=rows[0], row2=rows[1]).text

    def ranges(self, text: str, sheet: str, grow: bool = True) -> str | None:
        """A space separated list of ranges after the move; None when nothing is left."""
        moved = [self.area(part, sheet, grow) for part in text.split()]
        return " ".join(part for part in moved if part) or None

    def shift_of(self, ranges: str, sheet: str) -> int:
        """Rows by which the first cell of a range list moved."""
        layout, first = self.of(sheet), (ranges.split() or [""])[0]
        area, new = parse_area(first), parse_area((self.ranges(ranges, sheet) or "").split(" ")[0])
        return new.row1 - area.row1 if layout and area and new else 0

    def cell(self, text: str, sheet: str) -> str | None:
        """One cell address after the move; None when its row is gone."""
        layout, place = self.of(sheet), parse_cell(text)
        if layout is None or place is None:
            return text
        row = layout.new_row(place[0])
        return None if row is None or row > MAX_ROW else re.sub(r"[0-9]+$", str(row), text)
