"""If lost, who? One accountable person, for accounts and actions alike (guide/accounts.md; S4)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.customers.key_accounts.vocabulary import Vocabulary, plain, spoken

_BRACKETS = re.compile(r"\([^()]*\)|（[^（）]*）|\[[^\[\]]*\]|【[^【】]*】")
_SEPARATORS = re.compile(r"[、,，;；/／|｜&＆+＋\r\n]|\sand\s", re.IGNORECASE)
# A single character before or after a joining word belongs to the name: 李和平 is one person.
_LEAST = 2


@dataclass(frozen=True, slots=True)
class Accountable:
    """The answer: one name, or why there is none.

    Args:
        people: the distinct persons named.
        groups: departments and words that name nobody.
    """

    people: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()

    @property
    def name(self) -> str | None:
        """The one name; None where nobody or several are named."""
        return self.people[0] if len(self.people) == 1 else None

    @property
    def words(self) -> Sentence:
        """If it is lost, who answers."""
        if self.name:
            return Sentence("accounts.answer", {"name": self.name})
        if self.people:
            return Sentence("accounts.answer_several", {"count": len(self.people)})
        if self.groups:
            return Sentence("accounts.answer_group", {"group": self.groups[0]})
        return Sentence("accounts.answer_nobody")


def accountable(text: object, words: Vocabulary) -> Accountable:
    """The persons in an owner's cell: 林晓东(陈静协助) is one, 林晓东、陈静 are two, 技术部 is none.

    Source: guide/accounts.md; article S4 (one person answers for the result).
    """
    parts = dict.fromkeys(_parts(_BRACKETS.sub(" ", spoken(text)), words.joiners))
    people = tuple(part for part in parts if not _names_nobody(part, words))
    return Accountable(people, tuple(part for part in parts if part not in people))


def _parts(text: str, joiners: tuple[str, ...]) -> Iterator[str]:
    for part in _SEPARATORS.split(text):
        for name in _unjoined(part.strip(), joiners):
            if plain(name):
                yield " ".join(name.split())


def _unjoined(text: str, joiners: tuple[str, ...]) -> list[str]:
    """A text split at joining words with at least two characters on both sides."""
    for at in range(_LEAST, len(text) - _LEAST):
        left, right = text[:at].strip(), text[at + 1 :].strip()
        if text[at] in joiners and min(len(left), len(right)) >= _LEAST:
            return [left, *_unjoined(right, joiners)]
    return [text]


def _names_nobody(part: str, words: Vocabulary) -> bool:
    text = plain(part)
    return text in words.nobody or text.endswith(words.groups)
