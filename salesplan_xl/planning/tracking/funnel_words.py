"""The action funnel as it stands on its sheet: the action table, the goal, sources, and what follows (cells)."""

from __future__ import annotations

import math

import pandas as pd

from salesplan_xl.findings import Sentence
from salesplan_xl.planning.targets.targets import GridResult
from salesplan_xl.planning.tracking.funnel import NEW_SOURCES, NO_SOURCE, action_table
from salesplan_xl.planning.tracking.funnel_stages import STEPS
from salesplan_xl.planning.tracking.funnel_steps import MONTHS, STAGES, leads_by_source, work_back
from salesplan_xl.planning.tracking.funnel_year import FunnelYear
from salesplan_xl.rules import FunnelRules

Words = tuple[Sentence, ...]
LAST_DAY = 31
RATES = ("rate", "low", "high")
STAGE_FIGURES = (*(f"{step}_rate" for step in STEPS), "money_lead")


def funnel_table(year: FunnelYear) -> pd.DataFrame:
    """The action table of S1 with what was done beside it; no figures before the year has begun.

    Source: guide/funnel.md; article S1 (action table).
    """
    plan = year.rules.funnel
    frame = action_table(plan)
    total, month = (
        rows[rows["source"] == "total"].reset_index(drop=True)
        for rows in (year.against_plan, year.month_against_plan)
    )
    begun = year.months > 0
    frame["due"] = pd.Series([_due(day) for day in frame["due_day"]], dtype=object)
    frame["month_actual"] = month["actual"] if begun else math.nan
    frame["planned"] = total["planned"] if begun else math.nan
    frame["actual"] = total["actual"] if begun else math.nan
    frame["rate"] = [math.nan, *(year.own_rates if year.proven else [math.nan] * 3)]
    frame["plan_rate"] = [math.nan, *plan.rates]
    return frame.drop(columns="due_day")


def _due(day: int) -> Sentence:
    return Sentence("funnel.due_end") if day >= LAST_DAY else Sentence("funnel.due_day", {"day": day})


def goal_cells(rules: FunnelRules) -> GridResult:
    """Grid ``funnel_goal``: the words beside the goal; its figures are formulas."""
    code = "funnel.goal_year" if rules.new_customers else "funnel.no_goal"
    words: GridResult = {("signed", "sentence"): Sentence(code, {"goal": rules.new_customers})}
    for before, rate in zip(STAGES, rules.rates, strict=False):
        code = f"funnel.rate_{before}" if rate else "funnel.no_rate"
        words[before, "sentence"] = Sentence(code, {"rate": rate})
    return words


def source_cells(year: FunnelYear) -> GridResult:
    """Grid ``funnel_sources``: leads, conversion and the words of every source and of all together."""
    plan = year.rules.funnel
    monthly = leads_by_source(work_back(plan.new_customers, plan.rates).leads, plan.lead_mix)
    cells = _rate_cells(year, "total") | {("total", "sentence"): _total_words(year)}
    for source in (*NEW_SOURCES, NO_SOURCE):
        planned, done = monthly.get(source, 0), year.by_source.get(source, {})
        cells[source, "lead_month"] = planned or None
        cells[source, "lead_plan"] = planned * year.months or None
        cells |= {(source, key): done.get(key) for key in STAGES} | _rate_cells(year, source)
        cells[source, "sentence"] = _source_words(year, source, planned * year.months)
    return cells


def _rate_cells(year: FunnelYear, source: str) -> GridResult:
    rates, stages = year.rates.get(source, {}), year.stages.get(source, {})
    cells: GridResult = {(source, key): rates.get(key) for key in RATES}
    return cells | {(source, key): stages.get(key) for key in STAGE_FIGURES}


