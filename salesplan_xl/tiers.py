"""The tiers of customers: the one list that everything else is derived from.

A tier is known by its key. What a tier is worth (its lines, visits, growth, spread) are settings of the rules
records, reached by tier (``TargetRules.growth_by_tier`` …); what it is called stands in the schema and the catalogue.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

# Best first. A tier more touches this list, its settings and its words.
TIERS = ("A", "B", "C")
BEST, SECOND, LAST = TIERS[0], TIERS[1], TIERS[-1]
# The row of customers nobody has yet: planned for, but no tier that a customer can have.
NEW = "N"
PLAN_TIERS = (*TIERS, NEW)
RANK = {tier: at for at, tier in enumerate(TIERS)}


def raised(tier: str) -> str:
    """The tier above; the best has none above it."""
    return TIERS[max(RANK[tier] - 1, 0)]


def by_tier(record: object, field: str, tiers: Sequence[str] = TIERS) -> dict[str, Any]:
    """A threshold that a record has for each tier: of ``growth`` the fields growth_a, growth_b and so on."""
    return {tier: getattr(record, f"{field}_{tier.lower()}") for tier in tiers}
