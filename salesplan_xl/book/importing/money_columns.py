"""The money columns of a file: decimal mark, unit and currency of every row, and the conversion to the book's money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from salesplan_xl.book.cells.celltext import folded
from salesplan_xl.book.importing.figures import DecimalMark, FigureColumn, read_figures
from salesplan_xl.book.importing.grids import is_blank
from salesplan_xl.book.importing.raw import Raw
from salesplan_xl.book.importing.reading import Reading, short, some
from salesplan_xl.book.importing.title_text import title_currency, title_unit
from salesplan_xl.book.importing.unit_column import with_unit_column
from salesplan_xl.catalogue import imports as words
from salesplan_xl.findings import Sentence, Severity
from salesplan_xl.money import BOOK_UNITS, UNITS, unit_key

_MOST_BAD = 20
# Two currencies share this mark; in a book kept in either it means that one.
_YEN_MARK, _YEN_CODES = "¥", ("CNY", "JPY")
# A file is off the book's own figures by ten thousand or not at all; less than this is the same magnitude.
_SAME_MAGNITUDE, _ENOUGH_CUSTOMERS = 1.0, 3


@dataclass(slots=True)
class Money:
    """The money columns of a file in the book's unit and currency.

    Args:
        columns: our column → one number a row, NaN where blank.
        original: one amount a row as written, where a foreign currency was converted.
        currencies: one ISO code a row where a foreign currency was converted.
        factors: the rate of each row; prices stay in the currency of their row.
    """

    columns: dict[str, npt.NDArray[np.float64]] = field(default_factory=dict)
    original: npt.NDArray[np.float64] | None = None
    currencies: list[str] | None = None
    factors: npt.NDArray[np.float64] | None = None


def ask_decimal(evidence: DecimalMark, reading: Reading) -> str:
    """The decimal mark of a file, asked for where its figures leave it open."""
    certain = bool(evidence.point) != bool(evidence.comma)
    if reading.answers.decimal and not certain:
        return reading.answers.decimal
    if evidence.mark:
        return evidence.mark
    samples = (*evidence.open_point, *evidence.point, *evidence.comma)
    reading.ask(
        "decimal_mixed" if evidence.point or evidence.comma else "decimal",
        "",
        ("point", "comma"),
        samples=some(list(samples), 4),
    )
    return "point"


def money_columns(raw: Raw, keys: Sequence[str], mark: str, reading: Reading) -> Money:
    """Read and convert the money columns of a file.

    Args:
        raw: its rows.
        keys: the columns of money, the most telling first.
        mark: decimal mark.
        reading: what the file is read for.
    """
    read = {
        key: with_unit_column(read_figures(raw.cells[key], mark), raw) for key in keys if key in raw.cells
    }
    if not read:
        return Money()
    for key, column in read.items():
        _say_unread(raw, key, column, reading)
    money = Money()
    main = next(iter(read))
    units = _same_where_silent({key: _unit(raw, key, reading) for key in read}, main, raw, read, reading)
    for key, column in read.items():
        money.columns[key] = _in_book_unit(column, units[key], reading)
    _convert_currencies(raw, read, money, reading)
    return money


def _say_unread(raw: Raw, key: str, column: FigureColumn, reading: Reading) -> None:
    header = raw.headers[key].text if key in raw.headers else key
    for at in column.bad[:_MOST_BAD]:
        reading.say(
            "F-502", Severity.ERROR, key, row=raw.rows[at], header=header, value=short(raw.cells[key][at])
        )
    if len(column.bad) > _MOST_BAD:
        reading.say("F-503", Severity.ERROR, key, count=len(column.bad) - _MOST_BAD)


# ── unit ────────────────────────────────────────────────────────────────────────────────────────────


def _unit(raw: Raw, key: str, reading: Reading) -> float | None:
    """The unit of a column's figures: by its header, by a title, by the user; ``None`` unsaid."""
    header = raw.headers.get(key)
    said = header.unit if header and header.unit is not None else title_unit(raw.titles)
    stated = UNITS[reading.answers.unit].yuan if reading.answers.unit else None
    if said is not None and stated is not None and said != stated:
        reading.ask(
            "unit_conflict",
            header.text if header else "",
            written=_unit_word(said, reading),
            stated=_unit_word(stated, reading),
        )
    return said if said is not None else stated


