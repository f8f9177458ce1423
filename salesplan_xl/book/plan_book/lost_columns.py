"""Columns of ours that a table has lost: deleted, or standing under a header that the user has changed.

A header is taken for ours where exactly one of ours is missing between two neighbours of ours and exactly one that is
new stands there. Which headers are new the book remembers from the last run; without that every foreign one is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from salesplan_xl.book.plan_book.edits import Baselines
from salesplan_xl.book.plan_book.remembered import headers_of
from salesplan_xl.book.port import Port, TablePlace
from salesplan_xl.errors import WorkbookError
from salesplan_xl.schema.layout import BookNames
from salesplan_xl.schema.types import Filled, Table
from salesplan_xl.schema.workbook import sheet_of, tables

Columns = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Missing columns between two neighbours of ours, and the foreign headers that stand there."""

    keys: tuple[str, ...]
    foreign: tuple[str, ...]


def missing_headers(table: Table, place: TablePlace, names: BookNames, newer: Columns) -> list[str]:
    """Keys of the columns that a table has lost."""
    wanted = [key for key in table.keys() if (table.key, key) not in newer]
    return [key for key in wanted if names.header(table.key, key) not in place.columns]


def lost_columns(
    port: Port, names: BookNames, newer: Columns, memory: Baselines, asked: Collection[str]
) -> tuple[Columns, Mapping[tuple[str, str], str]]:
    """The columns that come back, and those that only get their header back, with the header that stands there.

    Raises:
        WorkbookError: SP-311 columns that hold what the user typed, or that may be any of several.
    """
    deleted: set[tuple[str, str]] = set()
    renamed: dict[tuple[str, str], str] = {}
    for key, table in tables().items():
        place = port.tables().get(table.name)
        missing = missing_headers(table, place, names, newer) if place else []
        if place is None or not missing:
            continue
        for stretch in _stretches(table, place, names, missing):
            new = _new(stretch, headers_of(memory, key))
            if not new:
                deleted |= {(key, column) for column in stretch.keys}
            elif len(new) == len(stretch.keys) == 1:
                renamed[key, stretch.keys[0]] = new[0]
            else:
                raise _refused(table, place, names, stretch.keys, new)
        typed = [column for column in missing if (key, column) in deleted and not _comes_back(table, column)]
        if typed and sheet_of(key).key not in asked:
            raise _refused(table, place, names, typed, ())
    return frozenset(deleted), renamed


def _comes_back(table: Table, column: str) -> bool:
    """Whether a deleted column is made anew by commands: not what the user typed, nor what tells rows apart."""
    if column in table.identity or sheet_of(table.key).hidden:
        return False
    return table.column(column).filled not in (Filled.USER, Filled.IMPORT)


def _stretches(
    table: Table, place: TablePlace, names: BookNames, missing: Collection[str]
) -> Iterator[Stretch]:
    """The missing columns, those side by side together."""
    keys = [key for key in table.keys() if key in missing or names.header(table.key, key) in place.columns]
    at = {key: place.columns.index(names.header(table.key, key)) for key in keys if key not in missing}
    start = 0
    while start < len(keys):
        end = next((n for n in range(start, len(keys)) if keys[n] not in missing), len(keys))
        if end > start:
            left = at[keys[start - 1]] + 1 if start else 0
            right = at[keys[end]] if end < len(keys) else len(place.columns)
            yield Stretch(tuple(keys[start:end]), _foreign(table, place.columns[left:right], names))
        start = end + 1


def _foreign(table: Table, headers: Collection[str], names: BookNames) -> tuple[str, ...]:
    ours = {names.header(table.key, key) for key in table.keys()}
    return tuple(header for header in headers if header not in ours)


def _new(stretch: Stretch, remembered: Collection[str]) -> tuple[str, ...]:
    """The foreign headers that were not there at the last run."""
    return tuple(header for header in stretch.foreign if header not in remembered)


def _refused(
    table: Table, place: TablePlace, names: BookNames, keys: Collection[str], candidates: Collection[str]
) -> WorkbookError:
    headers = [names.header(table.key, key) for key in keys]
    if candidates:
        code, shown = "SP-329", list(candidates)
        return WorkbookError(code, sheet=place.sheet, table=table.name, columns=headers, candidates=shown)
    return WorkbookError("SP-311", sheet=place.sheet, table=table.name, columns=headers)
