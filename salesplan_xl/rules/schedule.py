"""How the year is split into quarters and months, and when it is fixed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QuarterRules:
    """Quarter and month split: methods §4 (S0, S1)."""

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

    @property
    def manual_weights(self) -> tuple[float, float, float, float]:
        """The four weights the user typed."""
        return (self.quarter_weight_1, self.quarter_weight_2, self.quarter_weight_3, self.quarter_weight_4)