def _source_words(year: FunnelYear, source: str, planned: int) -> Words:
    """Leads against the plan, whether the rate may be trusted, and who was never recorded."""
    counts = year.by_source.get(source, {})
    done, blind = counts.get("lead", 0.0), counts.get("unrecorded", 0.0)
    words: list[Sentence] = []
    if source == NO_SOURCE:
        words += [Sentence("funnel.source_unknown", {"count": done})] if done else []
    elif year.months and (done or planned):
        words.append(_lead_words(planned, done))
        words += _trust_words(year, source) if done else []
    if blind:
        words.append(Sentence("funnel.source_unrecorded", {"count": blind}))
    return tuple(words)


def _trust_words(year: FunnelYear, source: str) -> list[Sentence]:
    """The sentence on a source too young or too small to say how well it converts."""
    matured, rules = year.matured_by_source.get(source, {}), year.rules.rates
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


def _total_words(year: FunnelYear) -> Words:
    if year.months == 0:
        return (Sentence("funnel.not_begun"),)
    plan = year.rules.funnel
    leads = work_back(plan.new_customers, plan.rates).over_months(year.months)["lead"]
    return (_lead_words(leads if math.isfinite(leads) else 0.0, _leads(year)),)


def _leads(year: FunnelYear) -> float:
    return sum(counts["lead"] for counts in year.by_source.values())


def advice_cells(year: FunnelYear) -> GridResult:
    """Grid ``funnel_advice``: the goal, where to move effort, what the goal needs."""
    return {
        ("goal", "sentence"): _goal_words(year),
        ("move", "sentence"): _move_words(year),
        ("rates", "sentence"): _needed_words(year),
    }


def _goal_words(year: FunnelYear) -> Sentence:
    """Whether the month promised and the year's goal are the same."""
    plan = year.rules.funnel
    for finding in year.goal_findings:
        return Sentence("funnel.two_goals", finding.values)
    code = "funnel.nothing_promised" if plan.monthly_signed is None else "funnel.one_goal"
    return Sentence(code, {"goal": plan.new_customers, "needed": plan.new_customers / MONTHS})


def _move_words(year: FunnelYear) -> Words:
    """The proposed move of effort; what is too small to judge stands beside its source."""
    leads = _leads(year)
    blind = year.by_source.get(NO_SOURCE, {}).get("lead", 0.0)
    if year.months == 0:
        return (Sentence("funnel.not_begun"),)
    if leads == blind:
        return (Sentence("funnel.no_sources" if leads else "funnel.no_leads", {"count": leads}),)
    return (*year.move.why[:1], *((year.stage_gap,) if year.stage_gap else ()))


def _needed_words(year: FunnelYear) -> Words:
    """Leads a month that the goal needs at the rates of the book, and what the months left must bring."""
    plan = year.rules.funnel
    values: dict[str, object] = {
        "goal": plan.new_customers, "rate": math.prod(year.own_rates),
        "leads": work_back(plan.new_customers, year.own_rates).counts()["lead"],
        "plan": work_back(plan.new_customers, plan.rates).counts()["lead"],
        "cases": year.cases, "days": year.rules.rates.ripening_days,
    }  # fmt: skip
    code = (
        "funnel.rates_seen" if year.proven else "funnel.rates_few" if year.cases else "funnel.rates_planned"
    )
    return (Sentence(code, values), *(_left_words(year) if year.months else ()))


def _left_words(year: FunnelYear) -> Words:
    goal = year.rules.funnel.new_customers
    signed = sum(counts["signed"] + counts["unrecorded"] for counts in year.by_source.values())
    left, months = goal - signed, MONTHS - year.months
    values: dict[str, object] = {"signed": signed, "goal": goal, "left": left, "months": months}
    if left <= 0:
        return (Sentence("funnel.goal_met", values),) if goal else ()
    if months <= 0:
        return (Sentence("funnel.goal_missed", values),)
    leads = work_back(left / months * MONTHS, year.own_rates).counts()["lead"]
    return (Sentence("funnel.goal_left", {**values, "leads": leads}),)
