"""Old cases with the same bottleneck: what became of them, and what was learnt (guide/accounts.md; S4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.common.customer_book import filled
from salesplan_xl.planning.common.plain_rows import plain_rows
from salesplan_xl.planning.customers.key_accounts.judgements import Judgement
from salesplan_xl.planning.customers.key_accounts.matching import same_bottleneck
from salesplan_xl.planning.customers.key_accounts.vocabulary import Vocabulary, spoken

FIELDS = ("bottleneck", "industry", "stage")
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Case:
    """One closed project or judgement.

    Args:
        kind: ``project`` or ``judgement``.
        texts: what is compared with a bottleneck.
        verdict: ``won``, ``lost`` or a verdict of a judgement.
        lesson: what was learnt, as typed.
        day: when it was decided; the newest first.
    """

    customer: str
    case: str
    kind: str
    texts: tuple[str, ...]
    verdict: str
    lesson: str
    industry: str
    stage: str | None
    day: pd.Timestamp


@dataclass(frozen=True, slots=True)
class Similar:
    """A case and the fields in which it is like the account."""

    case: Case
    matched: tuple[str, ...]

    @property
    def words(self) -> Sentence:
        """Whose case, like in what, and how it ended."""
        values: dict[str, object] = {
            "customer": self.case.customer, "matched": tuple(Sentence(f"accounts.same_{key}") for key in self.matched),
            "verdict": Sentence(f"accounts.case_{self.case.kind}", {"verdict": self.case.verdict}),
            "lesson": self.case.lesson,
        }  # fmt: skip
        return Sentence("accounts.seen_before" if self.case.lesson else "accounts.seen_before_plain", values)


def cases(
    opportunities: pd.DataFrame, judgements: Iterable[Judgement], industries: Mapping[str, str]
) -> list[Case]:
    """All closed projects and judgements of the book."""
    return [*_projects(opportunities, industries), *_judgements(judgements, industries)]


def _projects(opportunities: pd.DataFrame, industries: Mapping[str, str]) -> Iterator[Case]:
    closed = opportunities["result"].isin(("won", "lost")) & filled(opportunities["customer"])
    columns = ("customer", "project", "stage", "sign_date", "bottleneck", "result", "loss_reason")
    for row in plain_rows(opportunities[closed], columns):
        texts = (spoken(row["bottleneck"]), spoken(row["loss_reason"]))
        yield Case(
            row["customer"], spoken(row["project"]), "project", texts, row["result"], texts[1],
            industries.get(row["customer"], ""), spoken(row["stage"]) or None, row["sign_date"],
        )  # fmt: skip


def _judgements(judgements: Iterable[Judgement], industries: Mapping[str, str]) -> Iterator[Case]:
    for row in judgements:
        if row.verdict and isinstance(row.assumption, str):
            industry = industries.get(row.customer, "")
            yield Case(
                row.customer, row.assumption, "judgement", (row.assumption,), row.verdict, row.lesson, industry, None,
                row.check_by,
            )  # fmt: skip


def similar_cases(
    bottleneck: str, industry: str, stage: str | None, known_cases: Iterable[Case], words: Vocabulary,
    people: Iterable[str] = (),
) -> list[Similar]:  # fmt: skip
    """The cases with the same bottleneck, those alike in most fields first, then the newest; at most three.

    Args:
        bottleneck, industry: of the account.
        stage: of its largest open project.
        known_cases: ``cases`` of the book.
        people: its contacts.
    """
    names = tuple(people)
    alike = [
        Similar(case, _matched(case, industry, stage))
        for case in known_cases
        if any(same_bottleneck(bottleneck, text, words, names) for text in case.texts)
    ]
    return sorted(alike, key=lambda item: (-len(item.matched), _age(item.case.day)))[:_SHOWN]


def _matched(case: Case, industry: str, stage: str | None) -> tuple[str, ...]:
    equal = {
        "bottleneck": True,
        "industry": bool(industry) and industry == case.industry,
        "stage": bool(stage) and stage == case.stage,
    }
    return tuple(key for key in FIELDS if equal[key])


def _age(day: pd.Timestamp) -> float:
    """A number that grows with age; without a day the oldest."""
    return float("inf") if pd.isna(day) else -float(day.value)
