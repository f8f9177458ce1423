"""xlwings Lite: what a script of a Lite book runs, with the same commands as every other door.

Lite carries out what a script wrote only after the script has ended. So a message box is asked for only where
nothing was written (a box that Lite cannot show would take the results with it); everything is printed to
Lite's output pane as well. A failure while results are handed over ends the script with an error, on purpose:
then Lite drops all of them, and the book stays as it was.
"""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from typing import Any

from salesplan_xl.book.excel.lite import LitePort
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.catalogue import word
from salesplan_xl.commands.books.import_sheet import import_on
from salesplan_xl.commands.engine import runner
from salesplan_xl.commands.engine.result import CommandResult
from salesplan_xl.commands.engine.result_sheet import result_sheet
from salesplan_xl.doors import show
from salesplan_xl.errors import InternalError, SalesPlanError


def press(action: str, book: Any, argument: str = "", lang: str = "zh") -> None:
    """Run a command on the book and tell the user in the output pane.

    Args:
        action: key of a step.
        book: the ``xlwings.Book`` that Lite gives to a script.
        argument: the month to track, such as ``2027-03``; empty for the book's own.
        lang: language of the messages, ``zh`` or ``en``.

    Raises:
        RuntimeError: results were already being handed over; its text is the one sentence.
    """
    port: LitePort | None = None
    try:
        port = LitePort(book)
        _tell(_run(action, port, argument), book, lang)
    except Exception as error:  # noqa: BLE001 - the last door: nobody ever sees a traceback
        refusal = error if isinstance(error, SalesPlanError) else _unforeseen(error)
        if port is not None and port.handing_over:
            raise RuntimeError(refusal.sentence(lang)) from None
        _say(refusal.sentence(lang), book, lang)


def _run(action: str, port: LitePort, argument: str) -> CommandResult:
    if action == "import":  # a browser has no files: what was pasted on the sheet comes in
        return import_on(PlanBook(port), (), dt.datetime.now())
    return runner.execute(action, PlanBook(port), now=dt.datetime.now(), month=argument.strip() or None)


def _tell(result: CommandResult, book: Any, lang: str) -> None:
    """Show the result: its sheet, and what happened, line by line."""
    if questions := result.details.get("questions"):
        _say(str(questions), book, lang)
        return
    if result.blocked:
        _say(show.blocked_text(result, lang), book, lang)
        return
    findings = show.finding_lines(result.findings, lang, show.MESSAGE_FINDINGS)
    lines = [show.done_line(result, lang), *show.summary_lines(result, lang), *findings]
    if result.command == "yearend":
        lines.append(word("year.doc_elsewhere", lang))
    _print("\n".join(lines))
    for book_lang in ("zh", "en"):
        _show_sheet(book, result_sheet(result.command, book_lang))


def _show_sheet(book: Any, name: str | None) -> None:
    """Bring the sheet with the result to the front, if there is such a one and a lean book does not hide it."""
    with suppress(Exception):
        page = book.sheets[name]
        if page.visible:
            page.activate()


def _say(text: str, book: Any, lang: str) -> None:
    """A message about something that was not done."""
    _print(text)
    with suppress(Exception):
        book.app.alert(text, title=word("C-PRODUCT", lang))


def _print(text: str) -> None:
    print(text)  # noqa: T201 - what a script prints is what Lite shows


def _unforeseen(error: Exception) -> InternalError:
    """Lite has no place for a log that a user could find: the error itself is named."""
    return InternalError("SP-901", log=f"{type(error).__name__}: {error}"[:200].replace("\n", " "))
