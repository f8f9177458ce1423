"""The reading of one returned book: every value that its salesperson changed since it was assigned."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

import pandas as pd

from salesplan_xl.book.plan_book.edits import SEPARATOR, plain
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.commands.team import assignment
from salesplan_xl.commands.team.assignment import CUSTOMER_TABLES, Assignment, Edits
from salesplan_xl.commands.team.split_rows import UNASSIGNED, new_business_names
from salesplan_xl.findings import Finding, Place, Sentence, Severity
from salesplan_xl.planning.reporting.three_way_merge import Row, Value, canon, match_rows
from salesplan_xl.schema.inputs import INPUTS
from salesplan_xl.schema.settings import SETTINGS
from salesplan_xl.schema.types import Filled, Label, Table
from salesplan_xl.schema.workbook import grids, tables

# What makes rows the same, strongest first; see ``match_rows``.
ROW_KEYS: dict[str, tuple[tuple[str, ...], ...]] = {
    "customers": (("name",), ("code",)),
    "orders": (("date", "order_no", "customer", "line", "amount", "kind"), ("order_no", "customer", "line")),
    "receivables": (("invoice", "customer", "kind", "due"), ("invoice", "customer")),
    "contacts": (("customer", "name"),),
    "opportunities": (("customer", "project"),),
    "visits": (("date", "customer", "purpose", "outcome"), ("date", "customer")),
    "actions": (("customer", "action"),),
    "resources": (("kind", "name"),),
}
GROUP = {"customers": "owner", "resources": "kind"}
# Of these the rep's book says the whole-team truth only in part.
NOT_MERGED_SETTINGS = frozenset({"people", "salesperson", "as_of", "as_of_used", "current_month"})


@dataclass(frozen=True)
class RowChange:
    """The change of a row of an input table: new values by column, or deleted."""

    values: dict[str, Value] = field(default_factory=dict)
    deleted: bool = False


@dataclass
class Returned:
    """One returned book.

    Args:
        title: its file name.
        owner: whose book it is.
        base: table → rows as assigned, for tables that changed.
        rows: table → number of the row as assigned → what became of it.
        added: table → new rows.
        edits: table → row identity → column → new value, ``None`` where an edit was taken back.
        base_edits: the same as assigned.
        reviews: edited review rows by identity, all their cells: the team's book may not have them.
        outreach: its contact records.
        unreadable: how many cells could not be read.
        team_wide: what was changed that concerns the whole team.
        findings: cells that could not be read.
    """

    title: str
    owner: str
    base: dict[str, list[Row]] = field(default_factory=dict)
    rows: dict[str, dict[int, RowChange]] = field(default_factory=dict)
    added: dict[str, list[Row]] = field(default_factory=dict)
    edits: dict[str, Edits] = field(default_factory=dict)
    base_edits: dict[str, Edits] = field(default_factory=dict)
    reviews: dict[str, dict[str, object]] = field(default_factory=dict)
    outreach: pd.DataFrame = field(default_factory=pd.DataFrame)
    team_wide: list[Sentence | Label | str] = field(default_factory=list)
    unreadable: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def who(self) -> str:
        """The book's name in findings."""
        return self.owner or self.title


def positions(table: Table, columns: tuple[str, ...]) -> tuple[int, ...]:
    """Places of columns in a record's rows."""
    keys = table.keys()
    return tuple(keys.index(column) for column in columns)


def row_keys(table: str) -> list[tuple[int, ...]]:
    """The keys of a table's rows as places in a record's rows."""
    return [positions(tables()[table], key) for key in ROW_KEYS[table]]


def group_of(table: str) -> int:
    """The place of the column within which rows may be alike."""
    return tables()[table].keys().index(GROUP.get(table, "customer"))


def read_returned(book: PlanBook, record: Assignment) -> Returned:
    """Compare a returned book with the record of its assignment.

    Raises:
        WorkbookError: the book cannot be read; see ``PlanBook``.
    """
    owner = str(record.info["owner"] or UNASSIGNED)
    returned = Returned(book.port.title, owner, base_edits=record.edits)
    for table in INPUTS:
        _read_table(book, record, table, returned)
    for key in CUSTOMER_TABLES:
        returned.edits[key] = _changed_edits(book, key, record.edits.get(key, {}))
    returned.reviews = _review_rows(book, returned.edits["reviews"])
    returned.outreach = book.frame("outreach")
    returned.team_wide = list(_team_wide(book, record))
    return returned


