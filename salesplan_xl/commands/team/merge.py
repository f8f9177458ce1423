"""Merge: the salespeople's edits come back into the team's book; what two sides changed differently stays open."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

from salesplan_xl.book.collector import collector_paused
from salesplan_xl.book.file import FilePort
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.catalogue import finding_sentence
from salesplan_xl.commands.engine import runner
from salesplan_xl.commands.engine.opening import for_reading
from salesplan_xl.commands.engine.opening import opened as open_book
from salesplan_xl.commands.engine.put_back import mended
from salesplan_xl.commands.engine.result import CommandResult
from salesplan_xl.commands.team import assignment
from salesplan_xl.commands.team.merge_read import Returned, read_returned
from salesplan_xl.commands.team.merge_resolve import Resolution
from salesplan_xl.errors import PlanInputError, SalesPlanError, WorkbookError
from salesplan_xl.findings import Finding, Sentence, Severity

Tell = Callable[[Sentence], None]


def merge(
    port: FilePort,
    paths: Sequence[Path],
    *,
    now: dt.datetime,
    delete: bool = False,
    despite_errors: bool = False,
    dry_run: bool = False,
    rows: bool = False,
    tell: Tell = lambda _: None,
) -> tuple[CommandResult, FilePort]:
    """Bring the edits of returned books back into the team's book and compute it again.

    A value that only one side changed since the assignment is taken; the same change on both sides needs nothing;
    different changes are a conflict: the team's value stays and a finding names all values and who gave them.
    In the book these are two steps, each of which can be undone: the merge and the computation.

    Args:
        port: the team's book, open.
        paths: returned books; each carries its assignment.
        now: time for the log.
        delete: empty the rows that a salesperson deleted; else they are only reported.
        despite_errors: write although the team's data has errors.
        dry_run: only tell what would change.
        rows: also give the rows of the tables that the merge itself writes.
        tell: told which book comes next.

    Returns:
        what was or would be changed (figures: ``books``, ``taken``, ``conflicts``, ``refused``, and those of the
        computed book), and the port to save.

    Raises:
        WorkbookError: SP-342 none of the books can be used; what ``PlanBook`` raises for the team's book.
    """
    opened = open_book(port, now)
    book, port = opened.book, opened.port
    returned, unusable = _read_all(book, paths, tell)
    resolved = Resolution(book, returned, delete)
    resolved.stage()
    findings = [*unusable, *resolved.findings()]
    result = runner.finish(
        "merge", book, findings, now=now, despite_errors=despite_errors, dry_run=dry_run, rows=rows
    )
    count = resolved.count()
    figures: dict[str, object] = dict(count)
    if not (dry_run or result.blocked):
        port = port.refreshed()
        result, computed = _computed(port, result, findings, now)
        figures = computed | figures
    sentence = Sentence("team.merge_done", dict(count))
    return dataclasses.replace(result, figures=figures, sentence=sentence), port


def _computed(
    port: FilePort, merged: CommandResult, findings: Sequence[Finding], now: dt.datetime
) -> tuple[CommandResult, dict[str, object]]:
    """The whole chain on the merged book, its findings sheet led by what the merge found."""
    book = PlanBook(port)
    book.findings.extend(findings)
    try:
        run = runner.execute("run", book, now=now, despite_errors=True)
    except PlanInputError:  # nothing to plan for
        return merged, {}
    return dataclasses.replace(merged, findings=run.findings), run.figures


def _read_all(book: PlanBook, paths: Sequence[Path], tell: Tell) -> tuple[list[Returned], list[Finding]]:
    """The readings of all usable books, and why the others are left out; one book is held at a time."""
    returned: list[Returned] = []
    findings: list[Finding] = []
    for number, path in enumerate(paths, 1):
        tell(Sentence("team.progress_read", {"number": number, "count": len(paths), "name": path.name}))
        try:
            with collector_paused():
                reading = _read(book, path)
        except SalesPlanError as error:
            values: dict[str, object] = {"file": path.name, "reason": error.sentence(book.lang)}
            reading = Finding("F-715", Severity.WARNING, values)
        if isinstance(reading, Finding):
            findings.append(reading)
        else:
            returned.append(reading)
            findings.extend(reading.findings)
    if not returned:
        reasons = [_first(finding, book.lang) for finding in findings[:3]]
        raise WorkbookError("SP-342", count=len(paths), reasons=tuple(reasons))
    return returned, findings


def _first(finding: Finding, lang: str) -> str:
    return finding_sentence(finding, lang).rstrip("。.")


def _read(team: PlanBook, path: Path) -> Returned | Finding:
    """One returned book, or why it is left out."""
    opened = for_reading(FilePort.open(path))
    rep = opened.book
    record = assignment.read(rep)
    if record is None:
        return Finding("F-714", Severity.WARNING, {"file": path.name})
    owner = str(record.info["owner"] or "") or path.name
    years = rep.rules.calendar.plan_year, team.rules.calendar.plan_year
    if years[0] != years[1]:
        values: dict[str, object] = {
            "file": path.name, "owner": owner, "found": str(years[0]), "wanted": str(years[1]),
        }  # fmt: skip
        return Finding("F-716", Severity.WARNING, values)
    if rep.unit != team.unit:
        values = {"file": path.name, "owner": owner, "found": rep.unit, "wanted": team.unit}
        return Finding("F-717", Severity.WARNING, values)
    returned = read_returned(rep, record)
    lost = mended(path.name, opened.put_back, team.lang)
    return dataclasses.replace(returned, findings=[*returned.findings, *lost])
