"""One written cell at a time: what number, date or month a text means.

Strict on purpose: a text that could mean two things (``1.234,50``, ``03/05/2026``) is not understood, so that
the user is asked instead of the plan being wrong.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from functools import lru_cache

from salesplan_xl.catalogue import imports as words

# Strips what str.strip() leaves: zero-width characters and byte order marks.
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\x00"
ERROR_VALUES = frozenset(
    {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA", "#SPILL!", "#CALC!"}
)
FIRST_DAY, LAST_DAY = dt.date(1900, 1, 1), dt.date(2199, 12, 31)
# Serials below 1950 are far more often a year or a small count than a date.
FIRST_SERIAL, LAST_SERIAL = 18264, 109574
_EPOCH = dt.date(1899, 12, 30)
_MINUS = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2014": "-", "\uff0d": "-"})
_UNITS = "|".join(sorted(map(re.escape, words.MONEY_WORDS), key=len, reverse=True))
_MARKS = "|".join(map(re.escape, words.CURRENCY_MARKS))
_NUMBER = re.compile(
    rf"(?P<open>\()?(?P<sign>[+-])?(?:{_MARKS})?(?P<second>[+-])?"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d+(?:\.\d*)?|\.\d+)(?P<power>e[+-]?\d{1,3})?"
    rf"(?P<unit>{_UNITS})?(?P<percent>%)?(?P<close>\))?(?P<trailing>-)?"
)
_CLOCK = (
    r"(?:t?\s*"
    + words.MOMENT_MARK
    + r"\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:am|pm)?(?:z|[+-]\d{2}:?\d{2})?)?"
)
_TAIL = words.WEEKDAY_MARK + r"?\s*" + _CLOCK
_MONTHS = "(" + "|".join(words.MONTH_NAMES) + r")[a-z]*\.?"
_YMD = re.compile(
    rf"(\d{{4}})\s*(?:([-/.])\s*(\d{{1,2}})\s*\2\s*(\d{{1,2}})|{words.YEAR_MARK}\s*(\d{{1,2}})\s*"
    rf"{words.MONTH_MARK}\s*(\d{{1,2}})\s*[{words.DAY_MARKS}])" + _TAIL
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0)?" + _CLOCK)
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[-/\s]" + _MONTHS + r"[-/,\s]\s*(\d{4})" + _CLOCK)
_MONTH_FIRST = re.compile(_MONTHS + r"\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})" + _CLOCK)
_SERIAL = re.compile(r"\d{5,6}(?:\.\d+)?")
_MONTH = re.compile(rf"(\d{{4}})\s*(?:[-/.{words.YEAR_MARK}]\s*)?(\d{{1,2}})\s*{words.MONTH_MARK}?")


def trimmed(text: str) -> str:
    """Without spaces of any width, zero-width characters and byte order marks at its ends."""
    text = text.strip()
    if text.isascii() and "\x00" not in text:
        return text
    return text.strip(INVISIBLE).strip()


def folded(text: str) -> str:
    """The form in which texts are compared: half-width, lower case, no spaces at all."""
    return "".join(unicodedata.normalize("NFKC", text).translate(_MINUS).casefold().split()).strip(INVISIBLE)


def is_blank(text: str) -> bool:
    """Whether the text stands for a missing figure: nothing, a dash, a word for none."""
    return folded(text) in words.BLANK_MARKS


def number_in(text: str, money_unit: float | None = None, percent: bool = False) -> float | None:
    """The number a text means, ``None`` if it is not clearly one.

    Args:
        text: as written; any width of digits, thousands groups, a sign before or behind, accounting brackets.
        money_unit: how many 元 one of the result is; a written unit (12.5万) is then converted to it. ``None``
            for plain numbers, where a written unit only multiplies.
        percent: whether ``85%`` is allowed (gives 0.85); a written money unit is then refused.
    """
    match = _NUMBER.fullmatch(folded(text))
    if match is None or bool(match["open"]) != bool(match["close"]):
        return None
    signs = [mark for mark in (match["sign"], match["second"], match["trailing"], match["open"]) if mark]
    if len(signs) > 1 or (match["percent"] and not percent) or (match["unit"] and percent):
        return None
    size = float(match["digits"].replace(",", "") + (match["power"] or ""))
    if match["percent"]:
        size /= 100
    elif match["unit"]:
        size = _converted(size, words.MONEY_WORDS[match["unit"]], money_unit or 1.0)
    if size in (float("inf"), float("-inf")):
        return None
    return -size if signs and signs[0] != "+" else size


def _converted(size: float, written: float, wanted: float) -> float:
    """Multiplies or divides by a whole factor, never by a rounded fraction."""
    return size * (written / wanted) if written >= wanted else size / (wanted / written)


@lru_cache(maxsize=20_000)
def date_in(text: str, date1904: bool = False) -> dt.date | None:
    """The day a text means, ``None`` if it is not clearly one; a time of day is dropped."""
    plain = unicodedata.normalize("NFKC", text).translate(_MINUS).casefold().strip()
    if match := _YMD.fullmatch(plain):
        return _day(match[1], match[3] or match[5], match[4] or match[6])
    if match := _COMPACT.fullmatch(plain):
        return _day(*match.groups())
    if match := _DAY_FIRST.fullmatch(plain):
        return _day(match[3], words.MONTH_NAMES.index(match[2]) + 1, match[1])
    if match := _MONTH_FIRST.fullmatch(plain):
        return _day(match[3], words.MONTH_NAMES.index(match[1]) + 1, match[2])
    return date_from_number(float(plain), date1904) if _SERIAL.fullmatch(plain) else None


def _day(year: str | int, month: str | int, day: str | int) -> dt.date | None:
    try:
        return sensible(dt.date(int(year), int(month), int(day)))
    except ValueError:
        return None


def sensible(day: dt.date) -> dt.date | None:
    """The day itself, ``None`` before 1900 or after 2199 (spreadsheets and pandas cannot hold them all)."""
    return day if FIRST_DAY <= day <= LAST_DAY else None


def date_from_number(number: float, date1904: bool = False) -> dt.date | None:
    """The day of a spreadsheet's serial number or of a figure like 20260305, ``None`` for other numbers."""
    if number == int(number) and 19_000_101 <= number <= 21_991_231:
        return _day(int(number) // 10_000, int(number) // 100 % 100, int(number) % 100)
    serial = number + (1462 if date1904 else 0)
    return _EPOCH + dt.timedelta(days=int(serial)) if FIRST_SERIAL <= serial < LAST_SERIAL + 1 else None


def month_in(text: str) -> str | None:
    """``2027-03`` from the ways a month or a day is written, ``None`` if unclear."""
    match = _MONTH.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if match and 1 <= int(match[2]) <= 12 and FIRST_DAY.year <= int(match[1]) <= LAST_DAY.year:
        return f"{match[1]}-{int(match[2]):02d}"
    day = date_in(text)
    return f"{day:%Y-%m}" if day else None
