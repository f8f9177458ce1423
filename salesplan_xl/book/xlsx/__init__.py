"""The only code that knows the .xlsx file format.

What lives here: checking, reading, changing and saving workbook files part by part. What may not: anything
that knows what the tables mean. ``XlsxFile`` is the door; what a file can do wrong is a ``WorkbookError``.
"""

from __future__ import annotations

from salesplan_xl.book.xlsx.backups import backup_file
from salesplan_xl.book.xlsx.file import XlsxFile
from salesplan_xl.book.xlsx.locking import writing
from salesplan_xl.book.xlsx.macros import without_macros
from salesplan_xl.book.xlsx.model import (
    HIDDEN,
    MAX_COL,
    MAX_ROW,
    VERY_HIDDEN,
    VISIBLE,
    Cached,
    CellAddress,
    CellContent,
    CellValue,
    Formula,
    FormulaColumn,
    SheetInfo,
    TableInfo,
)
from salesplan_xl.book.xlsx.resize import Reorder
from salesplan_xl.book.xlsx.row_format import RowFormat
from salesplan_xl.book.xlsx.saving import Origin, lock_file, refuse_ending, save_bytes
from salesplan_xl.book.xlsx.spelling import stored_formula

__all__ = [
    "HIDDEN",
    "MAX_COL",
    "MAX_ROW",
    "VERY_HIDDEN",
    "VISIBLE",
    "Cached",
    "CellAddress",
    "CellContent",
    "CellValue",
    "Formula",
    "FormulaColumn",
    "Origin",
    "Reorder",
    "RowFormat",
    "SheetInfo",
    "TableInfo",
    "XlsxFile",
    "backup_file",
    "lock_file",
    "refuse_ending",
    "save_bytes",
    "stored_formula",
    "without_macros",
    "writing",
]
