"""The words of exports, read from ``vocabulary``: which headers mean which column, which values mean what."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from salesplan_xl.book.cells.celltext import folded
from salesplan_xl.book.importing.header_text import header_key, simplified
from salesplan_xl.schema.types import Column, Filled
from salesplan_xl.schema.workbook import tables

ANY, OTHER = "any", "other"
# The tables that files fill.
TABLES = (
    "customers", "orders", "receivables", "contacts", "opportunities", "visits", "actions", "resources", "key_accounts",
    "judgements", "outreach", "battles", "attributions", "insights", "goals", "requests",
)  # fmt: skip
# What may stand before a word so that it says the contrary.
_NEGATIONS = ("未", "非", "不", "没有", "无", "部分", "not", "un", "non", "never", "no", "partially", "part")
# Keys whose words hold whatever stands before them: an unpaid order counts as a paid one does.
_PLAIN_KEYS = ("counts", "order", "open")
# A contact stands for the customer only where nothing better does.
_LATER = 500
# Only tables that deal in them have these columns.
_SHARED = {
    "customer": (
        "orders", "receivables", "contacts", "opportunities", "visits", "actions", "key_accounts", "judgements",
        "outreach", "battles", "attributions",
    ),
    "code": ("orders", "receivables", "contacts", "opportunities", "visits"),
    "owner": ("orders", "customers", "opportunities", "actions", "key_accounts"),
    "status": ("orders", "receivables"),
    "cancelled_on": ("orders", "receivables"),
    "is_void": ("orders", "receivables", "opportunities"),
    "is_valid": ("orders", "receivables"),
    "money_unit": ("orders", "receivables", "opportunities"),
    "remarks": ("orders", "receivables"),
    "currency": ("orders", "receivables", "opportunities"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Meaning:
    """A column that a header can mean, the better the lower the rank; ``OTHER`` is none of ours."""

    field: str
    rank: int


@cache
def _loaded(name: str) -> dict[str, dict[str, dict[str, list[str]]]]:
    text = resources.files("salesplan_xl.book.importing.vocabulary").joinpath(f"{name}.toml").read_bytes()
    return tomllib.loads(text.decode("utf-8"))


def brought(table: str) -> tuple[Column, ...]:
    """The columns of a table that files may bring: those that people fill."""
    return tuple(column for column in tables()[table].columns if column.filled is not Filled.COMPUTED)


@cache
def header_words(table: str) -> dict[str, tuple[Meaning, ...]]:
    """Every header of a table in its compared form, and what it can mean, best first.

    Our own names of a column come before all others.
    """
    meanings: dict[str, dict[str, int]] = {}
    for column in brought(table):
        for word in (column.label.zh, column.label.en, column.key):
            meanings.setdefault(header_key(word), {})[column.key] = -1
    for field, words in _fields(table):
        for rank, word in words:
            ranks = meanings.setdefault(header_key(word), {})
            ranks[field] = min(rank, ranks.get(field, rank))
    return {key: _best_first(ranks) for key, ranks in meanings.items()}


def _fields(table: str) -> Iterable[tuple[str, list[tuple[int, str]]]]:
    """The words of each column of a table with their ranks; languages stand side by side."""
    own, shared = _loaded("columns").get(table, {}), _loaded("columns")[ANY]
    for field, languages in [*own.items(), *shared.items()]:
        if languages is shared.get(field) and not _has(table, field):
            continue
        start = _LATER if field == "customer" and languages is own.get(field) else 0
        name = "name" if (field == "customer" and table == "customers") else field
        yield name, [(rank, word) for words in languages.values() for rank, word in enumerate(words, start)]


def _has(table: str, field: str) -> bool:
    if field == OTHER or (field in ("customer", "code") and table == "customers"):
        return True
    return table in _SHARED[field]


def _best_first(ranks: dict[str, int]) -> tuple[Meaning, ...]:
    """The meanings of a header, best first; a word of the table itself is never «something else» as well."""
    ours = {field: rank for field, rank in ranks.items() if field != OTHER}
    if not ours or (OTHER in ranks and min(ours.values()) > 0):
        ours = ranks
    return tuple(Meaning(field, rank) for field, rank in sorted(ours.items(), key=lambda item: item[1]))


@cache
def own_words(table: str, field: str) -> tuple[str, ...]:
    """The words of one column in their compared form, best first."""
    return tuple(
        key for key, meanings in header_words(table).items() if any(item.field == field for item in meanings)
    )


def recognised(row: Iterable[object]) -> int:
    """The number of cells of a row that are headers of an input table, whichever."""
    headers = _every_header()
    return sum(isinstance(cell, str) and bool(cell) and header_key(cell) in headers for cell in row)


def header_row(rows: Sequence[Sequence[object]]) -> int | None:
    """The first of the rows with most headers of ours; ``None`` where no row has two."""
    counts = [recognised(row) for row in rows]
    most = max(counts, default=0)
    return counts.index(most) if most > 1 else None


@cache
def _every_header() -> frozenset[str]:
    return frozenset(key for table in TABLES for key in header_words(table))


def compared(text: object) -> str:
    """The form in which words of cells are compared."""
    return simplified(folded(str(text)))


@cache
def meaning(group: str, text: str) -> str | None:
    """The key of a group of values (``status``, ``kind``, ``stage`` …) that a cell means; ``None`` where none fits.

    The whole cell decides before a part of it; a part does not count behind a word that denies it.
    """
    plain = compared(text)
    listed = _loaded("values")[group]
    for key, words in listed.items():
        if plain in {compared(word) for word in words.get("whole", ())}:
            return key
    for key, words in listed.items():
        deny = () if key in _PLAIN_KEYS else _NEGATIONS
        if any(_stands(plain, compared(word), deny) for word in words.get("part", ())):
            return key
    return None


def _stands(text: str, word: str, deny: tuple[str, ...]) -> bool:
    at = text.find(word)
    return at >= 0 and (not deny or word.startswith(deny) or not text[:at].endswith(deny))


@cache
def phrases(group: str, key: str) -> tuple[str, ...]:
    """The words of a group that is no list of values, in plain simplified lower case."""
    return tuple(simplified(word.casefold()) for word in _loaded("values")[group][key]["words"])
