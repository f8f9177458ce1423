"""Fills catalogue sentences with values, fast enough for tens of thousands of rows.

A template is parsed once per language into literal pieces and value writers; rendering then only joins them.
"""

from __future__ import annotations

import datetime as dt
import importlib
import math
import pkgutil
import string
import sys
from collections.abc import Callable, Mapping
from functools import cache

from salesplan_xl.catalogue.entry import Entry, FindingEntry
from salesplan_xl.catalogue.pace import period_words, pieces_in
from salesplan_xl.findings import Finding, Sentence
from salesplan_xl.schema import choices
from salesplan_xl.schema.types import Label

Writer = Callable[[object], str]
# Literal text, then the name of a value and its writer.
Pieces = tuple[tuple[str, str, Writer | None], ...]
# Between the parts of a list: sentences are set further apart than words.
_MARKS = {("zh", True): "；", ("zh", False): "、", ("en", True): "; ", ("en", False): ", "}


@cache
def _catalogue() -> tuple[dict[str, Entry], dict[str, FindingEntry], dict[str, Entry]]:
    """Sentences, findings and errors of all modules of this package; a code may stand only once."""
    sentences: dict[str, Entry] = {}
    findings: dict[str, FindingEntry] = {}
    errors: dict[str, Entry] = {}
    # The package itself imports this module, so it is asked for by name.
    for info in pkgutil.iter_modules(sys.modules[__package__].__path__):
        if info.name in ("render", "entry", "pace"):
            continue
        module = importlib.import_module(f"{__package__}.{info.name}")
        for target, name in ((sentences, "SENTENCES"), (findings, "FINDINGS"), (errors, "ERRORS")):
            for code, entry in getattr(module, name, {}).items():
                if code in target:
                    raise ValueError(f"text code {code} stands twice")
                target[code] = entry
    return sentences, findings, errors


def sentences() -> Mapping[str, Entry]:
    """All plain sentences by code."""
    return _catalogue()[0]


def findings() -> Mapping[str, FindingEntry]:
    """All findings by code."""
    return _catalogue()[1]


def errors() -> Mapping[str, Entry]:
    """All errors by code."""
    return _catalogue()[2]


def _number(digits: int) -> Writer:
    form = f",.{digits}f"

    def write(value: object) -> str:
        if value is None or (isinstance(value, float) and not math.isfinite(value)):
            return "—"
        if not isinstance(value, (int, float)):
            return str(value)
        text = format(float(value), form)
        text = text.rstrip("0").rstrip(".") if digits else text
        return "0" if text == "-0" else text

    return write


def _whole_up(value: object) -> str:
    """Whole things that are needed: 1.25 customers are 2."""
    if not isinstance(value, (int, float)) or not math.isfinite(value):
        return "—"
    return f"{math.ceil(round(value, 9)):,}"


def _percent(digits: int) -> Writer:
    def write(value: object) -> str:
        if not isinstance(value, (int, float)) or not math.isfinite(value):
            return "—"
        # Away from binary noise: 0.285 is 28.5 %, shown as 29 %, not 28 %; what rounds to 0 has no sign.
        size = math.floor(abs(value) * 100 * 10**digits + 0.5 + 1e-9) / 10**digits
        return f"{math.copysign(size, value) if size else 0.0:.{digits}f}%"

    return write


def _date(value: object) -> str:
    return value.isoformat()[:10] if isinstance(value, (dt.date, dt.datetime)) else str(value)


def _choice(name: str, lang: str) -> Writer:
    if name == "MONEY_UNITS":
        return lambda value: _unit_word(str(value), lang)
    labels = {item.key: item.label.of(lang) for item in getattr(choices, name)}
    return lambda value: labels.get(str(value), str(value))


def _counted(single: str, many: str) -> Writer:
    """A number with its noun: ``{count:n row|rows}``."""
    number = _number(0)
    return lambda value: f"{number(value)} {single if value == 1 else many}"


def _unit_word(unit: str, lang: str) -> str:
    label = choices.unit_word(unit)
    return label.of(lang) if label else unit


