"""Batches: which rows each import brought, so that the same file again replaces them and a batch can be taken out."""

from __future__ import annotations

import base64
import zlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.commands.books.import_rows import DOCUMENTS, ROW_KEYS
from salesplan_xl.commands.engine.standing import standing_rows
from salesplan_xl.errors import PlanInputError
from salesplan_xl.findings import Finding, Place, Severity
from salesplan_xl.schema.workbook import tables

# A cell holds 32,767 letters.
_CELL = 30_000
_BLANK_NUMBER = -1e300
_DAYS = {"orders": "date", "receivables": "due", "visits": "date"}
# An earlier file of the same name is the same list where the new one has so much of it.
_SAME_LIST = 0.5


def fingerprints(table: str, rows: pd.DataFrame) -> npt.NDArray[np.uint64]:
    """One number a row, of what makes it the row it is."""
    plain = pd.DataFrame({key: _plain(rows[key]) for key in (*ROW_KEYS[table], *_amount(rows))})
    if plain.empty:
        return np.zeros(0, dtype=np.uint64)
    return np.asarray(pd.util.hash_pandas_object(plain, index=False), dtype=np.uint64)


def _amount(rows: pd.DataFrame) -> list[str]:
    return [key for key in ("amount", "paid_amount") if key in rows]


def _plain(column: pd.Series) -> pd.Series:
    if column.dtype.kind == "f":
        return column.fillna(_BLANK_NUMBER).round(6)
    if column.dtype.kind == "M":
        return column.astype("datetime64[ns]").astype("int64")
    return column.where(column.notna(), "").astype(str)


def kept(book: PlanBook, batch: str, table: str, rows: pd.DataFrame) -> None:
    """Stage which rows a batch brought."""
    text = base64.b85encode(zlib.compress(fingerprints(table, rows).tobytes())).decode("ascii")
    lines = book.frame("batch_rows")
    parts = [text[at : at + _CELL] for at in range(0, len(text), _CELL)] or [""]
    fresh = pd.DataFrame(
        {
            "batch": batch,
            "part": [float(number) for number in range(len(parts))],
            "rows": [f"z{part}" for part in parts],
        }
    ).astype(lines.dtypes.to_dict())
    book.put("batch_rows", pd.concat([lines, fresh], ignore_index=True), ordered=True)


def rows_of(book: PlanBook, batch: str) -> Counter[int]:
    """The fingerprints of the rows that a batch brought, with how often."""
    lines = book.frame("batch_rows")
    own = lines[lines["batch"] == batch].sort_values("part")
    text = "".join(str(part)[1:] for part in own["rows"])
    if not text:
        return Counter()
    return Counter(np.frombuffer(zlib.decompress(base64.b85decode(text)), dtype=np.uint64).tolist())


def _matching(table: str, rows: pd.DataFrame, wanted: Counter[int]) -> list[int]:
    """Positions of rows that are still as a batch brought them."""
    left = Counter(wanted)
    picked = []
    for at, mark in enumerate(fingerprints(table, rows).tolist()):
        if left[mark] > 0:
            left[mark] -= 1
            picked.append(at)
    return picked


# ── the same file again ─────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Replaced:
    """Rows of an earlier import of the same file that the new one no longer has.

    Args:
        rows: their positions.
        doubtful: the file was imported before, but is hardly the same list.
    """

    rows: tuple[int, ...] = ()
    doubtful: bool = False


def replaced_rows(
    book: PlanBook, table: str, file: str, standing: pd.DataFrame, fresh: pd.DataFrame
) -> Replaced:
    """Rows that the same file again takes the place of; rows with an order or invoice number find their own.

    Only rows without a number are looked at, and only where the new file covers the days of the earlier one.
    """
    day = _DAYS.get(table, "")
    lines = book.frame("imports")
    before = lines[(lines["table"] == table) & (lines["file"] == file)]
    if not day or standing.empty or before.empty:
        return Replaced()
    marks = sum((rows_of(book, str(batch)) for batch in before["batch"]), Counter())
    number = DOCUMENTS[table][0] if table in DOCUMENTS else ""
    earlier = [at for at in _matching(table, standing, marks) if not (number and standing[number].iloc[at])]
    days = standing[day].iloc[earlier].dropna()
    if not earlier or days.empty or fresh[day].min() > days.min() or fresh[day].max() < days.max():
        return Replaced()
    coming = Counter(fingerprints(table, fresh).tolist())
    same = set(_matching(table, standing.iloc[earlier], coming))
    gone = tuple(at for place, at in enumerate(earlier) if place not in same)
    if len(same) < _SAME_LIST * len(earlier):
        return Replaced(doubtful=True)
    return Replaced(gone)


# ── the next year's book ────────────────────────────────────────────────────────────────────────────


def carry_batches(old: PlanBook, new: PlanBook, rows: Mapping[str, pd.DataFrame]) -> None:
    """Stage in a new book which of its rows came with which import of the old one.

    Args:
        old: last year's book.
        new: the one that gets its rows, staged already.
        rows: table → the rows that go over, on the body rows of the old book.
    """
    lines = old.frame("imports")
    there = lines[lines["table"].isin(list(rows))]
    for batch, table in zip(there["batch"], there["table"], strict=True):
        standing = old.frame(table).loc[[row for row in rows[table].index if row >= 0]]
        picked = standing.index[_matching(table, standing, rows_of(old, str(batch)))]
        kept(new, str(batch), table, rows[table].loc[picked])
    if len(there):
        new.put("imports", there, ordered=True)
        new.show("imports")


# ── taking out ──────────────────────────────────────────────────────────────────────────────────────


def stage_take_out(book: PlanBook, batch: str) -> list[Finding]:
    """Take the rows of a batch out again; rows that were changed since stay, and are counted.

    Raises:
        PlanInputError: SP-216 there is no such batch.
    """
    lines = book.frame("imports")
    own = lines[lines["batch"].astype(str).str.lstrip("0") == batch.strip().lstrip("0")]
    if own.empty:
        raise PlanInputError("SP-216", batch=batch, batches=lines["batch"].dropna().astype(str).tolist())
    table, name = str(own["table"].iloc[0]), str(own["batch"].iloc[0])
    standing, wanted = standing_rows(book, table), rows_of(book, name)
    gone = set(_matching(table, standing, wanted))
    rest = standing.iloc[[at for at in range(len(standing)) if at not in gone]]
    book.put(table, rest.reset_index(drop=True), ordered=True)
    book.put("imports", lines[lines["batch"] != name], ordered=True)
    rows = book.frame("batch_rows")
    book.put("batch_rows", rows[rows["batch"] != name], ordered=True)
    values: dict[str, object] = {
        "batch": name, "file": own["file"].iloc[0], "table": tables()[table].label.of(book.lang), "count": len(gone),
        "changed": sum(wanted.values()) - len(gone),
    }  # fmt: skip
    return [Finding("F-594", Severity.NOTE, values, Place(table))]
