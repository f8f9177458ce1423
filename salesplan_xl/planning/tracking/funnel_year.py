"""The action funnel of a running year: new customers to date and in the tracked month, by source and stage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from functools import cached_property

import pandas as pd

from salesplan_xl.findings import Finding, Sentence
from salesplan_xl.planning.tracking import funnel, funnel_counts, funnel_rates, funnel_stages
from salesplan_xl.planning.tracking.month_ledger import month_end
from salesplan_xl.planning.tracking.months import has_begun, parse_month
from salesplan_xl.rules import Rules

PROJECT = ["customer", "project"]
Figures = dict[str, dict[str, float]]


@dataclass
class FunnelYear:
    """New customers of the plan year against the goal; empty until the year has begun.

    Args:
        rules: the goal, the plan's rates, the tracked month and the as-of date.
        tables: input tables ``orders``, ``visits``, ``opportunities``.
        customers: ``CustomerBook.frame``: name and revenue of three years.
        snapshots: how the projects stood before this ``month`` and at planning (``plan``); see ``snapshots``.
        fixed: whether the plan is no longer to change.

    Source: guide/funnel.md; article S1 (action funnel).
    """

    rules: Rules
    tables: Mapping[str, pd.DataFrame]
    customers: pd.DataFrame
    snapshots: Mapping[str, pd.DataFrame]
    _: KW_ONLY
    fixed: bool = False

    @cached_property
    def months(self) -> int:
        """Months of the plan year up to the tracked one, 0 before anything happened in it."""
        plan_year, tables = self.rules.calendar.plan_year, self.tables
        year, month = parse_month(self.rules.months.current_month)
        begun = has_begun(tables["orders"], tables["visits"], self.rules.calendar)
        begun = begun or bool((tables["opportunities"]["opened"].dt.year == plan_year).any())
        if year < plan_year or not begun:
            return 0
        return month if year == plan_year else 12

    @cached_property
    def actuals(self) -> funnel_counts.FunnelActuals:
        """Prospects and new customers by the stage reached, from 1 January to the end of the tracked month."""
        return self._until(self._opportunities, self.months)

    @cached_property
    def counts(self) -> pd.DataFrame:
        """The same by source and stage."""
        return self.actuals.counts

    @cached_property
    def month_counts(self) -> pd.DataFrame:
        """The arrivals of the tracked month, by source and stage (columns as ``counts``)."""
        calendar = self.rules.calendar
        start, today = pd.Timestamp(calendar.plan_year, max(self.months, 1), 1), pd.Timestamp(calendar.as_of)
        before = self.snapshots["month"]
        # The first snapshot of all is taken today: it hides what came before it.
        stood = len(before) > 0 and bool((before["seen_on"] < min(start, today)).all())
        earlier = self._until(before, max(self.months - 1, 0)).customers if stood else None
        return funnel_counts.came_since(self.actuals.customers, earlier, start)

    @cached_property
    def against_plan(self) -> pd.DataFrame:
        """Months to date against the plan, by source and stage (``total`` last)."""
        return funnel.against_plan(self.counts, self.rules.funnel, self.months)

    @cached_property
    def month_against_plan(self) -> pd.DataFrame:
        """The tracked month against the plan, by source and stage (``total`` last)."""
        return funnel.against_plan(self.month_counts, self.rules.funnel, min(self.months, 1))

    @cached_property
    def by_source(self) -> Figures:
        """``counts`` as figures by source."""
        return _figures(self.counts)

    @cached_property
    def matured(self) -> pd.DataFrame:
        """Counts by source of those old enough to have signed: what conversion is judged on."""
        people = funnel_rates.matured(self.actuals.customers, self._today, self.rules.rates)
        return funnel_counts.count_stages(people)

    @cached_property
    def matured_by_source(self) -> Figures:
        """``matured`` as figures by source."""
        return _figures(self.matured)

    @cached_property
    def cases(self) -> float:
        """Leads old enough to judge conversion by."""
        return float(self.matured["lead"].sum())

    @property
    def proven(self) -> bool:
        """Whether these are enough to set the plan's rates aside."""
        return self.cases >= self.rules.rates.least_leads

    @cached_property
    def own_rates(self) -> tuple[float, ...]:
        """Need, proposal and sign rate as seen, drawn toward the plan; the plan's where too little was seen."""
        plan = self.rules.funnel
        return funnel_rates.own_rates(self.matured, plan, self.rules.rates) if self.proven else plan.rates

    @cached_property
    def _steps(self) -> pd.DataFrame:
        return funnel_rates.stage_rates(self.matured, self.rules.funnel, self.rules.rates)

    @cached_property
    def rates(self) -> Figures:
        """From lead to signature: rate, low and high (80 % range) of each source with enough leads, and ``total``."""
        plan, rules, steps = self.rules.funnel, self.rules.rates, self._steps
        enough = (steps["step"] == "all") & (steps["cases"] >= rules.least_leads)
        rates = _figures(steps.loc[enough, ["source", "rate", "low", "high"]])
        if self.proven:
            whole = funnel_rates.whole_rate(self.matured, plan, rules)
            rates["total"] = dict(zip(("rate", "low", "high"), whole, strict=True))
        return rates

    @cached_property
    def stages(self) -> Figures:
        """Steadied rate of each step (``need_rate`` …) and money a lead, by source and of ``total``."""
        steps = self._steps
        rows = steps[steps["step"].isin(funnel_stages.STEPS) & (steps["cases"] > 0)]
        figures: Figures = {}
        for source, step, rate in zip(rows["source"], rows["step"], rows["rate"], strict=True):
            figures.setdefault(source, {})[f"{step}_rate"] = rate
        if self.cases:
            pairs = zip(funnel_stages.STEPS, self.own_rates, strict=True)
            figures["total"] = {f"{step}_rate": rate for step, rate in pairs}
        for source, money in self._money_a_lead().items():
            figures.setdefault(source, {})["money_lead"] = money
        return figures

    def _money_a_lead(self) -> dict[str, float]:
        """Money signed for each lead found, by source and in ``total``."""
        start = pd.Timestamp(self.rules.calendar.plan_year, 1, 1)
        money = funnel_stages.signed_money(
            self.actuals.customers, self.tables["orders"], self._opportunities, start, self._today
        )
        leads = {source: counts["lead"] for source, counts in self.by_source.items()}
        each = {source: float(money.get(source, 0.0)) / count for source, count in leads.items() if count}
        total = sum(leads.values())
        return each | ({"total": float(money.sum()) / total} if total else {})

    @cached_property
    def stage_gap(self) -> Sentence | None:
        """The step in which the sources differ."""
        return funnel_stages.stage_gap(self._steps, self.rules.rates)

    @cached_property
    def move(self) -> funnel_rates.Move:
        """The proposed move of effort."""
        return funnel_rates.propose_move(self._steps, self.rules.funnel, self.rules.rates)

    @cached_property
    def goal_findings(self) -> list[Finding]:
        """The month promised against the year's goal."""
        return funnel.goal_findings(self.rules.funnel)

    @property
    def findings(self) -> list[Finding]:
        """Two goals that differ, leads without source, orders without a lead."""
        return [*self.goal_findings, *self.actuals.findings]

    @property
    def _today(self) -> pd.Timestamp:
        """The last day of the data: the as-of date, but no further than the tracked month and not short of it."""
        calendar, month = self.rules.calendar, max(self.months, 1)
        start, end = pd.Timestamp(calendar.plan_year, month, 1), month_end(calendar.plan_year, month)
        as_of = pd.Timestamp(calendar.as_of)
        return min(as_of, end) if as_of >= start else end

    def _until(self, opportunities: pd.DataFrame, months: int) -> funnel_counts.FunnelActuals:
        """New customers from 1 January to the end of a month; nobody before the year has begun."""
        year = self.rules.calendar.plan_year
        orders, visits = self.tables["orders"], self.tables["visits"]
        if self.months == 0:
            orders, visits, opportunities = orders.iloc[:0], visits.iloc[:0], opportunities.iloc[:0]
        end = month_end(year, months) if months else pd.Timestamp(year - 1, 12, 31)
        return funnel_counts.funnel_actuals(
            orders, opportunities, visits, pd.Timestamp(year, 1, 1), end, self._old_customers
        )

    @cached_property
    def _opportunities(self) -> pd.DataFrame:
        """The opportunities without those that were lost when the year was planned."""
        rows, planned = self.tables["opportunities"], self.snapshots["plan"]
        # The snapshot of a plan that still moves is today's: what was lost since is in it.
        if not self.fixed:
            return rows
        lost = pd.MultiIndex.from_frame(planned.loc[planned["result"] == "lost", PROJECT])
        return rows[~pd.MultiIndex.from_frame(rows[PROJECT]).isin(lost)]

    @cached_property
    def _old_customers(self) -> set[str]:
        """Customers with revenue before the plan year, whether or not the order list goes back that far."""
        rows = self.customers
        earlier = rows[["this_year", "last_year", "year_before"]].fillna(0.0).ne(0.0).any(axis=1)
        return set(rows.loc[earlier, "name"])


def _figures(frame: pd.DataFrame) -> Figures:
    """The numbers of a frame by source, then by column."""
    keys = [key for key in frame.columns if key != "source"]
    rows = zip(*(frame[key].tolist() for key in ("source", *keys)), strict=True)
    return {str(source): dict(zip(keys, figures, strict=True)) for source, *figures in rows}
