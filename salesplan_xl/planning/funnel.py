"""The action funnel: new-customer goals worked back to monthly actions, and what was really done (methods §7, S1).

Four stages stand for the path to a new customer: lead, need, proposal, signed. One customer counts once in
each stage that it reached. Rates by source and where to move effort are in ``funnel_rates``.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.findings import Finding, Place, Sentence, Severity
from salesplan_xl.planning.customers import net_amounts
from salesplan_xl.planning.new_steps import over
from salesplan_xl.planning.projects import SIGNED_STAGES
from salesplan_xl.planning.rates import completion
from salesplan_xl.planning.remainder import largest_remainder
from salesplan_xl.planning.rules import FunnelRules

Floats = npt.NDArray[np.float64]

STAGES = ("lead", "need", "proposal", "signed")
NEW_SOURCES = ("fair", "referral", "online", "other")
NO_SOURCE = "unknown"
# The stage of the funnel that each stage of an opportunity has reached.
_REACHED = {"lead": 0, "need": 1, "proposal": 2, "quote": 2, "negotiation": 2} | dict.fromkeys(
    SIGNED_STAGES, 3
)
_DAYS = {"lead": 31, "need": 20, "proposal": 25, "signed": 30}
_OWNERS = {"lead": "team", "need": "manager", "proposal": "technical", "signed": "manager"}
MONTHS = 12


@dataclass(frozen=True, slots=True)
class FunnelSteps:
    """What a month must bring, unrounded; NaN from the first stage whose rate is missing or 0."""

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

    Source: methods §7; S1: 15 a year at 1/3, 1/2, 1/4 → 30 leads, 10 needs, 5 proposals, 1.25 signed a month.
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


def plan_by_source(rules: FunnelRules) -> pd.DataFrame:
    """The month's plan: one row per source with lead, need, proposal, signed (unrounded but the leads).

    All sources are planned at the plan's rates; sources without planned leads are left out.
    """
    leads = leads_by_source(work_back(rules.new_customers, rules.rates).leads, rules.lead_mix)
    frame = pd.DataFrame({"source": list(leads), "lead": [float(count) for count in leads.values()]})
    for stage, before, rate in zip(STAGES[1:], STAGES, rules.rates, strict=False):
        frame[stage] = frame[before] * rate
    return frame[frame["lead"] > 0].reset_index(drop=True).astype({"source": object})


def action_table(rules: FunnelRules) -> pd.DataFrame:
    """The action table of S1, worked back from the goal.

    Returns:
        One row per stage: stage, goal (a month, unrounded), rate (share of the stage before that must
        arrive, NaN for leads), result (Sentence), actions (tuple of Sentences), owner (Sentence), due_day (day
        of the month), acceptance (Sentence).

    Source: methods §7 action table; S1.
    """
    steps = work_back(rules.new_customers, rules.rates)
    goals, counts = steps.per_month(), steps.counts()
    actions = _actions(rules, steps)
    rates = (math.nan, *rules.rates)
    rows: list[dict[str, object]] = [
        {
            "stage": stage, "goal": goals[stage], "rate": rate,
            "result": Sentence(f"funnel.goal_{stage}", {"count": counts[stage], "exact": goals[stage]}),
            "actions": actions[stage], "owner": Sentence(f"funnel.owner_{_OWNERS[stage]}"),
            "due_day": _DAYS[stage], "acceptance": Sentence(f"funnel.accept_{stage}"),
        }
        for stage, rate in zip(STAGES, rates, strict=True)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def _actions(rules: FunnelRules, steps: FunnelSteps) -> dict[str, tuple[Sentence, ...]]:
    needs = steps.needs if math.isfinite(steps.needs) else 0.0
    found = leads_by_source(steps.leads, rules.lead_mix)
    counts = steps.counts()
    return {
        "lead": tuple(
            Sentence(f"funnel.find_{source}", {"count": count}) for source, count in found.items() if count
        ),
        "need": (
            Sentence(
                "funnel.call",
                {"count": math.ceil(round(needs * rules.calls_per_need, 9)), "needs": counts["need"]},
            ),
            Sentence("funnel.visit", {"count": math.ceil(round(needs * rules.visits_per_need, 9))}),
        ),
        "proposal": (Sentence("funnel.propose", {"count": counts["proposal"]}), Sentence("funnel.confirm")),
        "signed": (Sentence("funnel.negotiate"), Sentence("funnel.approval")),
    }


def goal_findings(rules: FunnelRules) -> list[Finding]:
    """Where the year's goal and the month's promise are two different goals.

    Source: S1 asks for 15 new customers a year and concludes with 2 a month, which is 24 a year.
    """
    month = rules.monthly_signed
    if month is None or abs(month * MONTHS - rules.new_customers) < 0.5:
        return []
    values: dict[str, object] = {
        "month": month, "year": month * MONTHS, "goal": rules.new_customers,
        "needed": rules.new_customers / MONTHS,
        "leads": work_back(month * MONTHS, rules.rates).counts()["lead"],
        "goal_leads": work_back(rules.new_customers, rules.rates).counts()["lead"],
    }  # fmt: skip
    code = "F-450" if month * MONTHS > rules.new_customers else "F-451"
    return [Finding(code, Severity.WARNING, values, Place("settings", None, "monthly_signed"))]


@dataclass(frozen=True)
class FunnelActuals:
    """What was really done in a period.

    Args:
        customers: one row per new customer or prospect: customer, source, reached (0 lead … 3 signed), open
            (still being worked on), opened (date of the first sign of it, NaT where unknown), recorded
            (known before its first order), row (of its first opportunity, −1 without one).
        counts: one row per source with at least one: source, lead, need, proposal, signed, unrecorded.
        findings: customers without source, orders without a recorded lead.
    """

    customers: pd.DataFrame
    counts: pd.DataFrame
    findings: list[Finding]


def funnel_actuals(
    orders: pd.DataFrame,
    opportunities: pd.DataFrame,
    visits: pd.DataFrame,
    start: pd.Timestamp,
    end: pd.Timestamp,
) -> FunnelActuals:
    """New customers and prospects of a period by source and stage reached.

    New is who has no order before ``start``. The source is the one on the customer's opportunity (column
    ``source``, where the book has it), else the one on its first order. A prospect is dated by its
    opportunity (column ``opened``, where the book has it), else by the first visit, else it stays undated and
    counts as of this period. Who ordered without opportunity or earlier visit was never recorded as a lead:
    the signature counts, the conversion does not (every order alone would convert 1 of 1).

    Args:
        orders, opportunities, visits: input tables.
        start: first day of the period (as a rule 1 January of the plan year).
        end: last day of the period.

    Source: methods §7 actual against plan, S1.
    """
    bought = _first_orders(orders, end)
    old = set(bought.loc[bought["date"] < start, "customer"])
    people = _prospects(opportunities, old)
    people = people.merge(bought[bought["date"] >= start], on="customer", how="outer")
    met = visits.dropna(subset=["customer"]).groupby("customer")["date"].min().rename("met")
    people = people.merge(met, left_on="customer", right_index=True, how="left")
    people = _reached(people)
    people = people[people["opened"].isna() | (people["opened"] <= end)].reset_index(drop=True)
    return FunnelActuals(people, count_stages(people), _record_findings(people))


def _first_orders(orders: pd.DataFrame, end: pd.Timestamp) -> pd.DataFrame:
    """Date and source of each customer's first order with money in it, up to the end."""
    sold = orders[(net_amounts(orders) > 0) & (orders["date"] <= end) & orders["customer"].notna()]
    first = sold.sort_values("date", kind="stable").drop_duplicates("customer")
    return first[["customer", "date", "source"]].rename(columns={"source": "order_source"})


