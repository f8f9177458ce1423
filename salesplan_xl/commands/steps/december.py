"""The December page: what fits into the days left, deployment beside it, on one sheet of paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from salesplan_xl.book.cells.convert import labels
from salesplan_xl.commands.plan.plan import Plan
from salesplan_xl.findings import Sentence
from salesplan_xl.planning.common.plain_rows import plain_rows
from salesplan_xl.planning.year_end.lists import OPEN
from salesplan_xl.schema import choices
from salesplan_xl.schema.year_end_pages import PAGE_ROWS

_READ = ("customer", "group", "value", "amount", "contact_date", "script", "result")


def stage_page(plan: Plan, words: Mapping[str, object]) -> None:
    """Stage both columns of the page, rows without a customer cleared, and what there was no room for."""
    end = plan.year_end
    sprint, deploy = (_open(rows) for rows in (end.sprint, end.deploy))
    sprint = sprint[sprint["fits"] == "yes"]
    plan.book.put_grid(
        "december_sprint", _cells(plan, sprint, ("customer", "group", "value", "due", "script", "result"))
    )
    plan.book.put_grid(
        "december_deploy", _cells(plan, deploy, ("customer", "group", "amount", "due", "result"))
    )
    listed = int((end.sprint["standing"] == OPEN).sum())
    left = {
        "sprint": max(listed - min(len(sprint), len(PAGE_ROWS)), 0),
        "deploy": max(len(deploy) - len(PAGE_ROWS), 0),
    }
    more = tuple(Sentence(f"season.more_{key}", {"count": count}) for key, count in left.items() if count)
    head = {"days": words["days"], "balance": words["balance"], "more": more or None}
    plan.book.put_grid("december_head", {(row, "text"): text for row, text in head.items()})


def _open(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["standing"] == OPEN]


def _cells(plan: Plan, rows: pd.DataFrame, columns: tuple[str, ...]) -> dict[tuple[str, str], object]:
    """One customer a row of the page."""
    groups, results = (
        labels(item, plan.book.lang) for item in (choices.SEASON_GROUPS, choices.OUTREACH_RESULTS)
    )
    cells: dict[tuple[str, str], object] = dict.fromkeys(
        (key, column) for key in PAGE_ROWS for column in columns
    )
    shown = plain_rows(rows.head(len(PAGE_ROWS)), _READ)
    for key, row in zip(PAGE_ROWS, shown, strict=False):
        values: dict[str, Any] = {
            "customer": row["customer"], "group": groups[str(row["group"])], "value": row["value"],
            "amount": row["amount"], "due": _day(row["contact_date"]), "script": row["script"],
            "result": results.get(str(row["result"])) or Sentence("season.page_box"),
        }  # fmt: skip
        cells |= {(key, column): values[column] for column in columns}
    return cells


def _day(date: Any) -> Sentence | None:
    return None if pd.isna(date) else Sentence("season.month_day", {"month": date.month, "day": date.day})
