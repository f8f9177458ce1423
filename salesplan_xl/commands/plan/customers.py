"""Tiers and health of the customers of one book."""

from __future__ import annotations

from functools import cached_property

import pandas as pd

from salesplan_xl.commands.plan.inputs import InputSteps
from salesplan_xl.planning.customers import health, tiers
from salesplan_xl.schema import choices


class CustomerSteps(InputSteps):
    """Tiers, health and concentration."""

    @cached_property
    def health(self) -> health.HealthResult:
        """Tiers and the four diagnoses."""
        customers = self.customers
        self.report("C-STEP-HEALTH")
        return health.diagnose(customers, self.inputs, self._decline_causes(), self.rules)

    @property
    def year_estimates(self) -> pd.Series:
        """The revenue of this year that customers are weighed by, row by row of the customer book."""
        return self.customers.frame["this_year"]

    @cached_property
    def health_table(self) -> pd.DataFrame:
        """The health table with the user's causes of decline."""
        # The baseline must not hold the user's own choice, or the next run would not know it as an edit.
        return self.reapplied("health", self.health.frame.assign(decline_cause=self.health.proposed_causes))

    @cached_property
    def overview(self) -> tiers.TierOverview:
        """Revenue and time by tier, concentration."""
        rules = self.rules
        return tiers.tier_overview(
            self.health.frame,
            self.inputs["visits"],
            rules.calendar.this_year,
            rules.capacity.days_per_visit,
            rules.tiers,
        )

    def _decline_causes(self) -> dict[str, str]:
        """The causes of decline that the user chose, by customer."""
        keys = self.keys_by_label(choices.DECLINE_CAUSES)
        causes = {
            name: keys.get(str(cells.get("decline_cause"))) for name, cells in self.edits("health").items()
        }
        return {name: key for name, key in causes.items() if key}
