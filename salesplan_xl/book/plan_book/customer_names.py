"""Customers by their code: a changed name is an alias, and what stands under the old name is the customer's.

The book remembers, beside its baselines, by which names each code was known. Names that another row of the customer
list bears today are nobody's alias.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from salesplan_xl.book.plan_book.edits import SEPARATOR, Baselines, Plain, identity_of
from salesplan_xl.book.plan_book.reader import BookReader
from salesplan_xl.schema.workbook import tables

# The block of baselines that remembers names: code → the name it has, then those it had.
CODES = "customer_codes"
CUSTOMER = "customer"


def names_by_code(book: BookReader) -> dict[str, str]:
    """The customer list's names by code; codes that stand twice, and rows without one, are left out."""
    rows = zip(book.raw_column("customers", "code"), book.raw_column("customers", "name"), strict=True)
    pairs = [(identity_of([code]), str(name or "").strip()) for code, name in rows]
    counts = Counter(code for code, _ in pairs)
    return {code: name for code, name in pairs if code and name and counts[code] == 1}


def aliases(remembered: Mapping[str, list[Plain]], book: BookReader) -> dict[str, str]:
    """Former names of customers, each with the name of today."""
    if not remembered:
        return {}
    today = {str(name or "").strip() for name in book.raw_column("customers", "name")}
    return {
        str(former): name
        for code, name in names_by_code(book).items()
        for former in remembered.get(code, ())
        if former not in today
    }


def with_names(remembered: Mapping[str, list[Plain]], book: BookReader) -> dict[str, list[Plain]]:
    """The names to remember from now on: those of today before the earlier ones."""
    kept = dict(remembered)
    for code, name in names_by_code(book).items():
        kept[code] = [name, *(former for former in remembered.get(code, ()) if former != name)]
    return kept


def changed_names(remembered: Mapping[str, list[Plain]], book: BookReader) -> list[tuple[str, str]]:
    """Old and new name of every customer whose name changed since the last computation."""
    former_names = aliases(remembered, book)
    return [
        (str(remembered[code][0]), name)
        for code, name in names_by_code(book).items()
        if code in remembered and remembered[code][0] in former_names
    ]


def computed_for_customers(table: str) -> bool:
    """Whether the rows of a table are the core's, each about a customer."""
    declared = tables().get(table)
    return declared is not None and CUSTOMER in declared.identity


def renamed_identity(identity: str, names: Mapping[str, str]) -> str:
    """A row identity with the customer's name of today."""
    return SEPARATOR.join(names.get(part, part) for part in identity.split(SEPARATOR))


def with_new_names(baselines: Baselines, names: Mapping[str, str]) -> Baselines:
    """The baselines under the names of today."""
    for block, rows in baselines.blocks.items():
        if names and computed_for_customers(block):
            renamed = {renamed_identity(row, names): values for row, values in rows.items()}
            baselines.blocks[block] = renamed | {row: rows[row] for row in renamed if row in rows}
    return baselines
