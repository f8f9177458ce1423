"""The texts of the copy: only those that a kept cell shows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from salesplan_xl.book.sanitize.redaction import Redaction
from salesplan_xl.book.sanitize.xmlsafe import HEAD, MAIN, children, parsed, written
from salesplan_xl.book.xlsx.structure import Structure
from salesplan_xl.book.xlsx.values import cell_text, stored_text
from salesplan_xl.book.xlsx.xmltext import clean, element_pattern, unescape

_ITEM = element_pattern("si")
_PLAIN = re.compile(r"\s*<(?:[\w.-]+:)?t(?:\s[^>]*)?>([^<]*)</(?:[\w.-]+:)?t\s*>\s*")


class Strings:
    """Gives every text of a kept cell its number in the copy.

    Args:
        items: the inner XML of the source's shared texts.
        namespaces: attributes of their root, which bind the prefixes used in them.
        redaction: names that may occur nowhere.
    """

    def __init__(self, items: Sequence[str], namespaces: str, redaction: Redaction) -> None:
        self.items, self.namespaces, self.redaction = items, namespaces, redaction
        self._numbers: dict[str, int] = {}
        self._shared: dict[int, int] = {}

    @classmethod
    def of(cls, structure: Structure, redaction: Redaction) -> Strings:
        """The shared texts of a workbook."""
        parts = [relation.part for relation in structure.relations if relation.kind == "sharedStrings"]
        if not parts:
            return cls((), "", redaction)
        text = clean(structure.container.read(parts[0]), structure.file, parts[0])
        root = re.search(r"<(?:[\w.-]+:)?sst(\s[^>]*?)?/?>", text)
        spaces = " ".join(
            re.findall(r"""xmlns(?::[\w.-]+)?\s*=\s*(?:"[^"]*"|'[^']*')""", root[0] if root else "")
        )
        return cls([match[3] or "" for match in _ITEM.finditer(text)], spaces, redaction)

    def shared(self, index: int) -> int | None:
        """The number in the copy of a shared text of the source; None when there is none such."""
        if index not in self._shared:
            if not 0 <= index < len(self.items):
                return None
            self._shared[index] = self.rich(self.items[index], self.namespaces)
        return self._shared[index]

    def text(self, index: int) -> str:
        """The plain text of a shared text of the source."""
        return _read(self.items[index], self.namespaces)[0] if 0 <= index < len(self.items) else ""

    def rich(self, inner: str, namespaces: str) -> int:
        """The number of a text given as XML, perhaps in runs of several formats."""
        text, runs = _read(inner, namespaces)
        cleaned = self.redaction.without(text)
        return self._number(runs or _plain(text) if cleaned == text else _plain(cleaned))

    def plain(self, text: str) -> int:
        """The number of a plain text."""
        return self._number(_plain(self.redaction.without(text)))

    def _number(self, xml: str) -> int:
        return self._numbers.setdefault(xml, len(self._numbers))

    @property
    def unused(self) -> int:
        """Number of the source's shared texts that no kept cell shows."""
        return len(self.items) - len(self._shared)

    def __len__(self) -> int:
        return len(self._numbers)

    def part(self) -> str:
        """The part with all texts."""
        body = "".join(f"<si>{xml}</si>" for xml in self._numbers)
        return f'{HEAD}<sst xmlns="{MAIN}" uniqueCount="{len(self._numbers)}">{body}</sst>'


def _plain(text: str) -> str:
    keep = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    return f"<t{keep}>{cell_text(text)}</t>"


def _read(inner: str, namespaces: str) -> tuple[str, str]:
    """The plain text, and its XML when it has several formats (phonetic runs left out)."""
    simple = _PLAIN.fullmatch(inner)
    if simple:
        return stored_text(unescape(simple[1])), ""
    item = parsed(f"<si {namespaces}>{inner}</si>")
    runs = children(item, "r")
    text = "".join(t.text or "" for part in (item, *runs) for t in children(part, "t"))
    rich = "".join(written(run) for run in runs)
    return stored_text(text), rich
