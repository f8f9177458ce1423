"""Thresholds of the split into quarters and months, and of the lock."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QuarterRules:
    """Quarter and month split, see guide/quarters.md (articles S0, S1).

    Args:
        unbacked_share: a quarter of which more than this is backed by nothing is warned of.
        least_gap: a gap of a smaller share of the quarter is not worth asking help for.
        rounding_limit: rounding to the larger step may move a quarter by this share at most.
        row_rounding: rounding to the customer step may move a customer's year by this share at most.
        map_gap: the map may differ from the target it follows by this share.
        season_years: finished years that the season is learnt from.
        one_year_weight: how far a single year of a customer is believed.
        yearly_noise: by how much of itself a month's share moves from year to year.
    """

    quarter_method: str = "history"
    quarter_weight_1: float = 25.0
    quarter_weight_2: float = 25.0
    quarter_weight_3: float = 25.0
    quarter_weight_4: float = 25.0
    project_timing: str = "sign"
    plan_basis: str = "derived"
    plan_lock: str = "year"
    total_step: float = 10.0
    customer_step: float = 1.0
    unbacked_share: float = 0.30
    least_gap: float = 0.01
    rounding_limit: float = 0.01
    row_rounding: float = 0.01
    map_gap: float = 0.005
    season_years: int = 3
    one_year_weight: float = 0.5
    yearly_noise: float = 0.15

    @property
    def manual_weights(self) -> tuple[float, float, float, float]:
        """The four weights the user typed."""
        return (self.quarter_weight_1, self.quarter_weight_2, self.quarter_weight_3, self.quarter_weight_4)
