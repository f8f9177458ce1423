"""A year's new customers worked back to a month's leads: plain figures (guide/funnel.md; S1)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from salesplan_xl.planning.common.largest_remainder import largest_remainder
from salesplan_xl.planning.targets.new_business import over

STAGES = ("lead", "need", "proposal", "signed")
MONTHS = 12


@dataclass(frozen=True, slots=True)
class FunnelSteps:
    """The figures that a month must bring, unrounded; NaN from the first stage whose rate is missing or 0."""

    leads: float
    needs: float
    proposals: float
    signed: float

    def per_month(self) -> dict[str, float]:
        """Unrounded figures by stage."""
        return dict(zip(STAGES, (self.leads, self.needs, self.proposals, self.signed), strict=True))

    def counts(self) -> dict[str, int | None]:
        """Whole numbers by stage, rounded up; None where unknown."""
        return {
            stage: math.ceil(round(value, 9)) if math.isfinite(value) else None
            for stage, value in self.per_month().items()
        }

    def over_months(self, months: float) -> dict[str, float]:
        """Unrounded figures of several months."""
        return {stage: value * months for stage, value in self.per_month().items()}


def work_back(new_customers: float | None, rates: Sequence[float | None]) -> FunnelSteps:
    """The month's leads, needs, proposals and signatures that a year's new customers ask for.

    Args:
        new_customers: goal of the year.
        rates: need, proposal and sign rate, 0–1.

    Source: guide/funnel.md; S1: 15 a year at 1/3, 1/2, 1/4 → 30 leads, 10 needs, 5 proposals, 1.25 signed a month.
    """
    need, proposal, sign = rates
    signed = over(new_customers, MONTHS)
    proposals = over(signed, sign)
    needs = over(proposals, proposal)
    return FunnelSteps(over(needs, need), needs, proposals, signed)


def leads_by_source(leads: float, mix: Mapping[str, float]) -> dict[str, int]:
    """Whole leads a month by source in the proportions of the mix, adding up to the leads rounded up.

    Source: S1: 30 → 20 trade fair, 5 referral, 5 online.
    """
    weights = np.array([max(share, 0.0) for share in mix.values()], dtype=np.float64)
    if not math.isfinite(leads) or weights.sum() <= 0:
        return dict.fromkeys(mix, 0)
    units = math.ceil(round(leads, 9))
    parts = largest_remainder(units * weights / weights.sum(), units)
    return dict(zip(mix, (int(part) for part in parts), strict=True))
