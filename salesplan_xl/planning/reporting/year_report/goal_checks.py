"""Whether a goal is specific, measurable, actionable, challenging and timed (guide/yearend.md; article S3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

import pandas as pd

from salesplan_xl.findings import Finding, Place, Sentence, Severity
from salesplan_xl.planning.common.customer_book import filled
from salesplan_xl.planning.common.opportunity_stages import is_open, is_signed
from salesplan_xl.planning.customers.key_accounts.vocabulary import plain
from salesplan_xl.planning.reporting.year_report.goals import BATTLE, CAPABILITY, KPI, Goal, year_end
from salesplan_xl.rules import Rules

TABLE = "goals"


@dataclass(frozen=True, slots=True)
class Checks:
    """The five checks; ``None`` where one is not asked."""

    specific: bool | None
    measurable: bool | None
    actionable: bool | None
    challenging: bool | None
    timed: bool | None

    @property
    def missing(self) -> tuple[str, ...]:
        """The checks that fail."""
        return tuple(item.name for item in fields(self) if getattr(self, item.name) is False)


@dataclass(frozen=True)
class BookNames:
    """The names of a book, in the form in which they are compared.

    Args:
        all: customers, projects, lines, industries, regions.
        moving: customers with an open action, or an open project with a next step.
        signed: projects signed, by customer.
        as_of, end: the as-of day and the last day of the plan year.
    """

    all: frozenset[str]
    moving: frozenset[str]
    signed: Mapping[str, frozenset[str]]
    as_of: pd.Timestamp
    end: pd.Timestamp


def book_names(book: pd.DataFrame, tables: Mapping[str, pd.DataFrame], rules: Rules) -> BookNames:
    """The names that make a goal specific.

    Args:
        book: ``CustomerBook.frame``.
        tables: ``orders``, ``opportunities``, ``actions``.
    """
    opportunities, actions = tables["opportunities"], tables["actions"]
    columns = (
        *(book[key] for key in ("name", "industry", "region")),
        *(opportunities[key] for key in ("customer", "project", "line")),
        tables["orders"]["line"],
    )
    names = {plain(str(text)) for column in columns for text in column.dropna().unique()}
    steps = opportunities[is_open(opportunities) & filled(opportunities["next_step"]).to_numpy()]
    waiting = actions[actions["done_on"].isna()]
    signed = opportunities[is_signed(opportunities) & filled(opportunities["customer"]).to_numpy()]
    by_customer: dict[str, set[str]] = {}
    for customer, project in zip(signed["customer"], signed["project"].fillna(""), strict=True):
        by_customer.setdefault(plain(customer), set()).add(plain(project))
    return BookNames(
        frozenset(name for name in names if len(name) > 1),
        frozenset(plain(name) for name in [*steps["customer"].dropna(), *waiting["customer"].dropna()]),
        {name: frozenset(projects) for name, projects in by_customer.items()},
        pd.Timestamp(rules.calendar.as_of), year_end(rules),
    )  # fmt: skip


def checks_of(goal: Goal, text: str, names: BookNames) -> Checks:
    """The five checks of one goal.

    Args:
        text: the goal in words.

    Golden: 加强客户关系 for 大客户 without anything else misses all five.
    """
    said = plain(text) + "\n" + plain(goal.subject)
    measured = goal.measure is not None and goal.measure > 0
    return Checks(
        _specific(goal, text, said, names), measured, _actionable(goal, said, names),
        _challenging(goal, said, names), bool(names.as_of < goal.due <= names.end),
    )  # fmt: skip


def _specific(goal: Goal, text: str, said: str, names: BookNames) -> bool:
    if goal.level == KPI:
        return True
    subject = plain(goal.subject)
    if goal.level == CAPABILITY:
        return bool(subject) and subject not in plain(text)
    return any(name in said for name in names.all)


def _actionable(goal: Goal, said: str, names: BookNames) -> bool:
    if goal.first_step or (goal.level == KPI and goal.derivation is not None):
        return True
    return goal.level == BATTLE and any(name and name in said for name in names.moving)


def _challenging(goal: Goal, said: str, names: BookNames) -> bool | None:
    if goal.level == CAPABILITY:
        return None
    measure = goal.measure or 0.0
    if goal.level == KPI:
        return None if goal.baseline is None else measure > goal.baseline
    won = (projects for customer, projects in names.signed.items() if customer in said)
    return measure > 0 and not any(name and name in said for projects in won for name in projects)


def goal_findings(goals: Sequence[str], checks: Iterable[Checks]) -> list[Finding]:
    """One warning for each goal that fails a check, with what is missing.

    Args:
        goals: the goals in words.
    """
    return [
        Finding(
            "F-768",
            Severity.WARNING,
            {"goal": goal, "missing": missing_words(check)},
            Place(TABLE, at, "goal"),
        )
        for at, (goal, check) in enumerate(zip(goals, checks, strict=True))
        if check.missing
    ]


def missing_words(checks: Checks) -> tuple[Sentence, ...]:
    """The failed checks in words."""
    return tuple(Sentence(f"year.lacks_{key}") for key in checks.missing)
