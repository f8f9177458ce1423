"""The verbs of the command line that make, fill and compute books."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from salesplan_xl.book.file import FilePort
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.catalogue import render, word
from salesplan_xl.commands.books.demo import demo_book
from salesplan_xl.commands.books.import_data import stage_import
from salesplan_xl.commands.books.new import new_book
from salesplan_xl.commands.books.upgrade import upgraded
from salesplan_xl.commands.engine import runner
from salesplan_xl.commands.engine.opening import opened as open_book
from salesplan_xl.commands.engine.result import CommandResult
from salesplan_xl.commands.engine.undo import undo as undo_last
from salesplan_xl.commands.steps.submit import submit as submit_plan
from salesplan_xl.doors import show
from salesplan_xl.doors.cli import IMPORTS
from salesplan_xl.doors.console.options import LANG
from salesplan_xl.doors.console.progress import Progress
from salesplan_xl.errors import PlanInputError, SalesPlanError, WorkbookError
from salesplan_xl.findings import has_errors

DEMO_FILE = {"zh": "SalesPlan-演示.xlsx", "en": "SalesPlan-demo.xlsx"}


def step(
    verb: str,
    *,
    book: Path,
    out: Path | None,
    in_place: bool,
    dry_run: bool,
    json: bool,
    lang: str | None,
    month: str | None = None,
    as_of: dt.datetime | None = None,
    reset: bool = False,
    despite_errors: bool = False,
) -> None:
    """Run one command on a book and show what it did."""

    def work(plan_book: PlanBook, progress: Progress) -> CommandResult:
        return runner.execute(
            verb, plan_book, now=dt.datetime.now(), month=month, as_of=as_of.date() if as_of else None,
            reset=reset, despite_errors=despite_errors, dry_run=dry_run, report=progress,
        )  # fmt: skip

    _on_book(
        book, _target(book, out, in_place), work, dry_run=dry_run, json=json, lang=lang, always=bool(out)
    )


def import_files(
    *,
    book: Path,
    out: Path | None,
    in_place: bool,
    dry_run: bool,
    json: bool,
    lang: str | None,
    unit: str | None,
    despite_errors: bool,
    **files: Path | None,
) -> None:
    """Import files into a book and show what came of it."""
    given = {name: path for name in IMPORTS if (path := files.get(name)) is not None}

    def work(plan_book: PlanBook, progress: Progress) -> CommandResult:
        progress("C-STEP-READ")
        now = dt.datetime.now()
        findings = stage_import(plan_book, given, unit, now=now)
        return runner.finish(
            "import", plan_book, findings, now=now, despite_errors=despite_errors,
            dry_run=dry_run, report=progress,
        )  # fmt: skip

    _on_book(
        book, _target(book, out, in_place), work, dry_run=dry_run, json=json, lang=lang, always=bool(out)
    )


def submit(
    *, book: Path, out: Path | None, in_place: bool, dry_run: bool, json: bool, lang: str | None, state: str
) -> None:
    """Hand a plan in, or have it approved, and show what that changed."""

    def work(plan_book: PlanBook, _: Progress) -> CommandResult:
        return submit_plan(plan_book, state, dt.datetime.now(), dry_run=dry_run)

    _on_book(
        book, _target(book, out, in_place), work, dry_run=dry_run, json=json, lang=lang, always=bool(out)
    )


def undo(
    *, book: Path, out: Path | None, in_place: bool, dry_run: bool, json: bool, lang: str | None
) -> None:
    """Take back the last step of a book and show what that changed."""
    target, port = _target(book, out, in_place), FilePort.open(book)
    shown = lang or PlanBook(port, older=True).lang
    with _speaking(shown), Progress(shown, json) as progress:
        result, restored = undo_last(port, now=dt.datetime.now(), dry_run=dry_run, report=progress)
        if not dry_run:
            restored.save(target)
    _report(result, target, shown, dry_run=dry_run, json=json)


def upgrade(
    *, book: Path, out: Path | None, in_place: bool, dry_run: bool, json: bool, lang: str | None
) -> None:
    """Bring a book of an older version up and show what came new."""
    target, opened = _target(book, out, in_place), open_book(FilePort.open(book), dt.datetime.now())
    result = upgraded(opened.upgrade)
    if not dry_run and (opened.upgrade or out):
        opened.port.save(target)
    _report(result, target, lang or opened.book.lang, dry_run=dry_run, json=json)


def _on_book(
    book: Path,
    target: Path,
    work: Callable[[PlanBook, Progress], CommandResult],
    *,
    dry_run: bool,
    json: bool,
    lang: str | None,
    always: bool,
) -> None:
    """Open a book, let a command work on it, save and report; ``always`` saves even what did not change."""
    opened = open_book(FilePort.open(book), dt.datetime.now())
    shown = lang or opened.book.lang
    with _speaking(shown), Progress(shown, json) as progress:
        result = work(opened.book, progress)
        if not dry_run and not result.blocked and (result.writes or opened.upgrade or always):
            opened.port.save(target)
    _report(result, target, shown, dry_run=dry_run, json=json)


def new(
    *,
    out: Path,
    year: int | None,
    lang: str | None,
    unit: str,
    lean: bool,
    lite: bool,
    demo: str | None,
    overwrite: bool,
    json: bool,
) -> None:
    """Make a new book and save it."""
    if out.exists() and not overwrite:
        raise WorkbookError("SP-315", file=out)
    chosen = lang or LANG
    with Progress(chosen, json) as progress:
        progress("C-STEP-BUILD")
        year = year or (None if demo else dt.date.today().year + 1)
        new_book(chosen, unit=unit, year=year, lean=lean, lite=lite, demo=demo).save(out)
    if json:
        click.echo(show.as_json({"command": "new", "output": out}))
    else:
        click.echo(word("C-OPEN", chosen, path=out))


def demo(*, size: str, lang: str | None, out: Path | None, json: bool) -> None:
    """Make the demo plan in the current folder, compute it and show its main figures."""
    chosen = lang or LANG
    target = _free(out or Path(DEMO_FILE[chosen]))
    with Progress(chosen, json) as progress:
        progress("C-STEP-BUILD")
        port, result = demo_book(chosen, size, progress)
        port.save(target)
    if json:
        click.echo(show.as_json(_document(result, target, chosen)))
        return
    for line in (*show.summary_lines(result, chosen), *show.finding_lines(result.findings, chosen, 5)):
        click.echo(line)
    click.echo(word("C-OPEN", chosen, path=target.resolve()))


@contextmanager
def _speaking(lang: str) -> Iterator[None]:
    """Once a book is open its language is known: what stops the work is told in it."""
    try:
        yield
    except SalesPlanError as error:
        click.echo(error.sentence(lang), err=True)
        raise SystemExit(error.exit_code) from error


def _target(book: Path, out: Path | None, in_place: bool) -> Path:
    if out is not None and in_place:
        raise click.UsageError("-o / --in-place")
    return out or book


def _free(path: Path) -> Path:
    """A name that overwrites nothing: the demo never replaces a file the user may have worked in."""
    for number in range(2, 1000):
        if not path.exists():
            return path
        path = path.with_name(f"{path.stem.rsplit('-v', 1)[0]}-v{number}{path.suffix}")
    raise WorkbookError("SP-315", file=path)


def _report(result: CommandResult, target: Path, lang: str, *, dry_run: bool, json: bool) -> None:
    if json:
        click.echo(show.as_json(_document(result, None if dry_run or result.blocked else target, lang)))
    else:
        _tell(result, target, lang, dry_run)
    if has_errors(result.findings):
        if result.blocked and not dry_run and not json:
            click.echo(_blocked(result).sentence(lang), err=True)
        sys.exit(1)


def _tell(result: CommandResult, target: Path, lang: str, dry_run: bool) -> None:
    total = show.changed_cells(result)
    lines = [*show.summary_lines(result, lang), *show.finding_lines(result.findings, lang)]
    if dry_run:
        lines += [word("C-DRY", lang, count=total), *show.change_lines(result.changes, total, lang)]
    elif result.sentence:
        lines += [render(result.sentence, lang), word("C-OPEN", lang, path=target)]
    elif not result.blocked:
        lines.append(word("C-SAVED" if total else "C-UNCHANGED", lang, path=target, count=total))
    for line in lines:
        click.echo(line)


def _blocked(result: CommandResult) -> PlanInputError:
    count = sum(finding.severity.value == "error" for finding in result.findings)
    return PlanInputError("SP-220", count=count)


def _document(result: CommandResult, target: Path | None, lang: str) -> dict[str, Any]:
    return {
        "command": result.command,
        "output": target,
        "blocked": result.blocked,
        "changed": show.changed_cells(result),
        "figures": result.figures,
        "findings": show.finding_documents(result.findings, lang),
        "changes": show.change_documents(result.changes),
    }
