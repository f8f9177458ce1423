"""Two ways of saying the same bottleneck (guide/accounts.md; S4)."""

from __future__ import annotations

from collections.abc import Iterable

from salesplan_xl.planning.customers.key_accounts.vocabulary import Vocabulary, plain, spoken


def same_bottleneck(first: object, second: object, words: Vocabulary, people: Iterable[str] = ()) -> bool:
    """Whether two texts name the same bottleneck; nothing is the same as a blank.

    Without spaces and marks they are equal or one holds the other, or both name the same layer of the decision
    chain, or the same contact.

    Args:
        first, second: as typed.
        words: the words for each layer.
        people: names of the contacts.
    """
    text, other = plain(spoken(first)), plain(spoken(second))
    if not text or not other:
        return False
    if text in other or other in text:
        return True
    layers = words.layers_in(text)
    if layers and layers & words.layers_in(other):
        return True
    return any(name in text and name in other for name in map(plain, people) if name)
