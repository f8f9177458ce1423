"""Reasons for each target, in sentences a salesperson can repeat (guide/targets.md)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.targets.projects import NEW_BUSINESS

DECLINING = ("danger", "warning")
NAMED_PROJECTS = 3


class _Row(NamedTuple):
    """The factors of one target."""

    customer: str
    base: float
    this_year: float
    growth: float
    loss: float
    loss_probability: float
    project: float
    win_probability: float


def reasons(
    frame: pd.DataFrame,
    health: pd.DataFrame,
    projects: pd.DataFrame,
    base_words: Sequence[tuple[Sentence, ...]] = (),
) -> list[tuple[Sentence, ...]]:
    """The reasons for the figures of each row of the targets: base, growth, loss, projects.

    Args:
        frame: table ``targets``, customers in health order and the new-business row last.
        health: table ``health``.
        projects: what ``plan_projects`` counts.
        base_words: the parts of each customer's base; nothing where the year is over.

    Returns:
        One tuple of sentences per row.
    """
    names = _project_names(projects, set(health["customer"]))
    states = [*health["stability"], None]
    rows = (_Row(*values) for values in zip(*(frame[key].tolist() for key in _Row._fields), strict=True))
    parts = [*(base_words or [()] * len(health)), ()]
    return [
        _reason(row, state, names.get(row.customer, ()), words)
        for row, state, words in zip(rows, states, parts, strict=True)
    ]


def _project_names(projects: pd.DataFrame, customers: set[object]) -> dict[object, tuple[str, ...]]:
    names: dict[object, tuple[str, ...]] = {}
    for customer, project in zip(projects["customer"].tolist(), projects["project"].tolist(), strict=True):
        key = customer if customer in customers else NEW_BUSINESS
        names[key] = (*names.get(key, ()), project or "")
    return names


def _reason(
    row: _Row, stability: str | None, names: tuple[str, ...], base_words: tuple[Sentence, ...]
) -> tuple[Sentence, ...]:
    """The sentences of one row."""
    said = [_base_sentence(row, stability, base_words)]
    if row.base > 0 and row.customer != NEW_BUSINESS:
        kind = "growth" if row.growth > 0 else "shrink" if row.growth < 0 else "no_growth"
        values: dict[str, object] = {"growth": abs(row.growth), "money": abs(row.base * row.growth)}
        said.append(Sentence(f"targets.{kind}", values))
    if row.loss > 0:
        cause = stability if stability in DECLINING else "single"
        money = row.base * row.loss * row.loss_probability
        said.append(
            Sentence(
                f"targets.loss_{cause}",
                {"loss": row.loss, "probability": row.loss_probability, "money": money},
            )
        )
    if row.project > 0:
        said.append(_project_sentence(row, names))
    return tuple(said)


def _project_sentence(row: _Row, names: tuple[str, ...]) -> Sentence:
    return Sentence(
        "targets.project" if len(names) == 1 else "targets.projects",
        {
            "names": names if len(names) <= NAMED_PROJECTS else (*names[:NAMED_PROJECTS], "…"),
            "count": len(names),
            "amount": row.project,
            "probability": row.win_probability,
            "money": row.project * row.win_probability,
        },
    )


def _base_sentence(row: _Row, stability: str | None, base_words: tuple[Sentence, ...]) -> Sentence:
    if row.customer == NEW_BUSINESS:
        return Sentence("targets.base_new" if row.base > 0 else "targets.base_new_none", {"base": row.base})
    if row.base > 0 and base_words:
        return Sentence("targets.base_estimate", {"base": row.base, "parts": base_words})
    if row.base > 0:
        return Sentence("targets.base", {"base": row.base})
    code = "targets.base_returns" if stability == "returns" else "targets.base_none"
    return Sentence(code, {"this_year": abs(row.this_year)})
