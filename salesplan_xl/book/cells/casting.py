"""Turns the raw cells of one column into a typed column; what cannot be read is listed, never guessed.

Serves the workbook reader and the import alike. Whole columns of one type are converted at once; only odd
cells are looked at singly, each distinct text once.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.book.cells import celltext
from salesplan_xl.money import UNITS
from salesplan_xl.schema.types import NUMERIC, Column, Kind

# How many 元 one of a unit is; a book is kept in the first two, files come in any.
_FLOATS = frozenset({float, int})
_DAYS = frozenset({dt.datetime, dt.date, pd.Timestamp})
_UNIX_DAY = dt.date(1970, 1, 1).toordinal()
_BLANK_DAY = np.iinfo(np.int64).min  # how numpy stores NaT
_ODD_MARKS = (*celltext.INVISIBLE, "#", '="', ".0")
_GROUPED = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class CastResult:
    """One typed column.

    Args:
        series: RangeIndex by position; dtype by kind (object of str/None, float64, datetime64[ns]).
        bad: (position, raw value) of cells that are filled but could not be read; blank in ``series``.
        notes: positions where a text was understood as a number or date.
    """

    series: pd.Series
    bad: list[tuple[int, object]] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)


class _Bad(Exception):
    """The cell is filled but means nothing for this column."""


def cast_column(values: Sequence[object], column: Column, unit: str, date1904: bool = False) -> CastResult:
    """Cast one column as read from cells or a text file.

    Args:
        values: (n,) raw cells: text, numbers, bools, dates, ``None`` or empty text for blank.
        column: its declaration; the kind decides, a SHARE bounded by 1 reads 85 as 85 %.
        unit: the money unit plain numbers are in, a key of ``money.UNITS`` (a book's is ``wan`` or ``yuan``);
            written units (12.5万) are converted to it.
        date1904: whether serial numbers count from 1904.

    Returns:
        The column in the dtype of its kind, cells not understood, and texts understood as figures.

    Source: methods, workbook rules (identifiers stay text, choices become keys).
    """
    if column.kind in NUMERIC:
        return _numbers(values, column, unit)
    if column.kind is Kind.DATE:
        return _dates(values, date1904)
    if column.kind in (Kind.CHOICE, Kind.YES_NO):
        return _choices(values, column)
    if column.kind is not Kind.MONTH and (cells := _plain_texts(values)) is not None:
        return CastResult(pd.Series(cells, dtype=object))
    if column.kind is Kind.ID:
        return _texts(values, _identifier)
    return _texts(values, _month if column.kind is Kind.MONTH else _text)


def _numbers(values: Sequence[object], column: Column, unit: str) -> CastResult:
    bad: list[tuple[int, object]] = []
    notes: list[int] = []
    kinds = set(map(type, values))
    if kinds <= _FLOATS:
        numbers = _floats(values)
    elif kinds == {str} and (quick := _quick_texts(values)) is not None:
        numbers, notes = quick, np.flatnonzero(~np.isnan(quick)).tolist()
    else:
        numbers, bad, notes = _mixed_numbers(values, column, unit)
    if np.isinf(numbers).any():
        bad.extend((at, values[at]) for at in map(int, np.flatnonzero(np.isinf(numbers))))
        numbers[np.isinf(numbers)] = np.nan
        bad.sort(key=lambda item: item[0])
    return CastResult(pd.Series(_as_share(numbers, values, column)), bad, notes)


def _floats(values: Sequence[object]) -> npt.NDArray[np.float64]:
    try:
        return np.array(values, dtype=np.float64)
    except OverflowError:  # a whole number beyond any float
        return np.array(
            [math.inf if isinstance(v, int) and abs(v) > 10**300 else v for v in values], dtype=np.float64
        )


def _quick_texts(values: Sequence[object]) -> npt.NDArray[np.float64] | None:
    """All texts plain numbers or empty: convert them in one go; ``None`` if any is not."""
    texts = cast("Sequence[str]", values)
    try:
        numbers = np.array([float(text or "nan") for text in texts])
    except ValueError:
        return None
    blank = int(np.isnan(numbers).sum())
    plain = blank == texts.count("") and not np.isinf(numbers).any() and "_" not in "".join(texts)
    return numbers if plain else None


def _mixed_numbers(
    values: Sequence[object], column: Column, unit: str
) -> tuple[npt.NDArray[np.float64], list[tuple[int, object]], list[int]]:
    odd = [at for at, value in enumerate(values) if type(value) is not float]
    cells = [value if type(value) is float else math.nan for value in values]
    bad: list[tuple[int, object]] = []
    notes: list[int] = []
    read = _number_reader(column, unit)
    for at in odd:
        value = values[at]
        try:
            number = read(value)
        except _Bad:
            bad.append((at, value))
            continue
        if number is not None:
            cells[at] = number
            if isinstance(value, str):
                notes.append(at)
    return np.array(cells, dtype=np.float64), bad, notes


def _number_reader(column: Column, unit: str) -> Callable[[object], float | None]:
    """A reader of single cells for this column that looks at each distinct text once."""
    money = UNITS[unit].yuan if column.kind is Kind.MONEY else None
    numbers: dict[str, float | None] = {"": None}

    def from_text(text: str) -> float | None:
        if _GROUPED.fullmatch(text):
            return float(text.replace(",", ""))
        if celltext.is_blank(text):
            return None
        number = celltext.number_in(text, money, column.kind is Kind.SHARE)
        if number is None:
            raise _Bad
        return number

    def read(value: object) -> float | None:
        if isinstance(value, str):
            if value not in numbers:
                numbers[value] = from_text(value)
            return numbers[value]
        if value is None or value is pd.NaT or value is pd.NA:
            return None
        if isinstance(value, (int, np.integer, np.floating)) and not isinstance(value, bool):
            return (
                float(value)
                if abs(float(value) if isinstance(value, np.generic) else value) < 10**300
                else math.inf
            )
        raise _Bad

    return read


def _as_share(
    numbers: npt.NDArray[np.float64], values: Sequence[object], column: Column
) -> npt.NDArray[np.float64]:
    """85 typed into a share that cannot exceed 1 means 85 %; what carries a % sign is a share already."""
    if column.kind is not Kind.SHARE or column.maximum is None or column.maximum > 1:
        return numbers
    size = np.abs(numbers)
    high = map(int, np.flatnonzero((size > 1) & (size <= 100)))
    percents = [
        at for at in high if not (isinstance(values[at], str) and "%" in celltext.folded(str(values[at])))
    ]
    numbers[percents] = numbers[percents] / 100
    return numbers


def _dates(values: Sequence[object], date1904: bool) -> CastResult:
    kinds = set(map(type, values))
    if kinds and kinds <= _DAYS and (quick := _quick_dates(values)) is not None:
        return CastResult(quick)
    by_cell = {cell: _one_date(cell[1], date1904) for cell in _distinct(values)}
    if kinds == {str}:
        parsed = list(map({cell[1]: day for cell, day in by_cell.items()}.__getitem__, values))
    else:
        parsed = [by_cell[cell] for cell in zip(map(type, values), values, strict=True)]
    days = np.array(
        [_BLANK_DAY if day is None else day.toordinal() - _UNIX_DAY for day, _ in parsed], dtype=np.int64
    )
    series = pd.Series(days.view("datetime64[D]").astype("datetime64[ns]"))
    bad = [(at, values[at]) for at, (_, fine) in enumerate(parsed) if not fine]
    notes = [at for at, (day, _) in enumerate(parsed) if day is not None and isinstance(values[at], str)]
    return CastResult(series, bad, notes)


def _quick_dates(values: Sequence[object]) -> pd.Series | None:
    """Cells that are all days: convert in one go; ``None`` if one lies outside what can be kept."""
    try:
        ordinals = np.array([day.toordinal() for day in cast("Sequence[dt.date]", values)])
    except ValueError:  # NaT has no day
        return None
    fine = (ordinals >= celltext.FIRST_DAY.toordinal()) & (ordinals <= celltext.LAST_DAY.toordinal())
    days = (ordinals - _UNIX_DAY).view("datetime64[D]")
    return pd.Series(days.astype("datetime64[ns]")) if fine.all() else None


def _one_date(value: object, date1904: bool) -> tuple[dt.date | None, bool]:
    """The day, and whether the cell was understood (a blank one is)."""
    if value is None or value == "" or value is pd.NaT:
        return None, True
    if isinstance(value, str):
        day = celltext.date_in(value, date1904)
        return day, day is not None or celltext.is_blank(value)
    if isinstance(value, dt.date):
        day = celltext.sensible(value.date() if isinstance(value, dt.datetime) else value)
        return day, day is not None
    if isinstance(value, (int, float, np.number)) and not isinstance(value, bool):
        if not math.isfinite(value):
            return None, math.isnan(value)
        day = celltext.date_from_number(float(value), date1904)
        return day, day is not None
    return None, False


@cache
def _choice_words(column: Column) -> dict[str, str]:
    """Every word a list understands → key; keys win over labels, labels over synonyms, earlier over later."""
    ranks: tuple[Iterable[tuple[str, str]], ...] = (
        ((item.key, item.key) for item in column.choices),
        ((label, item.key) for item in column.choices for label in (item.label.zh, item.label.en)),
        ((word, item.key) for item in column.choices for word in item.synonyms),
    )
    keys_by_word: dict[str, str] = {}
    for rank in ranks:
        for word, key in rank:
            keys_by_word.setdefault(celltext.folded(word), key)
    return keys_by_word


def _choices(values: Sequence[object], column: Column) -> CastResult:
    keys_by_word = _choice_words(column)

    def read(value: object) -> str | None:
        text = _text(value)
        if text is None:
            return None
        key = keys_by_word.get(celltext.folded(text))
        if key is None and not celltext.is_blank(text):
            raise _Bad
        return key

    return _texts(values, read)


def _plain_texts(values: Sequence[object]) -> list[str | None] | None:
    """A column of texts without anything odd only needs trimming; ``None`` if it holds something odd."""
    if set(map(type, values)) != {str}:
        return None
    texts = cast("Sequence[str]", values)
    every = "\n".join(texts)
    if any(mark in every for mark in _ODD_MARKS):
        return None
    plain = list(map(str.strip, texts))
    return [text or None for text in plain] if "" in plain else cast("list[str | None]", plain)


def _distinct(values: Sequence[object]) -> set[tuple[type, object]]:
    """Each distinct cell once; 1, 1.0 and TRUE are equal in Python and kept apart here."""
    if set(map(type, values)) == {str}:
        return {(str, text) for text in set(values)}
    return set(zip(map(type, values), values, strict=True))


def _texts(values: Sequence[object], read: Callable[[object], str | None]) -> CastResult:
    """Applies ``read`` to each distinct cell once."""
    by_cell: dict[tuple[type, object], str | None] = {}
    refused: set[tuple[type, object]] = set()
    for cell in _distinct(values):
        try:
            by_cell[cell] = read(cell[1])
        except _Bad:
            by_cell[cell] = None
            refused.add(cell)
    if set(map(type, values)) == {str}:
        cells = list(map({cell[1]: text for cell, text in by_cell.items()}.__getitem__, values))
    else:
        cells = [by_cell[cell] for cell in zip(map(type, values), values, strict=True)]
    bad = (
        [(at, value) for at, value in enumerate(values) if (type(value), value) in refused] if refused else []
    )
    return CastResult(pd.Series(cells, dtype=object), bad)


def _text(value: object) -> str | None:
    if isinstance(value, str):
        text = celltext.trimmed(value)
        if text.startswith("#") and text in celltext.ERROR_VALUES:
            raise _Bad
        return text or None
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (float, np.floating)):
        if math.isnan(value):
            return None
        return str(int(value)) if math.isfinite(value) and value == int(value) else repr(float(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _identifier(value: object) -> str | None:
    """An ID stays text; ``10023.0`` and ``="0012"`` are only the ways other programs export one."""
    text = _text(value)
    if text is None:
        return None
    if text.startswith('="') and text.endswith('"'):
        return text[2:-1] or None
    return text[:-2] if text.endswith(".0") and text[:-2].isdigit() else text


def _month(value: object) -> str | None:
    if isinstance(value, dt.date):
        return f"{value:%Y-%m}"
    text = _text(value)
    if text is None or celltext.is_blank(text):
        return None
    month = celltext.month_in(text)
    if month is None:
        raise _Bad
    return month
