"""Whose row is whose: every row of a team's book goes to the salesperson who owns its customer."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from salesplan_xl.book.cells.casting import cast_column
from salesplan_xl.book.plan_book.edits import SEPARATOR
from salesplan_xl.book.plan_book.plan_book import PlanBook
from salesplan_xl.book.plan_book.row_keys import check_sum
from salesplan_xl.commands.plan.accounts import STANDING_BLOCK
from salesplan_xl.schema.inputs import INPUTS
from salesplan_xl.schema.workbook import tables
from salesplan_xl.tiers import NEW

# Nobody's rows: a book of their own.
UNASSIGNED = ""
# The row of customers nobody has yet, and what belongs to no customer.
EVERYBODY = "\x00"
# Blocks of the system table that hold the assignment; see assignment.py.
ASSIGNMENT = "handout"
# Records and results of the whole team: emptied; what is still true is computed again.
EMPTIED = frozenset({"areas", "findings", "imports", "log", "undo"})
_INPUT_KEYS = frozenset(table.key for table in INPUTS)
CUSTOMER_SEPARATORS = re.compile("[;\uff1b\u3001\n|]")


@dataclass(frozen=True)
class Owners:
    """The owner of every listed customer; ``elsewhere``: customer → owner by the list, owner by the map."""

    by_customer: dict[str, str]
    elsewhere: dict[str, tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, book: PlanBook) -> Owners:
        """As the customer list says; where that is blank, as the execution map says."""
        names, listed = texts(book, "customers", "name"), texts(book, "customers", "owner")
        mapped = dict(zip(texts(book, "map", "customer"), texts(book, "map", "owner"), strict=True))
        by_customer: dict[str, str] = {}
        other: dict[str, tuple[str, str]] = {}
        for name, owner in zip(names, listed, strict=True):
            if not name:
                continue
            on_map = mapped.get(name, "")
            by_customer[name] = by_customer.get(name) or owner or on_map
            if owner and on_map and owner != on_map:
                other[name] = (owner, on_map)
        return cls(by_customer, other)

    def row_owner(self, customer: str, own: str) -> str | None:
        """Whose a row is; ``None`` for a blank one. ``own`` is the owner the row itself names."""
        if not customer:
            return own or None
        return self.by_customer.get(customer, own)


def texts(book: PlanBook, table: str, column: str) -> list[str]:
    """A text column as it stands, trimmed; blank is empty."""
    declared = tables()[table].column(column)
    return [text or "" for text in cast_column(book.raw_column(table, column), declared, book.unit).series]


def owner_names(book: PlanBook, owners: Owners) -> list[str]:
    """Everybody who gets a book, in the order of the customer list, then of the other tables; nobody last."""
    ordered = dict.fromkeys(owners.by_customer.values())
    for table in INPUTS:
        whose = row_owners(book, owners, table.key) or []
        ordered |= dict.fromkeys(owner for owner in whose if owner not in (None, EVERYBODY))
    return [name for name in ordered if name] + ([UNASSIGNED] if UNASSIGNED in ordered else [])


def kept_rows(book: PlanBook, owners: Owners, wanted: Collection[str]) -> dict[str, list[int]]:
    """The body rows that the book of these owners keeps, for every table that does not stay whole."""
    return {key: rows for key in tables() if (rows := _kept(book, owners, wanted, key)) is not None}


def _kept(book: PlanBook, owners: Owners, wanted: Collection[str], key: str) -> list[int] | None:
    if key in EMPTIED:
        return []
    whose = _baseline_owners(book, owners) if key == "baseline" else row_owners(book, owners, key)
    if whose is None:
        return None
    return [row for row, owner in enumerate(whose) if owner == EVERYBODY or owner in wanted]


def row_owners(book: PlanBook, owners: Owners, key: str) -> list[str | None] | None:
    """The owner of every body row of a table, ``None`` for rows that go; no list for tables of the whole team."""
    keys, customer = tables()[key].keys(), "name" if key == "customers" else "customer"
    if customer not in keys:
        return None
    names = texts(book, key, customer)
    own = texts(book, key, "owner") if "owner" in keys else [""] * len(names)
    whose = [owners.row_owner(name, person) for name, person in zip(names, own, strict=True)]
    if "tier" in keys:  # customers nobody has yet are everybody's
        tiers = _tiers(book, key)
        return [EVERYBODY if tier == NEW else owner for tier, owner in zip(tiers, whose, strict=True)]
    if key not in _INPUT_KEYS:
        return whose
    filled = set(book.frame(key).index) if None in whose else set()
    return [UNASSIGNED if owner is None and row in filled else owner for row, owner in enumerate(whose)]


def new_business_names(book: PlanBook) -> set[str]:
    """The names of the row of customers nobody has yet in this book: it is the one of tier N."""
    rows = [
        pair for key in ("targets", "map") for pair in zip(texts(book, key, "customer"), _tiers(book, key), strict=True)
    ]  # fmt: skip
    return {name for name, tier in rows if name and tier == NEW}


def _tiers(book: PlanBook, table: str) -> list[object]:
    declared = tables()[table].column("tier")
    return list(cast_column(book.raw_column(table, "tier"), declared, book.unit).series)


def _baseline_owners(book: PlanBook, owners: Owners) -> list[str | None]:
    """Whose cells a remembered row speaks of; what an earlier split noted goes."""
    everybody = new_business_names(book)
    blocks, rows = book.raw_column("baseline", "table"), book.raw_column("baseline", "row")
    by_sum = {check_sum(name): owner for name, owner in owners.by_customer.items()}
    return [
        None
        if str(block).startswith(ASSIGNMENT)
        else by_sum.get(str(row))
        if block == STANDING_BLOCK
        else _identity_owner(owners, everybody, str(block), str(row or ""))
        for block, row in zip(blocks, rows, strict=True)
    ]


def _identity_owner(owners: Owners, everybody: Collection[str], block: str, row: str) -> str | None:
    identity = tables()[block].identity if block in tables() else ()
    if "customer" not in identity:
        return EVERYBODY if block else None
    parts = row.split(SEPARATOR)
    at = identity.index("customer")
    name = parts[at] if at < len(parts) else ""
    return EVERYBODY if name in everybody else owners.row_owner(name, UNASSIGNED)
