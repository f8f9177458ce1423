"""The rows of last year's book that the next one gets, table by table, as their user left them.

A table that comes later needs a line in one of the lists below: ``WHOLE`` where every row goes over, ``TYPED`` where
only what the user put into a computed table does, ``RULES`` where the rows are chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.commands.plan.plan import Plan
from salesplan_xl.commands.plan.rules import under_new_names
from salesplan_xl.planning.year_end.next_year import Mask, NextYear, without_blank
from salesplan_xl.schema.evaluate import empty_frame
from salesplan_xl.schema.types import Filled
from salesplan_xl.schema.workbook import SHEETS, tables

# Every row goes over.
WHOLE = (
    "contacts", "resources", "judgements", "outreach", "scenarios", "rates", "merged_names", "import_answers",
    "rebates", "progress",
)  # fmt: skip
# Computed tables of which only what the user typed goes over; the rest is worked out again.
TYPED = ("key_accounts", "scripts", "segments", "causes", "attributions", "zones")
# Rows chosen by a rule, the columns as they stand.
RULES: dict[str, Callable[[NextYear, pd.DataFrame], Mask]] = {
    "orders": NextYear.orders, "receivables": NextYear.receivables, "opportunities": NextYear.opportunities,
    "visits": NextYear.visits, "actions": NextYear.actions,
}  # fmt: skip
CARRIED = ("customers", *RULES, *WHOLE, *TYPED)
# Sheets of which nothing goes over: last year's book may lack them.
NOT_CARRIED = frozenset(
    sheet.key for sheet in SHEETS if not any(table.key in CARRIED for table in sheet.tables)
)
# Computed columns that say what a row is, beside its identity; all others are worked out again.
_KEPT = {
    "judgements": ("source",), "scripts": ("script", "situation"), "import_answers": ("example", "answers"),
    "outreach": ("season",),
}  # fmt: skip
# Their sheets are hidden until there is something on them.
_SHOWN = ("rates", "outreach")


@dataclass(frozen=True, slots=True)
class Carried:
    """The rows of one table for the new book, on the body rows of the old one (-1: none); how many stay behind."""

    rows: pd.DataFrame
    stayed: int = 0


def carried(book: PlanBook, following: NextYear) -> dict[str, Carried]:
    """The rows of every table that goes over, tables without a row left out."""
    parts = ((table, _carried(book, table, following)) for table in CARRIED if not book.is_gone(table))
    return {table: part for table, part in parts if len(part.rows) or part.stayed}


def _carried(book: PlanBook, table: str, following: NextYear) -> Carried:
    if table == "customers":
        return Carried(following.customers(book.frame(table)))
    if table == "outreach":
        return Carried(_without_computed(table, _contact_record(book)))
    rows = under_new_names(book, table)
    if table in RULES:
        kept = rows[RULES[table](following, rows)]
        return Carried(_with_slips(book, kept) if table == "opportunities" else kept, len(rows) - len(kept))
    rows = _only_typed(book, table, rows) if table in TYPED else rows
    return Carried(_without_computed(table, rows))


def _contact_record(book: PlanBook) -> pd.DataFrame:
    """The contact record, with results that were typed on the list since it was last worked out."""
    standing = book.frame("outreach")
    if not any({"result", "cause_found"} & cells.keys() for cells in book.edits("sprint").values()):
        return standing
    rows = Plan(book).year_end.contact_record
    # Rows that come new were no body row.
    old = [*standing.index, *[-1] * len(rows)][: len(rows)]
    return rows.reindex(columns=standing.columns).set_axis(old)


def _with_slips(book: PlanBook, rows: pd.DataFrame) -> pd.DataFrame:
    """Projects with the times they slipped, the last time too where no command has counted it yet."""
    return rows.assign(
        slips=Plan(book).pipeline.opportunities["slips"].reindex(rows.index).fillna(rows["slips"])
    )


def _without_computed(table: str, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows without what the next computation works out."""
    declared = tables()[table]
    blank = empty_frame(table, len(rows)).set_axis(rows.index)
    worked_out = set(declared.keys(Filled.COMPUTED)) - {*declared.identity, *_KEPT.get(table, ())}
    return rows.assign(**{key: blank[key] for key in rows.columns if key in worked_out})


def _only_typed(book: PlanBook, table: str, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with something of the user's in them, without what was only proposed."""
    declared, edits, identities = tables()[table], book.edits(table), book.raw_identities(table)
    cells = [edits.get(identities[row], {}) for row in rows.index]
    mine = {
        key: rows[key].where(pd.Series([key in typed for typed in cells], rows.index, dtype=bool))
        for key in declared.keys(Filled.EDIT)
    }
    keys = [key for key in declared.keys(Filled.USER, Filled.EDIT) if key not in declared.identity]
    return without_blank(rows.assign(**mine), keys)


# ── into the new book ─────────────────────────────────────────────────────────────────────────────────


def stage_rows(new: PlanBook, parts: Mapping[str, Carried]) -> None:
    """Stage the rows in a fresh book."""
    for table, part in parts.items():
        rows = part.rows.reset_index(drop=True)
        if tables()[table].fixed_rows:
            _stage_fixed(new, table, rows)
        elif len(rows):
            new.put(table, rows, ordered=True)
            if table in _SHOWN:
                new.show(table)


def _stage_fixed(new: PlanBook, table: str, rows: pd.DataFrame) -> None:
    """Stage the typing of the user in a table whose rows are always the same."""
    (key,) = tables()[table].identity
    standing, typed = new.full_frame(table), rows.set_index(key)
    columns = tables()[table].keys(Filled.EDIT)
    cells = {
        column: standing[key].map(typed[column]).where(lambda cell: cell.notna(), None) for column in columns
    }
    new.put(table, standing.assign(**cells), only=columns)
