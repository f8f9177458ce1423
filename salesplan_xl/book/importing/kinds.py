"""Tells what a file holds where nobody names it: customers, orders, receivables, visits or any other table."""

from __future__ import annotations

from dataclasses import dataclass

from salesplan_xl.book.importing.grids import Grid
from salesplan_xl.book.importing.locate import Located, locate
from salesplan_xl.book.importing.opening import Source, open_file
from salesplan_xl.book.importing.questions import Answers, Question
from salesplan_xl.book.importing.reading import BookFacts
from salesplan_xl.book.importing.rows import names_in_lines
from salesplan_xl.book.importing.words import TABLES
from salesplan_xl.errors import PlanInputError
from salesplan_xl.schema.workbook import tables

# Columns that speak for a table: no other has them.
_TELLING = {
    "customers": ("industry", "region", "since", "this_year", "last_year"),
    "orders": ("order_no", "amount", "product", "quantity", "price", "kind", "line"),
    "receivables": ("due", "amount", "outstanding", "paid_amount", "paid_date", "invoice"),
    "contacts": ("role", "first_name", "last_name", "attitude", "last_contact"),
    "opportunities": ("stage", "amount", "probability", "sign_date", "project"),
    "visits": ("purpose", "outcome", "contacts"),
    "actions": ("action", "acceptance", "verify_by"),
    "resources": ("strength", "valid_until", "customers"),
    "key_accounts": ("key_tier", "window", "granted", "drop_reason"),
    "judgements": ("assumption", "check_by", "verdict", "lesson"),
    "outreach": ("script", "list", "result", "cause"),
    "battles": ("how",),
    "attributions": ("method", "factor", "why"),
    "insights": ("answer",),
    "goals": ("first_step", "subject", "measure"),
    "requests": ("uplift", "for_whom", "needed_by"),
}
# Without one of these a table is not told from others by its needed columns alone.
_MARKED = {
    "customers": (),
    "actions": ("acceptance", "verify_by", "done_on", "due"),
    "visits": ("purpose", "outcome", "contacts"),
    "resources": ("strength", "valid_until"),
    "key_accounts": ("key_tier", "granted", "drop_reason"),
    "judgements": ("check_by", "verdict", "lesson"),
    "outreach": ("script",),
    "battles": ("how",),
    "attributions": ("method", "factor"),
    "insights": ("answer",),
    "goals": ("measure", "first_step"),
    "requests": ("uplift", "for_whom"),
}
# A column a month stands for the day and the amount of orders.
_MONTHS = 6
# The best must be ahead by so much.
_AHEAD = 2


@dataclass(frozen=True, slots=True)
class _Fit:
    """The fit of a sheet with a table."""

    table: str
    score: int


def kinds_of(path: Source, facts: BookFacts, answers: Answers) -> tuple[list[str], Question | None]:
    """The tables that a file holds, or the question which.

    Args:
        path: the file.
        facts, answers: see ``read_import``.

    Raises:
        PlanInputError: SP-214 no sheet fits any table; SP-213 unreadable.
        WorkbookError: SP-301 … SP-309, see ``open_file``.
    """
    picked: list[str] = []
    unsure: list[str] = []
    for grid in open_file(path, answers.encoding).grids:
        if not grid.visible or not grid.columns:
            continue
        fits = _fits(grid, facts, answers)
        if fits and (len(fits) == 1 or fits[0].score >= fits[1].score + _AHEAD):
            picked.append(fits[0].table)
        elif fits:
            unsure += [fit.table for fit in fits if fit.score + _AHEAD > fits[0].score]
    if picked:
        return list(dict.fromkeys(picked)), None
    if unsure:
        labels = [tables()[key].label.of(facts.lang) for key in dict.fromkeys(unsure)]
        return [], Question(
            "kind", {"file": path.name, "tables": labels, "first": unsure[0]}, "", tuple(unsure)
        )
    raise PlanInputError("SP-214", file=path.name)


def _fits(grid: Grid, facts: BookFacts, answers: Answers) -> list[_Fit]:
    """The tables a sheet can be, the best first."""
    fits, nearly = [], []
    for table in TABLES:
        located = locate(grid, table, answers.columns, facts.this_year)
        if located and _is_usable(located, table):
            fits.append(_Fit(table, _score(located, table)))
        elif located and _lacks_little(located, table):
            nearly.append(_Fit(table, _score(located, table)))
    best = max((fit.score for fit in fits), default=0)
    fits += [fit for fit in nearly if fit.score >= best + _AHEAD]
    return sorted(fits, key=lambda fit: -fit.score)


def _lacks_little(located: Located, table: str) -> bool:
    """Whether a table lacks but one of its columns, and has one that no other has: that column will be asked for."""
    certain = set(located.mapped.positions) - set(located.mapped.likely)
    telling = certain.intersection(_TELLING[table]) - ({"amount"} if table != "orders" else set())
    return len(located.lacks(table)) == 1 and len(certain) > 1 and bool(telling)


def _is_usable(located: Located, table: str) -> bool:
    lacking = located.lacks(table)
    if "customer" in lacking and names_in_lines(located, table):
        lacking.remove("customer")
    present = located.mapped.positions
    return (
        not lacking
        and (len(present) > 1 or bool(located.months))
        and not (table in _MARKED and _MARKED[table] and not any(key in present for key in _MARKED[table]))
    )


def _score(located: Located, table: str) -> int:
    """Certain columns, those that speak for the table thrice; one that is only likely speaks against it."""
    likely = located.mapped.likely
    certain = [key for key in located.mapped.positions if key not in likely]
    months = _MONTHS if located.months else 0
    return len(certain) + 2 * sum(key in _TELLING[table] for key in certain) - len(likely) + months
