"""The columns that files bring for each table: those of the table itself, and those that only help to fill them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from salesplan_xl.book.importing.words import brought
from salesplan_xl.schema.types import Kind

# Columns of files that no table has, and what they hold.
HELPERS = {
    "orders": {
        "code": Kind.ID,
        "is_return": Kind.TEXT, "is_positive": Kind.TEXT, "is_void": Kind.TEXT, "is_valid": Kind.TEXT,
        "cancelled_on": Kind.TEXT, "money_unit": Kind.TEXT, "refunded": Kind.MONEY, "discount": Kind.MONEY,
        "discount_rate": Kind.TEXT, "remarks": Kind.TEXT,
    },
    "receivables": {
        "code": Kind.ID, "outstanding": Kind.MONEY, "currency": Kind.TEXT, "status": Kind.TEXT, "is_return": Kind.TEXT,
        "doc_type": Kind.TEXT, "cancelled_on": Kind.TEXT, "is_void": Kind.TEXT, "is_valid": Kind.TEXT,
        "money_unit": Kind.TEXT, "remarks": Kind.TEXT,
    },
    "contacts": {"code": Kind.ID, "first_name": Kind.TEXT, "last_name": Kind.TEXT},
    "opportunities": {
        "code": Kind.ID, "currency": Kind.TEXT, "is_void": Kind.TEXT, "money_unit": Kind.TEXT, "life": Kind.TEXT,
    },
    "visits": {"code": Kind.ID},
}  # fmt: skip
# One of each group must be there, all of it; see ``missing``.
NEEDED: dict[str, tuple[tuple[tuple[str, ...], ...], ...]] = {
    "customers": ((("name",),),),
    "orders": ((("date",),), (("customer",),), (("amount",), ("quantity", "price"))),
    "receivables": ((("due",),), (("customer",),), (("amount",), ("outstanding",))),
    "contacts": ((("customer",),), (("name",), ("first_name", "last_name"), ("last_name",)), (("role",),)),
    "opportunities": ((("customer",),), (("project",),), (("stage",),), (("amount",),)),
    "visits": ((("date",),), (("customer",),)),
    "actions": ((("action",),),),
    "resources": ((("kind",),), (("name",),)),
    "key_accounts": ((("customer",),),),
    "judgements": ((("customer",),), (("assumption",),)),
    "outreach": ((("date",),), (("customer",),), (("result",),)),
    "battles": ((("customer",),), (("project",),)),
    "attributions": ((("customer",),), (("project",),)),
    "insights": ((("key",),), (("answer",),)),
    "goals": ((("level",),), (("goal",),)),
    "requests": ((("item",),),),
}  # fmt: skip
# What names a row of a table without customers.
_OWN_NAMES = {"resources": "name", "insights": "key", "goals": "goal", "requests": "item"}


@dataclass(frozen=True, slots=True)
class Field:
    """A column a file can bring."""

    key: str
    kind: Kind
    needed: bool


@cache
def fields(table: str) -> dict[str, Field]:
    """All columns that a file can bring for a table."""
    needed = {key for group in NEEDED[table] for keys in group for key in keys}
    kinds = {**HELPERS.get(table, {}), **{column.key: column.kind for column in brought(table)}}
    return {key: Field(key, kind, key in needed) for key, kind in kinds.items()}


def missing(table: str, present: set[str]) -> list[str]:
    """The first choice of each needed group that a file lacks."""
    return [
        group[0][0]
        for group in NEEDED[table]
        if not any(all(key in present for key in keys) for keys in group)
    ]


def customer_field(table: str) -> str:
    """The column that names the customer; of a table without customers the one that names its rows."""
    return "name" if table == "customers" else _OWN_NAMES.get(table, "customer")


def names_customers(table: str) -> bool:
    """Whether the rows of a table are about customers."""
    return table not in _OWN_NAMES


def day_field(table: str) -> str:
    """The day without which a row is none; empty where a table has none."""
    return {"orders": "date", "receivables": "due", "visits": "date", "outreach": "date"}.get(table, "")


def money_fields(table: str) -> list[str]:
    """The columns of money, the most telling first; what is taken off an amount says nothing by itself."""
    last = ("price", "refunded", "discount")
    return [key for key, item in fields(table).items() if item.kind is Kind.MONEY and key not in last]
