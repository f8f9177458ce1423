"""A workbook file that gets what a freshly built one has more, and the way back."""

from __future__ import annotations

from salesplan_xl.book.port import Growth, Removal
from salesplan_xl.book.xlsx.file import XlsxFile
from salesplan_xl.book.xlsx.growth.columns import add_columns, drop_columns
from salesplan_xl.book.xlsx.growth.headers import rename_header
from salesplan_xl.book.xlsx.growth.names import with_name, without_names
from salesplan_xl.book.xlsx.growth.package import Package
from salesplan_xl.book.xlsx.growth.rows import finish_rows, with_rows
from salesplan_xl.book.xlsx.growth.sheets import add_sheet, drop_sheet
from salesplan_xl.book.xlsx.growth.styles import StyleGraft
from salesplan_xl.book.xlsx.growth.tables import drop_tables


def grown(data: bytes, file: str, growth: Growth, template: bytes) -> bytes:
    """The file with new columns, rows and sheets, each as it is in the freshly built workbook.

    Args:
        data: the workbook.
        file: its name, for error sentences.
        growth: what comes; names and headers come alone.
        template: the freshly built workbook, of the same language and money unit.

    Raises:
        WorkbookError: SP-303 a damaged part; SP-304 unsafe.
    """
    source = Package(template, file)
    styles = StyleGraft(_styles(Package(data, file)), _styles(source))
    data, begins = with_rows(data, file, growth, XlsxFile.from_bytes(template, file), styles)
    book = Package(data, file)
    for name, spot in growth.named:
        with_name(book, name, spot.sheet, spot.row, spot.col)
    for table, old, new in growth.headers:
        rename_header(book, table, old, new)
    finish_rows(book, begins, source, styles)
    for columns in growth.columns:
        add_columns(book, columns, source, styles)
    for sheet in growth.sheets:
        add_sheet(book, sheet, source, styles)
    book.put(_styles_part(book), styles.text)
    return book.to_bytes()


def shrunk(data: bytes, file: str, removal: Removal) -> bytes:
    """The file without what it once got.

    Raises:
        WorkbookError: SP-303 a damaged part; SP-304 unsafe.
    """
    book = Package(data, file)
    for table, old, new in removal.headers:
        rename_header(book, table, old, new)
    for table, headers, whole in removal.columns:
        drop_columns(book, table, headers, whole)
    for name in removal.sheets:
        drop_sheet(book, name)
    for sheet, first, last in removal.rows:
        drop_tables(book, sheet, first, last)
    without_names(book, set(removal.names))
    left = XlsxFile.from_bytes(book.to_bytes(), file)
    for sheet, first, last in sorted(removal.rows, key=lambda rows: -rows[1]):
        left.delete_rows(sheet, first, last)
    return left.to_bytes()


def _styles_part(book: Package) -> str:
    return next(relation.part for relation in book.structure.relations if relation.kind == "styles")


def _styles(book: Package) -> str:
    return book.text(_styles_part(book))
