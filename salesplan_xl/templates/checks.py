"""Data validation of input cells, with a message in the book's language."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from salesplan_xl.catalogue import word
from salesplan_xl.schema.types import Choice, Column, Filled, Kind, Label, Setting

ENTRY = frozenset({Filled.USER, Filled.IMPORT, Filled.EDIT})
MESSAGE_LIMIT = 255
_WIDEST_SHARE = 10.0
_LARGEST = 1e13
_FIRST_DAY, _LAST_DAY = dt.date(1990, 1, 1), dt.date(2199, 12, 31)
_WHOLE = frozenset({Kind.COUNT, Kind.DAYS})
_NUMBERS = frozenset({Kind.MONEY, Kind.NUMBER, Kind.SHARE, *_WHOLE})


@dataclass(frozen=True, slots=True)
class Rule:
    """The values one input cell accepts."""

    kind: Kind
    options: tuple[Choice, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    help: Label | None = None

    @classmethod
    def of_column(cls, column: Column) -> Rule:
        """The rule of a table column."""
        least = column.minimum
        if least is None and not column.signed and column.kind in _NUMBERS:
            least = 0.0
        return cls(column.kind, column.choices, least, column.maximum, column.help)

    @classmethod
    def of_setting(cls, setting: Setting) -> Rule:
        """The rule of a setting's cell."""
        return cls(setting.kind, setting.choices, setting.minimum, setting.maximum)


def validation(rule: Rule, lang: str) -> dict[str, Any] | None:
    """The XlsxWriter data validation of a cell, ``None`` where anything may be typed."""
    options: dict[str, Any] = {"validate": "any"}
    if rule.options:
        options = _from_list(rule.options, lang)
    elif rule.kind is Kind.DATE:
        options = _between("date", _FIRST_DAY, _LAST_DAY) | {
            "error_message": word("template.check.date", lang)
        }
    elif rule.kind in _NUMBERS:
        options = _number(rule, lang)
    prompt = (
        rule.help.of(lang)
        if rule.help
        else word("template.check.month", lang)
        if rule.kind is Kind.MONTH
        else ""
    )
    if prompt:
        options["input_message"] = prompt[:MESSAGE_LIMIT]
    if options == {"validate": "any"}:
        return None
    if options["validate"] != "any":
        options["error_title"] = word("template.check.title", lang)
    return options


def _from_list(choices: tuple[Choice, ...], lang: str) -> dict[str, Any]:
    labels = [item.label.of(lang) for item in choices]
    message = word("template.check.list", lang, labels=labels)
    if len(message) > MESSAGE_LIMIT:
        message = word("template.check.list.long", lang)
    return {"validate": "list", "source": labels, "error_message": message}


def _between(validate: str, low: object, high: object) -> dict[str, Any]:
    return {"validate": validate, "criteria": "between", "minimum": low, "maximum": high}


def _number(rule: Rule, lang: str) -> dict[str, Any]:
    widest = _WIDEST_SHARE if rule.kind is Kind.SHARE else _LARGEST
    low = -widest if rule.minimum is None else rule.minimum
    high = widest if rule.maximum is None else rule.maximum
    validate = "integer" if rule.kind in _WHOLE else "decimal"
    return _between(validate, low, high) | {"error_message": _sentence(rule, low, high, lang)}


def _sentence(rule: Rule, low: float, high: float, lang: str) -> str:
    if rule.kind is Kind.SHARE:
        return word("template.check.share", lang, low=f"{low:.0%}", high=f"{high:.0%}")
    if rule.maximum is not None:
        return word("template.check.between", lang, low=f"{low:g}", high=f"{high:g}")
    if rule.minimum is not None:
        return word("template.check.least", lang, low=f"{low:g}")
    return word("template.check.number", lang)
