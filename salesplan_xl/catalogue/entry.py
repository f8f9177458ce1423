"""The shapes of catalogue entries."""

from __future__ import annotations

from typing import NamedTuple


class Entry(NamedTuple):
    """One sentence in both languages."""

    zh: str
    en: str


class FindingEntry(NamedTuple):
    """A finding: what is wrong and what to do, in both languages."""

    zh: str
    en: str
    remedy_zh: str
    remedy_en: str
