"""Runs a command on an open book: stage, check, write, report. Shared by every door."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Sequence

import pandas as pd

from salesplan_xl.book.collector import collector_paused
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.book.port import Writes
from salesplan_xl.catalogue import finding_remedy, finding_sentence, render
from salesplan_xl.commands import registry
from salesplan_xl.commands.engine import changes, guide_state, log, summary, undo_stack, written
from salesplan_xl.commands.engine.finding_keys import finding_keys
from salesplan_xl.commands.engine.period import set_period
from salesplan_xl.commands.engine.put_back import gone_note
from salesplan_xl.commands.engine.result import CommandResult
from salesplan_xl.commands.engine.same_names import follow_answers
from salesplan_xl.commands.plan.inputs import Report
from salesplan_xl.commands.plan.plan import Plan
from salesplan_xl.findings import Finding, Sentence, by_weight, has_errors
from salesplan_xl.planning.time.execution_map import last_tier
from salesplan_xl.planning.year_end.season_words import guide_words

# Sheets that stand on this year: above their first block they say when it is not over.
UNFINISHED = ("health", "targets", "target_summary", "confidence", "quarters", "map", "board")


def execute(
    command: str,
    book: PlanBook,
    *,
    now: dt.datetime,
    month: str | None = None,
    as_of: dt.date | None = None,
    reset: bool = False,
    despite_errors: bool = False,
    dry_run: bool = False,
    rows: bool = False,
    report: Report = lambda _: None,
    then: Callable[[Plan], None] | None = None,
) -> CommandResult:
    """Run one command and, unless it is a dry run or blocked by errors, apply its changes to the port.

    Args:
        command: key of a step of the registry.
        book: the open book.
        now: time for the log; the core never looks at a clock.
        month: month to track, such as ``2027-03``; kept in the book.
        as_of: the day on which the data stand; kept in the book. See ``period.set_period``.
        reset: forget the user's edits in the tables written.
        despite_errors: write although the data has errors.
        dry_run: work out the changes only.
        rows: also give the rows of what is written, see ``CommandResult``.
        report: told the code of each step that starts.
        then: called with the plan once its results are written, for a file beside the book.

    Returns:
        what was or would be changed; ``blocked`` when errors stopped it.

    Raises:
        PlanInputError: nothing to compute from; WorkbookError: the book cannot take the result.
    """
    verb = registry.verb(command)
    set_period(book, verb, month, as_of, now.date())
    stage = verb.stage_function()
    with collector_paused():
        followed = follow_answers(book) if verb.full else []
        plan = Plan(book, verb.resets if reset else frozenset(), report)
        stage(plan)
        if verb.sheet and not verb.looks_only:
            book.show_sheet(verb.sheet)
        if not verb.looks_only:
            book.put_setting("as_of_used", plan.rules.calendar.as_of)
            book.remember_names()
            book.put_lines(_sheet_lines(plan))
        noticed = [*followed, *plan.below] if verb.full else followed
        result = finish(
            command, book, noticed, plan=plan, now=now, despite_errors=despite_errors, dry_run=dry_run, rows=rows,
            report=report, lead=plan.lead, keep_plan=then is not None,
        )  # fmt: skip
        result = _with_more(result, plan)
        if then and not dry_run and not result.blocked:
            then(plan)
        # Its steps point back at it: without this the frames of a large book outlive the command.
        plan.forget()
        return result


def _with_more(result: CommandResult, plan: Plan) -> CommandResult:
    """The answer with the figures and lists of its step; a list that a table holds in words comes as it is."""
    lists = {
        name: [{key: _shown(cell, plan.book.lang) for key, cell in row.items()} for row in rows]
        for name, rows in plan.lists.items()
    }
    tables = None if result.tables is None else result.tables | lists
    return dataclasses.replace(result, step_figures=dict(plan.figures), tables=tables)


def _shown(cell: object, lang: str) -> object:
    """A cell of a list with its sentences in the book's language."""
    parts = cell if isinstance(cell, tuple) and not isinstance(cell, Sentence) else (cell,)
    return render(cell, lang) if any(isinstance(part, Sentence) for part in parts) else cell  # type: ignore[arg-type]


