"""The import log: one line for each file and table, with what came in."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.catalogue import render
from salesplan_xl.findings import Sentence
from salesplan_xl.planning.common.customer_book import net_amounts
from salesplan_xl.schema.types import Kind
from salesplan_xl.schema.workbook import tables

# The figure and the day that tell most about a table; of the others the first of their kind.
_AMOUNT = {"customers": "this_year", "opportunities": "amount", "orders": "amount"}
# The words for what came in, by whether there is a sum and whether there are days.
_CAME = {
    (False, False): "import.came", (True, False): "import.came_sum", (False, True): "import.came_days",
    (True, True): "import.came_sum_days",
}  # fmt: skip
_DAY = {"receivables": "due", "actions": "due", "opportunities": "sign_date", "key_accounts": "window"}


def stage_line(
    book: PlanBook,
    table: str,
    file: str,
    rows: pd.DataFrame,
    *,
    added: int,
    updated: int,
    unit: str | None,
    now: dt.datetime,
) -> str:
    """Stage one more line, let the sheet be seen, and give the number of the batch.

    Args:
        book: the open book.
        table: key of the table that was filled.
        file: name of the file.
        rows: what the file holds, in the table's columns.
        added, updated: rows that came new, and rows that changed.
        unit: money unit of the file, where the user stated it.
        now: time of the import.
    """
    lines = book.frame("imports")
    days = rows[_first(table, Kind.DATE, _DAY)] if _first(table, Kind.DATE, _DAY) else pd.Series(dtype=object)
    amount = _first(table, Kind.MONEY, _AMOUNT)
    total = rows[amount].sum(min_count=1) if amount else None
    batch = _next(lines["batch"])
    line = {
        "batch": batch,
        "when": now.strftime("%Y-%m-%d %H:%M"),
        "table": table,
        "file": file,
        "rows": float(len(rows)),
        "added": float(added),
        "updated": float(updated),
        "amount": total,
        "first_day": days.min() if days.notna().any() else pd.NaT,
        "last_day": days.max() if days.notna().any() else pd.NaT,
        "options": render(Sentence("import.unit", {"unit": unit}), book.lang) if unit else None,
    }
    fresh = pd.DataFrame([line], columns=lines.columns).astype(lines.dtypes)
    book.put("imports", pd.concat([lines, fresh], ignore_index=True), ordered=True)
    book.show("imports")
    return batch


def summary(table: str, rows: pd.DataFrame) -> Sentence:
    """The sum and the days of the rows of a file, in words."""
    day, amount = _first(table, Kind.DATE, _DAY), _first(table, Kind.MONEY, _AMOUNT)
    days = rows[day].dropna() if day else pd.Series(dtype=object)
    money = _counted(table, rows, amount) if amount else None
    code = _CAME[money is not None, bool(len(days))]
    values: dict[str, object] = {"sum": money}
    if len(days):
        values |= {"first": days.min().date(), "last": days.max().date()}
    return Sentence(code, values)


def _counted(table: str, rows: pd.DataFrame, amount: str) -> float | None:
    """The sum of what rows count for: orders net of returns, receivables as far as they are open."""
    if rows[amount].notna().sum() == 0:
        return None
    if table == "orders":
        return float(net_amounts(rows).sum())
    if table == "receivables":
        return float((rows["amount"].fillna(0.0) - rows["paid_amount"].fillna(0.0)).sum())
    return float(rows[amount].sum())


def _first(table: str, kind: Kind, chosen: dict[str, str]) -> str:
    """The column of that kind by which a table is told; empty where it has none."""
    columns = [column.key for column in tables()[table].columns if column.kind is kind]
    return chosen.get(table, columns[0] if columns else "")


def _next(batches: pd.Series) -> str:
    """The number after the highest."""
    numbers = [int(text) for text in batches.dropna().astype(str) if text.isdigit()]
    return f"{max(numbers, default=0) + 1:04d}"


def batches(book: PlanBook) -> list[dict[str, object]]:
    """The imports of a book, the oldest first."""
    lines = book.frame("imports")
    keys = ("batch", "when", "table", "file", "rows", "added", "updated", "amount")
    rows = lines[list(keys)].astype(object).where(lines[list(keys)].notna(), None)
    return [
        {**dict(zip(keys, row, strict=True)), "table": tables()[str(row[2])].label.of(book.lang)}
        for row in rows.itertuples(index=False, name=None)
    ]
