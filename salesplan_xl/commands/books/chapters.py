"""The chapters in which verbs and guide pages are listed for a reader; a verb belongs where its button stands."""

from __future__ import annotations

from salesplan_xl.commands import registry
from salesplan_xl.commands.registry import Kind, Verb

DAY, SUBJECT = "day", "subject"
# From first to last; every one has its heading, ``C-CHAPTER-…``.
CHAPTERS = (DAY, "book", "plan", "month", "yearend", "delivery", "team", "tool", SUBJECT)
# The verbs that are typed most days of the year.
DAILY = ("run", "check", "month-start", "month-end", "report")
_BY_KIND = {Kind.BOOK: "book", Kind.TEAM: "team", Kind.TOOL: "tool"}
_BY_GROUP = {
    "start": "book", "customers": "plan", "targets": "plan", "resources": "plan", "execution": "month",
    "yearend": "yearend", "delivery": "delivery",
}  # fmt: skip
# Handed in like the others of its group, though it works as the verbs on a book do.
_ELSEWHERE = {"submit": "delivery"}


def chapter_of(verb: Verb) -> str:
    """The chapter of a verb."""
    if chapter := _ELSEWHERE.get(verb.key) or _BY_KIND.get(verb.kind):
        return chapter
    return _BY_GROUP.get(verb.button.group, "delivery") if verb.button else "delivery"


def chapter_of_page(page: str) -> str:
    """The chapter of a guide page: that of the first verb it explains."""
    verbs = (verb for verb in registry.verbs() if verb.page == page)
    return next(map(chapter_of, verbs), SUBJECT)
