"""What formulas point to: A1 references that follow rows, structured references that need their table."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from openpyxl.utils import column_index_from_string, get_column_letter

from tests.live.engine.tokens import BadFormula, Token, tokens

MAX_ROW, MAX_COL = 1_048_576, 16_384
_CORNER = re.compile(r"(\$?)([A-Za-z]*)(\$?)([0-9]+)")
_MAYBE = re.compile(r"[0-9]")
_ITEMS = {"#all", "#data", "#headers", "#totals", "#this row"}
# Functions younger than the file format carry a mark in the file that Excel never shows.
_NEWER = re.compile(
    r"(?<![\w.\"'])(IFS|SWITCH|CONCAT|TEXTJOIN|MAXIFS|MINIFS|XLOOKUP|XMATCH|LET|IFNA|DAYS|SHEETS?|FORMULATEXT"
    r"|ISFORMULA|NUMBERVALUE|UNICHAR|UNICODE)(?=\()"
)
_SPECIAL = set(" \t,:.[]#'\"{}$^&*+=->/<@()!~`|;?\\%")


@dataclass(frozen=True, slots=True)
class Shift:
    """Rows inserted before ``at`` (count > 0) or deleted from ``at`` on (count < 0)."""

    at: int
    count: int

    def row(self, row: int) -> int | None:
        """Where a row went; None when it is deleted."""
        if row < self.at:
            return row
        return None if row < self.at - self.count else row + self.count

    def span(self, first: int, last: int) -> tuple[int, int] | None:
        """Where a run of rows went; None when none of it is left."""
        if self.count > 0:
            return first + self.count * (first >= self.at), last + self.count * (last >= self.at)
        end = self.at - self.count - 1
        new_first = first if first < self.at else max(self.at, first + self.count)
        new_last = last if last < self.at else (self.at - 1 if last <= end else last + self.count)
        return (new_first, new_last) if new_first <= new_last else None


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle, corners included."""

    row1: int
    col1: int
    row2: int
    col2: int

    @property
    def text(self) -> str:
        """A1 text without dollars."""
        if self.col1 == 1 and self.col2 == MAX_COL and self.row2 < MAX_ROW:
            return f"{self.row1}:{self.row2}"
        first, last = (
            f"{get_column_letter(self.col1)}{self.row1}",
            f"{get_column_letter(self.col2)}{self.row2}",
        )
        return first if first == last else f"{first}:{last}"

    @property
    def absolute(self) -> str:
        """A1 text as ``Range.Address`` spells it."""
        return re.sub(r"([A-Z]+|(?<![A-Z0-9$])(?=[0-9]))([0-9]+)", _dollars, self.text)

    def shifted(self, shift: Shift) -> Area | None:
        """The rectangle after rows moved; None when it is gone."""
        rows = shift.span(self.row1, self.row2)
        return rows and Area(rows[0], self.col1, rows[1], self.col2)

    def cut(self, other: Area) -> Area | None:
        """What both share."""
        row1, row2 = max(self.row1, other.row1), min(self.row2, other.row2)
        col1, col2 = max(self.col1, other.col1), min(self.col2, other.col2)
        return Area(row1, col1, row2, col2) if row1 <= row2 and col1 <= col2 else None


def _dollars(match: re.Match[str]) -> str:
    return f"${match[1]}${match[2]}" if match[1] else f"${match[2]}"


@lru_cache(maxsize=10_000)
def area(text: str) -> Area:
    """``A1``, ``$A$1:C9``, ``5:7`` or ``B:D`` to a rectangle.

    Raises:
        ValueError: none of these, or outside the sheet.
    """
    first, _, last = text.replace("$", "").upper().partition(":")
    ends = [re.fullmatch(r"([A-Z]{0,3})([0-9]{0,7})", end) for end in (first, last or first)]
    if None in ends or not text or (not last and not re.fullmatch(r"[A-Z]+[0-9]+", first)):
        raise ValueError(text)
    rows = sorted(int(end[2] or default) for end, default in zip(ends, (1, MAX_ROW), strict=True))  # type: ignore[index]
    cols = sorted(
        column_index_from_string(end[1]) if end[1] else default  # type: ignore[index]
        for end, default in zip(ends, (1, MAX_COL), strict=True)
    )
    if rows[0] < 1 or rows[1] > MAX_ROW or cols[1] > MAX_COL:
        raise ValueError(text)
    return Area(rows[0], cols[0], rows[1], cols[1])


def moved(formula: str, own: str | None, sheet: str, shift: Shift) -> str:
    """A formula (without ``=``) after rows of ``sheet`` moved; ``own`` is the sheet it stands on."""
    target = sheet.casefold()
    if (own or "").casefold() != target and "!" not in formula:
        return formula

    def move(token: Token) -> str:
        if (token.owner or own or "").casefold() != target:
            return token.text
        new = _rows(token.rest, shift)
        return token.text[: len(token.text) - len(token.rest)] + new

    return _rewrite(formula, move)


def translated(formula: str, rows: int, cols: int) -> str:
    """A formula as it reads after being copied ``rows`` down and ``cols`` right."""

    def move(token: Token) -> str:
        prefix = token.text[: len(token.text) - len(token.rest)]
        ends = [_translated_end(end, rows, cols) for end in token.rest.split(":")]
        return prefix + ("#REF!" if None in ends else ":".join(str(end) for end in ends))

    return _rewrite(formula, move) if rows or cols else formula


