"""Import inside Excel: files and pasted cells; what is open is asked on the sheet 导入, and nothing comes in."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from salesplan_xl.book.importing.opening import Source
from salesplan_xl.book.importing.questions import OpenQuestions
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.commands.books.import_data import stage_files
from salesplan_xl.commands.books.import_form import pasted, stage_form
from salesplan_xl.commands.engine import runner
from salesplan_xl.commands.engine.result import CommandResult
from salesplan_xl.commands.plan.inputs import Report


def import_on(
    book: PlanBook, paths: Sequence[Path], now: dt.datetime, report: Report = lambda _: None
) -> CommandResult:
    """Import files and the cells pasted on the sheet; open questions are put on the sheet.

    Args:
        book: the open book.
        paths: the files chosen; none where only pasted cells come in.
        now: time for the log.
        report: told the code of each step that starts.

    Raises:
        PlanInputError: SP-212 nothing to import; what ``stage_files`` refuses.
    """
    report("C-STEP-READ")
    cells = pasted(book)
    sources: list[Source] = [*paths, *([cells] if cells else [])]
    try:
        findings = stage_files(book, sources, now=now)
    except OpenQuestions as questions:
        if not questions.files:
            raise
        stage_form(book, questions.files)
        result = runner.finish("import", book, [], now=now, report=report)
        return dataclasses.replace(result, details={"questions": questions.sentence(book.lang)})
    return runner.finish("import", book, findings, now=now, report=report)
