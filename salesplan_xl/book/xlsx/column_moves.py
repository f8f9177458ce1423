"""Cells that move sideways: columns that come into a sheet or go from it, and their reference shift.

The counterpart of ``moves`` for columns, with the same methods, so that ``reference_shift`` serves both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError

from salesplan_xl.book.xlsx.model import MAX_COL, MAX_ROW
from salesplan_xl.book.xlsx.refs import (
    REF_ERROR,
    Area,
    Reference,
    column_number,
    letters,
    parse_area,
    parse_cell,
    parse_reference,
)
from salesplan_xl.book.xlsx.xmltext import unescape

_WHOLE = re.compile(
    r"((?:'(?:[^']|'')+'|[^'!\[\]():,\s]+)!)?(\$?)([A-Za-z]{1,3}):(\$?)([A-Za-z]{1,3})", re.ASCII
)
_POSSIBLE = re.compile(r"[A-Za-z]\$?[0-9]|[A-Za-z]\s*:\s*\$?[A-Za-z]")


@dataclass(frozen=True)
class Gap:
    """Columns that come (``count`` > 0) before column ``col`` of a sheet, or go from it on (``count`` < 0).

    With rows given only the cells of these rows move, as in Excel when cells of a table are inserted.
    """

    sheet: str
    col: int
    count: int
    first_row: int = 1
    last_row: int = MAX_ROW

    @property
    def whole(self) -> bool:
        """Whether whole columns of the sheet move."""
        return (self.first_row, self.last_row) == (1, MAX_ROW)

    def new_col(self, col: int) -> int | None:
        """New position of a column; None when it is gone."""
        if col < self.col:
            return col
        return None if col < self.col - self.count else col + self.count

    def next_col(self, col: int) -> int:
        """New position of the first column at or right of an old one that is still there."""
        return self.new_col(col) or self.col

    def span(self, col1: int, col2: int) -> tuple[int, int] | None:
        """First and last column of a range afterwards; None when all of it is gone."""
        first = self.next_col(col1)
        last = col2 if col2 == MAX_COL else self.new_col(col2) or self.col - 1
        return (first, min(last, MAX_COL)) if first <= min(last, MAX_COL) else None

    def moves(self, row1: int, row2: int) -> bool:
        """Whether cells of these rows move; a range that reaches beyond them stays."""
        return self.first_row <= row1 and row2 <= self.last_row


class ColumnMoves:
    """One gap of one sheet, applied to formulas and ranges."""

    def __init__(self, gap: Gap) -> None:
        self.gap = gap
        self._mark = gap.sheet.replace("'", "''").casefold()
        self._odd = bool(set(self._mark) & set("&'<>\""))

    def of(self, sheet: str | None) -> Gap | None:
        """The gap of a sheet; None when its columns stay."""
        return self.gap if sheet is not None and sheet.casefold() == self.gap.sheet.casefold() else None

    def mentions(self, text: str) -> bool:
        """Whether a text can hold a reference to the sheet by name (cheap test before parsing)."""
        if "!" not in text:
            return False
        return self._mark in (unescape(text) if self._odd else text).casefold()

    def formula(self, text: str, own: str | None = None) -> str:
        """A formula after the columns moved; ``own`` is the sheet it stands on."""
        if self.of(own) is None and not self.mentions(text):
            return text
        pieces = _pieces(text)
        if pieces is None:
            return text
        return "".join(self._piece(piece, own) for piece in pieces)

    def anchored(self, text: str, own: str, shift: int) -> str:  # noqa: ARG002 - rows do not move here
        """A formula of a conditional format or validation: its references go where their cells go."""
        return self.formula(text, own)

    def area(self, text: str, sheet: str, grow: bool = True) -> str | None:  # noqa: ARG002 - no body grows
        """One range of a sheet (``A2:C9``) after the move; None when it is gone."""
        area = parse_area(text)
        if self.of(sheet) is None or area is None or not self.gap.moves(area.row1, area.row2):
            return text
        cols = self.gap.span(area.col1, area.col2)
        return None if cols is None else Area(area.row1, cols[0], area.row2, cols[1]).text

    def ranges(self, text: str, sheet: str, grow: bool = True) -> str | None:
        """A space separated list of ranges after the move; None when nothing is left."""
        moved = [self.area(part, sheet, grow) for part in text.split()]
        return " ".join(part for part in moved if part) or None

    def shift_of(self, ranges: str, sheet: str) -> int:  # noqa: ARG002 - as above
        """Rows by which a range moved: none."""
        return 0

    def cell(self, text: str, sheet: str) -> str | None:
        """One cell address after the move; None when its column is gone."""
        place = parse_cell(text)
        if self.of(sheet) is None or place is None or not self.gap.moves(place[0], place[0]):
            return text
        col = self.gap.new_col(place[1])
        return None if col is None or col > MAX_COL else f"{letters(col)}{place[0]}"

    def _piece(self, piece: str | Reference | _WholeColumns, own: str | None) -> str:
        if isinstance(piece, str):
            return piece
        if self.of(piece.sheet if piece.sheet is not None else own) is None:
            return piece.text
        moved = self._columns(piece) if isinstance(piece, _WholeColumns) else self._moved(piece)
        return f"{piece.sheet_text}{REF_ERROR}" if moved is None else moved

    def _columns(self, ref: _WholeColumns) -> str | None:
        if not self.gap.whole:
            return ref.text
        cols = self.gap.span(*sorted((ref.col1, ref.col2)))
        return None if cols is None else replace(ref, col1=cols[0], col2=cols[1]).text

    def _moved(self, ref: Reference) -> str | None:
        area = ref.area
        if not ref.col1 or not self.gap.moves(area.row1, area.row2):
            return ref.text
        cols = self.gap.span(area.col1, area.col2)
        if cols is None or (not ref.is_range and self.gap.new_col(area.col1) is None):
            return None
        col1, col2 = (_spelt(old, new) for old, new in zip((ref.col1, ref.col2), cols, strict=True))
        return replace(ref, col1=col1, col2=col2).text


@dataclass(frozen=True)
class _WholeColumns:
    """A reference to whole columns: ``Sheet!$A:C``."""

    sheet_text: str
    col1: int
    col2: int
    fixed1: str
    fixed2: str

    @property
    def sheet(self) -> str | None:
        """Name of the sheet it points to; None when it means the formula's own sheet."""
        name = self.sheet_text[:-1]
        quoted = name.startswith("'")
        return (name[1:-1].replace("''", "'") if quoted else name) if name else None

    @property
    def text(self) -> str:
        """The reference as a formula spells it."""
        return f"{self.sheet_text}{self.fixed1}{letters(self.col1)}:{self.fixed2}{letters(self.col2)}"


def _spelt(old: str, col: int) -> str:
    """A new column with the old one's ``$``."""
    return f"{'$' if old.startswith('$') else ''}{letters(col)}"


@lru_cache(maxsize=20_000)
def _pieces(text: str) -> tuple[str | Reference | _WholeColumns, ...] | None:
    """A formula cut into references and the text between; None when it holds none."""
    if not _POSSIBLE.search(text):
        return None
    try:
        tokens = Tokenizer("=" + text).items
    except (TokenizerError, IndexError):  # a formula Excel itself would not keep: leave it as it is
        return None
    return tuple(_understood(token) for token in tokens)


def _understood(token: Token) -> str | Reference | _WholeColumns:
    value = str(token.value)
    if token.type != Token.OPERAND or token.subtype != Token.RANGE:
        return value
    match = _WHOLE.fullmatch(value)
    if match is None:
        return parse_reference(value) or value
    cols = column_number(match[3]), column_number(match[5])
    return value if max(cols) > MAX_COL else _WholeColumns(match[1] or "", *cols, match[2], match[4])
