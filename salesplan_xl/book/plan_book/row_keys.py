"""Keys by which rows are recognised whose cells change with every figure, such as findings.

Whoever stages such rows gives each a key of what it is about. The baseline remembers that key for every row as it
is shown; both as check sums, so that no customer's name stands in a copy that must not hold it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from salesplan_xl.book.plan_book.edits import Plain

Shown = Mapping[str, str]


def key_block(table: str) -> str:
    """The baseline's block for the keys of a table."""
    return f"{table} rows"


def check_sum(text: str) -> str:
    """A short sum of a text."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def remembered(
    block: Mapping[str, Sequence[Plain]], identities: Sequence[str], keys: Sequence[str]
) -> dict[str, str]:
    """Key by shown row, both as sums: what the baseline remembers, and what fresh rows show.

    Args:
        block: the baseline of the table.
        identities: of the fresh rows, as they will be shown.
        keys: of the fresh rows, as sums.
    """
    before = {row: str(values[0]) for row, values in block.items() if values}
    return dict(zip(map(check_sum, identities), keys, strict=True)) | before


def new_block(shown: Shown, fresh: Iterable[str], standing: Iterable[str]) -> dict[str, list[Plain]]:
    """The baseline to keep: of fresh rows, and of those that stand now, whose notes may outlive them."""
    rows = dict.fromkeys(map(check_sum, (*fresh, *standing)))
    return {row: [shown[row]] for row in rows if row in shown}


def recognised(shown: Shown, identities: Sequence[str]) -> list[str]:
    """Keys by which rows are recognised: the key of what they show, else what they show."""
    return [shown.get(check_sum(text), text) for text in identities] if shown else list(identities)
