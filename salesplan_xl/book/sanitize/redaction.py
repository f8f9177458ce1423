"""Redaction: names that may occur nowhere in a copy are taken out of its texts."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from salesplan_xl.book.xlsx.values import stored_text
from salesplan_xl.book.xlsx.xmltext import unescape

_KEY = 2


class Redaction:
    """Takes banned names out of texts.

    Args:
        banned: names that may occur nowhere; blank ones and single characters are passed over.
        kept: names that stay although a banned one is a part of them.
        instead: what stands where a name was.
    """

    def __init__(self, banned: Collection[str] = (), kept: Collection[str] = (), instead: str = "…") -> None:
        stays = {_folded(name.strip()) for name in kept if len(name.strip()) >= _KEY}
        goes = {_folded(name.strip()) for name in banned if len(name.strip()) >= _KEY} - stays
        self.instead, self._goes = instead, goes
        # Names by their first characters, longest first: a kept name wins over a banned one inside it.
        self._index: dict[str, list[str]] = {}
        for name in sorted(goes | stays, key=lambda name: (-len(name), name)):
            self._index.setdefault(name[:_KEY], []).append(name)

    def __bool__(self) -> bool:
        return bool(self._goes)

    def _matches(self, text: str) -> Iterator[tuple[int, int]]:
        """Places of banned names: first character and the one after the last."""
        folded, at = _folded(text), 0
        while at < len(folded) - 1:
            names = self._index.get(folded[at : at + _KEY], ())
            name = next((name for name in names if folded.startswith(name, at)), None)
            if name is not None and name in self._goes:
                yield at, at + len(name)
            at += len(name) if name else 1

    def without(self, text: str) -> str:
        """The text with every banned name replaced."""
        if not self._goes or not text:
            return text
        out, last = [], 0
        for start, end in self._matches(text):
            out += [text[last:start], self.instead]
            last = end
        return "".join([*out, text[last:]]) if out else text

    def first_in(self, text: str) -> str:
        """A banned name the text holds, read as plain text or as XML; empty when there is none."""
        if not self._goes:
            return ""
        plain = stored_text(unescape(text))
        for spelling in (text, plain) if plain != text else (text,):
            for start, end in self._matches(spelling):
                return spelling[start:end]
        return ""


def _folded(text: str) -> str:
    """Capitals do not matter, as long as no character changes its place."""
    lower = text.lower()
    return lower if len(lower) == len(text) else text
