"""The limit: read every cell of the book the fastest known way and copy its zip entries without unpacking."""

from __future__ import annotations

import zipfile
from pathlib import Path

from python_calamine import load_workbook


def read_and_copy(book: Path, target: Path) -> int:
    """Read all sheets and copy the file entry by entry; returns the number of rows read."""
    source = load_workbook(str(book))
    rows = sum(len(source.get_sheet_by_name(name).to_python()) for name in source.sheet_names)
    _copy_raw(book, target)
    return rows


def _copy_raw(book: Path, target: Path) -> None:
    with zipfile.ZipFile(book) as entries, book.open("rb") as raw, target.open("wb") as out:
        for entry in entries.infolist():
            raw.seek(entry.header_offset)
            out.write(raw.read(entry.compress_size + len(entry.filename.encode()) + 30))
