"""Whether the figures are still those that were handed in: a mark over them, and what moved since."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

import pandas as pd

from salesplan_xl.findings import Finding, Place, Sentence, Severity
from salesplan_xl.money import BOOK_UNITS, Unit
from salesplan_xl.tiers import NEW

QUARTERS = ("q1", "q2", "q3", "q4")
TOTALS = ("derived", "guaranteed", "stretch", *QUARTERS)
STATES = ("draft", "submitted", "approved")
# The totals moved, or rows moved while the totals did not.
MOVED = ("F-730", "F-731")
_MARK_LENGTH = 16


def figures_mark(
    targets: pd.DataFrame, quarters: pd.DataFrame, totals: Mapping[str, float], unit: str
) -> str:
    """A short mark that changes when any target, quarter or commitment changes by a cent.

    It does not depend on the order of rows, nor on the book's language: the row of new business counts by its
    tier. Rows without money do not count.

    Args:
        targets: customer, tier, expected (money).
        quarters: customer, tier, q1 … q4 (money).
        totals: guaranteed, stretch …: money by key.
        unit: money unit of the book.
    """
    money = BOOK_UNITS[unit]
    lines = [*_lines("target", targets, ("expected",), money), *_lines("map", quarters, QUARTERS, money)]
    lines += [f"total\t{key}\t{money.cents(value)}" for key, value in totals.items()]
    return hashlib.sha256("\n".join(sorted(lines)).encode("utf-8")).hexdigest()[:_MARK_LENGTH]


def _lines(kind: str, frame: pd.DataFrame, columns: Iterable[str], money: Unit) -> list[str]:
    lines = []
    for row in frame.to_dict("records"):
        name = NEW if row["tier"] == NEW else f"name {row['customer']}"
        amounts = [money.cents(row[column]) for column in columns]
        if any(amounts):
            lines.append("\t".join([kind, name, *map(str, amounts)]))
    return lines


def hindrances(
    state: str, totals: Mapping[str, float], changed: Iterable[Finding], place: Place
) -> list[Finding]:
    """Reasons that a plan cannot be handed in or approved: there is none yet, or its figures moved since.

    Args:
        state: the state that is asked for.
        totals: the totals as they stand.
        changed: ``submission_findings`` of the plan as it is.
        place: where the submitted figures stand.
    """
    if state == "draft":
        return []
    if not any(totals.values()):
        return [Finding("F-733", Severity.ERROR, {}, place)]
    if state == "approved" and any(finding.code in MOVED for finding in changed):
        return [Finding("F-734", Severity.ERROR, {}, place)]
    return []


def state_words(settings: Mapping[str, object], changed: Iterable[Finding]) -> Sentence:
    """The line on top of the report: year, who, as of when, state, and whether it changed since.

    Args:
        settings: of the book, by key.
        changed: ``submission_findings`` of the plan as it is.
    """
    state, date = str(settings["plan_state"]), settings["submitted_on"]
    dated = "dated" if state != "draft" and date else "plain"
    moved = any(finding.code in MOVED for finding in changed)
    return Sentence(
        "submit.head_changed" if moved else "submit.head",
        {
            "year": str(settings["plan_year"]),
            "who": settings["salesperson"] or Sentence("submit.nobody"),
            "as_of": settings["as_of"],
            "state": Sentence(f"submit.state.{dated}", {"state": state, "date": date}),
        },
    )


def changed_totals(
    then: Mapping[str, float], now: Mapping[str, float], unit: str
) -> list[tuple[str, float, float]]:
    """Key, submitted and present figure of every total that differs by a cent or more."""
    money = BOOK_UNITS[unit]
    return [
        (key, then[key], now.get(key, 0.0))
        for key in TOTALS
        if key in then and money.cents(then[key]) != money.cents(now.get(key, 0.0))
    ]


def submission_findings(
    state: str,
    marks: tuple[str | None, str],
    then: Mapping[str, float],
    now: Mapping[str, float],
    unit: str,
    place: Place,
) -> list[Finding]:
    """The findings on a plan that was handed in: nothing, which totals moved, or that only rows moved.

    Args:
        state: ``draft``, ``submitted``, ``approved``.
        marks: the mark kept at submission (``None`` when there is none) and that of the figures now.
        then, now: totals by key (``TOTALS``).
        place: where the submitted figures stand.
    """
    kept, present = marks
    if state == "draft":
        return []
    if not kept:
        return [Finding("F-732", Severity.NOTE, {"state": state}, place)]
    if kept == present:
        return []
    moved = changed_totals(then, now, unit)
    if not moved:
        return [Finding("F-731", Severity.WARNING, {"state": state}, place)]
    words = tuple(
        Sentence(f"submit.total.{key}", {"then": before, "now": after}) for key, before, after in moved
    )
    return [Finding("F-730", Severity.WARNING, {"state": state, "totals": words, "count": len(moved)}, place)]
