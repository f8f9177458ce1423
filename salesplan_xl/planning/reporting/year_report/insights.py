"""Evidence of what was learnt: what customers buy for, where one is strong, where weak; the sentence is typed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

import pandas as pd

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.common.customer_book import filled
from salesplan_xl.planning.reporting.year_report.closed_projects import LOST, WON, ClosedProject
from salesplan_xl.rules import YearReportRules

CUSTOMER, STRENGTH, WEAKNESS = "customer", "strength", "weakness"
KEYS = (CUSTOMER, STRENGTH, WEAKNESS)
_APART = re.compile(r"[,;/、，；。\n]+")
Words = tuple[Sentence, ...]


def evidence(
    closed: Sequence[ClosedProject], contacts: pd.DataFrame, old_customers: Collection[str],
    verdicts: Mapping[str, int], rules: YearReportRules,
) -> dict[str, Words]:  # fmt: skip
    """The evidence of each side.

    Below ``least_cases`` closed projects it is the bare count: no shares, no conclusion.

    Args:
        closed: the projects closed in the year.
        contacts: schema table ``contacts``.
        old_customers: customers with revenue before the year.
        verdicts: closed judgements by verdict.
    """
    won, lost = (
        [item for item in closed if item.result == WON],
        [item for item in closed if item.result == LOST],
    )
    counted = Sentence("year.cases", {"won": len(won), "lost": len(lost)})
    if len(closed) < rules.least_cases:
        return {
            CUSTOMER: (counted,),
            STRENGTH: (counted,),
            WEAKNESS: (counted, *_judged(verdicts)),
        }
    return {
        CUSTOMER: _concerns(won, lost, contacts, rules) or (counted,),
        STRENGTH: _win_rates(closed, old_customers),
        WEAKNESS: (*_lost_stage(lost), *_judged(verdicts)) or (counted,),
    }


def _concerns(
    won: Sequence[ClosedProject],
    lost: Sequence[ClosedProject],
    contacts: pd.DataFrame,
    rules: YearReportRules,
) -> Words:
    """Concerns of the contacts of customers won, against those of customers lost."""
    words = []
    for name, projects in (("won", won), ("lost", lost)):
        people = contacts[
            contacts["customer"].isin({item.customer for item in projects}) & filled(contacts["cares"])
        ]
        common = Counter(_parts(people["cares"])).most_common(rules.concerns)
        if common:
            names = tuple(Sentence("year.concern", {"what": what, "count": count}) for what, count in common)
            words.append(Sentence(f"year.concerns_{name}", {"names": names}))
    return tuple(words)


def _parts(texts: Iterable[str]) -> Iterable[str]:
    return (part.strip() for text in texts for part in _APART.split(text) if part.strip())


def _win_rates(closed: Sequence[ClosedProject], old_customers: Collection[str]) -> Words:
    """The win rate at new customers and at those who bought before."""
    words = []
    for name, existing in (("new", False), ("existing", True)):
        mine = [item for item in closed if (item.customer in old_customers) is existing]
        if mine:
            won = sum(item.result == WON for item in mine)
            facts: dict[str, object] = {"rate": won / len(mine), "won": won, "count": len(mine)}
            words.append(Sentence(f"year.win_{name}", facts))
    return tuple(words)


def _lost_stage(lost: Sequence[ClosedProject]) -> Words:
    """The stage in which most was lost."""
    stages = Counter(item.stage for item in lost if item.stage)
    if not stages:
        return ()
    stage, count = max(stages.items(), key=lambda pair: (pair[1], pair[0]))
    return (Sentence("year.lost_stage", {"stage": stage, "count": count, "lost": len(lost)}),)


def _judged(verdicts: Mapping[str, int]) -> Words:
    """Closed judgements: how many were wrong, not carried out, overtaken by events."""
    if not sum(verdicts.values()):
        return ()
    facts: dict[str, object] = {"count": sum(verdicts.values()), **verdicts}
    return (Sentence("year.judged", facts),)
