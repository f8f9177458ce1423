"""A copy of a plan book from which rows are to go: the user's own sheets out, loose texts out."""

from __future__ import annotations

from collections.abc import Collection

from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.book.xlsx import CellValue, XlsxFile
from salesplan_xl.book.xlsx.strip import emptied, without_stale_texts
from salesplan_xl.schema.layout import quote_sheet
from salesplan_xl.schema.workbook import SHEETS

__all__ = ["own_sheets", "without_own_sheets", "without_stale_texts"]


def own_sheets(book: PlanBook, file: XlsxFile) -> list[str]:
    """The sheets that the user added to a plan book, in their order."""
    blocks = [
        key for sheet in SHEETS for key in (*(t.key for t in sheet.tables), *(g.key for g in sheet.grids))
    ]
    ours = {book.sheet_name(block) for block in blocks}
    ours |= {sheet.label.of(book.lang) for sheet in SHEETS}
    ours |= {spot.sheet for name, spot in file.names.items() if name.startswith("sp_")}
    return [sheet.name for sheet in file.sheets if sheet.name not in ours]


def without_own_sheets(data: bytes, title: str, sheets: Collection[str]) -> bytes:
    """A plan book with these sheets of the user's emptied and hidden.

    Formulas elsewhere that looked into them keep the value they show.

    Args:
        data: the book.
        title: its file name, for error sentences.
        sheets: names, none of them one of ours.

    Raises:
        WorkbookError: SP-303 a damaged part.
    """
    if not sheets:
        return data
    file = XlsxFile.from_bytes(data, title)
    marks = [mark.casefold() for mark in (*sheets, *map(_quoted_inside, sheets))]
    marks += [f"{name}[".casefold() for name, info in file.tables.items() if info.sheet in sheets]
    for sheet in file.sheets:
        if sheet.name not in sheets and file.rows(sheet.name):
            cells = _dependent_cells(file, sheet.name, marks)
            file.set_cells(sheet.name, cells)
    return emptied(file.to_bytes(), title, sheets)


def _quoted_inside(name: str) -> str:
    """A sheet name as it stands between quotes in a reference."""
    return quote_sheet(name)[1:-1]


def _dependent_cells(file: XlsxFile, sheet: str, marks: list[str]) -> dict[tuple[int, int], CellValue]:
    """Formula cells of a sheet that mention one of the marks, with the value they show."""
    rows = file.rows(sheet)
    formulas = file.formulas(sheet, 1, len(rows), 1, len(rows[0]))
    hits = [at for at, text in formulas.items() if any(mark in text.casefold() for mark in marks)]
    return {(row, col): file.cell_value(sheet, row, col) for row, col in hits}
