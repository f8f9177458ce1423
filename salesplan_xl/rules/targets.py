"""Thresholds of the targets and of the revenue distribution."""

from __future__ import annotations

from dataclasses import dataclass, replace

from salesplan_xl.tiers import NEW, by_tier


@dataclass(frozen=True, slots=True)
class TargetRules:
    """Bottom-up targets, see guide/targets.md (articles S0, S2, S3)."""

    growth_a: float = 0.05
    growth_b: float = 0.05
    growth_c: float = 0.0
    growth_fast: float = 0.10
    growth_potential: float = 0.20
    loss_danger: float = 0.20
    loss_danger_probability: float = 0.50
    loss_warning: float = 0.10
    loss_warning_probability: float = 0.50
    loss_single_contact: float = 0.20
    loss_single_contact_probability: float = 0.20
    win_lead: float = 0.10
    win_need: float = 0.20
    win_proposal: float = 0.35
    win_quote: float = 0.50
    win_negotiation: float = 0.70
    buffer: float = 0.10
    stretch_margin: float = 0.10
    guaranteed_target: float | None = None
    stretch_target: float | None = None
    company_target: float | None = None
    new_business_target: float = 0.0
    average_order: float | None = None
    inquiry_conversion: float = 0.10
    workdays_year: int = 250

    @property
    def growth_by_tier(self) -> dict[str, float]:
        """Natural growth by tier."""
        return by_tier(self, "growth")


@dataclass(frozen=True, slots=True)
class DistributionRules:
    """The variation of next year, see guide/confidence.md (article S0: guaranteed and stretch).

    ``sd_…``: spread of a customer's yearly revenue by tier, a fraction of its base; ``sd_new`` of the new
    business; ``correlation`` of any two (on the log scale): 0 everybody for himself, 1 all rise and fall
    together. ``sure_chance`` and ``stretch_chance``: the chance that the guaranteed and the stretch figure are
    reached. ``highest_chance``: a scenario makes no open project surer than this. ``company_chance``: the company's
    figure is doubted below it.
    ``hopeless_chance``: less is as good as out of reach, more than its complement as good as certain.
    ``lumpy_share``, ``lumpy_gap``: projects make so much of the variance, and part the sure figure from the mean by
    so much, that the sheet says so.
    """

    sd_a: float = 0.10
    sd_b: float = 0.20
    sd_c: float = 0.35
    sd_new: float = 0.50
    correlation: float = 0.30
    sure_chance: float = 0.80
    stretch_chance: float = 0.20
    highest_chance: float = 0.95
    company_chance: float = 0.50
    hopeless_chance: float = 0.005
    lumpy_share: float = 0.50
    lumpy_gap: float = 0.15

    @property
    def sd_by_tier(self) -> dict[str, float]:
        """Spread by tier key; N is new business."""
        return {**by_tier(self, "sd"), NEW: self.sd_new}

    def with_spreads(self, factor: float) -> DistributionRules:
        """The same rules with every spread times a factor."""
        spreads = {f"sd_{tier.lower()}": spread * factor for tier, spread in by_tier(self, "sd").items()}
        return replace(self, sd_new=self.sd_new * factor, **spreads)
