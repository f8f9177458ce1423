"""Cell contents on their way to and from a running Excel.

Blocks go through ``Range.raw_value`` in one call each; xlwings' converters would ask Excel a dozen questions
more for every block. So the few oddities of raw values are straightened here: error numbers, currency as
Decimal, dates with a time zone they do not have. Excel interprets what it is given: text that looks like a
number, a date or a formula would become one, so such text goes in marked as text.
"""

from __future__ import annotations

import datetime as dt
import decimal
import re
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from salesplan_xl.book.port import CellValue

_DAY_ZERO = dt.datetime(1899, 12, 30)
_MONTH = re.compile(
    r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[\s\-/.,]*\d", re.IGNORECASE | re.ASCII
)
# What Windows' Excel gives for an error value.
ERRORS: dict[int, str] = {
    -2146826281: "#DIV/0!",
    -2146826246: "#N/A",
    -2146826259: "#NAME?",
    -2146826288: "#NULL!",
    -2146826252: "#NUM!",
    -2146826265: "#REF!",
    -2146826273: "#VALUE!",
}
_TRUTH = frozenset({"TRUE", "FALSE"})


class FormulaText(str):
    """A formula as Excel shows it, told apart from text that merely begins with ``=``."""

    __slots__ = ()


Content = CellValue | FormulaText


def read_values(block: Any) -> list[list[object]]:
    """Raw values of a block as a file would give them: floats, text, naive datetimes, ``None``."""
    return [[_plain(value) for value in row] for row in rectangle(block)]


def rectangle(block: Any) -> list[list[object]]:
    """A block as Excel gives it, always as rows: it drops the brackets around a single cell or row."""
    if not isinstance(block, (tuple, list)):
        return [[block]]
    if block and not isinstance(block[0], (tuple, list)):
        return [list(block)]
    return [list(row) for row in block]


def _plain(value: object) -> object:
    if isinstance(value, (str, float, bool)) or value is None:
        return None if value == "" else value
    if isinstance(value, int):
        return ERRORS.get(value, float(value))
    if isinstance(value, dt.datetime):
        return dt.datetime(
            value.year, value.month, value.day, value.hour, value.minute, value.second, value.microsecond
        )
    # Anything else is appscript's word for an empty cell.
    return float(value) if isinstance(value, decimal.Decimal) else None


def is_formula(text: object, value: object) -> bool:
    """Whether a cell holds a formula: its formula text starts with ``=`` and is not simply its text."""
    return isinstance(text, str) and text.startswith("=") and text != value


def to_excel(content: Content) -> object:
    """A content as Excel must be given it, so that text stays text (promise R3)."""
    if isinstance(content, FormulaText):
        return str(content)
    if isinstance(content, str):
        return f"'{content}" if _would_be_interpreted(content) else content
    if isinstance(content, bool):
        return content
    if isinstance(content, dt.date):
        # As a serial number a date knows no time zone; the cell's format makes it a date again.
        return _serial(content)
    return "" if content is None else float(content)


def _serial(day: dt.date) -> float:
    moment = day if isinstance(day, dt.datetime) else dt.datetime(day.year, day.month, day.day)
    return (moment - _DAY_ZERO) / dt.timedelta(days=1)


def _would_be_interpreted(text: str) -> bool:
    """Only text that starts with a letter is left alone by Excel, and not even all of that."""
    if not text:
        return False
    return not text[0].isalpha() or text.upper() in _TRUTH or _MONTH.match(text) is not None


def runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Ascending numbers as (first, last) of each unbroken run."""
    groups = groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])
    stretches = [[number for _, number in group] for _, group in groups]
    return [(run[0], run[-1]) for run in stretches]
