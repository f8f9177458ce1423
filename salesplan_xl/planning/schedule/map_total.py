"""The execution map against the target it is to add up to (guide/map.md)."""

from __future__ import annotations

from collections.abc import Sequence

from salesplan_xl.findings import Finding, Place, Sentence, Severity
from salesplan_xl.money import WAN, Unit
from salesplan_xl.rules import QuarterRules

# Edited customers that are named.
NAMED = 5


def map_findings(
    total: float, target: float, edited: Sequence[str], rules: QuarterRules, money: Unit = WAN
) -> list[Finding]:
    """A warning where the map adds up to something else than the target it follows.

    Args:
        total: money of all quarters of the map.
        target: the plan basis (derived, guaranteed or stretch), money.
        edited: customers whose quarters the user typed.
        rules: which basis, and how far apart they may be.
        money: unit of both.
    """
    gap = total - target
    if abs(gap) <= rules.map_gap * abs(target) + money.tolerance:
        return []
    names = (*edited[:NAMED], *(["…"] if len(edited) > NAMED else []))
    who = Sentence("quarters.edited", {"names": names}) if edited else Sentence("quarters.unedited")
    values: dict[str, object] = {
        "map": total, "target": target, "gap": abs(gap), "who": who,
        "basis": Sentence(f"quarters.basis_{rules.plan_basis}"),
        "side": Sentence("quarters.above" if gap > 0 else "quarters.below", {"gap": abs(gap)}),
    }  # fmt: skip
    return [Finding("F-331", Severity.WARNING, values, Place("map", None, "target"))]


def map_words(total: float, target: float, basis: str) -> Sentence:
    """The total of the map beside the target, for the page a boss reads."""
    values: dict[str, object] = {"map": total, "target": target, "basis": Sentence(f"quarters.basis_{basis}")}
    return Sentence("quarters.map_total", values)
