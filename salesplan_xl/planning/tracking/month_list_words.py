"""The month list in a line: how many rows of each kind, and the money of collections (guide/month.md)."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.tracking.months import parse_month
from salesplan_xl.rules import Rules

# The kind whose money is worth a word: what is to be collected.
COLLECTED = "receivable"


def list_words(tasks: pd.DataFrame, rules: Rules) -> tuple[Sentence, ...]:
    """Rows by kind in the order of the list, then its first day beside the day to which the data reach.

    Args:
        tasks: table ``month_list``.
        rules: the tracked month and the as-of day.
    """
    month, as_of = rules.months.current_month, rules.calendar.as_of
    parts = tuple(_part(str(kind), rows) for kind, rows in tasks.groupby("kind", sort=False))
    words = [Sentence("lead.month", {"month": month, "count": len(tasks), "parts": parts})]
    first = dt.date(*parse_month(month), 1)
    if first > as_of:
        words.append(Sentence("lead.month_day", {"first": first, "as_of": as_of}))
    return tuple(words)


def _part(kind: str, rows: pd.DataFrame) -> Sentence:
    values: dict[str, object] = {"kind": kind, "count": len(rows), "money": float(rows["amount"].sum())}
    return Sentence("lead.month_money" if kind == COLLECTED else "lead.month_part", values)
