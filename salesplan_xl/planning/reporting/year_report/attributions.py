"""Causes of wins and losses, with doubts from the book, and customers for whom a method may serve (article S3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from salesplan_xl.findings import Finding, Place, Sentence, Severity
from salesplan_xl.planning.common.opportunity_stages import is_open
from salesplan_xl.planning.customers.key_accounts.matching import same_bottleneck
from salesplan_xl.planning.customers.key_accounts.vocabulary import Vocabulary, plain, spoken
from salesplan_xl.planning.reporting.year_report.closed_projects import LOST, WON, ClosedProject
from salesplan_xl.rules import YearReportRules

PRICE, RELATION, UNKNOWN = "price", "relation", "unknown"
NO_DECISION, OPPOSED, SILENT, ONLY_RELATION = "no_decision", "opposed", "silent", "only_relation"
TABLE = "attributions"
# Factors with words for them, in the order in which they are looked for.
LossWords = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Attribution:
    """The cause of one win or loss.

    Args:
        proposed: the factor that the loss reason names, None where it names none.
        factor: typed, else proposed, else ``unknown``.
        why, method: typed.
        doubts: what the book says against it.
        reuse: customers for whom the method may serve, largest project first.
    """

    project: ClosedProject
    proposed: str | None
    factor: str
    why: str
    method: str
    doubts: tuple[str, ...] = ()
    reuse: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ground:
    """The tables that doubts and reuse are read from."""

    contacts: pd.DataFrame
    visits: pd.DataFrame
    opportunities: pd.DataFrame
    industries: Mapping[str, str]
    words: Vocabulary
    rules: YearReportRules


def proposed_factor(reason: str, words: LossWords) -> str | None:
    """The factor a loss reason names: the first list that has a word in it.

    Price stands last on purpose: 价格高,技术总监反对 is the decision chain.
    """
    text = plain(reason)
    hits = (factor for factor, names in words.items() if any(plain(name) in text for name in names))
    return next(hits, None) if text else None


def doubts_of(project: ClosedProject, factor: str, ground: Ground) -> tuple[str, ...]:
    """The doubts that the book has about a cause: a loss put down to price, a win put down to the relation."""
    if project.result == WON:
        return (ONLY_RELATION,) if factor == RELATION else ()
    if factor != PRICE:
        return ()
    people = ground.contacts[ground.contacts["customer"] == project.customer]
    opposed = people["role"].isin(["technical", "decision"]) & (people["attitude"] == "oppose")
    visits = ground.visits.loc[ground.visits["customer"] == project.customer, "date"]
    recent = (visits >= project.day - pd.Timedelta(days=ground.rules.unvisited_days)) & (
        visits <= project.day
    )
    signs = (
        (NO_DECISION, not (people["role"] == "decision").any()),
        (OPPOSED, bool(opposed.any())),
        (SILENT, not recent.any()),
    )
    return tuple(key for key, holds in signs if holds)


def reusable_for(project: ClosedProject, ground: Ground) -> tuple[str, ...]:
    """Other customers with an open project, of the same industry or with a matching bottleneck; largest first."""
    rows = ground.opportunities[is_open(ground.opportunities)]
    rows = rows[rows["customer"].notna() & (rows["customer"] != project.customer)]
    rows = rows.assign(amount=rows["amount"].fillna(0.0)).sort_values(
        ["amount", "customer"], ascending=[False, True], kind="stable"
    )
    industry = plain(ground.industries.get(project.customer, ""))
    fitting = [
        str(customer)
        for customer, bottleneck in zip(rows["customer"], rows["bottleneck"], strict=True)
        if (industry and plain(ground.industries.get(str(customer), "")) == industry)
        or same_bottleneck(project.bottleneck, bottleneck, ground.words)
    ]
    return tuple(dict.fromkeys(fitting))[: ground.rules.reuse]


def attribution_of(
    project: ClosedProject, factor: str | None, why: object, method: object, words: LossWords, ground: Ground
) -> Attribution:
    """The attribution of a project with what the user typed."""
    proposed = proposed_factor(project.loss_reason, words) if project.result == LOST else None
    taken, text = factor or proposed or UNKNOWN, spoken(method)
    reuse = reusable_for(project, ground) if project.result == WON and text else ()
    return Attribution(project, proposed, taken, spoken(why), text, doubts_of(project, taken, ground), reuse)


@dataclass(frozen=True, slots=True)
class Count:
    """The projects of a result that one factor decided; ``share`` blank where there are too few cases."""

    result: str
    factor: str
    count: int
    amount: float
    share: float | None


def factor_counts(rows: Sequence[Attribution], rules: YearReportRules) -> list[Count]:
    """Count and money by result and factor, losses first, most money first."""
    counted = []
    for result in (LOST, WON):
        mine = [row for row in rows if row.project.result == result]
        enough = len(mine) >= rules.least_cases
        made = [
            Count(result, factor, count, _money(mine, factor), count / len(mine) if enough else None)
            for factor, count in Counter(row.factor for row in mine).items()
        ]
        counted += sorted(made, key=lambda item: (-item.amount, -item.count, item.factor))
    return counted


def _money(rows: Sequence[Attribution], factor: str) -> float:
    return float(sum(row.project.amount for row in rows if row.factor == factor))


def attribution_findings(rows: Sequence[Attribution], rules: YearReportRules) -> list[Finding]:
    """A win without a method, a loss without a cause, a price that the book doubts."""
    return [finding for at, row in enumerate(rows) for finding in _findings(at, row, rules)]


def _findings(at: int, row: Attribution, rules: YearReportRules) -> Iterable[Finding]:
    values: dict[str, object] = {"customer": row.project.customer, "project": row.project.project}
    if row.project.result == WON and not row.method:
        yield Finding("F-765", Severity.NOTE, values, Place(TABLE, at, "method"))
    if row.project.result == LOST and row.factor == UNKNOWN:
        yield Finding("F-766", Severity.WARNING, values, Place(TABLE, at, "factor"))
    if row.factor == PRICE and row.doubts:
        yield Finding(
            "F-767", Severity.NOTE, values | {"doubts": doubt_words(row, rules)}, Place(TABLE, at, "factor")
        )


def doubt_words(row: Attribution, rules: YearReportRules) -> tuple[Sentence, ...]:
    """The doubts in words."""
    return tuple(Sentence(f"year.doubt_{key}", {"days": rules.unvisited_days}) for key in row.doubts)
