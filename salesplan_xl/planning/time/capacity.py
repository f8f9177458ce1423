"""Time: days a month there are, days the visits need, and what the 6-3-1 rule would give (guide/capacity.md)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from salesplan_xl.findings import Finding, Place, Sentence, Severity
from salesplan_xl.planning.common.rates import DUST
from salesplan_xl.planning.targets.targets import GridResult
from salesplan_xl.planning.time.calendar_days import workday_findings, workday_words
from salesplan_xl.planning.time.visit_days import days_needed, month_capacity, rule_split
from salesplan_xl.rules import CapacityRules, Rules
from salesplan_xl.tiers import LAST, TIERS

# Customers named in an area.
AREA_NAMES = 20


@dataclass(frozen=True)
class CapacityPlan:
    """Needed against available time.

    Args:
        grid: value cells of grid ``capacity`` (sentences).
        areas: table ``areas``: C customers by region with bundled days.
        findings: too little time; a cadence that contradicts the rule.
    """

    grid: GridResult
    areas: pd.DataFrame
    findings: list[Finding]


def capacity_plan(map_frame: pd.DataFrame, rules: Rules) -> CapacityPlan:
    """Whether the visits fit the month, how they compare with 6-3-1, and the areas to bundle C visits.

    Args:
        map_frame: customer, tier, visits (a month, blank counts 0), region of every row of the map.
        rules: capacity rules.

    Returns:
        Sentences of grid ``capacity``, the rows of table ``areas`` (most customers first, customers without
        a region last under None), findings.

    Source: guide/capacity.md; article S0 (6-3-1; 6/6/5.56 days is 34/34/32 %).
    """
    capacity = rules.capacity
    visits = map_frame["visits"].astype("float64").fillna(0.0)
    by_tier = visits.groupby(map_frame["tier"]).sum().reindex(TIERS, fill_value=0.0).tolist()
    needed = days_needed(by_tier, capacity)
    available = month_capacity(capacity.workdays_month * capacity.people, capacity.slack)
    wanted = tuple(capacity.time_shares.values())
    return CapacityPlan(
        {
            **_sentences(needed, by_tier, available, wanted, capacity),
            ("workdays", "sentence"): workday_words(rules),
        },
        _areas(map_frame, visits, capacity),
        [*_findings(needed, available, wanted, capacity), *workday_findings(rules)],
    )


def _named(values: tuple[float, ...]) -> dict[str, object]:
    """Figures by tier as a sentence names them."""
    return {tier.lower(): value for tier, value in zip(TIERS, values, strict=True)}


def _sentences(
    needed: tuple[float, ...],
    visits: list[float],
    available: float,
    wanted: tuple[float, ...],
    rules: CapacityRules,
) -> GridResult:
    total = sum(needed)
    left = available - total
    used: dict[str, object] = {"needed": total, "available": available, "days": abs(left)}
    said = {
        "available": Sentence("capacity.available", {"slack": rules.slack, "days": available}),
        "needed": Sentence("capacity.needed", {**_named(tuple(visits)), "visits": sum(visits), "days": total,
                                               "bundled": rules.bundled_per_day}),
        "left": Sentence("capacity.left" if left >= 0 else "capacity.short", used),
        "rule": _rule_sentence(needed, wanted, available, rules),
    }  # fmt: skip
    return {(row, "sentence"): sentence for row, sentence in said.items()}


def _time_shares(needed: tuple[float, ...]) -> tuple[float, ...]:
    """Shares of time by tier; all 0 where nothing is needed."""
    total = sum(needed)
    return tuple(days / total if total > 0 else 0.0 for days in needed)


def _contradicts(needed: tuple[float, ...], wanted: tuple[float, ...], rules: CapacityRules) -> bool:
    gaps = (abs(have - want) for have, want in zip(_time_shares(needed), wanted, strict=True))
    return sum(needed) > 0 and max(gaps) > rules.rule_tolerance


def _rule_sentence(
    needed: tuple[float, ...],
    wanted: tuple[float, ...],
    available: float,
    rules: CapacityRules,
) -> Sentence:
    """Needed days and shares against the rule, and the days the rule would give."""
    if sum(needed) <= 0:
        return Sentence("capacity.rule_none", {"rule": _rule_name(wanted)})
    shares, rule = _time_shares(needed), rule_split(available, wanted)
    values: dict[str, object] = {**_named(needed), "rule": _rule_name(wanted)}
    values |= {f"share_{key}": share for key, share in _named(shares).items()}
    values |= {f"rule_{key}": days for key, days in _named(rule).items()}
    return Sentence(
        "capacity.rule_conflict" if _contradicts(needed, wanted, rules) else "capacity.rule_kept", values
    )


def _rule_name(wanted: tuple[float, ...]) -> str:
    """The rule as people say it: 6-3-1, or 55-30-15 where tenths do not do."""
    tenths = [share * 10 for share in wanted]
    whole = all(abs(share - round(share)) < DUST for share in tenths)
    return "-".join(f"{share if whole else share * 10:.0f}" for share in tenths)


def _areas(frame: pd.DataFrame, visits: pd.Series, rules: CapacityRules) -> pd.DataFrame:
    """C customers by region: how many, visits, bundled days, names."""
    small = frame["tier"].to_numpy(dtype=object) == LAST
    names: dict[str | None, list[str]] = {}
    regions = [region if isinstance(region, str) and region else None for region in frame["region"][small]]
    for region, name in zip(regions, frame["customer"][small], strict=True):
        names.setdefault(region, []).append(name)
    place = {region: at for at, region in enumerate(names)}
    sums = visits[small].groupby([place[region] for region in regions]).sum()
    order = sorted(place, key=lambda region: (region is None, -len(names[region])))
    visited = sums.to_numpy(dtype=np.float64)[[place[region] for region in order]]
    return pd.DataFrame(
        {
            "region": pd.Series(order, dtype=object),
            "customers": np.array([len(names[region]) for region in order], dtype=np.float64),
            "visits": visited,
            "days": visited / rules.bundled_per_day,
            "names": pd.Series([_names_sentence(names[region]) for region in order], dtype=object),
        }
    )


def _names_sentence(names: list[str]) -> Sentence:
    code = "capacity.names" if len(names) <= AREA_NAMES else "capacity.names_more"
    return Sentence(code, {"names": tuple(names[:AREA_NAMES]), "count": len(names)})


def _findings(
    needed: tuple[float, ...],
    available: float,
    wanted: tuple[float, ...],
    rules: CapacityRules,
) -> list[Finding]:
    findings = []
    total, place = sum(needed), Place("map", None, "visits")
    if total > available + DUST:
        values: dict[str, object] = {"needed": total, "available": available, "short": total - available}
        findings.append(Finding("F-401", Severity.WARNING, values, place))
    if _contradicts(needed, wanted, rules):
        values = {f"share_{key}": share for key, share in _named(_time_shares(needed)).items()}
        findings.append(Finding("F-402", Severity.NOTE, {**values, "rule": _rule_name(wanted)}, place))
    return findings
