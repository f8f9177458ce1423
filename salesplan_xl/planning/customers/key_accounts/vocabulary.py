"""The words that people type, in the form in which they are compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

_MARKS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Vocabulary:
    """Words with a meaning of their own; the schema holds them, in both languages.

    Args:
        nobody: said of a person: everybody and no one; as ``plain`` gives them.
        groups: endings of words that name a department.
        joiners: words that join two names.
        no_need, needless: said of resources: nothing is needed; and how such a text may begin.
        not_granted: said of what was granted: nothing yet.
        layers: words for each layer of the decision chain.
    """

    nobody: frozenset[str]
    groups: tuple[str, ...]
    joiners: tuple[str, ...]
    no_need: frozenset[str]
    needless: tuple[str, ...]
    not_granted: frozenset[str]
    layers: Mapping[str, tuple[str, ...]]

    def layers_in(self, text: str) -> set[str]:
        """The layers that a text names."""
        words = plain(text)
        return {layer for layer, names in self._plain_layers.items() if any(name in words for name in names)}

    @cached_property
    def _plain_layers(self) -> dict[str, list[str]]:
        return {layer: [plain(name) for name in names] for layer, names in self.layers.items()}


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """A text without case, spaces and marks, full and half width alike."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", text).casefold())


def spoken(text: object) -> str:
    """A cell's text; empty where it holds none."""
    return text.strip() if isinstance(text, str) else ""