def _prospects(opportunities: pd.DataFrame, old: set[str]) -> pd.DataFrame:
    """Customers without an earlier order that have an opportunity, with the furthest stage of any."""
    rows = opportunities[opportunities["customer"].notna() & ~opportunities["customer"].isin(old)]
    lost = (rows["result"] == "lost").to_numpy(dtype=bool)
    stage = rows["stage"].map(_REACHED).fillna(0).to_numpy(dtype=np.int64)
    stage = np.where(lost, np.minimum(stage, 2), np.where(rows["result"] == "won", 3, stage))
    known = pd.DataFrame(
        {
            "customer": rows["customer"],
            "row": rows.index,
            "stage": stage,
            "open": ~lost & (stage < 3),
            "source": _column(rows, "source"),
            "opened": pd.to_datetime(_column(rows, "opened")).astype("datetime64[ns]"),
        }
    )
    people = known.groupby("customer", sort=True)
    grouped = people.agg(row=("row", "min"), stage=("stage", "max"), open=("open", "any"))
    return grouped.join(people["source"].first()).join(people["opened"].min()).reset_index()


def _column(frame: pd.DataFrame, key: str) -> pd.Series:
    return frame[key] if key in frame else pd.Series([None] * len(frame), index=frame.index, dtype=object)


def _reached(people: pd.DataFrame) -> pd.DataFrame:
    reached = np.where(people["date"].notna(), 3, people["stage"].fillna(0).to_numpy(dtype=np.int64))
    source = people["source"].where(people["source"].notna(), people["order_source"])
    opened = people["opened"].fillna(people["met"]).astype("datetime64[ns]")
    return pd.DataFrame(
        {
            "customer": people["customer"].astype(object),
            "source": source.where(source.isin(NEW_SOURCES), NO_SOURCE).astype(object),
            "reached": reached,
            "open": people["open"].eq(True).to_numpy() & (reached < 3),
            "opened": opened,
            "recorded": (people["row"].notna() | (people["met"] < people["date"])).to_numpy(),
            "row": people["row"].fillna(-1).to_numpy(dtype=np.int64),
        }
    )


