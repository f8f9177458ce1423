"""The action funnel: new-customer goals worked back to monthly actions, and actual against plan (guide/funnel.md; S1).

Four stages stand for the path to a new customer: lead, need, proposal, signed. What was really done is
counted in ``funnel_counts``; rates by source and where to move effort are in ``funnel_rates``.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pandas as pd

from salesplan_xl.findings import Finding, Place, Sentence, Severity
from salesplan_xl.planning.common.customer_book import object_array
from salesplan_xl.planning.common.rates import DUST, completion
from salesplan_xl.planning.tracking.funnel_steps import (
    MONTHS,
    STAGES,
    FunnelSteps,
    leads_by_source,
    work_back,
)
from salesplan_xl.rules import FunnelRules

Floats = npt.NDArray[np.float64]

NEW_SOURCES = ("fair", "referral", "online", "other")
NO_SOURCE = "unknown"
HALF = 0.5
# What article S1 proposes; both are cells of the action table that the user may change.
_DAYS = {"lead": 31, "need": 20, "proposal": 25, "signed": 30}
_OWNERS = {"lead": "team", "need": "manager", "proposal": "technical", "signed": "manager"}


def plan_by_source(rules: FunnelRules) -> pd.DataFrame:
    """The month's plan: one row per source with lead, need, proposal, signed (unrounded but the leads).

    All sources are planned at the plan's rates; sources without planned leads are left out.
    """
    leads = leads_by_source(work_back(rules.new_customers, rules.rates).leads, rules.lead_mix)
    planned = {source: float(count) for source, count in leads.items() if count > 0}
    columns = {"lead": np.array(list(planned.values()), dtype=np.float64)}
    for stage, before, rate in zip(STAGES[1:], STAGES, rules.rates, strict=False):
        columns[stage] = columns[before] * rate
    return pd.DataFrame({"source": np.array(list(planned), dtype=object), **columns})


def action_table(rules: FunnelRules) -> pd.DataFrame:
    """The action table of S1, worked back from the goal.

    Returns:
        One row per stage: stage, goal (a month, unrounded), rate (share of the stage before that must
        arrive, NaN for leads), result (Sentence), actions (tuple of Sentences), owner (Sentence), due_day (day
        of the month), acceptance (Sentence).

    Source: guide/funnel.md; article S1 (action table).
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
    leads = leads_by_source(steps.leads, rules.lead_mix)
    counts = steps.counts()
    return {
        "lead": tuple(
            Sentence(f"funnel.find_{source}", {"count": count}) for source, count in leads.items() if count
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
    """A finding if the year's goal and the month's promise are two different goals.

    Source: S1 asks for 15 new customers a year and concludes with 2 a month, which is 24 a year.
    """
    month = rules.monthly_signed
    # Customers come whole: less than half a one is no other goal.
    if month is None or abs(month * MONTHS - rules.new_customers) < HALF:
        return []
    values: dict[str, object] = {
        "month": month, "year": month * MONTHS, "goal": rules.new_customers,
        "needed": rules.new_customers / MONTHS,
        "leads": work_back(month * MONTHS, rules.rates).counts()["lead"],
        "goal_leads": work_back(rules.new_customers, rules.rates).counts()["lead"],
    }  # fmt: skip
    code = "F-450" if month * MONTHS > rules.new_customers else "F-451"
    return [Finding(code, Severity.WARNING, values, Place("settings", None, "monthly_signed"))]


def against_plan(counts: pd.DataFrame, rules: FunnelRules, months: float) -> pd.DataFrame:
    """Actual against plan by source and stage after some months.

    Args:
        counts: ``funnel_counts.count_stages``, or a table of the same columns kept by hand.
        rules: goal, rates and mix.
        months: months gone by.

    Returns:
        source (``total`` last), stage, planned, actual (unrecorded signatures included), gap (actual −
        planned), rate (None without plan), why (tuple of Sentences; what is missing and what it costs).
    """
    plan, done = _by_source(plan_by_source(rules)), _by_source(counts)
    sources = [source for source in (*NEW_SOURCES, NO_SOURCE) if source in plan or source in done]
    nothing = np.zeros(len(STAGES))
    planned = [plan.get(source, nothing) * months for source in sources]
    actual = [done.get(source, nothing) for source in sources]
    # The goal of all sources is the goal itself, not the sum of rounded leads at the plan's rates.
    goal = work_back(rules.new_customers, rules.rates).over_months(months)
    planned.append(np.array(list(goal.values())))
    actual.append(np.sum([nothing, *actual], axis=0))
    rows = [
        _compared(source, *figures)
        for source, *sides in zip((*sources, "total"), planned, actual, strict=True)
        for figures in zip(STAGES, *(side.tolist() for side in sides), strict=True)
    ]
    columns = dict(zip(_COMPARED, zip(*rows, strict=True), strict=True))
    return pd.DataFrame(
        {key: cells if key in _FIGURES else object_array(cells) for key, cells in columns.items()}
    )


_FIGURES = ("planned", "actual", "gap")
_COMPARED = ("source", "stage", *_FIGURES, "rate", "why")


def _by_source(counts: pd.DataFrame) -> dict[str, Floats]:
    """(4,) figures by stage of each source, those signed without a record among the signed."""
    figures = np.array(counts[list(STAGES)], dtype=np.float64)
    if "unrecorded" in counts:
        figures[:, -1] += counts["unrecorded"].to_numpy(dtype=np.float64)
    return dict(zip(counts["source"].tolist(), figures, strict=True))


def _compared(source: str, stage: str, planned: float, actual: float) -> tuple[object, ...]:
    """One row: source, stage, planned, actual, gap, rate, why."""
    gap = actual - planned
    values: dict[str, object] = {
        "source": source, "stage": stage, "planned": planned, "actual": actual, "gap": abs(gap),
    }  # fmt: skip
    code = "unplanned" if planned <= 0 else "reached" if gap >= -DUST else "missed"
    why = (Sentence(f"funnel.{code}", values),)
    return source, stage, planned, actual, gap, completion(actual, planned), why
