"""The plan year as it stands: what came, what the rest will bring, and how sure that is (guide/kpi.md).

The plan is one voice and the year so far another: after six months (setting) they speak equally loud. What is
booked is certain; the rest of each customer varies less the more of the year is gone.
"""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.planning.common.customer_book import net_amounts
from salesplan_xl.planning.common.project_revenue import project_revenue
from salesplan_xl.planning.common.revenue_history import revenue_history
from salesplan_xl.planning.common.year_calendar import calendar_of
from salesplan_xl.planning.customers.year_estimate import is_stopped
from salesplan_xl.planning.schedule.pipeline_coverage import register
from salesplan_xl.planning.targets.projects import is_raw_lead
from salesplan_xl.planning.targets.revenue_distribution import (
    RevenueDistribution,
    distribution_of,
    tier_spreads,
)
from salesplan_xl.planning.targets.separate_projects import COLUMNS
from salesplan_xl.planning.targets.targets import repeat_part
from salesplan_xl.rules import Rules
from salesplan_xl.tiers import NEW

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Outlook:
    """The forecast of a plan year that has begun, and its parts; money in the book's unit.

    Args:
        actual: revenue of the year up to the as-of day.
        rows: the rows of the targets: customer, tier, plan (repeat part of the year's target), gone (share of it that
            is gone by the season), booked (repeat revenue), rest (expected), spread (sd of the rest, a fraction),
            stopped, scale (rest ÷ plan); the row of tier N is new business.
        projects: what open and signed projects still bring, on the opportunities' index: customer, project, amount,
            probability (of signing in what is left of the year), signed, overdue.
        targets: the targets that the rest was taken from.
        rules: spreads and correlation.
    """

    actual: float
    rows: pd.DataFrame
    projects: pd.DataFrame
    targets: pd.DataFrame
    rules: Rules

    @property
    def repeat(self) -> float:
        """Money that the customers of the map still bring."""
        return float(self.rows.loc[self.rows["tier"] != NEW, "rest"].sum())

    @property
    def new(self) -> float:
        """Money that customers not yet won still bring."""
        return float(self.rows.loc[self.rows["tier"] == NEW, "rest"].sum())

    @property
    def from_projects(self) -> float:
        """Money that projects still bring."""
        return float((self.projects["amount"] * self.projects["probability"]).sum())

    @property
    def forecast(self) -> float:
        """The year at its end: what came and what is expected of the rest."""
        return math.fsum((self.actual, self.repeat, self.from_projects, self.new))

    def distribution(self) -> RevenueDistribution:
        """The chance of each figure at the end of the year; what is booked or signed is certain.

        Golden: an A customer of 1200 with 540 booked on 30 June is 1110 at the end, and 1150 with 23.28 % chance.
        """
        scale = self.rows["scale"].to_numpy(dtype=np.float64)
        new = (self.rows["tier"] == NEW).to_numpy(dtype=bool)
        frame = self.targets.assign(
            base=np.where(new, self.rows["rest"], self.targets["base"].fillna(0.0) * scale),
            growth=np.where(new, 0.0, self.targets["growth"].fillna(0.0)),
        )
        deals = self.projects[list(COLUMNS)]
        spreads = self.rows["spread"].to_numpy(dtype=np.float64)
        rest = distribution_of(frame, deals, self.rules.distribution, spreads)
        return dataclasses.replace(rest, lumps=rest.lumps.moved(self.actual), mean=rest.mean + self.actual)


def pace(gone: Floats, attained: Floats, plan_months: float) -> Floats:
    """The rest of a plan as a factor of it: (k + a) ÷ (k + s), k the plan's voice in years, at least 0.

    Args:
        gone: s, share of the year gone by its season.
        attained: a, what came ÷ the plan of the whole year.
        plan_months: the plan speaks as loud as so many months of experience.

    Golden: half a year gone, 45 % of the plan in: 0.95.
    """
    k = plan_months / 12.0
    return np.asarray(np.maximum((k + attained) / (k + gone), 0.0), dtype=np.float64)


def rest_spread(spread: Floats, gone: Floats, plan_months: float) -> Floats:
    """The sd of the rest of a year, as a fraction of it, from that of a whole one: sd × √(k ÷ ((k + s)(1 − s))).

    Golden: 10 % of the year are 10 % of its second half (k 0.5, s 0.5) and 12.65 % of its last quarter.
    """
    k, left = plan_months / 12.0, 1.0 - gone
    part = np.divide(k, (k + gone) * left, out=np.zeros_like(gone), where=left > 0.0)
    return np.asarray(spread * np.sqrt(part), dtype=np.float64)


