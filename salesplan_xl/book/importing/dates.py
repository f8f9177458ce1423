"""Days read by column: what one cell leaves open, the others of its column decide, or the user is asked.

A cell is first taken apart (``Day``); a figure such as 05/03/2026 keeps its three parts until the order is known.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from salesplan_xl.book.cells import celltext
from salesplan_xl.book.importing.coded import Coded
from salesplan_xl.book.importing.grids import is_blank
from salesplan_xl.catalogue import imports as words

ORDERS = ("dmy", "mdy", "ymd")
# A year of two digits lies so many years before and after the book's.
YEARS_BACK, YEARS_AHEAD = 10, 5
_UNIX_DAY = dt.date(1970, 1, 1).toordinal()
_BLANK = np.iinfo(np.int64).min  # how numpy stores NaT
# Marks a year of two digits behind the separator.
_SHORT = "2"
_MINUS = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2014": "-", "\uff0d": "-"})
_TAIL, _HEAD = words.DAY_TAIL, words.DAY_HEAD
_NAMES = "|".join(words.MONTH_WORDS)
_YEAR_FIRST = re.compile(
    rf"{_HEAD}(\d{{4}})\s*(?:([-/.])\s*(\d{{1,2}})\s*\2\s*(\d{{1,2}})|年\s*(\d{{1,2}})\s*月\s*(\d{{1,2}})\s*[日号]?){_TAIL}"
)
# Years of the Republic, as Taiwan writes them.
_TAIWAN = re.compile(
    rf"(?:民[国國])?\s*(1\d\d)(?:[-/.](\d{{1,2}})[-/.](\d{{1,2}})|年\s*(\d{{1,2}})月\s*(\d{{1,2}})日){_TAIL}"
)
_SHORT_YEAR = re.compile(rf"(\d{{2}})年\s*(\d{{1,2}})月\s*(\d{{1,2}})[日号]?{_TAIL}")
_PARTS = re.compile(rf"{_HEAD}(\d{{1,2}})\s*([-/.])\s*(\d{{1,2}})\s*\2\s*(\d{{4}}|\d{{2}}){_TAIL}")
_COMPACT = re.compile(rf"(\d{{4}})(\d{{2}})(\d{{2}})(?:\.0)?(?:t?\d{{4,6}})?{_TAIL}")
_DAY_NAME = re.compile(
    rf"{_HEAD}(\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?[-/\s.]*(?:of |de )?({_NAMES})[a-zéûäç]*\.?"
    rf"[-/\s,.]*(?:de |of )?(\d{{4}}|\d{{2}}){_TAIL}"
)
_NAME_DAY = re.compile(
    rf"{_HEAD}({_NAMES})[a-zéûäç]*\.?[-\s]+(\d{{1,2}})(?:st|nd|rd|th)?,?[-\s]+(\d{{4}}){_TAIL}"
)
_YEAR_NAME = re.compile(rf"(\d{{4}})[-/\s]({_NAMES})[a-zéûäç]*\.?[-/\s](\d{{1,2}}){_TAIL}")
_MONTH = re.compile(r"(\d{4})\s*(?:[-/.]\s*(\d{1,2})|年\s*(\d{1,2})\s*月(?:份)?|(\d{2}))")
_MONTH_NAME = re.compile(rf"({_NAMES})[a-zéûäç]*\.?[-/\s,]*(\d{{4}})")
_NO_YEAR = re.compile(r"(\d{1,2})月(\d{1,2})[日号]?")
_CHINESE_DAY = re.compile(
    rf"([{words.CHINESE_DIGITS}]{{4}})年([{words.CHINESE_DIGITS}十]{{1,3}})月([{words.CHINESE_DIGITS}十廿]{{1,3}})[日号]"
)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Day:
    """One cell taken apart.

    Args:
        day: the day, where the cell alone says it.
        parts: three figures whose order is open, with their separator and a mark for a year of two digits.
        month: only a month is named; ``day`` is its first.
        no_year: month and day without a year.
    """

    day: dt.date | None = None
    parts: tuple[int, int, int, str] | None = None
    month: bool = False
    no_year: tuple[int, int] | None = None


def taken_apart(value: object, date1904: bool = False) -> Day | None:
    """The day of a cell, taken apart; ``None`` where it is none, an empty ``Day`` where it is blank."""
    if isinstance(value, str):
        return _text(value, date1904)
    if value is None:
        return Day()
    if isinstance(value, dt.date):
        day = celltext.sensible(value.date() if isinstance(value, dt.datetime) else value)
        return Day(day) if day else None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        day = celltext.date_from_number(float(value), date1904) if np.isfinite(value) else None
        return Day(day) if day else None
    return None


@lru_cache(maxsize=50_000)
def _text(text: str, date1904: bool) -> Day | None:
    if celltext.is_blank(text):
        return Day()
    plain = unicodedata.normalize("NFKC", text).translate(_MINUS).casefold().strip(" '\"=")
    plain = _in_digits(plain)
    if picked := _PARTS.fullmatch(plain):
        short = _SHORT if len(picked[4]) == 2 else ""
        return Day(parts=(int(picked[1]), int(picked[3]), _year(picked[4]), picked[2] + short))
    if picked := _NO_YEAR.fullmatch(plain):
        return Day(no_year=(int(picked[1]), int(picked[2])))
    if picked := _MONTH.fullmatch(plain) or _MONTH_NAME.fullmatch(plain):
        day = _of_month(picked)
        if day:
            return Day(day, month=True)
    day = _named(plain) or (
        celltext.date_from_number(float(plain), date1904) if _SERIAL.fullmatch(plain) else None
    )
    return Day(day) if day else None


def _in_digits(text: str) -> str:
    """A day in Chinese numerals (二〇二六年二月十五日) as one in digits; other texts as they are."""
    picked = _CHINESE_DAY.fullmatch(text)
    if not picked:
        return text
    year = "".join(str(words.CHINESE_DIGITS.index(letter) % 10) for letter in picked[1])
    return f"{year}-{_counted(picked[2])}-{_counted(picked[3])}"


def _counted(text: str) -> int:
    """A number below a hundred in Chinese numerals."""
    tens, ten, ones = text.replace("廿", "二十").rpartition("十")
    digits = words.CHINESE_DIGITS
    return (10 * (digits.index(tens) if tens else 1) if ten else 0) + (digits.index(ones) if ones else 0)


def _named(plain: str) -> dt.date | None:
    """A day whose year, month and day can be told from one another."""
    if picked := _TAIWAN.fullmatch(plain):
        return _day(1911 + int(picked[1]), int(picked[2] or picked[4]), int(picked[3] or picked[5]))
    if picked := _YEAR_FIRST.fullmatch(plain):
        return _day(int(picked[1]), int(picked[3] or picked[5]), int(picked[4] or picked[6]))
    if picked := _SHORT_YEAR.fullmatch(plain):
        return _day(2000 + int(picked[1]), int(picked[2]), int(picked[3]))
    if picked := _COMPACT.fullmatch(plain):
        return _day(int(picked[1]), int(picked[2]), int(picked[3]))
    if picked := _DAY_NAME.fullmatch(plain):
        return _day(_year(picked[3]), words.MONTH_WORDS[picked[2]], int(picked[1]))
    if picked := _NAME_DAY.fullmatch(plain):
        return _day(int(picked[3]), words.MONTH_WORDS[picked[1]], int(picked[2]))
    if picked := _YEAR_NAME.fullmatch(plain):
        return _day(int(picked[1]), words.MONTH_WORDS[picked[2]], int(picked[3]))
    return None


def _of_month(picked: re.Match[str]) -> dt.date | None:
    if picked.re is _MONTH_NAME:
        return _day(int(picked[2]), words.MONTH_WORDS[picked[1]], 1)
    return _day(int(picked[1]), int(picked[2] or picked[3] or picked[4]), 1)


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return celltext.sensible(dt.date(year, month, day))
    except ValueError:
        return None


def in_order(parts: tuple[int, int, int, str], order: str) -> dt.date | None:
    """The day of three figures in an order; ``None`` where they are none in it."""
    first, second, third, _ = parts
    if order == "dmy":
        return _day(third, second, first)
    if order == "mdy":
        return _day(third, first, second)
    # A year of two digits stands first: what was read as the year is the day.
    return _day(2000 + first, second, third - 2000) if parts[3].endswith(_SHORT) else None


def possible_orders(days: Iterable[Day | None], year: int) -> tuple[str, ...]:
    """The orders in which every cell of a column is a day, the years being about the book's.

    Days with dots are written day first wherever they are in use; nothing is open about them unless the column
    contradicts it.
    """
    parts = {day.parts for day in days if day and day.parts}
    if not parts:
        return ()
    fitting = tuple(order for order in ORDERS if all(_fits(piece, order, year) for piece in parts))
    if "dmy" in fitting and all(piece[3].startswith(".") for piece in parts):
        return ("dmy",)
    return fitting


def _fits(parts: tuple[int, int, int, str], order: str, year: int) -> bool:
    day = in_order(parts, order)
    if day is None:
        return False
    return not parts[3].endswith(_SHORT) or year - YEARS_BACK <= day.year <= year + YEARS_AHEAD


@dataclass(frozen=True, slots=True)
class DayColumn:
    """The days of a column.

    Args:
        days: one a row, NaT where blank or not understood.
        bad: rows that are no days.
        months: rows that name only a month.
    """

    days: npt.NDArray[np.datetime64]
    bad: list[int]
    months: int


def read_days(
    values: Sequence[object], order: str, *, year: int | None = None, date1904: bool = False
) -> DayColumn:
    """A column of days once its order is known.

    Args:
        values: its cells.
        order: of three figures: ``dmy``, ``mdy``, ``ymd``; empty where there are none.
        year: of days that name none.
        date1904: whether serial numbers count from 1904.
    """
    if isinstance(values, Coded):
        return _days_of_each(values, order, year, date1904)
    lookup = {
        cell: _resolved(taken_apart(cell[1], date1904), order, year)
        for cell in set(zip(map(type, values), values, strict=True))
    }
    read = [lookup[cell] for cell in zip(map(type, values), values, strict=True)]
    days = np.array(
        [_BLANK if day is None else day.toordinal() - _UNIX_DAY for day, _, _ in read], dtype=np.int64
    )
    bad = [at for at, (_, fine, _) in enumerate(read) if not fine]
    months = sum(month for _, _, month in read) if any(month for _, _, month in lookup.values()) else 0
    return DayColumn(days.view("datetime64[D]").astype("datetime64[ns]"), bad, months)


def _days_of_each(values: Coded, order: str, year: int | None, date1904: bool) -> DayColumn:
    """The days of a column from those of its different texts."""
    read = [_resolved(taken_apart(text, date1904), order, year) for text in values.every]
    days = [_BLANK if day is None else day.toordinal() - _UNIX_DAY for day, _, _ in read]
    column = values.mapped(days, np.int64).view("datetime64[D]").astype("datetime64[ns]")
    bad = values.mapped([not fine for _, fine, _ in read], np.bool_)
    months = values.mapped([month for _, _, month in read], np.bool_)
    return DayColumn(column, np.flatnonzero(bad).tolist(), int(months.sum()))


def _resolved(day: Day | None, order: str, year: int | None) -> tuple[dt.date | None, bool, bool]:
    """The day, whether the cell was understood, whether it names only a month."""
    if day is None:
        return None, False, False
    if day.parts:
        made = in_order(day.parts, order) if order else None
        return made, made is not None, False
    if day.no_year:
        made = _day(year, *day.no_year) if year else None
        return made, made is not None, False
    return day.day, True, day.month


def day_share(values: Iterable[object], date1904: bool = False) -> float:
    """The share of filled cells that are days; 0 where nothing is filled. Bare figures count half."""
    weights = [_weight(value, date1904) for value in values if not is_blank(value)]
    return sum(weights) / len(weights) if weights else 0.0


def _weight(value: object, date1904: bool) -> float:
    day = taken_apart(value, date1904)
    if day is None or day == Day():
        return 0.0
    return 0.5 if isinstance(value, (int, float)) or str(value).isdigit() else 1.0
