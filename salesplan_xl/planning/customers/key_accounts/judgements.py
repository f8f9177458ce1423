"""The judgement log: what was believed, until when it shows, and was it so (guide/accounts.md; S4).

Every action that serves a bottleneck, says what counts as done and by when *is* a judgement: done, and the bottleneck
gives way. Rows once written stay.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.customers.key_accounts.matching import same_bottleneck
from salesplan_xl.planning.customers.key_accounts.records import Action
from salesplan_xl.planning.customers.key_accounts.vocabulary import Vocabulary

VERDICTS = ("held", "judgement", "execution", "outside")


@dataclass(frozen=True, slots=True)
class Judgement:
    """One row of the log.

    Args:
        customer: whose.
        assumption: the belief, as the cell shows it, or in words where no cell holds it yet.
        check_by: the day on which it is to show.
        verdict: a key of ``VERDICTS``, None until somebody gives it.
        lesson: as typed.
        action: the action it comes from, None for the user's own.
        is_own: whether the user wrote it.
        day_typed: whether the user moved the day of a judgement that comes from an action.
    """

    customer: str
    assumption: str | Sentence
    check_by: pd.Timestamp
    verdict: str | None = None
    lesson: str = ""
    action: Action | None = None
    is_own: bool = True
    day_typed: bool = False

    @property
    def proposed_day(self) -> pd.Timestamp:
        """The day as its action gives it; the user's own as it stands."""
        return self.action.check_by if self.action else self.check_by

    def state(self, as_of: pd.Timestamp) -> str:
        """``closed`` with a verdict, ``due`` from its day on, else ``later``."""
        if self.verdict:
            return "closed"
        return "due" if self.check_by <= as_of else "later"


def assumption(action: Action) -> Sentence:
    """The belief behind an action in words."""
    return Sentence("accounts.assumption", {"acceptance": action.acceptance, "bottleneck": action.bottleneck})


def is_judgement(action: Action) -> bool:
    """Whether an action says which bottleneck it serves, what counts as done and by when."""
    return bool(action.acceptance and action.bottleneck and pd.notna(action.check_by))


def written(
    standing: Sequence[Judgement], actions: Sequence[Action], origin: Mapping[int, int], noted: set[int]
) -> list[Judgement]:
    """The rows that stand, those of actions with the action's day, and below them what is not written yet.

    Args:
        standing: the log as it stands.
        actions: every action of the accounts.
        origin: position in ``standing`` → position in ``actions`` it was written for.
        noted: positions in ``actions`` that were written before, whatever became of their rows.
    """
    rows = [_of_action(row, actions[origin[at]]) if at in origin else row for at, row in enumerate(standing)]
    missing = (at for at in range(len(actions)) if at not in noted and at not in origin.values())
    fresh = (actions[at] for at in missing if is_judgement(actions[at]))
    return [
        *rows,
        *(Judgement(item.customer, assumption(item), item.check_by, None, "", item, False) for item in fresh),
    ]


def _of_action(row: Judgement, action: Action) -> Judgement:
    day = row.check_by if row.day_typed else action.check_by
    return replace(row, check_by=day, action=action, is_own=False)


def proposed(
    row: Judgement, bottleneck: str, as_of: pd.Timestamp, words: Vocabulary, people: Sequence[str] = ()
) -> tuple[str | None, Sentence | None]:
    """The verdict that the facts suggest for a judgement that is due, and why; nothing for the user's own.

    Done and the bottleneck still stands: the judgement was wrong. Done and it moved: it held. Not done: the
    customer's cause is an outside change, anything else was not carried out.

    Args:
        bottleneck: of the account, as it stands now.
    """
    if row.action is None or row.state(as_of) != "due":
        return None, None
    if row.action.done:
        still = same_bottleneck(row.action.bottleneck, bottleneck, words, people)
        values: dict[str, object] = {"date": row.action.done_on, "bottleneck": bottleneck}
        key = "judgement" if still else "held"
        return key, Sentence(f"accounts.because_{key}", values)
    key = "outside" if row.action.cause == "customer" else "execution"
    return key, Sentence(f"accounts.because_{key}", {"date": row.action.due})
