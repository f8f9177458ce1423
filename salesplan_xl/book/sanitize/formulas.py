"""Formulas that may stay: those whose every reference stays as it is, made of functions that always agree.

All others become the value they show. What stays is rewritten to the copy's coordinates.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError

from salesplan_xl.book.sanitize.redaction import Redaction
from salesplan_xl.book.sanitize.spans import Frame
from salesplan_xl.book.xlsx.model import MAX_COL, MAX_ROW, TableInfo
from salesplan_xl.book.xlsx.refs import Area, Reference, column_number, letters, parse_reference

# Functions of Excel 2016 that LibreOffice and WPS share and that depend on nothing but their arguments: no clock,
# no chance, no place, no file, nothing that counts hidden or filtered rows.
_FUNCTION_LIST = """
    ABS ACCRINT ACOS AND ASIN ATAN ATAN2 AVEDEV AVERAGE AVERAGEA AVERAGEIF AVERAGEIFS CEILING CHAR CHOOSE
    CLEAN CODE COMBIN CONCATENATE CORREL COS COUNT COUNTA COUNTBLANK COUNTIF COUNTIFS COVAR CUMIPMT CUMPRINC
    DATE DATEDIF DATEVALUE DAY DAYS360 DEGREES DEVSQ DOLLAR EDATE EOMONTH EVEN EXACT EXP FACT FALSE FIND
    FIXED FLOOR FORECAST FREQUENCY FV GEOMEAN GROWTH HARMEAN HLOOKUP HOUR IF IFERROR INDEX INT INTERCEPT IPMT
    IRR ISBLANK ISERR ISERROR ISEVEN ISLOGICAL ISNA ISNONTEXT ISNUMBER ISODD ISTEXT KURT LARGE LEFT LEN
    LINEST LN LOG LOG10 LOOKUP LOWER MATCH MAX MAXA MEDIAN MID MIN MINA MINUTE MOD MODE MONTH MROUND N NA
    NETWORKDAYS NOT NPER NPV ODD OR PERCENTILE PERCENTRANK PI PMT POWER PPMT PRODUCT PROPER PV QUARTILE
    QUOTIENT RADIANS RANK RATE REPLACE REPT RIGHT ROUND ROUNDDOWN ROUNDUP RSQ SEARCH SECOND SIGN SIN SLOPE
    SMALL SQRT STDEV STDEVA STDEVP SUBSTITUTE SUM SUMIF SUMIFS SUMPRODUCT SUMSQ T TAN TEXT TIME TIMEVALUE
    TRANSPOSE TREND TRIM TRIMMEAN TRUE TRUNC UPPER VALUE VAR VARA VARP VLOOKUP WEEKDAY WEEKNUM WORKDAY XIRR
    XNPV YEAR YEARFRAC
