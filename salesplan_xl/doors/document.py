"""JSON documents: what every one begins with, values as JSON knows them, and why nothing was done.

The guide page ``json`` describes the documents, ``result.schema.json`` checks them. Keys are public: they may be
added under the same number, but neither change their meaning nor go.
"""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Iterable, Mapping
from numbers import Integral, Real
from pathlib import PurePath
from typing import Any

from salesplan_xl import __version__
from salesplan_xl.catalogue import render
from salesplan_xl.errors import SalesPlanError
from salesplan_xl.findings import Sentence

# The number of this form of the documents; it grows when a key changes its meaning or goes.
JSON_SCHEMA = 1
USAGE, USAGE_EXIT = "usage", 2

Document = dict[str, object]


def head(command: str | None, exit_code: int) -> Document:
    """The beginning of every document."""
    return {
        "schema": JSON_SCHEMA, "command": command, "version": __version__, "ok": exit_code == 0, "exit_code": exit_code,
    }  # fmt: skip


def error_document(error: SalesPlanError, lang: str, command: str | None) -> Document:
    """The document of a refusal."""
    reason = {"code": error.code, "sentence": error.sentence(lang), "values": plain(error.values, lang)}
    return head(command, error.exit_code) | {"error": reason}


def usage_document(sentence: str, command: str | None) -> Document:
    """The document of a line that was mistyped."""
    return head(command, USAGE_EXIT) | {"error": {"code": USAGE, "sentence": sentence, "values": {}}}


def as_json(document: Mapping[str, object]) -> str:
    """A document as text with readable Chinese; what is no number is refused, not written."""
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)


def plain(value: object, lang: str) -> Any:
    """A value as JSON knows it: numbers, text, ISO days, ``None`` for what is not there.

    Args:
        value: anything a command has to tell.
        lang: language of sentences and labels.
    """
    if callable(item := getattr(value, "item", None)):  # numpy's own numbers
        return plain(item(), lang)
    if value is None or isinstance(value, bool):
        return value
    if value != value:  # noqa: PLR0124 - neither a number nor a day
        return None
    if isinstance(value, Real):
        return _number(value)
    if isinstance(value, dt.date):
        return _day(value)
    if isinstance(value, Sentence):
        return render(value, lang)
    if isinstance(value, Mapping):
        return {str(key): plain(item, lang) for key, item in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [plain(item, lang) for item in value]
    return str(value) if isinstance(value, (str, PurePath)) else render((value,), lang)  # type: ignore[arg-type]


def _number(value: Real) -> int | float | None:
    if isinstance(value, Integral):
        return int(value)
    return float(value) if math.isfinite(value) else None


def _day(value: dt.date) -> str:
    """A day, or a moment of a day."""
    whole = not isinstance(value, dt.datetime) or value.time() == dt.time()
    return value.isoformat()[:10] if whole else value.isoformat()
