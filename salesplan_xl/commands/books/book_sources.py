"""A new book made from a file: each kind of file is known by its own marks and has one function that makes the book."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from salesplan_xl.book.collector import collector_paused
from salesplan_xl.book.file import FilePort
from salesplan_xl.book.plan_book.about import SCHEMA_CELL
from salesplan_xl.commands.books.roll_over import rolled_over
from salesplan_xl.commands.books.taken_over import taken_over
from salesplan_xl.commands.books.wishes import Wishes
from salesplan_xl.commands.engine.result import CommandResult
from salesplan_xl.errors import WorkbookError
from salesplan_xl.schema.starter.sheets import MARK

Maker = Callable[[FilePort, Wishes, dt.datetime], tuple[FilePort, CommandResult]]
# The named cells by which a workbook is known as a plan book or a starter.
PLAN_BOOK_NAME, STARTER_NAME = SCHEMA_CELL, MARK


def maker_of(port: FilePort) -> Maker:
    """The function that makes a book from a file.

    Raises:
        WorkbookError: SP-345 it is neither a plan book nor a starter.
    """
    names = port.names()
    if STARTER_NAME in names:
        return taken_over
    if PLAN_BOOK_NAME not in names:
        raise WorkbookError("SP-345", file=port.title)
    return rolled_over


def book_from(
    port: FilePort, wishes: Wishes, target: Path, now: dt.datetime
) -> tuple[FilePort, CommandResult]:
    """A new book from a file, not yet saved, and what went into it.

    Args:
        port: the file, open; it is only read.
        wishes: what is asked of the new book.
        target: where it will be saved.
        now: time for the log.

    Raises:
        WorkbookError: SP-362 the target is the file itself; else as the maker.
    """
    if any(target.exists() and target.samefile(origin.path) for origin in port.origins):
        raise WorkbookError("SP-362", file=port.title)
    with collector_paused():
        return maker_of(port)(port, wishes, now)
