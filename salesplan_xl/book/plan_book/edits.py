"""Telling the user's edits apart from computed values, and keeping them.

For every computed row with edit columns the book remembers what was computed last (its *baseline*, on a very
hidden sheet). A cell that no longer holds its baseline was changed by the user and survives the next
computation; a cell the user emptied takes the computed value again. Without a baseline a filled cell counts
as the user's, so that nothing of theirs is ever lost.
"""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

Plain = None | bool | float | str
SEPARATOR = "\x1f"
# One encoder for all rows: json.dumps would make a new one for each.
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_decode = json.JSONDecoder().raw_decode


def plain(value: object) -> Plain:
    """A cell value in the form a baseline stores: number, text, ISO date, or ``None`` for blank."""
    if type(value) is str:
        return value or None
    if value is None or value == "":
        return None
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat()[:10]
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    return value if isinstance(value, bool) else str(value)


def unchanged(current: Plain, base: Plain) -> bool:
    """Whether a cell still holds its baseline; numbers to 13 digits (a program may save fewer than 17)."""
    if isinstance(current, float) and isinstance(base, float):
        return math.isclose(current, base, rel_tol=1e-13, abs_tol=1e-12)
    return current == base


@dataclass
class Baselines:
    """The values computed last: block → row identity → one plain value per edit column."""

    blocks: dict[str, dict[str, list[Plain]]] = field(default_factory=dict)

    @classmethod
    def read(cls, rows: Iterable[tuple[object, object, object]]) -> Baselines:
        """From the rows of the system table; damaged rows are skipped (their cells then count as edits)."""
        baselines = cls()
        for block, row, values in rows:
            if isinstance(parsed := _parsed(str(values)), list):
                baselines.blocks.setdefault(str(block), {})[str(row)] = parsed
        return baselines

    def renew(
        self, block: str, columns: Sequence[str], computed: Mapping[str, list[Plain]], only: Sequence[str]
    ) -> None:
        """Take over computed values: all of them, or just those of the columns in ``only``.

        Args:
            block: table key.
            columns: its edit columns, in baseline order.
            computed: row identity → values, one per edit column.
            only: columns that are written; empty for all.
        """
        if not only:
            self.blocks[block] = dict(computed)
            return
        before, taken = self.blocks.get(block, {}), [column in only for column in columns]
        blank: list[Plain] = [None] * len(columns)
        self.blocks[block] = {
            row: [
                new if take else old
                for new, old, take in zip(values, before.get(row, blank), taken, strict=False)
            ]
            for row, values in computed.items()
        }

    def rows(self) -> tuple[list[str], list[str], list[str]]:
        """The three columns of the system table."""
        blocks: list[str] = []
        identities: list[str] = []
        values: list[str] = []
        for block, rows in self.blocks.items():
            blocks.extend([block] * len(rows))
            identities.extend(rows)
            values.extend(_encoded(list(rows.values())))
        return blocks, identities, values


def _encoded(rows: list[list[Plain]]) -> list[str]:
    """The JSON text of each row: of all in one go, unless a text in them holds what stands between two rows."""
    texts = _encode(rows)[2:-2].split("],[")
    return [f"[{text}]" for text in texts] if len(texts) == len(rows) else list(map(_encode, rows))


def _parsed(text: str) -> object:
    """A JSON text; ``None`` for a damaged one."""
    try:
        parsed, end = _decode(text)
        return parsed if end == len(text) else json.loads(text)
    except ValueError:
        return None


def find_edits(
    identities: Sequence[str],
    cells: Mapping[str, Sequence[object]],
    base: Mapping[str, Sequence[Plain]],
) -> dict[str, dict[str, object]]:
    """The cells the user changed: row identity → column → what stands there.

    Args:
        identities: one per body row; blank ones and repetitions are passed over.
        cells: edit column → raw cell values, one per body row, in the column order of the baseline.
        base: row identity → baseline values.
    """
    edits: dict[str, dict[str, object]] = {}
    earlier: set[str] = set()
    columns = list(cells)
    blank: list[Plain] = [None] * len(columns)
    for identity, row in zip(identities, zip(*cells.values(), strict=True), strict=True):
        if not identity.strip(SEPARATOR) or identity in earlier:
            continue
        earlier.add(identity)
        before = base.get(identity, blank)
        for index, value in enumerate(row):
            current = plain(value)
            if current is not None and not (index < len(before) and unchanged(current, before[index])):
                edits.setdefault(identity, {})[columns[index]] = value
    return edits


def identity_of(values: Iterable[object]) -> str:
    """The identity text of a row; whole numbers lose their ``.0``."""
    return SEPARATOR.join([_key(value) for value in values])


def _key(value: object) -> str:
    if type(value) is str:
        return value.strip()
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
