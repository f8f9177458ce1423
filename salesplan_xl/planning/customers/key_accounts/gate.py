"""Four questions to every action: does it touch the bottleneck, or is it busy-work (guide/accounts.md; S4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.customers.key_accounts.matching import same_bottleneck
from salesplan_xl.planning.customers.key_accounts.one_name import accountable
from salesplan_xl.planning.customers.key_accounts.records import Action, Resource
from salesplan_xl.planning.customers.key_accounts.vocabulary import Vocabulary, plain
from salesplan_xl.rules import KeyAccountRules

QUESTIONS = ("serves", "owned", "equipped", "checkable")
VERDICTS = ("hits", "patch", "busy")


@dataclass(frozen=True, slots=True)
class Ground:
    """The account that actions are judged against.

    Args:
        bottlenecks: of the account and of its open projects, as typed.
        granted: what was granted, as typed.
        window: the day its window closes, NaT where none is known.
        people: names of its contacts.
    """

    bottlenecks: tuple[str, ...]
    granted: str
    window: pd.Timestamp
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """One action with its answers.

    Args:
        action: the action.
        no: the questions it does not answer.
        means: resources of the list that it names.
    """

    action: Action
    no: tuple[str, ...]
    means: tuple[Resource, ...] = ()

    @property
    def verdict(self) -> str:
        """A key of ``VERDICTS``: half of the questions unanswered is busy-work."""
        return VERDICTS[min(len(self.no), len(VERDICTS) - 1)]

    @property
    def counts(self) -> bool:
        """Whether it touches the bottleneck and is no busy-work."""
        return "serves" not in self.no and self.verdict != "busy"

    @property
    def missing(self) -> tuple[Sentence, ...]:
        """The questions it does not answer, in words."""
        return tuple(Sentence(f"accounts.lacks_{key}") for key in self.no)

    @property
    def words(self) -> tuple[Sentence, ...]:
        """The verdict, what is missing, and who helps with the resources."""
        verdict = Sentence(f"accounts.gate_{self.verdict}", {"missing": self.missing} if self.no else {})
        return (verdict, *map(_means, self.means))


def judge_action(
    action: Action, ground: Ground, resources: Sequence[Resource], as_of: pd.Timestamp, words: Vocabulary,
    rules: KeyAccountRules,
) -> Judged:  # fmt: skip
    """Put the four questions to one open action.

    Source: guide/accounts.md; article S4: half of the four unanswered means being busy for its own sake.
    """
    named = tuple(
        item for item in resources if plain(item.name) and plain(item.name) in plain(action.resources)
    )
    answers = {
        "serves": any(
            same_bottleneck(action.bottleneck, text, words, ground.people) for text in ground.bottlenecks
        ),
        "owned": accountable(action.owner, words).name is not None,
        "equipped": _equipped(action, ground.granted, named, words),
        "checkable": _checkable(action, ground.window, as_of, rules),
    }
    return Judged(action, tuple(key for key in QUESTIONS if not answers[key]), named)


def is_granted(granted: str, words: Vocabulary) -> bool:
    """Whether anything was granted."""
    return bool(plain(granted)) and plain(granted) not in words.not_granted


def _equipped(action: Action, granted: str, named: Sequence[Resource], words: Vocabulary) -> bool:
    """Nothing is needed, or it is named, granted, and lasts until the action is due."""
    needs = plain(action.resources)
    if needs in words.no_need or needs.startswith(words.needless):
        return True
    lasting = not any(item.valid_until < action.due for item in named)
    return bool(needs) and is_granted(granted, words) and lasting


def _checkable(action: Action, window: pd.Timestamp, as_of: pd.Timestamp, rules: KeyAccountRules) -> bool:
    """Done is stated so that it can be checked, and shows before the stage ends."""
    stage_end = as_of + pd.Timedelta(days=rules.stage_days)
    if window >= as_of:
        stage_end = min(stage_end, window)
    return bool(action.acceptance and action.check_by <= stage_end)


def _means(resource: Resource) -> Sentence:
    more = tuple(text for text in (resource.strength, resource.contact) if text)
    return Sentence(
        "accounts.means" if more else "accounts.means_plain", {"name": resource.name, "more": more}
    )