def count_stages(people: pd.DataFrame) -> pd.DataFrame:
    """Customers by source that reached each stage; who was never recorded as a lead stands apart.

    Args:
        people: source, reached (0–3), recorded.

    Returns:
        source, lead, need, proposal, signed (all among the recorded), unrecorded (signed without a record).
    """
    recorded = people["recorded"].to_numpy(dtype=bool)
    reached = people["reached"].to_numpy()
    flags = {stage: recorded & (reached >= at) for at, stage in enumerate(STAGES)}
    flags["unrecorded"] = ~recorded
    frame = pd.DataFrame({key: flag.astype(float) for key, flag in flags.items()})
    sums = frame.groupby(people["source"].to_numpy(dtype=object), sort=False).sum()
    order = [source for source in (*NEW_SOURCES, NO_SOURCE) if source in sums.index]
    return sums.loc[order].rename_axis("source").reset_index().astype({"source": object})


def _record_findings(people: pd.DataFrame) -> list[Finding]:
    found = []
    blind = people[people["source"] == NO_SOURCE]
    if len(blind):
        names = tuple(blind["customer"].head(3))
        first = int(blind["row"].iloc[0])
        place = Place("opportunities", first, "source") if first >= 0 else Place("orders", None, "source")
        found.append(Finding("F-452", Severity.NOTE, {"count": len(blind), "names": names}, place))
    unrecorded = people[~people["recorded"]]
    if len(unrecorded):
        names = tuple(unrecorded["customer"].head(3))
        values: dict[str, object] = {"count": len(unrecorded), "names": names}
        found.append(Finding("F-453", Severity.NOTE, values, Place("opportunities", None, "customer")))
    return found


def against_plan(counts: pd.DataFrame, rules: FunnelRules, months: float) -> pd.DataFrame:
    """Actual against plan by source and stage after some months.

    Args:
        counts: ``FunnelActuals.counts``, or a table of the same columns kept by hand.
        rules: goal, rates and mix.
        months: months gone by.

    Returns:
        source (``total`` last), stage, planned, actual (unrecorded signatures included), gap (actual −
        planned), rate (None without plan), why (tuple of Sentences; what is missing and what it costs).
    """
    plan = plan_by_source(rules).set_index("source") * months
    actual = counts.set_index("source").copy()
    actual["signed"] = actual["signed"] + actual.get("unrecorded", 0.0)
    sources = [s for s in (*NEW_SOURCES, NO_SOURCE) if s in plan.index or s in actual.index]
    plan = plan.reindex(sources, columns=list(STAGES)).fillna(0.0)
    actual = actual.reindex(sources, columns=list(STAGES)).fillna(0.0)
    # The goal of all sources is the goal itself, not the sum of rounded leads at the plan's rates.
    plan.loc["total"] = list(work_back(rules.new_customers, rules.rates).over_months(months).values())
    actual.loc["total"] = actual.sum()
    rows = [
        {"source": source, "stage": stage, "planned": float(planned), "actual": float(done)}
        for source in plan.index
        for stage, planned, done in zip(STAGES, plan.loc[source], actual.loc[source], strict=True)
    ]
    frame = pd.DataFrame(rows, columns=["source", "stage", "planned", "actual"])
    frame["gap"] = frame["actual"] - frame["planned"]
    pairs = zip(frame["actual"], frame["planned"], strict=True)
    frame["rate"] = pd.Series([completion(*pair) for pair in pairs], dtype=object)
    frame["why"] = pd.Series([_why(row) for row in frame.to_dict("records")], dtype=object)
    return frame


def _why(row: Mapping[Hashable, Any]) -> tuple[Sentence, ...]:
    values = {key: row[key] for key in ("source", "stage", "planned", "actual")} | {"gap": abs(row["gap"])}
    if row["planned"] <= 0:
        return (Sentence("funnel.unplanned", values),)
    return (Sentence("funnel.reached" if row["gap"] >= -1e-9 else "funnel.missed", values),)
