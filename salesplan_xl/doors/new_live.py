"""The button «new»: an empty book, or one made from the plan book or starter the user looks at."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from pathlib import Path
from typing import Any

from salesplan_xl.book.excel.errors import quiet, translated_errors
from salesplan_xl.book.excel.live import LivePort
from salesplan_xl.catalogue import word
from salesplan_xl.commands.books.book_sources import PLAN_BOOK_NAME, STARTER_NAME, book_from
from salesplan_xl.commands.books.new import new_book
from salesplan_xl.commands.books.taken_over import taken_over
from salesplan_xl.commands.books.wishes import Wishes
from salesplan_xl.commands.engine.result import CommandResult
from salesplan_xl.doors.send_live import saved_file


def is_plan_book(book: Any) -> bool:
    """Whether an open workbook is a plan book, told by one name."""
    with suppress(Exception):
        return PLAN_BOOK_NAME in book.names
    return False


def is_starter(book: Any) -> bool:
    """Whether an open workbook is a starter."""
    with suppress(Exception):
        return STARTER_NAME in book.names
    return False


def is_carried_on(app: Any, book: Any, lang: str) -> bool:
    """Whether the new book is to carry on from the open one: the user is asked where that is a plan book."""
    if not is_plan_book(book):
        return False
    with translated_errors(""):
        question = word("C-ROLL-ASK", lang, file=book.name)
        return bool(app.alert(question, title=word("C-PRODUCT", lang), buttons="yes_no") == "yes")


def save_empty(target: Path, lang: str, now: dt.datetime) -> CommandResult:
    """Save an empty book for the next year."""
    new_book(lang, year=now.year + 1, lean=True).save(target)
    return CommandResult("new")


def save_carried_on(app: Any, book: Any, target: Path, now: dt.datetime) -> CommandResult:
    """Save a book that carries on from the file of an open one, which must hold what the user sees.

    Raises:
        HostError: SP-433 the book has no file here; SP-434 it is not saved.
        WorkbookError: as ``book_from``.
    """
    with quiet(app):
        _, source = saved_file(book)
        port, result = book_from(source, Wishes(), target, now)
        port.save(target)
    return result


def save_taken_over(app: Any, book: Any, target: Path, now: dt.datetime) -> CommandResult:
    """Save a book with all that is typed into an open starter, saved or not."""
    with quiet(app), translated_errors(str(book.name)):
        port, result = taken_over(LivePort(book, app), Wishes(), now)
        port.save(target)
    return result
