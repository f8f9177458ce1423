"""The rows of last year's book that the next one gets: what is still open, and the years a plan looks back on.

Nothing here computes; each rule keeps rows as they are and leaves the others to the old book (guide/start.md).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.money import WAN, Unit
from salesplan_xl.planning.common.customer_book import YEAR_COLUMNS, filled
from salesplan_xl.planning.common.opportunity_stages import is_closed
from salesplan_xl.planning.common.year_calendar import NO_MONTH, YearCalendar, months_of
from salesplan_xl.planning.customers.receivables import invoice_states
from salesplan_xl.rules.roll_over import RollOverRules

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class NextYear:
    """The plan year that follows in a new book.

    Args:
        year: its plan year.
        calendar: business years, and the plan year of the old book.
        rules: how far back rows go over.
        money: unit of the amounts.
    """

    year: int
    calendar: YearCalendar
    rules: RollOverRules = field(default_factory=RollOverRules)
    money: Unit = WAN

    @property
    def shift(self) -> int:
        """Plan years from the old book to the new one."""
        return self.year - self.calendar.rules.plan_year

    def since(self, years: int) -> int:
        """The first of so many business years before the plan year."""
        return self.year - years

    def from_year(self, dates: pd.Series, years: int) -> Mask:
        """(n,) whether a day lies in the last years or later; a blank one does, since nobody can tell."""
        late = self.calendar.years_of(dates) >= self.since(years)
        return np.asarray(late | (months_of(dates) == NO_MONTH), dtype=bool)

    # ── one rule a table ──────────────────────────────────────────────────────────────────────────────

    def orders(self, rows: pd.DataFrame) -> Mask:
        """Whether an order counts in the years that the plan looks at."""
        return self.from_year(rows["date"], self.rules.order_years)

    def visits(self, rows: pd.DataFrame) -> Mask:
        """Whether a visit was paid lately."""
        return self.from_year(rows["date"], self.rules.visit_years)

    def receivables(self, rows: pd.DataFrame) -> Mask:
        """Whether money is still open, or was due or paid in the years that the plan looks at."""
        years = self.rules.order_years
        paid = rows["paid_date"].notna().to_numpy() & self.from_year(rows["paid_date"], years)
        return self._is_open(rows) | self.from_year(rows["due"], years) | paid

    def _is_open(self, rows: pd.DataFrame) -> Mask:
        """(n,) whether anything is owed after all payments on record."""
        ever = replace(self.calendar.rules, as_of=dt.date.max)
        return (invoice_states(rows, ever, money=self.money)["open"] != 0.0).to_numpy()

    def opportunities(self, rows: pd.DataFrame) -> Mask:
        """Whether a project is still open, or was won or lost in the year that the plan is built on or after it."""
        late = self.calendar.years_of(rows["sign_date"]) >= self.since(self.rules.closed_years)
        return ~is_closed(rows) | late

    def actions(self, rows: pd.DataFrame) -> Mask:
        """Whether an action is still to be done."""
        return rows["done_on"].isna().to_numpy()

    def customers(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The customers, typed revenue moved to the columns of the years it was typed for.

        Golden: 420 typed as this year of the book for 2027 is last year's in the book for 2028.
        """
        columns = list(YEAR_COLUMNS)
        moved = rows[columns].shift(self.shift, axis=1)
        return rows.assign(**{key: moved[key] for key in columns})


def year_target(company: object, plan: pd.DataFrame) -> tuple[float | None, bool]:
    """The target that the year of a plan had: the company's figure, else what the execution map adds up to.

    Args:
        company: the company's figure as the book states it.
        plan: table ``map``.

    Returns:
        the target, ``None`` where the book holds neither; and whether it is the company's.
    """
    if isinstance(company, (int, float)) and company > 0:
        return float(company), True
    total = float(plan[["q1", "q2", "q3", "q4"]].sum().sum())
    return (total if total > 0 else None), False


def without_blank(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """The rows in which any of some cells is filled."""
    holds = pd.DataFrame({key: filled(rows[key]) for key in keys}, index=rows.index)
    return rows[holds.any(axis=1)]
