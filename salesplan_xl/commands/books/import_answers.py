"""The answers that the options of the command line give; they are taken out of what was typed."""

from __future__ import annotations

from typing import Any

from salesplan_xl.book.importing.answers import DATES, UNITS, column_of, meaning_of
from salesplan_xl.book.importing.questions import Answers
from salesplan_xl.book.importing.words import compared


def import_answers(given: dict[str, Any]) -> Answers:
    """The answers of the options.

    Raises:
        ValueError: an option is not what it should be; its text is the option as typed.
    """
    rates, currency = _currencies(given.pop("currency"))
    return Answers(
        columns=dict(_column(text) for text in given.pop("map")),
        dates=_listed(given.pop("dates"), DATES, "--dates") or "",
        decimal=given.pop("decimal") or "", unit=_listed(given.pop("unit"), UNITS, "--unit"), currency=currency,
        rates=rates, sheets=tuple(given.pop("sheet")), year=given.pop("year"), percent=given.pop("percent") or "",
        amounts=given.pop("amounts") or "",
        words=dict(_word(text) for text in given.pop("means")), encoding=given.pop("encoding"),
    )  # fmt: skip


def _listed(text: str | None, among: dict[str, str], name: str) -> str | None:
    if text is None:
        return None
    if text.lower() not in among:
        raise ValueError(f"{name} {text}: {', '.join(dict.fromkeys(among.values()))}")
    return among[text.lower()]


def _column(text: str) -> tuple[str, str]:
    """Our column and the header of the file: ``金额=Sales``."""
    name, equals, header = text.partition("=")
    if not equals:
        raise ValueError(f"--map {text}")
    return column_of(name), header.strip()


def _word(text: str) -> tuple[str, str]:
    """A word of the file and its meaning: ``待付款=skip``, ``Solution Fit=proposal``."""
    word, equals, meaning = text.rpartition("=")
    if not equals:
        raise ValueError(f"--means {text}")
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
            raise ValueError(f"--currency {text}") from error
    return rates, currency
