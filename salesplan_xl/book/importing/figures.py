"""Figures read by column: decimal mark, thousands, sign, unit and currency of every way they are written.

Which of point and comma is the decimal mark is decided by the whole file; a file that leaves it open is asked about.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import cast

import numpy as np
import numpy.typing as npt

from salesplan_xl.book.cells.celltext import is_blank as is_no_figure
from salesplan_xl.book.importing.coded import Coded
from salesplan_xl.book.importing.packed import plain_figures
from salesplan_xl.catalogue import imports as words

POINT, COMMA = "point", "comma"
# Cells that are looked at for the decimal mark: enough for any habit to show.
EVIDENCE = 500
_MINUS = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2014": "-", "\uff0d": "-"})
_SPACES = re.compile(r"(?<=\d)[\s\u00a0\u202f'’`](?=\d)|\s+")
_MARKS = sorted(words.CURRENCY_NAMES, key=len, reverse=True)
_UNITS = {
    **words.MONEY_WORDS, "k": 1e3, "m": 1e6, "mn": 1e6, "mio": 1e6, "mio.": 1e6, "million": 1e6,
    "thousand": 1e3, "tsd": 1e3,
}  # fmt: skip
_UNIT_ORDER = sorted(_UNITS, key=len, reverse=True)
_BODY = re.compile(r"\d[\d.,]*|[.,]\d+")
_POWER = re.compile(r"(\d(?:[.,]\d+)?)e([+-]?\d{1,3})")
_POINT_ONLY = re.compile(
    r"\d+\.(?:\d{1,2}|\d{4,})|\d{4,}\.\d+|0\.\d+|\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}"
)
_COMMA_ONLY = re.compile(
    r"\d+,(?:\d{1,2}|\d{4,})|\d{4,},\d+|0,\d+|\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}"
)
_OPEN_POINT, _OPEN_COMMA = re.compile(r"[1-9]\d{0,2}\.\d{3}"), re.compile(r"[1-9]\d{0,2},\d{3}")
_WHOLE_POINT = re.compile(
    r"\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d*)?|\d{1,3}(?:,\d{3})*(?:\.\d*)?|\d+(?:\.\d*)?|\.\d+"
)
_WHOLE_COMMA = re.compile(r"\d{1,3}(?:\.\d{3})*(?:,\d*)?|\d+(?:,\d*)?|,\d+")


@dataclass(frozen=True, slots=True)
class Figure:
    """One text taken apart.

    Args:
        body: digits, points and commas.
        negative: whether it is below zero.
        unit: what its written unit stands for, 0 without one.
        currency: its ISO code, or ``¥`` which two currencies share.
        percent: whether it carries a % sign.
        power: of ten, for 1.2E+05.
    """

    body: str
    negative: bool = False
    unit: float = 0.0
    currency: str = ""
    percent: bool = False
    power: int = 0


@lru_cache(maxsize=50_000)
def taken_apart(text: str) -> Figure | None:
    """The parts of a written figure, ``None`` where it is not clearly one."""
    plain = unicodedata.normalize("NFKC", text).translate(_MINUS).casefold()
    plain = _SPACES.sub("", plain).strip("\u200b\ufeff\x00")
    if plain.startswith('="') and plain.endswith('"'):
        plain = plain[2:-1]
    plain = plain.removeprefix("'")  # the mark of Excel for a text
    signs = 0
    currency, unit, percent = "", 0.0, False
    for _ in range(4):
        before = plain
        if plain.startswith(("-", "+")):
            signs += plain[0] == "-"
            plain = plain[1:]
        if plain.endswith("-"):
            plain, signs = plain[:-1], signs + 1
        if plain.startswith("(") and plain.endswith(")"):
            plain, signs = plain[1:-1], signs + 1
        if plain.endswith("%"):
            plain, percent = plain[:-1], True
        plain, picked = _without_currency(plain)
        currency = currency or picked
        if not unit:
            plain, unit = _without_unit(plain)
        if plain == before:
            break
    power = _POWER.fullmatch(plain)
    body = power[1] if power else plain
    if signs > 1 or not _BODY.fullmatch(body):
        return None
    return Figure(body, bool(signs), unit, currency, percent, int(power[2]) if power else 0)


def _without_currency(text: str) -> tuple[str, str]:
    for mark in _MARKS:
        if text.startswith(mark):
            return text[len(mark) :], words.CURRENCY_NAMES[mark]
        if text.endswith(mark):
            return text[: -len(mark)], words.CURRENCY_NAMES[mark]
    return text, ""


def _without_unit(text: str) -> tuple[str, float]:
    unit = next((word for word in _UNIT_ORDER if text.endswith(word)), "")
    return (text[: -len(unit)], _UNITS[unit]) if unit and text[:1].isdigit() else (text, 0.0)


@dataclass(frozen=True, slots=True)
class DecimalMark:
    """The evidence of a file for its decimal mark.

    Args:
        point, comma: texts that can only be read with that mark.
        open_point, open_comma: texts such as 1.250 or 1,250 that can be read either way.
    """

    point: tuple[str, ...] = ()
    comma: tuple[str, ...] = ()
    open_point: tuple[str, ...] = ()
    open_comma: tuple[str, ...] = ()

    @property
    def mark(self) -> str:
        """The mark where it is certain, empty where it is open or contradictory."""
        if bool(self.point) != bool(self.comma):
            return POINT if self.point else COMMA
        if not self.point and self.open_comma and not self.open_point:
            return POINT  # 1,250 among whole numbers: groups of three are thousands
        return "" if self.point or self.open_point else POINT


def decimal_mark(values: Iterable[object]) -> DecimalMark:
    """The decimal mark of a column or of several.

    Args:
        values: cells of figures; other cells say nothing.
    """
    earlier_ones: dict[str, list[str]] = {"point": [], "comma": [], "open_point": [], "open_comma": []}
    for text in _marked(values):
        figure = taken_apart(text)
        kind = _evidence(figure.body) if figure else ""
        if kind:
            earlier_ones[kind].append(text)
    return DecimalMark(*(tuple(texts[:5]) for texts in earlier_ones.values()))


def _marked(values: Iterable[object]) -> list[str]:
    """The first different texts with a point or comma; no more cells are looked at than it takes to find them."""
    texts: dict[str, None] = {}
    for value in values:
        if isinstance(value, str) and ("." in value or "," in value):
            texts[value] = None
            if len(texts) == EVIDENCE:
                break
    return list(texts)


def _evidence(body: str) -> str:
    patterns = (
        ("point", _POINT_ONLY),
        ("comma", _COMMA_ONLY),
        ("open_point", _OPEN_POINT),
        ("open_comma", _OPEN_COMMA),
    )
    return next((name for name, pattern in patterns if pattern.fullmatch(body)), "")


@dataclass(frozen=True, slots=True)
class FigureColumn:
    """The figures of a column.

    Args:
        numbers: one a row, NaN where blank or not understood.
        bad: rows that hold something else.
        units: of each row its written unit, 0 without one; ``None`` where no row has one.
        currencies: row → the currency written in the cell.
        percents: rows with a % sign; those numbers are shares already.
    """

    numbers: npt.NDArray[np.float64]
    bad: list[int] = field(default_factory=list)
    units: npt.NDArray[np.float64] | None = None
    currencies: dict[int, str] = field(default_factory=dict)
    percents: frozenset[int] = frozenset()


def read_figures(values: Sequence[object], mark: str) -> FigureColumn:
    """A column of figures once its decimal mark is known."""
    quick = _quick(values, mark)
    if quick is not None:
        return FigureColumn(quick)
    if isinstance(values, Coded) and values.are_few:
        return _expanded(read_figures(list(values.every), mark), values)
    numbers = np.full(len(values), np.nan)
    units = np.zeros(len(values))
    bad: list[int] = []
    currencies: dict[int, str] = {}
    percents: set[int] = set()
    for at, value in enumerate(values):
        if value is None or (isinstance(value, str) and is_no_figure(value)):
            continue
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            numbers[at] = value if np.isfinite(value) else np.nan
            continue
        figure = taken_apart(value) if isinstance(value, str) else None
        number = _number(figure, mark) if figure else None
        if figure is None or number is None:
            bad.append(at)
            continue
        numbers[at], units[at] = number, figure.unit
        if figure.currency:
            currencies[at] = figure.currency
        if figure.percent:
            percents.add(at)
    return FigureColumn(numbers, bad, units if units.any() else None, currencies, frozenset(percents))


def _expanded(each: FigureColumn, values: Coded) -> FigureColumn:
    """The figures of a column from those of its different texts."""
    bad = np.isin(values.codes, each.bad)
    marked = np.isin(values.codes, [*each.currencies, *each.percents])
    rows = np.flatnonzero(marked).tolist() if marked.any() else []
    places = {row: int(values.codes[row]) for row in rows}
    units = None if each.units is None else each.units[values.codes]
    return FigureColumn(
        each.numbers[values.codes], np.flatnonzero(bad).tolist(), units,
        {row: each.currencies[place] for row, place in places.items() if place in each.currencies},
        frozenset(row for row, place in places.items() if place in each.percents),
    )  # fmt: skip


def _quick(values: Sequence[object], mark: str) -> npt.NDArray[np.float64] | None:
    """Cells that are all numbers, or all plain texts of numbers."""
    if isinstance(values, Coded):
        if mark not in values.numbers and (numbers := _plain_numbers(values, mark)) is not None:
            values.numbers[mark] = numbers
        return values.numbers.get(mark)
    kinds = set(map(type, values))
    if kinds <= {float, int}:
        numbers = np.array(values, dtype=np.float64)
        return numbers if np.isfinite(numbers).all() else None
    return _plain_numbers(values, mark) if kinds == {str} else None


def _plain_numbers(values: Sequence[object], mark: str) -> npt.NDArray[np.float64] | None:
    """Texts that are all plain numbers or blank."""
    if mark != POINT:
        return None
    if isinstance(values, Coded) and values.packed is not None:
        numbers = plain_figures(values.packed)
        if numbers is not None:
            return numbers
    texts = cast("list[str]", list(values))
    try:
        blanks = texts.count("")
        numbers = np.array([float(text or "nan") for text in texts] if blanks else list(map(float, texts)))
    except ValueError:
        return None
    plain = int(np.isnan(numbers).sum()) == blanks and not np.isinf(numbers).any()
    return numbers if plain and "_" not in "".join(texts) else None


def _number(figure: Figure, mark: str) -> float | None:
    body = figure.body
    if "." not in body and "," not in body:
        size = float(body)
    elif mark == POINT and _WHOLE_POINT.fullmatch(body):
        size = float(body.replace(",", ""))
    elif mark == COMMA and _WHOLE_COMMA.fullmatch(body):
        size = float(body.replace(".", "").replace(",", "."))
    else:
        return None
    size *= 10.0**figure.power
    if figure.percent:
        size /= 100
    if size == float("inf"):
        return None
    return -size if figure.negative else size


def figure_share(values: Iterable[object]) -> float:
    """The share of filled cells that are figures."""
    filled = [
        value for value in values if not (value is None or (isinstance(value, str) and is_no_figure(value)))
    ]
    if not filled:
        return 0.0
    return sum(_is_figure(value) for value in filled) / len(filled)


def _is_figure(value: object) -> bool:
    if isinstance(value, str):
        return taken_apart(value) is not None
    return isinstance(value, (int, float)) and not isinstance(value, bool)
