"""Formula overrides, numbers the user put in place of a formula: kept, counted with, and reported.

A formula column belongs to the workbook, but what stands in it is the user's. Such a cell is left alone until
they clear it; then the formula comes back.
"""

from __future__ import annotations

from salesplan_xl.book.plan_book.reader import BookReader
from salesplan_xl.findings import Finding, Place, Severity
from salesplan_xl.schema.types import Filled
from salesplan_xl.schema.workbook import tables

MAX_NAMED = 20


def overrides_of(book: BookReader, table: str) -> dict[str, dict[int, float]]:
    """Formula column → body row as read → number that stands there instead of the formula."""
    declared, body, standing = tables()[table], book.raw_rows(table), book.place(table).columns
    headers = {key: book.names.header(table, key) for key in declared.keys(Filled.FORMULA)}
    columns = {key: standing.index(header) for key, header in headers.items() if header in standing}
    if not any(value not in ("", None) for index in columns.values() for value in body[index]):
        return {}
    formulas = book.port.formula_cells(declared.name)
    overrides = {
        key: {
            row: float(value)
            for row, value in enumerate(body[index])
            if isinstance(value, (int, float)) and (row, index) not in formulas
        }
        for key, index in columns.items()
    }
    return {key: rows for key, rows in overrides.items() if rows}


def override_findings(book: BookReader, table: str, overrides: dict[str, dict[int, float]]) -> list[Finding]:
    """One warning per cell, at most twenty of a column."""
    declared = tables()[table]
    findings = []
    for key, rows in overrides.items():
        header = book.names.column_header(declared.column(key))
        for row, number in list(rows.items())[:MAX_NAMED]:
            values: dict[str, object] = {"column": header, "value": number}
            spot = book.cell_address(table, row, key)
            place = Place(table, row, key, *spot)
            findings.append(Finding("F-007", Severity.WARNING, values, place))
    return findings
