"""Review and sprint: who is called before the year ends, whose next year is prepared, and what contacts led to."""

from __future__ import annotations

import pandas as pd

from salesplan_xl.commands.plan.plan import Plan
from salesplan_xl.commands.plan.year_end import YearEnd
from salesplan_xl.commands.steps.december import stage_page
from salesplan_xl.findings import Sentence
from salesplan_xl.planning.year_end.lists import DEPLOY_LIST, OPEN, SPRINT_LIST
from salesplan_xl.planning.year_end.same_days import YearBalance
from salesplan_xl.planning.year_end.season import REVIEW, SPRINT, season_findings
from salesplan_xl.planning.year_end.season_words import balance_words, day_words, result_words, script_words


def stage(plan: Plan) -> None:
    """Stage both lists, the block above them, the December page, and what was typed as contact records."""
    end, book = plan.year_end, plan.book
    reviewed = bool(len(book.frame("sprint")))
    stage_records(plan)
    book.put("sprint", end.both, ordered=True)
    value = sprint_value(end)
    words = {
        "phase": Sentence(f"season.{end.season.phase}", {"review": plan.rules.season.review_from}),
        "days": day_words(end.season, end.sprint),
        "balance": balance_words(end.balance, value, end.season, plan.rules),
        "results": result_words(end.results, end.both),
        "scripts": script_words(end.results, end.both, plan.rules),
    }
    book.put_grid("season", {(row, "sentence"): text for row, text in words.items()})
    stage_page(plan, words)
    contacted = set(end.results["list"]) if len(end.results) else set()
    book.findings.extend(end.findings)
    book.findings.extend(
        season_findings(
            end.season,
            reviewed=reviewed,
            sprinted=SPRINT_LIST in contacted,
            deployed=DEPLOY_LIST in contacted,
        )
    )
    plan.figures.update(_figures(plan, end.balance, value))
    book.show("sprint")
    for sheet in ("december_head", "survey", "company_plan") if end.season.phase in (REVIEW, SPRINT) else ():
        book.show(sheet)


def stage_records(plan: Plan) -> None:
    """Stage contact records with their outcomes, and the tables of segments and causes."""
    end, book = plan.year_end, plan.book
    records = end.outreach
    if len(records) or len(book.frame("outreach")):
        book.put("outreach", records, ordered=True)
        book.show("outreach")
    book.put("segments", end.segments)
    book.put("causes", end.causes)
    book.show("segments")


def sprint_value(end: YearEnd) -> float:
    """Money that the sprint list may still bring."""
    rows = end.sprint
    return float(rows.loc[rows["standing"] == OPEN, "value"].sum())


def _figures(plan: Plan, year: YearBalance, value: float) -> dict[str, object]:
    end = plan.year_end
    season, sprint, deploy = end.season, end.sprint, end.deploy
    open_deploy: pd.DataFrame = deploy[deploy["standing"] == OPEN]
    return {
        "phase": season.phase, "sprint_end": season.sprint_end.isoformat(), "workdays_left": season.workdays_left,
        "contacts_possible": season.contacts, "sprint_rows": int((sprint["standing"] == OPEN).sum()),
        "sprint_value": value, "deploy_rows": len(open_deploy), "deploy_amount": float(open_deploy["amount"].sum()),
        "this_year_to_date": year.to_date, "same_period_last_year": year.same_days, "year_outlook": year.estimate,
        "as_of": season.as_of.isoformat(), "last_finished_month": plan.calendar.last_finished_month,
        "running_month": plan.calendar.running_month,
    }  # fmt: skip
