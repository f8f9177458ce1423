"""Import: exports of the ERP or CRM go into the input tables, matched by header name and by row.

Rows already in the book are updated where the file says something; blank cells in the file never erase
anything, and order or visit rows that are there already are not added twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from salesplan_xl.book.importing.guess import guess_tables
from salesplan_xl.book.importing.imports import read_import
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.commands.books import import_log
from salesplan_xl.errors import PlanInputError
from salesplan_xl.findings import Finding, Place, Severity
from salesplan_xl.planning.common.customer_book import normal_name
from salesplan_xl.schema.workbook import tables

# What makes a row of a file the same as a row of the book.
ROW_KEYS = {
    "customers": ("name",),
    "contacts": ("customer", "name"),
    "opportunities": ("customer", "project"),
    "receivables": ("invoice", "customer", "kind", "due"),
    "orders": ("date", "order_no", "customer", "line", "amount", "kind"),
    "visits": ("date", "customer", "purpose", "outcome"),
    "actions": ("customer", "action"),
    "outreach": ("date", "customer", "script"),
}


def stage_import(
    book: PlanBook,
    files: Mapping[str, Path],
    unit_of_file: str | None = None,
    encoding: str | None = None,
    *,
    now: dt.datetime | None = None,
) -> list[Finding]:
    """Read the files and stage the merged tables, with a line in the import log for each.

    Args:
        book: the open book.
        files: table key → file.
        unit_of_file: ``wan`` or ``yuan`` where the user states it; otherwise the headers decide.
        encoding: of text files where the user states it; otherwise each file's content decides.
        now: time for the import log; without it nothing is noted there.

    Returns:
        what was added, updated, and not understood.

    Raises:
        PlanInputError: SP-212 no file named; SP-210, SP-211, SP-213 a file that does not fit.
        WorkbookError: SP-301 … SP-309 a file that cannot be read.
    """
    if not files:
        raise PlanInputError("SP-212")
    findings: list[Finding] = []
    names: list[str] = []
    for key in (key for key in ROW_KEYS if key in files):
        result = read_import(files[key], tables()[key], book.unit, book.lang, unit_of_file, encoding)
        findings.extend(result.findings)
        merged, added, updated = merge_rows(standing_rows(book, key), result.frame, ROW_KEYS[key])
        book.put(key, merged, ordered=True)
        book.show(key)
        if now is not None and added + updated:
            import_log.stage_line(
                book,
                key,
                files[key].name,
                result.frame,
                added=added,
                updated=updated,
                unit=unit_of_file,
                now=now,
            )
        label = tables()[key].label.of(book.lang)
        values: dict[str, object] = {
            "table": label,
            "file": files[key].name,
            "added": added,
            "updated": updated,
            "same": len(result.frame) - added - updated,
        }
        findings.append(Finding("F-590", Severity.NOTE, values))
        if key != "customers":
            names.extend(
                result.frame["customer"].dropna().tolist() if key in ("orders", "receivables") else []
            )
    return findings + _add_customers(book, names)


def standing_rows(book: PlanBook, table: str) -> pd.DataFrame:
    """A table's rows as they stand, blank ones in between too.

    Otherwise the rows below would slip up beside other customers' notes, colours and extra columns.
    """
    filled = book.frame(table)
    if book.is_staged(table) or filled.empty:
        return filled.reset_index(drop=True)
    return book.full_frame(table).loc[: filled.index[-1]]


def merge_rows(old: pd.DataFrame, new: pd.DataFrame, keys: tuple[str, ...]) -> tuple[pd.DataFrame, int, int]:
    """Put file rows into table rows.

    Args:
        old: the table's rows, in order.
        new: the file's rows, same columns.
        keys: columns that make two rows the same; rows that occur several times are matched one by one.

    Returns:
        merged rows (old ones first), number added, number updated.
    """
    if old.empty:
        return new.reset_index(drop=True), len(new), 0
    old, new = old.reset_index(drop=True), new.reset_index(drop=True)
    left, right = _row_keys(old, keys), _row_keys(new, keys)
    position = pd.Series(old.index, index=left)
    at = position.reindex(right)
    matched = at.notna().to_numpy()
    rows = at[matched].astype(int).to_numpy()
    incoming = new[matched].set_axis(rows)
    before = old.loc[rows]
    differs = (incoming.notna() & (incoming != before)).any(axis=1)
    merged = old.copy()
    for column in old.columns:
        filled = incoming[column].dropna()
        merged.loc[filled.index, column] = filled
    fresh = new[~matched]
    return pd.concat([merged, fresh], ignore_index=True), len(fresh), int(differs.sum())


def _row_keys(frame: pd.DataFrame, keys: tuple[str, ...]) -> pd.MultiIndex:
    """Row keys made unique by counting repetitions, so that two equal order lines stay two."""
    part = pd.DataFrame({key: frame[key].astype(object).where(frame[key].notna(), "") for key in keys})
    part["nth"] = part.groupby(list(keys), sort=False).cumcount()
    return pd.MultiIndex.from_frame(part)


def _add_customers(book: PlanBook, names: list[str]) -> list[Finding]:
    """Customers that orders or receivables name and the list lacks are added to it."""
    present = standing_rows(book, "customers")
    listed = set(present["name"].dropna())
    missing = [name for name in dict.fromkeys(names) if name not in listed]
    if not missing:
        return []
    fresh = pd.DataFrame({"name": pd.Series(missing, dtype=object)}).reindex(columns=present.columns)
    book.put("customers", pd.concat([present, fresh.astype(present.dtypes)], ignore_index=True), ordered=True)
    alike = {normal_name(name) for name in listed}
    findings = [
        Finding("F-591", Severity.NOTE, {"count": len(missing), "names": missing[:5]}, Place("customers"))
    ]
    doubtful = [name for name in missing if normal_name(name) in alike]
    if doubtful:
        values: dict[str, object] = {"count": len(doubtful), "names": doubtful[:5]}
        findings.append(Finding("F-592", Severity.WARNING, values, Place("customers")))
    return findings


def stage_files(book: PlanBook, paths: Sequence[Path], *, now: dt.datetime | None = None) -> list[Finding]:
    """Import files whose headers tell what they hold; see ``stage_import``.

    Raises:
        PlanInputError: SP-214 a file that fits no table; see ``stage_import`` for the rest.
    """
    if not paths:
        raise PlanInputError("SP-212")
    files = [(path, key) for path in paths for key in guess_tables(path, tuple(ROW_KEYS))]
    in_order = sorted(files, key=lambda item: list(ROW_KEYS).index(item[1]))
    return [finding for path, key in in_order for finding in stage_import(book, {key: path}, now=now)]
