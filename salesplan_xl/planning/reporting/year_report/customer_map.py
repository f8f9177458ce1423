"""The customer map: influence by purchase potential, in three zones (guide/yearend.md; article S3)."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.common.opportunity_stages import is_open
from salesplan_xl.planning.common.rates import DUST
from salesplan_xl.planning.customers.key_accounts.records import open_amounts
from salesplan_xl.planning.reporting.report import short_name
from salesplan_xl.rules import CapacityRules, YearReportRules
from salesplan_xl.tiers import TIERS

ATTACK, DEVELOP, KEEP = "attack", "develop", "keep"
ZONES = (ATTACK, DEVELOP, KEEP)
LEVELS = ("high", "medium", "low")
# The best tiers meet the best levels and zones; any further tier counts as low.
_BY_TIER = dict(zip(TIERS, LEVELS, strict=False))
_ZONE_OF_TIER = dict(zip(TIERS, ZONES, strict=False))
Row = Mapping[Hashable, Any]


@dataclass(frozen=True, slots=True)
class Placed:
    """One customer on the map.

    Args:
        influence_from, potential_from: ``typed``, else ``tier`` and ``space``.
        tier: its ABC tier.
    """

    customer: str
    revenue: float
    influence: str
    influence_from: str
    potential: str
    potential_from: str
    points: int
    zone: str
    tier: str

    @property
    def differs(self) -> bool:
        """Whether its zone is another place than its tier."""
        return _ZONE_OF_TIER.get(self.tier, KEEP) != self.zone

    @property
    def why(self) -> Sentence | None:
        """The difference in words."""
        if not self.differs:
            return None
        facts: dict[str, object] = {
            "tier": self.tier, "zone": self.zone, "influence": self.influence, "potential": self.potential,
        }  # fmt: skip
        higher = ZONES.index(self.zone) < ZONES.index(_ZONE_OF_TIER.get(self.tier, KEEP))
        return Sentence("year.higher_than_tier" if higher else "year.lower_than_tier", facts)


def placed_customers(
    book: pd.DataFrame, health: pd.DataFrame, opportunities: pd.DataFrame, rules: YearReportRules
) -> list[Placed]:
    """Every customer on the map, largest revenue first.

    Influence as typed, else by tier. Potential as typed, else high with a high potential or an open project of half of
    the year's revenue, medium with any open project, need or line not sold yet, else low.

    Args:
        book: ``CustomerBook.frame``.
        health: the health table.

    Golden: high and low → develop; medium and high → attack; low and medium → keep.
    """
    diagnosed = {row["customer"]: row for row in health.to_dict("records")}
    open_of, largest = open_amounts(opportunities), _largest(opportunities)
    placed = []
    for row in book.to_dict("records"):
        name, health_row = row["name"], diagnosed[row["name"]]
        space = _space(health_row, float(largest.get(name, 0.0)), name in open_of.index, rules)
        placed.append(_placed(str(name), row, health_row, space, rules))
    return sorted(placed, key=lambda item: (-item.revenue, item.customer))


def _largest(opportunities: pd.DataFrame) -> pd.Series:
    rows = opportunities[is_open(opportunities)]
    return rows["amount"].fillna(0.0).groupby(rows["customer"]).max()


def _space(health: Row, largest: float, has_project: bool, rules: YearReportRules) -> str:
    revenue = float(health["estimate"])
    if health["potential"] == "high" or (
        largest > 0 and largest >= rules.large_project * max(revenue, 0.0) - DUST
    ):
        return "high"
    return "medium" if has_project or health["space"] in ("project", "white_space", "need") else "low"


def _placed(name: str, row: Row, health: Row, space: str, rules: YearReportRules) -> Placed:
    tier = str(health["tier"])
    typed_influence, typed_potential = (
        row[key] if row[key] in LEVELS else None for key in ("influence", "potential")
    )
    influence, potential = str(typed_influence or _BY_TIER.get(tier, "low")), str(typed_potential or space)
    points = sum(rules.points[LEVELS.index(level)] for level in (influence, potential))
    zone = ATTACK if points >= rules.attack_points else DEVELOP if points >= rules.develop_points else KEEP
    return Placed(
        name, float(row["this_year"]), influence, "typed" if typed_influence else "tier", potential,
        "typed" if typed_potential else "space", points, zone, tier,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Zone:
    """One zone of the map; ``cadence`` is visits a month."""

    zone: str
    count: int
    revenue: float
    cadence: float


def zones_of(placed: Sequence[Placed], rules: CapacityRules) -> list[Zone]:
    """The three zones with their customers, money and visits a month."""
    cadence = (rules.visits_a, rules.visits_b, rules.visits_c)
    return [
        Zone(zone, len(mine), float(np.sum([item.revenue for item in mine])), times)
        for zone, times in zip(ZONES, cadence, strict=True)
        for mine in [[item for item in placed if item.zone == zone]]
    ]


def map_cells(
    placed: Sequence[Placed], rules: YearReportRules, room: int
) -> dict[tuple[str, str], Sentence | None]:
    """The nine places by influence and potential: how many customers, and the largest by name.

    Args:
        room: characters of a name.
    """
    cells: dict[tuple[str, str], Sentence | None] = {}
    for influence in LEVELS:
        for potential in LEVELS:
            mine = [item for item in placed if (item.influence, item.potential) == (influence, potential)]
            names = "\n".join(short_name(item.customer, room) for item in mine[: rules.named])
            facts: dict[str, object] = {"count": len(mine), "names": names}
            more = "year.map_more" if len(mine) > rules.named else "year.map_cell"
            cells[influence, potential] = Sentence(more, facts) if mine else None
    return cells
