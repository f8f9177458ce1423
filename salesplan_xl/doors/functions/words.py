"""Words that people type into the arguments of worksheet functions, and the labels they get back."""

from __future__ import annotations

from collections.abc import Sequence

from salesplan_xl.catalogue.udf import WORDS
from salesplan_xl.doors.functions.values import ERROR_NUMBERS, CellError, bad, blank, language
from salesplan_xl.schema import choices
from salesplan_xl.schema.types import Choice


def _typed(value: object, argument: str) -> str:
    """A word as typed, without its case and outer spaces; error cells go on as they are."""
    if isinstance(value, str) and value in ERROR_NUMBERS:
        raise CellError(value)
    if not isinstance(value, str):
        raise bad("U-WORD", argument=argument)
    return value.strip().casefold()


def word_of(value: object, argument: str, keys: Sequence[str]) -> str:
    """The key a word means; the first for a blank."""
    if blank(value):
        return keys[0]
    typed = _typed(value, argument)
    for key in keys:
        if typed in WORDS[key]:
            return key
    raise bad("U-WORD", argument=argument)


def choice(value: object, argument: str, options: Sequence[Choice]) -> str | None:
    """The key of a list value by its key, label or synonym in either language; None for a blank."""
    return None if blank(value) else _chosen(value, argument, options)


def tier_of(value: object, argument: str) -> str:
    """A tier: A, B or C, also written A类."""
    return _chosen(value, argument, choices.TIERS)


def _chosen(value: object, argument: str, options: Sequence[Choice]) -> str:
    typed = _typed(value, argument)
    for option in options:
        names = (option.key, option.label.of("zh"), option.label.of("en"), *option.synonyms)
        if typed in {name.casefold() for name in names}:
            return option.key
    raise bad("U-WORD", argument=argument)


def label_of(key: str, options: Sequence[Choice]) -> str:
    """The label of a key in the language of the functions."""
    return next(option.label.of(language()) for option in options if option.key == key)
