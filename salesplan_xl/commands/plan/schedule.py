"""The timing of money and work on one book: quarters, months, the execution map, capacity."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.book.cells.convert import labels
from salesplan_xl.commands.plan.rules import under_new_names
from salesplan_xl.commands.plan.targets import TargetSteps
from salesplan_xl.findings import Finding
from salesplan_xl.planning.schedule import map_total, month_targets, quarters, seasons
from salesplan_xl.planning.targets import targets as target_sums
from salesplan_xl.planning.targets.projects import QUARTER_KEYS
from salesplan_xl.planning.time import capacity, execution_map, key_actions, resource_conflicts
from salesplan_xl.schema import choices
from salesplan_xl.schema.types import Filled
from salesplan_xl.schema.workbook import tables


class ScheduleSteps(TargetSteps):
    """Quarters and months of the plan, the map, and the days it takes."""

    @cached_property
    def season(self) -> seasons.SeasonResult:
        """Quarter weights by customer and tier; weights the user typed win."""
        typed = self._typed_weights()
        if not typed:
            return self._computed_season
        return seasons.quarter_weights(
            self.inputs["orders"], self.expected[["customer", "tier"]], self.rules, typed
        )

    @cached_property
    def _computed_season(self) -> seasons.SeasonResult:
        """The quarter weights before the user's edits: the baseline that tells edits apart."""
        self.report("C-STEP-QUARTERS")
        return seasons.quarter_weights(self.inputs["orders"], self.expected[["customer", "tier"]], self.rules)

    @cached_property
    def quarters(self) -> quarters.QuarterPlan:
        """Customers × quarters, ties exact."""
        return quarters.plan_quarters(self.expected, self.season, self.counted_projects, self.rules)

    @cached_property
    def tier_weights(self) -> pd.DataFrame:
        """The quarter table: weights by tier, typed ones as they were typed."""
        return seasons.with_reasons(self._edited_weights, self.season)

    @cached_property
    def _edited_weights(self) -> pd.DataFrame:
        return self.reapplied("quarters", seasons.weights_table(self._computed_season))

    def _typed_weights(self) -> dict[str, list[float]]:
        """The four weights of each tier in which the user changed at least one."""
        if "quarters" in self.reset:
            return {}
        keys, standing = self.keys_by_label(choices.PLAN_TIERS), self._edited_weights
        edited = [keys.get(identity, identity) for identity in self.edits("quarters")]
        return seasons.typed_weights(standing, edited)

    @cached_property
    def month_shares(self) -> npt.NDArray[np.float64]:
        """(12,) share of each month in its quarter; shares the user typed win."""
        edited = {} if "month_split" in self.reset else self._month_edits
        shares = [edited.get(key, value) for key, value in self.computed_month_shares.items()]
        return np.asarray(shares, dtype=np.float64)

    @cached_property
    def computed_month_shares(self) -> dict[str, float]:
        """The shares before the user's edits, by row of the month block."""
        computed = seasons.month_weights(self.inputs["orders"], self.rules)
        return {f"m{month}": float(share) for month, share in enumerate(computed, 1)}

    @cached_property
    def _month_edits(self) -> Mapping[str, float]:
        return self.book.grid_edits("month_split", "share")

    @cached_property
    def map(self) -> pd.DataFrame:
        """The execution map with the user's edits."""
        self.report("C-STEP-MAP")
        proposed = key_actions.propose_actions(
            self.health.frame, self.targets, self.inputs["opportunities"], self.rules
        )
        frame = execution_map.execution_map(
            self._map_rows(), proposed, self.customers.frame, self.book.settings["salesperson"]
        )
        frame = execution_map.without_visits(frame, self.let_go)
        own = {execution_map.ORDERS_ONLY: self.book.word("accounts.orders_only")}
        action = labels(choices.KEY_ACTIONS, self.book.lang) | own
        return self.reapplied("map", frame.assign(key_action=frame["key_action"].map(action).astype(object)))

    @cached_property
    def let_go(self) -> frozenset[str]:
        """Customers that are not pursued any more: they order, nobody calls."""
        rows = under_new_names(self.book, "key_accounts")
        first = ~rows["customer"].duplicated()
        return frozenset(rows.loc[first & (rows["key_tier"] == "dropped"), "customer"].dropna())

    def _map_rows(self) -> pd.DataFrame:
        """Quarters and visits of every target row, as derived or as fixed."""
        if self.fixed:
            return execution_map.fixed_rows(self.targets, self.standing_map, self._computed_map())
        return execution_map.derived_rows(self.targets, self.quarters, self.health.frame, self.rules.capacity)

    def _computed_map(self) -> dict[str, dict[str, object]]:
        """The map's edit columns as they were last computed, by customer."""
        columns = tables()["map"].keys(Filled.EDIT)
        computed = self.book.baselines.blocks.get("map", {})
        return {name: dict(zip(columns, values, strict=False)) for name, values in computed.items()}

    @cached_property
    def quarter_targets(self) -> npt.NDArray[np.float64]:
        """(4,) money the map asks of each quarter."""
        return quarters.quarter_totals(self.map)

    @cached_property
    def month_targets(self) -> npt.NDArray[np.float64]:
        """(12,) the book's money of each month."""
        return month_targets.month_totals(self.map, self.month_shares, self.rules.quarters)

    @cached_property
    def plan_total(self) -> float:
        """The target that the map is to add up to."""
        return target_sums.levels(self.targets, self.rules).of(self.rules.quarters.plan_basis)

    @cached_property
    def map_findings(self) -> list[Finding]:
        """The map against that target."""
        edited = [name for name, cells in self.edits("map").items() if set(cells) & set(QUARTER_KEYS)]
        total = float(self.quarter_targets.sum())
        return map_total.map_findings(
            total, self.plan_total, edited, self.rules.quarters, self.rules.money.unit
        )

    @cached_property
    def capacity(self) -> capacity.CapacityPlan:
        """Days needed and available."""
        return capacity.capacity_plan(self.map, self.rules)

    @cached_property
    def resource_findings(self) -> list[Finding]:
        """Resources wanted by too many customers in a week, that end too soon, or are meant for nobody known."""
        return resource_conflicts.resource_findings(
            self.inputs, self.customers.frame["name"], self.rules.calendar, self.rules.resources
        )
