"""Cell addresses and the references inside formulas."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError

from salesplan_xl.book.xlsx.model import MAX_COL, MAX_ROW

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_OPERAND = re.compile(
    r"(?P<sheet>(?:'(?:[^']|'')+'|[^'!\[\]():,\s]+)!)?"
    r"(?:(?P<cell>\$?[A-Za-z]{1,3}\$?[0-9]{1,7})(?::(?P<end>\$?[A-Za-z]{1,3}\$?[0-9]{1,7}))?"
    r"|(?P<row>\$?[0-9]{1,7}):(?P<row_end>\$?[0-9]{1,7}))"
    r"(?P<spill>\#?)"
)
_POSSIBLE = re.compile(r"[A-Za-z]\$?[0-9]|[0-9]\s*:\s*\$?[0-9]")
REF_ERROR = "#REF!"


@lru_cache(maxsize=MAX_COL)
def letters(col: int) -> str:
    """Column number to letters: 28 is AB."""
    out = ""
    while col:
        col, rest = divmod(col - 1, 26)
        out = chr(65 + rest) + out
    return out


@lru_cache(maxsize=MAX_COL)
def column_number(text: str) -> int:
    """Letters to column number: AB is 28."""
    number = 0
    for char in text.upper():
        number = number * 26 + ord(char) - 64
    return number


@dataclass(frozen=True)
class Area:
    """A rectangle of cells; one cell when both corners agree."""

    row1: int
    col1: int
    row2: int
    col2: int

    @property
    def text(self) -> str:
        """The plain A1 text of the rectangle."""
        first = f"{letters(self.col1)}{self.row1}"
        last = f"{letters(self.col2)}{self.row2}"
        return first if first == last else f"{first}:{last}"


def parse_cell(text: str) -> tuple[int, int] | None:
    """``$B$3`` to (3, 2); None when the text is not one cell of a sheet."""
    match = _CELL.fullmatch(text)
    if not match:
        return None
    row, col = int(match[2]), column_number(match[1])
    return (row, col) if 1 <= row <= MAX_ROW and col <= MAX_COL else None


def parse_area(text: str) -> Area | None:
    """``A1`` or ``A1:C9`` to a rectangle, corners in order; None when it is neither."""
    first, _, last = text.partition(":")
    start, end = parse_cell(first), parse_cell(last or first)
    if start is None or end is None:
        return None
    rows, cols = sorted((start[0], end[0])), sorted((start[1], end[1]))
    return Area(rows[0], cols[0], rows[1], cols[1])


@dataclass(frozen=True)
class Reference:
    """One reference of a formula, taken apart so that rows can be changed and the rest stays as written."""

    sheet_text: str
    row1: int
    row2: int
    row1_fixed: bool
    row2_fixed: bool
    col1: str = ""
    col2: str = ""
    spill: str = ""
    is_range: bool = False

    @property
    def sheet(self) -> str | None:
        """Name of the sheet it points to; None when it means the formula's own sheet."""
        if not self.sheet_text:
            return None
        name = self.sheet_text[:-1]
        return name[1:-1].replace("''", "'") if name.startswith("'") else name

    @property
    def area(self) -> Area:
        """The rectangle it covers; whole rows cover every column."""
        if not self.col1:
            return Area(self.row1, 1, self.row2, MAX_COL)
        col1, col2 = column_number(self.col1.strip("$")), column_number(self.col2.strip("$"))
        return Area(self.row1, min(col1, col2), self.row2, max(col1, col2))

    @property
    def text(self) -> str:
        """The reference as a formula spells it."""
        first = f"{self.col1}{'$' if self.row1_fixed else ''}{self.row1}"
        last = f":{self.col2}{'$' if self.row2_fixed else ''}{self.row2}" if self.is_range else ""
        return f"{self.sheet_text}{first}{last}{self.spill}"

    def with_rows(self, row1: int, row2: int) -> Reference:
        """The same reference on other rows; a single cell that grew becomes a range."""
        if self.is_range or row1 == row2:
            return replace(self, row1=row1, row2=row2)
        return replace(self, row1=row1, row2=row2, col2=self.col1, row2_fixed=self.row1_fixed, is_range=True)


@lru_cache(maxsize=20_000)
def parse_reference(text: str) -> Reference | None:
    """One operand of a formula as a reference to rows; None for names, tables and whole columns."""
    match = _OPERAND.fullmatch(text)
    if not match:
        return None
    first, last = (match["cell"], match["end"]) if match["cell"] else (match["row"], match["row_end"])
    col1, fixed1, row1 = _split(first)
    col2, fixed2, row2 = _split(last or first)
    if not (1 <= row1 <= MAX_ROW and 1 <= row2 <= MAX_ROW) or _too_wide(col1) or _too_wide(col2):
        return None
    return Reference(match["sheet"] or "", row1, row2, fixed1, fixed2, col1, col2, match["spill"], bool(last))


def _split(text: str) -> tuple[str, bool, int]:
    row = re.search(r"(\$?)([0-9]+)$", text)
    if row is None:
        raise ValueError(text)
    return text[: row.start()], row[1] == "$", int(row[2])


def _too_wide(col: str) -> bool:
    return bool(col) and column_number(col.strip("$")) > MAX_COL


@lru_cache(maxsize=20_000)
def formula_pieces(text: str) -> tuple[str | Reference, ...] | None:
    """A formula cut into references and the text between; None when it holds no reference to rows."""
    if not _POSSIBLE.search(text):
        return None
    try:
        tokens = Tokenizer("=" + text).items
    except (TokenizerError, IndexError):  # a formula Excel itself would not keep: leave it as it is
        return None
    pieces: list[str | Reference] = [_piece(token) for token in tokens]
    return tuple(pieces) if any(isinstance(p, Reference) for p in pieces) else None


def _piece(token: Token) -> str | Reference:
    value = str(token.value)
    if token.type == Token.OPERAND and token.subtype == Token.RANGE:
        return parse_reference(value) or value
    return value


def change_references(text: str, change: Callable[[Reference], Reference | None]) -> str:
    """The formula with every row reference replaced; None from ``change`` means it points nowhere now."""
    pieces = formula_pieces(text)
    if pieces is None:
        return text
    out = [p if isinstance(p, str) else _changed(p, change) for p in pieces]
    return "".join(out)


def _changed(ref: Reference, change: Callable[[Reference], Reference | None]) -> str:
    new = change(ref)
    return f"{ref.sheet_text}{REF_ERROR}" if new is None else new.text


def translate(text: str, rows: int, cols: int) -> str:
    """The formula as it reads after copying it ``rows`` down and ``cols`` right (shared formulas)."""
    pieces = formula_pieces(text)
    if pieces is None and not cols:
        return text
    if cols:  # whole-column references move too; the general translator knows them
        return _translate_wide(text, rows, cols)
    return change_references(text, lambda ref: _moved_rows(ref, rows))


def _moved_rows(ref: Reference, rows: int) -> Reference | None:
    row1 = ref.row1 if ref.row1_fixed else ref.row1 + rows
    row2 = ref.row2 if ref.row2_fixed else ref.row2 + rows
    if not (1 <= row1 <= MAX_ROW and 1 <= row2 <= MAX_ROW):
        return None
    return replace(ref, row1=row1, row2=row2)


def _translate_wide(text: str, rows: int, cols: int) -> str:
    from openpyxl.formula.translate import Translator, TranslatorError

    origin = Translator("=" + text, origin="XFD1")  # origin only fixes the zero of the distance
    try:
        return str(origin.translate_formula(row_delta=rows, col_delta=cols))[1:]
    except (TranslatorError, TokenizerError, ValueError):
        return text
