"""The buttons that make Word files of the open book, beside its file: letters, and the year-end report."""

from __future__ import annotations

import datetime as dt
from typing import Any

from salesplan_xl.catalogue import word
from salesplan_xl.commands.engine.opening import for_reading
from salesplan_xl.commands.engine.result import CommandResult
from salesplan_xl.commands.handover.letters import Asked, write_letters
from salesplan_xl.commands.handover.year_document import Asked as AskedReport
from salesplan_xl.commands.handover.year_document import write_year_document
from salesplan_xl.commands.plan.plan import Plan
from salesplan_xl.doors.send_live import saved_file
from salesplan_xl.findings import Sentence


def letters_live(book: Any, now: dt.datetime) -> CommandResult:
    """Write thank-you letters from the book's file, which must hold what the user sees.

    Raises:
        HostError: SP-433 the book has no file here; SP-434 it is not saved.
    """
    path, port = saved_file(book)
    return write_letters(for_reading(port).book, Asked("thanks", (), None, path.parent), now.date())


def year_word_live(book: Any) -> Sentence:
    """Write the year-end report of the book's file, which must hold what the user sees, as a draft.

    Raises:
        HostError: SP-433 the book has no file here; SP-434 it is not saved.
    """
    path, port = saved_file(book)
    plan = Plan(for_reading(port).book)
    year = str(plan.year_report.revenue.period.year)
    name = word("year.doc_file", plan.book.lang, year=year)
    made = path.with_name(f"{name}.docx")
    write_year_document(plan, AskedReport(made))
    return Sentence("year.doc_made", {"path": made.name})
