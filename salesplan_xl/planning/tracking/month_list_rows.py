"""The common ground of the month list's parts: the month as dates, and rows of one kind with those that do not fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from pandas.api.extensions import take

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.common.plain_rows import plain_rows
from salesplan_xl.planning.tracking.month_ledger import month_end
from salesplan_xl.planning.tracking.months import parse_month
from salesplan_xl.rules import Rules

# So many rows of a kind are listed; a last one says how many more there are.
MAX_ROWS = 60
Row = Mapping[str, Any]
Listed = list[dict[str, object]]


@dataclass(frozen=True)
class Month:
    """The month as dates.

    Args:
        today: the as-of day held inside the month.
        as_of: the as-of day, or the first of a month that lies ahead: what is known of payments.
    """

    year: int
    number: int
    start: pd.Timestamp
    end: pd.Timestamp
    today: pd.Timestamp
    as_of: pd.Timestamp

    def days_late(self, due: pd.Timestamp) -> int:
        """Days between a date and today."""
        return (self.today - due).days


def month_of(month: str, rules: Rules) -> Month:
    """The month named, with today in it.

    Raises:
        PlanInputError: SP-205 month not understood.
    """
    year, number = parse_month(month)
    start, end = pd.Timestamp(year, number, 1), month_end(year, number)
    as_of = max(pd.Timestamp(rules.calendar.as_of), start)
    return Month(year, number, start, end, min(as_of, end), as_of)


def listed(kind: str, frame: pd.DataFrame, made: Callable[[Row], dict[str, object]]) -> Listed:
    """Rows of one kind, and how many (worth how much) did not fit."""
    rows = [
        {"kind": kind, "customer": row["customer"], **made(row)}
        for row in plain_rows(frame.head(MAX_ROWS), frame.columns.tolist())
    ]
    rest = frame.iloc[MAX_ROWS:]
    return [*rows, more_row(kind, rest)] if len(rest) else rows


def more_row(kind: str, rest: pd.DataFrame) -> dict[str, object]:
    """The row that says how many more there are, and worth how much."""
    amount = float(rest["amount"].sum()) if "amount" in rest else 0.0
    why = (Sentence("list.more_amount", {"amount": amount}),) if amount else None
    return {"kind": kind, "what": Sentence("list.more", {"count": len(rest)}), "why": why}


def present(value: object) -> bool:
    """Whether a cell says anything."""
    return isinstance(value, (Sentence, tuple)) or (isinstance(value, str) and value != "")


def looked_up(names: pd.Series, frame: pd.DataFrame, values: pd.Series) -> pd.Series:
    """(n,) value of each name by the frame's ``customer``, blank where it has none."""
    customers = pd.Index(frame["customer"], dtype=object)
    first = customers.notna() & ~customers.duplicated()
    at = customers[first].get_indexer(pd.Index(names, dtype=object))
    return pd.Series(take(values.to_numpy()[first], at, allow_fill=True), index=names.index)
