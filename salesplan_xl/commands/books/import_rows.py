"""Puts the rows of a file into the rows of a table: what is there already is corrected, never doubled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from salesplan_xl.planning.common.customer_book import normal_name

# What makes a row of a file the same as a row of the book.
ROW_KEYS = {
    "customers": ("name",),
    "contacts": ("customer", "name"),
    "opportunities": ("customer", "project"),
    "receivables": ("invoice", "customer", "kind", "due"),
    "orders": ("date", "order_no", "customer", "line", "amount", "kind"),
    "visits": ("date", "customer", "purpose", "outcome"),
    "actions": ("customer", "action"),
    "resources": ("kind", "name"),
    "key_accounts": ("customer",),
    "judgements": ("customer", "assumption"),
    "outreach": ("date", "customer", "script"),
    "battles": ("customer", "project"),
    "attributions": ("customer", "project"),
    "insights": ("key",),
    "goals": ("level", "goal"),
    "requests": ("item",),
}
# Tables of documents: the number that names one, and what tells the lines of one document apart, the best first.
DOCUMENTS = {
    "orders": ("order_no", ("line", "amount", "date")),
    "receivables": ("invoice", ("kind", "due", "amount")),
}


@dataclass(frozen=True, slots=True)
class Merged:
    """A table with the rows of a file in it.

    Args:
        frame: its rows, those of the book first.
        added, updated, removed: how many rows came, changed, and went because their document now has fewer.
        brought: the rows that came or changed, as they now stand.
    """

    frame: pd.DataFrame
    added: int = 0
    updated: int = 0
    removed: int = 0
    brought: pd.DataFrame = field(default_factory=pd.DataFrame)


def merge(old: pd.DataFrame, new: pd.DataFrame, table: str) -> Merged:
    """The rows of a file in those of a table.

    A document (an order, an invoice) that is there already is replaced by what the file says of it, whatever changed
    in amount or date; a cell that the file leaves blank keeps what the book holds.

    Args:
        old: the table's rows, in order.
        new: the file's rows, same columns.
        table: its key.
    """
    if old.empty:
        return Merged(new.reset_index(drop=True), len(new), brought=new)
    old, new = old.reset_index(drop=True), new.reset_index(drop=True)
    if table not in DOCUMENTS:
        return _by_keys(old, new, ROW_KEYS[table])
    number, lines = DOCUMENTS[table]
    pairs, gone = _paired_documents(old, new, number, lines)
    taken = {*pairs.values(), *gone}
    rest_old = [at for at in range(len(old)) if at not in taken]
    numbered = [bool(code) for code in new[number].tolist()]
    rest_new = [at for at in range(len(new)) if at not in pairs and not numbered[at]]
    pairs |= _paired_rows(old, new, rest_old, rest_new, ROW_KEYS[table])
    return _merged(old, new, pairs, gone)


def _paired_documents(
    old: pd.DataFrame, new: pd.DataFrame, number: str, lines: Sequence[str]
) -> tuple[dict[int, int], set[int]]:
    """Row of the file → row of the book it corrects, and rows of the book that its documents no longer have."""
    standing, coming = _documents(old, number), _documents(new, number)
    pairs: dict[int, int] = {}
    gone: set[int] = set()
    for document, rows in coming.items():
        free = list(standing.get(document, ()))
        if not free:
            continue
        waiting = list(rows)
        for keys in (lines, lines[:1], lines[1:2], ()):
            waiting, free = _pair(old, new, waiting, free, keys, pairs)
        gone.update(free)
    return pairs, gone


def _documents(frame: pd.DataFrame, number: str) -> dict[tuple[str, str], list[int]]:
    """The rows of each document: a number and the customer it is for."""
    picked: dict[tuple[str, str], list[int]] = {}
    for at, (code, customer) in enumerate(
        zip(frame[number].tolist(), frame["customer"].tolist(), strict=True)
    ):
        if code:
            picked.setdefault((code, normal_name(customer or "")), []).append(at)
    return picked


def _pair(
    old: pd.DataFrame,
    new: pd.DataFrame,
    waiting: list[int],
    free: list[int],
    keys: Sequence[str],
    pairs: dict[int, int],
) -> tuple[list[int], list[int]]:
    """Pairs rows that agree in some columns; returns those that are left of both."""
    if not waiting or not free:
        return waiting, free
    left = []
    for at in waiting:
        match = next((place for place in free if _agrees(old, place, new, at, keys)), None)
        if match is None:
            left.append(at)
        else:
            pairs[at] = match
            free = [place for place in free if place != match]
    return left, free


def _agrees(old: pd.DataFrame, place: int, new: pd.DataFrame, at: int, keys: Sequence[str]) -> bool:
    return all(_cell(old, key, place) == _cell(new, key, at) for key in keys)


def _cell(frame: pd.DataFrame, key: str, at: int) -> object:
    value = frame[key].iloc[at]
    return "" if pd.isna(value) else value


def _by_keys(old: pd.DataFrame, new: pd.DataFrame, keys: tuple[str, ...]) -> Merged:
    every = _paired_rows(old, new, list(range(len(old))), list(range(len(new))), keys)
    return _merged(old, new, every, set())


def _paired_rows(
    old: pd.DataFrame, new: pd.DataFrame, rest_old: list[int], rest_new: list[int], keys: tuple[str, ...]
) -> dict[int, int]:
    """Row of the file → the same row of the book; rows that occur several times are matched one by one."""
    left, right = _row_keys(old.iloc[rest_old], keys), _row_keys(new.iloc[rest_new], keys)
    position = pd.Series(rest_old, index=left)
    at = position.reindex(right)
    matched = at.notna().to_numpy()
    return {
        row: int(place)
        for row, place, hit in zip(rest_new, at.fillna(-1).tolist(), matched, strict=True)
        if hit
    }


def _row_keys(frame: pd.DataFrame, keys: tuple[str, ...]) -> pd.MultiIndex:
    """Row keys made unique by counting repetitions, so that two equal order lines stay two."""
    part = pd.DataFrame({key: frame[key].astype(object).where(frame[key].notna(), "") for key in keys})
    part["nth"] = part.groupby(list(keys), sort=False).cumcount()
    return pd.MultiIndex.from_frame(part)


def _merged(old: pd.DataFrame, new: pd.DataFrame, pairs: dict[int, int], gone: set[int]) -> Merged:
    """Old rows with what the file fills, without those that are gone, then the new ones."""
    coming, standing = list(pairs), list(pairs.values())
    incoming = new.iloc[coming].set_axis(standing)
    before = old.loc[standing]
    differs = (incoming.notna() & (incoming != before)).any(axis=1)
    merged = old.copy()
    for column in old.columns:
        filled = incoming[column].dropna()
        merged.loc[filled.index, column] = filled
    fresh = new.drop(index=coming)
    kept = merged.drop(index=list(gone))
    changed = merged.loc[differs.index[differs.to_numpy()]]
    return Merged(
        pd.concat([kept, fresh], ignore_index=True),
        len(fresh),
        int(differs.sum()),
        len(gone),
        pd.concat([changed, fresh]),
    )
