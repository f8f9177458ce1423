"""Requests beside their return: only what they add (guide/yearend.md; article S3)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.findings import Finding, Place, Sentence, Severity
from salesplan_xl.planning.common.customer_book import MONEY_DECIMALS
from salesplan_xl.planning.common.opportunity_stages import is_open
from salesplan_xl.planning.customers.key_accounts.vocabulary import plain
from salesplan_xl.planning.targets.projects import stage_probabilities
from salesplan_xl.rules import Rules

TABLE = "requests"
_APART = re.compile(r"[,;/、，；\n]+")


@dataclass(frozen=True, slots=True)
class Request:
    """One request as the user typed it; what is blank is ``None``."""

    item: str
    for_whom: str
    cost: float | None
    uplift: float | None
    needed_by: pd.Timestamp


@dataclass(frozen=True, slots=True)
class Return:
    """A request with what it adds.

    Args:
        stake: money of the open projects it names.
        expected: what it adds to their expected money; ``None`` where it names none.
        gross: the gross profit on that; ``None`` where the margin is not known.
        ratio: gross profit for each unit of cost.
        net: gross profit less cost.
    """

    request: Request
    stake: float | None = None
    expected: float | None = None
    gross: float | None = None
    ratio: float | None = None
    net: float | None = None

    @property
    def say(self) -> Sentence:
        """The return in words."""
        facts: dict[str, object] = {
            "stake": self.stake, "expected": self.expected, "gross": self.gross, "cost": self.request.cost,
            "ratio": self.ratio, "net": self.net,
        }  # fmt: skip
        if self.expected is None:
            return Sentence("year.request_nobody")
        if self.gross is None:
            return Sentence("year.request_no_margin", facts)
        return Sentence("year.request" if self.ratio is not None else "year.request_no_cost", facts)


def returns_of(
    requests: Sequence[Request], opportunities: pd.DataFrame, margin: float | None, rules: Rules
) -> list[Return]:
    """The requests with their return, most net money first.

    A request adds amount × min(uplift, 1 − chance) over the open projects it names, by project or by customer.

    Args:
        margin: the margin of the year's revenue, ``None`` where too little of it is known.

    Golden: 200 at 50 %, 20 at 70 %, 100 at 95 %, 20 points → 40 + 4 + 5; at 30 % margin and a cost of 3 net 11.7.
    """
    projects = opportunities[is_open(opportunities) & (opportunities["amount"] > 0)]
    default = projects["stage"].map(stage_probabilities(rules.targets))
    chances = projects["probability"].astype("float64").fillna(default.astype("float64")).clip(0.0, 1.0)
    projects = projects.assign(chance=chances)
    rows = [_return_of(request, projects, margin, rules) for request in requests]
    return sorted(rows, key=lambda row: (row.net is None, -(row.net or 0.0)))


def _return_of(request: Request, projects: pd.DataFrame, margin: float | None, rules: Rules) -> Return:
    named = projects[_named(request.for_whom, projects)]
    if named.empty:
        return Return(request)
    uplift = rules.year_report.request_uplift if request.uplift is None else request.uplift
    added = named["amount"] * np.minimum(uplift, 1.0 - named["chance"])
    stake, expected = (round(float(money.sum()), MONEY_DECIMALS) for money in (named["amount"], added))
    gross = None if margin is None else round(expected * margin, MONEY_DECIMALS)
    if gross is None or not request.cost:
        return Return(request, stake, expected, gross)
    net = round(gross - request.cost, MONEY_DECIMALS)
    return Return(request, stake, expected, gross, gross / request.cost, net)


def _named(text: str, projects: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """(n,) the projects that a text names, by their own name or by their customer."""
    names = set(parts_of(text))
    columns = zip(projects["customer"].fillna(""), projects["project"].fillna(""), strict=True)
    return np.array([any(plain(str(name)) in names for name in pair) for pair in columns], dtype=bool)


def parts_of(text: str) -> Iterator[str]:
    """The names in a cell, in the form in which names are compared."""
    return (plain(part) for part in _APART.split(text) if plain(part))


def request_findings(rows: Iterable[Return]) -> list[Finding]:
    """Requests that name no project, and those without a cost."""
    findings = []
    for at, row in enumerate(rows):
        values: dict[str, object] = {"item": row.request.item}
        if row.expected is None:
            findings.append(Finding("F-770", Severity.WARNING, values, Place(TABLE, at, "for_whom")))
        elif row.request.cost is None:
            findings.append(Finding("F-771", Severity.NOTE, values, Place(TABLE, at, "cost")))
    return findings
