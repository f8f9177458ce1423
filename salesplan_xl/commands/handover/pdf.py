"""PDF: the boss's pages of a book, or the sheets that were asked for, as one file to print or to mail."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from salesplan_xl.book.export.pdf import excel_pdf, office_pdf
from salesplan_xl.book.file import FilePort
from salesplan_xl.book.port import Port
from salesplan_xl.book.xlsx import refuse_ending, save_bytes
from salesplan_xl.errors import WorkbookError
from salesplan_xl.findings import Sentence
from salesplan_xl.schema.types import Sheet
from salesplan_xl.schema.workbook import SHEETS

# What a boss reads; the pages come in the order the sheets have in the book.
PAGES = ("report", "board")
MOST_NUMBERS = 1000
# The book's bytes, the sheets to print, what to call the book: one PDF.
Printer = Callable[[bytes, Sequence[str], str], bytes]


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF on disk."""

    path: Path
    sheets: tuple[str, ...]

    @property
    def sentence(self) -> Sentence:
        """The sentence for the user about the file made."""
        return Sentence("C-PDF-MADE", {"path": self.path, "sheets": self.sheets})


def make_pdf(
    book: Path, *, sheets: Sequence[str] = (), out: Path | None = None, printer: Printer = office_pdf
) -> Printed:
    """Print sheets of a book file into a PDF beside it; the book itself is only read.

    Args:
        book: the plan book.
        sheets: names as on the tabs; by default the report and the dashboard.
        out: the PDF; by default the book's name, with a number where that is taken.
        printer: ``office_pdf`` or something like it.

    Raises:
        WorkbookError: SP-315 ``out`` exists; SP-330 no such sheet; SP-333 no page to print; SP-352 ``out`` is called
            otherwise than ``.pdf``; those of opening a book.
        HostError: SP-430 … SP-432, see ``office_pdf``.
    """
    if out is not None:
        refuse_ending(out, ".pdf")
    port = FilePort.open(book)
    chosen = tuple(sheets) or pages(port)
    if not chosen:
        raise WorkbookError("SP-333", file=port.title)
    if out is not None and out.exists():
        raise WorkbookError("SP-315", file=out)
    data = printer(port.to_bytes(), chosen, port.title)
    target = out or free_path(book.with_suffix(".pdf"))
    save_bytes(data, target, backup=False, origins=port.origins)
    return Printed(target, chosen)


def pages(port: Port) -> tuple[str, ...]:
    """Names of the sheets a boss reads, as far as the book has them."""
    names = (_name(sheet, port) for sheet in SHEETS if sheet.key in PAGES)
    return tuple(name for name in names if name)


def _name(sheet: Sheet, port: Port) -> str:
    """The user's name of a sheet: he may have renamed it."""
    names, tables = port.names(), port.tables()
    spots = [names[grid.name].sheet for grid in sheet.grids if grid.name in names]
    return next(iter([*spots, *(tables[t.name].sheet for t in sheet.tables if t.name in tables)]), "")


def free_path(path: Path) -> Path:
    """The path itself, or the first numbered one that overwrites nothing.

    Raises:
        WorkbookError: SP-315 all numbers are taken.
    """
    for number in range(1, MOST_NUMBERS):
        free = path if number == 1 else path.with_name(f"{path.stem}-{number}{path.suffix}")
        if not free.exists():
            return free
    raise WorkbookError("SP-315", file=path)


def excel_printer(app: Any) -> Printer:
    """Print through the Excel that is running (an ``xlwings.App``), see ``excel_pdf``."""
    return partial(excel_pdf, app)
