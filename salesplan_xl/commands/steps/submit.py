"""Submit: the plan is handed in or approved; which figures it had then is kept, and later changes show."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.commands.engine import runner
from salesplan_xl.commands.engine.result import CommandResult
from salesplan_xl.findings import Finding, Place, Sentence, Severity
from salesplan_xl.planning.reporting.submission import QUARTERS, TOTALS, figures_mark, submission_findings
from salesplan_xl.schema.layout import column_letters
from salesplan_xl.schema.workbook import grids

STATES = ("draft", "submitted", "approved")


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
    found = _hindrances(book, state)
    if not found:
        _stage(book, state, now.date())
    return runner.finish("submit", book, found, now=now, dry_run=dry_run, rows=rows)


def findings(book: PlanBook) -> list[Finding]:
    """What changed since the plan was handed in; nothing for a draft."""
    state, mark = str(book.settings["plan_state"]), book.settings["figures_mark"]
    if state == "draft":
        return []
    marks = (str(mark) if mark else None, _mark(book))
    return submission_findings(state, marks, _kept(book), _totals(book), book.unit, _place(book))


def state_words(book: PlanBook) -> Sentence:
    """The line on top of the report: year, who, as of when, state, and whether it changed since."""
    settings = book.settings
    state = str(settings["plan_state"])
    dated = "dated" if state != "draft" and settings["submitted_on"] else "plain"
    values: dict[str, object] = {"state": state, "date": settings["submitted_on"]}
    parts = Sentence(f"submit.state.{dated}", values)
    changed = [finding for finding in findings(book) if finding.code != "F-732"]
    who = settings["salesperson"] or Sentence("submit.nobody")
    return Sentence(
        "submit.head_changed" if changed else "submit.head",
        {"year": str(settings["plan_year"]), "who": who, "as_of": settings["as_of"], "state": parts},
    )


def _hindrances(book: PlanBook, state: str) -> list[Finding]:
    if state == "draft":
        return []
    if not any(_totals(book).values()):
        return [Finding("F-733", Severity.ERROR, {}, _place(book))]
    changed = [finding for finding in findings(book) if finding.code in ("F-730", "F-731")]
    if state == "approved" and changed:
        return [Finding("F-734", Severity.ERROR, {}, _place(book))]
    return []


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
    found = {key: evaluation.grid_cell("commitments", key, "amount") for key in TOTALS[:3]}
    found |= {q: evaluation.grid_cell("quarter_support", "target", q) for q in QUARTERS}
    return {key: _number(value) for key, value in found.items()}


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
    spot = book.grid_spot("report_submitted")
    down, right = grids()["report_submitted"].offset("derived", "submitted")
    return Place(sheet=spot.sheet, cell=f"{column_letters(spot.col + right)}{spot.row + down}")
