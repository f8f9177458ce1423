"""Sheets and columns that the boss, the team or a customer may see.

Declared by the schema's keys; a book without one of the sheets simply has a copy without it.
"""

from __future__ import annotations

from salesplan_xl.schema.types import Table
from salesplan_xl.schema.workbook import SHEETS

BOSS, TEAM, CUSTOMER = "boss", "team", "customer"
_BOSS = ("report", "board", "accounts", "health", "map", "target_summary", "confidence", "quarters", "months")
PRESETS: dict[str, tuple[str, ...]] = {
    BOSS: _BOSS,
    TEAM: (
        *_BOSS, "customers", "targets", "time", "projects", "account_actions", "judgements", "month_list", "funnel",
        "reviews",
    ),
    CUSTOMER: ("orders", "receivables", "visits", "opportunities"),
}  # fmt: skip
# The sheet a copy opens on, where it has it.
OPENS_ON = "report"
# What one customer may see of its own rows: no margin, probability, stage, bottleneck, next step, outcome or note.
CUSTOMER_COLUMNS: dict[str, tuple[str, ...]] = {
    "orders": ("date", "order_no", "customer", "line", "amount", "kind"),
    "receivables": ("invoice", "customer", "kind", "due", "amount", "paid_date", "paid_amount"),
    "visits": ("date", "customer", "contacts"),
    "opportunities": ("customer", "project", "amount", "sign_date", "pay_date", "line", "owner"),
}
# Nobody's business outside, unless asked for.
MARGINS = ("margin", "gross_margin")


def is_record(key: str) -> bool:
    """Whether a sheet holds the book's own records, which no preset ever shows."""
    return next(sheet.group in ("control", "system") for sheet in SHEETS if sheet.key == key)


def seen_columns(table: Table, preset: str, keep_margins: bool) -> list[str]:
    """Keys of a table's columns that this audience may see."""
    if preset == CUSTOMER:
        return list(CUSTOMER_COLUMNS.get(table.key, ()))
    return [key for key in table.keys() if keep_margins or key not in MARGINS]