def _translated_end(text: str, rows: int, cols: int) -> str | None:
    found = re.fullmatch(r"(\$?)([A-Za-z]*)(\$?)([0-9]*)", text)
    assert found
    col_mark, col, row_mark, row = found.groups()
    if col and not col_mark:
        number = column_index_from_string(col) + cols
        if not 1 <= number <= MAX_COL:
            return None
        col = get_column_letter(number)
    fixed = row_mark or (col_mark and not col)
    if row and not fixed:
        row = str(int(row) + rows)
        if not 1 <= int(row) <= MAX_ROW:
            return None
    return f"{col_mark}{col}{row_mark}{row}"


def _rows(text: str, shift: Shift) -> str:
    first, _colon, last = text.partition(":")
    if not _MAYBE.search(first):
        return text  # whole columns stay
    start, end = _CORNER.fullmatch(first), _CORNER.fullmatch(last or first)
    assert start and end
    rows = shift.span(int(start[4]), int(end[4])) if int(start[4]) <= int(end[4]) else None
    if rows is None or rows[1] > MAX_ROW:
        return "#REF!"
    new = [f"{corner[1]}{corner[2]}{corner[3]}{row}" for corner, row in zip((start, end), rows, strict=True)]
    return ":".join(new) if last else new[0]


def _rewrite(formula: str, change: Callable[[Token], str]) -> str:
    if not _MAYBE.search(formula) and ":" not in formula:
        return formula
    try:
        parts = tokens(formula)
    except BadFormula:
        return formula
    return "".join(change(token) if token.kind == "ref" else token.text for token in parts)


@dataclass(frozen=True, slots=True)
class TableShape:
    """What a formula needs to know of a table."""

    name: str
    sheet: str
    area: Area
    columns: tuple[str, ...]


def check_tables(formula: str, tables: Mapping[str, TableShape]) -> None:
    """Whether every structured reference has its table and columns.

    Raises:
        BadFormula: an unknown table or column.
    """
    if "[" not in formula:
        return
    for token in tokens(formula):
        if token.kind == "table":
            shape = tables.get((token.owner or "").casefold())
            if shape is None:
                raise BadFormula(f"no table {token.owner!r}")
            known = {name.casefold() for name in shape.columns}
            for column in parts(token.rest)[1]:
                if column.casefold() not in known:
                    raise BadFormula(f"no column {column!r} in {token.owner}")


@lru_cache(maxsize=10_000)
def parts(bracket: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A structured reference's special items and its columns, unescaped."""
    inner = bracket[1:-1].strip()
    items: list[str] = []
    if inner.startswith("@"):
        items, inner = ["#This Row"], inner[1:].strip()
    pieces = re.findall(r"\[((?:'.|[^\[\]'])*)\]", inner) if inner.startswith("[") else [inner] * bool(inner)
    specials = [piece for piece in pieces if piece.startswith("#")]
    if any(item.casefold() not in _ITEMS for item in specials):
        raise BadFormula(bracket)
    columns = [re.sub(r"'(.)", r"\1", piece) for piece in pieces if not piece.startswith("#")]
    return (*items, *specials), tuple(columns)


def written_out(formula: str, place: TableShape | None) -> str:
    """A formula as the file keeps it: table names and ``[#This Row]`` in full, newer functions marked."""
    formula = _NEWER.sub(r"_xlfn.\1", formula)
    if "[" not in formula:
        return formula
    return "".join(_long(token, place) if token.kind == "table" else token.text for token in tokens(formula))


def _long(token: Token, place: TableShape | None) -> str:
    if not token.owner and place is None:
        raise BadFormula("a column without its table, outside any table")
    items, columns = parts(token.rest)
    name = token.owner or (place.name if place else "")
    if items == ("#This Row",) and token.rest.startswith("[@"):
        return f"{name}[[#This Row]{_columns(columns, ',')}]" if columns else f"{name}[#This Row]"
    return f"{name}{token.rest}"


def _columns(columns: tuple[str, ...], before: str) -> str:
    return before + ":".join(f"[{escape(column)}]" for column in columns)


def escape(column: str) -> str:
    """A column name inside brackets."""
    return re.sub(r"(['\[\]#@])", r"'\1", column)


def shortened(formula: str, place: TableShape | None, *, long: bool = False) -> str:
    """A formula as ``Range.Formula`` shows it: ``[@column]``, and no table name inside its own table.

    With ``long`` structured references stay as the file has them.
    """
    formula = formula.replace("_xlfn.", "")
    if long or "[" not in formula:
        return formula
    return "".join(_short(token, place) if token.kind == "table" else token.text for token in tokens(formula))


def _short(token: Token, place: TableShape | None) -> str:
    items, columns = parts(token.rest)
    own = place is not None and place.name.casefold() == (token.owner or "").casefold()
    name = "" if own else token.owner
    if items != ("#This Row",) or not columns:
        return f"{name}{token.rest}" if columns or not own else token.text
    if len(columns) == 1 and not set(columns[0]) & _SPECIAL:
        return f"{name}[@{columns[0]}]"
    return f"{name}[@{_columns(columns, '')}]"