@cache
def _writer(spec: str, lang: str) -> Writer:
    fixed: dict[str, Writer] = {
        "money": _number(2),
        "money1": _number(1),
        "number": _number(2),
        "count": _number(0),
        "percent": _percent(0),
        "percent1": _percent(1),
        "date": _date,
        "up": _whole_up,
        "pieces": lambda value: str(pieces_in(value)[0]),
    }
    if spec in fixed:
        return fixed[spec]
    if spec.startswith("n "):
        return _counted(*spec[2:].split("|"))
    if spec.startswith("every "):
        return lambda value: period_words(pieces_in(value)[1], spec.removeprefix("every "), lang)
    if spec.isupper():
        return _choice(spec, lang)
    return lambda value: _plain(value, lang)


def _plain(value: object, lang: str) -> str:
    if isinstance(value, str) or value is None:
        return value or ""
    if isinstance(value, Sentence):
        return render(value, lang)
    if isinstance(value, (tuple, list)):
        parts = [_plain(item, lang) for item in value]
        apart = any(isinstance(item, Sentence) for item in value)
        return _MARKS[lang, apart].join(parts)
    if isinstance(value, Label):
        return value.of(lang)
    return _number(2)(value) if isinstance(value, float) else str(value)


@cache
def _parsed(template: str, lang: str) -> Pieces:
    pieces = []
    for literal, name, spec, _ in string.Formatter().parse(template):
        pieces.append((literal, name or "", _writer(spec or "", lang) if name else None))
    return tuple(pieces)


def _filled(pieces: Pieces, values: Mapping[str, object]) -> str:
    return "".join(
        [literal + writer(values.get(name)) if writer else literal for literal, name, writer in pieces]
    )


def _fill(template: str, values: Mapping[str, object], lang: str) -> str:
    return _filled(_parsed(template, lang), values)


def render(sentence: Sentence | tuple[Sentence | Label | str, ...] | str | None, lang: str) -> str:
    """The text of a sentence, of several sentences or words one after the other, or of plain text, in ``lang``."""
    if not isinstance(sentence, Sentence):
        return _plain(sentence, lang)
    if not sentence.values:
        return _constant(sentence.code, lang)
    return _filled(_pieces(sentence.code, lang), sentence.values)


@cache
def _pieces(code: str, lang: str) -> Pieces:
    entry = sentences()[code]
    return _parsed(entry.zh if lang == "zh" else entry.en, lang)


@cache
def _constant(code: str, lang: str) -> str:
    """A sentence without values; tens of thousands of rows may say the same."""
    return _filled(_pieces(code, lang), {})


def word(code: str, lang: str, /, **values: object) -> str:
    """A catalogue sentence rendered straight from its code."""
    return render(Sentence(code, values), lang)


def finding_sentence(finding: Finding, lang: str) -> str:
    """The sentence that says what is wrong."""
    entry = findings()[finding.code]
    return _fill(entry.zh if lang == "zh" else entry.en, finding.values, lang)


def finding_money(finding: Finding) -> float:
    """The largest amount of money that its sentence names; 0 where it names none."""
    amounts = [finding.values.get(name) for name in _money_names(finding.code)]
    return max((abs(float(item)) for item in amounts if isinstance(item, (int, float))), default=0.0)


@cache
def _money_names(code: str) -> tuple[str, ...]:
    fields = string.Formatter().parse(findings()[code].zh)
    return tuple(name for _, name, spec, _ in fields if name and (spec or "").startswith("money"))


def finding_remedy(finding: Finding, lang: str) -> str:
    """The sentence that says what to do about it."""
    entry = findings()[finding.code]
    return _fill(entry.remedy_zh if lang == "zh" else entry.remedy_en, finding.values, lang)


def error_sentence(code: str, values: Mapping[str, object], lang: str) -> str:
    """The one sentence of an error: code, problem, place, cause, what to do."""
    entry = errors()[code]
    return f"{code} {_fill(entry.zh if lang == 'zh' else entry.en, values, lang)}"
