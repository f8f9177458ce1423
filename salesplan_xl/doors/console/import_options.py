"""The options by which questions about files are answered at the command line."""

from __future__ import annotations

from typing import Any

import click

from salesplan_xl.book.importing.header_text import header_key
from salesplan_xl.book.importing.questions import Answers
from salesplan_xl.book.importing.words import TABLES, compared
from salesplan_xl.doors.console.options import choice, option
from salesplan_xl.schema.workbook import tables

# As in ``book.importing.encoding``.
ENCODINGS = ("utf-8", "utf-16", "gb18030", "gbk", "big5", "shift_jis", "euc-kr", "euc-jp", "cp1252")
DATES = {
    "dmy": "dmy", "d/m/y": "dmy", "day/month/year": "dmy", "日月年": "dmy", "日/月/年": "dmy",
    "mdy": "mdy", "m/d/y": "mdy", "month/day/year": "mdy", "月日年": "mdy", "月/日/年": "mdy",
    "ymd": "ymd", "y/m/d": "ymd", "年月日": "ymd",
}  # fmt: skip
UNITS = {
    "yuan": "yuan", "元": "yuan", "1": "yuan", "cny": "yuan", "thousand": "thousand", "千": "thousand",
    "千元": "thousand",
    "wan": "wan", "万": "wan", "万元": "wan", "million": "million", "百万": "million", "百万元": "million", "yi": "yi",
    "亿": "yi", "亿元": "yi",
}  # fmt: skip
MEANINGS = {
    "count": "count",
    "算": "count",
    "skip": "skip",
    "不算": "skip",
    "credit": "credit",
    "退货": "credit",
}
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
    wanted = header_key(name)
    for table in TABLES:
        for column in tables()[table].columns:
            if wanted in (header_key(column.label.zh), header_key(column.label.en), header_key(column.key)):
                return column.key, header.strip()
    return name.strip(), header.strip()


def _word(text: str) -> tuple[str, str]:
    """A word of the file and what it means: ``待付款=skip``, ``Solution Fit=proposal``."""
    word, equals, meaning = text.rpartition("=")
    if not equals:
        raise click.UsageError(f"--means {text}")
    return compared(word), MEANINGS.get(meaning.strip().lower()) or _choice(meaning.strip())


def _choice(meaning: str) -> str:
    """The key of one of our words, whichever list it is on."""
    for table in TABLES:
        for column in tables()[table].columns:
            for item in column.choices:
                if compared(meaning) in (item.key, compared(item.label.zh), compared(item.label.en)):
                    return item.key
    return meaning


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