"""
FUNCTIONS = frozenset(_FUNCTION_LIST.split())
_COLUMNS = re.compile(r"((?:'(?:[^']|'')+'|[^'!\[\]():,\s]+)!)?(\$?)([A-Za-z]{1,3}):(\$?)([A-Za-z]{1,3})")
_STRUCTURED = re.compile(r"([^\W\d][\w.\\]*)?\[(.*)\]", re.DOTALL)
_ITEM = re.compile(r"\[((?:'.|[^\[\]'])*)\]")
_WHOLE_TABLE = ("#all", "#data", "#headers", "#totals", "#this row")


@dataclass(frozen=True)
class Home:
    """Place of a formula: its sheet, row and column.

    ``relative`` says that it is written for this cell and read for others too (formats, validations), so that
    relative references must stand in its own row and column where any row or column goes.
    """

    sheet: str
    row: int
    col: int
    relative: bool = False


class Formulas:
    """Judges and rewrites formulas of one workbook.

    Args:
        frames: what stays, by sheet name; a sheet that is not here goes.
        tables: all tables of the workbook.
        names: defined names (casefolded) and their texts, those that may stay.
        redaction: names that may occur nowhere.
    """

    def __init__(
        self,
        frames: Mapping[str, Frame],
        tables: Mapping[str, TableInfo],
        names: Mapping[str, str],
        redaction: Redaction,
    ) -> None:
        self.frames = {name.casefold(): frame for name, frame in frames.items()}
        self.tables = {name.casefold(): table for name, table in tables.items()}
        self.names, self.redaction = names, redaction
        self.used: set[str] = set()
        self._name_texts: dict[str, str | None] = {}

    def kept(self, text: str, home: Home, extra: frozenset[str] = frozenset()) -> str | None:
        """The formula as it reads in the copy; None when it has to become a value.

        Args:
            text: without ``=``.
            home: where it stands.
            extra: functions that are harmless at this place although not everywhere.
        """
        tokens = _tokens(text)
        if tokens is None or self.redaction.first_in(text):
            return None
        out, used = [], set[str]()
        for token in tokens:
            new = self._token(token, home, extra, used)
            if new is None:
                return None
            out.append(new)
        self.used |= used
        return "".join(out)

    def _token(self, token: Token, home: Home, extra: frozenset[str], used: set[str]) -> str | None:
        value = str(token.value)
        if token.type == Token.FUNC and token.subtype == Token.OPEN:
            name = value[:-1].upper()
            return value if name in FUNCTIONS or name in extra else None
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            return self.reference(value, home, used)
        if token.type == Token.OPERAND and token.subtype == Token.ERROR:
            return value if value != "#REF!" else None
        return value

    def reference(self, text: str, home: Home, used: set[str]) -> str | None:
        """One reference as it reads in the copy; None when what it means goes or changes."""
        cells = parse_reference(text)
        if cells is not None:
            return self._cells(cells, home)
        if (columns := _COLUMNS.fullmatch(text)) is not None:
            return self._columns(columns, home)
        if (table := _STRUCTURED.fullmatch(text)) is not None or text.casefold() in self.tables:
            area = self.structured(text, table, home)
            return text if area is not None and self._intact(*area) else None
        return self._name(text, used)

    def _name(self, text: str, used: set[str]) -> str | None:
        key = text.casefold()
        if self.name_text(key) is None:
            return None
        used.add(key)
        return text

    def name_text(self, key: str) -> str | None:
        """The text of a defined name (casefolded) in the copy; None when it has to go."""
        if key not in self._name_texts:
            self._name_texts[key] = None  # a name that refers to itself means nothing
            if key in self.names:
                self._name_texts[key] = self.kept(self.names[key], Home("", 0, 0, relative=True))
        return self._name_texts[key]

    def _intact(self, sheet: str, area: Area) -> bool:
        frame = self.frames.get(sheet.casefold())
        return frame is not None and frame.intact(area)

    def _cells(self, ref: Reference, home: Home) -> str | None:
        frame = self.frames.get((ref.sheet if ref.sheet is not None else home.sheet).casefold())
        if frame is None or ref.spill or not frame.intact(ref.area) or not _fits(ref, home, frame):
            return None
        row1, row2 = frame.rows.new(ref.row1), frame.rows.new(ref.row2)
        if row1 is None or row2 is None:
            return None
        moved = replace(ref, row1=row1, row2=row2)
        if ref.col1:
            moved = replace(moved, col1=_column(ref.col1, frame), col2=_column(ref.col2, frame))
        return moved.text

    def _columns(self, match: re.Match[str], home: Home) -> str | None:
        sheet = match[1][:-1].strip("'").replace("''", "'") if match[1] else home.sheet
        frame = self.frames.get(sheet.casefold())
        first, last = sorted((column_number(match[3]), column_number(match[5])))
        if frame is None or last > MAX_COL or not frame.intact(Area(1, first, MAX_ROW, last)):
            return None
        if home.relative and frame.cols and not (match[2] and match[4]):
            return None
        ends = (match[2] + _column(match[3], frame), match[4] + _column(match[5], frame))
        return f"{match[1] or ''}{ends[0]}:{ends[1]}"

    def structured(self, text: str, match: re.Match[str] | None, home: Home) -> tuple[str, Area] | None:
        """The cells a table reference means, with their sheet; None when that is unclear."""
        name, inner = (text, "") if match is None else (match[1] or "", match[2])
        info = self.tables.get(name.casefold()) if name else self._table_around(home)
        if info is None:
            return None
        items = _ITEM.findall(inner) if "[" in inner else [inner] if inner else []
        if inner.startswith("@"):
            items = ["#This Row", *(_ITEM.findall(inner) or [inner[1:]] if inner[1:] else [])]
        special = {item.casefold() for item in items if item.startswith("#")}
        columns = [_column_name(item) for item in items if not item.startswith("#")]
        rows = _table_rows(info, special, home)
        cols = _table_columns(info, columns)
        return (info.sheet, Area(rows[0], cols[0], rows[1], cols[1])) if rows and cols else None

    def _table_around(self, home: Home) -> TableInfo | None:
        inside = (t for t in self.tables.values() if t.sheet == home.sheet and t.holds(home.row, home.col))
        return next(inside, None)


def _fits(ref: Reference, home: Home, frame: Frame) -> bool:
    """Whether a formula read for many cells means the same for each of them after the others are gone."""
    if not home.relative:
        return True
    fixed_cols = ref.col1.startswith("$") and ref.col2.startswith("$")
    columns = {ref.area.col1, ref.area.col2} == {home.col}
    rows = {ref.row1, ref.row2} == {home.row}
    return (not frame.rows or rows or (ref.row1_fixed and ref.row2_fixed)) and (
        not frame.cols or columns or fixed_cols
    )


def _column(text: str, frame: Frame) -> str:
    new = frame.cols.next(column_number(text.strip("$")))
    return ("$" if text.startswith("$") else "") + letters(new)


def _column_name(text: str) -> str:
    return re.sub(r"'(.)", r"\1", text)


def _table_rows(info: TableInfo, special: set[str], home: Home) -> tuple[int, int] | None:
    if not special <= set(_WHOLE_TABLE):
        return None
    if special == {"#this row"}:
        inside = home.sheet == info.sheet and info.first_row <= home.row <= info.last_row
        return (home.row, home.row) if inside else None
    end = info.last_row + info.has_totals
    if special == {"#headers"}:
        return info.header_row, info.header_row
    if special == {"#totals"}:
        return (end, end) if info.has_totals else None
    return (info.header_row, end) if special - {"#data"} else (info.first_row, info.last_row)


def _table_columns(info: TableInfo, columns: list[str]) -> tuple[int, int] | None:
    headers = [name.casefold() for name in info.columns]
    if not columns:
        return info.first_col, info.last_col
    if not {name.casefold() for name in columns} <= set(headers):
        return None
    at = sorted(info.first_col + headers.index(name.casefold()) for name in columns)
    return at[0], at[-1]


@lru_cache(maxsize=20_000)
def _tokens(text: str) -> tuple[Token, ...] | None:
    try:
        return tuple(Tokenizer("=" + text).items)
    except (TokenizerError, IndexError):  # not a formula anybody can judge
        return None
