"""The rows that key accounts are judged by: open projects, actions and resources as records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from salesplan_xl.planning.common.customer_book import filled
from salesplan_xl.planning.common.opportunity_stages import OPEN_STAGES, is_open
from salesplan_xl.planning.common.plain_rows import plain_rows
from salesplan_xl.planning.customers.key_accounts.vocabulary import spoken

_PROJECT = (
    "customer",
    "project",
    "stage",
    "sign_date",
    "line",
    "bottleneck",
    "owner",
    "result",
    "loss_reason",
)
_ACTION = (
    "customer", "action", "owner", "due", "acceptance", "bottleneck", "resources", "verify_by", "done_on", "cause",
)  # fmt: skip
# A day that nobody stated: no comparison with it holds.
NO_DAY: pd.Timestamp = pd.NaT  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class Project:
    """One project; ``amount`` is 0 where none is stated, ``row`` the body row of its table."""

    row: int
    customer: str
    project: str
    stage: str | None
    amount: float
    sign_date: pd.Timestamp
    line: str
    bottleneck: str
    owner: str
    result: str | None
    loss_reason: str

    @property
    def is_open(self) -> bool:
        """Whether it is still being worked on."""
        return self.stage in OPEN_STAGES and self.result not in ("won", "lost")


@dataclass(frozen=True, slots=True)
class Action:
    """One action; ``done`` by the as-of day, ``row`` the body row of its table."""

    row: int
    customer: str
    action: str
    owner: str
    due: pd.Timestamp
    acceptance: str
    bottleneck: str
    resources: str
    verify_by: pd.Timestamp
    done_on: pd.Timestamp
    done: bool
    cause: str | None

    @property
    def check_by(self) -> pd.Timestamp:
        """The day on which its effect is to show: stated, else the day it is due."""
        return self.due if pd.isna(self.verify_by) else self.verify_by


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource of the list."""

    name: str
    strength: str
    contact: str
    valid_until: pd.Timestamp


def projects_of(opportunities: pd.DataFrame, customers: set[str]) -> dict[str, list[Project]]:
    """The projects of some customers."""
    rows = opportunities[opportunities["customer"].isin(customers)]
    amounts = rows["amount"].fillna(0.0)
    by_customer: dict[str, list[Project]] = {}
    for (row, cells), amount in zip(_records(rows, _PROJECT), amounts.tolist(), strict=True):
        project = Project(
            row, cells["customer"], spoken(cells["project"]), spoken(cells["stage"]) or None, float(amount),
            cells["sign_date"], spoken(cells["line"]), spoken(cells["bottleneck"]), spoken(cells["owner"]),
            spoken(cells["result"]) or None, spoken(cells["loss_reason"]),
        )  # fmt: skip
        by_customer.setdefault(project.customer, []).append(project)
    return by_customer


def actions_of(actions: pd.DataFrame, customers: set[str], as_of: pd.Timestamp) -> dict[str, list[Action]]:
    """The actions of some customers; what was done after the as-of day is still open."""
    rows = actions[actions["customer"].isin(customers) & filled(actions["action"])]
    by_customer: dict[str, list[Action]] = {}
    for row, cells in _records(rows, _ACTION):
        action = Action(
            row, cells["customer"], cells["action"], spoken(cells["owner"]), cells["due"],
            spoken(cells["acceptance"]), spoken(cells["bottleneck"]), spoken(cells["resources"]), cells["verify_by"],
            cells["done_on"], bool(cells["done_on"] <= as_of), spoken(cells["cause"]) or None,
        )  # fmt: skip
        by_customer.setdefault(action.customer, []).append(action)
    return by_customer


def resources_of(resources: pd.DataFrame) -> list[Resource]:
    """The named resources."""
    rows = resources[filled(resources["name"])]
    return [
        Resource(cells["name"], spoken(cells["strength"]), spoken(cells["contact"]), cells["valid_until"])
        for _, cells in _records(rows, ("name", "strength", "contact", "valid_until"))
    ]


def open_amounts(opportunities: pd.DataFrame) -> pd.Series:
    """Money of the open projects by customer, in full."""
    rows = opportunities[filled(opportunities["customer"]) & is_open(opportunities)]
    return rows["amount"].fillna(0.0).groupby(rows["customer"]).sum()


def _records(rows: pd.DataFrame, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    return zip(map(int, rows.index), plain_rows(rows, columns), strict=True)
