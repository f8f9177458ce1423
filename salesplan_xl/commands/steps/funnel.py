"""The action funnel sheet: the goal worked back, sources, what follows, the action table, the bonus."""

from __future__ import annotations

import math

import pandas as pd

from salesplan_xl.commands.plan.plan import Plan
from salesplan_xl.commands.steps.bonus import stage_bonus
from salesplan_xl.findings import Sentence
from salesplan_xl.planning.tracking.funnel import NEW_SOURCES, NO_SOURCE, action_table
from salesplan_xl.planning.tracking.funnel_steps import MONTHS, STAGES, leads_by_source, work_back

Cells = dict[tuple[str, str], object]
Words = tuple[Sentence, ...]
LAST_DAY = 31
RATES = ("rate", "low", "high")


def stage(plan: Plan) -> None:
    """Stage the action table and the four blocks above it."""
    book = plan.book
    book.put("funnel", book.reapply_edits("funnel", _table(plan), reset="funnel" in plan.reset))
    book.put_grid("funnel_goal", _goal(plan))
    book.put_grid("funnel_sources", _sources(plan))
    book.put_grid("funnel_advice", _advice(plan))
    stage_bonus(plan)
    book.findings.extend(plan.funnel.findings)
    book.show("funnel")


def _table(plan: Plan) -> pd.DataFrame:
    """The action table of S1 with what was done beside it; no figures before the year has begun."""
    year, frame = plan.funnel, action_table(plan.rules.funnel)
    total, month = (
        found[found["source"] == "total"].reset_index(drop=True)
        for found in (year.against_plan, year.month_against_plan)
    )
    begun = year.months > 0
    frame["due"] = pd.Series([_due(day) for day in frame["due_day"]], dtype=object)
    frame["month_actual"] = month["actual"] if begun else math.nan
    frame["planned"] = total["planned"] if begun else math.nan
    frame["actual"] = total["actual"] if begun else math.nan
    frame["rate"] = [math.nan, *(year.own_rates if year.proven else [math.nan] * 3)]
    frame["plan_rate"] = [math.nan, *plan.rules.funnel.rates]
    return frame.drop(columns="due_day")


def _due(day: int) -> Sentence:
    return Sentence("funnel.due_end") if day >= LAST_DAY else Sentence("funnel.due_day", {"day": day})


def _goal(plan: Plan) -> Cells:
    """The words beside the goal; its figures are formulas."""
    rules = plan.rules.funnel
    code = "funnel.goal_year" if rules.new_customers else "funnel.no_goal"
    words: Cells = {("signed", "sentence"): Sentence(code, {"goal": rules.new_customers})}
    for before, rate in zip(STAGES, rules.rates, strict=False):
        code = f"funnel.rate_{before}" if rate else "funnel.no_rate"
        words[before, "sentence"] = Sentence(code, {"rate": rate})
    return words


def _sources(plan: Plan) -> Cells:
    """Leads, conversion and the words of every source and of all together."""
    year, rules = plan.funnel, plan.rules.funnel
    monthly = leads_by_source(work_back(rules.new_customers, rules.rates).leads, rules.lead_mix)
    cells = _rate_cells(plan, "total") | {("total", "sentence"): _total_words(plan)}
    for source in (*NEW_SOURCES, NO_SOURCE):
        planned, done = monthly.get(source, 0), year.by_source.get(source, {})
        cells[source, "lead_month"] = planned or None
        cells[source, "lead_plan"] = planned * year.months or None
        cells |= {(source, key): done.get(key) for key in STAGES} | _rate_cells(plan, source)
        cells[source, "sentence"] = _source_words(plan, source, planned * year.months)
    return cells


def _rate_cells(plan: Plan, source: str) -> Cells:
    found = plan.funnel.rates.get(source, {})
    return {(source, key): found.get(key) for key in RATES}


def _source_words(plan: Plan, source: str, planned: int) -> Words:
    """Leads against the plan, whether the rate may be trusted, and who was never recorded."""
    year = plan.funnel
    counts = year.by_source.get(source, {})
    done, blind = counts.get("lead", 0.0), counts.get("unrecorded", 0.0)
    words: list[Sentence] = []
    if source == NO_SOURCE:
        words += [Sentence("funnel.source_unknown", {"count": done})] if done else []
    elif year.months and (done or planned):
        words.append(_lead_words(planned, done))
        words += _trust_words(plan, source) if done else []
    if blind:
        words.append(Sentence("funnel.source_unrecorded", {"count": blind}))
    return tuple(words)


