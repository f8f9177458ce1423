"""Orders that a project explains: booked once, never a monthly pace (guide/estimate.md)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from salesplan_xl.planning.common.customer_book import filled, net_amounts
from salesplan_xl.planning.common.opportunity_stages import is_signed
from salesplan_xl.rules import EstimateRules

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
    lines = np.array(orders["kind"] == "project", dtype=bool)
    booked = pd.Series(0.0, opportunities.index)
    signed = _signed(opportunities)
    if len(signed):
        orders_of = _orders_by_customer(orders, signed, rules)
        columns = (signed["customer"], signed["sign_date"], signed["amount"])
        for index, customer, date, amount in zip(signed.index, *columns, strict=True):
            taken = _explained(orders_of.get(customer, []), date.replace(day=1), float(amount), rules)
            for order in taken:
                lines[order.rows] = True
            booked[index] = sum(order.money for order in taken)
    return ProjectRevenue(pd.Series(lines, orders.index), booked)


class _Order(NamedTuple):
    """One order: net money, its day, and the positions of its lines."""

    money: float
    date: pd.Timestamp
    rows: list[int]


def _signed(opportunities: pd.DataFrame) -> pd.DataFrame:
    """Signed projects with customer, date and amount, the earliest first."""
    stated = opportunities["sign_date"].notna() & (opportunities["amount"] > 0)
    rows = is_signed(opportunities) & stated & filled(opportunities["customer"])
    signed: pd.DataFrame = opportunities[rows]
    return signed.sort_values("sign_date", kind="stable")


def _orders_by_customer(
    orders: pd.DataFrame, signed: pd.DataFrame, rules: EstimateRules
) -> dict[object, list[_Order]]:
    """Orders large enough for a project of their customer, largest first."""
    at = np.flatnonzero(orders["customer"].isin(set(signed["customer"])) & orders["date"].notna())
    rows = orders.iloc[at]
    alone = pd.Series([f"#{position}" for position in at], rows.index, dtype=object)
    number = rows["order_no"].where(filled(rows["order_no"]), alone)
    order = rows.groupby([rows["customer"], rows["date"], number], sort=False).ngroup().to_numpy()
    money = np.bincount(order, net_amounts(rows).fillna(0.0).to_numpy())[order]
    smallest = rows["customer"].map(signed.groupby("customer")["amount"].min()).to_numpy(dtype=np.float64)
    large = money >= rules.project_order_share * smallest
    made: dict[int, _Order] = {}
    by_customer: dict[object, list[_Order]] = {}
    columns = (order[large], money[large], at[large], rows["customer"][large], rows["date"][large])
    for key, total, position, customer, date in zip(*columns, strict=True):
        if key not in made:
            made[key] = _Order(float(total), date, [])
            by_customer.setdefault(customer, []).append(made[key])
        made[key].rows.append(int(position))
    return {
        key: sorted(of_one, key=lambda item: (-item.money, item.date)) for key, of_one in by_customer.items()
    }


def _explained(
    orders: list[_Order], first: pd.Timestamp, amount: float, rules: EstimateRules
) -> list[_Order]:
    """The orders that book a project; each is taken from the list, so that it explains one project only."""
    taken: list[_Order] = []
    for order in list(orders):
        fits = order.date >= first and order.money >= rules.project_order_share * amount
        if fits and sum(item.money for item in taken) < amount:
            orders.remove(order)
            taken.append(order)
    return taken