def _sheet_lines(plan: Plan) -> dict[str, Sentence | None]:
    """The line above the first block: on sheets of this year that it is not over, on the map since when, the phase."""
    lines: dict[str, Sentence | None] = dict.fromkeys(UNFINISHED, plan.year_words)
    day = plan.book.settings["plan_fixed_on"]
    if day is not None and plan.year_words is None:
        lines["map"] = Sentence("lead.fixed_on", {"date": day})
    rows = plan.map if plan.book.is_staged("map") else plan.standing_map
    lines["map"] = _both(lines["map"], last_tier(rows))
    lines["guide"] = guide_words(plan.year_end.season) if plan.has_customers else None
    return lines


def _both(first: Sentence | None, second: Sentence | None) -> Sentence | None:
    return Sentence("lead.both", {"first": first, "second": second}) if first and second else first or second


def finish(
    command: str,
    book: PlanBook,
    findings: Sequence[Finding],
    *,
    plan: Plan | None = None,
    now: dt.datetime,
    despite_errors: bool = False,
    dry_run: bool = False,
    rows: bool = False,
    report: Report = lambda _: None,
    lead: Sequence[Sentence] = (),
    keep_plan: bool = False,
) -> CommandResult:
    """Check what a command staged, write it, and say what happened; see ``execute``.

    Unless ``keep_plan`` is set, what the plan has computed is forgotten before the cells are made.
    """
    verb = registry.verb(command)
    book.findings.extend([*findings, *book.override_findings(everywhere=verb.full)])
    if verb.full:
        book.findings.extend(gone_note(book))
    located = _findings(book)
    blocked = has_errors(located) and not despite_errors and not verb.looks_only
    report("C-STEP-WRITE")
    if verb.full:
        stage_findings(book, located)
        if located:
            book.show("findings")
        book.put_grid("steps", guide_state.steps(book, located))
    figures = summary.figures(plan or Plan(book)) if verb.summary else {}
    year_words = plan.year_words if plan and verb.summary else None
    if plan and not keep_plan:
        plan.forget()
    book.remember_itself()
    writes = book.changes()
    listed = changes.listed(book, writes)
    # The port must not have changed yet: what is read for the rows stands where it stood.
    tables, grids = written.rows(book) if rows else (None, None)
    if not dry_run and not blocked:
        writes = recorded(book, command, writes, now)
        book.port.apply(writes)
    return CommandResult(
        command,
        tuple(located),
        writes,
        listed,
        figures,
        blocked,
        lead=tuple(lead),
        tables=tables,
        grids=grids,
        year_words=year_words,
    )


def _findings(book: PlanBook) -> list[Finding]:
    """All findings once, located, heaviest first."""
    unique = {
        repr((f.code, f.place.table, f.place.row, f.place.column, sorted(f.values.items(), key=str))): f
        for f in book.findings
    }
    return by_weight([book.located(finding) for finding in unique.values()])


def stage_findings(book: PlanBook, findings: Sequence[Finding]) -> None:
    """Fill the findings table."""
    rows = [
        (
            f.code,
            f.severity.value,
            f.place.sheet,
            f.place.cell,
            finding_sentence(f, book.lang),
            finding_remedy(f, book.lang),
        )
        for f in findings
    ]
    columns = ["code", "severity", "sheet", "cell", "sentence", "remedy"]
    frame = pd.DataFrame(rows, columns=columns, dtype=object)
    book.put("findings", frame, ordered=True, keys=finding_keys(book, findings))


def recorded(book: PlanBook, command: str, writes: Writes, now: dt.datetime) -> Writes:
    """The writes with a line in the log and, where the port can keep one, their undo record; nothing for nothing."""
    if not writes:
        return writes
    counted = changes.by_sheet(book, writes)
    what = render(tuple(f"{sheet} {count}" for sheet, count in counted.items()), book.lang)
    undo_id = ""
    if book.port.keeps_undo:
        writes, undo_id = undo_stack.with_undo(book, command, writes, now)
    log.stage_line(book, command, what, undo_id, now)
    added = book.table_changes("log")
    return dataclasses.replace(writes, tables=(*writes.tables, added)) if added else writes
