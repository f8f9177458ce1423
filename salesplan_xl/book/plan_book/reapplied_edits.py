"""Puts the user's edits back into a freshly computed table; see ``edits.py`` for what an edit is."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from salesplan_xl.book.cells import convert
from salesplan_xl.book.cells.casting import cast_column
from salesplan_xl.book.plan_book.edits import SEPARATOR, Plain, identity_of, plain
from salesplan_xl.book.plan_book.reader import BookReader
from salesplan_xl.catalogue import render
from salesplan_xl.findings import Finding, Place, Severity
from salesplan_xl.schema.types import Column, Filled, Table

Edits = Mapping[str, Mapping[str, object]]


def frame_identities(table: Table, frame: pd.DataFrame, lang: str) -> list[str]:
    """The identity text of every row of a frame, as its cells would show it."""
    columns = [convert.to_cells(frame[key], table.column(key), lang) for key in table.identity]
    return [identity_of(row) for row in zip(*columns, strict=True)]


def baseline_of(table: Table, computed: pd.DataFrame, lang: str) -> dict[str, list[Plain]]:
    """The computed values of the edit columns: row identity → plain values."""
    columns = [convert.to_cells(computed[key], table.column(key), lang) for key in table.keys(Filled.EDIT)]
    rows = [[plain(value) for value in row] for row in zip(*columns, strict=True)]
    return dict(zip(frame_identities(table, computed, lang), rows, strict=True))


def with_edits(book: BookReader, table: Table, computed: pd.DataFrame, edits: Edits) -> pd.DataFrame:
    """The computed frame with edits put back; edited rows that are no longer computed stay, with a finding."""
    edits = _readable(book, table, edits)
    merged = _with_orphans(book, table, computed, edits)
    position = {identity: row for row, identity in enumerate(frame_identities(table, merged, book.lang))}
    for key in table.keys(Filled.EDIT):
        _put_back(table.column(key), merged, position, edits, book.unit)
    if "edited" in merged.columns:
        merged["edited"] = pd.Series(_notes(table, len(merged), position, edits, book.lang), dtype=object)
    return merged


def _readable(book: BookReader, table: Table, edits: Edits) -> Edits:
    """The edits without those that mean nothing for their column; each of these is an error finding."""
    bad: set[tuple[str, str]] = set()
    for key in table.keys(Filled.EDIT):
        cells = [(identity, row[key]) for identity, row in edits.items() if key in row]
        cast = cast_column([value for _, value in cells], table.column(key), book.unit)
        bad |= {(cells[index][0], key) for index, _ in cast.bad}
    if not bad:
        return edits
    here = book.raw_identities(table.key)
    for identity, key in sorted(bad):
        book.report_unreadable(table, table.column(key), [(here.index(identity), edits[identity][key])])
    kept = {
        identity: {key: value for key, value in row.items() if (identity, key) not in bad}
        for identity, row in edits.items()
    }
    return {identity: row for identity, row in kept.items() if row}


def _with_orphans(book: BookReader, table: Table, computed: pd.DataFrame, edits: Edits) -> pd.DataFrame:
    computed_rows = set(frame_identities(table, computed, book.lang))
    orphans = [identity for identity in edits if identity not in computed_rows]
    if not orphans:
        return computed
    here = {identity: row for row, identity in reversed(list(enumerate(book.raw_identities(table.key))))}
    rows = [here[identity] for identity in orphans]
    for row, identity in enumerate(orphans, len(computed)):
        values: dict[str, object] = {"table": table.label, "row": identity.replace(SEPARATOR, " ")}
        place = Place(table.key, row, table.identity[0])
        book.findings.append(Finding("F-004", Severity.WARNING, values, place))
    kept = book.full_frame(table.key).iloc[rows]
    return pd.concat([computed, kept[list(computed.columns)]], ignore_index=True)


def _put_back(
    column: Column, merged: pd.DataFrame, position: Mapping[str, int], edits: Edits, unit: str
) -> None:
    cells = [(position[identity], row[column.key]) for identity, row in edits.items() if column.key in row]
    if not cells:
        return
    cast = cast_column([value for _, value in cells], column, unit)
    for index, (row, _) in enumerate(cells):
        merged.loc[row, column.key] = cast.series.iloc[index]


def _notes(table: Table, rows: int, position: Mapping[str, int], edits: Edits, lang: str) -> list[str | None]:
    notes: list[str | None] = [None] * rows
    for identity, row in edits.items():
        notes[position[identity]] = render(tuple(table.column(key).label for key in row), lang)
    return notes
