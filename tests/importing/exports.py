"""Exports written by tests, and what an import makes of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl

from salesplan_xl.book.importing.imports import ImportResult, read_import
from salesplan_xl.book.importing.questions import Answers
from salesplan_xl.book.importing.reading import BookFacts
from salesplan_xl.planning.common.customer_book import net_amounts
from salesplan_xl.schema.workbook import tables

ALDER, BIRCH, CEDAR = "Alder Pump Works", "Birch Valve Co", "Cedar Motion Ltd"
Rows = list[list[object]]


def write(folder: Path, text: str | bytes, encoding: str = "utf-8", name: str = "export.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path


def book(
    folder: Path, sheets: Mapping[str, Rows], after: Callable[[openpyxl.Workbook], None] | None = None
) -> Path:
    file = openpyxl.Workbook()
    file.remove(file.active)
    for name, rows in sheets.items():
        page = file.create_sheet(name)
        for row in rows:
            page.append(row)
    if after:
        after(file)
    path = folder / "export.xlsx"
    file.save(path)
    return path


def read(path: Path, table: str = "orders", unit: str = "yuan", **said: object) -> ImportResult:
    return read_import(path, tables()[table], BookFacts(unit, "en", 2026), Answers(**said))  # type: ignore[arg-type]


def asked(result: ImportResult) -> list[str]:
    return [question.kind for question in result.questions]


def net(result: ImportResult) -> float:
    assert asked(result) == []
    assert [finding for finding in result.findings if finding.severity.value == "error"] == []
    return round(float(net_amounts(result.frame).sum()), 2)


def codes(result: ImportResult) -> set[str]:
    return {finding.code for finding in result.findings}
