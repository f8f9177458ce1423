"""One name for one customer: spellings that differ in nothing a reader sees, customer codes, and proposals."""

from __future__ import annotations

import difflib
import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from salesplan_xl.book.cells.celltext import folded, trimmed
from salesplan_xl.planning.common.customer_book import normal_name

# Names are compared with every other up to so many; in longer lists only those that begin alike.
_MANY = 4_000
# Two firms are hardly one where the shorter name is less than half of the longer or has fewer letters than this.
_PART, _LETTERS = 0.5, 4
_PERCENT, _WITHIN, _NEAREST = 100.0, 0.95, 3


@dataclass(slots=True)
class Names:
    """The names of customers in the book.

    Args:
        spelling: folded name → the name as it stands in the book.
        by_code: customer code → name.
        merged: folded name → the customer that the user said it is.
        renamed: names of the file that a code turned into the book's: file's name → book's name.
    """

    spelling: dict[str, str] = field(default_factory=dict)
    by_code: dict[str, str] = field(default_factory=dict)
    merged: dict[str, str] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)

    @staticmethod
    def of(customers: pd.DataFrame, merged: Mapping[str, str] | None = None) -> Names:
        """The names of a customer list."""
        names = Names(merged={folded(alias): name for alias, name in (merged or {}).items()})
        for name, code in zip(customers["name"].tolist(), customers["code"].tolist(), strict=True):
            if name:
                names.spelling.setdefault(folded(name), name)
                if code:
                    names.by_code.setdefault(code, name)
        return names

    def lookup(self, name: str) -> bool:
        """Whether a name is one of the book's."""
        return folded(name) in self.spelling

    def single(self, name: str, code: str | None) -> str:
        """The name under which a customer stands in the book: by its code, by a merge, by its spelling."""
        key = folded(name)
        if code and code in self.by_code and folded(self.by_code[code]) != key:
            self.renamed[name] = self.by_code[code]
            return self.by_code[code]
        if key in self.merged:
            return self.merged[key]
        return self.spelling.setdefault(key, " ".join(trimmed(name).split()))

    def column(self, names: pd.Series, codes: pd.Series | None) -> pd.Series:
        """A column of names as they stand in the book."""
        given = codes.tolist() if codes is not None else [None] * len(names)
        lookup: dict[tuple[str, str | None], str] = {}
        made: list[str | None] = []
        for name, code in zip(names.tolist(), given, strict=True):
            if not name:
                made.append(None)
                continue
            if (name, code) not in lookup:
                lookup[name, code] = self.single(name, code)
            made.append(lookup[name, code])
        return pd.Series(made, index=names.index, dtype=object)


def alike(fresh: Iterable[str], every: Iterable[str], least: float) -> list[tuple[str, str]]:
    """Pairs of names that may be one customer: a new one and another, the most alike first.

    Args:
        fresh: names just added.
        every: all names.
        least: from how alike on (0 to 1) two names are proposed.
    """
    names = {name: normal_name(name) for name in dict.fromkeys(every)}
    pairs: dict[frozenset[str], float] = {}
    for name in dict.fromkeys(fresh):
        own = names.get(name, normal_name(name))
        others = [other for other in names if other != name]
        if len(others) > _MANY:
            others = [other for other in others if names[other][:1] == own[:1]]
        for at, score in _likely(own, [names[other] for other in others], least):
            pairs.setdefault(frozenset((name, others[at])), score)
    ranked = sorted(pairs.items(), key=lambda item: -item[1])
    order = {name: at for at, name in enumerate(names)}
    return [tuple(sorted(pair, key=order.__getitem__)) for pair, _ in ranked if len(pair) == 2]  # type: ignore[misc]


def _likely(own: str, others: list[str], least: float) -> list[tuple[int, float]]:
    """Positions of names that are much like one, with how alike; a name within the other is nearly the same."""
    scores = {at: score for at, score in _ratios(own, others) if score >= least}
    for at, other in enumerate(others):
        short, long = sorted((own, other), key=len)
        if len(short) >= _LETTERS and len(short) >= _PART * len(long) and short in long:
            scores[at] = max(scores.get(at, 0.0), _WITHIN)
    return list(scores.items())


def _ratios(own: str, others: list[str]) -> Iterable[tuple[int, float]]:
    """The nearest names with their likeness; a browser lacks the quick library and takes Python's own."""
    try:
        from rapidfuzz import fuzz, process
    except ImportError:
        return [(at, difflib.SequenceMatcher(None, own, other).ratio()) for at, other in enumerate(others)]
    picked = process.extract(own, others, scorer=fuzz.ratio, limit=_NEAREST)
    return [(at, score / _PERCENT) for _, score, at in picked]


def pairs_shown(pairs: list[tuple[str, str]], most: int) -> list[str]:
    """Pairs as one text each."""
    return [f"{single} ≈ {other}" for single, other in itertools.islice(pairs, most)]
