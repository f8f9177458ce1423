"""Answers as people write them, at the command line and on the sheet: orders of days, units, words, columns, rates."""

from __future__ import annotations

from dataclasses import replace

from salesplan_xl.book.importing.header_text import header_key
from salesplan_xl.book.importing.questions import Answers
from salesplan_xl.book.importing.words import TABLES, compared
from salesplan_xl.schema.workbook import tables

DATES = {
    "dmy": "dmy", "d/m/y": "dmy", "day/month/year": "dmy", "日月年": "dmy", "日/月/年": "dmy",
    "mdy": "mdy", "m/d/y": "mdy", "month/day/year": "mdy", "月日年": "mdy", "月/日/年": "mdy",
    "ymd": "ymd", "y/m/d": "ymd", "year/month/day": "ymd", "年月日": "ymd", "年/月/日": "ymd",
}  # fmt: skip
UNITS = {
    "yuan": "yuan", "元": "yuan", "1": "yuan", "cny": "yuan", "thousand": "thousand", "千": "thousand",
    "千元": "thousand", "wan": "wan", "万": "wan", "万元": "wan", "million": "million", "百万": "million",
    "百万元": "million", "yi": "yi", "亿": "yi", "亿元": "yi",
}  # fmt: skip
DECIMALS = {"point": "point", "小数点": "point", "点": "point", "comma": "comma", "逗号": "comma"}
PERCENTS = {
    "points": "points",
    "百分数": "points",
    "per cent": "points",
    "shares": "shares",
    "比例": "shares",
}
AMOUNTS = {
    "line": "line",
    "行": "line",
    "明细": "line",
    "document": "document",
    "整单": "document",
    "单": "document",
}
_MEANINGS = {
    "count": "count",
    "算": "count",
    "skip": "skip",
    "不算": "skip",
    "credit": "credit",
    "退货": "credit",
}


def column_of(name: str) -> str:
    """The key of a column of ours by its label or key; a helper goes by its key."""
    wanted = header_key(name)
    for table in TABLES:
        for column in tables()[table].columns:
            if wanted in (header_key(column.label.zh), header_key(column.label.en), header_key(column.key)):
                return column.key
    return name.strip()


def meaning_of(text: str) -> str:
    """The meaning of a word: count, skip, credit, or a key of one of our lists."""
    plain = compared(text)
    if plain in _MEANINGS:
        return _MEANINGS[plain]
    for table in TABLES:
        for column in tables()[table].columns:
            for item in column.choices:
                if plain in (item.key, compared(item.label.zh), compared(item.label.en)):
                    return item.key
    return text.strip()


def answered(answers: Answers, kind: str, text: str, column: str = "") -> Answers:
    """Answers with one more, as it was typed for a question of that kind; one that cannot be one changes nothing."""
    plain = text.strip()
    lower = plain.lower()
    simple: dict[str, dict[str, object]] = {
        "dates": {"dates": DATES.get(lower, "")}, "dates_mixed": {"dates": DATES.get(lower, "")},
        "decimal": {"decimal": DECIMALS.get(lower, "")}, "decimal_mixed": {"decimal": DECIMALS.get(lower, "")},
        "unit": {"unit": UNITS.get(lower)},
        "document": {"amounts": AMOUNTS.get(lower, "")}, "percent": {"percent": PERCENTS.get(lower, "")},
        "sheets": {"sheets": tuple(part.strip() for part in plain.split(";"))},
        "year": {"year": int(float(plain)) if plain.replace(".", "").isdigit() else None},
    }  # fmt: skip
    if kind in simple:
        return replace(answers, **simple[kind])  # type: ignore[arg-type]
    if kind in ("column", "contested"):
        return replace(answers, columns={**answers.columns, column_of(column): plain})
    if kind in ("words", "stage"):
        picked = {compared(column): meaning_of(plain)} if column and "=" not in plain else _words(plain)
        return replace(answers, words={**answers.words, **picked})
    return _currency(answers, plain) if kind == "currency" else answers


def _words(text: str) -> dict[str, str]:
    """``待付款=不算; 方案评审=方案``."""
    pairs = [part.rpartition("=") for part in text.replace("；", ";").split(";") if "=" in part]
    return {compared(word): meaning_of(meaning) for word, _, meaning in pairs}


def _currency(answers: Answers, text: str) -> Answers:
    code, equals, rate = text.partition("=")
    try:
        rates = {code.strip().upper(): float(rate)} if equals else {}
    except ValueError:
        return answers
    currency = answers.currency if equals else code.strip().upper()
    return replace(answers, currency=currency, rates={**answers.rates, **rates})
