"""Orders that a project explains: booked once, never a monthly pace (guide/estimate.md)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.planning.common.customer_book import filled, net_amounts
from salesplan_xl.planning.common.opportunity_stages import is_signed
from salesplan_xl.rules import EstimateRules

Floats = npt.NDArray[np.float64]
DEFAULTS = EstimateRules()


@dataclass(frozen=True)
class ProjectRevenue:
    """Order lines of projects, and the money booked on each signed project.

    Args:
        lines: bool on the orders' index; True for lines that are no repeat business.
        booked: money on the opportunities' index; 0 where nothing is booked.
    """

    lines: pd.Series
    booked: pd.Series


def project_revenue(
    orders: pd.DataFrame, opportunities: pd.DataFrame, rules: EstimateRules = DEFAULTS
) -> ProjectRevenue:
    """Lines of kind ``project``, and orders that a signed project explains.

    A signed project explains orders of its customer from the first day of its sign month on, each of at least a
    quarter (``project_order_share``) of its amount, largest first until the amount is booked.

    Args:
        orders: order lines; lines of one order number and day are one order.
        opportunities: schema table ``opportunities``.
        rules: the share of the amount.
    """
    lines = (orders["kind"] == "project").to_numpy(dtype=bool, copy=True)
    booked = pd.Series(0.0, opportunities.index)
    signed = opportunities[
        is_signed(opportunities) & opportunities["sign_date"].notna() & (opportunities["amount"] > 0)
    ]
    signed = signed[filled(signed["customer"])].sort_values("sign_date", kind="stable")
    if signed.empty:
        return ProjectRevenue(pd.Series(lines, orders.index), booked)
    open_orders = _Orders.of(orders, set(signed["customer"]))
    for index, customer, date, amount in zip(
        signed.index, signed["customer"], signed["sign_date"], signed["amount"], strict=True
    ):
        rows, money = open_orders.take(customer, date.replace(day=1), float(amount), rules)
        lines[rows] = True
        booked[index] = money
    return ProjectRevenue(pd.Series(lines, orders.index), booked)


class _Orders:
    """The orders of the customers that have a signed project; each explains one project at most."""

    def __init__(self, orders: dict[object, list[tuple[float, pd.Timestamp, list[int]]]]) -> None:
        self._orders = orders

    @classmethod
    def of(cls, orders: pd.DataFrame, customers: set[object]) -> _Orders:
        """The orders of some customers, largest first; lines by their position."""
        at = np.flatnonzero(orders["customer"].isin(customers) & orders["date"].notna())
        rows = orders.iloc[at][["customer", "date", "order_no"]]
        alone = pd.Series([f"#{position}" for position in at], rows.index, dtype=object)
        number = rows["order_no"].where(filled(rows["order_no"]), alone)
        lines = pd.DataFrame(
            {"at": at, "money": net_amounts(orders.iloc[at]).fillna(0.0).to_numpy()}, rows.index
        )
        made: dict[object, list[tuple[float, pd.Timestamp, list[int]]]] = {}
        for (customer, date, _), part in lines.groupby([rows["customer"], rows["date"], number], sort=False):
            made.setdefault(customer, []).append((float(part["money"].sum()), date, part["at"].tolist()))
        return cls(
            {key: sorted(listed, key=lambda order: (-order[0], order[1])) for key, listed in made.items()}
        )

    def take(
        self, customer: object, first: pd.Timestamp, amount: float, rules: EstimateRules
    ) -> tuple[list[int], float]:
        """Positions of the lines that a project explains, and the money booked on it; taken only once."""
        mine, booked, rows = self._orders.get(customer, []), 0.0, []
        for order in list(mine):
            money, date, lines = order
            if booked < amount and date >= first and money >= rules.project_order_share * amount > 0:
                mine.remove(order)
                booked += money
                rows += lines
        return rows, booked
