"""Workbooks of any kind as grids: xlsx with what is hidden, merged or never computed; xls, xlsb and ods by calamine."""

from __future__ import annotations

import io
import re
import zipfile

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from salesplan_xl.book.importing.encoding import unreadable
from salesplan_xl.book.importing.grids import Grid, Merged, by_columns
from salesplan_xl.book.xlsx.container import Container
from salesplan_xl.book.xlsx.model import VISIBLE
from salesplan_xl.book.xlsx.reading import Reader
from salesplan_xl.book.xlsx.sheetxml import SheetXml
from salesplan_xl.book.xlsx.structure import Sheet, Structure

_ROW = re.compile(r"<(?:\w+:)?row\b([^>]*)>")
_HIDDEN = re.compile(r'\bhidden="(?:1|true)"')
_NUMBER = re.compile(r'\br="(\d+)"')
_MERGE = re.compile(r'<(?:\w+:)?mergeCell\b[^>]*\bref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
# A formula that is followed by no value.
_UNCOMPUTED = re.compile(
    r'<(?:\w+:)?c\b[^>]*\br="([A-Z]+)(\d+)"[^>]*>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)'
    r"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
# The stream that holds a workbook locked with a password, in a file that looks like an old one.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_XLSX_ENDINGS = (".xlsx", ".xlsm", ".xltx")
_CALAMINE_ONLY = ("xl/workbook.bin", "content.xml")


def workbook_grids(data: bytes, file: str) -> list[Grid]:
    """The sheets of a workbook.

    Raises:
        PlanInputError: SP-213 an old or binary workbook that cannot be read.
        WorkbookError: SP-301 … SP-308 what the workbook reader refuses.
    """
    named = file.lower().endswith(_XLSX_ENDINGS) and not data.startswith(b"PK")
    if named or (data.startswith(b"PK") and not _is_binary(data)) or _ENCRYPTED in data:
        return _xlsx_grids(Structure(Container(data, file)))
    try:
        old = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [
            _old_grid(old.get_sheet_by_name(meta.name), meta.visible == SheetVisibleEnum.Visible)
            for meta in old.sheets_metadata
            if meta.typ == SheetTypeEnum.WorkSheet
        ]
    except (CalamineError, OSError, ValueError) as error:
        raise unreadable(file, "binary") from error


def _is_binary(data: bytes) -> bool:
    """Whether a zip is an xlsb or ods file."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            names = parts.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return False
    return any(name in names for name in _CALAMINE_ONLY)


def _xlsx_grids(book: Structure) -> list[Grid]:
    reader = Reader(book)
    return [
        _xlsx_grid(book, reader, at, sheet)
        for at, sheet in enumerate(book.sheets)
        if sheet.kind == "worksheet"
    ]


def _xlsx_grid(book: Structure, reader: Reader, at: int, sheet: Sheet) -> Grid:
    xml = book.text(sheet.part)
    rows = reader.rows(at, lambda: SheetXml(xml, book.file, sheet.part))
    return Grid(
        sheet.info.name, by_columns(rows), list(range(1, len(rows) + 1)),
        hidden=_hidden_rows(xml), merged=_merged_areas(xml), uncomputed=_uncomputed_cells(xml),
        date1904=book.base_1904, visible=sheet.info.state == VISIBLE,
    )  # fmt: skip


def _hidden_rows(xml: str) -> frozenset[int]:
    if "hidden=" not in xml:
        return frozenset()
    rows = [_NUMBER.search(row[1]) for row in _ROW.finditer(xml) if _HIDDEN.search(row[1])]
    return frozenset(int(number[1]) - 1 for number in rows if number)


def _merged_areas(xml: str) -> tuple[Merged, ...]:
    return (
        ()
        if "mergeCell" not in xml
        else tuple(
            Merged(int(area[2]) - 1, _column(area[1]), int(area[4]) - 1, _column(area[3]))
            for area in _MERGE.finditer(xml)
        )
    )


def _uncomputed_cells(xml: str) -> frozenset[tuple[int, int]]:
    if "<f" not in xml and ":f" not in xml:
        return frozenset()
    return frozenset((int(cell[2]) - 1, _column(cell[1])) for cell in _UNCOMPUTED.finditer(xml))


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _old_grid(sheet: CalamineSheet, visible: bool) -> Grid:
    rows: list[list[object]] = [list(row) for row in sheet.to_python(skip_empty_area=False)]
    areas = sheet.merged_cell_ranges or []
    merged = tuple(Merged(top, left, bottom, right) for (top, left), (bottom, right) in areas)
    return Grid(sheet.name, by_columns(rows), list(range(1, len(rows) + 1)), merged=merged, visible=visible)
