"""The ribbon: what a button of the add-in runs, on the active book, with the same commands as elsewhere.

A macro calls ``press`` with the button's action; all that can go wrong ends in one message box.
"""

from __future__ import annotations

import ctypes
import datetime as dt
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import xlwings

from salesplan_xl import __version__
from salesplan_xl.book.excel.errors import host_error, quiet, translated_errors
from salesplan_xl.book.excel.live import LivePort
from salesplan_xl.catalogue import render, word
from salesplan_xl.commands.books.import_sheet import import_on
from salesplan_xl.commands.engine import runner
from salesplan_xl.commands.engine.opening import opened
from salesplan_xl.commands.engine.result import CommandResult
from salesplan_xl.commands.engine.result_sheet import QUESTIONS, asked_sheets, result_sheet
from salesplan_xl.commands.engine.undo import undo
from salesplan_xl.commands.steps.submit import submit
from salesplan_xl.doors import show
from salesplan_xl.doors.crash import report as crash_report
from salesplan_xl.doors.letters_live import letters_live, year_word_live
from salesplan_xl.doors.new_live import (
    is_carried_on,
    is_starter,
    save_carried_on,
    save_empty,
    save_taken_over,
)
from salesplan_xl.doors.send_live import send_live
from salesplan_xl.errors import HostError, SalesPlanError

PATH_SEPARATOR = "|"
MESSAGE_IN_FRONT = 0x40000
STATUS_SECONDS = 1.0
Report = Callable[[str], None]


def press(action: str, argument: str = "", lang: str = "zh") -> None:
    """Do what a button says and tell the user; never raises.

    Args:
        action: key of a verb with a button.
        argument: UTF-16BE text in hex digits: what the button asked for (a month, paths); empty where it
            asks nothing.
        lang: the ribbon's language, in which the user is told.
    """
    try:
        _press(action, bytes.fromhex(argument).decode("utf-16-be"), lang)
    except SalesPlanError as error:
        _say(error.sentence(lang), lang, "critical")
    except Exception as error:  # noqa: BLE001 - the last door: nobody ever sees a traceback
        _say(crash_report(error).sentence(lang), lang, "critical")


def _press(action: str, argument: str, lang: str) -> None:
    if action in WITHOUT_STEP:
        WITHOUT_STEP[action](argument, lang)
        return
    app, book = active_book()
    with translated_errors(""):
        port = LivePort(book, app)
    _tell(_run(action, argument, port, app, lang), port, app, lang)


def active_book() -> tuple[xlwings.App, Any]:
    """The Excel that runs and the workbook the user looks at.

    Raises:
        HostError: SP-401 none is open; SP-402 Excel is busy.
    """
    with translated_errors(""):
        app = _excel()
    try:
        book = app.books.active
        _ = book.name  # a book in protected view is none: Excel has no active workbook then
    except Exception as error:
        refusal = host_error(error, "")
        raise refusal if refusal.code == "SP-402" else HostError("SP-401") from error
    return app, book


def _excel() -> xlwings.App:
    app = xlwings.apps.active
    if app is None:
        raise HostError("SP-401")
    return app


def _run(action: str, argument: str, port: LivePort, app: Any, lang: str) -> CommandResult:
    """Run one command on the open book while Excel keeps still."""
    with quiet(app):
        try:
            return run_on(port, action, argument, _progress(app, lang))
        except BaseException:
            with suppress(Exception):
                app.status_bar = False
            raise


def run_on(port: LivePort, action: str, argument: str, progress: Report) -> CommandResult:
    """Run one command on a port: the one code path for every door into a live book.

    Args:
        port: the open book.
        action: a step, or a key of ``ON_BOOK``.
        argument: paths or month, see ``press``.
        progress: told the code of each step that starts.
    """
    now = dt.datetime.now()
    if action in ON_BOOK:
        return ON_BOOK[action](port, argument, now, progress)
    book = opened(port, now, asked_sheets(action)).book
    return runner.execute(action, book, now=now, month=argument or None, report=progress)


def _undo(port: LivePort, _: str, now: dt.datetime, progress: Report) -> CommandResult:
    return undo(port, now=now, report=progress)[0]


def posix_path(chosen: str) -> str:
    """A path as the system takes it: dialogs of Excel for Mac may answer ``Macintosh HD:Users:me:plan.xlsx``."""
    if sys.platform != "darwin" or chosen.startswith("/") or ":" not in chosen:
        return chosen
    # What is a slash in a name there is a colon for the system.
    return "/Volumes/" + chosen.translate(str.maketrans(":/", "/:"))


def _import(port: LivePort, argument: str, now: dt.datetime, progress: Report) -> CommandResult:
    paths = [Path(posix_path(path)) for path in argument.split(PATH_SEPARATOR) if path]
    return import_on(opened(port, now).book, paths, now, progress)


def _submit(port: LivePort, _: str, now: dt.datetime, __: Report) -> CommandResult:
    return submit(opened(port, now, asked_sheets("submit")).book, "submitted", now)


