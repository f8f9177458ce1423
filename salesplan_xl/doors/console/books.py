"""The verbs of the command line that make, fill and compute books.

What only one of them needs is imported when it is called, so that a step on a book starts quickly.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import click

from salesplan_xl.book.file import FilePort, refuse_ending, writing
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.catalogue import render, word
from salesplan_xl.commands.books.wishes import Wishes
from salesplan_xl.commands.engine import runner
from salesplan_xl.commands.engine.changes import changed_cells
from salesplan_xl.commands.engine.opening import opened as open_book
from salesplan_xl.commands.engine.result import CommandResult
from salesplan_xl.commands.engine.result_sheet import asked_sheets
from salesplan_xl.commands.engine.undo import undo as undo_last
from salesplan_xl.commands.plan.plan import Plan
from salesplan_xl.commands.registry import Verb
from salesplan_xl.commands.steps.submit import submit as submit_plan
from salesplan_xl.doors import show
from salesplan_xl.doors.console.answer import answer, speaking
from salesplan_xl.doors.console.options import IMPORTS, LANG
from salesplan_xl.doors.console.progress import Progress
from salesplan_xl.doors.languages import typed_language
from salesplan_xl.errors import PlanInputError, WorkbookError
from salesplan_xl.money import HOME, unit_key

DEMO_FILE = {"zh": "SalesPlan-演示.xlsx", "en": "SalesPlan-demo.xlsx"}


class Asked(NamedTuple):
    """The options of every verb that changes a book."""

    book: Path
    out: Path | None
    in_place: bool
    dry_run: bool
    json: bool
    lang: str | None

    @property
    def target(self) -> Path:
        """The file the result goes to.

        Raises:
            click.UsageError: two places are named.
        """
        if self.out is not None and self.in_place:
            raise click.UsageError(word("H-ONE-OF", typed_language() or LANG, options=("-o", "--in-place")))
        return self.out or self.book


def yearend(verb: Verb, *, docx: Path | None, final: bool, template: Path | None, **given: object) -> None:
    """Compute the year-end report of a book, and write it as a Word file where one is asked for."""
    if docx is None:
        step(verb, **given)  # type: ignore[arg-type]
        return
    from salesplan_xl.commands.handover.year_document import Asked as AskedDocument
    from salesplan_xl.commands.handover.year_document import write_year_document

    wanted = AskedDocument(docx, final, template)
    step(verb, then=lambda plan: write_year_document(plan, wanted), files=(docx,), **given)  # type: ignore[arg-type]


def step(
    verb: Verb,
    *,
    month: str | None = None,
    as_of: dt.date | None = None,
    reset: bool = False,
    despite_errors: bool = False,
    tables: bool = False,
    then: Callable[[Plan], None] | None = None,
    files: tuple[Path, ...] = (),
    **given: object,
) -> None:
    """Run a step on a book and show what it did; the rows of a whole plan are given where they are asked for.

    Args:
        then: makes ``files`` beside the book once the results are written.
    """
    asked = Asked(**given)  # type: ignore[arg-type]

    def work(book: PlanBook, progress: Progress) -> CommandResult:
        result = runner.execute(
            verb.key, book, now=dt.datetime.now(), month=month, as_of=as_of, reset=reset,
            despite_errors=despite_errors, dry_run=asked.dry_run, report=progress,
            rows=asked.json and (tables or not verb.summary), then=then,
        )  # fmt: skip
        made = [str(path) for path in files if not asked.dry_run and not result.blocked]
        return dataclasses.replace(result, details=result.details | {"files": made}) if made else result

    _on_book(asked, work, asked_sheets(verb.key))


def import_(*, files: tuple[Path, ...], despite_errors: bool, **given: object) -> None:
    """Import files into a book and show what came of it."""
    from salesplan_xl.commands.books.import_answers import import_answers
    from salesplan_xl.commands.books.import_data import stage_files, stage_import

    named = {
        table: paths
        for name, table in IMPORTS.items()
        if isinstance(paths := given.pop(name), tuple) and paths
    }
    try:
        answers = import_answers(given)
    except ValueError as error:
        raise click.UsageError(word("H-ANSWER", typed_language() or LANG, text=str(error))) from error
    asked = Asked(**given)  # type: ignore[arg-type]

    def work(book: PlanBook, progress: Progress) -> CommandResult:
        progress("C-STEP-READ")
        now = dt.datetime.now()
        findings = (
            [] if files and not named else stage_import(book, named, answers, now=now, say=progress.say)
        )
        findings += stage_files(book, files, answers, now=now, say=progress.say) if files else []
        return runner.finish(
            "import", book, findings, now=now, despite_errors=despite_errors, dry_run=asked.dry_run,
            rows=asked.json, report=progress,
        )  # fmt: skip

    _on_book(asked, work)


def imports(*, take_out: str | None, despite_errors: bool, **given: object) -> None:
    """List the batches of imports of a book, or take one out."""
    from salesplan_xl.commands.books.import_batches import stage_take_out
    from salesplan_xl.commands.books.import_log import batches

    asked = Asked(**given)  # type: ignore[arg-type]

    def work(book: PlanBook, progress: Progress) -> CommandResult:
        findings = stage_take_out(book, take_out) if take_out else []
        result = runner.finish(
            "imports", book, findings, now=dt.datetime.now(), despite_errors=despite_errors, dry_run=asked.dry_run,
            rows=asked.json, report=progress,
        )  # fmt: skip
        return dataclasses.replace(result, details={"batches": batches(book)})

    _on_book(asked, work)


def submit(*, state: str, **given: object) -> None:
    """Hand a plan in, or have it approved, and show what that changed."""
    asked = Asked(**given)  # type: ignore[arg-type]

    def work(book: PlanBook, _: Progress) -> CommandResult:
        return submit_plan(book, state, dt.datetime.now(), dry_run=asked.dry_run, rows=asked.json)

    _on_book(asked, work, asked_sheets("submit"))


def undo(**given: object) -> None:
    """Take back the last step of a book and show what that changed."""
    asked = Asked(**given)  # type: ignore[arg-type]
    with writing(None if asked.dry_run else asked.target):
        _undo(asked)


def _undo(asked: Asked) -> None:
    """Take back the last step while the target is kept to this command."""
    target, port = asked.target, _opened(asked)
    lang = asked.lang or PlanBook(port, older=True).lang
    # What is taken back in memory alone tells a dry run the rows as they would be.
    only_list = asked.dry_run and not asked.json
    with speaking(lang), Progress(lang, asked.json) as progress:
        result, restored = undo_last(
            port, now=dt.datetime.now(), dry_run=only_list, rows=asked.json, report=progress
        )
        if not asked.dry_run:
            restored.save(target)
    _report(result, asked, lang)


def upgrade(**given: object) -> None:
    """Bring a book of an older version up and show what came new."""
    _made_whole("upgrade", Asked(**given))  # type: ignore[arg-type]


def restore(*, sheets: tuple[str, ...], **given: object) -> None:
    """Put back sheets that were deleted, and whatever else a book lacks."""
    _made_whole("restore", Asked(**given), sheets)  # type: ignore[arg-type]


def _made_whole(command: str, asked: Asked, sheets: tuple[str, ...] = ()) -> None:
    """Let a book get what it lacks and show what that was."""
    from salesplan_xl.commands.books.upgrade import sheets_named, upgraded

    target = asked.target
    with writing(None if asked.dry_run else target):
        port = _opened(asked)
        opened = open_book(port, dt.datetime.now(), sheets_named(port, sheets))
        if not asked.dry_run and (opened.upgrade or asked.out):
            opened.port.save(target)
    _report(upgraded(opened.upgrade, command), asked, asked.lang or opened.book.lang)


def _on_book(
    asked: Asked, work: Callable[[PlanBook, Progress], CommandResult], sheets: frozenset[str] = frozenset()
) -> None:
    """Open a book, let a command work on it, save and report; a file asked for is saved even when nothing changed."""
    with writing(None if asked.dry_run else asked.target):
        _work_on(asked, work, sheets)


def _work_on(
    asked: Asked, work: Callable[[PlanBook, Progress], CommandResult], sheets: frozenset[str]
) -> None:
    """Work on a book while the target is kept to this command."""
    target, opened = asked.target, open_book(_opened(asked), dt.datetime.now(), sheets)
    lang = asked.lang or opened.book.lang
    with speaking(lang), Progress(lang, asked.json) as progress:
        result = work(opened.book, progress)
        if not asked.dry_run and not result.blocked and (result.writes or opened.upgrade or asked.out):
            opened.port.save(target)
    _report(result, asked, lang)


def _opened(asked: Asked) -> FilePort:
    """The book's file; a name it could not be saved under is refused before any work is done."""
    port = FilePort.open(asked.book)
    if not asked.dry_run:
        port.refuse_name(asked.target)
    return port


