"""The verbs of the command line that hand a plan on: copy, PDF, mail draft, books for a team and back."""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from salesplan_xl.book.file import FilePort
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.catalogue import render, word
from salesplan_xl.commands.engine.result import CommandResult
from salesplan_xl.commands.handover.copy import CopyOptions, save_copy
from salesplan_xl.commands.handover.pdf import make_pdf
from salesplan_xl.commands.handover.send import send as make_draft
from salesplan_xl.commands.team.merge import merge as merge_books
from salesplan_xl.commands.team.rollup import rollup as roll_up
from salesplan_xl.commands.team.split import SplitOptions
from salesplan_xl.commands.team.split import split as split_book
from salesplan_xl.doors import show
from salesplan_xl.doors.console.options import LANG
from salesplan_xl.doors.console.progress import Progress
from salesplan_xl.findings import has_errors

# Commas and their Chinese sisters.
LIST_MARKS = "[,\uff0c\u3001]"


def copy(*, book: Path, out: Path, overwrite: bool, json: bool, **given: Any) -> None:
    """Write the clean copy and list what is not in it."""
    made = save_copy(book, out, _options(given), now=dt.datetime.now(), overwrite=overwrite)
    removed = made.sentences()
    saved = word("clean.saved", made.lang, path=out, sheets=len(made.sheets))
    head = word("clean.removed" if removed else "clean.nothing", made.lang)
    document = {
        "command": "copy",
        "output": out,
        "sheets": made.sheets,
        "removed": [asdict(one) for one in made.removed],
    }
    _say([saved, head, *(f"  {what}" for what in removed)], document, json)


def pdf(*, book: Path, out: Path | None, sheet: tuple[str, ...], json: bool) -> None:
    """Print sheets into a PDF."""
    made = make_pdf(book, sheets=sheet, out=out)
    _say([render(made.told, LANG)], {"command": "pdf", "output": made.path, "sheets": made.sheets}, json)


def send(
    *, book: Path, to: tuple[str, ...], cc: tuple[str, ...], subject: str | None, pdf: bool, out: Path | None,
    json: bool, **given: Any,
) -> None:  # fmt: skip
    """Make copy, PDF and mail draft; nothing is sent."""
    ready = make_draft(
        book, to=to, cc=cc, subject=subject or "", pdf=pdf, options=_options(given), folder=out
    )
    lines = [render(told, ready.parcel.lang) for told in ready.told]
    _say(lines, {"command": "send", "output": ready.folder, "files": ready.files, "told": lines}, json)


def _options(given: dict[str, Any]) -> CopyOptions:
    sheets = tuple(part.strip() for part in re.split(LIST_MARKS, given["sheets"] or "") if part.strip())
    return CopyOptions(
        given["preset"], sheets, given["owner"] or "", given["customer"] or "", given["keep_margins"]
    )


def split(
    *, book: Path, out: Path | None, keep_sheets: bool, no_targets: bool, overwrite: bool, json: bool
) -> None:
    """Write a book for each salesperson."""
    port, folder = FilePort.open(book), out or book.with_suffix("")
    lang = PlanBook(port, older=True).lang
    options = SplitOptions(keep_sheets, not no_targets, overwrite)
    with Progress(lang, json) as progress:
        result = split_book(port, folder, now=dt.datetime.now(), options=options, tell=progress.say)
    _finish(result, folder, lang, json)


def merge(
    *,
    team: Path,
    books: tuple[Path, ...],
    out: Path | None,
    delete: bool,
    dry_run: bool,
    despite_errors: bool,
    json: bool,
) -> None:
    """Bring the salespeople's edits back into the team's book."""
    port = FilePort.open(team)
    lang, target = PlanBook(port, older=True).lang, out or team
    with Progress(lang, json) as progress:
        result, merged = merge_books(
            port, books, now=dt.datetime.now(), delete=delete, despite_errors=despite_errors, dry_run=dry_run,
            tell=progress.say,
        )  # fmt: skip
        if not dry_run and not result.blocked:
            merged.save(target)
    _finish(result, target, lang, json)


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
    shown = lang or LANG
    with Progress(shown, json) as progress:
        result = roll_up(books, out, lang=lang, unit=unit, year=year, overwrite=overwrite, tell=progress.say)
    _finish(result, out, shown, json)


def _finish(result: CommandResult, target: Path, lang: str, json: bool) -> None:
    """What was done, what was found, and where it is; exit code 1 when the data has errors."""
    told = [render(result.sentence, lang)] if result.sentence else []
    lines = [*told, *show.finding_lines(result.findings, lang), word("C-OPEN", lang, path=target)]
    found = show.finding_documents(result.findings, lang)
    document = {
        "command": result.command,
        "output": target,
        "blocked": result.blocked,
        "figures": result.figures,
        "findings": found,
    }
    _say(lines, document, json)
    if has_errors(result.findings):
        sys.exit(1)


def _say(lines: Iterable[str], document: dict[str, object], json: bool) -> None:
    for line in [show.as_json(document)] if json else lines:
        click.echo(line)