# The buttons of an open book that are no steps.
ON_BOOK: dict[str, Callable[[LivePort, str, dt.datetime, Report], CommandResult]] = {
    "undo": _undo, "import": _import, "submit": _submit,
}  # fmt: skip


def _progress(app: Any, lang: str) -> Report:
    """Shows steps in the status bar, the first at once and then one a second at most."""
    shown = -STATUS_SECONDS

    def report(code: str) -> None:
        nonlocal shown
        if time.monotonic() - shown >= STATUS_SECONDS:
            app.status_bar = word(code, lang)
            shown = time.monotonic()

    return report


def _tell(result: CommandResult, port: LivePort, app: Any, lang: str) -> None:
    """Show the result: its sheet, a line in the status bar, and a message where one is needed."""
    _show_sheet(port, QUESTIONS if result.details.get("questions") else result.command)
    if questions := result.details.get("questions"):
        _say(str(questions), lang)
    elif result.blocked:
        _say(show.blocked_text(result, lang), lang, "critical")
    elif summary := show.summary_lines(result, lang):
        lines = show.finding_lines(result.findings, lang, show.MESSAGE_FINDINGS)
        _say("\n".join([*summary, *lines]), lang)
    with suppress(Exception):
        app.status_bar = show.done_line(result, lang)


def _new(path: str, lang: str) -> None:
    """Make a book, empty or carrying on from the plan book or starter that is open, and open it."""
    target, now = Path(posix_path(path)), dt.datetime.now()
    result = _made(target, lang, now)
    app = xlwings.apps.active
    if app is None:
        open_by_system(str(target))
    else:
        with translated_errors(target.name):
            app.books.open(str(target))
    if lines := show.summary_lines(result, lang):
        _say("\n".join([*lines, *show.finding_lines(result.findings, lang, show.MESSAGE_FINDINGS)]), lang)


def _made(target: Path, lang: str, now: dt.datetime) -> CommandResult:
    try:
        app, book = active_book()
    except HostError:  # without a book there is nothing to carry on from
        return save_empty(target, lang, now)
    if is_starter(book):
        return save_taken_over(app, book, target, now)
    # A path without a name is refused before anything is asked.
    if target.name and is_carried_on(app, book, lang):
        return save_carried_on(app, book, target, now)
    return save_empty(target, lang, now)


def _send(_: str, lang: str) -> None:
    """Copy, PDF and draft for the boss, from the book the user looks at."""
    app, book = active_book()
    with quiet(app):
        made = send_live(book)
    _say("\n".join(render(sentence, lang) for sentence in made), lang)


def _letters(_: str, lang: str) -> None:
    """Thank-you letters for the deployment list, beside the book's file; nothing is sent."""
    app, book = active_book()
    with quiet(app):
        result = letters_live(book, dt.datetime.now())
    _say(show.done_line(result, lang), lang)


def _year_word(_: str, lang: str) -> None:
    """The year-end report of the book the user looks at as a Word file, beside the book's file."""
    app, book = active_book()
    with quiet(app):
        made = year_word_live(book)
    _say(render(made, lang), lang)


def _help(_: str, lang: str) -> None:
    """Show the guide sheet of a plan book; without one say how to begin."""
    with suppress(SalesPlanError):
        app, book = active_book()
        if _show_sheet(LivePort(book, app), "help"):
            return
    _say(word("C-HELP", lang), lang)


def _show_sheet(port: LivePort, command: str) -> bool:
    """Bring the sheet with a command's result to the front, in whichever language the book is."""
    for lang in ("zh", "en"):
        name = result_sheet(command, lang)
        with suppress(SalesPlanError):  # no such sheet, or a lean book hides it
            if name:
                port.bring_to_front(name)
                return True
    return False


def _about(_: str, lang: str) -> None:
    python = ".".join(map(str, sys.version_info[:3]))
    values = {"version": __version__, "python": python, "xlwings": xlwings.__version__}
    _say(word("C-ABOUT", lang, **values), lang)


# The buttons that change no open book.
WITHOUT_STEP: dict[str, Callable[[str, str], None]] = {
    "new": _new, "send": _send, "letters": _letters, "year-word": _year_word, "help": _help, "about": _about,
}  # fmt: skip


def _say(text: str, lang: str, mode: str = "info") -> None:
    """A message box; where Excel cannot show one there is nothing left to do."""
    with suppress(Exception):
        app, title = xlwings.apps.active, word("C-PRODUCT", lang)
        if app is None:
            system_message(text, title)
        else:
            app.alert(text, title=title, mode=mode)


# xlwings finds a running Excel on Windows by its open books; where there is none, Windows itself must do.


def system_message(text: str, title: str) -> None:
    """A message box of Windows, in front of all windows."""
    if sys.platform == "win32":
        ctypes.windll.user32.MessageBoxW(None, text, title, MESSAGE_IN_FRONT)


def open_by_system(path: str) -> None:
    """Open a file as a double click does: in the Excel that is running."""
    if sys.platform == "win32":
        os.startfile(path)  # noqa: S606 - the book just saved, by its own program