def _unit_word(factor: float, reading: Reading) -> object:
    name = next((name for name, unit in UNITS.items() if unit.yuan == factor), None)
    if name and name in BOOK_UNITS:
        return Sentence("import.unit", {"unit": unit_key(name, reading.facts.currency)})
    return Sentence(f"import.unit_{name}") if name else f"{factor:,.0f}"


def _same_where_silent(
    units: dict[str, float | None], main: str, raw: Raw, read: dict[str, FigureColumn], reading: Reading
) -> dict[str, float]:
    """Columns that say no unit have that of the others; where none says it, the book or the user must."""
    saying = {unit for unit in units.values() if unit is not None}
    if len(saying) == 1:
        unit = saying.pop()
        _say_conversion(raw, [key for key in read if units[key] is not None], unit, reading)
        return {key: unit if own is None else own for key, own in units.items()}
    fallback = _unsaid_unit(units, main, raw, read, reading) if None in units.values() else 1.0
    for unit in saying:
        _say_conversion(raw, [key for key in read if units[key] == unit], unit, reading)
    return {key: fallback if own is None else own for key, own in units.items()}


def _say_conversion(raw: Raw, keys: list[str], unit: float, reading: Reading) -> None:
    book = UNITS[reading.facts.unit].yuan
    if unit != book and not any(question.kind == "unit_conflict" for question in reading.questions):
        headers = [raw.headers[key].text for key in keys if key in raw.headers]
        reading.note(
            "F-506",
            keys[0] if keys else "",
            headers=headers,
            source=_unit_word(unit, reading),
            target=_unit_word(book, reading),
        )


def _unsaid_unit(
    units: dict[str, float | None], main: str, raw: Raw, read: dict[str, FigureColumn], reading: Reading
) -> float:
    """The unit of figures without a word: single units in a book kept in them, else by the book's own history."""
    book = UNITS[reading.facts.unit].yuan
    column = read[main]
    header = raw.headers[main].text if main in raw.headers else main
    unsaid = (
        ~np.isnan(column.numbers) if column.units is None else ~np.isnan(column.numbers) & (column.units == 0)
    )
    if not unsaid.any() or not column.numbers[unsaid].any():
        return book
    if book == 1.0:
        reading.note("F-519", main, header=header, source=_unit_word(1.0, reading))
        return 1.0
    lookup = _unit_by_history(raw, column, reading)
    if lookup is not None:
        reading.note("F-531", main, header=header, source=_unit_word(lookup, reading))
        return lookup
    samples = [short(cell) for cell in raw.cells[main] if not is_blank(cell)]
    reading.ask(
        "unit", header, ("yuan", reading.facts.unit), samples=some(samples, 4), unit=reading.facts.unit
    )
    del units
    return book


def _unit_by_history(raw: Raw, column: FigureColumn, reading: Reading) -> float | None:
    """The unit that makes the file's money of customers the same magnitude as the book's; ``None`` if unsure."""
    revenues = reading.facts.revenues
    key = "name" if reading.table.key == "customers" else "customer"
    sums: dict[str, float] = {}
    for name, amount in zip(raw.cells.get(key, ()), column.numbers.tolist(), strict=False):
        if isinstance(name, str) and amount == amount:  # noqa: PLR0124 - NaN is not itself
            sums[folded(name)] = sums.get(folded(name), 0.0) + abs(amount)
    shared = [
        (sums[folded(name)], abs(own)) for name, own in revenues.items() if sums.get(folded(name)) and own
    ]
    if len(shared) < _ENOUGH_CUSTOMERS:
        return None
    book = UNITS[reading.facts.unit].yuan
    ratio = float(np.median([np.log10(theirs / own) for theirs, own in shared]))
    for unit in (book, 1.0):
        if abs(ratio - np.log10(book / unit)) < _SAME_MAGNITUDE:
            return unit
    return None


