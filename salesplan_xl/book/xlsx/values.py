"""Values as Excel stores them: serial dates, escaped text, the inside of a cell element.

A *tail* is everything of a cell element after its style attribute: ``><v>1</v></c>``.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from salesplan_xl.book.xlsx.model import CellValue, Formula, FormulaColumn
from salesplan_xl.book.xlsx.xmltext import escape_body

MAX_TEXT = 32_767
ERRORS = frozenset(
    ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA", "#SPILL!", "#CALC!")
)
_LITERAL_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_NEEDS_WORK = re.compile("[&<>\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
_STORED_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DAY_SECONDS = 86_400


class ImpossibleValue(ValueError):
    """A value no cell can hold; the caller names the cell. The message is the reason."""


def cell_text(text: str) -> str:
    """Text as XML character data of a cell, with Excel's own escapes for what XML cannot say.

    Raises:
        ImpossibleValue: longer than Excel's limit of 32,767 characters.
    """
    if len(text) > MAX_TEXT // 2 and len(text.encode("utf-16-le", "surrogatepass")) > 2 * MAX_TEXT:
        raise ImpossibleValue(f"text over {MAX_TEXT} characters")
    if not _NEEDS_WORK.search(text):
        return text
    text = _LITERAL_ESCAPE.sub("_x005F_", text)
    return escape_body(_ILLEGAL.sub(lambda m: f"_x{ord(m[0]):04X}_", text))


def stored_text(text: str) -> str:
    """Plain text of what ``cell_text`` wrote (after XML unescaping)."""
    return _STORED_ESCAPE.sub(lambda m: chr(int(m[1], 16)), text) if "_x" in text else text


def serial(value: dt.date, base_1904: bool) -> int | float:
    """A date as Excel counts days.

    Raises:
        ImpossibleValue: before the first day the workbook's calendar knows.
    """
    days = value.toordinal() - (_ORDINAL_1904 if base_1904 else _ORDINAL_1900)
    if not base_1904 and days < 61:  # Excel counts a 29 February 1900 that never was
        days -= 1
    if days < (0 if base_1904 else 1):
        raise ImpossibleValue(f"date before {1904 if base_1904 else 1900}")
    return days + _day_fraction(value) if isinstance(value, dt.datetime) else days


_ORDINAL_1900 = dt.date(1899, 12, 30).toordinal()
_ORDINAL_1904 = dt.date(1904, 1, 1).toordinal()


def _day_fraction(value: dt.datetime) -> float:
    seconds = value.hour * 3600 + value.minute * 60 + value.second
    return (seconds + value.microsecond / 1e6) / _DAY_SECONDS


def plain(value: object) -> CellValue:
    """A value of a cell's own types: NumPy scalars unwrapped, NaN, NaT and infinity as blank.

    Raises:
        TypeError: a type no cell knows (a fault of the calling code).
    """
    if value is None or isinstance(value, (bool, str)):
        return str(value) if isinstance(value, str) else value
    if isinstance(value, dt.date):
        return value if value == value else None  # noqa: PLR0124 - NaT is a date that differs from itself
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, int):
        return int(value)
    if hasattr(value, "item"):
        return plain(value.item())
    raise TypeError(f"a cell cannot hold {type(value).__name__}")


def number_text(value: float, finite_limit: float = 1e308) -> str:
    """A finite number as Excel stores it.

    Raises:
        ImpossibleValue: an integer beyond what a cell can count.
    """
    if isinstance(value, int) and abs(value) > finite_limit:
        raise ImpossibleValue("number too large")
    return repr(value)


class Renderer:
    """Makes tails for one sheet part: its namespace prefix and the workbook's date base are fixed."""

    def __init__(self, prefix: str, base_1904: bool) -> None:
        self.prefix = p = prefix
        self.base_1904 = base_1904
        self.close = f"</{p}c>"
        self._text_open = f' t="inlineStr"><{p}is><{p}t xml:space="preserve">'
        self._text_close = f"</{p}t></{p}is></{p}c>"
        self._number_open, self._number_close = f"><{p}v>", f"</{p}v></{p}c>"
        self._text_tail: Callable[[str], str] = lru_cache(maxsize=50_000)(self._make_text_tail)

    def tail(self, value: object) -> str:
        """Tail of a plain value."""
        kind = type(value)
        if kind is str:
            return self._text_tail(value)  # type: ignore[arg-type]
        if value is None:
            return "/>"
        if kind is float and math.isfinite(value):  # type: ignore[arg-type]
            return f"{self._number_open}{value!r}{self._number_close}"
        value = plain(value)
        if value is None:
            return "/>"
        if isinstance(value, str):
            return self._text_tail(value)
        kind_mark, text = self._result(value)
        return f"{kind_mark}{self._number_open}{text}{self._number_close}"

    def _make_text_tail(self, text: str) -> str:
        return f"{self._text_open}{cell_text(text)}{self._text_close}" if text else "/>"

    def _result(self, value: bool | float | dt.date) -> tuple[str, str]:
        if isinstance(value, bool):
            return ' t="b"', str(int(value))
        if isinstance(value, dt.date):
            return "", repr(serial(value, self.base_1904))
        return "", number_text(value)

    def formula_tail(self, formula_xml: str, value: object) -> str:
        """Tail of a formula cell: its ``<f>`` element as given, and the value it shows."""
        value = plain(value)
        p = self.prefix
        if value is None:
            return f">{formula_xml}{self.close}"
        if isinstance(value, str):
            kind = "e" if value in ERRORS else "str"
            keep = ' xml:space="preserve"' if value != value.strip() else ""
            return f' t="{kind}">{formula_xml}<{p}v{keep}>{cell_text(value)}</{p}v>{self.close}'
        mark, text = self._result(value)
        return f"{mark}>{formula_xml}<{p}v>{text}</{p}v>{self.close}"

    def formula_xml(self, text: str) -> str:
        """The ``<f>`` element of a formula without ``=``.

        Raises:
            ImpossibleValue: longer than Excel's 8,192 characters.
        """
        if len(text) > 8_192:
            raise ImpossibleValue("formula over 8192 characters")
        return f"<{self.prefix}f>{escape_body(text)}</{self.prefix}f>"

    def array_tail(self, formula: Formula, cell: str) -> str:
        """Tail of an array formula that fills its own cell only.

        Raises:
            ImpossibleValue: as ``formula_xml``.
        """
        opened = f"<{self.prefix}f"
        xml = self.formula_xml(formula.text)
        return self.formula_tail(f'{opened} t="array" ref="{cell}"{xml[len(opened) :]}', formula.value)

    def any_tail(self, value: object) -> str:
        """Tail of a value or a Formula."""
        if isinstance(value, Formula):
            return self.formula_tail(self.formula_xml(value.text), value.value)
        return self.tail(value)

    def column(self, values: Sequence[object] | FormulaColumn) -> RenderedColumn:
        """A whole column: uniform numbers and texts need no string per cell.

        Raises:
            ImpossibleValue: somewhere in it; the caller looks for the cell.
        """
        if isinstance(values, FormulaColumn):
            xml = self.formula_xml(values.text)
            if _all_numbers(values.values):
                return RenderedColumn(f">{xml}<{self.prefix}v>", values.values, self._number_close)
            return RenderedColumn("", [self.formula_tail(xml, v) for v in values.values], "")
        if _all_numbers(values):
            return RenderedColumn(self._number_open, values, self._number_close)
        if set(map(type, values)) <= _TEXT_OR_BLANK:
            return self._text_column(values)  # type: ignore[arg-type]
        return RenderedColumn("", self._mixed(values), "")

    def _text_column(self, values: Sequence[str | None]) -> RenderedColumn:
        """Texts and blanks; where nothing has to be escaped they stand as they are."""
        texts = {text for text in values if text}
        if not _as_they_are(texts):
            stored = {text: cell_text(text) for text in texts}
            values = [stored[text] if text else None for text in values]
        opened, closed = self._text_open, self._text_close
        if None not in values and "" not in values:
            return RenderedColumn(opened, values, closed)
        return RenderedColumn("", [f"{opened}{text}{closed}" if text else "/>" for text in values], "")

    def _mixed(self, values: Sequence[object]) -> list[str]:
        """Tails of dates, texts and blanks are made once per distinct value; they never equal each other."""
        kinds = set(map(type, values))
        if kinds == _NUMBER_OR_BLANK and _all_numbers([value for value in values if value is not None]):
            opened, closed = self._number_open, self._number_close
            return [f"{opened}{value!r}{closed}" if value is not None else "/>" for value in values]
        if kinds <= _DISTINCT:
            table = {value: self.tail(value) for value in set(values)}
            return [table[value] for value in values]
        return [self.any_tail(value) for value in values]


_TEXT_OR_BLANK = {str, type(None)}
_NUMBER_OR_BLANK = {float, type(None)}
_DISTINCT = _TEXT_OR_BLANK | {dt.date, dt.datetime}


@dataclass(frozen=True)
class RenderedColumn:
    """Tails of a column: cell ``i`` is ``before``, the i-th of ``cells`` as text, ``after``."""

    before: str
    cells: Sequence[object]
    after: str

    def tail(self, at: int) -> str:
        """The tail of one cell."""
        return f"{self.before}{self.cells[at]}{self.after}"


def _as_they_are(texts: Collection[str]) -> bool:
    """Whether surely none of the texts is too long or needs an escape: all are looked at as one."""
    return max(map(len, texts), default=0) <= MAX_TEXT // 2 and not _NEEDS_WORK.search("".join(texts))


def _all_numbers(values: Sequence[object]) -> bool:
    """Only finite floats and countable integers (NumPy scalars print differently and take the slow path)."""
    if not set(map(type, values)) <= {float, int}:
        return False
    try:
        return bool(-1e308 < sum(values) < 1e308)  # type: ignore[arg-type]
    except OverflowError:
        return False