def _trust_words(plan: Plan, source: str) -> list[Sentence]:
    """What is too young or too little to say how well a source converts."""
    matured, rules = plan.funnel.matured_by_source.get(source, {}), plan.rules.rates
    cases = matured.get("lead", 0.0)
    if cases >= rules.least_leads:
        return []
    values: dict[str, object] = {
        "cases": cases, "signed": matured.get("signed", 0.0), "days": rules.ripening_days,
    }  # fmt: skip
    return [Sentence("funnel.source_few" if cases else "funnel.source_young", values)]


def _lead_words(planned: float, done: float) -> Sentence:
    values: dict[str, object] = {"planned": planned, "actual": done, "gap": planned - done}
    if not planned:
        return Sentence("funnel.leads_unplanned", values)
    return Sentence("funnel.leads_reached" if done >= planned else "funnel.leads_missed", values)


def _total_words(plan: Plan) -> Words:
    year = plan.funnel
    if year.months == 0:
        return (Sentence("funnel.not_begun"),)
    leads = work_back(plan.rules.funnel.new_customers, plan.rules.funnel.rates).over_months(year.months)[
        "lead"
    ]
    done = sum(counts["lead"] for counts in year.by_source.values())
    return (_lead_words(leads if math.isfinite(leads) else 0.0, done),)


def _advice(plan: Plan) -> Cells:
    return {
        ("goal", "sentence"): _goal_words(plan),
        ("move", "sentence"): _move_words(plan),
        ("rates", "sentence"): _needed_words(plan),
    }


def _goal_words(plan: Plan) -> Sentence:
    """Whether the month promised and the year's goal are the same."""
    rules = plan.rules.funnel
    for found in plan.funnel.goal_findings:
        return Sentence("funnel.two_goals", found.values)
    code = "funnel.nothing_promised" if rules.monthly_signed is None else "funnel.one_goal"
    return Sentence(code, {"goal": rules.new_customers, "needed": rules.new_customers / MONTHS})


def _move_words(plan: Plan) -> Words:
    """Where to move effort; what is too small to judge stands beside its source."""
    year = plan.funnel
    leads = sum(counts["lead"] for counts in year.by_source.values())
    blind = year.by_source.get(NO_SOURCE, {}).get("lead", 0.0)
    if year.months == 0:
        return (Sentence("funnel.not_begun"),)
    if leads == blind:
        return (Sentence("funnel.no_sources" if leads else "funnel.no_leads", {"count": leads}),)
    return year.move.why[:1]


def _needed_words(plan: Plan) -> Words:
    """Leads a month that the goal needs at the rates seen, and what the months left must bring."""
    year, rules = plan.funnel, plan.rules.funnel
    values: dict[str, object] = {
        "goal": rules.new_customers, "rate": math.prod(year.own_rates),
        "leads": work_back(rules.new_customers, year.own_rates).counts()["lead"],
        "plan": work_back(rules.new_customers, rules.rates).counts()["lead"],
        "cases": year.cases, "days": plan.rules.rates.ripening_days,
    }  # fmt: skip
    code = (
        "funnel.rates_seen" if year.proven else "funnel.rates_few" if year.cases else "funnel.rates_planned"
    )
    return (Sentence(code, values), *(_left_words(plan) if year.months else ()))


def _left_words(plan: Plan) -> Words:
    year, goal = plan.funnel, plan.rules.funnel.new_customers
    signed = sum(counts["signed"] + counts["unrecorded"] for counts in year.by_source.values())
    left, months = goal - signed, MONTHS - year.months
    values: dict[str, object] = {"signed": signed, "goal": goal, "left": left, "months": months}
    if left <= 0:
        return (Sentence("funnel.goal_met", values),) if goal else ()
    if months <= 0:
        return (Sentence("funnel.goal_missed", values),)
    leads = work_back(left / months * MONTHS, year.own_rates).counts()["lead"]
    return (Sentence("funnel.goal_left", {**values, "leads": leads}),)
