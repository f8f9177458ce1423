"""The reorder plan of one book with the user's edits."""

from __future__ import annotations

from functools import cached_property

import pandas as pd

from salesplan_xl.book.plan_book.reapplied_edits import frame_identities
from salesplan_xl.commands.plan.customers import CustomerSteps
from salesplan_xl.findings import Finding
from salesplan_xl.planning.customers.reorder.edited_plan import settled, with_edit_notes
from salesplan_xl.planning.customers.reorder.forecast import Forecast
from salesplan_xl.planning.customers.reorder.order_days import OrderDays
from salesplan_xl.planning.customers.reorder.reorder_plan import ReorderPlan, reorder_plan
from salesplan_xl.schema.workbook import tables

TABLE = "reorders"


class ReorderSteps(CustomerSteps):
    """Coming orders of old customers."""

    @cached_property
    def _computed_reorders(self) -> ReorderPlan:
        self.report("C-STEP-REORDER")
        return reorder_plan(self.inputs["orders"], self.rules)

    @property
    def reorder_forecast(self) -> Forecast | None:
        """The coming orders; ``None`` where nobody ever ordered."""
        return self._computed_reorders.forecast

    @property
    def order_days(self) -> OrderDays | None:
        """Order days of all customers."""
        return self.reorder_forecast.series.days if self.reorder_forecast else None

    @cached_property
    def reorders(self) -> pd.DataFrame:
        """The reorder plan with the user's edits; lines add up to their customer."""
        return with_edit_notes(self.reapplied(TABLE, self._settled[0]))

    @property
    def reorder_findings(self) -> list[Finding]:
        """Edits of the reorder plan that contradict each other."""
        return self._settled[1]

    @cached_property
    def reorder_totals(self) -> pd.DataFrame:
        """One row a customer."""
        return self.reorders[self.reorders["line"].isna()]

    @property
    def repeat_money(self) -> float:
        """Plan-year money of old customers."""
        return float(self.reorder_totals["expected_amount"].sum())

    @cached_property
    def _settled(self) -> tuple[pd.DataFrame, list[Finding]]:
        frame = self._computed_reorders.frame.assign(edited=None)
        identities = frame_identities(tables()[TABLE], frame, self.book.lang)
        place = {identity: row for row, identity in enumerate(identities)}
        typed = {
            place[identity]: float(amount)
            for identity, cells in self.edits(TABLE).items()
            if identity in place and isinstance(amount := cells.get("expected_amount"), (int, float))
        }
        return settled(frame, typed, self.rules.money.unit)
