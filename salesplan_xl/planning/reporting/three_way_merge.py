"""Bringing copies of one list together again: what was handed out, what stands here, what came back.

A value that only one side changed is taken; one that two sides changed differently is nobody's to decide here.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

Value = None | bool | float | str
Row = tuple[Value, ...]
# Twelve digits: a program may save fewer than seventeen, and no plan has more of its own.
_DIGITS = 12
# A row of which more than half is still the same is the same row, typed over.
_ALIKE = 0.5


class Verdict(StrEnum):
    """The decision on one value: nobody changed it, it is here already, it is taken, or somebody must decide."""

    UNCHANGED = "unchanged"
    SAME = "same"
    TAKEN = "taken"
    CONFLICT = "conflict"


@dataclass(frozen=True)
class Match:
    """Rows of a later list against those of an earlier one: pairs by position, new rows, rows that are gone."""

    pairs: dict[int, int]
    added: list[int]
    gone: list[int]


def canon(value: Value) -> Value:
    """A value in the one spelling in which equal values are equal: numbers to twelve digits, texts trimmed."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, float):
        return float(f"{value:.{_DIGITS}g}") + 0.0
    return value.strip() or None


def resolve(base: Value, here: Value, said: Mapping[str, Value]) -> tuple[Verdict, Value]:
    """Three-way decision on one value.

    Args:
        base: as handed out.
        here: as it stands in the team's book now.
        said: as it came back, by who sent it.

    Returns:
        the verdict, and the value that stands afterwards (``here`` unless taken).
    """
    changed = {value for value in said.values() if value != base}
    if not changed:
        return Verdict.UNCHANGED, here
    if len(changed) > 1 or here not in (base, *changed):
        return Verdict.CONFLICT, here
    (value,) = changed
    return (Verdict.SAME, here) if here == value else (Verdict.TAKEN, value)


def match_rows(before: Sequence[Row], now: Sequence[Row], keys: Sequence[Sequence[int]], group: int) -> Match:
    """Find every earlier row again: as it was, by its key, by a weaker key, at last by what it still has.

    Rows that occur several times are matched one by one, so that two equal order lines stay two.

    Args:
        before, now: rows of the same columns.
        keys: column positions that make two rows the same, strongest first.
        group: column within which rows may be alike (the customer).

    Returns:
        pairs (earlier position → later position), added and gone positions.
    """
    pairs: dict[int, int] = {}
    old, new = set(range(len(before))), set(range(len(now)))
    for columns in (range(len(before[0]) if before else 0), *keys):
        pairs_here = _equal(before, now, sorted(old), sorted(new), tuple(columns))
        pairs |= pairs_here
        old -= pairs_here.keys()
        new -= set(pairs_here.values())
    pairs_here = _alike(before, now, sorted(old), sorted(new), group)
    pairs |= pairs_here
    return Match(pairs, sorted(new - set(pairs_here.values())), sorted(old - pairs_here.keys()))


def _equal(
    before: Sequence[Row], now: Sequence[Row], old: Iterable[int], new: Iterable[int], columns: Sequence[int]
) -> dict[int, int]:
    """Pairs of rows equal in these columns, none of which may be blank throughout."""
    waiting: dict[Hashable, deque[int]] = defaultdict(deque)
    for at in new:
        waiting[tuple(now[at][column] for column in columns)].append(at)
    pairs = {}
    for at in old:
        key = tuple(before[at][column] for column in columns)
        if waiting.get(key) and any(value is not None for value in key):
            pairs[at] = waiting[key].popleft()
    return pairs


def _alike(
    before: Sequence[Row], now: Sequence[Row], old: Sequence[int], new: Sequence[int], group: int
) -> dict[int, int]:
    """Pairs of rows of one group that share more than half of what they hold, the most alike first."""
    peers: dict[Value, list[int]] = defaultdict(list)
    for at in new:
        peers[now[at][group]].append(at)
    scored = [
        (-likeness, left, right)
        for left in old
        for right in peers[before[left][group]]
        if (likeness := _likeness(before[left], now[right])) > _ALIKE
    ]
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, left, right in sorted(scored):
        if left not in pairs and right not in taken:
            pairs[left] = right
            taken.add(right)
    return pairs


def _likeness(left: Row, right: Row) -> float:
    filled = [(a, b) for a, b in zip(left, right, strict=True) if a is not None or b is not None]
    return sum(a == b for a, b in filled) / len(filled) if filled else 0.0
