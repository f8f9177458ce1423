"""Speed and memory of an import: a long CSV beside pandas, a workbook beside calamine alone."""

from __future__ import annotations

import datetime as dt
import io
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import xlsxwriter
from python_calamine import CalamineWorkbook

from salesplan_xl.book.importing.imports import read_import
from salesplan_xl.book.importing.reading import BookFacts
from salesplan_xl.schema import inputs

CSV_ROWS, XLSX_ROWS, CUSTOMERS, LINES = 100_000, 15_000, 900, 7
HEADERS = ("Order Date", "Order No", "Customer", "Product line", "Amount", "Status")
_FIRST_DAY = dt.date(2026, 1, 1)


def measure_imports(repeat: int = 3) -> dict[str, float]:
    """Seconds of the best of some tries, ratios, and the peak of memory in sizes of the file."""
    with tempfile.TemporaryDirectory() as folder:
        csv, book = Path(folder, "orders.csv"), Path(folder, "orders.xlsx")
        csv.write_text(_csv(), encoding="utf-8")
        book.write_bytes(_xlsx())
        pandas = _best(lambda: pd.read_csv(csv), repeat)
        text = _best(lambda: _read(csv), repeat)
        calamine = _best(
            lambda: CalamineWorkbook.from_path(str(book)).get_sheet_by_index(0).to_python(), repeat
        )
        sheet = _best(lambda: _read(book), repeat)
        return {
            "csv_rows": CSV_ROWS, "csv_pandas_seconds": pandas, "csv_seconds": text, "csv_ratio": text / pandas,
            "csv_memory_times_file": _peak(csv) / csv.stat().st_size,
            "xlsx_rows": XLSX_ROWS, "xlsx_calamine_seconds": calamine, "xlsx_seconds": sheet,
            "xlsx_ratio": sheet / calamine,
        }  # fmt: skip


def _row(number: int) -> tuple[dt.date, str, str, str, float, str]:
    day = _FIRST_DAY + dt.timedelta(days=number % 365)
    amount = (number * 7919 % 999_983) / 100
    return (
        day,
        f"SO{number:07}",
        f"Customer number {number % CUSTOMERS} Ltd",
        f"Line {number % LINES}",
        amount,
        "Shipped",
    )


def _csv() -> str:
    rows = (",".join(map(str, _row(number))) for number in range(CSV_ROWS))
    return "\n".join((",".join(HEADERS), *rows)) + "\n"


def _xlsx() -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("Orders")
    for at, row in enumerate((HEADERS, *map(_row, range(XLSX_ROWS)))):
        sheet.write_row(at, 0, row)
    book.close()
    return stream.getvalue()


def _read(path: Path) -> None:
    rows = len(read_import(path, inputs.ORDERS, BookFacts("yuan")).frame)
    if rows not in (CSV_ROWS, XLSX_ROWS):
        raise ValueError(rows)


def _best(work: Callable[[], object], repeat: int) -> float:
    times = []
    for _ in range(repeat):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return min(times)


def _peak(path: Path) -> int:
    tracemalloc.start()
    try:
        _read(path)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
