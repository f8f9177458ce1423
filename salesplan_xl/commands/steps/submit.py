"""Submit: the plan is handed in or approved; which figures it had then is kept, and later changes show."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.commands.engine import runner
from salesplan_xl.commands.engine.result import CommandResult
from salesplan_xl.commands.plan.rules import book_rules
from salesplan_xl.findings import Finding, Place, Sentence
from salesplan_xl.planning.reporting import submission
from salesplan_xl.planning.reporting.submission import QUARTERS, STATES, TOTALS, figures_mark
from salesplan_xl.schema.layout import column_letters
from salesplan_xl.schema.workbook import grids


def submit(
    book: PlanBook, state: str, now: dt.datetime, *, dry_run: bool = False, rows: bool = False
) -> CommandResult:
    """Set the plan's state and keep its figures, or forget them (``draft``).

    Args:
        book: the open book, already computed.
        state: ``draft``, ``submitted`` or ``approved``. Approving keeps the figures that were submitted; a plan
            not submitted before is submitted at the same time.
        now: the day that is written down.
        dry_run: work out the changes only.
        rows: also give the cells of the blocks that are written.

    Returns:
        what changed. Blocked by F-733 where there is no plan yet, by F-734 where figures changed between
        submission and approval.

    Raises:
        ValueError: no such state.
    """
    if state not in STATES:
        raise ValueError(state)
    hindrances = submission.hindrances(state, _totals(book), findings(book), _place(book))
    if not hindrances:
        _stage(book, state, now.date())
    return runner.finish("submit", book, hindrances, now=now, dry_run=dry_run, rows=rows)


def findings(book: PlanBook) -> list[Finding]:
    """The changes since the plan was handed in; nothing for a draft."""
    state, mark = str(book.settings["plan_state"]), book.settings["figures_mark"]
    if state == "draft":
        return []
    marks = (str(mark) if mark else None, _mark(book))
    return submission.submission_findings(state, marks, _kept(book), _totals(book), book.unit, _place(book))


def state_words(book: PlanBook) -> Sentence:
    """The line on top of the report: year, who, as of when, state, and whether it changed since."""
    settings = book.settings | {"as_of": book_rules(book).calendar.as_of}
    return submission.state_words(settings, findings(book))


def _stage(book: PlanBook, state: str, today: dt.date) -> None:
    draft = state == "draft"
    totals = dict.fromkeys(TOTALS) if draft else _totals(book)
    book.put_grid("report_submitted", {(key, "submitted"): value for key, value in totals.items()})
    book.put_setting("plan_state", state)
    book.put_setting("submitted_on", None if draft else today)
    book.put_setting("figures_mark", None if draft else _mark(book))
    book.put_grid("report_head", {("state", "text"): state_words(book)})


def _totals(book: PlanBook) -> dict[str, float]:
    """The totals as they stand now."""
    evaluation = book.evaluation()
    cells = {key: evaluation.grid_cell("commitments", key, "amount") for key in TOTALS[:3]}
    cells |= {q: evaluation.grid_cell("quarter_support", "target", q) for q in QUARTERS}
    return {key: _number(value) for key, value in cells.items()}


def _kept(book: PlanBook) -> dict[str, float]:
    """The totals as submitted."""
    raw = book.grid_raw("report_submitted")
    return {key: _number(raw[key, "submitted"]) for key in TOTALS if raw[key, "submitted"] not in (None, "")}


def _number(value: object) -> float:
    return float(value) if isinstance(value, (int, float)) else 0.0


def _mark(book: PlanBook) -> str:
    evaluation = book.evaluation()
    targets, plan = evaluation.frames["targets"], evaluation.frames["map"]
    expected = pd.to_numeric(
        pd.Series(evaluation.table_column("targets", "expected"), dtype=object), errors="coerce"
    )
    rows = targets[["customer", "tier"]].reset_index(drop=True).assign(expected=expected)
    quarters = plan[["customer", "tier", *QUARTERS]].reset_index(drop=True)
    totals = _totals(book) | {"company": _number(evaluation.grid_cell("commitments", "company", "amount"))}
    return figures_mark(rows, quarters, totals, book.unit)


def _place(book: PlanBook) -> Place:
    """The block that compares what was submitted with what stands."""
    if book.is_gone("report_submitted"):
        return Place()
    spot = book.grid_spot("report_submitted")
    down, right = grids()["report_submitted"].offset("derived", "submitted")
    return Place(sheet=spot.sheet, cell=f"{column_letters(spot.col + right)}{spot.row + down}")
