"""The verbs of the command line that hand a plan on: copy, PDF, mail draft, books for a team and back."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

from salesplan_xl.book.file import FilePort, writing
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.catalogue import render, word
from salesplan_xl.commands.engine.opening import for_reading
from salesplan_xl.commands.engine.result import CommandResult
from salesplan_xl.commands.handover.copy import CopyOptions, save_copy
from salesplan_xl.commands.handover.letters import Asked as LettersAsked
from salesplan_xl.commands.handover.letters import write_letters
from salesplan_xl.commands.handover.pdf import make_pdf
from salesplan_xl.commands.handover.send import send as make_draft
from salesplan_xl.commands.team.merge import merge as merge_books
from salesplan_xl.commands.team.rollup import rollup as roll_up
from salesplan_xl.commands.team.split import SplitOptions
from salesplan_xl.commands.team.split import split as split_book
from salesplan_xl.doors import show
from salesplan_xl.doors.console.answer import answer, speaking
from salesplan_xl.doors.console.options import LANG
from salesplan_xl.doors.console.progress import Progress

# Commas and their Chinese sisters.
LIST_MARKS = "[,\uff0c\u3001]"


def copy(*, book: Path, out: Path, overwrite: bool, json: bool, lang: str | None, **given: Any) -> None:
    """Write the clean copy and list what is not in it."""
    made = save_copy(book, out, _options(given), now=dt.datetime.now(), overwrite=overwrite)
    shown = lang or made.lang
    removed = made.sentences(shown)
    heading = word("clean.removed" if removed else "clean.nothing", shown)
    saved = word("clean.saved", shown, path=out, sheets=len(made.sheets))
    details: dict[str, object] = {"sheets": made.sheets, "removed": [asdict(kind) for kind in made.removed]}
    lines = [saved, heading, *(f"  {sentence}" for sentence in removed)]
    answer(CommandResult("copy", details=details), lines, lang=shown, json=json, output=out)


def pdf(*, book: Path, out: Path | None, sheet: tuple[str, ...], json: bool, lang: str | None) -> None:
    """Print sheets into a PDF."""
    made = make_pdf(book, sheets=sheet, out=out)
    result = CommandResult("pdf", details={"sheets": made.sheets})
    shown = lang or LANG
    answer(result, [render(made.sentence, shown)], lang=shown, json=json, output=made.path)


def send(
    *, book: Path, to: tuple[str, ...], cc: tuple[str, ...], subject: str | None, name: str | None, pdf: bool,
    out: Path | None, json: bool, lang: str | None, **given: Any,
) -> None:  # fmt: skip
    """Make copy, PDF and mail draft; nothing is sent."""
    ready = make_draft(
        book, to=to, cc=cc, subject=subject or "", name=name or "", pdf=pdf, options=_options(given), folder=out,
        lang=lang or "",
    )  # fmt: skip
    shown = lang or ready.parcel.lang
    lines = [render(sentence, shown) for sentence in ready.sentences]
    result = CommandResult("send", details={"files": ready.files, "told": lines})
    answer(result, lines, lang=shown, json=json, output=ready.folder)


def letters(
    *, book: Path, kind: str, customer: tuple[str, ...], template: Path | None, out: Path | None,
    as_of: dt.date | None, json: bool, lang: str | None,
) -> None:  # fmt: skip
    """Write letters for the deployment list; the book stays as it is."""
    opened = for_reading(FilePort.open(book)).book
    if as_of:
        opened.put_setting("as_of", as_of)
    folder = out or book.parent
    asked = LettersAsked(kind, customer, template, folder)
    shown = lang or opened.lang
    with speaking(shown):
        result = write_letters(opened, asked, as_of or dt.date.today())
    done = result.sentence or ""
    output = folder if result.details["files"] else None
    answer(result, [render(done, shown)], lang=shown, json=json, output=output)


def _options(given: dict[str, Any]) -> CopyOptions:
    sheets = tuple(part.strip() for part in re.split(LIST_MARKS, given["sheets"] or "") if part.strip())
    return CopyOptions(
        given["preset"], sheets, given["owner"] or "", given["customer"] or "", given["keep_margins"]
    )


def split(
    *, book: Path, out: Path | None, keep_sheets: bool, no_targets: bool, overwrite: bool, json: bool,
    lang: str | None,
) -> None:  # fmt: skip
    """Write a book for each salesperson."""
    port, folder = FilePort.open(book), out or book.with_suffix("")
    lang = lang or PlanBook(port, older=True).lang
    options = SplitOptions(keep_sheets, not no_targets, overwrite)
    with Progress(lang, json) as progress:
        result = split_book(port, folder, now=dt.datetime.now(), options=options, tell=progress.say)
    answer(result, _lines(result, folder, lang), lang=lang, json=json, output=folder)


def merge(
    *,
    team: Path,
    books: tuple[Path, ...],
    out: Path | None,
    delete: bool,
    dry_run: bool,
    despite_errors: bool,
    json: bool,
    lang: str | None,
) -> None:
    """Bring the salespeople's edits back into the team's book."""
    target, saved = out or team, False
    with writing(None if dry_run else target):
        port = FilePort.open(team)
        if not dry_run:
            port.refuse_name(target)
        lang = lang or PlanBook(port, older=True).lang
        with Progress(lang, json) as progress:
            result, merged = merge_books(
                port, books, now=dt.datetime.now(), delete=delete, despite_errors=despite_errors, dry_run=dry_run,
                rows=json, tell=progress.say,
            )  # fmt: skip
            saved = not dry_run and not result.blocked
            if saved:
                merged.save(target)
    output = target if saved else None
    answer(result, _lines(result, target, lang), lang=lang, json=json, output=output)


def rollup(
    *,
    books: tuple[Path, ...],
    out: Path,
    lang: str | None,
    unit: str | None,
    year: int | None,
    overwrite: bool,
    json: bool,
) -> None:
    """Sum up plan books in a team workbook."""
    chosen = lang or LANG
    with Progress(chosen, json) as progress:
        result = roll_up(books, out, lang=lang, unit=unit, year=year, overwrite=overwrite, tell=progress.say)
    answer(result, _lines(result, out, chosen), lang=chosen, json=json, output=out)


def _lines(result: CommandResult, target: Path, lang: str) -> list[str]:
    """Lines about what was done, the findings, and where the file is."""
    done = [render(result.sentence, lang)] if result.sentence else []
    return [*done, *show.finding_lines(result.findings, lang), word("C-OPEN", lang, path=target)]
