"""The projects won and lost in a year (guide/yearend.md)."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from salesplan_xl.findings import Finding, Place, Severity
from salesplan_xl.planning.common.customer_book import filled
from salesplan_xl.planning.common.opportunity_stages import is_closed, is_signed
from salesplan_xl.planning.common.period import Period
from salesplan_xl.planning.customers.key_accounts.vocabulary import spoken

WON, LOST = "won", "lost"


@dataclass(frozen=True, slots=True)
class ClosedProject:
    """A project that was won or lost.

    Args:
        row: body row of its table.
        result: ``won`` or ``lost``.
        amount: money, 0 where none is stated.
        day: the day on which it was decided.
        opened: the day on which it was opened; NaT where unknown.
    """

    row: int
    customer: str
    project: str
    result: str
    amount: float
    day: pd.Timestamp
    opened: pd.Timestamp
    stage: str
    bottleneck: str
    loss_reason: str
    source: str

    @property
    def key(self) -> tuple[str, str]:
        """Customer and project, by which rows on it are found."""
        return self.customer, self.project

    @property
    def days(self) -> int | None:
        """Days from its opening to the decision."""
        lasted = (self.day - self.opened).days if pd.notna(self.opened) else -1
        return lasted if lasted >= 0 else None


def closed_projects(opportunities: pd.DataFrame, period: Period, as_of: pd.Timestamp) -> list[ClosedProject]:
    """The projects decided in a year up to its day.

    Won or signed with a sign date in it; lost with the earlier of sign date and as-of day in it, because a loss dated
    ahead has happened. A project without a date is not counted.
    """
    rows = opportunities[filled(opportunities["customer"])]
    signed = is_signed(rows)
    records = zip(rows.index.tolist(), rows.to_dict("records"), signed.tolist(), strict=True)
    made = (_closed(row, cells, won, as_of) for row, cells, won in records)
    return [item for item in made if item and period.has(item.day)]


def _closed(row: int, cells: dict[Hashable, Any], signed: bool, as_of: pd.Timestamp) -> ClosedProject | None:
    lost = cells["result"] == LOST
    if not (lost or signed) or pd.isna(cells["sign_date"]):
        return None
    day = min(cells["sign_date"], as_of) if lost else cells["sign_date"]
    amount = 0.0 if pd.isna(cells["amount"]) else float(cells["amount"])
    return ClosedProject(
        row, cells["customer"], spoken(cells["project"]), LOST if lost else WON, amount,
        day, cells["opened"], spoken(cells["stage"]), spoken(cells["bottleneck"]), spoken(cells["loss_reason"]),
        spoken(cells["source"]),
    )  # fmt: skip


def undated_findings(opportunities: pd.DataFrame) -> list[Finding]:
    """One note on the projects won or lost that have no date, and so stand in no year."""
    rows = opportunities[
        is_closed(opportunities) & opportunities["sign_date"].isna() & filled(opportunities["customer"])
    ]
    if rows.empty:
        return []
    values: dict[str, object] = {"count": len(rows), "customer": rows["customer"].iloc[0]}
    return [Finding("F-772", Severity.NOTE, values, Place("opportunities", int(rows.index[0]), "sign_date"))]


def largest_first(projects: Sequence[ClosedProject]) -> list[ClosedProject]:
    """By amount; equal ones by customer and project."""
    return sorted(projects, key=lambda item: (-item.amount, item.customer, item.project))