def year_outlook(
    targets: pd.DataFrame, shares: Floats, orders: pd.DataFrame, opportunities: pd.DataFrame, rules: Rules
) -> Outlook:
    """The plan year at the as-of day.

    Repeat business of a customer: plan × (1 − s) × θ, 0 for one that stopped. Projects: signed ones what is not yet
    booked; open ones at their chance if they sign in what is left of the year, without a date for the part of an even
    year that is left; those past their date nothing. New business: the target of what is left, and raw leads are how
    it is met, never beside it.

    Args:
        targets: table ``targets`` of the plan that counts (base, growth, loss …).
        shares: (n, 12) share of each month in the year of each row of the targets.
        orders: order lines up to the as-of day.
        opportunities: schema table ``opportunities``.
        rules: the calendar, the plan's voice, spreads.

    Golden: 126 and 63 planned, 63 and 35 of it in by 16 August, an order of 40 of a signed project, an open one of
    50 at 50 %: 138 + 42 + 22.17 + 25 = 227.17.

    Source: guide/kpi.md.
    """
    calendar, year = calendar_of(rules.calendar), rules.calendar.plan_year
    revenue = project_revenue(orders, opportunities, rules.estimates)
    inside = calendar.years_of(orders["date"]) == year
    money = net_amounts(orders).fillna(0.0).to_numpy(dtype=np.float64)
    new = (targets["tier"] == NEW).to_numpy(dtype=bool)
    at = pd.Index(targets["customer"].where(~new)).get_indexer(pd.Index(orders["customer"], dtype=object))
    repeat = inside & (at >= 0) & ~revenue.lines.to_numpy(dtype=bool)
    booked = np.bincount(at[repeat], money[repeat], len(targets)).astype(np.float64)
    booked[new] = money[inside & (at < 0) & orders["customer"].notna().to_numpy()].sum()
    gone = shares @ calendar.gone(year)
    history = revenue_history(
        targets["customer"], orders, revenue.lines, calendar, rules.quarters.season_years
    )
    stopped = is_stopped(history, rules.estimates) & ~new
    rows = _rows(targets, gone, booked, stopped, rules)
    projects = _projects(opportunities, revenue.booked, rules)
    rows, projects = _with_leads(rows, projects, opportunities, targets)
    return Outlook(float(money[inside].sum()), rows, projects, targets, rules)


def _rows(
    targets: pd.DataFrame, gone: Floats, booked: Floats, stopped: npt.NDArray[np.bool_], rules: Rules
) -> pd.DataFrame:
    """Every row of the targets with what is left of it."""
    plan, voice = repeat_part(targets).to_numpy(dtype=np.float64), rules.months.plan_months
    attained = np.divide(booked, plan, out=np.zeros_like(plan), where=plan > 0.0)
    scale = np.where(stopped | (plan <= 0.0), 0.0, (1.0 - gone) * pace(gone, attained, voice))
    spreads = rest_spread(tier_spreads(targets["tier"], rules.distribution), gone, voice)
    return pd.DataFrame(
        {
            "customer": targets["customer"], "tier": targets["tier"], "plan": plan, "gone": gone, "booked": booked,
            "rest": plan * scale, "spread": spreads, "stopped": stopped, "scale": scale,
        }
    )  # fmt: skip


def _projects(opportunities: pd.DataFrame, booked: pd.Series, rules: Rules) -> pd.DataFrame:
    """The projects of the plan year with what they still bring and how likely; nothing once the year is over."""
    counted = register(opportunities, rules)
    signed, overdue = (counted[key].to_numpy(dtype=bool) for key in ("signed", "overdue"))
    left = 1.0 - float(calendar_of(rules.calendar).gone(rules.calendar.plan_year).mean())
    undated = opportunities.loc[counted.index, "sign_date"].isna().to_numpy()
    amount = counted["amount"].to_numpy(dtype=np.float64)
    open_chance = counted["probability"].to_numpy(dtype=np.float64) * np.where(undated, left, 1.0)
    return pd.DataFrame(
        {
            "customer": counted["customer"], "project": counted["project"],
            "amount": (left > 0.0) * np.where(signed, np.maximum(amount - booked[counted.index], 0.0), amount),
            "probability": np.where(signed, 1.0, np.where(overdue, 0.0, open_chance)),
            "signed": signed, "overdue": overdue,
        },
        index=counted.index,
    )  # fmt: skip


def _with_leads(
    rows: pd.DataFrame, projects: pd.DataFrame, opportunities: pd.DataFrame, targets: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Raw leads of customers not on the map as the way in which the target of new business is met."""
    leads = is_raw_lead(opportunities.loc[projects.index], targets["customer"])
    new = (rows["tier"] == NEW).to_numpy(dtype=bool)
    if not (new & (rows["plan"].to_numpy() > 0.0)).any() or not leads.any():
        return rows, projects
    hoped = float((projects["amount"] * projects["probability"])[leads].sum())
    rest = np.where(new, np.maximum(rows["rest"], hoped), rows["rest"])
    return rows.assign(rest=rest), projects[~leads]
