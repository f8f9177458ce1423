"""The script a colleague would write: pandas to read and compute, openpyxl to fill the sheets and save.

It fills the same three big tables with the same number of cells, in a simplified version of the methods (no
reasons, no edits kept, nothing checked); it is a yardstick of speed, not of quality.
"""

from __future__ import annotations

import warnings
from pathlib import Path

import openpyxl
import pandas as pd

from salesplan_xl.schema.layout import BookNames, spots
from salesplan_xl.schema.types import Table
from salesplan_xl.schema.workbook import sheet_of, tables


def run(book: Path, target: Path) -> None:
    """Read, compute tiers, health, targets and quarters, write, save."""
    names = BookNames("zh", "wan")
    # openpyxl cannot keep everything in the book and says so at every load.
    warnings.simplefilter("ignore", UserWarning)
    frames = {
        key: _read(book, tables()[key], names)
        for key in ("customers", "orders", "receivables", "contacts", "visits")
    }
    result = _compute(frames)
    workbook = openpyxl.load_workbook(book)
    for key in ("health", "targets", "map"):
        _write(workbook, tables()[key], names, result)
    workbook.save(target)


def _read(book: Path, table: Table, names: BookNames) -> pd.DataFrame:
    sheet = sheet_of(table.key)
    skip = spots(sheet)[table.key].header_row - 1
    frame = pd.read_excel(book, sheet_name=sheet.label.of("zh"), skiprows=skip, engine="openpyxl")
    return frame.rename(columns={names.column_header(column): column.key for column in table.columns})


def _compute(frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    orders = frames["orders"].assign(date=lambda f: pd.to_datetime(f["date"]))
    by_year = orders.groupby(["customer", orders["date"].dt.year])["amount"].sum().unstack(fill_value=0)
    result = frames["customers"][["name"]].rename(columns={"name": "customer"}).set_index("customer")
    result["this_year"], result["last_year"] = by_year[2026], by_year[2025]
    result = result.fillna(0.0).sort_values("this_year", ascending=False)
    before = result["this_year"].cumsum().shift(fill_value=0) / result["this_year"].sum()
    result["tier"] = before.map(lambda share: "A" if share < 0.8 else "B" if share < 0.95 else "C")
    receivables = frames["receivables"]
    unpaid = receivables[receivables["paid_date"].isna()]
    result["receivable"] = unpaid.groupby("customer")["amount"].sum()
    result["contacts"] = frames["contacts"].groupby("customer")["name"].nunique()
    result["visits"] = result["tier"].map({"A": 2.0, "B": 1.0, "C": 1 / 3})
    result["expected"] = result["this_year"] * result["tier"].map({"A": 1.05, "B": 1.05, "C": 1.0})
    quarters = orders.groupby(["customer", orders["date"].dt.quarter])["amount"].sum().unstack(fill_value=0)
    shares = quarters.div(quarters.sum(axis=1), axis=0)
    for quarter in (1, 2, 3, 4):
        result[f"q{quarter}"] = (result["expected"] * shares[quarter]).round()
    return result.reset_index()


def _write(workbook: openpyxl.Workbook, table: Table, names: BookNames, result: pd.DataFrame) -> None:
    sheet = workbook[sheet_of(table.key).label.of("zh")]
    top = spots(sheet_of(table.key))[table.key].header_row + 1
    for index, column in enumerate(table.columns, start=1):
        formula = f"={column.formula.text(names, table.key)}" if column.formula else None
        values = result[column.key] if column.key in result else ["-"] * len(result)
        for row, value in enumerate(values):
            sheet.cell(top + row, index, formula or (None if pd.isna(value) else value))
    end = sheet.cell(top + len(result) - 1, len(table.columns)).coordinate
    sheet.tables[table.name].ref = f"{sheet.cell(top - 1, 1).coordinate}:{end}"
