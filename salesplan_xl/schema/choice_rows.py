"""Closed lists written as rows of key, both labels and further words."""

from __future__ import annotations

from salesplan_xl.schema.types import Choice, Label


def choices_of(*rows: tuple[str, str, str, tuple[str, ...]]) -> tuple[Choice, ...]:
    """The values of a list: key, Chinese and English label, words that imports understand."""
    return tuple(Choice(key, Label(zh, en), synonyms) for key, zh, en, synonyms in rows)
