"""The options by which questions about files are answered at the command line."""

from __future__ import annotations

from typing import Any

import click

from salesplan_xl.book.importing.answers import DATES, UNITS, column_of, meaning_of
from salesplan_xl.book.importing.questions import Answers
from salesplan_xl.book.importing.words import compared
from salesplan_xl.doors.console.options import choice, option

# As in ``book.importing.encoding``.
ENCODINGS = ("utf-8", "utf-16", "gb18030", "gbk", "big5", "shift_jis", "euc-kr", "euc-jp", "cp1252")
IMPORT_OPTIONS = (
    option("--map", "H-OPT-MAP", multiple=True, metavar="COLUMN=HEADER"),
    option(
        "--dates", "H-OPT-DATES", type=click.Choice(list(DATES), case_sensitive=False), metavar="dmy|mdy|ymd"
    ),
    choice("--decimal", "H-OPT-DECIMAL", "point", "comma"),
    option(
        "--unit",
        "H-OPT-FILE-UNIT",
        type=click.Choice(list(UNITS), case_sensitive=False),
        metavar="yuan|wan|…",
    ),
    option("--currency", "H-OPT-CURRENCY", multiple=True, metavar="CODE[=RATE]"),
    option("--sheet", "H-OPT-IMPORT-SHEET", multiple=True),
    option("--year", "H-OPT-FILE-YEAR", type=click.IntRange(1990, 2100)),
    choice("--percent", "H-OPT-PERCENT", "points", "shares"),
    option("--means", "H-OPT-MEANS", multiple=True, metavar="WORD=MEANING"),
    choice("--encoding", "H-OPT-ENCODING", *ENCODINGS),
)


def import_answers(given: dict[str, Any]) -> Answers:
    """What the options say; they are taken out of ``given``.

    Raises:
        click.UsageError: an option that needs ``=`` lacks it, or a rate is no number.
    """
    columns = dict(_column(text) for text in given.pop("map"))
    rates, currency = _currencies(given.pop("currency"))
    dates, unit = given.pop("dates"), given.pop("unit")
    return Answers(
        columns=columns, dates=DATES[dates.lower()] if dates else "", decimal=given.pop("decimal") or "",
        unit=UNITS[unit.lower()] if unit else None, currency=currency, rates=rates, sheets=tuple(given.pop("sheet")),
        year=given.pop("year"), percent=given.pop("percent") or "",
        words=dict(_word(text) for text in given.pop("means")), encoding=given.pop("encoding"),
    )  # fmt: skip


def _column(text: str) -> tuple[str, str]:
    """Our column and the header of the file: ``金额=Sales``."""
    name, equals, header = text.partition("=")
    if not equals:
        raise click.UsageError(f"--map {text}")
    return column_of(name), header.strip()


def _word(text: str) -> tuple[str, str]:
    """A word of the file and what it means: ``待付款=skip``, ``Solution Fit=proposal``."""
    word, equals, meaning = text.rpartition("=")
    if not equals:
        raise click.UsageError(f"--means {text}")
    return compared(word), meaning_of(meaning)


def _currencies(texts: tuple[str, ...]) -> tuple[dict[str, float], str]:
    """Rates by code, and the currency that is named without one."""
    rates: dict[str, float] = {}
    currency = ""
    for text in texts:
        code, equals, rate = text.partition("=")
        if not equals:
            currency = code.strip().upper()
            continue
        try:
            rates[code.strip().upper()] = float(rate)
        except ValueError as error:
            raise click.UsageError(f"--currency {text}") from error
    return rates, currency