def _in_book_unit(column: FigureColumn, unit: float, reading: Reading) -> npt.NDArray[np.float64]:
    """The figures in the book's unit; a unit written in a cell goes before that of the column."""
    book = UNITS[reading.facts.unit].yuan
    numbers = _scaled(column.numbers, unit, book)
    if column.units is not None:
        for written in np.unique(column.units[column.units > 0]):
            rows = column.units == written
            numbers[rows] = _scaled(column.numbers[rows], float(written), book)
    return numbers


def _scaled(numbers: npt.NDArray[np.float64], written: float, wanted: float) -> npt.NDArray[np.float64]:
    """By a whole factor up or down, never by a rounded fraction."""
    if written == wanted:
        return numbers.copy()
    return numbers * (written / wanted) if written >= wanted else numbers / (wanted / written)


# ── currency ────────────────────────────────────────────────────────────────────────────────────────


def _convert_currencies(raw: Raw, read: dict[str, FigureColumn], money: Money, reading: Reading) -> None:
    """Lines of other currencies by their rates; without one the user is asked, nothing counts as 1."""
    main = next(iter(read))
    codes = _currencies(raw, main, read[main], reading)
    foreign = sorted(set(codes) - {"", reading.facts.currency})
    if not foreign:
        return
    header = raw.headers[main].text if main in raw.headers else main
    if _needs_rate(foreign, reading) and reading.answers.currency == reading.facts.currency:
        reading.note("F-509", main, header=header, currencies=foreign, currency=reading.facts.currency)
    elif _needs_rate(foreign, reading):
        shown = sorted({code or reading.facts.currency for code in codes})
        reading.ask("currency", header, currencies=shown, currency=reading.facts.currency, foreign=foreign[0])
    else:
        _apply_rates(codes, read, money, reading)


def _needs_rate(foreign: list[str], reading: Reading) -> list[str]:
    rates = {**reading.facts.rates, **reading.answers.rates}
    return [code for code in foreign if not rates.get(code)]


def _apply_rates(codes: list[str], read: dict[str, FigureColumn], money: Money, reading: Reading) -> None:
    rates = {**reading.facts.rates, **reading.answers.rates, reading.facts.currency: 1.0, "": 1.0}
    factors = np.array([rates[code] for code in codes])
    main = next(iter(read))
    money.original = money.columns[main].copy()
    money.currencies = [code or reading.facts.currency for code in codes]
    money.factors = factors
    for key in money.columns:
        if key != "price":
            money.columns[key] = np.round(money.columns[key] * factors, 9)
    used = {code: rates[code] for code in dict.fromkeys(codes) if code and code != reading.facts.currency}
    reading.note(
        "F-524", main, rates=[f"{code} {rate:g}" for code, rate in used.items()],
        count=sum(code in used for code in codes),
    )  # fmt: skip


def _currencies(raw: Raw, main: str, column: FigureColumn, reading: Reading) -> list[str]:
    """The currency of each row: as its cell says, else its currency column, else the header."""
    header = raw.headers.get(main)
    stated = (header.currency if header else "") or title_currency(raw.titles)
    usual = _code(stated or reading.answers.currency, reading)
    codes = [usual] * raw.size
    if "currency" in raw.cells and not (header and header.own_currency):
        codes = [_named(cell, reading) or usual for cell in raw.cells["currency"]]
    for at, mark in column.currencies.items():
        if not (mark == "USD" and codes[at] and codes[at] != "CNY" and codes[at] != reading.facts.currency):
            codes[at] = _code(mark, reading)
    return codes


def _code(mark: str, reading: Reading) -> str:
    if mark == _YEN_MARK:
        return reading.facts.currency if reading.facts.currency in _YEN_CODES else "CNY"
    return mark


def _named(cell: object, reading: Reading) -> str:
    """The ISO code of a currency column's cell; an unknown word stands for itself."""
    text = folded(str(cell)) if not is_blank(cell) else ""
    if not text:
        return ""
    return _code(words.CURRENCY_NAMES.get(text, "") or _by_beginning(text) or text.upper(), reading)


def _by_beginning(text: str) -> str:
    return next(
        (code for name, code in words.CURRENCY_NAMES.items() if len(name) > 1 and text.startswith(name)), ""
    )