def new(
    *, out: Path, source: Path | None, overwrite: bool, json: bool, demo: str | None, lang: str | None,
    currency: str | None, **given: Any,
) -> None:  # fmt: skip
    """Make a new book, empty, with demo data or from another file, and save it."""
    if source is not None and demo is not None:
        raise click.UsageError(word("H-ONE-OF", typed_language() or LANG, options=("--demo", "--from")))
    wishes, chosen = Wishes(lang, currency=currency and currency.strip().upper(), **given), lang or LANG
    with writing(out), Progress(chosen, json) as progress:
        if out.exists() and not overwrite:
            raise WorkbookError("SP-315", file=out)
        refuse_ending(out, ".xlsx")
        progress("C-STEP-BUILD")
        done = CommandResult("new")
        if source is None:
            port = _empty(wishes, chosen, demo)
        else:
            port, done = _from_file(source, wishes, out)
            chosen = lang or PlanBook(port).lang
        port.save(out)
    lines = [*show.summary_lines(done, chosen), *show.finding_lines(done.findings, chosen)]
    answer(done, [*lines, word("C-OPEN", chosen, path=out)], lang=chosen, json=json, output=out)


def _from_file(source: Path, wishes: Wishes, out: Path) -> tuple[FilePort, CommandResult]:
    """A new book from a file, and what came over."""
    from salesplan_xl.commands.books.book_sources import book_from

    return book_from(FilePort.open(source), wishes, out, dt.datetime.now())