def _read_table(book: PlanBook, record: Assignment, table: Table, returned: Returned) -> None:
    base, given = record.inputs[table.key], record.given.get(table.key, {})
    assigned = [_overlaid(row, table, given.get(at, {})) for at, row in enumerate(base)]
    body, now = assignment.input_rows(book, table.key)
    match = match_rows(assigned, now, row_keys(table.key), group_of(table.key))
    bad = assignment.unreadable(book, table.key)
    if bad:
        returned.findings.append(_unreadable(book, table, returned.who, bad))
        returned.unreadable += len(bad)
    changes = returned.rows.setdefault(table.key, {})
    for at, there in match.pairs.items():
        values = {
            key: new
            for key, old, new in zip(table.keys(), assigned[at], now[there], strict=True)
            if new != old and (body[there], key) not in bad
        }
        if values:
            changes[at] = RowChange(values)
    changes |= {at: RowChange(deleted=True) for at in match.gone}
    returned.added[table.key] = [now[at] for at in match.added]
    if changes or match.added:
        returned.base[table.key] = base


def _overlaid(row: Row, table: Table, given: dict[str, Value]) -> Row:
    return (
        tuple(given.get(key, value) for key, value in zip(table.keys(), row, strict=True)) if given else row
    )


def _unreadable(book: PlanBook, table: Table, who: str, bad: set[tuple[int, str]]) -> Finding:
    row, column = min(bad)
    value = str(book.raw_column(table.key, column)[row])[:60]
    values: dict[str, object] = {"owner": who, "table": table.label, "count": len(bad), "value": value}
    return Finding("F-713", Severity.WARNING, values, Place(sheet=book.place(table.key).sheet))


def _changed_edits(book: PlanBook, table: str, base: Edits) -> Edits:
    """Edits made, altered or taken back since the assignment."""
    now, nobody = assignment.table_edits(book, table), new_business_names(book)
    edits: Edits = {}
    for row, cells in now.items():
        before = base.get(row, {})
        changed = {key: value for key, value in cells.items() if value != before.get(key)}
        if changed and not _new_business(table, row, nobody):
            edits[row] = changed
    shown = _shown(book, table) if base else {}
    for row, cells in base.items():
        back = {
            key: None
            for key, value in cells.items()
            if key not in now.get(row, {}) and row in shown and shown[row][key] != value
        }
        if back and not _new_business(table, row, nobody):
            edits.setdefault(row, {}).update(back)
    return edits


def _shown(book: PlanBook, table: str) -> dict[str, dict[str, Value]]:
    """The values that the user's cells of every row show: an edit that equals the computed value is not told apart."""
    keys = [*tables()[table].keys(Filled.EDIT), *assignment.own_columns(table)]
    columns = [book.raw_column(table, key) for key in keys]
    rows = zip(book.raw_identities(table), zip(*columns, strict=True), strict=True)
    return {row: {key: canon(plain(v)) for key, v in zip(keys, cells, strict=True)} for row, cells in rows}


def _review_rows(book: PlanBook, edits: Edits) -> dict[str, dict[str, object]]:
    """The cells of the edited review rows, as they stand."""
    keys = [column.key for column in tables()["reviews"].columns if column.formula is None]
    rows = zip(*(book.raw_column("reviews", key) for key in keys), strict=True)
    pairs = zip(book.raw_identities("reviews"), rows, strict=True)
    return {row: dict(zip(keys, cells, strict=True)) for row, cells in pairs if row in edits}


def _new_business(table: str, row: str, names: Collection[str]) -> bool:
    """Whether a row is that of customers nobody has yet: there a rep's book holds only a share."""
    return table in ("targets", "map") and row.split(SEPARATOR, maxsplit=1)[0] in names


def _team_wide(book: PlanBook, record: Assignment) -> Iterator[Sentence | Label | str]:
    """Changes of what belongs to the whole team: settings, quarter weights, month shares, funnel, new business."""
    now = assignment.setting_values(book)
    for setting in SETTINGS:
        key = setting.key
        if key in record.settings and key not in NOT_MERGED_SETTINGS and now[key] != record.settings[key]:
            yield setting.label
    for block, edits in assignment.team_edits(book).items():
        if edits != record.edits.get(block, {}):
            yield (tables()[block].label if block in tables() else grids()[block].label)
    nobody = new_business_names(book)
    for table in ("targets", "map"):
        base = record.edits.get(table, {})
        for row, cells in assignment.table_edits(book, table).items():
            if _new_business(table, row, nobody) and cells != base.get(row, {}):
                yield row
