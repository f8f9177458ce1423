"""The age of a bottleneck: remembered from the first look at it (guide/accounts.md; S4)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from salesplan_xl.planning.customers.key_accounts.vocabulary import plain


@dataclass(frozen=True, slots=True)
class Standing:
    """One bottleneck, compared without marks: the day of the first look at it, and of the last."""

    text: str
    since: dt.date
    latest: dt.date


def looked_at(before: Standing | None, bottleneck: str, as_of: dt.date) -> Standing | None:
    """The memory after a look; another bottleneck begins anew, a look at an earlier day changes nothing.

    Args:
        before: the memory so far.
        bottleneck: as it stands now; blank is none.
        as_of: the day of the look.
    """
    text = plain(bottleneck)
    if before and as_of < before.latest:
        return before
    if not text:
        return None
    since = before.since if before and before.text == text else as_of
    return Standing(text, since, as_of)


def stuck_days(memory: Standing | None, bottleneck: str, as_of: dt.date) -> int | None:
    """Days the present bottleneck has stood; None where there is none."""
    text = plain(bottleneck)
    if not text:
        return None
    same = memory is not None and memory.text == text
    return max((as_of - memory.since).days, 0) if memory and same else 0