def _empty(wishes: Wishes, lang: str, demo: str | None) -> FilePort:
    """An empty book, or one with the demo company's data."""
    from salesplan_xl.commands.books.new import new_book

    year = wishes.year or (None if demo else dt.date.today().year + 1)
    unit = unit_key(wishes.unit or "wan", wishes.currency or HOME)
    return new_book(
        lang, unit=unit, year=year, lean=not wishes.full, lite=wishes.lite or bool(wishes.wheel), wheel=wishes.wheel,
        demo=demo,
    )  # fmt: skip


def demo(*, size: str, lang: str | None, out: Path | None, json: bool) -> None:
    """Make the demo plan in the current folder, compute it and show its main figures."""
    from salesplan_xl.commands.books.demo import demo_book

    chosen = lang or LANG
    target = _free(out or Path(DEMO_FILE[chosen]))
    refuse_ending(target, ".xlsx")  # before the work, not after it
    with writing(target), Progress(chosen, json) as progress:
        progress("C-STEP-BUILD")
        port, result = demo_book(chosen, size, progress)
        port.save(target)
    lines = [
        *show.summary_lines(result, chosen),
        *show.finding_lines(result.findings, chosen, show.MESSAGE_FINDINGS),
        word("C-OPEN", chosen, path=target.resolve()),
    ]
    done = dataclasses.replace(result, command="demo")
    answer(done, lines, lang=chosen, json=json, output=target, exit_code=0)


def _free(path: Path) -> Path:
    """A name that overwrites nothing: the demo never replaces a file the user may have worked in."""
    for number in range(2, 1000):
        if not path.exists():
            return path
        path = path.with_name(f"{path.stem.rsplit('-v', 1)[0]}-v{number}{path.suffix}")
    raise WorkbookError("SP-315", file=path)


def _report(result: CommandResult, asked: Asked, lang: str) -> None:
    output = None if asked.dry_run or result.blocked else asked.target
    refusal = _refusal(result, lang) if result.blocked and not asked.dry_run else ""
    lines = _lines(result, asked, lang)
    answer(result, lines, lang=lang, json=asked.json, output=output, refusal=refusal)


def _lines(result: CommandResult, asked: Asked, lang: str) -> list[str]:
    total = changed_cells(result.writes)
    imported = result.command == "import"
    listed = show.import_lines if imported else show.finding_lines
    lines = [
        *show.summary_lines(result, lang),
        *show.batch_lines(result, lang),
        *listed(result.findings, lang),
    ]
    if result.command == "yearend":
        lines += [word("year.doc_made", lang, path=path) for path in _files_of(result)]
    if asked.dry_run:
        lines += [word("C-DRY", lang, count=total), *show.change_lines(result.changes, total, lang)]
    elif result.sentence:
        lines += [render(result.sentence, lang), word("C-OPEN", lang, path=asked.target)]
    elif not result.blocked:
        lines.append(word("C-SAVED" if total else "C-UNCHANGED", lang, path=asked.target, count=total))
    return lines


def _files_of(result: CommandResult) -> list[str]:
    """The files that a command made beside the book."""
    made = result.details.get("files")
    return [str(path) for path in made] if isinstance(made, list) else []


def _refusal(result: CommandResult, lang: str) -> str:
    count = sum(finding.severity.value == "error" for finding in result.findings)
    return PlanInputError("SP-220", count=count).sentence(lang)
