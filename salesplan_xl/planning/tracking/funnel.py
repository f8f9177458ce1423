"""The action funnel: new-customer goals worked back to monthly actions, and actual against plan (guide/funnel.md; S1).

Four stages stand for the path to a new customer: lead, need, proposal, signed. What was really done is
counted in ``funnel_counts``; rates by source and where to move effort are in ``funnel_rates``.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from salesplan_xl.findings import Finding, Place, Sentence, Severity
from salesplan_xl.planning.common.rates import DUST, completion
from salesplan_xl.planning.tracking.funnel_steps import (
    MONTHS,
    STAGES,
    FunnelSteps,
    leads_by_source,
    work_back,
)
from salesplan_xl.rules import FunnelRules

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
    plan = plan_by_source(rules).set_index("source") * months
    actual = counts.set_index("source").copy()
    actual["signed"] = actual["signed"] + actual.get("unrecorded", 0.0)
    sources = [s for s in (*NEW_SOURCES, NO_SOURCE) if s in plan.index or s in actual.index]
    plan = plan.reindex(sources, columns=list(STAGES)).fillna(0.0)
    actual = actual.reindex(sources, columns=list(STAGES)).fillna(0.0)
    # The goal of all sources is the goal itself, not the sum of rounded leads at the plan's rates.
    plan.loc["total"] = list(work_back(rules.new_customers, rules.rates).over_months(months).values())
    actual.loc["total"] = actual.sum()
    frame = pd.DataFrame(
        {
            "source": [source for source in plan.index for _ in STAGES],
            "stage": [*STAGES] * len(plan),
            "planned": plan.to_numpy(dtype=np.float64).ravel(),
            "actual": actual.to_numpy(dtype=np.float64).ravel(),
        }
    )
    frame["gap"] = frame["actual"] - frame["planned"]
    pairs = zip(frame["actual"], frame["planned"], strict=True)
    frame["rate"] = pd.Series([completion(*pair) for pair in pairs], dtype=object)
    frame["why"] = pd.Series([_why(row) for row in frame.to_dict("records")], dtype=object)
    return frame


def _why(row: Mapping[Hashable, Any]) -> tuple[Sentence, ...]:
    values = {key: row[key] for key in ("source", "stage", "planned", "actual")} | {"gap": abs(row["gap"])}
    if row["planned"] <= 0:
        return (Sentence("funnel.unplanned", values),)
    return (Sentence("funnel.reached" if row["gap"] >= -DUST else "funnel.missed", values),)
